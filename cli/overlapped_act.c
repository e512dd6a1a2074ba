/* SPDX-License-Identifier: MIT */
/* What happens beside overlapped receives: the socket is closed or shut down under them, a
 * time is up, a signal comes. */
#include <stdio.h>
#include <stdlib.h>

#include "base/code.h"
#include "cli/overlapped_parts.h"
#include "scenario/clock.h"

#define LAST_WAIT 10000000 /* microseconds that cancelled receives may take to end */

void overlapped_mark(struct overlapped *o, const char *word, const char *text)
{
	uint64_t *pending = malloc((o->requests.n + 1) * sizeof *pending);
	uint64_t at = o->made > 0 ? clock_now() - o->start : 0;
	struct report_mark mark = { word, text, overlapped_thread(o), at, pending, 0 };
	struct request *r;

	record_mark(o->run->record, word);
	if (pending == NULL)
		return;
	for (r = requests_underway(&o->requests, NULL); r != NULL;
	     r = requests_underway(&o->requests, r))
		pending[mark.n_pending++] = r->number;
	receiving_check_output(o->run, report_mark_at(&o->run->report, &mark));
	free(pending);
}

static bool due(const struct overlapped *o, uint64_t after)
{
	return after != INTERRUPT_NEVER && clock_now() - o->begun >= after;
}

static bool too_late(const struct overlapped *o)
{
	uint64_t most = o->run->o.wish.timeout;

	return most != 0 && clock_now() - o->since >= most;
}

/* What has completed already is no matter of what happens now. */
void overlapped_catch_up(struct overlapped *o)
{
	for (size_t n = o->requests.outstanding; n > 0; n--)
		if (!overlapped_wait(o, 0))
			return;
}

static void close_socket(struct overlapped *o)
{
	int error;

	o->closed = o->over = true;
	o->since = clock_now();
	if (!o->run->end.borrowed)
		WSPCloseSocket(o->socket, &error);
	o->run->end.socket = INVALID_SOCKET;
	overlapped_mark(o, "closed", "socket closed");
}

/* One more is posted, to see it refused (K10). */
static void shut_down(struct overlapped *o)
{
	int error = 0;

	o->shut = o->over = true;
	if (WSPShutdown(o->socket, SD_RECEIVE, &error) != 0) {
		receiving_tell_code(o->run, "shutdown", "WSPShutdown failed", error);
		return;
	}
	overlapped_mark(o, "shutdown", "receiving shut down");
	overlapped_post(o);
}

/* Nothing that could still end them is left: a provider that keeps its promises has told
 * of all of them by now (K9). */
static void give_up(struct overlapped *o)
{
	char what[80];

	snprintf(what, sizeof what, "%zu receives have never been completed",
		 o->requests.outstanding);
	receiving_damage(o->run, what);
	o->given_up = true;
}

void overlapped_act(struct overlapped *o)
{
	struct receiving *run = o->run;

	if (o->closed || o->left_alone) {
		if (clock_now() - o->since >= LAST_WAIT)
			give_up(o);
		return;
	}
	if (interrupt_signal() != 0) {
		overlapped_mark(o, "interrupted", "interrupted");
		close_socket(o);
	} else if (run->stop) {
		close_socket(o);
	} else if (!o->shut && due(o, run->o.shutdown_after)) {
		overlapped_catch_up(o);
		shut_down(o);
	} else if (due(o, run->o.cancel_after)) {
		overlapped_catch_up(o);
		close_socket(o);
	} else if (too_late(o) && !overlapped_wait(o, 0)) {
		overlapped_mark(o, "timeout", "timeout, nothing completed");
		receiving_fail(run, status_of_outcome(OUTCOME_TIMEOUT));
		close_socket(o);
	}
}

static uint64_t sooner(uint64_t left, uint64_t begun, uint64_t after)
{
	uint64_t gone = clock_now() - begun;

	if (after == INTERRUPT_NEVER)
		return left;
	if (gone >= after)
		return 0;
	return after - gone < left ? after - gone : left;
}

uint64_t overlapped_due(const struct overlapped *o, uint64_t most)
{
	const struct recv_options *w = &o->run->o;

	if (o->closed || o->left_alone)
		return most;
	most = sooner(most, o->begun, w->cancel_after);
	most = sooner(most, o->begun, w->exit_thread_after);
	if (!o->shut)
		most = sooner(most, o->begun, w->shutdown_after);
	if (w->wish.timeout != 0)
		most = sooner(most, o->since, w->wish.timeout);
	return most;
}
