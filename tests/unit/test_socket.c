/* SPDX-License-Identifier: MIT */
/* Handles, starting and ending the provider, and bad memory for every call. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/probe.h"
#include "tests/unit/wsp_fixture.h"

static const WSPUPCALLTABLE none = { 0 };

static char *no_memory(void)
{
	static char *at;

	if (at == NULL)
		at = mmap(NULL, 65536, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return at;
}

static char *read_only(void)
{
	static char *at;

	if (at == NULL)
		at = mmap(NULL, 65536, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return at;
}

static void before_and_after_there_are_no_sockets(void **state)
{
	int error = 0, fd;
	struct got g;

	(void)state;
	for (int round = 0; round < 2; round++) {
		error = 0;
		assert_true(WSPSocket(AF_INET, SOCK_DGRAM, 0, NULL, 0, 0, &error) ==
			    INVALID_SOCKET);
		assert_int_equal(error, WSANOTINITIALISED);
		error = 0;
		assert_int_equal(WSPCleanup(&error), SOCKET_ERROR);
		assert_int_equal(error, WSANOTINITIALISED);
		g = fixture_recv(1u << 24, 1, 0);
		assert_int_equal(g.error, WSAENOTSOCK);
		fixture_start(state);
		fixture_stop(state);
	}
	fd = dup(0);
	assert_true(WSPSocketFromDescriptor(fd, NULL, 0, &error) == INVALID_SOCKET);
	assert_int_equal(error, WSANOTINITIALISED);
	assert_true(plain_is_open(fd));
	close(fd);
}

static void cleanups_are_counted_and_the_last_closes_all(void **state)
{
	struct pair p;

	(void)state;
	fixture_start(state);
	fixture_start(state);
	p = fixture_pair(PLAIN_STREAM);
	fixture_stop(state);
	plain_text(p.peer, "x");
	fixture_data(p.s, 1, 0, "x", 0);
	fixture_stop(state);
	fixture_fails(p.s, 1, 0, WSAENOTSOCK);
	assert_false(plain_is_open(p.near));
	assert_int_equal(plain_read(p.peer, &p, 0), 0);
	fixture_start(state);
	fixture_fails(p.s, 1, 0, WSAENOTSOCK);
	fixture_close_peer(&p);
	fixture_stop(state);
}

static void only_version_two_point_two_is_spoken(void **state)
{
	WSPDATA data;
	WSPPROC_TABLE table;
	int error;

	(void)state;
	assert_int_equal(WSPStartup(0x0101, NULL, NULL, none, NULL),
			 WSAVERNOTSUPPORTED);
	assert_int_equal(WSPStartup(0x0202, &data, NULL, none, &table), 0);
	assert_int_equal(data.wVersion, 0x0202);
	assert_true(table.lpWSPRecv == WSPRecv);
	assert_int_equal(
		WSPStartup(0x0202, (LPWSPDATA)(void *)no_memory(), NULL, none, NULL),
		WSAEFAULT);
	assert_int_equal(WSPStartup(0x0202, NULL, NULL, none,
				    (LPWSPPROC_TABLE)(void *)read_only()),
			 WSAEFAULT);
	assert_int_equal(WSPCleanup(&error), 0);
	assert_int_equal(WSPCleanup(&error), SOCKET_ERROR);
}

/* clauses: P1 E7 */
static void a_stale_handle_stays_stale(void **state)
{
	SOCKET first, some[64];
	int ends[2], error = 0;

	fixture_start(state);
	plain_pair(PLAIN_DGRAM, ends);
	first = fixture_adopt(dup(ends[0]));
	fixture_close(first);
	for (unsigned i = 0; i < 100000; i++) {
		SOCKET s = fixture_adopt(dup(ends[0]));

		assert_true(s != first);
		some[i % 64] = s;
		if (WSPCloseSocket(s, &error) != 0)
			fail();
		if (i % 1000 == 0) {
			fixture_fails(first, 1, 0, WSAENOTSOCK);
			fixture_fails(some[(i + 1) % 64 < i ? (i + 1) % 64 : 0], 1, 0,
				      WSAENOTSOCK);
		}
	}
	assert_int_equal(WSPCloseSocket(first, &error), SOCKET_ERROR);
	assert_int_equal(error, WSAENOTSOCK);
	close(ends[0]);
	close(ends[1]);
	fixture_stop(state);
}

