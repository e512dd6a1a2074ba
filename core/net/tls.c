/* SPDX-License-Identifier: MIT */
/* The verbs of TLS, but for receiving and sending. */
#include "net/tls.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "net/tls_parts.h"

static int tls_bind(struct transport *t, const struct sockaddr *sa, socklen_t length)
{
	struct transport *under = tls_of(t)->under;

	return under->ops->bind(under, sa, length);
}

static int tls_connect(struct transport *transport, const struct sockaddr *sa,
		       socklen_t length)
{
	struct tls *t = tls_of(transport);
	int native;

	ERR_clear_error();
	native = tls_begin(t, false);
	if (native != 0)
		return native;
	native = t->under->ops->connect(t->under, sa, length);
	if (native != 0 && native != EINPROGRESS)
		return native;
	t->phase = TLS_CALLING;
	return EINPROGRESS;
}

static int tls_listen(struct transport *transport, int backlog)
{
	struct tls *t = tls_of(transport);
	int native = 0;

	ERR_clear_error();
	if (t->context == NULL)
		t->context = tls_context_new(&t->wanted, t->datagrams, t->state.text,
					     &native);
	if (native == 0)
		native = tls_own_make(t->context, t->state.text);
	if (native != 0)
		return native;
	memcpy(t->state.fingerprint, t->context->fingerprint,
	       sizeof t->state.fingerprint);
	t->listens = t->datagrams;
	return t->datagrams ? 0 : t->under->ops->listen(t->under, backlog);
}

static int tls_accept(struct transport *transport, struct transport **out)
{
	struct tls *t = tls_of(transport), *accepted;
	struct transport *below = NULL, *over = NULL;
	struct sockaddr_storage peer;
	socklen_t length = 0;
	int native = t->datagrams ? tls_accept_datagrams(t, &below, &peer, &length)
				  : t->under->ops->accept(t->under, &below);

	if (native == 0)
		native = tls_over(below, &over);
	if (native == 0) {
		accepted = tls_of(over);
		accepted->datagrams = t->datagrams;
		memcpy(&accepted->peer, &peer, length);
		accepted->peer_length = length;
		accepted->wanted = t->wanted;
		accepted->context = tls_context_use(t->context);
		native = tls_begin(accepted, true);
	}
	if (native == 0) {
		*out = over;
		return 0;
	}
	if (over != NULL)
		over->ops->close(over, true);
	else if (below != NULL)
		below->ops->close(below, true);
	return native;
}

/* close_notify, then the end of the stream below. */
static void say_end(struct tls *t)
{
	ERR_clear_error();
	if (t->phase != TLS_OPEN || (SSL_get_shutdown(t->ssl) & SSL_SENT_SHUTDOWN))
		return;
	SSL_shutdown(t->ssl);
	ERR_clear_error();
}

static int tls_shut_send(struct transport *transport)
{
	struct tls *t = tls_of(transport);

	if (t->phase == TLS_SHAKING || t->phase == TLS_FRESH)
		tls_shake(t);
	say_end(t);
	t->end_owed = true;
	tls_flush(t);
	return tls_leave(t, 0);
}

/* The peer has no name before the handshake: so a connect is not over before. */
static int tls_name_of(struct transport *transport, bool peer, struct sockaddr *sa,
		       socklen_t *length)
{
	struct tls *t = tls_of(transport);

	if (peer && !t->accepts && (t->phase == TLS_CALLING || t->phase == TLS_SHAKING))
		return ENOTCONN;
	return t->under->ops->name_of(t->under, peer, sa, length);
}

/* What one receive would give: records have to be opened to know it. No more of them than
 * are there now, for the other end may be quicker than we are. */
static int waiting(struct tls *t, int *answer)
{
	int below = 0;

	*answer = 0;
	if (tls_enter(t) == 0 && t->datagrams) {
		*answer = tls_next_message(t);
		return tls_leave(t, 0);
	}
	if (t->phase == TLS_OPEN) {
		t->under->ops->ask(t->under, TRANSPORT_WAITING, &below);
		tls_look_ahead(t, tls_ahead(t) + (size_t)below + TLS_READ_AHEAD);
	}
	*answer = tls_ahead(t) < INT_MAX ? (int)tls_ahead(t) : INT_MAX;
	return tls_leave(t, 0);
}

/* How the connect ended, once. Later ends are told by receives. */
static int connect_error(struct tls *t)
{
	int native = 0;

	if (t->phase == TLS_CALLING || t->phase == TLS_SHAKING)
		native = tls_enter(t);
	else if (t->phase == TLS_OVER && !t->told &&
		 t->state.ending == WSPTLS_ENDING_HANDSHAKE)
		native = t->native;
	if (native == EAGAIN)
		return 0;
	if (native != 0 && t->phase == TLS_CALLING) { /* it may be tried again */
		t->phase = TLS_FRESH;
		t->refused = 0;
	}
	t->told = true;
	return native;
}

static int tls_ask(struct transport *transport, enum transport_question q, int *answer)
{
	struct tls *t = tls_of(transport);
	int below = 0;

	switch (q) {
	case TRANSPORT_WAITING:
		return waiting(t, answer);
	case TRANSPORT_OOB:
		*answer = 0;
		return 0;
	case TRANSPORT_ERROR:
		*answer = connect_error(t);
		return tls_leave(t, 0);
	case TRANSPORT_UNSENT:
		tls_flush(t);
		t->under->ops->ask(t->under, q, &below);
		*answer = below + (int)(t->out_end - t->out_at);
		return 0;
	case TRANSPORT_HUNG_UP:
	case TRANSPORT_WHY_TIMEOUT:
		break;
	}
	return t->under->ops->ask(t->under, q, answer);
}

