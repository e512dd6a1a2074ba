/* SPDX-License-Identifier: MIT */
/* Places of an address as the kernel has them: resolved, printed, turned to loopback.
 *
 * This file and its .c speak plain sockets: no Winsock word comes in here. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "scenario/address.h"

#define SOCKADDR_MAX 16
#define SOCKADDR_TEXT 160

struct sockaddr_place {
	struct sockaddr_storage sa;
	socklen_t n; /* bytes of it that count */
};

struct sockaddr_list {
	size_t n; /* at least 1 */
	struct sockaddr_place at[SOCKADDR_MAX];
};

/* What `place` stands for in that family, in the order in which to try. An empty host is
 * any address, 0.0.0.0 unless the family is AF_INET6; port 0 is any port, for AF_VSOCK too,
 * where the kernel has another number for it. Returns NULL, or in words why there
 * is none. */
const char *sockaddr_resolve(int family, int type, const struct address_place *place,
			     struct sockaddr_list *out);

/* "127.0.0.1:80", "[::1]:80", "/run/x", "@name", "unnamed" (AF_UNIX), "vsock 1:80"; "" for
 * no bytes. What a terminal would obey is escaped. */
void sockaddr_print(const struct sockaddr *sa, socklen_t n, char out[SOCKADDR_TEXT]);

/* Any address becomes the same family's own machine; others are left as they are. */
void sockaddr_to_loopback(struct sockaddr *sa);

/* Whether it is a file name (not an abstract one) of AF_UNIX. */
bool sockaddr_is_file(const struct sockaddr *sa, socklen_t n);

/* Whether the file is a socket that nobody has open any more. */
bool sockaddr_is_stale(const struct sockaddr *sa, socklen_t n, int type);

/* What kind of socket a descriptor is; false: it is none. */
bool sockaddr_of_descriptor(int fd, int *family, int *type, int *protocol);
