#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuzz run, triage and minimize: from a target with a planted defect to scenarios and reports.

load helper

ROOT=$BATS_TEST_DIRNAME/../..

# target NAME: a target whose defect is that an input has an X and a Y; it behaves as libFuzzer's do
target() {
	mkdir -p out
	export OUT=$PWD/out
	cat >"out/$1" <<-'END'
		#!/bin/bash
		for argument; do
			case $argument in
			-help=1) exit 0 ;;
			-artifact_prefix=*) prefix=${argument#*=} ;;
			-forever=1) forever=1 ;;
			-interrupt=*) forever=1 interrupt=${argument#*=} ;;
			-fail=1) echo 'ERROR: no such thing'; exit 1 ;;
			-*) ;;
			*) input=$argument ;;
			esac
		done
		if [ -f "$input" ]; then
			grep -q X "$input" && grep -q Y "$input" || exit 0
			echo "scatter: byte $(wc -c <"$input") is 165, and should be 0" >&2
			kill -ABRT $$
		fi
		trap 'echo "stat::number_of_executed_units: 77"; exit 0' INT
		printf '#2\tINITED cov: 5 ft: 6 corp: 1/1b exec/s: 0 rss: 9Mb\n'
		printf '#64\tNEW    cov: 7 ft: 8 corp: 3/12b lim: 4 exec/s: 640 rss: 9Mb\n'
		echo 'wsprecv: operations 640'
		echo 'wsprecv: sometimes 1/3 cut late'
		# The last of so many jobs presses Ctrl-C.
		[ "$interrupt" = 2 ] && mkdir "$0.first" && interrupt=
		[ -n "$interrupt" ] && kill -INT $PPID
		while [ -n "$forever" ]; do sleep 0.05; done
		[ -e "${prefix}crash-1" ] && exit 0
		printf 'aaXbbYcc' >"${prefix}crash-1"
		echo "artifact_prefix='$prefix'; Test unit written to ${prefix}crash-1"
		exit 77
	END
	chmod +x "out/$1"
}

@test "run leaves findings with their scenarios" {
	target fuzz_canary
	runs 1 fuzz run canary --time=20s
	silent
	says '^findings/fuzz_canary/crash-1: SIGABRT in scatter: byte N is N, and should be N$'
	says '^fuzz_canary: [0-9]+ s, 128 executions, .*coverage 7, corpus 3, points 1/3, 1 finding$'
	says '^fuzz_canary: points not met: cut late$'
	[ "$(cat findings/fuzz_canary/crash-1)" = aaXbbYcc ]
	grep -q '^# Found by fuzz_canary' findings/fuzz_canary/crash-1.wsp
	runs 0 check findings/fuzz_canary/crash-1.wsp
}

@test "several jobs, folders of one's own, arguments for the engine" {
	target fuzz_canary
	runs 130 fuzz run fuzz_canary --jobs=2 --corpus=c --out=o -- -interrupt=2
	says '^fuzz_canary: [0-9]+ s, 154 executions, .*0 findings$'
	[ -d c ] && [ -d o/fuzz_canary ]
	runs 3 fuzz run canary -- -fail=1
	notes 'fuzz_canary ended: ERROR: no such thing'
}

@test "it ends when time is up" {
	target fuzz_canary
	runs 0 fuzz run canary --time=10ms -- -forever=1
	says '^fuzz_canary: .* 0 findings$'
}

@test "Ctrl-C ends in order" {
	target fuzz_canary
	runs 130 fuzz run canary -- -interrupt=1
	says '^fuzz_canary: .* 77 executions'
}

@test "a terminal has one screen" {
	target fuzz_canary
	command -v script >/dev/null || skip 'there is no script'
	TERM=xterm run script -qec "$WSPRECV fuzz run canary -- -interrupt=1" /dev/null
	says '^fuzz_canary with libFuzzer, 1 job; Ctrl-C ends'
	says '^executions  77, '
	says '^time .*\[#*\.*\] [0-9]+ %'
	says '^sometimes   1 of 3 points met, and not yet:'
	says '^            cut late'
}

