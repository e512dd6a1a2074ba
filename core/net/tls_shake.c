/* SPDX-License-Identifier: MIT */
/* From a connection to a session: who it is with, the handshake, and what came of it. */
#include <errno.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "net/tls_parts.h"

#define INNER_TYPE 257 /* what OpenSSL calls the type inside a record of TLS 1.3 */
#define DATA 23        /* a record of data */

static void print_name(X509_NAME *name, char *to, size_t room)
{
	BIO *text = BIO_new(BIO_s_mem());
	int n = 0;

	if (text != NULL && X509_NAME_print_ex(text, name, 0, XN_FLAG_RFC2253) >= 0)
		n = BIO_read(text, to, (int)room - 1);
	to[n > 0 ? n : 0] = '\0';
	BIO_free(text);
}

static void print_day(const ASN1_TIME *when, char to[16])
{
	struct tm day;

	to[0] = '\0';
	if (ASN1_TIME_to_tm(when, &day) == 1)
		strftime(to, 16, "%Y-%m-%d", &day);
}

/* The certificate that was refused, and why. */
static int on_verify(int good, X509_STORE_CTX *store)
{
	const SSL *ssl =
		X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct tls *t = SSL_get_app_data(ssl);
	X509 *x = X509_STORE_CTX_get_current_cert(store);
	char subject[160], issuer[160], from[16], to[16];

	if (good || t->state.certificate[0] != '\0' ||
	    SSL_get_verify_mode(ssl) == SSL_VERIFY_NONE)
		return good;
	snprintf(t->state.text, sizeof t->state.text, "%s",
		 X509_verify_cert_error_string(X509_STORE_CTX_get_error(store)));
	if (x == NULL)
		return good;
	print_name(X509_get_subject_name(x), subject, sizeof subject);
	print_name(X509_get_issuer_name(x), issuer, sizeof issuer);
	print_day(X509_get0_notBefore(x), from);
	print_day(X509_get0_notAfter(x), to);
	snprintf(t->state.certificate, sizeof t->state.certificate,
		 "%s, signed by %s, valid from %s to %s", subject, issuer, from, to);
	return good;
}

/* Counts the records of data that come in. */
static void on_message(int writes, int version, int type, const void *bytes, size_t n,
		       SSL *ssl, void *context)
{
	struct tls *t = context;
	int wanted = SSL_version(ssl) == TLS1_3_VERSION ? INNER_TYPE : SSL3_RT_HEADER;

	(void)version;
	if (!writes && type == wanted && n > 0 && *(const unsigned char *)bytes == DATA)
		t->state.records++;
}

/* Who has to be at the other end of a connect. */
static bool set_peer(struct tls *t)
{
	const WSPTLS *s = &t->context->settings;
	X509_VERIFY_PARAM *p = SSL_get0_param(t->ssl);
	bool number = X509_VERIFY_PARAM_set1_ip_asc(p, s->name) == 1;

	ERR_clear_error();
	if (s->name[0] == '\0')
		return s->trusting != 0;
	if (number)
		return true;
	return SSL_set1_host(t->ssl, s->name) == 1 &&
	       SSL_set_tlsext_host_name(t->ssl, s->name) == 1;
}

/* An earlier session, where the file has one. */
static void take_session(struct tls *t)
{
	const char *path = t->context->settings.session;
	FILE *file = path[0] != '\0' ? fopen(path, "re") : NULL;
	SSL_SESSION *session = file != NULL
				       ? PEM_read_SSL_SESSION(file, NULL, NULL, NULL)
				       : NULL;

	if (session != NULL)
		SSL_set_session(t->ssl, session);
	SSL_SESSION_free(session);
	if (file != NULL)
		fclose(file);
	ERR_clear_error();
}

static int prepare_caller(struct tls *t)
{
	SSL_set_verify(t->ssl,
		       t->context->settings.trusting ? SSL_VERIFY_NONE
						     : SSL_VERIFY_PEER,
		       on_verify);
	SSL_set_connect_state(t->ssl);
	if (!set_peer(t)) {
		snprintf(t->state.text, sizeof t->state.text,
			 "no name that the peer's certificate should have");
		return EINVAL;
	}
	take_session(t);
	return 0;
}

