/* SPDX-License-Identifier: MIT */
/* The table of rules. */
#include "spi/rules.h"

#include <string.h>

#include "base/planted.h"

/* spi and windows are values of the row: what the two profiles choose. */
static const WSPRULEENTRY table[N_RULES] = {
	[RULE_NONOVERLAPPED] = {
		.name = "nonoverlapped",
		.values = { "ignore", "sync", "einval" },
		.spi = "ignore",
		.windows = "sync",
		.text = "overlapped arguments on a socket created without the overlapped "
			"flag: ignored; done synchronously, waiting even if non-blocking, "
			"and the WSAOVERLAPPED filled; or WSAEINVAL",
	},
	[RULE_ABORT] = {
		.name = "abort",
		.values = { "reset", "aborted" },
		.spi = "reset",
		.windows = "aborted",
		.text = "the peer had closed gracefully and we sent to it: WSAECONNRESET or "
			"WSAECONNABORTED",
	},
	[RULE_KEEPALIVE] = {
		.name = "keepalive",
		.values = { "netreset", "timedout" },
		.spi = "netreset",
		.windows = "netreset",
		.text = "keep-alive found the connection broken: WSAENETRESET, or "
			"WSAETIMEDOUT as Wine has it",
	},
	[RULE_PEEK] = {
		.name = "peek",
		.values = { "refuse", "allow" },
		.spi = "refuse",
		.windows = "allow",
		.text = "MSG_PEEK in an overlapped receive: WSAEOPNOTSUPP, or it works and "
			"consumes nothing",
	},
	[RULE_CLOSE] = {
		.name = "close",
		.values = { "operation-aborted", "connection-aborted" },
		.spi = "operation-aborted",
		.windows = "connection-aborted",
		.text = "a pending operation whose socket is closed: WSA_OPERATION_ABORTED, or "
			"WSAECONNABORTED where it is a connected stream",
	},
	[RULE_TRUNCATE] = {
		.name = "truncate",
		.values = { "direct", "routine" },
		.spi = "direct",
		.windows = "routine",
		.text = "an overlapped receive with a routine that is WSAEMSGSIZE at once: "
			"returned by the call, the routine not queued; or WSA_IO_PENDING, "
			"and the routine is told",
	},
	[RULE_TOO_MANY] = {
		.name = "too-many",
		.values = { "wouldblock", "nobufs" },
		.spi = "wouldblock",
		.windows = "nobufs",
		.text = "more outstanding operations than the socket's limit: WSAEWOULDBLOCK or "
			"WSAENOBUFS",
	},
	[RULE_CANCELLED_WAIT] = {
		.name = "cancelled-wait",
		.values = { "refuse", "wait" },
		.spi = "refuse",
		.windows = "wait",
		.text = "WSPGetOverlappedResult waiting for an operation that has a routine: "
			"WSA_INVALID_PARAMETER, or it waits all the same",
	},
};

#define MAX_VALUES (sizeof table[0].values / sizeof table[0].values[0])

static int value_of(size_t rule, const char *word)
{
	for (size_t v = 0; v < MAX_VALUES && table[rule].values[v] != NULL; v++)
		if (strcmp(table[rule].values[v], word) == 0)
			return (int)v;
	return -1;
}

static void take_profile(struct rules *r, BOOL windows)
{
	for (size_t i = 0; i < N_RULES; i++)
		r->value[i] = (unsigned char)value_of(i, windows ? table[i].windows
								 : table[i].spi);
	PLANT(PROFILE_SHORT, r->value[N_RULES - 1] = 0);
}

struct rules rules_default(void)
{
	struct rules r;

	take_profile(&r, FALSE);
	return r;
}

int rules_set(struct rules *r, const char *name, const char *value)
{
	if (strcmp(name, "profile") == 0) {
		BOOL windows = strcmp(value, "windows") == 0;

		if (!windows && strcmp(value, "spi") != 0)
			return WSAEINVAL;
		take_profile(r, windows);
		return 0;
	}
	for (size_t i = 0; i < N_RULES; i++) {
		int v;

		if (strcmp(table[i].name, name) != 0)
			continue;
		v = value_of(i, value);
		if (v < 0)
			return WSAEINVAL;
		r->value[i] = (unsigned char)v;
		return 0;
	}
	return WSAEINVAL;
}

const char *rules_get(const struct rules *r, const char *name)
{
	for (size_t i = 0; i < N_RULES; i++)
		if (strcmp(table[i].name, name) == 0)
			return table[i].values[r->value[i]];
	return NULL;
}

BOOL rules_row(size_t index, WSPRULEENTRY *entry)
{
	if (index >= N_RULES)
		return FALSE;
	*entry = table[index];
	return TRUE;
}
