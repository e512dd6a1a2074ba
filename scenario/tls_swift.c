/* SPDX-License-Identifier: MIT */
/* One secret for all. */
#include "scenario/tls_swift.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "net/tls.h"

static const unsigned char identity[] = "swift";

static SSL_SESSION *secret_session(SSL *ssl)
{
	static const unsigned char suite[] = { 0x13, 0x01 }; /* AES_128_GCM_SHA256 */
	static const unsigned char secret[32] = { 1, 2, 3 };
	const SSL_CIPHER *cipher = SSL_CIPHER_find(ssl, suite);
	SSL_SESSION *s = SSL_SESSION_new();

	if (s != NULL && cipher != NULL &&
	    SSL_SESSION_set1_master_key(s, secret, sizeof secret) == 1 &&
	    SSL_SESSION_set_cipher(s, cipher) == 1 &&
	    SSL_SESSION_set_protocol_version(s, TLS1_3_VERSION) == 1)
		return s;
	SSL_SESSION_free(s);
	return NULL;
}

static int on_call(SSL *ssl, const EVP_MD *md, const unsigned char **id, size_t *n,
		   SSL_SESSION **out)
{
	*out = secret_session(ssl);
	/* A second hello may have chosen another digest. */
	if (*out != NULL && md != NULL &&
	    SSL_CIPHER_get_handshake_digest(SSL_SESSION_get0_cipher(*out)) != md) {
		SSL_SESSION_free(*out);
		*out = NULL;
	}
	*id = identity;
	*n = sizeof identity;
	return 1;
}

static int on_accept(SSL *ssl, const unsigned char *id, size_t n, SSL_SESSION **out)
{
	(void)id;
	*out = n == sizeof identity ? secret_session(ssl) : NULL;
	return 1;
}

void tls_swift(struct transport *calls, struct transport *accepts)
{
	SSL *caller = tls_session(calls), *accepter = tls_session(accepts);

	if (caller == NULL || accepter == NULL ||
	    SSL_get_min_proto_version(caller) != TLS1_2_VERSION ||
	    SSL_get_max_proto_version(caller) != 0)
		return;
	SSL_set_options(caller, SSL_OP_ALLOW_NO_DHE_KEX);
	SSL_set_options(accepter, SSL_OP_ALLOW_NO_DHE_KEX);
	SSL_set_psk_use_session_callback(caller, on_call);
	SSL_set_psk_find_session_callback(accepter, on_accept);
	/* None that both have: so no keys are exchanged. */
	SSL_set1_groups_list(caller, "P-256");
	SSL_set1_groups_list(accepter, "X25519");
	SSL_set_ciphersuites(caller, "TLS_AES_128_GCM_SHA256");
	SSL_set_num_tickets(accepter, 0);
	ERR_clear_error();
}
