/* SPDX-License-Identifier: MIT */
/* The tables of addresses: their words, forms and options. */
#include "scenario/address_kinds.h"

#include <ctype.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "scenario/diag.h"
#include "wsptls.h"

/* clang-format off */

/* A protocol of the Internet, first the end that connects, then the one that listens (or
 * is bound: `role`). */
#define INET(word, family, type, protocol, role, place, port, over, does) \
	{ word, ADDRESS_CONNECT, ADDRESS_HOST_PORT, family, type, protocol, \
	  word ":" place ":" port, "connect to a host: " over }, \
	{ word "-listen", role, ADDRESS_PORT, family, type, protocol, \
	  word "-listen:" port, does ": " over }
#define STREAM(word, family, protocol, place, port, over) \
	INET(word, family, SOCK_STREAM, protocol, ADDRESS_LISTEN, place, port, over, \
	     "accept one connection")
#define DATAGRAM(word, family, protocol, place, port, over) \
	INET(word, family, SOCK_DGRAM, protocol, ADDRESS_BOUND, place, port, over, \
	     "receive from anybody")

static const struct address_kind kinds[] = {
	STREAM("tcp", AF_UNSPEC, 0, "example.org", "80", "TCP, over IPv6 or IPv4"),
	STREAM("tcp4", AF_INET, 0, "192.0.2.1", "80", "TCP over IPv4"),
	STREAM("tcp6", AF_INET6, 0, "[2001:db8::1]", "80", "TCP over IPv6"),
	STREAM("mptcp", AF_UNSPEC, IPPROTO_MPTCP, "example.org", "80", "Multipath TCP"),
	STREAM("sctp", AF_UNSPEC, IPPROTO_SCTP, "example.org", "3868", "SCTP, one to one"),
	STREAM("tls", AF_UNSPEC, WSPPROTO_TLS, "example.org", "443", "TLS over TCP"),
	INET("dtls", AF_UNSPEC, SOCK_DGRAM, WSPPROTO_DTLS, ADDRESS_LISTEN, "example.org", "4433",
	     "DTLS over UDP", "accept one connection"),
	DATAGRAM("udp", AF_UNSPEC, 0, "example.org", "53", "UDP, over IPv6 or IPv4"),
	DATAGRAM("udp4", AF_INET, 0, "192.0.2.1", "53", "UDP over IPv4"),
	DATAGRAM("udp6", AF_INET6, 0, "[2001:db8::1]", "53", "UDP over IPv6"),
	DATAGRAM("udplite", AF_UNSPEC, IPPROTO_UDPLITE, "example.org", "9000", "UDP-Lite"),
	{ "unix", ADDRESS_CONNECT, ADDRESS_PATH, AF_UNIX, SOCK_STREAM, 0,
	  "unix:/run/app.sock", "connect to a path: a Unix stream" },
	{ "unix-listen", ADDRESS_LISTEN, ADDRESS_PATH, AF_UNIX, SOCK_STREAM, 0,
	  "unix-listen:/tmp/app.sock", "accept one connection: a Unix stream" },
	{ "unix-dgram", ADDRESS_BOUND, ADDRESS_PATH, AF_UNIX, SOCK_DGRAM, 0,
	  "unix-dgram:/tmp/app.sock", "receive from anybody: Unix datagrams" },
	{ "unix-dgram-listen", ADDRESS_BOUND, ADDRESS_PATH, AF_UNIX, SOCK_DGRAM, 0,
	  "unix-dgram-listen:/tmp/app.sock", "the same as unix-dgram" },
	{ "seqpacket", ADDRESS_CONNECT, ADDRESS_PATH, AF_UNIX, SOCK_SEQPACKET, 0,
	  "seqpacket:@app", "connect to a path: Unix records" },
	{ "seqpacket-listen", ADDRESS_LISTEN, ADDRESS_PATH, AF_UNIX, SOCK_SEQPACKET, 0,
	  "seqpacket-listen:@app", "accept one connection: Unix records" },
	{ "vsock", ADDRESS_CONNECT, ADDRESS_CID_PORT, AF_VSOCK, SOCK_STREAM, 0,
	  "vsock:host:5000", "connect to a machine: a stream between machine and host" },
	{ "vsock-listen", ADDRESS_LISTEN, ADDRESS_CID_ANY, AF_VSOCK, SOCK_STREAM, 0,
	  "vsock-listen:5000", "accept one connection: a stream between machine and host" },
	{ "vsock-seqpacket", ADDRESS_CONNECT, ADDRESS_CID_PORT, AF_VSOCK, SOCK_SEQPACKET, 0,
	  "vsock-seqpacket:local:5000", "connect to a machine: records between machine and host" },
	{ "vsock-seqpacket-listen", ADDRESS_LISTEN, ADDRESS_CID_ANY, AF_VSOCK, SOCK_SEQPACKET, 0,
	  "vsock-seqpacket-listen:5000", "accept one connection: records between machine and host" },
	{ "pair", ADDRESS_PAIR, ADDRESS_WORD, AF_UNIX, 0, 0,
	  "pair:stream", "one end of a socketpair; the built-in peer has the other" },
	{ "fd", ADDRESS_FD, ADDRESS_NUMBER, AF_UNSPEC, 0, 0,
	  "fd:3", "a socket that this process inherited" },
	{ "handle", ADDRESS_HANDLE, ADDRESS_NUMBER, AF_UNSPEC, 0, 0,
	  "handle:0x1234", "a number used as a SOCKET as it stands, to see it refused" },
};

