/* SPDX-License-Identifier: MIT */
/* Our own certificate: one to throw away, and what any is known by. */
#include <errno.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <time.h>

#include "net/tls_parts.h"

#define HOUR 3600
#define SIMULATED_DAY 1767225600 /* seconds: the first of 2026 */
#define A_WEEK (7L * 24 * HOUR)

void tls_own_fingerprint(X509 *x, char out[96])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	out[0] = '\0';
	if (x == NULL || X509_digest(x, EVP_sha256(), digest, &n) != 1)
		return;
	for (unsigned i = 0; i < n && i < 32; i++)
		snprintf(out + (size_t)3 * i, 4, "%02X%s", digest[i],
			 i + 1 < n ? ":" : "");
}

/* Here and below a step that fails lets the others be: they can be taken all the same. */
static bool set_names(X509 *x)
{
	X509_NAME *name = X509_get_subject_name(x);
	X509V3_CTX v3;
	X509_EXTENSION *extension;
	bool good;

	X509V3_set_ctx_nodb(&v3);
	X509V3_set_ctx(&v3, x, x, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &v3, NID_subject_alt_name,
					"DNS:localhost,IP:127.0.0.1,IP:::1");
	good = X509_add_ext(x, extension, -1) == 1;
	good &= X509_NAME_add_entry_by_txt(
			name, "CN", MBSTRING_ASC,
			(const unsigned char *)"wsprecv, to throw away", -1, -1,
			0) == 1;
	good &= X509_set_issuer_name(x, name) == 1;
	X509_EXTENSION_free(extension);
	return good;
}

/* In a simulation it is always the same day: its certificates are. */
static time_t today(void)
{
	return ready_simulated() ? SIMULATED_DAY : time(NULL);
}

static bool fill(X509 *x, EVP_PKEY *key)
{
	time_t now = today();
	int32_t serial = 1;
	bool good = RAND_bytes((unsigned char *)&serial, sizeof serial) == 1;

	good &= X509_set_version(x, X509_VERSION_3) == 1;
	good &= ASN1_INTEGER_set(X509_get_serialNumber(x), serial & INT32_MAX) == 1;
	good &= X509_time_adj(X509_getm_notBefore(x), -HOUR, &now) != NULL;
	good &= X509_time_adj(X509_getm_notAfter(x), A_WEEK, &now) != NULL;
	good &= X509_set_pubkey(x, key) == 1;
	good &= set_names(x);
	good &= X509_sign(x, key, EVP_sha256()) > 0;
	return good;
}

int tls_own_make(struct tls_context *c, char *text)
{
	EVP_PKEY *key;
	X509 *x;
	bool good;

	if (SSL_CTX_get0_certificate(c->ssl) != NULL)
		return 0;
	key = EVP_EC_gen("P-256");
	x = key != NULL ? X509_new() : NULL;
	good = x != NULL && fill(x, key);
	good &= SSL_CTX_use_certificate(c->ssl, x) == 1;
	good &= SSL_CTX_use_PrivateKey(c->ssl, key) == 1;
	if (good)
		tls_own_fingerprint(x, c->fingerprint);
	else
		tls_explain(text, "cannot make a certificate%s", "");
	X509_free(x);
	EVP_PKEY_free(key);
	return good ? 0 : ENOMEM;
}
