/* SPDX-License-Identifier: MIT */
/* What the files of the shell share, and nobody else needs. */
#pragma once

#include <pthread.h>

#include "cli/lineread.h"
#include "scenario/session.h"
#include "scenario/text.h"

/* What a line came to. */
struct shell_line {
	const struct script_line *line;
	const char *
		got; /* its outcomes, as an expectation: "a or b"; NULL: it did not run */
	bool differs; /* not as was typed */
};

struct shell {
	bool simulate, terminal;
	bool quit;
	int status; /* an enum status, of the worst so far */
	struct lineread *input;
	struct session_wish wish;
	struct session_result result;
	struct session *session; /* NULL: it is broken */
	struct script script;
	struct script_reader *reader;
	struct script_line *done; /* the array of those that ran so far */
	pthread_mutex_t lock;     /* for what routines tell */
	struct shell_line *lines; /* heap, of the script's lines in their order */
	size_t n, room;
	char *waiting; /* lines of a block that is not closed, heap; NULL: none */
	char *typed;   /* everything that was accepted, heap */
	char *told;    /* by routines since the last line, heap */
	unsigned line; /* number of the line that was typed last */
	bool several;  /* the steps are not what was typed: each is shown whole */
};

/* shell.c */
bool shell_begin(struct shell *s);
void shell_end(struct shell *s);
/* Takes lines of the language; `several`: they were not typed just now. */
void shell_take(struct shell *s, const char *text, bool several);

/* shell_told.c: what a step came to. */
void shell_told(void *context, const struct session_step *step);
void shell_tell_late(struct shell *s);

/* shell_word.c: commands of the shell itself. False: the line is none. */
bool shell_command(struct shell *s, const char *line);
size_t shell_words(void *context, const char *line, const char **words, size_t n);
