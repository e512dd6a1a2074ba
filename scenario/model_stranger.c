/* SPDX-License-Identifier: MIT */
/* S3: what strangers had sent when a socket is connected vanishes; the room that it takes is
 * free when a receive comes by. */
#include <string.h>

#include "scenario/model_parts.h"

static void move_back(uint64_t *position, uint64_t at, uint64_t n)
{
	if (*position > at)
		*position -= *position - at < n ? *position - at : n;
}

/* The bytes from there on were never in the stream. */
static void cut_out(struct model_socket *s, uint64_t at, uint64_t n)
{
	unsigned char *gap = s->bytes + (at - s->base);

	memmove(gap, gap + n, (size_t)(s->sent - at - n));
	s->n_bytes -= (size_t)n;
	move_back(&s->sent, at, n);
	move_back(&s->sure, at, n);
	move_back(&s->crowded, at, n);
	move_back(&s->looked, at, n);
	move_back(&s->mark.sent, at, n);
}

/* Behind what was received of it. */
static void lose_strangers(struct model_socket *s)
{
	/* From whom bytes are that have come again nobody knows, nor what one that waits
	 * has been given. */
	if (s->put_back || (s->n_messages > 0 && !TAILQ_EMPTY(&s->line)))
		s->known = false;
	for (size_t i = s->n_messages; s->known && i-- > 0;) {
		uint64_t at = s->messages[i].at, end = at + s->messages[i].n;

		at = at < s->taken ? s->taken : at;
		if (at < end)
			cut_out(s, at, end - at);
	}
	s->n_messages = s->head = 0;
}

void model_connected(struct model_socket *s)
{
	size_t to = s->head;

	if (model_is_stream(s) && !model_has_circuit(s))
		lose_strangers(s);
	if (s->head < s->n_messages && s->messages[s->head].stranger)
		s->offset = 0;
	for (size_t i = s->head; i < s->n_messages; i++) {
		struct model_message *x = &s->messages[i];

		/* One that waits may have been given it. */
		x->lossy = x->lossy || (x->stranger && !TAILQ_EMPTY(&s->line));
		s->strange += x->stranger;
		if (!x->stranger || x->lossy || model_has_circuit(s))
			s->messages[to++] = *x;
	}
	s->n_messages = to;
	s->state = MODEL_CONNECTED;
}
