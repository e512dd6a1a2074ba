/* SPDX-License-Identifier: MIT */
/* Starts, reads, stops. */
#include "cli/fuzz_job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scenario/clock.h"

bool fuzz_job_start(struct fuzz_job *j, char *const argv[])
{
	struct rlimit none = { 0, 0 };
	int ends[2];

	fflush(NULL);
	if (pipe2(ends, O_CLOEXEC) != 0) {
		fprintf(stderr, "wsprecv: fuzz: %s\n", strerror(errno));
		return false;
	}
	j->pid = fork();
	if (j->pid == 0) {
		signal(SIGINT, SIG_DFL);
		signal(SIGPIPE, SIG_DFL);
		setenv("WSPRECV_FUZZ_STATUS", "1", 1);
		setrlimit(RLIMIT_CORE, &none);
		/* Ctrl-C reaches it through us. */
		setpgid(0, 0);
		if (dup2(ends[1], 1) < 0 || dup2(ends[1], 2) < 0)
			_exit(126);
		execv(argv[0], argv);
		_exit(127);
	}
	close(ends[1]);
	if (j->pid < 0) {
		fprintf(stderr, "wsprecv: fuzz: no process can be made: %s\n",
			strerror(errno));
		close(ends[0]);
		j->pid = 0;
		return false;
	}
	j->output = ends[0];
	j->n = 0;
	j->stopped = false;
	engine_anew(&j->engine);
	j->begun = clock_now();
	return true;
}

static void take_line(struct fuzz_job *j)
{
	j->line[j->n] = '\0';
	if (!engine_line(&j->engine, j->line) && j->n > 0)
		snprintf(j->last, sizeof j->last, "%.*s", (int)sizeof j->last - 1,
			 j->line);
	j->n = 0;
}

bool fuzz_job_read(struct fuzz_job *j, bool *good)
{
	char piece[FUZZ_LINE];
	ssize_t n = read(j->output, piece, sizeof piece);
	int status = 0;

	if (n < 0 && errno == EINTR)
		return true;
	for (ssize_t i = 0; i < n; i++) {
		if (piece[i] == '\n')
			take_line(j);
		else if (j->n < FUZZ_LINE - 1)
			j->line[j->n++] = piece[i];
	}
	if (n > 0)
		return true;
	if (j->n > 0)
		take_line(j);
	close(j->output);
	while (waitpid(j->pid, &status, 0) < 0 && errno == EINTR)
		;
	j->pid = 0;
	*good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	return false;
}

void fuzz_job_stop(struct fuzz_job *j, bool again)
{
	j->stopped = true;
	if (j->pid > 0)
		kill(j->pid, again ? SIGKILL : SIGINT);
}
