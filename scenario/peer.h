/* SPDX-License-Identifier: MIT */
/* The other end: a plain socket that does what a script says, step by step.
 *
 * A peer never goes through the provider: it is what the provider is tried against. It
 * owns its descriptor, runs its steps on a thread of its own and misbehaves on command.
 * A step that fails is remembered (the first one counts) and the next one is played; what
 * a family of sockets cannot do fails with EOPNOTSUPP. When its steps are over it closes
 * its socket, unless the last one is `hold`. A `flood` is over once nothing more went for
 * 20 ms; messages of it have 1024 bytes, and where what does not fit is thrown away (UDP) it
 * would never end: EOPNOTSUPP. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* X(NAME, word, argument, text): argument is none, data, duration, size or alert */
/* clang-format off */
#define PEER_VERBS(X) \
	X(SEND, "send", DATA, "send the bytes: one message, or a piece of the stream") \
	X(OOB, "oob", DATA, "send the bytes out of band (MSG_OOB): the last one is urgent") \
	X(EMPTY, "empty", NONE, "send a message of no bytes") \
	X(PATTERN, "pattern", SIZE, "send so many bytes, each the low byte of its offset modulo 251") \
	X(DRIP, "drip", DATA, "send the bytes one by one, a millisecond apart") \
	X(FLOOD, "flood", NONE, "send the pattern until the socket takes no more") \
	X(STRANGER, "stranger", DATA, "send a datagram from another address than the peer's own") \
	X(READ, "read", SIZE, "read so many bytes, or to the end of the stream") \
	X(WAIT, "wait", DURATION, "do nothing for so long") \
	X(DROP, "drop", NONE, "answer nothing any more: drop what arrives, acknowledgements too (TCP)") \
	X(SHUTDOWN, "shutdown", NONE, "close the sending half: the other end sees a graceful end") \
	X(RST, "rst", NONE, "close abruptly: the other end sees a reset") \
	X(CLOSE, "close", NONE, "close the socket") \
	X(HOLD, "hold", NONE, "keep the socket open, in silence, to the end of the run") \
	X(CUT, "cut", NONE, "close the sending half, and over TLS without saying so (close_notify)") \
	X(HANDSHAKE, "handshake", NONE, "TLS: go on with the handshake, as far as it goes") \
	X(RECORDS, "records", SIZE, "TLS: from now on put so many bytes into a record at most; 0: as usual") \
	X(GATHER, "gather", NONE, "TLS: keep what would be sent, until pass") \
	X(PASS, "pass", SIZE, "TLS: send so many of the bytes kept, in one piece; when all are gone none are kept any more") \
	X(UPDATE, "update", NONE, "TLS 1.3: change the keys of both directions") \
	X(ALERT, "alert", ALERT, "TLS 1.3: send a fatal alert, such as handshake-failure, and nothing behind it") \
	X(RAW, "raw", DATA, "TLS: send the bytes beneath it, as they are")
/* clang-format on */

enum peer_verb {
#define PEER_VERB_ENUM(name, word, argument, text) PEER_##name,
	PEER_VERBS(PEER_VERB_ENUM)
#undef PEER_VERB_ENUM
};

enum peer_argument {
	PEER_ARGUMENT_NONE,
	PEER_ARGUMENT_DATA,
	PEER_ARGUMENT_DURATION,
	PEER_ARGUMENT_SIZE,
	PEER_ARGUMENT_ALERT,
};

struct peer_verb_kind {
	enum peer_verb verb;
	const char *word;
	enum peer_argument argument;
	const char *text;
};

const struct peer_verb_kind *peer_verbs(size_t *n);

struct peer_step {
	enum peer_verb verb;
	unsigned char *data; /* PEER_ARGUMENT_DATA: n bytes, heap, owned */
	size_t n;            /* bytes of data, the size, or the alert's number */
	uint64_t usec;       /* PEER_ARGUMENT_DURATION */
};

/* Sends a message without a byte: over DTLS there is none, a record has at least one. */
bool peer_step_is_empty(const struct peer_step *step);

void peer_steps_free(struct peer_step *steps, size_t n);

struct peer;

/* A peer that plays on `fd`, which it owns from now on (closed on failure too); `steps`
 * are borrowed until peer_end(). `to` (may be NULL) is where a stranger's datagrams go.
 * NULL with errno when there is no memory or no thread. The thread starts at once. */
struct peer *peer_start(int fd, const struct peer_step *steps, size_t n,
			const struct sockaddr *to, socklen_t to_length);

/* The same on one end of a socketpair. `other` is a duplicate of the other end, owned
 * too: a Unix socket resets its connection only by closing with something unread in its
 * queue, so where nothing is, `rst` sends one byte through `other` first. Without it (a
 * Unix connection that is no pair) such an `rst` fails with EOPNOTSUPP. */
struct peer *peer_start_pair(int fd, int other, const struct peer_step *steps,
			     size_t n);

/* The same over TLS, whose handshake comes before the first step: the other end calls. */
struct peer *peer_start_tls_pair(int fd, int other, const struct peer_step *steps,
				 size_t n);

/* The same, the peer first making a socket and connecting it to `to`; for a datagram
 * socket `to` is where it sends. WSPPROTO_TLS is TLS over TCP, and this end calls. NULL with errno also when the socket cannot be made. */
struct peer *peer_start_connect(int family, int type, int protocol,
				const struct sockaddr *to, socklen_t to_length,
				const struct peer_step *steps, size_t n);

/* Waits until the peer has done all it can do by itself: its steps are over, or it is in
 * a `wait`, a `hold` or a `read`, or its socket takes no more; and, on TCP, until what
 * it sent has been acknowledged (at most two seconds; not after a `drop`). So a receive
 * that follows finds what the script promised, by order and not by time. */
void peer_settle(struct peer *p);

/* The errno of the first step that failed so far, 0 for none; its number from 0 in *step
 * (may be NULL), PEER_CONNECTING where it was the connect before the steps. */
int peer_error(struct peer *p, size_t *step);
#define PEER_CONNECTING ((size_t)-1)

/* Ends the thread, whatever it is doing, and closes the socket. Returns as peer_error()
 * would; a step that was cut short has not failed. */
int peer_end(struct peer *p, size_t *step);
