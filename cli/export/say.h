/* SPDX-License-Identifier: MIT */
/* Steps of an exported program: what each is, what it came to, whether that was expected. */
#pragma once

#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What a step came to, in words. Each thread has its own. */
struct said {
	char *text;
	size_t n, room;
};
static _Thread_local struct said said;

/* The step that is taken. */
struct step {
	const char *what, *expected;
	int64_t began;
};
static _Thread_local struct step step;

static atomic_int failed;

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void nap(long milliseconds)
{
	struct timespec t = { milliseconds / 1000, milliseconds % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

static void say_raw(const char *text, size_t n)
{
	if (said.n + n + 1 > said.room) {
		said.room = 2 * (said.n + n) + 64;
		said.text = realloc(said.text, said.room);
		if (said.text == NULL)
			abort();
	}
	if (n > 0)
		memcpy(said.text + said.n, text, n);
	said.n += n;
	said.text[said.n] = '\0';
}

static void say(const char *word)
{
	if (said.n > 0)
		say_raw(" ", 1);
	say_raw(word, strlen(word));
}

static void say_number(uint64_t number)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRIu64, number);
	say(text);
}

/* In quotes, what is not printable as \xHH. */
static void say_bytes(const void *bytes, size_t n)
{
	static const char from[] = "\n\r\t\0\\\"", to[] = "nrt0\\\"";
	const unsigned char *at = bytes;

	say("\"");
	for (size_t i = 0; i < n; i++) {
		const char *known = memchr(from, at[i], sizeof from - 1);
		char text[8];

		if (known != NULL)
			snprintf(text, sizeof text, "\\%c", to[known - from]);
		else if (at[i] < 0x20 || at[i] > 0x7e ||
			 (at[i] == '$' && i + 1 < n && at[i + 1] == '{'))
			snprintf(text, sizeof text, "\\x%02x", at[i]);
		else
			snprintf(text, sizeof text, "%c", at[i]);
		say_raw(text, strlen(text));
	}
	say_raw("\"", 1);
}

static void begin(const char *what, const char *expected)
{
	step = (struct step){ what, expected, now() };
	said.n = 0;
	say_raw("", 0);
}

/* Prints the step. What is not good yet is not over, as long as it may become good: false,
 * look again. */
static bool done(bool good, int patience)
{
	if (!good && now() - step.began < patience) {
		nap(1);
		said.n = 0;
		say_raw("", 0);
		return false;
	}
	if (good) {
		printf("%-40s -> %s\n", step.what, said.text);
	} else {
		failed = 1;
		printf("%-40s -> %s   # expected: %s\n", step.what, said.text,
		       step.expected);
	}
	fflush(stdout);
	return true;
}

/* Exactly these words. */
static bool says(const char *words)
{
	return strcmp(said.text, words) == 0;
}
