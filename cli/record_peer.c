/* SPDX-License-Identifier: MIT */
/* What the peer does in a record: the script that the built-in one played, else what was
 * received, each piece before the receive that needed it. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "cli/record_parts.h"
#include "scenario/pattern.h"
#include "scenario/text.h"

#define SEGMENT_MAX 32768 /* bytes that fit into any socket unread */
#define MESSAGES_MAX 8    /* so do messages */
#define PIECE 4096        /* bytes of a literal: many small ones fill a socket too */
#define LITERAL_MAX_SENT 16000 /* of a message, which no line could hold escaped */

static bool is_script(const struct peer_step *step)
{
	return step->verb != PEER_WAIT && step->verb != PEER_HOLD &&
	       step->verb != PEER_DROP;
}

static size_t size_of(const struct peer_step *step)
{
	return step->verb == PEER_SEND || step->verb == PEER_OOB ||
			       step->verb == PEER_PATTERN
		       ? step->n
		       : 0;
}

/* Whether all that is sent without a pause finds room. */
static bool fits(const struct record_peer *p)
{
	const struct endpoint_wish *w = &p->r->o->wish;
	size_t bytes = 0, messages = 0;

	for (size_t i = 0; i < w->n_steps; i++) {
		bytes += size_of(&w->steps[i]);
		messages++;
	}
	return bytes <= SEGMENT_MAX && (p->stream || messages <= MESSAGES_MAX);
}

/* Our last word on receive i + 1. */
static void note_got(struct record_peer *p, const struct record_event *e)
{
	if (e->number == 0 || e->number > p->n)
		return;
	if (e->kind == RECORD_COMPLETION || e->kind == RECORD_RECEIVE ||
	    (e->kind == RECORD_CALL && e->refused))
		p->got[e->number - 1] = e;
}

void record_peer_init(struct record_peer *p, struct record *r)
{
	const struct address_kind *kind;
	size_t n;

	*p = (struct record_peer){ .r = r, .first_source = "" };
	kind = &address_kinds(&n)[r->o->address.kind];
	p->stream = (r->opened ? r->info.iSocketType : kind->type) == SOCK_STREAM;
	for (size_t i = 0; i < r->n_events; i++)
		if (r->events[i].number > p->n)
			p->n = r->events[i].number;
	p->got = arena_take(&r->arena, (p->n + 1) * sizeof(void *));
	for (size_t i = 0; i < r->n_events; i++)
		note_got(p, &r->events[i]);
	for (size_t i = 0; i < p->n && p->first_source[0] == '\0'; i++)
		if (p->got[i] != NULL)
			p->first_source = p->got[i]->outcome.source;
	p->scripted = r->o->wish.n_steps > 0 && fits(p);
}

/* ---- a script, in segments that a wait or a read begins ---- */

static void play(struct record_peer *p)
{
	const struct endpoint_wish *w = &p->r->o->wish;
	struct peer_step *steps = arena_take(&p->r->arena,
					     (w->n_steps + 1) * sizeof *steps);
	struct op op = { .verb = OP_DO_PEER, .name = { "a" }, .steps = steps };
	struct text expected = { .arena = &p->r->arena };
	size_t first = p->step;

	for (; p->step < w->n_steps; p->step++) {
		const struct peer_step *s = &w->steps[p->step];

		if (p->step > first && (s->verb == PEER_WAIT || s->verb == PEER_READ))
			break;
		if (is_script(s))
			steps[op.n_steps++] = *s;
		if (s->verb == PEER_READ) {
			size_t n = p->stream ? s->n : p->r->o->bytes.n;

			text_literal(&expected, p->r->o->bytes.bytes + p->read, n);
			p->read += n;
		}
		p->sent += p->stream ? size_of(s) : s->verb != PEER_READ;
		p->ended |= s->verb == PEER_SHUTDOWN || s->verb == PEER_CLOSE ||
			    s->verb == PEER_RST || s->verb == PEER_CUT;
	}
	if (p->step == w->n_steps && w->steps[p->step - 1].verb != PEER_HOLD &&
	    w->steps[p->step - 1].verb != PEER_CLOSE &&
	    w->steps[p->step - 1].verb != PEER_RST) {
		steps[op.n_steps++] = (struct peer_step){ .verb = PEER_CLOSE };
		p->ended = true;
	}
	if (op.n_steps > 0)
		record_row(p->r, &op, expected.n > 0 ? text_whole(&expected) : "ok",
			   NULL);
}

/* Whether the next segment can begin. */
static bool may_play(const struct record_peer *p)
{
	const struct endpoint_wish *w = &p->r->o->wish;
	const struct peer_step *next = &w->steps[p->step];

	if (!p->scripted || p->step >= w->n_steps)
		return false;
	return next->verb != PEER_READ || p->read + next->n <= p->ours;
}

