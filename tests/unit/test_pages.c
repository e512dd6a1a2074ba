/* SPDX-License-Identifier: MIT */
/* The pages of `wsprecv explain`, held against core/contract.md and the table of codes.
 * Runs in the repository's root. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/code.h"
#include "base/flag.h"
#include "cli/pages.h"
#include "cli/status.h"
#include "scenario/outcome.h"
#include "spi/rules.h"

#define CELLS 8
#define ROWS 128

struct row {
	char text[2048]; /* the line, cut at its bars */
	char *cell[CELLS];
	size_t n;
};

static struct row rows[ROWS]; /* every clause's row, in the order of the page */
static size_t n_rows;

/* P1, E15, F-PEEK: what the first cell of a clause's row looks like. */
static bool is_clause(const char *word)
{
	if (word[0] == '\0' || strchr("PRESTBDCFKA", word[0]) == NULL)
		return false;
	if (word[0] == 'F')
		return word[1] == '-' && isupper((unsigned char)word[2]);
	return isdigit((unsigned char)word[1]) &&
	       strspn(word + 1, "0123456789") == strlen(word + 1);
}

static char *trimmed(char *cell)
{
	size_t n;

	cell += strspn(cell, " ");
	for (n = strlen(cell); n > 0 && strchr(" \n", cell[n - 1]) != NULL;)
		cell[--n] = '\0';
	return cell;
}

static int read_contract(void **state)
{
	FILE *f = fopen("core/contract.md", "r");
	char line[2048];

	(void)state;
	if (f == NULL)
		return -1;
	while (n_rows < ROWS && fgets(line, sizeof line, f) != NULL) {
		struct row *r = &rows[n_rows];
		char *rest = r->text + 1;

		if (line[0] != '|')
			continue;
		strcpy(r->text, line);
		*strrchr(r->text, '|') = '\0';
		r->n = 0;
		for (char *c; r->n < CELLS && (c = strsep(&rest, "|")) != NULL;)
			r->cell[r->n++] = trimmed(c);
		if (is_clause(r->cell[0]))
			n_rows++;
	}
	fclose(f);
	return 0;
}

static bool needs_overlapped(const struct row *r)
{
	return strcmp(r->cell[r->n - 1], "overlapped") == 0;
}

static const struct row *row_of(const char *id)
{
	for (size_t i = 0; i < n_rows; i++)
		if (strcmp(rows[i].cell[0], id) == 0)
			return &rows[i];
	return NULL;
}

static void the_contract_is_read_whole(void **state)
{
	(void)state;
	assert_in_range(n_rows, 80, ROWS - 1);
	for (size_t i = 0; i < n_rows; i++) {
		const char *needs = rows[i].cell[rows[i].n - 1];

		if (needs[0] != '\0' && !needs_overlapped(&rows[i]))
			fail_msg("%s: needs \"%s\"?", rows[i].cell[0], needs);
		assert_ptr_equal(row_of(rows[i].cell[0]), &rows[i]);
	}
	assert_true(needs_overlapped(row_of("K1")));
	assert_false(needs_overlapped(row_of("A7")));
}

static void every_clause_has_a_page(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_rows; i++)
		if (page_find(rows[i].cell[0]) == NULL)
			fail_msg("%s has no page", rows[i].cell[0]);
}

static void no_page_is_of_a_clause_that_is_not_in_the_contract(void **state)
{
	size_t n;
	const struct page *all = page_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		char words[64];
		char *rest = words;

		snprintf(words, sizeof words, "%s %s", all[i].word,
			 all[i].aliases != NULL ? all[i].aliases : "");
		for (char *w; (w = strsep(&rest, " ")) != NULL;)
			if (is_clause(w) && row_of(w) == NULL)
				fail_msg("the contract has no %s", w);
		if (strcmp(all[i].kind, "clause") == 0)
			assert_true(is_clause(all[i].word));
	}
}

static void every_error_of_the_contract_has_a_page_of_that_name_and_number(void **state)
{
	size_t errors = 0;

	(void)state;
	for (size_t i = 0; i < n_rows; i++) {
		const struct code *code;
		const struct page *page;

		if (rows[i].cell[0][0] != 'E')
			continue;
		errors++;
		code = code_by_name(rows[i].cell[1]);
		assert_non_null(code);
		assert_int_equal(code->number, atoi(rows[i].cell[2]));
		page = page_find(code->name);
		if (page == NULL)
			fail_msg("%s has no page", code->name);
		assert_string_equal(page->word, code->name);
		assert_string_equal(page->kind, "error");
		assert_ptr_equal(page_find(rows[i].cell[2]), page);
		assert_ptr_equal(page_find(rows[i].cell[0]), page);
	}
	assert_int_equal(errors, 17);
}

