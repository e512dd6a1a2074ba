#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuzz pack and unpack: nothing of an operation is lost on the way; fuzz explain: what each line came to.

load helper

CORPUS=$BATS_TEST_DIRNAME/../../corpus

# bytes HEX: the file `seed`
bytes() {
	local i
	for ((i = 0; i < ${#1}; i += 2)); do printf '%b' "\\x${1:i:2}"; done >seed
}

@test "packed, unpacked and packed again the corpus is the same bytes and the same text" {
	runs 0 fuzz pack -o one "$CORPUS"
	silent
	runs 0 fuzz unpack -o text one/*
	runs 0 fuzz pack -o two text
	diff -r one two
	runs 0 fuzz unpack -o again two/*
	diff -r text again
	[ "$(find one -type f | wc -l)" = "$(find "$CORPUS" -name '*.wsp' | wc -l)" ]
}

@test "what is unpacked is laid out as fmt does, and runs" {
	printf 'open a udp -> ok\nrepeat 2 {\npeer a send "x"\n}\nrecv a -b 1,2 -f peek -> data 1 "x"\n' >a.wsp
	runs 0 fuzz pack -o . a.wsp
	runs 0 fuzz unpack a
	prints 'open a udp
repeat 2 {
  peer a send "x"
}
recv a -b 1,2 -f peek'
	printf '%s\n' "$output" >b.wsp
	runs 0 fmt --check b.wsp
	runs 0 run --net=sim b.wsp
}

@test "seeds of folders are flat" {
	mkdir -p d/e
	echo 'open a udp' | tee d/x.wsp >d/e/y.wsp
	runs 0 fuzz pack -o s d
	[ "$(echo s/*)" = 's/e-y s/x' ]
}

@test "any bytes are a scenario" {
	for hex in 00 ff ffffffffffff 0102030405060708090a0b 1e1d1c1b1a19181716151413 '80818283848586878889'; do
		bytes "$hex"
		runs 0 fuzz unpack seed
		printf '%s\n' "$output" >u.wsp
		runs 0 check u.wsp
		runs 0 fuzz pack -o p u.wsp
		runs 0 fuzz unpack p/u
		[ "$output" = "$(cat u.wsp)" ]
		runs 0 fuzz explain seed
	done
}

@test "explain prints what each line came to, and that passes" {
	printf 'open a seqpacket\npeer a send "hello, world"\nrecv a -b 5\nrecv a -b 9\n' >a.wsp
	runs 0 fuzz pack -o . a.wsp
	runs 0 fuzz explain --target=partial a
	says '^# nothing is wrong'
	says 'recv a -b 5 .*-> partial 5 "hello"'
	printf '%s\n' "$output" >e.wsp
	runs 0 run --net=sim e.wsp
}

@test "the path names the target" {
	mkdir fuzz_recv
	printf 'open a udp\n' >a.wsp
	runs 0 fuzz pack -o fuzz_recv a.wsp
	runs 0 fuzz explain fuzz_recv/a
	says '^# Found by fuzz_recv'
	runs 0 fuzz explain --target=fault fuzz_recv/a
	says '^# Found by fuzz_fault'
}

@test "wrong use says what would be right" {
	runs 2 fuzz
	notes 'there is no command; .wsprecv help fuzz. lists them'
	runs 2 fuzz triag
	notes 'did you mean triage'
	runs 2 fuzz explain --target=rec x
	notes 'target'
	runs 2 fuzz pack
	notes 'name a file or folder'
	echo 'open a udp' | tee x.wsp >y.wsp
	runs 2 fuzz pack x.wsp y.wsp
	notes 'name one with -o'
	runs 2 fuzz minimize a b
	notes 'one input'
	runs 2 fuzz run recv --jobs=0
	runs 2 fuzz triage
	runs 3 fuzz explain nowhere
	echo 'opne a' >w.wsp
	runs 3 fuzz pack w.wsp
	notes 'w.wsp:1'
}

@test "every command has help" {
	for command in run triage explain minimize pack unpack; do
		runs 0 fuzz "$command" --help
		says "^Usage: wsprecv fuzz $command "
		says '^Exit status: 0'
	done
	runs 0 help fuzz
	says 'triage '
}

@test "help knows every target, and every point" {
	runs 0 help fuzz
	for target in "$BATS_TEST_DIRNAME"/../../fuzz/fuzz_*.c; do
		target=${target##*/fuzz_}
		says "^  ${target%.c} "
	done
	runs 0 help points
	says '^  peek-partial  .*\(F-PEEK\)$'
	[ "$(grep -c '^  [a-z]' <<<"$output")" -ge 60 ]
}
