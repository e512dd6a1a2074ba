/* SPDX-License-Identifier: MIT */
/* Verdicts as bytes, and what their kinds are called. */
#include "cli/verdict.h"

#include <string.h>

const char *verdict_word(enum verdict_end end)
{
	static const char *const words[] = {
#define VERDICT_WORD(name, word) [VERDICT_##name] = (word),
		VERDICT_ENDS(VERDICT_WORD)
	};

	return words[end];
}

const char *verdict_kind_word(enum verdict_kind kind)
{
	static const char *const words[] = { VERDICT_KINDS(VERDICT_WORD) };
#undef VERDICT_WORD

	return words[kind];
}

struct verdict_failure *verdict_add(struct verdict *v)
{
	if (v->failures == NULL)
		v->failures = arena_take(&v->arena,
					 VERDICT_FAILURES * sizeof v->failures[0]);
	if (v->n_failures < VERDICT_FAILURES)
		v->n_failures++;
	v->failures[v->n_failures - 1] = (struct verdict_failure){
		.summary = "",
		.text = "",
		.column = VERDICT_NOWHERE,
		.role = "",
		.wanted = "",
		.got = "",
		.outcome = "",
	};
	return &v->failures[v->n_failures - 1];
}

static void put_failure(const struct verdict_failure *f, struct parcel *to)
{
	parcel_put_number(to, f->kind);
	parcel_put_text(to, f->path);
	parcel_put_number(to, f->line);
	parcel_put_number(to, f->round);
	parcel_put_text(to, f->summary);
	parcel_put_text(to, f->text);
	parcel_put_number(to, f->column);
	parcel_put_text(to, f->role);
	parcel_put_text(to, f->wanted);
	parcel_put_text(to, f->got);
	parcel_put_text(to, f->outcome);
	parcel_put_text(to, f->late);
	parcel_put_bytes(to, f->wanted_bytes, f->n_wanted);
	parcel_put_bytes(to, f->got_bytes, f->n_got);
	parcel_put_number(to, f->n_before);
	for (size_t i = 0; i < f->n_before; i++) {
		parcel_put_text(to, f->before[i].path);
		parcel_put_number(to, f->before[i].line);
		parcel_put_text(to, f->before[i].text);
		parcel_put_text(to, f->before[i].got);
	}
}

static void take_failure(struct parcel *from, struct arena *a,
			 struct verdict_failure *f)
{
	f->kind = (enum verdict_kind)parcel_number(from);
	f->path = parcel_text(from, a);
	f->line = parcel_number(from);
	f->round = parcel_number(from);
	f->summary = parcel_text(from, a);
	f->text = parcel_text(from, a);
	f->column = parcel_number(from);
	f->role = parcel_text(from, a);
	f->wanted = parcel_text(from, a);
	f->got = parcel_text(from, a);
	f->outcome = parcel_text(from, a);
	f->late = parcel_text(from, a);
	f->wanted_bytes = parcel_bytes(from, a, &f->n_wanted);
	f->got_bytes = parcel_bytes(from, a, &f->n_got);
	f->n_before = parcel_number(from);
	if (f->n_before > VERDICT_BEFORE)
		from->bad = true;
	for (size_t i = 0; i < f->n_before && !from->bad; i++) {
		f->before[i].path = parcel_text(from, a);
		f->before[i].line = parcel_number(from);
		f->before[i].text = parcel_text(from, a);
		f->before[i].got = parcel_text(from, a);
	}
}

void verdict_pack(const struct verdict *v, struct parcel *to)
{
	parcel_put_text(to, v->title);
	parcel_put_number(to, v->end);
	parcel_put_number(to, v->usec);
	parcel_put_number(to, v->steps);
	parcel_put_number(to, v->failed);
	parcel_put_text(to, v->why);
	parcel_put_number(to, v->updated);
	parcel_put_text(to, v->notes);
	parcel_put_text(to, v->transcript);
	parcel_put_text(to, v->error.path);
	parcel_put_number(to, v->error.line);
	parcel_put_text(to, v->error.text);
	parcel_put_bytes(to, &v->error.diag, sizeof v->error.diag);
	parcel_put_number(to, v->n_failures);
	for (size_t i = 0; i < v->n_failures; i++)
		put_failure(&v->failures[i], to);
}

static void take_error(struct parcel *from, struct arena *a, struct script_error *e)
{
	unsigned char *diag;
	size_t n;

	e->path = parcel_text(from, a);
	e->line = parcel_number(from);
	e->text = parcel_text(from, a);
	diag = parcel_bytes(from, a, &n);
	if (diag == NULL || n != sizeof e->diag)
		from->bad = true;
	else
		memcpy(&e->diag, diag, n);
}

bool verdict_unpack(struct parcel *from, struct verdict *v)
{
	struct arena *a = &v->arena;
	uint64_t n;

	*v = (struct verdict){ .path = "" };
	v->title = parcel_text(from, a);
	v->end = (enum verdict_end)parcel_number(from);
	v->usec = parcel_number(from);
	v->steps = parcel_number(from);
	v->failed = parcel_number(from);
	v->why = parcel_text(from, a);
	v->updated = parcel_number(from);
	v->notes = parcel_text(from, a);
	v->transcript = parcel_text(from, a);
	take_error(from, a, &v->error);
	n = parcel_number(from);
	if (n > VERDICT_FAILURES || v->end > VERDICT_UNREADABLE)
		from->bad = true;
	for (uint64_t i = 0; i < n && !from->bad; i++)
		take_failure(from, a, verdict_add(v));
	return !from->bad;
}

void verdict_free(struct verdict *v)
{
	arena_fini(&v->arena);
	*v = (struct verdict){ .path = "" };
}
