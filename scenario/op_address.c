/* SPDX-License-Identifier: MIT */
/* Addresses of operations: whole ones, and brief ones that are given a place to be read. */
#include "scenario/op_address.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/text.h"

#define SAMPLES 48 /* more than there are kinds */

/* The row of the word that the text starts with, where it is one that may stand without a
 * place and does; *n is its length. */
static const struct address_kind *brief_kind(const char *text, size_t *n)
{
	const struct address_kind *kind;
	char word[32];

	*n = strcspn(text, ",:");
	if (text[*n] == ':' || *n >= sizeof word)
		return NULL;
	memcpy(word, text, *n);
	word[*n] = '\0';
	kind = address_kind_by_word(word);
	if (kind == NULL ||
	    (kind->role != ADDRESS_CONNECT && strcmp(kind->word, "unix-dgram") != 0))
		return NULL;
	return kind;
}

static struct {
	bool good;
	struct address_place place;
} samples[SAMPLES];

/* Each kind's own sample of a place. */
static void read_samples(void)
{
	size_t n;
	const struct address_kind *kinds = address_kinds(&n);
	struct address a;
	struct diag d;

	for (size_t i = 0; i < n && i < SAMPLES; i++) {
		char whole[64];

		snprintf(whole, sizeof whole, "%s%s", kinds[i].word,
			 address_form_sample(kinds[i].form));
		samples[i].good = address_parse(whole, &a, &d);
		samples[i].place = a.place;
	}
}

/* Most operations name a kind and no more: that has been read before. */
static bool use_sample(const struct address_kind *kind, struct address *out)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	size_t n, i = (size_t)(kind - address_kinds(&n));

	pthread_once(&once, read_samples);
	if (i >= SAMPLES || !samples[i].good)
		return false;
	out->kind = i;
	out->place = samples[i].place;
	out->n_options = 0;
	return true;
}

/* Reads either form into *out. */
static bool parse(const char *text, struct address *out, bool *brief, struct diag *d)
{
	size_t n, more, length;
	const struct address_kind *kind = brief_kind(text, &n);
	const char *place;
	char *whole;
	bool good;

	*brief = kind != NULL;
	if (kind == NULL)
		return address_parse(text, out, d);
	if (text[n] == '\0' && use_sample(kind, out))
		return true;
	place = address_form_sample(kind->form);
	more = strlen(place);
	length = strlen(text);
	whole = malloc(length + more + 1);
	if (whole == NULL) {
		diag_set(d, 0, "out of memory");
		return false;
	}
	memcpy(whole, text, n);
	memcpy(whole + n, place, more);
	memcpy(whole + n + more, text + n, length - n + 1);
	good = address_parse(whole, out, d);
	free(whole);
	if (!good)
		d->column = d->column < n + more ? n : d->column - more;
	return good;
}

bool op_address(const struct op *op, struct address *out, bool *brief)
{
	struct diag d;

	return op->address != NULL && parse(op->address, out, brief, &d);
}

bool op_address_read(const char *text, struct arena *arena, const char **canonical,
		     struct diag *d)
{
	struct text whole = { .arena = arena }, to = { .arena = arena };
	const struct address_kind *kind;
	struct address a;
	bool brief;
	size_t n;

	if (!parse(text, &a, &brief, d))
		return false;
	address_print_to(&whole, &a);
	*canonical = text_whole(&whole);
	if (!brief)
		return true;
	kind = &address_kinds(&n)[a.kind];
	n = strlen(kind->word) + strlen(address_form_sample(kind->form));
	text_put(&to, kind->word);
	text_put(&to, text_whole(&whole) + n);
	*canonical = text_whole(&to);
	return true;
}

bool op_depth_fits(enum op_depth depth, const struct address_kind *kind)
{
	switch (depth) {
	case OP_DEPTH_FULL:
		return true;
	case OP_DEPTH_SOCKET:
	case OP_DEPTH_BOUND:
		return kind->role != ADDRESS_PAIR && kind->role != ADDRESS_FD &&
		       kind->role != ADDRESS_HANDLE;
	case OP_DEPTH_LISTENING:
		return kind->role == ADDRESS_LISTEN;
	case OP_DEPTH_CONNECTING:
		return kind->role == ADDRESS_CONNECT && kind->type != SOCK_DGRAM;
	}
	return false;
}
