/* SPDX-License-Identifier: MIT */
/* The parts of a run of `wsprecv recv` that do not depend on how it receives. */
#include "cli/receiving.h"

#include <stdio.h>

#include "base/code.h"
#include "scenario/receive.h"
#include "wspmore.h"

void receiving_fail(struct receiving *run, enum status status)
{
	if (run->status == STATUS_GOOD)
		run->status = status;
	run->stop = true;
}

void receiving_check_output(struct receiving *run, bool written)
{
	if (!written)
		run->stop = true;
}

void receiving_tell_failure(struct receiving *run, const struct endpoint_error *e,
			    enum status status)
{
	int signal = interrupt_signal();

	record_failed(run->record, e->stage, e->text, e->code);
	if (signal != 0)
		receiving_fail(run, status_of_signal(signal));
	else
		receiving_check_output(run, report_failure(&run->report, e));
	receiving_fail(run, status);
}

void receiving_tell_code(struct receiving *run, const char *stage, const char *what,
			 int code)
{
	struct endpoint_error e = { .stage = stage, .code = code };
	struct outcome o = { .result = SOCKET_ERROR, .error = code };
	const struct code *row = code_by_number(code);

	snprintf(e.text, sizeof e.text, "%s: %s", what,
		 row != NULL ? row->text : "unknown error");
	receiving_tell_failure(run, &e,
			       status_of_outcome(outcome_judge(&o, false, false)));
}

void receiving_watch(struct receiving *run, DWORD what)
{
	DWORD n;
	int error;

	WSPIoctl(run->end.socket, SIO_WSP_WATCH, &what, sizeof what, NULL, 0, &n, NULL,
		 NULL, NULL, &error);
}

bool receiving_send(struct receiving *run)
{
	int error;

	if (run->o.send == NULL)
		return true;
	interrupt_expect(&run->interrupt, "room to send", false);
	error = receive_send(run->end.socket, run->o.bytes.bytes, run->o.bytes.n);
	if (error != 0)
		receiving_tell_code(run, "send", "the bytes of --send were not sent",
				    error);
	else
		record_sent(run->record);
	return error == 0;
}

bool receiving_shutdown(struct receiving *run)
{
	int error = 0;

	if (run->o.shut && WSPShutdown(run->end.socket, run->o.how, &error) != 0) {
		receiving_tell_code(run, "shutdown", "WSPShutdown failed", error);
		return false;
	}
	if (run->o.shut)
		record_shut(run->record);
	return true;
}

void receiving_damage(struct receiving *run, const char *damage)
{
	struct endpoint_error e = { .stage = "memory" };

	snprintf(e.text, sizeof e.text, "internal fault: %s", damage);
	record_failed(run->record, e.stage, e.text, 0);
	receiving_check_output(run, report_failure(&run->report, &e));
	run->status = STATUS_FAULT;
	run->stop = true;
}

void receiving_take(struct receiving *run, const struct outcome *o)
{
	run->bytes += o->bytes;
	if (run->status == STATUS_GOOD)
		run->status = status_of_outcome(o->word);
	if (o->damage[0] != '\0')
		receiving_damage(run, o->damage);
}

/* Whether the next receive would return the same, for ever. */
static bool takes_nothing(const struct outcome *o)
{
	return o->word == OUTCOME_TOO_SMALL || (o->flags_in & MSG_PEEK) != 0 ||
	       (o->word == OUTCOME_DATA && o->bytes == 0 && o->zero_room);
}

bool receiving_goes_on(const struct receiving *run, const struct outcome *o)
{
	switch (o->word) {
	case OUTCOME_DATA:
	case OUTCOME_PARTIAL:
	case OUTCOME_EMPTY_MESSAGE:
	case OUTCOME_TRUNCATED:
	case OUTCOME_TOO_SMALL:
		return run->o.count != 0 || !takes_nothing(o);
	case OUTCOME_GRACEFUL:
	case OUTCOME_RESET:
	case OUTCOME_ABORTED:
	case OUTCOME_CUT:
		return run->o.count != 0;
	case OUTCOME_PENDING:
		return true;
	case OUTCOME_WOULD_BLOCK:
	case OUTCOME_TIMEOUT:
	case OUTCOME_CANCELLED:
	case OUTCOME_REFUSED:
		return false;
	}
	return false;
}

size_t receiving_turn(uint64_t i, size_t n)
{
	return i < n ? (size_t)i : n - 1;
}
