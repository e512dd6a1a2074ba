/* SPDX-License-Identifier: MIT */
/* What happened to which socket and request, and a look at each kind of step. */
#include "scenario/sometimes.h"

#include <string.h>

#include "scenario/model_outcome.h"
#include "scenario/model_socket.h"
#include "scenario/sometimes_points.h"
#include "wsp.h"

#define SOCKETS 16
#define REQUESTS 64
#define KINDS 4096         /* of steps, that were looked at before */
#define WORDS UINT64_C(31) /* bits of an enum model_word */
#define PRIME UINT64_C(0x9e3779b97f4a7c15)

enum fill {
	FILL_NOTHING,
	FILL_NO_ROOM,
	FILL_PART,
	FILL_FULL,
};

/* All that the points look at, but for the words of the outcome. */
struct sight {
	uint64_t said; /* a number for these */
	uint32_t in, xp1;
	uint8_t verb, call; /* what it is about: a receive, a send; OP_N_VERBS: none */
	uint8_t mode, depth, nulls, bads, hook, fill;
	uint8_t filled;  /* buffers; 2: more than one */
	uint8_t before;  /* enum model_word: what the receive before it came to */
	uint8_t pending; /* receives of that socket; 2: more than one */
	bool waiting;    /* there are such, of any socket */
	bool gap, no_buffers, nonoverlapped, reuse, wait, inside, number, cut;
};

struct place {
	struct op_name name;
	const struct op *open;
	uint32_t xp1;
	uint8_t before, pending;
	bool cut;
};

struct request {
	struct op_name name;
	const struct op *call;
	struct place *place;
	bool waits;
};

static const struct script *program;
static struct place places[SOCKETS];
static struct request requests[REQUESTS];
static size_t n_places, n_requests, n_waiting;
static bool has_routines;
/* Numbers of kinds, with the enum model_word that they come to in the last bits. */
static uint64_t kinds[KINDS];

/* ---- the points ---- */
#define KNOWN_FLAGS \
	((uint32_t)(MSG_OOB | MSG_PEEK | MSG_WAITALL | MSG_PUSH_IMMEDIATE | \
		    MSG_PARTIAL))
#define WORD(w) (g->word == MODEL_##w)
#define ERROR(code) (g->word != MODEL_NO_WORD && g->error == (code))
#define GOOD (WORD(DATA) || WORD(PARTIAL) || WORD(EMPTY))
#define DOES(v) (s->verb == OP_DO_##v)
#define CALL(v) (s->call == OP_DO_##v)
#define NOW DOES(RECV)
#define LATER (DOES(AWAIT) && CALL(RECV))
#define OVERLAPPED (s->mode >= OP_MODE_EVENT && !s->nonoverlapped)
#define IN(flag) ((s->in & MSG_##flag) != 0)
#define OUT(flag) ((g->flags & MSG_##flag) != 0)
#define HAS(bit) ((s->xp1 & XP1_##bit) != 0)
#define MESSAGES (HAS(MESSAGE_ORIENTED) && !HAS(PSEUDO_STREAM))
#define POINTS(what) (((s->nulls | s->bads) & OP_POINTER_##what) != 0)
#define SAID(text) (strcmp(said, text) == 0)

struct point {
	struct sometimes_point what;
	bool (*is_met)(const struct sight *s, const struct model_outcome *g,
		       const char *said);
};

#define POINT_FUNCTION(id, name, clause, text, expression) \
	static bool is_##id(const struct sight *s, const struct model_outcome *g, \
			    const char *said) \
	{ \
		(void)s, (void)g, (void)said; \
		return expression; \
	}
SOMETIMES_POINTS(POINT_FUNCTION)
#undef POINT_FUNCTION

