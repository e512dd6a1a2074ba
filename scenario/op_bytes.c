/* SPDX-License-Identifier: MIT */
/* Operations as bytes: the verb, a bit for each field that is not as usual, those fields.
 *
 * A field whose bytes are all zero is as usual, so that the bit of a field is whether any
 * byte of it is not. */
#include "scenario/op_bytes.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "scenario/op_code.h"
#include "scenario/ruleword.h"
#include "wsp.h"

#define FIELDS_MAX 24
#define MICROSECONDS 192u /* no count of milliseconds any more */
#define FOREVER 255u

unsigned op_code_byte(struct op_coder *c, unsigned value)
{
	if (c->from != NULL)
		return c->at < c->n ? c->from[c->at++] : 0;
	if (c->at < c->n)
		c->to[c->at] = (unsigned char)value;
	c->at++;
	c->any |= value;
	return value;
}

unsigned op_code_choice(struct op_coder *c, unsigned value, size_t n)
{
	return op_code_byte(c, value) % (unsigned)n;
}

uint64_t op_code_number(struct op_coder *c, uint64_t value)
{
	uint64_t number = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		uint64_t rest = value >> shift;
		unsigned byte = (unsigned)(rest & 127) | (rest > 127 ? 128u : 0);

		byte = op_code_byte(c, byte);
		number |= (uint64_t)(byte & 127) << shift;
		if (byte < 128)
			break;
	}
	return number;
}

size_t op_code_left(const struct op_coder *c)
{
	return c->n - c->at;
}

const unsigned char *op_code_bytes(struct op_coder *c, const unsigned char *bytes,
				   size_t n)
{
	if (c->from != NULL) {
		bytes = c->from + c->at;
		c->at += n;
		return c->arena != NULL ? arena_copy(c->arena, bytes, n) : bytes;
	}
	for (size_t i = 0; i < n; i++)
		op_code_byte(c, bytes[i]);
	return bytes;
}

uint64_t op_code_duration(struct op_coder *c, uint64_t usec)
{
	unsigned byte = MICROSECONDS;

	if (usec == OP_FOREVER)
		byte = FOREVER;
	else if (usec % 1000 == 0 && usec / 1000 < MICROSECONDS)
		byte = (unsigned)(usec / 1000);
	byte = op_code_byte(c, byte);
	if (byte == FOREVER)
		return OP_FOREVER;
	return byte < MICROSECONDS ? byte * UINT64_C(1000)
				   : op_code_number(c, usec) & INT64_MAX;
}

/* A member that is an enum of n words. */
#define CHOICE(member, type, n) \
	static void code_##member(struct op_coder *c, struct op *op) \
	{ \
		op->member = (enum type)op_code_choice(c, op->member, n); \
	}

CHOICE(half, op_half, OP_HALF_BOTH + 1)
CHOICE(event_act, op_event_act, OP_EVENT_CLOSE + 1)
CHOICE(net_act, op_net_act, OP_NET_DEAD + 1)
CHOICE(depth, op_depth, OP_DEPTH_CONNECTING + 1)
CHOICE(profile, op_profile, OP_PROFILE_WINDOWS + 1)
CHOICE(mode, op_mode, OP_MODE_ROUTINE + 1)
CHOICE(whose, op_whose, OP_WHOSE_PEER + 1)
CHOICE(call, op_call, OP_CALL_MEMORY + 1)
CHOICE(condition, op_condition, OP_CONDITION_REJECT + 1)

static void code_duration(struct op_coder *c, struct op *op)
{
	op->usec = op_code_duration(c, op->usec);
}

static void code_timeout(struct op_coder *c, struct op *op)
{
	op->timeout = op_code_duration(c, op->timeout) & INT64_MAX;
}

static void code_count(struct op_coder *c, struct op *op)
{
	op->number = op_code_number(c, op->number);
}

static void code_nulls(struct op_coder *c, struct op *op)
{
	op->nulls = (uint8_t)op_code_choice(c, op->nulls, 128);
}

/* No pointer is both; NULL stands first. */
static void code_bads(struct op_coder *c, struct op *op)
{
	op->bads = (uint8_t)(op_code_choice(c, op->bads, 128) & ~(unsigned)op->nulls);
}

static void code_flags(struct op_coder *c, struct op *op)
{
	static const uint32_t named[] = { MSG_PEEK, MSG_OOB, MSG_PARTIAL, MSG_WAITALL,
					  MSG_PUSH_IMMEDIATE };
	uint32_t rest = op->flags, flags = 0;
	unsigned byte = 0;

	for (unsigned i = 0; i < 5; i++)
		if ((rest & named[i]) != 0) {
			byte |= 1u << i;
			rest &= ~named[i];
		}
	byte = op_code_byte(c, rest == 0 ? byte : 255u);
	if (byte < 128) {
		for (unsigned i = 0; i < 5; i++)
			flags |= (byte & 1u << i) != 0 ? named[i] : 0;
	} else {
		for (unsigned shift = 0; shift < 32; shift += 8)
			flags |= op_code_byte(c, op->flags >> shift & 255) << shift;
	}
	op->flags = flags;
}

