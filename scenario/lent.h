/* SPDX-License-Identifier: MIT */
/* Sessions of TLS that are kept from one simulated play to the next.
 *
 *	lent_take | lent_new -> our end, for the provider -> lent_end, closed -> lent_back
 *
 * A session whose play is over goes to the next if both ends are open, nothing is on its way
 * after all has been read, and nobody has changed an option: then nothing but the keys'
 * numbers, which no receive can see, tells it from a new one. One thread at a time. */
#pragma once

#include "scenario/rogue.h"

struct lent;

/* Our end of a session that is kept, with its peer's; NULL: there is none. */
struct lent *lent_take(struct rogue **rogue, struct transport **theirs);
/* The same around our end of a new one, TLS over `base`; NULL without memory. */
struct lent *lent_new(struct transport *tls, struct transport *base);

/* What the provider is given, and closes. */
struct transport *lent_transport(struct lent *l);
/* From now on our end stays open when it is closed. */
void lent_end(struct lent *l);
/* Gives it back, and is the end of `l`. True: the session is kept, `theirs` (NULL: closed)
 * too. */
bool lent_back(struct lent *l, struct rogue *rogue, struct transport *theirs);
