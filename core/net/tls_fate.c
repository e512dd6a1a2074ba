/* SPDX-License-Identifier: MIT */
/* How a session ends, told apart: said by the peer, cut, broken below, or refused. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "net/tls_parts.h"

int tls_over_with(struct tls *t, enum wsptls_ending ending, int native)
{
	bool shaking = t->phase == TLS_SHAKING;

	/* Where a circuit has records a reset may come before them: not here. */
	if (t->datagrams && native == ECONNRESET)
		native = ECONNREFUSED;
	t->phase = TLS_OVER;
	t->native = native;
	t->state.ending = (uint8_t)(shaking ? WSPTLS_ENDING_HANDSHAKE : ending);
	return native;
}

static void say(struct tls *t, const char *format, const char *what)
{
	/* What a certificate was refused for says more. */
	if (t->state.certificate[0] == '\0')
		snprintf(t->state.text, sizeof t->state.text, format, what);
}

static int broken(struct tls *t, int native)
{
	say(t, "%s", strerror(native));
	return tls_over_with(t, WSPTLS_ENDING_BROKEN, native);
}

/* The kernel tells a reset once: perhaps to a send. */
static int cut(struct tls *t)
{
	if (t->stuck == ECONNRESET)
		return broken(t, t->stuck);
	say(t, "the connection ended without close_notify%s", "");
	return tls_over_with(t, WSPTLS_ENDING_CUT, ECONNRESET);
}

/* OpenSSL's own reasons; those of alerts that came are counted from an offset. */
static int refused(struct tls *t)
{
	int reason = ERR_GET_REASON(ERR_peek_error());
	const char *text = ERR_reason_error_string(ERR_peek_error());

	if (reason == SSL_R_UNEXPECTED_EOF_WHILE_READING)
		return cut(t);
	if (reason == SSL_R_READ_TIMEOUT_EXPIRED) {
		say(t, "nobody answers%s", "");
		return tls_over_with(t, WSPTLS_ENDING_BROKEN, ETIMEDOUT);
	}
	if (reason >= SSL_AD_REASON_OFFSET) {
		t->state.alert = (uint8_t)(reason - SSL_AD_REASON_OFFSET);
		say(t, "the peer's alert: %s",
		    SSL_alert_desc_string_long(reason - SSL_AD_REASON_OFFSET));
		return tls_over_with(t, WSPTLS_ENDING_ALERT, ECONNABORTED);
	}
	say(t, "%s", text != NULL ? text : "what came is not TLS");
	return tls_over_with(t, WSPTLS_ENDING_REFUSED, ECONNABORTED);
}

int tls_fate(struct tls *t, int result)
{
	int error = SSL_get_error(t->ssl, result);
	int native;

	if (error == SSL_ERROR_WANT_READ)
		return EAGAIN;
	if (error == SSL_ERROR_ZERO_RETURN) {
		t->state.ending = WSPTLS_ENDING_GRACEFUL;
		return 0;
	}
	if (t->below != 0)
		native = broken(t, t->below);
	else if (error == SSL_ERROR_SYSCALL)
		native = cut(t);
	else
		native = refused(t);
	tls_flush(t); /* the alert that says so */
	return native;
}
