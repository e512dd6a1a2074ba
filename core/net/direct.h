/* SPDX-License-Identifier: MIT */
/* recvmsg() and others without the C library around them.
 *
 * The library's function is a cancellation point, and a thread that ends there would leave
 * its socket locked; and after a system call many processors mispredict each return, which
 * costs more than all that the provider does before it. Only for calls that do not wait. */
#pragma once

#include <errno.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The sanitizers have to see what the kernel writes: they watch the library's function. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define DIRECT_WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
	__has_feature(memory_sanitizer)
#define DIRECT_WATCHED 1
#endif
#endif

/* The bytes, or -errno. */
static inline ssize_t direct_recvmsg(int fd, struct msghdr *m, int flags)
{
#if defined(__x86_64__) && defined(__LP64__) && !defined(DIRECT_WATCHED)
	ssize_t n;

	__asm__ volatile("syscall"
			 : "=a"(n)
			 : "a"((long)SYS_recvmsg), "D"((long)fd), "S"(m),
			   "d"((long)flags)
			 : "rcx", "r11", "memory");
	return n;
#elif defined(__aarch64__) && defined(__LP64__) && !defined(DIRECT_WATCHED)
	register long x8 __asm__("x8") = SYS_recvmsg;
	register long x0 __asm__("x0") = fd;
	register void *x1 __asm__("x1") = m;
	register long x2 __asm__("x2") = flags;

	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
	return x0;
#else
	ssize_t n = recvmsg(fd, m, flags);

	return n < 0 ? -errno : n;
#endif
}

/* The same for calls whose returns do not matter so much: 0 or more, or -1 with errno. */
#ifdef DIRECT_WATCHED
#define direct_sendmsg sendmsg
#define direct_connect connect
#define direct_accept accept4
#else
static inline ssize_t direct_sendmsg(int fd, const struct msghdr *m, int flags)
{
	return syscall(SYS_sendmsg, fd, m, flags);
}

static inline int direct_connect(int fd, const struct sockaddr *sa, socklen_t length)
{
	return (int)syscall(SYS_connect, fd, sa, length);
}

static inline int direct_accept(int fd, struct sockaddr *sa, socklen_t *length,
				int flags)
{
	return (int)syscall(SYS_accept4, fd, sa, length, flags);
}
#endif
