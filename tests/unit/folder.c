/* SPDX-License-Identifier: MIT */
/* Made by mkdtemp(), so that tests can run at the same time. */
#include "tests/unit/folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

char folder_path[64];

int folder_make(void **state)
{
	(void)state;
	snprintf(folder_path, sizeof folder_path, "/tmp/wsprecv-endpoint-XXXXXX");
	return mkdtemp(folder_path) == NULL ? -1 : 0;
}

int folder_remove(void **state)
{
	(void)state;
	return rmdir(folder_path);
}

const char *folder_address(const char *word, const char *name)
{
	static char text[128];

	snprintf(text, sizeof text, "%s:%s/%s", word, folder_path, name);
	return text;
}

bool folder_has(const char *name)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", folder_path, name);
	return access(path, F_OK) == 0;
}
