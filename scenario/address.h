/* SPDX-License-Identifier: MIT */
/* Where to receive, as network people type it: "tcp:example.org:80,rcvbuf=4k".
 *
 *	WORD:PLACE[,OPTION[=VALUE]]...
 *
 * WORD is in the table of address_kinds.h; it says which protocol, and how the socket
 * gets its peer. A comma, colon or backslash that belongs to a path is written with a
 * backslash before it; any byte of a path may be \xHH. Words and options may be typed in
 * upper case. A parsed address is a value; nothing in it is owned. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/address_kinds.h"
#include "scenario/diag.h"

#define ADDRESS_HOST_MAX 256
#define ADDRESS_PATH_MAX 108
#define ADDRESS_OPTIONS 16
#define ADDRESS_RAW_MAX 64
#define ADDRESS_TEXT_MAX 256

/* A place without its options. Which fields count depends on the form. */
struct address_place {
	char host[ADDRESS_HOST_MAX]; /* "" : any address; without the brackets */
	uint16_t port;
	uint32_t cid; /* AF_VSOCK */
	uint32_t vsock_port;
	char path[ADDRESS_PATH_MAX]; /* unescaped; NUL-terminated for file names */
	size_t path_length; /* without the NUL; "@" of an abstract name not counted */
	bool abstract;
	char word[16];   /* ADDRESS_WORD */
	uint64_t number; /* ADDRESS_NUMBER */
};

struct address_option {
	enum address_option_id id;
	int64_t number;             /* flag, number, bytes or microseconds */
	struct address_place place; /* ADDRESS_VALUE_PLACE; ADDRESS_VALUE_GROUP: host is
					       the group, word the interface ("" : any) */
	int level, option;          /* ADDRESS_VALUE_RAW */
	unsigned char raw[ADDRESS_RAW_MAX]; /* its value as bytes */
	size_t raw_length;
	char text[ADDRESS_TEXT_MAX]; /* ADDRESS_VALUE_TEXT; unescaped */
};

struct address {
	size_t kind; /* index into address_kinds() */
	struct address_place place;
	size_t n_options;
	struct address_option options[ADDRESS_OPTIONS]; /* in the order given */
};

/* Unused fields of *out are zero, so that equal addresses compare equal as bytes, up to
 * their last option: what is behind it is not written. */
bool address_parse(const char *text, struct address *out, struct diag *d);

/* Whether what it names speaks TLS, or DTLS; and which: WSPPROTO_*, or 0. */
bool address_is_tls(const struct address *a);
int address_tls(const struct address *a);

/* The canonical text; address_parse() of it gives the same address again. Heap, the
 * caller frees; NULL without memory. */
char *address_print(const struct address *a);
struct text;
void address_print_to(struct text *to, const struct address *a);