/* Words of socat that are others here. */
static const struct { const char *theirs, *ours; } foreign[] = {
	{ "tcp-connect", "tcp" }, { "tcp4-connect", "tcp4" }, { "tcp6-connect", "tcp6" },
	{ "tcp-l", "tcp-listen" }, { "tcp4-l", "tcp4-listen" }, { "tcp6-l", "tcp6-listen" },
	{ "udp-connect", "udp" }, { "udp-recv", "udp-listen" }, { "udp-l", "udp-listen" },
	{ "udp-recvfrom", "udp-listen" }, { "unix-connect", "unix" }, { "unix-client", "unix" },
	{ "unix-l", "unix-listen" }, { "unix-recv", "unix-dgram" }, { "unix-recvfrom", "unix-dgram" },
	{ "abstract-connect", "unix" }, { "abstract-listen", "unix-listen" },
	{ "abstract-recv", "unix-dgram" }, { "sctp-connect", "sctp" },
	{ "vsock-connect", "vsock" }, { "socketpair", "pair" },
	{ "openssl", "tls" }, { "openssl-connect", "tls" }, { "ssl", "tls" },
	{ "openssl-listen", "tls-listen" }, { "ssl-l", "tls-listen" }, { "https", "tls" },
};

#define CONNECT (1u << ADDRESS_CONNECT)
#define BOUND (1u << ADDRESS_BOUND)
#define FD (1u << ADDRESS_FD)
#define SOCKETS (CONNECT | BOUND | FD | 1u << ADDRESS_LISTEN | 1u << ADDRESS_PAIR)
#define SECONDS 1000000
#define MILLISECONDS 1000

#define FLAG(id, word, text) \
	{ id, word, ADDRESS_VALUE_FLAG, SOCKETS, 0, false, word, text, false }
#define SIZE(id, word, text) \
	{ id, word, ADDRESS_VALUE_SIZE, SOCKETS, 0, false, word "=4k", text, false }
#define TIME(id, word, unit, text) \
	{ id, word, ADDRESS_VALUE_DURATION, SOCKETS, unit, false, word "=2s", text, false }
#define TLS(id, word, value, sample, text) \
	{ id, word, ADDRESS_VALUE_##value, CONNECT | 1u << ADDRESS_LISTEN | 1u << ADDRESS_PAIR, \
	  0, false, word sample, text, true }

static const struct address_option_kind options[] = {
	{ ADDRESS_BIND, "bind", ADDRESS_VALUE_PLACE, CONNECT, 0, false,
	  "bind=127.0.0.1:0", "the local end of a socket that connects", false },
	{ ADDRESS_CONNECT_TO, "connect", ADDRESS_VALUE_PLACE, BOUND, 0, false,
	  "connect=127.0.0.1:9001", "the only peer of a bound socket", false },
	{ ADDRESS_JOIN, "join", ADDRESS_VALUE_GROUP, BOUND | FD, 0, true,
	  "join=239.1.2.3", "join a multicast group (WSPJoinLeaf)", false },
	SIZE(ADDRESS_RCVBUF, "rcvbuf", "bytes of the receive buffer (SO_RCVBUF)"),
	SIZE(ADDRESS_SNDBUF, "sndbuf", "bytes of the send buffer (SO_SNDBUF)"),
	FLAG(ADDRESS_REUSEADDR, "reuseaddr", "bind to an address that is still in use (SO_REUSEADDR)"),
	FLAG(ADDRESS_BROADCAST, "broadcast", "allow broadcasts (SO_BROADCAST)"),
	FLAG(ADDRESS_KEEPALIVE, "keepalive", "probe an idle connection (SO_KEEPALIVE)"),
	TIME(ADDRESS_KEEPIDLE, "keepidle", SECONDS, "idle time before the first probe (TCP_KEEPIDLE)"),
	TIME(ADDRESS_KEEPINTVL, "keepintvl", SECONDS, "time between probes (TCP_KEEPINTVL)"),
	{ ADDRESS_KEEPCNT, "keepcnt", ADDRESS_VALUE_NUMBER, SOCKETS, 0, false,
	  "keepcnt=3", "probes without an answer that end a connection (TCP_KEEPCNT)", false },
	TIME(ADDRESS_USER_TIMEOUT, "user-timeout", MILLISECONDS,
	     "how long sent data may stay unacknowledged (TCP_USER_TIMEOUT)"),
	FLAG(ADDRESS_NODELAY, "nodelay", "send small pieces at once (TCP_NODELAY)"),
	FLAG(ADDRESS_OOBINLINE, "oobinline", "receive urgent data in line (SO_OOBINLINE)"),
	TIME(ADDRESS_LINGER, "linger", SECONDS, "how long closing waits for unsent data (SO_LINGER)"),
	FLAG(ADDRESS_V6ONLY, "v6only", "no IPv4 on an IPv6 socket (IPV6_V6ONLY)"),
	{ ADDRESS_SOCKOPT, "sockopt", ADDRESS_VALUE_RAW, SOCKETS, 0, true,
	  "sockopt=1:8:4096", "any socket option, by the kernel's numbers", false },
	TLS(ADDRESS_CA, "ca", TEXT, "=ca.pem",
	    "file or folder of those who may sign the peer's certificate, instead of the system's"),
	TLS(ADDRESS_CERT, "cert", TEXT, "=cert.pem", "file of our certificate, and what it is signed by"),
	TLS(ADDRESS_KEY, "key", TEXT, "=key.pem", "file of its key, where that is another one"),
	TLS(ADDRESS_PASS_FILE, "pass-file", TEXT, "=pass.txt", "file whose first line opens the key"),
	TLS(ADDRESS_VERIFY, "verify", FLAG, "=no", "look at the peer's certificate; with =no anybody may be there"),
	TLS(ADDRESS_SNI, "sni", TEXT, "=example.org", "the name that is asked for and verified, instead of HOST"),
	TLS(ADDRESS_ALPN, "alpn", TEXT, "=h2:http/1.1", "protocols to agree on, the best first"),
	TLS(ADDRESS_LEAST, "min", VERSION, "=1.3", "the lowest version"),
	TLS(ADDRESS_MOST, "max", VERSION, "=1.2", "the highest version"),
	TLS(ADDRESS_CIPHERS, "ciphers", TEXT, "=TLS_AES_128_GCM_SHA256", "ciphers, as OpenSSL names them"),
	TLS(ADDRESS_KEYLOG, "keylog", TEXT, "=keys.log",
	    "file that the session's secrets are added to, instead of $SSLKEYLOGFILE"),
	TLS(ADDRESS_SESSION, "session", TEXT, "=session.pem", "file of a session to take up again, and of the newest"),
	TLS(ADDRESS_RECORD, "record", SIZE, "=4k", "most bytes in a record that is sent: 512 to 16k"),
	{ ADDRESS_RESEND, "resend", ADDRESS_VALUE_DURATION,
	  CONNECT | 1u << ADDRESS_LISTEN | 1u << ADDRESS_PAIR, MILLISECONDS, false, "resend=500ms",
	  "DTLS: how long the handshake waits for an answer before it asks again", true },
};

