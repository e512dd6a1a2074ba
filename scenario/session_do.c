/* SPDX-License-Identifier: MIT */
/* One operation of a session: on whose thread, and how long it is waited for. */
#include <stdlib.h>
#include <string.h>

#include "scenario/session_parts.h"

#define HOUR UINT64_C(3600000000)
#define STILL 20 /* moments after which what has not happened will not */

static void do_job(void *context)
{
	struct job *j = context;

	world_do(j->session->world, j->op, &j->out);
	j->done = true;
}

static struct job *job_new(struct session *s, const struct op *op)
{
	struct job *j = session_job();

	j->session = s;
	j->op = op;
	LIST_INSERT_HEAD(&s->jobs, j, link);
	return j;
}

void session_reap(struct session *s, bool all)
{
	struct job *j = LIST_FIRST(&s->jobs), *after;

	for (; j != NULL; j = after) {
		after = LIST_NEXT(j, link);
		if (!j->done && !all)
			continue;
		LIST_REMOVE(j, link);
		session_job_back(j);
	}
}

static const char *thread_of(const struct op *op)
{
	return op->thread.text[0] != '\0' ? op->thread.text : "main";
}

/* Whether a call that has to wait may be left waiting. */
bool session_may_block(const struct script_line *line)
{
	const struct op *op = &line->op;

	if (line->expected != NULL)
		return line->expect.blocked;
	if (op->verb == OP_DO_RECV || op->verb == OP_DO_SEND)
		return op->timeout == 0;
	return op->verb == OP_DO_RESULT ||
	       (op->verb == OP_DO_SLEEP && op->usec == OP_FOREVER);
}

/* A limit of a wait: with the kernel a time, in a simulation when nothing is left to
 * happen. */
struct limit {
	struct session *session;
	struct crew *crew;
	uint64_t until;
};

static struct limit limit_from_now(struct session *s, uint64_t usec)
{
	if (crew_simulates(s->crew))
		usec = HOUR;
	return (struct limit){ s, s->crew, crew_now(s->crew) + usec };
}

static bool gives_up(const struct session *s)
{
	return s->wish->give_up != NULL && s->wish->give_up(s->wish->context);
}

/* Lets time pass; false: the limit has been reached. */
static bool wait_on(const struct limit *l)
{
	if (gives_up(l->session))
		return false;
	if (crew_simulates(l->crew)) {
		if (!crew_pass_time(l->crew, CREW_FOREVER) ||
		    crew_now(l->crew) > l->until)
			return false;
	} else if (crew_now(l->crew) >= l->until) {
		return false;
	}
	crew_go_on(l->crew);
	return true;
}

/* In a simulation it is known how long a wait lasts. */
static bool may_rest_by(struct member *m, uint64_t until)
{
	return member_waits_until(m) <= until;
}

static bool comes_to_rest(struct session *s, struct member *m)
{
	struct limit l = { s, s->crew,
			   crew_now(s->crew) + session_scaled(s, LOOK_AGAIN) };

	if (!member_rests(m))
		crew_go_on(s->crew);
	while (!member_rests(m) && may_rest_by(m, l.until) && wait_on(&l))
		;
	return member_rests(m);
}

/* NULL: it cannot take a job, which has been told. */
static struct member *member_for(struct session *s, const struct op *op,
				 struct tokens *got)
{
	struct member *m = crew_member(s->crew, thread_of(op));

	if (m != NULL && comes_to_rest(s, m))
		return m;
	tokens_word(got, "word", m == NULL ? "no-thread" : "busy");
	return NULL;
}

/* A sleep says that it will wait before it looks whether it need: it gets some moments. */
static bool stays(const struct session *s, struct member *m, enum op_verb verb,
		  unsigned *moments)
{
	if (!member_waits(m))
		return false;
	return crew_simulates(s->crew) || verb == OP_DO_RECV || verb == OP_DO_SEND ||
	       ++*moments > STILL;
}

static void do_on_member(struct session *s, const struct script_line *line,
			 struct tokens *got, const char **late)
{
	struct member *m = member_for(s, &line->op, got);
	struct limit l = limit_from_now(s, session_within(s, line));
	bool block = session_may_block(line);
	unsigned moments = 0;
	struct job *j;

