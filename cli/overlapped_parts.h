/* SPDX-License-Identifier: MIT */
/* What the files of overlapped receives share, and nobody else needs. */
#pragma once

#include "cli/receiving.h"
#include "cli/requests.h"

struct overlapped {
	struct receiving *run;
	struct requests requests;
	SOCKET socket;
	uint64_t made;   /* receives that were posted, refused ones too */
	bool over;       /* no more are posted */
	bool closed;     /* the socket, by us */
	bool left_alone; /* the thread that posted has ended: no routine runs any more */
	bool shut;       /* --shutdown-after has been done */
	bool given_up;   /* some will never complete */
	bool in_routine; /* a completion routine is running */
	size_t skip;     /* event: how many of those posted are left out of this wait */
	uint64_t start;  /* clock_now() of the first post */
	uint64_t begun;  /* when the first receives had all been posted */
	uint64_t since;  /* the last time that anything happened */
	pthread_t main;
	pthread_t poster; /* where there is one */
	bool has_poster;
};

/* Waits so many milliseconds at most for one completion, in the way of the mode, and hands
 * it on to overlapped_told(). False: there was none. */
bool overlapped_wait(struct overlapped *o, DWORD milliseconds);

/* A request has completed: reports it, as soon as its turn has come. */
void overlapped_told(struct overlapped *o, struct request *r,
		     enum report_indication by);

/* "main", "poster", or "another": the calling thread. */
const char *overlapped_thread(const struct overlapped *o);

/* What happens beside the receives, each with a mark in the report. */

/* Does what is due by now: a signal, a time that is up. */
void overlapped_act(struct overlapped *o);

/* Reports what has completed by now, without waiting. */
void overlapped_catch_up(struct overlapped *o);

/* Microseconds from now to the next that is due, at most `most`. */
uint64_t overlapped_due(const struct overlapped *o, uint64_t most);

void overlapped_mark(struct overlapped *o, const char *word, const char *text);

/* Posts one receive, whatever else is outstanding. */
void overlapped_post(struct overlapped *o);
