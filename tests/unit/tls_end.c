/* SPDX-License-Identifier: MIT */
/* Ends of TLS. */
#include "tests/unit/tls_end.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/tls.h"

struct transport *tls_end(struct transport *base, bool datagrams,
			  const WSPTLS *settings)
{
	struct transport *t = NULL;

	assert_int_equal(datagrams ? dtls_over(base, &t) : tls_over(base, &t), 0);
	assert_int_equal(t->ops->raw_set(t, SOL_WSP_TLS, SO_WSP_TLS_SETTINGS, settings,
					 sizeof *settings),
			 0);
	return t;
}

int tls_end_receive(struct transport *t, void *bytes, size_t n, bool peek,
		    struct arrival *a)
{
	static struct iovec vec;

	vec = (struct iovec){ bytes, n };
	*a = (struct arrival){ .vec = &vec, .n = 1, .peek = peek };
	return t->ops->recv(t, a);
}

WSPTLSSTATE tls_end_state(struct transport *t)
{
	WSPTLSSTATE s;
	socklen_t n = sizeof s;

	assert_int_equal(t->ops->raw_get(t, SOL_WSP_TLS, SO_WSP_TLS_STATE, &s, &n), 0);
	return s;
}
