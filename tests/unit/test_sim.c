/* SPDX-License-Identifier: MIT */
/* The provider on a network in memory: no thread, no clock, no system call; the current
 * thread is a value, and the owner turns the engine. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "spi/catalog.h"
#include "spi/engine.h"
#include "spi/open.h"
#include "tests/unit/overlap.h"
#include "tests/unit/sim_world.h"

static struct transport *peer, *here;
static SOCKET s;
static struct overlap first, second;

static void open_pair(enum sim_kind kind)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };
	struct transport *ends[2];
	int code = 0, family = kind == SIM_STREAM ? AF_INET : AF_UNIX;

	if (kind == SIM_STREAM)
		sim_world_connect(ends);
	else
		assert_int_equal(sim_local_pair(types[kind], ends), 0);
	here = ends[0];
	peer = ends[1];
	s = open_transport(here, catalog_find(family, types[kind], 0), NULL,
			   WSA_FLAG_OVERLAPPED, &code);
	assert_true(s != INVALID_SOCKET);
}

static void close_pair(void)
{
	fixture_close(s);
	if (peer != NULL)
		peer->ops->close(peer, false);
	peer = NULL;
}

static void say(const char *text)
{
	struct iovec vec = { (void *)(uintptr_t)text, strlen(text) };
	size_t sent = 0;

	assert_int_equal(peer->ops->send(peer, &vec, 1, false, NULL, 0, &sent), 0);
	assert_int_equal(sent, strlen(text));
}

/* clauses: E16 R3 R5 B4 K2 */
static void nothing_moves_before_the_engine_is_turned(void **state)
{
	(void)state;
	open_pair(SIM_STREAM);
	overlap_event(&first, s, 3, 0);
	overlap_event(&second, s, 3, 0);
	say("abcde");
	overlap_is_pending(&first);
	overlap_is_pending(&second);
	engine_turn();
	overlap_gets(&first, s, "abc", 0);
	overlap_gets(&second, s, "de", 0);
	close_pair();
}

/* clauses: D2 D4 F-WAITALL */
static void a_stream_is_cut_as_the_owner_says(void **state)
{
	(void)state;
	open_pair(SIM_STREAM);
	sim_cut(here, 2);
	overlap_event(&first, s, 5, 0);
	overlap_event(&second, s, 5, MSG_WAITALL);
	say("abcdefg");
	engine_turn();
	overlap_gets(&first, s, "ab", 0);
	overlap_gets(&second, s, "cdefg", 0);
	close_pair();
}

/* clauses: D6 C2 K11 */
static void records_and_their_end_arrive_when_let(void **state)
{
	(void)state;
	open_pair(SIM_RECORD);
	sim_hold(here, true);
	overlap_event(&first, s, 3, 0);
	say("abcde");
	say("lost");
	assert_int_equal(peer->ops->shut_send(peer), 0);
	engine_turn();
	overlap_is_pending(&first);
	assert_true(sim_pass(here));
	assert_true(sim_lose(here));
	engine_turn();
	overlap_gets(&first, s, "abc", MSG_PARTIAL);
	overlap_event(&first, s, 9, 0);
	assert_int_equal(first.result, 0);
	overlap_gets(&first, s, "de", 0);
	overlap_event(&second, s, 9, 0);
	overlap_is_pending(&second);
	assert_true(sim_pass(here));
	assert_false(sim_pass(here));
	engine_turn();
	overlap_fails(&second, s, WSAEDISCON);
	close_pair();
}