/* Two bits for each flag that may be overridden. */
static void code_xp1(struct op_coder *c, struct op *op)
{
	static const uint32_t flags[] = { XP1_MESSAGE_ORIENTED, XP1_PSEUDO_STREAM,
					  XP1_PARTIAL_MESSAGE,
					  XP1_GUARANTEED_DELIVERY };
	unsigned byte = 0;

	for (unsigned i = 0; i < 4; i++) {
		byte |= (op->xp1_set & flags[i]) != 0 ? 1u << 2 * i : 0;
		byte |= (op->xp1_clear & flags[i]) != 0 ? 2u << 2 * i : 0;
	}
	byte = op_code_byte(c, byte);
	op->xp1_set = op->xp1_clear = 0;
	for (unsigned i = 0; i < 4; i++) {
		unsigned two = byte >> 2 * i & 3;

		op->xp1_set |= two == 1 ? flags[i] : 0;
		op->xp1_clear |= two == 2 ? flags[i] : 0;
	}
}

static void code_errno(struct op_coder *c, struct op *op)
{
	static const int usual[] = { ECONNRESET, EAGAIN, EINTR,     ENOMEM,      EPIPE,
				     ETIMEDOUT,  EIO,    ECANCELED, EHOSTUNREACH };
	const unsigned n = sizeof usual / sizeof usual[0];
	unsigned byte = op->native != 0 ? 255 : 0;

	for (unsigned i = 0; i < n; i++)
		if (usual[i] == op->native)
			byte = i;
	byte = op_code_byte(c, byte);
	if (byte < 128)
		op->native = usual[byte % n];
	else
		op->native = (int)(op_code_number(c, (uint64_t)op->native - 1) % 4095) +
			     1;
	op->number = op->number > 0 ? op->number - 1 : 0;
	op->number = op_code_number(c, op->number) % UINT32_MAX + 1;
}

static void code_one_rule(struct op_coder *c, struct op_rule *rule, unsigned n)
{
	rule->rule = (uint8_t)n;
	rule->value = (uint8_t)op_code_choice(c, rule->value,
					      ruleword_values(rule->rule));
}

static void code_rules(struct op_coder *c, struct op *op)
{
	op->n_rules = op_code_choice(c, (unsigned)op->n_rules, OP_RULES_MAX + 1);
	for (size_t i = 0; i < op->n_rules; i++)
		code_one_rule(c, &op->rules[i],
			      op_code_choice(c, op->rules[i].rule, ruleword_rules()));
}

/* One rule, or all of a profile: then the byte is the one behind the last rule. */
static void code_rule_value(struct op_coder *c, struct op *op)
{
	unsigned n = (unsigned)ruleword_rules();
	bool all = op->profile != OP_PROFILE_NONE;
	unsigned first = op_code_choice(c, all ? n : op->rules[0].rule, n + 1);

	op->n_rules = first < n;
	if (first < n)
		code_one_rule(c, &op->rules[0], first);
	else
		op->profile = (enum op_profile)(
			op_code_choice(c, all ? op->profile - 1u : 0, 2) + 1);
}

typedef void coder(struct op_coder *c, struct op *op);

static coder *const coders[OP_N_FIELDS] = {
	[OP_SOCKET] = op_code_socket,
	[OP_REQUEST] = op_code_request,
	[OP_EVENT_NAME] = op_code_event_name,
	[OP_THREAD_NAME] = op_code_thread_name,
	[OP_ADDRESS] = op_code_address,
	[OP_DATA] = op_code_data,
	[OP_STEPS] = op_code_steps,
	[OP_HALF] = code_half,
	[OP_DURATION] = code_duration,
	[OP_EVENT_ACT] = code_event_act,
	[OP_NET_ACT] = code_net_act,
	[OP_AMOUNT] = code_count,
	[OP_COUNT] = code_count,
	[OP_OPTION] = op_code_option,
	[OP_RULE_VALUE] = code_rule_value,
	[OP_ERRNO] = code_errno,
	[OP_DEPTH] = code_depth,
	[OP_XP1] = code_xp1,
	[OP_PROFILE] = code_profile,
	[OP_RULE] = code_rules,
	[OP_LIMIT] = op_code_limit,
	[OP_BUFFERS] = op_code_buffers,
	[OP_FLAGS] = code_flags,
	[OP_MODE] = code_mode,
	[OP_TIMEOUT] = code_timeout,
	[OP_NULLS] = code_nulls,
	[OP_BADS] = code_bads,
	[OP_EVENT] = op_code_event,
	[OP_REUSE] = op_code_reuse,
	[OP_HOOK] = op_code_hook,
	[OP_PLACE] = op_code_place,
	[OP_WHOSE] = code_whose,
	[OP_QUESTION] = op_code_question,
	[OP_CONTROL] = op_code_control,
	[OP_INPUT] = op_code_input,
	[OP_TO] = op_code_place,
	[OP_LENGTH] = op_code_length,
	[OP_CONDITION] = code_condition,
	[OP_CALL] = code_call,
	[OP_EVENTS] = op_code_events,
};

