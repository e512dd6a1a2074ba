#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# --update: what came back is written behind the arrows, and nothing else of a file changes.
load helper
load scenarios

@test "what differs is rewritten, and what expected nothing expects what came" {
	cat >a.wsp <<-'END'
		# A title.

		open a pair:stream   # one
		  peer a send "hell" ->   ok
		recv a  -b 64   ->  data 5 "hello"   # as agreed -> so
	END
	plays 0 --update a.wsp
	says '^a.wsp: 2 lines updated$'
	counts '1 passed, 0 failed, 0 skipped, 2 lines updated'
	diff a.wsp - <<-'END'
		# A title.

		open a pair:stream -> ok   # one
		  peer a send "hell" ->   ok
		recv a  -b 64   ->  data 4 "hell"   # as agreed -> so
	END
	plays 0 a.wsp
	cp a.wsp b.wsp
	plays 0 --update a.wsp
	cmp a.wsp b.wsp
}

@test "line ends, a missing last one and the mode stay" {
	printf 'open a pair:stream\r\npeer a send "x" -> ok\r\nrecv a -b 4 -> data 2' >a.wsp
	chmod 640 a.wsp
	plays 0 --update a.wsp
	printf 'open a pair:stream -> ok\r\npeer a send "x" -> ok\r\nrecv a -b 4 -> data 1 "x"' | cmp - a.wsp
	[ "$(stat -c %a a.wsp)" = 640 ]
}

@test "a link goes on leading to the file" {
	bad real.wsp
	ln -s real.wsp a.wsp
	plays 0 --update a.wsp
	[ -L a.wsp ]
	grep -q 'data 4 "hell"' real.wsp
}

@test "a line whose rounds differ is left alone, and still fails" {
	cat >a.wsp <<-'END'
		open a pair:stream -> ok
		peer a send "abc" -> ok
		repeat 3 {
		recv a -b 1 -> data 2 "ab"
		}
	END
	cp a.wsp b.wsp
	plays 1 --update a.wsp
	says '^a.wsp:4: left alone: its rounds differ$'
	cmp a.wsp b.wsp
}

@test "an included file is left alone and named" {
	printf 'recv a -b 64 -> data 5\n' >common.wsp
	printf 'open a pair:stream\npeer a send "abc"\ninclude "common.wsp"\n' >a.wsp
	plays 1 --update a.wsp
	says 'common.wsp:1: left alone: it is in an included file$'
	says '^a.wsp: 2 lines updated$'
	grep -q 'data 5' common.wsp
}

@test "an arrow that is on another line is left alone" {
	printf 'open a pair:stream -> ok\nrecv a \\\n  -m nonblocking -> data 5\n' >a.wsp
	cp a.wsp b.wsp
	plays 1 --update a.wsp
	says '^a.wsp:[23]: left alone: '
	cmp a.wsp b.wsp
}

@test "bytes that look like a variable come back as bytes" {
	printf 'open a pair:stream\npeer a send "\\x24{X}"\nrecv a -b 64\n' >a.wsp
	plays 0 --update a.wsp
	plays 0 a.wsp
	grep -q '^recv a -b 64 -> data 4 ' a.wsp
}

@test "a folder that cannot be written to is told" {
	[ "$(id -u)" != 0 ] || skip 'because root may'
	bad d/a.wsp
	chmod 555 d
	plays 1 --update d/a.wsp
	says '^d/a.wsp: not updated: '
}

@test "standard input cannot be updated, nor can a repetition" {
	runs 2 run --update - </dev/null
	notes '--update cannot write to standard input'
	bad a.wsp
	plays 2 --update --repeat=2 a.wsp
	notes '--update writes once'
}

@test "an expectation that goes on in the next line is left alone" {
	printf 'open a pair:stream\npeer a send "hello"\nrecv a -b 8 -> data 8 "no" \\\n    or data 9 "nor this"\n' >a.wsp
	cp a.wsp b.wsp
	plays 1 --update a.wsp
	sed 's/ -> ok$//' a.wsp | cmp - b.wsp
	says '^a.wsp:3: left alone: its -> is in more than one line'
}
