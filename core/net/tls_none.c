/* SPDX-License-Identifier: MIT */
/* No TLS: for builds that link nothing that is not ours. */
#include <errno.h>

#include "net/tls.h"

int tls_over(struct transport *under, struct transport **out)
{
	(void)under;
	(void)out;
	return EPROTONOSUPPORT;
}

int dtls_over(struct transport *under, struct transport **out)
{
	return tls_over(under, out);
}

struct transport *tls_strip(struct transport *t)
{
	return t;
}

struct ssl_st *tls_session(struct transport *t)
{
	(void)t;
	return NULL;
}

bool tls_waits_for_room(struct transport *t)
{
	(void)t;
	return false;
}
