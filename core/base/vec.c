/* SPDX-License-Identifier: MIT */
/* Walking a list of buffers. */
#include "base/vec.h"

#include <stdbool.h>
#include <string.h>

#include "base/planted.h"

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

/* A walk along the list: what is still to pass over, and how many bytes are wanted. */
struct walk {
	const struct iovec *at;
	size_t n; /* entries from `at` on */
	size_t skip, want;
};

/* The next piece of it; false at the end. */
static bool step(struct walk *w, struct iovec *piece)
{
	while (w->n > 0 && w->want > 0) {
		const struct iovec *entry = w->at++;
		size_t length = entry->iov_len;

		w->n--;
		if (w->skip >= length) {
			w->skip -= length;
			continue;
		}
		length -= w->skip;
		PLANT(PIECE_SHORT, length -= w->skip > 0 && length > 1);
		if (length > w->want)
			length = w->want;
		*piece = (struct iovec){ (char *)entry->iov_base + w->skip, length };
		w->skip = 0;
		w->want -= length;
		return true;
	}
	return false;
}

size_t vec_slice(const struct iovec *vec, size_t n, size_t skip, size_t most,
		 struct iovec *out, size_t max)
{
	struct walk w = { vec, n, skip, most };
	size_t used = 0;

	while (used < max && step(&w, &out[used]))
		used++;
	return used;
}

size_t vec_scatter(const struct iovec *vec, size_t n, size_t skip, const void *bytes,
		   size_t length)
{
	struct walk w = { vec, n, skip, length };
	struct iovec piece;
	size_t done = 0;

	PLANT(SKIP_FORGOTTEN, w.skip = 0);
	for (; step(&w, &piece); done += piece.iov_len)
		memcpy(piece.iov_base, (const char *)bytes + done, piece.iov_len);
	return done;
}

size_t vec_gather(const struct iovec *vec, size_t n, size_t skip, void *bytes,
		  size_t length)
{
	struct walk w = { vec, n, skip, length };
	struct iovec piece;
	size_t done = 0;

	for (; step(&w, &piece); done += piece.iov_len)
		memcpy((char *)bytes + done, piece.iov_base, piece.iov_len);
	return done;
}
