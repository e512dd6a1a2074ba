/* SPDX-License-Identifier: MIT */
/* Notes on standard error: what happened beside the receives. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "scenario/address.h"
#include "scenario/endpoint.h"

/* The address left its port to the system, which the user then wants to know. */
bool notes_port_was_chosen(const struct address *a);

/* That nobody is verified, where the address says so. */
void notes_trust(const struct address *a);

/* What the certificate that a listening socket has made for itself is known by. */
void notes_fingerprint(SOCKET s, const struct address *a);

/* The protocol, its XP1 flags, both ends, and what TLS has agreed on. */
void notes_opened(const struct endpoint *e);

/* What TLS knows of an end that was not graceful: an alert by its name, say. */
void notes_ended(SOCKET s);

/* A step of the built-in peer's script did not work; `number` counts from 0. */
void notes_step_failed(const struct peer_step *step, size_t number, int native);
