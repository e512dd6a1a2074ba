/* SPDX-License-Identifier: MIT */
/* Decodes, leaves out, and puts in what is missing. */
#include "scenario/program.h"

#include <string.h>

#include "scenario/op_bytes.h"
#include "scenario/op_text.h"

#define TOGETHER ((size_t)32 << 10) /* bytes that a program sends */
#define DECODED ((size_t)256 << 10) /* bytes of data after which no more is decoded */
#define DEPTH 2                     /* blocks in each other */

struct builder {
	const struct program_rules *rules;
	struct script *s;
	struct op ops[PROGRAM_OPS];
	size_t n_ops;
	struct op_name requests[PROGRAM_OPS]; /* those that are given */
	size_t n_requests;
	size_t blocks[DEPTH];
	size_t n_blocks, skipped; /* blocks that were left out, until their ends */
};

static bool is(const struct op_name *a, const struct op_name *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

static void decode(struct builder *b, const uint8_t *bytes, size_t n)
{
	size_t left = TOGETHER, decoded = 0, at = 0, used;

	while (at < n && b->n_ops < PROGRAM_OPS && decoded < DECODED) {
		struct op *op = &b->ops[b->n_ops];

		op_decode(bytes + at, n - at, &b->s->arena, op, &used);
		at += used;
		decoded += op->n_data;
		if (!program_fix(op, b->rules, &b->s->arena, &left))
			continue;
		if (op->as.text[0] != '\0')
			b->requests[b->n_requests++] = op->as;
		b->n_ops++;
	}
}

/* False: there is none to take its place. */
static bool fix_request(const struct builder *b, struct op_name *name)
{
	for (size_t i = 0; i < b->n_requests; i++)
		if (is(&b->requests[i], name))
			return true;
	if (b->n_requests == 0)
		return false;
	*name = b->requests[(unsigned char)name->text[1] % b->n_requests];
	return true;
}

/* With real sockets a wait for what may never come is a short one. */
static void expect_anything(struct builder *b, struct script_line *line)
{
	static const char anything[] = "blocked or ...";
	struct diag d;

	if (b->rules->simulate || line->op.verb != OP_DO_AWAIT)
		return;
	if (expect_parse(anything, &b->s->arena, &line->expect, &d))
		line->expected = anything;
}

static void add(struct builder *b, const struct op *op)
{
	struct script_line *line = &b->s->lines[b->s->n++];

	*line = (struct script_line){ .op = *op };
	expect_anything(b, line);
}

/* The one that has the name now; NULL: none. */
static const struct op *find_open(const struct builder *b, const struct op_name *name)
{
	for (size_t i = b->s->n; i > 0; i--)
		if (b->s->lines[i - 1].op.verb == OP_DO_OPEN &&
		    is(&b->s->lines[i - 1].op.name, name))
			return &b->s->lines[i - 1].op;
	return NULL;
}

static void open_first(struct builder *b, const struct op *op)
{
	struct op open = { .verb = OP_DO_OPEN, .name = op->name };
	size_t count = 0, letter = (unsigned char)(op->name.text[0] - 'a');

	if (find_open(b, &op->name) != NULL)
		return;
	while (b->rules->addresses[count] != NULL)
		count++;
	open.address = b->rules->addresses[count > 0 ? letter % count : 0];
	add(b, &open);
}

/* Whether a peer of such a socket can do it at all. */
static bool peer_can(enum peer_verb verb, const char *address)
{
	bool dtls = strstr(address, "dtls") != NULL;
	bool tls = strstr(address, "tls") != NULL;
	bool tcp = strncmp(address, "tcp", 3) == 0;
	bool datagrams = strncmp(address, "udp", 3) == 0 ||
			 strstr(address, "dgram") != NULL;
	bool stream = tcp || strcmp(address, "unix") == 0 ||
		      strcmp(address, "pair:stream") == 0 || tls;

	switch (verb) {
	case PEER_OOB:
	case PEER_DROP:
		return tcp;
	case PEER_EMPTY:
		return !stream;
	case PEER_STRANGER:
		return strncmp(address, "udp", 3) == 0 ||
		       strcmp(address, "unix-dgram") == 0;
	case PEER_SHUTDOWN:
	case PEER_CUT:
		return !datagrams;
	case PEER_RST:
		return !datagrams && !dtls;
	case PEER_HANDSHAKE:
	case PEER_RAW:
		return tls;
	case PEER_RECORDS:
	case PEER_GATHER:
	case PEER_PASS:
	case PEER_UPDATE:
	case PEER_ALERT:
		return tls && !dtls;
	case PEER_SEND:
	case PEER_PATTERN:
	case PEER_DRIP:
	case PEER_FLOOD:
	case PEER_READ:
	case PEER_WAIT:
	case PEER_CLOSE:
	case PEER_HOLD:
		break;
	}
	return true;
}

/* Leaves out what would fail: with it all that follows would go by. False: nothing is
 * left. */
static bool fix_steps(const struct builder *b, struct op *op)
{
	const char *address = find_open(b, &op->name)->address;
	struct peer_step *steps = (struct peer_step *)op->steps;
	size_t n = 0;

	for (size_t i = 0; i < op->n_steps; i++) {
		bool ends = steps[i].verb == PEER_CLOSE || steps[i].verb == PEER_RST;

		if (!peer_can(steps[i].verb, address))
			continue;
		steps[n++] = steps[i];
		if (ends)
			break;
	}
	op->n_steps = n;
	return n > 0;
}

static void close_block(struct builder *b)
{
	size_t start = b->blocks[--b->n_blocks];

	add(b, &(struct op){ .verb = OP_DO_END });
	b->s->lines[start].partner = b->s->n - 1;
	b->s->lines[b->s->n - 1].partner = start;
}

static bool in_routine(const struct builder *b)
{
	for (size_t i = 0; i < b->n_blocks; i++)
		if (b->s->lines[b->blocks[i]].op.verb == OP_DO_ROUTINE)
			return true;
	return false;
}

/* False: it has been left out, and so will be its end. */
static bool open_block(struct builder *b, struct op *op)
{
	if (b->n_blocks == DEPTH || (op->verb == OP_DO_ROUTINE &&
				     (in_routine(b) || !fix_request(b, &op->name)))) {
		b->skipped++;
		return false;
	}
	b->blocks[b->n_blocks++] = b->s->n;
	add(b, op);
	return true;
}

static bool is_tcp(const struct builder *b, const struct op *op)
{
	const struct op *open = find_open(b, &op->name);

	return open != NULL && open->address != NULL &&
	       strncmp(open->address, "tcp", 3) == 0;
}

static void put(struct builder *b, struct op *op)
{
	enum op_field first = op_verb_kind(op->verb)->operands[0];

	if (op->verb == OP_DO_END) {
		if (b->skipped > 0)
			b->skipped--;
		else if (b->n_blocks > 0)
			close_block(b);
		return;
	}
	if (op->verb == OP_DO_ROUTINE || op->verb == OP_DO_REPEAT) {
		open_block(b, op);
		return;
	}
	if (first == OP_REQUEST && !fix_request(b, &op->name))
		return;
	if (op->reuse.text[0] != '\0' && !fix_request(b, &op->reuse))
		memset(&op->reuse, 0, sizeof op->reuse);
	if (first == OP_SOCKET && op->verb != OP_DO_OPEN)
		open_first(b, op);
	/* Only what sends probes finds out that nobody answers. */
	if (op->verb == OP_DO_NET && op->net_act == OP_NET_DEAD && !is_tcp(b, op))
		return;
	if (op->verb == OP_DO_PEER && !fix_steps(b, op))
		return;
	add(b, op);
}

void program_read(const uint8_t *bytes, size_t n, const struct program_rules *rules,
		  struct script *s)
{
	static struct builder b;

	arena_reset(&s->arena);
	b.rules = rules;
	b.s = s;
	b.n_ops = b.n_requests = b.n_blocks = b.skipped = 0;
	decode(&b, bytes, n);
	/* Each may need an open before it, and an end. */
	s->lines = arena_room(&s->arena, (2 * b.n_ops + DEPTH) * sizeof *s->lines);
	s->n = 0;
	for (size_t i = 0; i < b.n_ops; i++)
		put(&b, &b.ops[i]);
	while (b.n_blocks > 0)
		close_block(&b);
}

void program_print(const struct script *s, FILE *to)
{
	struct arena arena = { 0 };
	size_t depth = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct op *op = &s->lines[i].op;

		depth -= op->verb == OP_DO_END;
		for (size_t k = 0; k < depth; k++)
			fputs("  ", to);
		fprintf(to, "%s\n", op_print(op, &arena));
		depth += op->verb == OP_DO_ROUTINE || op->verb == OP_DO_REPEAT;
	}
	arena_fini(&arena);
}
