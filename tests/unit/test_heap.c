/* SPDX-License-Identifier: MIT */
/* Memory that is refused on demand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/heap.h"

static void the_nth_is_refused_and_no_other(void **state)
{
	void *p;

	(void)state;
	heap_refuse(2);
	p = heap_take(10);
	assert_non_null(p);
	assert_null(heap_more(p, 20));
	p = heap_more(p, 20);
	assert_non_null(p);
	free(p);
	heap_refuse(1);
	assert_null(heap_zeroed(3, 4));
	p = heap_zeroed(3, 4);
	assert_non_null(p);
	assert_int_equal(((char *)p)[11], 0);
	free(p);
}

static void whoever_asks_elsewhere_counts_too(void **state)
{
	(void)state;
	heap_refuse(2);
	assert_false(heap_refuses());
	assert_true(heap_refuses());
	assert_false(heap_refuses());
	heap_refuse(1);
	heap_refuse(0);
	assert_false(heap_refuses());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nth_is_refused_and_no_other),
		cmocka_unit_test(whoever_asks_elsewhere_counts_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
