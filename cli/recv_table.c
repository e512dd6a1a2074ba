/* SPDX-License-Identifier: MIT */
/* The options of `wsprecv recv`: one table, and a setter for each row. */
#include "cli/recv_table.h"

#include <string.h>

#include "cli/interrupt.h"
#include "cli/recv_options.h"
#include "scenario/choice.h"
#include "scenario/errnoword.h"
#include "scenario/flaglist.h"
#include "scenario/peerscript.h"
#include "scenario/quantity.h"
#include "scenario/ruleword.h"

#define SIZE(array) (sizeof(array) / sizeof(array)[0])

static bool set_buffers(void *target, const char *value, struct diag *d)
{
	struct recv_options *o = target;

	if (o->n_layouts == SIZE(o->layouts))
		return diag_set(d, 0, "too many layouts");
	if (!layout_parse(value, &o->layouts[o->n_layouts], d))
		return false;
	o->n_layouts++;
	return true;
}

static bool set_flags(void *target, const char *value, struct diag *d)
{
	struct recv_options *o = target;

	if (o->n_flags == SIZE(o->flags))
		return diag_set(d, 0, "too many sets of flags");
	return flaglist_receive(value, &o->flags[o->n_flags++], d);
}

static bool set_mode(void *target, const char *value, struct diag *d)
{
	size_t i;

	if (!choice_find(value, "mode", recv_modes(), &i, d))
		return false;
	((struct recv_options *)target)->mode = (enum recv_mode)i;
	return true;
}

static bool set_depth(void *target, const char *value, struct diag *d)
{
	unsigned long long number;

	if (!option_number(value, &number, d))
		return false;
	if (number == 0)
		return diag_set(d, 0, "at least one receive is outstanding");
	if (number > RECV_DEPTH_MAX)
		return diag_set(d, 0, "at most %d receives are outstanding at once",
				RECV_DEPTH_MAX);
	((struct recv_options *)target)->depth = number;
	return true;
}

static bool set_post_in_routine(void *target, const char *value, struct diag *d)
{
	(void)value;
	(void)d;
	((struct recv_options *)target)->post_in_routine = true;
	return true;
}

static bool set_limit(void *target, const char *value, struct diag *d)
{
	unsigned long long number;

	if (!option_number(value, &number, d))
		return false;
	if (number == 0 || number > UINT32_MAX)
		return diag_set(d, 0, "the limit is from 1 to 4294967295");
	((struct recv_options *)target)->limit = (DWORD)number;
	return true;
}

static bool set_count(void *target, const char *value, struct diag *d)
{
	struct recv_options *o = target;
	unsigned long long number;

	if (!option_number(value, &number, d))
		return false;
	o->counted = true;
	o->count = number;
	return true;
}

static bool set_timeout(void *target, const char *value, struct diag *d)
{
	struct recv_options *o = target;

	if (!quantity_duration(value, &o->wish.timeout, d))
		return false;
	if (o->wish.timeout == 0) {
		diag_set(d, 0, "a time-out of 0 would mean to wait for ever");
		return diag_hint(d, "write -m nonblocking in order not to wait");
	}
	return true;
}

static bool set_send(void *target, const char *value, struct diag *d)
{
	struct recv_options *o = target;

	(void)d;
	o->send = value;
	return true;
}

static bool set_xp1(void *target, const char *value, struct diag *d)
{
	struct recv_options *o = target;

	return flaglist_xp1(value, &o->wish.xp1_set, &o->wish.xp1_clear, d);
}

static bool set_profile(void *target, const char *value, struct diag *d)
{
	static const char *const profiles[] = { "spi", "windows", NULL };
	struct recv_options *o = target;
	size_t i;

	if (!choice_find(value, "profile", profiles, &i, d))
		return false;
	o->profile = profiles[i];
	return true;
}

static bool set_rule(void *target, const char *value, struct diag *d)
{
	struct recv_options *o = target;
	struct endpoint_wish *w = &o->wish;
	struct op_rule rule;

	if (!ruleword_parse(value, &rule, d))
		return false;
	if (w->n_rules + 1 >= SIZE(w->rules))
		return diag_set(d, 0, "too many rules");
	w->rules[w->n_rules++] = ruleword_of(&rule);
	return true;
}

