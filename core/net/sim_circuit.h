/* SPDX-License-Identifier: MIT */
/* Circuits and datagrams in memory, as the table of verbs calls them; for net/sim*.c. */
#pragma once

#include "net/sim_name.h"

/* sim_circuit.c */
int sim_send_circuit(struct sim_end *e, const struct iovec *vec, size_t n, bool oob,
		     const struct sockaddr *to, size_t *sent);
int sim_shut_circuit(struct sim_end *e);
/* Tells the other end that e is closed. */
void sim_part(struct sim_end *e, bool abrupt);
/* AF_UNIX messages: 0 or EMSGSIZE. */
int sim_fits_local(const struct sim_end *e, size_t length);

/* sim_datagram.c */
int sim_send_datagram(struct sim_end *e, const struct iovec *vec, size_t n, bool oob,
		      const struct sockaddr *to, socklen_t to_length, size_t *sent);
int sim_connect_datagram(struct sim_end *e, const struct sockaddr *sa,
			 socklen_t length);
int sim_shut_datagram(struct sim_end *e);

/* sim_connect.c */
int sim_connect(struct transport *t, const struct sockaddr *sa, socklen_t length);
int sim_listen(struct transport *t, int backlog);
int sim_accept(struct transport *t, struct transport **out);
/* e closes: those who wait to be accepted are turned away. */
void sim_stop_listening(struct sim_end *e);

/* sim_receive.c */
int sim_recv(struct transport *t, struct arrival *a);

/* sim.c */
struct sim_end *sim_make(int family, enum sim_kind kind); /* NULL: no memory */
/* Connects two that are fresh. */
void sim_join(struct sim_end *a, struct sim_end *b);
void sim_close(struct transport *t, bool abrupt);
