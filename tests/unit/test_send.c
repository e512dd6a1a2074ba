/* SPDX-License-Identifier: MIT */
/* Sending: what a receive at the other end gets, and what a send refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/wsp_fixture.h"

#define MANY 3000

static void more_buffers_than_the_kernel_takes(void **state)
{
	static char bytes[MANY], got[MANY + 1];
	static WSABUF buffers[MANY];
	const enum plain_kind kinds[] = { PLAIN_TCP, PLAIN_STREAM, PLAIN_SEQPACKET,
					  PLAIN_DGRAM, PLAIN_UDP };

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		bytes[i] = (char)(i % 251);
		buffers[i] = (WSABUF){ 1, bytes + i };
	}
	for (size_t i = 0; i < 5; i++) {
		struct pair p = fixture_pair(kinds[i]);
		DWORD n = 0;
		int error = 0;

		assert_int_equal(
			WSPSend(p.s, buffers, MANY, &n, 0, NULL, NULL, NULL, &error),
			0);
		assert_int_equal(n, MANY);
		plain_wait_bytes(p.peer, MANY);
		assert_int_equal(plain_read(p.peer, got, MANY + 1), MANY);
		assert_memory_equal(got, bytes, MANY);
		fixture_end(&p);
	}
}

static void read_only_memory_can_be_sent(void **state)
{
	struct pair p = fixture_pair(PLAIN_STREAM);
	static const char text[] = "constant";
	char got[9];

	(void)state;
	assert_int_equal(fixture_send(p.s, text), 0);
	assert_int_equal(plain_read(p.peer, got, 9), 8);
	fixture_end(&p);
}

static int send_flags(SOCKET s, DWORD flags)
{
	WSABUF b = { 1, (char[]){ 'x' } };
	DWORD n = FIXTURE_UNTOUCHED;
	int error = 0;

	if (WSPSend(s, &b, 1, &n, flags, NULL, NULL, NULL, &error) == 0)
		return 0;
	assert_int_equal(n, FIXTURE_UNTOUCHED);
	return error;
}

static void flags_and_states_that_a_send_cannot_have(void **state)
{
	struct pair p = fixture_pair(PLAIN_STREAM);
	int error = 0;
	SOCKET fresh = WSPSocket(AF_INET, SOCK_STREAM, 0, NULL, 0, 0, &error);
	SOCKET datagram = WSPSocket(AF_INET, SOCK_DGRAM, 0, NULL, 0, 0, &error);

	(void)state;
	assert_int_equal(send_flags(p.s, MSG_PEEK), WSAEINVAL);
	assert_int_equal(send_flags(p.s, MSG_OOB), WSAEOPNOTSUPP);
	assert_int_equal(send_flags(p.s, MSG_PARTIAL), WSAEOPNOTSUPP);
	assert_int_equal(send_flags(fresh, 0), WSAENOTCONN);
	assert_int_equal(send_flags(datagram, 0), WSAENOTCONN);
	assert_int_equal(WSPShutdown(p.s, SD_SEND, &error), 0);
	assert_int_equal(send_flags(p.s, 0), WSAESHUTDOWN);
	plain_text(p.peer, "still");
	fixture_data(p.s, 9, 0, "still", 0);
	assert_int_equal(WSPShutdown(p.s, 3, &error), SOCKET_ERROR);
	assert_int_equal(error, WSAEINVAL);
	assert_int_equal(WSPShutdown(fresh, SD_BOTH, &error), SOCKET_ERROR);
	assert_int_equal(error, WSAENOTCONN);
	fixture_close(fresh);
	fixture_close(datagram);
	fixture_end(&p);
}

static void a_full_queue_is_would_block_and_a_time_out(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_TCP, PLAIN_STREAM, PLAIN_SEQPACKET };
	static char bytes[65536];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct pair p = fixture_pair(kinds[i]);
		WSABUF b = { sizeof bytes, bytes };
		DWORD n, limit = 1;
		int error = 0;

		fixture_nonblocking(p.s, TRUE);
		while (WSPSend(p.s, &b, 1, &n, 0, NULL, NULL, NULL, &error) == 0)
			assert_true(n > 0);
		assert_int_equal(error, WSAEWOULDBLOCK);
		fixture_nonblocking(p.s, FALSE);
		assert_int_equal(WSPSetSockOpt(p.s, SOL_SOCKET, SO_SNDTIMEO,
					       (CHAR *)&limit, sizeof limit, &error),
				 0);
		assert_int_equal(WSPSend(p.s, &b, 1, &n, 0, NULL, NULL, NULL, &error),
				 SOCKET_ERROR);
		assert_int_equal(error, WSAETIMEDOUT);
		fixture_end(&p);
	}
}

/* clauses: D6 S1 */
static void the_rest_of_a_message_has_its_source(void **state)
{
	struct sockaddr_storage to, from, source;
	socklen_t to_n, from_n;
	SOCKET s = fixture_adopt(plain_bound(AF_UNIX, &to, &to_n));
	int fd = plain_bound(AF_UNIX, &from, &from_n), error = 0;
	int source_n = sizeof source;
	char bytes[9];
	WSABUF b = { 9, bytes };
	DWORD n, flags = 0;

	(void)state;
	plain_send_to(fd, "abcdef", 6, &to, to_n);
	fixture_data(s, 2, 0, "ab", MSG_PARTIAL);
	assert_int_equal(WSPRecvFrom(s, &b, 1, &n, &flags, (struct sockaddr *)&source,
				     &source_n, NULL, NULL, NULL, &error),
			 0);
	assert_int_equal(n, 4);
	assert_int_equal(source_n, from_n);
	assert_memory_equal(&source, &from, from_n);
	fixture_close(s);
	close(fd);
}

