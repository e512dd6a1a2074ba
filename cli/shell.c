/* SPDX-License-Identifier: MIT */
/* `wsprecv shell`: the lines of scenarios, carried out as they are typed.
 *
 *	line -> script that grows -> session that goes on -> outcome */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/option.h"
#include "cli/output.h"
#include "cli/shell_parts.h"
#include "cli/status.h"
#include "cli/terminal.h"
#include "scenario/choice.h"

static volatile sig_atomic_t interrupted;

static void on_signal(int signal)
{
	interrupted = signal;
}

static bool give_up(void *context)
{
	(void)context;
	return interrupted != 0;
}

static void append(char **to, const char *text)
{
	char *whole;

	if (asprintf(&whole, "%s%s\n", *to != NULL ? *to : "", text) < 0)
		abort();
	free(*to);
	*to = whole;
}

bool shell_begin(struct shell *s)
{
	s->wish = (struct session_wish){
		.simulate = s->simulate,
		.time_scale = 1,
		.go_on = true,
		.give_up = give_up,
		.told = shell_told,
		.context = s,
	};
	s->reader = script_grow_begin(&s->script);
	s->session = session_open(&s->wish, &s->result);
	if (s->session == NULL) {
		fprintf(stderr, "wsprecv: shell: %s\n", s->result.why);
		s->status = STATUS_FAULT;
		s->quit = true;
	}
	return s->session != NULL;
}

void shell_end(struct shell *s)
{
	if (s->session != NULL)
		session_close(s->session);
	s->session = NULL;
	script_grow_end(s->reader);
	script_free(&s->script);
	free(s->lines);
	free(s->waiting);
	free(s->told);
	s->lines = NULL;
	s->waiting = s->told = NULL;
	s->n = s->room = 0;
}

/* The lines that are new are known from here on, and are carried out. */
static void play(struct shell *s, size_t from)
{
	pthread_mutex_lock(&s->lock);
	for (size_t i = from; i < s->script.n; i++) {
		if (s->n == s->room) {
			s->room = 2 * s->room + 64;
			s->lines = realloc(s->lines, s->room * sizeof *s->lines);
			if (s->lines == NULL)
				abort();
		}
		s->lines[s->n++] = (struct shell_line){ .line = &s->script.lines[i] };
	}
	pthread_mutex_unlock(&s->lock);
	session_lines(s->session, s->script.lines, from, s->script.n);
	shell_tell_late(s);
}

static bool has_needs(struct shell *s, size_t from)
{
	struct session_result why = { .end = SESSION_PASSED };

	if (session_needs(&s->wish, s->script.needs + from, s->script.n_needs - from,
			  &why))
		return true;
	fprintf(stderr, "wsprecv: shell: %s\n", why.why);
	return false;
}

static void tell_wrong(struct shell *s, const struct script_error *e)
{
	bool included = strcmp(e->path, "-") != 0;

	output_flush();
	if (included)
		script_error_print(stderr, e);
	else if (s->terminal)
		diag_print(stderr, "shell", e->text, &e->diag);
	else
		diag_print_line(stderr, "-", s->line, e->text, &e->diag);
	if (s->status == STATUS_GOOD)
		s->status = STATUS_SCRIPT;
}

void shell_take(struct shell *s, const char *text, bool several)
{
	size_t from = s->script.n, needs = s->script.n_needs;
	char *before = s->waiting != NULL ? strdup(s->waiting) : NULL;
	size_t length = strlen(text);
	struct script_error e;

	append(&s->waiting, text);
	if (length > 0 && text[length - 1] == '\\') {
		free(before);
		return;
	}
	switch (script_grow_by(s->reader, "-", s->waiting, strlen(s->waiting), &e)) {
	case SCRIPT_ADDED:
		s->several = several || s->script.n - from != 1;
		if (s->waiting[0] != '\0')
			s->waiting[strlen(s->waiting) - 1] = '\0';
		append(&s->typed, s->waiting);
		free(s->waiting);
		s->waiting = NULL;
		if (has_needs(s, needs))
			play(s, from);
		break;
	case SCRIPT_UNFINISHED:
		break;
	case SCRIPT_WRONG:
		/* Of a block only the line that is wrong goes. */
		tell_wrong(s, &e);
		free(s->waiting);
		s->waiting = before;
		return;
	}
	free(before);
}

