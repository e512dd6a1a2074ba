/* SPDX-License-Identifier: MIT */
/* What the files of TLS share, and nobody else needs.
 *
 *	settings -> tls_context -> tls_begin -> tls_shake -> tls_recv, tls_send -> tls_fate
 *
 * Every call on a transport starts with an empty queue of OpenSSL's errors. */
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdatomic.h>

#include "net/tls.h"

/* Bytes of records that are taken from below at once. */
#define TLS_READ_AHEAD 65536
/* Most plain bytes that one record holds. */
#define TLS_RECORD 16384

/* What a listener and those that it accepts have in common. */
struct tls_context {
	_Atomic unsigned users;
	WSPTLS settings;
	bool datagrams;
	SSL_CTX *ssl;
	BIO_METHOD *bio;
	int keylog;           /* descriptor, -1: none */
	char fingerprint[96]; /* of our certificate; "": there is none */
};

enum tls_phase {
	TLS_FRESH,   /* neither connected nor accepted */
	TLS_CALLING, /* the connect below is under way */
	TLS_SHAKING,
	TLS_OPEN,
	TLS_OVER, /* no byte will come any more: see ending */
};

struct tls {
	struct transport super;
	struct transport *under; /* owned */
	struct tls_context *context;
	SSL *ssl;       /* NULL while fresh */
	WSPTLS wanted;  /* settings; a context is made of them when one is needed */
	bool datagrams; /* DTLS: what is below keeps messages apart, and may lose them */
	bool listens;   /* DTLS */
	bool unheard;   /* DTLS: somebody said that nobody hears what is sent */
	bool accepts;   /* the other end speaks first */
	bool told;      /* that there was no handshake: TRANSPORT_ERROR is told once */
	bool end_owed;  /* the end of the stream is sent below once `out` is empty */
	bool end_below; /* the one below has ended */
	bool drained;   /* it gave less than there was room for */
	bool served;    /* the receive that is under way has something to return */
	enum tls_phase phase;
	int native;  /* TLS_OVER: what receives and sends say; 0: graceful */
	int refused; /* what the connect below has failed with, until that is told */
	int below, stuck; /* the errno that receiving, sending below has failed with */
	struct source *source; /* of whoever watches, NULL: nobody */
	unsigned want, wanted_below;
	unsigned char *out; /* what the one below has not taken: heap, owned */
	size_t out_at, out_end, out_room;
	unsigned char *ahead; /* plain bytes that were only looked at: heap, owned */
	size_t ahead_at, ahead_end, ahead_room;
	struct sockaddr_storage peer; /* DTLS, accepted: nobody else is heard */
	socklen_t peer_length;
	WSPTLSSTATE state;
};

static inline struct tls *tls_of(struct transport *t)
{
	return (struct tls *)t;
}

/* A context for these settings; NULL with *native, and why in text[256]. */
struct tls_context *tls_context_new(const WSPTLS *settings, bool datagrams, char *text,
				    int *native);
struct tls_context *tls_context_use(struct tls_context *c);
void tls_context_free(struct tls_context *c);

/* Those of a simulation: NULL, there is none; or one more use of it. Added: kept too. */
struct tls_context *tls_kept_find(const WSPTLS *settings, bool datagrams);
void tls_kept_add(struct tls_context *c);

/* A certificate for those who accept and were given none; 0 or an errno. */
int tls_own_make(struct tls_context *c, char *text);
/* SHA-256 of a certificate, as "AB:CD:...", "" without one. */
void tls_own_fingerprint(X509 *x, char out[96]);

/* "cannot use the key k.pem: no such file": the text, then what OpenSSL's first error is. */
void tls_explain(char *text, const char *format, const char *what);

/* A BIO over t->under; NULL without memory. */
BIO_METHOD *tls_bio_method(void);
BIO *tls_bio_new(struct tls *t);
/* Sends what is kept, the end behind it too: 0, EAGAIN, or an errno. */
int tls_flush(struct tls *t);
static inline bool tls_owes(const struct tls *t)
{
	return t->out_at < t->out_end || t->end_owed;
}
/* Has the one below tell what is needed now. */
int tls_rewatch(struct tls *t);

/* Makes the session; 0 or an errno, with why in the state's text. */
int tls_begin(struct tls *t, bool accepts);
/* Goes on with connect and handshake: 0, it is over; EAGAIN; or an errno. */
int tls_shake(struct tls *t);

/* Every verb that needs the session starts so: 0, it is open; EAGAIN; or an errno. It ends
 * with what it returns. */
int tls_enter(struct tls *t);
int tls_leave(struct tls *t, int native);

/* Plain bytes that are kept, for they were only looked at. */
static inline size_t tls_ahead(const struct tls *t)
{
	return t->ahead_end - t->ahead_at;
}
/* Keeps as much as is there, up to `most` bytes in all. 0: something is kept, or it is the
 * graceful end. */
int tls_look_ahead(struct tls *t, size_t most);

/* Two verbs. */
int tls_recv(struct transport *transport, struct arrival *a);
int tls_send(struct transport *transport, const struct iovec *vec, size_t n, bool oob,
	     const struct sockaddr *to, socklen_t to_length, size_t *sent);

/* DTLS, what differs: one datagram from below, *a as for any receive; the timers and sizes
 * of a session; the one who speaks first, *below being what he is connected to, while t
 * listens on another one; one message; and how long the next one is. */
int tls_take_datagram(struct tls *t, struct arrival *a);
void tls_set_datagrams(struct tls *t);
int tls_accept_datagrams(struct tls *t, struct transport **below,
			 struct sockaddr_storage *peer, socklen_t *length);
int tls_receive_message(struct tls *t, struct arrival *a);
int tls_next_message(struct tls *t);

/* After an operation of OpenSSL that returned `result`: EAGAIN, 0 at the graceful end, or
 * an errno. Unless it is EAGAIN the phase is TLS_OVER then. */
int tls_fate(struct tls *t, int result);
/* It is over for that reason. */
int tls_over_with(struct tls *t, enum wsptls_ending ending, int native);
