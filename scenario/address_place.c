/* SPDX-License-Identifier: MIT */
/* Places: ports, paths, machines of AF_VSOCK, words and numbers. */
#include <limits.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include <linux/vm_sockets.h>

#include "scenario/address_parts.h"
#include "scenario/quantity.h"

bool address_port_parse(const struct address_reader *r, enum address_form form,
			const char *text, uint32_t max, uint32_t *port)
{
	size_t n = strspn(text, "0123456789");
	uint64_t value = 0;

	if (text[0] == '\0') {
		diag_set(r->d, address_column(r, text), "no port after the colon");
		return address_usage(r, form);
	}
	if (text[n] == ':') {
		diag_set(r->d, address_column(r, text + n), "the port ends here");
		return diag_hint(r->d, "options come after a comma: %.*s,rcvbuf=4k",
				 diag_shown(n), text);
	}
	if (text[n] != '\0') {
		diag_set(r->d, address_column(r, text + n),
			 "ports are numbers, not %.*s", diag_shown(strlen(text)), text);
		return address_usage(r, form);
	}
	for (size_t i = 0; i < n && value <= max; i++)
		value = 10 * value + (unsigned)quantity_digit(text[i], 10);
	if (value > max) {
		diag_set(r->d, address_column(r, text), "port %.*s is past %u",
			 diag_shown(n), text, max);
		return diag_hint(r->d, "ports are numbers from 0 to %u", max);
	}
	*port = (uint32_t)value;
	return true;
}

/* Reads the escape whose backslash is at *at, and moves it behind. */
static bool read_escape(const struct address_reader *r, const char **at, char *byte)
{
	char letter = *++*at;
	int high, low;

	if (letter == 'x') {
		high = quantity_digit(*++*at, 16);
		low = high < 0 ? -1 : quantity_digit(*++*at, 16);
		if (low < 0) {
			diag_set(r->d, address_column(r, *at),
				 "a hex digit should be here");
			return diag_hint(r->d, "write \\xHH");
		}
		++*at;
		*byte = (char)(16 * high + low);
		return true;
	}
	if (letter != '\0' && strchr(",:\\", letter) != NULL) {
		++*at;
		*byte = letter;
		return true;
	}
	if (letter == '\0')
		diag_set(r->d, address_column(r, *at), "nothing after the backslash");
	else
		diag_set(r->d, address_column(r, *at), "no such escape in a path: \\%c",
			 letter);
	return diag_hint(r->d, "escapes of a path are \\, \\: \\\\ and \\xHH");
}

static bool read_path(const struct address_reader *r, const char *at,
		      struct address_place *out)
{
	out->abstract = *at == '@';
	at += out->abstract ? 1 : 0;
	if (*at == '\0') {
		diag_set(r->d, address_column(r, at), "no name after @");
		return diag_hint(r->d, "write %s@NAME", r->lead);
	}
	while (*at != '\0') {
		const char *from = at;
		char byte = *at;

		if (byte == ':') {
			diag_set(r->d, address_column(r, at),
				 "a colon in a path needs a backslash");
			return diag_hint(r->d, "write \\: for a colon of the path");
		}
		if (byte != '\\')
			at++;
		else if (!read_escape(r, &at, &byte))
			return false;
		if (byte == '\0' && !out->abstract)
			return diag_set(r->d, address_column(r, from),
					"a file name has no NUL byte");
		if (out->path_length == ADDRESS_PATH_MAX - 1) {
			diag_set(r->d, address_column(r, from),
				 "the path is longer than %d bytes",
				 ADDRESS_PATH_MAX - 1);
			return diag_hint(r->d,
					 "write it from a nearer directory: %ssock",
					 r->lead);
		}
		out->path[out->path_length++] = byte;
	}
	return true;
}

