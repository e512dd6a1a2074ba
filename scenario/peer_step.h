/* SPDX-License-Identifier: MIT */
/* The steps of a peer, carried out one by one on its own thread. */
#pragma once

#include "scenario/peer_wait.h"

/* Carries out one step: 0, an errno, or ECANCELED when peer_end() cut it short. */
int peer_step_play(struct peer *p, const struct peer_step *step);

/* Closes the socket as `close` does, if it is open. 0 or ECANCELED. */
int peer_step_close(struct peer *p);
