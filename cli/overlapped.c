/* SPDX-License-Identifier: MIT */
/* Posts, reports, and posts again. */
#include "cli/overlapped.h"

#include <stdio.h>

#include "base/code.h"
#include "cli/overlapped_parts.h"
#include "scenario/clock.h"

#define LOOK 20000 /* microseconds between two looks at signals and times */

const char *overlapped_thread(const struct overlapped *o)
{
	if (pthread_equal(pthread_self(), o->main))
		return "main";
	if (o->has_poster && pthread_equal(pthread_self(), o->poster))
		return "poster";
	return "another";
}

static struct report_half half_of(const struct overlapped *o, const struct request *r,
				  const struct outcome *outcome)
{
	return (struct report_half){
		.one = { r->number, outcome, r->memory, r->layout },
		.posted = &r->posted,
		.start = o->start,
		.thread = overlapped_thread(o),
		.in_routine = o->in_routine,
		.indication = r->indication,
	};
}

static struct record_half record_of(const struct overlapped *o, const struct request *r,
				    const struct outcome *outcome)
{
	return (struct record_half){
		.number = r->number,
		.outcome = outcome,
		.memory = r->memory,
		.layout = r->layout,
		.other_thread = !pthread_equal(pthread_self(), o->main),
		.in_routine = o->in_routine,
		.refused = r->posted.state == POSTED_REFUSED,
	};
}

/* Reports what has completed, in the order in which it became known; or, where the format
 * wants that, in the order of posting. */
static void report_completed(struct overlapped *o, struct request *r)
{
	struct receiving *run = o->run;
	bool ordered = run->o.format->ordered;
	struct report_half half;

	if (ordered)
		r = TAILQ_FIRST(&o->requests.posted);
	while (r != NULL && r->posted.state == POSTED_COMPLETED) {
		half = half_of(o, r, &r->posted.completion);
		half.thread = r->told_on;
		receiving_check_output(run, report_completion_of(&run->report, &half));
		receiving_take(run, &r->posted.completion);
		requests_give_back(&o->requests, r);
		r = ordered ? TAILQ_FIRST(&o->requests.posted) : NULL;
	}
}

void overlapped_told(struct overlapped *o, struct request *r, enum report_indication by)
{
	struct record_half half = record_of(o, r, &r->posted.completion);

	record_completion(o->run->record, &half);
	r->indication = by;
	r->told_on = overlapped_thread(o);
	o->requests.outstanding--;
	o->since = clock_now();
	if (!receiving_goes_on(o->run, &r->posted.completion))
		o->over = true;
	report_completed(o, r);
}

static bool more_to_post(const struct overlapped *o)
{
	const struct receiving *run = o->run;

	return !o->over && !run->stop && o->requests.outstanding < run->o.depth &&
	       (run->o.count == 0 || o->made < run->o.count);
}

/* As many as may be outstanding; what a call refuses is not. */
static void post_more(struct overlapped *o)
{
	while (more_to_post(o) && interrupt_signal() == 0)
		overlapped_post(o);
}

/* A1 and A3: where a routine runs, and that it runs alone. */
static void on_routine(struct posted *p)
{
	struct overlapped *o = p->context;
	struct request *r = (struct request *)p;

	if (p->again) {
		receiving_damage(o->run, "a receive was indicated more than once");
		return;
	}
	if (!pthread_equal(pthread_self(), r->thread))
		receiving_damage(o->run,
				 "a routine ran on a thread that did not post it");
	if (o->in_routine)
		receiving_damage(o->run, "a routine ran inside another");
	o->in_routine = true;
	overlapped_told(o, r, REPORT_BY_ROUTINE);
	if (o->run->o.post_in_routine)
		post_more(o);
	o->in_routine = false;
}

/* Reports the call, whose outcome counts only where no completion follows. */
static void call_returned(struct overlapped *o, struct request *r)
{
	struct receiving *run = o->run;
	const struct posted *p = &r->posted;
	struct record_half told = record_of(o, r, &p->call);
	struct report_half half;

	record_call(run->record, &told);
	o->since = clock_now();
	if (o->made == 1)
		o->start = p->posted_at;
	half = half_of(o, r, &p->call);
	receiving_check_output(run, report_call_of(&run->report, &half));
	if (p->state == POSTED_UNDERWAY) {
		o->requests.outstanding++;
		if (p->call.damage[0] != '\0')
			receiving_damage(run, p->call.damage);
		return;
	}
	receiving_take(run, &p->call);
	if (!receiving_goes_on(run, &p->call))
		o->over = true;
	requests_give_back(&o->requests, r);
}

