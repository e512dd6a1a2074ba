/* SPDX-License-Identifier: MIT */
/* OpenSSL's way to the transport below.
 *
 * What the one below does not take is kept here, so that OpenSSL never has to wait for
 * room: a record is handed over as a whole, and a call that is given up leaves no half of
 * one behind that the next call would have to know. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "net/tls_parts.h"

static int bio_read(BIO *bio, char *bytes, int n)
{
	struct tls *t = BIO_get_data(bio);
	struct iovec one = { bytes, n > 0 ? (size_t)n : 0 };
	struct arrival a = { .vec = &one, .n = 1 };
	int native = EAGAIN;

	/* Nothing will be there: the call that finds that out is left to those who would
	 * wait. */
	if (t->datagrams)
		native = tls_take_datagram(t, &a);
	else if (!t->served || !t->drained)
		native = t->under->ops->recv(t->under, &a);
	BIO_clear_retry_flags(bio);
	if (native == EAGAIN) {
		BIO_set_retry_read(bio);
		return -1;
	}
	if (native != 0) {
		t->below = native;
		return -1;
	}
	t->end_below |= a.ended;
	t->drained = a.placed < one.iov_len;
	return (int)a.placed;
}

/* Room for n bytes more behind what is kept. */
static bool make_room(struct tls *t, size_t n)
{
	size_t left = t->out_end - t->out_at;
	unsigned char *grown;

	if (t->out_at > 0) {
		memmove(t->out, t->out + t->out_at, left);
		t->out_at = 0;
		t->out_end = left;
	}
	if (left + n <= t->out_room)
		return true;
	grown = heap_more(t->out, left + n);
	if (grown == NULL)
		return false;
	t->out = grown;
	t->out_room = left + n;
	return true;
}

/* How many of the bytes the one below takes now. */
static size_t pass_down(struct tls *t, const unsigned char *bytes, size_t n)
{
	size_t done = 0;

	while (done < n && t->stuck == 0) {
		struct iovec one = { (void *)(uintptr_t)(bytes + done), n - done };
		size_t sent = 0;
		int native = t->under->ops->send(t->under, &one, 1, false, NULL, 0,
						 &sent);

		done += sent;
		if (native == EAGAIN)
			break;
		if (native == 0)
			continue;
		if (!t->datagrams) {
			t->stuck = native;
			break;
		}
		/* It is lost, as it might be on its way. */
		t->unheard |= native == ECONNREFUSED;
		done = n;
	}
	return done;
}

static int bio_write(BIO *bio, const char *bytes, int n)
{
	struct tls *t = BIO_get_data(bio);
	const unsigned char *from = (const unsigned char *)bytes;
	size_t length = n > 0 ? (size_t)n : 0, done = 0;

	BIO_clear_retry_flags(bio);
	if (t->out_at == t->out_end)
		done = pass_down(t, from, length);
	else if (t->datagrams) /* one can be kept, and the others are lost */
		return n;
	/* What came before the one below broke can still be read: so this is for sends to
	 * tell, and OpenSSL goes on. */
	if (t->stuck == 0 && done < length && !make_room(t, length - done))
		t->stuck = ENOMEM;
	if (t->stuck != 0)
		return n;
	if (done < length)
		memcpy(t->out + t->out_end, from + done, length - done);
	t->out_end += length - done;
	return n;
}

static long bio_control(BIO *bio, int command, long number, void *pointer)
{
	const struct tls *t = BIO_get_data(bio);

	(void)number;
	(void)pointer;
	if (command == BIO_CTRL_FLUSH)
		return 1;
	return command == BIO_CTRL_EOF && t->end_below;
}

static int bio_create(BIO *bio)
{
	BIO_set_init(bio, 1);
	return 1;
}

BIO_METHOD *tls_bio_method(void)
{
	BIO_METHOD *m = BIO_meth_new(BIO_TYPE_SOURCE_SINK | 0x7f, "transport");

	if (m == NULL)
		return NULL;
	BIO_meth_set_read(m, bio_read);
	BIO_meth_set_write(m, bio_write);
	BIO_meth_set_ctrl(m, bio_control);
	BIO_meth_set_create(m, bio_create);
	return m;
}

BIO *tls_bio_new(struct tls *t)
{
	BIO *bio = BIO_new(t->context->bio);

	if (bio != NULL)
		BIO_set_data(bio, t);
	return bio;
}

int tls_flush(struct tls *t)
{
	if (!tls_owes(t))
		return t->stuck;
	t->out_at += pass_down(t, t->out + t->out_at, t->out_end - t->out_at);
	if (t->stuck == 0 && t->out_at < t->out_end)
		return EAGAIN;
	t->out_at = t->out_end = 0;
	/* What ends before it began ends after the handshake. */
	if (t->phase == TLS_CALLING || t->phase == TLS_SHAKING)
		return t->stuck;
	if (t->end_owed && t->stuck == 0 && !t->datagrams)
		t->under->ops->shut_send(t->under);
	t->end_owed = false;
	return t->stuck;
}

/* Whether something may have to be sent again, if no answer comes. */
static bool has_timer(const struct tls *t)
{
	struct timeval left;

	return t->datagrams && t->ssl != NULL && t->phase == TLS_SHAKING &&
	       DTLSv1_get_timeout(t->ssl, &left) == 1;
}

/* Records come in, answers go out, whichever it is that somebody waits for. */
static unsigned wants_below(const struct tls *t)
{
	unsigned want = t->want & ~(unsigned)READY_URGENT;

	if (t->want == 0)
		return 0;
	if (has_timer(t))
		want |= READY_OFTEN;
	return want | READY_RECEIVE | (tls_owes(t) ? READY_SEND : 0u);
}

int tls_rewatch(struct tls *t)
{
	unsigned want = wants_below(t);

	if (t->source == NULL || want == t->wanted_below)
		return 0;
	t->wanted_below = want;
	return t->under->ops->watch(t->under, t->source, want);
}
