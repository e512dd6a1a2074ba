/* SPDX-License-Identifier: MIT */
/* Puts notes into words. */
#include "cli/notes.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/flag.h"
#include "scenario/alert.h"
#include "scenario/errnoword.h"
#include "scenario/literal.h"
#include "scenario/quantity.h"
#include "scenario/rogue.h"

#define DATA_SHOWN 24 /* bytes of a step's data */

bool notes_port_was_chosen(const struct address *a)
{
	size_t n;
	const struct address_kind *kind = &address_kinds(&n)[a->kind];

	if (kind->role != ADDRESS_LISTEN && kind->role != ADDRESS_BOUND)
		return false;
	if (kind->form == ADDRESS_CID_ANY)
		return a->place.vsock_port == 0;
	return kind->form == ADDRESS_PORT && a->place.port == 0;
}

void notes_opened(const struct endpoint *e)
{
	size_t n;
	const struct flag *flags = flag_xp1(&n);
	WSPTLSSTATE state;

	if (e->info.szProtocol[0] != '\0')
		fprintf(stderr, "wsprecv: protocol %s:", e->info.szProtocol);
	for (size_t i = 0; e->info.szProtocol[0] != '\0' && i < n; i++)
		if ((e->info.dwServiceFlags1 & flags[i].value) != 0)
			fprintf(stderr, " %s", flags[i].word);
	if (e->info.szProtocol[0] != '\0')
		fputc('\n', stderr);
	if (e->local[0] != '\0')
		fprintf(stderr, "wsprecv: local address %s\n", e->local);
	if (e->remote[0] != '\0')
		fprintf(stderr, "wsprecv: remote address %s\n", e->remote);
	if (endpoint_tls_state(e->socket, &state) && state.secure)
		fprintf(stderr, "wsprecv: %s %s%s%s%s%s%s\n", state.version,
			state.cipher, state.alpn[0] != '\0' ? ", ALPN " : "",
			state.alpn, state.peer[0] != '\0' ? ", peer " : "", state.peer,
			state.resumed ? ", resumed" : "");
}

/* Whether the option is there, with that number. */
static bool has(const struct address *a, enum address_option_id id, int64_t number)
{
	for (size_t i = 0; i < a->n_options; i++)
		if (a->options[i].id == id && a->options[i].number == number)
			return true;
	return false;
}

void notes_trust(const struct address *a)
{
	if (has(a, ADDRESS_VERIFY, 0))
		fputs("wsprecv: warning: verify=no: the peer's certificate is not "
		      "looked at, so anybody may be there\n",
		      stderr);
}

void notes_fingerprint(SOCKET s, const struct address *a)
{
	WSPTLSSTATE state;

	if (!has(a, ADDRESS_CERT, 0) && endpoint_tls_state(s, &state) &&
	    state.fingerprint[0] != '\0')
		fprintf(stderr,
			"wsprecv: a certificate to throw away, SHA-256 fingerprint "
			"%s\n",
			state.fingerprint);
}

void notes_ended(SOCKET s)
{
	WSPTLSSTATE state;

	if (endpoint_tls_state(s, &state) && state.ending != WSPTLS_ENDING_NONE &&
	    state.ending != WSPTLS_ENDING_GRACEFUL)
		fprintf(stderr, "wsprecv: TLS: %s\n", state.text);
}

void notes_step_failed(const struct peer_step *step, size_t number, int native)
{
	size_t n, shown = step->n < DATA_SHOWN ? step->n : DATA_SHOWN;
	const struct peer_verb_kind *kinds = peer_verbs(&n);
	char text[LITERAL_ESCAPED(DATA_SHOWN)];

	fprintf(stderr, "wsprecv: the peer's step %zu failed: %s", number + 1,
		kinds[step->verb].word);
	switch (kinds[step->verb].argument) {
	case PEER_ARGUMENT_NONE:
		break;
	case PEER_ARGUMENT_DATA:
		literal_escape(step->data, shown, text);
		fprintf(stderr, " \"%s\"%s", text, shown < step->n ? "..." : "");
		break;
	case PEER_ARGUMENT_SIZE:
		fprintf(stderr, " %zu", step->n);
		break;
	case PEER_ARGUMENT_DURATION:
		quantity_print_duration(step->usec, text);
		fprintf(stderr, " %s", text);
		break;
	case PEER_ARGUMENT_ALERT:
		alert_print(step->n, text);
		fprintf(stderr, " %s", text);
		break;
	}
	fprintf(stderr, ": %s (%s)\n",
		native == EOPNOTSUPP && rogue_has(step->verb)
			? "only over TLS; alert and update take TLS 1.3"
			: strerror(native),
		errnoword_name(native));
}
