/* SPDX-License-Identifier: MIT */
/* The child that plays an input, and the one who waits for it. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/finding_parts.h"
#include "scenario/clock.h"
#include "scenario/flaglist.h"
#include "scenario/op_text.h"
#include "scenario/play.h"
#include "scenario/text.h"

#define PIECE 65536

struct stage {
	const struct script *program;
	int events;
	struct parcel parcel;
	bool objected;
};

static void send_parcel(struct stage *st)
{
	size_t at = 0;

	while (at < st->parcel.n) {
		ssize_t n = write(st->events, st->parcel.bytes + at, st->parcel.n - at);

		if (n < 0 && errno != EINTR)
			_exit(1);
		at += n > 0 ? (size_t)n : 0;
	}
	parcel_reset(&st->parcel);
}

static const char *protocol_of(const struct script *s, size_t i)
{
	struct op_name name = s->lines[i].op.name;
	bool request = op_verb_kind(s->lines[i].op.verb)->operands[0] == OP_REQUEST;

	for (size_t k = s->n; request && k-- > 0;)
		if (memcmp(&s->lines[k].op.as, &name, sizeof name) == 0) {
			name = s->lines[k].op.name;
			break;
		}
	for (size_t k = i + 1; k-- > 0;)
		if (s->lines[k].op.verb == OP_DO_OPEN &&
		    memcmp(&s->lines[k].op.name, &name, sizeof name) == 0)
			return s->lines[k].op.address;
	return "";
}

static void put_lines(struct stage *st)
{
	const struct script *s = st->program;
	struct arena arena = { .left = 0 };
	char flags[FLAGLIST_MAX];
	size_t depth = 0;

	parcel_put_number(&st->parcel, s->n);
	for (size_t i = 0; i < s->n; i++) {
		const struct op *op = &s->lines[i].op;
		struct text text = { .arena = &arena };

		depth -= op->verb == OP_DO_END;
		text_format(&text, "%*s%s", (int)(2 * depth), "", op_print(op, &arena));
		depth += op->verb == OP_DO_ROUTINE || op->verb == OP_DO_REPEAT;
		flags[0] = '\0';
		if (op->flags != 0)
			flaglist_words(op->flags, flags);
		parcel_put_text(&st->parcel, text_whole(&text));
		parcel_put_text(&st->parcel, op_verb_kind(op->verb)->word);
		parcel_put_text(&st->parcel, protocol_of(s, i));
		parcel_put_text(&st->parcel, flags);
	}
	arena_fini(&arena);
	send_parcel(st);
}

static void begins(void *context, const struct script_line *line)
{
	struct stage *st = context;

	if (st->objected)
		return;
	parcel_put_number(&st->parcel, FINDING_BEGINS);
	parcel_put_number(&st->parcel, (uint64_t)(line - st->program->lines));
	send_parcel(st);
}

/* A wait that gave up only after everything had happened is not written as `blocked`: who
 * expects that does not wait. */
static bool waited(const struct session_step *step)
{
	const struct op *op = &step->line->op;

	return op->verb == OP_DO_AWAIT && step->got->n > 0 &&
	       strcmp(tokens_print(step->got), "blocked") == 0;
}

static void told(void *context, const struct session_step *step, const char *clause,
		 const char *text)
{
	struct stage *st = context;

	/* The target ends at the first. */
	if (st->objected)
		return;
	st->objected = clause != NULL;
	parcel_put_number(&st->parcel, clause != NULL ? FINDING_OBJECTS : FINDING_TOLD);
	parcel_put_number(&st->parcel, (uint64_t)(step->line - st->program->lines));
	parcel_put_text(&st->parcel, tokens_print(step->got));
	if (clause != NULL) {
		parcel_put_text(&st->parcel, clause);
		parcel_put_text(&st->parcel, text);
	} else {
		parcel_put_number(&st->parcel, waited(step));
	}
	send_parcel(st);
	if (clause != NULL)
		_exit(0);
}

void finding_child_play(void *context, int events)
{
	static struct script program;
	struct finding_input *in = context;
	struct stage st = { .program = &program, .events = events };
	struct play_wish wish = { in->rules, begins, told, &st, false };

	program_read(in->bytes, in->n, in->rules, &program);
	put_lines(&st);
	play_program(&wish, &program);
	parcel_put_number(&st.parcel, FINDING_OVER);
	send_parcel(&st);
	parcel_free(&st.parcel);
}

static void begin_child(const struct finding_child *c, int events,
			void (*run)(void *context, int events), void *context)
{
	struct rlimit none = { 0, 0 };

	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	setrlimit(RLIMIT_CORE, &none);
	if (dup2(c->said, STDERR_FILENO) < 0)
		_exit(1);
	run(context, events);
	_exit(0);
}

bool finding_fork(struct finding_child *c, void (*run)(void *context, int events),
		  void *context)
{
	int ends[2];

	*c = (struct finding_child){ .events = -1, .said = -1 };
	fflush(NULL);
	if (pipe(ends) == 0) {
		c->said = memfd_create("said", MFD_CLOEXEC);
		c->pid = c->said < 0 ? -1 : fork();
		if (c->pid == 0) {
			close(ends[0]);
			begin_child(c, ends[1], run, context);
		}
		close(ends[1]);
		c->events = ends[0];
		if (c->pid > 0)
			return true;
		close(ends[0]);
		close(c->said);
	}
	fprintf(stderr, "wsprecv: fuzz: no process can be made: %s\n", strerror(errno));
	return false;
}

void finding_wait(struct finding_child *c, struct parcel *events, uint64_t limit)
{
	uint64_t until = clock_now() + limit;
	unsigned char *bytes = malloc(PIECE);
	ssize_t n = 1;

	if (bytes == NULL)
		abort();
	while (n > 0) {
		uint64_t now = clock_now();
		struct pollfd p = { c->events, POLLIN, 0 };
		int ready = poll(&p, 1,
				 now < until ? (int)((until - now) / 1000) + 1 : 0);

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0) {
			c->hung = true;
			kill(c->pid, SIGKILL);
			break;
		}
		n = read(c->events, bytes, PIECE);
		if (n > 0) {
			memcpy(parcel_room(events, (size_t)n), bytes, (size_t)n);
			events->n += (size_t)n;
		}
	}
	free(bytes);
	close(c->events);
	while (waitpid(c->pid, &c->status, 0) < 0 && errno == EINTR)
		;
}

const char *finding_said(struct finding_child *c, struct arena *arena)
{
	struct text text = { .arena = arena };
	char piece[4096];
	ssize_t n;

	lseek(c->said, 0, SEEK_SET);
	while ((n = read(c->said, piece, sizeof piece)) > 0)
		text_add(&text, piece, (size_t)n);
	close(c->said);
	return text_whole(&text);
}
