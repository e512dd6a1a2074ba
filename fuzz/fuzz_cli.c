/* SPDX-License-Identifier: MIT */
/* Drives recv_options_read(), run_options_read(), address_parse(), layout_parse(),
 * flaglist_receive(), flaglist_xp1(), quantity_*(), peerscript_parse(), literal_parse()
 * and their printers: command lines are read, nothing is done.
 *
 * The input is words, one a line; the first one says which command, or which parser. What
 * has a canonical text must read back as the same. */
#include <stdlib.h>
#include <string.h>

#include "cli/recv_options.h"
#include "cli/run_options.h"
#include "fuzz/engine.h"
#include "fuzz/outside.h"
#include "fuzz/transcript.h"
#include "scenario/flaglist.h"
#include "scenario/peerscript.h"
#include "scenario/quantity.h"

#define WORDS 40

static _Noreturn void object(const char *what, const char *text)
{
	fprintf(stderr, "cli: %s: %s\n", what, text);
	abort();
}

static void check_diag(const struct diag *d, const char *text)
{
	if (d->text[0] == '\0')
		object("it is refused, and nobody says why", text);
	if (d->column > strlen(text))
		object("a caret behind the end", text);
	transcript_text(d->text);
}

static void check_address(const char *text)
{
	struct address a, again;
	struct diag d;
	char *printed, *twice;

	if (!address_parse(text, &a, &d)) {
		check_diag(&d, text);
		return;
	}
	printed = address_print(&a);
	if (printed == NULL || !address_parse(printed, &again, &d))
		object("the address, printed, cannot be read", text);
	twice = address_print(&again);
	if (a.kind != again.kind || a.n_options != again.n_options || twice == NULL ||
	    strcmp(printed, twice) != 0)
		object("the address, printed, is another one", text);
	transcript_text(printed);
	free(twice);
	free(printed);
}

static void check_layout(const char *text)
{
	struct layout l, again;
	struct diag d;
	char *printed;

	if (!layout_parse(text, &l, &d)) {
		check_diag(&d, text);
		return;
	}
	printed = layout_print(&l);
	if (printed == NULL || !layout_parse(printed, &again, &d))
		object("the layout, printed, cannot be read", text);
	if (l.n != again.n)
		object("the layout, printed, has other buffers", text);
	for (size_t i = 0; i < l.n; i++)
		if (l.buffers[i].kind != again.buffers[i].kind ||
		    l.buffers[i].length != again.buffers[i].length)
			object("the layout, printed, is another one", text);
	transcript_text(printed);
	free(printed);
	layout_free(&again);
	layout_free(&l);
}

static void check_quantity(const char *text)
{
	uint64_t n, again;
	char printed[32];
	struct diag d;

	if (!quantity_size(text, &n, &d)) {
		check_diag(&d, text);
	} else {
		quantity_print_size(n, printed);
		if (!quantity_size(printed, &again, &d) || n != again)
			object("the size, printed, is another one", text);
	}
	if (!quantity_duration(text, &n, &d)) {
		check_diag(&d, text);
		return;
	}
	quantity_print_duration(n, printed);
	if (!quantity_duration(printed, &again, &d) || n != again)
		object("the duration, printed, is another one", text);
}

static void check_flags(const char *text)
{
	uint32_t flags = 0, again = 0, set = 0, clear = 0;
	char printed[FLAGLIST_MAX];
	struct diag d;

	if (!flaglist_receive(text, &flags, &d)) {
		check_diag(&d, text);
	} else {
		flaglist_words(flags, printed);
		if (!flaglist_receive(printed, &again, &d) || flags != again)
			object("the flags, printed, are others", text);
	}
	if (!flaglist_xp1(text, &set, &clear, &d))
		check_diag(&d, text);
	else if ((set & clear) != 0)
		object("a flag is both added and taken away", text);
}

