/* SPDX-License-Identifier: MIT */
/* Says what was objected to, and aborts. */
#include "fuzz/play.h"

#include <inttypes.h>
#include <stdlib.h>

#include "fuzz/transcript.h"
#include "scenario/op_text.h"
#include "scenario/play.h"
#include "scenario/sometimes.h"

#define OFTEN (UINT64_C(1) << 16) /* operations from one status to the next */

/* Without it only crashes are found: what that is worth is measured (scripts/planted). */
#ifndef PLAY_JUDGE
#define PLAY_JUDGE true
#endif

/* A play frees all that it took: what was freed needs to be watched no longer than that. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=1";
}

struct stage {
	const struct program_rules *rules;
	const struct script *program;
	double opens; /* since when; where times are taken */
};

void play_status(FILE *to)
{
	fprintf(to, "wsprecv: operations %" PRIu64 "\nwsprecv: sometimes ",
		transcript_operations);
	sometimes_print(to);
	fputc('\n', to);
}

static bool is_watched(void)
{
	static int watched = -1;

	if (watched < 0)
		watched = getenv("WSPRECV_FUZZ_STATUS") != NULL;
	return watched > 0;
}

static void tell_sometimes(void)
{
	static uint64_t next = 1;

	if (!is_watched() || transcript_operations < next)
		return;
	play_status(stderr);
	next = transcript_operations +
	       (transcript_operations < OFTEN ? transcript_operations : OFTEN);
}

static _Noreturn void object(const struct stage *st, const struct session_step *step,
			     const char *clause, const char *text)
{
	struct arena arena = { 0 };

	fprintf(stderr, "# %s: %s: %s\n# at: %s -> %s\n", st->rules->target, clause,
		text, op_print(&step->line->op, &arena), tokens_print(step->got));
	program_print(st->program, stderr);
	fflush(stderr);
	if (is_watched())
		play_status(stderr);
	abort();
}

static void begins(void *context, const struct script_line *line)
{
	struct stage *st = context;

	if (line->op.verb == OP_DO_OPEN)
		st->opens = transcript_now();
}

static void told(void *context, const struct session_step *step, const char *clause,
		 const char *text)
{
	const struct stage *st = context;

	transcript_operations++;
	if (transcript_times && step->line->op.verb == OP_DO_OPEN)
		transcript_opening += transcript_now() - st->opens;
	if (transcript_wanted())
		transcript_text(tokens_print(step->got));
	if (PLAY_JUDGE && clause != NULL)
		object(st, step, clause, text);
}

void play(enum program_target target, const uint8_t *data, size_t n)
{
	static struct script program;
	struct stage st = { program_rules(target), &program, 0 };
	struct play_wish wish = { st.rules, transcript_times ? begins : NULL, told, &st,
				  is_watched() || transcript_wanted() };

	program_read(data, n, st.rules, &program);
	play_program(&wish, &program);
	tell_sometimes();
}

void play_explain(enum program_target target, const uint8_t *data, size_t n, FILE *to)
{
	static struct script program;

	program_read(data, n, program_rules(target), &program);
	program_print(&program, to);
}
