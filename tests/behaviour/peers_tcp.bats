#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# TCP with socat, ncat and netcat at the other end.
load helper
load peers

TO=TCP:127.0.0.1

# clauses: C1 C4 D2
@test "a stream and its graceful end from socat" {
	listens -n0 "$TCP"
	printf 'from socat' | stranger socat -u - "$TO:$port"
	ended 0
	outcomes data graceful
	says '^#1 data 10 bytes .*"from socat"$'
}

# clauses: C1 C4 D2
@test "a stream and its graceful end from ncat" {
	listens -n0 "$TCP"
	printf 'from ncat' | stranger ncat --send-only 127.0.0.1 "$port"
	ended 0
	outcomes data graceful
	says '"from ncat"$'
}

# clauses: C1 C4 D2
@test "a stream and its graceful end from netcat" {
	listens -n0 "$TCP"
	printf 'from netcat' | stranger nc.openbsd -N 127.0.0.1 "$port"
	ended 0
	outcomes data graceful
	says '"from netcat"$'
}

# clauses: C1
@test "a graceful end with nothing before it, from each of them" {
	listens -n0 "$TCP"
	stranger socat -u /dev/null "$TO:$port"
	ended 0
	outcomes graceful
	listens -n0 "$TCP"
	stranger ncat --send-only 127.0.0.1 "$port" </dev/null
	ended 0
	outcomes graceful
	listens -n0 "$TCP"
	stranger nc.openbsd -N 127.0.0.1 "$port" </dev/null
	ended 0
	outcomes graceful
}

# clauses: F-WAITALL D4
@test "many writes are one stream, which waitall cuts as the buffers say" {
	listens -n 4 -f waitall -b 3,5 "$TCP"
	pieces 4 abcdefghijklmnopqrst "$TO:$port"
	ended 0
	outcomes data data data graceful
	says '^#1 .*fill 3/3 5/5 .*"abcdefgh"$'
	says '^#3 .*fill 3/3 1/5 .*"qrst"$'
}

@test "a megabyte arrives byte by byte as it was sent" {
	head -c 1000000 /dev/urandom >sent
	listens -n0 -o raw "$TCP"
	stranger socat -u OPEN:sent "$TO:$port"
	ended 0
	cmp sent receiver.out
	listens -n0 -o raw "$TCP"
	stranger ncat --send-only 127.0.0.1 "$port" <sent
	ended 0
	cmp sent receiver.out
}

@test "over IPv6" {
	[ -e /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6 || skip "because loopback has no IPv6 here"
	listens -n0 'tcp-listen:[::1]:0'
	printf six | stranger socat -u - "TCP6:[::1]:$port"
	ended 0
	outcomes data graceful
}

# clauses: C3 E14
@test "RST: a reset, told after what had arrived, and remembered" {
	listens -n 3 "$TCP"
	resets "$TO:$port"
	ended 4
	outcomes data reset reset
	says '^#1 .*"hello"$'
	says '^#3 .* return -1 WSAECONNRESET 10054 '
}

# clauses: C3
@test "RST: from a peer that closes with our bytes unread" {
	unread TCP-LISTEN:0,bind=127.0.0.1
	receives 4 --send 'never read' "tcp:127.0.0.1:$port"
	outcomes reset
}

# clauses: C1
@test "half close: after a graceful end we can still send" {
	adopted "until grep -q 'is at EOF' client.err; do sleep 0.02; done
		exec timeout -k 5 60 '$WSPRECV' recv -n 3 --send 'late answer' fd:0 >receiver.out 2>receiver.err" \
		TCP-LISTEN:0,bind=127.0.0.1
	printf request | stranger socat -d -d -t 60 - "$TO:$port,shut-down" >client.out 2>client.err
	[ "$(cat client.out)" = 'late answer' ]
	receiver=$server
	ended 0
	outcomes data graceful graceful
	says '^#1 .*"request"$'
}

# clauses: F-OOB
@test "urgent byte: received apart, and the stream goes on around it" {
	compiles urgent
	mkfifo hold
	listens -f oob "$TCP"
	./urgent "$port" ab ! cd <hold >sent 3>&- &
	remembers $!
	exec 7>hold
	ended 0
	exec 7>&-
	outcomes data
	says '^#1 data 1 bytes .*flags in OOB out OOB .*"!"$'
}

# clauses: F-OOB
@test "urgent byte: normal data stops at it and leaves it out" {
	compiles urgent
	listens -n0 "$TCP"
	stranger ./urgent "$port" ab ! cd </dev/null
	ended 0
	outcomes data data graceful
	says '^#1 .*"ab"$'
	says '^#2 .*"cd"$'
}

# clauses: F-OOB
@test "urgent byte: in line it is one byte of the stream" {
	compiles urgent
	listens -n0 -f waitall -b 5 "$TCP,oobinline"
	stranger ./urgent "$port" ab ! cd </dev/null
	ended 0
	says '^#1 data 5 bytes .*"ab!cd"$'
}

@test "a server that answers: socat sends back what it was sent" {
	serves TCP-LISTEN:0,bind=127.0.0.1 EXEC:cat
	receives 0 -f waitall -b 5 --send hello "tcp:127.0.0.1:$port"
	outcomes data
	says '"hello"$'
}

@test "a server that answers: ncat speaks first and ends" {
	until_so ncat_listens
	receives 0 -n0 "unix:ncat"
	outcomes data graceful
	says '"welcome"$'
}

# ncat_listens: its path is there and listens
ncat_listens() {
	if [ ! -e ncat.pid ]; then
		printf welcome | timeout -k 5 60 ncat -lU --send-only ncat 3>&- &
		echo $! >ncat.pid
		remembers $!
	fi
	grep -Eq '00010000 0001 01 +[0-9]+ ncat$' /proc/net/unix
}

@test "nobody listens: refused, status 7" {
	closed_port TCP
	receives 7 "tcp:127.0.0.1:$port"
	notes '^wsprecv: connect: .*WSAECONNREFUSED 10061'
}
