/* SPDX-License-Identifier: MIT */
/* Patterns for what a step came to, one word after the other. */
#pragma once

#include <regex.h>

#include "cli/export/say.h"

static _Thread_local const char *rest; /* what no pattern has taken yet */

static bool starts(void)
{
	rest = said.text;
	return true;
}

/* The next word, or what is in quotes; 0: there is none. */
static size_t next_word(const char **word)
{
	bool quoted;
	size_t n = 0;

	*word = rest += *rest == ' ';
	quoted = rest[0] == '"';
	for (n = quoted; rest[n] != '\0' && rest[n] != (quoted ? '"' : ' '); n++)
		n += rest[n] == '\\' && rest[n + 1] != '\0';
	n += quoted && rest[n] == '"';
	rest += n;
	return n;
}

static bool has(const char *wanted)
{
	const char *word;
	size_t n = next_word(&word);

	return n == strlen(wanted) && memcmp(word, wanted, n) == 0;
}

/* One of "a|b|c". */
static bool has_one_of(const char *wanted)
{
	const char *word;
	size_t n = next_word(&word);

	while (n > 0) {
		size_t length = strcspn(wanted, "|");

		if (length == n && memcmp(word, wanted, n) == 0)
			return true;
		if (wanted[length] == '\0')
			return false;
		wanted += length + 1;
	}
	return false;
}

static bool has_any(void)
{
	const char *word;

	return next_word(&word) > 0;
}

static bool has_number(uint64_t low, uint64_t high)
{
	const char *word;
	char *end;
	size_t n = next_word(&word);
	uint64_t number = strtoull(word, &end, 10);

	return n > 0 && end == word + n && number >= low && number <= high;
}

static unsigned digit(char c)
{
	return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10;
}

/* The bytes that a word in quotes stands for, or the word; the caller frees. */
static unsigned char *bytes_of(const char *word, size_t n, size_t *length)
{
	static const char from[] = "nrt0\\\"", to[] = "\n\r\t\0\\\"";
	unsigned char *bytes = malloc(n + 1);
	size_t used = 0;
	bool quoted = n > 1 && word[0] == '"';

	if (bytes == NULL)
		abort();
	for (size_t i = quoted; i < n - quoted; i++) {
		unsigned byte = (unsigned char)word[i];

		if (quoted && word[i] == '\\' && word[i + 1] == 'x') {
			byte = 16 * digit(word[i + 2]) + digit(word[i + 3]);
			i += 3;
		} else if (quoted && word[i] == '\\') {
			byte = (unsigned char)to[strchr(from, word[++i]) - from];
		}
		bytes[used++] = (unsigned char)byte;
	}
	*length = used;
	bytes[used] = '\0';
	return bytes;
}

/* The whole of it fits the extended regular expression. */
static bool has_regex(const char *regex)
{
	const char *word;
	size_t n = next_word(&word), length;
	unsigned char *bytes = bytes_of(word, n, &length);
	regmatch_t whole = { 0, (regoff_t)length };
	regex_t compiled;
	bool fits = false;

	/* No regular expression can name a NUL. */
	for (size_t i = 0; i < length; i++)
		bytes[i] = bytes[i] == '\0' ? 1 : bytes[i];
	if (n > 0 && regcomp(&compiled, regex, REG_EXTENDED) == 0) {
		fits = regexec(&compiled, (const char *)bytes, 1, &whole,
			       REG_STARTEND) == 0 &&
		       whole.rm_so == 0 && (size_t)whole.rm_eo == length;
		regfree(&compiled);
	}
	free(bytes);
	return fits;
}

/* In quotes: byte i is (at + i) % 251. */
static bool has_pattern(uint64_t at)
{
	const char *word;
	size_t n = next_word(&word), length;
	unsigned char *bytes = bytes_of(word, n, &length);
	bool good = n > 0 && word[0] == '"';

	for (size_t i = 0; i < length && good; i++)
		good = bytes[i] == (at + i) % 251;
	free(bytes);
	return good;
}

static bool ends(void)
{
	return *rest == '\0';
}
