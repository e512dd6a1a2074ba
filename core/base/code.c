/* SPDX-License-Identifier: MIT */
/* The table of codes, and three ways to look into it. */
#include "base/code.h"

#include <ctype.h>
#include <errno.h>
#include <strings.h>

static const struct code codes[] = {
#define WSA_CODE_ROW(name, number, native, text) { number, #name, native, text },
	WSA_CODES(WSA_CODE_ROW)
#undef WSA_CODE_ROW
};

#define N_CODES (sizeof codes / sizeof codes[0])

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
	/* Of most words the first letter says enough. */
	for (size_t i = 0; i < N_CODES; i++)
		if (tolower(codes[i].name[0]) == tolower(name[0]) &&
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
