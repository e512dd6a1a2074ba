/* SPDX-License-Identifier: MIT */
/* The trials of `wsprecv doctor`, each on sockets of its own, with waits of a second. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli/doctor.h"

/* Two ends that are connected, or a bound one and one that is connected to it. */
struct ends {
	int receiver, sender, listener; /* -1: there is none */
};

static bool failed(char why[DOCTOR_WHY], const char *what)
{
	snprintf(why, DOCTOR_WHY, "%s: %s", what, strerror(errno));
	return false;
}

static void part(struct ends *e)
{
	const int all[] = { e->receiver, e->sender, e->listener };

	for (size_t i = 0; i < 3; i++)
		if (all[i] >= 0)
			close(all[i]);
}

static void limit(int fd)
{
	struct timeval second = { .tv_sec = 1 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof second);
}

static socklen_t loopback(int family, struct sockaddr_storage *out)
{
	*out = (struct sockaddr_storage){ .ss_family = (sa_family_t)family };
	switch (family) {
	case AF_INET:
		((struct sockaddr_in *)out)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		return sizeof(struct sockaddr_in);
	case AF_INET6:
		((struct sockaddr_in6 *)out)->sin6_addr = in6addr_loopback;
		return sizeof(struct sockaddr_in6);
	case AF_VSOCK:
		((struct sockaddr_vm *)out)->svm_cid = VMADDR_CID_LOCAL;
		((struct sockaddr_vm *)out)->svm_port = VMADDR_PORT_ANY;
		return sizeof(struct sockaddr_vm);
	}
	return sizeof(sa_family_t); /* AF_UNIX: the kernel gives an abstract name */
}

static bool meet(struct ends *e, int family, int type, int protocol,
		 char why[DOCTOR_WHY])
{
	struct sockaddr_storage at;
	socklen_t n = loopback(family, &at);
	bool circuit = type != SOCK_DGRAM;

	*e = (struct ends){ -1, -1, -1 };
	e->listener = socket(family, type | SOCK_CLOEXEC, protocol);
	if (e->listener < 0)
		return failed(why, "socket");
	limit(e->listener);
	if (bind(e->listener, (struct sockaddr *)&at, n) != 0)
		return failed(why, "bind");
	n = sizeof at;
	if (getsockname(e->listener, (struct sockaddr *)&at, &n) != 0)
		return failed(why, "getsockname");
	if (circuit && listen(e->listener, 1) != 0)
		return failed(why, "listen");
	e->sender = socket(family, type | SOCK_CLOEXEC, protocol);
	if (e->sender < 0)
		return failed(why, "socket");
	limit(e->sender);
	if (connect(e->sender, (struct sockaddr *)&at, n) != 0)
		return failed(why, "connect");
	if (!circuit) {
		e->receiver = e->listener;
		e->listener = -1;
		return true;
	}
	e->receiver = accept4(e->listener, NULL, NULL, SOCK_CLOEXEC);
	if (e->receiver < 0)
		return failed(why, "accept");
	limit(e->receiver);
	return true;
}

static bool crosses(int family, int type, int protocol, char why[DOCTOR_WHY])
{
	struct ends e;
	char byte = 0;
	bool good = meet(&e, family, type, protocol, why);

	if (good && send(e.sender, "x", 1, MSG_NOSIGNAL) != 1)
		good = failed(why, "send");
	if (good && recv(e.receiver, &byte, 1, 0) != 1)
		good = failed(why, "receive");
	part(&e);
	return good;
}

#define CROSSING(name, family, type, protocol) \
	static bool name(char why[DOCTOR_WHY]) \
	{ \
		return crosses(family, type, protocol, why); \
	}

CROSSING(tcp4, AF_INET, SOCK_STREAM, IPPROTO_TCP)
CROSSING(tcp6, AF_INET6, SOCK_STREAM, IPPROTO_TCP)
CROSSING(udp4, AF_INET, SOCK_DGRAM, IPPROTO_UDP)
CROSSING(udp6, AF_INET6, SOCK_DGRAM, IPPROTO_UDP)
CROSSING(udplite, AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE)
CROSSING(unix_stream, AF_UNIX, SOCK_STREAM, 0)
CROSSING(unix_dgram, AF_UNIX, SOCK_DGRAM, 0)
CROSSING(unix_seqpacket, AF_UNIX, SOCK_SEQPACKET, 0)

/* The same for what an administrator can add to a kernel. */
static bool crosses_or(int family, int type, int protocol, const char *remedy,
		       char why[DOCTOR_WHY])
{
	size_t n;

	if (crosses(family, type, protocol, why))
		return true;
	n = strlen(why);
	snprintf(why + n, DOCTOR_WHY - n, "; as root: %s", remedy);
	return false;
}

static bool mptcp(char why[DOCTOR_WHY])
{
	return crosses_or(AF_INET, SOCK_STREAM, IPPROTO_MPTCP,
			  "sysctl net.mptcp.enabled=1", why);
}

static bool sctp(char why[DOCTOR_WHY])
{
	return crosses_or(AF_INET, SOCK_STREAM, IPPROTO_SCTP, "modprobe sctp", why);
}

