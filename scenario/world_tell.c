/* SPDX-License-Identifier: MIT */
/* Outcomes as tokens. */
#include <stdio.h>

#include "scenario/errnoword.h"
#include "scenario/outcome_tell.h"
#include "scenario/text.h"
#include "scenario/world_parts.h"

void world_code(struct tokens *out, int code)
{
	if (code == 0)
		tokens_word(out, "word", "ok");
	else
		tokens_code(out, code);
}

void world_errno(struct tokens *out, int native)
{
	tokens_word(out, "errno",
		    native == 0 ? "ok"
				: arena_text(out->arena, errnoword_name(native)));
}

/* Who sent it, where that is not the peer itself; NULL: nothing is to be told. */
static const char *source_of(const struct world_request *r, const struct outcome *o)
{
	const struct world_peer *p = &r->socket->peer;
	struct sockaddr_place name = { .n = sizeof name.sa };
	char text[SOCKADDR_TEXT];

	if (o->source[0] == '\0' || text_is(o->source, p->name))
		return NULL;
	if (p->stranger == NULL ||
	    p->stranger->ops->name_of(p->stranger, false, (struct sockaddr *)&name.sa,
				      &name.n) != 0)
		return o->source;
	sockaddr_print((struct sockaddr *)&name.sa, name.n, text);
	return text_is(o->source, text) ? "stranger" : o->source;
}

/* What WSPRecvFrom has written is what the provider knows. */
static bool names_source(const struct world_request *r, const struct outcome *o)
{
	char text[SOCKADDR_TEXT];

	if (r->source.name != (const struct sockaddr *)&r->from ||
	    r->source.length != &r->from_length || o->source[0] == '\0' ||
	    r->from_length > r->from_room)
		return true;
	if (r->from_length == 0)
		return text_is(o->source, "unnamed");
	sockaddr_print(r->source.name, (socklen_t)r->from_length, text);
	return text_is(o->source, text);
}

void world_tell_receive(const struct world_request *r, const struct outcome *o,
			bool pending, struct tokens *out)
{
	if (!pending && !names_source(r, o))
		world_say_damage(r->world, r->name,
				 "the source is another than the sender");
	outcome_tell(o, r->memory, pending ? NULL : source_of(r, o), out);
	if (r->hooked != 0) {
		tokens_word(out, "hook", "hook");
		world_code(out, r->hooked);
	}
}
