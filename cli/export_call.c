/* SPDX-License-Identifier: MIT */
/* `recv` and `send` in C: the calls as they stand in wsp.h. */
#include <string.h>

#include "base/flag.h"
#include "cli/export_parts.h"
#include "scenario/op_address.h"

#define ROOMS_MAX 4096 /* kinds of buffers, one after the other */

static const char *flags_text(struct export *e, uint32_t flags)
{
	struct text to = { .arena = &e->arena };
	size_t n;
	const struct flag *table = flag_receive(&n);

	for (size_t i = 0; i < n; i++)
		if ((flags & table[i].value) != 0) {
			text_format(&to, "%s%s", to.n > 0 ? " | " : "", table[i].name);
			flags &= ~table[i].value;
		}
	if (flags != 0 || to.n == 0)
		text_format(&to, flags != 0 ? "%s0x%xu" : "%s%u", to.n > 0 ? " | " : "",
			    flags);
	return text_whole(&to);
}

static bool is_overlapped(const struct op *op)
{
	return (op->nulls & OP_POINTER_OVERLAPPED) == 0 &&
	       (op->mode == OP_MODE_EVENT || op->mode == OP_MODE_POLL ||
		op->mode == OP_MODE_ROUTINE);
}

/* A routine may give the name to another while the call lasts. */
static bool may_lose_name(const struct export *e, const struct op *op)
{
	size_t takers = 0, routines = 0;

	for (size_t i = 0; i < e->script->n; i++) {
		const struct op *other = &e->script->lines[i].op;

		routines += other->verb == OP_DO_ROUTINE;
		takers += strcmp(other->as.text, op->as.text) == 0 &&
			  (other->verb == OP_DO_RECV || other->verb == OP_DO_SEND);
	}
	return routines > 0 && takers > 1;
}

/* Returns what the call is to name the request by. */
static const char *put_request(struct export *e, const struct op *op, const char *r,
			       const char *s)
{
	if (op->reuse.text[0] != '\0')
		export_put(e, "%s = %s;",
			   export_name(e, "struct request *", "reused", ""),
			   export_request(e, &op->reuse));
	export_put(e, "%s = new_request(\"%s\", %s, %s, %s);", r, op->as.text, s,
		   flags_text(e, op->flags), is_overlapped(op) ? "true" : "false");
	if (may_lose_name(e, op)) {
		struct text own = { .arena = &e->arena };

		text_format(&own, "call_%zu", ++e->n_calls);
		export_put(e, "struct request *%s = %s;", text_whole(&own), r);
		r = text_whole(&own);
	}
	if (e->threads)
		export_put(e, "belongs_here(%s);", r);
	if (op->mode == OP_MODE_ROUTINE)
		export_put(e, "%s->has_routine = true;", r);
	if (op->event.text[0] != '\0')
		export_put(e, "use_event(%s, %s);", r, export_event(e, &op->event));
	else if (op->mode == OP_MODE_EVENT)
		export_put(e, "own_event(%s);", r);
	if (op->reuse.text[0] != '\0')
		export_put(e, "move_in(%s, reused);", r);
	return r;
}

static void put_buffers(struct export *e, const struct op *op, const char *r)
{
	static const char *const kinds[] = { [LAYOUT_PLAIN] = "PLAIN",
					     [LAYOUT_NULL] = "NULL_POINTER",
					     [LAYOUT_BAD] = "UNMAPPED",
					     [LAYOUT_READONLY] = "READ_ONLY",
					     [LAYOUT_HALF] = "HALF_MAPPED" };
	static struct layout_buffer usual_buffer = { LAYOUT_PLAIN, 65536, false };
	static const struct layout usual = { 1, &usual_buffer };
	const struct layout *l = op->layout != NULL ? op->layout : &usual;
	struct text rooms = { .arena = &e->arena };
	size_t n = 0, times;

	for (size_t i = 0; i < l->n; i += times) {
		const struct layout_buffer *b = &l->buffers[i];

		for (times = 1; i + times < l->n; times++)
			if (l->buffers[i + times].kind != b->kind ||
			    l->buffers[i + times].same != b->same ||
			    l->buffers[i + times].length != b->length)
				break;
		text_format(&rooms, "%s{ %zu, %u, %s }", n++ > 0 ? ", " : "", times,
			    b->length, b->same ? "SAME" : kinds[b->kind]);
	}
	if (n == 0)
		export_put(e, "make_buffers(%s, 0, NULL);", r);
	else
		export_put(e, "make_buffers(%s, %zu, (const struct room[]){ %s });", r,
			   n, text_whole(&rooms));
}

/* What is passed for a pointer: itself, NULL, or one that leads nowhere. */
static const char *pointer(struct export *e, const struct op *op, unsigned kind,
			   const char *format, const char *name)
{
	struct text to = { .arena = &e->arena };

	if ((op->nulls & kind) != 0)
		return "NULL";
	if ((op->bads & kind) != 0)
		return "NOWHERE";
	text_format(&to, "%s%s%s", format[0] == '&' ? "&" : "", name, format + 1);
	return text_whole(&to);
}

