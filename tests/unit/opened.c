/* SPDX-License-Identifier: MIT */
/* Parsing, opening, receiving, with the reason in the test's output where it fails. */
#include "tests/unit/opened.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/peerscript.h"

#define VERSION_2_2 0x0202

void opened_startup(void)
{
	const WSPUPCALLTABLE none = { 0 };

	assert_int_equal(WSPStartup(VERSION_2_2, NULL, NULL, none, NULL), 0);
}

void opened_cleanup(void)
{
	int error;

	assert_int_equal(WSPCleanup(&error), 0);
}

bool opened_try(struct opened *out, const char *text, const char *script,
		const struct endpoint_wish *wish)
{
	struct endpoint_wish w = { .depth = ENDPOINT_FULL };
	struct address address;
	struct diag d;

	memset(out, 0, sizeof *out);
	if (wish != NULL)
		w = *wish;
	if (!address_parse(text, &address, &d))
		fail_msg("%s: %s", text, d.text);
	if (script != NULL && !peerscript_parse(script, &out->steps, &out->n_steps, &d))
		fail_msg("%s: %s", script, d.text);
	w.steps = out->steps;
	w.n_steps = out->n_steps;
	opened_startup();
	if (endpoint_open(&address, &w, &out->end, &out->error))
		return true;
	peer_steps_free(out->steps, out->n_steps);
	opened_cleanup();
	return false;
}

void opened_fails(const char *address, const char *script,
		  const struct endpoint_wish *wish, const char *stage, int code,
		  const char *text)
{
	struct opened o;

	if (opened_try(&o, address, script, wish))
		fail_msg("%s was opened", address);
	assert_string_equal(o.error.stage, stage);
	assert_int_equal(o.error.code, code);
	assert_string_equal(o.error.text, text);
}

struct endpoint_wish opened_down_to(enum endpoint_depth depth)
{
	return (struct endpoint_wish){ .depth = depth };
}

void opened_get_wish(struct opened *out, const char *address, const char *script,
		     const struct endpoint_wish *wish)
{
	if (!opened_try(out, address, script, wish))
		fail_msg("%s: %s: %s", address, out->error.stage, out->error.text);
}

void opened_get(struct opened *out, const char *text, const char *script)
{
	struct endpoint_wish wish = { .depth = ENDPOINT_FULL };

	wish.connect_peer = script != NULL && strncmp(text, "pair:", 5) != 0;
	opened_get_wish(out, text, script, &wish);
}

int opened_end(struct opened *o)
{
	int error = endpoint_close(&o->end, NULL);

	peer_steps_free(o->steps, o->n_steps);
	opened_cleanup();
	return error;
}

struct memory *opened_memory(const char *text)
{
	struct layout layout;
	struct memory *m;
	struct diag d;

	if (!layout_parse(text, &layout, &d))
		fail_msg("%s: %s", text, d.text);
	m = memory_new(&layout);
	layout_free(&layout);
	assert_non_null(m);
	return m;
}

struct outcome opened_receive(SOCKET s, const char *layout, DWORD flags,
			      char bytes[256])
{
	struct memory *m = opened_memory(layout);
	struct outcome o;
	LPWSABUF buffers;
	size_t at = 0;
	DWORD n;

	receive_once(s, m, flags, &o);
	buffers = memory_buffers(m, &n);
	for (DWORD i = 0; i < n && o.damage[0] == '\0'; i++) {
		uint32_t filled = memory_filled(m, i, o.bytes);

		assert_true(at + filled < 256);
		if (filled > 0)
			memcpy(bytes + at, buffers[i].buf, filled);
		at += filled;
	}
	bytes[at] = '\0';
	memory_free(m);
	return o;
}

void opened_expect(const struct opened *o, enum outcome_word word, const char *bytes)
{
	char got[256];
	struct outcome r = opened_receive(o->end.socket, "100", 0, got);

	assert_string_equal(r.damage, "");
	assert_string_equal(outcome_name(r.word), outcome_name(word));
	assert_string_equal(got, bytes);
}
