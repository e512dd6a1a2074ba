/* SPDX-License-Identifier: MIT */
/* A scenario that runs: the only place where the parts meet.
 *
 *	script line -> world -> outcome -> expectation -> judge -> told
 *
 * A session goes on after a difference, and ends with everything closed. One session at a
 * time in a process. */
#pragma once

#include "scenario/model.h"
#include "scenario/script.h"

struct session_step {
	const struct script_line *line;
	size_t number;            /* of the steps taken, from 1 */
	uint64_t round;           /* of the innermost `repeat`, from 1; 0: in none */
	const struct tokens *got; /* what it came to */
	const struct expect_mismatch *mismatch; /* NULL: as expected */
	const char *late; /* why a wait was given up, NULL: it was not */
	const struct objection *objection; /* NULL: the contract allows it */
};

struct session_wish {
	bool simulate;
	bool swift; /* handshakes of TLS cost little, and try little */
	bool alone; /* real sockets, but no thread and no waits (scenario/crew.h) */
	double time_scale; /* of every limit; 1 */
	uint64_t within;   /* longest wait for what shall happen; 0: 5 s */
	bool go_on;        /* after a difference */
	bool judge;        /* what the contract does not allow has failed */
	size_t most;       /* steps after which it stops; 0: there is no limit */
	/* Asked while something is waited for: whether to give that up. May be NULL. */
	bool (*give_up)(void *context);
	/* Before and after each step, on the thread that takes it; may be NULL. */
	void (*begins)(void *context, const struct script_line *line);
	void (*told)(void *context, const struct session_step *step);
	void *context;
};

enum session_end {
	SESSION_PASSED,
	SESSION_FAILED,  /* something was not as expected */
	SESSION_SKIPPED, /* what it needs is not there */
	SESSION_BROKEN,  /* it cannot go on: a blocked thread is asked for more, ... */
};

struct session_result {
	enum session_end end;
	size_t steps, failed;
	struct model_count count; /* of the steps, where they were judged */
	char why[200];            /* skipped, broken: why; "needs sctp: ..." */
};

/* Whether a call that has to wait may be left waiting: it comes to `blocked`. */
bool session_may_block(const struct script_line *line);
/* Whether it only looks at what may be on its way still, and so is tried again. */
bool session_observes(const struct op *op);

struct session;

/* The same line by line. The wish and the result are borrowed. NULL: it is broken, and the
 * result says why. */
struct session *session_open(const struct session_wish *wish,
			     struct session_result *out);
/* The lines from..to (whole blocks) of the array, which is to stay until the end. */
void session_lines(struct session *s, const struct script_line *lines, size_t from,
		   size_t to);
/* Closes everything, and says how it ended. */
void session_close(struct session *s);

/* Whether all of these are there; if not, the result says so. */
bool session_needs(const struct session_wish *wish, const char *const *needs, size_t n,
		   struct session_result *out);

void session_run(const struct script *s, const struct session_wish *wish,
		 struct session_result *out);
