/* SPDX-License-Identifier: MIT */
/* Drives the same as fuzz_overlapped over TLS, on a network in memory: records and
 * handshakes come in pieces, want to be received and sent in any order, and peers keep,
 * spoil, cut and refuse what they say. Chance, and the day, are fixed.
 *
 * OpenSSL's own memory is a pool's: half the time of a handshake would be the sanitizer's,
 * and this is not OpenSSL's test. */
#include <openssl/crypto.h>

#include "fuzz/play.h"
#include "fuzz/pool.h"

static void *take(size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return n > 0 ? pool_take(n) : NULL;
}

static void *resize(void *at, size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return pool_resize(at, n);
}

static void give(void *at, const char *file, int line)
{
	(void)file;
	(void)line;
	pool_give(at);
}

/* Before OpenSSL has any. */
__attribute__((constructor)) static void begin(void)
{
	CRYPTO_set_mem_functions(take, resize, give);
}

PLAY_TARGET(PROGRAM_TLS)
