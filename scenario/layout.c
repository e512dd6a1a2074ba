/* SPDX-License-Identifier: MIT */
/* Layouts: a list of items, each a count, a kind and a length. */
#include "scenario/layout.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/quantity.h"

#define MOST_TOGETHER (UINT64_C(1) << 32)

/* What stands before the length, and whether the buffer takes memory of ours. */
static const struct {
	const char *word;
	bool there;
} kinds[] = {
	[LAYOUT_PLAIN] = { "", true },     [LAYOUT_NULL] = { "null:", false },
	[LAYOUT_BAD] = { "bad:", false },  [LAYOUT_READONLY] = { "ro:", true },
	[LAYOUT_HALF] = { "half:", true },
};

#define SAME "same:"

#define N_KINDS (sizeof kinds / sizeof kinds[0])

struct item {
	size_t count;
	struct layout_buffer buffer;
};

/* What was read so far. */
struct reader {
	const char *start; /* columns count from here */
	size_t room;       /* buffers that there is memory for */
	uint64_t together; /* bytes that there will be memory for */
	struct layout *out;
	struct diag *d;
};

static bool fault(const struct reader *r, const char *at, const char *text,
		  const char *hint)
{
	diag_set(r->d, (size_t)(at - r->start), "%s", text);
	return diag_hint(r->d, "%s", hint);
}

/* How many characters of a count are followed by an x; 0 where there is no count. 0x before
 * a hex digit is of a number; 0x10x4 is sixteen times four. */
static size_t counted(const char *item)
{
	bool hex = item[0] == '0' && item[1] == 'x' && quantity_digit(item[2], 16) >= 0;
	size_t n = hex ? 2 : 0;

	while (quantity_digit(item[n], hex ? 16 : 10) >= 0)
		n++;
	return item[n] == 'x' ? n : 0;
}

/* Reads "Nx", if it is there, and moves *at behind it. */
static bool read_count(const struct reader *r, char **at, size_t *count)
{
	size_t length = counted(*at);
	uint64_t n;

	*count = 1;
	if (**at == 'x')
		return fault(r, *at, "no count before the x",
			     "write 4x16 for four of 16");
	if (length == 0)
		return true;
	(*at)[length] = '\0';
	if (!quantity_number(*at, &n, r->d) || n > LAYOUT_MAX)
		return fault(r, *at, "too many buffers", "there may be 65536");
	if (n == 0)
		return fault(r, *at, "no buffer at all: the count is 0",
			     "none alone is an array of no buffers");
	*count = (size_t)n;
	*at += length + 1;
	if (**at == '\0')
		return fault(r, *at, "no size after the x",
			     "write 4x16 for four of 16");
	return true;
}

static enum layout_kind read_kind(char **at, bool *same)
{
	*same = strncmp(*at, SAME, sizeof SAME - 1) == 0;
	if (*same) {
		*at += sizeof SAME - 1;
		return LAYOUT_PLAIN;
	}
	for (size_t i = LAYOUT_PLAIN + 1; i < N_KINDS; i++) {
		size_t n = strlen(kinds[i].word);

		if (strncmp(*at, kinds[i].word, n) == 0) {
			*at += n;
			return (enum layout_kind)i;
		}
	}
	return LAYOUT_PLAIN;
}

static bool no_such_kind(const struct reader *r, const char *at, size_t n)
{
	const char *words[N_KINDS + 1] = { NULL }, *guess;
	char word[32];

	for (size_t i = LAYOUT_PLAIN + 1; i < N_KINDS; i++)
		words[i - 1] = kinds[i].word;
	words[N_KINDS - 1] = SAME;
	snprintf(word, sizeof word, "%.*s", (int)n + 1, at);
	guess = diag_guess(word, words);
	diag_set(r->d, (size_t)(at - r->start), "no such kind of buffer: %.*s",
		 diag_shown(n), at);
	if (guess != NULL)
		return diag_hint(r->d, "did you mean %sSIZE?", guess);
	return diag_hint(
		r->d,
		"kinds are null:SIZE, bad:SIZE, ro:SIZE, half:SIZE and same:SIZE");
}

/* Makes the best of quantity_size()'s complaint about the size at `at`. */
static bool bad_size(const struct reader *r, const char *at)
{
	const char *wrong = at + r->d->column;
	size_t n = strcspn(at, ":");

	if (n > 0 && at[n] == ':' && wrong == at)
		return no_such_kind(r, at, n);
	diag_shift(r->d, (size_t)(at - r->start));
	if (*wrong == 'x' && wrong > at && quantity_digit(wrong[1], 10) >= 0)
		return diag_hint(r->d, "the count comes first: %.*sx%.*s",
				 diag_shown(strlen(wrong + 1)), wrong + 1,
				 diag_shown((size_t)(wrong - at)), at);
	return false;
}

