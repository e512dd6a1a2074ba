#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# How the two halves of an overlapped receive are printed: in each format, as JSON, and as a timeline.
load helper

# Two receives; the first gets "hello", the second the end.
TWO=(--depth=2 -b 3,5 --send=x --peer='read 1; send "hello"; shutdown; hold' pair:stream)

@test "line: both halves, and what happened between them" {
	receives 0 -m event "${TWO[@]}"
	silent
	[ "${#lines[@]}" = 5 ]
	[[ ${lines[2]} =~ ^'-- sent 1 bytes  '[0-9]+' us  pending #1 #2'$ ]]
	says '^#1 data 5 bytes  completed by event on main  flags out -  fill 3/3 2/5  pending [0-9]+ us  "hello"$'
	says '^#2 graceful 0 bytes  completed by event on main  flags out -  fill 0/3 0/5  pending [0-9]+ us$'
}

@test "tree: the call with its arguments, and the completion with its buffers" {
	receives 0 -o tree -m routine "${TWO[@]}"
	says '^#1 call pending: '
	says '^  WSPRecv\(s: pair:stream routine, lpBuffers: 2, \*lpFlags: -, lpOverlapped, lpCompletionRoutine\)$'
	says '^  = -1, \*lpErrno WSA_IO_PENDING 997 \('
	says '^  \*lpNumberOfBytesRecvd untouched, \*lpFlags untouched$'
	says '^  posted at 0 us on main$'
	says '^#1 data: '
	says '^  completed by routine on main$'
	says '^  bytes 5, flags -$'
	says '^  lpBuffers\[1\] 2 of 5  "lo"$'
	says '^  pending [0-9]+ us, from 0 us to [0-9]+ us$'
	receives 12 -o tree -m event --cancel-after=0 pair:stream
	says '^  WSPRecv\(s: pair:stream event, lpBuffers: 1, \*lpFlags: -, lpOverlapped\)$'
	says '^-- socket closed  '
	says '^  completed by event on main, error WSA_OPERATION_ABORTED 995 \('
	receives 10 -q -o tree -m event -b 4 --connect-peer --peer='send "too long"; hold' "$UDP"
	says '^  \*lpNumberOfBytesRecvd 4, \*lpFlags untouched$'
	says '^  lpBuffers\[0\] 4 of 4  "too "$'
	says '^  message of 8 bytes, 4 lost$'
}

@test "hexdump: the bytes follow the completion" {
	receives 0 -o hexdump -m poll "${TWO[@]}"
	says '^#1 data 5 bytes  completed by poll on main '
	says '^  buffer 1: 2 of 5$'
	says '^  000000  6c 6f  +\|lo\|$'
	receives 10 -q -o hexdump -m event -b 4 --connect-peer --peer='send "too long"; hold' "$UDP"
	says '^  000000  74 6f 6f 20  +\|too \|$'
}

@test "raw and none: the bytes in the order of posting, or nothing" {
	receives 0 -o raw -m event "${TWO[@]}"
	prints hello
	receives 10 -o raw -q -m event -b 4 --connect-peer --peer='send "too long"; hold' "$UDP"
	prints 'too '
	receives 0 -o none -m event "${TWO[@]}"
	prints ''
}

