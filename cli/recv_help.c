/* SPDX-License-Identifier: MIT */
/* `wsprecv recv --help`: examples first, then everything that a table knows. */
#include "cli/column.h"
#include "cli/command.h"
#include "cli/recv_table.h"
#include "cli/report.h"
#include "cli/status.h"
#include "scenario/address.h"

static void put_outcomes(FILE *to)
{
#define OUTCOME_HELP(name, word, text) column_print(to, COLUMN_NARROW, word, text);
	OUTCOMES(OUTCOME_HELP)
#undef OUTCOME_HELP
}

static void put_formats(FILE *to)
{
	size_t n;
	const struct report_format *const *formats = report_formats(&n);

	for (size_t i = 0; i < n; i++)
		column_print(to, COLUMN_NARROW, formats[i]->word, formats[i]->text);
}

static void put_addresses(FILE *to)
{
	size_t n;
	const struct address_kind *kinds = address_kinds(&n);
	const char *words[64];

	for (size_t i = 0; i < n && i < sizeof words / sizeof words[0]; i++)
		words[i] = kinds[i].word;
	column_words(to, words, n);
}

void recv_help(FILE *to)
{
	size_t n;
	const struct option_kind *table = recv_table(&n);

	fputs("Usage: wsprecv recv [OPTIONS] ADDRESS\n\n"
	      "Receives with WSPRecv and says exactly what came back.\n\n"
	      "Examples:\n"
	      "  wsprecv recv udp-listen:9000\n"
	      "  wsprecv recv -n0 -o raw tcp-listen:9000 >file\n"
	      "  wsprecv recv -b 3,0,4x16 --peer='send \"hello, world\"' pair:stream\n"
	      "  wsprecv recv -t 2 --send 'HEAD / HTTP/1.0\\r\\n\\r\\n' -n0 "
	      "tcp:localhost:80\n"
	      "  wsprecv recv --json --connect-peer --peer='send \"hi\"; rst' -n0 "
	      "tcp-listen:127.0.0.1:0\n\n"
	      "ADDRESS is WORD:PLACE[,OPTION...], such as tcp:example.org:80; WORD is "
	      "one "
	      "of\n",
	      to);
	put_addresses(to);
	fputs("  `wsprecv help addresses` tells each, `help buffers` and `help peer` "
	      "the "
	      "rest.\n\nOptions, before or after the address (-- ends them):\n",
	      to);
	option_help(to, table, n);
	fputs("\nOutput formats:\n", to);
	put_formats(to);
	fputs("\nOutcomes:\n", to);
	put_outcomes(to);
	fputs("\nExit status (with several receives, the first that was not good "
	      "decides):\n",
	      to);
	status_help(to);
}
