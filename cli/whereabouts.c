/* SPDX-License-Identifier: MIT */
/* Writes where a session is, and reads it. */
#include "cli/whereabouts.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

struct whereabouts *whereabouts_map(size_t n)
{
	void *at = mmap(NULL, n * sizeof(struct whereabouts), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? NULL : at;
}

void whereabouts_unmap(struct whereabouts *w, size_t n)
{
	if (w != NULL)
		munmap(w, n * sizeof *w);
}

static void copy(char to[WHEREABOUTS_TEXT], const char *text)
{
	size_t n = strnlen(text, WHEREABOUTS_TEXT);

	if (n == WHEREABOUTS_TEXT) {
		memcpy(to, text, WHEREABOUTS_TEXT - 4);
		memcpy(to + WHEREABOUTS_TEXT - 4, "...", 4);
	} else {
		memcpy(to, text, n + 1);
	}
}

static void fill(struct whereabouts_line *to, const struct script *s,
		 const struct script_line *line, const char *got)
{
	to->line = line->line;
	copy(to->path, s->files[line->file].path);
	copy(to->text, line->text);
	copy(to->got, got);
}

void whereabouts_begin(struct whereabouts *w)
{
	w->n = 0;
	w->next.line = 0;
}

void whereabouts_end(struct whereabouts *w)
{
	w->n = 0;
	w->next.line = 0;
}

void whereabouts_line(struct whereabouts *w, const struct script *s,
		      const struct script_line *line)
{
	fill(&w->next, s, line, "");
}

void whereabouts_step(struct whereabouts *w, const struct script *s,
		      const struct session_step *step, const char *got)
{
	fill(&w->before[w->n % VERDICT_BEFORE], s, step->line, got);
	w->n++;
}

void whereabouts_before(const struct whereabouts *w, struct arena *arena,
			struct verdict_failure *f)
{
	uint64_t n = w->n < VERDICT_BEFORE ? w->n : VERDICT_BEFORE;

	f->n_before = (size_t)n;
	for (uint64_t i = 0; i < n; i++) {
		const struct whereabouts_line *from =
			&w->before[(w->n - n + i) % VERDICT_BEFORE];

		f->before[i] = (struct verdict_step){
			.path = arena_text(arena, from->path),
			.line = from->line,
			.text = arena_text(arena, from->text),
			.got = arena_text(arena, from->got),
		};
	}
}

void whereabouts_next(const struct whereabouts *w, struct arena *arena,
		      struct verdict_failure *f)
{
	if (w->next.line == 0)
		return;
	f->line = w->next.line;
	f->path = arena_text(arena, w->next.path);
	f->text = arena_text(arena, w->next.text);
}
