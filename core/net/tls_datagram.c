/* SPDX-License-Identifier: MIT */
/* What DTLS has otherwise than TLS: datagrams below, messages above, timers, and a listener
 * that is no listener of the kernel's. */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/vec.h"
#include "net/network.h"
#include "net/tls_parts.h"

#define MTU 1400    /* bytes of a datagram of the handshake: fits nearly everywhere */
#define RESEND 1000 /* milliseconds */
#define RESEND_MOST 60000000u /* microseconds */
#define HANDSHAKE 22          /* a record of the handshake */

static bool is_peer(const struct tls *t, const struct arrival *a)
{
	return t->peer_length == 0 || (a->from_length == t->peer_length &&
				       memcmp(&a->from, &t->peer, t->peer_length) == 0);
}

/* That nobody hears us any more is told behind what had come before (C4). */
int tls_take_datagram(struct tls *t, struct arrival *a)
{
	int native;

	a->ask_from = t->peer_length > 0;
	do {
		native = t->under->ops->recv(t->under, a);
		if (native == ECONNREFUSED && !t->unheard) {
			t->unheard = true;
			a->placed = native = 0;
		}
	} while (native == 0 && (a->placed == 0 || !is_peer(t, a)));
	if (native != EAGAIN || !t->unheard)
		return native;
	t->unheard = false;
	return ECONNREFUSED;
}

/* How long to wait for an answer now, having waited so long before. OpenSSL has the clock of the
 * machine: in a simulation, whose own does not move while anything is done, nobody asks again. */
static unsigned on_timer(SSL *ssl, unsigned before)
{
	const struct tls *t = SSL_get_app_data(ssl);
	unsigned first = t->context->settings.resend;

	if (ready_simulated())
		return UINT_MAX;
	if (before == 0)
		return (first != 0 ? first : RESEND) * 1000u;
	return before < RESEND_MOST / 2 ? 2 * before : RESEND_MOST;
}

void tls_set_datagrams(struct tls *t)
{
	SSL_set_options(t->ssl, SSL_OP_NO_QUERY_MTU);
	SSL_set_mtu(t->ssl, MTU);
	DTLS_set_timer_cb(t->ssl, on_timer);
}

/* Who has sent the first datagram that may be one of a handshake; others are dropped. */
static int first_caller(struct tls *t, struct arrival *a)
{
	for (;;) {
		unsigned char type = 0;
		struct iovec one = { &type, 1 };
		int native;

		*a = (struct arrival){
			.vec = &one, .n = 1, .peek = true, .ask_from = true
		};
		native = t->under->ops->recv(t->under, a);
		if (native != 0)
			return native;
		if (type == HANDSHAKE && a->from_length > 0)
			return 0;
		*a = (struct arrival){ .vec = &one, .n = 1 };
		t->under->ops->recv(t->under, a);
	}
}

/* Another socket with the name of the one below. */
static int open_twin(struct tls *t, struct transport **out)
{
	struct transport *under = t->under, *twin = NULL;
	struct sockaddr_storage here;
	socklen_t n = sizeof here;
	int native = under->ops->name_of(under, false, (struct sockaddr *)&here, &n);

	if (native == 0)
		native = network_current()->open(here.ss_family, SOCK_DGRAM, 0, &twin);
	if (native != 0)
		return native;
	/* All that were accepted have it, and those to come shall. */
	under->ops->set(under, TRANSPORT_REUSEADDR, 1);
	twin->ops->set(twin, TRANSPORT_REUSEADDR, 1);
	native = twin->ops->bind(twin, (struct sockaddr *)&here, n);
	if (native == 0)
		*out = twin;
	else
		twin->ops->close(twin, true);
	return native;
}

/* The socket below becomes the caller's, with what has come already, and the twin hears
 * all others. */
int tls_accept_datagrams(struct tls *t, struct transport **below,
			 struct sockaddr_storage *peer, socklen_t *length)
{
	struct transport *old = t->under, *twin = NULL;
	struct arrival a;
	int native = first_caller(t, &a);

	if (native == 0)
		native = open_twin(t, &twin);
	if (native != 0)
		return native;
	native = old->ops->connect(old, (struct sockaddr *)&a.from, a.from_length);
	if (native != 0) {
		twin->ops->close(twin, true);
		return native;
	}
	if (t->source != NULL)
		old->ops->watch(old, t->source, 0);
	t->under = twin;
	t->wanted_below = 0;
	memcpy(peer, &a.from, a.from_length);
	*length = a.from_length;
	*below = old;
	return tls_rewatch(t);
}

int tls_receive_message(struct tls *t, struct arrival *a)
{
	unsigned char bytes[TLS_RECORD];
	size_t got = 0;
	int result, native;

	if (t->state.ending == WSPTLS_ENDING_GRACEFUL) {
		a->ended = true;
		return 0;
	}
	result = a->peek ? SSL_peek_ex(t->ssl, bytes, sizeof bytes, &got)
			 : SSL_read_ex(t->ssl, bytes, sizeof bytes, &got);
	if (result == 1) {
		a->placed = vec_scatter(a->vec, a->n, 0, bytes, got);
		a->length = got;
		OPENSSL_cleanse(bytes, got);
		return 0;
	}
	native = tls_fate(t, result);
	a->ended = native == 0;
	return native;
}

int tls_next_message(struct tls *t)
{
	unsigned char byte;
	size_t got;
	int result;

	if (t->state.ending == WSPTLS_ENDING_GRACEFUL)
		return 0;
	result = SSL_peek_ex(t->ssl, &byte, 1, &got);
	if (result == 1)
		return SSL_pending(t->ssl);
	tls_fate(t, result);
	return 0;
}
