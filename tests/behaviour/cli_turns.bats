#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Buffers and flags of their own for each receive.
load helper

# clauses: D7
@test "D7: one command shows a record kept whole, and a larger receive that gets it" {
	receives 10 -b 4 -b 64 --xp1=-partial --peer='send "hello, world"; hold' pair:seqpacket
	[[ "${lines[0]}" == "#1 too-small 4 bytes"* ]]
	[[ "${lines[1]}" == "#2 data 12 bytes"*'"hello, world"' ]]
	[ "${#lines[@]}" -eq 2 ]
}

# clauses: F-PEEK
@test "F-PEEK: a peek, and then the receive of the same bytes" {
	receives 0 -f peek -f 0 --peer='send "hello"; hold' pair:stream
	[[ "${lines[0]}" == *"flags in PEEK"*'"hello"' ]]
	[[ "${lines[1]}" == *"flags in -"*'"hello"' ]]
	[ "${#lines[@]}" -eq 2 ]
}

@test "the last buffers are those of all further receives" {
	receives 0 -n 4 -b 1 -b 2 --peer='send "abcdefg"; hold' pair:stream
	[[ "${lines[0]}" == *'"a"' ]]
	[[ "${lines[1]}" == *'"bc"' ]]
	[[ "${lines[3]}" == *'"fg"' ]]
}

@test "the longest wait is that of accepting, too" {
	runs 7 recv -t 50ms "$TCP"
	[[ "$stderr" == *"cannot accept on"*WSAETIMEDOUT* ]]
}
