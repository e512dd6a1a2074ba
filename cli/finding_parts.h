/* SPDX-License-Identifier: MIT */
/* What the files of findings share, and nobody else needs. */
#pragma once

#include <sys/types.h>

#include "cli/finding.h"
#include "cli/parcel.h"

/* Events of a play, in the parcel that the child writes. */
enum finding_event {
	FINDING_BEGINS = 1, /* line */
	FINDING_TOLD,       /* line, outcome, whether it waited */
	FINDING_OBJECTS,    /* line, outcome, clause, text */
	FINDING_OVER,
};

/* A child whose standard error is kept. */
struct finding_child {
	pid_t pid;
	int events; /* to be read; -1: it has none */
	int said;   /* a file in memory */
	int status; /* as waitpid() gives it */
	bool hung;
};

/* In the child `run` is called, with the descriptor that events go to. False: told. */
bool finding_fork(struct finding_child *c, void (*run)(void *context, int events),
		  void *context);
/* Reads all events and waits; ends it at the limit. */
void finding_wait(struct finding_child *c, struct parcel *events, uint64_t limit);

/* In the child: plays the bytes. */
struct finding_input {
	const struct program_rules *rules;
	const unsigned char *bytes;
	size_t n;
};
void finding_child_play(void *context, int events);

/* What the child said, into the arena; closes. */
const char *finding_said(struct finding_child *c, struct arena *arena);

/* The innermost function of ours in a sanitizer's stack; "" where there is none. */
const char *finding_frame(const char *said, struct arena *arena);

/* What a sanitizer calls it: "heap-buffer-overflow"; NULL: none has said anything. */
const char *finding_kind(const char *said, struct arena *arena);

/* What a target's own check said, numbers as N; "" where it said nothing. */
const char *finding_complaint(const char *said, struct arena *arena);