static void every_error_page_is_of_a_code_that_exists(void **state)
{
	size_t n;
	const struct page *all = page_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].kind, "error") == 0)
			assert_non_null(code_by_name(all[i].word));
	assert_non_null(page_find("WSAETIMEDOUT"));
	assert_non_null(page_find("WSAENOBUFS"));
}

/* Its word for the command line leads to the same page, but for words that are an outcome
 * or a rule too; its number stands at the head of the title. */
static void has_flag_page(const struct flag *flag, const char *kind)
{
	const struct page *page = page_find(flag->name);
	char number[16];

	if (page == NULL)
		fail_msg("%s has no page", flag->name);
	assert_string_equal(page->kind, kind);
	if (strcmp(flag->word, "partial") != 0 && strcmp(flag->word, "peek") != 0)
		assert_ptr_equal(page_find(flag->word), page);
	snprintf(number, sizeof number, "0x%x,", (unsigned)flag->value);
	if (strncmp(page->title, number, strlen(number)) != 0)
		fail_msg("%s is %s not \"%s\"", flag->name, number, page->title);
}

static void every_flag_has_a_page_with_its_number(void **state)
{
	size_t n;
	const struct flag *flag = flag_receive(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		has_flag_page(&flag[i], "flag");
	flag = flag_xp1(&n);
	for (size_t i = 0; i < n; i++)
		has_flag_page(&flag[i], "xp1");
}

static void has_page(const char *word, const char *kind)
{
	const struct page *page = page_find(word);

	if (page == NULL)
		fail_msg("%s has no page", word);
	assert_string_equal(page->word, word);
	assert_string_equal(page->kind, kind);
}

static size_t pages_of_kind(const char *kind)
{
	size_t n, found = 0;
	const struct page *all = page_all(&n);

	for (size_t i = 0; i < n; i++)
		found += strcmp(all[i].kind, kind) == 0;
	return found;
}

static void every_outcome_and_no_other_has_a_page(void **state)
{
	static const char *const words[] = {
#define OUTCOME_WORD(name, word, text) word,
		OUTCOMES(OUTCOME_WORD)
#undef OUTCOME_WORD
	};
	size_t n = sizeof words / sizeof words[0];

	(void)state;
	for (size_t i = 0; i < n; i++)
		has_page(words[i], "outcome");
	assert_int_equal(pages_of_kind("outcome"), n);
}

static void every_exit_status_and_no_other_has_a_page(void **state)
{
	static const char *const words[] = {
#define STATUS_WORD(name, number, text) "exit-" #number,
		STATUSES(STATUS_WORD)
#undef STATUS_WORD
	};
	size_t n = sizeof words / sizeof words[0];

	(void)state;
	for (size_t i = 0; i < n; i++)
		has_page(words[i], "exit");
	assert_int_equal(pages_of_kind("exit"), n);
}

static void every_rule_has_a_page_that_names_its_values(void **state)
{
	WSPRULEENTRY entry;
	size_t n = 0;

	(void)state;
	for (; rules_row(n, &entry); n++) {
		has_page(entry.name, "rule");
		for (size_t v = 0; v < 4 && entry.values[v] != NULL; v++)
			if (strstr(page_find(entry.name)->meaning, entry.values[v]) ==
			    NULL)
				fail_msg("%s: no word of %s", entry.name,
					 entry.values[v]);
	}
	assert_int_equal(pages_of_kind("rule"), n);
}

static void is_found_as(const char *word, const char *expected)
{
	const struct page *page = page_find(word);

	if (page == NULL)
		fail_msg("\"%s\" finds nothing", word);
	assert_string_equal(page->word, expected);
}

static void a_page_is_found_by_number_name_and_short_name(void **state)
{
	(void)state;
	is_found_as("10040", "WSAEMSGSIZE");
	is_found_as("0x2738", "WSAEMSGSIZE");
	is_found_as("wsaemsgsize", "WSAEMSGSIZE");
	is_found_as("EMSGSIZE", "WSAEMSGSIZE");
	is_found_as("emsgsize", "WSAEMSGSIZE");
	is_found_as("e11", "WSAEMSGSIZE");
	is_found_as("997", "WSA_IO_PENDING");
	is_found_as("io-pending", "WSA_IO_PENDING");
	is_found_as("e16", "WSA_IO_PENDING");
	is_found_as("e17", "WSA_OPERATION_ABORTED");
	is_found_as("oob", "MSG_OOB");
	is_found_as("msg_peek", "MSG_PEEK");
	is_found_as("push-immediate", "MSG_PUSH_IMMEDIATE");
	is_found_as("F-WAITALL", "MSG_WAITALL");
	is_found_as("pseudo-stream", "XP1_PSEUDO_STREAM");
	is_found_as("would_block", "would-block");
	is_found_as("p6", "nonoverlapped");
	is_found_as("11", "exit-11");
}

static void the_same_case_goes_first(void **state)
{
	(void)state;
	is_found_as("partial", "partial");
	is_found_as("PARTIAL", "MSG_PARTIAL");
	is_found_as("Partial", "partial");
	is_found_as("peek", "peek");
	is_found_as("PEEK", "MSG_PEEK");
}

static void what_is_not_there_is_not_found(void **state)
{
	static const char *const words[] = {
		"",   "WSA",    "MSG_", "WSAEMSGSIZEX", "E",    "E99",
		"K0", "10041x", "7x",   "-4",           "exit", "99999999999999999999",
	};
	char endless[1000];

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (page_find(words[i]) != NULL)
			fail_msg("\"%s\" finds %s", words[i],
				 page_find(words[i])->word);
	memset(endless, 'x', sizeof endless);
	endless[sizeof endless - 1] = '\0';
	assert_null(page_find(endless));
}

static void no_word_has_two_pages(void **state)
{
	size_t n;
	const struct page *all = page_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		assert_ptr_equal(page_find(all[i].word), &all[i]);
}

/* Not empty, and one paragraph: no line break, no blank at either end. */
static void is_text(const struct page *page, const char *text)
{
	if (text[0] == '\0' || strchr(text, '\n') != NULL || text[0] == ' ' ||
	    text[strlen(text) - 1] == ' ' || strstr(text, "  ") != NULL)
		fail_msg("%s: \"%s\"", page->word, text);
}

static void every_page_says_what_it_means(void **state)
{
	size_t n;
	const struct page *all = page_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		is_text(&all[i], all[i].title);
		is_text(&all[i], all[i].meaning);
		if (all[i].linux_does != NULL)
			is_text(&all[i], all[i].linux_does);
	}
}

