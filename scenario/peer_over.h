/* SPDX-License-Identifier: MIT */
/* A peer's bytes: straight through its socket, or over TLS. */
#pragma once

#include <sys/types.h>

#include "scenario/peer_wait.h"

/* Puts TLS over the socket: the peer calls where it connects, else it is called and has a
 * certificate of its own. Who calls it is not looked at, nor who it calls. 0 or an errno. */
int peer_over_open(struct peer *p);

/* The handshake: 0, an errno, or ECANCELED. Without TLS nothing. */
int peer_over_shake(struct peer *p);

/* As send() and recv() with MSG_DONTWAIT do. */
ssize_t peer_over_put(struct peer *p, const void *bytes, size_t n, int flags);
ssize_t peer_over_take(struct peer *p, void *bytes, size_t n, int flags);

/* Waits until TLS has handed on what it was given; 0, an errno, or ECANCELED. */
int peer_over_flush(struct peer *p);

/* Ends what is sent: 0 or an errno. `whole`: over TLS it says so (close_notify). */
int peer_over_shut(struct peer *p, bool whole);

/* A step of TLS alone; 0, an errno, or ECANCELED. */
int peer_over_misbehave(struct peer *p, const struct peer_step *step);

/* Takes what waits and is nobody's data: with it unread a close would be a reset. */
void peer_over_tidy(struct peer *p);

/* Frees TLS, if there is one; the socket stays. */
void peer_over_close(struct peer *p);
