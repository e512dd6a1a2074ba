/* SPDX-License-Identifier: MIT */
/* Says what was objected to, and aborts. */
#include "fuzz/play.h"

#include <stdlib.h>

#include "fuzz/transcript.h"
#include "scenario/op_text.h"
#include "scenario/play.h"

struct stage {
	const struct program_rules *rules;
	const struct script *program;
};

static _Noreturn void object(const struct stage *st, const struct session_step *step,
			     const char *clause, const char *text)
{
	struct arena arena = { 0 };

	fprintf(stderr, "# %s: %s: %s\n# at: %s -> %s\n", st->rules->target, clause,
		text, op_print(&step->line->op, &arena), tokens_print(step->got));
	program_print(st->program, stderr);
	fflush(stderr);
	abort();
}

static void told(void *context, const struct session_step *step, const char *clause,
		 const char *text)
{
	const struct stage *st = context;

	transcript_operations++;
	if (transcript_wanted())
		transcript_text(tokens_print(step->got));
	if (clause != NULL)
		object(st, step, clause, text);
}

void play(enum program_target target, const uint8_t *data, size_t n)
{
	static struct script program;
	struct stage st = { program_rules(target), &program };
	struct play_wish wish = { st.rules, NULL, told, &st };

	program_read(data, n, st.rules, &program);
	play_program(&wish, &program);
}

void play_explain(enum program_target target, const uint8_t *data, size_t n, FILE *to)
{
	static struct script program;

	program_read(data, n, program_rules(target), &program);
	program_print(&program, to);
}
