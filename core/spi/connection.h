/* SPDX-License-Identifier: MIT */
/* The states of a socket, and the calls that move it from one to the next.
 *
 *	FRESH --bind--> BOUND --listen--> LISTENING
 *	FRESH, BOUND --connect--> CONNECTING --> CONNECTED
 *
 * A datagram socket is BOUND by its first WSPSendTo or WSPJoinLeaf as well (S2). */
#pragma once

#include "spi/socket.h"

/* Whether the socket can receive (S1, E2, E12): 0, WSAENOTCONN, or WSAEINVAL for a
 * datagram socket without a local address. Finds out whether a connect has come to its
 * end. Entered. */
int connection_check(struct socket *so);

/* For a socket whose connect is under way: has it come to its end? Returns the code that
 * it failed with, or 0 (connected, or still under way). Entered. */
RARE int connection_finish(struct socket *so);

/* A datagram socket has got its one peer: strangers' messages may be queued (S3). The end
 * of a pair has a peer without a name, and never had a stranger. Entered. */
void connection_vet(struct socket *so);

/* Only the moves above are legal; anything else is a broken
 * invariant. Entered. */
void connection_move(struct socket *so, enum socket_state to);
