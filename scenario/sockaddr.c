/* SPDX-License-Identifier: MIT */
/* Resolving, printing and looking at places. */
#include "scenario/sockaddr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/vm_sockets.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "scenario/literal.h"
#include "scenario/text.h"

#define PATH_OFFSET offsetof(struct sockaddr_un, sun_path)

static void resolve_path(const struct address_place *place, struct sockaddr_place *out)
{
	struct sockaddr_un *un = (struct sockaddr_un *)&out->sa;
	size_t first = place->abstract ? 1 : 0, n = place->path_length;

	if (n > sizeof un->sun_path - 1)
		n = sizeof un->sun_path - 1;
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path + first, place->path, n);
	/* The NUL before an abstract name counts, as does the one after a file name. */
	out->n = (socklen_t)(PATH_OFFSET + n + 1);
}

static void resolve_vsock(const struct address_place *place, struct sockaddr_place *out)
{
	struct sockaddr_vm *vm = (struct sockaddr_vm *)&out->sa;

	vm->svm_family = AF_VSOCK;
	vm->svm_cid = place->cid;
	/* Any port has another number here than elsewhere. */
	vm->svm_port = place->vsock_port != 0 ? place->vsock_port : VMADDR_PORT_ANY;
	out->n = sizeof *vm;
}

static void resolve_any(int family, uint16_t port, struct sockaddr_place *out)
{
	struct sockaddr_in *in = (struct sockaddr_in *)&out->sa;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&out->sa;

	if (family == AF_INET6) {
		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons(port);
		out->n = sizeof *in6;
	} else {
		in->sin_family = AF_INET;
		in->sin_port = htons(port);
		out->n = sizeof *in;
	}
}

/* What is written as an IPv4 address is no name to be asked for. */
static bool resolve_number(int family, const struct address_place *place,
			   struct sockaddr_list *out)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)place->port) };

	if (family == AF_INET6 || inet_pton(AF_INET, place->host, &in.sin_addr) != 1)
		return false;
	memcpy(&out->at[0].sa, &in, sizeof in);
	out->at[0].n = sizeof in;
	out->n = 1;
	return true;
}

static const char *resolve_host(int family, int type, const struct address_place *place,
				struct sockaddr_list *out)
{
	struct addrinfo hints = { .ai_family = family,
				  .ai_socktype = type,
				  .ai_flags = AI_NUMERICSERV };
	struct addrinfo *found = NULL;
	char port[8];
	int error;

	snprintf(port, sizeof port, "%u", place->port);
	error = getaddrinfo(place->host, port, &hints, &found);
	if (error == EAI_SYSTEM)
		return strerror(errno);
	if (error != 0)
		return gai_strerror(error);
	for (struct addrinfo *a = found; a != NULL && out->n < SOCKADDR_MAX;
	     a = a->ai_next) {
		if (a->ai_addrlen > sizeof out->at[0].sa)
			continue;
		memcpy(&out->at[out->n].sa, a->ai_addr, a->ai_addrlen);
		out->at[out->n++].n = a->ai_addrlen;
	}
	freeaddrinfo(found);
	return out->n > 0 ? NULL : "no address of this family";
}

const char *sockaddr_resolve(int family, int type, const struct address_place *place,
			     struct sockaddr_list *out)
{
	memset(out, 0, sizeof *out);
	if (family != AF_UNIX && family != AF_VSOCK && place->host[0] != '\0')
		return resolve_number(family, place, out)
			       ? NULL
			       : resolve_host(family, type, place, out);
	out->n = 1;
	if (family == AF_UNIX)
		resolve_path(place, &out->at[0]);
	else if (family == AF_VSOCK)
		resolve_vsock(place, &out->at[0]);
	else
		resolve_any(family, place->port, &out->at[0]);
	return NULL;
}

static void print_unix(const struct sockaddr_un *un, socklen_t n, char *out)
{
	size_t room = n > PATH_OFFSET ? n - PATH_OFFSET : 0;
	char text[LITERAL_ESCAPED(sizeof un->sun_path)];

	if (room > sizeof un->sun_path)
		room = sizeof un->sun_path;
	if (room == 0) {
		text_fit(out, SOCKADDR_TEXT, "unnamed");
	} else if (un->sun_path[0] == '\0') {
		literal_escape(un->sun_path + 1, room - 1, text);
		snprintf(out, SOCKADDR_TEXT, "@%.*s", SOCKADDR_TEXT - 2, text);
	} else {
		literal_escape(un->sun_path, strnlen(un->sun_path, room), text);
		snprintf(out, SOCKADDR_TEXT, "%.*s", SOCKADDR_TEXT - 1, text);
	}
}

