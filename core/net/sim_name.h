/* SPDX-License-Identifier: MIT */
/* Names of sockets in memory: read, told, held, found; for net/sim*.c alone. */
#pragma once

#include "net/sim_end.h"

/* sim_name.c */

/* An address as this socket may be given it: 0, EINVAL, EAFNOSUPPORT. */
int sim_read_name(const struct sim_end *e, const struct sockaddr *sa, socklen_t length,
		  struct sim_name *out);
/* Tells it as the socket's family does; *length is the room, and becomes what it is. */
void sim_write_name(int family, const struct sim_name *name, struct sockaddr *sa,
		    socklen_t *length);
int sim_name_of(struct transport *t, bool peer, struct sockaddr *sa, socklen_t *length);
struct sim_name sim_no_name(int family);
bool sim_is_v4(const struct sim_name *n);
bool sim_is_any(const struct sim_name *n);
bool sim_is_local(const struct sim_name *n);
bool sim_same_place(const struct sim_name *a, const struct sim_name *b);
/* Where a packet to `to` goes (any: this machine), and what its sender's address is. */
void sim_route(const struct sim_end *e, struct sim_name *to, struct sim_name *from);

/* sim_bound.c: who exists, and who holds which name. */
void sim_enlist(struct sim_end *e);
/* Gives its name back too. */
void sim_delist(struct sim_end *e);
int sim_bind(struct transport *t, const struct sockaddr *sa, socklen_t length);
/* A port, or a name made up; nothing where there is one. */
int sim_autobind(struct sim_end *e);
/* 0, or EADDRINUSE: another one listens there. */
int sim_may_listen(const struct sim_end *e);
struct sim_end *sim_find_listener(const struct sim_name *to);
/* The UDP socket that gets what is sent from one place to the other; NULL: none. */
struct sim_end *sim_find_udp(const struct sim_name *from, const struct sim_name *to);
/* AF_UNIX: 0, ENOENT, ECONNREFUSED, EPROTOTYPE. */
int sim_find_local(const struct sim_name *name, enum sim_kind kind,
		   struct sim_end **out);
/* Those who wait for room at e may try again. */
void sim_tell_waiting(struct sim_end *e);
/* e is about to be freed: nobody else remembers it. */
void sim_forget(struct sim_end *e);
