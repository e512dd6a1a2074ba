/* SPDX-License-Identifier: MIT */
/* Preloaded, it makes a peer's `shutdown` a crash of the program that plays it. */
#include <stdlib.h>
#include <sys/socket.h>

int shutdown(int fd, int how)
{
	(void)fd;
	(void)how;
	abort();
}
