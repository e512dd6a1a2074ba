/* SPDX-License-Identifier: MIT */
/* The table of sockets: handles, entering and leaving. */
#include "spi/socket.h"

#include <stdlib.h>
#include <string.h>

#include "base/planted.h"
#include "spi/blocking.h"
#include "spi/engine.h"
#include "spi/notify.h"
#include "spi/provider.h"

#define KIND 0u /* handles are multiples of 4, as on Windows */

static struct slots sockets = SLOTS_INITIALIZER;

static void fresh(struct slot *slot)
{
	struct socket *so = (struct socket *)slot;

	lock_init(&so->lock);
	so->handle = INVALID_SOCKET;
	so->source.ready = engine_ready;
}

static struct socket *at(size_t number)
{
	return (struct socket *)slots_at(&sockets, number, sizeof(struct socket));
}

struct socket *socket_enter(SOCKET s)
{
	struct socket *so;

	if ((s & 3) != KIND) /* so is INVALID_SOCKET */
		return NULL;
	so = at(slots_number(s));
	if (so == NULL)
		return NULL;
	lock_take(&so->lock);
	PLANT(STALE_HANDLE, if (so->handle != INVALID_SOCKET) return so);
	if (so->handle == s)
		return so;
	lock_give(&so->lock);
	return NULL;
}

/* Entered; leaves it. */
static void end(struct socket *so)
{
	struct transport *t = so->transport;

	if (so->owes)
		lead_unpend();
	so->owes = false;
	so->transport = NULL;
	held_drop(&so->held);
	t->ops->watch(t, &so->source, 0);
	lock_give(&so->lock);
	t->ops->close(t, false);
	slots_give(&sockets, &so->slot);
}

RARE static void leave_with_more(struct socket *so)
{
	struct turns finished = TAILQ_HEAD_INITIALIZER(finished);

	TAILQ_CONCAT(&finished, &so->finished, link);
	/* Closed, nobody waits on it any more, and nothing has still to go. */
	if (so->handle == INVALID_SOCKET && so->blocked == NULL &&
	    so->transport != NULL && !engine_owe(so, true))
		end(so);
	else
		lock_give(&so->lock);
	notify(&finished);
}

void socket_leave(struct socket *so)
{
	if (so->handle == INVALID_SOCKET || !TAILQ_EMPTY(&so->finished))
		leave_with_more(so);
	else
		lock_give(&so->lock);
}

struct socket *socket_new(struct transport *t, const WSAPROTOCOL_INFO *info)
{
	struct socket *so = NULL;

	if (provider_started())
		so = (struct socket *)slots_take(&sockets, sizeof *so, fresh);
	if (so == NULL)
		return NULL;
	lock_take(&so->lock);
	/* Everything behind the slot's own fields starts as zero. */
	memset((char *)so + offsetof(struct socket, blocked), 0,
	       sizeof *so - offsetof(struct socket, blocked));
	for (int i = 0; i < N_TURNS; i++)
		TAILQ_INIT(&so->turns[i]);
	TAILQ_INIT(&so->finished);
	so->limit = WSP_LIMIT_USUAL;
	so->handle = slots_handle(&so->slot, KIND);
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
	engine_abort(so);
	blocking_wake(so);
	socket_leave(so);
}

void socket_end_all(void)
{
	struct socket *so;

	for (unsigned slot = 0; (so = at(slot)) != NULL; slot++) {
		lock_take(&so->lock);
		if (so->owes)
			end(so);
		else
			lock_give(&so->lock);
	}
}

struct socket *socket_next(unsigned from)
{
	struct socket *so;

	for (; (so = at(from)) != NULL; from++) {
		lock_take(&so->lock);
		if (so->handle != INVALID_SOCKET)
			return so;
		lock_give(&so->lock);
	}
	return NULL;
}
