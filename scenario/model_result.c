/* SPDX-License-Identifier: MIT */
/* What WSPGetOverlappedResult and the WSAOVERLAPPED say of a request. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/same.h"
#include "scenario/model_parts.h"
#include "wspmore.h"

static int code_of(const struct tokens *got)
{
	const struct code *c;

	if (got->n == 0 || got->at[0].kind != TOKEN_WORD)
		return 0;
	c = code_by_name(got->at[0].text);
	return c != NULL ? c->number : -1;
}

static bool is_blocked(const struct tokens *got)
{
	return got->n > 0 && text_is(got->at[0].text, "blocked");
}

/* An outcome of which only the numbers are known. */
static struct model_outcome outcome_of(const struct model_request *r, int error,
				       uint64_t count, uint32_t flags)
{
	struct model_outcome o = { .error = error, .count = count };
	const struct model_socket *s = r->s;

	o.flags = flags & ~(uint32_t)MSG_PARTIAL;
	if (error == WSAEMSGSIZE)
		o.word = s->xp1 & XP1_GUARANTEED_DELIVERY ? MODEL_TOO_SMALL
							  : MODEL_TRUNCATED;
	else if (error != 0)
		o.word = model_word_of(error);
	else if (flags & MSG_PARTIAL)
		o.word = MODEL_PARTIAL;
	else if (count > 0 || (model_is_stream(s) && r->room == 0))
		o.word = MODEL_DATA;
	else
		o.word = model_is_stream(s) ? MODEL_GRACEFUL : MODEL_EMPTY;
	return o;
}

/* A receive that is known to be over by numbers alone. */
static void learn(struct model *m, struct model_request *r,
		  const struct model_outcome *o, const char *clause)
{
	if (r->seen || r->stored) {
		model_compare_again(m, r, o, clause);
		return;
	}
	model_take(m, r, o);
	if (r->overlapped && !r->refused)
		model_event_completes(m, r);
}

static void not_over(struct model *m, const struct model_request *r, bool wait,
		     const char *clause)
{
	if (wait)
		model_object(m, "K5", "it was asked to wait");
	else if (r->seen || r->stored)
		model_object(m, clause, "it is over");
	else if (m->exact && r->doom != NULL)
		model_object(m, r->doom, "it was to end");
	else if (model_overdue(m, r) != NULL)
		model_object(m, clause, "there is something for it");
}

static void waits(struct model *m, const struct model_request *r, bool wait)
{
	if (!wait)
		model_object(m, "K5", "it was not asked to wait");
	else if (r->seen || r->stored || (r->in_line && model_surely(r->s, r) != NULL))
		model_object(m, "K5", "it waits for what is over");
}

/* X16: it never had an operation, and says what the caller left there, which is nothing; or
 * a call that failed has written into it (X19). True: there is nothing more to say. */
static bool is_no_operation(struct model *m, const struct model_request *r, int code,
			    const struct tokens *got)
{
	const struct model_request *tenant = r->place->tenant;

	if (tenant != NULL && !tenant->refused)
		return false;
	if (code == WSA_INVALID_PARAMETER ||
	    (tenant == NULL ? code == 0 && got->at[0].number == 0
			    : code == WSAEMSGSIZE))
		return true;
	model_object(m, "X16", "it is no operation: nothing, or WSA_INVALID_PARAMETER");
	return true;
}

static void judge_result(struct model *m, struct model_request *r, const struct op *op,
			 const struct tokens *got)
{
	int code = code_of(got);
	struct model_outcome o;
	uint32_t flags = 0;

	/* Once its routine was run, or never will be, nobody need remember it. */
	if (op->wait && r->routine && !r->s->rules[MODEL_RULE_CANCELLED_WAIT] &&
	    ((r->ran == 0 && !r->exited && r->name.text[0] != '\0') ||
	     code == WSA_INVALID_PARAMETER)) {
		if (code != WSA_INVALID_PARAMETER)
			model_object(m, "K5",
				     "waiting for an operation that has a routine: "
				     "WSA_INVALID_PARAMETER");
		return;
	}
	if (is_blocked(got)) {
		waits(m, r, op->wait);
		return;
	}
	if (code == WSA_IO_INCOMPLETE) {
		not_over(m, r, op->wait, "K2");
		return;
	}
	if (got->n >= 3 && got->at[2].kind == TOKEN_FLAGS)
		flags = (uint32_t)got->at[2].number;
	o = outcome_of(r, code,
		       code == 0                           ? got->at[0].number
		       : code == WSAEMSGSIZE && got->n > 1 ? got->at[1].number
							   : 0,
		       flags);
	learn(m, r, &o, "K2");
}

/* Those that are asked by a socket that they are not of are left alone. */
static bool is_judged(const struct model_request *r)
{
	const struct model_request *tenant = r->place->tenant;

	if (r->sends || !r->s->known || r->s->leaving || r->place->unsure)
		return false;
	return tenant == NULL || tenant->s == r->s;
}

void model_result(struct model *m, const struct op *op, const struct tokens *got)
{
	struct model_request *r = model_meant(m, op);
	int code = code_of(got);

	if (r == NULL || !is_judged(r) || (code == -1 && !is_blocked(got))) {
		m->count.unjudged++;
		return;
	}
	m->count.judged++;
	if (!r->s->open) {
		if (code != WSAENOTSOCK)
			model_object(m, "P1", "the socket is closed");
	} else if (!is_no_operation(m, r, code, got)) {
		judge_result(m, r->place->tenant, op, got);
	}
}

/* X15 */
static struct model_outcome from_internal(const struct model_request *r,
					  unsigned long internal, uint64_t high)
{
	switch (internal) {
	case WSP_RECEIVE_PARTIAL:
		return outcome_of(r, 0, high, MSG_PARTIAL);
	case WSP_RECEIVE_EXPEDITED:
		return outcome_of(r, 0, high, MSG_OOB);
	case WSP_RECEIVE_PARTIAL_EXPEDITED:
		return outcome_of(r, 0, high, MSG_PARTIAL | MSG_OOB);
	}
	return outcome_of(r, (int)internal, high, 0);
}

void model_overlapped(struct model *m, const struct op *op, const struct tokens *got)
{
	struct model_request *r = model_request(m, op->name.text);
	struct model_outcome o;
	unsigned long internal;

	if (r == NULL || got->n < 2 || !is_judged(r)) {
		m->count.unjudged++;
		return;
	}
	m->count.judged++;
	internal = strtoul(got->at[0].text, NULL, 16);
	r = r->place->tenant;
	if (r == NULL) {
		if (internal != 0 || got->at[1].number != 0)
			model_object(m, "X19", "no call has written into it");
		return;
	}
	if (internal == WSS_OPERATION_IN_PROGRESS) {
		not_over(m, r, false, "K7");
		return;
	}
	o = from_internal(r, internal, got->at[1].number);
	if ((r->seen || r->stored) && r->outcome.word == MODEL_PARTIAL &&
	    o.word != MODEL_PARTIAL)
		model_object(m, "X15", "a part of a message is told by 0x4000000f");
	learn(m, r, &o, r->refused ? "X19" : "K7");
}
