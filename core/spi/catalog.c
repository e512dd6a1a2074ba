/* SPDX-License-Identifier: MIT */
/* The table of protocols. */
#include "spi/catalog.h"

#include <stddef.h>

#define CIRCUIT \
	(XP1_IFS_HANDLES | XP1_GRACEFUL_CLOSE | XP1_GUARANTEED_ORDER | \
	 XP1_GUARANTEED_DELIVERY)
#define IP_DATAGRAM \
	(XP1_IFS_HANDLES | XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED | \
	 XP1_SUPPORT_BROADCAST | XP1_SUPPORT_MULTIPOINT)
#define LOCAL_DATAGRAM \
	(XP1_IFS_HANDLES | XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED | \
	 XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_PARTIAL_MESSAGE)
#define RECORDS (CIRCUIT | XP1_MESSAGE_ORIENTED | XP1_PARTIAL_MESSAGE)

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif
#define NO_LIMIT 0xffffffffu
#define UDP_LIMIT 65507

/* clang-format off */
static const WSAPROTOCOL_INFO entries[] = {
	{ CIRCUIT | XP1_EXPEDITED_DATA, 1, AF_INET, SOCK_STREAM, IPPROTO_TCP, 0, "TCP/IP" },
	{ CIRCUIT | XP1_EXPEDITED_DATA, 2, AF_INET6, SOCK_STREAM, IPPROTO_TCP, 0, "TCP/IPv6" },
	{ IP_DATAGRAM, 3, AF_INET, SOCK_DGRAM, IPPROTO_UDP, UDP_LIMIT, "UDP/IP" },
	{ IP_DATAGRAM, 4, AF_INET6, SOCK_DGRAM, IPPROTO_UDP, UDP_LIMIT, "UDP/IPv6" },
	{ CIRCUIT, 5, AF_INET, SOCK_STREAM, IPPROTO_MPTCP, 0, "MPTCP/IP" },
	{ CIRCUIT, 6, AF_INET6, SOCK_STREAM, IPPROTO_MPTCP, 0, "MPTCP/IPv6" },
	{ IP_DATAGRAM, 7, AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE, UDP_LIMIT, "UDP-Lite/IP" },
	{ IP_DATAGRAM, 8, AF_INET6, SOCK_DGRAM, IPPROTO_UDPLITE, UDP_LIMIT, "UDP-Lite/IPv6" },
	{ RECORDS, 9, AF_INET, SOCK_STREAM, IPPROTO_SCTP, NO_LIMIT, "SCTP/IP" },
	{ RECORDS, 10, AF_INET6, SOCK_STREAM, IPPROTO_SCTP, NO_LIMIT, "SCTP/IPv6" },
	{ CIRCUIT, 11, AF_UNIX, SOCK_STREAM, 0, 0, "Unix stream" },
	{ LOCAL_DATAGRAM, 12, AF_UNIX, SOCK_DGRAM, 0, NO_LIMIT, "Unix datagram" },
	{ RECORDS, 13, AF_UNIX, SOCK_SEQPACKET, 0, NO_LIMIT, "Unix SEQPACKET" },
	{ CIRCUIT, 14, AF_VSOCK, SOCK_STREAM, 0, 0, "vsock stream" },
	{ RECORDS, 15, AF_VSOCK, SOCK_SEQPACKET, 0, NO_LIMIT, "vsock SEQPACKET" },
};
/* clang-format on */

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const WSAPROTOCOL_INFO *catalog_entry(size_t index)
{
	return index < N_ENTRIES ? &entries[index] : NULL;
}

const WSAPROTOCOL_INFO *catalog_find(int family, int type, int protocol)
{
	for (size_t i = 0; i < N_ENTRIES; i++) {
		const WSAPROTOCOL_INFO *e = &entries[i];

		if (e->iAddressFamily == family &&
		    (type == 0 || e->iSocketType == type) &&
		    (protocol == 0 || e->iProtocol == protocol))
			return e;
	}
	return NULL;
}
