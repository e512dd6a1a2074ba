/* SPDX-License-Identifier: MIT */
/* Sends urgent data on TCP with plain sockets, which the usual programs cannot: urgent PORT BEFORE URGENT AFTER. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int connected(const char *port)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons((unsigned short)atoi(port)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int s = socket(AF_INET, SOCK_STREAM, 0);
	int one = 1;

	if (s < 0 || connect(s, (struct sockaddr *)&to, sizeof to) != 0)
		return -1;
	if (setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0)
		return -1;
	return s;
}

static int say(int s, const char *text, int flags)
{
	size_t n = strlen(text);

	return send(s, text, n, flags) == (ssize_t)n ? 0 : -1;
}

/* Closes when standard input ends, so that whoever started it says when. */
int main(int argc, char **argv)
{
	char c;
	int s;

	if (argc != 5) {
		fputs("usage: urgent PORT BEFORE URGENT AFTER\n", stderr);
		return 2;
	}
	s = connected(argv[1]);
	if (s < 0 || say(s, argv[2], 0) != 0 || say(s, argv[3], MSG_OOB) != 0 ||
	    say(s, argv[4], 0) != 0) {
		perror("urgent");
		return 1;
	}
	puts("sent");
	fflush(stdout);
	while (read(STDIN_FILENO, &c, 1) > 0)
		;
	close(s);
	return 0;
}
