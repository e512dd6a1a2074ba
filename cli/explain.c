/* SPDX-License-Identifier: MIT */
/* `wsprecv explain [WORD]`: the page for a word, or what there are pages for. */
#include <stdlib.h>
#include <string.h>

#include "cli/column.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/pages.h"
#include "cli/status.h"

#define WIDTH 80
#define WORDS_MAX 256

static const struct option_kind options[] = {
	{ "help", 'h', NULL, "print this", option_on },
};

void explain_help(FILE *to)
{
	fputs("Usage: wsprecv explain [WORD...]\n\n"
	      "Says what an error, flag, outcome, rule, exit status or clause of the "
	      "contract means,\nwhat Linux does underneath, and a command to try. "
	      "Without a "
	      "word, lists them.\n\n"
	      "  wsprecv explain WSAEMSGSIZE\n"
	      "  wsprecv explain partial\n"
	      "  wsprecv explain D7\n\nOptions:\n",
	      to);
	option_help(to, options, 1);
}

static void put_paragraph(const char *head, const char *text)
{
	int at = printf("  %s", head);

	while (*text != '\0') {
		int word = (int)strcspn(text, " ");

		if (at + 1 + word >= WIDTH) {
			putchar('\n');
			at = printf(" ");
		}
		at += printf(" %.*s", word, text);
		text += word;
		text += strspn(text, " ");
	}
	putchar('\n');
}

static void put_page(const struct page *p)
{
	printf("%s (%s): %s\n", p->word, p->kind, p->title);
	put_paragraph("Meaning:", p->meaning);
	if (p->linux_does != NULL)
		put_paragraph("Linux:", p->linux_does);
	if (p->try != NULL)
		printf("  Try:\n    %s\n", p->try);
}

/* A flag's word may be another page's too: `peek` is a rule, `partial` an outcome. */
static void put_pages(const struct page *p, const char *word)
{
	char name[64];
	const struct page *flag;

	put_page(p);
	snprintf(name, sizeof name, "MSG_%s", word);
	flag = page_find(name);
	if (flag != NULL && flag != p)
		put_page(flag);
}

static void put_list(void)
{
	const char *words[WORDS_MAX];
	size_t n, used;
	const struct page *pages = page_all(&n);

	for (size_t i = 0; i < n; i += used) {
		for (used = 0; i + used < n && used < WORDS_MAX; used++) {
			if (strcmp(pages[i + used].kind, pages[i].kind) != 0)
				break;
			words[used] = pages[i + used].word;
		}
		printf("%s\n", pages[i].kind);
		column_words(stdout, words, used);
	}
}

static int unknown(const char *word)
{
	const char *words[WORDS_MAX + 1], *likely;
	size_t n;
	const struct page *pages = page_all(&n);
	struct diag d;

	if (n > WORDS_MAX)
		n = WORDS_MAX;
	for (size_t i = 0; i < n; i++)
		words[i] = pages[i].word;
	words[n] = NULL;
	likely = diag_guess(word, words);
	diag_set(&d, 0, "there is no page for this word");
	if (likely != NULL)
		diag_hint(&d, "did you mean %s?", likely);
	else
		diag_hint(&d, "`wsprecv explain` lists them");
	diag_print(stderr, "explain", word, &d);
	return STATUS_USAGE;
}

int explain_run(int argc, char **argv)
{
	bool help = false;
	int first = option_read(options, 1, &help, argc, argv);
	const struct page *page;

	if (first < 0)
		return STATUS_USAGE;
	if (help) {
		explain_help(stdout);
		return STATUS_GOOD;
	}
	if (first == argc)
		put_list();
	for (int i = first; i < argc; i++) {
		page = page_find(argv[i]);
		if (page == NULL)
			return unknown(argv[i]);
		put_pages(page, argv[i]);
	}
	return STATUS_GOOD;
}
