# SPDX-License-Identifier: MIT
# What the behaviour tests share: the program, runs of it with an expected status, looks at what it said.
# shellcheck shell=bash

bats_require_minimum_version 1.5.0
: "${WSPRECV:?names the program to test, with its whole path}"

# An address that listens on loopback and lets the system choose the port.
TCP=tcp-listen:127.0.0.1:0
UDP=udp-listen:127.0.0.1:0

# Every test has a folder of its own.
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	unset NO_COLOR COLUMNS
	export TERM=dumb
}

show() {
	printf 'status: %s\n' "$status"
	printf 'stdout:\n%s\n' "$output"
	printf 'stderr:\n%s\n' "${stderr-}"
}

# runs STATUS ARGUMENT...: the program, with this exit status; a minute is a hang
runs() {
	local wanted=$1
	shift
	run --separate-stderr timeout -k 5 60 "$WSPRECV" "$@"
	if [ "$status" != "$wanted" ]; then
		printf 'the status should be %s\n' "$wanted"
		show
		return 1
	fi
}

# receives STATUS ARGUMENT...
receives() {
	local wanted=$1
	shift
	runs "$wanted" recv "$@"
}

# says REGEX: so does a line of standard output
says() {
	grep -Eq -- "$1" <<<"$output" && return
	printf 'standard output should match %s\n' "$1"
	show
	return 1
}

# notes REGEX: so does a line of standard error
notes() {
	grep -Eq -- "$1" <<<"$stderr" && return
	printf 'standard error should match %s\n' "$1"
	show
	return 1
}

# prints TEXT: standard output is this and no more
prints() {
	[ "$output" = "$1" ] && return
	printf 'standard output should be\n%s\n' "$1"
	show
	return 1
}

# silent: standard error is empty
silent() {
	[ -z "$stderr" ] && return
	echo 'standard error should be empty'
	show
	return 1
}

# outcomes WORD...: of the receives printed, in their order; of overlapped ones, of their completions
outcomes() {
	local seen
	seen=$(sed -n '/^#[0-9]* call /d; s/^#[0-9]* \([a-z-]*\) .*/\1/p' <<<"$output" | tr '\n' ' ')
	[ "${seen% }" = "$*" ] && return
	printf 'the outcomes should be %s and are %s\n' "$*" "$seen"
	show
	return 1
}

# calls WORD...: the calls of overlapped receives printed, in their order
calls() {
	local seen
	seen=$(sed -n 's/^#[0-9]* call \([a-z-]*\) .*/\1/p' <<<"$output" | tr '\n' ' ')
	[ "${seen% }" = "$*" ] && return
	printf 'the calls should be %s and are %s\n' "$*" "$seen"
	show
	return 1
}

# without_time: standard output with the times and ports taken out
without_time() {
	sed -E 's/(posted|pending) [0-9]+ us/\1 N us/; s/  [0-9]+ us//; s/ polls [0-9]+/ polls N/;
		s/"(posted|completed|pending|at)_us":[0-9]+/"\1_us":0/g; s/after [0-9]+ us/after N us/; s/"elapsed_us":[0-9]+/"elapsed_us":0/; s/127\.0\.0\.1:[0-9]+/127.0.0.1:PORT/g'
}

# keeps_schema: every line of standard output does
keeps_schema() {
	local file="$BATS_TEST_TMPDIR/lines"
	printf '%s\n' "$output" >"$file"
	"$BATS_TEST_DIRNAME/../../scripts/schema" "$BATS_TEST_DIRNAME/../../cli/schema/recv.schema.json" "$file"
}
