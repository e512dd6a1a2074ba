#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Each error of the contract from the shell: name, number, outcome and exit status.
load helper

# fails_with NAME NUMBER: the last receive printed
fails_with() {
	sed -n '$p' <<<"$output" | grep -q "^#[0-9]* .* return -1 $1 $2 " && return
	printf 'the last receive should fail with %s %s\n' "$1" "$2"
	show
	return 1
}

@test "E1: the network subsystem has failed" {
	for native in ENETDOWN ENODEV; do
		receives 4 --fault=$native --peer='send "hello"; hold' pair:stream
		fails_with WSAENETDOWN 10050
	done
}

@test "E2: a socket that is fresh, listening or still connecting is not connected" {
	receives 11 --open=socket "$TCP"
	fails_with WSAENOTCONN 10057
	receives 11 -q --open=listening "$TCP"
	fails_with WSAENOTCONN 10057
	receives 11 --open=socket tcp:127.0.0.1:1
	fails_with WSAENOTCONN 10057
	receives 11 --open=bound seqpacket-listen:sock
	fails_with WSAENOTCONN 10057
}

@test "E3: a blocking call was cancelled" {
	receives 12 --hook=cancel --peer=hold pair:stream
	fails_with WSAEINTR 10004
	receives 12 --cancel-after=20ms --peer=hold pair:dgram
	fails_with WSAEINTR 10004
}

@test "E4: a blocking call from the hook of a blocking call" {
	receives 11 --hook=receive,cancel --peer=hold pair:stream
	outcomes refused cancelled
	says '^#1 refused 0 bytes  return -1 WSAEINPROGRESS 10036 '
}

@test "E5: keep-alive detected a failure" {
	receives 4 -q --connect-peer --peer='drop; hold' -t 30 "$TCP,keepalive,keepidle=1,keepintvl=1,keepcnt=1"
	fails_with WSAENETRESET 10052
	outcomes aborted
}

@test "E6: a pointer that leads nowhere is answered, and the data stays" {
	for bad in bad null ro; do
		receives 11 -n 1 -b 4,$bad:4 --peer='send "hello"; hold' pair:stream
		fails_with WSAEFAULT 10014
	done
	receives 11 -n 2 -b bad:8 --peer='send "hello"; hold' pair:dgram
	fails_with WSAEFAULT 10014
}

@test "E7: not a socket" {
	receives 11 handle:4711
	fails_with WSAENOTSOCK 10038
	receives 11 handle:0
	fails_with WSAENOTSOCK 10038
	receives 11 handle:0xffffffffffffffff
	fails_with WSAENOTSOCK 10038
}

@test "E8: out-of-band data where there is none, and flags that do not go together" {
	receives 11 -f oob --peer=hold pair:dgram
	fails_with WSAEOPNOTSUPP 10045
	receives 11 -f oob --peer=hold pair:seqpacket
	fails_with WSAEOPNOTSUPP 10045
	receives 11 -f waitall,peek --peer=hold pair:stream
	fails_with WSAEOPNOTSUPP 10045
	receives 11 -f waitall --peer=hold pair:seqpacket
	fails_with WSAEOPNOTSUPP 10045
}

@test "E9: shut down for receiving beats data and end" {
	for half in receive both; do
		receives 11 --shutdown=$half --peer='send "hello"; hold' pair:stream
		fails_with WSAESHUTDOWN 10058
		receives 11 --shutdown=$half --peer='send "hello"; shutdown; hold' pair:stream
		fails_with WSAESHUTDOWN 10058
	done
}

@test "E10: non-blocking, and nothing to receive" {
	for kind in stream dgram seqpacket; do
		receives 5 -m nonblocking --peer=hold pair:$kind
		fails_with WSAEWOULDBLOCK 10035
	done
}

@test "E11: a message larger than the buffers" {
	receives 10 -q -b 600,400 --connect-peer --peer='pattern 4000' "$UDP"
	fails_with WSAEMSGSIZE 10040
	outcomes truncated
	receives 10 -b 4 --xp1=-partial --peer='send "hello"; hold' pair:seqpacket
	fails_with WSAEMSGSIZE 10040
	outcomes too-small
}

@test "E12: a datagram socket that is not bound is refused" {
	receives 11 --open=socket udp-listen:0
	fails_with WSAEINVAL 10022
	receives 11 --open=socket -m nonblocking udp-listen:0
	fails_with WSAEINVAL 10022
}

@test "E12: no buffers, unknown flags, and OOB while it is in line" {
	receives 11 -b none --peer=hold pair:stream
	fails_with WSAEINVAL 10022
	receives 11 -f 0x40000000 --peer=hold pair:stream
	fails_with WSAEINVAL 10022
	receives 11 -q -f oob --connect-peer --peer='oob "!"; hold' "$TCP,oobinline"
	fails_with WSAEINVAL 10022
}

@test "E13: the circuit was ended by a time-out" {
	receives 4 -q --connect-peer --peer='drop; hold' --send=x -t 30 "$TCP,user-timeout=300ms"
	fails_with WSAECONNABORTED 10053
	outcomes aborted
}

@test "E14: reset by the remote side" {
	receives 4 -q --connect-peer --peer=rst "$TCP"
	fails_with WSAECONNRESET 10054
}

@test "E14: on UDP an earlier send drew port unreachable" {
	receives 4 -t 10 --send=x udp:127.0.0.1:1
	fails_with WSAECONNRESET 10054
}

@test "E15: a message-oriented circuit was gracefully closed" {
	receives 0 --peer='shutdown; hold' pair:seqpacket
	fails_with WSAEDISCON 10101
	outcomes graceful
}
