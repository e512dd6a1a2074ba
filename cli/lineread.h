/* SPDX-License-Identifier: MIT */
/* Lines as somebody types them: with editing, history and completion where the program was
 * built with libedit and standard input is a terminal, else plain. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct lineread;

enum lineread_got {
	LINEREAD_LINE,
	LINEREAD_END,       /* Ctrl-D, or the end of the file */
	LINEREAD_CANCELLED, /* a signal: what was typed of the line is gone */
};

struct lineread_wish {
	bool terminal; /* prompt and edit */
	/* Words that may stand at the end of `line`, up to `n` of them; how many. They are
	 * borrowed until the next call. */
	size_t (*words)(void *context, const char *line, const char **words, size_t n);
	void *context;
};

struct lineread *lineread_new(const struct lineread_wish *wish);
/* *line is without its end, and stays until the next call. A signal whose handler returns
 * cancels. */
enum lineread_got lineread_next(struct lineread *l, const char *prompt,
				const char **line);
/* Keeps the history, where there is one. */
void lineread_free(struct lineread *l);

/* One line without a prompt, into memory that grows (as getline() has it). */
enum lineread_got lineread_plainly(char **room, size_t *size, const char **line);

/* Where the word begins that the line ends with. */
size_t lineread_word(const char *line, size_t n);
