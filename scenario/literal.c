/* SPDX-License-Identifier: MIT */
/* Bytes in and out of text: one table of escapes for both ways. */
#include "scenario/literal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/quantity.h"

static const struct {
	char letter;
	unsigned char byte;
} escapes[] = {
	{ 'n', '\n' }, { 'r', '\r' }, { 't', '\t' },
	{ '0', '\0' }, { '"', '"' },  { '\\', '\\' },
};

#define N_ESCAPES (sizeof escapes / sizeof escapes[0])

static bool no_memory(struct diag *d)
{
	return diag_set(d, 0, "out of memory");
}

/* Reads all of `from`; `column` and `name` are for the message. */
static bool read_whole(FILE *from, size_t column, const char *name, struct literal *out,
		       struct diag *d)
{
	size_t room = 0, got;
	bool good = false;

	do {
		unsigned char *more;

		room = room == 0 ? 4096 : 2 * room;
		more = realloc(out->bytes, room);
		if (more == NULL) {
			no_memory(d);
			goto out;
		}
		out->bytes = more;
		errno = 0;
		got = fread(out->bytes + out->n, 1, room - out->n, from);
		out->n += got;
		if (ferror(from)) {
			diag_set(d, column, "cannot read %.*s: %s",
				 diag_shown(strlen(name)), name, strerror(errno));
			goto out;
		}
		if (out->n > LITERAL_MAX) {
			diag_set(d, column, "%.*s has more than 1 GiB",
				 diag_shown(strlen(name)), name);
			goto out;
		}
	} while (out->n == room);
	good = true;
out:
	if (!good)
		literal_free(out);
	return good;
}

static bool read_file(const char *name, struct literal *out, struct diag *d)
{
	FILE *from;
	bool good;

	if (name[0] == '\0') {
		diag_set(d, 1, "no file name after @");
		return diag_hint(d, "write @FILE, or \\x40 for the sign itself");
	}
	if (strcmp(name, "-") == 0)
		return read_whole(stdin, 1, "standard input", out, d);
	from = fopen(name, "rb");
	if (from == NULL) {
		diag_set(d, 1, "cannot read %.*s: %s", diag_shown(strlen(name)), name,
			 strerror(errno));
		return diag_hint(d, "text that starts with @ goes into quotes");
	}
	good = read_whole(from, 1, name, out, d);
	fclose(from);
	return good;
}

/* Reads two hex digits at *at and moves it behind them. */
static bool hex_byte(const char *text, size_t *at, unsigned char *byte, struct diag *d)
{
	unsigned value = 0;

	for (size_t end = *at + 2; *at < end; ++*at) {
		int digit = quantity_digit(text[*at], 16);

		if (digit < 0 && *at + 1 == end)
			return diag_set(d, *at, "one hex digit is missing");
		if (digit < 0)
			return diag_set(d, *at, "a hex digit should be here");
		value = 16 * value + (unsigned)digit;
	}
	*byte = (unsigned char)value;
	return true;
}

static bool parse_hex(const char *text, size_t at, struct literal *out, struct diag *d)
{
	out->bytes = malloc(strlen(text + at) / 2 + 1);
	if (out->bytes == NULL)
		return no_memory(d);
	for (;;) {
		at += strspn(text + at, " \t\r\n");
		if (text[at] == '\0')
			return true;
		if (!hex_byte(text, &at, &out->bytes[out->n], d))
			break;
		out->n++;
	}
	literal_free(out);
	return diag_hint(d, "each byte is two hex digits: hex:00ff 0a");
}

/* Reads the escape whose backslash is at *at, and moves it behind. */
static bool escape(const char *text, size_t *at, unsigned char *byte, struct diag *d)
{
	char letter = text[++*at];

	if (letter == 'x') {
		++*at;
		if (hex_byte(text, at, byte, d))
			return true;
		return diag_hint(d, "write \\xHH");
	}
	for (size_t i = 0; letter != '\0' && i < N_ESCAPES; i++)
		if (escapes[i].letter == letter) {
			*byte = escapes[i].byte;
			++*at;
			return true;
		}
	if (letter == '\0')
		diag_set(d, *at, "nothing after the backslash");
	else
		diag_set(d, *at, "no such escape: \\%c", letter);
	return diag_hint(d, "escapes are \\n \\r \\t \\0 \\\\ \\\" \\xHH");
}

static bool parse_text(const char *text, bool quoted, struct literal *out,
		       struct diag *d)
{
	size_t at = quoted ? 1 : 0;
	bool good = false;

	out->bytes = malloc(strlen(text) + 1);
	if (out->bytes == NULL)
		return no_memory(d);
	while (text[at] != '\0' && !(quoted && text[at] == '"')) {
		unsigned char byte = (unsigned char)text[at];

		if (byte != '\\')
			at++;
		else if (!escape(text, &at, &byte, d))
			goto out;
		out->bytes[out->n++] = byte;
	}
	if (quoted && text[at] == '\0') {
		diag_set(d, 0, "this quote is never closed");
		goto out;
	}
	if (quoted && text[at + 1] != '\0') {
		diag_set(d, at + 1, "text after the closing quote");
		diag_hint(d, "a quote inside quotes is \\\"");
		goto out;
	}
	good = true;
out:
	if (!good)
		literal_free(out);
	return good;
}

bool literal_parse(const char *text, struct literal *out, struct diag *d)
{
	*out = (struct literal){ NULL, 0 };
	if (strcmp(text, "-") == 0)
		return read_whole(stdin, 0, "standard input", out, d);
	if (text[0] == '@')
		return read_file(text + 1, out, d);
	if (strncmp(text, "hex:", 4) == 0)
		return parse_hex(text, 4, out, d);
	return parse_text(text, text[0] == '"', out, d);
}

void literal_free(struct literal *l)
{
	free(l->bytes);
	*l = (struct literal){ NULL, 0 };
}

static size_t escape_byte(unsigned char byte, char *out)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < N_ESCAPES; i++)
		if (escapes[i].byte == byte) {
			out[0] = '\\';
			out[1] = escapes[i].letter;
			return 2;
		}
	if (byte >= 0x20 && byte < 0x7f) {
		out[0] = (char)byte;
		return 1;
	}
	out[0] = '\\';
	out[1] = 'x';
	out[2] = hex[byte >> 4];
	out[3] = hex[byte & 15];
	return 4;
}

size_t literal_escape(const void *bytes, size_t n, char *out)
{
	const unsigned char *from = bytes;
	size_t used = 0;

	for (size_t i = 0; i < n; i++)
		used += escape_byte(from[i], out + used);
	out[used] = '\0';
	return used;
}
