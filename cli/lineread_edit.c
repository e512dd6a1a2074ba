/* SPDX-License-Identifier: MIT */
/* Lines with libedit, where standard input is a terminal. */
#include <errno.h>
#include <histedit.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/lineread.h"
#include "cli/output.h"

#define HISTORY 500 /* lines */
#define WORDS 256

struct lineread {
	struct lineread_wish wish;
	EditLine *edit; /* NULL: lines are read plainly */
	History *history;
	const char *prompt;
	char file[512]; /* of the history; "": none */
	char *line;
	size_t room;
};

static char *prompt_of(EditLine *edit)
{
	struct lineread *l;

	el_get(edit, EL_CLIENTDATA, &l);
	return (char *)(uintptr_t)l->prompt;
}

/* How much more all words that fit have in common. */
static size_t common(const char **words, size_t n)
{
	size_t length = strlen(words[0]);

	for (size_t i = 1; i < n; i++) {
		size_t same = 0;

		while (same < length && words[i][same] == words[0][same])
			same++;
		length = same;
	}
	return length;
}

static void list(const char **words, size_t n)
{
	fputc('\n', stdout);
	for (size_t i = 0; i < n; i++)
		printf("%s%s", words[i], i + 1 < n ? "  " : "\n");
	fflush(stdout);
}

static unsigned char complete(EditLine *edit, int character)
{
	const LineInfo *info = el_line(edit);
	size_t n = (size_t)(info->cursor - info->buffer), begun, fit = 0, same;
	const char *words[WORDS];
	struct lineread *l;
	char text[4096], *word;

	(void)character;
	el_get(edit, EL_CLIENTDATA, &l);
	if (n >= sizeof text || l->wish.words == NULL)
		return CC_ERROR;
	memcpy(text, info->buffer, n);
	text[n] = '\0';
	word = text + lineread_word(text, n);
	begun = strlen(word);
	n = l->wish.words(l->wish.context, text, words, WORDS);
	for (size_t i = 0; i < n; i++)
		if (strncmp(words[i], word, begun) == 0)
			words[fit++] = words[i];
	if (fit == 0)
		return CC_ERROR;
	same = common(words, fit);
	if (same == begun && fit > 1) {
		list(words, fit);
		return CC_REDISPLAY;
	}
	snprintf(text, sizeof text, "%.*s%s", (int)(same - begun), words[0] + begun,
		 fit == 1 && words[0][same - 1] != '=' ? " " : "");
	return el_insertstr(edit, text) == -1 ? CC_ERROR : CC_REFRESH;
}

/* $XDG_STATE_HOME/wsprecv/history; the folders are made. */
static void find_file(struct lineread *l)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	char folder[400];
	int n;

	if (state != NULL && state[0] == '/')
		n = snprintf(folder, sizeof folder, "%s", state);
	else if (home != NULL && home[0] == '/')
		n = snprintf(folder, sizeof folder, "%s/.local/state", home);
	else
		return;
	if (n < 0 || (size_t)n >= sizeof folder - 20)
		return;
	for (char *at = strchr(folder + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
		*at = '\0';
		mkdir(folder, 0700);
		*at = '/';
	}
	mkdir(folder, 0700);
	n = (int)strlen(folder);
	snprintf(folder + n, sizeof folder - (size_t)n, "/wsprecv");
	if (mkdir(folder, 0700) == -1 && errno != EEXIST)
		return;
	snprintf(l->file, sizeof l->file, "%s/history", folder);
}

static void begin_history(struct lineread *l)
{
	HistEvent event;

	l->history = history_init();
	if (l->history == NULL)
		return;
	history(l->history, &event, H_SETSIZE, HISTORY);
	history(l->history, &event, H_SETUNIQUE, 1);
	find_file(l);
	if (l->file[0] != '\0')
		history(l->history, &event, H_LOAD, l->file);
	el_set(l->edit, EL_HIST, history, l->history);
}

struct lineread *lineread_new(const struct lineread_wish *wish)
{
	struct lineread *l = calloc(1, sizeof *l);

	if (l == NULL)
		abort();
	l->wish = *wish;
	if (wish->terminal)
		l->edit = el_init("wsprecv", stdin, stdout, stderr);
	if (l->edit == NULL)
		return l;
	el_set(l->edit, EL_CLIENTDATA, l);
	el_set(l->edit, EL_PROMPT, prompt_of);
	el_set(l->edit, EL_EDITOR, "emacs");
	el_set(l->edit, EL_SIGNAL, 0);
	begin_history(l);
	el_set(l->edit, EL_ADDFN, "complete", "complete a word", complete);
	el_set(l->edit, EL_BIND, "^I", "complete", NULL);
	el_source(l->edit, NULL);
	return l;
}

enum lineread_got lineread_next(struct lineread *l, const char *prompt,
				const char **line)
{
	HistEvent event;
	const char *text;
	int n = 0;

	if (l->edit == NULL)
		return lineread_plainly(&l->line, &l->room, line);
	l->prompt = prompt;
	output_flush();
	errno = 0;
	text = el_gets(l->edit, &n);
	if (text == NULL || n <= 0) {
		if (errno != EINTR)
			return LINEREAD_END;
		el_reset(l->edit);
		clearerr(stdin);
		return LINEREAD_CANCELLED;
	}
	free(l->line);
	l->line = strndup(text, (size_t)n);
	if (l->line == NULL)
		abort();
	l->line[strcspn(l->line, "\r\n")] = '\0';
	if (l->history != NULL && l->line[strspn(l->line, " \t")] != '\0')
		history(l->history, &event, H_ENTER, l->line);
	*line = l->line;
	return LINEREAD_LINE;
}

void lineread_free(struct lineread *l)
{
	HistEvent event;

	if (l->history != NULL && l->file[0] != '\0') {
		history(l->history, &event, H_SAVE, l->file);
		chmod(l->file, 0600);
	}
	if (l->edit != NULL)
		el_end(l->edit);
	if (l->history != NULL)
		history_end(l->history);
	free(l->line);
	free(l);
}