static bool set_shutdown(void *target, const char *value, struct diag *d)
{
	static const char *const halves[] = { "receive", "both", NULL };
	struct recv_options *o = target;
	size_t i;

	if (!choice_find(value, "half", halves, &i, d))
		return false;
	o->shut = true;
	o->how = i == 0 ? SD_RECEIVE : SD_BOTH;
	return true;
}

static bool set_peer(void *target, const char *value, struct diag *d)
{
	struct recv_options *o = target;
	struct peer_step *steps;
	size_t n;

	if (!peerscript_parse(value, &steps, &n, d))
		return false;
	peer_steps_free((struct peer_step *)o->wish.steps, o->wish.n_steps);
	o->wish.steps = steps;
	o->wish.n_steps = n;
	return true;
}

static bool set_connect_peer(void *target, const char *value, struct diag *d)
{
	(void)value;
	(void)d;
	((struct recv_options *)target)->wish.connect_peer = true;
	return true;
}

static bool set_open(void *target, const char *value, struct diag *d)
{
	static const char *const depths[] = {
		[ENDPOINT_SOCKET] = "socket",
		[ENDPOINT_BOUND] = "bound",
		[ENDPOINT_LISTENING] = "listening",
		[ENDPOINT_CONNECTING] = "connecting",
		[ENDPOINT_FULL] = "full",
		[ENDPOINT_FULL + 1] = NULL,
	};
	struct recv_options *o = target;
	size_t i;

	if (!choice_find(value, "depth", depths, &i, d))
		return false;
	o->wish.depth = (enum endpoint_depth)i;
	return true;
}

static bool set_fault(void *target, const char *value, struct diag *d)
{
	struct endpoint_wish *w = &((struct recv_options *)target)->wish;
	uint64_t nth;
	WSPFAULT fault;

	if (!errnoword_at(value, &fault.nativeErrno, &nth, d))
		return false;
	fault.nth = (DWORD)nth;
	if (w->n_faults == SIZE(w->faults))
		return diag_set(d, 0, "too many faults");
	w->faults[w->n_faults++] = fault;
	return true;
}

static bool set_hook(void *target, const char *value, struct diag *d)
{
	static const char *const hooks[] = { "receive", "cancel", NULL };
	struct recv_options *o = target;
	char word[24];
	size_t i, length;

	for (const char *at = value;; at += length + 1) {
		length = strcspn(at, ",");
		snprintf(word, sizeof word, "%.*s", (int)(length < 23 ? length : 23),
			 at);
		if (!choice_find(word, "hook", hooks, &i, d))
			return diag_shift(d, (size_t)(at - value));
		*(i == 0 ? &o->hook_receive : &o->hook_cancel) = true;
		if (at[length] == '\0')
			return true;
	}
}

static bool set_cancel_after(void *target, const char *value, struct diag *d)
{
	return quantity_duration(value, &((struct recv_options *)target)->cancel_after,
				 d);
}

static bool set_exit_thread_after(void *target, const char *value, struct diag *d)
{
	struct recv_options *o = target;

	return quantity_duration(value, &o->exit_thread_after, d);
}

static bool set_shutdown_after(void *target, const char *value, struct diag *d)
{
	return quantity_duration(value,
				 &((struct recv_options *)target)->shutdown_after, d);
}

static bool set_record(void *target, const char *value, struct diag *d)
{
	if (value[0] == '\0' || strcmp(value, "-") == 0) {
		diag_set(d, 0, "a record goes into a file");
		return diag_hint(d, "write --record=FILE.wsp");
	}
	((struct recv_options *)target)->record = value;
	return true;
}

static bool set_output(void *target, const char *value, struct diag *d)
{
	const struct report_format *const *formats;
	const char *words[16];
	size_t n, i;

	formats = report_formats(&n);
	for (i = 0; i < n; i++)
		words[i] = formats[i]->word;
	words[n] = NULL;
	if (!choice_find(value, "output format", words, &i, d))
		return false;
	((struct recv_options *)target)->format = formats[i];
	return true;
}

static bool set_json(void *target, const char *value, struct diag *d)
{
	(void)value;
	(void)d;
	((struct recv_options *)target)->format = &report_json;
	return true;
}

static bool set_quiet(void *target, const char *value, struct diag *d)
{
	(void)value;
	(void)d;
	((struct recv_options *)target)->quiet = true;
	return true;
}

