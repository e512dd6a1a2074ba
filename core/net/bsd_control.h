/* SPDX-License-Identifier: MIT */
/* The verbs of a kernel socket that move no data; for net/bsd.c alone. */
#pragma once

#include "net/transport.h"

/* On failure fd stays the caller's. `marks_records`: the end of a record carries MSG_EOR. */
int bsd_new(int fd, const struct transport_ops *ops, bool marks_records,
	    struct transport **out);
/* Chooses the table for the kind of socket and makes the transport. */
int bsd_wrap(int fd, int family, int type, int protocol, struct transport **out);
bool bsd_marks_records(const struct transport *t);

int bsd_fd(struct transport *t);
int bsd_bind(struct transport *t, const struct sockaddr *sa, socklen_t length);
int bsd_connect(struct transport *t, const struct sockaddr *sa, socklen_t length);
int bsd_listen(struct transport *t, int backlog);
int bsd_accept(struct transport *t, struct transport **out);
int bsd_shut_send(struct transport *t);
int bsd_name_of(struct transport *t, bool peer, struct sockaddr *sa, socklen_t *length);
int bsd_ask(struct transport *t, enum transport_question q, int *answer);
int bsd_get(struct transport *t, enum transport_option o, int *value);
int bsd_set(struct transport *t, enum transport_option o, int value);
int bsd_raw_get(struct transport *t, int level, int option, void *value,
		socklen_t *length);
int bsd_raw_set(struct transport *t, int level, int option, const void *value,
		socklen_t length);
void bsd_release(struct transport *t);
void bsd_close(struct transport *t, bool abrupt);
