/* SPDX-License-Identifier: MIT */
/* Finding a page by any of the words that people know it by. */
#include "cli/pages.h"

#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include "base/code.h"

#define PAGES_MAX 192

static struct page pages[PAGES_MAX];
static size_t n_pages;
static once_flag gathered = ONCE_FLAG_INIT;

static void gather_part(const struct page *part, size_t n)
{
	assert(n_pages + n <= PAGES_MAX);
	memcpy(pages + n_pages, part, n * sizeof *part);
	n_pages += n;
}

/* The parts are const tables of four files; one array is easier on those who print. */
static void gather(void)
{
	size_t n;
	const struct page *part;

	part = pages_errors(&n);
	gather_part(part, n);
	part = pages_flags(&n);
	gather_part(part, n);
	part = pages_clauses(&n);
	gather_part(part, n);
	part = pages_overlapped(&n);
	gather_part(part, n);
}

const struct page *page_all(size_t *n)
{
	call_once(&gathered, gather);
	*n = n_pages;
	return pages;
}

static char folded(char c, bool same_case)
{
	if (c == '-')
		return '_';
	return same_case ? c : (char)tolower((unsigned char)c);
}

/* `name` is n characters of a word or of a list of aliases. */
static bool same(const char *name, size_t n, const char *word, bool same_case)
{
	if (strlen(word) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (folded(name[i], same_case) != folded(word[i], same_case))
			return false;
	return true;
}

static bool is_called(const struct page *p, const char *word, bool same_case)
{
	if (same(p->word, strlen(p->word), word, same_case))
		return true;
	for (const char *a = p->aliases; a != NULL && *a != '\0';) {
		size_t n = strcspn(a, " ");

		if (same(a, n, word, same_case))
			return true;
		a += n + strspn(a + n, " ");
	}
	return false;
}

static const struct page *by_name(const char *word, bool same_case)
{
	size_t n;
	const struct page *all = page_all(&n);

	for (size_t i = 0; i < n; i++)
		if (is_called(&all[i], word, same_case))
			return &all[i];
	return NULL;
}

static const struct page *by_number(const char *word)
{
	char *end;
	char exit_word[40];
	bool hex = word[0] == '0' && (word[1] == 'x' || word[1] == 'X');
	unsigned long number = strtoul(word, &end, hex ? 16 : 10);
	const struct code *code = NULL;
	const struct page *page = NULL;

	if (!isdigit((unsigned char)word[0]) || *end != '\0')
		return NULL;
	if (number <= 0xffff)
		code = code_by_number((int)number);
	if (code != NULL)
		page = by_name(code->name, true);
	if (page == NULL) {
		snprintf(exit_word, sizeof exit_word, "exit-%lu", number);
		page = by_name(exit_word, true);
	}
	return page;
}

const struct page *page_find(const char *word)
{
	static const char *const prefixes[] = { "", "WSA", "WSA_", "MSG_", "XP1_" };
	char whole[64];
	const struct page *page = by_number(word);

	if (strlen(word) + 5 > sizeof whole)
		return NULL;
	for (int same_case = 1; page == NULL && same_case >= 0; same_case--)
		for (size_t i = 0; page == NULL && i < 5; i++) {
			snprintf(whole, sizeof whole, "%s%s", prefixes[i], word);
			page = by_name(whole, same_case);
		}
	return page;
}
