#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Overlapped receives in each mode: the call, and the completion. What the peer does waits for --send, which
# comes when all of them have been posted.
load helper

MODES='event poll routine'

# clauses: E16 K2 R3 K5 A1 K3
@test "E16: pending, and then completed, in each mode" {
	for mode in $MODES; do
		receives 0 -m $mode --send=x --peer='read 1; send "hello"; hold' pair:stream
		silent
		says '^#1 call pending  return -1 WSA_IO_PENDING 997  flags in - count untouched flags untouched  posted 0 us$'
		says "^#1 data 5 bytes  completed by $mode on main  flags out -  fill 5/65536  pending [0-9]+ us( polls [0-9]+)?  \"hello\"\$"
		[ "$(grep -c '^#' <<<"$output")" = 2 ]
	done
}

# clauses: K1 R1
@test "K1: what completes at once is indicated all the same" {
	for mode in $MODES; do
		receives 0 -m $mode -n 2 --peer='send "one"; send "two"; hold' pair:dgram
		calls immediate immediate
		outcomes data data
		says '^#1 call immediate  return 0  flags in - count 3 flags -  posted '
		says "^#2 data 3 bytes  completed by $mode on main .*\"two\"\$"
	done
}

# clauses: R5
@test "R5: count and flags are untouched while it is pending, and the completion has its own" {
	receives 0 -m routine -f 0x20 -b 2 --send=x --peer='read 1; send "abc"; hold' pair:seqpacket
	says '^#1 call pending .* flags in PUSH_IMMEDIATE count untouched flags untouched '
	says '^#1 partial 2 bytes .* flags out PARTIAL .*"ab"$'
}

# clauses: R4
@test "R4: a call that fails has no completion" {
	for mode in $MODES; do
		receives 11 -m $mode -b none pair:stream
		calls refused
		outcomes ''
		says '^#1 call refused  return -1 WSAEINVAL 10022  '
		receives 11 -m $mode --depth=2 handle:4711
		calls refused refused
		outcomes ''
		says 'WSAENOTSOCK 10038'
	done
}

# clauses: F-PEEK
@test "F-PEEK: not overlapped, unless the rule allows it" {
	for mode in $MODES; do
		receives 11 -m $mode -f peek --peer='send "hello"; hold' pair:stream
		says '^#1 call refused  return -1 WSAEOPNOTSUPP 10045  flags in PEEK '
		outcomes ''
		receives 0 -m $mode -f peek -f 0 --rule=peek=allow --peer='send "hello"; hold' pair:stream
		outcomes data data
		says '^#2 data 5 bytes .*"hello"$'
	done
}

# clauses: B4
@test "B4: receives are filled in the order in which they were posted" {
	for mode in $MODES; do
		receives 0 -m $mode --depth=3 -b 3 -b 1 -b 4 --send=x --peer='read 1; send "abcdefgh"; hold' pair:stream
		calls pending pending pending
		says '^#1 .*"abc"$'
		says '^#2 .*"d"$'
		says '^#3 .*"efgh"$'
	done
}

@test "more than 64 at once, which one wait for events cannot have" {
	receives 0 -m event --depth=150 -b 2 --send=x --peer='read 1; pattern 300; hold' pair:stream
	[ "$(grep -c 'completed by event' <<<"$output")" = 150 ]
	receives 0 -m event --depth=150 -n0 -b 2 -o raw --send=x --peer='read 1; pattern 3000; shutdown' pair:stream
	python3 -c 'import sys; sys.stdout.buffer.write(bytes(i % 251 for i in range(3000)))' >wanted
	"$WSPRECV" recv -m event --depth=150 -n0 -b 2 -o raw --send=x --peer='read 1; pattern 3000; shutdown' pair:stream >got
	cmp got wanted
}

@test "one is posted for each that has completed, until there have been as many as asked for" {
	for mode in $MODES; do
		receives 0 -m $mode --depth=2 -n 5 -b 1 --send=x --peer='read 1; send "abcdefg"; hold' pair:stream
		[ "$(grep -c '^#[0-9]* call ' <<<"$output")" = 5 ]
		outcomes data data data data data
		says '^#5 .*"e"$'
	done
}

@test "until the end of the stream, all of it is received" {
	for mode in $MODES; do
		"$WSPRECV" recv -m $mode --depth=4 -n0 -o raw -b 3,0,4x7 --peer='pattern 20000; shutdown' pair:stream >got
		python3 -c 'import sys; sys.stdout.buffer.write(bytes(i % 251 for i in range(20000)))' >wanted
		cmp got wanted
	done
}