	/* Those that have been told. */
	session_reap(s, false);
	if (m == NULL)
		return;
	j = job_new(s, &line->op);
	member_start(m, do_job, j);
	if (!j->done && crew_simulates(s->crew))
		crew_go_on(s->crew);
	while (!j->done && !(block && stays(s, m, line->op.verb, &moments)) &&
	       wait_on(&l))
		;
	if (!j->done) {
		tokens_word(got, "word", "blocked");
		if (!block && !crew_simulates(s->crew))
			*late = "it did not return in time";
		return;
	}
	*got = j->out;
	/* The member is at rest before anybody is told. */
	comes_to_rest(s, m);
}

struct waiting {
	struct world *world;
	struct world_request *request;
};

static void do_wait(void *context)
{
	struct waiting *w = context;

	world_request_wait(w->world, w->request);
	free(w);
}

/* A routine needs its thread to wait alertably, unless that does so already. */
static struct member *lend_thread(struct session *s, struct world_request *r)
{
	const char *name = world_request_thread(r);
	struct member *m = name != NULL ? crew_known(s->crew, name) : NULL;
	struct waiting *w;

	if (m == NULL || !member_rests(m))
		return NULL;
	w = malloc(sizeof *w);
	if (w == NULL)
		return NULL;
	*w = (struct waiting){ s->world, r };
	member_start(m, do_wait, w);
	return m;
}

static void await(struct session *s, const struct script_line *line, struct tokens *got,
		  const char **late)
{
	struct world_request *r = world_request(s->world, line->op.name.text);
	struct limit l = limit_from_now(s, session_within(s, line));
	bool block = line->expected != NULL && line->expect.blocked;
	unsigned moments = 0;
	struct member *m = NULL;

	if (r == NULL) {
		world_unknown(line->op.name.text, got);
		return;
	}
	crew_go_on(s->crew);
	while (!world_request_over(s->world, r)) {
		if (m == NULL)
			m = lend_thread(s, r);
		crew_go_on(s->crew);
		if (world_request_over(s->world, r))
			break;
		if (block && (!crew_has_time(s->crew) || ++moments > STILL))
			break;
		if (!wait_on(&l)) {
			if (!crew_simulates(s->crew))
				*late = "it was not completed in time";
			break;
		}
	}
	if (!world_request_over(s->world, r)) {
		tokens_word(got, "word", "blocked");
		return;
	}
	if (m != NULL)
		comes_to_rest(s, m);
	world_request_tell(s->world, r, got);
}

static void end_thread(struct session *s, const struct op *op, struct tokens *got)
{
	struct member *m = member_for(s, op, got);

	if (m == NULL)
		return;
	member_end(m);
	tokens_word(got, "word", "ok");
}

static void pass(struct session *s, const struct op *op, struct tokens *got)
{
	uint64_t until = crew_now(s->crew) + session_scaled(s, op->usec);

	while (member_current() == NULL && crew_now(s->crew) < until && !gives_up(s)) {
		if (crew_simulates(s->crew))
			crew_pass_time(s->crew, until);
		crew_go_on(s->crew);
	}
	tokens_word(got, "word", "ok");
}

/* Inside a routine everything happens on its thread. */
static void do_inside(struct session *s, const struct op *op, struct tokens *got)
{
	if (op->verb == OP_DO_AWAIT || op->verb == OP_DO_EXIT || op->verb == OP_DO_WAIT)
		tokens_word(got, "word", "not-in-a-routine");
	else
		world_do(s->world, op, got);
}

void session_do(struct session *s, const struct script_line *line, struct tokens *got,
		const char **late)
{
	const struct op *op = &line->op;

	if (member_current() != NULL)
		do_inside(s, op, got);
	else if (op->verb == OP_DO_AWAIT)
		await(s, line, got, late);
	else if (op->verb == OP_DO_EXIT)
		end_thread(s, op, got);
	else if (op->verb == OP_DO_WAIT)
		pass(s, op, got);
	else if (world_is_owners(op->verb))
		world_do(s->world, op, got);
	else
		do_on_member(s, line, got, late);
}
