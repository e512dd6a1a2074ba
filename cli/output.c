/* SPDX-License-Identifier: MIT */
/* Writes to standard output and remembers the first failure. */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/interrupt.h"

static int failure; /* errno of the first write that failed */

void output_init(void)
{
	/* Opened the wrong way round, so that using one is still an error. */
	static const int modes[] = { O_WRONLY, O_RDONLY, O_WRONLY };

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
			(void)!open("/dev/null", modes[fd]);
	signal(SIGPIPE, SIG_IGN);
}

bool output_flush(void)
{
	if (failure == 0 && fflush(stdout) != 0)
		failure = errno;
	/* Stdio may have written by itself, and found out. */
	if (failure == 0 && ferror(stdout))
		failure = EIO;
	return failure == 0;
}

bool output_write(const void *bytes, size_t n)
{
	const char *at = bytes;

	while (n > 0 && failure == 0) {
		ssize_t written = write(STDOUT_FILENO, at, n);

		if (written >= 0) {
			at += written;
			n -= (size_t)written;
		} else if (errno == EAGAIN) {
			struct pollfd room = { STDOUT_FILENO, POLLOUT, 0 };

			if (poll(&room, 1, -1) == -1 && interrupt_signal() != 0)
				return false;
		} else if (errno != EINTR) {
			failure = errno;
		} else if (interrupt_signal() != 0) {
			return false;
		}
	}
	return failure == 0;
}

enum status output_finish(enum status status)
{
	if (output_flush())
		return status;
	if (failure != EPIPE && failure != EBADF)
		fprintf(stderr, "wsprecv: the output could not be written: %s\n",
			strerror(failure));
	return STATUS_OUTPUT;
}
