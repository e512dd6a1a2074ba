/* SPDX-License-Identifier: MIT */
/* The fields whose values lead to memory: addresses, data, steps, layouts, options. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/literal.h"
#include "scenario/op_address.h"
#include "scenario/op_field.h"
#include "scenario/peerscript.h"
#include "scenario/quantity.h"

#define PATTERN "pattern:"
#define SHOWN 64 /* bytes of data that are printed even where they are a pattern */

static bool read_address(struct op_reader *r, const char *value)
{
	return op_address_read(value, r->arena, &r->op->address, r->d);
}

static bool write_address(const struct op *op, size_t i, struct text *to)
{
	(void)i;
	text_put(to, op->address);
	return true;
}

const struct op_field_form op_value_address = { read_address, write_address, false };

bool op_value_is_pattern(const unsigned char *data, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (data[i] != OP_PATTERN_BYTE(i))
			return false;
	return true;
}

static unsigned char whole[OP_PATTERN_MAX];

static void fill(void)
{
	for (size_t i = 0; i < sizeof whole; i++)
		whole[i] = OP_PATTERN_BYTE(i);
}

/* One for all: a fuzzer reads such a line far more often than anybody sends it. */
const unsigned char *op_value_pattern(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, fill);
	return whole;
}

static bool read_pattern(struct op_reader *r, const char *value)
{
	const size_t lead = sizeof PATTERN - 1;
	uint64_t n;

	if (!quantity_size(value + lead, &n, r->d))
		return diag_shift(r->d, lead);
	if (n > OP_PATTERN_MAX) {
		diag_set(r->d, lead, "the pattern is longer than 1M");
		return diag_hint(r->d,
				 "the peer's `pattern` may be as long as you like");
	}
	r->op->n_data = (size_t)n;
	r->op->data = op_value_pattern();
	return true;
}

static bool read_data(struct op_reader *r, const char *value)
{
	struct literal l;

	if (strncmp(value, PATTERN, sizeof PATTERN - 1) == 0)
		return read_pattern(r, value);
	if (value[0] != '"' && value[0] != '@' && strncmp(value, "hex:", 4) != 0) {
		diag_set(r->d, 0, "not data: %.*s", diag_shown(strlen(value)), value);
		return diag_hint(r->d, "write \"text\", hex:00ff, pattern:4k or @FILE");
	}
	if (strcmp(value, "@-") == 0)
		return diag_set(r->d, 1, "standard input cannot be read here");
	if (!literal_parse(value, &l, r->d))
		return false;
	r->op->data = arena_copy(r->arena, l.bytes, l.n);
	r->op->n_data = l.n;
	literal_free(&l);
	return true;
}

static bool write_data(const struct op *op, size_t i, struct text *to)
{
	char size[32];

	(void)i;
	if (op->n_data > SHOWN && op->n_data <= OP_PATTERN_MAX &&
	    op_value_is_pattern(op->data, op->n_data)) {
		quantity_print_size(op->n_data, size);
		text_format(to, PATTERN "%s", size);
	} else {
		text_literal(to, op->data, op->n_data);
	}
	return true;
}

const struct op_field_form op_value_data = { read_data, write_data, true };

/* Nothing is as none. */
static bool read_input(struct op_reader *r, const char *value)
{
	if (!read_data(r, value))
		return false;
	if (r->op->n_data == 0)
		r->op->data = NULL;
	return true;
}

static bool write_input(const struct op *op, size_t i, struct text *to)
{
	return op->n_data > 0 && write_data(op, i, to);
}

const struct op_field_form op_value_input = { read_input, write_input, true };

const struct peer_step *op_value_copy_steps(struct arena *arena,
					    const struct peer_step *steps, size_t n)
{
	struct peer_step *copy = arena_take(arena, n * sizeof *copy);

	for (size_t i = 0; i < n; i++) {
		copy[i] = steps[i];
		if (steps[i].data != NULL)
			copy[i].data = arena_copy(arena, steps[i].data, steps[i].n);
	}
	return copy;
}

static bool read_steps(struct op_reader *r, const char *value)
{
	struct peer_step *steps;
	bool good = true;
	size_t n;

	if (!peerscript_parse_alone(value, &steps, &n, r->d))
		return false;
	if (n == 0) {
		good = diag_set(r->d, 0, "no STEPS for the peer");
		diag_hint(r->d, "write for example send \"ab\"; shutdown");
	} else if (n > OP_STEPS_MAX) {
		good = diag_set(r->d, 0, "more than %d steps", OP_STEPS_MAX);
		diag_hint(r->d, "write another `peer` for the rest");
	} else {
		r->op->steps = op_value_copy_steps(r->arena, steps, n);
		r->op->n_steps = n;
	}
	peer_steps_free(steps, n);
	return good;
}

static bool write_steps(const struct op *op, size_t i, struct text *to)
{
	(void)i;
	peerscript_print(op->steps, op->n_steps, to);
	return true;
}

const struct op_field_form op_value_steps = { read_steps, write_steps, true };

static bool read_option(struct op_reader *r, const char *value)
{
	struct op_setting setting;

	if (!op_setting_read(value, &setting, r->d))
		return false;
	r->op->option = op_setting_print(&setting, r->arena);
	return true;
}

static bool write_option(const struct op *op, size_t i, struct text *to)
{
	(void)i;
	text_put(to, op->option);
	return true;
}

const struct op_field_form op_value_option = { read_option, write_option, false };

static bool read_buffers(struct op_reader *r, const char *value)
{
	struct layout read, *layout;

	if (!layout_parse(value, &read, r->d))
		return false;
	layout = arena_take(r->arena, sizeof *layout);
	layout->n = read.n;
	layout->buffers = arena_copy(r->arena, read.buffers,
				     read.n * sizeof *read.buffers);
	layout_free(&read);
	r->op->layout = layout;
	return true;
}

static bool write_buffers(const struct op *op, size_t i, struct text *to)
{
	char *text;

	(void)i;
	if (op->layout == NULL)
		return false;
	text = layout_print(op->layout);
	if (text != NULL)
		text_put(to, text);
	free(text);
	return text != NULL;
}

const struct op_field_form op_value_buffers = { read_buffers, write_buffers, false };
