/* SPDX-License-Identifier: MIT */
/* Sends that are pending. */
#pragma once

#include "spi/request.h"

/* One more attempt at a send at the head of its line (entered): WSAEWOULDBLOCK, it goes on
 * waiting; else it is over with that code, q->got bytes having gone. */
int send_again(struct socket *so, struct request *q);
