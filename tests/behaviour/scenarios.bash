# SPDX-License-Identifier: MIT
# Tiny scenarios for the tests of run, fmt and check.
# shellcheck shell=bash

# good FILE, bad FILE, skipped FILE, wrong FILE, slow FILE: one that passes, differs, is skipped with the kernel's
# network, cannot be read, takes twenty seconds
good() {
	mkdir -p "$(dirname "$1")"
	cat >"$1" <<-'END'
		# A stream is received. It is short.
		open a pair:stream
		peer a send "hello"
		recv a -b 64 -> data 5 "hello"
	END
}

bad() {
	mkdir -p "$(dirname "$1")"
	cat >"$1" <<-'END'
		# It is not so.
		open a pair:stream
		peer a send "hell"
		recv a -b 64 -> data 5 "hello"   # as agreed
	END
}

skipped() {
	mkdir -p "$(dirname "$1")"
	printf 'needs sim\nopen a pair:stream\n' >"$1"
}

wrong() {
	mkdir -p "$(dirname "$1")"
	printf 'opne a pair:stream\n' >"$1"
}

slow() {
	mkdir -p "$(dirname "$1")"
	printf 'open a pair:stream\nwait 20s\nclose a\n' >"$1"
}

# plays STATUS ARGUMENT...: wsprecv run, with this exit status
plays() {
	local wanted=$1
	shift
	runs "$wanted" run "$@"
}

# counts TEXT: the last line of standard output says so
counts() {
	says "^$1, in [0-9.]+ s\$"
}
