/* SPDX-License-Identifier: MIT */
/* A record is run before it is written: what a network does not keep to is not promised.
 *
 * A process that branched off before the provider was started waits for texts; each is run
 * by a child of its own, which may crash or hang. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/record_parts.h"
#include "scenario/session.h"
#include "scenario/text.h"

#define LIMIT 20 /* seconds of one run */
#define ROUNDS 4

struct record_check {
	int socket;
	pid_t process;
};

static bool send_all(int socket, const void *bytes, size_t n)
{
	const char *at = bytes;

	while (n > 0) {
		ssize_t sent = send(socket, at, n, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		at += sent;
		n -= (size_t)sent;
	}
	return true;
}

static bool receive_all(int socket, void *bytes, size_t n)
{
	char *at = bytes;

	while (n > 0) {
		ssize_t got = recv(socket, at, n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

/* A number, and so many bytes behind it. */
static bool send_piece(int socket, uint64_t number, const char *text)
{
	uint64_t head[2] = { number, strlen(text) };

	return send_all(socket, head, sizeof head) && send_all(socket, text, head[1]);
}

static bool receive_piece(int socket, uint64_t *number, char **text)
{
	uint64_t head[2];

	*text = NULL;
	if (!receive_all(socket, head, sizeof head))
		return false;
	*number = head[0];
	*text = calloc(1, head[1] + 1);
	return *text != NULL && receive_all(socket, *text, head[1]);
}

/* ---- the other process ---- */

static void told(void *context, const struct session_step *step)
{
	if (step->mismatch != NULL || step->late != NULL)
		send_piece(*(int *)context, step->line->line, tokens_print(step->got));
}

static _Noreturn void run(int socket, bool simulate, const char *text)
{
	struct session_result result = { .end = SESSION_BROKEN };
	struct session_wish wish = {
		.simulate = simulate,
		.time_scale = 1,
		.go_on = true,
		.told = told,
		.context = &socket,
	};
	struct script script;
	struct script_error e;

	alarm(LIMIT);
	if (script_read_text(&script, "record", text, strlen(text), NULL, 0, &e))
		session_run(&script, &wish, &result);
	else
		send_piece(socket, e.line, e.diag.text);
	_exit(result.end == SESSION_BROKEN);
}

static _Noreturn void serve(int socket)
{
	uint64_t simulate;
	char *text;
	int status;
	pid_t child;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	while (receive_piece(socket, &simulate, &text)) {
		child = fork();
		if (child == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			run(socket, simulate != 0, text);
		}
		free(text);
		status = 1;
		if (child > 0)
			waitpid(child, &status, 0);
		if (!send_piece(socket, 0, status == 0 ? "" : "it ended badly"))
			break;
	}
	_exit(0);
}

/* ---- this one ---- */

struct record_check *record_check_new(void)
{
	struct record_check *c = calloc(1, sizeof *c);
	int ends[2];

	if (c == NULL ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == -1) {
		free(c);
		return NULL;
	}
	c->process = fork();
	if (c->process == 0) {
		close(ends[0]);
		serve(ends[1]);
	}
	close(ends[1]);
	c->socket = ends[0];
	return c;
}

void record_check_free(struct record_check *c)
{
	if (c == NULL)
		return;
	close(c->socket);
	if (c->process > 0)
		while (waitpid(c->process, NULL, 0) == -1 && errno == EINTR)
			;
	free(c);
}

static void weaken(struct record *r, struct record_row *row, bool simulate,
		   const char *got)
{
	const char *net = simulate ? "the simulated network" : "a kernel";

	if (row->was == NULL) {
		row->was = text_print(&r->arena, "%s; %s has: %s",
				      row->expected != NULL ? row->expected : "nothing",
				      net, got);
		row->expected = strcmp(got, "blocked") == 0 ? "blocked or ..." : "...";
	} else {
		row->expected = "blocked or ...";
	}
}

/* Runs it once. False: nothing came of that. */
static bool try_once(struct record *r, bool simulate, size_t *differ)
{
	const char *text = record_plain(r);
	uint64_t number;
	char *got;
	bool good;

	*differ = 0;
	if (r->check == NULL || r->check->process <= 0 ||
	    !send_piece(r->check->socket, simulate, text))
		return false;
	while ((good = receive_piece(r->check->socket, &number, &got)) && number > 0) {
		if (number <= r->n_rows && r->rows[number - 1].op != NULL) {
			weaken(r, &r->rows[number - 1], simulate, got);
			++*differ;
		}
		free(got);
	}
	good = good && got[0] == '\0';
	free(got);
	return good;
}

static bool keeps(struct record *r, bool simulate)
{
	size_t differ;

	for (int i = 0; i < ROUNDS; i++) {
		if (!try_once(r, simulate, &differ))
			return false;
		if (differ == 0)
			return true;
	}
	return false;
}

void record_check_rows(struct record *r)
{
	/* What the second finds may change what the first had. */
	bool simulated = keeps(r, true), kernel = keeps(r, false);

	if (!simulated || !keeps(r, true))
		record_row_text(r, NULL, NULL,
				"The simulated network does not come to this.");
	if (!kernel)
		record_row_text(r, NULL, NULL, "A kernel does not come to this.");
}
