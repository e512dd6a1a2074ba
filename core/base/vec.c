/* SPDX-License-Identifier: MIT */
/* Walking a list of buffers. */
#include "base/vec.h"

#include <string.h>

size_t vec_room(const struct iovec *vec, size_t n, size_t most)
{
	size_t room = 0;

	for (size_t i = 0; i < n; i++) {
		if (vec[i].iov_len >= most - room)
			return most;
		room += vec[i].iov_len;
	}
	return room;
}

size_t vec_slice(const struct iovec *vec, size_t n, size_t skip, size_t most,
		 struct iovec *out, size_t max)
{
	size_t used = 0;

	for (size_t i = 0; i < n && used < max && most > 0; i++) {
		size_t length = vec[i].iov_len;

		if (skip >= length) {
			skip -= length;
			continue;
		}
		length -= skip;
		if (length > most)
			length = most;
		out[used++] = (struct iovec){ (char *)vec[i].iov_base + skip, length };
		skip = 0;
		most -= length;
	}
	return used;
}

size_t vec_scatter(const struct iovec *vec, size_t n, size_t skip, const void *bytes,
		   size_t length)
{
	const char *from = bytes;
	size_t done = 0;

	for (size_t i = 0; i < n && done < length; i++) {
		size_t piece = vec[i].iov_len;

		if (skip >= piece) {
			skip -= piece;
			continue;
		}
		piece -= skip;
		if (piece > length - done)
			piece = length - done;
		memcpy((char *)vec[i].iov_base + skip, from + done, piece);
		done += piece;
		skip = 0;
	}
	return done;
}

size_t vec_gather(const struct iovec *vec, size_t n, size_t skip, void *bytes,
		  size_t length)
{
	char *to = bytes;
	size_t done = 0;

	for (size_t i = 0; i < n && done < length; i++) {
		size_t piece = vec[i].iov_len;

		if (skip >= piece) {
			skip -= piece;
			continue;
		}
		piece -= skip;
		if (piece > length - done)
			piece = length - done;
		memcpy(to + done, (char *)vec[i].iov_base + skip, piece);
		done += piece;
		skip = 0;
	}
	return done;
}
