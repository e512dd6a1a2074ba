/* SPDX-License-Identifier: MIT */
/* The thread's spill. */
#include "spi/spill.h"

#include <pthread.h>
#include <sys/mman.h>

#include "base/heap.h"

#define KEEP ((size_t)1 << 20) /* bytes that may stay in memory */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key; /* only to unmap when the thread ends */
static __attribute__((tls_model("initial-exec"))) _Thread_local char *spill;

static void unmap(void *at)
{
	munmap(at, SPILL_SIZE);
	spill = NULL;
}

static void make_key(void)
{
	pthread_key_create(&key, unmap);
}

char *spill_get(void)
{
	void *at;

	if (spill != NULL)
		return spill;
	at = heap_refuses() ? MAP_FAILED
			    : mmap(NULL, SPILL_SIZE, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (at == MAP_FAILED)
		return NULL;
	pthread_once(&once, make_key);
	if (pthread_setspecific(key, at) != 0) {
		munmap(at, SPILL_SIZE);
		return NULL;
	}
	spill = at;
	return spill;
}

void spill_done(size_t used)
{
	if (used > KEEP && spill != NULL)
		madvise(spill + KEEP, SPILL_SIZE - KEEP, MADV_DONTNEED);
}

char *spill_give(void)
{
	char *given = spill;

	if (given != NULL)
		pthread_setspecific(key, NULL);
	spill = NULL;
	return given;
}

void spill_free(char *given)
{
	munmap(given, SPILL_SIZE);
}
