/* SPDX-License-Identifier: MIT */
/* Names of sockets, options and codes that an operation has as texts.
 *
 *	127.0.0.1:80  [::1]:80  @NAME  /FILE  unnamed  unspec  SOCKET  peer:SOCKET
 *
 * SOCKET is the name of a socket of ours and stands for what that one is bound to, behind
 * `peer:` for what its peer is; `unnamed` is AF_UNIX without a name, `unspec` AF_UNSPEC. */
#pragma once

#include "scenario/arena.h"
#include "scenario/diag.h"
#include "scenario/sockaddr.h"

/* Whether the text is a place. */
bool op_place_check(const char *text, struct diag *d);

/* What the place is, where its text says so by itself; false: it is another socket's, whose
 * name is *socket, and that one's peer's where *peer. */
bool op_place_read(const char *text, struct sockaddr_place *out, const char **socket,
		   bool *peer);

/* Whether it is a list of names of events, commas between. */
bool op_events_check(const char *text, struct diag *d);

/* An option that is asked for, a word or LEVEL:NAME: its canonical text, which may be in the
 * arena; NULL and a diag where it is none. Level 65535 has Winsock's numbers. */
const char *op_question_read(const char *text, struct arena *arena, struct diag *d);
void op_question(const char *canonical, int *level, int *name);

/* A code of WSPIoctl, likewise. */
const char *op_control_read(const char *text, struct arena *arena, struct diag *d);
uint32_t op_control(const char *canonical);
