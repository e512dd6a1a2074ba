/* SPDX-License-Identifier: MIT */
/* The life of a peer: its thread, its script from first to last, and its end. */
#include "scenario/peer.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "scenario/peer_over.h"
#include "scenario/peer_step.h"
#include "wsptls.h"

/* A Unix socket whose listener's queue is full cannot be waited for. */
#define RETRY_USEC 5000

static const struct peer_verb_kind verbs[] = {
#define PEER_VERB_ROW(name, word, argument, text) \
	{ PEER_##name, word, PEER_ARGUMENT_##argument, text },
	PEER_VERBS(PEER_VERB_ROW)
#undef PEER_VERB_ROW
};

bool peer_step_is_empty(const struct peer_step *step)
{
	return step->verb == PEER_EMPTY ||
	       (step->n == 0 &&
		(step->verb == PEER_SEND || step->verb == PEER_PATTERN));
}

const struct peer_verb_kind *peer_verbs(size_t *n)
{
	*n = sizeof verbs / sizeof verbs[0];
	return verbs;
}

void peer_steps_free(struct peer_step *steps, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(steps[i].data);
	free(steps);
}

static void note_failure(struct peer *p, size_t step, int error)
{
	pthread_mutex_lock(&p->lock);
	if (p->error == 0) {
		p->error = error;
		p->failed = step;
	}
	pthread_mutex_unlock(&p->lock);
}

static int connect_to(struct peer *p)
{
	const struct sockaddr *to = (const struct sockaddr *)&p->to;
	socklen_t n = sizeof(int);
	int error;

	while (connect(p->fd, to, p->to_length) != 0) {
		if (errno == EINPROGRESS)
			break;
		if (errno != EAGAIN && errno != EINTR)
			return errno;
		if (peer_wait_for(p, 0, peer_wait_now() + RETRY_USEC) ==
		    PEER_WAIT_ENDED)
			return ECANCELED;
	}
	if (peer_wait_for(p, POLLOUT, PEER_FOREVER) == PEER_WAIT_ENDED)
		return ECANCELED;
	if (getsockopt(p->fd, SOL_SOCKET, SO_ERROR, &error, &n) != 0)
		return errno;
	return error;
}

static void play_script(struct peer *p)
{
	int error;

	if (p->connects) {
		error = connect_to(p);

		if (error != 0 && error != ECANCELED)
			note_failure(p, PEER_CONNECTING, error);
		if (error != 0)
			return;
	}
	error = peer_over_shake(p);
	if (error != 0 && error != ECANCELED)
		note_failure(p, PEER_CONNECTING, error);
	if (error != 0)
		return;
	for (size_t i = 0; i < p->n_steps; i++) {
		error = peer_step_play(p, &p->steps[i]);

		if (error == ECANCELED)
			return;
		if (error != 0)
			note_failure(p, i, error);
	}
	(void)peer_step_close(p);
}

static void *run(void *argument)
{
	struct peer *p = argument;

	play_script(p);
	pthread_mutex_lock(&p->lock);
	p->over = true;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* The thread takes no signals: they are for the program's own threads. */
static int start_thread(struct peer *p)
{
	sigset_t all, before;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&p->thread, NULL, run, p);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

static int find_kind(struct peer *p)
{
	socklen_t n = sizeof(int);

	if (getsockopt(p->fd, SOL_SOCKET, SO_DOMAIN, &p->family, &n) != 0 ||
	    getsockopt(p->fd, SOL_SOCKET, SO_TYPE, &p->type, &n) != 0 ||
	    getsockopt(p->fd, SOL_SOCKET, SO_PROTOCOL, &p->protocol, &n) != 0)
		return errno;
	return 0;
}

static void close_both(int fd, int other)
{
	if (fd >= 0)
		close(fd);
	if (other >= 0)
		close(other);
}

/* Makes the peer around its descriptors, which are closed on failure. */
static struct peer *start(int fd, int other, bool connects, bool tls,
			  const struct sockaddr *to, socklen_t to_length,
			  const struct peer_step *steps, size_t n)
{
	struct peer *p = calloc(1, sizeof *p);
	int error = 0, on = 1;

	if (p == NULL) {
		close_both(fd, other);
		errno = ENOMEM;
		return NULL;
	}
	p->fd = fd;
	p->other = other;
	p->connects = connects;
	p->steps = steps;
	p->n_steps = n;
	if (to != NULL && to_length <= sizeof p->to) {
		memcpy(&p->to, to, to_length);
		p->to_length = to_length;
	}
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->changed, NULL);
	p->ender = eventfd(0, EFD_CLOEXEC);
	if (p->ender < 0)
		error = errno;
	if (error == 0)
		error = find_kind(p);
	/* Each piece that is sent shall go out by itself, whatever is on its way. */
	if (error == 0 && p->type == SOCK_STREAM && p->family != AF_UNIX)
		(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (error == 0 && tls)
		error = peer_over_open(p);
	if (error == 0)
		error = start_thread(p);
	if (error == 0)
		return p;
	peer_over_close(p);
	close_both(fd, other);
	if (p->ender >= 0)
		close(p->ender);
	pthread_cond_destroy(&p->changed);
	pthread_mutex_destroy(&p->lock);
	free(p);
	errno = error;
	return NULL;
}

struct peer *peer_start(int fd, const struct peer_step *steps, size_t n,
			const struct sockaddr *to, socklen_t to_length)
{
	return start(fd, -1, false, false, to, to_length, steps, n);
}

struct peer *peer_start_pair(int fd, int other, const struct peer_step *steps, size_t n)
{
	return start(fd, other, false, false, NULL, 0, steps, n);
}

struct peer *peer_start_tls_pair(int fd, int other, const struct peer_step *steps,
				 size_t n)
{
	return start(fd, other, false, true, NULL, 0, steps, n);
}

struct peer *peer_start_connect(int family, int type, int protocol,
				const struct sockaddr *to, socklen_t to_length,
				const struct peer_step *steps, size_t n)
{
	bool tls = protocol == WSPPROTO_TLS || protocol == WSPPROTO_DTLS;
	int fd = socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK,
			tls ? 0 : protocol);

	if (fd < 0)
		return NULL;
	return start(fd, -1, true, tls, to, to_length, steps, n);
}

/* Is what the thread was parked for there, so that it is about to go on? Its descriptor
 * stays open as long as it is parked, and the caller has the lock. */
static bool stirs(const struct peer *p)
{
	struct pollfd fd = { .fd = p->fd, .events = p->parked_for };

	return p->parked_for != 0 && poll(&fd, 1, 0) > 0;
}

void peer_settle(struct peer *p)
{
	pthread_mutex_lock(&p->lock);
	while (!p->over && (!p->parked || stirs(p)))
		pthread_cond_wait(&p->changed, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

int peer_error(struct peer *p, size_t *step)
{
	int error;

	pthread_mutex_lock(&p->lock);
	error = p->error;
	if (error != 0 && step != NULL)
		*step = p->failed;
	pthread_mutex_unlock(&p->lock);
	return error;
}

int peer_end(struct peer *p, size_t *step)
{
	uint64_t one = 1;
	int error;

	/* An eventfd that holds 0 takes a 1 at once; there is nothing to wait for. */
	while (write(p->ender, &one, sizeof one) < 0 && errno == EINTR)
		;
	pthread_join(p->thread, NULL);
	error = peer_error(p, step);
	peer_over_close(p);
	close_both(p->fd, p->other);
	close(p->ender);
	pthread_cond_destroy(&p->changed);
	pthread_mutex_destroy(&p->lock);
	free(p);
	return error;
}
