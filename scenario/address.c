/* SPDX-License-Identifier: MIT */
/* Addresses: the word, its place, its options; and what to say where there is no word. */
#include "scenario/address.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/address_parts.h"
#include "wsptls.h"

void address_set_lead(struct address_reader *r, const char *word, char ends)
{
	size_t n;

	text_fit(r->lead, sizeof r->lead - 1, word);
	n = strlen(r->lead);
	r->lead[n] = ends;
	r->lead[n + 1] = '\0';
}

bool address_usage(const struct address_reader *r, enum address_form form)
{
	if (r->example == NULL)
		return diag_hint(r->d, "write %s%s", r->lead, address_form_text(form));
	return diag_hint(r->d, "write %s%s, such as %s", r->lead,
			 address_form_text(form), r->example);
}

/* Ends the part that starts at `text` at its comma; returns the next part, NULL where
 * there is none. A backslash takes the next character with it. */
static char *cut(char *text)
{
	for (; *text != '\0' && *text != ','; text++)
		if (text[0] == '\\' && text[1] != '\0')
			text++;
	if (*text == '\0')
		return NULL;
	*text = '\0';
	return text + 1;
}

static bool is_path(const char *text)
{
	return text[0] == '/' || text[0] == '@' || strncmp(text, "./", 2) == 0 ||
	       strncmp(text, "../", 3) == 0;
}

/* Does the address go on with what is a port, or a number, alone? */
static bool takes_number(const char *word)
{
	switch (address_kind_by_word(word)->form) {
	case ADDRESS_PORT:
	case ADDRESS_CID_ANY:
	case ADDRESS_NUMBER:
		return true;
	case ADDRESS_HOST_PORT:
	case ADDRESS_CID_PORT:
	case ADDRESS_PATH:
	case ADDRESS_WORD:
		break;
	}
	return false;
}

/* A word that is none: a wrong one, or a host. `rest` is behind its colon, or NULL. */
static bool wrong_word(const struct address_reader *r, const char *word,
		       const char *rest)
{
	const char *guess = address_kind_guess(word);

	diag_set(r->d, 0, "no such address type: %.*s", diag_shown(strlen(word)), word);
	if (rest != NULL && address_is_digits(rest) &&
	    (guess == NULL || !takes_number(guess)))
		return diag_hint(r->d, "write tcp:%s:%s", word, rest);
	if (rest != NULL && strncmp(rest, "//", 2) == 0)
		return diag_hint(r->d, "an address is no URL: write tcp:HOST:PORT");
	if (guess != NULL)
		return diag_hint(r->d, "did you mean %s? (%s:%s)", guess, guess,
				 address_form_text(address_kind_by_word(guess)->form));
	if (rest == NULL && (strchr(word, '.') != NULL || text_is(word, "localhost")))
		return diag_hint(r->d, "write tcp:%s:PORT", word);
	return diag_hint(r->d, "types are tcp, udp-listen, unix, pair and more: "
			       "tcp:example.org:80");
}

/* A text that does not start with a word at all, or has nothing else. */
static bool no_word(const struct address_reader *r, const char *word, const char *rest)
{
	const struct address_kind *k = address_kind_by_word(word);
	struct diag *d = r->d;

	if (k != NULL) {
		diag_set(d, strlen(word), "no colon after %s", k->word);
		return diag_hint(d, "write %s:%s, such as %s", k->word,
				 address_form_text(k->form), k->example);
	}
	if (word[0] == '\0' && rest == NULL) {
		diag_set(d, 0, "no address");
		return diag_hint(d, "write one such as tcp:example.org:80");
	}
	if (is_path(word)) {
		diag_set(d, 0, "no address type before the path");
		return diag_hint(d, "write unix:%s", word);
	}
	if (word[0] == '[' && rest != NULL) {
		diag_set(d, 0, "no address type before the host");
		return diag_hint(d, "write tcp:%s:%s", word, rest);
	}
	if (rest == NULL && address_is_digits(word)) {
		diag_set(d, 0, "no address type before the port");
		return diag_hint(d, "write tcp-listen:%s", word);
	}
	if (word[0] == '\0') {
		diag_set(d, 0, "no address type before the colon");
		return diag_hint(d, "write one such as tcp:example.org:80");
	}
	return wrong_word(r, word, rest);
}

static const struct address_option_kind *kind_of(const struct address_option *option)
{
	size_t n;

	return &address_option_kinds(&n)[option->id];
}

static bool read_option(struct address_reader *r, char *text, bool last,
			struct address *out)
{
	struct address_option *option;

	if (text[0] == '\0') {
		diag_set(r->d, address_column(r, text), "nothing %s",
			 last ? "after the comma" : "between the commas");
		return diag_hint(r->d, "an option is such as rcvbuf=4k or reuseaddr");
	}
	if (out->n_options == ADDRESS_OPTIONS)
		return diag_set(r->d, address_column(r, text), "more than %d options",
				ADDRESS_OPTIONS);
	option = &out->options[out->n_options];
	memset(option, 0, sizeof *option);
	if (!address_option_parse(r, text, option))
		return false;
	if (kind_of(option)->tls && !address_is_tls(out)) {
		diag_set(r->d, address_column(r, text), "%s is for TLS only",
			 kind_of(option)->word);
		return diag_hint(r->d, "%s is %s", kind_of(option)->word,
				 kind_of(option)->text);
	}
	for (size_t i = 0; i < out->n_options; i++)
		if (out->options[i].id == option->id && !kind_of(option)->repeats)
			return diag_set(r->d, address_column(r, text),
					"%s stands twice", kind_of(option)->word);
	out->n_options++;
	return true;
}

static bool read_address(struct address_reader *r, char *text, struct address *out)
{
	char *options = cut(text), *place = strchr(text, ':');
	size_t n;

	if (place != NULL)
		*place++ = '\0';
	r->kind = address_kind_by_word(text);
	if (r->kind == NULL || place == NULL)
		return no_word(r, text, place);
	out->kind = (size_t)(r->kind - address_kinds(&n));
	address_set_lead(r, r->kind->word, ':');
	r->example = r->kind->example;
	if (!address_place_parse(r, r->kind->form, place, &out->place))
		return false;
	while (options != NULL) {
		char *next = cut(options);

		if (!read_option(r, options, next == NULL, out))
			return false;
		options = next;
	}
	return true;
}

int address_tls(const struct address *a)
{
	size_t n;
	const struct address_kind *kind = &address_kinds(&n)[a->kind];

	if (kind->role == ADDRESS_PAIR && text_is(a->place.word, "tls"))
		return WSPPROTO_TLS;
	if (kind->role == ADDRESS_PAIR && text_is(a->place.word, "dtls"))
		return WSPPROTO_DTLS;
	return kind->protocol == WSPPROTO_TLS || kind->protocol == WSPPROTO_DTLS
		       ? kind->protocol
		       : 0;
}

bool address_is_tls(const struct address *a)
{
	return address_tls(a) != 0;
}

bool address_parse(const char *text, struct address *out, struct diag *d)
{
	char *copy = strdup(text);
	struct address_reader r = { .start = copy, .d = d };
	bool good;

	memset(out, 0, offsetof(struct address, options));
	if (copy == NULL)
		return diag_set(d, 0, "out of memory");
	good = read_address(&r, copy, out);
	free(copy);
	return good;
}
