/* SPDX-License-Identifier: MIT */
/* What the files of the address parser share, and nobody else needs.
 *
 * The text is copied once and cut in place: each part is NUL-terminated where it stands,
 * and its column is its distance from the start of the copy. */
#pragma once

#include "scenario/address.h"
#include "scenario/text.h"

struct address_reader {
	const char *start;               /* of the copy: columns count from here */
	const struct address_kind *kind; /* of the address */
	char lead[40];       /* what stands before the part: "tcp:", "bind=" */
	const char *example; /* a whole one that is right */
	struct diag *d;
};

/* The column of a character of the copy. */
static inline size_t address_column(const struct address_reader *r, const char *at)
{
	return (size_t)(at - r->start);
}

/* What stands before the part: the word, and a colon or an equals sign. */
void address_set_lead(struct address_reader *r, const char *word, char ends);

/* The hint that shows the form in general and by an example; returns false. */
bool address_usage(const struct address_reader *r, enum address_form form);

/* Reads a place of that form; *out is all zero before. */
bool address_place_parse(const struct address_reader *r, enum address_form form,
			 char *text, struct address_place *out);

/* A port of at most `max`, the whole of `text`. */
bool address_port_parse(const struct address_reader *r, enum address_form form,
			const char *text, uint32_t max, uint32_t *port);

/* The forms that have a host: HOST:PORT and PORT. */
bool address_inet_parse(const struct address_reader *r, enum address_form form,
			char *text, struct address_place *out);

/* Reads one option, "rcvbuf=4k"; *out is all zero before. The reader's lead and example
 * become the option's. */
bool address_option_parse(struct address_reader *r, char *text,
			  struct address_option *out);

/* Writes one option of such an address, as it is read. */
void address_option_print(struct text *to, const struct address_kind *kind,
			  const struct address_option *o);

/* The form of the other end of an address: a socket that connects is bound to a PORT, a
 * bound one is connected to HOST:PORT. */
enum address_form address_other_form(enum address_form form);

/* Is all of it decimal digits; the address of a host in that family? A scope (%eth0) may
 * follow in IPv6. */
bool address_is_digits(const char *text);
bool address_is_ipv4(const char *text);
bool address_is_ipv6(const char *text);
