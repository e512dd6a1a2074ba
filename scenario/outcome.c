/* SPDX-License-Identifier: MIT */
/* The words for what a receive returned, and which of them fits. */
#include "scenario/outcome.h"

#include <stddef.h>

#include "base/code.h"
#include "wsptls.h"
#include "wspword.h"

static const struct {
	const char *name, *text;
} words[] = {
#define OUTCOME_ROW(name, word, text) [OUTCOME_##name] = { word, text },
	OUTCOMES(OUTCOME_ROW)
#undef OUTCOME_ROW
};

const char *outcome_name(enum outcome_word word)
{
	return words[word].name;
}

const char *outcome_text(enum outcome_word word)
{
	return words[word].text;
}

static enum outcome_word judge_error(const struct outcome *o)
{
	/* Over TLS it is known whether anybody reset it. */
	if (o->error == WSAECONNRESET && o->ending == WSPTLS_ENDING_CUT)
		return OUTCOME_CUT;
	switch (o->error) {
	case WSAEDISCON:
		return OUTCOME_GRACEFUL;
	case WSAEMSGSIZE:
		/* Only a message of known length is known to have been kept. */
		return o->length_known && o->lost == 0 ? OUTCOME_TOO_SMALL
						       : OUTCOME_TRUNCATED;
	case WSAECONNRESET:
		return OUTCOME_RESET;
	case WSAENETRESET:
	case WSAECONNABORTED:
	case WSAENETDOWN:
	case WSAENETUNREACH:
	case WSAECONNREFUSED:
	case WSAEHOSTDOWN:
	case WSAEHOSTUNREACH:
		return OUTCOME_ABORTED;
	case WSAEWOULDBLOCK:
		return OUTCOME_WOULD_BLOCK;
	case WSAETIMEDOUT:
		return OUTCOME_TIMEOUT;
	case WSAEINTR:
	case WSA_OPERATION_ABORTED:
		return OUTCOME_CANCELLED;
	case WSA_IO_PENDING:
		return OUTCOME_PENDING;
	}
	return OUTCOME_REFUSED;
}

enum outcome_word outcome_judge(const struct outcome *o, bool message_mode, bool ended)
{
	if (o->result != 0)
		return judge_error(o);
	if (o->flags_out & MSG_PARTIAL)
		return OUTCOME_PARTIAL;
	if (o->bytes > 0)
		return OUTCOME_DATA;
	if (ended)
		return OUTCOME_GRACEFUL;
	/* A message larger than no room at all is an error or partial; a stream that has
	 * data answers a receive without room with 0 bytes. */
	if (message_mode)
		return OUTCOME_EMPTY_MESSAGE;
	return OUTCOME_DATA;
}

bool outcome_has_bytes(enum outcome_word word)
{
	switch (word) {
	case OUTCOME_DATA:
	case OUTCOME_PARTIAL:
	case OUTCOME_TRUNCATED:
	case OUTCOME_TOO_SMALL:
		return true;
	case OUTCOME_EMPTY_MESSAGE:
	case OUTCOME_GRACEFUL:
	case OUTCOME_RESET:
	case OUTCOME_ABORTED:
	case OUTCOME_WOULD_BLOCK:
	case OUTCOME_TIMEOUT:
	case OUTCOME_CANCELLED:
	case OUTCOME_REFUSED:
	case OUTCOME_PENDING:
	case OUTCOME_CUT:
		break;
	}
	return false;
}
