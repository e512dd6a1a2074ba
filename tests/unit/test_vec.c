/* SPDX-License-Identifier: MIT */
/* Lists of buffers, held bytes, codes, flags and protocols. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/code.h"
#include "base/flag.h"
#include "base/heap.h"
#include "base/vec.h"
#include "spi/held.h"
#include "spi/spill.h"
#include "wspmore.h"

/* Buffers of 3, 0, 1, 4 bytes: their bytes one behind the other are all[0..7]. */
static char all[8];
static const size_t lengths[] = { 3, 0, 1, 4 };

static void lay_out(struct iovec vec[4])
{
	size_t at = 0;

	for (size_t i = 0; i < 4; at += lengths[i++])
		vec[i] = (struct iovec){ all + at, lengths[i] };
}

/* clauses: B1 B2 */
static void bytes_are_packed_from_any_place_on(void **state)
{
	struct iovec vec[4];

	(void)state;
	lay_out(vec);
	for (size_t skip_n = 0; skip_n <= 9; skip_n++)
		for (size_t n = 0; n <= 9; n++) {
			size_t left = skip_n < 8 ? 8 - skip_n : 0;
			size_t fits = n < left ? n : left;
			char expected[8] = "~~~~~~~~", back[9] = "";

			memset(all, '~', sizeof all);
			if (fits > 0)
				memcpy(expected + skip_n, "abcdefghi", fits);
			assert_int_equal(vec_scatter(vec, 4, skip_n, "abcdefghi", n),
					 fits);
			assert_memory_equal(all, expected, 8);
			assert_int_equal(vec_gather(vec, 4, skip_n, back, n), fits);
			assert_memory_equal(back, "abcdefghi", fits);
		}
}

static void a_slice_is_cut_at_both_ends(void **state)
{
	struct iovec vec[4], out[4];

	(void)state;
	lay_out(vec);
	for (size_t skip_n = 0; skip_n <= 9; skip_n++)
		for (size_t most = 0; most <= 9; most++) {
			size_t left = skip_n < 8 ? 8 - skip_n : 0;
			size_t n = vec_slice(vec, 4, skip_n, most, out, 4);

			assert_int_equal(vec_room(out, n, 100),
					 most < left ? most : left);
			if (n > 0)
				assert_true(out[0].iov_base == all + skip_n);
		}
	assert_int_equal(vec_slice(vec, 4, 0, 100, out, 1), 1);
	assert_int_equal(vec_room(vec, 4, 5), 5);
	vec[0].iov_len = SIZE_MAX;
	assert_int_equal(vec_room(vec, 4, 0x7ffff000), 0x7ffff000);
}

static void held_bytes_come_back_in_order(void **state)
{
	struct iovec vec = { (char[]){ "abc" }, 3 };
	struct held h = { 0 };

	(void)state;
	assert_true(held_keep(&h, &vec, 1, 2, "xy", 2));
	assert_int_equal(held_left(&h), 4);
	held_take(&h, 1);
	assert_true(held_append(&h, "z", 1));
	assert_memory_equal(h.bytes + h.at, "bxyz", 4);
	held_take(&h, 4);
	assert_false(held_any(&h));
	assert_true(held_keep(&h, NULL, 0, 0, NULL, 0));
	assert_true(held_any(&h));
	held_drop(&h);
	heap_refuse(1);
	assert_false(held_put_back(&h, &vec, 1, 3));
	assert_false(held_any(&h));
	assert_true(held_put_back(&h, &vec, 1, 3));
	assert_memory_equal(h.bytes, "abc", 3);
	assert_int_equal(held_left(&h), 3);
	held_drop(&h);
}

/* The nth request for memory from now on is refused, and the spill holds these bytes. */
static const char *spill_without_memory(unsigned nth, const char *bytes)
{
	char *spill = spill_get();

	assert_non_null(spill);
	heap_refuse(nth);
	return memcpy(spill, bytes, strlen(bytes));
}

