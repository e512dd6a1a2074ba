/* SPDX-License-Identifier: MIT */
/* Unix sockets at paths: their files come, are replaced, and go. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/code.h"
#include "tests/unit/folder.h"
#include "tests/unit/opened.h"

/* A plain Unix socket at a path of the folder; `listens`, or only bound. */
static int served_unix(int type, const char *name, bool listens)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type, 0);

	snprintf(at.sun_path, sizeof at.sun_path, "%s/%s", folder_path, name);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	if (listens)
		assert_int_equal(listen(fd, 1), 0);
	return fd;
}

static void files_of_unix_sockets_are_there_only_while_open(void **state)
{
	static const char *const words[] = { "unix-listen", "unix-dgram",
					     "seqpacket-listen" };
	struct opened o;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		opened_get(&o, folder_address(words[i], "s"), "send \"x\"");
		assert_true(folder_has("s"));
		opened_expect(&o, OUTCOME_DATA, "x");
		assert_int_equal(opened_end(&o), 0);
		assert_false(folder_has("s"));
	}
}

static void a_stale_file_is_replaced_a_live_one_is_not(void **state)
{
	static const struct {
		const char *word;
		int type;
	} rows[] = { { "unix-listen", SOCK_STREAM }, { "unix-dgram", SOCK_DGRAM } };
	struct endpoint_wish bound = opened_down_to(ENDPOINT_BOUND);
	struct opened o;
	char text[300];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		int fd = served_unix(rows[i].type, "s", rows[i].type == SOCK_STREAM);

		snprintf(text, sizeof text,
			 "cannot bind to %s/s: something is there already, and it is "
			 "not "
			 "a socket that nobody uses any more",
			 folder_path);
		opened_fails(folder_address(rows[i].word, "s"), NULL, &bound, "bind",
			     WSAEADDRINUSE, text);
		assert_true(folder_has("s"));
		close(fd);
		opened_get_wish(&o, folder_address(rows[i].word, "s"), NULL, &bound);
		opened_end(&o);
		assert_false(folder_has("s"));
	}
}

static void a_file_that_is_no_socket_stays(void **state)
{
	struct endpoint_wish bound = opened_down_to(ENDPOINT_BOUND);
	struct opened o;
	char path[128];

	(void)state;
	snprintf(path, sizeof path, "%s/file", folder_path);
	close(open(path, O_CREAT | O_WRONLY, 0600));
	assert_false(
		opened_try(&o, folder_address("unix-listen", "file"), NULL, &bound));
	assert_int_equal(o.error.code, WSAEADDRINUSE);
	assert_true(folder_has("file"));
	assert_int_equal(unlink(path), 0);
}

static void a_record_socket_connects_to_a_path(void **state)
{
	int listener = served_unix(SOCK_SEQPACKET, "s", true), fd;
	struct opened o;
	char path[128];

	(void)state;
	opened_get(&o, folder_address("seqpacket", "s"), NULL);
	fd = accept(listener, NULL, NULL);
	snprintf(path, sizeof path, "%s/s", folder_path);
	assert_string_equal(o.end.remote, path);
	assert_int_equal(write(fd, "x", 1), 1);
	opened_expect(&o, OUTCOME_DATA, "x");
	opened_end(&o);
	assert_true(folder_has("s")); /* not ours to remove */
	close(fd);
	close(listener);
	assert_int_equal(unlink(path), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_of_unix_sockets_are_there_only_while_open),
		cmocka_unit_test(a_stale_file_is_replaced_a_live_one_is_not),
		cmocka_unit_test(a_file_that_is_no_socket_stays),
		cmocka_unit_test(a_record_socket_connects_to_a_path),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
