/* SPDX-License-Identifier: MIT */
/* What sanitizers and checks say, read for the one thing that tells findings apart. */
#include <ctype.h>
#include <string.h>

#include "cli/finding_parts.h"

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* Functions that are in everybody's stack. */
static bool is_common(const char *name)
{
	static const char *const names[] = { "__",      "abort",    "raise",
					     "gsignal", "fuzzer::", "pthread_kill",
					     "object",  "expect(",  "std::",
					     NULL };

	for (size_t i = 0; names[i] != NULL; i++)
		if (begins(name, names[i]))
			return true;
	return false;
}

static const char *next_line(const char *at)
{
	at = strchr(at, '\n');
	return at != NULL ? at + 1 : "";
}

/* "    #3 0x55 in name file.c:12" */
static const char *name_in_frame(const char *line)
{
	const char *in;

	line += strspn(line, " ");
	if (line[0] != '#' || !isdigit((unsigned char)line[1]))
		return NULL;
	in = strstr(line, " in ");
	return in != NULL && in < line + strcspn(line, "\n") ? in + 4 : NULL;
}

const char *finding_frame(const char *said, struct arena *arena)
{
	for (const char *at = said; *at != '\0'; at = next_line(at)) {
		const char *name = name_in_frame(at);

		if (name != NULL && !is_common(name))
			return arena_copy(arena, name, strcspn(name, " \n"));
	}
	/* Undefined behaviour is told without a stack. */
	for (const char *at = said; *at != '\0'; at = next_line(at)) {
		const char *what = strstr(at, ": runtime error: ");

		if (what != NULL && what < at + strcspn(at, "\n"))
			return arena_copy(arena, at, (size_t)(what - at));
	}
	return "";
}

const char *finding_kind(const char *said, struct arena *arena)
{
	static const char *const names[] = { "AddressSanitizer: ", "MemorySanitizer: ",
					     "LeakSanitizer: ", "libFuzzer: " };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *at = strstr(said, names[i]);

		if (at == NULL)
			continue;
		at += strlen(names[i]);
		if (begins(at, "deadly signal"))
			return "signal";
		return arena_copy(arena, at, strcspn(at, " \n"));
	}
	return strstr(said, ": runtime error: ") != NULL ? "undefined" : NULL;
}

static bool is_engines(const char *line)
{
	static const char *const starts[] = { "INFO:",       "WARNING:", "Running:",
					      "standalone:", "=",        "  ",
					      "\n",          "#",        NULL };

	for (size_t i = 0; starts[i] != NULL; i++)
		if (begins(line, starts[i]))
			return true;
	return memmem(line, strcspn(line, "\n"), ": Running ", 10) != NULL ||
	       memmem(line, strcspn(line, "\n"), " executions of ", 15) != NULL;
}

const char *finding_complaint(const char *said, struct arena *arena)
{
	const char *at = said;
	char *text, *to;
	bool in_number = false;

	while (*at != '\0' && is_engines(at))
		at = next_line(at);
	text = to = arena_copy(arena, at, strcspn(at, "\n"));
	for (const char *c = text; *c != '\0'; c++) {
		bool digit = isdigit((unsigned char)*c);

		if (!digit || !in_number)
			*to++ = digit ? 'N' : *c;
		in_number = digit;
	}
	*to = '\0';
	return text;
}
