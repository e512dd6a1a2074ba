/* SPDX-License-Identifier: MIT */
/* Sockets as the model sees them: what they can do, and how they are set. */
#include <stdlib.h>
#include <string.h>

#include "base/same.h"
#include "scenario/model_parts.h"
#include "wspmore.h"

#define RELIABLE XP1_GUARANTEED_DELIVERY
#define RECORDS (RELIABLE | XP1_MESSAGE_ORIENTED | XP1_PARTIAL_MESSAGE)
#define UNSURE (XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED)

/* clang-format off */
static const struct model_traits traits[] = {
	{ "tcp", RELIABLE, true, false, false },
	{ "tcp4", RELIABLE, true, false, false },
	{ "tcp6", RELIABLE, true, false, false },
	{ "tcp-listen", RELIABLE, true, false, false },
	{ "tcp4-listen", RELIABLE, true, false, false },
	{ "tcp6-listen", RELIABLE, true, false, false },
	{ "tls", RELIABLE, false, false, false },
	{ "tls-listen", RELIABLE, false, false, false },
	{ "mptcp", RELIABLE, false, false, false },
	{ "mptcp-listen", RELIABLE, false, false, false },
	{ "udp", UNSURE, false, false, false },
	{ "udp4", UNSURE, false, false, false },
	{ "udp6", UNSURE, false, false, false },
	{ "udplite", UNSURE, false, false, false },
	{ "udp-listen", UNSURE, false, false, true },
	{ "udp4-listen", UNSURE, false, false, true },
	{ "udp6-listen", UNSURE, false, false, true },
	{ "udplite-listen", UNSURE, false, false, true },
	{ "unix", RELIABLE, false, true, false },
	{ "unix-listen", RELIABLE, false, true, false },
	{ "seqpacket", RECORDS, false, true, false },
	{ "seqpacket-listen", RECORDS, false, true, false },
	{ "unix-dgram", RECORDS | XP1_CONNECTIONLESS, false, true, false },
	{ "pair:tls", RELIABLE, false, true, false },
	{ "pair:dtls", XP1_MESSAGE_ORIENTED, false, true, false },
	{ "pair:stream", RELIABLE, false, true, false },
	{ "pair:seqpacket", RECORDS, false, true, false },
	{ "pair:dgram", RECORDS | XP1_CONNECTIONLESS, false, true, false },
};

static const struct { const char *rule, *further[2]; } rules[] = {
	[MODEL_RULE_PEEK] = { "peek", { "allow" } },
	[MODEL_RULE_NONOVERLAPPED] = { "nonoverlapped", { "sync", "einval" } },
	[MODEL_RULE_CLOSE] = { "close", { "connection-aborted" } },
	[MODEL_RULE_TRUNCATE] = { "truncate", { "routine" } },
	[MODEL_RULE_TOO_MANY] = { "too-many", { "nobufs" } },
	[MODEL_RULE_ABORT] = { "abort", { "aborted" } },
	[MODEL_RULE_KEEPALIVE] = { "keepalive", { "timedout" } },
	[MODEL_RULE_CANCELLED_WAIT] = { "cancelled-wait", { "wait" } },
};
/* clang-format on */

/* Its peer is of the scenario's making, wherever it listens or is bound. */
static bool waits_at(const char *address, size_t n)
{
	return n > 7 && memcmp(address + n - 7, "-listen", 7) == 0;
}

/* A word and options; other places (but that of a pair) lead to somebody else. */
const struct model_traits *model_traits(const char *address)
{
	size_t n, word;

	if (address == NULL)
		return NULL;
	n = strcspn(address, ",");
	word = strcspn(address, ",:");
	if (word < n && waits_at(address, word))
		n = word;

	for (size_t i = 0; i < sizeof traits / sizeof traits[0]; i++)
		if (strlen(traits[i].word) == n &&
		    memcmp(traits[i].word, address, n) == 0)
			return &traits[i];
	return NULL;
}

bool model_is_stream(const struct model_socket *s)
{
	return !(s->xp1 & XP1_MESSAGE_ORIENTED) || (s->xp1 & XP1_PSEUDO_STREAM) != 0;
}

bool model_has_circuit(const struct model_socket *s)
{
	return !(s->xp1 & XP1_CONNECTIONLESS);
}

bool model_is_dtls(const struct model_socket *s)
{
	return s->tls.on && !s->flows;
}

static void set_rule(struct model_socket *s, const char *name, const char *value)
{
	for (size_t i = 0; i < MODEL_N_RULES; i++) {
		if (!text_is(rules[i].rule, name))
			continue;
		s->rules[i] = 0;
		for (uint8_t v = 0; v < 2 && rules[i].further[v] != NULL; v++)
			if (text_is(rules[i].further[v], value))
				s->rules[i] = v + 1;
	}
}

static void set_profile(struct model_socket *s, bool windows)
{
	for (size_t i = 0; i < MODEL_N_RULES; i++)
		s->rules[i] = windows;
	s->rules[MODEL_RULE_KEEPALIVE] = 0;
}

void model_rule(struct model_socket *s, const struct op *op)
{
	WSPRULEENTRY row;

	if (op->profile != OP_PROFILE_NONE)
		set_profile(s, op->profile == OP_PROFILE_WINDOWS);
	for (size_t i = 0; i < op->n_rules; i++)
		if (WSPRuleEntry(op->rules[i].rule, &row))
			set_rule(s, row.name, row.values[op->rules[i].value]);
}

