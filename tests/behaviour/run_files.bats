#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Which files run, in which order, how often; and the exit status.
load helper
load scenarios

# order: the files of a TAP report, by their names
order() {
	sed -n 's/^\(not \)*ok [0-9]* - \([^:# ]*\).*/\2/p' <<<"$output" | tr '\n' ' '
}

@test "a file that is as expected passes, and says nothing but that" {
	good a.wsp
	plays 0 a.wsp
	silent
	[ "${#lines[@]}" = 1 ]
	counts '1 passed, 0 failed, 0 skipped'
}

@test "no file is wrong use, and so is one that is not there" {
	plays 2
	notes '^wsprecv: run: there is no scenario to run; name a file'
	plays 2 nowhere.wsp
	notes '^wsprecv: file: No such file'
	notes '^  nowhere.wsp$'
	mkdir empty
	plays 2 empty
	notes 'no scenario in this folder'
}

@test "a folder is searched, in the order of bytes" {
	good d/b.wsp
	good d/a/z.wsp
	good d/B.wsp
	good d/a.wsp
	good d/other.txt
	plays 0 -j1 --report=tap d
	[ "$(order)" = 'd/B.wsp d/a.wsp d/a/z.wsp d/b.wsp ' ]
}

@test "what is named twice runs once, and any name will do when it is said" {
	good d/a.wsp
	good d/other.txt
	plays 0 --report=tap d/other.txt d d/a.wsp
	[ "$(order)" = 'd/other.txt d/a.wsp ' ]
}

@test "- is standard input, in every round" {
	good a.wsp
	bad b.wsp
	runs 0 run - <a.wsp
	counts '1 passed, 0 failed, 0 skipped'
	runs 0 run --repeat=3 - <a.wsp
	counts '3 passed, 0 failed, 0 skipped'
	runs 1 run - <b.wsp
	says '^-:4: bytes: expected 5, got 4$'
}

@test "the exit status: what cannot be read, what differs, what is skipped" {
	good a.wsp
	bad b.wsp
	skipped c.wsp
	wrong d.wsp
	plays 0 a.wsp c.wsp
	counts '1 passed, 0 failed, 1 skipped \(needs sim: 1\)'
	plays 1 a.wsp b.wsp c.wsp
	plays 3 a.wsp b.wsp d.wsp
	counts '1 passed, 1 failed, 0 skipped, 1 not readable'
	plays 77 c.wsp
	says '^c.wsp: skipped: needs sim: '
	plays 0 --net=sim c.wsp
}

@test "output that cannot be written has a status of its own" {
	good a.wsp
	run bash -c '"$WSPRECV" run a.wsp >/dev/full'
	[ "$status" = 6 ]
	plays 6 --report=tap:nowhere/x a.wsp
	notes 'nowhere/x cannot be written: No such file'
	plays 6 --report=json:/dev/full a.wsp
}

@test "--filter looks at the path and at the first sentence" {
	good d/one.wsp
	bad d/two.wsp
	plays 0 --filter='A (stream|river)' d
	counts '1 passed, 0 failed, 0 skipped'
	plays 1 --filter='two\.wsp$' d
	counts '0 passed, 1 failed, 0 skipped'
	plays 2 --filter='It is short' d
	notes 'it fits no scenario'
	plays 2 --filter='(' d
	notes '^wsprecv: --filter: '
}

@test "--shard: the parts are all there is, and no two of them the same" {
	local i
	for i in 1 2 3 4 5 6 7; do good "d/$i.wsp"; done
	: >seen
	for i in 1 2 3; do
		plays 0 --shard="$i/3" --report=tap d
		order >>seen
	done
	[ "$(tr ' ' '\n' <seen | grep . | sort | tr -d '\n')" = d/1.wspd/2.wspd/3.wspd/4.wspd/5.wspd/6.wspd/7.wsp ]
	plays 0 --shard=9/9 d
	counts '0 passed, 0 failed, 0 skipped'
}