static bool vsock(char why[DOCTOR_WHY])
{
	return crosses_or(AF_VSOCK, SOCK_STREAM, 0, "modprobe vsock_loopback", why);
}

/* Whether the next receive returns 0 bytes, and whether credentials came with it. */
static bool nothing_with_credentials(int fd, bool *credentials)
{
	char control[CMSG_SPACE(sizeof(struct ucred))];
	struct msghdr m = { .msg_control = control, .msg_controllen = sizeof control };

	if (recvmsg(fd, &m, 0) != 0)
		return false;
	*credentials = CMSG_FIRSTHDR(&m) != NULL;
	return true;
}

static bool empty_record(char why[DOCTOR_WHY])
{
	int pair[2], on = 1;
	bool record = false, end = true, good;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return failed(why, "socketpair");
	good = setsockopt(pair[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == 0 &&
	       send(pair[1], "", 0, MSG_NOSIGNAL) == 0 &&
	       shutdown(pair[1], SHUT_WR) == 0 &&
	       nothing_with_credentials(pair[0], &record) &&
	       nothing_with_credentials(pair[0], &end);
	if (!good)
		failed(why, "SO_PASSCRED");
	else if (!record || end)
		snprintf(why, DOCTOR_WHY, "they look the same");
	close(pair[0]);
	close(pair[1]);
	return good && record && !end;
}

static bool urgent(char why[DOCTOR_WHY])
{
	struct ends e;
	char bytes[2];
	int mark = 0;
	bool good = meet(&e, AF_INET, SOCK_STREAM, 0, why);

	if (good && send(e.sender, "a!", 2, MSG_OOB | MSG_NOSIGNAL) != 2)
		good = failed(why, "send");
	if (good && recv(e.receiver, bytes, 2, 0) != 1)
		good = failed(why, "receive before the mark");
	if (good && (ioctl(e.receiver, SIOCATMARK, &mark) != 0 || mark == 0))
		good = failed(why, "the mark");
	if (good && (recv(e.receiver, bytes, 1, MSG_OOB) != 1 || bytes[0] != '!'))
		good = failed(why, "receive of the urgent byte");
	part(&e);
	return good;
}

static bool filter(char why[DOCTOR_WHY])
{
	struct sock_filter none = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { .len = 1, .filter = &none };
	struct ends e;
	char byte;
	bool good = meet(&e, AF_INET, SOCK_DGRAM, 0, why);

	if (good && setsockopt(e.receiver, SOL_SOCKET, SO_ATTACH_FILTER, &program,
			       sizeof program) != 0)
		good = failed(why, "SO_ATTACH_FILTER");
	if (good && send(e.sender, "x", 1, MSG_NOSIGNAL) != 1)
		good = failed(why, "send");
	if (good && recv(e.receiver, &byte, 1, MSG_DONTWAIT) >= 0) {
		snprintf(why, DOCTOR_WHY, "the filter drops nothing");
		good = false;
	}
	part(&e);
	return good;
}

static bool unreachable(char why[DOCTOR_WHY])
{
	struct ends e;
	char byte;
	int on = 1;
	bool good = meet(&e, AF_INET, SOCK_DGRAM, 0, why);

	if (good && setsockopt(e.sender, SOL_IP, IP_RECVERR, &on, sizeof on) != 0)
		good = failed(why, "IP_RECVERR");
	if (good) {
		close(e.receiver);
		e.receiver = -1;
		if (send(e.sender, "x", 1, MSG_NOSIGNAL) != 1)
			good = failed(why, "send");
		else if (recv(e.sender, &byte, 1, 0) != -1 || errno != ECONNREFUSED)
			good = failed(why, "no answer from the closed port");
	}
	part(&e);
	return good;
}

static const struct doctor_trial trials[] = {
	{ "TCP over IPv4", "tcp:, tcp-listen:", tcp4 },
	{ "TCP over IPv6", "the same with [::1] and the like", tcp6 },
	{ "MPTCP over IPv4", "mptcp:, mptcp-listen:", mptcp },
	{ "SCTP over IPv4", "sctp:, sctp-listen:", sctp },
	{ "UDP over IPv4", "udp:, udp-listen:", udp4 },
	{ "UDP over IPv6", "the same with [::1] and the like", udp6 },
	{ "UDP-Lite over IPv4", "udplite:, udplite-listen:", udplite },
	{ "Unix stream", "unix:, pair:stream", unix_stream },
	{ "Unix datagram", "unix-dgram:, pair:dgram", unix_dgram },
	{ "Unix SEQPACKET", "seqpacket:, pair:seqpacket", unix_seqpacket },
	{ "vsock on this machine", "vsock: with CID local", vsock },
	{ "an empty record is told from the end", "WSAEDISCON on SEQPACKET",
	  empty_record },
	{ "urgent data on TCP", "MSG_OOB and SIOCATMARK", urgent },
	{ "socket filters", "the peer's drop; messages queued before a connect",
	  filter },
	{ "port unreachable is told", "WSAECONNRESET on UDP", unreachable },
};

const struct doctor_trial *doctor_trials(size_t *n)
{
	*n = sizeof trials / sizeof trials[0];
	return trials;
}
