/* SPDX-License-Identifier: MIT */
/* Short forms of the provider's calls, for tests in a simulated world. */
#pragma once

#include <sys/socket.h>

#include "tests/unit/sim_world.h"
#include "tests/unit/wsp_fixture.h"

/* A name and its length. */
struct place {
	struct sockaddr_storage sa;
	int n;
};

/* The sockets of a test, INVALID_SOCKET where there is none; where the listener is. */
extern SOCKET left, right, listener;
extern struct place calls_at;

SOCKET calls_opened(int family, int type);
/* Bound to a port of this machine, or a name made up. */
SOCKET calls_bound(int family, int type, struct place *p);
struct place calls_name_of(SOCKET s, bool remote);
/* 0 or the code. */
int calls_connect_to(SOCKET s, const struct place *p);
int calls_send_to(SOCKET s, const char *text, const struct place *to);
void calls_set(SOCKET s, int option, const void *value, int n);
void calls_same(const struct place *p, const struct place *q);
/* The next message is this, from there. */
void calls_came_from(SOCKET s, const char *text, const struct place *from);

/* left is connected to right, by way of listener. */
void calls_circuit(int family, int type);
/* Closes all that there are. */
void calls_end(void);
