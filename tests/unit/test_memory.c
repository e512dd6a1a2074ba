/* SPDX-License-Identifier: MIT */
/* A write outside the bytes that were reported is found, wherever it lands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cmocka.h>

#include "scenario/memory.h"

static struct memory *made(const struct layout_buffer *buffers, size_t n)
{
	const struct layout layout = { .n = n,
				       .buffers = (struct layout_buffer *)buffers };
	struct memory *m = memory_new(&layout);

	assert_non_null(m);
	memory_poison(m);
	return m;
}

#define MADE(...) \
	made((const struct layout_buffer[]){ __VA_ARGS__ }, \
	     sizeof((const struct layout_buffer[]){ __VA_ARGS__ }) / \
		     sizeof(struct layout_buffer))

static CHAR *buffer(struct memory *m, size_t i)
{
	DWORD n;
	LPWSABUF array = memory_buffers(m, &n);

	assert_true(i < n);
	return array[i].buf;
}

static void finds(struct memory *m, uint64_t bytes, const char *damage)
{
	char what[MEMORY_TEXT] = "never written";

	assert_int_equal(memory_check(m, bytes, what), damage[0] == '\0');
	assert_string_equal(what, damage);
}

/* Can the kernel write there? It never faults the process. */
static bool writable(char *at)
{
	char byte = 'x';
	struct iovec local = { &byte, 1 }, remote = { at, 1 };

	return process_vm_writev(getpid(), &local, 1, &remote, 1, 0) == 1;
}

static void buffers_have_the_lengths_asked_for(void **state)
{
	struct memory *m = MADE({ LAYOUT_PLAIN, 3, false }, { LAYOUT_PLAIN, 0, false },
				{ LAYOUT_NULL, 7, false }, { LAYOUT_PLAIN, 5, false });
	DWORD n;
	LPWSABUF array = memory_buffers(m, &n);

	(void)state;
	assert_int_equal(n, 4);
	assert_int_equal(array[0].len, 3);
	assert_int_equal(array[1].len, 0);
	assert_int_equal(array[2].len, 7);
	assert_null(array[2].buf);
	assert_int_equal(array[3].len, 5);
	assert_int_equal(memory_room(m), 15);
	memory_free(m);
}

static void no_buffers_are_an_array_of_none(void **state)
{
	struct memory *m = made(NULL, 0);
	DWORD n = 7;

	(void)state;
	assert_non_null(memory_buffers(m, &n));
	assert_int_equal(n, 0);
	assert_int_equal(memory_room(m), 0);
	finds(m, 0, "");
	finds(m, 1, "1 bytes were reported, the buffers hold 0");
	memory_free(m);
}

static void what_is_reported_may_be_written(void **state)
{
	struct memory *m = MADE({ LAYOUT_PLAIN, 3, false }, { LAYOUT_PLAIN, 8, false });

	(void)state;
	memcpy(buffer(m, 0), "abc", 3);
	memcpy(buffer(m, 1), "de", 2);
	finds(m, 5, "");
	memory_free(m);
}

static void a_byte_past_those_reported_is_found(void **state)
{
	struct memory *m = MADE({ LAYOUT_PLAIN, 3, false }, { LAYOUT_PLAIN, 8, false });

	(void)state;
	memcpy(buffer(m, 0), "abc", 3);
	memcpy(buffer(m, 1), "de", 2);
	finds(m, 4, "buffer 1: the byte at offset 1 was written, 1 were reported");
	finds(m, 2, "buffer 0: the byte at offset 2 was written, 2 were reported");
	memory_free(m);
}

static void the_last_byte_of_a_buffer_is_looked_at(void **state)
{
	struct memory *m = MADE({ LAYOUT_PLAIN, 100000, false });

	(void)state;
	buffer(m, 0)[99999] = 'x';
	finds(m, 0, "buffer 0: the byte at offset 99999 was written, 0 were reported");
	memory_free(m);
}

static void a_byte_before_a_buffer_is_found(void **state)
{
	struct memory *m = MADE({ LAYOUT_PLAIN, 4096, false },
				{ LAYOUT_PLAIN, 9, false });

	(void)state;
	buffer(m, 0)[-2] = 'x';
	finds(m, 0, "buffer 0: 2 bytes before it were written");
	memory_free(m);
}

static void the_page_behind_a_buffer_cannot_be_touched(void **state)
{
	struct memory *m = MADE({ LAYOUT_PLAIN, 1, false },
				{ LAYOUT_PLAIN, 4096, false },
				{ LAYOUT_PLAIN, 0, false });

	(void)state;
	assert_true(writable(buffer(m, 0)));
	assert_false(writable(buffer(m, 0) + 1));
	assert_true(writable(buffer(m, 1) + 4095));
	assert_false(writable(buffer(m, 1) + 4096));
	assert_false(writable(buffer(m, 2)));
	memory_free(m);
}

