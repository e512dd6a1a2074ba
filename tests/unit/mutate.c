/* SPDX-License-Identifier: MIT */
/* Texts that are nearly right: xorshift, and six kinds of change. */
#include "tests/unit/mutate.h"

#include <string.h>

uint32_t mutate_number(struct mutate *m, uint32_t below)
{
	m->state ^= m->state << 13;
	m->state ^= m->state >> 7;
	m->state ^= m->state << 17;
	return (uint32_t)(m->state >> 32) % below;
}

static char letter(struct mutate *m, const char *alphabet)
{
	if (mutate_number(m, 16) == 0)
		return (char)(1 + mutate_number(m, 255));
	return alphabet[mutate_number(m, (uint32_t)strlen(alphabet))];
}

/* Makes room for `by` bytes at `at`, where there is so much. */
static size_t widen(char *text, size_t n, size_t at, size_t by, size_t room)
{
	if (n + by + 1 > room)
		return 0;
	memmove(text + at + by, text + at, n + 1 - at);
	return by;
}

static void change(struct mutate *m, const char *alphabet, char *text, size_t room)
{
	size_t n = strlen(text), at = mutate_number(m, (uint32_t)n + 1), by;
	char c = letter(m, alphabet);

	switch (mutate_number(m, 8)) {
	case 0:
		text[at] = '\0';
		break;
	case 1:
	case 2:
		if (at < n)
			memmove(text + at, text + at + 1, n - at);
		break;
	case 3:
		if (at + 1 < n) {
			c = text[at];
			text[at] = text[at + 1];
			text[at + 1] = c;
		}
		break;
	case 4:
		by = mutate_number(m, (uint32_t)(n - at) + 1);
		widen(text, n, at, by, room);
		break;
	case 5:
	case 6:
		if (at < n)
			text[at] = c;
		break;
	default:
		if (widen(text, n, at, 1, room) != 0)
			text[at] = c;
	}
}

void mutate_text(struct mutate *m, const char *from, const char *alphabet, char *out,
		 size_t room)
{
	size_t n = strlen(from) < room ? strlen(from) : room - 1;

	memcpy(out, from, n);
	out[n] = '\0';
	for (uint32_t i = 1 + mutate_number(m, 4); i > 0; i--)
		change(m, alphabet, out, room);
}
