/* SPDX-License-Identifier: MIT */
/* TLS: the protocol number, the settings of a socket, and what is known of its session.
 *
 *	s = WSPSocket(AF_INET, SOCK_STREAM, WSPPROTO_TLS, NULL, 0, 0, &error);
 *	WSPSetSockOpt(s, SOL_WSP_TLS, SO_WSP_TLS_SETTINGS, &settings, sizeof settings, ...);
 *	WSPConnect(s, ...);
 *
 * A byte stream like any other (T1): what is received is what the peer has sent, and TLS
 * itself is not seen. WSPConnect ends with the handshake. A socket that was accepted makes
 * its handshake with the first receive or send; a send of no bytes makes nothing else.
 *
 * How it ends: the peer's close_notify is the graceful end (C1), whatever follows. The end
 * of the connection without it is WSAECONNRESET, a reset is too, and anything that TLS
 * itself refuses, on either side, is WSAECONNABORTED; WSPTLSSTATE.ending tells them apart.
 * There is no out-of-band data (WSAEOPNOTSUPP). A close does not wait: close_notify, and
 * what sends have taken, go as soon as there is room, until the last WSPCleanup.
 *
 * With WSPPROTO_DTLS and SOCK_DGRAM it is a circuit of messages over UDP, which may get lost
 * or come in another order: DTLS 1.2, a record is a message. What is too long for the
 * buffers is lost (D8), what is longer than a record is not sent (WSAEMSGSIZE), and there
 * are no empty messages. close_notify, which may get lost too, is WSAEDISCON (C2), and
 * "port unreachable" is WSAECONNRESET. A handshake that gets no answer is tried again after
 * `resend` milliseconds, twice that, and so on, twelve times. WSPAccept takes who speaks
 * first; of others the listener goes on to hear.
 *
 * The settings may be set until the socket connects or listens; without them those of
 * all zeros hold. What cannot be used (a file, a name of a cipher) is WSAEINVAL, and
 * WSPTLSSTATE.text says why. */
#pragma once

#include <stdint.h>

#define WSPPROTO_TLS 0x7001  /* iProtocol of AF_INET, AF_INET6 and AF_UNIX streams */
#define WSPPROTO_DTLS 0x7002 /* of AF_INET and AF_INET6 datagrams */

/* For WSPSetSockOpt and WSPGetSockOpt; before anything was set they answer too. */
#define SOL_WSP_TLS 0x7001
#define SO_WSP_TLS_SETTINGS 1 /* set: WSPTLS */
#define SO_WSP_TLS_STATE 2    /* get: WSPTLSSTATE */
#define SO_WSP_TLS_ALERT 3    /* get: DWORD, WSPTLSSTATE.alert alone */

/* Texts end with a NUL; "" is the usual. Files are PEM. */
typedef struct {
	char ca[512];   /* file or folder of those who may sign; "": the system's */
	char cert[512]; /* file: ours, and what it is signed by; who accepts and has none
			   makes one for itself */
	char key[512];  /* file: its key; "": it is in `cert` too */
	char pass_file[512]; /* file whose first line opens the key */
	char session[512]; /* file: a session to take up again, written with each new */
	char keylog[512]; /* file: the session's secrets are added, for tools to read */
	char name[256];   /* who the peer has to be, and what it is asked for (SNI) */
	char alpn[256];   /* protocols to agree on, colons between: "h2:http/1.1" */
	char ciphers[512];    /* as OpenSSL names them, colons between */
	uint16_t least, most; /* version: 0x0301 to 0x0304 (TLS 1.3), 0: the usual */
	uint16_t record;      /* most bytes in a record that is sent, 512 to 16384 */
	uint16_t resend;      /* DTLS: milliseconds, 0: 1000 */
	uint8_t trusting;     /* 1: the peer's certificate is not looked at */
	uint8_t accepts; /* 1: a socket that is connected already waits for a client */
} WSPTLS;

/* How it came that no more can be received. X(NAME, word, sentence) */
/* clang-format off */
#define WSPTLS_ENDINGS(X) \
	X(NONE, "none", "it has not ended") \
	X(GRACEFUL, "graceful", "the peer said so: close_notify") \
	X(CUT, "cut", "the connection ended without close_notify") \
	X(BROKEN, "broken", "the connection below was reset, or failed") \
	X(ALERT, "alert", "the peer gave up: a fatal alert") \
	X(REFUSED, "refused", "what came is not TLS as it should be") \
	X(HANDSHAKE, "handshake", "there was no handshake")
/* clang-format on */

enum wsptls_ending {
#define WSPTLS_ENDING_ENUM(name, word, text) WSPTLS_ENDING_##name,
	WSPTLS_ENDINGS(WSPTLS_ENDING_ENUM)
#undef WSPTLS_ENDING_ENUM
};

typedef struct {
	uint8_t secure;        /* 1: the handshake is over */
	uint8_t resumed;       /* 1: an earlier session was taken up again */
	uint8_t trusting;      /* 1: the peer was not verified, as the settings say */
	uint8_t ending;        /* enum wsptls_ending */
	uint8_t alert;         /* number of the fatal alert that came, 0: none */
	uint64_t records;      /* of data, received so far */
	char version[16];      /* "TLSv1.3" */
	char cipher[64];       /* "TLS_AES_256_GCM_SHA384" */
	char alpn[256];        /* what was agreed on */
	char peer[256];        /* subject of the peer's certificate; "": it has none */
	char fingerprint[96];  /* SHA-256 of our own certificate; "": there is none */
	char text[256];        /* why a setting, a handshake or the stream failed */
	char certificate[512]; /* the one that was refused: subject, issuer, validity */
} WSPTLSSTATE;
