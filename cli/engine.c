/* SPDX-License-Identifier: MIT */
/* Lines of engines: words followed by numbers. */
#include "cli/engine.h"

#include <stdlib.h>
#include <string.h>

/* The number behind a word; false: the word is not there. */
static bool number_after(const char *line, const char *word, uint64_t *number)
{
	const char *at = strstr(line, word);

	if (at == NULL)
		return false;
	at += strlen(word);
	at += strspn(at, " \t");
	if (*at < '0' || *at > '9')
		return false;
	*number = strtoull(at, NULL, 10);
	return true;
}

static void copy(char *to, size_t room, const char *text)
{
	snprintf(to, room, "%s", text);
}

/* "78/12Kb": libFuzzer's sizes. */
static void read_corpus(struct engine *e, const char *line)
{
	const char *at = strstr(line, "corp: ");
	char *unit;

	if (at == NULL || !number_after(line, "corp: ", &e->corpus))
		return;
	at = strchr(at, '/');
	if (at == NULL)
		return;
	e->corpus_bytes = strtoull(at + 1, &unit, 10);
	if (unit[0] == 'K')
		e->corpus_bytes <<= 10;
	if (unit[0] == 'M')
		e->corpus_bytes <<= 20;
}

/* "#1234	NEW    cov: 12 ft: 34 corp: 5/6b lim: 4 exec/s: 7 rss: 8Mb" */
static bool status_line(struct engine *e, const char *line)
{
	uint64_t n;

	if (line[0] != '#' || !number_after(line, "#", &n))
		return false;
	/* A stack's frames begin likewise. */
	if (strstr(line, "exec/s") == NULL && strstr(line, "cov: ") == NULL)
		return false;
	e->executions = n;
	(void)number_after(line, "cov: ", &e->coverage);
	(void)number_after(line, "ft: ", &e->features);
	(void)number_after(line, "exec/s:", &e->speed);
	read_corpus(e, line);
	return true;
}

/* Whether the word of n bytes is in a row of them. */
static bool has_word(const char *row, const char *word, size_t n)
{
	while (*row != '\0') {
		size_t length = strcspn(row, " ");

		if (length == n && memcmp(row, word, n) == 0)
			return true;
		row += length + strspn(row + length, " ");
	}
	return false;
}

/* What is unmet here and there is unmet. */
static void meet(struct engine *e, uint64_t points, const char *unmet)
{
	char *to = e->unmet;
	const char *from = e->unmet;

	if (points != e->points) {
		e->points = points;
		copy(e->unmet, sizeof e->unmet, unmet);
		return;
	}
	while (*from != '\0') {
		size_t n = strcspn(from, " ");
		const char *next = from + n + strspn(from + n, " ");

		if (has_word(unmet, from, n)) {
			if (to > e->unmet)
				*to++ = ' ';
			memmove(to, from, n);
			to += n;
		}
		from = next;
	}
	*to = '\0';
}

uint64_t engine_met(const struct engine *e)
{
	uint64_t unmet = e->unmet[0] != '\0';

	for (const char *at = e->unmet; *at != '\0'; at++)
		unmet += *at == ' ';
	return e->points > unmet ? e->points - unmet : 0;
}

static bool own_line(struct engine *e, const char *line)
{
	static const char operations[] = "wsprecv: operations ";
	static const char sometimes[] = "wsprecv: sometimes ";
	uint64_t met, points;
	char *rest;

	if (number_after(line, operations, &e->operations))
		return true;
	if (!number_after(line, sometimes, &met))
		return false;
	(void)strtoull(line + sizeof sometimes - 1, &rest, 10);
	if (rest[0] != '/')
		return true;
	points = strtoull(rest + 1, &rest, 10);
	meet(e, points, rest + strspn(rest, " "));
	return true;
}

bool engine_line(struct engine *e, const char *line)
{
	static const char written[] = "Test unit written to ";
	static const char input[] = "standalone: the input is ";
	const char *at = strstr(line, written);

	/* Slow is not wrong. */
	if (at != NULL && strstr(at, "slow-unit-") != NULL)
		return true;
	if (at != NULL) {
		copy(e->found, sizeof e->found, at + sizeof written - 1);
		return true;
	}
	if (strncmp(line, input, sizeof input - 1) == 0) {
		copy(e->running, sizeof e->running, line + sizeof input - 1);
		return true;
	}
	if (strstr(line, " executions of ") != NULL) {
		e->executions += strtoull(line, NULL, 10);
		(void)number_after(line, " executions of ", &e->corpus);
		return true;
	}
	if (number_after(line, "stat::number_of_executed_units:", &e->executions))
		return true;
	return own_line(e, line) || status_line(e, line);
}

static uint64_t more(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

void engine_add(struct engine *whole, const struct engine *part)
{
	whole->executions += part->executions;
	whole->speed += part->speed;
	whole->operations += part->operations;
	whole->coverage = more(whole->coverage, part->coverage);
	whole->features = more(whole->features, part->features);
	whole->corpus_bytes = more(whole->corpus_bytes, part->corpus_bytes);
	whole->corpus = more(whole->corpus, part->corpus);
	if (part->points > 0)
		meet(whole, part->points, part->unmet);
}

void engine_anew(struct engine *e)
{
	e->executions = e->speed = e->operations = 0;
	e->found[0] = e->running[0] = '\0';
}
