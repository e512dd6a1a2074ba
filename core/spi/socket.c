/* SPDX-License-Identifier: MIT */
/* The table of sockets: slots, handles, entering and leaving.
 *
 * A handle is uses << 24 | slot << 2: larger than any descriptor, a multiple of 4 as on
 * Windows, and never given out twice (40 bits count the uses of a slot). Slots come in
 * blocks that are made when needed and stay; so a stale handle can be looked at safely. */
#include "spi/socket.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "spi/blocking.h"
#include "spi/provider.h"

#define BLOCK 256
#define N_BLOCKS 4096
#define SLOT_BITS 24

static _Atomic(struct socket *) blocks[N_BLOCKS];
static pthread_mutex_t free_lock = PTHREAD_MUTEX_INITIALIZER;
static struct socket *free_slots;
static unsigned n_blocks;

static struct socket *slot_at(size_t slot)
{
	struct socket *block;

	if (slot >= (size_t)BLOCK * N_BLOCKS)
		return NULL;
	block = atomic_load_explicit(&blocks[slot / BLOCK], memory_order_acquire);
	return block == NULL ? NULL : &block[slot % BLOCK];
}

/* Under free_lock. */
static void make_block(void)
{
	struct socket *block;

	if (n_blocks == N_BLOCKS)
		return;
	block = calloc(BLOCK, sizeof *block);
	if (block == NULL)
		return;
	for (unsigned i = BLOCK; i-- > 0;) {
		lock_init(&block[i].lock);
		block[i].handle = INVALID_SOCKET;
		block[i].slot = n_blocks * BLOCK + i;
		block[i].next_free = free_slots;
		free_slots = &block[i];
	}
	atomic_store_explicit(&blocks[n_blocks++], block, memory_order_release);
}

static struct socket *take_slot(void)
{
	struct socket *so;

	pthread_mutex_lock(&free_lock);
	if (free_slots == NULL)
		make_block();
	so = free_slots;
	if (so != NULL)
		free_slots = so->next_free;
	pthread_mutex_unlock(&free_lock);
	return so;
}

static void give_slot(struct socket *so)
{
	pthread_mutex_lock(&free_lock);
	so->next_free = free_slots;
	free_slots = so;
	pthread_mutex_unlock(&free_lock);
}

struct socket *socket_enter(SOCKET s)
{
	struct socket *so;

	if ((s & 3) != 0 || s == INVALID_SOCKET)
		return NULL;
	so = slot_at((s & ((1u << SLOT_BITS) - 1)) >> 2);
	if (so == NULL)
		return NULL;
	lock_take(&so->lock);
	if (so->handle == s)
		return so;
	lock_give(&so->lock);
	return NULL;
}

/* A closed socket that nobody waits on any more. Entered; leaves it. */
RARE static void end(struct socket *so)
{
	struct transport *t = so->transport;

	so->transport = NULL;
	held_drop(&so->held);
	lock_give(&so->lock);
	t->ops->close(t, false);
	give_slot(so);
}

void socket_leave(struct socket *so)
{
	if (so->handle == INVALID_SOCKET && so->blocked == NULL &&
	    so->transport != NULL)
		end(so);
	else
		lock_give(&so->lock);
}

struct socket *socket_new(struct transport *t, const WSAPROTOCOL_INFO *info)
{
	struct socket *so = provider_started() ? take_slot() : NULL;

	if (so == NULL)
		return NULL;
	lock_take(&so->lock);
	/* Everything behind the slot's own fields starts as zero. */
	memset((char *)so + offsetof(struct socket, blocked), 0,
	       sizeof *so - offsetof(struct socket, blocked));
	so->handle = ++so->uses << SLOT_BITS | (SOCKET)so->slot << 2;
	so->transport = t;
	so->info = *info;
	so->rules = rules_default();
	so->boundaries = (info->dwServiceFlags1 & XP1_MESSAGE_ORIENTED) != 0;
	so->connectionless = (info->dwServiceFlags1 & XP1_CONNECTIONLESS) != 0;
	so->stream = !so->boundaries;
	return so;
}

void socket_close(struct socket *so)
{
	so->handle = INVALID_SOCKET;
	blocking_wake(so);
	socket_leave(so);
}

struct socket *socket_next(unsigned from)
{
	struct socket *so;

	for (; (so = slot_at(from)) != NULL; from++) {
		lock_take(&so->lock);
		if (so->handle != INVALID_SOCKET)
			return so;
		lock_give(&so->lock);
	}
	return NULL;
}
