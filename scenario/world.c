/* SPDX-License-Identifier: MIT */
/* The world begins, does what it is told, and ends. */
#include "scenario/world.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/heap.h"
#include "scenario/text.h"
#include "scenario/world_parts.h"

#define VERSION_2_2 0x0202
#define HOUR UINT64_C(3600000000)
#define MOST_TRIES 200 /* moments without anything new */

struct world *world_new(const struct world_wish *wish, char why[200])
{
	struct world *w = calloc(1, sizeof *w);
	int error;

	if (w == NULL) {
		snprintf(why, 200, "no memory");
		return NULL;
	}
	w->wish = *wish;
	TAILQ_INIT(&w->sockets);
	TAILQ_INIT(&w->requests);
	TAILQ_INIT(&w->events);
	pthread_mutex_init(&w->lock, NULL);
	w->crew = crew_new(wish->simulate ? CREW_SIMULATION
			   : wish->alone  ? CREW_ALONE
					  : CREW_THREADS);
	if (w->crew == NULL) {
		snprintf(why, 200, "no memory");
		free(w);
		return NULL;
	}
	error = WSPStartup(VERSION_2_2, NULL, NULL, world_upcalls(w), NULL);
	if (error != 0) {
		snprintf(why, 200, "WSPStartup failed with %d", error);
		crew_free(w->crew);
		free(w);
		return NULL;
	}
	return w;
}

struct crew *world_crew(struct world *w)
{
	return w->crew;
}

static bool all_rest(struct world *w)
{
	struct member *m = NULL;

	while ((m = crew_next(w->crew, m)) != NULL)
		if (member_waits(m) || !member_rests(m))
			return false;
	return true;
}

static void wake(DWORD_PTR context)
{
	(void)context;
}

/* Those who wait for events, not alertably, have no other way out. */
static void set_events(struct world *w)
{
	struct world_request *r;
	struct world_event *e;
	int error;

	TAILQ_FOREACH (e, &w->events, link)
		WPUSetEvent(e->handle, &error);
	TAILQ_FOREACH (r, &w->requests, link)
		if (r->event != WSA_INVALID_EVENT)
			WPUSetEvent(r->event, &error);
}

/* Whoever waits is told not to. */
static void end_waits(struct world *w)
{
	struct member *m;
	int error;

	set_events(w);
	while (!all_rest(w)) {
		for (m = crew_next(w->crew, NULL); m != NULL;
		     m = crew_next(w->crew, m)) {
			WSPCancelBlockingCallOf(member_id(m), &error);
			if (!member_rests(m))
				WPUQueueApc(member_id(m), wake, 0, &error);
		}
		crew_go_on(w->crew);
		crew_pass_time(w->crew, crew_now(w->crew) + HOUR);
	}
}

static void free_lists(struct world *w)
{
	struct world_socket *ws;
	struct world_request *r;
	struct world_event *e;
	int error;

	while ((r = TAILQ_FIRST(&w->requests)) != NULL) {
		TAILQ_REMOVE(&w->requests, r, link);
		world_request_free(r);
	}
	while ((ws = TAILQ_FIRST(&w->sockets)) != NULL) {
		TAILQ_REMOVE(&w->sockets, ws, link);
		free(ws);
	}
	while ((e = TAILQ_FIRST(&w->events)) != NULL) {
		TAILQ_REMOVE(&w->events, e, link);
		WPUCloseEvent(e->handle, &error);
		free(e);
	}
}

/* What is pending is cancelled by closing; its indications go to threads that end. */
void world_free(struct world *w)
{
	struct world_socket *ws;
	int error;

	w->ending = true;
	heap_refuse(0);
	TAILQ_FOREACH (ws, &w->sockets, link)
		if (!ws->peer.shaking)
			world_close_socket(w, ws);
	end_waits(w);
	TAILQ_FOREACH (ws, &w->sockets, link)
		world_close_socket(w, ws);
	for (unsigned n = w->started + !w->stopped; n > 0; n--)
		WSPCleanup(&error);
	crew_free(w->crew);
	free_lists(w);
	pthread_mutex_destroy(&w->lock);
	free(w->order);
	free(w);
}

void world_unknown(const char *name, struct tokens *out)
{
	tokens_word(out, "word", "unknown");
	tokens_word(out, "name", arena_text(out->arena, name));
}

struct world_socket *world_socket(struct world *w, const char *name, struct tokens *out)
{
	struct world_socket *ws;

	crew_enter(w->crew, &w->lock);
	TAILQ_FOREACH (ws, &w->sockets, link)
		if (text_is(ws->name, name))
			break;
	crew_leave(w->crew, &w->lock);
	if (ws == NULL && out != NULL)
		world_unknown(name, out);
	return ws;
}

void world_say_damage(struct world *w, const char *request, const char *what)
{
	crew_enter(w->crew, &w->lock);
	if (w->damage[0] == '\0')
		snprintf(w->damage, sizeof w->damage, "%s%s%s", request,
			 request[0] != '\0' ? ": " : "", what);
	crew_leave(w->crew, &w->lock);
}

const char *world_damage(const struct world *w)
{
	return w->damage;
}

bool world_moment(struct world *w, unsigned *tried)
{
	bool owner = member_current() == NULL;

	if (crew_simulates(w->crew)) {
		if (owner)
			crew_go_on(w->crew);
		return owner && ++*tried < 2;
	}
	crew_go_on(w->crew);
	return ++*tried < (crew_has_time(w->crew)
				   ? (unsigned)(MOST_TRIES * w->wish.time_scale)
				   : 2);
}

bool world_is_owners(enum op_verb verb)
{
	switch (verb) {
	case OP_DO_PEER:
	case OP_DO_NET:
	case OP_DO_EVENT:
	case OP_DO_OVERLAPPED:
	case OP_DO_ORDER:
	case OP_DO_UPCALLS:
		return true;
	case OP_DO_OPEN:
	case OP_DO_RECV:
	case OP_DO_AWAIT:
	case OP_DO_SEND:
	case OP_DO_SHUTDOWN:
	case OP_DO_CLOSE:
	case OP_DO_CONNECT:
	case OP_DO_BIND:
	case OP_DO_LISTEN:
	case OP_DO_ACCEPT:
	case OP_DO_ADOPT:
	case OP_DO_JOIN:
	case OP_DO_NAME:
	case OP_DO_GET:
	case OP_DO_IOCTL:
	case OP_DO_STARTUP:
	case OP_DO_RESULT:
	case OP_DO_CANCEL:
	case OP_DO_SLEEP:
	case OP_DO_EXIT:
	case OP_DO_SET:
	case OP_DO_RULE:
	case OP_DO_FAULT:
	case OP_DO_READABLE:
	case OP_DO_ATMARK:
	case OP_DO_WAIT:
	case OP_DO_CLEANUP:
	case OP_DO_ROUTINE:
	case OP_DO_REPEAT:
	case OP_DO_END:
	case OP_N_VERBS:
		break;
	}
	return false;
}
