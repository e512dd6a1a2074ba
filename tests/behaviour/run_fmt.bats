#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fmt and check: one layout that means the same, and what cannot be read.
load helper
load scenarios

# laid_out: what fmt makes of standard input
laid_out() {
	runs 0 fmt -
	silent
}

@test "fmt: operations are printed anew, arrows below each other, blocks indented" {
	laid_out <<-'END'
		# A title.
		   open   a pair:stream -> ok   # one
		 repeat 2 {
		recv a --buffers=64 --mode nonblocking   -> would-block WSAEWOULDBLOCK
		     # inside
		}

		peer a send   "a" -> ok
		let N=5
		recv a   -b ${N}  -> data   5
	END
	diff <(printf '%s\n' "$output") - <<-'END'
		# A title.
		open a pair:stream              -> ok  # one
		repeat 2 {
		  recv a -b 64 -m nonblocking   -> would-block WSAEWOULDBLOCK
		  # inside
		}

		peer a send "a"                 -> ok
		let N=5
		recv a   -b ${N}                -> data   5
	END
}

@test "fmt: longer lines move the arrows, by eight, and the longest do without" {
	laid_out <<-'END'
		recv a -b 1 -> ok
		recv a -b 1,2,3,4,5,6,7,8,9,10,11,12 -> ok

		recv a -b 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22 -> ok
		recv a -b 1 -> ok
	END
	diff <(printf '%s\n' "$output") - <<-'END'
		recv a -b 1                             -> ok
		recv a -b 1,2,3,4,5,6,7,8,9,10,11,12    -> ok

		recv a -b 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22 -> ok
		recv a -b 1                     -> ok
	END
}

@test "fmt: continued lines, and data from a file or a pattern, stay as they are" {
	laid_out <<-'END'
		  send a \
		     "x"   ->   ok
		send a   pattern:4k
		send a   @file
	END
	diff <(printf '%s\n' "$output") - <<-'END'
		send a \
		     "x"   ->   ok
		send a   pattern:4k
		send a   @file
	END
}

@test "fmt: in place, once, and only where something changes" {
	bad a.wsp
	runs 1 fmt --check a.wsp
	prints a.wsp
	runs 0 fmt a.wsp
	prints ''
	runs 0 fmt --check a.wsp
	prints ''
	grep -q '^recv a -b 64                    -> data 5 "hello"  # as agreed$' a.wsp
	touch -d '2001-01-01' a.wsp
	runs 0 fmt a.wsp
	[ "$(stat -c %Y a.wsp)" -lt 1000000000 ]
}

@test "fmt: what cannot be read is told and left alone, and the others are laid out" {
	printf 'open a pair:stream\n   opne b\n' >a.wsp
	cp a.wsp b.wsp
	bad c.wsp
	runs 3 fmt a.wsp c.wsp
	notes '^a.wsp:2: .*did you mean open\?$'
	notes '^     \^$'
	cmp a.wsp b.wsp
	runs 0 fmt --check c.wsp
	runs 3 fmt - <a.wsp
	runs 2 fmt
	notes 'no scenario to lay out'
	runs 2 fmt nowhere
}

@test "check: reads with all that is included, and says what is wrong" {
	good d/a.wsp
	runs 0 check d
	silent
	prints ''
	wrong d/b.wsp
	printf 'include "nowhere.wsp"\n' >d/c.wsp
	runs 3 check d
	notes '^d/b.wsp:1: .*did you mean open\?$'
	notes '^d/c.wsp:1: '
	runs 0 check - <d/a.wsp
	runs 2 check
	notes 'no scenario to read'
	printf 'open a pair:stream\nrecv a -b ${N}\n' >v.wsp
	runs 3 check v.wsp
	runs 0 check -D N=5 v.wsp
}

# nested N: a scenario of so many blocks in each other
nested() {
	for ((i = 0; i < $1; i++)); do echo 'repeat 1 {'; done
	for ((i = 0; i < $1; i++)); do echo '}'; done
}

@test "fmt and check agree on how deep blocks may be" {
	nested 16 >good.wsp
	nested 17 >deep.wsp
	runs 0 check good.wsp
	runs 0 fmt good.wsp
	for command in check fmt 'fmt --check'; do
		# shellcheck disable=SC2086
		runs 3 $command deep.wsp
		[ "$stderr" = $'deep.wsp:17: more than 16 blocks in each other\n  repeat 1 {\n  ^' ]
	done
}

@test "blanks around the = of a variable mean nothing" {
	printf 'let N = 4 # four\nopen a pair:stream\npeer a send "abcde"\nrecv a -b ${N} -> data ${N} "abcd"\n' >a.wsp
	runs 0 run a.wsp
	runs 0 fmt a.wsp
	[ "$(head -n 1 a.wsp)" = 'let N=4 # four' ]
	runs 0 run a.wsp
}

# foreign: a scenario as an editor of another system writes it
foreign() {
	printf '\xef\xbb\xbf# It is foreign.\r\n# clauses: D2\r\nlet N=5\r\nopen a pair:stream -> ok\r\n'
	printf 'peer a send "he\\\r\nllo" -> ok\r\nrecv a -b ${N} -> data 4\r\n'
}

@test "ends of lines, and a mark, of another system" {
	foreign >a.wsp
	plays 1 a.wsp
	says '^a.wsp:7: bytes: expected 4, got 5$'
	plays 0 --update a.wsp
	diff a.wsp <(foreign | sed 's/data 4/data 5 "hello"/')
	plays 0 -v a.wsp
	says '^# a.wsp: passed$'
	[[ $output != *$'\r'* ]]
	runs 1 fmt --check a.wsp
	runs 0 fmt a.wsp
	run ! grep -q $'\r\\|\xef' a.wsp
	[ "$(head -n 1 a.wsp)" = '# It is foreign.' ]
	plays 0 a.wsp
	printf '\xef\xbb\xbfrecv a -> data 4\r\n' >first.wsp
	printf 'open a pair:stream\r\npeer a send "hello"\r\ninclude "first.wsp"\r\n' >b.wsp
	plays 1 b.wsp
	printf '\xef\xbb\xbfopen a pair:stream -> no\r\n' >c.wsp
	plays 0 --update c.wsp
	printf '\xef\xbb\xbfopen a pair:stream -> ok\r\n' | diff - c.wsp
}
