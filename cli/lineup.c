/* SPDX-License-Identifier: MIT */
/* Keeps those that came too early. */
#include "cli/lineup.h"

#include <stdlib.h>

static void grow(struct lineup *l, size_t least)
{
	size_t room = l->room > 0 ? l->room : 64;
	struct verdict **waiting;

	while (room < least)
		room *= 2;
	waiting = calloc(room, sizeof(void *));
	if (waiting == NULL)
		abort();
	for (size_t i = 0; i < l->room; i++) {
		size_t number = l->next + i;

		waiting[number % room] = l->waiting[number % l->room];
	}
	free(l->waiting);
	l->waiting = waiting;
	l->room = room;
}

void lineup_put(struct lineup *l, size_t number, const struct verdict *v)
{
	struct verdict *copy = malloc(sizeof *copy);

	if (copy == NULL)
		abort();
	*copy = *v;
	if (number - l->next >= l->room)
		grow(l, number - l->next + 1);
	l->waiting[number % l->room] = copy;
	l->n++;
}

bool lineup_take(struct lineup *l, struct verdict *v)
{
	struct verdict **at;

	if (l->n == 0)
		return false;
	at = &l->waiting[l->next % l->room];
	if (*at == NULL)
		return false;
	*v = **at;
	free(*at);
	*at = NULL;
	l->next++;
	l->n--;
	return true;
}

bool lineup_take_any(struct lineup *l, struct verdict *v)
{
	while (l->n > 0) {
		if (lineup_take(l, v))
			return true;
		l->next++;
	}
	return false;
}

void lineup_free(struct lineup *l)
{
	struct verdict v;

	while (lineup_take_any(l, &v))
		verdict_free(&v);
	free(l->waiting);
	*l = (struct lineup){ .waiting = NULL };
}
