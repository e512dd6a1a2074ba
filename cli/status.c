/* SPDX-License-Identifier: MIT */
/* Which exit status an outcome has. */
#include "cli/status.h"

#include <signal.h>

#include "cli/column.h"

enum status status_of_outcome(enum outcome_word word)
{
	switch (word) {
	case OUTCOME_DATA:
	case OUTCOME_PARTIAL:
	case OUTCOME_EMPTY_MESSAGE:
	case OUTCOME_GRACEFUL:
	case OUTCOME_PENDING:
		return STATUS_GOOD;
	case OUTCOME_TRUNCATED:
	case OUTCOME_TOO_SMALL:
		return STATUS_SIZE;
	case OUTCOME_RESET:
	case OUTCOME_ABORTED:
		return STATUS_RESET;
	case OUTCOME_WOULD_BLOCK:
	case OUTCOME_TIMEOUT:
		return STATUS_TIMEOUT;
	case OUTCOME_CANCELLED:
		return STATUS_CANCELLED;
	case OUTCOME_REFUSED:
		return STATUS_REFUSED;
	case OUTCOME_CUT:
		return STATUS_CUT;
	}
	return STATUS_FAULT;
}

enum status status_of_signal(int signal)
{
	return signal == SIGTERM ? STATUS_TERMINATED : STATUS_INTERRUPTED;
}

void status_help(FILE *to)
{
	static const struct {
		int number;
		const char *text;
	} rows[] = {
#define STATUS_ROW(name, number, text) { number, text },
		STATUSES(STATUS_ROW)
#undef STATUS_ROW
	};
	char term[8];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		snprintf(term, sizeof term, "%d", rows[i].number);
		column_print(to, COLUMN_NARROW, term, rows[i].text);
	}
}
