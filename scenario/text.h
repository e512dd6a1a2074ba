/* SPDX-License-Identifier: MIT */
/* Text that grows, in an arena: what printers write to.
 *
 * All zero but for the arena it is empty. What it outgrows stays in the arena. */
#pragma once

#include <stddef.h>

#include "base/same.h"
#include "scenario/arena.h"

/* Copies as much as there is room for, and ends it with a NUL. */
void text_fit(char *to, size_t room, const char *text);

struct text {
	struct arena *arena;
	char *at; /* NUL-terminated; NULL: nothing was added yet */
	size_t n, room;
};

void text_add(struct text *t, const void *bytes, size_t n);
void text_put(struct text *t, const char *words);
void text_format(struct text *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A text that is printed at once, in the arena. */
const char *text_print(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The n bytes in double quotes, as literal_parse() reads them, and so that no script takes
 * a part of them for a variable. */
void text_literal(struct text *t, const void *bytes, size_t n);

/* The whole; never NULL. */
const char *text_whole(struct text *t);