/* clauses: P1 */
static void the_numbers_beside_a_handle_are_none(void **state)
{
	int ends[2];
	SOCKET s;

	fixture_start(state);
	plain_pair(PLAIN_DGRAM, ends);
	s = fixture_adopt(ends[0]);
	for (SOCKET i = 1; i < 4; i++)
		fixture_fails(s ^ i, 1, 0, WSAENOTSOCK);
	fixture_fails(INVALID_SOCKET, 1, 0, WSAENOTSOCK);
	fixture_close(s);
	close(ends[1]);
	fixture_stop(state);
}

static void what_is_no_socket_is_not_adopted(void **state)
{
	WSAPROTOCOL_INFO info = { .dwServiceFlags1 = XP1_MESSAGE_ORIENTED };
	int pipes[2], ends[2], error = 0;
	char byte;

	fixture_start(state);
	assert_int_equal(pipe(pipes), 0);
	assert_true(WSPSocketFromDescriptor(pipes[0], NULL, 0, &error) ==
		    INVALID_SOCKET);
	assert_int_equal(error, WSAENOTSOCK);
	assert_true(WSPSocketFromDescriptor(-1, NULL, 0, &error) == INVALID_SOCKET);
	assert_int_equal(error, WSAENOTSOCK);
	assert_true(plain_is_open(pipes[0]));
	close(pipes[0]);
	close(pipes[1]);

	/* Refused: still open, and blocking as it was. */
	plain_pair(PLAIN_STREAM, ends);
	assert_true(WSPSocketFromDescriptor(ends[0], &info, 0, &error) ==
		    INVALID_SOCKET);
	assert_int_equal(error, WSAEOPNOTSUPP);
	assert_true(plain_blocks(ends[0]));
	plain_text(ends[1], "x");
	assert_int_equal(plain_read(ends[0], &byte, 1), 1);
	close(ends[0]);
	close(ends[1]);
	fixture_stop(state);
}

/* clauses: X11 */
static void boundaries_cannot_be_added(void **state)
{
	WSAPROTOCOL_INFO info = { .dwServiceFlags1 = XP1_MESSAGE_ORIENTED };
	int error = 0;

	fixture_start(state);
	assert_true(WSPSocket(AF_INET, SOCK_STREAM, 0, &info, 0, 0, &error) ==
		    INVALID_SOCKET);
	assert_int_equal(error, WSAEOPNOTSUPP);
	fixture_stop(state);
}

#define REFUSED(call) \
	do { \
		error = 0; \
		assert_true((int)(call) == SOCKET_ERROR); \
		assert_int_equal(error, WSAEFAULT); \
	} while (0)

