/* SPDX-License-Identifier: MIT */
/* Takes lines apart into words. */
#include "scenario/word.h"

#include <string.h>

#include "scenario/literal.h"

#define BLANKS " \t\r\n"

size_t word_start(const char *text, size_t at)
{
	return at + strspn(text + at, BLANKS);
}

size_t word_end(const char *text, size_t at)
{
	bool quoted = false;

	for (; text[at] != '\0' && (quoted || strchr(BLANKS, text[at]) == NULL); at++) {
		if (text[at] == '"')
			quoted = !quoted;
		else if (text[at] == '\\' && text[at + 1] != '\0' &&
			 (quoted || strchr(BLANKS, text[at + 1]) == NULL))
			at++;
	}
	return at;
}

size_t word_comment(const char *text)
{
	size_t at = word_start(text, 0);

	while (text[at] != '\0' && text[at] != '#')
		at = word_start(text, word_end(text, at));
	return at;
}

bool word_unquote(const char *word, struct arena *arena, const char **out,
		  struct diag *d)
{
	struct literal l;
	bool good = true;

	*out = word;
	if (word[0] != '"')
		return true;
	if (!literal_parse(word, &l, d))
		return false;
	if (memchr(l.bytes, '\0', l.n) != NULL)
		good = diag_set(d, 0, "a NUL byte cannot be in here");
	else
		*out = arena_copy(arena, l.bytes, l.n);
	literal_free(&l);
	return good;
}

size_t word_name(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ_-0123456789";

	if (text[0] == '\0' || memchr(letters, text[0], 52) == NULL)
		return 0;
	return strspn(text, letters);
}