static bool read_cid(const struct address_reader *r, enum address_form form, char *text,
		     uint32_t *cid)
{
	static const char *const words[] = { "host", "local", "any", NULL };
	static const uint32_t cids[] = { VMADDR_CID_HOST, VMADDR_CID_LOCAL,
					 VMADDR_CID_ANY };
	uint64_t n = 0;
	const char *guess;
	size_t i = 0;

	while (words[i] != NULL && strcasecmp(words[i], text) != 0)
		i++;
	if (words[i] != NULL) {
		n = cids[i];
	} else if (!quantity_number(text, &n, r->d) || n > UINT32_MAX) {
		guess = diag_guess(text, words);
		diag_set(r->d, address_column(r, text), "no such machine: %.*s",
			 diag_shown(strlen(text)), text);
		if (guess != NULL)
			return diag_hint(r->d, "did you mean %s?", guess);
		return diag_hint(r->d, "a CID is a number, host, local or any");
	}
	if (n == VMADDR_CID_ANY && form == ADDRESS_CID_PORT) {
		diag_set(r->d, address_column(r, text),
			 "any machine is no one to reach");
		return address_usage(r, form);
	}
	*cid = (uint32_t)n;
	return true;
}

static bool read_vsock(const struct address_reader *r, enum address_form form,
		       char *text, struct address_place *out)
{
	char *colon = strchr(text, ':'), *port = text;

	out->cid = VMADDR_CID_ANY;
	if (colon == NULL && form == ADDRESS_CID_PORT) {
		diag_set(r->d, address_column(r, text + strlen(text)),
			 "no port after the machine");
		return address_usage(r, form);
	}
	if (colon != NULL) {
		*colon = '\0';
		port = colon + 1;
		if (!read_cid(r, form, text, &out->cid))
			return false;
	}
	return address_port_parse(r, form, port, UINT32_MAX, &out->vsock_port);
}

static bool read_word(const struct address_reader *r, const char *text,
		      struct address_place *out)
{
	static const char *const words[] = { "stream", "dgram", "seqpacket",
					     "tls",    "dtls",  NULL };
	const char *guess;

	for (size_t i = 0; words[i] != NULL; i++)
		if (strcasecmp(words[i], text) == 0) {
			memcpy(out->word, words[i], strlen(words[i]));
			return true;
		}
	guess = diag_guess(text, words);
	diag_set(r->d, address_column(r, text), "no such pair: %.*s",
		 diag_shown(strlen(text)), text);
	if (guess != NULL)
		return diag_hint(r->d, "did you mean %s%s?", r->lead, guess);
	return address_usage(r, ADDRESS_WORD);
}

static bool read_number(const struct address_reader *r, const char *text,
			struct address_place *out)
{
	if (!quantity_number(text, &out->number, r->d)) {
		diag_shift(r->d, address_column(r, text));
		return address_usage(r, ADDRESS_NUMBER);
	}
	if (r->kind->role == ADDRESS_FD && out->number > INT_MAX) {
		diag_set(r->d, address_column(r, text), "no descriptor is past %d",
			 INT_MAX);
		return address_usage(r, ADDRESS_NUMBER);
	}
	return true;
}

/* What is wrong with the // of an URL, and the address that it stands for. */
static bool is_url(const struct address_reader *r, enum address_form form, char *text)
{
	char *host = text + 2;

	diag_set(r->d, address_column(r, text), "an address has no //");
	host[strcspn(host, "/")] = '\0';
	if (host[0] == '\0' || host[0] == ':' || strchr(host, ':') == NULL)
		return address_usage(r, form);
	return diag_hint(r->d, "write %s%s", r->lead, host);
}

bool address_place_parse(const struct address_reader *r, enum address_form form,
			 char *text, struct address_place *out)
{
	if (text[0] == '\0') {
		diag_set(r->d, address_column(r, text), "nothing after %s", r->lead);
		return address_usage(r, form);
	}
	if (form != ADDRESS_PATH && strncmp(text, "//", 2) == 0)
		return is_url(r, form, text);
	switch (form) {
	case ADDRESS_HOST_PORT:
	case ADDRESS_PORT:
		return address_inet_parse(r, form, text, out);
	case ADDRESS_PATH:
		return read_path(r, text, out);
	case ADDRESS_CID_PORT:
	case ADDRESS_CID_ANY:
		return read_vsock(r, form, text, out);
	case ADDRESS_WORD:
		return read_word(r, text, out);
	case ADDRESS_NUMBER:
		return read_number(r, text, out);
	}
	return false;
}
