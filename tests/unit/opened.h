/* SPDX-License-Identifier: MIT */
/* Endpoints as tests want them: from texts, as on the command line. */
#pragma once

#include "scenario/endpoint.h"
#include "scenario/receive.h"

struct opened {
	struct endpoint end;
	struct endpoint_error error;
	struct peer_step *steps; /* owned */
	size_t n_steps;
};

/* WSPStartup and WSPCleanup, counted as those are. Every endpoint below starts the provider
 * for itself, within the test: cmocka takes the signals of faults at the beginning of
 * each test, and the provider must come after it to get its own. */
void opened_startup(void);
void opened_cleanup(void);

/* Parses the address and the script (NULL: none) and opens. A text that does not parse
 * fails the test; what does not open is told in out->error. `wish` may be NULL. */
bool opened_try(struct opened *out, const char *address, const char *script,
		const struct endpoint_wish *wish);

/* It must not open: at this stage, with this code and this text. */
void opened_fails(const char *address, const char *script,
		  const struct endpoint_wish *wish, const char *stage, int code,
		  const char *text);

/* A wish for nothing but the depth. */
struct endpoint_wish opened_down_to(enum endpoint_depth depth);

/* As opened_try(), but it must open. An address that listens or is bound gets its
 * built-in peer if there is a script. */
void opened_get(struct opened *out, const char *address, const char *script);
void opened_get_wish(struct opened *out, const char *address, const char *script,
		     const struct endpoint_wish *wish);

/* Closes; the errno of the peer's step that failed. */
int opened_end(struct opened *o);

/* Memory laid out as the text says. */
struct memory *opened_memory(const char *layout);

/* One receive into `layout`; the bytes received, NUL at their end, in `bytes`. */
struct outcome opened_receive(SOCKET s, const char *layout, DWORD flags,
			      char bytes[256]);

/* One receive of the endpoint into 100 bytes: it must have this word and these bytes, and
 * no damage. */
void opened_expect(const struct opened *o, enum outcome_word word, const char *bytes);
