/* SPDX-License-Identifier: MIT */
/* Every way a receive can come back has one word, and never another's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/code.h"
#include "scenario/outcome.h"
#include "wspword.h"

static enum outcome_word failed(int error)
{
	const struct outcome o = { .result = SOCKET_ERROR, .error = error };

	return outcome_judge(&o, false, false);
}

static void each_error_has_its_word(void **state)
{
	static const struct {
		int error;
		enum outcome_word word;
	} rows[] = {
		{ WSAENETDOWN, OUTCOME_ABORTED },
		{ WSAENOTCONN, OUTCOME_REFUSED },
		{ WSAEINTR, OUTCOME_CANCELLED },
		{ WSAEINPROGRESS, OUTCOME_REFUSED },
		{ WSAENETRESET, OUTCOME_ABORTED },
		{ WSAEFAULT, OUTCOME_REFUSED },
		{ WSAENOTSOCK, OUTCOME_REFUSED },
		{ WSAEOPNOTSUPP, OUTCOME_REFUSED },
		{ WSAESHUTDOWN, OUTCOME_REFUSED },
		{ WSAEWOULDBLOCK, OUTCOME_WOULD_BLOCK },
		{ WSAEINVAL, OUTCOME_REFUSED },
		{ WSAECONNABORTED, OUTCOME_ABORTED },
		{ WSAECONNRESET, OUTCOME_RESET },
		{ WSAEDISCON, OUTCOME_GRACEFUL },
		{ WSAETIMEDOUT, OUTCOME_TIMEOUT },
		{ WSA_OPERATION_ABORTED, OUTCOME_CANCELLED },
		{ WSA_IO_PENDING, OUTCOME_PENDING },
		{ WSAEHOSTUNREACH, OUTCOME_ABORTED },
		{ WSAENOBUFS, OUTCOME_REFUSED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(failed(rows[i].error), rows[i].word);
}

static void zero_bytes_are_the_end_only_where_the_transport_said_so(void **state)
{
	const struct outcome none = { .result = 0 };

	(void)state;
	assert_int_equal(outcome_judge(&none, false, true), OUTCOME_GRACEFUL);
	assert_int_equal(outcome_judge(&none, false, false), OUTCOME_DATA);
	assert_int_equal(outcome_judge(&none, true, true), OUTCOME_GRACEFUL);
}

static void an_empty_message_is_not_the_end(void **state)
{
	const struct outcome none = { .result = 0, .length_known = true };
	const struct outcome no_room = { .result = 0, .zero_room = true };

	(void)state;
	assert_int_equal(outcome_judge(&none, true, false), OUTCOME_EMPTY_MESSAGE);
	assert_int_equal(outcome_judge(&no_room, true, false), OUTCOME_EMPTY_MESSAGE);
	assert_int_equal(outcome_judge(&no_room, false, false), OUTCOME_DATA);
}

static void a_part_of_a_message_is_partial_even_without_bytes(void **state)
{
	const struct outcome part = { .bytes = 4, .flags_out = MSG_PARTIAL };
	const struct outcome nothing = { .zero_room = true, .flags_out = MSG_PARTIAL };

	(void)state;
	assert_int_equal(outcome_judge(&part, true, false), OUTCOME_PARTIAL);
	assert_int_equal(outcome_judge(&nothing, true, false), OUTCOME_PARTIAL);
}

static void a_message_too_large_was_kept_or_lost(void **state)
{
	struct outcome o = { .result = SOCKET_ERROR,
			     .error = WSAEMSGSIZE,
			     .bytes = 4,
			     .length_known = true,
			     .length = 10 };

	(void)state;
	assert_int_equal(outcome_judge(&o, true, false), OUTCOME_TOO_SMALL);
	o.lost = 6;
	assert_int_equal(outcome_judge(&o, true, false), OUTCOME_TRUNCATED);
	o.lost = 0;
	o.length_known = false;
	assert_int_equal(outcome_judge(&o, true, false), OUTCOME_TRUNCATED);
}

static void bytes_are_data_whatever_else_is_known(void **state)
{
	const struct outcome o = { .bytes = 1, .flags_out = MSG_OOB };

	(void)state;
	assert_int_equal(outcome_judge(&o, false, false), OUTCOME_DATA);
	assert_int_equal(outcome_judge(&o, true, false), OUTCOME_DATA);
}

static void no_two_words_are_alike(void **state)
{
	(void)state;
	for (int i = OUTCOME_DATA; i <= OUTCOME_REFUSED; i++) {
		assert_true(strlen(outcome_text((enum outcome_word)i)) > 0);
		for (int k = OUTCOME_DATA; k < i; k++)
			assert_string_not_equal(outcome_name((enum outcome_word)i),
						outcome_name((enum outcome_word)k));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_error_has_its_word),
		cmocka_unit_test(
			zero_bytes_are_the_end_only_where_the_transport_said_so),
		cmocka_unit_test(an_empty_message_is_not_the_end),
		cmocka_unit_test(a_part_of_a_message_is_partial_even_without_bytes),
		cmocka_unit_test(a_message_too_large_was_kept_or_lost),
		cmocka_unit_test(bytes_are_data_whatever_else_is_known),
		cmocka_unit_test(no_two_words_are_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
