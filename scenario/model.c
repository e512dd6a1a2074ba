/* SPDX-License-Identifier: MIT */
/* The judge: steps as they are told, and who sees to each. */
#include "scenario/model.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/same.h"
#include "scenario/model_parts.h"
#include "wspmore.h"

struct model *model_new(void)
{
	struct model *m = calloc(1, sizeof *m);

	if (m == NULL)
		abort();
	return m;
}

#define MOVE_ALL(from, to) \
	while ((from) != NULL) { \
		__typeof__(from) one = (from); \
		(from) = one->next; \
		one->next = (to); \
		(to) = one; \
	}

void model_reset(struct model *m)
{
	struct model empty = { .exact = m->exact };

	MOVE_ALL(m->sockets, m->free_sockets)
	MOVE_ALL(m->requests, m->free_requests)
	MOVE_ALL(m->events, m->free_events)
	MOVE_ALL(m->threads, m->free_threads)
	MOVE_ALL(m->names, m->free_names)
	empty.free_sockets = m->free_sockets;
	empty.free_requests = m->free_requests;
	empty.free_events = m->free_events;
	empty.free_threads = m->free_threads;
	empty.free_names = m->free_names;
	*m = empty;
}

void model_free(struct model *m)
{
	struct model_socket *s;
	struct model_request *r;
	struct model_event *e;
	struct model_thread *t;
	struct model_name *n;

	if (m == NULL)
		return;
	model_reset(m);
	while ((s = m->free_sockets) != NULL) {
		m->free_sockets = s->next;
		free(s->bytes);
		free(s->messages);
		free(s->urgents);
		free(s);
	}
	while ((r = m->free_requests) != NULL) {
		m->free_requests = r->next;
		free(r->bytes);
		free(r);
	}
	while ((e = m->free_events) != NULL) {
		m->free_events = e->next;
		free(e);
	}
	while ((t = m->free_threads) != NULL) {
		m->free_threads = t->next;
		free(t);
	}
	while ((n = m->free_names) != NULL) {
		m->free_names = n->next;
		free(n);
	}
	free(m);
}

void model_exact(struct model *m, bool exact)
{
	m->exact = exact;
}

void model_time(struct model *m, uint64_t now)
{
	m->now = now;
	m->stale = m->stale && !(m->exact && now > m->stale_at);
}

bool model_object(struct model *m, const char *clause, const char *format, ...)
{
	va_list args;

	if (m->objected)
		return false;
	m->objected = true;
	m->objection.clause = clause;
	va_start(args, format);
	vsnprintf(m->objection.text, sizeof m->objection.text, format, args);
	va_end(args);
	return false;
}

struct model_socket *model_socket(const struct model *m, const struct op_name *name)
{
	struct model_socket *s = m->sockets;

	while (s != NULL && memcmp(&s->name, name, sizeof *name) != 0)
		s = s->next;
	return s;
}

struct model_request *model_meant(const struct model *m, const struct op *op)
{
	return m->busy == op ? m->meant : model_request(m, op->name.text);
}

struct model_thread *model_thread(struct model *m, const struct op_name *name)
{
	struct model_thread *t = m->threads;

	while (t != NULL && memcmp(&t->name, name, sizeof *name) != 0)
		t = t->next;
	if (t != NULL)
		return t;
	t = m->free_threads;
	if (t != NULL)
		m->free_threads = t->next;
	else if ((t = calloc(1, sizeof *t)) == NULL)
		abort();
	*t = (struct model_thread){ .next = m->threads, .name = *name };
	m->threads = t;
	return t;
}

struct op_name model_plain(struct op_name name)
{
	if (text_is(name.text, "main"))
		memset(&name, 0, sizeof name);
	return name;
}

struct op_name model_thread_of(const struct model *m, const struct op *op,
			       const char *inside)
{
	const struct model_request *r = model_running(m, inside);

	if (r == NULL)
		r = model_request(m, inside);
	return r != NULL ? r->thread : model_plain(op->thread);
}

bool model_knows(const struct model *m, const char *socket)
{
	struct op_name name = { "" };
	const struct model_socket *s;

	strncpy(name.text, socket, OP_NAME_MAX);
	s = model_socket(m, &name);
	return s != NULL && s->known;
}

struct model_count model_counted(const struct model *m)
{
	return m->count;
}

/* What leads from one socket of ours to another, or to settings that are none of an
 * address: from then on nothing is known of any. */