@test "--shuffle: the number decides, and is told where something fails" {
	local i first
	for i in 1 2 3 4 5 6 7 8 9; do good "d/$i.wsp"; done
	plays 0 --shuffle=5 --report=tap d
	first=$(order)
	[ "$first" != "$(printf 'd/%s.wsp ' 1 2 3 4 5 6 7 8 9)" ]
	plays 0 --shuffle=5 -j3 --report=tap d
	[ "$(order)" = "$first" ]
	[[ $stderr != *--shuffle* ]]
	bad d/5.wsp
	plays 1 --shuffle=5 d
	notes '--shuffle=5'
}

@test "--repeat runs all of it so often, --until-fail until something fails" {
	good d/a.wsp
	good d/b.wsp
	plays 0 --repeat=3 d
	counts '6 passed, 0 failed, 0 skipped'
	plays 0 --repeat=2 --report=tap d
	says '^ok 3 - d/a.wsp \(round 2\)'
	plays 0 --repeat=2 --until-fail d
	counts '4 passed, 0 failed, 0 skipped'
	bad d/b.wsp
	plays 1 --until-fail d
	counts '1 passed, 1 failed, 0 skipped'
}

@test "-D is for variables" {
	printf 'let N=4\nopen a pair:stream\npeer a send "hello"\nrecv a -b ${N} -> data 5 ...\n' >a.wsp
	plays 1 a.wsp
	plays 0 -D N=5 a.wsp
	plays 0 --define=N=5 a.wsp
}

@test "each wrong value is told below its option" {
	good a.wsp
	while IFS='|' read -r option value what; do
		plays 2 "--$option=$value" a.wsp
		notes "^wsprecv: --$option: .*$what"
		[ -z "$output" ]
	done <<-'END'
		net|kernal|did you mean kernel
		define|N|write NAME=VALUE
		define|=5|no name
		define|1=2|not a name of a variable: 1
		define|a-b=2|not a name of a variable: a-b
		time-scale|fast|decimal number
		time-scale|0|above 0
		time-scale|1.2.3|decimal number
		limit|0|no time
		limit|5q|unit
		jobs|0|from 1
		jobs|-1|decimal number
		shard|1|I/N
		shard|0/3|from 1 to 3
		shard|1/0|no 0 parts
		shard|4/3|from 1 to 3
		shuffle|any|decimal number
		repeat|0|from 1
		report|tab|did you mean tap
		report|tap:|no file
		color|sometimes|auto, always, never
	END
	plays 2 --report=tap --report=json a.wsp
	notes 'write json:FILE'
}

@test "nothing moves where there is no terminal" {
	good a.wsp
	plays 0 a.wsp
	[[ $output != *$'\r'* && $stderr != *$'\r'* ]]
}

@test "a terminal sees how far it is" {
	command -v script >/dev/null || skip 'because script is not there'
	good a.wsp
	run script -qec "$WSPRECV run a.wsp" /dev/null
	[ "$status" = 0 ]
	[[ $output == *$'\r'0/1\ a.wsp* ]]
	run script -qec "$WSPRECV run -q a.wsp" /dev/null
	[[ $output != *0/1* ]]
}

@test "what nobody knows cannot be needed" {
	printf 'open a tcp\nneeds unicorns\n' >a.wsp
	plays 3 a.wsp
	says '^a.wsp:2: nobody knows what unicorns is; write for example needs sctp'
}

@test "a bad name of a variable is told once, where it is bad" {
	good a.wsp
	good b.wsp
	for command in run check 'export c' shrink; do
		# shellcheck disable=SC2086
		runs 2 $command -D 1=2 a.wsp
		[ "$stderr" = $'wsprecv: --define: not a name of a variable: 1; a letter or _, then digits too\n  1=2\n  ^' ]
	done
	plays 2 -D N=1 --define=ab-c=2 a.wsp b.wsp
	notes '^    \^$'
}

@test "the caret of --shard stands under what is wrong" {
	good a.wsp
	plays 2 --shard=1/0 a.wsp
	notes '^    \^$'
	plays 2 --shard=4/3 a.wsp
	notes '^  \^$'
}

@test "a simulation leaves the files of this machine alone" {
	touch here
	printf 'open a unix-listen:%s -> ok\nclose a -> ok\n' "$PWD/here" >files.wsp
	"$WSPRECV" run --net=sim files.wsp
	[ -e here ]
}
