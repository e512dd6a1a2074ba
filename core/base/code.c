/* SPDX-License-Identifier: MIT */
/* The table of codes, and three ways to look into it. */
#include "base/code.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

static const struct code codes[] = {
#define WSA_CODE_ROW(name, number, native, text) { number, #name, native, text },
	WSA_CODES(WSA_CODE_ROW)
#undef WSA_CODE_ROW
};

#define N_CODES (sizeof codes / sizeof codes[0])

static const unsigned char lengths[N_CODES] = {
#define WSA_CODE_LENGTH(name, number, native, text) sizeof #name - 1,
	WSA_CODES(WSA_CODE_LENGTH)
#undef WSA_CODE_LENGTH
};

const struct code *code_all(size_t *n)
{
	*n = N_CODES;
	return codes;
}

const struct code *code_by_number(int number)
{
	for (size_t i = 0; i < N_CODES; i++)
		if (codes[i].number == number)
			return &codes[i];
	return NULL;
}

const struct code *code_by_name(const char *name)
{
	size_t n = strlen(name);

	/* Most begin alike: how they end says enough. */
	for (size_t i = 0; i < N_CODES; i++)
		if (lengths[i] == n && n > 0 &&
		    tolower(codes[i].name[n - 1]) == tolower(name[n - 1]) &&
		    strcasecmp(codes[i].name, name) == 0)
			return &codes[i];
	return NULL;
}

int code_from_errno(int native)
{
	switch (native) {
	case 0:
		return 0;
	case EPIPE:
		return WSAECONNRESET;
	case ENOMEM:
		return WSAENOBUFS;
	case ENODEV:
	case ENXIO:
		return WSAENETDOWN;
	case EPERM:
		return WSAEACCES;
	case ENFILE:
		return WSAEMFILE;
	case ENOENT: /* no such AF_UNIX path: nobody listens there */
		return WSAECONNREFUSED;
	}
	for (size_t i = 0; i < N_CODES; i++)
		if (codes[i].native == native)
			return codes[i].number;
	return WSAEINVAL;
}
