/* SPDX-License-Identifier: MIT */
/* Sequences of a transport's verbs as text, played on a network; and what each said.
 *
 * Steps are separated by `;`, words by spaces. Sockets are called A to L.
 *
 *	open A KIND | pair A B KIND	tcp tcp6 udp udp6 stream dgram record
 *	bind A [PLACE] | connect A PLACE | to A PLACE TEXT
 *	listen A N | accept NEW A | shut A | close A | abort A
 *	send A TEXT | oob A TEXT	- is no bytes, #N so many
 *	recv | peek | urgent | from A N
 *	name A | peer A | ask A QUESTION | get A OPTION | set A OPTION N
 *	raw A LEVEL OPTION [N]
 *
 * A PLACE is a socket (its name), `loop`, `other` or `any` (no port; no name), `nobody`,
 * `far`, `none` (AF_UNSPEC), or `file` and `nofile` (paths). */
#pragma once

#include "net/network.h"

#define VERBS_MOST 64 /* steps of a sequence */
#define VERBS_LINE 200

struct verbs_log {
	size_t n;
	char lines[VERBS_MOST][VERBS_LINE];
};

/* Plays `script` on the network. What may come later on it is waited for, a few seconds at
 * most, until it is what `expected` says; NULL: nothing is waited for. */
void verbs_play(const struct network *network, const char *script,
		const struct verbs_log *expected, struct verbs_log *log);
