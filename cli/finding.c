/* SPDX-License-Identifier: MIT */
/* Findings from what a child told before it ended. */
#include "cli/finding.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/finding_parts.h"
#include "cli/various.h"
#include "scenario/text.h"

struct running {
	const char *program, *file;
	const unsigned char *bytes;
	size_t n;
};

/* The program, with the input in a file of its own. */
static void run_program(void *context, int events)
{
	struct running *r = context;
	FILE *to = fopen(r->file, "we");

	if (to == NULL || fwrite(r->bytes, 1, r->n, to) != r->n || fclose(to) != 0)
		_exit(126);
	/* What it prints is nobody's events. */
	dup2(STDERR_FILENO, STDOUT_FILENO);
	(void)events;
	execl(r->program, r->program, r->file, (char *)NULL);
	_exit(127);
}

static void take_lines(struct finding *f, struct parcel *events)
{
	f->n_lines = (size_t)parcel_number(events);
	if (events->bad || f->n_lines > events->n) {
		f->n_lines = 0;
		return;
	}
	f->lines = arena_take(&f->arena, (f->n_lines + 1) * sizeof *f->lines);
	for (size_t i = 0; i < f->n_lines; i++) {
		struct finding_line *l = &f->lines[i];
		const char *texts[4];

		for (int k = 0; k < 4; k++) {
			texts[k] = parcel_text(events, &f->arena);
			if (texts[k] == NULL)
				texts[k] = "";
		}
		*l = (struct finding_line){ texts[0], texts[1], texts[2],
					    texts[3], NULL,     false };
	}
}

/* True: the play came to its end. */
static bool take_events(struct finding *f, struct parcel *events)
{
	bool over = false;

	while (!over && !events->bad && events->at < events->n) {
		uint64_t event = parcel_number(events), line;
		const char *got;

		over = event == FINDING_OVER;
		if (over)
			break;
		line = parcel_number(events);
		if (events->bad || line >= f->n_lines)
			break;
		f->at = (size_t)line;
		if (event == FINDING_BEGINS)
			continue;
		got = parcel_text(events, &f->arena);
		if (event == FINDING_OBJECTS) {
			f->end = FINDING_OBJECTED;
			f->got = got;
			f->clause = parcel_text(events, &f->arena);
			f->text = parcel_text(events, &f->arena);
			return true;
		}
		f->lines[line].waits |= parcel_number(events) != 0;
		f->lines[line].got = f->lines[line].got == NULL
					     ? got
					     : various_add(f->lines[line].got, got,
							   &f->arena);
	}
	f->at = over ? FINDING_NOWHERE : f->at;
	return over;
}

static const char *signal_word(int number, struct arena *arena)
{
	const char *name = sigabbrev_np(number);
	struct text text = { .arena = arena };

	text_format(&text, "SIG%s", name != NULL ? name : "?");
	return text_whole(&text);
}

static void see_end(struct finding *f, const struct finding_child *c)
{
	if (f->end == FINDING_OBJECTED)
		return;
	if (c->hung) {
		f->end = FINDING_HUNG;
		return;
	}
	if (WIFEXITED(c->status) && WEXITSTATUS(c->status) == 0)
		return;
	f->end = FINDING_CRASHED;
	f->signal = finding_kind(f->said, &f->arena);
	if (f->signal == NULL)
		f->signal = WIFSIGNALED(c->status)
				    ? signal_word(WTERMSIG(c->status), &f->arena)
				    : "exit";
	f->where = finding_frame(f->said, &f->arena);
	if (f->where[0] == '\0')
		f->where = finding_complaint(f->said, &f->arena);
}

static bool play_here(struct finding *f, const struct finding_target *t,
		      const unsigned char *bytes, size_t n, uint64_t limit)
{
	struct finding_input in = { t->rules, bytes, n };
	struct parcel events = { .n = 0 };
	struct finding_child c;
	bool over;

	if (!finding_fork(&c, finding_child_play, &in))
		return false;
	finding_wait(&c, &events, limit);
	f->said = finding_said(&c, &f->arena);
	f->simulate = t->rules->simulate;
	take_lines(f, &events);
	over = take_events(f, &events);
	parcel_free(&events);
	see_end(f, &c);
	if (!over && f->end == FINDING_NOTHING) {
		f->end = FINDING_CRASHED;
		f->signal = "early exit";
	}
	return true;
}

bool finding_run(struct finding *f, const struct finding_target *t,
		 const unsigned char *bytes, size_t n, uint64_t limit)
{
	char file[] = "/tmp/wsprecv-fuzz-XXXXXX";
	int fd = mkstemp(file);
	struct running r = { t->program, file, bytes, n };
	struct parcel events = { .n = 0 };
	struct finding_child c;
	const char *said;

	if (fd >= 0)
		close(fd);
	if (fd < 0 || !finding_fork(&c, run_program, &r))
		return false;
	finding_wait(&c, &events, limit);
	unlink(file);
	parcel_free(&events);
	said = finding_said(&c, &f->arena);
	if (f->end == FINDING_NOTHING || f->end == FINDING_CRASHED) {
		enum finding_end before = f->end;

		f->said = said;
		see_end(f, &c);
		if (before == FINDING_CRASHED)
			f->end = before;
	}
	return true;
}

bool finding_see(struct finding *f, const struct finding_target *t,
		 const unsigned char *bytes, size_t n, uint64_t limit)
{
	*f = (struct finding){ .target = t->name,
			       .path = "",
			       .clause = "",
			       .text = "",
			       .signal = "",
			       .where = "",
			       .got = "",
			       .said = "",
			       .at = FINDING_NOWHERE };
	if (t->rules == NULL && t->program[0] == '\0') {
		fprintf(stderr, "wsprecv: fuzz: %s is not built here; run make fuzz\n",
			t->name);
		return false;
	}
	return t->rules == NULL || play_here(f, t, bytes, n, limit);
}

bool finding_is_open(const struct finding *f, const struct finding_target *t)
{
	return t->program[0] != '\0' && f->end != FINDING_OBJECTED &&
	       f->end != FINDING_HUNG;
}

bool finding_play(struct finding *f, const struct finding_target *t,
		  const unsigned char *bytes, size_t n, uint64_t limit)
{
	return finding_see(f, t, bytes, n, limit) &&
	       (!finding_is_open(f, t) || finding_run(f, t, bytes, n, limit));
}

void finding_free(struct finding *f)
{
	arena_fini(&f->arena);
}