static void take_line(struct shell *s, const char *line)
{
	s->line++;
	if (line[strspn(line, " \t")] == '\0' && s->waiting == NULL)
		return;
	if (s->waiting == NULL && shell_command(s, line))
		return;
	shell_take(s, line, false);
}

static void cancel_line(struct shell *s)
{
	free(s->waiting);
	s->waiting = NULL;
	putchar('\n');
}

static void go_on(struct shell *s)
{
	const char *line;

	while (!s->quit) {
		interrupted = 0;
		switch (lineread_next(s->input, s->waiting != NULL ? "...> " : "wsp> ",
				      &line)) {
		case LINEREAD_LINE:
			take_line(s, line);
			break;
		case LINEREAD_CANCELLED:
			cancel_line(s);
			break;
		case LINEREAD_END:
			if (s->terminal)
				putchar('\n');
			s->quit = true;
			break;
		}
		/* Nobody could read what comes of another line. */
		s->quit = !output_flush() || s->quit;
		if (interrupted != 0 && (!s->terminal || interrupted == SIGTERM)) {
			s->status = (int)status_of_signal(interrupted);
			s->quit = true;
		}
	}
	if (s->waiting != NULL && !s->terminal) {
		fputs("wsprecv: shell: a block is never closed; write } on a line of "
		      "its own\n",
		      stderr);
		s->status = s->status == STATUS_GOOD ? STATUS_SCRIPT : s->status;
	}
}

static bool set_net(void *target, const char *value, struct diag *d)
{
	static const char *const words[] = { "kernel", "sim", NULL };
	size_t i;

	if (!choice_find(value, "network", words, &i, d))
		return false;
	((struct shell *)target)->simulate = i == 1;
	return true;
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	(void)value;
	(void)d;
	((struct shell *)target)->quit = true;
	return true;
}

static const struct option_kind options[] = {
	{ "net", 0, "kernel|sim",
	  "the network: this kernel's (default), or a simulated one", set_net },
	{ "help", 'h', NULL, "print this", set_help },
};

#define OPTIONS (sizeof options / sizeof options[0])

void shell_help(FILE *to)
{
	fputs("Usage: wsprecv shell [--net=kernel|sim]\n\n"
	      "Carries out the lines of scenarios as they are typed, and says what "
	      "each "
	      "comes to.\nWhere standard input is no terminal there is no prompt, and "
	      "each operation is printed\nwith its outcome.\n\n"
	      "  open a pair:stream\n"
	      "  recv a -b 5 as r1\n"
	      "  peer a send \"hello\"\n"
	      "  await r1 -> data 5 \"hello\"\n\n"
	      "Commands beside the operations:\n"
	      "  help [VERB]  the verbs, or one with its operands and options\n"
	      "  save FILE    a scenario of everything so far, which expects what "
	      "came\n"
	      "  load FILE    carry out the lines of a file\n"
	      "  again        everything so far once more, in a new world\n"
	      "  clear        a new world, with nothing in it\n"
	      "  quit         the end, as Ctrl-D is; Ctrl-C cancels a line or a "
	      "wait\n\n"
	      "Options:\n",
	      to);
	option_help(to, options, OPTIONS);
	fputs("\nExit status: 0, 1 something was not as expected, 2 wrong use, 3 a "
	      "line "
	      "could not be\nread, 6 the output could not be written, 130 "
	      "interrupted.\n",
	      to);
}

static void take_over_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

int shell_run(int argc, char **argv)
{
	static struct shell s;
	struct lineread_wish wish = { .words = shell_words, .context = &s };
	int first = option_read(options, OPTIONS, &s, argc, argv);
	struct diag d;

	if (first < 0)
		return STATUS_USAGE;
	if (s.quit) {
		shell_help(stdout);
		return STATUS_GOOD;
	}
	if (first < argc) {
		diag_set(&d, 0, "the shell reads standard input");
		diag_hint(&d, "to run a file, write wsprecv run %.100s", argv[first]);
		diag_print(stderr, "shell", argv[first], &d);
		return STATUS_USAGE;
	}
	s.terminal = wish.terminal = terminal_is(stdin);
	pthread_mutex_init(&s.lock, NULL);
	take_over_signals();
	s.input = lineread_new(&wish);
	if (shell_begin(&s))
		go_on(&s);
	lineread_free(s.input);
	shell_end(&s);
	free(s.typed);
	pthread_mutex_destroy(&s.lock);
	return s.status;
}
