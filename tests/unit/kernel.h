/* SPDX-License-Identifier: MIT */
/* What this kernel has, seen without the provider. */
#pragma once

#include <stdbool.h>

/* Whether sockets of the protocol can be made (and the machine has ::1). */
bool kernel_has(int family, int type, int protocol);

/* A plain socket that listens on 127.0.0.1, and its port. */
int kernel_listener(int backlog, int *port);