#define POINT_ROW(id, name, clause, text, expression) \
	{ { name, clause, text }, is_##id },
static const struct point points[] = { SOMETIMES_POINTS(POINT_ROW) };
#undef POINT_ROW

#define POINTS_ALL (sizeof points / sizeof points[0])

static bool met[POINTS_ALL];
static size_t n_met;

size_t sometimes_points(void)
{
	return POINTS_ALL;
}

const struct sometimes_point *sometimes_point(size_t i)
{
	return &points[i].what;
}

size_t sometimes_met(void)
{
	return n_met;
}

bool sometimes_is_met(size_t i)
{
	return met[i];
}

void sometimes_print(FILE *to)
{
	fprintf(to, "%zu/%zu", n_met, POINTS_ALL);
	for (size_t i = 0; i < POINTS_ALL; i++)
		if (!met[i])
			fprintf(to, " %s", points[i].what.name);
}

/* ---- what happened so far ---- */
void sometimes_begin(const struct script *s)
{
	program = s;
	n_places = n_requests = n_waiting = 0;
	has_routines = false;
	for (size_t i = 0; i < s->n && !has_routines; i++)
		has_routines = s->lines[i].op.verb == OP_DO_ROUTINE;
}

static bool same(const struct op_name *a, const struct op_name *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

static struct place *place_of(const struct op_name *name)
{
	for (size_t i = n_places; i-- > 0;)
		if (same(&places[i].name, name))
			return &places[i];
	return NULL;
}

static struct request *request_of(const struct op_name *name)
{
	for (size_t i = n_requests; i-- > 0;)
		if (same(&requests[i].name, name))
			return &requests[i];
	return NULL;
}

static void add_place(const struct op *op)
{
	const struct model_traits *t = model_traits(op->address);
	struct place *p = place_of(&op->name);

	if (p == NULL && n_places < SOCKETS)
		p = &places[n_places++];
	if (p == NULL)
		return;
	*p = (struct place){ .name = op->name, .open = op, .before = MODEL_NO_WORD };
	if (t != NULL)
		p->xp1 = (t->xp1 | op->xp1_set) & ~op->xp1_clear;
}

static void add_request(const struct op *op, struct place *p, bool waits)
{
	if (n_requests == REQUESTS || op->as.text[0] == '\0')
		return;
	requests[n_requests++] = (struct request){ op->as, op, p, waits };
	if (!waits || op->verb != OP_DO_RECV)
		return;
	n_waiting++;
	if (p != NULL && p->pending < 2)
		p->pending++;
}

static void end_request(struct request *r)
{
	if (!r->waits)
		return;
	r->waits = false;
	if (r->call->verb != OP_DO_RECV)
		return;
	n_waiting--;
	if (r->place != NULL && r->place->pending > 0)
		r->place->pending--;
}

static bool is_inside(const struct script_line *line)
{
	size_t at = (size_t)(line - program->lines);

	for (size_t i = 0; has_routines && i < at; i++)
		if (program->lines[i].op.verb == OP_DO_ROUTINE &&
		    program->lines[i].partner > at)
			return true;
	return false;
}

/* ---- a look ---- */
static void look_at_buffers(struct sight *s, const struct op *call,
			    const struct tokens *got)
{
	uint64_t room = 0, count = 0;
	size_t n = call->layout != NULL ? call->layout->n : 1;

	for (size_t i = 0; call->layout != NULL && i < n; i++) {
		room += call->layout->buffers[i].length;
		s->gap |= call->layout->buffers[i].length == 0;
	}
	if (call->layout == NULL)
		room = 65536;
	s->no_buffers = n == 0;
	for (size_t i = 1; i < got->n && i < 8; i++) {
		if (got->at[i].kind == TOKEN_NUMBER && count == 0)
			count = got->at[i].number;
		s->filled += got->at[i].kind == TOKEN_BYTES && s->filled < 2;
	}
	s->fill = room == 0      ? FILL_NO_ROOM
		  : count == 0   ? FILL_NOTHING
		  : count < room ? FILL_PART
				 : FILL_FULL;
}

static uint64_t mixed(uint64_t hash, const void *bytes, size_t n)
{
	const unsigned char *at = bytes;
	uint64_t word;

	for (; n >= sizeof word; n -= sizeof word, at += sizeof word) {
		memcpy(&word, at, sizeof word);
		hash = (hash ^ word) * PRIME;
		hash ^= hash >> 29;
	}
	word = 0;
	memcpy(&word, at, n);
	return (hash ^ word) * PRIME;
}

/* Of the first words, and of flags. */
static uint64_t number_for(const struct tokens *got)
{
	uint64_t hash = got->n;

	for (size_t i = 0; i < got->n; i++) {
		const struct token *t = &got->at[i];

		if (t->kind == TOKEN_WORD)
			hash = mixed(hash, t->text, strlen(t->text));
		else if (t->kind == TOKEN_FLAGS)
			hash = mixed(hash, &t->number, sizeof t->number);
	}
	return hash;
}

static void see(struct sight *s, const struct session_step *step, const struct op *call,
		const struct place *p)
{
	const struct op *op = &step->line->op;

	/* All of it, for it is known again by its bytes. */
	memset(s, 0, sizeof *s);
	s->said = number_for(step->got);
	s->verb = (uint8_t)op->verb;
	s->call = OP_N_VERBS;
	s->before = MODEL_NO_WORD;
	s->waiting = n_waiting > 0;
	s->wait = op->wait;
	s->number = step->got->n > 0 && step->got->at[0].kind == TOKEN_NUMBER;
	s->inside = is_inside(step->line);
	if (call != NULL) {
		s->call = (uint8_t)call->verb;
		s->in = call->flags;
		s->mode = (uint8_t)call->mode;
		s->nulls = call->nulls;
		s->bads = call->bads;
		s->hook = (uint8_t)call->hook;
		s->reuse = call->reuse.text[0] != '\0';
		look_at_buffers(s, call, step->got);
	}
	if (p != NULL) {
		s->xp1 = p->xp1;
		s->before = p->before;
		s->pending = p->pending;
		s->depth = (uint8_t)p->open->depth;
		s->nonoverlapped = p->open->nonoverlapped;
		s->cut = p->cut;
	}
}

static void remember(const struct op *op, struct request *r, struct place *p,
		     enum model_word word)
{
	bool waits = word == MODEL_PENDING || word == MODEL_BLOCKED;

	if (op->verb == OP_DO_OPEN)
		add_place(op);
	if (op->verb == OP_DO_NET && op->net_act == OP_NET_CUT && p != NULL)
		p->cut = true;
	if (op->verb == OP_DO_RECV || op->verb == OP_DO_SEND)
		add_request(op, p, waits);
	if (op->verb == OP_DO_AWAIT && r != NULL && !waits)
		end_request(r);
	if (p != NULL && !waits && word != MODEL_NO_WORD &&
	    (op->verb == OP_DO_RECV || op->verb == OP_DO_AWAIT))
		p->before = (uint8_t)word;
}

static uint8_t look_at(const struct sight *s, const struct tokens *got)
{
	struct model_outcome g = { .word = MODEL_NO_WORD };
	const char *said = got->n > 0 && got->at[0].kind == TOKEN_WORD ? got->at[0].text
								       : "";

	if (s->call != OP_N_VERBS && (DOES(RECV) || DOES(SEND) || DOES(AWAIT)))
		(void)model_read(got, &g);
	for (size_t i = 0; i < POINTS_ALL; i++)
		if (!met[i] && points[i].is_met(s, &g, said)) {
			met[i] = true;
			n_met++;
		}
	return (uint8_t)g.word;
}

void sometimes_look(const struct session_step *step)
{
	const struct op *op = &step->line->op, *call = NULL;
	struct place *p = place_of(&op->name);
	struct request *r = NULL;
	struct sight s;
	uint64_t number, *kind;

	if (op_verb_kind(op->verb)->operands[0] == OP_REQUEST) {
		r = request_of(&op->name);
		p = r != NULL ? r->place : NULL;
		call = r != NULL ? r->call : NULL;
	} else if (op->verb == OP_DO_RECV || op->verb == OP_DO_SEND) {
		call = op;
	}
	see(&s, step, call, p);
	number = mixed(PRIME, &s, sizeof s) | WORDS;
	kind = &kinds[(number >> 32) % KINDS];
	if ((*kind | WORDS) != number)
		*kind = number - WORDS + look_at(&s, step->got);
	remember(op, r, p, (enum model_word)(*kind & WORDS));
}
