/* SPDX-License-Identifier: MIT */
/* Lines, strings and names of C. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/export_parts.h"

#define PIECE 60 /* bytes of a string on one line */

void export_blank(struct export *e)
{
	text_put(e->to, "\n");
}

void export_put(struct export *e, const char *format, ...)
{
	char *line;
	va_list args;

	va_start(args, format);
	if (vasprintf(&line, format, args) < 0)
		abort();
	va_end(args);
	for (size_t i = 0; i < e->depth; i++)
		text_put(e->to, "\t");
	text_put(e->to, line);
	text_put(e->to, "\n");
	free(line);
}

const char *export_string(struct export *e, const void *bytes, size_t n)
{
	struct text to = { .arena = &e->arena };
	const unsigned char *at = bytes;

	text_put(&to, "\"");
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && i % PIECE == 0)
			text_put(&to, "\"\n\t\t\"");
		if (at[i] == '\n')
			text_put(&to, "\\n");
		else if (at[i] == '"' || at[i] == '\\')
			text_format(&to, "\\%c", at[i]);
		else if (at[i] < ' ' || at[i] > '~' || at[i] == '?')
			text_format(&to, at[i] == '?' ? "?" : "\\%03o", at[i]);
		else
			text_add(&to, at + i, 1);
	}
	text_put(&to, "\"");
	return text_whole(&to);
}

/* A dash is none of C's letters. */
static const char *identifier(struct export *e, const char *prefix, const char *name)
{
	struct text to = { .arena = &e->arena };

	text_put(&to, prefix);
	for (; *name != '\0'; name++)
		if (*name == '-')
			text_put(&to, "__");
		else
			text_add(&to, name, 1);
	return text_whole(&to);
}

const char *export_name(struct export *e, const char *type, const char *prefix,
			const char *name)
{
	const char *whole = identifier(e, prefix, name);
	struct text line = { .arena = &e->arena };

	text_format(&line, "static %s%s;\n", type, whole);
	if (e->names.n == 0 || strstr(e->names.at, text_whole(&line)) == NULL)
		text_put(&e->names, text_whole(&line));
	return whole;
}

const char *export_socket(struct export *e, const struct op_name *name)
{
	return export_name(e, "struct sock *", "sock_", name->text);
}

const char *export_request(struct export *e, const struct op_name *name)
{
	if (name->text[0] == '\0')
		return export_name(e, "struct request *", "unnamed", "");
	return export_name(e, "struct request *", "req_", name->text);
}

const char *export_event(struct export *e, const struct op_name *name)
{
	const char *own = export_name(e, "WSAEVENT ", "event_", name->text);
	struct text to = { .arena = &e->arena };

	text_format(&to, "event_of(%s, &%s)",
		    export_has_request(e, name->text) ? export_request(e, name)
						      : "NULL",
		    own);
	return text_whole(&to);
}

bool export_has_request(const struct export *e, const char *name)
{
	for (size_t i = 0; i < e->script->n; i++)
		if (name[0] != '\0' &&
		    strcmp(e->script->lines[i].op.as.text, name) == 0)
			return true;
	return false;
}