static void every_command_runs_wsprecv(void **state)
{
	size_t n;
	const struct page *all = page_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		if (all[i].try == NULL)
			continue;
		is_text(&all[i], all[i].try);
		/* By itself, or behind a pipe that feeds it. */
		if (strncmp(all[i].try, "wsprecv ", 8) != 0 &&
		    strstr(all[i].try, "' | wsprecv ") == NULL)
			fail_msg("%s: %s", all[i].word, all[i].try);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_contract_is_read_whole),
		cmocka_unit_test(every_clause_has_a_page),
		cmocka_unit_test(no_page_is_of_a_clause_that_is_not_in_the_contract),
		cmocka_unit_test(
			every_error_of_the_contract_has_a_page_of_that_name_and_number),
		cmocka_unit_test(every_error_page_is_of_a_code_that_exists),
		cmocka_unit_test(every_flag_has_a_page_with_its_number),
		cmocka_unit_test(every_outcome_and_no_other_has_a_page),
		cmocka_unit_test(every_exit_status_and_no_other_has_a_page),
		cmocka_unit_test(every_rule_has_a_page_that_names_its_values),
		cmocka_unit_test(a_page_is_found_by_number_name_and_short_name),
		cmocka_unit_test(the_same_case_goes_first),
		cmocka_unit_test(what_is_not_there_is_not_found),
		cmocka_unit_test(no_word_has_two_pages),
		cmocka_unit_test(every_page_says_what_it_means),
		cmocka_unit_test(every_command_runs_wsprecv),
	};

	return cmocka_run_group_tests(tests, read_contract, NULL);
}
