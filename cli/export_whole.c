/* SPDX-License-Identifier: MIT */
/* The program as a whole: what it needs, what it does. */
#include <ctype.h>
#include <string.h>

#include "cli/export_parts.h"
#include "cli/export_pieces.h"

#define PIECES_MAX 512

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Behind a comment, a text in quotes or a member's name, which use nothing. */
static const char *skip(const char *at)
{
	const char *end;
	char quote = *at;

	if (at[0] == '/' && at[1] == '*') {
		end = strstr(at, "*/");
		return end != NULL ? end + 2 : at + strlen(at);
	}
	if (*at == '"' || *at == '\'') {
		for (at++; *at != '\0' && *at != quote; at++)
			at += *at == '\\' && at[1] != '\0';
		return *at != '\0' ? at + 1 : at;
	}
	if (at[0] == '.' || (at[0] == '-' && at[1] == '>'))
		for (at += at[0] == '.' ? 1 : 2; is_letter(*at); at++)
			;
	return at;
}

static void need(const char *text, bool *needed);

/* Whatever defines that name. */
static void need_name(const char *name, size_t n, bool *needed)
{
	char word[80];

	if (n + 3 > sizeof word)
		return;
	snprintf(word, sizeof word, " %.*s ", (int)n, name);
	for (size_t i = 0; export_pieces[i].file != NULL; i++) {
		const struct export_piece *p = &export_pieces[i];

		if (needed[i] || p->names == NULL || strstr(p->names, word) == NULL)
			continue;
		needed[i] = true;
		need(p->text, needed);
	}
}

/* Marks the pieces that a text of C uses, and what these use. */
static void need(const char *text, bool *needed)
{
	while (*text != '\0') {
		const char *after = skip(text);
		size_t n = 0;

		if (after != text) {
			text = after;
			continue;
		}
		while (is_letter(text[n]))
			n++;
		if (n > 0 && !isdigit((unsigned char)text[0]))
			need_name(text, n, needed);
		text += n > 0 ? n : 1;
	}
}

/* Some piece of that file is. */
static bool is_file_needed(const char *file, const bool *needed)
{
	for (size_t i = 0; export_pieces[i].file != NULL; i++)
		if (needed[i] && strcmp(export_pieces[i].file, file) == 0)
			return true;
	return false;
}

static void put_includes(struct text *to, const bool *needed)
{
	for (size_t i = 0; export_pieces[i].file != NULL; i++) {
		const struct export_piece *p = &export_pieces[i];

		if (p->names == NULL && is_file_needed(p->file, needed) &&
		    (to->n == 0 || strstr(to->at, p->text) == NULL))
			text_format(to, "%s\n", p->text);
	}
}

static void put_pieces(struct text *to, const bool *needed, int after)
{
	for (size_t i = 0; export_pieces[i].file != NULL; i++)
		if (needed[i] && export_pieces[i].after == after)
			text_format(to, "\n%s", export_pieces[i].text);
}

static bool has_verb(const struct export *e, enum op_verb verb)
{
	for (size_t i = 0; i < e->script->n; i++)
		if (e->script->lines[i].op.verb == verb)
			return true;
	return false;
}

static bool has_hook(const struct export *e)
{
	for (size_t i = 0; i < e->script->n; i++)
		if (e->script->lines[i].op.hook != OP_HOOK_NONE)
			return true;
	return false;
}

/* The upcalls that somebody will ask about. */
static void put_upcalls(const struct export *e, struct text *to)
{
	bool hook = e->threads || has_hook(e);
	bool counts = has_verb(e, OP_DO_UPCALLS), order = has_verb(e, OP_DO_ORDER);

	if (!hook && !counts && !order) {
		text_put(to, "(WSPUPCALLTABLE){ 0 }");
		return;
	}
	text_put(to, "(WSPUPCALLTABLE){");
	if (hook)
		text_put(to, "\n\t\t\t.lpWPUQueryBlockingCallback = name_hook,");
	if (counts)
		text_put(to, "\n\t\t\t.lpWPUQueueApc = queue_apc,"
			     "\n\t\t\t.lpWPUResetEvent = reset_event,");
	if (counts || order)
		text_put(to, "\n\t\t\t.lpWPUSetEvent = set_event,");
	text_put(to, "\n\t\t}");
}

static void put_main(struct export *e, struct text *to)
{
	text_put(to,
		 "int main(void)\n{\n\tlast_error = WSPStartup(0x0202, NULL, NULL, ");
	put_upcalls(e, to);
	text_put(to, ", NULL);\n\tif (last_error != 0)\n\t\treturn 1;\n");
	text_put(to, text_whole(&e->main));
	if (!e->threads && !has_verb(e, OP_DO_CLEANUP))
		text_put(to, "\n\tWSPCleanup(&last_error);");
	text_put(to, "\n\treturn failed;\n}\n");
}

/* The comments that the script begins with. */
static void put_title(const struct export *e, struct text *to)
{
	const struct script_file *file = &e->script->files[0];

	for (size_t i = 0; i < file->n_lines && file->lines[i][0] == '#'; i++) {
		text_put(to, " *");
		for (const char *at = file->lines[i] + 1; *at != '\0'; at++)
			text_add(to, *at == '/' ? "|" : at, 1);
		text_put(to, "\n");
	}
}

const char *export_whole(struct export *e)
{
	struct text to = { .arena = &e->arena }, main = { .arena = &e->arena };
	struct text includes = { .arena = &e->arena };
	bool needed[PIECES_MAX] = { false };

	put_main(e, &main);
	need(text_whole(&main), needed);
	need(text_whole(&e->functions), needed);
	need(text_whole(&e->names), needed);
	put_includes(&includes, needed);
	text_put(&to, "/* A scenario of wsprecv, as a program of its own.\n *\n");
	put_title(e, &to);
	text_put(&to,
		 " *\n *\tgcc THIS.c $(pkg-config --cflags --libs libwsp) -pthread\n"
		 " *\n * Prints each step with what it came to; the status is 1 where "
		 "that was not expected. */\n#define _GNU_SOURCE 1\n\n");
	text_put(&to, text_whole(&includes));
	put_pieces(&to, needed, 0);
	text_put(&to, "\n/* From here on the names of Winsock have its numbers. */\n"
		      "#include <wspmore.h>\n");
	put_pieces(&to, needed, 1);
	text_format(&to, "\n%s\n", text_whole(&e->names));
	text_put(&to, text_whole(&e->functions));
	text_put(&to, text_whole(&main));
	return text_whole(&to);
}
