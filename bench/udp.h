/* SPDX-License-Identifier: MIT */
/* UDP sockets of the loopback for measurements. They exit where they cannot be had. */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#define UDP_BYTES 20 /* of every datagram */

/* A descriptor that receives what is sent to *where, which is written. */
int udp_receiver(struct sockaddr_in *where);

/* A descriptor that sends to `where`; to any place where that is NULL. */
int udp_sender(const struct sockaddr_in *where);

/* Sends one datagram; `where` is NULL for a sender that has a place. */
void udp_send(int fd, const struct sockaddr_in *where);

/* Makes room for so many descriptors; false if there can be no more than *most. */
bool udp_room(size_t descriptors, size_t *most);