@test "without an engine the corpus is replayed, and findings are copied" {
	mkdir -p out c
	export OUT=$PWD/out
	cat >out/fuzz_canary <<-'END'
		#!/bin/bash
		[ "$1" = -help=1 ] && exit 2
		for input; do
			grep -q X "$input" || continue
			echo "standalone: the input is $input" >&2
			kill -ABRT $$
		done
		echo "$# executions of $# inputs, transcripts 0"
	END
	chmod +x out/fuzz_canary
	echo a >c/1
	echo X >c/2
	echo XY >c/3
	echo b >c/4
	runs 1 fuzz run canary --corpus=c
	says '^findings/fuzz_canary/crash-2: SIGABRT'
	says '^findings/fuzz_canary/crash-3: SIGABRT'
	says '^fuzz_canary: .* 4 executions, .* 2 findings$'
	runs 3 fuzz run canary --corpus=empty
	notes 'has no engine'
}

@test "triage says which findings are the same, in every format" {
	target fuzz_canary
	mkdir -p f/fuzz_canary f/fuzz_recv
	printf 'X1Y' >f/fuzz_canary/a
	printf 'XY and more' >f/fuzz_canary/b
	printf 'neither' >f/fuzz_canary/c
	echo 'no input' >f/fuzz_canary/a.wsp
	runs 1 fuzz triage f --report=junit:r.xml --report=sarif:r.json
	says '^SIGABRT .* 2  f/fuzz_canary/a \(3 bytes\)$'
	says '^3 inputs, 2 findings, 1 of them different$'
	if command -v xmllint >/dev/null; then
		xmllint --noout --schema "$ROOT/cli/schema/junit.xsd" r.xml
	fi
	grep -q 'errors="1"' r.xml
	"$ROOT/scripts/schema" "$ROOT/cli/schema/sarif.schema.json" r.json
	grep -q '"occurrenceCount":2' r.json
	runs 1 fuzz triage f --report=sarif
	[ "$output" = "$(cat r.json)" ]
	rm f/fuzz_canary/[ab]
	runs 0 fuzz triage f
	prints '1 input, 0 findings, 0 of them different'
	runs 3 fuzz triage nowhere
	runs 2 fuzz triage --report=xml f
	runs 6 fuzz triage f --report=junit:no/where
}

@test "minimize leaves the bytes that matter" {
	target fuzz_canary
	printf 'aaXbbbbbbbYc' >crash
	runs 0 fuzz minimize --target=canary -o small crash
	[ "$(cat small)" = XY ]
	grep -q '^# SIGABRT' small.wsp
	runs 1 fuzz minimize --target=canary out/../small.wsp
	notes 'nothing is wrong with it'
}

@test "explain shows the play at once, and behind it what only the program of the target knows" {
	mkdir -p fuzz_recv out
	printf 'abc' >fuzz_recv/crash
	printf '#!/bin/sh\necho "==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1"; exit 77\n' >out/fuzz_recv
	chmod +x out/fuzz_recv
	OUT=$PWD/out runs 0 fuzz explain fuzz_recv/crash
	says '# nothing is wrong.'
	says '^# Its program, with sanitizers: heap-buffer-overflow'
	printf '#!/bin/sh\n' >out/fuzz_recv
	OUT=$PWD/out runs 0 fuzz explain fuzz_recv/crash
	[ "$(tail -n 1 <<<"$output")" = '# Its program, with sanitizers: nothing is wrong.' ]
}

@test "the canary of this project is found, as a scatter that has lost a byte" {
	unset OUT
	local canary=$ROOT/build/fuzz/out/fuzz_canary
	[ -x "$canary" ] || skip 'fuzz_canary is not built'
	mkdir fuzz_canary
	printf '\003\002\002\002\000\006\006\003' >fuzz_canary/crash
	OUT=$ROOT/build/fuzz/out runs 1 fuzz triage fuzz_canary
	says '1 input, 1 finding, 1 of them different'
	OUT=$ROOT/build/fuzz/out runs 0 fuzz explain fuzz_canary/crash
	says '# scatter: placed from'
}
