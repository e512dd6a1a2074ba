/* SPDX-License-Identifier: MIT */
/* Appends, and doubles the room where there is too little. */
#include "scenario/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "scenario/literal.h"

static char *reserve(struct text *t, size_t n)
{
	if (t->room - t->n < n + 1 || t->at == NULL) {
		size_t room = 2 * t->room + n + 64;
		char *more = arena_take(t->arena, room);

		if (t->at != NULL)
			memcpy(more, t->at, t->n);
		t->at = more;
		t->room = room;
	}
	return t->at + t->n;
}

void text_add(struct text *t, const void *bytes, size_t n)
{
	char *to = reserve(t, n);

	if (n > 0)
		memcpy(to, bytes, n);
	to[n] = '\0';
	t->n += n;
}

void text_fit(char *to, size_t room, const char *text)
{
	size_t n = strnlen(text, room - 1);

	memcpy(to, text, n);
	to[n] = '\0';
}

void text_put(struct text *t, const char *words)
{
	text_add(t, words, strlen(words));
}

__attribute__((format(printf, 2, 0))) static void
add_printed(struct text *t, const char *format, va_list args)
{
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	if (n > 0) {
		vsnprintf(reserve(t, (size_t)n), (size_t)n + 1, format, again);
		t->n += (size_t)n;
	}
	va_end(again);
}

void text_format(struct text *t, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_printed(t, format, args);
	va_end(args);
}

const char *text_print(struct arena *arena, const char *format, ...)
{
	struct text t = { .arena = arena };
	va_list args;

	va_start(args, format);
	add_printed(&t, format, args);
	va_end(args);
	return text_whole(&t);
}

void text_literal(struct text *t, const void *bytes, size_t n)
{
	const unsigned char *from = bytes;
	size_t piece;

	text_put(t, "\"");
	for (size_t at = 0; at < n; at += piece) {
		bool variable = from[at] == '$' && at + 1 < n && from[at + 1] == '{';

		piece = 1;
		if (variable) {
			text_put(t, "\\x24");
			continue;
		}
		while (at + piece < n && from[at + piece] != '$')
			piece++;
		t->n += literal_escape(from + at, piece,
				       reserve(t, LITERAL_ESCAPED(piece)));
	}
	text_put(t, "\"");
}

const char *text_whole(struct text *t)
{
	reserve(t, 0);
	return t->at;
}
