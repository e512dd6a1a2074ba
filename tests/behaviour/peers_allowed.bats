#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What depends on the kernel and on the user: SCTP, vsock, UDP-Lite, MPTCP, and a run without any privilege.
load helper
load peers

# why_not PROTOCOL: the reason that the catalogue gives
why_not() {
	"$WSPRECV" protocols | sed -n "\\,^no  $1 ,{n;s/^ *why not: //p;}"
}

@test "SCTP: messages and the graceful end" {
	works SCTP/IP || skip "because $(why_not SCTP/IP)"
	listens -n0 sctp-listen:127.0.0.1:0
	pieces 4 abcdefgh "SCTP:127.0.0.1:$port"
	ended 0
	outcomes data data graceful
	says '^#2 .*"efgh"$'
}

@test "vsock: a stream and its graceful end" {
	works 'vsock stream' || skip "because $(why_not 'vsock stream')"
	listens -n0 vsock-listen:0
	# CID 1 is this machine.
	printf hello | stranger socat -u - "VSOCK-CONNECT:1:$port" 2>sender.err ||
		skip "because vsock has no loopback here: $(tail -n 1 sender.err)"
	ended 0
	outcomes data graceful
	says '"hello"$'
}

@test "vsock: port 0 is one that the system chooses, and is told" {
	works 'vsock stream' || skip "because $(why_not 'vsock stream')"
	receives 11 --open=listening vsock-listen:0
	notes '^wsprecv: listening on vsock any:[1-9][0-9]*$'
}

@test "UDP-Lite: datagrams" {
	works UDP-Lite/IP || skip "because $(why_not UDP-Lite/IP)"
	listens -n 2 -b 2 udplite-listen:127.0.0.1:0
	# AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE, and an address in hex
	pieces 3 onetwo "SOCKET-CONNECT:2:136:x$(printf %04x "$port")7f0000010000000000000000,type=2"
	ended 10
	outcomes truncated truncated
	says '^#2 .*message 3 lost 1 .*"tw"$'
}

@test "MPTCP: a peer that speaks only TCP is heard too" {
	works MPTCP/IP || skip "because $(why_not MPTCP/IP)"
	listens -n0 mptcp-listen:127.0.0.1:0
	printf hello | stranger socat -u - "TCP:127.0.0.1:$port"
	ended 0
	outcomes data graceful
}

# The program is opened before, because nobody may be unable to see the folder that it is in.
@test "an unprivileged user needs nothing more" {
	exec 9<"$WSPRECV"
	WSPRECV=/proc/self/fd/9
	if [ "$(id -u)" = 0 ]; then
		as=(setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs)
		[ "$("${as[@]}" id -u)" = 65534 ] || skip "because root may not become nobody here"
	fi
	run --separate-stderr timeout -k 5 60 "${as[@]}" "$WSPRECV" recv -n0 --peer='send "hello"; shutdown' pair:stream
	[ "$status" = 0 ]
	outcomes data graceful
	run --separate-stderr timeout -k 5 60 "${as[@]}" "$WSPRECV" recv -n 2 --peer='empty; send "hello"; hold' pair:seqpacket
	[ "$status" = 0 ]
	outcomes empty-message data
	run --separate-stderr timeout -k 5 60 "${as[@]}" "$WSPRECV" recv -n 2 -b 3 --connect-peer --peer='send "hello"; send "abc"' "$UDP"
	[ "$status" = 10 ]
	outcomes truncated data
	# And with a stranger at the other end.
	listens "$UDP"
	[ "$(ps -o uid= --ppid "$receiver" | tr -d ' ')" = "$("${as[@]}" id -u)" ]
	printf stranger | stranger socat -u - "UDP:127.0.0.1:$port"
	ended 0
	says '"stranger"$'
}
