/* SPDX-License-Identifier: MIT */
/* Outcomes as tokens. */
#include <stdio.h>
#include <string.h>

#include "base/code.h"
#include "scenario/errnoword.h"
#include "scenario/world_parts.h"

void world_code(struct tokens *out, int code)
{
	const struct code *known = code_by_number(code);
	char text[24];

	if (code == 0) {
		tokens_word(out, "word", "ok");
		return;
	}
	snprintf(text, sizeof text, "%d", code);
	tokens_word(out, "error",
		    known != NULL ? known->name : arena_text(out->arena, text));
}

void world_errno(struct tokens *out, int native)
{
	tokens_word(out, "errno",
		    native == 0 ? "ok"
				: arena_text(out->arena, errnoword_name(native)));
}

/* What is where the bytes went. */
static void tell_buffers(const struct world_request *r, uint32_t bytes,
			 struct tokens *out)
{
	DWORD n;
	LPWSABUF buffers = memory_buffers(r->memory, &n);
	char role[32];

	for (DWORD i = 0; i < n && bytes > 0; i++) {
		uint32_t filled = memory_filled(r->memory, i, bytes);

		if (filled == 0)
			continue;
		snprintf(role, sizeof role, "buffer %u", i);
		tokens_bytes(out, arena_text(out->arena, role), buffers[i].buf, filled);
	}
}

static void tell_source(const struct world_request *r, const struct outcome *o,
			struct tokens *out)
{
	const struct world_peer *p = &r->socket->peer;
	struct sockaddr_place name = { .n = sizeof name.sa };
	char text[SOCKADDR_TEXT];

	if (o->source[0] == '\0' || strcmp(o->source, p->name) == 0)
		return;
	tokens_word(out, "from", "from");
	if (p->stranger != NULL &&
	    p->stranger->ops->name_of(p->stranger, false, (struct sockaddr *)&name.sa,
				      &name.n) == 0) {
		sockaddr_print((struct sockaddr *)&name.sa, name.n, text);
		if (strcmp(o->source, text) == 0) {
			tokens_word(out, "source", "stranger");
			return;
		}
	}
	tokens_word(out, "source", arena_text(out->arena, o->source));
}

static bool has_bytes(const struct outcome *o)
{
	switch (o->word) {
	case OUTCOME_DATA:
	case OUTCOME_PARTIAL:
	case OUTCOME_TRUNCATED:
	case OUTCOME_TOO_SMALL:
		return true;
	case OUTCOME_EMPTY_MESSAGE:
	case OUTCOME_GRACEFUL:
	case OUTCOME_RESET:
	case OUTCOME_ABORTED:
	case OUTCOME_WOULD_BLOCK:
	case OUTCOME_TIMEOUT:
	case OUTCOME_CANCELLED:
	case OUTCOME_REFUSED:
	case OUTCOME_PENDING:
		break;
	}
	return false;
}

void world_tell_receive(const struct world_request *r, const struct outcome *o,
			bool pending, struct tokens *out)
{
	uint32_t flags = o->flags_out;

	tokens_word(out, "word", outcome_name(o->word));
	if (o->error != 0 && o->error != WSA_IO_PENDING)
		world_code(out, o->error);
	if (has_bytes(o)) {
		tokens_number(out, "bytes", o->bytes);
		tell_buffers(r, o->bytes, out);
	}
	if (o->word == OUTCOME_PARTIAL)
		flags &= ~(uint32_t)MSG_PARTIAL;
	if (flags != 0) {
		tokens_word(out, "flags", "flags");
		tokens_flags(out, "flags", flags);
	}
	if (o->length_known && o->lost > 0) {
		tokens_word(out, "lost", "lost");
		tokens_number(out, "lost", o->lost);
	}
	if (!pending)
		tell_source(r, o, out);
	if (r->hooked != 0) {
		tokens_word(out, "hook", "hook");
		world_code(out, r->hooked);
	}
	if (o->damage[0] != '\0') {
		tokens_word(out, "damage", "damage");
		tokens_bytes(out, "damage", o->damage, strlen(o->damage));
	}
}
