#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Records of receives that are made one after the other.
load helper
load recorded

@test "a stream that ends, in buffers" {
	records 0 -n0 -b 3,0,4x16 --peer='send "hello, world"' pair:stream
	tells 'peer a send "hello, world"; close -> ok'
	tells 'recv a -b 3,0,4x16 -> data 12 "hel" "lo, world"'
	tells 'recv a -b 3,0,4x16 -> graceful'
}

@test "the first comment is the command line, escaped" {
	records 0 --send $'it\'s\n\x1b' --peer='read 1; send "x"; hold' pair:stream
	[ "$(head -n 1 record.wsp)" = "# Recorded: wsprecv recv --record=record.wsp --send 'it'\\''s\\n\\x1b' '--peer=read 1; send \"x\"; hold' pair:stream" ]
	tells 'send a "it'\''s\n\x1b" -> 6'
	tells 'peer a read 1; send "x" -> "i"'
}

@test "messages: cut, empty, in parts, kept" {
	records 10 -b 4,4 --connect-peer --peer='send "hello, world"' $UDP
	tells 'recv a -b 2x4 -> truncated WSAEMSGSIZE 8 "hell" "o, w" lost 4'
	records 0 -n0 --peer='empty; send "more"; shutdown' pair:seqpacket
	tells 'recv a -> empty-message'
	records 0 -b 2 -n0 --peer='send "abc"; send "defg"; shutdown' pair:seqpacket
	records 10 -b 4 -b 64 --xp1=-partial --peer='send "too long"' pair:seqpacket
	tells 'open a pair:seqpacket --xp1=-partial -> ok'
	records 10 -n 2 -b 600,400 --connect-peer --peer='pattern 4000; stranger "x"' $UDP
	tells 'recv a -b 600,400 -> data 1 "x" from stranger'
}

@test "ends: reset, refused, by fault, shut down" {
	records 4 -n0 --connect-peer --peer='send "hello"; rst' $TCP
	tells 'recv a -> reset WSAECONNRESET'
	records 4 --fault=ENETDOWN --peer='send "hello"' pair:stream
	tells 'fault a ENETDOWN -> ok'
	records 11 --shutdown=receive --peer='send "hello"' pair:stream
	records 11 -b none pair:stream
	records 11 -b 4,bad:4 --peer='send "hello"' pair:stream
	records 11 handle:4711
	records 11 -f oob pair:dgram
	records 11 --open=listening $TCP
	records 11 --open=socket seqpacket:@nobody
}

@test "waits: timed out, not made, cancelled" {
	records 5 -t 50ms --peer=hold pair:dgram
	tells 'open a pair:dgram -t 50ms -> ok'
	records 5 -m nonblocking pair:stream
	tells 'recv a -m nonblocking -> would-block WSAEWOULDBLOCK'
	records 12 --hook=cancel pair:stream
	tells 'recv a --hook=cancel -> cancelled WSAEINTR'
	records 12 --cancel-after=50ms pair:stream
	tells 'cancel t1 -> ok'
	records 11 --hook=receive,cancel pair:stream
	tells 'recv a --hook=receive,cancel -> cancelled WSAEINTR hook WSAEINPROGRESS'
}

@test "what waits in the peer's script is told by the order of lines" {
	records 0 -n 3 -b 4 --peer='send "ab"; wait 30ms; send "cd"; wait 30ms; shutdown; hold' pair:stream
	tells 'peer a send "ab" -> ok'
	tells 'peer a send "cd" -> ok'
	tells 'peer a shutdown -> ok'
}

@test "flags and layouts in turn, peeking, out of band" {
	records 0 -f peek -f 0 -b 3 -b 8 --peer='send "hello"' pair:stream
	tells 'recv a -b 3 -f peek -> data 3 "hel"'
	tells 'recv a -b 8 -> data 5 "hello"'
	records 0 -f 0 -f oob -f 0 --connect-peer --peer='send "ab"; oob "!"; send "cd"; shutdown' $TCP
}

@test "options, rules and the profile stay" {
	records 10 --profile=windows --rule=truncate=direct -b 4 --connect-peer --peer='send "hello"' "$UDP,rcvbuf=8k"
	tells 'open a udp,rcvbuf=8k --open=bound --profile=windows --rule=truncate=direct -> ok'
	records 4 --rule=abort=aborted --connect-peer --peer=close --send=x $TCP
}

@test "more than a socket holds is told by what came" {
	records 0 -n0 -b 64k --peer='pattern 300000; shutdown' pair:stream
	tells '# The peer'\''s script is told by what came of it.'
	receives 0 --record=record.wsp -n0 -o none -b 64k --peer='pattern 3000000; shutdown' pair:stream
	grep -q 'receives more were left out' record.wsp
	runs 0 run --net=sim record.wsp
	runs 0 run record.wsp
}

@test "what no peer can bring about says so" {
	records 4 -t 20 --connect-peer --peer='drop; hold' "$TCP,keepalive,keepidle=1,keepintvl=1,keepcnt=1"
	tells '# No peer can bring the next end about: the network is told to.'
	tells 'recv a -> aborted ...'
}

@test "the buffer that is usual depends on the output, as the manual page says" {
	records 0 --peer='send "x"' pair:stream
	tells 'recv a -> data 1 "x"'
	for format in raw none; do
		records 0 -o $format --peer='send "x"' pair:stream
		tells 'recv a -b 256k -> data 1 "x"'
	done
	grep -q '^one of 256k\.$' "$BATS_TEST_DIRNAME/../../man/wsprecv.1"
}

@test "what cannot be opened is an open that fails" {
	records 7 tcp:127.0.0.1:1
	grep -q '^# It failed here: connect: ' record.wsp
	tells 'open a tcp:127.0.0.1:1 -> WSAECONNREFUSED'
	records 7 --xp1=-partial --rule=peek=allow seqpacket:@nobody,rcvbuf=4k
	tells 'open a seqpacket:@nobody,rcvbuf=4k --xp1=-partial --rule=peek=allow -> WSAECONNREFUSED'
	records 7 tcp-listen:192.0.2.1:5
	tells 'open a tcp-listen:192.0.2.1:5 -> WSAEADDRNOTAVAIL'
	receives 7 -t 50ms --record=record.wsp $TCP
	runs 0 run record.wsp
	grep -q '^# Recorded was: WSAETIMEDOUT' record.wsp
}

@test "the file is replaced in one go, or that is told" {
	echo old >record.wsp
	ln record.wsp other
	receives 0 --record=record.wsp --peer='send "x"' pair:stream
	[ "$(cat other)" = old ]
	[ "$(find . -name 'record*' | wc -l)" = 1 ]
	receives 6 --record=none/record.wsp --peer='send "x"' pair:stream
	notes '^wsprecv: --record: none/record.wsp: '
	receives 2 --record= pair:stream
	notes 'a record goes into a file'
}
