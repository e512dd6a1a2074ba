/* SPDX-License-Identifier: MIT */
/* Whether two operations are the same, however they came about. */
#include <string.h>

#include "scenario/op_text.h"

static bool same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same_name(const struct op_name *a, const struct op_name *b)
{
	return strcmp(a->text, b->text) == 0;
}

static bool same_bytes(const void *a, const void *b, size_t n)
{
	return a == NULL || b == NULL ? a == b : memcmp(a, b, n) == 0;
}

static bool same_steps(const struct op *a, const struct op *b)
{
	if (a->n_steps != b->n_steps)
		return false;
	for (size_t i = 0; i < a->n_steps; i++) {
		const struct peer_step *x = &a->steps[i], *y = &b->steps[i];

		if (x->verb != y->verb || x->n != y->n || x->usec != y->usec ||
		    !same_bytes(x->data, y->data, x->n))
			return false;
	}
	return true;
}

static bool same_layout(const struct layout *a, const struct layout *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->buffers[i].kind != b->buffers[i].kind ||
		    a->buffers[i].same != b->buffers[i].same ||
		    a->buffers[i].length != b->buffers[i].length)
			return false;
	return true;
}

static bool same_rules(const struct op *a, const struct op *b)
{
	if (a->n_rules != b->n_rules)
		return false;
	for (size_t i = 0; i < a->n_rules; i++)
		if (a->rules[i].rule != b->rules[i].rule ||
		    a->rules[i].value != b->rules[i].value)
			return false;
	return true;
}

static bool same_numbers(const struct op *a, const struct op *b)
{
	return a->flags == b->flags && a->xp1_set == b->xp1_set &&
	       a->xp1_clear == b->xp1_clear && a->limit == b->limit &&
	       a->usec == b->usec && a->timeout == b->timeout &&
	       a->number == b->number && a->length == b->length &&
	       a->native == b->native && a->nulls == b->nulls && a->bads == b->bads;
}

static bool same_choices(const struct op *a, const struct op *b)
{
	return a->verb == b->verb && a->mode == b->mode && a->depth == b->depth &&
	       a->half == b->half && a->event_act == b->event_act &&
	       a->net_act == b->net_act && a->hook == b->hook &&
	       a->hook_both == b->hook_both && a->profile == b->profile &&
	       a->whose == b->whose && a->condition == b->condition &&
	       a->call == b->call && a->nonoverlapped == b->nonoverlapped &&
	       a->alertable == b->alertable && a->wait == b->wait &&
	       a->from == b->from && a->all == b->all;
}

bool op_equal(const struct op *a, const struct op *b)
{
	return same_choices(a, b) && same_numbers(a, b) &&
	       same_name(&a->thread, &b->thread) && same_name(&a->name, &b->name) &&
	       same_name(&a->as, &b->as) && same_name(&a->event, &b->event) &&
	       same_name(&a->reuse, &b->reuse) && same_text(a->address, b->address) &&
	       same_text(a->option, b->option) && same_text(a->place, b->place) &&
	       same_text(a->what, b->what) && same_text(a->events, b->events) &&
	       a->n_data == b->n_data && same_bytes(a->data, b->data, a->n_data) &&
	       same_steps(a, b) && same_layout(a->layout, b->layout) &&
	       same_rules(a, b);
}