static void bad_and_read_only_memory_cannot_be_written(void **state)
{
	struct memory *m = MADE({ LAYOUT_BAD, 10000, false },
				{ LAYOUT_READONLY, 10000, false });

	(void)state;
	assert_non_null(buffer(m, 0));
	assert_false(writable(buffer(m, 0)));
	assert_false(writable(buffer(m, 0) + 9999));
	assert_false(writable(buffer(m, 1)));
	assert_int_equal(buffer(m, 1)[9999], 0);
	finds(m, 0, "");
	finds(m, 1, "buffer 0: 1 bytes were reported in it, it can hold none");
	memory_free(m);
}

static void half_of_a_buffer_can_be_written(void **state)
{
	struct memory *m = MADE({ LAYOUT_HALF, 10001, false },
				{ LAYOUT_HALF, 1, false }, { LAYOUT_PLAIN, 3, false });

	(void)state;
	assert_true(writable(buffer(m, 0)));
	assert_true(writable(buffer(m, 0) + 4999));
	assert_false(writable(buffer(m, 0) + 5000));
	assert_false(writable(buffer(m, 0) + 10000));
	assert_false(writable(buffer(m, 1)));
	finds(m, 0, "");
	finds(m, 1, "buffer 0: 1 bytes were reported in it, it can hold none");
	memory_free(m);
}

static void bytes_beyond_the_room_are_a_lie(void **state)
{
	struct memory *m = MADE({ LAYOUT_PLAIN, 16, false });

	(void)state;
	memset(buffer(m, 0), 'x', 16);
	finds(m, 17, "17 bytes were reported, the buffers hold 16");
	finds(m, 16, "");
	memory_free(m);
}

static void a_change_of_the_array_is_found_and_mended(void **state)
{
	struct memory *m = MADE({ LAYOUT_PLAIN, 16, false });
	DWORD n;

	(void)state;
	memory_buffers(m, &n)[0].len = 15;
	finds(m, 0, "the array of buffers was changed");
	memory_poison(m);
	finds(m, 0, "");
	memory_free(m);
}

static void old_data_does_not_pass_for_new(void **state)
{
	struct memory *m = MADE({ LAYOUT_PLAIN, 4, false }, { LAYOUT_PLAIN, 4, false });

	(void)state;
	memcpy(buffer(m, 0), "abcd", 4);
	memcpy(buffer(m, 1), "ef", 2);
	finds(m, 6, "");
	memory_poison(m);
	finds(m, 0, "");
	memcpy(buffer(m, 0), "gh", 2);
	finds(m, 2, "");
	memory_free(m);
}

static void damage_is_gone_with_the_next_poison(void **state)
{
	struct memory *m = MADE({ LAYOUT_PLAIN, 4, false }, { LAYOUT_PLAIN, 4, false });

	(void)state;
	buffer(m, 1)[3] = 'x';
	buffer(m, 1)[-1] = 'x';
	finds(m, 1, "buffer 1: 1 bytes before it were written");
	memory_poison(m);
	finds(m, 0, "");
	memory_free(m);
}

static void bytes_are_counted_into_the_buffers_in_order(void **state)
{
	struct memory *m = MADE({ LAYOUT_PLAIN, 3, false }, { LAYOUT_PLAIN, 0, false },
				{ LAYOUT_PLAIN, 5, false });

	(void)state;
	assert_int_equal(memory_filled(m, 0, 2), 2);
	assert_int_equal(memory_filled(m, 2, 2), 0);
	assert_int_equal(memory_filled(m, 0, 6), 3);
	assert_int_equal(memory_filled(m, 1, 6), 0);
	assert_int_equal(memory_filled(m, 2, 6), 3);
	assert_int_equal(memory_filled(m, 2, 99), 5);
	memory_free(m);
}

