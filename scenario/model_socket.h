/* SPDX-License-Identifier: MIT */
/* A socket as the model sees it, and what its peer has sent. */
#pragma once

#include <sys/queue.h>

#include "scenario/op.h"

#define MODEL_FAULTS 64 /* as many as the network below takes for a socket */

struct model_message {
	uint64_t at; /* position of its first byte */
	size_t n;
	uint32_t piece; /* it comes in pieces of so many bytes, 0: whole */
	bool sure;      /* has arrived for certain */
	bool lossy;     /* may be lost */
	bool stranger;
};

struct model_urgent {
	uint64_t at;
	bool taken, unsure; /* unsure: SO_OOBINLINE was set since */
};

/* Values of rules: bit i is set where rule i is on Windows' side, or further. */
enum model_rule {
	MODEL_RULE_PEEK,
	MODEL_RULE_NONOVERLAPPED,
	MODEL_RULE_CLOSE,
	MODEL_RULE_TRUNCATE,
	MODEL_RULE_TOO_MANY,
	MODEL_RULE_ABORT,
	MODEL_RULE_KEEPALIVE,
	MODEL_RULE_CANCELLED_WAIT,
	MODEL_N_RULES
};

enum model_state {
	MODEL_FRESH,
	MODEL_BOUND,
	MODEL_LISTENING,
	MODEL_CONNECTING,
	MODEL_CONNECTED,
};

/* What the peer's TLS has said and done. */
struct model_tls {
	bool on;
	bool unshaken; /* there may have been no handshake so far */
	bool gathers;  /* what it says may be kept, at most so many bytes */
	uint64_t kept;
	uint64_t record; /* most bytes of one, 0: nobody has said */
	bool answered;   /* ours may have sent what it has not read */
	bool lossy;      /* DTLS: something may have got lost, be it the end */
	uint64_t sound;  /* spoilt: the position of what is no TLS */
	bool mute;       /* an alert was the last */
	bool cut, alert,
		spoilt; /* may have come: the end without a word; a fatal alert;
				    what is no TLS */
};

struct model_traits {
	const char *word;
	uint32_t xp1;
	bool urgent, local, bound; /* has urgent bytes; Unix; bound and not connected */
};

/* By the word of an address, NULL where they are not known. */
const struct model_traits *model_traits(const char *address);

/* How far what the peer sent had got: to go back to. */
struct model_mark {
	uint64_t sent;
	size_t messages, urgent;
	bool end, reset, peer_closed, dropped;
	struct model_tls tls;
};

TAILQ_HEAD(model_line, model_request);

struct model_socket {
	struct model_socket *next;
	struct op_name name;
	bool known, open,
		leaving; /* judged; not closed; being closed or shut just now */
	uint32_t xp1;
	bool urgent, local, flows; /* flows: the transport's own kind is a stream */
	bool overlapped, nonblocking, in_line, shut; /* in_line: SO_OOBINLINE */
	bool timed;                                  /* may have SO_RCVTIMEO */
	uint64_t timeout;                            /* it, in microseconds */
	enum model_state state;
	uint8_t rules[MODEL_N_RULES];
	uint32_t limit; /* 0: the usual one */

	/* What the peer sent: positions count from 0 for the life of the socket; bytes[]
	 * begins with the one at `base`. */
	unsigned char *bytes;
	size_t n_bytes, room;
	uint64_t base, sent, sure, taken;
	struct model_message *messages;
	size_t n_messages, messages_room, head, offset; /* of the head, taken so far */
	struct model_urgent *urgents;
	size_t n_urgents, urgents_room;
	uint64_t crowded; /* until so much is taken, nothing is certain to be there */
	size_t crowded_head; /* the same for messages */
	uint64_t looked;     /* receives have looked for data up to here */
	bool cut;            /* messages may come in parts */
	uint32_t piece;      /* those to be sent, of so many bytes */
	size_t come;         /* bytes that have come of the first that is not sure */
	size_t strange;      /* strangers' messages of before connect: they take room */
	bool halted;         /* not all steps of the peer were done */
	bool mixed;          /* another's steps came between those that are under way */
	bool late;           /* what came while it was leaving is to be counted */
	bool put_back;       /* bytes that were received may come again */
	bool small, held,
		murky;         /* small queue; net hold; nothing is certain any more */
	bool end, reset, gone; /* may have come; one of them has for certain */
	bool peer_closed, aborted, dropped;
	unsigned drawn;           /* "port unreachable" that may be told (X14) */
	bool unreachable;         /* one of them has to be */
	int told;                 /* a reset that was told (E14), 0: none */
	bool graceful;            /* by a send, and the peer had closed gracefully */
	uint64_t hard_at;         /* the call from which on it goes before data */
	uint64_t told_at;         /* number of the call that was told it */
	uint64_t aborted_at;      /* of the first that reached nobody */
	int faults[MODEL_FAULTS]; /* the codes that faults may bring */
	unsigned n_faults;
	bool shortened;   /* an error may have cut a receive short, and not been told */
	bool owed;        /* for certain: it is the next one's (X3) */
	uint64_t owed_at; /* the calls by then */
	uint64_t error_at; /* the number of the newest that was told an error */
	uint64_t ours_sent, peer_read;
	struct model_tls tls;
	struct model_line line, urgent_line; /* receives that have no outcome yet */
	struct model_mark mark;
};