static bool is_strange(const struct op *op)
{
	switch ((int)op->verb) {
	case OP_DO_BIND:
	case OP_DO_LISTEN:
	case OP_DO_ACCEPT:
	case OP_DO_ADOPT:
	case OP_DO_JOIN:
	case OP_DO_IOCTL:
	case OP_DO_STARTUP:
		return true;
	case OP_DO_CONNECT:
	case OP_DO_SEND:
		return op->place != NULL || op->length != 0 ||
		       (op->verb == OP_DO_SEND && op->layout != NULL) ||
		       op->nulls != 0 || op->bads != 0;
	}
	return false;
}

void model_is_strange(struct model *m)
{
	m->strange = true;
	for (struct model_socket *s = m->sockets; s != NULL; s = s->next)
		s->known = false;
}

/* A1, A6: what waits so that no routine runs. */
static bool is_deaf(struct model *m, const struct op *op)
{
	struct op_name name = model_plain(op->thread);
	const struct model_thread *t = model_thread(m, &name);

	return ((op->verb == OP_DO_SLEEP && !op->alertable) ||
		op->verb == OP_DO_RESULT) &&
	       !t->blocked && !t->lent;
}

void model_begins(struct model *m, const struct op *op)
{
	struct model_socket *s = model_socket(m, &op->name);

	m->busy = op;
	m->deaf = is_deaf(m, op);
	m->stirred = m->cancelled = false;
	m->began = m->n_requests;
	m->busy_since = m->now;
	m->meant = op->verb == OP_DO_AWAIT || op->verb == OP_DO_RESULT
			   ? model_request(m, op->name.text)
			   : NULL;
	if (op->verb == OP_DO_CLEANUP || op->verb == OP_DO_EXIT || is_strange(op))
		for (s = m->sockets; s != NULL; s = s->next)
			s->leaving = true;
	else if (s != NULL && op->verb == OP_DO_PEER)
		model_peer_begins(s, op);
	else if (s != NULL && (op->verb == OP_DO_CLOSE || op->verb == OP_DO_SHUTDOWN ||
			       op->verb == OP_DO_CONNECT || op->verb == OP_DO_NET ||
			       op->verb == OP_DO_OPEN))
		s->leaving = true;
}

bool model_is_ok(const struct tokens *got)
{
	return got->n == 1 && text_is(got->at[0].text, "ok");
}

/* The thread was not there to be asked. `order` has the names of requests. */
static bool is_not_done(const struct op *op, const struct tokens *got)
{
	const char *word = got->n == 1 && got->at[0].kind == TOKEN_WORD
				   ? got->at[0].text
				   : "";

	return op->verb != OP_DO_ORDER &&
	       (text_is(word, "busy") || text_is(word, "no-thread") ||
		text_is(word, "not-in-a-routine"));
}

/* Verbs that no thread is asked for. */
static const bool needs_none[OP_N_VERBS] = {
	[OP_DO_PEER] = true,  [OP_DO_NET] = true,        [OP_DO_EVENT] = true,
	[OP_DO_ORDER] = true, [OP_DO_OVERLAPPED] = true, [OP_DO_UPCALLS] = true,
	[OP_DO_AWAIT] = true, [OP_DO_WAIT] = true,
};

/* A thread that has not returned from its operation can be lent to nobody. */
static void note_thread(struct model *m, const struct op *op, const struct tokens *got)
{
	struct op_name name = model_plain(op->thread);
	const struct model_request *r;
	struct model_thread *t;

	if (needs_none[op->verb])
		return;
	t = model_thread(m, &name);
	t->blocked = got->n == 1 && text_is(got->at[0].text, "blocked");
	t->asleep = op->verb == OP_DO_SLEEP && !op->alertable &&
		    op->usec == OP_FOREVER && op->events == NULL;
	r = op->verb == OP_DO_RESULT ? model_meant(m, op) : NULL;
	r = r != NULL ? r->place->tenant : NULL;
	t->waits_for = r != NULL && !r->sends ? r->number : 0;
}

/* What happens to a socket, and to the receives that wait on it. */
static void act_on(struct model *m, struct model_socket *s, const struct op *op,
		   const struct tokens *got, bool begun)
{
	if (op->verb == OP_DO_PEER) {
		if (!begun)
			model_peer_begins(s, op);
		model_peer(s, op, got);
		if (!begun && m->busy != NULL && m->busy->verb == OP_DO_PEER &&
		    memcmp(&m->busy->name, &op->name, sizeof op->name) == 0)
			model_peer_meets(s, op, m->busy, m->exact);
	} else if (op->verb == OP_DO_NET) {
		model_net(s, op, got);
	} else if (op->verb == OP_DO_CONNECT && !model_is_ok(got)) {
		/* Under way, perhaps: nobody tells when it is done. */
		s->known = s->known && s->state == MODEL_CONNECTED;
	} else if (!model_is_ok(got)) {
		return;
	} else if (op->verb == OP_DO_CLOSE) {
		model_close_socket(m, s);
	} else if (op->verb == OP_DO_CONNECT) {
		model_connected(s);
	} else if (op->verb == OP_DO_RULE) {
		model_rule(s, op);
	} else if (op->verb == OP_DO_SHUTDOWN && op->half != OP_HALF_SEND) {
		s->shut = true;
		for (struct model_request *r = m->requests; r != NULL; r = r->next)
			r->shut = r->shut || r->s == s;
	}
}

