/* SPDX-License-Identifier: MIT */
/* Options and codes as they are: get, ioctl; and WSPStartup. */
#include <string.h>

#include "scenario/alert.h"
#include "scenario/op_place.h"
#include "scenario/receive_parts.h"
#include "scenario/world_parts.h"

#define VERSION_2_2 0x0202

union value {
	int number;
	DWORD code;
	struct linger linger;
	WSAPROTOCOL_INFO info;
	unsigned char bytes[1024];
};

static void tell_alert(struct tokens *out, DWORD number)
{
	char name[ALERT_TEXT] = "none";

	if (number != 0)
		alert_print(number, name);
	tokens_word(out, "word", arena_text(out->arena, name));
}

static void tell_value(struct tokens *out, int level, int name, const union value *v,
		       int n)
{
	if (level == SOL_SOCKET && name == SO_ERROR)
		world_code(out, v->number);
	else if (level == SOL_SOCKET && name == SO_PROTOCOL_INFO)
		tokens_bytes(out, "protocol", v->info.szProtocol,
			     strnlen(v->info.szProtocol, sizeof v->info.szProtocol));
	else if (level == SOL_SOCKET && name == SO_LINGER && !v->linger.l_onoff)
		tokens_word(out, "word", "off");
	else if (level == SOL_SOCKET && name == SO_LINGER)
		tokens_number(out, "seconds", (uint64_t)v->linger.l_linger);
	else if (level == SOL_WSP_TLS && name == SO_WSP_TLS_ALERT)
		tell_alert(out, v->code);
	else if (n == (int)sizeof v->number)
		tokens_number(out, "value", v->code);
	else
		tokens_bytes(out, "value", v->bytes, n > 0 ? (size_t)n : 0);
}

void world_get(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	union value v = { .number = 0 };
	int n = op->length != 0 ? (int)(op->length - 1) : (int)sizeof v;
	int level, name, error = 0;

	if (ws == NULL)
		return;
	op_question(op->what, &level, &name);
	if (n > (int)sizeof v)
		n = sizeof v;
	WSPGetSockOpt(ws->handle, level, name,
		      receive_pointer(&v, OP_POINTER_VALUE, op->nulls, op->bads),
		      receive_pointer(&n, OP_POINTER_LENGTH, op->nulls, op->bads),
		      &error);
	if (error != 0)
		world_code(out, error);
	else
		tell_value(out, level, name, &v, n);
}

/* What goes in is followed by zeros, up to what any code takes. */
void world_ioctl(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	union value in = { .number = 0 }, value = { .number = 0 };
	DWORD n = op->length != 0 ? (DWORD)(op->length - 1) : sizeof value, got = 0;
	size_t given = op->n_data < sizeof in ? op->n_data : sizeof in;
	WSAOVERLAPPED o = { 0 };
	int error = 0;

	if (ws == NULL)
		return;
	if (given > 0)
		memcpy(&in, op->data, given);
	if (n > sizeof value)
		n = sizeof value;
	WSPIoctl(ws->handle, op_control(op->what),
		 receive_pointer(&in, OP_POINTER_ARRAY, op->nulls, op->bads),
		 (DWORD)given,
		 receive_pointer(&value, OP_POINTER_VALUE, op->nulls, op->bads), n,
		 receive_pointer(&got, OP_POINTER_COUNT, op->nulls, op->bads),
		 op->mode >= OP_MODE_EVENT ? &o : NULL, NULL, NULL, &error);
	world_code(out, error);
	if (error == 0 && got > 0)
		tokens_bytes(out, "value", value.bytes, got);
}

void world_startup(struct world *w, const struct op *op, struct tokens *out)
{
	WSPUPCALLTABLE none = { 0 };
	WSPDATA data;
	WSPPROC_TABLE procs;
	int error = WSPStartup(
		op->number != 0 ? (WORD)op->number : VERSION_2_2,
		receive_pointer(&data, OP_POINTER_VALUE, op->nulls, op->bads), NULL,
		op->nulls & OP_POINTER_UPCALLS ? none : world_upcalls(w),
		receive_pointer(&procs, OP_POINTER_ARRAY, op->nulls, op->bads));

	if (error == 0) {
		crew_enter(w->crew, &w->lock);
		w->started += !w->stopped;
		w->stopped = false;
		crew_leave(w->crew, &w->lock);
	}
	world_code(out, error);
}
