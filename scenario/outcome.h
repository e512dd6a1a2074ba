/* SPDX-License-Identifier: MIT */
/* What one receive returned, and the one word for it. An overlapped receive has two of
 * them: what its call returned, and what it completed with.
 *
 * A value: it owns nothing. The bytes themselves are in the memory that the receive was
 * given (scenario/memory.h). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* X(NAME, word, sentence): never two of them for one receive */
/* clang-format off */
#define OUTCOMES(X) \
	X(DATA, "data", "bytes of the stream, or one whole message") \
	X(PARTIAL, "partial", "a part of a message: more of it follows") \
	X(EMPTY_MESSAGE, "empty-message", "a message of no bytes") \
	X(GRACEFUL, "graceful", "the peer closed gracefully: no more will come") \
	X(TRUNCATED, "truncated", "the message was larger than the buffers: the excess is lost") \
	X(TOO_SMALL, "too-small", "the message is larger than the buffers: it was kept whole") \
	X(RESET, "reset", "the connection was reset by the remote side") \
	X(ABORTED, "aborted", "the connection was ended by a time-out or another failure") \
	X(WOULD_BLOCK, "would-block", "nothing there now, and the call may not wait") \
	X(TIMEOUT, "timeout", "nothing came within the time given") \
	X(CANCELLED, "cancelled", "the call was cancelled while it waited") \
	X(REFUSED, "refused", "refused for a local reason: flags, state or pointers") \
	X(PENDING, "pending", "an overlapped call that will be completed later") \
	X(CUT, "truncated-stream", "a TLS stream whose connection ended without close_notify: more may be missing")
/* clang-format on */

enum outcome_word {
#define OUTCOME_ENUM(name, word, text) OUTCOME_##name,
	OUTCOMES(OUTCOME_ENUM)
#undef OUTCOME_ENUM
};

struct outcome {
	int result; /* what the call returned: 0 or -1 */
	int error;  /* WSAE* code, 0 for none */
	int native; /* errno behind it, 0 for none */
	enum outcome_word word;
	uint32_t bytes;     /* placed in the buffers */
	uint32_t flags_in;  /* MSG_*, as Winsock numbers them */
	uint32_t flags_out; /* 0 where the call left them alone */
	bool zero_room;     /* the buffers had no room at all: 0 bytes says nothing */
	bool length_known;  /* a message, and its whole length is known */
	uint64_t length;    /* of the whole message */
	uint64_t lost;      /* of it, what no later receive will return */
	char source[160];   /* printed address, "unnamed", or "" where there is none */
	uint64_t elapsed;   /* microseconds inside the call */
	uint8_t ending;     /* enum wsptls_ending of its session, 0 for all others */
	char damage[120]; /* "" , or which memory outside the bytes reported was touched */
};

const char *outcome_name(enum outcome_word word);
const char *outcome_text(enum outcome_word word);
/* Whether it is told how many bytes were placed: they are of a stream, or of a message. */
bool outcome_has_bytes(enum outcome_word word);

/* The word that result, error, bytes, flags_out, ... amount to. `message_mode` says that
 * the socket keeps boundaries, `ended` that the transport told a graceful end (only it
 * can tell 0 bytes of a zero-length receive from the end). */
enum outcome_word outcome_judge(const struct outcome *o, bool message_mode, bool ended);
