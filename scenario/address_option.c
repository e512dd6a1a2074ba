/* SPDX-License-Identifier: MIT */
/* The options of an address: WORD, WORD=VALUE, read as the table says. */
#include <arpa/inet.h>
#include <limits.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "scenario/address_parts.h"
#include "scenario/quantity.h"

typedef bool reader(const struct address_reader *r, const struct address_option_kind *k,
		    char *text, struct address_option *out);

/* The hint that shows a whole option that is right; returns false. */
static bool example(const struct address_reader *r, const struct address_option_kind *k)
{
	return diag_hint(r->d, "write %s", k->example);
}

static bool read_flag(const struct address_reader *r,
		      const struct address_option_kind *k, char *text,
		      struct address_option *out)
{
	static const char *const words[] = { "0", "1", "off", "on", "no", "yes" };

	out->number = text == NULL;
	for (size_t i = 0; text != NULL && i < sizeof words / sizeof words[0]; i++)
		if (strcasecmp(words[i], text) == 0) {
			out->number = i % 2;
			return true;
		}
	if (text == NULL)
		return true;
	diag_set(r->d, address_column(r, text), "neither on nor off: %.*s",
		 diag_shown(strlen(text)), text);
	return diag_hint(r->d, "write %s, or %s=off", k->word, k->word);
}

/* A number from `least` to `most`, a minus before it where it is negative. */
static bool read_signed(const struct address_reader *r, const char *text, int64_t least,
			int64_t most, int64_t *n)
{
	const char *start = text[0] == '-' && text[1] != '-' ? text + 1 : text;
	uint64_t size;

	if (!quantity_number(start, &size, r->d))
		return diag_shift(r->d, address_column(r, start));
	if (size > INT64_MAX)
		size = INT64_MAX;
	*n = start > text ? -(int64_t)size : (int64_t)size;
	if (*n < least || *n > most)
		return diag_set(r->d, address_column(r, text),
				"not between %lld and %lld: %.*s", (long long)least,
				(long long)most, diag_shown(strlen(text)), text);
	return true;
}

static bool read_number(const struct address_reader *r,
			const struct address_option_kind *k, char *text,
			struct address_option *out)
{
	return read_signed(r, text, INT_MIN, INT_MAX, &out->number) || example(r, k);
}

static bool read_size(const struct address_reader *r,
		      const struct address_option_kind *k, char *text,
		      struct address_option *out)
{
	uint64_t bytes;

	if (!quantity_size(text, &bytes, r->d))
		return diag_shift(r->d, address_column(r, text));
	if (bytes > INT_MAX) {
		diag_set(r->d, address_column(r, text), "%s is at most %d", k->word,
			 INT_MAX);
		return example(r, k);
	}
	out->number = (int64_t)bytes;
	return true;
}

static bool read_duration(const struct address_reader *r,
			  const struct address_option_kind *k, char *text,
			  struct address_option *out)
{
	uint64_t usec;

	if (!quantity_duration(text, &usec, r->d))
		return diag_shift(r->d, address_column(r, text));
	if (usec % k->unit != 0) {
		diag_set(r->d, address_column(r, text), "%s counts whole %s", k->word,
			 k->unit == 1000 ? "milliseconds" : "seconds");
		return example(r, k);
	}
	if (usec / k->unit > INT_MAX) {
		diag_set(r->d, address_column(r, text), "longer than %s can be",
			 k->word);
		return example(r, k);
	}
	out->number = (int64_t)usec;
	return true;
}

enum address_form address_other_form(enum address_form form)
{
	switch (form) {
	case ADDRESS_HOST_PORT:
		return ADDRESS_PORT;
	case ADDRESS_PORT:
		return ADDRESS_HOST_PORT;
	case ADDRESS_CID_PORT:
		return ADDRESS_CID_ANY;
	case ADDRESS_CID_ANY:
		return ADDRESS_CID_PORT;
	case ADDRESS_PATH:
	case ADDRESS_WORD:
	case ADDRESS_NUMBER:
		break;
	}
	return form;
}

static bool read_place(const struct address_reader *r,
		       const struct address_option_kind *k, char *text,
		       struct address_option *out)
{
	(void)k;
	return address_place_parse(r, address_other_form(r->kind->form), text,
				   &out->place);
}

