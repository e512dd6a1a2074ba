/* SPDX-License-Identifier: MIT */
/* A scenario as it stands in a file: operations, each with what is expected of it.
 *
 *	# What is shown, in one sentence.
 *	# clauses: B4 K2
 *	needs sctp                 skip where that is missing
 *	let N=5                    ${N} from here on; -D N=7 goes before it
 *	include "common.wsp"       that file's lines, found beside this one
 *	recv a -b ${N} -> data 5 "hello"
 *
 * Blank lines and comments (# at the start of a word, to the end of the line) mean nothing;
 * a line that ends with a backslash goes on in the next. */
#pragma once

#include "scenario/expect.h"
#include "scenario/op.h"

struct script_file {
	const char *path;   /* "-" for standard input */
	const char **lines; /* as they stand there, without line ends */
	size_t n_lines;
};

struct script_line {
	struct op op;
	const char *text;     /* the operation, variables replaced */
	const char *expected; /* the text behind `->`, variables replaced; NULL: none */
	struct expect expect;
	size_t file, line; /* files[file], from 1 */
	size_t arrow;   /* offset of what stands behind "-> " in that line of the file;
			      0: none, or not to be found there */
	size_t partner; /* of a block: the index of its other end */
};

struct script {
	struct arena arena; /* of everything here */
	struct script_file *files;
	size_t n_files; /* the first is the script itself */
	struct script_line *lines;
	size_t n;
	const char **needs; /* words */
	size_t n_needs;
};

/* Why it cannot be read. */
struct script_error {
	const char *path; /* in the script's arena */
	size_t line;      /* from 1; 0: the file as a whole */
	const char *text; /* the line */
	struct diag diag; /* its column counts in the line as it stands in the file */
};

/* Files that include each other; blocks in blocks. */
#define SCRIPT_DEPTH_MAX 16

/* Of the n bytes of a file, those that some editors mark it with as UTF-8, at its begin:
 * they are no part of its first line. */
size_t script_mark(const char *text, size_t n);

/* n without the carriage returns that the line ends with: some editors write them. */
size_t script_line_end(const char *line, size_t n);

/* How many characters of the text may be the name of a variable: a letter or _, then digits
 * too. */
size_t script_name_length(const char *text);

struct script_define {
	const char *name, *value;
};

/* Reads a file ("-": standard input). On false *e says why; script_free() in any case. */
bool script_read(struct script *s, const char *path,
		 const struct script_define *defines, size_t n_defines,
		 struct script_error *e);

/* The same for a text in memory, which is called `path`. */
bool script_read_text(struct script *s, const char *path, const char *text, size_t n,
		      const struct script_define *defines, size_t n_defines,
		      struct script_error *e);
void script_free(struct script *s);

/* A script that grows, as somebody types it: what is added may name what was there before.
 * Arrays of lines that were there stay where they are, for script_free(). */
struct script_reader;
struct script_reader *script_grow_begin(struct script *s);
void script_grow_end(struct script_reader *r);

enum script_added {
	SCRIPT_ADDED,
	SCRIPT_WRONG,      /* nothing was added, and *e says why */
	SCRIPT_UNFINISHED, /* nothing was added: a block is not closed yet */
};

/* Adds whole lines, of which `path` is the name. */
enum script_added script_grow_by(struct script_reader *r, const char *path,
				 const char *text, size_t n, struct script_error *e);

/* "file:3: what is wrong; hint", the line, and a caret under the character. */
void script_error_print(FILE *to, const struct script_error *e);
