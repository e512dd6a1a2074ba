/* SPDX-License-Identifier: MIT */
/* Records that OpenSSL would not send: a fatal alert at any time.
 *
 * OpenSSL tells the secret that TLS 1.3 sends with (as for a log of keys), each record, and
 * each change of keys; so the key and the number of the next record are known. */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "net/tls.h"
#include "scenario/rogue_parts.h"

#define ALERT 21
#define DATA 23
#define KEY_UPDATE 24 /* type of a message */
#define FATAL 2
#define HEADER 5
#define TAG 16
#define NONCE 12

static int slot = -1;

static void make_slot(void)
{
	slot = SSL_get_ex_new_index(0, NULL, NULL, NULL, NULL);
}

static int digit(char c)
{
	return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

/* "LABEL RANDOM SECRET", the last two in hex. */
static void on_secret(const SSL *ssl, const char *line)
{
	struct forge *f = SSL_get_ex_data(ssl, slot);
	const char *label = f != NULL && SSL_is_server(ssl)
				    ? "SERVER_TRAFFIC_SECRET_0 "
				    : "CLIENT_TRAFFIC_SECRET_0 ";
	const char *at = strrchr(line, ' ');

	if (f == NULL || strncmp(line, label, strlen(label)) != 0)
		return;
	f->n = 0;
	f->sequence = 0;
	for (at++; at[0] != '\0' && at[1] != '\0' && f->n < sizeof f->secret; at += 2)
		f->secret[f->n++] = (unsigned char)(digit(at[0]) << 4 | digit(at[1]));
}

/* HKDF-Expand-Label of TLS 1.3, of at most as many bytes as the digest has. */
static bool expand(const struct forge *f, const char *label, unsigned char *out,
		   size_t n)
{
	const EVP_MD *digest =
		SSL_CIPHER_get_handshake_digest(SSL_get_current_cipher(f->ssl));
	unsigned char info[32] = { 0 }, whole[EVP_MAX_MD_SIZE];
	size_t length = (size_t)snprintf((char *)info + 3, sizeof info - 5, "tls13 %s",
					 label);
	unsigned got = 0;

	info[1] = (unsigned char)n;
	info[2] = (unsigned char)length;
	info[3 + length + 1] = 1; /* behind no context: the first block */
	if (digest == NULL ||
	    HMAC(digest, f->secret, (int)f->n, info, 3 + length + 2, whole, &got) ==
		    NULL ||
	    n > got)
		return false;
	memcpy(out, whole, n);
	return true;
}

/* Each record, and each message of a handshake, that is sent or has come. */
static void on_message(int writes, int version, int type, const void *bytes, size_t n,
		       SSL *ssl, void *context)
{
	struct forge *f = SSL_get_ex_data(ssl, slot);
	unsigned char next[sizeof f->secret];

	(void)version;
	(void)context;
	if (!writes || f == NULL)
		return;
	if (type == SSL3_RT_HEADER)
		f->sequence++;
	if (type != SSL3_RT_HANDSHAKE || n == 0 || f->n == 0 ||
	    *(const unsigned char *)bytes != KEY_UPDATE)
		return;
	if (expand(f, "traffic upd", next, f->n))
		memcpy(f->secret, next, f->n);
	f->sequence = 0;
}

int forge_watch(struct forge *f, struct transport *tls)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_slot);
	f->ssl = tls_session(tls);
	if (f->ssl == NULL || SSL_set_ex_data(f->ssl, slot, f) != 1)
		return ENOMEM;
	SSL_CTX_set_keylog_callback(SSL_get_SSL_CTX(f->ssl), on_secret);
	SSL_set_msg_callback(f->ssl, on_message);
	return 0;
}

int forge_update(struct forge *f)
{
	int native = 0;

	ERR_clear_error();
	if (SSL_key_update(f->ssl, SSL_KEY_UPDATE_REQUESTED) != 1)
		native = EOPNOTSUPP;
	else if (SSL_do_handshake(f->ssl) != 1)
		native = EPROTO;
	ERR_clear_error();
	return native;
}

static bool encrypt(EVP_CIPHER_CTX *c, const EVP_CIPHER *cipher,
		    const unsigned char *key, const unsigned char nonce[NONCE],
		    unsigned char *record, const unsigned char *inner, int n_inner)
{
	int n = 0;

	return EVP_EncryptInit_ex(c, cipher, NULL, key, nonce) == 1 &&
	       EVP_EncryptUpdate(c, NULL, &n, record, HEADER) == 1 &&
	       EVP_EncryptUpdate(c, record + HEADER, &n, inner, n_inner) == 1 &&
	       EVP_EncryptFinal_ex(c, record + HEADER + n, &n) == 1 &&
	       EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, TAG,
				   record + HEADER + n_inner) == 1;
}

static int seal(struct forge *f, unsigned number, unsigned char *record, size_t *n)
{
	const EVP_CIPHER *cipher = EVP_get_cipherbynid(
		SSL_CIPHER_get_cipher_nid(SSL_get_current_cipher(f->ssl)));
	const unsigned char inner[] = { FATAL, (unsigned char)number, ALERT };
	unsigned char key[EVP_MAX_KEY_LENGTH], nonce[NONCE];
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	bool good;

	record[0] = DATA;
	record[4] = sizeof inner + TAG;
	*n = HEADER + sizeof inner + TAG;
	good = c != NULL && cipher != NULL &&
	       expand(f, "key", key, (size_t)EVP_CIPHER_get_key_length(cipher)) &&
	       expand(f, "iv", nonce, NONCE);
	for (unsigned i = 0; i < 8 && good; i++)
		nonce[NONCE - 1 - i] ^= (unsigned char)(f->sequence >> 8 * i);
	good = good && encrypt(c, cipher, key, nonce, record, inner, sizeof inner);
	EVP_CIPHER_CTX_free(c);
	ERR_clear_error();
	f->sequence++;
	return good ? 0 : EOPNOTSUPP;
}

/* A handshake that has not come to keys says it in the clear; so would TLS 1.2, but from
 * its own keys on. */
int forge_alert(struct forge *f, unsigned number, unsigned char record[ROGUE_RECORD],
		size_t *n)
{
	const unsigned char clear[] = {
		ALERT, 3, 3, 0, 2, FATAL, (unsigned char)number
	};

	memcpy(record, clear, sizeof clear);
	*n = sizeof clear;
	if (f->n > 0)
		return seal(f, number, record, n);
	return SSL_is_init_finished(f->ssl) ? EOPNOTSUPP : 0;
}