void record_peer_begin(struct record_peer *p)
{
	struct record *r = p->r;
	const struct endpoint_wish *w = &r->o->wish;

	if (w->n_steps > 0 && !p->scripted)
		record_row_text(r, NULL, NULL,
				"The peer's script is told by what came of it.");
	for (size_t i = 0; i < w->n_steps; i++)
		if (w->steps[i].verb == PEER_DROP)
			record_row_text(r, NULL, NULL,
					"The peer then answered nothing any more.");
	if (may_play(p) && w->steps[0].verb != PEER_WAIT)
		play(p);
}

void record_peer_heard(struct record_peer *p)
{
	p->ours += p->r->o->bytes.n;
	while (may_play(p) && p->r->o->wish.steps[p->step].verb == PEER_READ)
		play(p);
}

/* ---- what was received ---- */

static void step(struct record_peer *p, enum peer_verb verb, const void *bytes,
		 size_t n, const char *note)
{
	struct peer_step *s = arena_take(&p->r->arena, sizeof *s);
	struct op op = { .verb = OP_DO_PEER, .name = { "a" }, .steps = s, .n_steps = 1 };

	*s = (struct peer_step){ .verb = verb, .n = n };
	if (bytes != NULL)
		s->data = arena_copy(&p->r->arena, bytes, n);
	record_row(p->r, &op, "ok", note);
}

/* How many of the bytes are what `pattern` would send. */
static size_t pattern_length(const unsigned char *bytes, size_t n)
{
	size_t i = 0;

	while (i < n && bytes[i] == i % PATTERN_PERIOD)
		i++;
	return i;
}

/* The bytes before the next whole pattern. */
static size_t before_pattern(const unsigned char *bytes, size_t n)
{
	size_t most = n < PIECE ? n : PIECE;

	for (size_t i = 0; i < most; i++)
		if (bytes[i] == 0 && pattern_length(bytes + i, n - i) >= PATTERN_PERIOD)
			return i;
	return most;
}

static void send_stream(struct record_peer *p, const unsigned char *bytes, size_t n)
{
	size_t piece;

	for (size_t at = 0; at < n; at += piece) {
		piece = pattern_length(bytes + at, n - at);
		if (piece >= PATTERN_PERIOD || (piece > 16 && piece == n - at)) {
			step(p, PEER_PATTERN, NULL, piece, NULL);
			continue;
		}
		piece = before_pattern(bytes + at, n - at);
		step(p, PEER_SEND, bytes + at, piece, NULL);
	}
	p->sent += n;
}

/* A byte that comes after what receive i leaves. */
static unsigned char byte_after(const struct record_peer *p, size_t i)
{
	for (; i < p->n; i++)
		if (p->got[i] != NULL && p->got[i]->outcome.bytes > 0)
			return p->got[i]->bytes[0];
	return '?';
}

static bool peeks(const struct record_event *e)
{
	return (e->outcome.flags_in & MSG_PEEK) != 0;
}

static bool has_message(const struct record_event *e)
{
	return outcome_has_bytes(e->outcome.word) ||
	       e->outcome.word == OUTCOME_EMPTY_MESSAGE;
}

/* Whether the message is gone after it. */
static bool ends_message(const struct record_event *e)
{
	return !peeks(e) && e->outcome.word != OUTCOME_PARTIAL &&
	       e->outcome.word != OUTCOME_TOO_SMALL;
}

/* The message that receive i is the first to see, as far as its bytes are known; *whole is
 * how long it was. */
static unsigned char *message_of(const struct record_peer *p, size_t i, size_t *known,
				 size_t *whole)
{
	unsigned char *bytes = arena_take(&p->r->arena, 1);
	size_t at = 0;

	*known = *whole = 0;
	for (; i < p->n; i++) {
		const struct record_event *e = p->got[i];

		if (e == NULL || !has_message(e))
			continue;
		if (at + e->outcome.bytes >= *known) {
			unsigned char *more = arena_take(
				&p->r->arena, at + e->outcome.bytes + (size_t)1);

			memcpy(more, bytes, at);
			memcpy(more + at, e->bytes, e->outcome.bytes);
			bytes = more;
			*known = at + e->outcome.bytes;
		}
		if (*whole < *known)
			*whole = *known;
		if (e->outcome.length_known && *whole < e->outcome.length)
			*whole = e->outcome.length;
		if (ends_message(e))
			return bytes;
		if (!peeks(e) && e->outcome.word == OUTCOME_PARTIAL)
			at += e->outcome.bytes;
	}
	/* Nobody has seen its end. */
	if (*whole == *known)
		++*whole;
	return bytes;
}

