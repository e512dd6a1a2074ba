#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The command line itself: help, wrong use, guesses, and a status that no format changes.
load helper

@test "without a command the usage goes to standard error" {
	runs 2
	[ -z "$output" ]
	notes '^Usage: wsprecv recv'
}

@test "help goes to standard output, examples before options" {
	runs 0 --help
	silent
	says '^Usage: wsprecv recv'
	receives 0 --help
	silent
	[[ $output == *Examples:*Options*Outcomes:*'Exit status'* ]]
}

@test "-h, --help and help are the same" {
	runs 0 -h
	local first=$output
	runs 0 help
	prints "$first"
	receives 0 -h
	first=$output
	runs 0 help recv
	prints "$first"
}

@test "help wins wherever it stands, also without an address" {
	receives 0 -n 3 --help
	receives 0 pair:stream -h
	says '^Usage:'
}

@test "each command and topic has help" {
	for word in recv run fmt check protocols errors explain doctor help addresses buffers peer rules statuses; do
		runs 0 help "$word"
		silent
		[ "${#lines[@]}" -gt 3 ]
	done
}

@test "help on what is not there guesses" {
	runs 2 help adresses
	notes 'did you mean addresses\?'
}

@test "the version names program, number and licence" {
	runs 0 --version
	silent
	says '^wsprecv [0-9]+\.[0-9]+'
	says 'MIT'
	local first=$output
	runs 0 -V
	prints "$first"
}

@test "a wrong command is told with a guess and a caret" {
	runs 2 recieve
	notes '^wsprecv: command: there is no such command'
	notes '^  recieve$'
	notes '^  \^$'
	runs 2 docter
	notes 'did you mean doctor\?'
}

@test "an address without a command is told how to receive from it" {
	runs 2 tcp:localhost:80
	notes 'wsprecv recv tcp:localhost:80'
}

@test "options before the command are told where they belong" {
	runs 2 --json recv pair:stream
	notes 'the command comes before its options'
}

@test "a missing address is told with an example" {
	receives 2
	notes 'no address.*wsprecv recv tcp:'
}

@test "a second address is one too many" {
	receives 2 pair:stream pair:dgram
	notes 'one address'
	notes '^  pair:dgram$'
}

@test "a wrong option is told with a guess" {
	receives 2 --bufers=3 pair:stream
	notes 'no option --bufers; did you mean --buffers\?'
	receives 2 --zzz pair:stream
	notes 'no option --zzz; --help lists them'
	receives 2 --json -x pair:stream
	notes 'no option -x'
}

@test "an option cut short is taken when only one fits" {
	receives 0 --buf=3 --peer='send "abc"' pair:stream
	receives 2 --co=3 pair:stream
	notes 'could be more than one option'
}

@test "a missing value, and one too many, are told" {
	receives 2 pair:stream --buffers
	notes '--buffers needs a value; write --buffers=LAYOUT'
	receives 2 pair:stream -n
	notes '--count needs a value'
	receives 2 --json=yes pair:stream
	notes '--json takes no value'
}

@test "options stand before or after the address, and -- ends them" {
	receives 0 pair:stream --peer 'send "abc"' -b 3 -q
	outcomes data
	receives 0 -b 3 --peer 'send "abc"' -- pair:stream
	outcomes data
	receives 2 -- -b pair:stream
}

@test "each wrong value is told below its option" {
	while IFS='|' read -r option value what; do
		receives 2 "--$option=$value" pair:stream
		notes "^wsprecv: --$option: .*$what"
		notes '^ +\^$'
		[ -z "$output" ]
	done <<-'END'
		buffers|3,x|.
		buffers|3,,4|.
		flags|pek|did you mean peek
		flags|0x1g|32-bit number
		mode|blokcing|did you mean blocking
		mode|evnt|did you mean event
		depth|0|at least one receive
		depth|10001|at most 10000 receives
		depth|-1|decimal number
		depth|two|decimal number
		limit|0|from 1
		limit|4294967296|from 1
		exit-thread-after|soon|.
		shutdown-after|5q|unit
		count|-1|number
		count|99999999999999999999|too large
		timeout|5q|unit
		timeout|0|for ever
		send|hex:0|hex digit
		xp1|message|sign is missing
		xp1|+mesage|did you mean message
		xp1|+graceful-close|cannot be overridden
		profile|window|did you mean windows
		rule|abort|no value
		rule|abrt=reset|did you mean abort
		rule|abort=rest|did you mean reset
		shutdown|send|no half
		peer|sned "x"|.
		open|bond|did you mean bound
		fault|ECONRESET|did you mean ECONNRESET
		fault|EIO@0|counted from 1
		hook|receive,cancle|did you mean cancel
		cancel-after|soon|.
		output|jsno|did you mean json
		output|timline|did you mean timeline
		color|sometimes|auto, always, never
	END
}

