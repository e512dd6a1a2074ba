/* SPDX-License-Identifier: MIT */
/* The set of sources, over epoll or over a simulation.
 *
 * Should epoll_wait itself fail, every source is asked every millisecond: slow, but
 * nothing that is pending is lost. */
#include "net/ready.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/lock.h"
#include "base/rare.h"

#define BATCH 64
#define OFTEN 1000 /* microseconds between two rounds of asking */

TAILQ_HEAD(sources, source);

static struct lock lock; /* for all but the descriptors */
static struct sources quiet = TAILQ_HEAD_INITIALIZER(quiet);
static struct sources often = TAILQ_HEAD_INITIALIZER(often);
static _Atomic unsigned n_quiet, n_often;
static _Atomic int epoll = -1, call = -1;
static const struct ready_world *world;
static struct sources signalled = TAILQ_HEAD_INITIALIZER(signalled);

int ready_open(void)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int native = 0, set, fd;

	if (ready_is_open())
		return 0;
	lock_take(&lock);
	if (ready_is_open())
		goto out;
	set = epoll_create1(EPOLL_CLOEXEC);
	fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	/* Neither may be there: then this fails. */
	if (epoll_ctl(set, EPOLL_CTL_ADD, fd, &event) != 0) {
		native = errno;
		close(fd);
		close(set);
		goto out;
	}
	call = fd;
	epoll = set;
out:
	lock_give(&lock);
	return native;
}

bool ready_is_open(void)
{
	return epoll >= 0 || world != NULL;
}

void ready_close(void)
{
	lock_take(&lock);
	if (epoll >= 0) {
		close(epoll);
		close(call);
		epoll = call = -1;
	}
	lock_give(&lock);
}

static uint32_t events_of(unsigned want)
{
	return EPOLLET | (want & READY_RECEIVE ? EPOLLIN | EPOLLRDHUP : 0u) |
	       (want & READY_URGENT ? EPOLLPRI | EPOLLRDHUP : 0u) |
	       (want & READY_SEND ? EPOLLOUT : 0u);
}

/* Puts s into the list for `want`, or into none. Under the lock. */
static void list(struct source *s, unsigned want)
{
	if (s->want & READY_OFTEN) {
		TAILQ_REMOVE(&often, s, link);
		n_often--;
	} else if (s->want != 0) {
		TAILQ_REMOVE(&quiet, s, link);
		n_quiet--;
	}
	s->want = want;
	if (want & READY_OFTEN) {
		TAILQ_INSERT_TAIL(&often, s, link);
		n_often++;
	} else if (want != 0) {
		TAILQ_INSERT_TAIL(&quiet, s, link);
		n_quiet++;
	}
}

/* What the kernel is told: 0 or an errno. */
static int tell(int fd, const struct source *s, unsigned want)
{
	struct epoll_event event = { .events = events_of(want),
				     .data.ptr = (void *)(uintptr_t)s };
	int verb = s->want == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;

	if (want == 0) {
		epoll_ctl(epoll, EPOLL_CTL_DEL, fd, &event);
		return 0;
	}
	return epoll_ctl(epoll, verb, fd, &event) == 0 ? 0 : errno;
}

int ready_watch(int fd, struct source *s, unsigned want)
{
	int native;

	if (s->want == want)
		return 0;
	native = tell(fd, s, want);
	if (native != 0)
		return native;
	lock_take(&lock);
	list(s, want);
	lock_give(&lock);
	if (want & READY_OFTEN) /* a poll without a timer may be under way */
		ready_call();
	return 0;
}

/* Asks the next n sources of a list, which moves them to its end: so it does not matter
 * what changes in it meanwhile. */
static void ask(struct sources *from, unsigned n)
{
	struct source *s;

	while (n-- > 0) {
		lock_take(&lock);
		s = TAILQ_FIRST(from);
		if (s != NULL) {
			TAILQ_REMOVE(from, s, link);
			TAILQ_INSERT_TAIL(from, s, link);
		}
		lock_give(&lock);
		if (s != NULL)
			s->ready(s);
	}
}

/* Milliseconds until then, rounded up, as epoll_wait wants them. */
static int left(uint64_t until)
{
	uint64_t now, most = n_often > 0 ? OFTEN : READY_FOREVER, usec;

	if (until == 0)
		return 0;
	now = until == READY_FOREVER ? 0 : ready_now();
	usec = until == READY_FOREVER ? until : until > now ? until - now : 0;
	if (usec > most)
		usec = most;
	if (usec == READY_FOREVER)
		return -1;
	usec = (usec + 999) / 1000;
	return usec < INT32_MAX ? (int)usec : INT32_MAX;
}

RARE static void without_epoll(uint64_t until)
{
	const struct timespec nap = { .tv_nsec = OFTEN * 1000 };

	if (until != 0)
		nanosleep(&nap, NULL);
	ask(&quiet, n_quiet);
}

static bool poll_kernel(uint64_t until)
{
	struct epoll_event events[BATCH];
	int n = epoll_wait(epoll, events, BATCH, left(until));
	bool signal = n < 0 && errno == EINTR;

	for (int i = 0; i < n; i++) {
		struct source *s = events[i].data.ptr;

		if (s != NULL)
			s->ready(s);
	}
	if (n_often > 0)
		ask(&often, n_often);
	if (n < 0 && !signal)
		without_epoll(until);
	return signal;
}

static bool poll_simulated(uint64_t until)
{
	struct source *s;

	if (TAILQ_EMPTY(&signalled) && until != 0 &&
	    (until == READY_FOREVER || until > ready_now()))
		return !world->idle(world->context, until);
	while ((s = TAILQ_FIRST(&signalled)) != NULL) {
		TAILQ_REMOVE(&signalled, s, link);
		s->signalled = false;
		s->ready(s);
	}
	return false;
}

bool ready_poll(uint64_t until)
{
	return world != NULL ? poll_simulated(until) : poll_kernel(until);
}

void ready_call(void)
{
	uint64_t one = 1;

	/* Never read: each write is an edge, and the count takes 2^64 of them. */
	if (call >= 0)
		(void)!syscall(SYS_write, call, &one, sizeof one);
}

uint64_t ready_now(void)
{
	struct timespec now;

	if (world != NULL)
		return world->now(world->context);
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

void ready_simulate(const struct ready_world *owner)
{
	world = owner;
}

bool ready_simulated(void)
{
	return world != NULL;
}

void ready_watch_simulated(struct source *s, unsigned want)
{
	if (want == 0 && s->signalled) {
		TAILQ_REMOVE(&signalled, s, link);
		s->signalled = false;
	}
	s->want = want;
}

void ready_signal(struct source *s)
{
	if (s->signalled)
		return;
	s->signalled = true;
	TAILQ_INSERT_TAIL(&signalled, s, link);
}
