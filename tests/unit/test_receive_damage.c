/* SPDX-License-Identifier: MIT */
/* What a wrong provider would write, and how receive_once() tells it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/opened.h"

/* What the hook does while a receive waits: a wrong provider, played by the client. */
static struct {
	struct memory *memory;
	int peer; /* descriptor of the other end */
	void (*act)(void);
	bool done;
} hook;

static BOOL CALLBACK run_hook(DWORD_PTR context)
{
	(void)context;
	if (!hook.done) {
		hook.done = true;
		hook.act();
		assert_int_equal(write(hook.peer, "abc", 3), 3);
	}
	return TRUE;
}

static int name_hook(DWORD entry, LPBLOCKINGCALLBACK *callback, DWORD_PTR *context,
		     LPINT error)
{
	(void)entry;
	(void)error;
	*callback = run_hook;
	*context = 0;
	return 0;
}

/* One receive of "abc" into `layout`, with `act` done meanwhile. */
static struct outcome receive_meanwhile(const char *layout, void (*act)(void))
{
	const WSPUPCALLTABLE calls = { .lpWPUQueryBlockingCallback = name_hook };
	struct outcome r;
	int ends[2], error;
	SOCKET s;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	assert_int_equal(WSPStartup(0x0202, NULL, NULL, calls, NULL), 0);
	s = WSPSocketFromDescriptor(ends[0], NULL, 0, &error);
	assert_true(s != INVALID_SOCKET);
	hook.memory = opened_memory(layout);
	hook.peer = ends[1];
	hook.act = act;
	hook.done = false;
	receive_once(s, hook.memory, 0, &r);
	assert_true(hook.done);
	memory_free(hook.memory);
	WSPCloseSocket(s, &error);
	close(ends[1]);
	opened_cleanup();
	return r;
}

static CHAR *buffer(size_t i)
{
	DWORD n;

	return memory_buffers(hook.memory, &n)[i].buf;
}

static void write_nothing(void)
{
}

static void write_after_the_data(void)
{
	buffer(0)[3] = 'x';
}

static void write_into_the_next_buffer(void)
{
	buffer(1)[0] = 'x';
}

static void write_before_the_buffer(void)
{
	buffer(0)[-1] = 'x';
}

static void write_into_the_array(void)
{
	DWORD n;

	memory_buffers(hook.memory, &n)[1].len++;
}

/* clauses: B2 */
static void a_wrong_write_during_the_call_is_found(void **state)
{
	(void)state;
	assert_string_equal(receive_meanwhile("10,10", write_nothing).damage, "");
	assert_string_equal(
		receive_meanwhile("10,10", write_after_the_data).damage,
		"buffer 0: the byte at offset 3 was written, 3 were reported");
	assert_string_equal(
		receive_meanwhile("10,10", write_into_the_next_buffer).damage,
		"buffer 1: the byte at offset 0 was written, 0 were reported");
	assert_string_equal(receive_meanwhile("10,10", write_before_the_buffer).damage,
			    "buffer 0: 1 bytes before it were written");
	assert_string_equal(receive_meanwhile("10,10", write_into_the_array).damage,
			    "the array of buffers was changed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wrong_write_during_the_call_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
