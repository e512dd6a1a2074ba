/* SPDX-License-Identifier: MIT */
/* Processes that take turns, and the pipes that tell them to. */
#include "bench/worker.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum order {
	TURN = 't',
	END = 'e'
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void serve(const struct work *work, const void *how, int orders, int results)
{
	void *state = work->open(how);
	double result;
	char order;

	while (read(orders, &order, 1) == 1 && order == TURN) {
		result = work->turn(state);
		if (write(results, &result, sizeof result) != sizeof result)
			_exit(1);
	}
	_exit(0);
}

void worker_start(struct worker *w, const struct work *work, const void *how)
{
	int orders[2], results[2];

	if (pipe(orders) != 0 || pipe(results) != 0)
		fail("pipe");
	fflush(NULL);
	w->pid = fork();
	if (w->pid < 0)
		fail("fork");
	if (w->pid == 0) {
		close(orders[1]);
		close(results[0]);
		serve(work, how, orders[0], results[1]);
	}
	close(orders[0]);
	close(results[1]);
	w->to = orders[1];
	w->from = results[0];
}

double worker_turn(const struct worker *w)
{
	const char order = TURN;
	double result;

	if (write(w->to, &order, 1) != 1 ||
	    read(w->from, &result, sizeof result) != sizeof result) {
		fprintf(stderr, "a worker ended before its turn did\n");
		exit(1);
	}
	return result;
}

void worker_end(const struct worker *w)
{
	const char order = END;

	/* Closing would not do: workers that started later hold the pipe too. */
	if (write(w->to, &order, 1) != 1)
		fail("a worker");
	close(w->to);
	close(w->from);
	while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
		;
}
