/* SPDX-License-Identifier: MIT */
/* Places, options that are asked for, and codes of WSPIoctl: from texts. */
#include "scenario/op_place.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "scenario/choice.h"
#include "scenario/op_field.h"
#include "scenario/quantity.h"
#include "scenario/text.h"
#include "wspmore.h"
#include "wsptls.h"

#define PEER "peer:"
#define OPTIONS_MAX 24

/* ADDRESS:PORT, an IPv6 address in brackets. */
static bool read_inet(const char *text, struct sockaddr_place *out)
{
	struct sockaddr_in *four = (struct sockaddr_in *)&out->sa;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)&out->sa;
	const char *colon = strrchr(text, ':');
	bool is_six = text[0] == '[';
	size_t n = colon != NULL ? (size_t)(colon - text) : 0;
	char host[INET6_ADDRSTRLEN] = "";
	struct diag d;
	uint64_t port;

	if (n < 3 || n >= sizeof host || !quantity_number(colon + 1, &port, &d) ||
	    port > UINT16_MAX || (is_six && text[n - 1] != ']'))
		return false;
	memcpy(host, text + is_six, n - 2 * is_six);
	out->sa.ss_family = is_six ? AF_INET6 : AF_INET;
	out->n = is_six ? sizeof *six : sizeof *four;
	if (is_six)
		six->sin6_port = htons((in_port_t)port);
	else
		four->sin_port = htons((in_port_t)port);
	return inet_pton(out->sa.ss_family, host,
			 is_six ? (void *)&six->sin6_addr : &four->sin_addr) == 1;
}

/* @NAME or a file; what is longer than a name can be is cut by nobody. */
static bool read_local(const char *text, struct sockaddr_place *out)
{
	struct sockaddr_un *un = (struct sockaddr_un *)&out->sa;
	size_t n = strlen(text);

	if (n >= sizeof un->sun_path)
		return false;
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, text, n + 1);
	if (text[0] == '@')
		un->sun_path[0] = '\0';
	out->n = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n +
			     (text[0] != '@'));
	return true;
}

bool op_place_read(const char *text, struct sockaddr_place *out, const char **socket,
		   bool *peer)
{
	memset(out, 0, sizeof *out);
	*socket = NULL;
	out->n = sizeof out->sa.ss_family;
	if (strcmp(text, "unnamed") == 0) {
		out->sa.ss_family = AF_UNIX;
		return true;
	}
	if (strcmp(text, "unspec") == 0) {
		out->sa.ss_family = AF_UNSPEC;
		out->n = sizeof(struct sockaddr_in);
		return true;
	}
	if (text[0] == '@' || text[0] == '/')
		return read_local(text, out);
	*peer = strncmp(text, PEER, sizeof PEER - 1) == 0;
	if (!*peer && strchr(text, ':') != NULL)
		return read_inet(text, out);
	*socket = text + (*peer ? sizeof PEER - 1 : 0);
	return false;
}

bool op_place_check(const char *text, struct diag *d)
{
	struct sockaddr_place place;
	struct op_name name;
	const char *socket;
	bool peer;

	if (op_place_read(text, &place, &socket, &peer) ||
	    (socket != NULL && op_name_read(socket, &name, d)))
		return true;
	diag_set(d, 0, "not a place: %.*s", diag_shown(strlen(text)), text);
	return diag_hint(d, "write ADDRESS:PORT, [IPV6]:PORT, @NAME, /FILE, unnamed, "
			    "unspec or the name of a socket");
}

static const struct {
	const char *word;
	int level, name;
} questions[] = {
	{ "type", SOL_SOCKET, SO_TYPE },
	{ "error", SOL_SOCKET, SO_ERROR },
	{ "acceptconn", SOL_SOCKET, SO_ACCEPTCONN },
	{ "protocol", SOL_SOCKET, SO_PROTOCOL_INFO },
	{ "rcvtimeo", SOL_SOCKET, SO_RCVTIMEO },
	{ "sndtimeo", SOL_SOCKET, SO_SNDTIMEO },
	{ "linger", SOL_SOCKET, SO_LINGER },
	{ "rcvbuf", SOL_SOCKET, SO_RCVBUF },
	{ "sndbuf", SOL_SOCKET, SO_SNDBUF },
	{ "reuseaddr", SOL_SOCKET, SO_REUSEADDR },
	{ "broadcast", SOL_SOCKET, SO_BROADCAST },
	{ "keepalive", SOL_SOCKET, SO_KEEPALIVE },
	{ "oobinline", SOL_SOCKET, SO_OOBINLINE },
	{ "nodelay", IPPROTO_TCP, TCP_NODELAY },
	{ "keepidle", IPPROTO_TCP, TCP_KEEPIDLE },
	{ "keepintvl", IPPROTO_TCP, TCP_KEEPINTVL },
	{ "keepcnt", IPPROTO_TCP, TCP_KEEPCNT },
	{ "user-timeout", IPPROTO_TCP, TCP_USER_TIMEOUT },
	{ "v6only", IPPROTO_IPV6, IPV6_V6ONLY },
	{ "alert", SOL_WSP_TLS, SO_WSP_TLS_ALERT },
};