static bool set_verbose(void *target, const char *value, struct diag *d)
{
	(void)value;
	(void)d;
	((struct recv_options *)target)->verbose = true;
	return true;
}

static bool set_color(void *target, const char *value, struct diag *d)
{
	static const char *const words[] = { "auto", "always", "never", NULL };
	size_t i;

	if (!choice_find(value, "colour choice", words, &i, d))
		return false;
	((struct recv_options *)target)->colour = (enum terminal_colour)i;
	return true;
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	(void)value;
	(void)d;
	((struct recv_options *)target)->help = true;
	return true;
}

/* clang-format off */
static const struct option_kind table[] = {
	{ "buffers", 'b', "LAYOUT", "sizes of the buffers, such as 3,0,4x16,1M; also null:N, bad:N, ro:N and half:N (NULL, unmapped, read-only and half mapped memory) and none (default 64k, 256k with -o raw or none); given again: those of the next receive", set_buffers },
	{ "flags", 'f', "LIST", "flags of the receive: peek, oob, partial, waitall, push-immediate, or a number; given again: those of the next receive", set_flags },
	{ "mode", 'm', "blocking|nonblocking|event|poll|routine", "whether a receive waits (default blocking), or is overlapped and tells its end by an event, by being asked, or by a completion routine", set_mode },
	{ "depth", 0, "N", "overlapped receives that are outstanding at once (default 1)", set_depth },
	{ "post-in-routine", 0, NULL, "let the completion routine post the next receive", set_post_in_routine },
	{ "count", 'n', "N", "how many receives to make; 0: until the end of the stream (default 1, or --depth, or one for each -b or -f)", set_count },
	{ "timeout", 't', "DURATION", "longest wait of a receive, or for the next completion, and of connecting, accepting and sending before it: us, ms, s, m; a plain number is seconds", set_timeout },
	{ "send", 0, "DATA", "send this before the first receive, or when the first overlapped ones are posted: text with escapes, hex:..., @FILE, or - for standard input", set_send },
	{ "xp1", 0, "LIST", "override XP1 flags of the protocol, such as +partial,-message", set_xp1 },
	{ "profile", 0, "spi|windows", "whose side to take where the document and Windows differ (default spi)", set_profile },
	{ "rule", 0, "NAME=VALUE", "set one such rule alone; may be repeated", set_rule },
	{ "shutdown", 0, "receive|both", "call WSPShutdown before receiving", set_shutdown },
	{ "peer", 0, "SCRIPT", "what the built-in peer does, such as 'send \"hello\"; shutdown'", set_peer },
	{ "connect-peer", 0, NULL, "let the built-in peer connect to the address that listens or is bound", set_connect_peer },
	{ "open", 0, "socket|bound|listening|connecting|full", "how far to open the address before receiving (default full)", set_open },
	{ "fault", 0, "ERRNO[@N]", "let the kernel's Nth receive fail with this errno; may be repeated", set_fault },
	{ "hook", 0, "receive|cancel", "what the blocking hook does while a receive waits: receive too, or cancel", set_hook },
	{ "cancel-after", 0, "DURATION", "cancel a receive that has waited for so long (looked at every 20 ms); overlapped: close the socket so long after the first ones are posted", set_cancel_after },
	{ "exit-thread-after", 0, "DURATION", "post overlapped receives on a thread that ends after so long", set_exit_thread_after },
	{ "shutdown-after", 0, "DURATION", "after so long shut down receiving, and post one more overlapped receive", set_shutdown_after },
	{ "limit", 0, "N", "how many overlapped receives may be outstanding before the next is refused", set_limit },
	{ "record", 0, "FILE", "write what happened as a scenario that runs by itself (`wsprecv help run`)", set_record },
	{ "output", 'o', "line|tree|hexdump|json|raw|none|timeline", "what to print", set_output },
	{ "json", 0, NULL, "the same as --output=json", set_json },
	{ "quiet", 'q', NULL, "no notes on standard error, only errors", set_quiet },
	{ "verbose", 'v', NULL, "more notes: addresses, protocol, totals", set_verbose },
	{ "color", 0, "auto|always|never", "colour the outcome (default auto: on a terminal)", set_color },
	{ "help", 'h', NULL, "print this", set_help },
};
/* clang-format on */

const struct option_kind *recv_table(size_t *n)
{
	*n = SIZE(table);
	return table;
}
