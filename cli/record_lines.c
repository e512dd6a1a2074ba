/* SPDX-License-Identifier: MIT */
/* From what happened, in its order, to operations. */
#include <stdio.h>
#include <string.h>

#include "base/code.h"
#include "cli/record_parts.h"
#include "scenario/text.h"

#define THREAD "t1"

struct lines {
	struct record *r;
	struct record_peer peer;
	bool hooked; /* the hook of the receive to come has made one */
};

static struct op operation(enum op_verb verb)
{
	return (struct op){ .verb = verb, .name = { "a" } };
}

static void name(struct op_name *to, uint64_t number)
{
	snprintf(to->text, sizeof to->text, "r%u", (unsigned)number);
}

static bool is_usual(const struct layout *l)
{
	return l->n == 1 && l->buffers[0].kind == LAYOUT_PLAIN &&
	       l->buffers[0].length == 65536;
}

static enum op_mode mode_of(enum recv_mode mode)
{
	switch (mode) {
	case RECV_BLOCKING:
		return OP_MODE_AS_IS;
	case RECV_NONBLOCKING:
		return OP_MODE_NONBLOCKING;
	case RECV_EVENT:
		return OP_MODE_EVENT;
	case RECV_POLL:
		return OP_MODE_POLL;
	case RECV_ROUTINE:
		return OP_MODE_ROUTINE;
	}
	return OP_MODE_AS_IS;
}

static struct op receive(const struct lines *l, const struct record_event *e)
{
	struct op op = operation(OP_DO_RECV);

	op.layout = is_usual(e->layout) ? NULL : e->layout;
	op.flags = e->outcome.flags_in;
	op.mode = mode_of(l->r->o->mode);
	return op;
}

static void await(struct lines *l, const struct record_event *e, const char *expected,
		  const char *note)
{
	struct op op = { .verb = OP_DO_AWAIT };

	name(&op.name, e->number);
	record_row(l->r, &op, expected, note);
}

/* What no peer does is done to the network: the same error, by itself. */
static void inject(struct lines *l, const struct record_event *e, struct op *op)
{
	struct op fault = operation(OP_DO_FAULT);

	fault.native = e->outcome.native;
	fault.number = 1;
	if (fault.native != 0) {
		record_row(l->r, &fault, "ok",
			   "No peer can bring the next end about: the network is told "
			   "to.");
		record_row(l->r, op, "aborted ...", NULL);
		return;
	}
	op->mode = OP_MODE_NONBLOCKING;
	record_row(l->r, op, "...",
		   text_print(&l->r->arena, "No peer can bring this about: %s",
			      e->expected));
}

/* What the receive came to, and one in its hook. */
static const char *hooked(const struct lines *l, const struct record_event *e)
{
	return l->hooked
		       ? text_print(&l->r->arena, "%s hook WSAEINPROGRESS", e->expected)
		       : e->expected;
}

/* It waits, and then ends in some other way than by itself. */
static void receive_waiting(struct lines *l, const struct record_event *e,
			    struct op *op)
{
	struct op cancel = { .verb = OP_DO_CANCEL, .name = { THREAD } };

	name(&op->as, e->number);
	snprintf(op->thread.text, sizeof op->thread.text, THREAD);
	record_row(l->r, op, "blocked", NULL);
	if (e->outcome.word == OUTCOME_CANCELLED)
		record_row(l->r, &cancel, "ok", NULL);
	else
		record_peer_supply(&l->peer, e->number);
	await(l, e, hooked(l, e), NULL);
}

static void put_receive(struct lines *l, const struct record_event *e)
{
	const struct recv_options *o = l->r->o;
	struct op op = receive(l, e);
	bool cancelled = e->outcome.word == OUTCOME_CANCELLED;

	if (o->hook_receive && e->outcome.error == WSAEINPROGRESS) {
		record_row_text(l->r, NULL, NULL,
				"The blocking hook of the next receive made another, "
				"which was refused: WSAEINPROGRESS.");
		l->hooked = true;
		return;
	}
	if (!record_peer_can(&l->peer, e)) {
		inject(l, e, &op);
		return;
	}
	if (l->hooked)
		op.hook = OP_HOOK_RECEIVE;
	if (cancelled && o->hook_cancel) {
		op.hook = OP_HOOK_CANCEL;
		op.hook_both = l->hooked;
	}
	if (op.hook == OP_HOOK_RECEIVE || (cancelled && op.hook == OP_HOOK_NONE)) {
		receive_waiting(l, e, &op);
	} else {
		record_peer_supply(&l->peer, e->number);
		record_row(l->r, &op, hooked(l, e), NULL);
	}
	l->hooked = false;
}

static void put_call(struct lines *l, const struct record_event *e)
{
	struct op op = receive(l, e);

	name(&op.as, e->number);
	if (e->other_thread && !e->in_routine)
		snprintf(op.thread.text, sizeof op.thread.text, THREAD);
	record_row(l->r, &op, e->expected, NULL);
}

/* Those posted by a routine stand in a block for it, before anything else is posted. */
static void put_routines(struct lines *l)
{
	struct record *r = l->r;
	uint64_t by = 0;

	for (size_t i = 0; i < r->n_events; i++) {
		const struct record_event *e = &r->events[i];
		struct op op = { .verb = OP_DO_ROUTINE };

		if (e->kind != RECORD_CALL || !e->in_routine)
			continue;
		if (by != 0 && by != e->by)
			record_row_text(r, "}", NULL, NULL);
		name(&op.name, e->by);
		if (by != e->by)
			record_row(r, &op, NULL, NULL);
		by = e->by;
		put_call(l, e);
	}
	if (by != 0)
		record_row_text(r, "}", NULL, NULL);
}

