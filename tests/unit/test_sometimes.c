/* SPDX-License-Identifier: MIT */
/* Which points a play meets, and that it meets no others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/play.h"
#include "scenario/sometimes.h"

/* The points that were not met before, in a row; they are looked for in `program`. */
static char *newly_met(const char *text)
{
	static const struct script_error none;
	struct play_wish wish = { program_rules(PROGRAM_FAULT), NULL, NULL, NULL,
				  true };
	struct script s;
	struct script_error e = none;
	char *names = NULL;
	size_t n;
	bool before[256];
	FILE *to = open_memstream(&names, &n);

	assert_true(sometimes_points() <= sizeof before);
	for (size_t i = 0; i < sometimes_points(); i++)
		before[i] = sometimes_is_met(i);
	assert_true(script_read_text(&s, "-", text, strlen(text), NULL, 0, &e));
	play_program(&wish, &s);
	script_free(&s);
	for (size_t i = 0; i < sometimes_points(); i++)
		if (sometimes_is_met(i) && !before[i])
			fprintf(to, " %s", sometimes_point(i)->name);
	fclose(to);
	return names;
}

static void meets(const char *text, const char *names)
{
	char *got = newly_met(text);

	assert_string_equal(got, names);
	free(got);
}

static void names_are_told_apart(void **state)
{
	(void)state;
	assert_true(sometimes_points() >= 60);
	for (size_t i = 0; i < sometimes_points(); i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(sometimes_point(i)->name,
						sometimes_point(k)->name);
}

static void a_step_meets_what_it_shows(void **state)
{
	(void)state;
	meets("open a pair:stream\n", "");
	meets("open a pair:stream\npeer a send \"hello\"\nrecv a -b 3,0,8\n",
	      " stream several-buffers empty-buffer not-full");
	/* Once is enough. */
	meets("open a pair:stream\npeer a send \"hello\"\nrecv a -b 3,0,8\n", "");
	meets("open a pair:seqpacket\npeer a send \"hello\"\nrecv a -b 2 -f peek\n"
	      "recv a -b 2\nrecv a -b 3\n",
	      " message full partial rest peek-partial");
}

/* What a receive comes to belongs to the call that it was. */
static void completions_are_of_their_requests(void **state)
{
	(void)state;
	meets("open a pair:stream\nrecv a as r -b 4 -m event\n", " pending");
	meets("open a pair:stream\nrecv a as r -b 4 -m event\n"
	      "recv a as q -b 4 -m event\n",
	      " second-in-line");
	meets("open a pair:stream\nrecv a as r -b 4 -m event\npeer a send \"hi\"\n"
	      "await r\nrecv a as q -b 4 -m event\n",
	      " event");
	meets("open a pair:stream\nrecv a as r -b 4 -m event\nclose a\nawait r\n",
	      " given-up closed-under-pending");
}

static void routines_have_an_inside(void **state)
{
	(void)state;
	meets("open a pair:stream\nrecv a as r -b 4 -m routine\nroutine r {\n"
	      "recv a as q -b 4 -m poll\n}\npeer a send \"hi\"\nawait r\nclose a\n",
	      " routine recv-in-routine");
}

static void the_rest_is_printed(void **state)
{
	char *text = NULL;
	size_t n;
	FILE *to = open_memstream(&text, &n);

	(void)state;
	sometimes_print(to);
	fclose(to);
	assert_int_equal(strtoul(text, NULL, 10), sometimes_met());
	assert_non_null(strstr(text, " net-down"));
	assert_null(strstr(text, " stream"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_told_apart),
		cmocka_unit_test(a_step_meets_what_it_shows),
		cmocka_unit_test(completions_are_of_their_requests),
		cmocka_unit_test(routines_have_an_inside),
		cmocka_unit_test(the_rest_is_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
