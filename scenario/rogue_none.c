/* SPDX-License-Identifier: MIT */
/* No TLS: for builds that link nothing that is not ours. */
#include <errno.h>

#include "scenario/rogue_parts.h"
#include "scenario/tls_chance.h"
#include "scenario/tls_swift.h"

void tls_chance_fix(uint64_t number)
{
	(void)number;
}

void tls_chance_free(void)
{
}

int forge_watch(struct forge *f, struct transport *tls)
{
	(void)f;
	(void)tls;
	return EPROTONOSUPPORT;
}

int forge_update(struct forge *f)
{
	(void)f;
	return EOPNOTSUPP;
}

int forge_alert(struct forge *f, unsigned number, unsigned char record[ROGUE_RECORD],
		size_t *n)
{
	(void)f;
	(void)number;
	(void)record;
	*n = 0;
	return EOPNOTSUPP;
}

void tls_swift(struct transport *calls, struct transport *accepts)
{
	(void)calls;
	(void)accepts;
}
