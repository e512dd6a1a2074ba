/* SPDX-License-Identifier: MIT */
/* Random bytes that are a function of a number alone (splitmix64). */
#define OPENSSL_API_COMPAT \
	10101 /* a method of one's own has had this form since then */

#include "scenario/tls_chance.h"

#include <openssl/rand.h>
#include <stdbool.h>

static uint64_t state;
static bool is_fixed;

static uint64_t next(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static int fill(unsigned char *bytes, int n)
{
	uint64_t word = 0;

	for (int i = 0; i < n; i++) {
		if (i % 8 == 0)
			word = next();
		bytes[i] = (unsigned char)(word >> i % 8 * 8);
	}
	return 1;
}

static int is_ready(void)
{
	return 1;
}

void tls_chance_fix(uint64_t number)
{
	static const RAND_METHOD method = { .bytes = fill,
					    .pseudorand = fill,
					    .status = is_ready };

	if (!is_fixed)
		RAND_set_rand_method(&method);
	is_fixed = true;
	state = number * UINT64_C(0xd1342543de82ef95);
}

void tls_chance_free(void)
{
	if (is_fixed)
		RAND_set_rand_method(NULL);
	is_fixed = false;
}
