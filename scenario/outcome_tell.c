/* SPDX-License-Identifier: MIT */
/* The outcome of a receive, token by token. */
#include "scenario/outcome_tell.h"

#include <stdio.h>
#include <string.h>

#include "wspword.h"

static const char *role_of(DWORD i, struct arena *arena)
{
	static const char *const first[] = { "buffer 0", "buffer 1", "buffer 2",
					     "buffer 3" };
	char role[32];

	if (i < sizeof first / sizeof first[0])
		return first[i];
	snprintf(role, sizeof role, "buffer %u", i);
	return arena_text(arena, role);
}

/* What is where the bytes went. */
static void tell_buffers(struct memory *m, uint32_t bytes, struct tokens *out)
{
	DWORD n;
	LPWSABUF buffers = memory_buffers(m, &n);

	for (DWORD i = 0; i < n && bytes > 0; i++) {
		uint32_t filled = memory_filled(m, i, bytes);

		if (filled > 0)
			tokens_bytes(out, role_of(i, out->arena), buffers[i].buf,
				     filled);
	}
}

void outcome_tell(const struct outcome *o, struct memory *m, const char *source,
		  struct tokens *out)
{
	uint32_t flags = o->flags_out;

	tokens_word(out, "word", outcome_name(o->word));
	if (o->error != 0 && o->error != WSA_IO_PENDING)
		tokens_code(out, o->error);
	if (outcome_has_bytes(o->word)) {
		tokens_number(out, "bytes", o->bytes);
		tell_buffers(m, o->bytes, out);
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
	if (source != NULL) {
		tokens_word(out, "from", "from");
		tokens_word(out, "source", arena_text(out->arena, source));
	}
	if (o->damage[0] != '\0') {
		tokens_word(out, "damage", "damage");
		tokens_bytes(out, "damage", o->damage, strlen(o->damage));
	}
}
