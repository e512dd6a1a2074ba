#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# UDP with socat, ncat and netcat at the other end.
load helper
load peers

TO=UDP:127.0.0.1

# clauses: D5 S1
@test "several datagrams of socat stay several" {
	listens -n 3 "$UDP"
	pieces 3 onetwosix "$TO:$port"
	ended 0
	outcomes data data data
	says '^#1 .* from 127\.0\.0\.1:[0-9]+ .*"one"$'
	says '^#2 .*"two"$'
	says '^#3 .*"six"$'
}

# clauses: D5 S1
@test "datagrams of three strangers, each with its own source" {
	listens -n 3 "$UDP"
	printf socat | stranger socat -u - "$TO:$port"
	printf ncat | stranger ncat -u --send-only 127.0.0.1 "$port"
	printf netcat | stranger nc.openbsd -u -q0 127.0.0.1 "$port"
	ended 0
	outcomes data data data
	says '^#1 .*"socat"$'
	says '^#2 .*"ncat"$'
	says '^#3 .*"netcat"$'
	[ "$(grep -c 'from 127\.0\.0\.1:' receiver.out)" = 3 ]
}

@test "an empty datagram is a message and ends nothing" {
	listens -n 3 "$UDP"
	empty_to "$TO:$port"
	printf next | stranger socat -u - "$TO:$port"
	empty_to "$TO:$port"
	ended 0
	outcomes empty-message data empty-message
	says '^#1 empty-message 0 bytes  return 0 '
}

# clauses: D8 E11 R6
@test "a datagram larger than the buffers is cut, and the next is whole" {
	listens -n 2 -b 600,400 "$UDP"
	head -c 4000 /dev/zero | stranger socat -u -b 4000 - "$TO:$port"
	printf next | stranger ncat -u --send-only 127.0.0.1 "$port"
	ended 10
	outcomes truncated data
	says '^#1 truncated 1000 bytes  return -1 WSAEMSGSIZE 10040 .*message 4000 lost 3000  fill 600/600 400/400 '
	says '^#2 .*"next"$'
}

# clauses: D8
@test "netcat's 16384 bytes and the largest datagram of all" {
	head -c 65507 /dev/zero >big
	listens -b 1000 "$UDP"
	stranger nc.openbsd -u -q0 127.0.0.1 "$port" <big
	ended 10
	says '^#1 truncated 1000 bytes .*message 16384 lost 15384 '
	listens "$UDP"
	stranger socat -u -b 65507 OPEN:big "$TO:$port"
	ended 0
	says '^#1 data 65507 bytes '
	listens -b 65506 "$UDP"
	stranger socat -u -b 65507 OPEN:big "$TO:$port"
	ended 10
	says '^#1 truncated 65506 bytes .*message 65507 lost 1 '
}

@test "MSG_PARTIAL is not for UDP: what does not fit is lost with it too" {
	listens -n 2 -f partial -b 3 "$UDP"
	printf abcdef | stranger socat -u - "$TO:$port"
	printf xyz | stranger socat -u - "$TO:$port"
	ended 10
	outcomes truncated data
}

# clauses: F-PEEK
@test "peek takes nothing, and tells the whole length" {
	listens -f peek -b 2 "$UDP"
	printf peeked | stranger socat -u - "$TO:$port"
	ended 10
	says '^#1 .*message 6 .*"pe"$'
}

# clauses: S1 S3
@test "a server that answers, and only its answers are heard" {
	serves UDP-LISTEN:0,bind=127.0.0.1 EXEC:cat
	receives 0 --send hello "udp:127.0.0.1:$port"
	outcomes data
	says '^#1 data 5 bytes .* from 127\.0\.0\.1:[0-9]+ .*"hello"$'
}

# clauses: S3
@test "a stranger's datagram is not heard on a connected socket" {
	serves UDP-LISTEN:0,bind=127.0.0.1 SYSTEM:'cat >/dev/null'
	# The source of our datagram is in the log of the server; a third one speaks to it.
	local peer=$port
	timeout -k 5 60 "$WSPRECV" recv -t 60 --send hello "udp:127.0.0.1:$peer" >receiver.out 2>receiver.err 3>&- &
	receiver=$!
	remembers $receiver
	until_so said server.err 'accepting UDP connection from'
	port=$(sed -n 's/.*accepting UDP connection from .*:\([0-9]*\)$/\1/p' server.err)
	printf stranger | stranger socat -u - "$TO:$port"
	# The peer is gone: what it leaves behind is a closed port, which nobody asks about.
	kill "$server"
	wait "$server" || :
	printf peer | stranger socat -u - "$TO:$port,bind=127.0.0.1:$peer"
	ended 0
	outcomes data
	says '"peer"$'
}

# clauses: E14
@test "a closed port: the next receive is reset" {
	closed_port UDP
	receives 4 -t 30 --send hello "udp:127.0.0.1:$port"
	outcomes reset
	says ' return -1 WSAECONNRESET 10054 '
}

# clauses: S2
@test "multicast over loopback" {
	listens -t 60 'udp4-listen:0,join=239.255.77.77@lo' ||
		skip "because loopback takes no multicast: $(grep join: receiver.err)"
	printf many | stranger socat -u - \
		"UDP4-DATAGRAM:239.255.77.77:$port,ip-multicast-if=127.0.0.1" 2>sender.err ||
		skip "because loopback takes no multicast: $(tail -n 1 sender.err)"
	ended 0
	outcomes data
	says '"many"$'
}

@test "over IPv6" {
	[ -e /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6 || skip "because loopback has no IPv6 here"
	listens 'udp-listen:[::1]:0'
	printf six | stranger socat -u - "UDP6:[::1]:$port"
	ended 0
	says '^#1 data 3 bytes .* from \[::1\]:[0-9]+ .*"six"$'
}