/* Appends the number and what stands behind it; a simulation prints many. */
static char *put_number(char *to, unsigned number, char behind)
{
	char digits[10];
	size_t n = 0;

	do
		digits[n++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	while (n > 0)
		*to++ = digits[--n];
	*to++ = behind;
	return to;
}

static void print_inet(const struct sockaddr_in *in, char *out)
{
	const unsigned char *at = (const unsigned char *)&in->sin_addr;

	for (size_t i = 0; i < 4; i++)
		out = put_number(out, at[i], i < 3 ? '.' : ':');
	put_number(out, ntohs(in->sin_port), '\0');
}

/* The name of an interface may stand in it. */
static void print_inet6(const struct sockaddr_in6 *in6, char *out)
{
	char host[SOCKADDR_TEXT - 16];

	if (getnameinfo((const struct sockaddr *)in6, sizeof *in6, host, sizeof host,
			NULL, 0, NI_NUMERICHOST) == 0)
		snprintf(out, SOCKADDR_TEXT, "[%s]:%u", host, ntohs(in6->sin6_port));
}

/* Whether the n bytes are all of an address of that family. */
static bool is_whole(int family, socklen_t n)
{
	return n >= (family == AF_INET    ? sizeof(struct sockaddr_in)
		     : family == AF_INET6 ? sizeof(struct sockaddr_in6)
		     : family == AF_VSOCK ? sizeof(struct sockaddr_vm)
					  : sizeof(sa_family_t));
}

void sockaddr_print(const struct sockaddr *sa, socklen_t n, char out[SOCKADDR_TEXT])
{
	const struct sockaddr_vm *vm = (const struct sockaddr_vm *)sa;

	out[0] = '\0';
	if (n < sizeof sa->sa_family)
		return;
	if (!is_whole(sa->sa_family, n)) {
		snprintf(out, SOCKADDR_TEXT, "part of an address");
		return;
	}
	switch (sa->sa_family) {
	case AF_UNIX:
		print_unix((const struct sockaddr_un *)sa, n, out);
		break;
	case AF_INET:
		print_inet((const struct sockaddr_in *)sa, out);
		break;
	case AF_INET6:
		print_inet6((const struct sockaddr_in6 *)sa, out);
		break;
	case AF_VSOCK:
		if (vm->svm_cid == VMADDR_CID_ANY)
			snprintf(out, SOCKADDR_TEXT, "vsock any:%u", vm->svm_port);
		else
			snprintf(out, SOCKADDR_TEXT, "vsock %u:%u", vm->svm_cid,
				 vm->svm_port);
		break;
	default:
		snprintf(out, SOCKADDR_TEXT, "family %d", sa->sa_family);
	}
}

void sockaddr_to_loopback(struct sockaddr *sa)
{
	struct sockaddr_in *in = (struct sockaddr_in *)sa;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)sa;
	struct sockaddr_vm *vm = (struct sockaddr_vm *)sa;

	if (sa->sa_family == AF_INET && in->sin_addr.s_addr == htonl(INADDR_ANY))
		in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	else if (sa->sa_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&in6->sin6_addr))
		in6->sin6_addr = in6addr_loopback;
	else if (sa->sa_family == AF_VSOCK && vm->svm_cid == VMADDR_CID_ANY)
		vm->svm_cid = VMADDR_CID_LOCAL;
}

bool sockaddr_is_file(const struct sockaddr *sa, socklen_t n)
{
	return sa->sa_family == AF_UNIX && n > PATH_OFFSET &&
	       ((const struct sockaddr_un *)sa)->sun_path[0] != '\0';
}

bool sockaddr_is_stale(const struct sockaddr *sa, socklen_t n, int type)
{
	const struct sockaddr_un *un = (const struct sockaddr_un *)sa;
	struct stat file;
	bool stale = false;
	int fd;

	if (!sockaddr_is_file(sa, n) || lstat(un->sun_path, &file) != 0 ||
	    !S_ISSOCK(file.st_mode))
		return false;
	fd = socket(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		stale = connect(fd, sa, n) != 0 && errno == ECONNREFUSED;
		close(fd);
	}
	return stale;
}

bool sockaddr_of_descriptor(int fd, int *family, int *type, int *protocol)
{
	socklen_t n = sizeof(int);

	return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, family, &n) == 0 &&
	       getsockopt(fd, SOL_SOCKET, SO_TYPE, type, &n) == 0 &&
	       getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, protocol, &n) == 0;
}
