/* SPDX-License-Identifier: MIT */
/* Stacks, changed by hand where we know the processor, with what AddressSanitizer and
 * ThreadSanitizer must know. (swapcontext() makes a system call each time.) */
#include "scenario/fiber.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#if !defined(__x86_64__) && !defined(__aarch64__)
#include <ucontext.h>
#define BY_UCONTEXT 1
#endif

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#if __has_feature(thread_sanitizer)
#define __SANITIZE_THREAD__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

#define STACK ((size_t)256 << 10)
#define KEPT 8 /* stacks that wait for their next use */

/* A simulation uses fibers in one thread; each thread keeps its own. */
static _Thread_local struct {
	char *memory[KEPT];
	size_t n;
} kept;

struct fiber {
#ifdef BY_UCONTEXT
	ucontext_t context;
#else
	void *top; /* of its stack, while another one runs: the registers lie there */
#endif
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

static __attribute__((used)) void begin(struct fiber *me)
{
	arrived(me, NULL);
	me->main(me->argument);
	abort();
}

#if defined(__x86_64__)

/* fiber_swap(save, load): pushes what a call must keep, and goes on with another stack.
 * fiber_first is where a new one begins. */
void fiber_swap(void **save, void *load);
void fiber_first(void);
__asm__(".text\n"
	".globl fiber_swap, fiber_first\n"
	".hidden fiber_swap, fiber_first\n"
	".type fiber_swap, @function\n"
	"fiber_swap:\n"
	"	pushq %rbp\n	pushq %rbx\n	pushq %r12\n"
	"	pushq %r13\n	pushq %r14\n	pushq %r15\n"
	"	movq %rsp, (%rdi)\n"
	"	movq %rsi, %rsp\n"
	"	popq %r15\n	popq %r14\n	popq %r13\n"
	"	popq %r12\n	popq %rbx\n	popq %rbp\n"
	"	ret\n"
	".size fiber_swap, .-fiber_swap\n"
	".type fiber_first, @function\n"
	"fiber_first:\n"
	"	movq %r12, %rdi\n"
	"	call *%r13\n"
	"	ud2\n"
	".size fiber_first, .-fiber_first\n");

/* As fiber_swap finds a stack: r15 r14 r13 r12 rbx rbp, and where to return. */
static void prepare(struct fiber *f, char *stack)
{
	uintptr_t *top = (uintptr_t *)(stack + STACK) - 9;

	top[2] = (uintptr_t)begin;
	top[3] = (uintptr_t)f;
	top[6] = (uintptr_t)fiber_first;
	f->top = top;
}

#elif defined(__aarch64__)

void fiber_swap(void **save, void *load);
void fiber_first(void);
__asm__(".text\n"
	".globl fiber_swap, fiber_first\n"
	".hidden fiber_swap, fiber_first\n"
	".type fiber_swap, %function\n"
	"fiber_swap:\n"
	"	sub sp, sp, #160\n"
	"	stp x19, x20, [sp]\n	stp x21, x22, [sp, #16]\n"
	"	stp x23, x24, [sp, #32]\n	stp x25, x26, [sp, #48]\n"
	"	stp x27, x28, [sp, #64]\n	stp x29, x30, [sp, #80]\n"
	"	stp d8, d9, [sp, #96]\n	stp d10, d11, [sp, #112]\n"
	"	stp d12, d13, [sp, #128]\n	stp d14, d15, [sp, #144]\n"
	"	mov x9, sp\n	str x9, [x0]\n	mov sp, x1\n"
	"	ldp x19, x20, [sp]\n	ldp x21, x22, [sp, #16]\n"
	"	ldp x23, x24, [sp, #32]\n	ldp x25, x26, [sp, #48]\n"
	"	ldp x27, x28, [sp, #64]\n	ldp x29, x30, [sp, #80]\n"
	"	ldp d8, d9, [sp, #96]\n	ldp d10, d11, [sp, #112]\n"
	"	ldp d12, d13, [sp, #128]\n	ldp d14, d15, [sp, #144]\n"
	"	add sp, sp, #160\n"
	"	ret\n"
	".type fiber_first, %function\n"
	"fiber_first:\n"
	"	mov x0, x19\n"
	"	blr x20\n"
	"	brk #1\n");

/* As fiber_swap finds a stack: x19 to x30, d8 to d15. */
static void prepare(struct fiber *f, char *stack)
{
	uintptr_t *top = (uintptr_t *)(stack + STACK) - 20;

	top[0] = (uintptr_t)f;
	top[1] = (uintptr_t)begin;
	top[11] = (uintptr_t)fiber_first;
	f->top = top;
}

#else

/* makecontext() passes ints only. */
static void begin_halves(unsigned high, unsigned low)
{
	begin((struct fiber *)(((uintptr_t)high << 16 << 16) | (uintptr_t)low));
}

/* getcontext() counts as something that returns twice: nothing else is done here. */
static void prepare(struct fiber *f, char *stack)
{
	getcontext(&f->context);
	f->context.uc_stack.ss_sp = stack;
	f->context.uc_stack.ss_size = STACK;
	makecontext(&f->context, (void (*)(void))begin_halves, 2,
		    (unsigned)((uintptr_t)f >> 16 >> 16), (unsigned)(uintptr_t)f);
}

#endif

/* The stack, below it a page that cannot be touched; NULL: no memory. */
static char *map_stack(size_t guard)
{
	char *at;

	if (kept.n > 0)
		return kept.memory[--kept.n];
	at = mmap(NULL, STACK + guard, PROT_READ | PROT_WRITE,
		  MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);

	if (at == MAP_FAILED)
		return NULL;
	if (mprotect(at, guard, PROT_NONE) == 0)
		return at;
	munmap(at, STACK + guard);
	return NULL;
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
	prepare(f, f->memory + guard);
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
#ifdef __SANITIZE_ADDRESS__
	/* Calls that never returned left marks, which outlive the mapping. */
	if (f->memory != NULL)
		ASAN_UNPOISON_MEMORY_REGION(f->memory, f->size);
#endif
	if (f->memory != NULL && kept.n < KEPT)
		kept.memory[kept.n++] = f->memory;
	else if (f->memory != NULL)
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
#ifdef BY_UCONTEXT
	swapcontext(&from->context, &to->context);
#else
	fiber_swap(&from->top, to->top);
#endif
	arrived(from, fake);
}
