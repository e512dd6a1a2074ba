/* SPDX-License-Identifier: MIT */
/* Operations as bytes: how short they are, and what odd bytes mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/op_bytes.h"
#include "scenario/op_text.h"

#define N(array) (sizeof(array) / sizeof(array)[0])

static const char *decoded(struct arena *arena, const void *bytes, size_t n)
{
	struct op op;
	size_t used;

	op_decode(bytes, n, arena, &op, &used);
	assert_in_range(used, n > 0, n);
	return op_print(&op, arena);
}

static void usual_operations_are_short(void **state)
{
	static const struct {
		const char *text;
		size_t n;
	} rows[] = {
		{ "open a pair:stream", 3 },
		{ "open b tcp", 5 },
		{ "open b tcp --open=listening --nonoverlapped", 6 },
		{ "recv a", 3 },
		{ "recv a -b 3,8", 6 },
		{ "t1: recv b -b 3,8,4k -f peek -m event -t 50ms as r1", 15 },
		{ "peer a send \"ab\"", 7 },
		{ "peer a shutdown", 4 },
		{ "await r1", 2 },
		{ "send a \"hello\"", 9 },
		{ "send a pattern:4k", 6 },
		{ "sleep forever --alertable", 3 },
		{ "set a nonblocking=1", 2 },
		{ "fault a ECONNRESET@2", 4 },
		{ "repeat 3 {", 3 },
		{ "order", 2 },
		{ "}", 1 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		unsigned char bytes[64];
		struct diag d;
		struct op op;
		size_t n;

		assert_true(op_parse(rows[i].text, &arena, &op, &d));
		n = op_encode(&op, bytes, sizeof bytes);
		assert_string_equal(decoded(&arena, bytes, n), rows[i].text);
		if (n > rows[i].n)
			fail_msg("%s: %zu bytes", rows[i].text, n);
	}
	arena_fini(&arena);
}

static void too_little_room_is_told(void **state)
{
	struct arena arena = { 0 };
	unsigned char whole[64], bytes[64];
	struct diag d;
	struct op op;
	size_t n;

	(void)state;
	assert_true(op_parse("t1: send b \"hello\" -f oob as x", &arena, &op, &d));
	n = op_encode(&op, whole, sizeof whole);
	assert_int_equal(op_encode(&op, NULL, 0), n);
	for (size_t room = 0; room <= n; room++) {
		memset(bytes, 0xee, sizeof bytes);
		assert_int_equal(op_encode(&op, bytes, room), n);
		assert_memory_equal(bytes, whole, room);
		for (size_t i = room; i < sizeof bytes; i++)
			assert_int_equal(bytes[i], 0xee);
	}
	arena_fini(&arena);
}

static void zeros_are_the_usual(void **state)
{
	static const char *const usual[] = {
		"open a pair:stream", "recv a",      "peer a send \"\"",
		"await r1",           "send a \"\"", "shutdown a receive",
	};
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(decoded(&arena, "", 0), "open a pair:stream");
	assert_string_equal(decoded(&arena, "\0\0\0\0\0\0", 6), "open a pair:stream");
	for (unsigned verb = 0; verb < 256; verb++) {
		unsigned char byte = (unsigned char)verb;
		const char *text = decoded(&arena, &byte, 1);
		struct diag d;
		struct op op;

		if (verb < N(usual))
			assert_string_equal(text, usual[verb]);
		assert_true(op_parse(text, &arena, &op, &d));
		assert_int_equal(op.verb, verb % OP_N_VERBS);
	}
	arena_fini(&arena);
}

static void counts_make_no_more_than_there_are_bytes(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *text;
	} rows[] = {
		/* recv: buffers given; 200, and 2^35 of them */
		{ "\1\4\0\xc9\5\6", 6, "recv a -b 5,6" },
		{ "\1\4\0\xfe\xff\xff\xff\xff\x7f\5", 10, "recv a -b 5" },
		{ "\1\4\0\xfe", 4, "recv a -b none" },
		{ "\1\4\0\3\xbd\xff\xff\xff\xff\x7f\1", 11,
		  "recv a -b bad:4294967295,1" },
		{ "\1\4\0\3\x3d\xff\xff\xff\xff\x7f\x3d\xff\xff\xff\xff\x7f", 16,
		  "recv a -b 4294967295,0" },
		/* send: data that end early */
		{ "\4\4\0\x09xyz", 7, "send a \"xyz\"" },
		{ "\4\4\0\xc0\xff\xff\x7fxyz", 10, "send a \"xyz\"" },
		{ "\4\4\0\xc0", 4, "send a \"\"" },
		/* peer: 64 steps */
		{ "\2\4\x3f\x0d", 4, "peer a hold; send \"\"" },
		/* open: a word that is spelled, wrongly and rightly */
		{ "\0\4\0\xff\5pairx", 10, "open a pair:stream" },
		{ "\0\4\0\xff\x09HANDLE:5x", 14, "open a pair:stream" },
		{ "\0\4\0\xff\x08HANDLE:5x", 14, "open a handle:5" },
		{ "\0\2\0\xc9"
		  "9x",
		  6, "open a pair:stream" },
		{ "\0\2\0\xc9"
		  "x9",
		  6, "open x9 pair:stream" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < N(rows); i++)
		assert_string_equal(decoded(&arena, rows[i].bytes, rows[i].n),
				    rows[i].text);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usual_operations_are_short),
		cmocka_unit_test(too_little_room_is_told),
		cmocka_unit_test(zeros_are_the_usual),
		cmocka_unit_test(counts_make_no_more_than_there_are_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
