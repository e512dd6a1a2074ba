/* SPDX-License-Identifier: MIT */
/* What goes wrong while an address is opened says where and why. */
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/code.h"
#include "tests/unit/folder.h"
#include "tests/unit/kernel.h"
#include "tests/unit/opened.h"

static void a_refused_connect_says_where_and_why(void **state)
{
	int port, listener = kernel_listener(1, &port);
	char address[64], text[128];

	(void)state;
	close(listener);
	snprintf(address, sizeof address, "tcp:127.0.0.1:%d", port);
	snprintf(text, sizeof text,
		 "cannot connect to 127.0.0.1:%d: connection refused", port);
	opened_fails(address, NULL, NULL, "connect", WSAECONNREFUSED, text);
	snprintf(text, sizeof text, "cannot connect to %s/none: there is no such file",
		 folder_path);
	opened_fails(folder_address("unix", "none"), NULL, NULL, "connect",
		     WSAECONNREFUSED, text);
}

static void an_address_in_use_or_elsewhere_is_told(void **state)
{
	int port, listener = kernel_listener(1, &port);
	char address[64], text[128];

	(void)state;
	snprintf(address, sizeof address, "tcp-listen:127.0.0.1:%d", port);
	snprintf(text, sizeof text,
		 "cannot bind to 127.0.0.1:%d: another socket is bound to it", port);
	opened_fails(address, NULL, NULL, "bind", WSAEADDRINUSE, text);
	close(listener);
	opened_fails(
		"udp-listen:192.0.2.1:0", NULL, NULL, "bind", WSAEADDRNOTAVAIL,
		"cannot bind to 192.0.2.1:0: this machine does not have that address");
	snprintf(text, sizeof text, "cannot bind to %s/no/s: there is no such folder",
		 folder_path);
	opened_fails(folder_address("unix-listen", "no/s"), NULL, NULL, "bind",
		     WSAEADDRNOTAVAIL, text);
}

static void a_protocol_that_the_kernel_lacks_is_named(void **state)
{
	(void)state;
	if (kernel_has(AF_INET, SOCK_STREAM, IPPROTO_SCTP))
		skip();
	opened_fails(
		"sctp:127.0.0.1:9", NULL, NULL, "socket", WSAEPROTONOSUPPORT,
		"cannot make the socket: this kernel has no SCTP (try: modprobe sctp)");
}

static void a_name_that_does_not_resolve_has_no_code(void **state)
{
	struct endpoint_wish wish = opened_down_to(ENDPOINT_FULL);
	struct address address;
	struct endpoint_error error;
	struct endpoint end;
	struct diag d;

	(void)state;
	assert_true(address_parse("tcp4:127.0.0.1:9", &address, &d));
	strcpy(address.place.host, "::1"); /* no name server is asked about that */
	assert_false(endpoint_open(&address, &wish, &end, &error));
	assert_string_equal(error.stage, "resolve");
	assert_int_equal(error.code, 0);
	assert_int_equal(error.native, 0);
	assert_memory_equal(error.text, "cannot resolve ::1: ", 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refused_connect_says_where_and_why),
		cmocka_unit_test(an_address_in_use_or_elsewhere_is_told),
		cmocka_unit_test(a_protocol_that_the_kernel_lacks_is_named),
		cmocka_unit_test(a_name_that_does_not_resolve_has_no_code),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