static void send_message(struct record_peer *p, size_t i)
{
	size_t known, whole;
	unsigned char *bytes = message_of(p, i, &known, &whole);
	const char *source = p->got[i]->outcome.source, *note = NULL;
	unsigned char *all = arena_take(&p->r->arena, whole + 1);

	memcpy(all, bytes, known < whole ? known : whole);
	if (known < whole)
		pattern_fill(all + known, whole - known, known);
	if (whole > LITERAL_MAX_SENT && pattern_length(all, whole) < whole) {
		step(p, PEER_PATTERN, NULL, whole,
		     "The bytes of this message are made up.");
		return;
	}
	if (known < whole)
		note = text_print(&p->r->arena,
				  "From byte %zu on the next message is made up.",
				  known);
	if (source[0] != '\0' && strcmp(source, p->first_source) != 0)
		step(p, PEER_STRANGER, all, whole, note);
	else if (whole > 16 && pattern_length(all, whole) == whole)
		step(p, PEER_PATTERN, NULL, whole, note);
	else if (whole == 0)
		step(p, PEER_EMPTY, NULL, 0, note);
	else
		step(p, PEER_SEND, all, whole, note);
}

static void end(struct record_peer *p, enum peer_verb verb)
{
	if (!p->ended && !(verb == PEER_RST && !p->stream))
		step(p, verb, NULL, 0, NULL);
	p->ended = true;
}

/* Of a stream: as many bytes as receive i shows and nobody has sent. */
static void send_missing(struct record_peer *p, size_t i)
{
	const struct record_event *e = p->got[i];
	size_t n = e->outcome.bytes, there = p->sent - p->taken;
	unsigned char next = byte_after(p, i + 1);

	if ((e->outcome.flags_out & MSG_OOB) != 0) {
		step(p, PEER_OOB, e->bytes, n, NULL);
		return;
	}
	if (n > there)
		send_stream(p, e->bytes + there, n - there);
	else if (n == 0 && there == 0 && e->outcome.word == OUTCOME_DATA)
		send_stream(p, &next, 1);
	if (!peeks(e))
		p->taken += n;
	/* It waited for more, which did not come. */
	if ((e->outcome.flags_in & MSG_WAITALL) != 0 && i + 1 < p->n &&
	    p->got[i + 1] != NULL && n > 0) {
		if (p->got[i + 1]->outcome.word == OUTCOME_GRACEFUL)
			end(p, PEER_SHUTDOWN);
		else if (p->got[i + 1]->outcome.word == OUTCOME_RESET)
			end(p, PEER_RST);
		else if (p->got[i + 1]->outcome.word == OUTCOME_CUT)
			end(p, PEER_CUT);
	}
}

static void supply_received(struct record_peer *p, size_t i)
{
	const struct record_event *e = p->got[i];

	if (e->outcome.word == OUTCOME_GRACEFUL) {
		end(p, PEER_SHUTDOWN);
	} else if (e->outcome.word == OUTCOME_RESET) {
		end(p, PEER_RST);
	} else if (e->outcome.word == OUTCOME_CUT) {
		end(p, PEER_CUT);
	} else if (p->stream && has_message(e)) {
		send_missing(p, i);
	} else if (has_message(e)) {
		if (!p->in_message)
			send_message(p, i);
		p->in_message = !ends_message(e);
	}
}

/* ---- both ---- */

static bool has_enough(const struct record_peer *p, const struct record_event *e)
{
	size_t n = e->outcome.bytes;

	if (e->outcome.word == OUTCOME_GRACEFUL || e->outcome.word == OUTCOME_RESET ||
	    e->outcome.word == OUTCOME_CUT)
		return p->ended;
	if (!has_message(e))
		return true;
	return p->sent >= p->taken + (p->stream && n > 0 ? n : 1);
}

static void supply_scripted(struct record_peer *p, size_t i)
{
	const struct record_event *e = p->got[i];

	while (!has_enough(p, e) && may_play(p))
		play(p);
	if (!has_message(e) || peeks(e))
		return;
	if (p->stream)
		p->taken += e->outcome.bytes;
	else
		p->taken += ends_message(e);
}

void record_peer_supply(struct record_peer *p, uint64_t number)
{
	for (; p->supplied < number && p->supplied < p->n; p->supplied++) {
		if (p->got[p->supplied] == NULL)
			continue;
		if (p->scripted)
			supply_scripted(p, p->supplied);
		else
			supply_received(p, p->supplied);
	}
}

bool record_peer_can(const struct record_peer *p, const struct record_event *e)
{
	const struct endpoint_wish *w = &p->r->o->wish;

	if (e->outcome.word != OUTCOME_ABORTED || w->n_faults > 0)
		return true;
	for (size_t i = 0; i < w->n_steps; i++)
		if (w->steps[i].verb == PEER_DROP)
			return false;
	return p->scripted;
}
