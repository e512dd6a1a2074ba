/* SPDX-License-Identifier: MIT */
/* The loop of libuv: a handle that receives, and a callback. */
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#include "bench/loop.h"
#include "bench/udp.h"

struct uv {
	uv_loop_t loop;
	uv_udp_t handle;
	bool here; /* a datagram came */
	char room[UDP_BYTES];
};

static void check(int result, const char *what)
{
	if (result >= 0)
		return;
	fprintf(stderr, "%s: %s\n", what, uv_strerror(result));
	exit(1);
}

static void give_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
	struct uv *u = handle->data;

	(void)suggested;
	*buffer = uv_buf_init(u->room, sizeof u->room);
}

static void came(uv_udp_t *handle, ssize_t bytes, const uv_buf_t *buffer,
		 const struct sockaddr *from, unsigned flags)
{
	struct uv *u = handle->data;

	(void)buffer;
	(void)flags;
	if (from == NULL) /* the queue was found empty */
		return;
	check(bytes == UDP_BYTES ? 0 : UV_EIO, "uv_udp_recv");
	u->here = true;
}

static void *handle_open(int here)
{
	struct uv *u = malloc(sizeof *u);

	check(u == NULL ? UV_ENOMEM : 0, "malloc");
	check(uv_loop_init(&u->loop), "uv_loop_init");
	check(uv_udp_init(&u->loop, &u->handle), "uv_udp_init");
	check(uv_udp_open(&u->handle, here), "uv_udp_open");
	u->handle.data = u;
	u->here = false;
	check(uv_udp_recv_start(&u->handle, give_room, came), "uv_udp_recv_start");
	return u;
}

/* The handle goes on receiving: nothing is to be done before a datagram. */
static void handle_post(void *state)
{
	(void)state;
}

static void take(struct uv *u, uv_run_mode mode)
{
	while (!u->here)
		uv_run(&u->loop, mode);
	u->here = false;
}

static void take_waiting(void *state)
{
	take(state, UV_RUN_ONCE);
}

static void take_polling(void *state)
{
	take(state, UV_RUN_NOWAIT);
}

static void handle_close(void *state)
{
	struct uv *u = state;

	uv_close((uv_handle_t *)&u->handle, NULL);
	uv_run(&u->loop, UV_RUN_DEFAULT);
	check(uv_loop_close(&u->loop), "uv_loop_close");
	free(u);
}

static const struct loop waits = { "libuv that waits", handle_open, handle_post,
				   take_waiting, handle_close };
static const struct loop polls = { "libuv that polls", handle_open, handle_post,
				   take_polling, handle_close };
const struct loop *const loop_uv_waits = &waits;
const struct loop *const loop_uv_polls = &polls;
