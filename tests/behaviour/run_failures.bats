#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What is said of a line that differs: the place, the line, a caret, what came, what ran before it.
load helper
load scenarios

# one EXPECTATION BYTES: a stream of the bytes is received in one piece, and that is expected of it
one() {
	printf 'open a pair:stream\npeer a send "%s"\nrecv a -b 64 -> %s\n' "$2" "$1" >one.wsp
}

@test "a number that differs is told by its role, with a caret below the pattern" {
	bad a.wsp
	plays 1 a.wsp
	says '^a.wsp:4: bytes: expected 5, got 4$'
	says '^  recv a -b 64 -> data 5 "hello"   # as agreed$'
	says '^                       \^$'
	says '^  expected: data 5 "hello"$'
	says '^  got:      data 4 "hell"$'
	says '^    a.wsp:3: peer a send "hell" -> ok$'
}

@test "a word that differs" {
	one 'graceful' hello
	plays 1 one.wsp
	says '^one.wsp:3: word: expected graceful, got data$'
}

@test "too much and too little" {
	one 'data 5' hello
	plays 1 one.wsp
	says '^one.wsp:3: .*expected nothing more, got "hello"$'
	one 'data 5 "hello" "x"' hello
	plays 1 one.wsp
	says '^one.wsp:3: .*expected "x", got nothing$'
}

@test "short literals are compared by eye, others byte by byte" {
	one 'data 5 "hullo"' hello
	plays 1 one.wsp
	says 'expected "hullo", got "hello"$'
	[[ $output != *000000* ]]
	one 'data 5 "hul\x00o"' 'hel\x00o'
	plays 1 one.wsp
	says '^  -000000  68\[75\]6c 00 6f +\|hul\.o\|$'
	says '^  \+000000  68\[65\]6c 00 6f +\|hel\.o\|$'
	one 'data 20 "abcdefghijklmnopqrsT"' abcdefghijklmnopqrst
	plays 1 one.wsp
	says '^   000000  61 62 .*\|abcdefghijklmnop\|$'
	says '^  -000010  71 72 73\[54\] +\|qrsT\|$'
	says '^  \+000010  71 72 73\[74\] +\|qrst\|$'
}

@test "bytes of the network never reach a terminal as they are" {
	one 'data 4 "x"' '\x1b[0m'
	plays 1 --color=never one.wsp
	[[ $output != *$'\e'* ]]
	says '"\\x1b\[0m"'
	plays 1 --color=always one.wsp
	[[ $output == *$'\e[31m'* ]]
}

@test "the last five operations before it are shown, and no more" {
	{
		echo 'open a pair:stream'
		for i in 1 2 3 4 5 6 7; do echo "wait ${i}us"; done
		echo 'recv a -m nonblocking -> data'
	} >a.wsp
	plays 1 a.wsp
	says '^    a.wsp:4: wait 3us -> '
	[[ $output != *'a.wsp:3:'* ]]
}

@test "every line that differs is told, and a round of repeat by its number" {
	printf 'open a pair:stream\npeer a send "abc"\nrepeat 3 {\nrecv a -b 1 -> data 1 "b"\n}\n' >a.wsp
	plays 1 a.wsp
	says '^a.wsp:4: .*\(in round 1\)$'
	says '^a.wsp:4: .*\(in round 3\)$'
	[[ $output != *'round 2'* ]]
}

@test "a variable is shown replaced, with the caret in its place" {
	printf 'let N=5\nopen a pair:stream\npeer a send "abc"\nrecv a -b 8 -> data ${N} "abc"\n' >a.wsp
	plays 1 a.wsp
	says '^  recv a -b 8 -> data 5 "abc"$'
	says '^                      \^$'
}

@test "a line of an included file is told there" {
	printf 'recv a -b 64 -> data 5\n' >common.wsp
	printf 'open a pair:stream\npeer a send "abc"\ninclude "common.wsp"\n' >a.wsp
	plays 1 a.wsp
	says 'common.wsp:1: '
}

@test "what cannot be read is told as check tells it, and the others run" {
	wrong a.wsp
	good b.wsp
	plays 3 a.wsp b.wsp
	says '^a.wsp:1: .*did you mean open\?$'
	says '^  \^$'
	counts '1 passed, 0 failed, 0 skipped, 1 not readable'
}

@test "-q: only what failed" {
	good a.wsp
	bad b.wsp
	skipped c.wsp
	plays 1 -q a.wsp b.wsp c.wsp
	[ "${lines[0]}" = 'b.wsp:4: bytes: expected 5, got 4' ]
	[[ $output != *passed* && $output != *skipped* ]]
}

@test "-v: the transcript is a scenario that passes" {
	cat >a.wsp <<-'END'
		open a pair:stream
		recv a -b 8 -m routine as r1
		routine r1 {
		  recv a -b 8 -m poll as r2
		}
		peer a send "x"
		sleep 1s --alertable
		repeat 3 {
		  peer a send "yz"
		  recv a -b 2 -m nonblocking
		}
		let N=5
		recv a -b ${N} -m nonblocking -> eventually would-block ...
	END
	plays 0 -v a.wsp
	says '^open a pair:stream +-> ok$'
	says '^  recv a -b 8 -m poll as r2 +-> '
	says '-> eventually would-block '
	notes '^1 passed'
	printf '%s\n' "$output" >again.wsp
	plays 0 again.wsp
}

@test "GitHub is told with annotations, escaped" {
	bad 'a,b.wsp'
	wrong w.wsp
	GITHUB_ACTIONS=true plays 3 'a,b.wsp' w.wsp
	says '^::error file=a%2Cb\.wsp,line=4,title=expectation::bytes: expected 5, got 4%0Arecv a '
	says '^::error file=w.wsp,line=1,title=cannot be read::'
	plays 3 'a,b.wsp' w.wsp
	[[ $output != *::error* ]]
}