static bool read_item(const struct reader *r, char *at, struct item *out)
{
	uint64_t length;

	if (strcmp(at, "none") == 0)
		return fault(r, at, "none stands alone", "a buffer of no bytes is 0");
	if (!read_count(r, &at, &out->count))
		return false;
	out->buffer.kind = read_kind(&at, &out->buffer.same);
	if (!quantity_size(at, &length, r->d))
		return bad_size(r, at);
	if (length > UINT32_MAX)
		return fault(r, at, "longer than a buffer can be",
			     "at most 4294967295 bytes, one less than 4G");
	out->buffer.length = (uint32_t)length;
	return true;
}

/* Whether a plain buffer is there right before the next one. */
static bool can_be_same(const struct layout *l)
{
	return l->n > 0 && l->buffers[l->n - 1].kind == LAYOUT_PLAIN;
}

/* Appends the item that was read at `at`. */
static bool append(struct reader *r, const char *at, const struct item *item)
{
	struct layout *l = r->out;

	if (item->buffer.same && !can_be_same(l))
		return fault(r, at, "no buffer before it to have the memory of",
			     "write for example 4M,3xsame:4M");
	if (kinds[item->buffer.kind].there && !item->buffer.same)
		r->together += item->count * (uint64_t)item->buffer.length;
	if (r->together > MOST_TOGETHER)
		return fault(r, at, "more than 4 GiB together",
			     "null: and bad: buffers may be as long as you like");
	if (item->count > LAYOUT_MAX - l->n)
		return fault(r, at, "too many buffers", "there may be 65536");
	if (l->n + item->count > r->room) {
		size_t room = 2 * r->room + item->count;
		struct layout_buffer *more = realloc(l->buffers, room * sizeof *more);

		if (more == NULL)
			return fault(r, at, "out of memory", "");
		l->buffers = more;
		r->room = room;
	}
	for (size_t i = 0; i < item->count; i++)
		l->buffers[l->n++] = item->buffer;
	return true;
}

static bool read_items(struct reader *r, char *at)
{
	for (;;) {
		size_t n = strcspn(at, ",");
		bool last = at[n] == '\0';
		struct item item = { .count = 1 };

		if (n == 0 && at == r->start)
			return fault(r, at, "nothing before the comma",
				     "write for example 3,0,4x16,1M");
		if (n == 0 && last)
			return fault(r, at, "nothing after the comma",
				     "write for example 3,0,4x16,1M");
		if (n == 0)
			return fault(r, at, "nothing between the commas",
				     "a buffer of no bytes is 0");
		at[n] = '\0';
		if (!read_item(r, at, &item) || !append(r, at, &item))
			return false;
		if (last)
			return true;
		at += n + 1;
	}
}

bool layout_parse(const char *text, struct layout *out, struct diag *d)
{
	char *copy = strdup(text);
	struct reader r = { .start = copy, .out = out, .d = d };
	bool good = false;

	*out = (struct layout){ 0, NULL };
	if (copy == NULL)
		return diag_set(d, 0, "out of memory");
	if (text[0] == '\0')
		fault(&r, copy, "no buffers", "write for example 3,0,4x16,1M, or none");
	else if (strcmp(text, "none") == 0)
		good = true;
	else
		good = read_items(&r, copy);
	free(copy);
	if (!good)
		layout_free(out);
	return good;
}

void layout_free(struct layout *l)
{
	free(l->buffers);
	*l = (struct layout){ 0, NULL };
}

void layout_mend(struct layout *l)
{
	struct layout before = { 0, l->buffers };

	for (; before.n < l->n; before.n++)
		if (l->buffers[before.n].same && !can_be_same(&before))
			l->buffers[before.n].same = false;
}

char *layout_print(const struct layout *l)
{
	char *text = NULL, size[32];
	size_t length, run;
	FILE *to = open_memstream(&text, &length);
	bool bad;

	if (to == NULL)
		return NULL;
	if (l->n == 0)
		fputs("none", to);
	for (size_t i = 0; i < l->n; i += run) {
		const struct layout_buffer *b = &l->buffers[i];

		run = 1;
		while (i + run < l->n && b[run].kind == b->kind &&
		       b[run].same == b->same && b[run].length == b->length)
			run++;
		if (i > 0)
			fputc(',', to);
		if (run > 1)
			fprintf(to, "%zux", run);
		quantity_print_size(b->length, size);
		fprintf(to, "%s%s", b->same ? SAME : kinds[b->kind].word, size);
	}
	bad = ferror(to) != 0;
	if (fclose(to) != 0 || bad) {
		free(text);
		return NULL;
	}
	return text;
}