static const char *overlapped(struct export *e, const struct op *op, const char *r)
{
	if ((op->nulls & OP_POINTER_OVERLAPPED) == 0 &&
	    (op->bads & OP_POINTER_OVERLAPPED) == 0 && !is_overlapped(op))
		return "NULL";
	return pointer(e, op, OP_POINTER_OVERLAPPED,
		       op->reuse.text[0] != '\0' ? "&->host->o.overlapped"
						 : "&->o.overlapped",
		       r);
}

/* The socket as this call wants it, and as it was. */
static void put_dress(struct export *e, const struct op *op, const char *s, bool on)
{
	bool blocking = op->mode == OP_MODE_BLOCKING;

	if (op->timeout != 0 && on)
		export_put(e, "set_receive_limit(%s->handle, %llu);", s,
			   (unsigned long long)(op->timeout + 999) / 1000);
	else if (op->timeout != 0)
		export_put(e, "set_receive_limit(%s->handle, %s->limit);", s, s);
	if (!blocking && op->mode != OP_MODE_NONBLOCKING)
		return;
	if (on)
		export_put(e, "set_blocking(%s->handle, %s);", s,
			   blocking ? "true" : "false");
	else
		export_put(e, "set_blocking(%s->handle, !%s->nonblocking);", s, s);
}

static void put_hook(struct export *e, const struct op *op, const char *s,
		     const char *r)
{
	if (op->hook == OP_HOOK_NONE)
		return;
	export_put(e, "hook_socket = %s->handle;", s);
	export_put(e, "hook_thread = me;");
	export_put(e, "hook_request = %s;", r);
	export_put(e, "hook_act = %s;",
		   op->hook_both                ? "RECEIVE_IN_HOOK | CANCEL_IN_HOOK"
		   : op->hook == OP_HOOK_CANCEL ? "CANCEL_IN_HOOK"
						: "RECEIVE_IN_HOOK");
}

void export_recv(struct export *e, const struct op *op)
{
	const char *s = export_socket(e, &op->name), *r = export_request(e, &op->as);

	r = put_request(e, op, r, s);
	put_buffers(e, op, r);
	put_dress(e, op, s, true);
	put_hook(e, op, s, r);
	export_put(e, "%s->result = WSPRecv(%s->handle, %s, %s->n_buffers,", r, s,
		   pointer(e, op, OP_POINTER_ARRAY, ".->buffers", r), r);
	export_put(e, "\t%s, %s, %s,", pointer(e, op, OP_POINTER_COUNT, "&->count", r),
		   pointer(e, op, OP_POINTER_FLAGS, "&->flags", r),
		   overlapped(e, op, r));
	export_put(e, "\t%s, NULL, &%s->error);",
		   op->mode == OP_MODE_ROUTINE ? "routine" : "NULL", r);
	if (is_overlapped(op) && (op->nulls & OP_POINTER_COUNT) != 0)
		export_put(e, "%s->count = (DWORD)%s->host->o.overlapped.InternalHigh;",
			   r, r);
	export_put(e, "%s(%s);",
		   is_overlapped(op) ? "receive_posted" : "receive_called", r);
	put_dress(e, op, s, false);
	if (op->hook != OP_HOOK_NONE)
		export_put(e, "hook_act = 0;");
}

/* Whether a socket of that name may have no connection to its peer. */
static bool may_be_unconnected(const struct export *e, const char *name)
{
	struct address a;
	bool brief;
	size_t n;

	for (size_t i = 0; i < e->script->n; i++) {
		const struct op *op = &e->script->lines[i].op;

		if (op->verb != OP_DO_OPEN || strcmp(op->name.text, name) != 0 ||
		    !op_address(op, &a, &brief))
			continue;
		if (address_kinds(&n)[a.kind].role == ADDRESS_BOUND ||
		    op->depth != OP_DEPTH_FULL)
			return true;
	}
	return false;
}

void export_send(struct export *e, const struct op *op)
{
	const char *s = export_socket(e, &op->name), *r = export_request(e, &op->as);
	const char *o, *routine = op->mode == OP_MODE_ROUTINE ? "routine" : "NULL";

	r = put_request(e, op, r, s);
	o = is_overlapped(op) ? pointer(e, op, 0, "&->o.overlapped", r) : "NULL";
	if (op->n_data > 4096)
		export_put(e, "take_bytes(%s, pattern(%zu), %zu);", r, op->n_data,
			   op->n_data);
	else
		export_put(e, "take_bytes(%s, %s, %zu);", r,
			   export_string(e, op->data, op->n_data), op->n_data);
	put_dress(e, op, s, true);
	if (may_be_unconnected(e, op->name.text)) {
		export_put(e, "send_anywhere(%s, %s, %s);", r, o, routine);
	} else {
		export_put(e,
			   "%s->result = WSPSend(%s->handle, %s->buffers, 1, "
			   "&%s->count, %s->flags,",
			   r, s, r, r, r);
		export_put(e, "\t%s, %s, NULL, &%s->error);", o, routine, r);
	}
	export_put(e, "send_called(%s);", r);
	put_dress(e, op, s, false);
}