#define N_QUESTIONS (sizeof questions / sizeof questions[0])

const char *op_question_read(const char *text, struct arena *arena, struct diag *d)
{
	const char *words[N_QUESTIONS + 1] = { NULL }, *colon = strchr(text, ':');
	uint64_t level, name;
	size_t i;

	for (i = 0; i < N_QUESTIONS; i++)
		words[i] = questions[i].word;
	if (colon == NULL)
		return choice_find(text, "option", words, &i, d) ? words[i] : NULL;
	if (!quantity_number(colon + 1, &name, d)) {
		diag_shift(d, (size_t)(colon + 1 - text));
		return NULL;
	}
	if (!quantity_number(arena_copy(arena, text, (size_t)(colon - text)), &level,
			     d))
		return NULL;
	if (level > INT32_MAX || name > INT32_MAX) {
		diag_set(d, 0, "levels and options are from 0 to 2147483647");
		return NULL;
	}
	return text_print(arena, "%" PRIu64 ":%" PRIu64, level, name);
}

void op_question(const char *canonical, int *level, int *name)
{
	const char *colon = strchr(canonical, ':');

	for (size_t i = 0; i < N_QUESTIONS; i++)
		if (strcmp(questions[i].word, canonical) == 0) {
			*level = questions[i].level;
			*name = questions[i].name;
			return;
		}
	*level = (int)strtol(canonical, NULL, 10);
	*name = colon != NULL ? (int)strtol(colon + 1, NULL, 10) : 0;
}

#define CODE(name) \
	{ \
#name, name \
	}
static const struct {
	const char *word;
	uint32_t code;
} controls[] = {
	CODE(FIONBIO),
	CODE(FIONREAD),
	CODE(SIOCATMARK),
	CODE(SIO_WSP_SET_RULE),
	CODE(SIO_WSP_GET_RULE),
	CODE(SIO_WSP_WATCH),
	CODE(SIO_WSP_FAULT),
	CODE(SIO_WSP_LAST_RECEIVE),
	CODE(SIO_WSP_SET_LIMIT),
	CODE(SIO_WSP_GET_LIMIT),
	CODE(SIO_WSP_CALL_FAULT),
};
#undef CODE

#define N_CONTROLS (sizeof controls / sizeof controls[0])

const char *op_control_read(const char *text, struct arena *arena, struct diag *d)
{
	const char *words[N_CONTROLS + 1] = { NULL };
	uint64_t number;
	size_t i;

	for (i = 0; i < N_CONTROLS; i++)
		words[i] = controls[i].word;
	if (text[0] < '0' || text[0] > '9')
		return choice_find(text, "code", words, &i, d) ? words[i] : NULL;
	if (!quantity_number(text, &number, d))
		return NULL;
	if (number > UINT32_MAX) {
		diag_set(d, 0, "a code is from 0 to 0xffffffff");
		return NULL;
	}
	return text_print(arena, "0x%" PRIx64, number);
}

uint32_t op_control(const char *canonical)
{
	for (size_t i = 0; i < N_CONTROLS; i++)
		if (strcmp(controls[i].word, canonical) == 0)
			return controls[i].code;
	return (uint32_t)strtoul(canonical, NULL, 0);
}

bool op_events_check(const char *text, struct diag *d)
{
	char word[OP_NAME_MAX + 2];
	struct op_name name;
	size_t n;

	for (const char *at = text;; at += n + 1) {
		n = strcspn(at, ",");
		snprintf(word, sizeof word, "%.*s",
			 (int)(n < sizeof word ? n : sizeof word - 1), at);
		if (!op_name_read(word, &name, d))
			return diag_shift(d, (size_t)(at - text));
		if (at[n] == '\0')
			return true;
	}
}

static bool read_events(struct op_reader *r, const char *value)
{
	if (!op_events_check(value, r->d))
		return false;
	r->op->events = arena_text(r->arena, value);
	return true;
}

static bool write_events(const struct op *op, size_t i, struct text *to)
{
	(void)i;
	if (op->events == NULL)
		return false;
	text_put(to, op->events);
	return true;
}

const struct op_field_form op_value_events = { read_events, write_events, false };

static bool read_place(struct op_reader *r, const char *value)
{
	if (!op_place_check(value, r->d))
		return false;
	r->op->place = arena_text(r->arena, value);
	return true;
}

static bool write_place(const struct op *op, size_t i, struct text *to)
{
	(void)i;
	if (op->place == NULL)
		return false;
	text_put(to, op->place);
	return true;
}

const struct op_field_form op_value_place = { read_place, write_place, false };

static bool write_what(const struct op *op, size_t i, struct text *to)
{
	(void)i;
	text_put(to, op->what);
	return true;
}

static bool read_question(struct op_reader *r, const char *value)
{
	r->op->what = op_question_read(value, r->arena, r->d);
	return r->op->what != NULL;
}

const struct op_field_form op_value_question = { read_question, write_what, false };

static bool read_control(struct op_reader *r, const char *value)
{
	r->op->what = op_control_read(value, r->arena, r->d);
	return r->op->what != NULL;
}

const struct op_field_form op_value_control = { read_control, write_what, false };
