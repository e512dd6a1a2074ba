/* SPDX-License-Identifier: MIT */
/* Transcripts read from text, and shown to the judge. */
#include "tests/unit/transcript_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/flaglist.h"
#include "scenario/literal.h"
#include "scenario/op_text.h"
#include "scenario/word.h"

static void add(struct tokens *out, const char *word, const char *before)
{
	struct literal l;
	struct diag d;
	uint32_t flags;

	if (word[0] == '"') {
		if (!literal_parse(word, &l, &d))
			fail_msg("%s: %s", word, d.text);
		tokens_bytes(out, "bytes", l.bytes, l.n);
		literal_free(&l);
	} else if (strcmp(before, "flags") == 0) {
		if (!flaglist_receive(word, &flags, &d))
			fail_msg("%s: %s", word, d.text);
		tokens_flags(out, "flags", flags);
	} else if (word[strspn(word, "0123456789")] == '\0') {
		tokens_number(out, "number", strtoull(word, NULL, 10));
	} else {
		tokens_word(out, "word", word);
	}
}

void transcript_tokens(const char *text, struct tokens *out)
{
	char word[4096], before[4096] = "";
	size_t at = word_start(text, 0), end;

	while (text[at] != '\0') {
		end = word_end(text, at);
		snprintf(word, sizeof word, "%.*s", (int)(end - at), text + at);
		add(out, word, before);
		memcpy(before, word, sizeof word);
		at = word_start(text, end);
	}
}

static const struct objection *judge_operation(struct model *m, const char *line,
					       const char *inside)
{
	static struct objection kept;
	struct arena arena = { NULL, 0 };
	size_t end = op_text_end(line);
	const struct objection *no;
	char text[4096];
	struct tokens got;
	struct diag d;
	struct op op;

	assert_int_equal(strncmp(line + end, "-> ", 3), 0);
	while (end > 0 && line[end - 1] == ' ')
		end--;
	snprintf(text, sizeof text, "%.*s", (int)end, line);
	if (!op_parse(text, &arena, &op, &d))
		fail_msg("%s: %s", text, d.text);
	tokens_init(&got, &arena);
	transcript_tokens(strstr(line + end, "-> ") + 3, &got);
	no = model_step(m, &op, &got, inside);
	if (no != NULL)
		kept = *no;
	arena_fini(&arena);
	return no != NULL ? &kept : NULL;
}

static const struct objection *judge_line(struct model *m, const char *line)
{
	char word[64] = "", request[64] = "", thread[64] = "";
	int n = 0;

	if (line[0] == '[' && sscanf(line, "[%63[^]]] %n", request, &n) == 1)
		return judge_operation(m, line + n, request);
	if (line[0] != '@')
		return judge_operation(m, line, "");
	sscanf(line, "%63s %63s %63s", word, request, thread);
	if (strcmp(word, "@routine") == 0)
		return model_routine(m, request, thread);
	if (strcmp(word, "@end") == 0)
		return model_end(m);
	if (strcmp(word, "@over") == 0)
		model_routine_over(m, request, thread);
	else if (strcmp(word, "@time") == 0)
		model_time(m, strtoull(request, NULL, 10));
	else if (strcmp(word, "@exact") == 0)
		model_exact(m, true);
	else
		fail_msg("%s is not known", word);
	return NULL;
}

const struct objection *transcript_judge(struct model *m, const char *text,
					 size_t *line)
{
	const struct objection *no = NULL;
	char one[4096];

	for (*line = 1; text[0] != '\0'; ++*line) {
		size_t n = strcspn(text, "\n");

		snprintf(one, sizeof one, "%.*s", (int)n, text);
		no = one[0] != '\0' ? judge_line(m, one) : NULL;
		if (no != NULL)
			break;
		text += n + (text[n] == '\n');
	}
	return no;
}

static const struct objection *judge_row(struct model *m, const struct promise *p,
					 const char *got)
{
	char text[8192];
	size_t line = 0, lines = 1;
	const struct objection *no;

	for (const char *at = p->before; *at != '\0'; at++)
		lines += *at == '\n';
	/* What is told of a routine has no outcome: all of the line is given. */
	if (p->op[0] == '\0')
		snprintf(text, sizeof text, "%s%s", p->before, got);
	else
		snprintf(text, sizeof text, "%s%s -> %s", p->before, p->op, got);
	model_reset(m);
	model_exact(m, false);
	no = transcript_judge(m, text, &line);
	if (no != NULL && line < lines)
		fail_msg("%s: line %zu of its beginning: %s (%s)\n%s", p->clause, line,
			 no->text, no->clause, text);
	return no;
}

void transcript_keeps(const struct promise *rows, size_t n)
{
	struct model *m = model_new();
	size_t wrong = 0;

	for (size_t i = 0; i < n; i++) {
		const struct promise *p = &rows[i];
		const struct objection *no = judge_row(m, p, p->good);

		if (no != NULL && ++wrong)
			print_error("%s: %s -> %s: %s (%s)\n", p->clause, p->op,
				    p->good, no->text, no->clause);
		no = judge_row(m, p, p->bad);
		if (no == NULL && ++wrong)
			print_error("%s: %s -> %s: nobody objects\n", p->clause, p->op,
				    p->bad);
		else if (no != NULL && strcmp(no->clause, p->clause) != 0 && ++wrong)
			print_error("%s: %s -> %s: %s (%s)\n", p->clause, p->op, p->bad,
				    no->text, no->clause);
	}
	model_free(m);
	if (wrong > 0)
		fail_msg("%zu promises of %zu", wrong, n);
}
