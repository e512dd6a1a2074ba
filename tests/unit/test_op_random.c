/* SPDX-License-Identifier: MIT */
/* Operations by chance: as text and as bytes they stay what they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/op_bytes.h"
#include "scenario/op_text.h"
#include "tests/unit/op_random.h"

#define MANY 100000

static unsigned char bytes[1 << 16];

/* The canonical text, of which the operation comes back. */
static const char *assert_text_keeps(const struct op *op, struct arena *arena)
{
	const char *printed = op_print(op, arena);
	struct op again;
	struct diag d;

	if (!op_parse(printed, arena, &again, &d))
		fail_msg("%s: column %zu: %s", printed, d.column, d.text);
	if (!op_equal(op, &again))
		fail_msg("another operation: %s", printed);
	assert_string_equal(op_print(&again, arena), printed);
	assert_int_equal(op_text_end(printed), strlen(printed));
	return printed;
}

static void assert_bytes_keep(const struct op *op, const char *printed,
			      struct arena *arena)
{
	size_t n = op_encode(op, bytes, sizeof bytes), used;
	struct op again;

	assert_in_range(n, 1, sizeof bytes);
	op_decode(bytes, n, arena, &again, &used);
	if (!op_equal(op, &again))
		fail_msg("%s becomes %s", printed, op_print(&again, arena));
	assert_int_equal(used, n);
}

static void operations_survive_text_and_bytes(void **state)
{
	struct mutate m = { 20260307 };
	struct arena arena = { 0 };

	(void)state;
	for (int i = 0; i < MANY; i++) {
		const char *text = op_random_text(&m, &arena);
		struct diag d;
		struct op op;

		if (!op_parse(text, &arena, &op, &d))
			fail_msg("%s: column %zu: %s", text, d.column, d.text);
		assert_bytes_keep(&op, assert_text_keeps(&op, &arena), &arena);
		arena_reset(&arena);
	}
	arena_fini(&arena);
}

static void any_bytes_are_an_operation(void **state)
{
	struct mutate m = { 20260308 };
	struct arena arena = { 0 };
	unsigned char any[64];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		uint32_t n = mutate_number(&m, sizeof any + 1);
		struct op op;
		size_t used;

		for (uint32_t j = 0; j < n; j++)
			any[j] = (unsigned char)(mutate_number(&m, 3) == 0
							 ? 0
							 : mutate_number(&m, 256));
		op_decode(any, n, &arena, &op, &used);
		assert_in_range(used, n > 0, n);
		assert_bytes_keep(&op, assert_text_keeps(&op, &arena), &arena);
		arena_reset(&arena);
	}
	arena_fini(&arena);
}

static void nearly_right_texts_are_refused_in_them(void **state)
{
	struct mutate m = { 20260309 };
	struct arena arena = { 0 };
	char text[2048];
	size_t read = 0;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		struct diag d;
		struct op op;

		mutate_text(&m, op_random_text(&m, &arena), " \t\"\\:;,=-{}ab19x", text,
			    sizeof text);
		if (strchr(text, '@') != NULL)
			continue; /* files are others' */
		if (op_parse(text, &arena, &op, &d)) {
			assert_text_keeps(&op, &arena);
			read++;
		} else {
			assert_in_range(d.column, 0, strlen(text));
			assert_in_range(strlen(d.text), 1, sizeof d.text - 1);
		}
		arena_reset(&arena);
	}
	arena_fini(&arena);
	assert_in_range(read, MANY / 20, MANY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(operations_survive_text_and_bytes),
		cmocka_unit_test(any_bytes_are_an_operation),
		cmocka_unit_test(nearly_right_texts_are_refused_in_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