/* clang-format on */

#define N_KINDS (sizeof kinds / sizeof kinds[0])
#define N_FOREIGN (sizeof foreign / sizeof foreign[0])
#define N_OPTIONS (sizeof options / sizeof options[0])

static const char *const forms[] = {
	[ADDRESS_HOST_PORT] = "HOST:PORT",
	[ADDRESS_PORT] = "PORT or HOST:PORT",
	[ADDRESS_PATH] = "PATH",
	[ADDRESS_CID_PORT] = "CID:PORT",
	[ADDRESS_CID_ANY] = "PORT or CID:PORT",
	[ADDRESS_WORD] = "stream, dgram, seqpacket, tls or dtls",
	[ADDRESS_NUMBER] = "NUMBER",
};

const struct address_kind *address_kinds(size_t *n)
{
	*n = N_KINDS;
	return kinds;
}

const struct address_kind *address_kind_by_word(const char *word)
{
	for (size_t i = 0; i < N_KINDS; i++)
		if (kinds[i].word[0] == tolower(word[0]) &&
		    strcasecmp(kinds[i].word, word) == 0)
			return &kinds[i];
	return NULL;
}

const char *address_kind_guess(const char *word)
{
	const char *words[N_KINDS + 1] = { NULL };

	for (size_t i = 0; i < N_FOREIGN; i++)
		if (strcasecmp(foreign[i].theirs, word) == 0)
			return foreign[i].ours;
	for (size_t i = 0; i < N_KINDS; i++)
		words[i] = kinds[i].word;
	return diag_guess(word, words);
}

const char *address_form_text(enum address_form form)
{
	return forms[form];
}

const char *address_form_sample(enum address_form form)
{
	switch (form) {
	case ADDRESS_HOST_PORT:
		return ":x:1";
	case ADDRESS_CID_PORT:
		return ":3:1";
	case ADDRESS_PATH:
		return ":x";
	case ADDRESS_PORT:
	case ADDRESS_CID_ANY:
	case ADDRESS_WORD:
	case ADDRESS_NUMBER:
		break;
	}
	return ":1";
}

const struct address_option_kind *address_option_kinds(size_t *n)
{
	*n = N_OPTIONS;
	return options;
}

const struct address_option_kind *address_option_by_word(const char *word)
{
	for (size_t i = 0; i < N_OPTIONS; i++)
		if (options[i].word[0] == tolower(word[0]) &&
		    strcasecmp(options[i].word, word) == 0)
			return &options[i];
	return NULL;
}

const char *address_option_guess(const char *word)
{
	const char *words[N_OPTIONS + 1] = { NULL };

	for (size_t i = 0; i < N_OPTIONS; i++)
		words[i] = options[i].word;
	return diag_guess(word, words);
}
