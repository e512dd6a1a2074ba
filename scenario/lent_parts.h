/* SPDX-License-Identifier: MIT */
/* What the files of what is lent share, and nobody else needs. */
#pragma once

#include "scenario/lent.h"

struct lent {
	struct transport super;
	struct transport *tls;  /* owned; NULL: closed, or kept */
	struct transport *base; /* beneath it */
	unsigned users;         /* the provider, the world */
	bool again;             /* it has been in a play before */
	bool changed;           /* an option, or its end */
	bool ending, closed;    /* stays open when closed; the provider has closed it */
};

extern const struct transport_ops lent_ops;

void lent_let_go(struct lent *l);
