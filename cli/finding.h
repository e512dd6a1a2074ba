/* SPDX-License-Identifier: MIT */
/* One input of a fuzz target, and what came of it in a process of its own.
 *
 *	bytes -> child: program -> play, judged -> events -> finding
 *
 * Targets that play programs are played here, by what the targets themselves are made of;
 * of all others, and for the stack of a crash, the target's program is run. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "scenario/arena.h"
#include "scenario/program.h"

#define FINDING_NOWHERE SIZE_MAX

enum finding_end {
	FINDING_NOTHING,
	FINDING_OBJECTED, /* the contract does not allow it */
	FINDING_CRASHED,  /* a signal, or a sanitizer */
	FINDING_HUNG,
};

/* A line of the program. */
struct finding_line {
	const char *text; /* indented by its blocks */
	const char *operation, *protocol, *flags;
	const char *got; /* its different outcomes, "a or b"; NULL: it was not taken */
	bool waits;      /* it came to `blocked`, and passed the time for that */
};

/* Texts are never NULL, and in the arena. */
struct finding {
	struct arena arena;
	const char *path; /* borrowed */
	const char *target;
	enum finding_end end;
	const char *clause, *text; /* OBJECTED */
	const char *signal;        /* CRASHED: "SIGSEGV" */
	const char *where;         /* CRASHED: of the stack, or what was said */
	size_t at;                 /* the line; FINDING_NOWHERE: of none */
	const char *got;           /* what that came to, where it was objected to */
	struct finding_line *lines;
	size_t n_lines;
	bool simulate;
	const char *said; /* standard error of the one who ended */
};

/* A target as it is named, and where its program lies. */
struct finding_target {
	const char *name;                  /* "fuzz_recv" */
	const struct program_rules *rules; /* NULL: it plays no programs */
	char program[4096];                /* "": there is none */
};

/* False: there is no such target, which has been told. "recv" is fuzz_recv. */
bool finding_target(struct finding_target *t, const char *name);

/* All of them with a sentence, as help prints them. */
void finding_targets(FILE *to);

/* The target that a part of the path names: "out/fuzz_recv/crash-1"; else the one that
 * plays most. */
void finding_guess(struct finding_target *t, const char *path);

/* Plays or runs n bytes, for at most `limit` microseconds. False: no process could be made,
 * or there is neither a play nor a program, which has been told. finding_free() in any
 * case. */
bool finding_play(struct finding *f, const struct finding_target *t,
		  const unsigned char *bytes, size_t n, uint64_t limit);

/* Its two halves. The play, a matter of milliseconds; whether the target's program may
 * know more (the stack of a crash, what is wrong only in memory); and that, which takes as
 * long as a program with sanitizers needs to start. */
bool finding_see(struct finding *f, const struct finding_target *t,
		 const unsigned char *bytes, size_t n, uint64_t limit);
bool finding_is_open(const struct finding *f, const struct finding_target *t);
bool finding_run(struct finding *f, const struct finding_target *t,
		 const unsigned char *bytes, size_t n, uint64_t limit);

void finding_free(struct finding *f);

/* The same as a scenario, with what is wrong in comments. */
const char *finding_text(const struct finding *f, struct arena *arena);

/* What the target's program knew more than the play, in comments. */
const char *finding_rest(const struct finding *f, struct arena *arena);

/* "B4: 3 bytes are missing", "SIGSEGV in vec_scatter", "it takes too long" */
const char *finding_headline(const struct finding *f, struct arena *arena);

/* What makes two findings the same one, in one line. */
const char *finding_key(const struct finding *f, struct arena *arena);
