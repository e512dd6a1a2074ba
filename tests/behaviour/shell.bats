#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The lines of scenarios, carried out as they come: from a pipe, and typed at a terminal.
load helper

# shell STATUS [OPTION...]: standard input are the lines
shell() {
	local wanted=$1
	shift
	cat >lines
	run --separate-stderr timeout -k 5 60 "$WSPRECV" shell "$@" <lines
	[ "$status" = "$wanted" ] && return
	printf 'the status should be %s\n' "$wanted"
	show
	return 1
}

# passes FILE: on both networks
passes() {
	runs 0 run --net=sim "$1"
	runs 0 run --net=kernel "$1"
}

@test "each operation is printed with its outcome, and there is no prompt" {
	for net in kernel sim; do
		shell 0 --net=$net <<-'END'
			open a pair:stream
			recv a -b 5 as r1   # waits

			peer a send "abc"
			await r1 -> data 3 "abc"
		END
		silent
		prints 'open a pair:stream -> ok
recv a -b 5 as r1 -> blocked
peer a send "abc" -> ok
await r1 -> data 3 "abc"'
	done
}

@test "a line is carried out before the next one is there" {
	mkfifo pipe
	"$WSPRECV" shell <pipe >out 3>&- &
	pid=$!
	exec 4>pipe
	echo 'open a pair:stream' >&4
	until grep -q '^open a pair:stream -> ok$' out; do sleep 0.02; done
	echo 'peer a shutdown' >&4
	until grep -q '^peer a shutdown -> ok$' out; do sleep 0.02; done
	exec 4>&-
	wait $pid
}

@test "mistakes are told with a caret, and the next line is read" {
	shell 3 <<-'END'
		recv b
		open a pair:stream
		await r9
		fault a NONE
		readable a
	END
	notes '^-:1: no socket b: open it first$'
	notes '^-:3: no request r9; '
	notes '^ *\^$'
	says '^readable a -> 0$'
}

@test "an expectation is checked" {
	shell 1 <<-'END'
		open a pair:stream
		peer a send "hello"
		readable a -> 7
		recv a -> data 5 "hello"
	END
	says '^readable a -> 5$'
	notes 'bytes: expected 7, got 5'
	says '^recv a -> data 5 "hello"$'
}

@test "blocks are collected, without the lines in them that are wrong" {
	shell 3 <<-'END'
		open a pair:dgram
		routine r1 {
		  recv a -b 4 -m routine as r2
		  nonsense
		}
		recv a -b 4 -m routine as r1
		peer a send "one"
		await r1
		repeat 2 {
		  readable a
		}
	END
	says '^await r1 -> data 3 "one"$'
	says '^recv a -b 4 -m routine as r2 -> pending$'
	[ "$(grep -c '^readable a -> 0$' <<<"$output")" = 2 ]
	shell 3 <<<'repeat 2 {'
	notes 'a block is never closed'
}

@test "save: a scenario that passes" {
	for net in kernel sim; do
		rm -f saved.wsp
		shell 0 --net=$net <<-'END'
			let N=4
			open a udp
			routine r1 {
			  recv a -b ${N} -m routine as r2
			  send a "ack" -m event as s1
			}
			t1: recv a -b 4 -m routine as r1
			peer a send "one"
			t1: sleep forever --alertable
			await r1
			peer a send "twotwo"
			await r2
			t1: recv a -b 4 -m routine as r3
			t1: exit
			await r3 -> cancelled ...
			recv a -m nonblocking
			save saved.wsp
		END
		passes saved.wsp
		grep -q '^await r2 .*-> truncated WSAEMSGSIZE 4 "twot" lost 2$' saved.wsp
		grep -q '^await r3 .*-> cancelled \.\.\.$' saved.wsp
		runs 0 fmt --check saved.wsp
	done
}

