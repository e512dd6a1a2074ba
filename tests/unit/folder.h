/* SPDX-License-Identifier: MIT */
/* A folder of its own for a group of tests. */
#pragma once

#include <stdbool.h>

/* For cmocka groups. Whoever puts a file there takes it away: the removal fails if not. */
int folder_make(void **state);
int folder_remove(void **state);

extern char folder_path[64];

/* "unix-listen:/tmp/.../name": valid until the next call. */
const char *folder_address(const char *word, const char *name);

bool folder_has(const char *name);
