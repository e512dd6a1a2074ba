/* SPDX-License-Identifier: MIT */
/* Numbers with units: two tables, and what reads and prints them. */
#include "scenario/quantity.h"

#include <inttypes.h>
#include <string.h>

struct unit {
	const char *word;
	uint64_t factor;
};

/* Of words for the same factor the first is the one that is printed. */
static const struct unit size_units[] = {
	{ "", 1 },
	{ "k", UINT64_C(1) << 10 },
	{ "K", UINT64_C(1) << 10 },
	{ "Ki", UINT64_C(1) << 10 },
	{ "M", UINT64_C(1) << 20 },
	{ "Mi", UINT64_C(1) << 20 },
	{ "G", UINT64_C(1) << 30 },
	{ "Gi", UINT64_C(1) << 30 },
};

enum {
	USEC_S = 1000000,
	USEC_M = 60000000,
	MORE_THAN_EXACT = 9
};

enum {
	PLAIN,
	US,
	MS,
	S,
	M
};

static const struct unit duration_units[] = {
	[PLAIN] = { "", USEC_S }, [US] = { "us", 1 },    [MS] = { "ms", 1000 },
	[S] = { "s", USEC_S },    [M] = { "m", USEC_M },
};

#define N_SIZE_UNITS (sizeof size_units / sizeof size_units[0])
#define N_DURATION_UNITS (sizeof duration_units / sizeof duration_units[0])

static bool size_hint(struct diag *d)
{
	return diag_hint(d, "a size is a number, then k, M or G: 4096, 4k, 1M");
}

static bool duration_hint(struct diag *d)
{
	return diag_hint(d, "a duration is a number, then us, ms, s or m: 20ms, 1.5s");
}

int quantity_digit(char c, unsigned base)
{
	int value = -1;

	if (c >= '0' && c <= '9')
		value = c - '0';
	else if (c >= 'a' && c <= 'f')
		value = c - 'a' + 10;
	else if (c >= 'A' && c <= 'F')
		value = c - 'A' + 10;
	return value < (int)base ? value : -1;
}

/* Reads the digits from `*at` on, and moves it behind them. */
static bool digits(const char *text, size_t *at, unsigned base, uint64_t *n)
{
	int digit;

	*n = 0;
	for (; (digit = quantity_digit(text[*at], base)) >= 0; ++*at)
		if (__builtin_mul_overflow(*n, base, n) ||
		    __builtin_add_overflow(*n, (unsigned)digit, n))
			return false;
	return true;
}

/* What is wrong with a text that does not start with a digit. */
static bool no_number(const char *text, size_t at, const char *what, struct diag *d)
{
	if (text[0] == '-')
		return diag_set(d, 0, "a %s cannot be negative", what);
	if (text[at] == '\0')
		return diag_set(d, at, "no %s", at == 0 ? what : "digits after 0x");
	return diag_set(d, at, "not a %s: %.*s", what, diag_shown(strlen(text)), text);
}

/* Reads a number that more may follow; *at receives where it ends. */
static bool number(const char *text, size_t *at, const char *what, uint64_t *n,
		   struct diag *d)
{
	bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	size_t first = hex ? 2 : 0;

	*at = first;
	if (!digits(text, at, hex ? 16 : 10, n))
		return diag_set(d, 0, "the %s does not fit 64 bits", what);
	if (*at == first)
		return no_number(text, first, what, d);
	return true;
}

/* The unit that is the whole of text + at, or NULL with the reason: the column of the
 * first character that belongs to no unit. */
static const struct unit *unit(const char *text, size_t at, const struct unit *units,
			       size_t n, const char *what, struct diag *d)
{
	size_t most = 0;

	for (size_t i = 0; i < n; i++) {
		size_t length = strlen(units[i].word);

		if (strncmp(text + at, units[i].word, length) != 0)
			continue;
		if (text[at + length] == '\0')
			return &units[i];
		if (length > most)
			most = length;
	}
	at += most;
	diag_set(d, at, most == 0 ? "no such unit of a %s: %.*s" : "after the %s: %.*s",
		 what, diag_shown(strlen(text + at)), text + at);
	return NULL;
}

bool quantity_number(const char *text, uint64_t *n, struct diag *d)
{
	size_t at;

	if (!number(text, &at, "number", n, d))
		return false;
	if (text[at] != '\0')
		return diag_set(d, at, "not a number: %.*s", diag_shown(strlen(text)),
				text);
	return true;
}