void overlapped_post(struct overlapped *o)
{
	struct receiving *run = o->run;
	const struct layout *layout =
		&run->o.layouts[receiving_turn(o->made, run->o.n_layouts)];
	DWORD flags = run->o.flags[receiving_turn(o->made, run->o.n_flags)];
	struct request *r = requests_take(&o->requests, layout);
	struct posted *p;

	if (r == NULL) {
		receiving_tell_code(run, "memory", "no memory for another receive",
				    WSAENOBUFS);
		return;
	}
	p = &r->posted;
	r->number = ++o->made;
	r->thread = pthread_self();
	p->completed = run->o.mode == RECV_ROUTINE ? on_routine : NULL;
	p->context = o;
	run->received++;
	posted_call(p, o->socket, &run->end.info, r->memory, flags, r->event);
	call_returned(o, r);
}

static bool thread_is_over(const struct overlapped *o)
{
	return o->has_poster && !o->left_alone && !o->closed &&
	       clock_now() - o->begun >= o->run->o.exit_thread_after;
}

static void send_bytes(struct overlapped *o)
{
	struct receiving *run = o->run;
	char text[40];

	if (run->o.send == NULL || o->closed || run->stop || !receiving_send(run))
		return;
	snprintf(text, sizeof text, "sent %zu bytes", run->o.bytes.n);
	overlapped_mark(o, "sent", text);
}

/* The first receives are posted whatever becomes of each of them. What is due after no
 * time at all goes before the sending, so that an answer finds it done. */
static void begin(struct overlapped *o)
{
	struct receiving *run = o->run;
	uint64_t n = run->o.depth;

	if (run->o.count != 0 && run->o.count < n)
		n = run->o.count;
	while (o->made < n && !run->stop && interrupt_signal() == 0)
		overlapped_post(o);
	o->begun = clock_now();
	while (overlapped_due(o, LOOK) == 0 && !o->closed && !thread_is_over(o))
		overlapped_act(o);
	send_bytes(o);
}

static void go_on(struct overlapped *o)
{
	struct receiving *run = o->run;
	uint64_t usec;

	interrupt_expect(&run->interrupt, "data", false);
	for (;;) {
		if (!run->o.post_in_routine || o->requests.outstanding == 0)
			post_more(o);
		if (o->requests.outstanding == 0)
			return;
		overlapped_act(o);
		if (o->given_up)
			return;
		if (thread_is_over(o)) {
			overlapped_catch_up(o);
			return;
		}
		usec = overlapped_due(o, LOOK);
		overlapped_wait(o, (DWORD)((usec + 999) / 1000));
		interrupt_waited(&run->interrupt, clock_now() - o->since);
	}
}

static void *post_on_thread(void *context)
{
	struct overlapped *o = context;

	o->poster = pthread_self();
	o->has_poster = true;
	begin(o);
	go_on(o);
	return NULL;
}

static void receive_on_thread(struct overlapped *o)
{
	pthread_t thread;
	int error = pthread_create(&thread, NULL, post_on_thread, o);

	if (error != 0) {
		receiving_tell_code(o->run, "thread",
				    "cannot start the thread that posts",
				    code_from_errno(error));
		return;
	}
	pthread_join(thread, NULL);
	o->left_alone = o->over = true;
	o->since = clock_now();
	overlapped_mark(o, "thread-ended", "posting thread ended");
	go_on(o);
}

static bool prepare(struct overlapped *o)
{
	struct receiving *run = o->run;
	DWORD limit = run->o.limit, n;
	int error = 0;

	/* One place more, for what --shutdown-after posts. */
	if (!requests_init(&o->requests, run->o.depth + 1, run->o.mode == RECV_EVENT)) {
		receiving_tell_code(run, "memory", "no memory for the receives",
				    WSAENOBUFS);
		return false;
	}
	if (limit != 0)
		WSPIoctl(o->socket, SIO_WSP_SET_LIMIT, &limit, sizeof limit, NULL, 0,
			 &n, NULL, NULL, NULL, &error);
	if (error != 0) {
		receiving_tell_code(run, "option", "cannot set the limit", error);
		return false;
	}
	receiving_watch(run, WSP_WATCH_OVERLAPPED);
	return receiving_shutdown(run);
}

void overlapped_receive(struct receiving *run)
{
	struct overlapped o = { .run = run,
				.socket = run->end.socket,
				.main = pthread_self() };

	if (prepare(&o)) {
		if (run->o.exit_thread_after != INTERRUPT_NEVER) {
			receive_on_thread(&o);
		} else {
			begin(&o);
			go_on(&o);
		}
	}
	/* What was never completed may still be written to. */
	if (o.requests.outstanding == 0)
		requests_fini(&o.requests);
}
