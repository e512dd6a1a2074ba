/* SPDX-License-Identifier: MIT */
/* Sockets of ours that are told to each other by their names. */
#pragma once

#include "scenario/world_parts.h"

/* A place as a call gets it. */
struct world_call {
	struct sockaddr_place place;
	const struct sockaddr *name; /* place.sa, or NULL or nowhere as asked for */
	int length;
};

/* PLACE or TO of the operation; false: it is a socket without a name, which is told. */
bool world_place(struct world *w, const struct op *op, struct world_call *call,
		 struct tokens *out);

/* Verbs: `connect` with a place, and those that take one. */
void world_connect_place(struct world *w, const struct op *op, struct world_socket *ws,
			 struct tokens *out);
void world_bind(struct world *w, const struct op *op, struct tokens *out);
void world_listen(struct world *w, const struct op *op, struct tokens *out);
void world_accept(struct world *w, const struct op *op, struct tokens *out);
void world_adopt(struct world *w, const struct op *op, struct tokens *out);
void world_join(struct world *w, const struct op *op, struct tokens *out);
void world_name(struct world *w, const struct op *op, struct tokens *out);