bool quantity_size(const char *text, uint64_t *bytes, struct diag *d)
{
	const struct unit *u;
	size_t at;

	if (!number(text, &at, "size", bytes, d))
		return size_hint(d);
	u = unit(text, at, size_units, N_SIZE_UNITS, "size", d);
	if (u == NULL)
		return size_hint(d);
	if (__builtin_mul_overflow(*bytes, u->factor, bytes))
		return diag_set(d, 0, "the size does not fit 64 bits");
	return true;
}

void quantity_print_size(uint64_t bytes, char out[32])
{
	const struct unit *best = &size_units[0];

	for (size_t i = 1; i < N_SIZE_UNITS; i++)
		if (bytes != 0 && bytes % size_units[i].factor == 0 &&
		    size_units[i].factor > best->factor)
			best = &size_units[i];
	snprintf(out, 32, "%" PRIu64 "%s", bytes / best->factor, best->word);
}

/* Reads ".25" at *at, if it stands there: `digits` of it, and how many they are without
 * the zeros at the end (MORE_THAN_EXACT where they are more than any unit has). */
static bool fraction(const char *text, size_t *at, uint64_t *part, unsigned *places,
		     struct diag *d)
{
	unsigned zeros = 0;
	size_t first;

	*part = 0;
	*places = 0;
	if (text[*at] != '.')
		return true;
	for (first = ++*at; quantity_digit(text[*at], 10) >= 0; ++*at) {
		if (text[*at] == '0') {
			zeros++;
			continue;
		}
		for (; zeros > 0 && *places < MORE_THAN_EXACT; zeros--, ++*places)
			*part *= 10;
		zeros = 0;
		if (*places < MORE_THAN_EXACT) {
			*part = *part * 10 + (unsigned)quantity_digit(text[*at], 10);
			++*places;
		}
	}
	if (*at == first)
		return diag_set(d, *at, "no digits after the point");
	return true;
}

/* 60,000,000 is 2^8 * 3 * 5^7, so that more than eight places are never exact, and what
 * is multiplied here stays under 6e15. */
static bool exact(uint64_t part, unsigned places, uint64_t factor, uint64_t *usec)
{
	uint64_t power = 1;

	for (unsigned i = 0; i < places; i++)
		power *= 10;
	*usec = places < MORE_THAN_EXACT ? part * factor / power : 0;
	return places < MORE_THAN_EXACT && part * factor % power == 0;
}

bool quantity_duration(const char *text, uint64_t *usec, struct diag *d)
{
	const struct unit *u;
	uint64_t whole, part, more;
	unsigned places;
	size_t at = 0, point;

	if (!digits(text, &at, 10, &whole))
		return diag_set(d, 0, "the duration does not fit 63 bits");
	if (at == 0 && (text[0] != '.' || quantity_digit(text[1], 10) < 0)) {
		no_number(text, 0, "duration", d);
		return duration_hint(d);
	}
	point = at;
	if (!fraction(text, &at, &part, &places, d))
		return duration_hint(d);
	u = unit(text, at, duration_units, N_DURATION_UNITS, "duration", d);
	if (u == NULL)
		return duration_hint(d);
	if (!exact(part, places, u->factor, &more))
		return diag_set(d, point, "finer than a microsecond");
	if (__builtin_mul_overflow(whole, u->factor, usec) ||
	    __builtin_add_overflow(*usec, more, usec) || *usec > INT64_MAX)
		return diag_set(d, 0, "the duration does not fit 63 bits");
	return true;
}

void quantity_print_duration(uint64_t usec, char out[32])
{
	const struct unit *best = &duration_units[US];
	uint64_t part;
	int n, places = 0;

	if (usec != 0 && usec % USEC_M == 0)
		best = &duration_units[M];
	else if (usec == 0 || usec >= USEC_S)
		best = &duration_units[S];
	else if (usec >= duration_units[MS].factor)
		best = &duration_units[MS];

	for (uint64_t rest = best->factor; rest >= 10; rest /= 10)
		places++;
	n = snprintf(out, 32, "%" PRIu64, usec / best->factor);
	part = usec % best->factor;
	if (part != 0) {
		n += snprintf(out + n, 32 - (size_t)n, ".%0*" PRIu64, places, part);
		while (out[n - 1] == '0')
			n--;
	}
	snprintf(out + n, 32 - (size_t)n, "%s", best->word);
}
