/* SPDX-License-Identifier: MIT */
/* The fault handler behind probe_try(). */
#include "base/probe.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>

struct trial {
	sigjmp_buf back;
	volatile sig_atomic_t on; /* this thread is inside probe_try() */
};

static __attribute__((tls_model("initial-exec"))) _Thread_local struct trial trial;

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
		/* Back to what it was: the instruction faults again, this time for good. */
		struct sigaction plain = { .sa_handler = SIG_DFL };

		sigaction(number, &plain, NULL);
	} else {
		old->sa_handler(number);
	}
}

static void on_fault(int number, siginfo_t *info, void *context)
{
	/* A signal that somebody sent (si_code <= 0) is no fault of ours. */
	if (trial.on && info->si_code > 0) {
		trial.on = 0;
		siglongjmp(trial.back, 1);
	}
	pass_on(number, info, context);
}

int probe_open(void)
{
	int err = 0;

	pthread_mutex_lock(&lock);
	if (users == 0) {
		struct sigaction own = { .sa_sigaction = on_fault,
					 .sa_flags = SA_SIGINFO | SA_NODEFER |
						     SA_ONSTACK };

		sigemptyset(&own.sa_mask);
		for (size_t i = 0; i < N_SIGNALS; i++)
			if (sigaction(signals[i], &own, &before[i]) != 0)
				err = errno;
	}
	if (err == 0)
		users++;
	pthread_mutex_unlock(&lock);
	return err;
}

void probe_close(void)
{
	pthread_mutex_lock(&lock);
	if (--users == 0) {
		for (size_t i = 0; i < N_SIGNALS; i++) {
			struct sigaction now;

			/* Somebody else's handler on top of ours stays where it is. */
			if (sigaction(signals[i], NULL, &now) == 0 &&
			    (now.sa_flags & SA_SIGINFO) && now.sa_sigaction == on_fault)
				sigaction(signals[i], &before[i], NULL);
		}
	}
	pthread_mutex_unlock(&lock);
}

bool probe_try(void (*body)(void *context), void *context)
{
	if (sigsetjmp(trial.back, 0) != 0)
		return false;
	trial.on = 1;
	body(context);
	trial.on = 0;
	return true;
}
