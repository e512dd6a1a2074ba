/* SPDX-License-Identifier: MIT */
/* A program of somebody else's, built against the library as it is installed: it sends a
 * datagram to itself and receives it into two buffers. */
#include "wsp.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static const char text[] = "hello, world";

static int receive(SOCKET s, int *error)
{
	struct sockaddr_in self = { .sin_family = AF_INET };
	int n = sizeof self;
	DWORD count = 0;
	DWORD flags = 0;
	char first[5] = "";
	char rest[16] = "";
	WSABUF out = { .len = sizeof text - 1, .buf = (CHAR *)text };
	WSABUF in[] = { { .len = 4, .buf = first }, { .len = 15, .buf = rest } };

	self.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (WSPBind(s, (struct sockaddr *)&self, n, error) != 0 ||
	    WSPGetSockName(s, (struct sockaddr *)&self, &n, error) != 0 ||
	    WSPSendTo(s, &out, 1, &count, 0, (struct sockaddr *)&self, n, NULL, NULL,
		      NULL, error) != 0 ||
	    WSPRecv(s, in, 2, &count, &flags, NULL, NULL, NULL, error) != 0)
		return 1;
	printf("%u %s|%s\n", count, first, rest);
	return strcmp(first, "hell") != 0 || strcmp(rest, "o, world") != 0;
}

int main(void)
{
	WSPUPCALLTABLE upcalls = { 0 };
	WSPDATA data;
	int error = 0;
	int failed = 1;
	SOCKET s;

	if (WSPStartup(0x0202, &data, NULL, upcalls, NULL) != 0)
		return 1;
	s = WSPSocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, NULL, 0, 0, &error);
	if (s != INVALID_SOCKET)
		failed = receive(s, &error);
	if (failed)
		fprintf(stderr, "error %d\n", error);
	WSPCleanup(&error);
	return failed;
}
