/* SPDX-License-Identifier: MIT */
/* Running a script: who does what when, and whether it came to what was expected. */
#include "scenario/session.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "scenario/session_parts.h"
#include "scenario/text.h"

#define WITHIN 5000000 /* microseconds, of the longest wait for what shall happen */

static void tell(struct session *s, const struct script_line *line,
		 const struct tokens *got, const struct expect_mismatch *m,
		 const char *late, const struct objection *objection)
{
	struct session_step step = { .line = line, .got = got, .late = late };
	struct objection earlier;

	crew_enter(s->crew, &s->lock);
	s->last = line;
	earlier = s->objection;
	s->objection.clause = NULL;
	if (earlier.clause != NULL)
		step.objection = &earlier;
	else if (objection->clause != NULL)
		step.objection = objection;
	if (late == NULL && world_damage(s->world)[0] != '\0' && !s->damaged) {
		s->damaged = true;
		step.late = world_damage(s->world);
	}
	step.number = ++s->result->steps;
	if (step.number == s->wish->most)
		s->stopped = true;
	step.round = s->round;
	step.mismatch = m;
	if (m != NULL || step.late != NULL || step.objection != NULL) {
		s->result->failed++;
		if (!s->wish->go_on)
			s->stopped = true;
	}
	if (s->wish->told != NULL)
		s->wish->told(s->wish->context, &step);
	crew_leave(s->crew, &s->lock);
}

/* What is looked at may be on its way: with the kernel such verbs are tried again. */
bool session_observes(const struct op *op)
{
	return (op->verb == OP_DO_EVENT && op->event_act == OP_EVENT_LOOK) ||
	       op->verb == OP_DO_ORDER || op->verb == OP_DO_OVERLAPPED ||
	       op->verb == OP_DO_READABLE || op->verb == OP_DO_ATMARK ||
	       op->verb == OP_DO_UPCALLS || (op->verb == OP_DO_RESULT && !op->wait);
}

uint64_t session_scaled(const struct session *s, uint64_t usec)
{
	return crew_simulates(s->crew) ? usec
				       : (uint64_t)((double)usec * s->wish->time_scale);
}

uint64_t session_within(const struct session *s, const struct script_line *line)
{
	uint64_t usec = line->expected != NULL ? line->expect.within : 0;

	if (usec == 0)
		usec = s->wish->within != 0 ? s->wish->within : WITHIN;
	return session_scaled(s, usec);
}

/* When trying again is over; 0: it is not worth it. */
static uint64_t patience(const struct session *s, const struct script_line *line)
{
	if (line->expected == NULL)
		return 0;
	if (line->expect.eventually)
		return crew_now(s->crew) + session_within(s, line);
	return session_observes(&line->op) && !crew_simulates(s->crew)
		       ? crew_now(s->crew) + session_scaled(s, LOOK_AGAIN)
		       : 0;
}

/* Lets what is under way go on; false: nothing more will come by then. */
static bool let_pass(struct session *s, uint64_t until)
{
	if (member_current() != NULL || s->stopped)
		return false;
	if (!crew_simulates(s->crew)) {
		crew_go_on(s->crew);
		return crew_now(s->crew) < until;
	}
	if (crew_now(s->crew) >= until)
		return false;
	crew_pass_time(s->crew, until);
	crew_go_on(s->crew);
	return true;
}

/* The judge is told before what other threads, and routines, may see of it. */
static void begin(struct session *s, const struct script_line *line, const char *inside)
{
	if (s->judge == NULL || inside[0] != '\0')
		return;
	crew_enter(s->crew, &s->lock);
	model_time(s->judge, crew_now(s->crew));
	model_begins(s->judge, &line->op);
	crew_leave(s->crew, &s->lock);
}

/* The first objection to a line stays. */
static void judge(struct session *s, const struct script_line *line,
		  const struct tokens *got, const char *inside, struct objection *out)
{
	const struct objection *no;

	if (s->judge == NULL)
		return;
	crew_enter(s->crew, &s->lock);
	model_time(s->judge, crew_now(s->crew));
	no = model_step(s->judge, &line->op, got, inside);
	if (no != NULL && out->clause == NULL)
		*out = *no;
	crew_leave(s->crew, &s->lock);
}

/* One operation, tried again as long as that may help, and told. What only looks is judged
 * by its last try: before that it may have looked too soon. */
static void take_step(struct session *s, const struct script_line *line,
		      const char *inside)
{
	struct objection objection = { .clause = NULL };
	bool looks = session_observes(&line->op);
	struct session_scratch *scratch = session_scratch(s->crew);
	struct tokens got;
	struct expect_mismatch m;
	uint64_t until = patience(s, line);
	const char *late;
	bool good;

	if (s->wish->begins != NULL) {
		crew_enter(s->crew, &s->lock);
		s->wish->begins(s->wish->context, line);
		crew_leave(s->crew, &s->lock);
	}
	do {
		late = NULL;
		arena_reset(&scratch->arena);
		tokens_init(&got, &scratch->arena);
		begin(s, line, inside);
		session_do(s, line, &got, &late);
		if (!looks)
			judge(s, line, &got, inside, &objection);
		good = line->expected == NULL ||
		       expect_match(&line->expect, &got, &scratch->arena, &m);
	} while (!good && until != 0 && let_pass(s, until));
	if (looks)
		judge(s, line, &got, inside, &objection);
	tell(s, line, &got, good ? NULL : &m, late, &objection);
	world_told(s->world, line->op.verb);
	session_scratch_back(s->crew, scratch);
}