@test "json: the halves have exactly this shape" {
	receives 0 --json -m event "${TWO[@]}"
	silent
	keeps_schema
	output=$(without_time <<<"$output")
	local pending='"address":"pair:stream","mode":"event","thread":"main","in_routine":false,"return":-1,"error":{"name":"WSA_IO_PENDING","code":997},"errno":null,"outcome":"pending","flags_in":[],"count":{"state":"untouched","value":null},"flags":{"state":"untouched","value":null},"buffers":null,"message":null,"source":null,"posted_us":0,"elapsed_us":0}'
	local told='"address":"pair:stream","mode":"event","indication":"event","thread":"main","polls":null,"error":null,"errno":null'
	prints '{"v":1,"event":"call","request":1,'"$pending"'
{"v":1,"event":"call","request":2,'"$pending"'
{"v":1,"event":"mark","what":"sent","text":"sent 1 bytes","thread":"main","at_us":0,"pending":[1,2]}
{"v":1,"event":"completion","request":1,'"$told"',"outcome":"data","bytes":5,"flags":[],"buffers":[{"length":3,"filled":3,"data":"68656c"},{"length":5,"filled":2,"data":"6c6f"}],"message":null,"source":null,"posted_us":0,"completed_us":0,"pending_us":0}
{"v":1,"event":"completion","request":2,'"$told"',"outcome":"graceful","bytes":0,"flags":[],"buffers":[{"length":3,"filled":0,"data":""},{"length":5,"filled":0,"data":""}],"message":null,"source":null,"posted_us":0,"completed_us":0,"pending_us":0}
{"v":1,"event":"end","received":2,"bytes":5,"status":0}'
}

@test "json: what completes at once has written its results" {
	receives 0 --json -m routine -b 2 --peer='send "abc"; hold' pair:seqpacket
	keeps_schema
	says '"event":"call".*"return":0,"error":null,"errno":null,"outcome":"partial","flags_in":\[\],"count":\{"state":"written","value":2\},"flags":\{"state":"written","value":\["PARTIAL"\]\}'
	says '"event":"completion".*"indication":"routine".*"outcome":"partial","bytes":2,"flags":\["PARTIAL"\]'
}

@test "json: a call that placed bytes and failed shows them" {
	receives 10 -q --json -m event -b 2,2 --connect-peer --peer='send "hello"; hold' "$UDP"
	keeps_schema
	says '"outcome":"truncated","flags_in":\[\],"count":\{"state":"written","value":4\},"flags":\{"state":"untouched","value":null\},"buffers":\[\{"length":2,"filled":2,"data":"6865"\}.*"message":\{"length":5,"lost":1\},"source":"127\.0\.0\.1:[0-9]+"'
}

@test "json: everything else keeps the schema too" {
	while IFS='|' read -r wanted what arguments; do
		eval "set -- $arguments"
		receives "$wanted" -q --json "$@"
		keeps_schema
		says "$what"
	done <<-'END'
		0|"polls":[1-9]|-m poll --send=x --peer='read 1; send "abc"; hold' pair:stream
		0|"in_routine":true|-m routine --post-in-routine -n 2 -b 1 --send=x --peer='read 1; send "abc"; hold' pair:stream
		0|"outcome":"empty-message"|-m event --send=x --peer='read 1; empty; hold' pair:seqpacket
		0|"source":"unnamed"|-m event --send=x --peer='read 1; send "a"; hold' pair:dgram
		4|"outcome":"reset"|-m poll --connect-peer --send=x --peer='read 1; rst' tcp-listen:127.0.0.1:0
		5|"what":"timeout"|-m event -t 10ms pair:dgram
		5|"outcome":"would-block"|-m event --depth=2 --limit=1 --cancel-after=0 pair:dgram
		10|"outcome":"too-small"|-m event -b 2 --xp1=-partial --send=x --peer='read 1; send "abc"; hold' pair:seqpacket
		11|"outcome":"refused"|-m event -f peek pair:stream
		11|"what":"shutdown"|-m event --shutdown-after=0 --cancel-after=0 pair:stream
		12|"what":"closed".*"pending":\[1,2\]|-m routine --depth=2 --cancel-after=0 pair:stream
		12|"what":"thread-ended"|-m routine --exit-thread-after=0 pair:stream
		12|"thread":"poster"|-m event --exit-thread-after=0 pair:stream
	END
}

@test "json: exactly one completion for each call that is pending" {
	receives 12 --json -m routine --depth=20 -b 1 --cancel-after=50ms --send=x --peer='read 1; send "abcdefg"; hold' pair:stream
	python3 -c '
import collections, json, sys
calls, ends = [], collections.Counter()
for line in sys.stdin:
    event = json.loads(line)
    if event["event"] == "call":
        calls.append(event["request"])
    elif event["event"] == "completion":
        ends[event["request"]] += 1
assert calls == list(range(1, 21)), calls
assert ends == collections.Counter(calls), ends' <<<"$output"
}


@test "timeline: a row for each, an event a column, so that the order shows" {
	receives 0 -o timeline -m event "${TWO[@]}"
	silent
	[[ ${lines[0]} =~ ^' '+'0 us ' ]]
	says '^#1  \[=+\|=+\] +data 5 bytes after [0-9.]+ (us|ms|s)$'
	says '^#2   +\[=+\|=+\] +graceful 0 bytes after [0-9.]+ (us|ms|s)$'
	says '^ +\| sent 1 bytes  [0-9.]+ (us|ms|s)$'
	says '^\[ posted  = pending  \] completed  x refused$'
	# The second is posted after the first and completes after it.
	local first second
	first=$(grep '^#1' <<<"$output") second=$(grep '^#2' <<<"$output")
	first=${first%%]*} second=${second%%]*}
	[ "${#first}" -lt "${#second}" ]
	LC_ALL=C grep -q '[^ -~]' <<<"$output" && return 1
	for line in "${lines[@]}"; do
		[ "${#line}" -le 72 ]
	done
}

@test "timeline: what was refused, closed, shut down, and the thread that ended" {
	receives 11 -o timeline -m event --depth=2 --shutdown-after=0 -b 4 --send=x --peer='read 1; send "latemore"; hold' pair:stream
	says '^#3 .*x.* refused WSAESHUTDOWN$'
	says '^ +\| receiving shut down  '
	receives 12 -o timeline -m routine --depth=2 --exit-thread-after=0 pair:stream
	says '^#2 +\[=+\|=+\] +cancelled 0 bytes after '
	says '^ +\| posting thread ended  '
	receives 12 -o timeline -m event --cancel-after=0 pair:stream
	says '^ +\| socket closed  '
}

@test "timeline: colour only where it is asked for, and the same drawing without it" {
	receives 12 -o timeline --color=never -m event --depth=2 --cancel-after=0 pair:stream
	[[ $output != *$'\033'* ]]
	receives 12 -o timeline --color=always -m event --depth=2 --cancel-after=0 pair:stream
	[[ $output == *$'\033[33m]\033[0m'* && $output == *$'\033[33mcancelled\033[0m 0 bytes'* ]]
	output=$(sed 's/\x1b\[[0-9]*m//g' <<<"$output")
	says '^#1  \[=+\|=+\] +cancelled 0 bytes after '
}

@test "timeline: many events share columns, and nothing gets too wide" {
	receives 0 -o timeline -m event --depth=100 -b 1 --send=x --peer='read 1; pattern 100; hold' pair:stream
	[ "$(grep -c '^#' <<<"$output")" = 100 ]
	for line in "${lines[@]}"; do
		[ "${#line}" -le 72 ] || [[ $line == *'posted and completed' ]]
	done
}

@test "timeline: nothing to draw where nothing was posted" {
	receives 7 -o timeline -m event unix:nobody-listens-here
	prints ''
}
