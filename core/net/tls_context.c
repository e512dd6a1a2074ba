/* SPDX-License-Identifier: MIT */
/* Settings become a context of OpenSSL: who is trusted, what we are, what is spoken. */
#include <errno.h>
#include <fcntl.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/heap.h"
#include "net/tls_parts.h"

#define TEXT 256

void tls_explain(char *text, const char *format, const char *what)
{
	unsigned long first = ERR_peek_error();
	const char *why = ERR_reason_error_string(first);
	size_t n;

	snprintf(text, TEXT, format, what);
	n = strlen(text);
	if (ERR_SYSTEM_ERROR(first))
		snprintf(text + n, TEXT - n, ": %s", strerror(ERR_GET_REASON(first)));
	else if (first != 0 && why != NULL)
		snprintf(text + n, TEXT - n, ": %s", why);
}

/* The first line of the settings' file; a key is never asked for at a terminal. */
static int on_password(char *to, int room, int writing, void *context)
{
	const WSPTLS *s = context;
	FILE *file = s->pass_file[0] != '\0' ? fopen(s->pass_file, "re") : NULL;
	size_t n = 0;

	(void)writing;
	if (file == NULL)
		return -1;
	if (fgets(to, room, file) != NULL)
		n = strcspn(to, "\r\n");
	fclose(file);
	return (int)n;
}

static void on_secret(const SSL *ssl, const char *line)
{
	const struct tls_context *c = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	struct iovec pieces[] = { { (void *)(uintptr_t)line, strlen(line) },
				  { (void *)(uintptr_t) "\n", 1 } };

	(void)!writev(c->keylog, pieces, 2);
}

/* Whoever reads it can be who we were: nobody else shall. */
static int on_session(SSL *ssl, SSL_SESSION *session)
{
	const struct tls_context *c = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	int fd = open(c->settings.session, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
		      0600);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

	if (file != NULL) {
		PEM_write_SSL_SESSION(file, session);
		fclose(file);
	} else if (fd >= 0) {
		close(fd);
	}
	return 0; /* the session stays OpenSSL's */
}

/* The first of ours that the other end has too. */
static int on_alpn(SSL *ssl, const unsigned char **out, unsigned char *n,
		   const unsigned char *theirs, unsigned n_theirs, void *context)
{
	const char *ours = ((const WSPTLS *)context)->alpn;

	(void)ssl;
	while (*ours != '\0') {
		size_t length = strcspn(ours, ":");

		for (unsigned at = 0; at < n_theirs; at += 1u + theirs[at])
			if (theirs[at] == length &&
			    memcmp(theirs + at + 1, ours, length) == 0) {
				*out = theirs + at + 1;
				*n = theirs[at];
				return SSL_TLSEXT_ERR_OK;
			}
		ours += length + (ours[length] == ':');
	}
	return SSL_TLSEXT_ERR_ALERT_FATAL;
}

/* "h2:http/1.1" as it is sent: each with its length before it. */
static bool use_alpn(struct tls_context *c, char *text)
{
	const char *from = c->settings.alpn;
	unsigned char wire[sizeof c->settings.alpn + 1];
	unsigned at = 0;

	if (from[0] == '\0')
		return true;
	for (;;) {
		size_t n = strcspn(from, ":");

		if (n == 0 || n > 255) {
			snprintf(text, TEXT, "not names of protocols: %.200s",
				 c->settings.alpn);
			return false;
		}
		wire[at++] = (unsigned char)n;
		memcpy(wire + at, from, n);
		at += (unsigned)n;
		if (from[n] == '\0')
			break;
		from += n + 1;
	}
	SSL_CTX_set_alpn_select_cb(c->ssl, on_alpn, &c->settings);
	return SSL_CTX_set_alpn_protos(c->ssl, wire, at) == 0;
}

/* TLS 1.3 has ciphers of its own, which start with TLS_. */
static bool use_ciphers(struct tls_context *c, char *text)
{
	char new[sizeof c->settings.ciphers] = "", old[sizeof new] = "";
	const char *from = c->settings.ciphers;

	while (*from != '\0') {
		size_t n = strcspn(from, ":");
		char *to = strncmp(from, "TLS_", 4) == 0 ? new : old;
		size_t at = strlen(to);

		snprintf(to + at, sizeof new - at, "%s%.*s", at > 0 ? ":" : "", (int)n,
			 from);
		from += n + (from[n] == ':');
	}
	if ((new[0] == '\0' || SSL_CTX_set_ciphersuites(c->ssl, new) == 1) &&
	    (old[0] == '\0' || SSL_CTX_set_cipher_list(c->ssl, old) == 1))
		return true;
	tls_explain(text, "cannot use the ciphers %.150s", c->settings.ciphers);
	return false;
}

/* A version as OpenSSL numbers it: DTLS has 1.0, which is TLS 1.1 otherwise, and 1.2. */
static int version_of(bool datagrams, uint16_t version)
{
	if (!datagrams || version == 0)
		return version;
	if (version == TLS1_2_VERSION)
		return DTLS1_2_VERSION;
	return version < TLS1_2_VERSION ? DTLS1_VERSION : -1;
}

static bool use_versions(struct tls_context *c, bool datagrams, char *text)
{
	const WSPTLS *s = &c->settings;
	uint16_t least = s->least != 0 ? s->least : TLS1_2_VERSION;

	if (SSL_CTX_set_min_proto_version(c->ssl, version_of(datagrams, least)) != 1 ||
	    SSL_CTX_set_max_proto_version(c->ssl, version_of(datagrams, s->most)) !=
		    1 ||
	    (s->most != 0 && s->most < least)) {
		snprintf(text, TEXT, "there is no such span of versions");
		return false;
	}
	if (s->record != 0 && SSL_CTX_set_max_send_fragment(c->ssl, s->record) != 1) {
		snprintf(text, TEXT, "a record has 512 to 16384 bytes");
		return false;
	}
	return true;
}

