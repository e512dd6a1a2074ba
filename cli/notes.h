/* SPDX-License-Identifier: MIT */
/* Notes on standard error: what happened beside the receives. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "scenario/address.h"
#include "scenario/endpoint.h"

/* The address left its port to the system, which the user then wants to know. */
bool notes_port_was_chosen(const struct address *a);

/* The protocol, its XP1 flags, and both ends. */
void notes_opened(const struct endpoint *e);

/* A step of the built-in peer's script did not work; `number` counts from 0. */
void notes_step_failed(const struct peer_step *step, size_t number, int native);