/* clauses: E6 */
static void bad_memory_is_an_answer_from_every_call(void **state)
{
	struct sockaddr_storage sa = { .ss_family = AF_INET };
	struct sockaddr *addresses[2];
	struct pair p, udp;
	char byte = 'x';
	WSABUF buffer = { 1, &byte };
	int error, size = sizeof sa;
	DWORD n = 0, flags = 0;
	SOCKET s;

	fixture_start(state);
	addresses[0] = (struct sockaddr *)(void *)no_memory();
	addresses[1] = NULL;
	p = fixture_pair(PLAIN_TCP);
	udp = fixture_pair(PLAIN_UDP);
	s = WSPSocket(AF_INET, SOCK_DGRAM, 0, NULL, 0, 0, &error);
	plain_text(p.peer, "kept");
	plain_text(udp.peer, "kept");
	for (size_t i = 0; i < 2; i++) {
		void *bad = addresses[i];

		REFUSED(WSPBind(s, bad, 16, &error));
		REFUSED(WSPConnect(s, bad, 16, NULL, NULL, NULL, NULL, &error));
		REFUSED(WSPJoinLeaf(s, bad, 16, NULL, NULL, NULL, NULL, JL_BOTH,
				    &error));
		REFUSED(WSPGetSockName(p.s, bad, &size, &error));
		REFUSED(WSPGetSockName(p.s, (struct sockaddr *)&sa, bad, &error));
		REFUSED(WSPGetPeerName(p.s, bad, &size, &error));
		REFUSED(WSPGetPeerName(p.s, (struct sockaddr *)&sa, bad, &error));
		REFUSED(WSPGetSockOpt(p.s, SOL_SOCKET, SO_RCVBUF, bad, &size, &error));
		REFUSED(WSPGetSockOpt(p.s, SOL_SOCKET, SO_RCVBUF, &byte, bad, &error));
		REFUSED(WSPGetSockOpt(p.s, IPPROTO_TCP, 1, bad, &size, &error));
		REFUSED(WSPSetSockOpt(p.s, SOL_SOCKET, SO_RCVBUF, bad, 4, &error));
		REFUSED(WSPSetSockOpt(p.s, IPPROTO_TCP, 1, bad, 4, &error));
		REFUSED(WSPIoctl(p.s, FIONREAD, NULL, 0, bad, 4, &n, NULL, NULL, NULL,
				 &error));
		REFUSED(WSPIoctl(p.s, FIONREAD, NULL, 0, &n, 4, bad, NULL, NULL, NULL,
				 &error));
		REFUSED(WSPIoctl(p.s, FIONREAD, NULL, 0, &n, 3, &n, NULL, NULL, NULL,
				 &error));
		REFUSED(WSPIoctl(p.s, FIONBIO, bad, 4, NULL, 0, &n, NULL, NULL, NULL,
				 &error));
		REFUSED(WSPSend(p.s, bad, 1, &n, 0, NULL, NULL, NULL, &error));
		REFUSED(WSPSend(p.s, &buffer, 1, bad, 0, NULL, NULL, NULL, &error));
		buffer.buf = bad;
		REFUSED(WSPSend(p.s, &buffer, 1, &n, 0, NULL, NULL, NULL, &error));
		buffer.buf = &byte;
		REFUSED(WSPSendTo(s, &buffer, 1, &n, 0,
				  (struct sockaddr *)(void *)no_memory(), 16, NULL,
				  NULL, NULL, &error));
		REFUSED(WSPRecvFrom(udp.s, &buffer, 1, &n, &flags,
				    (struct sockaddr *)&sa, bad, NULL, NULL, NULL,
				    &error));
		REFUSED(WSPRecvFrom(udp.s, &buffer, 1, &n, &flags,
				    (struct sockaddr *)(void *)no_memory(), &size, NULL,
				    NULL, NULL, &error));
		size = 3;
		REFUSED(WSPRecvFrom(udp.s, &buffer, 1, &n, &flags,
				    (struct sockaddr *)&sa, &size, NULL, NULL, NULL,
				    &error));
		size = sizeof sa;
		if (bad != NULL) {
			REFUSED(WSPSocket(AF_INET, SOCK_STREAM, 0, bad, 0, 0, &error));
			REFUSED(WSPCancelBlockingCallOf(bad, &error));
		}
		assert_false(WSPCatalogEntry(0, bad));
		assert_false(WSPRuleEntry(0, bad));
		assert_int_equal(WSPCloseSocket(12, bad), SOCKET_ERROR);
	}
	fixture_data(p.s, 9, 0, "kept", 0);
	fixture_data(udp.s, 9, 0, "kept", 0);
	fixture_close(s);
	fixture_end(&p);
	fixture_end(&udp);
	fixture_stop(state);
}

