#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Unix streams, datagrams and records with socat, ncat and netcat at the other end.
load helper
load peers

# clauses: C1 C4
@test "stream: bytes and the graceful end, from each of them" {
	listens -n0 unix-listen:sock
	printf socat | stranger socat -u - UNIX-CONNECT:sock
	ended 0
	outcomes data graceful
	says '"socat"$'
	listens -n0 unix-listen:sock
	printf ncat | stranger ncat -U --send-only sock
	ended 0
	outcomes data graceful
	says '"ncat"$'
	listens -n0 unix-listen:sock
	printf netcat | stranger nc.openbsd -U -N sock
	ended 0
	outcomes data graceful
	says '"netcat"$'
}

# clauses: F-WAITALL
@test "stream: many writes, cut as the buffers say" {
	listens -n0 -f waitall -b 6 unix-listen:sock
	pieces 4 abcdefghijkl UNIX-CONNECT:sock
	ended 0
	outcomes data data graceful
	says '^#2 .*"ghijkl"$'
}

# clauses: E14
@test "stream: a peer that closes with our bytes unread resets" {
	unread UNIX-LISTEN:sock
	receives 4 --send 'never read' unix:sock
	outcomes reset
}

# clauses: D5
@test "datagrams: several, empty ones too, from socat" {
	listens -n 4 unix-dgram:sock
	pieces 4 abcdefgh UNIX-CONNECT:sock,type=2
	empty_to UNIX-SENDTO:sock
	printf last | stranger socat -u - UNIX-SENDTO:sock
	ended 0
	outcomes data data empty-message data
	says '^#2 .*"efgh"$'
	says '^#4 .*"last"$'
}

# clauses: S1
@test "datagrams: from ncat and from netcat, which have names" {
	listens -n 2 unix-dgram:sock
	printf ncat | stranger ncat -U -u --send-only sock
	# netcat stays until it is ended.
	nc.openbsd -U -u sock <<<netcat 3>&- &
	remembers $!
	ended 0
	outcomes data data
	says '^#1 .* from [^ ]*ncat[^ ]* .*"ncat"$'
	says '^#2 .* from [^ ]*nc-[^ ]* .*"netcat\\n"$'
}

# clauses: D6
@test "datagrams: a larger one comes in parts" {
	listens -n 4 -b 4 unix-dgram:sock
	printf abcdefghij | stranger socat -u - UNIX-SENDTO:sock
	printf next | stranger socat -u - UNIX-SENDTO:sock
	ended 0
	outcomes partial partial data data
	says '^#1 .* out PARTIAL .*"abcd"$'
	says '^#3 .* out - .*"ij"$'
	says '^#4 .*"next"$'
}

# clauses: C2 D5
@test "records: several, empty ones too, and the end, which is not one" {
	listens -n0 seqpacket-listen:sock
	stranger socat UNIX-CONNECT:sock,type=5 \
		SYSTEM:'printf one; socat -u /dev/null FD\:1\,shut-null; printf two; socat -u /dev/null FD\:1\,shut-null',nofork
	ended 0
	outcomes data empty-message data empty-message graceful
	says '^#1 .*"one"$'
	says '^#3 .*"two"$'
	says '^#5 graceful 0 bytes  return -1 WSAEDISCON 10101 '
}

# clauses: C2
@test "records: of a peer that connects by number, and by an abstract name" {
	listens -n0 seqpacket-listen:sock
	# AF_UNIX, SOCK_SEQPACKET, and the path in hex
	pieces 2 abcd "SOCKET-CONNECT:1:0:x736f636b00,type=5"
	ended 0
	outcomes data data graceful
	listens -n0 "seqpacket-listen:@wsprecv-$BASHPID"
	pieces 2 abcd "ABSTRACT-CONNECT:wsprecv-$BASHPID,type=5"
	ended 0
	outcomes data data graceful
}

# clauses: D6
@test "records: a larger one comes in parts, and nothing is lost" {
	listens -n0 -b 4,3 seqpacket-listen:sock
	pieces 10 abcdefghijABCDEFGHIJ UNIX-CONNECT:sock,type=5
	ended 0
	outcomes partial data partial data graceful
	says '^#1 .* out PARTIAL .*fill 4/4 3/3 .*"abcdefg"$'
	says '^#4 .* out - .*"HIJ"$'
}

# clauses: D7 E11
@test "records: where parts are not supported it is too small, and is kept" {
	listens -n 3 -b 4 --xp1=-partial seqpacket-listen:sock
	pieces 10 abcdefghij UNIX-CONNECT:sock,type=5
	ended 10
	outcomes too-small too-small too-small
	says '^#3 too-small 4 bytes  return -1 WSAEMSGSIZE 10040 .*message 10 lost 0 .*"abcd"$'
}

# clauses: D8
@test "records: on an unreliable protocol the excess is lost" {
	listens -n0 -b 4 --xp1=-partial,-guaranteed-delivery seqpacket-listen:sock
	pieces 10 abcdefghijABCDEFGHIJ UNIX-CONNECT:sock,type=5
	ended 10
	outcomes truncated truncated graceful
	says '^#2 truncated 4 bytes .*message 10 lost 6 .*"ABCD"$'
}

@test "records: a server that answers" {
	serves UNIX-LISTEN:sock,type=5 EXEC:cat
	receives 0 --send hello seqpacket:sock
	outcomes data
	says '"hello"$'
}

@test "nobody listens, or one of another kind: status 7" {
	receives 7 unix:sock
	notes '^wsprecv: connect: '
	serves UNIX-LISTEN:sock -
	receives 7 seqpacket:sock
	notes '^wsprecv: connect: '
}
