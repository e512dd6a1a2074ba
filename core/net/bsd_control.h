/* SPDX-License-Identifier: MIT */
/* The verbs of a kernel socket that move no data; for net/bsd.c alone. */
#pragma once

#include "net/bsd.h"

/* What a receive tells. Without credentials an empty record cannot be told from the end,
 * and is taken for it. */
enum bsd_kind {
	BSD_STREAM,
	BSD_DATAGRAM,
	BSD_RECORD,        /* AF_UNIX: carries credentials */
	BSD_BARE_RECORD,   /* AF_VSOCK: no credentials, always whole */
	BSD_MARKED_RECORD, /* SCTP: no credentials; MSG_EOR marks the last piece */
};

/* 0 or ENOMEM: then fd stays the caller's. */
int bsd_new(int fd, const struct transport_ops *ops, int family, enum bsd_kind kind,
	    struct transport **out);
enum bsd_kind bsd_kind_of(const struct transport *t);

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
int bsd_watch(struct transport *t, struct source *s, unsigned want);
void bsd_release(struct transport *t);
void bsd_close(struct transport *t, bool abrupt);
