/* SPDX-License-Identifier: MIT */
/* Receiving and sending over TLS.
 *
 * Receives go straight into the caller's buffers, over as many records as are there. What
 * was only looked at is kept in front of them: OpenSSL shows one record at a time. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "base/heap.h"
#include "base/vec.h"
#include "net/tls_parts.h"

/* Every verb that needs the session starts so: 0, it is open. */
int tls_enter(struct tls *t)
{
	ERR_clear_error();
	if (t->phase == TLS_OPEN) {
		tls_flush(t);
		return 0;
	}
	return t->phase == TLS_OVER ? t->native : tls_shake(t);
}

/* And ends so. */
int tls_leave(struct tls *t, int native)
{
	int told = tls_rewatch(t);

	return native != 0 ? native : told;
}

/* 0 with *got bytes, none at the graceful end; EAGAIN; or an errno. */
static int read_some(struct tls *t, void *to, size_t room, size_t *got)
{
	int result;

	*got = 0;
	if (t->phase == TLS_OVER)
		return t->native;
	if (t->state.ending == WSPTLS_ENDING_GRACEFUL)
		return 0;
	result = SSL_read_ex(t->ssl, to, room, got);
	return result == 1 ? 0 : tls_fate(t, result);
}

/* Keeps as much as is there, up to `most` bytes in all. 0: something is kept, or it is the
 * graceful end. */
int tls_look_ahead(struct tls *t, size_t most)
{
	size_t got = 1;
	int native = 0;

	while (tls_ahead(t) < most && got > 0 && native == 0) {
		size_t room = most - tls_ahead(t) < TLS_RECORD ? most - tls_ahead(t)
							       : TLS_RECORD;

		if (t->ahead_end + room > t->ahead_room) {
			unsigned char *grown = heap_more(t->ahead, t->ahead_end + room);

			if (grown == NULL)
				return tls_ahead(t) > 0 ? 0 : ENOMEM;
			t->ahead = grown;
			t->ahead_room = t->ahead_end + room;
		}
		native = read_some(t, t->ahead + t->ahead_end, room, &got);
		t->ahead_end += got;
	}
	return tls_ahead(t) > 0 ? 0 : native;
}

static void take_ahead(struct tls *t, struct arrival *a, size_t n)
{
	vec_scatter(a->vec, a->n, 0, t->ahead + t->ahead_at, n);
	a->placed = n;
	if (a->peek)
		return;
	t->ahead_at += n;
	if (tls_ahead(t) == 0)
		t->ahead_at = t->ahead_end = 0;
}

/* Neither OpenSSL nor the one below, as it seemed, holds any byte more. */
static bool emptied(const struct tls *t)
{
	return t->drained && !SSL_has_pending(t->ssl);
}

/* Into the buffers behind what is placed already. */
static int scatter(struct tls *t, struct arrival *a)
{
	size_t skip = a->placed, got = 1;
	int native = 0;

	for (size_t i = 0; i < a->n && native == 0 && got > 0; i++) {
		size_t at = skip < a->vec[i].iov_len ? skip : a->vec[i].iov_len;

		skip -= at;
		while (at < a->vec[i].iov_len && native == 0 && got > 0) {
			native = read_some(t, (char *)a->vec[i].iov_base + at,
					   a->vec[i].iov_len - at, &got);
			at += got;
			a->placed += got;
			t->served = a->placed > 0;
			if (t->served && emptied(t))
				got = 0;
		}
	}
	t->served = false;
	return native;
}

static int receive(struct tls *t, struct arrival *a)
{
	size_t room = vec_room(a->vec, a->n, SSIZE_MAX);
	int native = a->peek ? tls_look_ahead(t, room) : 0;

	if (native == 0 && tls_ahead(t) > 0)
		take_ahead(t, a, tls_ahead(t) < room ? tls_ahead(t) : room);
	if (native == 0 && !a->peek && a->placed < room)
		native = scatter(t, a);
	a->length = a->placed;
	if (a->placed > 0)
		return 0;
	a->ended = native == 0 && room > 0;
	return native;
}

int tls_recv(struct transport *transport, struct arrival *a)
{
	struct tls *t = tls_of(transport);
	int native;

	a->placed = a->length = 0;
	a->ended = a->more = false;
	a->from_length = 0;
	if (a->oob)
		return EOPNOTSUPP;
	/* What was looked at before the session broke comes first. */
	native = tls_ahead(t) > 0 ? 0 : tls_enter(t);
	if (native == 0)
		native = t->datagrams ? tls_receive_message(t, a) : receive(t, a);
	return tls_leave(t, native);
}

static size_t record_of(const struct tls *t)
{
	size_t record = t->context->settings.record;

	return record != 0 ? record : TLS_RECORD;
}

/* One record of what is left of the list. */
static int write_record(struct tls *t, const struct iovec *vec, size_t n, size_t *done)
{
	size_t record = record_of(t), put = 0;
	unsigned char bytes[TLS_RECORD];
	int result;

	result = SSL_write_ex(t->ssl, bytes, vec_gather(vec, n, *done, bytes, record),
			      &put);
	*done += put;
	return result == 1 ? 0 : tls_fate(t, result);
}

int tls_send(struct transport *transport, const struct iovec *vec, size_t n, bool oob,
	     const struct sockaddr *to, socklen_t to_length, size_t *sent)
{
	struct tls *t = tls_of(transport);
	size_t whole = vec_room(vec, n, SSIZE_MAX);
	int native = oob ? EOPNOTSUPP : tls_enter(t);

	(void)to;
	(void)to_length;
	*sent = 0;
	if (native == 0)
		native = tls_flush(t);
	/* Who sends nothing learns nothing of what is broken: there may be data to read. */
	if (whole == 0 && t->phase == TLS_OPEN && native != EAGAIN)
		native = 0;
	if (native == 0 && t->datagrams && whole > record_of(t))
		native = EMSGSIZE;
	while (native == 0 && *sent < whole) {
		native = write_record(t, vec, n, sent);
		if (native == 0)
			native = tls_flush(t);
	}
	return tls_leave(t, native);
}
