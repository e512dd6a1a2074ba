/* SPDX-License-Identifier: MIT */
/* Drawings of overlapped receives, compared whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/code.h"
#include "cli/timeline.h"

#define LEGEND "[ posted  = pending  ] completed  x refused\n"

static const struct outcome five = { .word = OUTCOME_DATA, .bytes = 5 };
static const struct outcome end = { .word = OUTCOME_GRACEFUL };
static const struct outcome shut = { .result = -1,
				     .word = OUTCOME_REFUSED,
				     .error = WSAESHUTDOWN };

static char *drawn(const struct timeline *t, unsigned width, bool colour)
{
	char *text = NULL;
	size_t n;
	FILE *to = open_memstream(&text, &n);

	assert_non_null(to);
	timeline_draw(t, to, width, colour);
	fclose(to);
	return text;
}

static void draws(struct timeline *t, unsigned width, const char *expected)
{
	char *text = drawn(t, width, false);

	assert_string_equal(text, expected);
	free(text);
	timeline_free(t);
}

static void nothing_that_happened_is_not_drawn(void **state)
{
	struct timeline t = { .n_rows = 0 };

	(void)state;
	draws(&t, 72, "");
	timeline_mark(&t, "socket closed", 5);
	draws(&t, 72, "");
}

static void an_event_has_a_column_of_its_own(void **state)
{
	struct timeline t = { .n_rows = 0 };

	(void)state;
	timeline_posted(&t, 1, 100);
	timeline_posted(&t, 2, 107);
	timeline_mark(&t, "sent 1 bytes", 131);
	timeline_completed(&t, 1, 152, &five);
	timeline_completed(&t, 2, 158, &end);
	draws(&t, 72,
	      "    0 us   7 us   31 us  52 us  58 us\n"
	      "#1  [=============|======]         data 5 bytes after 52 us\n"
	      "#2         [======|=============]  graceful 0 bytes after 51 us\n"
	      "                  | sent 1 bytes  31 us\n" LEGEND);
}

static void order_shows_though_the_clock_stands_still(void **state)
{
	struct timeline t = { .n_rows = 0 };

	(void)state;
	timeline_posted(&t, 1, 0);
	timeline_posted(&t, 2, 0);
	timeline_completed(&t, 2, 0, &five);
	timeline_completed(&t, 1, 0, &five);
	draws(&t, 72,
	      "    0 us    0 us    0 us    0 us\n"
	      "#1  [=======================]  data 5 bytes after 0 us\n"
	      "#2          [=======]          data 5 bytes after 0 us\n" LEGEND);
}

static void what_is_refused_or_still_pending_has_its_own_sign(void **state)
{
	struct timeline t = { .n_rows = 0 };

	(void)state;
	timeline_posted(&t, 1, 0);
	timeline_mark(&t, "receiving shut down", 12000);
	timeline_posted(&t, 2, 12345);
	timeline_refused(&t, 2, &shut);
	timeline_mark(&t, "socket closed", 12345678);
	draws(&t, 72,
	      "    0 us    12.0 ms         12.3 s\n"
	      "#1  [=======|===============>  pending\n"
	      "#2          |       x       |  refused WSAESHUTDOWN\n"
	      "            | receiving shut down  12.0 ms\n"
	      "                            | socket closed  12.3 s\n" LEGEND);
}

static void many_events_share_columns_in_their_order(void **state)
{
	struct timeline t = { .n_rows = 0 };

	(void)state;
	for (uint64_t i = 1; i <= 9; i++)
		timeline_posted(&t, i, i);
	for (uint64_t i = 9; i >= 1; i--)
		timeline_completed(&t, i, 20 - i, &five);
	timeline_mark(&t, "socket closed", 20);
	draws(&t, 40,
	      "    0 us  8 us  16 us\n"
	      "#1  [=============]|  data 5 bytes after 18 us\n"
	      "#2  [============] |  data 5 bytes after 16 us\n"
	      "#3   [==========]  |  data 5 bytes after 14 us\n"
	      "#4    [========]   |  data 5 bytes after 12 us\n"
	      "#5     [======]    |  data 5 bytes after 10 us\n"
	      "#6      [=====]    |  data 5 bytes after 8 us\n"
	      "#7       [===]     |  data 5 bytes after 6 us\n"
	      "#8       [==]      |  data 5 bytes after 4 us\n"
	      "#9        []       |  data 5 bytes after 2 us\n"
	      "                   | socket closed  19 us\n"
	      "[ posted  = pending  ] completed  x refused  * posted and "
	      "completed\n");
}

static void a_narrow_terminal_still_gets_bars(void **state)
{
	struct timeline t = { .n_rows = 0 };

	(void)state;
	timeline_posted(&t, 1, 0);
	timeline_completed(&t, 1, 1, &five);
	draws(&t, 1,
	      "    0 us    1 us\n"
	      "#1  [=======]  data 5 bytes after 1 us\n" LEGEND);
}

static void colour_changes_nothing_else(void **state)
{
	struct timeline t = { .n_rows = 0 };
	char *text;

	(void)state;
	timeline_posted(&t, 1, 0);
	timeline_completed(&t, 1, 1, &five);
	timeline_posted(&t, 2, 2);
	timeline_refused(&t, 2, &shut);
	text = drawn(&t, 72, true);
	assert_string_equal(
		text, "    0 us    1 us    2 us\n"
		      "#1  [=======\033[32m]\033[0m          \033[32mdata\033[0m 5 "
		      "bytes after 1 us\n"
		      "#2                  \033[31mx\033[0m  \033[31mrefused\033[0m "
		      "WSAESHUTDOWN\n" LEGEND);
	free(text);
	timeline_free(&t);
}

static void more_receives_than_rows_are_counted(void **state)
{
	struct timeline t = { .n_rows = 0 };
	char *text;

	(void)state;
	for (uint64_t i = 1; i <= TIMELINE_ROWS + 5; i++) {
		timeline_posted(&t, i, i);
		timeline_completed(&t, i, i, &five);
	}
	assert_int_equal(t.n_rows, TIMELINE_ROWS);
	assert_int_equal(t.n_events, 2 * TIMELINE_ROWS);
	text = drawn(&t, 72, false);
	assert_non_null(strstr(text, "\n#1000  "));
	assert_null(strstr(text, "\n#1001  "));
	assert_non_null(strstr(text, "\nand 5 more receives\n"));
	free(text);
	timeline_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_that_happened_is_not_drawn),
		cmocka_unit_test(an_event_has_a_column_of_its_own),
		cmocka_unit_test(order_shows_though_the_clock_stands_still),
		cmocka_unit_test(what_is_refused_or_still_pending_has_its_own_sign),
		cmocka_unit_test(many_events_share_columns_in_their_order),
		cmocka_unit_test(a_narrow_terminal_still_gets_bars),
		cmocka_unit_test(colour_changes_nothing_else),
		cmocka_unit_test(more_receives_than_rows_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
