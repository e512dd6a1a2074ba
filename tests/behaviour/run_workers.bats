#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What a file does to its worker does nothing to the run: hangs, crashes, interruptions.
load helper
load peers
load scenarios

# worker: the process that runs the slow file
worker() {
	pgrep -P "$pid" >worker_pid
}

# begun COMMAND...: in the background, with at least one worker
begun() {
	env --default-signal=INT,TERM "$WSPRECV" run "$@" >out 2>err &
	pid=$!
	until_so worker
}

@test "a file that hangs is ended and told with its line, and the others run" {
	slow d/a.wsp
	good d/b.wsp
	plays 1 -j1 --limit=300ms d
	says '^d/a.wsp:2: did not end within 300ms$'
	says '^  in: +wait 20s$'
	says '^    d/a.wsp:1: open a pair:stream -> ok$'
	counts '1 passed, 1 failed, 0 skipped'
}

@test "--time-scale stretches the limit" {
	slow a.wsp
	plays 1 --limit=100ms --time-scale=2.5 a.wsp
	says 'did not end within 250ms$'
}

@test "a crash is told with its signal and line, and the others run" {
	slow d/a.wsp
	good d/b.wsp
	begun -j1 d
	# It is in the file when it has opened its sockets.
	sleep 0.5
	kill -ABRT "$(cat worker_pid)"
	wait "$pid" && status=0 || status=$?
	[ "$status" = 1 ]
	grep -q '^d/a.wsp:2: crashed: signal 6, SIGABRT$' out
	grep -q '^1 passed, 1 failed' out
}

@test "Ctrl-C ends all of it, and what was done is told" {
	bad d/a.wsp
	slow d/b.wsp
	good d/c.wsp
	begun -j1 --report=tap:t --report=junit:x --report=json:j d
	until_so grep -q '^d/a.wsp:4:' out
	kill -INT "$pid"
	wait "$pid" && status=0 || status=$?
	[ "$status" = 130 ]
	grep -q 'interrupted after 1 file$' err
	grep -q '^not ok 1 - d/a.wsp' t
	grep -q '^Bail out! interrupted$' t
	grep -q '<testsuites name="wsprecv" tests="2" failures="1" errors="1" ' x
	grep -q '<error message="interrupted" type="interrupted">' x
	xmllint --noout --schema "$BATS_TEST_DIRNAME/../../cli/schema/junit.xsd" x
	grep -q '"status":130,"complete":false' j
	"$BATS_TEST_DIRNAME/../../scripts/schema" "$BATS_TEST_DIRNAME/../../cli/schema/run.schema.json" j
	run pgrep -F worker_pid
	[ "$status" != 0 ]
}

@test "SIGTERM has its own status" {
	slow a.wsp
	begun --report=junit:x a.wsp
	kill -TERM "$pid"
	wait "$pid" && status=0 || status=$?
	[ "$status" = 143 ]
	grep -q '<testsuites name="wsprecv" tests="1" failures="0" errors="1" ' x
}

@test "workers end with the one who started them" {
	slow a.wsp
	begun a.wsp
	kill -KILL "$pid"
	wait "$pid" || :
	gone() { ! pgrep -F worker_pid >gone; }
	until_so gone
}

@test "the reports of one worker and of several are the same" {
	local i
	for i in 1 2 3 4 5 6; do good "d/$i.wsp"; done
	bad d/3.wsp
	skipped d/4.wsp
	slow d/2.wsp
	plays 1 -j1 --limit=500ms --report=tap d
	printf '%s\n' "$output" | sed 's/, in .*//' >one
	plays 1 -j3 --limit=500ms --report=tap d
	printf '%s\n' "$output" | sed 's/, in .*//' >three
	diff one three
}

@test "a worker does many files" {
	local i
	for i in $(seq 100); do good "d/$i.wsp"; done
	strace -o trace true 2>refused || skip "because strace may not trace here: $(tail -n 1 refused)"
	# The leak checker traces too, and only one may.
	ASAN_OPTIONS=detect_leaks=0 strace -f -o trace -e trace=clone,clone3,fork,vfork \
		"$WSPRECV" run --net=sim -j2 d >out 2>err
	grep -q '^100 passed' out
	[ "$(grep -c 'SIGCHLD.*= [0-9]' trace)" = 2 ]
}
