/* SPDX-License-Identifier: MIT */
/* Options of sockets in memory: stored, checked and answered like the kernel's. */
#pragma once

#include "net/transport.h"

enum sim_option {
	SIM_OPTION_REUSEADDR,
	SIM_OPTION_KEEPALIVE,
	SIM_OPTION_BROADCAST,
	SIM_OPTION_OOBINLINE,
	SIM_OPTION_SNDBUF,
	SIM_OPTION_RCVBUF,
	SIM_OPTION_NODELAY,
	SIM_OPTION_KEEPIDLE,
	SIM_OPTION_KEEPINTVL,
	SIM_OPTION_KEEPCNT,
	SIM_OPTION_USER_TIMEOUT,
	SIM_OPTION_V6ONLY,
	SIM_OPTION_LINGER,  /* seconds, -1: off */
	SIM_OPTION_RECVERR, /* from here on without a row of its own */
	N_SIM_OPTIONS
};

struct sim_end;

void sim_option_init(struct sim_end *e);
int sim_get(struct transport *t, enum transport_option o, int *value);
int sim_set(struct transport *t, enum transport_option o, int value);
int sim_raw_get(struct transport *t, int level, int option, void *value,
		socklen_t *length);
int sim_raw_set(struct transport *t, int level, int option, const void *value,
		socklen_t length);
