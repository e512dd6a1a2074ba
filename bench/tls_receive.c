/* SPDX-License-Identifier: MIT */
/* WSPRecv over TLS against SSL_read: sessions alike, the same buffer and run, taking turns.
 *
 * The time in which what waits is taken, in nanoseconds; medians. The bare loop is there
 * twice: as OpenSSL does it without being told, and reading ahead. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/sample.h"
#include "net/tls_parts.h"
#include "wspmore.h"

#define GOAL 0.95
#define ROUNDS 3000
#define MOST_BYTES (128 * 1024)
#define AHEAD 65536
#define TRIES 100000

enum who {
	OURS,
	BARE,
	BARE_AHEAD,
	N_WHO
};

/* A connection, and the sessions at both its ends. */
struct pair {
	int here, there; /* descriptors: receives, sends */
	SSL *from, *to;  /* to: NULL where it is ours */
	SOCKET s;
};

static char sent[MOST_BYTES], received[MOST_BYTES];
static double times[N_WHO][ROUNDS]; /* nanoseconds */

static void fail(const char *what)
{
	fprintf(stderr, "tls_receive: %s: %s\n", what, strerror(errno));
	ERR_print_errors_fp(stderr);
	exit(1);
}

static void open_connection(struct pair *p)
{
	struct sockaddr_in sa = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof sa;
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	p->there = socket(AF_INET, SOCK_STREAM, 0);
	if (listener < 0 || bind(listener, (void *)&sa, n) != 0 ||
	    listen(listener, 1) != 0 || getsockname(listener, (void *)&sa, &n) != 0 ||
	    connect(p->there, (void *)&sa, n) != 0)
		fail("loopback");
	p->here = accept(listener, NULL, NULL);
	close(listener);
	fcntl(p->here, F_SETFL, O_NONBLOCK);
	fcntl(p->there, F_SETFL, O_NONBLOCK);
}

static void open_ours(struct pair *p)
{
	WSAPROTOCOL_INFO info = { .iProtocol = WSPPROTO_TLS };
	WSPTLS settings = { .trusting = 1 };
	int error = 0;
	DWORD on = 1, n;

	p->s = WSPSocketFromDescriptor(p->here, &info, 0, &error);
	if (p->s == INVALID_SOCKET ||
	    WSPSetSockOpt(p->s, SOL_WSP_TLS, SO_WSP_TLS_SETTINGS,
			  (const char *)&settings, sizeof settings, &error) != 0 ||
	    WSPIoctl(p->s, FIONBIO, &on, sizeof on, NULL, 0, &n, NULL, NULL, NULL,
		     &error) != 0)
		fail("socket");
}

/* A step of the handshake: whether it is over. */
static bool step(const struct pair *p)
{
	WSABUF none = { 0, NULL };
	DWORD n;
	int error = 0;

	if (p->to != NULL)
		return SSL_do_handshake(p->to) == 1;
	if (WSPSend(p->s, &none, 1, &n, 0, NULL, NULL, NULL, &error) == 0)
		return true;
	if (error != WSAEWOULDBLOCK)
		fail("handshake");
	return false;
}

static void open_pair(struct pair *p, enum who who, SSL_CTX *sender)
{
	bool over = false, over_there = false;
	SSL_CTX *c;

	*p = (struct pair){ .from = SSL_new(sender) };
	open_connection(p);
	if (p->from == NULL || SSL_set_fd(p->from, p->there) != 1)
		fail("session");
	SSL_set_accept_state(p->from);
	if (who == OURS) {
		open_ours(p);
	} else {
		c = SSL_CTX_new(TLS_client_method());
		SSL_CTX_set_read_ahead(c, who == BARE_AHEAD);
		if (who == BARE_AHEAD)
			SSL_CTX_set_default_read_buffer_len(c, AHEAD);
		p->to = SSL_new(c);
		SSL_CTX_free(c);
		if (p->to == NULL || SSL_set_fd(p->to, p->here) != 1)
			fail("session");
		SSL_set_connect_state(p->to);
	}
	for (int i = 0; i < TRIES && !(over && over_there); i++) {
		over = over || step(p);
		over_there = over_there || SSL_do_handshake(p->from) == 1;
	}
	if (!over || !over_there)
		fail("handshake");
}

/* What is on its way may need a moment more: then it is nothing. */
static size_t take(const struct pair *p)
{
	WSABUF buffer = { sizeof received, received };
	DWORD got = 0, flags = 0;
	int error = 0, n;

	if (p->to != NULL) {
		n = SSL_read(p->to, received, sizeof received);
		if (n <= 0 && SSL_get_error(p->to, n) != SSL_ERROR_WANT_READ)
			fail("SSL_read");
		return n > 0 ? (size_t)n : 0;
	}
	if (WSPRecv(p->s, &buffer, 1, &got, &flags, NULL, NULL, NULL, &error) != 0 &&
	    error != WSAEWOULDBLOCK) {
		fprintf(stderr, "tls_receive: error %d\n", error);
		exit(1);
	}
	return got;
}

static double turn(const struct pair *p, size_t size)
{
	double begin;
	size_t n = 0, left = size;

	if (SSL_write_ex(p->from, sent, size, &n) != 1 || n != size)
		fail("SSL_write");
	begin = sample_now();
	while (left > 0)
		left -= take(p);
	return sample_now() - begin;
}

static bool measure(size_t size, SSL_CTX *sender)
{
	struct pair pairs[N_WHO];
	double medians[N_WHO], ratio;
	char metric[64];

	for (enum who who = OURS; who < N_WHO; who++)
		open_pair(&pairs[who], who, sender);
	for (int i = 0; i < ROUNDS; i++)
		for (enum who who = OURS; who < N_WHO; who++)
			times[who][i] = turn(&pairs[who], size);
	for (enum who who = OURS; who < N_WHO; who++)
		medians[who] = sample_median(times[who], ROUNDS);
	snprintf(metric, sizeof metric, "receive tls %zu B, SSL_read, ns", size);
	ratio = sample_row(metric, medians[OURS], medians[BARE]);
	snprintf(metric, sizeof metric, "receive tls %zu B, SSL_read ahead, ns", size);
	sample_row(metric, medians[OURS], medians[BARE_AHEAD]);
	return ratio <= 1 / GOAL;
}

int main(void)
{
	static const size_t sizes[] = { 20, 1024, 16384, MOST_BYTES };
	WSPUPCALLTABLE upcalls = { 0 };
	const WSPTLS settings = { 0 };
	char text[256] = "";
	int native, met = 0;
	struct tls_context *c = tls_context_new(&settings, false, text, &native);

	if (c == NULL || tls_own_make(c, text) != 0 ||
	    WSPStartup(0x0202, NULL, NULL, upcalls, NULL) != 0)
		fail("start");
	SSL_CTX_clear_mode(c->ssl, SSL_MODE_ENABLE_PARTIAL_WRITE);
	memset(sent, 'x', sizeof sent);
	for (size_t i = 0; i < 4; i++)
		met += measure(sizes[i], c->ssl);
	fprintf(stderr,
		"tls_receive: %d of 4 rows have at least %.2f of SSL_read's rate\n",
		met, GOAL);
	return 0;
}