static bool is_on(const char *value)
{
	return value == NULL || (value[0] != '0' && strncmp(value, "off", 3) != 0);
}

/* An urgent byte that has come may have been read past by then. */
static void set_in_line(struct model_socket *s, bool on)
{
	for (size_t i = 0; i < s->n_urgents; i++)
		s->urgents[i].unsure = true;
	s->in_line = on;
}

/* One option, up to a comma. */
static void set_option(struct model_socket *s, const char *option)
{
	size_t n = strcspn(option, ",="), end = strcspn(option, ",");
	const char *value = option[n] == '=' ? option + n + 1 : NULL;

	if (n == 9 && memcmp(option, "oobinline", n) == 0)
		set_in_line(s, is_on(n == end ? NULL : value));
	else if (n == 11 && memcmp(option, "nonblocking", n) == 0)
		s->nonblocking = is_on(n == end ? NULL : value);
	else if (n == 6 && memcmp(option, "rcvbuf", n) == 0)
		s->small = true;
	else if (n == 5 && memcmp(option, "limit", n) == 0 && value != NULL)
		s->limit = (uint32_t)strtoul(value, NULL, 10);
	else if (n == 7 && (memcmp(option, "connect", n) == 0 ||
			    memcmp(option, "sockopt", n) == 0))
		s->known = false;
}

void model_set(struct model *m, const struct op *op, const struct tokens *got)
{
	struct model_socket *s = model_socket(m, &op->name);

	if (s != NULL && op->option != NULL && model_is_ok(got))
		set_option(s, op->option);
}

void model_close_socket(struct model *m, struct model_socket *s)
{
	model_close(m, s);
	s->open = false;
}

static struct model_socket *take_socket(struct model *m, const struct op_name *name)
{
	struct model_socket *s = model_socket(m, name);
	unsigned char *bytes;
	struct model_message *messages;
	struct model_urgent *urgents;
	size_t room, messages_room, urgents_room;

	if (s != NULL) {
		/* The world closes what had the name. */
		model_close_socket(m, s);
		memset(&s->name, 0, sizeof s->name);
	}
	s = m->free_sockets;
	if (s != NULL)
		m->free_sockets = s->next;
	else if ((s = calloc(1, sizeof *s)) == NULL)
		abort();
	bytes = s->bytes;
	room = s->room;
	messages = s->messages;
	messages_room = s->messages_room;
	urgents = s->urgents;
	urgents_room = s->urgents_room;
	memset(s, 0, sizeof *s);
	s->bytes = bytes;
	s->room = room;
	s->messages = messages;
	s->messages_room = messages_room;
	s->urgents = urgents;
	s->urgents_room = urgents_room;
	s->name = *name;
	TAILQ_INIT(&s->line);
	TAILQ_INIT(&s->urgent_line);
	s->next = m->sockets;
	m->sockets = s;
	return s;
}

static enum model_state state_of(const struct op *op, const struct model_traits *t)
{
	if (strncmp(t->word, "pair", 4) == 0)
		return MODEL_CONNECTED;
	switch (op->depth) {
	case OP_DEPTH_SOCKET:
		return MODEL_FRESH;
	case OP_DEPTH_BOUND:
		return MODEL_BOUND;
	case OP_DEPTH_LISTENING:
		return MODEL_LISTENING;
	case OP_DEPTH_CONNECTING: /* of TLS that is accepted: without its handshake */
		return waits_at(t->word, strlen(t->word)) ? MODEL_CONNECTED
							  : MODEL_CONNECTING;
	case OP_DEPTH_FULL:
		break;
	}
	return t->bound ? MODEL_BOUND : MODEL_CONNECTED;
}

void model_open(struct model *m, const struct op *op, const struct tokens *got)
{
	struct model_socket *s = take_socket(m, &op->name);
	const struct model_traits *t = model_traits(op->address);
	const char *option = op->address != NULL ? strchr(op->address, ',') : NULL;

	s->open = model_is_ok(got);
	/* A call may be under way on what had the name. */
	s->known = t != NULL && !m->strange &&
		   (m->busy == NULL || (m->busy == op && !m->stirred));
	if (t == NULL)
		return;
	s->xp1 = (t->xp1 | op->xp1_set) & ~op->xp1_clear;
	s->urgent = t->urgent;
	s->local = t->local;
	s->flows = !(t->xp1 & (XP1_MESSAGE_ORIENTED | XP1_CONNECTIONLESS));
	if (strstr(t->word, "tls") != NULL)
		model_tls_open(s, op->depth == OP_DEPTH_CONNECTING);
	/* Half a handshake may get lost. */
	if (model_is_dtls(s) && op->depth == OP_DEPTH_CONNECTING)
		s->known = false;
	s->overlapped = !op->nonoverlapped;
	s->timed = op->timeout != 0;
	s->timeout = op->timeout;
	s->limit = op->limit;
	s->state = state_of(op, t);
	if (!model_has_circuit(s) && s->state != MODEL_CONNECTED &&
	    s->state != MODEL_BOUND && s->state != MODEL_FRESH)
		s->known = false;
	model_rule(s, op);
	for (; option != NULL; option = strchr(option + 1, ','))
		set_option(s, option + 1);
}
