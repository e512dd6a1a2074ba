/* SPDX-License-Identifier: MIT */
/* Stacks by ucontext, with what AddressSanitizer and ThreadSanitizer must know. */
#include "scenario/fiber.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#if __has_feature(thread_sanitizer)
#define __SANITIZE_THREAD__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

#define STACK ((size_t)256 << 10)

struct fiber {
	ucontext_t context;
	void (*main)(void *context);
	void *argument;
	char *memory; /* NULL: the thread's own */
	size_t size;
	const void *bottom; /* of the stack, as AddressSanitizer has it */
	size_t height;
	void *tsan;
	struct fiber *before; /* who switched here last */
};

struct fiber *fiber_of_caller(void)
{
	struct fiber *f = calloc(1, sizeof *f);

#ifdef __SANITIZE_THREAD__
	if (f != NULL)
		f->tsan = __tsan_get_current_fiber();
#endif
	return f;
}

/* The other stack has been left: this one learns where it lies. */
static void arrived(struct fiber *me, void *fake)
{
#ifdef __SANITIZE_ADDRESS__
	const void *bottom;
	size_t height;

	__sanitizer_finish_switch_fiber(fake, &bottom, &height);
	if (me->before->memory == NULL) {
		me->before->bottom = bottom;
		me->before->height = height;
	}
#else
	(void)me;
	(void)fake;
#endif
}

/* makecontext() passes ints only. */
static void begin(unsigned high, unsigned low)
{
	struct fiber *me = (struct fiber *)(((uintptr_t)high << 32) | (uintptr_t)low);

	arrived(me, NULL);
	me->main(me->argument);
	abort();
}

/* The stack, below it a page that cannot be touched; NULL: no memory. */
static char *map_stack(size_t guard)
{
	char *at = mmap(NULL, STACK + guard, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);

	if (at == MAP_FAILED)
		return NULL;
	if (mprotect(at, guard, PROT_NONE) == 0)
		return at;
	munmap(at, STACK + guard);
	return NULL;
}

/* getcontext() counts as something that returns twice: nothing else is done here. */
static void prepare(ucontext_t *c, char *stack, uintptr_t argument)
{
	getcontext(c);
	c->uc_stack.ss_sp = stack;
	c->uc_stack.ss_size = STACK;
	makecontext(c, (void (*)(void))begin, 2, (unsigned)(argument >> 32),
		    (unsigned)argument);
}

struct fiber *fiber_new(void (*main)(void *context), void *context)
{
	size_t guard = (size_t)sysconf(_SC_PAGESIZE);
	struct fiber *f = calloc(1, sizeof *f);

	if (f == NULL)
		return NULL;
	f->main = main;
	f->argument = context;
	f->size = STACK + guard;
	f->memory = map_stack(guard);
	if (f->memory == NULL) {
		free(f);
		return NULL;
	}
	f->bottom = f->memory + guard;
	f->height = STACK;
	prepare(&f->context, f->memory + guard, (uintptr_t)f);
#ifdef __SANITIZE_THREAD__
	f->tsan = __tsan_create_fiber(0);
#endif
	return f;
}

void fiber_free(struct fiber *f)
{
	if (f == NULL)
		return;
#ifdef __SANITIZE_THREAD__
	if (f->memory != NULL)
		__tsan_destroy_fiber(f->tsan);
#endif
	if (f->memory != NULL)
		munmap(f->memory, f->size);
	free(f);
}

void fiber_switch(struct fiber *from, struct fiber *to)
{
	void *fake = NULL;

	to->before = from;
#ifdef __SANITIZE_ADDRESS__
	__sanitizer_start_switch_fiber(&fake, to->bottom, to->height);
#endif
#ifdef __SANITIZE_THREAD__
	__tsan_switch_to_fiber(to->tsan, 0);
#endif
	swapcontext(&from->context, &to->context);
	arrived(from, fake);
}
