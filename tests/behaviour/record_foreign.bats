#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Records of receives from peers that are not ours: what they sent is told by what arrived.
load helper
load peers
load recorded

@test "a stream: each piece before the receive that got it" {
	listens --record=record.wsp -n0 -b 3 -b 9 $TCP
	pieces 12 'hello, world' "tcp:127.0.0.1:$port"
	ended 0
	replays
	tells 'peer a send "hel" -> ok'
	tells 'peer a shutdown -> ok'
}

@test "a reset" {
	listens --record=record.wsp -n0 $TCP
	resets "tcp:127.0.0.1:$port"
	ended 4
	replays
	tells 'peer a rst -> ok'
}

@test "datagrams of several senders, one of them cut, one empty" {
	listens --record=record.wsp -n 3 -b 3 $UDP
	pieces 12 'hello, world' "udp:127.0.0.1:$port"
	pieces 3 'two' "udp:127.0.0.1:$port"
	empty_to "udp:127.0.0.1:$port"
	ended 10
	replays
	tells '# From byte 3 on the next message is made up.'
	tells 'recv a -b 3 -> truncated WSAEMSGSIZE 3 "hel" lost 9'
	tells 'peer a stranger "two" -> ok'
}

@test "a server that answers" {
	serves TCP-LISTEN:0,bind=127.0.0.1 'SYSTEM:head -c 5; echo you'
	receives 0 --record=record.wsp -n0 -f waitall -b 9 --send=hello "tcp:127.0.0.1:$port"
	replays
	tells 'send a "hello" -> 5'
	tells 'recv a -b 9 -f waitall -> data 9 "helloyou\n"'
}

@test "a datagram that nobody takes" {
	closed_port UDP
	records 4 -t 10 --send=x "udp:127.0.0.1:$port"
	tells 'peer a close -> ok'
}

@test "overlapped, several outstanding" {
	listens --record=record.wsp -m event --depth=3 -n0 -b 3 $TCP
	pieces 12 'hello, world' "tcp:127.0.0.1:$port"
	ended 0
	replays
}
