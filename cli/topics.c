/* SPDX-License-Identifier: MIT */
/* Help on what several commands share, from the tables that the parsers use. */
#include <string.h>

#include "cli/column.h"
#include "cli/command.h"
#include "cli/status.h"
#include "scenario/address.h"
#include "scenario/peerscript.h"
#include "scenario/sometimes.h"
#include "wspmore.h"

static const char *value_name(enum address_value value)
{
	switch (value) {
	case ADDRESS_VALUE_FLAG:
		return "";
	case ADDRESS_VALUE_NUMBER:
		return "=NUMBER";
	case ADDRESS_VALUE_SIZE:
		return "=SIZE";
	case ADDRESS_VALUE_DURATION:
		return "=DURATION";
	case ADDRESS_VALUE_PLACE:
		return "=PLACE";
	case ADDRESS_VALUE_GROUP:
		return "=GROUP[@INTERFACE]";
	case ADDRESS_VALUE_RAW:
		return "=LEVEL:OPT:VALUE";
	case ADDRESS_VALUE_TEXT:
		return "=TEXT";
	case ADDRESS_VALUE_VERSION:
		return "=VERSION";
	}
	return "";
}

void topics_addresses(FILE *to)
{
	size_t n;
	const struct address_kind *kinds = address_kinds(&n);
	const struct address_option_kind *options;
	char term[96];

	fputs("An address is WORD:PLACE[,OPTION[=VALUE]]...; a comma, colon or "
	      "backslash of "
	      "a path\nhas a backslash before it. Port 0 lets the system choose. @name "
	      "is "
	      "an abstract name.\n\n",
	      to);
	for (size_t i = 0; i < n; i++)
		column_print(to, COLUMN_WIDE, kinds[i].example, kinds[i].text);
	fputs("\nOptions:\n", to);
	options = address_option_kinds(&n);
	for (size_t i = 0; i < n; i++) {
		snprintf(term, sizeof term, "%s%s", options[i].word,
			 value_name(options[i].value));
		column_print(to, COLUMN_WIDE, term, options[i].text);
	}
}

void topics_buffers(FILE *to)
{
	static const char *const rows[][2] = {
		{ "16", "a buffer of 16 bytes; k, M and G are powers of 1024" },
		{ "4x16", "four of them" },
		{ "3,0,4x16,1M",
		  "several, filled in this order; 0 is a buffer of no bytes" },
		{ "null:16", "a NULL pointer that claims 16 bytes" },
		{ "bad:16", "16 bytes of memory that is not mapped" },
		{ "ro:16", "16 bytes of memory that can be read only" },
		{ "half:16", "16 bytes of which the last 8 are not mapped" },
		{ "4M,3xsame:4M", "four buffers that begin at the same place" },
		{ "none", "an array of no buffers" },
	};

	fputs("--buffers=LAYOUT lists the buffers of a receive. Each ends against a "
	      "page "
	      "that cannot\nbe touched, and what is around it is checked after each "
	      "receive "
	      "(not with -o raw or none).\n\n",
	      to);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		column_print(to, COLUMN_NARROW, rows[i][0], rows[i][1]);
}

void topics_peer(FILE *to)
{
	size_t n;
	const struct peer_verb_kind *verbs = peer_verbs(&n);
	static const char *const arguments[] = {
		[PEER_ARGUMENT_NONE] = "",
		[PEER_ARGUMENT_DATA] = " DATA",
		[PEER_ARGUMENT_DURATION] = " DURATION",
		[PEER_ARGUMENT_SIZE] = " SIZE",
		[PEER_ARGUMENT_ALERT] = " NAME",
	};
	char term[64];

	fputs("--peer=SCRIPT says what the other end does: of pair:, or with "
	      "--connect-peer "
	      "of an\naddress that listens or is bound. Steps are separated by "
	      "semicolons:\n\n"
	      "  wsprecv recv -n0 --peer='send \"hello\"; send hex:00ff; shutdown' "
	      "pair:stream\n\n"
	      "The first receive is made when the peer has done all it can by itself. "
	      "After "
	      "its last\nstep it closes its socket. DATA is \"text with \\n escapes\", "
	      "hex:00ff or @FILE.\n\n",
	      to);
	for (size_t i = 0; i < n; i++) {
		snprintf(term, sizeof term, "%s%s", verbs[i].word,
			 arguments[verbs[i].argument]);
		column_print(to, COLUMN_NARROW, term, verbs[i].text);
	}
}

void topics_points(FILE *to)
{
	char text[160];

	fputs("Where nobody ever saw a message in parts, it says nothing that nobody "
	      "objected to one.\nThese points must have been met sometimes; `wsprecv "
	      "fuzz run` tells which were not.\n\n",
	      to);
	for (size_t i = 0; i < sometimes_points(); i++) {
		const struct sometimes_point *p = sometimes_point(i);

		snprintf(text, sizeof text, "%s (%s)", p->text, p->clause);
		column_print(to, COLUMN_WIDE, p->name, text);
	}
}

void topics_rules(FILE *to)
{
	WSPRULEENTRY rule;
	char term[64];

	fputs("Where the document of WSPRecv and Windows differ, a rule decides. "
	      "--profile=spi (the\ndefault) or windows sets them all, "
	      "--rule=NAME=VALUE "
	      "one. Values: of spi, of windows,\nthen others.\n\n",
	      to);
	for (DWORD i = 0; WSPRuleEntry(i, &rule); i++) {
		snprintf(term, sizeof term, "%s=%s", rule.name, rule.values[0]);
		for (size_t k = 1; k < 4 && rule.values[k] != NULL; k++)
			if (rule.values[k][0] != '\0') {
				strncat(term, "|", sizeof term - strlen(term) - 1);
				strncat(term, rule.values[k],
					sizeof term - strlen(term) - 1);
			}
		column_print(to, COLUMN_WIDE, term, rule.text);
	}
}

void topics_statuses(FILE *to)
{
	fputs("Exit statuses, whatever the output format; with several receives, the "
	      "first "
	      "that\nwas not good decides.\n\n",
	      to);
	status_help(to);
}
