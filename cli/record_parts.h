/* SPDX-License-Identifier: MIT */
/* What the files of the record share, and nobody else needs. */
#pragma once

#include "cli/record.h"
#include "scenario/op.h"
#include "scenario/text.h"

enum record_kind {
	RECORD_RECEIVE,
	RECORD_CALL,
	RECORD_COMPLETION,
	RECORD_SENT,
	RECORD_SHUT,
	RECORD_MARK,
	RECORD_FAILED,
};

struct record_event {
	enum record_kind kind;
	const char *word; /* of a mark; why it failed */
	int code;         /* with which it failed; 0: none */
	/* Receives: */
	uint64_t number;
	struct outcome outcome;
	const char *expected;       /* the outcome, as an expectation */
	const unsigned char *bytes; /* outcome.bytes of them */
	const struct layout *layout;
	bool other_thread, in_routine, refused;
	uint64_t by; /* in_routine: the receive whose routine it is */
};

/* A line of the scenario. */
struct record_row {
	const char *op;       /* NULL: only a comment */
	const char *expected; /* NULL: nothing */
	const char *note;     /* a comment before it, NULL: none */
	const char *was;      /* what was expected before it was found to differ */
};

struct record_check;

struct record {
	const struct recv_options *o;
	char *command;
	struct arena arena;
	struct record_event *events;
	size_t n_events, room_events;
	size_t payload;    /* bytes kept */
	uint64_t left_out; /* receives */
	uint64_t last;     /* the receive that was completed last */
	bool opened;
	WSAPROTOCOL_INFO info;
	struct record_row *rows;
	size_t n_rows, room_rows;
	struct record_check *check;
};

/* record_tell.c: the outcome as an expectation; `first` is the source that is the peer's,
 * NULL: none is known. */
const char *record_tell(struct record *r, const struct outcome *o, struct memory *m,
			const char *first);

/* record_rows.c */
/* The operation is printed; both texts may be NULL. */
void record_row(struct record *r, const struct op *op, const char *expected,
		const char *note);
void record_row_text(struct record *r, const char *op, const char *expected,
		     const char *note);
/* The scenario as it stands: row i is line i + 1. Or with all its comments, laid out. */
const char *record_plain(struct record *r);
const char *record_whole(struct record *r);

/* record_open.c: the socket, and what is set on it. */
void record_open_rows(struct record *r, bool strangers);
/* One that could not be opened. */
void record_unopened_row(struct record *r, int code);

/* record_lines.c: the rows of all events. */
void record_lines(struct record *r);

/* record_check.c: tries the rows on both networks, and takes back what they do not keep
 * to. */
struct record_check *record_check_new(void);
void record_check_rows(struct record *r);
void record_check_free(struct record_check *c);

/* record_peer.c: what the peer must have done for the receives to come to what they did. */
struct record_peer {
	struct record *r;
	const struct record_event **got; /* what came of receive i + 1; NULL: nothing */
	size_t n, supplied;              /* of them */
	bool stream, scripted, ended, in_message;
	size_t step;              /* the next one of the script */
	size_t sent, taken;       /* bytes of a stream, or messages */
	size_t ours, read;        /* bytes that we have sent, and it has read */
	const char *first_source; /* "": none yet */
};

void record_peer_init(struct record_peer *p, struct record *r);
/* What it does before anything else. */
void record_peer_begin(struct record_peer *p);
/* After our bytes have been sent. */
void record_peer_heard(struct record_peer *p);
/* What receives up to that number take. */
void record_peer_supply(struct record_peer *p, uint64_t number);
/* Whether the peer can bring it about. */
bool record_peer_can(const struct record_peer *p, const struct record_event *e);
