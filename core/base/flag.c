/* SPDX-License-Identifier: MIT */
/* The two tables of flags. */
#include "base/flag.h"

#include <strings.h>

static const struct flag receive_flags[] = {
	{ "MSG_PEEK", "peek", 0x2, "look at the data without taking it" },
	{ "MSG_OOB", "oob", 0x1, "receive out-of-band data" },
	{ "MSG_PARTIAL", "partial", 0x8000,
	  "complete even if only a part of a message is there" },
	{ "MSG_WAITALL", "waitall", 0x8, "complete when the buffers are full" },
	{ "MSG_PUSH_IMMEDIATE", "push-immediate", 0x20,
	  "complete as soon as possible (a hint)" },
};

static const struct flag xp1_flags[] = {
	{ "XP1_CONNECTIONLESS", "connectionless", 0x1, "datagrams, no circuit" },
	{ "XP1_GUARANTEED_DELIVERY", "guaranteed-delivery", 0x2, "reliable" },
	{ "XP1_GUARANTEED_ORDER", "guaranteed-order", 0x4, "data arrives in order" },
	{ "XP1_MESSAGE_ORIENTED", "message", 0x8, "keeps message boundaries" },
	{ "XP1_PSEUDO_STREAM", "pseudo-stream", 0x10,
	  "boundaries are ignored by receives" },
	{ "XP1_GRACEFUL_CLOSE", "graceful-close", 0x20, "a close can be graceful" },
	{ "XP1_EXPEDITED_DATA", "expedited-data", 0x40, "has out-of-band data" },
	{ "XP1_SUPPORT_BROADCAST", "broadcast", 0x200, "has broadcast" },
	{ "XP1_SUPPORT_MULTIPOINT", "multipoint", 0x400, "has multicast" },
	{ "XP1_UNI_SEND", "uni-send", 0x8000, "only sends" },
	{ "XP1_UNI_RECV", "uni-recv", 0x10000, "only receives" },
	{ "XP1_IFS_HANDLES", "ifs-handles", 0x20000,
	  "handles are handles of the system" },
	{ "XP1_PARTIAL_MESSAGE", "partial", 0x40000, "MSG_PARTIAL is supported" },
};

const struct flag *flag_receive(size_t *n)
{
	*n = sizeof receive_flags / sizeof receive_flags[0];
	return receive_flags;
}

const struct flag *flag_xp1(size_t *n)
{
	*n = sizeof xp1_flags / sizeof xp1_flags[0];
	return xp1_flags;
}

const struct flag *flag_find(const struct flag *table, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(table[i].word, word) == 0 ||
		    strcasecmp(table[i].name, word) == 0)
			return &table[i];
	return NULL;
}
