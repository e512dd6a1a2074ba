/* SPDX-License-Identifier: MIT */
/* Lists of flags as people type and read them: "peek,oob", "+partial,-message". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/flag.h"
#include "scenario/diag.h"

/* "peek,oob", "MSG_PEEK", "0x8002", "none": the flags of a receive. Numbers may have bits
 * that no flag has. */
bool flaglist_receive(const char *text, uint32_t *flags, struct diag *d);

/* "+partial,-message": what to add to a protocol's XP1 flags and what to take away; only
 * the four that a socket may override. Added to what is in *set and *clear. */
bool flaglist_xp1(const char *text, uint32_t *set, uint32_t *clear, struct diag *d);

#define FLAGLIST_MAX 160

/* "PEEK|OOB": the names of a receive's flags without MSG_, what has none as 0x...; "-"
 * for none. */
void flaglist_print(uint32_t flags, char out[FLAGLIST_MAX]);

/* The same as people type it: "partial,oob", the largest first; "none" for none.
 * flaglist_receive() reads it back. */
void flaglist_words(uint32_t flags, char out[FLAGLIST_MAX]);

/* "+message,-partial", "" for nothing; flaglist_xp1() reads it back. */
void flaglist_print_xp1(uint32_t set, uint32_t clear, char out[FLAGLIST_MAX]);

/* The flags one by one: the name of the first that is in *flags, which it is taken out of;
 * NULL when none is left. `buffer` holds the name of bits that have none. */
const char *flaglist_take(uint32_t *flags, char buffer[16]);
