/* SPDX-License-Identifier: MIT */
/* The first rows: a socket of the same kind as the one that received. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/code.h"
#include "cli/record_parts.h"
#include "scenario/op_address.h"
#include "scenario/ruleword.h"
#include "scenario/text.h"
#include "wsptls.h"

#define TIMEOUT_MAX \
	100000 /* microseconds of one that was reached: who runs it waits too */

static const struct address_kind *kind_of(const struct record *r)
{
	size_t n;

	return &address_kinds(&n)[r->o->address.kind];
}

/* Of a socket that was inherited. */
static const char *inherited(const struct record *r)
{
	bool local = r->info.iAddressFamily == AF_UNIX;

	if (r->info.iSocketType == SOCK_STREAM)
		return local ? "unix" : "tcp";
	if (r->info.iSocketType == SOCK_DGRAM)
		return local ? "unix-dgram" : "udp";
	return "seqpacket";
}

/* "tcp6" of tcp-listen:[::1]:0: the word that needs no place. */
static const char *short_word(struct record *r)
{
	const struct address_kind *kind = kind_of(r);
	const char *word = kind->role == ADDRESS_FD ? inherited(r) : kind->word;
	const char *end = strstr(word, "-listen");
	bool six = r->opened && r->info.iAddressFamily == AF_INET6;

	if (end != NULL)
		word = arena_copy(&r->arena, word, (size_t)(end - word));
	if (six && (strcmp(word, "tcp") == 0 || strcmp(word, "udp") == 0))
		return text_print(&r->arena, "%s6", word);
	return word;
}

/* The options that need no place, behind the word. */
static const char *options_of(struct record *r, const char *word)
{
	const struct address_kind *kind = address_kind_by_word(word);
	const char *place = address_form_sample(kind->form), *out = "";
	const struct address *from = &r->o->address;
	struct address a;
	struct diag d;
	char *whole;

	if (!address_parse(text_print(&r->arena, "%s%s", word, place), &a, &d))
		return "";
	for (size_t i = 0; i < from->n_options; i++)
		if (from->options[i].id != ADDRESS_BIND &&
		    from->options[i].id != ADDRESS_CONNECT_TO &&
		    from->options[i].id != ADDRESS_JOIN)
			a.options[a.n_options++] = from->options[i];
	whole = address_print(&a);
	if (whole != NULL)
		out = arena_text(&r->arena, whole + strlen(word) + strlen(place));
	free(whole);
	return out;
}

static const char *as_written(struct record *r)
{
	char *whole = address_print(&r->o->address);
	const char *out = arena_text(&r->arena, whole != NULL ? whole : "pair:stream");

	free(whole);
	return out;
}

static const char *address_of(struct record *r)
{
	const struct address_kind *kind = kind_of(r);
	const char *word;

	if ((kind->role == ADDRESS_PAIR && !address_is_tls(&r->o->address)) ||
	    kind->role == ADDRESS_HANDLE)
		return as_written(r);
	/* Who it was, and with what certificates, is left out: only what was said counts. */
	if (address_is_tls(&r->o->address))
		return address_tls(&r->o->address) == WSPPROTO_TLS ? "pair:tls"
								   : "pair:dtls";
	word = short_word(r);
	if (r->o->wish.depth == ENDPOINT_LISTENING)
		return text_print(
			&r->arena, "%s-listen:%s", word,
			kind->form == ADDRESS_PATH ? "@wsprecv-record"
			: kind->form == ADDRESS_PORT
				? (strchr(word, '6') ? "[::1]:0" : "127.0.0.1:0")
				: "1");
	return text_print(&r->arena, "%s%s", word, options_of(r, word));
}

static const enum op_depth depths[] = {
	[ENDPOINT_SOCKET] = OP_DEPTH_SOCKET,
	[ENDPOINT_BOUND] = OP_DEPTH_BOUND,
	[ENDPOINT_LISTENING] = OP_DEPTH_LISTENING,
	[ENDPOINT_CONNECTING] = OP_DEPTH_CONNECTING,
	[ENDPOINT_FULL] = OP_DEPTH_FULL,
};

