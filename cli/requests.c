/* SPDX-License-Identifier: MIT */
/* Places for requests, and what each of them keeps. */
#include "cli/requests.h"

#include <stdlib.h>

bool requests_init(struct requests *q, size_t n, bool with_events)
{
	*q = (struct requests){ .n = n, .with_events = with_events };
	TAILQ_INIT(&q->posted);
	TAILQ_INIT(&q->unused);
	q->all = calloc(n, sizeof *q->all);
	if (q->all == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		TAILQ_INSERT_TAIL(&q->unused, &q->all[i], link);
	return true;
}

void requests_fini(struct requests *q)
{
	int error;

	for (size_t i = 0; q->all != NULL && i < q->n; i++) {
		memory_free(q->all[i].memory);
		if (q->all[i].event != WSA_INVALID_EVENT)
			WPUCloseEvent(q->all[i].event, &error);
	}
	free(q->all);
}

static bool equip(const struct requests *q, struct request *r,
		  const struct layout *layout)
{
	int error;

	if (r->layout != layout) {
		memory_free(r->memory);
		r->layout = NULL;
		r->memory = memory_new(layout);
		if (r->memory == NULL)
			return false;
		r->layout = layout;
	}
	if (q->with_events && r->event == WSA_INVALID_EVENT)
		r->event = WPUCreateEvent(&error);
	return !q->with_events || r->event != WSA_INVALID_EVENT;
}

struct request *requests_take(struct requests *q, const struct layout *layout)
{
	struct request *r = TAILQ_FIRST(&q->unused);

	if (r == NULL || !equip(q, r, layout))
		return NULL;
	TAILQ_REMOVE(&q->unused, r, link);
	TAILQ_INSERT_TAIL(&q->posted, r, link);
	return r;
}

struct request *requests_underway(const struct requests *q, const struct request *r)
{
	struct request *next = r == NULL ? TAILQ_FIRST(&q->posted)
					 : TAILQ_NEXT(r, link);

	while (next != NULL && next->posted.state != POSTED_UNDERWAY)
		next = TAILQ_NEXT(next, link);
	return next;
}

void requests_give_back(struct requests *q, struct request *r)
{
	TAILQ_REMOVE(&q->posted, r, link);
	TAILQ_INSERT_HEAD(&q->unused, r, link);
}
