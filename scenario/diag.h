/* SPDX-License-Identifier: MIT */
/* What is wrong with a piece of text, where, and what would be right.
 *
 * Every parser of this folder returns false and fills one of these; the one who called
 * prints it, with a caret under the character. A diag is a value: nobody owns anything. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct diag {
	size_t column; /* byte offset in the text that was parsed, from 0 */
	char text[160]; /* what is wrong, without a full stop: "no port after the host" */
	char hint[160]; /* what would be right, "" where there is no guess */
};

/* Fills in one and returns false, so that a parser can `return diag_set(...)`. */
bool diag_set(struct diag *d, size_t column, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds the hint to one that diag_set made; returns false too. */
bool diag_hint(struct diag *d, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* For the parser of a whole, after the parser of a part that starts `by` bytes into it
 * has failed: moves the column. Returns false too. */
bool diag_shift(struct diag *d, size_t by);

/* How many of the n bytes of a word are worth quoting: the precision of "%.*s". */
int diag_shown(size_t n);

/* Prints three lines (one where `text` is empty), `what` naming the thing parsed:
 *
 *	wsprecv: address: no port after the host; write tcp:HOST:PORT
 *	  tcp:localhost
 *	               ^
 *
 * Bytes that a terminal would obey, and all that are not ASCII, are shown escaped, the
 * caret allowing for that; they are in the messages too, which quote what was typed.
 * Longer texts are cut to a window of about 70 columns around the caret. */
void diag_print(FILE *to, const char *what, const char *text, const struct diag *d);

/* The same of a whole that is wrong in no one place. `hint` may be NULL. */
void diag_tell(const char *what, const char *text, const char *wrong, const char *hint);

/* The same for line number `line` of a file (0: the file as a whole), as compilers do:
 *
 *	tcp.wsp:3: no socket b: open it first
 */
void diag_print_line(FILE *to, const char *path, size_t line, const char *text,
		     const struct diag *d);

/* The last two of these lines alone: the text, and a caret under its byte `column`. */
void diag_caret(FILE *to, const char *text, size_t column);

/* The text as they show it, without a line end. */
void diag_text(FILE *to, const char *text);

/* The word of `list` (NULL-terminated) that `word` probably meant, or NULL: one that is one
 * edit away, else the only one that starts with it, else the nearest that is two edits away
 * (not for words under four letters). Two neighbours in the wrong order are one edit; upper
 * and lower case are the same. */
const char *diag_guess(const char *word, const char *const *list);