/* A field of a verb: coded, or a bool that is its bit. */
struct part {
	coder *code;
	enum op_field flag;
};

/* A verb's fields, and the operation that gives none of them. */
struct parts {
	struct part at[FIELDS_MAX];
	size_t n;
	struct op usual;
};

static void list_parts(enum op_verb verb, struct parts *list)
{
	const struct op_verb_kind *kind = op_verb_kind(verb);
	size_t n = 0;

	if (verb != OP_DO_ROUTINE && verb != OP_DO_REPEAT && verb != OP_DO_END)
		list->at[n++] = (struct part){ op_code_thread, OP_NO_FIELD };
	for (size_t i = 0; i < 3 && kind->operands[i] != OP_NO_FIELD; i++)
		list->at[n++] = (struct part){ coders[kind->operands[i]], OP_NO_FIELD };
	for (int f = OP_NO_FIELD + 1; f < OP_N_FIELDS; f++)
		if ((kind->options & UINT64_C(1) << f) != 0)
			list->at[n++] = (struct part){ coders[f], (enum op_field)f };
	if (kind->names)
		list->at[n++] = (struct part){ op_code_as, OP_NO_FIELD };
	list->n = n;
}

static const unsigned char nothing[1] = { 0 };

/* What the fields are that are not given: read once, from no bytes. */
static void set_usual(struct parts *list, enum op_verb verb)
{
	struct op_coder none = { .from = nothing };

	list->usual.verb = verb;
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].code != NULL)
			list->at[i].code(&none, &list->usual);
}

static struct parts parts_of_verbs[OP_N_VERBS];

static void list_all(void)
{
	for (int verb = 0; verb < OP_N_VERBS; verb++) {
		list_parts((enum op_verb)verb, &parts_of_verbs[verb]);
		set_usual(&parts_of_verbs[verb], (enum op_verb)verb);
	}
}

static const struct parts *parts_of(enum op_verb verb)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, list_all);
	return &parts_of_verbs[verb];
}

/* Reads the fields that are given into *out, which is as usual. */
static void read_given(struct op_coder *c, const struct parts *parts, struct op *out)
{
	unsigned char given_bits[FIELDS_MAX / 8] = { 0 };

	for (size_t i = 0; i < (parts->n + 7) / 8; i++)
		given_bits[i] = (unsigned char)op_code_byte(c, 0);
	for (size_t i = 0; i < parts->n; i++) {
		const struct part *part = &parts->at[i];

		if ((given_bits[i / 8] >> i % 8 & 1) == 0)
			continue;
		if (part->code != NULL)
			part->code(c, out);
		else
			*op_field_flag(out, part->flag) = true;
	}
}

static size_t decode(const unsigned char *bytes, size_t n, struct arena *arena,
		     struct op *out)
{
	struct op_coder c = { .from = n > 0 ? bytes : nothing, .n = n, .arena = arena };
	struct op_coder usual = { .from = nothing, .arena = arena };
	const struct parts *parts;

	assert(c.from != NULL);
	parts = parts_of((enum op_verb)op_code_choice(&c, 0, OP_N_VERBS));
	*out = parts->usual;
	/* The one thing that is usual and that its owner may change. */
	if (out->n_steps > 0)
		op_code_steps(&usual, out);
	read_given(&c, parts, out);
	return c.at;
}

void op_decode(const unsigned char *bytes, size_t n, struct arena *arena,
	       struct op *out, size_t *used)
{
	*used = decode(bytes, n, arena, out);
}

size_t op_length(const unsigned char *bytes, size_t n)
{
	struct op scratch;

	return decode(bytes, n, NULL, &scratch);
}

size_t op_encode(const struct op *op, unsigned char *bytes, size_t room)
{
	struct op_coder c = { .to = bytes, .n = room };
	unsigned char given_bits[FIELDS_MAX / 8] = { 0 };
	const struct part *parts = parts_of(op->verb)->at;
	struct op copy = *op;
	size_t n_parts = parts_of(op->verb)->n, n_bits = (n_parts + 7) / 8;

	op_code_byte(&c, op->verb);
	c.at += n_bits;
	for (size_t i = 0; i < n_parts; i++) {
		size_t start = c.at;
		bool is_given;

		c.any = 0;
		if (parts[i].code != NULL)
			parts[i].code(&c, &copy);
		is_given = parts[i].code != NULL ? c.any != 0
						 : *op_field_flag(&copy, parts[i].flag);
		if (is_given)
			given_bits[i / 8] |= (unsigned char)(1u << i % 8);
		else
			c.at = start;
	}
	for (size_t i = 0; i < n_bits && 1 + i < room; i++)
		bytes[1 + i] = given_bits[i];
	return c.at;
}