static bool no_group(const struct address_reader *r,
		     const struct address_option_kind *k, const char *at,
		     const char *format, const char *what)
{
	diag_set(r->d, address_column(r, at), format, diag_shown(strlen(what)), what);
	return diag_hint(r->d, "write %s, or %s@eth0", k->example, k->example);
}

/* GROUP: an address of a multicast group in a family that the socket has. */
static bool is_group(const struct address_reader *r, const char *text)
{
	int family = r->kind->family;
	struct in6_addr in6;
	struct in_addr in;

	if (inet_pton(AF_INET, text, &in) == 1)
		return IN_MULTICAST(ntohl(in.s_addr)) && family != AF_INET6;
	if (inet_pton(AF_INET6, text, &in6) == 1)
		return IN6_IS_ADDR_MULTICAST(&in6) && family != AF_INET;
	return false;
}

static bool read_group(const struct address_reader *r,
		       const struct address_option_kind *k, char *text,
		       struct address_option *out)
{
	char *interface = strchr(text, '@');
	size_t n;

	if (r->kind->family == AF_UNIX)
		return no_group(r, k, text, "%.*s has no multicast groups",
				r->kind->word);
	if (interface != NULL) {
		*interface++ = '\0';
		n = strlen(interface);
		for (size_t i = 0; i < n; i++)
			if (interface[i] <= ' ' || interface[i] > '~' ||
			    strchr("/\\", interface[i]) != NULL)
				return no_group(r, k, interface + i,
						"no interface is called %.*s",
						interface);
		if (n == 0 || n >= sizeof out->place.word)
			return no_group(r, k, interface, "no interface is called %.*s",
					interface);
		memcpy(out->place.word, interface, n);
	}
	n = strlen(text);
	if (text[0] == '[' && text[n - 1] == ']') {
		text[n - 1] = '\0';
		text++;
		n -= 2;
	}
	if (!is_group(r, text))
		return no_group(r, k, text, "not a multicast group that fits: %.*s",
				text);
	memcpy(out->place.host, text, n);
	return true;
}

/* xHEX: `text` is behind the x. */
static bool read_bytes(const struct address_reader *r,
		       const struct address_option_kind *k, const char *text,
		       struct address_option *out)
{
	size_t n = 0;

	for (; text[n] != '\0'; n++) {
		int digit = quantity_digit(text[n], 16);

		if (n == (size_t)2 * ADDRESS_RAW_MAX)
			return diag_set(r->d, address_column(r, text + n),
					"more than %d bytes", ADDRESS_RAW_MAX);
		if (digit < 0) {
			diag_set(r->d, address_column(r, text + n),
				 "a hex digit should be here");
			return example(r, k);
		}
		out->raw[n / 2] = (unsigned char)(16 * out->raw[n / 2] + digit);
	}
	if (n == 0 || n % 2 != 0) {
		diag_set(r->d, address_column(r, text + n),
			 n == 0 ? "no bytes after the x" : "one hex digit is missing");
		return diag_hint(r->d, "each byte is two hex digits: x0100ff");
	}
	out->raw_length = n / 2;
	return true;
}

static bool read_raw(const struct address_reader *r,
		     const struct address_option_kind *k, char *text,
		     struct address_option *out)
{
	int *numbers[] = { &out->level, &out->option };
	int64_t n = 0;
	uint32_t value;

	for (size_t i = 0; i < 2; i++) {
		char *colon = strchr(text, ':');

		if (colon == NULL) {
			diag_set(r->d, address_column(r, text + strlen(text)),
				 "no colon after the %s", i == 0 ? "level" : "option");
			return diag_hint(r->d, "write %sLEVEL:OPT:VALUE, such as %s",
					 r->lead, k->example);
		}
		*colon = '\0';
		if (!read_signed(r, text, 0, INT_MAX, &n))
			return diag_hint(r->d, "numbers as the kernel has them: %s",
					 k->example);
		*numbers[i] = (int)n;
		text = colon + 1;
	}
	if (text[0] == 'x')
		return read_bytes(r, k, text + 1, out);
	if (!read_signed(r, text, INT_MIN, UINT32_MAX, &n))
		return diag_hint(r->d, "the value is a number, or bytes as xHEX");
	value = (uint32_t)n;
	memcpy(out->raw, &value, sizeof value);
	out->raw_length = sizeof value;
	return true;
}

