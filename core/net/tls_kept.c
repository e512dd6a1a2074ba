/* SPDX-License-Identifier: MIT */
/* Contexts that are kept from one socket of a simulation to the next: each takes OpenSSL
 * longer than a handshake. What files say may change, so those that name any are not. One
 * thread at a time uses a simulation. */
#include <string.h>

#include "net/tls_parts.h"

#define KEPT 8

static struct tls_context *kept[KEPT];
static unsigned next;

static bool may_be_kept(const WSPTLS *s)
{
	return ready_simulated() && s->ca[0] == '\0' && s->cert[0] == '\0' &&
	       s->key[0] == '\0' && s->session[0] == '\0' && s->keylog[0] == '\0';
}

struct tls_context *tls_kept_find(const WSPTLS *settings, bool datagrams)
{
	if (!may_be_kept(settings))
		return NULL;
	for (unsigned i = 0; i < KEPT; i++)
		if (kept[i] != NULL && kept[i]->datagrams == datagrams &&
		    memcmp(&kept[i]->settings, settings, sizeof *settings) == 0)
			return tls_context_use(kept[i]);
	return NULL;
}

void tls_kept_add(struct tls_context *c)
{
	if (!may_be_kept(&c->settings))
		return;
	tls_context_free(kept[next]);
	kept[next] = tls_context_use(c);
	next = (next + 1) % KEPT;
}