/* Only who names those that may sign wants to know who calls. */
static int prepare_accepter(struct tls *t)
{
	const WSPTLS *s = &t->context->settings;

	SSL_set_verify(t->ssl,
		       s->ca[0] != '\0' && !s->trusting
			       ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT
			       : SSL_VERIFY_NONE,
		       on_verify);
	SSL_set_accept_state(t->ssl);
	return 0;
}

int tls_begin(struct tls *t, bool accepts)
{
	int native = 0;
	BIO *bio;

	if (t->ssl != NULL)
		return 0;
	if (t->context == NULL)
		t->context = tls_context_new(&t->wanted, t->datagrams, t->state.text,
					     &native);
	if (t->context == NULL)
		return native;
	if (accepts)
		native = tls_own_make(t->context, t->state.text);
	if (native != 0)
		return native;
	t->ssl = SSL_new(t->context->ssl);
	bio = t->ssl != NULL ? tls_bio_new(t) : NULL;
	if (bio == NULL) {
		SSL_free(t->ssl);
		t->ssl = NULL;
		return ENOMEM;
	}
	SSL_set_bio(t->ssl, bio, bio);
	SSL_set_app_data(t->ssl, t);
	if (t->datagrams)
		tls_set_datagrams(t);
	SSL_set_msg_callback(t->ssl, on_message);
	SSL_set_msg_callback_arg(t->ssl, t);
	t->accepts = accepts;
	t->phase = TLS_SHAKING;
	memcpy(t->state.fingerprint, t->context->fingerprint,
	       sizeof t->state.fingerprint);
	native = accepts ? prepare_accepter(t) : prepare_caller(t);
	if (native != 0) {
		SSL_free(t->ssl);
		t->ssl = NULL;
		t->phase = TLS_FRESH;
	}
	return native;
}

static void opened(struct tls *t)
{
	WSPTLSSTATE *s = &t->state;
	X509 *peer = SSL_get0_peer_certificate(t->ssl);
	const unsigned char *alpn = NULL;
	unsigned n = 0;

	t->phase = TLS_OPEN;
	s->secure = 1;
	s->resumed = SSL_session_reused(t->ssl) == 1;
	s->trusting = SSL_get_verify_mode(t->ssl) == SSL_VERIFY_NONE;
	snprintf(s->version, sizeof s->version, "%s", SSL_get_version(t->ssl));
	snprintf(s->cipher, sizeof s->cipher, "%s", SSL_get_cipher_name(t->ssl));
	SSL_get0_alpn_selected(t->ssl, &alpn, &n);
	snprintf(s->alpn, sizeof s->alpn, "%.*s", (int)n, (const char *)alpn);
	if (peer != NULL)
		print_name(X509_get_subject_name(peer), s->peer, sizeof s->peer);
	if (t->end_owed)
		SSL_shutdown(t->ssl);
}

/* The connect below: 0, it is over. Why it failed is told once there, and perhaps to a
 * turn, which tells nobody. */
static int call(struct tls *t)
{
	struct sockaddr_storage sa;
	socklen_t n = sizeof sa;

	if (t->refused == 0)
		t->under->ops->ask(t->under, TRANSPORT_ERROR, &t->refused);
	if (t->refused != 0)
		return t->refused;
	if (t->under->ops->name_of(t->under, true, (struct sockaddr *)&sa, &n) != 0)
		return EAGAIN;
	t->phase = TLS_SHAKING;
	return 0;
}

int tls_shake(struct tls *t)
{
	struct sockaddr_storage sa;
	socklen_t n = sizeof sa;
	int result, native = 0;

	/* One end of a pair is connected from the start. */
	if (t->phase == TLS_FRESH)
		native = t->under->ops->name_of(t->under, true, (struct sockaddr *)&sa,
						&n);
	if (native == 0 && t->phase == TLS_FRESH)
		native = tls_begin(t, t->wanted.accepts != 0);
	if (native == 0 && t->phase == TLS_CALLING)
		native = call(t);
	if (native != 0)
		return native;
	result = SSL_do_handshake(t->ssl);
	if (result == 1)
		opened(t);
	else
		native = tls_fate(t, result);
	tls_flush(t);
	return native;
}
