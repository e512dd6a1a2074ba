/* SPDX-License-Identifier: MIT */
/* What the files of a rogue share, and nobody else needs. */
#pragma once

#include <stdint.h>

#include "scenario/rogue.h"

struct ssl_st;

#define ROGUE_RECORD 64 /* most bytes of a record that is forged */

/* The keys that TLS 1.3 sends with, as it goes. */
struct forge {
	struct ssl_st *ssl; /* borrowed */
	unsigned char secret[64];
	size_t n; /* bytes of it; 0: nothing is encrypted so far */
	uint64_t sequence;
};

struct rogue {
	struct transport super; /* what TLS is over */
	struct transport *base, *tls;
	struct forge forge;
	bool datagrams;
	bool gathers, shakes;
	bool mute;           /* an alert was the last that TLS says */
	bool end_owed;       /* of the stream, once nothing is kept */
	unsigned char *kept; /* heap, owned */
	size_t at, end, room;
	size_t allowed; /* how many of the bytes kept may go */
	size_t record;  /* most bytes of a record; 0: as TLS likes */
};

extern const struct transport_ops rogue_ops;

/* More bytes behind what is kept; 0 or ENOMEM. */
int rogue_keep(struct rogue *r, const void *bytes, size_t n);
/* Sends what may go: 0, EAGAIN, or an errno. */
int rogue_push(struct rogue *r);

/* Watches the session's keys from its begin on; 0 or an errno. */
int forge_watch(struct forge *f, struct transport *tls);
/* Asks for new keys of both directions; 0 or an errno. */
int forge_update(struct forge *f);
/* A record with a fatal alert, as it is sent now; *n bytes. 0 or an errno. */
int forge_alert(struct forge *f, unsigned number, unsigned char record[ROGUE_RECORD],
		size_t *n);