static enum op_depth depth_of(const struct record *r, bool strangers)
{
	const struct address_kind *kind = kind_of(r);
	bool connected = false;

	for (size_t i = 0; i < r->o->address.n_options; i++)
		connected |= r->o->address.options[i].id == ADDRESS_CONNECT_TO;
	if (r->o->wish.depth == ENDPOINT_FULL && kind->role == ADDRESS_BOUND &&
	    !connected && (strangers || kind->family != AF_UNIX))
		return OP_DEPTH_BOUND;
	return depths[r->o->wish.depth];
}

static void set_rules(const struct endpoint_wish *w, struct op *op)
{
	char text[80];
	struct diag d;

	for (size_t i = 0; i < w->n_rules; i++) {
		const WSPRULE *rule = &w->rules[i];

		snprintf(text, sizeof text, "%s=%s", rule->name, rule->value);
		if (strcmp(rule->name, "profile") == 0)
			op->profile = strcmp(rule->value, "spi") == 0
					      ? OP_PROFILE_SPI
					      : OP_PROFILE_WINDOWS;
		else if (op->n_rules < OP_RULES_MAX &&
			 ruleword_parse(text, &op->rules[op->n_rules], &d))
			op->n_rules++;
	}
}

/* What `open` asks for beside the address. */
static void set_wishes(const struct record *r, struct op *op)
{
	const struct endpoint_wish *w = &r->o->wish;

	op->xp1_set = w->xp1_set;
	op->xp1_clear = w->xp1_clear;
	op->limit = r->o->limit;
	set_rules(w, op);
}

static void needs(struct record *r, const char *address)
{
	static const char *const words[] = { "sctp", "mptcp", "udplite", "vsock",
					     NULL };

	for (size_t i = 0; words[i] != NULL; i++)
		if (strncmp(address, words[i], strlen(words[i])) == 0)
			record_row_text(r, text_print(&r->arena, "needs %s", words[i]),
					NULL, NULL);
	if (strncmp(address, "tcp6", 4) == 0 || strncmp(address, "udp6", 4) == 0)
		record_row_text(r, "needs ipv6", NULL, NULL);
}

/* Of overlapped receives it is how long to wait for one, which is no socket's matter. */
static uint64_t timeout_of(const struct record *r)
{
	uint64_t usec = r->o->wish.timeout;

	if (recv_mode_overlaps(r->o->mode))
		return 0;
	for (size_t i = 0; i < r->n_events && usec > TIMEOUT_MAX; i++)
		if (r->events[i].kind == RECORD_RECEIVE &&
		    r->events[i].outcome.word == OUTCOME_TIMEOUT)
			return TIMEOUT_MAX;
	return usec;
}

void record_open_rows(struct record *r, bool strangers)
{
	const struct endpoint_wish *w = &r->o->wish;
	struct op op = { .verb = OP_DO_OPEN, .name = { "a" } };

	op.address = address_of(r);
	op.depth = depth_of(r, strangers);
	op.timeout = timeout_of(r);
	set_wishes(r, &op);
	needs(r, op.address);
	record_row(r, &op, "ok",
		   op.timeout == w->timeout || op.timeout == 0
			   ? NULL
			   : "The wait that was longer is made short.");
	for (size_t i = 0; i < w->n_faults; i++) {
		op = (struct op){ .verb = OP_DO_FAULT, .name = { "a" } };
		op.native = w->faults[i].nativeErrno;
		op.number = w->faults[i].nth;
		record_row(r, &op, "ok", NULL);
	}
}

/* The place is what was wrong, so it stays. */
void record_unopened_row(struct record *r, int code)
{
	struct op op = { .verb = OP_DO_OPEN, .name = { "a" } };
	const struct code *row = code_by_number(code);

	op.address = as_written(r);
	if (op_depth_fits(depths[r->o->wish.depth], kind_of(r)))
		op.depth = depths[r->o->wish.depth];
	if (code == WSAETIMEDOUT)
		op.timeout = TIMEOUT_MAX;
	set_wishes(r, &op);
	needs(r, op.address);
	record_row(r, &op, row != NULL ? row->name : "WSAEINVAL", NULL);
}
