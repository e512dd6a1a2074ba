/* SPDX-License-Identifier: MIT */
/* The rate at which whole programs take a TCP stream: wsprecv against a bare loop, socat
 * and ncat. The sender is the same for all, and they take turns; medians, MB/s.
 *
 * The time runs from the first byte until the receiver has ended. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/command.h"
#include "bench/sample.h"

#define GOAL_BARE 0.95
#define GOAL_OTHERS 1.0
#define ROUNDS 7
#define BYTES (1024L * 1024 * 1024)
#define PIECE (256 * 1024)
#define TRIES 5000 /* milliseconds until a receiver must listen */

enum who {
	WSPRECV,
	BARE,
	SOCAT,
	NCAT
};

static char piece[PIECE];

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static struct sockaddr_in place(in_port_t port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_port = port,
				     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

/* A port that nobody listens at. */
static in_port_t free_port(void)
{
	struct sockaddr_in sa = place(0);
	socklen_t n = sizeof sa;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (void *)&sa, n) != 0 ||
	    getsockname(fd, (void *)&sa, &n) != 0)
		fail("bind");
	close(fd);
	return sa.sin_port;
}

/* The reference: nothing but receives into one buffer. */
static pid_t start_bare(in_port_t port)
{
	struct sockaddr_in sa = place(port);
	int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0), fd;
	pid_t pid;

	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (listener < 0 || bind(listener, (void *)&sa, sizeof sa) != 0 ||
	    listen(listener, 1) != 0)
		fail("listen");
	fflush(NULL);
	pid = fork();
	if (pid < 0)
		fail("fork");
	if (pid != 0) {
		close(listener);
		return pid;
	}
	fd = accept(listener, NULL, NULL);
	while (recv(fd, piece, sizeof piece, 0) > 0)
		;
	_exit(0);
}

static pid_t start(enum who who, in_port_t port)
{
	char wsprecv[64], socat[64], number[8];
	const char *const ours[] = { command_wsprecv(), "recv", "-n0", "-o", "none",
				     wsprecv,           NULL };
	const char *const theirs[] = { "socat",          "-u", "-b262144", socat,
				       "OPEN:/dev/null", NULL };
	const char *const nmap[] = { "ncat",      "-l",   "--recv-only",
				     "127.0.0.1", number, NULL };

	snprintf(number, sizeof number, "%u", ntohs(port));
	snprintf(wsprecv, sizeof wsprecv, "tcp-listen:127.0.0.1:%s", number);
	snprintf(socat, sizeof socat, "TCP-LISTEN:%s,bind=127.0.0.1,reuseaddr", number);
	switch (who) {
	case WSPRECV:
		return command_start(ours);
	case BARE:
		return start_bare(port);
	case SOCAT:
		return command_start(theirs);
	case NCAT:
		return command_start(nmap);
	}
	return -1;
}

/* A connection to a receiver that may not listen yet. */
static int connect_to(in_port_t port)
{
	struct sockaddr_in sa = place(port);
	struct timespec a_while = { .tv_nsec = 1000000 };

	for (int i = 0; i < TRIES; i++) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);

		if (fd >= 0 && connect(fd, (void *)&sa, sizeof sa) == 0)
			return fd;
		if (errno != ECONNREFUSED)
			fail("connect");
		close(fd);
		nanosleep(&a_while, NULL);
	}
	fail("connect");
	return -1;
}

/* MB/s. */
static double run(enum who who)
{
	static const char *const names[] = { "wsprecv", "bare", "socat", "ncat" };
	in_port_t port = free_port();
	pid_t pid = start(who, port);
	int fd = connect_to(port);
	double begin = sample_now();

	for (long left = BYTES; left > 0; left -= PIECE)
		if (send(fd, piece, PIECE, MSG_NOSIGNAL) != PIECE)
			fail("send");
	close(fd);
	command_end(pid, names[who]);
	return (double)BYTES / (sample_now() - begin) * 1e3;
}

static void tell(const char *metric, double ours, double reference, double goal)
{
	double ratio = sample_row(metric, ours, reference);

	fprintf(stderr, "%s: %.2f of its rate, the goal being %.2f: %s\n", metric,
		ratio, goal, ratio >= goal ? "met" : "missed");
}

int main(void)
{
	static double rates[4][ROUNDS];
	const bool there[] = { [WSPRECV] = true,
			       [BARE] = true,
			       [SOCAT] = command_there("socat", "bulk tcp, socat"),
			       [NCAT] = command_there("ncat", "bulk tcp, ncat") };
	double ours;

	for (int i = 0; i < ROUNDS; i++)
		for (enum who who = WSPRECV; who <= NCAT; who++)
			if (there[who])
				rates[who][i] = run(who);
	ours = sample_median(rates[WSPRECV], ROUNDS);
	tell("bulk tcp, bare loop, MB/s", ours, sample_median(rates[BARE], ROUNDS),
	     GOAL_BARE);
	if (there[SOCAT])
		tell("bulk tcp, socat, MB/s", ours, sample_median(rates[SOCAT], ROUNDS),
		     GOAL_OTHERS);
	if (there[NCAT])
		tell("bulk tcp, ncat, MB/s", ours, sample_median(rates[NCAT], ROUNDS),
		     GOAL_OTHERS);
	return 0;
}