static void held_bytes_stay_in_the_spill_without_memory(void **state)
{
	struct iovec vec = { (char[]){ "abc" }, 3 };
	struct held h = { 0 };

	(void)state;
	assert_true(held_keep(&h, &vec, 1, 3, spill_without_memory(1, "12de") + 2, 2));
	assert_memory_equal(h.bytes + h.at, "abcde", 5);
	held_take(&h, 1);
	assert_true(held_append(&h, spill_without_memory(1, "fg"), 2));
	assert_memory_equal(h.bytes + h.at, "bcdefg", 6);
	assert_int_equal(h.whole, 7);
	assert_true(held_append(&h, "h", 1));
	assert_true(held_append(&h, spill_without_memory(1, "ij"), 2));
	assert_memory_equal(h.bytes + h.at, "bcdefghij", 9);
	/* What no spill can hold. */
	spill_without_memory(1, "");
	assert_false(held_append(&h, "", SPILL_SIZE));
	assert_int_equal(held_left(&h), 9);
	held_drop(&h);
}

static void codes_are_found_three_ways(void **state)
{
	size_t n;
	const struct code *all_codes = code_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct code *c = &all_codes[i];

		assert_true(i == 0 || all_codes[i - 1].number < c->number);
		assert_ptr_equal(code_by_number(c->number), c);
		assert_ptr_equal(code_by_name(c->name), c);
		if (c->native != 0)
			assert_int_equal(code_from_errno(c->native), c->number);
	}
	assert_null(code_by_number(1));
	assert_null(code_by_name("WSAENOTHING"));
	assert_non_null(code_by_name("wsaemsgsize"));
	assert_int_equal(code_from_errno(0), 0);
	assert_int_equal(code_from_errno(EPIPE), WSAECONNRESET);
	assert_int_equal(code_from_errno(ENOMEM), WSAENOBUFS);
	assert_int_equal(code_from_errno(ENODEV), WSAENETDOWN);
	assert_int_equal(code_from_errno(99999), WSAEINVAL);
}

/* clauses: F-NUM */
static void flags_have_the_numbers_of_winsock(void **state)
{
	const struct {
		const char *word;
		DWORD value, number;
	} flags[] = {
		{ "oob", MSG_OOB, 1 },
		{ "peek", MSG_PEEK, 2 },
		{ "waitall", MSG_WAITALL, 8 },
		{ "push-immediate", MSG_PUSH_IMMEDIATE, 0x20 },
		{ "partial", MSG_PARTIAL, 0x8000 },
	};
	size_t n;
	const struct flag *table = flag_receive(&n);

	(void)state;
	assert_int_equal(n, 5);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(flags[i].value, flags[i].number);
		assert_int_equal(flag_find(table, n, flags[i].word)->value,
				 flags[i].number);
	}
	assert_null(flag_find(table, n, "urgent"));
}

/* clauses: T1 T4 D6 D8 */
static void every_protocol_says_what_it_is(void **state)
{
	WSAPROTOCOL_INFO info;
	DWORD i;

	(void)state;
	for (i = 0; WSPCatalogEntry(i, &info); i++) {
		DWORD xp1 = info.dwServiceFlags1;

		assert_int_equal(info.dwCatalogEntryId, i + 1);
		assert_int_equal(info.dwMessageSize == 0,
				 !(xp1 & XP1_MESSAGE_ORIENTED));
		if (xp1 & XP1_PARTIAL_MESSAGE)
			assert_true(xp1 & XP1_MESSAGE_ORIENTED);
		if (!(xp1 & XP1_CONNECTIONLESS))
			assert_true(xp1 & XP1_GRACEFUL_CLOSE);
		assert_false(xp1 & XP1_PSEUDO_STREAM);
	}
	assert_true(i > 10);
	assert_false(WSPCatalogEntry(0xffffffff, &info));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_packed_from_any_place_on),
		cmocka_unit_test(a_slice_is_cut_at_both_ends),
		cmocka_unit_test(held_bytes_come_back_in_order),
		cmocka_unit_test(held_bytes_stay_in_the_spill_without_memory),
		cmocka_unit_test(codes_are_found_three_ways),
		cmocka_unit_test(flags_have_the_numbers_of_winsock),
		cmocka_unit_test(every_protocol_says_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