static void note_routine(struct session *s, const struct script_line *lines, size_t at)
{
	struct session_routine *r = arena_take(&s->arena, sizeof *r);

	r->lines = lines;
	r->line = at;
	r->next = s->routines;
	atomic_store(&s->routines, r);
}

static void run_lines(struct session *s, const struct script_line *lines, size_t from,
		      size_t to, const char *inside);

/* Returns the line that comes after the block. */
static size_t repeat(struct session *s, const struct script_line *lines, size_t at,
		     const char *inside)
{
	const struct script_line *line = &lines[at];
	uint64_t outer = s->round;

	for (uint64_t n = 1; n <= line->op.number && !s->stopped; n++) {
		s->round = n;
		run_lines(s, lines, at + 1, line->partner, inside);
	}
	s->round = outer;
	return line->partner + 1;
}

static void run_lines(struct session *s, const struct script_line *lines, size_t from,
		      size_t to, const char *inside)
{
	size_t at = from;

	while (at < to && !s->stopped) {
		const struct script_line *line = &lines[at];

		if (line->op.verb == OP_DO_ROUTINE) {
			note_routine(s, lines, at);
			at = line->partner + 1;
		} else if (line->op.verb == OP_DO_REPEAT) {
			at = repeat(s, lines, at, inside);
		} else {
			take_step(s, line, inside);
			at++;
		}
	}
}

static void judge_routine(struct session *s, const char *request, bool begins)
{
	const struct objection *no = NULL;
	const struct member *m = member_current();
	const char *thread = m != NULL ? member_name(m) : "";

	if (s->judge == NULL)
		return;
	crew_enter(s->crew, &s->lock);
	if (begins)
		no = model_routine(s->judge, request, thread);
	else
		model_routine_over(s->judge, request, thread);
	if (no != NULL && s->objection.clause == NULL)
		s->objection = *no;
	crew_leave(s->crew, &s->lock);
}

void session_lines(struct session *s, const struct script_line *lines, size_t from,
		   size_t to)
{
	run_lines(s, lines, from, to, "");
}

static void do_routine(struct session *s, const char *request)
{
	for (struct session_routine *r = s->routines; r != NULL; r = r->next) {
		const struct script_line *line = &r->lines[r->line];

		if (text_is(line->op.name.text, request)) {
			run_lines(s, r->lines, r->line + 1, line->partner, request);
			return;
		}
	}
}

/* On the thread that the completion routine runs on. */
static void on_routine(void *context, const char *request)
{
	struct session *s = context;

	judge_routine(s, request, true);
	do_routine(s, request);
	judge_routine(s, request, false);
}

static void begin_judging(struct session *s)
{
	if (!s->wish->judge)
		return;
	s->judge = session_judge();
	model_exact(s->judge, s->wish->simulate);
}

/* What never came is told with the last line. */
static void end_judging(struct session *s)
{
	struct arena arena = { NULL, 0 };
	const struct objection *no = NULL;
	struct tokens got;

	if (s->judge != NULL)
		no = model_end(s->judge);
	if (no != NULL && s->last != NULL) {
		tokens_init(&got, &arena);
		tell(s, s->last, &got, NULL, NULL, no);
		arena_fini(&arena);
	}
	if (s->judge != NULL)
		s->result->count = model_counted(s->judge);
	session_judge_back(s->judge);
}

bool session_needs(const struct session_wish *wish, const char *const *needs, size_t n,
		   struct session_result *out)
{
	for (size_t i = 0; i < n; i++) {
		const char *why = world_needs(wish->simulate, needs[i]);

		if (why != NULL && why[0] == '\0')
			continue;
		out->end = why == NULL ? SESSION_BROKEN : SESSION_SKIPPED;
		snprintf(out->why, sizeof out->why, "needs %.40s%s%s", needs[i],
			 why != NULL ? ": " : ", which nobody knows",
			 why != NULL ? why : "");
		return false;
	}
	return true;
}

struct session *session_open(const struct session_wish *wish,
			     struct session_result *out)
{
	struct session *s = calloc(1, sizeof *s);
	struct world_wish world = { .simulate = wish->simulate,
				    .swift = wish->swift,
				    .alone = wish->alone,
				    .time_scale = wish->time_scale,
				    .routine = on_routine,
				    .context = s };

	*out = (struct session_result){ .end = SESSION_PASSED };
	if (s == NULL)
		snprintf(out->why, sizeof out->why, "no memory");
	else
		s->world = world_new(&world, out->why);
	if (s == NULL || s->world == NULL) {
		out->end = SESSION_BROKEN;
		free(s);
		return NULL;
	}
	s->wish = wish;
	s->result = out;
	s->crew = world_crew(s->world);
	LIST_INIT(&s->jobs);
	pthread_mutex_init(&s->lock, NULL);
	begin_judging(s);
	return s;
}

void session_close(struct session *s)
{
	end_judging(s);
	world_free(s->world);
	session_reap(s, true);
	pthread_mutex_destroy(&s->lock);
	arena_fini(&s->arena);
	if (s->result->failed > 0)
		s->result->end = SESSION_FAILED;
	free(s);
}

void session_run(const struct script *script, const struct session_wish *wish,
		 struct session_result *out)
{
	struct session *s;

	*out = (struct session_result){ .end = SESSION_PASSED };
	if (!session_needs(wish, script->needs, script->n_needs, out))
		return;
	s = session_open(wish, out);
	if (s == NULL)
		return;
	session_lines(s, script->lines, 0, script->n);
	session_close(s);
}