static void clean_up(struct model *m, const struct op *op, const struct tokens *got)
{
	(void)op;
	if (!model_is_ok(got))
		return;
	m->stopped = !m->strange;
	if (m->strange)
		return;
	for (struct model_socket *s = m->sockets; s != NULL; s = s->next)
		if (s->open)
			model_close_socket(m, s);
}

/* Who sees to which verb; what is none of the contract's business goes by. */
typedef void see_to(struct model *m, const struct op *op, const struct tokens *got);
typedef void see_to_inside(struct model *m, const struct op *op,
			   const struct tokens *got, const char *inside);

static see_to *const seers[OP_N_VERBS] = {
	[OP_DO_OPEN] = model_open,       [OP_DO_AWAIT] = model_await,
	[OP_DO_RESULT] = model_result,   [OP_DO_OVERLAPPED] = model_overlapped,
	[OP_DO_EVENT] = model_look,      [OP_DO_ORDER] = model_order,
	[OP_DO_UPCALLS] = model_upcalls, [OP_DO_EXIT] = model_exit,
	[OP_DO_CLEANUP] = clean_up,      [OP_DO_SET] = model_set,
	[OP_DO_FAULT] = model_fault,
};

static see_to_inside *const inside_seers[OP_N_VERBS] = {
	[OP_DO_RECV] = model_recv,
	[OP_DO_SEND] = model_send,
	[OP_DO_CANCEL] = model_cancel,
};

/* Whoever can goes on when they are carried out, but for those of a routine. */
static const bool goes_on[OP_N_VERBS] = {
	[OP_DO_PEER] = true,
	[OP_DO_NET] = true,
	[OP_DO_AWAIT] = true,
};

/* Who sees to what has been done. */
static void see(struct model *m, const struct op *op, const struct tokens *got,
		const char *inside, bool begun)
{
	struct model_socket *s = model_socket(m, &op->name);

	if (inside[0] == '\0')
		note_thread(m, op, got);
	else
		m->napped = m->napped || !needs_none[op->verb];
	if (goes_on[op->verb] && inside[0] == '\0')
		m->stale = false;
	else if (goes_on[op->verb])
		model_is_stale(m);
	if (seers[op->verb] != NULL)
		seers[op->verb](m, op, got);
	else if (inside_seers[op->verb] != NULL)
		inside_seers[op->verb](m, op, got, inside);
	else if (s != NULL)
		act_on(m, s, op, got, begun);
}

/* While another operation is under way. */
static void stir(struct model *m, const struct op *op)
{
	struct model_socket *s = model_socket(m, &m->busy->name);

	/* Which of two receives is in front is told too late. */
	if (s != NULL && m->busy->verb == OP_DO_RECV && op->verb == OP_DO_RECV &&
	    memcmp(&m->busy->name, &op->name, sizeof op->name) == 0)
		s->known = false;
	if (m->stirred || (m->busy->verb != OP_DO_RECV &&
			   memcmp(&m->busy->name, &op->name, sizeof op->name) != 0))
		return;
	m->stirred = true;
	if (s != NULL)
		m->before = *s;
}

const struct model_socket *model_as_called(const struct model *m, const struct op *op,
					   const struct model_socket *s)
{
	return m->busy == op && m->stirred ? &m->before : s;
}

const struct objection *model_step(struct model *m, const struct op *op,
				   const struct tokens *got, const char *inside)
{
	bool begun = m->busy == op;

	m->objected = false;
	if (!begun && m->busy != NULL)
		stir(m, op);
	for (struct model_socket *x = m->sockets; begun && x != NULL; x = x->next)
		x->leaving = false;
	if (is_strange(op))
		model_is_strange(m);
	if (is_not_done(op, got))
		m->count.unjudged++;
	else
		see(m, op, got, inside, begun);
	for (struct model_socket *x = m->sockets; begun && x != NULL; x = x->next) {
		if (x->late)
			model_arrive(x);
		x->late = false;
	}
	if (begun) {
		m->busy = NULL;
		m->meant = NULL;
	}
	return m->objected ? &m->objection : NULL;
}