static sigjmp_buf back;

/* Pages of a file that is shorter than it was are a fault of another kind. */
static void memory_behind_the_end_of_a_file(void **state)
{
	char name[] = "/tmp/wsp-XXXXXX";
	int fd = mkstemp(name);
	char *at;
	struct pair p;
	WSABUF b = { 4, NULL };
	DWORD n = 0, flags = 0;
	int error = 0;

	assert_true(fd >= 0);
	unlink(name);
	at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	fixture_start(state);
	p = fixture_pair(PLAIN_STREAM);
	plain_text(p.peer, "abc");
	b.buf = at;
	assert_int_equal(WSPRecv(p.s, &b, 1, &n, &flags, NULL, NULL, NULL, &error),
			 SOCKET_ERROR);
	assert_int_equal(error, WSAEFAULT);
	fixture_data(p.s, 9, 0, "abc", 0);
	fixture_end(&p);
	fixture_stop(state);
	munmap(at, 4096);
	close(fd);
}

static void earlier_handler(int number)
{
	(void)number;
	siglongjmp(back, 1);
}

static void other_faults_reach_the_handler_that_was_there(void **state)
{
	struct sigaction own = { .sa_handler = earlier_handler }, before, bus, now;
	volatile int reached = 0;

	sigaction(SIGSEGV, &own, &before);
	sigaction(SIGBUS, &own, &bus);
	fixture_start(state);
	if (sigsetjmp(back, 1) == 0)
		raise(SIGSEGV);
	else
		reached++;
	if (sigsetjmp(back, 1) == 0)
		*(volatile char *)no_memory() = 1;
	else
		reached++;
	assert_int_equal(reached, 2);
	fixture_fails(12, 1, 0, WSAENOTSOCK);
	assert_false(WSPCatalogEntry(0, (LPWSAPROTOCOL_INFO)(void *)no_memory()));
	fixture_stop(state);
	sigaction(SIGSEGV, &before, &now);
	assert_true(now.sa_handler == earlier_handler);
	sigaction(SIGBUS, &bus, &now);
	assert_true(now.sa_handler == earlier_handler);
}

static void a_signal_that_was_ignored_is_ignored_still(void **state)
{
	struct sigaction own = { .sa_handler = SIG_IGN }, before;

	sigaction(SIGSEGV, &own, &before);
	fixture_start(state);
	raise(SIGSEGV);
	assert_false(WSPCatalogEntry(0, (LPWSAPROTOCOL_INFO)(void *)no_memory()));
	fixture_stop(state);
	sigaction(SIGSEGV, &before, NULL);
}

/* One that is sent does not come again, as a fault does. */
static void a_signal_that_is_sent_ends_the_process(void **state)
{
	struct sigaction own = { .sa_handler = SIG_DFL };
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
		sigaction(SIGSEGV, &own, NULL);
		fixture_start(state);
		kill(getpid(), SIGSEGV);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSEGV);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(before_and_after_there_are_no_sockets),
		cmocka_unit_test(cleanups_are_counted_and_the_last_closes_all),
		cmocka_unit_test(only_version_two_point_two_is_spoken),
		cmocka_unit_test(a_stale_handle_stays_stale),
		cmocka_unit_test(the_numbers_beside_a_handle_are_none),
		cmocka_unit_test(what_is_no_socket_is_not_adopted),
		cmocka_unit_test(boundaries_cannot_be_added),
		cmocka_unit_test(bad_memory_is_an_answer_from_every_call),
		cmocka_unit_test(memory_behind_the_end_of_a_file),
		cmocka_unit_test(other_faults_reach_the_handler_that_was_there),
		cmocka_unit_test(a_signal_that_was_ignored_is_ignored_still),
		cmocka_unit_test(a_signal_that_is_sent_ends_the_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
