#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Records of overlapped receives: calls before what completes them.
load helper
load recorded

@test "pending, then completed, in each mode" {
	for mode in event poll routine; do
		records 0 -m $mode --depth=2 -b 8 --send=x --peer='read 1; send "hello"; shutdown; hold' pair:stream
		tells "recv a -b 8 -m $mode as r1 -> pending"
		tells 'peer a read 1; send "hello"; shutdown -> "x"'
		tells 'await r1 -> data 5 "hello"'
		tells 'await r2 -> graceful'
	done
}

@test "completed at once" {
	records 0 -m poll -n 2 --peer='send "one"; send "two"; hold' pair:dgram
	tells 'recv a -m poll as r1 -> data 3 "one"'
	records 11 -m event -f peek -b 3 pair:stream
	records 0 -m event -f 0x20 -b 2 --send=x --peer='read 1; send "abc"; hold' pair:seqpacket
}

@test "closed, shut down, too many" {
	records 12 -m poll --cancel-after=50ms pair:stream
	tells 'close a -> ok'
	tells 'await r1 -> cancelled WSA_OPERATION_ABORTED'
	records 11 -m event --depth=2 --shutdown-after=0 -b 4 --send=x --peer='read 1; send "late"; shutdown; hold' pair:stream
	tells 'shutdown a receive -> ok'
	tells 'recv a -b 4 -m event as r3 -> refused WSAESHUTDOWN'
	records 5 -m event --depth=3 --limit=2 --cancel-after=50ms pair:stream
	tells 'open a pair:stream --limit=2 -> ok'
	records 5 -m routine -t 50ms pair:stream
	tells '# Nothing more came in time.'
}

@test "the thread that posted ends" {
	for mode in event poll routine; do
		records 12 -m $mode --depth=2 -b 8 --exit-thread-after=10ms pair:stream
		tells 't1: exit -> ok'
	done
}

@test "posted by the routine" {
	records 0 -n0 -b 3 -m routine --post-in-routine --peer='send "abcdefgh"; shutdown' pair:stream
	tells 'routine r1 {'
	tells '  recv a -b 3 -m routine as r2 -> data 3 "def"'
	records 0 -n 3 -b 3 -m routine --post-in-routine --send=x --peer='read 1; send "abcdefgh"; hold' pair:stream
}

@test "after a signal too" {
	"$WSPRECV" recv --record=record.wsp -m event pair:stream >out 2>err 3>&- &
	pid=$!
	until grep -q pending out; do sleep 0.02; done
	kill -TERM $pid
	wait $pid || [ $? = 143 ]
	tells '# It was interrupted here.'
	replays
}