static bool at_once(const struct record_event *e)
{
	return e->outcome.word != OUTCOME_PENDING;
}

/* What its routine posts, and what theirs do, may be complete at once. */
static void supply_routine(struct lines *l, size_t from, uint64_t number)
{
	for (size_t i = from; i < l->r->n_events; i++) {
		const struct record_event *e = &l->r->events[i];

		if (e->kind != RECORD_CALL || !e->in_routine || e->by != number ||
		    !at_once(e))
			continue;
		record_peer_supply(&l->peer, e->number);
		supply_routine(l, i + 1, e->number);
	}
}

static void put_completion(struct lines *l, size_t i)
{
	const struct record_event *e = &l->r->events[i];
	struct op op = operation(OP_DO_CLOSE);

	if (!record_peer_can(&l->peer, e)) {
		record_row(l->r, &op, "...",
			   text_print(&l->r->arena,
				      "No peer can bring the next end about: %s",
				      e->expected));
		await(l, e, "...", NULL);
		return;
	}
	record_peer_supply(&l->peer, e->number);
	supply_routine(l, i + 1, e->number);
	await(l, e, e->expected, NULL);
}

static void put_mark(struct lines *l, const char *word)
{
	struct op op = operation(OP_DO_CLOSE);

	if (strcmp(word, "closed") == 0) {
		record_row(l->r, &op, "ok", NULL);
	} else if (strcmp(word, "shutdown") == 0) {
		op = operation(OP_DO_SHUTDOWN);
		op.half = OP_HALF_RECEIVE;
		record_row(l->r, &op, "ok", NULL);
	} else if (strcmp(word, "thread-ended") == 0) {
		op = (struct op){ .verb = OP_DO_EXIT, .thread = { THREAD } };
		record_row(l->r, &op, "ok", NULL);
	} else if (strcmp(word, "timeout") == 0) {
		record_row_text(l->r, NULL, NULL, "Nothing more came in time.");
	} else if (strcmp(word, "interrupted") == 0) {
		record_row_text(l->r, NULL, NULL, "It was interrupted here.");
	}
}

/* A datagram that we send to nobody comes back as a reset. */
static bool was_refused(const struct lines *l)
{
	for (size_t i = 0; i < l->peer.n; i++)
		if (l->peer.got[i] != NULL && !l->peer.stream && !l->peer.scripted &&
		    l->peer.got[i]->outcome.error == WSAECONNRESET)
			return true;
	return false;
}

static void put_sent(struct lines *l)
{
	static struct peer_step leave = { .verb = PEER_CLOSE };
	const struct recv_options *o = l->r->o;
	struct op op = operation(OP_DO_PEER);

	op.steps = &leave;
	op.n_steps = 1;
	if (was_refused(l))
		record_row(l->r, &op, "ok", NULL);
	op = operation(OP_DO_SEND);
	op.data = o->bytes.bytes;
	op.n_data = o->bytes.n;
	record_row(l->r, &op, text_print(&l->r->arena, "%zu", op.n_data), NULL);
	record_peer_heard(&l->peer);
}

static void put_event(struct lines *l, size_t i)
{
	const struct record_event *e = &l->r->events[i];
	struct op op = operation(OP_DO_SHUTDOWN);

	switch (e->kind) {
	case RECORD_RECEIVE:
		put_receive(l, e);
		break;
	case RECORD_CALL:
		if (at_once(e) && !e->in_routine)
			record_peer_supply(&l->peer, e->number);
		if (!e->in_routine)
			put_call(l, e);
		break;
	case RECORD_COMPLETION:
		put_completion(l, i);
		break;
	case RECORD_SENT:
		put_sent(l);
		break;
	case RECORD_SHUT:
		op.half = l->r->o->how == SD_RECEIVE ? OP_HALF_RECEIVE : OP_HALF_BOTH;
		record_row(l->r, &op, "ok", NULL);
		break;
	case RECORD_MARK:
		put_mark(l, e->word);
		break;
	case RECORD_FAILED:
		record_row_text(
			l->r, NULL, NULL,
			text_print(&l->r->arena, "It failed here: %s", e->word));
		if (!l->r->opened && e->code != WSAEINTR &&
		    strncmp(e->word, "startup", 7) != 0)
			record_unopened_row(l->r, e->code);
		break;
	}
}

static bool has_strangers(const struct lines *l)
{
	for (size_t i = 0; i < l->peer.n; i++)
		if (l->peer.got[i] != NULL &&
		    l->peer.got[i]->outcome.source[0] != '\0' &&
		    strcmp(l->peer.got[i]->outcome.source, l->peer.first_source) != 0)
			return true;
	return false;
}

void record_lines(struct record *r)
{
	struct lines l = { .r = r };

	record_peer_init(&l.peer, r);
	if (r->opened) {
		record_open_rows(r, has_strangers(&l));
		record_peer_begin(&l.peer);
		put_routines(&l);
	}
	for (size_t i = 0; i < r->n_events; i++)
		put_event(&l, i);
	if (r->left_out > 0)
		record_row_text(r, NULL, NULL,
				text_print(&r->arena,
					   "%llu receives more were left out: that is "
					   "more than a record keeps.",
					   (unsigned long long)r->left_out));
}
