#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Reports for programs: TAP, JUnit, JSON, to standard output or files.
load helper
load scenarios

ROOT=$BATS_TEST_DIRNAME/../..

setup_all() {
	good d/a.wsp
	bad d/b.wsp
	skipped d/c.wsp
	wrong d/d.wsp
	slow d/e.wsp
}

# valid FILE: XML that keeps the schema
valid() {
	xmllint --noout --schema "$ROOT/cli/schema/junit.xsd" "$1" 2>&1
}

@test "TAP: what came, in the words of the text, and prove takes it" {
	setup_all
	plays 3 --limit=300ms --report=tap d
	[ "${lines[0]}" = 'TAP version 13' ]
	says '^ok 1 - d/a.wsp: A stream is received$'
	says '^not ok 2 - d/b.wsp: It is not so$'
	says '^# d/b.wsp:4: bytes: expected 5, got 4$'
	says '^ok 3 - d/c.wsp # SKIP needs sim: '
	says '^not ok 5 - d/e.wsp$'
	says '^1\.\.5$'
	notes '^1 passed, 2 failed, 1 skipped \(needs sim: 1\), 1 not readable'
	good good/a.wsp
	skipped good/b.wsp
	command -v prove >/dev/null || return 0
	plays 0 --report=tap good
	printf '%s\n' "$output" >tap
	prove -e cat tap
}

@test "TAP: a path cannot make a directive" {
	bad 'd/x # SKIP y.wsp'
	plays 1 --report=tap d
	says '^not ok 1 - d/x \\# SKIP y.wsp: It is not so$'
}

@test "JUnit: the schema is kept, and totals are right" {
	setup_all
	plays 3 --limit=300ms --report=junit:x.xml d
	valid x.xml
	grep -q '<testsuites name="wsprecv" tests="5" failures="1" errors="2" skipped="1" ' x.xml
	grep -q '<failure message="bytes: expected 5, got 4" type="expectation">' x.xml
	grep -q '<error message="did not end within 300ms" type="timeout">' x.xml
	grep -q 'type="unreadable">' x.xml
	grep -q '<skipped message="needs sim: ' x.xml
	counts '1 passed, 2 failed, 1 skipped \(needs sim: 1\), 1 not readable'
}

@test "JUnit: whatever is in a file, it is XML" {
	printf '# <a> & "b" \x01\xff \n' >'a<&">.wsp'
	printf 'open a pair:stream\npeer a send "<\\x01&>"\nrecv a -b 64 -> data 4 "]]>"\n' >>'a<&">.wsp'
	plays 1 --report=junit:x.xml 'a<&">.wsp'
	valid x.xml
	runs 0 run --report=junit --shard=2/2 'a<&">.wsp'
	printf '%s\n' "$output" >y.xml
	valid y.xml
}

@test "JSON: the schema is kept, and failures are data" {
	setup_all
	plays 3 --limit=300ms --report=json d
	printf '%s\n' "$output" >lines
	"$ROOT/scripts/schema" "$ROOT/cli/schema/run.schema.json" lines
	says '"status":3'
	says '"kind":"expectation","file":"d/b.wsp","line":4,.*"role":"bytes","expected":"data 5 \\"hello\\"","got":"data 4 \\"hell\\""'
	says '"kind":"timeout"'
	printf '{"v":1}\n' >wrong
	run "$ROOT/scripts/schema" "$ROOT/cli/schema/run.schema.json" wrong
	[ "$status" = 1 ]
}

@test "several reports at once" {
	setup_all
	plays 3 --limit=300ms --report=tap --report=json:j --report=junit:x --report=tap:t d
	"$ROOT/scripts/schema" "$ROOT/cli/schema/run.schema.json" j
	valid x
	diff <(sed 's/, in .*//' t) <(printf '%s\n' "$output" | sed 's/, in .*//')
}

@test "two reports do not go to one file" {
	good a.wsp
	plays 2 --report=tap:f --report=json:f a.wsp
	[ ! -e f ]
	notes '^wsprecv: --report: another report goes to that file; '
	notes '^       \^$'
	plays 2 --report=tap:f --report=json:./f a.wsp
	notes '^wsprecv: --report: another report goes to that file; '
	plays 0 --report=tap:/dev/null --report=json:/dev/null a.wsp
}
