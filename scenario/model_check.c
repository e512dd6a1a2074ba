/* SPDX-License-Identifier: MIT */
/* P10: what is wrong with a call, the first thing first. */
#include <inttypes.h>
#include <string.h>

#include "scenario/model_parts.h"
#include "wspmore.h"

#define KNOWN_FLAGS \
	(MSG_OOB | MSG_PEEK | MSG_WAITALL | MSG_PUSH_IMMEDIATE | MSG_PARTIAL)
#define CODES 6

/* Codes of what is wrong at the first place where anything is. */
struct wrong {
	int codes[CODES];
	size_t n;
	const char *clause;
	int may[CODES]; /* refusals that are allowed */
	size_t n_may;
};

static void add(struct wrong *w, int code, const char *clause)
{
	if (w->n == 0)
		w->clause = clause;
	if (w->n < CODES)
		w->codes[w->n++] = code;
}

static void allow(struct wrong *w, int code)
{
	if (w->n_may < CODES)
		w->may[w->n_may++] = code;
}

static void check_pointers(const struct op *op, const struct model_socket *s,
			   const struct model_request *r, struct wrong *w)
{
	uint8_t missing = op->nulls | op->bads;

	if ((missing & OP_POINTER_FLAGS) != 0)
		add(w, WSAEFAULT, "P5");
	else if ((op->bads & OP_POINTER_COUNT) != 0 ||
		 ((op->nulls & OP_POINTER_COUNT) != 0 && r->sync &&
		  (!r->ignored || s->rules[MODEL_RULE_NONOVERLAPPED] == 0)))
		add(w, WSAEFAULT, "P4");
}

static bool has_no_memory(const struct layout *l)
{
	for (size_t i = 0; l != NULL && i < l->n; i++)
		if (l->buffers[i].kind != LAYOUT_PLAIN && l->buffers[i].length > 0)
			return true;
	return false;
}

static void check_buffers(const struct op *op, struct wrong *w)
{
	if (op->layout != NULL && op->layout->n == 0)
		add(w, WSAEINVAL, "P3");
	else if (((op->nulls | op->bads) & OP_POINTER_ARRAY) != 0 ||
		 has_no_memory(op->layout))
		add(w, WSAEFAULT, "E6");
}

static bool cannot_fill(const struct op *op, const struct model_socket *s,
			const struct model_request *r)
{
	return (op->flags & (MSG_OOB | MSG_PEEK | MSG_PARTIAL | MSG_PUSH_IMMEDIATE)) ||
	       !model_is_stream(s) || (!r->blocking && r->sync);
}

static void check_filling(const struct model *m, const struct op *op,
			  const struct model_socket *s, const struct model_request *r,
			  struct wrong *w)
{
	bool as_is = !r->sync || r->ignored;
	bool turned = as_is && model_is_turned(m, r->s);

	if (cannot_fill(op, s, r) || (as_is && !turned && s->nonblocking))
		add(w, WSAEOPNOTSUPP, "F-WAITALL");
	else if (turned)
		allow(w, WSAEOPNOTSUPP);
}

static void check_flags(const struct model *m, const struct op *op,
			const struct model_socket *s, const struct model_request *r,
			struct wrong *w)
{
	if (op->flags & ~(uint32_t)KNOWN_FLAGS)
		add(w, WSAEINVAL, "E12");
	if ((op->flags & MSG_OOB) && !s->urgent)
		add(w, WSAEOPNOTSUPP, "E8");
	else if ((op->flags & MSG_OOB) && s->in_line)
		add(w, WSAEINVAL, "E12");
	if (op->flags & MSG_WAITALL)
		check_filling(m, op, s, r, w);
	if ((op->flags & MSG_PEEK) && r->overlapped && !s->rules[MODEL_RULE_PEEK])
		add(w, WSAEOPNOTSUPP, "rule peek");
}

static void check_state(const struct model_socket *s, struct wrong *w)
{
	if (model_has_circuit(s) && s->state != MODEL_CONNECTED)
		add(w, WSAENOTCONN, "E2");
	else if (!model_has_circuit(s) && s->state == MODEL_FRESH)
		add(w, WSAEINVAL, "E12");
	else if (s->shut)
		add(w, WSAESHUTDOWN, "E9");
	else if (s->told != 0 && s->graceful)
		allow(w, s->told); /* C4 against P10 */
	else if (s->told != 0)
		add(w, s->told, "E14");
}