@test "the caret stands below the wrong character" {
	receives 2 -f peek,obb pair:stream
	notes '^  peek,obb$'
	notes '^       \^$'
	receives 2 --rule=abort=rest pair:stream
	notes '^        \^$'
}

@test "a wrong address is told with a caret and what would be right" {
	receives 2 tcp:localhost
	notes '^wsprecv: address: .*tcp:HOST:PORT'
	notes '^  tcp:localhost$'
	receives 2 tpc:localhost:80
	notes 'did you mean tcp'
	receives 2 tcp:localhost:80,rcvbuff=3
	notes 'rcvbuf'
}

@test "options that do not fit the address are told" {
	receives 2 --peer=hold tcp:localhost:1
	notes 'no built-in peer'
	receives 2 --connect-peer tcp:localhost:1
	notes '--connect-peer'
	receives 2 --open=listening udp-listen:0
	notes 'cannot be opened so far'
}

@test "options of overlapped receives are told to those that are none" {
	local option
	for option in --depth=2 --exit-thread-after=1 --shutdown-after=1 --limit=1; do
		for mode in blocking nonblocking; do
			receives 2 -m $mode "$option" pair:stream
			notes "^wsprecv: recv: ${option%=*} is for overlapped receives; add -m event, -m poll or -m routine\$"
		done
	done
	receives 2 -o timeline pair:stream
	notes 'the timeline is for overlapped receives'
	for mode in blocking nonblocking event poll; do
		receives 2 -m $mode -n 2 --post-in-routine pair:stream
		notes '--post-in-routine needs a routine to post in; write -m routine$'
	done
}

@test "options that no overlapped receive has are told" {
	for mode in event poll routine; do
		receives 2 -m $mode --hook=cancel pair:stream
		notes '--hook is run by a receive that blocks'
	done
}

@test "a routine that has nothing to post is told" {
	receives 2 -m routine --post-in-routine pair:stream
	notes 'none to post; write a -n above --depth, or -n0$'
	receives 2 -m routine --post-in-routine --depth=3 -n 3 pair:stream
	notes 'none to post'
}

@test "the exit status is the same in every format" {
	local wanted format
	while IFS='|' read -r wanted arguments; do
		for format in line tree hexdump json raw none; do
			eval "set -- $arguments"
			receives "$wanted" -o "$format" "$@"
		done
	done <<-'END'
		0|--peer='send "abc"' pair:stream
		0|-n0 --peer='send "abc"; shutdown' pair:stream
		0|-n0 --peer='empty; send "a"; shutdown' pair:seqpacket
		4|-n0 --connect-peer --peer='send "abc"; rst' tcp-listen:127.0.0.1:0
		5|-m nonblocking --peer=hold pair:stream
		5|-t 10ms --peer=hold pair:dgram
		7|unix:nobody-listens-here
		10|-b 4 --connect-peer --peer='send "too long"' udp-listen:127.0.0.1:0
		10|-b 4 --xp1=-partial --peer='send "too long"; hold' pair:seqpacket
		11|-b none --peer=hold pair:stream
		11|handle:4711
		12|--hook=cancel --peer=hold pair:stream
	END
	while IFS='|' read -r wanted arguments; do
		for format in line tree hexdump json raw none timeline; do
			eval "set -- $arguments"
			receives "$wanted" -q -o "$format" "$@"
		done
	done <<-'END'
		0|-m event --peer='send "abc"' pair:stream
		0|-m routine --depth=2 --send=x --peer='read 1; send "abc"; shutdown' pair:stream
		4|-m poll --connect-peer --send=x --peer='read 1; rst' tcp-listen:127.0.0.1:0
		5|-m event -t 20ms pair:stream
		7|-m event unix:nobody-listens-here
		10|-m routine -b 4 --connect-peer --peer='send "too long"' udp-listen:127.0.0.1:0
		11|-m poll -f peek pair:stream
		12|-m event --depth=2 --cancel-after=0 pair:stream
		12|-m routine --depth=2 --exit-thread-after=0 pair:stream
	END
}