/* Whether n bytes of a source were written, and no more. */
static void is_source(const void *source, const void *wanted, size_t n)
{
	const unsigned char *bytes = source;

	assert_memory_equal(source, wanted, n);
	for (size_t i = n; i < sizeof(struct sockaddr_storage); i++)
		assert_int_equal(bytes[i], 0xaa);
}

/* clauses: B2 K2 */
static void no_more_than_the_source_is_written(void **state)
{
	struct sockaddr_storage to, from, source;
	socklen_t to_n, from_n;
	int fd = plain_bound(AF_UNIX, &from, &from_n), error = 0;
	SOCKET s = WSPSocketFromDescriptor(plain_bound(AF_UNIX, &to, &to_n), NULL,
					   WSA_FLAG_OVERLAPPED, &error);
	WSAOVERLAPPED o = { .hEvent = NULL };
	int source_n = sizeof source;
	char byte;
	WSABUF b = { 1, &byte };
	DWORD n, flags = 0;

	(void)state;
	plain_send_to(fd, "a", 1, &to, to_n);
	memset(&source, 0xaa, sizeof source);
	assert_int_equal(WSPRecvFrom(s, &b, 1, &n, &flags, (struct sockaddr *)&source,
				     &source_n, NULL, NULL, NULL, &error),
			 0);
	is_source(&source, &from, from_n);
	source_n = sizeof source;
	memset(&source, 0xaa, sizeof source);
	assert_int_equal(WSPRecvFrom(s, &b, 1, &n, &flags, (struct sockaddr *)&source,
				     &source_n, &o, NULL, NULL, &error),
			 SOCKET_ERROR);
	assert_int_equal(error, WSA_IO_PENDING);
	plain_send_to(fd, "b", 1, &to, to_n);
	assert_true(WSPGetOverlappedResult(s, &o, &n, TRUE, &flags, &error));
	assert_int_equal(source_n, from_n);
	is_source(&source, &from, from_n);
	fixture_close(s);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_buffers_than_the_kernel_takes),
		cmocka_unit_test(read_only_memory_can_be_sent),
		cmocka_unit_test(flags_and_states_that_a_send_cannot_have),
		cmocka_unit_test(a_full_queue_is_would_block_and_a_time_out),
		cmocka_unit_test(the_rest_of_a_message_has_its_source),
		cmocka_unit_test(no_more_than_the_source_is_written),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
