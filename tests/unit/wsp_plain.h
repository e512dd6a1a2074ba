/* SPDX-License-Identifier: MIT */
/* Sockets of the kernel, by the kernel's own flags: the other end of what is tested.
 *
 * Knows nothing of wsp.h, whose MSG_* and SO_* have other numbers. Whatever fails here
 * fails the test. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum plain_kind {
	PLAIN_TCP,
	PLAIN_TCP6,
	PLAIN_STREAM,    /* AF_UNIX */
	PLAIN_SEQPACKET, /* AF_UNIX */
	PLAIN_DGRAM,     /* AF_UNIX */
	PLAIN_UDP,
	PLAIN_UDP6,
};

/* Two sockets that are connected to each other. */
void plain_pair(enum plain_kind kind, int ends[2]);

/* A datagram socket bound to an address of this machine that nobody else has, told in *sa.
 * AF_UNIX: an abstract name. */
int plain_bound(int family, struct sockaddr_storage *sa, socklen_t *length);

/* A stream or record socket that listens; likewise. */
int plain_listener(int family, int type, struct sockaddr_storage *sa, socklen_t *length,
		   int backlog);
int plain_connect(int family, int type, const struct sockaddr_storage *sa,
		  socklen_t length);
int plain_accept(int listener);

void plain_send(int fd, const void *bytes, size_t n);
void plain_send_to(int fd, const void *bytes, size_t n,
		   const struct sockaddr_storage *sa, socklen_t length);
void plain_text(int fd, const char *text);
void plain_urgent(int fd, const char *text); /* the last byte is urgent */
size_t plain_read(int fd, void *bytes, size_t n);
void plain_shut(int fd); /* the graceful end */
void plain_shut_read(int fd);
void plain_rst(int fd); /* closes a TCP socket by a reset */

/* Wait until so many bytes (of a stream, or of the first message) can be received; until
 * anything can be told; until an urgent byte is there. */
void plain_wait_bytes(int fd, size_t n);
void plain_wait(int fd);
void plain_wait_urgent(int fd);
bool plain_is_open(int fd);
int plain_dup(int fd);
bool plain_blocks(int fd);

/* Drops every packet that arrives from now on (a filter). False: not allowed. */
bool plain_drop(int fd);
void plain_user_timeout(int fd, unsigned milliseconds);
void plain_keepalive(int fd); /* idle 1 s, every 1 s, once */
