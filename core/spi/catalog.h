/* SPDX-License-Identifier: MIT */
/* The protocols of this provider, with the XP1 flags that Winsock gives their like.
 *
 * One const table. Whether the kernel has a protocol is found out when a socket is made. */
#pragma once

#include "wsp.h"
#include "wsptls.h"

/* Entries from 0; NULL past the last. */
const WSAPROTOCOL_INFO *catalog_entry(size_t index);

/* The entry of a family, type and protocol; protocol 0 is the first of that family and
 * type, type 0 likewise. NULL: not in the catalogue. */
const WSAPROTOCOL_INFO *catalog_find(int family, int type, int protocol);

/* Flags that a socket may have otherwise than its protocol. */
#define CATALOG_OVERRIDES \
	(XP1_MESSAGE_ORIENTED | XP1_PSEUDO_STREAM | XP1_PARTIAL_MESSAGE | \
	 XP1_GUARANTEED_DELIVERY)
