/* SPDX-License-Identifier: MIT */
/* The fields whose values are words, names and numbers; and the table of all. */
#include "scenario/op_field.h"

#include <inttypes.h>
#include <string.h>

#include "scenario/choice.h"
#include "scenario/errnoword.h"
#include "scenario/flaglist.h"
#include "scenario/quantity.h"
#include "scenario/ruleword.h"
#include "scenario/word.h"

#define PROFILE "profile="

bool op_name_read(const char *value, struct op_name *out, struct diag *d)
{
	size_t n = word_name(value);

	if (n == 0 || value[n] != '\0') {
		diag_set(d, n, "not a name: %.*s", diag_shown(strlen(value)), value);
		return diag_hint(d, "a letter, then letters, digits, - and _");
	}
	if (n > OP_NAME_MAX) {
		diag_set(d, OP_NAME_MAX, "a name has at most %d characters",
			 OP_NAME_MAX);
		return false;
	}
	memset(out, 0, sizeof *out);
	memcpy(out->text, value, n);
	return true;
}

static bool put_name(const struct op_name *name, struct text *to)
{
	text_put(to, name->text);
	return name->text[0] != '\0';
}

#define NAME(member) \
	static bool read_##member(struct op_reader *r, const char *value) \
	{ \
		return op_name_read(value, &r->op->member, r->d); \
	} \
	static bool write_##member(const struct op *op, size_t i, struct text *to) \
	{ \
		(void)i; \
		return put_name(&op->member, to); \
	}

NAME(name)
NAME(event)
NAME(reuse)

/* A member that is an enum: its words in order. The first `silent` of them are never
 * written, and those of them that are "" never read. */