static int tls_get(struct transport *transport, enum transport_option o, int *value)
{
	struct tls *t = tls_of(transport);

	if (o != TRANSPORT_ACCEPTCONN || !t->datagrams)
		return t->under->ops->get(t->under, o, value);
	*value = t->listens;
	return 0;
}

static int tls_set(struct transport *t, enum transport_option o, int value)
{
	struct transport *under = tls_of(t)->under;

	return under->ops->set(under, o, value);
}

static int give(const void *from, size_t n, void *to, socklen_t *length)
{
	if (*length < n)
		return EINVAL;
	memcpy(to, from, n);
	*length = (socklen_t)n;
	return 0;
}

static int tls_raw_get(struct transport *transport, int level, int option, void *value,
		       socklen_t *length)
{
	struct tls *t = tls_of(transport);
	uint32_t alert = t->state.alert;

	if (level != SOL_WSP_TLS)
		return t->under->ops->raw_get(t->under, level, option, value, length);
	if (option == SO_WSP_TLS_ALERT)
		return give(&alert, sizeof alert, value, length);
	if (option != SO_WSP_TLS_STATE)
		return ENOPROTOOPT;
	return give(&t->state, sizeof t->state, value, length);
}

static int tls_raw_set(struct transport *transport, int level, int option,
		       const void *value, socklen_t length)
{
	struct tls *t = tls_of(transport);
	struct tls_context *c;
	WSPTLS settings;
	int native = 0;

	if (level != SOL_WSP_TLS)
		return t->under->ops->raw_set(t->under, level, option, value, length);
	if (option != SO_WSP_TLS_SETTINGS)
		return ENOPROTOOPT;
	if (length < sizeof t->wanted || t->ssl != NULL)
		return EINVAL;
	ERR_clear_error();
	memcpy(&settings, value, sizeof settings);
	c = tls_context_new(&settings, t->datagrams, t->state.text, &native);
	OPENSSL_cleanse(&settings, sizeof settings);
	if (c == NULL)
		return native;
	tls_context_free(t->context);
	t->context = c;
	t->wanted = c->settings;
	t->state.text[0] = '\0';
	return 0;
}

static int tls_watch(struct transport *transport, struct source *s, unsigned want)
{
	struct tls *t = tls_of(transport);

	if (want == 0) {
		t->source = NULL;
		t->want = t->wanted_below = 0;
		return t->under->ops->watch(t->under, s, 0);
	}
	t->source = s;
	t->want = want;
	return tls_rewatch(t);
}

static void tls_turn(struct transport *transport)
{
	struct tls *t = tls_of(transport);

	if (t->phase != TLS_FRESH && t->phase != TLS_OVER)
		tls_enter(t);
	tls_leave(t, 0);
}

/* Where there is no session there is nothing to keep a connection open for, nor where it
 * is to be reset. */
static bool owes(struct transport *transport, bool last)
{
	struct tls *t = tls_of(transport);
	int seconds = -1;

	if (last)
		t->under->ops->get(t->under, TRANSPORT_LINGER, &seconds);
	if (seconds == 0)
		return false;
	if (last)
		say_end(t);
	tls_flush(t);
	return t->out_at < t->out_end && t->stuck == 0 && t->state.secure != 0;
}

static void end(struct tls *t)
{
	SSL_free(t->ssl);
	tls_context_free(t->context);
	if (t->ahead != NULL)
		OPENSSL_cleanse(t->ahead, t->ahead_room);
	free(t->ahead);
	free(t->out);
	OPENSSL_cleanse(&t->wanted, sizeof t->wanted);
	free(t);
}

struct transport *tls_strip(struct transport *transport)
{
	struct tls *t = tls_of(transport);
	struct transport *under = t->under;

	end(t);
	return under;
}

static void tls_release(struct transport *transport)
{
	struct tls *t = tls_of(transport);

	t->under->ops->release(t->under);
	end(t);
}

static void tls_close(struct transport *transport, bool abrupt)
{
	struct tls *t = tls_of(transport);

	if (!abrupt) {
		say_end(t);
		tls_flush(t);
	}
	t->under->ops->close(t->under, abrupt);
	end(t);
}

static const struct transport_ops tls_ops = {
	.name = "tls",
	.recv = tls_recv,
	.send = tls_send,
	.bind = tls_bind,
	.connect = tls_connect,
	.listen = tls_listen,
	.accept = tls_accept,
	.shut_send = tls_shut_send,
	.name_of = tls_name_of,
	.ask = tls_ask,
	.get = tls_get,
	.set = tls_set,
	.raw_get = tls_raw_get,
	.raw_set = tls_raw_set,
	.watch = tls_watch,
	.turn = tls_turn,
	.owes = owes,
	.release = tls_release,
	.close = tls_close,
};

int tls_over(struct transport *under, struct transport **out)
{
	struct tls *t = heap_zeroed(1, sizeof *t);

	if (t == NULL)
		return ENOMEM;
	t->super.ops = &tls_ops;
	t->under = under;
	*out = &t->super;
	return 0;
}

int dtls_over(struct transport *under, struct transport **out)
{
	int native = tls_over(under, out);

	if (native == 0)
		tls_of(*out)->datagrams = true;
	return native;
}

struct ssl_st *tls_session(struct transport *transport)
{
	struct tls *t = tls_of(transport);

	ERR_clear_error();
	return tls_begin(t, t->wanted.accepts != 0) == 0 ? t->ssl : NULL;
}

bool tls_waits_for_room(struct transport *t)
{
	return tls_owes(tls_of(t));
}