@test "as many as there are buffers or flags, where that is more than the depth" {
	receives 0 -m event -b 1 -b 2 -b 3 --peer='send "abcdef"; hold' pair:stream
	outcomes data data data
	says '^#3 .*"def"$'
}

# clauses: F-WAITALL
@test "F-WAITALL: pending until the buffers are full, or the end has come" {
	for mode in $MODES; do
		receives 0 -m $mode --depth=2 -f waitall -b 3,5 --send=x --peer='read 1; send "hello"; wait 20ms; send "world"; shutdown; hold' pair:stream
		says '^#1 data 8 bytes  completed .*"hellowor"$'
		says '^#2 data 2 bytes  completed .*"ld"$'
	done
}

# clauses: F-OOB
@test "what completes first is told first; raw prints in the order of posting" {
	for mode in $MODES; do
		receives 12 -q -m $mode --depth=2 -f oob -f 0 --cancel-after=100ms --connect-peer --peer='send "ab"; hold' "$TCP"
		calls pending immediate
		outcomes data cancelled
		receives 0 -q -o raw -m $mode --depth=2 -f oob -f 0 --connect-peer --send=x --peer='read 1; send "ab"; wait 20ms; oob "!"; hold' "$TCP"
		prints '!ab'
	done
}

# clauses: A4
@test "A4: the routine posts the next receive" {
	receives 0 -m routine --post-in-routine --depth=2 -n 4 -b 2 --send=x --peer='read 1; send "abcdefgh"; hold' pair:stream
	outcomes data data data data
	[ "$(grep -c '^#[0-9]* call .* in a routine$' <<<"$output")" = 2 ]
	says '^#4 data 2 bytes  completed by routine on main .*"gh"$'
	receives 0 -m routine --post-in-routine -n0 -b 100 --peer='pattern 1000; shutdown' pair:stream
	says '^#11 graceful 0 bytes  completed by routine '
}

# clauses: K11 C1
@test "K11: the end of a stream completes every one of them" {
	for mode in $MODES; do
		receives 0 -m $mode --depth=3 --send=x --peer='read 1; shutdown; hold' pair:stream
		calls pending pending pending
		outcomes graceful graceful graceful
		says '^#3 graceful 0 bytes  completed by [a-z]+ on main  flags'
	done
}

# clauses: K11 C3
@test "K11: a reset completes every one of them with its code" {
	for mode in $MODES; do
		receives 4 -q -m $mode --depth=3 --connect-peer --send=x --peer='read 1; rst' "$TCP"
		calls pending pending pending
		outcomes reset reset reset
		says '^#3 reset 0 bytes  completed by [a-z]+ on main WSAECONNRESET 10054 '
	done
}

# clauses: C2 E15
@test "records: an empty one is data, and the end is WSAEDISCON" {
	for mode in $MODES; do
		receives 0 -m $mode --depth=3 --send=x --peer='read 1; empty; send "a"; shutdown; hold' pair:seqpacket
		calls pending pending pending
		outcomes empty-message data graceful
		says '^#3 graceful 0 bytes  completed by [a-z]+ on main WSAEDISCON 10101 '
	done
}

# clauses: D8 E11
@test "a pending receive of a datagram that is too large is told what was lost, and from whom" {
	for mode in $MODES; do
		receives 10 -m $mode -b 4 --xp1=-partial,-guaranteed-delivery --send=x --peer='read 1; send "too long"; hold' pair:dgram
		outcomes truncated
		says '^#1 truncated 4 bytes  completed by [a-z]+ on main WSAEMSGSIZE 10040  flags out -  message 8 lost 4  fill 4/4 .*"too "$'
	done
}

# clauses: E11 R6
@test "at once, a datagram that is too large is told by the call alone" {
	receives 10 -q -m routine -b 4 --connect-peer --peer='send "too long"; hold' "$UDP"
	calls truncated
	outcomes ''
	says '^#1 call truncated 4 bytes  return -1 WSAEMSGSIZE 10040  flags in - count 4 flags untouched  message 8 lost 4  fill 4/4  from 127\.0\.0\.1:[0-9]+  posted 0 us  "too "$'
}

@test "rule truncate: the routine is told instead" {
	receives 10 -q -m routine --rule=truncate=routine -b 4 --connect-peer --peer='send "too long"; hold' "$UDP"
	calls pending
	outcomes truncated
	says '^#1 truncated 4 bytes  completed by routine on main WSAEMSGSIZE 10040 '
}

@test "poll tells how often it asked" {
	receives 0 -m poll --send=x --peer='read 1; send "hello"; hold' pair:stream
	says ' polls [1-9][0-9]*  "hello"$'
}