/* What has no place of its own in P10: whichever is found first may be told. */
static void check_overlapped(const struct op *op, const struct model_request *r,
			     struct wrong *w)
{
	const struct model_request *other = r->place->tenant;

	/* The rule `sync` fills it, too. */
	if ((op->bads & OP_POINTER_OVERLAPPED) &&
	    (r->overlapped ||
	     (r->s->rules[MODEL_RULE_NONOVERLAPPED] == 1 && r->ignored)))
		add(w, WSAEFAULT, "X12");
	if (r->place->unsure)
		allow(w, WSAEINVAL);
	if (other != NULL && r->overlapped && !other->refused) {
		if (other->pending && !other->seen && !other->stored && !other->sends &&
		    other->doom == NULL && !model_possibly(other))
			add(w, WSAEINVAL, "K6");
		else if (other->routine ? other->ran == 0
					: !other->seen && !other->stored)
			allow(w, WSAEINVAL); /* X17 */
	}
	if (r->s->rules[MODEL_RULE_NONOVERLAPPED] == 2 && r->ignored)
		add(w, WSAEINVAL, "rule nonoverlapped");
}

static void find_wrong(struct model *m, const struct op *op,
		       const struct model_socket *s, const struct model_request *r,
		       struct wrong *w)
{
	if (!s->open) {
		add(w, WSAENOTSOCK, "P1");
		if (m->stopped)
			add(w, WSANOTINITIALISED, "P1");
		return;
	}
	check_pointers(op, s, r, w);
	if (w->n == 0)
		check_buffers(op, w);
	if (w->n == 0)
		check_flags(m, op, s, r, w);
	if (w->n == 0)
		check_state(s, w);
	check_overlapped(op, r, w);
}

/* How many operations are outstanding: for certain, or perhaps. */
static size_t outstanding(const struct model *m, const struct model_socket *s,
			  bool perhaps)
{
	size_t n = 0;

	for (const struct model_request *q = m->requests; q != NULL; q = q->next)
		if (q->s == s && q->overlapped && q->pending &&
		    (perhaps ? !q->seen || q->routine
			     : !q->seen && !q->sends && q->doom == NULL &&
				       !model_possibly(q)))
			n++;
	return n;
}

bool model_is_full(const struct model *m, const struct model_socket *s)
{
	return s->limit != 0 && outstanding(m, s, true) >= s->limit;
}

static enum model_check check_limit(struct model *m, const struct model_request *r,
				    const struct model_outcome *o)
{
	const struct model_socket *s = r->s;
	int code = s->rules[MODEL_RULE_TOO_MANY] ? WSAENOBUFS : WSAEWOULDBLOCK;

	if (!r->overlapped || s->limit == 0)
		return MODEL_FINE;
	if (o->word == MODEL_PENDING && outstanding(m, s, false) >= s->limit) {
		model_object(m, "E10", "%" PRIu32 " operations are outstanding",
			     s->limit);
		return MODEL_OBJECTED;
	}
	if ((o->error != WSAEWOULDBLOCK && o->error != WSAENOBUFS) ||
	    !model_is_full(m, s))
		return MODEL_FINE;
	if (o->error == code)
		return MODEL_REFUSES;
	if (model_faulty(s, o->error))
		return MODEL_FINE;
	model_object(m, "rule too-many", "too many operations are %s",
		     model_code_name(code));
	return MODEL_OBJECTED;
}

static bool is_refused_so(const struct wrong *w, int error)
{
	for (size_t i = 0; i < w->n; i++)
		if (error == w->codes[i])
			return true;
	for (size_t i = 0; i < w->n_may; i++)
		if (error == w->may[i])
			return true;
	return false;
}

enum model_check model_check(struct model *m, const struct op *op,
			     const struct model_request *r,
			     const struct model_outcome *o)
{
	const struct model_socket *called = model_as_called(m, op, r->s);
	struct wrong w = { .n = 0 }, since = { .n = 0 };

	find_wrong(m, op, called, r, &w);
	if (is_refused_so(&w, o->error))
		return MODEL_REFUSES;
	if (called != r->s) {
		find_wrong(m, op, r->s, r, &since);
		if (is_refused_so(&since, o->error))
			return MODEL_REFUSES;
		/* It may have been made before that, or after. */
		if (since.n == 0)
			w.n = 0;
	}
	if (w.n > 0) {
		model_object(m, w.clause, "the call is to be refused with %s",
			     model_code_name(w.codes[0]));
		return MODEL_OBJECTED;
	}
	return check_limit(m, r, o);
}
