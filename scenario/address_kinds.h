/* SPDX-License-Identifier: MIT */
/* The tables of addresses: which words there are, what follows them, which options.
 *
 * Parsing, printing, help and hints are all derived from these rows. The texts in them live
 * as long as the program. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How the socket comes to its peer. */
enum address_role {
	ADDRESS_CONNECT, /* connects to PLACE */
	ADDRESS_LISTEN,  /* binds to PLACE, listens, accepts one connection */
	ADDRESS_BOUND,   /* binds to PLACE and receives from anybody */
	ADDRESS_PAIR,    /* one end of a socketpair; the built-in peer has the other */
	ADDRESS_FD,      /* a descriptor that was inherited */
	ADDRESS_HANDLE,  /* a number used as a SOCKET as it stands, to see it refused */
};

/* What PLACE looks like. */
enum address_form {
	ADDRESS_HOST_PORT, /* HOST:PORT, [V6]:PORT; both needed */
	ADDRESS_PORT,      /* PORT, HOST:PORT, [V6]:PORT */
	ADDRESS_PATH,      /* a path, or @name in the abstract name space */
	ADDRESS_CID_PORT,  /* CID:PORT of AF_VSOCK; CID a number, host, local or any */
	ADDRESS_CID_ANY,   /* PORT, CID:PORT */
	ADDRESS_WORD,      /* stream, dgram, seqpacket, tls or dtls */
	ADDRESS_NUMBER,    /* an unsigned number, 0x allowed */
};

struct address_kind {
	const char *word; /* "tcp-listen" */
	enum address_role role;
	enum address_form form;
	int family;          /* AF_*; AF_UNSPEC: what the host name resolves to */
	int type;            /* SOCK_*; 0 for pair, fd and handle */
	int protocol;        /* IPPROTO_*, 0: the type's own */
	const char *example; /* a whole address, for help and hints */
	const char *text;    /* one sentence for help */
};

/* tcp tcp4 tcp6 mptcp sctp udp udp4 udp6 udplite, each with its -listen; unix,
 * unix-listen, unix-dgram (bound to its path; unix-dgram-listen is the same), seqpacket,
 * seqpacket-listen, vsock, vsock-listen, vsock-seqpacket, vsock-seqpacket-listen, pair,
 * fd, handle, tls, tls-listen, dtls, dtls-listen. The -listen of a datagram protocol is
 * ADDRESS_BOUND, but of DTLS, which has connections. */
const struct address_kind *address_kinds(size_t *n);

/* The row for a word, NULL where there is none; and the word that was probably meant
 * (socat's words are known too), or NULL. */
const struct address_kind *address_kind_by_word(const char *word);
const char *address_kind_guess(const char *word);

/* The form in capitals, for help and hints: "HOST:PORT". */
const char *address_form_text(enum address_form form);
/* A place of that form, with the colon before it, that is printed as it is written. */
const char *address_form_sample(enum address_form form);

/* What an option's VALUE looks like. */
enum address_value {
	ADDRESS_VALUE_FLAG,     /* none (on), or 0, 1, on, off */
	ADDRESS_VALUE_NUMBER,   /* a signed number */
	ADDRESS_VALUE_SIZE,     /* bytes, k M G */
	ADDRESS_VALUE_DURATION, /* us ms s m */
	ADDRESS_VALUE_PLACE, /* HOST:PORT, PORT or a path, as the address's family has it */
	ADDRESS_VALUE_GROUP, /* GROUP or GROUP@INTERFACE: a multicast group */
	ADDRESS_VALUE_RAW,   /* LEVEL:OPT:VALUE; numbers as the kernel has them; VALUE a
				   number (an int) or xHEX (bytes) */
	ADDRESS_VALUE_TEXT,  /* any text: a file, names with colons between */
	ADDRESS_VALUE_VERSION, /* of TLS: 1.0 to 1.3 */
};

enum address_option_id {
	ADDRESS_BIND,       /* the local end of a socket that connects */
	ADDRESS_CONNECT_TO, /* the only peer of a bound socket ("connect") */
	ADDRESS_JOIN,       /* WSPJoinLeaf to a multicast group */
	ADDRESS_RCVBUF,
	ADDRESS_SNDBUF,
	ADDRESS_REUSEADDR,
	ADDRESS_BROADCAST,
	ADDRESS_KEEPALIVE,
	ADDRESS_KEEPIDLE,     /* duration, whole seconds: TCP_KEEPIDLE */
	ADDRESS_KEEPINTVL,    /* duration, whole seconds: TCP_KEEPINTVL */
	ADDRESS_KEEPCNT,      /* number: TCP_KEEPCNT */
	ADDRESS_USER_TIMEOUT, /* duration: TCP_USER_TIMEOUT ("user-timeout") */
	ADDRESS_NODELAY,
	ADDRESS_OOBINLINE,
	ADDRESS_LINGER, /* duration, whole seconds */
	ADDRESS_V6ONLY,
	ADDRESS_SOCKOPT, /* raw */
	ADDRESS_CA,      /* from here on of TLS alone: wsptls.h */
	ADDRESS_CERT,
	ADDRESS_KEY,
	ADDRESS_PASS_FILE,
	ADDRESS_VERIFY,
	ADDRESS_SNI,
	ADDRESS_ALPN,
	ADDRESS_LEAST, /* "min" */
	ADDRESS_MOST,  /* "max" */
	ADDRESS_CIPHERS,
	ADDRESS_KEYLOG,
	ADDRESS_SESSION,
	ADDRESS_RECORD, /* size */
	ADDRESS_RESEND, /* duration */
};

struct address_option_kind {
	enum address_option_id id;
	const char *word;
	enum address_value value;
	unsigned roles; /* 1u << enum address_role: the addresses that it goes with */
	uint32_t unit; /* ADDRESS_VALUE_DURATION: microseconds, whole ones of which count */
	bool repeats;        /* may be given more than once */
	const char *example; /* a whole option, for help and hints */
	const char *text;    /* one sentence for help */
	bool tls;            /* for TLS only */
};

/* In the order of the ids. */
const struct address_option_kind *address_option_kinds(size_t *n);
const struct address_option_kind *address_option_by_word(const char *word);
const char *address_option_guess(const char *word);
