/* SPDX-License-Identifier: MIT */
/* Waiting in a blocking call. */
#include "spi/blocking.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include "spi/capture.h"
#include "spi/provider.h"

/* A callback that wants to be asked again is asked this often: it is how a program without
 * threads can cancel, and a signal lets it be asked at once. */
#define HOOK_PERIOD 20000 /* microseconds */
#define NO_CALL_PERIOD 10000

/* Every blocking call of the process, whichever thread makes it. */
static pthread_mutex_t registry_lock = PTHREAD_MUTEX_INITIALIZER;
static struct blocked *registry;

static __attribute__((tls_model("initial-exec"))) _Thread_local struct blocked *mine;

/* Each thread that ever waits has an eventfd to be called by, until it ends. */
static pthread_once_t call_once = PTHREAD_ONCE_INIT;
static pthread_key_t call_key;

static void close_call(void *value)
{
	close((int)(intptr_t)value - 1);
}

static void make_call_key(void)
{
	pthread_key_create(&call_key, close_call);
}

static int call_of_thread(void)
{
	intptr_t value;

	pthread_once(&call_once, make_call_key);
	value = (intptr_t)pthread_getspecific(call_key);
	if (value == 0) {
		value = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) + 1;
		pthread_setspecific(call_key, (void *)value);
	}
	return (int)value - 1;
}

bool blocking_busy(void)
{
	return mine != NULL;
}

void blocking_init(struct blocked *b)
{
	b->on = false;
}

static void begin(struct blocked *b, struct socket *so, DWORD limit)
{
	b->thread = pthread_self();
	b->deadline = limit == 0 ? UINT64_MAX : ready_now() + (uint64_t)limit * 1000;
	b->call = call_of_thread();
	b->cancelled = false;
	b->on = true;
	b->next_of_socket = so->blocked;
	so->blocked = b;
	mine = b;
	pthread_mutex_lock(&registry_lock);
	b->next = registry;
	registry = b;
	pthread_mutex_unlock(&registry_lock);
}

void blocking_fini(struct blocked *b, struct socket *so)
{
	struct blocked **at;

	if (!b->on)
		return;
	for (at = &so->blocked; *at != b; at = &(*at)->next_of_socket)
		;
	*at = b->next_of_socket;
	pthread_mutex_lock(&registry_lock);
	for (at = &registry; *at != b; at = &(*at)->next)
		;
	*at = b->next;
	pthread_mutex_unlock(&registry_lock);
	mine = NULL;
	b->on = false;
}

static bool cancelled(const struct blocked *b)
{
	bool is;

	pthread_mutex_lock(&registry_lock);
	is = b->cancelled;
	pthread_mutex_unlock(&registry_lock);
	return is;
}

/* Sleeps with the socket left to others. */
static bool sleep_outside(struct blocked *b, DWORD entry, int descriptor,
			  enum ready_want want, uint64_t left)
{
	LPBLOCKINGCALLBACK hook;
	DWORD_PTR context;
	uint64_t word;

	if (provider_blocking_callback(entry, &hook, &context)) {
		/* FALSE says that WSPCancelBlockingCall was called, or should have been. */
		if (!hook(context))
			return false;
		left = left < HOOK_PERIOD ? left : HOOK_PERIOD;
	}
	if (b->call < 0)
		left = left < NO_CALL_PERIOD ? left : NO_CALL_PERIOD;
	if (!cancelled(b))
		ready_wait(descriptor, want, b->call, left);
	if (b->call >= 0)
		(void)!read(b->call, &word, sizeof word);
	return true;
}

int blocking_wait(struct blocked *b, struct socket *so, SOCKET s, enum ready_want want,
		  DWORD limit)
{
	DWORD entry = so->info.dwCatalogEntryId;
	int descriptor = so->transport->ops->descriptor(so->transport);
	uint64_t left = UINT64_MAX;
	bool go_on;

	if (!b->on)
		begin(b, so, limit);
	if (b->deadline != UINT64_MAX) {
		uint64_t now = ready_now();

		if (now >= b->deadline)
			return WSAETIMEDOUT;
		left = b->deadline - now;
	}
	lock_give(&so->lock);
	go_on = sleep_outside(b, entry, descriptor, want, left);
	lock_take(&so->lock);
	if (so->handle != s)
		return WSAENOTSOCK;
	return go_on && !cancelled(b) ? 0 : WSAEINTR;
}

void blocking_wake(struct socket *so)
{
	uint64_t one = 1;

	for (struct blocked *b = so->blocked; b != NULL; b = b->next_of_socket)
		if (b->call >= 0)
			(void)!write(b->call, &one, sizeof one);
}

int blocking_cancel(pthread_t thread)
{
	uint64_t one = 1;
	bool found = false;

	pthread_mutex_lock(&registry_lock);
	for (struct blocked *b = registry; b != NULL; b = b->next) {
		if (!pthread_equal(b->thread, thread))
			continue;
		b->cancelled = true;
		found = true;
		if (b->call >= 0)
			(void)!write(b->call, &one, sizeof one);
	}
	pthread_mutex_unlock(&registry_lock);
	return found ? 0 : WSAEINVAL;
}

int WSPCancelBlockingCall(LPINT lpErrno)
{
	return capture_answer(blocking_cancel(pthread_self()), lpErrno);
}

int WSPCancelBlockingCallOf(LPWSATHREADID lpThreadId, LPINT lpErrno)
{
	if (lpThreadId == NULL || !capture_readable(lpThreadId, sizeof *lpThreadId))
		return capture_answer(WSAEFAULT, lpErrno);
	return capture_answer(blocking_cancel((pthread_t)lpThreadId->ThreadHandle),
			      lpErrno);
}