/* Bytes that a backslash takes along, or \xHH. */
static bool read_escaped(const char **at, char *byte)
{
	int high = -1, low = -1;

	++*at;
	if (**at == 'x') {
		high = quantity_digit((*at)[1], 16);
		low = high < 0 ? -1 : quantity_digit((*at)[2], 16);
		*byte = (char)(16 * high + low);
		*at += 3;
		return low >= 0 && *byte != '\0';
	}
	*byte = **at;
	++*at;
	return strchr(",:\\", *byte) != NULL && *byte != '\0';
}

static bool read_text(const struct address_reader *r,
		      const struct address_option_kind *k, char *text,
		      struct address_option *out)
{
	const char *at = text;
	size_t n = 0;

	while (*at != '\0') {
		const char *from = at;
		char byte = *at;

		if (byte != '\\') {
			at++;
		} else if (!read_escaped(&at, &byte)) {
			diag_set(r->d, address_column(r, from), "no such escape");
			return diag_hint(r->d, "escapes are \\, \\: \\\\ and \\xHH");
		}
		if (n == ADDRESS_TEXT_MAX - 1) {
			diag_set(r->d, address_column(r, from), "longer than %d bytes",
				 ADDRESS_TEXT_MAX - 1);
			return example(r, k);
		}
		out->text[n++] = byte;
	}
	return true;
}

static bool read_version(const struct address_reader *r,
			 const struct address_option_kind *k, char *text,
			 struct address_option *out)
{
	if (strncmp(text, "1.", 2) == 0 && text[2] >= '0' && text[2] <= '3' &&
	    text[3] == '\0') {
		out->number = 0x0301 + (text[2] - '0');
		return true;
	}
	diag_set(r->d, address_column(r, text), "no version of TLS: %.*s",
		 diag_shown(strlen(text)), text);
	(void)k;
	return diag_hint(r->d, "versions are 1.0, 1.1, 1.2 and 1.3");
}

static reader *const readers[] = {
	[ADDRESS_VALUE_FLAG] = read_flag,
	[ADDRESS_VALUE_NUMBER] = read_number,
	[ADDRESS_VALUE_SIZE] = read_size,
	[ADDRESS_VALUE_DURATION] = read_duration,
	[ADDRESS_VALUE_PLACE] = read_place,
	[ADDRESS_VALUE_GROUP] = read_group,
	[ADDRESS_VALUE_RAW] = read_raw,
	[ADDRESS_VALUE_TEXT] = read_text,
	[ADDRESS_VALUE_VERSION] = read_version,
};

static bool unknown(const struct address_reader *r, const char *word)
{
	const char *guess = address_option_guess(word);

	diag_set(r->d, address_column(r, word), "no such option: %.*s",
		 diag_shown(strlen(word)), word);
	if (guess != NULL)
		return diag_hint(r->d, "did you mean %s? (%s)", guess,
				 address_option_by_word(guess)->example);
	return diag_hint(r->d, "what has no word is sockopt=LEVEL:OPT:VALUE");
}

bool address_option_parse(struct address_reader *r, char *text,
			  struct address_option *out)
{
	const struct address_option_kind *k;
	enum address_form form = address_other_form(r->kind->form);
	char *value = strchr(text, '=');

	if (value != NULL)
		*value++ = '\0';
	k = address_option_by_word(text);
	if (k == NULL)
		return unknown(r, text);
	if ((k->roles & 1u << r->kind->role) == 0) {
		diag_set(r->d, address_column(r, text), "%s does not go with %s",
			 k->word, r->kind->word);
		return diag_hint(r->d, "%s is %s", k->word, k->text);
	}
	out->id = k->id;
	address_set_lead(r, k->word, '=');
	r->example = form == ADDRESS_PORT || form == ADDRESS_HOST_PORT ? k->example
								       : NULL;
	if (value == NULL && k->value != ADDRESS_VALUE_FLAG) {
		diag_set(r->d, address_column(r, text + strlen(text)),
			 "%s needs a value", k->word);
		return k->value == ADDRESS_VALUE_PLACE ? address_usage(r, form)
						       : example(r, k);
	}
	if (value != NULL && value[0] == '\0' && k->value != ADDRESS_VALUE_PLACE) {
		diag_set(r->d, address_column(r, value), "nothing after %s", r->lead);
		return example(r, k);
	}
	return readers[k->value](r, k, value, out);
}
