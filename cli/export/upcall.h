/* SPDX-License-Identifier: MIT */
/* What the provider calls up for: completion routines, events, and the hook of calls that
 * wait. */
#pragma once

#include <pthread.h>

#include "cli/export/event.h"
#include "cli/export/lend.h"

/* Names of requests, in the order of their completions. */
static struct {
	char names[256][16];
	size_t n;
	pthread_mutex_t lock;
} order = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void note_completion(const struct request *r)
{
	pthread_mutex_lock(&order.lock);
	if (order.n < sizeof order.names / sizeof order.names[0])
		memcpy(order.names[order.n++], r->name, sizeof r->name);
	pthread_mutex_unlock(&order.lock);
}

static void say_order(void)
{
	pthread_mutex_lock(&order.lock);
	for (size_t i = 0; i < order.n; i++)
		say(order.names[i]);
	if (order.n == 0)
		say("none");
	pthread_mutex_unlock(&order.lock);
}

/* What is done inside the routine of a request. */
static struct {
	const char *name;
	void (*act)(void);
} routines[64];

static void on_completion(const char *name, void (*act)(void))
{
	size_t i = 0;

	while (i < 63 && routines[i].name != NULL &&
	       strcmp(routines[i].name, name) != 0)
		i++;
	routines[i].name = name;
	routines[i].act = act;
}

static void run_routine(const char *name)
{
	struct step outer = step;
	struct said outcome = said;

	for (size_t i = 0; i < 64 && routines[i].name != NULL; i++)
		if (strcmp(routines[i].name, name) == 0) {
			said = (struct said){ NULL, 0, 0 };
			routines[i].act();
			free(said.text);
		}
	step = outer;
	said = outcome;
}

static void CALLBACK routine(DWORD error, DWORD count, LPWSAOVERLAPPED overlapped,
			     DWORD flags)
{
	struct request *r = (struct request *)overlapped;

	r = r->tenant != NULL ? r->tenant : r;
	complete(r, error, count, flags);
	note_completion(r);
	run_routine(r->name);
}

static atomic_uint n_queued; /* calls of WPUQueueApc */

static atomic_uint n_set; /* of WPUSetEvent */

static atomic_uint n_reset; /* of WPUResetEvent */

static int queue_apc(LPWSATHREADID thread, LPWSAUSERAPC apc, DWORD_PTR context,
		     LPINT error)
{
	n_queued++;
	return WPUQueueApc(thread, apc, context, error);
}

static BOOL set_event(WSAEVENT e, LPINT error)
{
	n_set++;
	for (const struct request *r = requests; r != NULL; r = r->next)
		if (r->has_own_event && r->event == e) {
			note_completion(r);
			break;
		}
	return WPUSetEvent(e, error);
}

static BOOL reset_event(WSAEVENT e, LPINT error)
{
	n_reset++;
	return WPUResetEvent(e, error);
}

static void say_upcalls(void)
{
	say("queue");
	say_number(n_queued);
	say("set");
	say_number(n_set);
	say("reset");
	say_number(n_reset);
}
