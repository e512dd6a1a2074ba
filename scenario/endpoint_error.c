/* SPDX-License-Identifier: MIT */
/* Why an endpoint could not be opened, in words that help. */
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/code.h"
#include "scenario/endpoint_parts.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif
#define ROOTS_PORTS 1024

/* What a kernel without the protocol lacks. */
static const char *lacking(const struct opening *o)
{
	int family = o->place != NULL ? o->place->sa.ss_family : o->kind->family;

	switch (o->protocol) {
	case IPPROTO_SCTP:
		return "this kernel has no SCTP (try: modprobe sctp)";
	case IPPROTO_MPTCP:
		return "this kernel has no Multipath TCP (try: sysctl "
		       "net.mptcp.enabled=1)";
	case IPPROTO_UDPLITE:
		return "this kernel has no UDP-Lite";
	}
	switch (family) {
	case AF_VSOCK:
		return "this kernel has no vsock (try: modprobe vsock)";
	case AF_INET6:
		return "this kernel has no IPv6";
	}
	return NULL;
}

static const char *why_no_socket(const struct opening *o, int code)
{
	switch (code) {
	case WSAEPROTONOSUPPORT:
	case WSAESOCKTNOSUPPORT:
	case WSAEAFNOSUPPORT:
	case WSAENOPROTOOPT:
		return lacking(o);
	case WSAEOPNOTSUPP:
		return "a byte stream has no boundaries that XP1_MESSAGE_ORIENTED "
		       "could keep";
	}
	return NULL;
}

static const char *why_not_bound(const struct opening *o, int code)
{
	const struct sockaddr_storage *sa = &o->place->sa;
	bool is_file = sockaddr_is_file((const struct sockaddr *)sa, o->place->n);

	switch (code) {
	case WSAEADDRINUSE:
		return sa->ss_family == AF_UNIX && is_file
			       ? "something is there already, and it is not a socket "
				 "that "
				 "nobody uses any more"
			       : "another socket is bound to it";
	case WSAEADDRNOTAVAIL:
		return is_file ? "there is no such folder"
			       : "this machine does not have that address";
	case WSAEACCES:
		return (sa->ss_family == AF_INET || sa->ss_family == AF_INET6) &&
				       o->address->place.port < ROOTS_PORTS
			       ? "permission denied: ports below 1024 are for root"
			       : NULL;
	}
	return NULL;
}

static const char *why_not_connected(const struct opening *o, int code)
{
	const struct sockaddr *sa = (const struct sockaddr *)&o->place->sa;

	if (sockaddr_is_file(sa, o->place->n) &&
	    access(((const struct sockaddr_un *)sa)->sun_path, F_OK) != 0)
		return "there is no such file";
	switch (code) {
	case WSAECONNREFUSED:
		return sa->sa_family == AF_UNIX
			       ? "connection refused: nobody listens there"
			       : "connection refused";
	case WSAENETDOWN:
		return sa->sa_family == AF_VSOCK ? "nothing carries vsock here (try: "
						   "modprobe vsock_loopback)"
						 : NULL;
	case WSAEPROTOTYPE:
		return "it is a socket of another type";
	case WSAETIMEDOUT:
		return sa->sa_family == AF_VSOCK ? "nobody answered (to reach this "
						   "machine itself try: modprobe "
						   "vsock_loopback)"
						 : "nobody answered in time";
	}
	return NULL;
}

static const char *reason(const struct opening *o, const char *stage, int code)
{
	const struct code *row = code_by_number(code);
	const char *why = NULL;

	/* What was asked of the peer and makes no sense has been said already. */
	if (code == 0 || (code == WSAEINVAL && strcmp(stage, "peer") == 0))
		return NULL;
	if (strcmp(stage, "tls") == 0 || strcmp(stage, "handshake") == 0)
		return NULL;
	if (code == WSAEINTR)
		return "cancelled";
	if (strcmp(stage, "socket") == 0)
		why = why_no_socket(o, code);
	else if (strcmp(stage, "bind") == 0)
		why = why_not_bound(o, code);
	else if (strcmp(stage, "connect") == 0)
		why = why_not_connected(o, code);
	if (why != NULL)
		return why;
	return row != NULL ? row->text : "unknown error";
}

bool endpoint_fail(struct opening *o, const char *stage, int code, const char *format,
		   ...)
{
	struct endpoint_error *e = o->error;
	const struct code *row = code_by_number(code);
	const char *why = reason(o, stage, code);
	va_list arguments;
	size_t n;

	*e = (struct endpoint_error){ .stage = stage,
				      .code = code,
				      .native = row != NULL ? row->native : 0 };
	va_start(arguments, format);
	vsnprintf(e->text, sizeof e->text, format, arguments);
	va_end(arguments);
	n = strlen(e->text);
	if (why != NULL)
		snprintf(e->text + n, sizeof e->text - n, ": %s", why);
	return false;
}