static bool use_trust(struct tls_context *c, char *text)
{
	const char *ca = c->settings.ca;
	struct stat st;
	bool folder = ca[0] != '\0' && stat(ca, &st) == 0 && S_ISDIR(st.st_mode);

	if (ca[0] == '\0' && c->settings.trusting)
		return true;
	if (ca[0] == '\0') {
		SSL_CTX_set_default_verify_paths(c->ssl);
		ERR_clear_error();
		return true;
	}
	if ((folder ? SSL_CTX_load_verify_dir(c->ssl, ca)
		    : SSL_CTX_load_verify_file(c->ssl, ca)) == 1)
		return true;
	tls_explain(text, "cannot trust %.150s", ca);
	return false;
}

static bool use_own(struct tls_context *c, char *text)
{
	const WSPTLS *s = &c->settings;
	const char *key = s->key[0] != '\0' ? s->key : s->cert;

	if (s->cert[0] == '\0' && s->key[0] != '\0') {
		snprintf(text, TEXT, "a key without a certificate");
		return false;
	}
	if (s->cert[0] == '\0')
		return true;
	SSL_CTX_set_default_passwd_cb(c->ssl, on_password);
	SSL_CTX_set_default_passwd_cb_userdata(c->ssl, &c->settings);
	if (SSL_CTX_use_certificate_chain_file(c->ssl, s->cert) != 1) {
		tls_explain(text, "cannot use the certificate %.150s", s->cert);
		return false;
	}
	if (SSL_CTX_use_PrivateKey_file(c->ssl, key, SSL_FILETYPE_PEM) != 1) {
		tls_explain(text, "cannot use the key %.150s", key);
		return false;
	}
	tls_own_fingerprint(SSL_CTX_get0_certificate(c->ssl), c->fingerprint);
	return true;
}

static bool use_files(struct tls_context *c, char *text)
{
	const WSPTLS *s = &c->settings;

	if (s->session[0] != '\0') {
		SSL_CTX_set_session_cache_mode(
			c->ssl, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
		SSL_CTX_sess_set_new_cb(c->ssl, on_session);
	}
	if (s->keylog[0] == '\0')
		return true;
	c->keylog = open(s->keylog, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (c->keylog < 0) {
		snprintf(text, TEXT, "cannot write the secrets to %.150s: %s",
			 s->keylog, strerror(errno));
		return false;
	}
	SSL_CTX_set_keylog_callback(c->ssl, on_secret);
	return true;
}

/* A text that is not ended would lead past the structure. */
static bool all_ended(const WSPTLS *s)
{
#define ENDED(field) (memchr(s->field, '\0', sizeof s->field) != NULL)
	return ENDED(ca) && ENDED(cert) && ENDED(key) && ENDED(pass_file) &&
	       ENDED(session) && ENDED(keylog) && ENDED(name) && ENDED(alpn) &&
	       ENDED(ciphers);
#undef ENDED
}

static int fill(struct tls_context *c, bool datagrams, char *text)
{
	c->ssl = SSL_CTX_new(datagrams ? DTLS_method() : TLS_method());
	c->bio = tls_bio_method();
	if (c->ssl == NULL || c->bio == NULL)
		return ENOMEM;
	SSL_CTX_set_app_data(c->ssl, c);
	SSL_CTX_set_mode(c->ssl, SSL_MODE_ENABLE_PARTIAL_WRITE |
					 SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_read_ahead(c->ssl, 1);
	SSL_CTX_set_default_read_buffer_len(c->ssl, TLS_READ_AHEAD);
	/* A ticket has a time of day in it, but where it is the number of a session. */
	if (ready_simulated()) {
		SSL_CTX_set_options(c->ssl, SSL_OP_NO_TICKET);
		SSL_CTX_set_session_cache_mode(c->ssl, SSL_SESS_CACHE_OFF);
	}
	if (!all_ended(&c->settings)) {
		snprintf(text, TEXT, "a text of the settings has no end");
		return EINVAL;
	}
	return use_versions(c, datagrams, text) && use_ciphers(c, text) &&
			       use_alpn(c, text) && use_trust(c, text) &&
			       use_own(c, text) && use_files(c, text)
		       ? 0
		       : EINVAL;
}

static void end(struct tls_context *c)
{
	SSL_CTX_free(c->ssl);
	BIO_meth_free(c->bio);
	if (c->keylog >= 0)
		close(c->keylog);
	OPENSSL_cleanse(&c->settings, sizeof c->settings);
	free(c);
}

struct tls_context *tls_context_new(const WSPTLS *settings, bool datagrams, char *text,
				    int *native)
{
	/* Memory is taken whether one is kept or not: when it runs out is the same. */
	struct tls_context *c = heap_zeroed(1, sizeof *c);
	struct tls_context *old = c != NULL ? tls_kept_find(settings, datagrams) : NULL;

	*native = c != NULL ? 0 : ENOMEM;
	if (c == NULL)
		return NULL;
	if (old != NULL) {
		free(c);
		return old;
	}
	c->users = 1;
	c->keylog = -1;
	c->settings = *settings;
	c->datagrams = datagrams;
	*native = fill(c, datagrams, text);
	if (*native == 0)
		tls_kept_add(c);
	if (*native == 0)
		return c;
	end(c);
	return NULL;
}

struct tls_context *tls_context_use(struct tls_context *c)
{
	c->users++;
	return c;
}

void tls_context_free(struct tls_context *c)
{
	if (c != NULL && --c->users == 0)
		end(c);
}