/* clauses: A1 A5 E17 */
static void the_current_thread_is_a_value(void **state)
{
	struct thread *before = thread_known(), *one = thread_new(),
		      *two = thread_new();

	(void)state;
	open_pair(SIM_DATAGRAM);
	thread_become(one);
	overlap_routine(&first, s, 9, 0);
	thread_become(two);
	overlap_routine(&second, s, 9, 0);
	say("abc");
	engine_turn();
	assert_int_equal(SleepEx(0, TRUE), 0);
	assert_int_equal(first.told, 0);
	thread_become(one);
	assert_int_equal(SleepEx(0, TRUE), WAIT_IO_COMPLETION);
	overlap_told(&first, "abc", 0);
	thread_become(two);
	thread_end(two);
	assert_int_equal(second.o.overlapped.Internal, WSA_OPERATION_ABORTED);
	thread_become(one);
	assert_int_equal(SleepEx(0, TRUE), 0);
	assert_int_equal(second.told, 0);
	thread_end(one);
	thread_become(before);
	close_pair();
}

static void say_late(void)
{
	say("late");
}

/* clauses: D1 A6 */
static void a_blocking_call_lets_the_owner_go_on(void **state)
{
	(void)state;
	open_pair(SIM_STREAM);
	sim_world_next = say_late;
	fixture_data(s, 9, 0, "late", 0);
	fixture_timeout(s, 1000);
	sim_world_now = 5;
	fixture_fails(s, 9, 0, WSAETIMEDOUT);
	assert_int_equal(sim_world_now, 1000005);
	close_pair();
}

/* clauses: C3 K11 F-OOB */
static void a_reset_and_an_urgent_byte(void **state)
{
	struct iovec vec = { (char[]){ "ab!" }, 3 };
	size_t sent;

	(void)state;
	open_pair(SIM_STREAM);
	overlap_event(&first, s, 9, MSG_OOB);
	overlap_event(&second, s, 9, 0);
	assert_int_equal(peer->ops->send(peer, &vec, 1, true, NULL, 0, &sent), 0);
	engine_turn();
	overlap_gets(&first, s, "!", MSG_OOB);
	overlap_gets(&second, s, "ab", 0);
	overlap_event(&first, s, 9, 0);
	overlap_event(&second, s, 9, 0);
	peer->ops->close(peer, true);
	peer = NULL;
	engine_turn();
	overlap_fails(&first, s, WSAECONNRESET);
	overlap_fails(&second, s, WSAECONNRESET);
	close_pair();
}

static void a_send_waits_for_room(void **state)
{
	char got[9];
	struct iovec vec = { got, sizeof got };
	struct arrival a = { .vec = &vec, .n = 1 };
	WSABUF b = { 6, (CHAR[]){ "abcdef" } };
	int error = 0;

	(void)state;
	open_pair(SIM_STREAM);
	sim_room(peer, 4);
	memset(&first, 0, sizeof first);
	assert_int_equal(
		WSPSend(s, &b, 1, NULL, 0, &first.o.overlapped, NULL, NULL, &error),
		SOCKET_ERROR);
	assert_int_equal(error, WSA_IO_PENDING);
	assert_int_equal(peer->ops->recv(peer, &a), 0);
	assert_int_equal(a.placed, 4);
	engine_turn();
	assert_int_equal(first.o.overlapped.Internal, 0);
	assert_int_equal(first.o.overlapped.InternalHigh, 6);
	assert_int_equal(peer->ops->recv(peer, &a), 0);
	assert_int_equal(a.placed, 2);
	close_pair();
}