#define CHOICE(member, type, noun, silent, ...) \
	static const char *const words_of_##member[] = { __VA_ARGS__, NULL }; \
	static bool read_##member(struct op_reader *r, const char *value) \
	{ \
		const char *const *words = words_of_##member; \
		size_t none = words[0][0] == '\0' ? 1 : 0, found; \
\
		if (!choice_find(value, noun, words + none, &found, r->d)) \
			return false; \
		r->op->member = (enum type)(found + none); \
		return true; \
	} \
	static bool write_##member(const struct op *op, size_t i, struct text *to) \
	{ \
		(void)i; \
		if ((int)op->member < (silent)) \
			return false; \
		text_put(to, words_of_##member[op->member]); \
		return true; \
	}

CHOICE(half, op_half, "half", 0, "receive", "send", "both")
CHOICE(event_act, op_event_act, "act", 1, "look", "set", "reset", "close")
CHOICE(net_act, op_net_act, "act", 0, "cut", "room", "hold", "release", "pass", "lose",
       "dead")
CHOICE(depth, op_depth, "depth", 1, "full", "socket", "bound", "listening",
       "connecting")
CHOICE(profile, op_profile, "profile", 1, "", "spi", "windows")
CHOICE(mode, op_mode, "mode", 1, "", "blocking", "nonblocking", "event", "poll",
       "routine")

/* One act or both, with a comma, in any order: it receives first. */
static bool read_hook(struct op_reader *r, const char *value)
{
	static const char *const acts[] = { "receive", "cancel", NULL };
	size_t found, length;
	bool given[2] = { false, false };
	char word[24];

	for (const char *at = value;; at += length + 1) {
		length = strcspn(at, ",");
		snprintf(word, sizeof word, "%.*s", (int)(length < 23 ? length : 23),
			 at);
		if (!choice_find(word, "hook", acts, &found, r->d))
			return diag_shift(r->d, (size_t)(at - value));
		given[found] = true;
		if (at[length] == '\0')
			break;
	}
	r->op->hook = given[1] ? OP_HOOK_CANCEL : OP_HOOK_RECEIVE;
	r->op->hook_both = given[0] && given[1];
	return true;
}

static bool write_hook(const struct op *op, size_t i, struct text *to)
{
	(void)i;
	if (op->hook == OP_HOOK_NONE)
		return false;
	text_put(to, op->hook_both                ? "receive,cancel"
		     : op->hook == OP_HOOK_CANCEL ? "cancel"
						  : "receive");
	return true;
}

CHOICE(whose, op_whose, "side", 1, "own", "peer")
CHOICE(call, op_call, "call", 1, "receive", "send", "bind", "connect", "listen",
       "accept", "name", "ask", "get", "set", "watch", "memory")
CHOICE(condition, op_condition, "answer", 1, "", "accept", "reject")

static bool read_duration(struct op_reader *r, const char *value)
{
	if (strcmp(value, "forever") == 0) {
		r->op->usec = OP_FOREVER;
		return true;
	}
	return quantity_duration(value, &r->op->usec, r->d);
}

static bool write_duration(const struct op *op, size_t i, struct text *to)
{
	char duration[32];

	(void)i;
	quantity_print_duration(op->usec, duration);
	text_put(to, op->usec == OP_FOREVER ? "forever" : duration);
	return true;
}

static bool read_timeout(struct op_reader *r, const char *value)
{
	if (!quantity_duration(value, &r->op->timeout, r->d))
		return false;
	if (r->op->timeout != 0)
		return true;
	diag_set(r->d, 0, "a time-out of 0 would mean to wait for ever");
	return diag_hint(r->d, "write -m nonblocking in order not to wait");
}

static bool write_timeout(const struct op *op, size_t i, struct text *to)
{
	char duration[32];

	(void)i;
	if (op->timeout == 0)
		return false;
	quantity_print_duration(op->timeout, duration);
	text_put(to, duration);
	return true;
}

static bool read_amount(struct op_reader *r, const char *value)
{
	return quantity_size(value, &r->op->number, r->d);
}

static bool write_amount(const struct op *op, size_t i, struct text *to)
{
	char size[32];

	(void)i;
	if (op->number == 0)
		return false;
	quantity_print_size(op->number, size);
	text_put(to, size);
	return true;
}

static bool read_count(struct op_reader *r, const char *value)
{
	return quantity_number(value, &r->op->number, r->d);
}

static bool write_count(const struct op *op, size_t i, struct text *to)
{
	(void)i;
	text_format(to, "%" PRIu64, op->number);
	return true;
}

static bool read_limit(struct op_reader *r, const char *value)
{
	uint64_t n;

	if (!quantity_number(value, &n, r->d))
		return false;
	if (n == 0 || n > UINT32_MAX)
		return diag_set(r->d, 0, "the limit is from 1 to 4294967295");
	r->op->limit = (uint32_t)n;
	return true;
}

static bool write_limit(const struct op *op, size_t i, struct text *to)
{
	(void)i;
	if (op->limit == 0)
		return false;
	text_format(to, "%" PRIu32, op->limit);
	return true;
}

static bool read_length(struct op_reader *r, const char *value)
{
	uint64_t n;

	if (!quantity_number(value, &n, r->d))
		return false;
	if (n >= UINT32_MAX)
		return diag_set(r->d, 0, "a length is from 0 to 4294967294");
	r->op->length = n + 1;
	return true;
}

static bool write_length(const struct op *op, size_t i, struct text *to)
{
	(void)i;
	if (op->length == 0)
		return false;
	text_format(to, "%" PRIu64, op->length - 1);
	return true;
}

static bool read_errno(struct op_reader *r, const char *value)
{
	return errnoword_at(value, &r->op->native, &r->op->number, r->d);
}

static bool write_errno(const struct op *op, size_t i, struct text *to)
{
	const char *name = strerrorname_np(op->native);

	(void)i;
	if (name != NULL)
		text_put(to, name);
	else
		text_format(to, "%d", op->native);
	if (op->number != 1)
		text_format(to, "@%" PRIu64, op->number);
	return true;
}

static bool read_flags(struct op_reader *r, const char *value)
{
	return flaglist_receive(value, &r->op->flags, r->d);
}

static bool write_flags(const struct op *op, size_t i, struct text *to)
{
	char words[FLAGLIST_MAX];

	(void)i;
	if (op->flags == 0)
		return false;
	flaglist_words(op->flags, words);
	text_put(to, words);
	return true;
}

static bool read_xp1(struct op_reader *r, const char *value)
{
	return flaglist_xp1(value, &r->op->xp1_set, &r->op->xp1_clear, r->d);
}

static bool write_xp1(const struct op *op, size_t i, struct text *to)
{
	char words[FLAGLIST_MAX];

	(void)i;
	flaglist_print_xp1(op->xp1_set, op->xp1_clear, words);
	text_put(to, words);
	return words[0] != '\0';
}

static bool read_rule(struct op_reader *r, const char *value)
{
	if (r->op->n_rules == OP_RULES_MAX)
		return diag_set(r->d, 0, "more than %d rules", OP_RULES_MAX);
	if (!ruleword_parse(value, &r->op->rules[r->op->n_rules], r->d))
		return false;
	r->op->n_rules++;
	return true;
}

static bool write_rule(const struct op *op, size_t i, struct text *to)
{
	WSPRULE rule;

	if (i >= op->n_rules)
		return false;
	rule = ruleword_of(&op->rules[i]);
	text_format(to, "%s=%s", rule.name, rule.value);
	return true;
}

static bool read_rule_value(struct op_reader *r, const char *value)
{
	const size_t n = sizeof PROFILE - 1;

	if (strncmp(value, PROFILE, n) != 0)
		return read_rule(r, value);
	return read_profile(r, value + n) || diag_shift(r->d, n);
}

static bool write_rule_value(const struct op *op, size_t i, struct text *to)
{
	if (op->profile == OP_PROFILE_NONE)
		return write_rule(op, i, to);
	text_put(to, PROFILE);
	return write_profile(op, i, to);
}

bool *op_field_flag(struct op *op, enum op_field field)
{
	if (field == OP_NONOVERLAPPED)
		return &op->nonoverlapped;
	if (field == OP_ALERTABLE)
		return &op->alertable;
	if (field == OP_FROM)
		return &op->from;
	if (field == OP_ALL)
		return &op->all;
	return field == OP_WAIT ? &op->wait : NULL;
}

#define FORM(member) \
	{ \
		read_##member, write_##member, false \
	}
static const struct op_field_form forms[OP_N_FIELDS] = {
	[OP_SOCKET] = FORM(name),
	[OP_REQUEST] = FORM(name),
	[OP_EVENT_NAME] = FORM(name),
	[OP_THREAD_NAME] = FORM(name),
	[OP_HALF] = FORM(half),
	[OP_DURATION] = FORM(duration),
	[OP_EVENT_ACT] = FORM(event_act),
	[OP_NET_ACT] = FORM(net_act),
	[OP_AMOUNT] = FORM(amount),
	[OP_COUNT] = FORM(count),
	[OP_RULE_VALUE] = FORM(rule_value),
	[OP_ERRNO] = FORM(errno),
	[OP_DEPTH] = FORM(depth),
	[OP_XP1] = FORM(xp1),
	[OP_PROFILE] = FORM(profile),
	[OP_RULE] = FORM(rule),
	[OP_LIMIT] = FORM(limit),
	[OP_FLAGS] = FORM(flags),
	[OP_MODE] = FORM(mode),
	[OP_TIMEOUT] = FORM(timeout),
	[OP_EVENT] = FORM(event),
	[OP_REUSE] = FORM(reuse),
	[OP_HOOK] = FORM(hook),
	[OP_WHOSE] = FORM(whose),
	[OP_LENGTH] = FORM(length),
	[OP_CONDITION] = FORM(condition),
	[OP_CALL] = FORM(call),
};

/* Those that have files of their own. */
static const struct op_field_form *const values[OP_N_FIELDS] = {
	[OP_ADDRESS] = &op_value_address,   [OP_DATA] = &op_value_data,
	[OP_STEPS] = &op_value_steps,       [OP_OPTION] = &op_value_option,
	[OP_INPUT] = &op_value_input,       [OP_PLACE] = &op_value_place,
	[OP_TO] = &op_value_place,          [OP_NULLS] = &op_value_nulls,
	[OP_BADS] = &op_value_bads,         [OP_EVENTS] = &op_value_events,
	[OP_QUESTION] = &op_value_question, [OP_CONTROL] = &op_value_control,
	[OP_BUFFERS] = &op_value_buffers,
};

const struct op_field_form *op_field_form(enum op_field field)
{
	return values[field] != NULL ? values[field] : &forms[field];
}