@test "save: what differed is saved as it was" {
	shell 1 <<-'END'
		open a pair:stream
		peer a send "hello"
		readable a -> 7
		save saved.wsp
	END
	passes saved.wsp
	grep -q '^readable a .*-> 5$' saved.wsp
	shell 3 <<<'save'
	notes 'there is no file to write'
}

@test "load, again, clear, quit" {
	printf 'open a pair:stream\npeer a send "hi"\n' >begin.wsp
	shell 0 <<-'END'
		load begin.wsp
		recv a
		again
		clear
		open a pair:dgram
		save saved.wsp
		quit
		recv a
	END
	[ "$(grep -c '^recv a -> data 2 "hi"$' <<<"$output")" = 2 ]
	[ "$(wc -l <saved.wsp)" = 2 ]
	shell 3 <<<'load none.wsp'
	notes 'cannot read it'
}

@test "help" {
	shell 0 <<-'END'
		help
		help recv
	END
	says '^  await  *wait until '
	says '^recv SOCKET \[OPTIONS\] \[as NAME\]$'
	says '^  -b, --buffers=LAYOUT  *sizes'
	shell 3 <<<'help nothing'
	runs 0 shell --help
	says '^  save FILE '
	runs 2 shell file.wsp
	notes 'to run a file, write wsprecv run file.wsp'
}

@test "a signal ends what is read from a pipe" {
	mkfifo pipe
	"$WSPRECV" shell <pipe >out 2>err 3>&- &
	pid=$!
	exec 4>pipe
	echo 'open a pair:stream' >&4
	until grep -q 'ok$' out; do sleep 0.02; done
	kill -TERM $pid
	status=0
	wait $pid || status=$?
	exec 4>&-
	[ "$status" = 143 ]
}

# at_terminal: what is typed comes from standard input
at_terminal() {
	export TERM=vt100 XDG_STATE_HOME=$PWD/state ASAN_OPTIONS=detect_leaks=0
	timeout -k 5 60 script -qec "exec $WSPRECV shell" typescript >screen 3>&-
}

# shown REGEX: waits until the terminal shows it
shown() {
	local i
	for ((i = 0; i < 500; i++)); do
		grep -Eqs -- "$1" screen && return
		sleep 0.02
	done
	return 1
}

@test "at a terminal: a prompt, Ctrl-C for a wait, Ctrl-D" {
	command -v script >/dev/null || skip 'script is missing'
	{
		shown 'wsp>'
		printf 'open a pair:stream\r'
		shown 'ok'
		printf 'recv a -m event as r1\r'
		shown 'pending'
		printf 'await r1\r'
		shown 'await'
		sleep 0.3
		printf '\003'
		shown 'blocked'
		printf 'readable a\r'
		shown '-> 0'
		printf '\004'
	} | at_terminal
	grep -q 'wsp> ' screen
}

@test "at a terminal: words are completed, lines are remembered" {
	command -v script >/dev/null || skip 'script is missing'
	readelf -d "$WSPRECV" | grep -q libedit || skip 'built without libedit'
	{
		shown 'wsp>'
		printf 'op\ta pair:stream\r'
		shown 'ok'
		printf 'recv a --mo\tevent as request1\r'
		shown 'pending'
		printf 'peer a send "x"; shut\003'
		sleep 0.3
		printf 'peer a send "abc"\r'
		sleep 0.3
		printf 'await req\t\r'
		shown 'data 3'
		printf '\004'
	} | at_terminal
	grep -qF 'recv\040a\040--mode=event\040as\040request1' state/wsprecv/history
	grep -q 'await.*request1' state/wsprecv/history
	! grep -q shut state/wsprecv/history
}

@test "what cannot be written is told once, and ends it" {
	printf 'open a pair:stream\nclose a\nlod x\n' >lines
	for net in kernel sim; do
		run --separate-stderr sh -c '"$WSPRECV" shell --net="$1" <lines >/dev/full' sh $net
		[ "$status" = 6 ]
		[ "$stderr" = 'wsprecv: the output could not be written: No space left on device' ]
	done
}
