/* SPDX-License-Identifier: MIT */
/* TLS of an endpoint: its settings, its handshake, and why that failed. */
#include <stdio.h>
#include <string.h>

#include "base/code.h"
#include "scenario/endpoint_parts.h"

bool endpoint_tls_state(SOCKET s, WSPTLSSTATE *out)
{
	int n = sizeof *out, error = 0;

	memset(out, 0, sizeof *out);
	return WSPGetSockOpt(s, SOL_WSP_TLS, SO_WSP_TLS_STATE, (CHAR *)out, &n,
			     &error) == 0;
}

static void put_text(char *to, size_t room, const char *text)
{
	snprintf(to, room, "%s", text);
}

#define PUT(field, text) put_text(out->field, sizeof out->field, text)

static void put_option(const struct address_option *a, WSPTLS *out)
{
	switch ((int)a->id) {
	case ADDRESS_CA:
		PUT(ca, a->text);
		break;
	case ADDRESS_CERT:
		PUT(cert, a->text);
		break;
	case ADDRESS_KEY:
		PUT(key, a->text);
		break;
	case ADDRESS_PASS_FILE:
		PUT(pass_file, a->text);
		break;
	case ADDRESS_VERIFY:
		out->trusting = a->number == 0;
		break;
	case ADDRESS_SNI:
		PUT(name, a->text);
		break;
	case ADDRESS_ALPN:
		PUT(alpn, a->text);
		break;
	case ADDRESS_LEAST:
		out->least = (uint16_t)a->number;
		break;
	case ADDRESS_MOST:
		out->most = (uint16_t)a->number;
		break;
	case ADDRESS_CIPHERS:
		PUT(ciphers, a->text);
		break;
	case ADDRESS_KEYLOG:
		PUT(keylog, a->text);
		break;
	case ADDRESS_SESSION:
		PUT(session, a->text);
		break;
	case ADDRESS_RECORD:
		out->record = (uint16_t)(a->number > UINT16_MAX ? 1 : a->number);
		break;
	case ADDRESS_RESEND:
		out->resend = (uint16_t)(a->number / 1000 > UINT16_MAX
						 ? UINT16_MAX
						 : a->number / 1000);
		break;
	}
}

static void settings_of(const struct opening *o, WSPTLS *out)
{
	memset(out, 0, sizeof *out);
	/* Whoever is at the other end of a pair is no stranger. */
	out->trusting = o->kind->role == ADDRESS_PAIR || o->wish->familiar;
	if (o->kind->role == ADDRESS_CONNECT)
		PUT(name, o->address->place.host);
	if (o->wish->keylog != NULL)
		PUT(keylog, o->wish->keylog);
	for (size_t i = 0; i < o->address->n_options; i++)
		put_option(&o->address->options[i], out);
}

bool endpoint_set_tls(struct opening *o)
{
	WSPTLSSTATE state;
	WSPTLS settings;
	int error = 0;

	if (!address_is_tls(o->address))
		return true;
	settings_of(o, &settings);
	if (WSPSetSockOpt(o->end->socket, SOL_WSP_TLS, SO_WSP_TLS_SETTINGS,
			  (CHAR *)&settings, sizeof settings, &error) == 0)
		return true;
	endpoint_tls_state(o->end->socket, &state);
	return endpoint_fail(o, "tls", error, "%s",
			     state.text[0] != '\0' ? state.text : "there is no TLS");
}

bool endpoint_is_unshaken(const struct opening *o)
{
	WSPTLSSTATE state;

	return address_is_tls(o->address) &&
	       endpoint_tls_state(o->end->socket, &state) &&
	       state.ending == WSPTLS_ENDING_HANDSHAKE;
}

bool endpoint_fail_handshake(struct opening *o, int code, const char *with)
{
	struct endpoint_error *e = o->error;
	WSPTLSSTATE state;
	WSPTLS settings;

	endpoint_tls_state(o->end->socket, &state);
	settings_of(o, &settings);
	if (state.certificate[0] == '\0')
		return endpoint_fail(o, "handshake", code,
				     "no TLS handshake with %s: %s", with, state.text);
	endpoint_fail(o, "handshake", code, "cannot verify %s", with);
	snprintf(e->certificate, sizeof e->certificate, "%s", state.certificate);
	snprintf(e->name, sizeof e->name, "%s", settings.name);
	snprintf(e->reason, sizeof e->reason, "%s", state.text);
	return false;
}

/* A send of nothing waits for the handshake, and does nothing else. Of a peer that has gone
 * since then there may still be something to receive. */
bool endpoint_shake(struct opening *o)
{
	WSABUF nothing = { .len = 0 };
	WSPTLSSTATE state;
	DWORD sent;
	int error = 0;

	if (!address_is_tls(o->address) || WSPSend(o->end->socket, &nothing, 1, &sent,
						   0, NULL, NULL, NULL, &error) == 0)
		return true;
	if (endpoint_tls_state(o->end->socket, &state) && state.secure)
		return true;
	if (endpoint_is_unshaken(o))
		return endpoint_fail_handshake(
			o, error,
			o->end->remote[0] != '\0' ? o->end->remote : "the other end");
	return endpoint_fail(o, "handshake", error, "no TLS handshake: %s",
			     error == WSAETIMEDOUT ? "nobody answered in time"
			     : error == WSAEINTR   ? "cancelled"
						   : "the connection is gone");
}