static void buffers_that_are_the_same_have_the_memory_of_the_longest(void **state)
{
	struct memory *m = MADE({ LAYOUT_PLAIN, 3, false }, { LAYOUT_PLAIN, 8, true },
				{ LAYOUT_PLAIN, 5, true }, { LAYOUT_PLAIN, 2, false });

	(void)state;
	assert_int_equal(memory_room(m), 18);
	assert_ptr_equal(buffer(m, 1), buffer(m, 0));
	assert_ptr_equal(buffer(m, 2), buffer(m, 0));
	assert_false(writable(buffer(m, 0) + 8));
	finds(m, 0, "");
	memset(buffer(m, 0), 'x', 4);
	finds(m, 3, "buffer 0: the byte at offset 3 was written, 3 were reported");
	finds(m, 7, "");
	memory_poison(m);
	finds(m, 0, "");
	memset(buffer(m, 0), 'x', 8);
	finds(m, 11, "");
	finds(m, 16, "");
	buffer(m, 3)[1] = 'x';
	finds(m, 17, "buffer 3: the byte at offset 1 was written, 1 were reported");
	memory_free(m);
}

static void the_same_memory_often_is_little_memory(void **state)
{
	static struct layout_buffer buffers[2049];
	struct memory *m;

	(void)state;
	for (size_t i = 0; i < 2049; i++)
		buffers[i] = (struct layout_buffer){ LAYOUT_PLAIN, 1 << 20, i > 0 };
	m = made(buffers, 2049);
	assert_int_equal(memory_room(m), (uint64_t)2049 << 20);
	assert_ptr_equal(buffer(m, 2048), buffer(m, 0));
	memset(buffer(m, 0), 'x', 5);
	finds(m, 5, "");
	memory_poison(m);
	finds(m, 0, "");
	memory_free(m);
}

#define MANY LAYOUT_MAX

static void as_many_buffers_as_a_layout_may_have(void **state)
{
	static struct layout_buffer buffers[MANY];
	struct memory *m;

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		buffers[i].length = (uint32_t)(i % 7);
	m = made(buffers, MANY);
	for (size_t i = 0; i < MANY; i++)
		memset(buffer(m, i), 'x', buffers[i].length);
	finds(m, memory_room(m), "");
	memory_poison(m);
	finds(m, 0, "");
	buffer(m, 1000)[-1] = 'x';
	finds(m, 0, "buffer 1000: 1 bytes before it were written");
	memory_poison(m);
	buffer(m, MANY - 1)[buffers[MANY - 1].length] = 'x';
	finds(m, 0, "bytes after the last buffer were written");
	memory_free(m);
}

static void the_largest_buffers_cost_nothing_until_used(void **state)
{
	struct memory *m = MADE(
		{ LAYOUT_PLAIN, 1u << 30, false }, { LAYOUT_PLAIN, 1u << 30, false },
		{ LAYOUT_PLAIN, 1u << 30, false }, { LAYOUT_PLAIN, 1u << 30, false });

	(void)state;
	assert_int_equal(memory_room(m), (uint64_t)1 << 32);
	finds(m, 0, "");
	memory_poison(m);
	memset(buffer(m, 0), 'x', 1000000);
	finds(m, 999999,
	      "buffer 0: the byte at offset 999999 was written, 999999 were reported");
	finds(m, 1000000, "");
	memory_poison(m);
	finds(m, 0, "");
	buffer(m, 3)[(1u << 30) - 1] = 'x';
	finds(m, 0,
	      "buffer 3: the byte at offset 1073741823 was written, 0 were reported");
	memory_poison(m);
	buffer(m, 2)[5] = 'x';
	finds(m, 5, "buffer 2: the byte at offset 5 was written, 0 were reported");
	memory_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buffers_have_the_lengths_asked_for),
		cmocka_unit_test(no_buffers_are_an_array_of_none),
		cmocka_unit_test(what_is_reported_may_be_written),
		cmocka_unit_test(a_byte_past_those_reported_is_found),
		cmocka_unit_test(the_last_byte_of_a_buffer_is_looked_at),
		cmocka_unit_test(a_byte_before_a_buffer_is_found),
		cmocka_unit_test(the_page_behind_a_buffer_cannot_be_touched),
		cmocka_unit_test(bad_and_read_only_memory_cannot_be_written),
		cmocka_unit_test(half_of_a_buffer_can_be_written),
		cmocka_unit_test(bytes_beyond_the_room_are_a_lie),
		cmocka_unit_test(a_change_of_the_array_is_found_and_mended),
		cmocka_unit_test(old_data_does_not_pass_for_new),
		cmocka_unit_test(damage_is_gone_with_the_next_poison),
		cmocka_unit_test(bytes_are_counted_into_the_buffers_in_order),
		cmocka_unit_test(
			buffers_that_are_the_same_have_the_memory_of_the_longest),
		cmocka_unit_test(the_same_memory_often_is_little_memory),
		cmocka_unit_test(as_many_buffers_as_a_layout_may_have),
		cmocka_unit_test(the_largest_buffers_cost_nothing_until_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
