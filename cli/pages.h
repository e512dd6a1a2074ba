/* SPDX-License-Identifier: MIT */
/* The pages that `wsprecv explain WORD` shows, and the man page's tables are made from.
 *
 * Pages are const and live as long as the program. Every text is one paragraph without
 * line breaks or final blank; whoever prints it wraps it. */
#pragma once

#include <stddef.h>

struct page {
	const char *word;  /* "WSAEMSGSIZE": as it is headed */
	const char *kind;  /* error, flag, xp1, outcome, rule, exit or clause */
	const char *title; /* a few words, no capital, no full stop */
	const char *meaning;
	const char *linux_does; /* what happens underneath; NULL: nothing worth saying */
	const char *try; /* a command for the shell that shows it and ends by itself;
				   NULL: no command can */
	const char *aliases; /* further words for it, separated by blanks; NULL: none */
};

/* The page for a word. Case, and - against _, make no difference, but a match in the same
 * case goes first: "partial" is the outcome, "PARTIAL" the flag. WSA, WSA_, MSG_ and XP1_
 * may be left out. A number is an error, or else an exit status. NULL: no page. */
const struct page *page_find(const char *word);

/* All pages, kind after kind: errors, flags, xp1, outcomes, rules, exit statuses, clauses;
 * within a kind in the order of the contract, or of rising numbers. Clauses that are an
 * error or a flag (E7, F-PEEK) have no page of their own: they are aliases. */
const struct page *page_all(size_t *n);

/* The parts that the files of pages hand to page_all(). */
const struct page *pages_errors(size_t *n);
const struct page *pages_flags(size_t *n);
const struct page *pages_clauses(size_t *n);
const struct page *pages_overlapped(size_t *n);
