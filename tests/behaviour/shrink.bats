#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# shrink: what is left is small, and fails as the whole did.

load helper

# shrinks FILE OPTION...: to the file `small`, which fails with the same first difference
shrinks() {
	local file=$1
	shift
	runs 0 shrink --limit=30s -o small "$@" "$file"
	[ -z "$output" ] || { show; return 1; }
}

# lines N: the result has at most so many operations
lines() {
	local n
	n=$(grep -cv '^#' small)
	[ "$n" -le "$1" ] && return
	printf 'at most %s lines should be left:\n%s\n' "$1" "$(cat small)"
	return 1
}

# differs NET TEXT: small fails so
differs() {
	runs 1 run --net="$1" small
	says "$2"
}

@test "lines, rounds, options and steps that do not matter go" {
	cat >fails.wsp <<-'END'
		# Two receives share what comes.
		# clauses: B4
		let N=3
		open b udp -> ok
		peer b send "x" -> ok
		recv b -> data 1 "x"
		open a tcp,rcvbuf=8k --timeout=5s -> ok
		repeat 3 {
		  recv a -b ${N},8 -m event as r1 -> pending
		  recv a -b 4 -m event as r2 -> pending
		  peer a send "hello, world!"; wait 3ms -> ok
		  await r1 -> data 11 "hel" "lo, worl"
		  await r2 -> data 2 "d?"
		  order -> r1 r2
		}
		peer a send "zzz" -> ok
	END
	shrinks fails.wsp --net=sim
	lines 5
	differs sim 'expected "d\?", got "d!"'
	[ "$(head -n 3 small)" = $'# Two receives share what comes.\n# clauses: B4\n# Shrunk from 13 lines to 5.' ]
	run ! grep -Eq 'repeat|open b|rcvbuf|wait 3ms' small
}

@test "with the kernel it is the same" {
	printf '%s\n' 'open a pair:stream -> ok' 'open b udp -> ok' 'peer b send "y" -> ok' 'peer a send "abc"; send "def" -> ok' \
		'recv b -> data 1 "y"' 'recv a -b 2 -> data 2 "ab"' 'recv a -b 2,4 -f peek -> graceful' >fails.wsp
	shrinks fails.wsp
	lines 3
	differs kernel 'expected graceful, got data'
}

@test "threads become the main one, durations short" {
	printf '%s\n' 'open a tcp -> ok' 't1: recv a -b 5,7 -f peek -t 40ms -> timeout WSAETIMEDOUT' \
		't1: recv a -b 5,7 -t 400ms -> data 5 "hello"' >fails.wsp
	shrinks fails.wsp
	lines 2
	run ! grep -q 't1:' small
	grep -q -- '-t 1ms' small
	differs kernel 'expected data, got timeout'
}

@test "included files and variables become a part of it" {
	echo 'open a ${KIND} -> ok' >first.wsp
	printf '%s\n' 'include "first.wsp"' 'open b udp -> ok' 'readable a -> 7' >fails.wsp
	shrinks fails.wsp -D KIND=tcp
	lines 2
	grep -q '^open a tcp' small
}

@test "a hang stays one" {
	printf '%s\n' 'open a tcp -> ok' 'peer a send "x" -> ok' 'wait 100m' 'recv a -> data 1 "x"' >hangs.wsp
	shrinks hangs.wsp --limit=8s
	lines 1
	grep -q '^wait 100m' small
}

@test "a crash stays one, by the same signal" {
	gcc -shared -fPIC -o crash.so "$BATS_TEST_DIRNAME/tools/abort.c"
	printf '%s\n' 'open a pair:stream -> ok' 'open b pair:stream -> ok' 'peer a send "x" -> ok' \
		'recv a -> data 1 "x"' 'peer b send "y"; shutdown -> ok' 'recv b -> data 1 "y"' >crashes.wsp
	export ASAN_OPTIONS=verify_asan_link_order=0:handle_abort=0
	LD_PRELOAD=$PWD/crash.so shrinks crashes.wsp
	lines 2
	grep -q '^peer b shutdown' small
}

@test "what passes cannot be shrunk" {
	printf 'open a tcp -> ok\n' >passes.wsp
	runs 1 shrink passes.wsp
	notes 'passes.wsp does not fail: it passes'
	printf 'needs sim\nopen a tcp -> WSAEINVAL\n' >passes.wsp
	runs 1 shrink passes.wsp
	notes 'it is skipped'
}

@test "in place, and to standard output" {
	printf '%s\n' 'open a tcp -> ok' 'open b tcp -> ok' 'readable b -> 1' >fails.wsp
	runs 0 shrink --net=sim fails.wsp
	says '^# Shrunk from 3 lines to 2\.$'
	runs 0 shrink --net=sim --in-place fails.wsp
	[ "$(cat fails.wsp)" = "$(printf '%s\n' '# Shrunk from 3 lines to 2.' 'open b tcp' 'readable b                      -> 1')" ]
	runs 0 shrink --net=sim - <fails.wsp
	says '^# Shrunk from 2 lines to 2\.$'
}

@test "Ctrl-C keeps the best so far" {
	printf '%s\n' 'open a tcp -> ok' 'open b tcp -> ok' 'wait 100m' >hangs.wsp
	"$WSPRECV" shrink --limit=40s -o small hangs.wsp &
	pid=$!
	sleep 1
	kill -TERM $pid
	wait $pid || status=$?
	[ "${status-0}" = 143 ]
}

@test "wrong use and what cannot be read" {
	runs 2 shrink
	runs 2 shrink a b
	runs 2 shrink --in-place -
	runs 2 shrink --limit=0 a
	echo 'opne a tcp' >bad.wsp
	runs 3 shrink bad.wsp
	notes 'bad.wsp:1'
}
