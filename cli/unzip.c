/* SPDX-License-Identifier: MIT */
/* Local headers, one behind the other. */
#include "cli/unzip.h"

#include <stdint.h>
#include <string.h>

#define HEADER 30
#define NAME_MAX_HERE 255

static size_t number(const unsigned char *at, int bytes)
{
	size_t value = 0;

	while (bytes-- > 0)
		value = value << 8 | at[bytes];
	return value;
}

bool unzip(const unsigned char *bytes, size_t n,
	   bool (*file)(void *context, const char *name, const unsigned char *bytes,
			size_t n),
	   void *context)
{
	char name[NAME_MAX_HERE + 1];
	size_t at = 0;

	while (n - at >= HEADER && memcmp(bytes + at, "PK\3\4", 4) == 0) {
		size_t method = number(bytes + at + 8, 2);
		size_t size = number(bytes + at + 18, 4);
		size_t n_name = number(bytes + at + 26, 2);
		size_t skip = HEADER + n_name + number(bytes + at + 28, 2);

		if (method != 0 || n_name > NAME_MAX_HERE || skip > n - at ||
		    size > n - at - skip)
			return false;
		memcpy(name, bytes + at + HEADER, n_name);
		name[n_name] = '\0';
		if (strchr(name, '/') != NULL ||
		    !file(context, name, bytes + at + skip, size))
			return false;
		at += skip + size;
	}
	return at > 0;
}
