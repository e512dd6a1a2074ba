/* SPDX-License-Identifier: MIT */
/* The fault handler behind probe_read() and probe_write(). */
#include "base/probe.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <ucontext.h>

#ifdef PROBE_LOAD
/* What PROBE_ENTRY writes, gathered by the linker from everywhere. */
struct entry {
	int32_t first, past, resume;
};

extern const struct entry __start_wsp_probe[] __attribute__((visibility("hidden")));
extern const struct entry __stop_wsp_probe[] __attribute__((visibility("hidden")));

static uintptr_t *counter(ucontext_t *u)
{
#if defined(__x86_64__)
	return (uintptr_t *)&u->uc_mcontext.gregs[REG_RIP];
#else
	return (uintptr_t *)&u->uc_mcontext.pc;
#endif
}

static uintptr_t place(const int32_t *word)
{
	return (uintptr_t)word + (uintptr_t)(intptr_t)*word;
}

/* Where to go on after a fault of a touch; false: it was something else. */
static bool resume(void *context)
{
	uintptr_t *at = counter(context);

	for (const struct entry *e = __start_wsp_probe; e < __stop_wsp_probe; e++)
		if (*at >= place(&e->first) && *at < place(&e->past)) {
			*at = place(&e->resume);
			return true;
		}
	return false;
}
#else
struct trial {
	sigjmp_buf back;
	volatile sig_atomic_t on; /* this thread is inside probe_touch() */
};

static __attribute__((tls_model("initial-exec"))) _Thread_local struct trial trial;

static bool resume(void *context)
{
	if (!trial.on)
		return false;
	trial.on = 0;
	/* What was blocked before is blocked again; a thread sanitizer blocks more while a
	 * handler runs, and the jump would keep it so. */
	pthread_sigmask(SIG_SETMASK, &((ucontext_t *)context)->uc_sigmask, NULL);
	siglongjmp(trial.back, 1);
}

__attribute__((no_sanitize("address", "undefined", "thread"))) bool
probe_touch(void *p, bool store)
{
	volatile char *at = p;

	if (sigsetjmp(trial.back, 0) != 0)
		return false;
	trial.on = 1;
	if (store)
		*at = *at;
	else
		(void)*at;
	trial.on = 0;
	return true;
}
#endif

/* The handlers are the process's, and so are these: there is one of each signal. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned users;
static const int signals[] = { SIGSEGV, SIGBUS };
#define N_SIGNALS (sizeof signals / sizeof signals[0])
static struct sigaction before[N_SIGNALS];

static void pass_on(int number, siginfo_t *info, void *context)
{
	const struct sigaction *old = &before[number == SIGBUS];

	if (old->sa_flags & SA_SIGINFO) {
		old->sa_sigaction(number, info, context);
	} else if (old->sa_handler == SIG_DFL || old->sa_handler == SIG_IGN) {
		/* Back to what it was: the instruction faults again, this time for good. One
		 * that somebody sent does not come again by itself. */
		struct sigaction plain = { .sa_handler = SIG_DFL };
		bool sent = info->si_code <= 0;

		if (sent && old->sa_handler == SIG_IGN)
			return;
		sigaction(number, &plain, NULL);
		if (sent)
			raise(number);
	} else {
		old->sa_handler(number);
	}
}

static void on_fault(int number, siginfo_t *info, void *context)
{
	/* A signal that somebody sent (si_code <= 0) is no fault of ours. */
	if (info->si_code > 0 && resume(context))
		return;
	pass_on(number, info, context);
}

void probe_open(void)
{
	pthread_mutex_lock(&lock);
	if (users++ == 0) {
		struct sigaction own = { .sa_sigaction = on_fault,
					 .sa_flags = SA_SIGINFO | SA_NODEFER |
						     SA_ONSTACK };

		sigemptyset(&own.sa_mask);
		for (size_t i = 0; i < N_SIGNALS; i++)
			sigaction(signals[i], &own, &before[i]);
	}
	pthread_mutex_unlock(&lock);
}

void probe_close(void)
{
	pthread_mutex_lock(&lock);
	if (--users == 0) {
		for (size_t i = 0; i < N_SIGNALS; i++) {
			struct sigaction now;

			/* Somebody else's handler on top of ours stays where it is. */
			sigaction(signals[i], NULL, &now);
			if (now.sa_sigaction == on_fault)
				sigaction(signals[i], &before[i], NULL);
		}
	}
	pthread_mutex_unlock(&lock);
}
