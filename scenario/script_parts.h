/* SPDX-License-Identifier: MIT */
/* How a script is read, for the files that read it. */
#pragma once

#include "scenario/op_text.h"
#include "scenario/script.h"
#include "scenario/text.h"

#define SCRIPT_LINE_MAX ((size_t)64 << 10) /* bytes of a line, variables replaced */
#define SCRIPT_FILE_MAX ((size_t)16 << 20)

/* A line as it is read: continued, without its comment, variables replaced. Character i
 * comes from files[file].lines[from[i].line - 1], offset from[i].column. */
struct script_origin {
	uint32_t line, column;
	bool replaced; /* it came from a variable */
};

struct script_logical {
	char *at;                   /* NUL-terminated */
	struct script_origin *from; /* one more than there are characters */
	size_t n;
};

struct script_variable {
	const char *name, *value;
	bool defined; /* by a define, which no `let` changes */
	struct script_variable *next;
};

/* A name that must have been given somewhere: told when all is read. */
struct script_wanted {
	const char *name;
	size_t file, line,
		column; /* as in a script_line; the column in the file's line */
	bool may_come;  /* what is typed later may give it */
	struct script_wanted *next;
};

struct script_names {
	const char *name;
	struct script_names *next;
};

struct script_reader {
	struct script *script;
	struct script_error *e;
	struct script_variable *variables;
	struct script_names *sockets, *requests;
	struct script_wanted *wanted, **wanted_end;
	size_t blocks[SCRIPT_DEPTH_MAX]; /* indices of the lines that opened them */
	size_t n_blocks;
	size_t room_lines, room_files, room_needs;
	struct script_stack *stack; /* the files that are being read */
};

struct script_stack {
	size_t file;
	uint64_t device, node; /* 0: not of a file */
	struct script_stack *outer;
};

/* The next element of an array in the arena, which grows by doubling. */
void *script_grow(struct arena *arena, void *array, size_t n, size_t *room,
		  size_t size);

/* Tells what r->e->diag says as an error of a line (from 1; 0: of the file); its column is
 * replaced by `column`. Returns false. */
bool script_tell(struct script_reader *r, size_t file, size_t line, size_t column);

/* The same for what stands at offset `at` of a logical line. */
bool script_tell_at(struct script_reader *r, size_t file,
		    const struct script_logical *l, size_t at);

/* script_file.c: a file, or standard input for "-", cut into lines. */
bool script_file_open(struct script_reader *r, const char *path,
		      struct script_stack *top);
bool script_file_text(struct script_reader *r, const char *path, const char *text,
		      size_t n, struct script_stack *top);

/* script_line.c: reads the logical line that starts at *line (from 1), which moves behind
 * it. */
bool script_logical_read(struct script_reader *r, size_t file, size_t *line,
			 struct script_logical *out);
bool script_variable_set(struct script_reader *r, const char *name, const char *value,
			 bool defined);

/* script_check.c: blocks and names of the operation that was added last; `places` in the
 * logical line. And what can be told at the end only. */
bool script_check_op(struct script_reader *r, const struct script_logical *l,
		     size_t start, const struct op_places *places);
bool script_check_end(struct script_reader *r);
/* Which of the names wanted from `w` on nothing has, and it is too late for; told. */
bool script_check_wanted(struct script_reader *r, const struct script_wanted *w);

/* script.c: reads the lines of a file. */
bool script_read_lines(struct script_reader *r, struct script_stack *top);