/* A socket of the provider with a port of this machine; its name in *sa. */
static SOCKET open_bound(int type, struct sockaddr_in *sa)
{
	int error = 0, n = sizeof *sa;
	SOCKET so = WSPSocket(AF_INET, type, 0, NULL, 0, 0, &error);

	*sa = (struct sockaddr_in){ .sin_family = AF_INET,
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	assert_int_equal(WSPBind(so, (struct sockaddr *)sa, n, &error), 0);
	assert_int_equal(WSPGetSockName(so, (struct sockaddr *)sa, &n, &error), 0);
	return so;
}

static void the_provider_connects_to_itself(void **state)
{
	struct sockaddr_in sa, from;
	int error = 0, n = sizeof from;
	SOCKET listener = open_bound(SOCK_STREAM, &sa), there;
	SOCKET us = WSPSocket(AF_INET, SOCK_STREAM, 0, NULL, 0, 0, &error);

	(void)state;
	assert_int_equal(WSPListen(listener, 5, &error), 0);
	assert_int_equal(WSPConnect(us, (struct sockaddr *)&sa, sizeof sa, NULL, NULL,
				    NULL, NULL, &error),
			 0);
	there = WSPAccept(listener, (struct sockaddr *)&from, &n, NULL, 0, &error);
	assert_true(there != INVALID_SOCKET);
	assert_int_equal(fixture_send(us, "hello"), 0);
	fixture_data(there, 9, 0, "hello", 0);
	assert_int_equal(fixture_send(there, "back"), 0);
	fixture_data(us, 9, 0, "back", 0);
	assert_int_equal(WSPShutdown(us, SD_SEND, &error), 0);
	fixture_nothing(there, 9, 0);
	fixture_close(us);
	fixture_close(there);
	fixture_close(listener);
}

static void the_provider_sends_itself_datagrams(void **state)
{
	struct sockaddr_in a, b;
	SOCKET left = open_bound(SOCK_DGRAM, &a), right = open_bound(SOCK_DGRAM, &b);
	WSABUF text = { 2, (CHAR[]){ "hi" } };
	DWORD n = 0;
	int error = 0;

	(void)state;
	assert_int_equal(WSPSendTo(left, &text, 1, &n, 0, (struct sockaddr *)&b,
				   sizeof b, NULL, NULL, NULL, &error),
			 0);
	fixture_data(right, 9, 0, "hi", 0);
	fixture_close(right);
	assert_int_equal(WSPSendTo(left, &text, 1, &n, 0, (struct sockaddr *)&b,
				   sizeof b, NULL, NULL, NULL, &error),
			 0);
	fixture_fails(left, 9, 0, WSAECONNRESET);
	fixture_close(left);
}

/* Kills the process at the first system call that is not for memory. */
static bool forbid_calls(void)
{
	static const unsigned allowed[] = { SYS_brk,     SYS_mmap,     SYS_munmap,
					    SYS_madvise, SYS_mprotect, SYS_exit_group };
	struct sock_filter f[16] = { BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0) };
	size_t n = sizeof allowed / sizeof allowed[0];
	struct sock_fprog program = { (unsigned short)(n + 3), f };

	for (size_t i = 0; i < n; i++)
		f[i + 1] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
							allowed[i],
							(unsigned char)(n - i), 0);
	f[n + 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL);
	f[n + 2] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static void without_system_calls(void **state)
{
	pid_t pid = fork();
	int status = 0;

	assert_true(pid >= 0);
	if (pid == 0) {
		if (!forbid_calls())
			_exit(77);
		nothing_moves_before_the_engine_is_turned(state);
		a_stream_is_cut_as_the_owner_says(state);
		records_and_their_end_arrive_when_let(state);
		the_current_thread_is_a_value(state);
		a_blocking_call_lets_the_owner_go_on(state);
		a_reset_and_an_urgent_byte(state);
		the_provider_connects_to_itself(state);
		the_provider_sends_itself_datagrams(state);
		syscall(SYS_exit_group, 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip();
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_moves_before_the_engine_is_turned),
		cmocka_unit_test(a_stream_is_cut_as_the_owner_says),
		cmocka_unit_test(records_and_their_end_arrive_when_let),
		cmocka_unit_test(the_current_thread_is_a_value),
		cmocka_unit_test(a_blocking_call_lets_the_owner_go_on),
		cmocka_unit_test(a_reset_and_an_urgent_byte),
		cmocka_unit_test(a_send_waits_for_room),
		cmocka_unit_test(the_provider_connects_to_itself),
		cmocka_unit_test(the_provider_sends_itself_datagrams),
		cmocka_unit_test(without_system_calls),
	};

	return cmocka_run_group_tests(tests, sim_world_start, sim_world_stop);
}