static void check_steps(const char *text)
{
	struct arena arena = { 0 };
	struct text printed = { .arena = &arena }, twice = { .arena = &arena };
	struct peer_step *steps, *again;
	size_t n, n_again;
	struct diag d;

	if (!peerscript_parse(text, &steps, &n, &d)) {
		check_diag(&d, text);
		return;
	}
	peerscript_print(steps, n, &printed);
	if (!peerscript_parse(text_whole(&printed), &again, &n_again, &d) ||
	    n != n_again)
		object("the steps, printed, are others", text);
	peerscript_print(again, n_again, &twice);
	if (strcmp(text_whole(&printed), text_whole(&twice)) != 0)
		object("the steps, printed again, are others", text);
	peer_steps_free(again, n_again);
	peer_steps_free(steps, n);
	arena_fini(&arena);
}

static void check_literal(const char *text)
{
	struct literal l;
	struct diag d;

	if (!literal_parse(text, &l, &d))
		check_diag(&d, text);
	else
		transcript_add(l.bytes, l.n);
	literal_free(&l);
}

static void check_recv(int argc, char **argv)
{
	struct recv_options o;

	if (recv_options_read(&o, argc, argv) && !o.help)
		transcript_text(o.address_text);
	recv_options_free(&o);
}

static void check_run(int argc, char **argv)
{
	struct run_options o;

	if (run_options_read(&o, argc, argv) && !o.help && o.n_operands > 0)
		transcript_text(o.operands[0]);
}

static const struct {
	const char *word;
	void (*one)(const char *text);
	void (*all)(int argc, char **argv);
} checks[] = {
	{ "recv", NULL, check_recv },         { "run", NULL, check_run },
	{ "address", check_address, NULL },   { "buffers", check_layout, NULL },
	{ "quantity", check_quantity, NULL }, { "flags", check_flags, NULL },
	{ "steps", check_steps, NULL },       { "literal", check_literal, NULL },
};

#define CHECKS (sizeof checks / sizeof checks[0])

/* The one that is named, else the first byte chooses. */
static size_t choose(const char *word)
{
	for (size_t i = 0; i < CHECKS; i++)
		if (strcmp(checks[i].word, word) == 0)
			return i;
	return (unsigned char)word[0] % CHECKS;
}

static ssize_t drop(void *cookie, const char *bytes, size_t n)
{
	(void)cookie;
	(void)bytes;
	return (ssize_t)n;
}

/* What is wrong is told to standard error, which nobody reads here. */
static void do_check(size_t which, int argc, char **argv)
{
	static FILE *nobody;
	FILE *usual = stderr;

	if (nobody == NULL)
		nobody = fopencookie(NULL, "w",
				     (cookie_io_functions_t){ .write = drop });
	if (checks[which].all == NULL) {
		for (int i = 1; i < argc; i++)
			checks[which].one(argv[i]);
		return;
	}
	if (nobody != NULL)
		stderr = nobody;
	checks[which].all(argc, argv);
	stderr = usual;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *words[WORDS + 1], *copy = malloc(n + 1);
	int argc = 0;

	if (copy == NULL || outside_is_named(data, n))
		goto out;
	memcpy(copy, data, n);
	copy[n] = '\0';
	for (char *at = copy; argc < WORDS; at = strchr(at, '\n') + 1) {
		words[argc++] = at;
		if (strchr(at, '\n') == NULL)
			break;
	}
	for (int i = 0; i < argc; i++)
		words[i][strcspn(words[i], "\n")] = '\0';
	words[argc] = NULL;
	do_check(choose(words[0]), argc, words);
out:
	free(copy);
	return 0;
}

void fuzz_explain(const uint8_t *data, size_t n, FILE *to)
{
	fputs("wsprecv", to);
	for (size_t i = 0; i < n; i++)
		fputs(i == 0 ? " '" : "", to),
			fputc(data[i] == '\n' ? ' ' : data[i], to);
	fputs("'\n", to);
}
