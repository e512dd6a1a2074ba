/* SPDX-License-Identifier: MIT */
/* wsprecv: a table of commands. */
#include <string.h>

#include "cli/column.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/status.h"
#include "scenario/diag.h"

struct command {
	const char *name;
	const char *text;
	int (*run)(int argc, char **argv); /* NULL: it is only help */
	void (*help)(FILE *to);
};

static int help_run(int argc, char **argv);
static void help_help(FILE *to);

static const struct command commands[] = {
	{ "recv", "receive, and say exactly what came back", recv_run, recv_help },
	{ "run", "run scenarios, and say which lines differ", run_run, run_help },
	{ "shell", "the lines of scenarios, carried out as they are typed", shell_run,
	  shell_help },
	{ "fmt", "lay out scenarios in one way", fmt_run, fmt_help },
	{ "check", "read scenarios without running them", check_run, check_help },
	{ "shrink", "make a scenario that fails as small as can be", shrink_run,
	  shrink_help },
	{ "fuzz", "run fuzz targets, and make scenarios of what they find", fuzz_run,
	  fuzz_help },
	{ "export", "write a scenario as a program in C", export_run, export_help },
	{ "protocols", "the protocol catalogue on this kernel", protocols_run,
	  protocols_help },
	{ "errors", "the codes that a receive can end with", errors_run, errors_help },
	{ "explain", "what an error, flag, outcome, rule or clause means", explain_run,
	  explain_help },
	{ "doctor", "what this machine allows", doctor_run, doctor_help },
	{ "help", "help on a command, or on a topic below", help_run, help_help },
	{ "addresses", "topic: the forms of an address and its options", NULL,
	  topics_addresses },
	{ "buffers", "topic: how buffers are laid out", NULL, topics_buffers },
	{ "peer", "topic: what the built-in peer can do", NULL, topics_peer },
	{ "points", "topic: what fuzzing must have met sometimes", NULL,
	  topics_points },
	{ "rules", "topic: where the document and Windows differ", NULL, topics_rules },
	{ "scenarios", "topic: the language of scenarios", NULL, topics_scenarios },
	{ "statuses", "topic: the exit statuses", NULL, topics_statuses },
};

#define COMMANDS (sizeof commands / sizeof commands[0])

static void help_help(FILE *to)
{
	fputs("Usage: wsprecv recv [OPTIONS] ADDRESS\n"
	      "       wsprecv run [OPTIONS] FILE|DIR|-...\n"
	      "       wsprecv COMMAND [OPTIONS] [WORD]\n\n"
	      "Makes receives through WSPRecv and says exactly what came back.\n\n"
	      "  wsprecv recv --peer='send \"hello\"; shutdown' -n0 pair:stream\n"
	      "  wsprecv recv -b 600,400 udp-listen:9000\n"
	      "  wsprecv recv -o hexdump -n0 --send 'HEAD / HTTP/1.0\\r\\n\\r\\n' "
	      "tcp:localhost:80\n"
	      "  wsprecv run corpus\n"
	      "  wsprecv explain WSAEMSGSIZE\n\n"
	      "Commands and topics (`wsprecv help WORD` tells more):\n",
	      to);
	for (size_t i = 0; i < COMMANDS; i++)
		column_print(to, COLUMN_NARROW, commands[i].name, commands[i].text);
}

/* NULL when there is none, which has then been told. */
static const struct command *find(const char *word, bool topics)
{
	const char *names[COMMANDS + 1];
	const char *likely;
	size_t n = 0;
	struct diag d;

	for (size_t i = 0; i < COMMANDS; i++) {
		if (commands[i].run == NULL && !topics)
			continue;
		if (strcmp(commands[i].name, word) == 0)
			return &commands[i];
		names[n++] = commands[i].name;
	}
	names[n] = NULL;
	likely = diag_guess(word, names);
	diag_set(&d, 0,
		 word[0] == '-' ? "the command comes before its options"
				: "there is no such command");
	if (likely != NULL)
		diag_hint(&d, "did you mean %s?", likely);
	else if (strchr(word, ':') != NULL)
		diag_hint(&d, "to receive, write wsprecv recv %.100s", word);
	else
		diag_hint(&d, "`wsprecv help` lists them");
	diag_print(stderr, "command", word, &d);
	return NULL;
}

static int help_run(int argc, char **argv)
{
	const struct command *c = find(argc > 1 ? argv[1] : "help", true);

	if (c == NULL)
		return STATUS_USAGE;
	c->help(stdout);
	return STATUS_GOOD;
}

static int run(int argc, char **argv)
{
	const struct command *c;

	if (argc < 2) {
		help_help(stderr);
		return STATUS_USAGE;
	}
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
		puts("wsprecv " WSPRECV_VERSION "\nLicence MIT. WSPRecv of "
		     "Winsock 2.2; `wsprecv doctor` says what this kernel has.");
		return STATUS_GOOD;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return help_run(1, argv);
	c = find(argv[1], false);
	return c == NULL ? STATUS_USAGE : c->run(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	output_init();
	return output_finish((enum status)run(argc, argv));
}
