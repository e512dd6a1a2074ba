/* SPDX-License-Identifier: MIT */
/* A list of buffers seen as one span of bytes: filled in order, packed, without holes (B1).
 *
 * The list is borrowed; `skip` counts bytes from its start. Entries of length 0 are passed
 * over. */
#pragma once

#include <stddef.h>
#include <sys/uio.h>

/* Bytes that all entries hold together, at most `most`. */
size_t vec_room(const struct iovec *vec, size_t n, size_t most);

/* Copies length bytes from `bytes` into the list from `skip` on; what does not fit is left
 * over. Returns how many were placed. */
size_t vec_scatter(const struct iovec *vec, size_t n, size_t skip, const void *bytes,
		   size_t length);

/* Copies length bytes of the list from `skip` on to `bytes`; returns how many there were. */
size_t vec_gather(const struct iovec *vec, size_t n, size_t skip, void *bytes,
		  size_t length);

/* The list without its first `skip` bytes, cut after `most` bytes and after `max`
 * entries: fills out[], returns the number of entries. */
size_t vec_slice(const struct iovec *vec, size_t n, size_t skip, size_t most,
		 struct iovec *out, size_t max);
