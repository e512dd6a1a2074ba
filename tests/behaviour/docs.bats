#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the documents say is so: options, commands with the end that they promise, the example in C.
load helper

ROOT=$BATS_TEST_DIRNAME/../..

# The page as people read it, in plain ASCII. Commands of the documents find the program by its name.
page() {
	mandoc -T ascii -O width=100 "$ROOT/man/$1" | sed 's/.\x08//g' | expand
}

setup_file() {
	mkdir "$BATS_FILE_TMPDIR/bin"
	ln -s "$WSPRECV" "$BATS_FILE_TMPDIR/bin/wsprecv"
	export PATH="$BATS_FILE_TMPDIR/bin:$PATH"
}

# section PAGE TITLE: its lines
section() {
	page "$1" | awk -v title="$2" '/^[^ ]/ { on = $0 == title; next } on'
}

# ends STATUS REGEX COMMAND: the command of a document does so, and says so
ends() {
	local wanted=$1 regex=$2 command=$3 status=0 seen
	# A redirection belongs to the command.
	seen=$(eval "timeout -k 5 60 $command" 2>&1 </dev/null) || status=$?
	if ! [[ $status =~ ^$wanted$ ]] || ! grep -Eq -- "$regex" <<<"$seen"; then
		printf '%s\n  should end with %s and say %s; it ended with %s and said\n%s\n' \
			"$command" "$wanted" "$regex" "$status" "$seen"
		return 1
	fi
}

# try_of WORD: the command on its page of explain, nothing where there is none
try_of() {
	"$WSPRECV" explain "$1" | sed -n '/^  Try:$/ { n; s/^    //p; }'
}

# words_of KIND: those that explain has pages for
words_of() {
	"$WSPRECV" explain | awk -v kind="$1" '/^[^ ]/ { on = $0 == kind; next } on' | xargs -n 1
}

@test "the options of recv are those of the manual page, and the other way round" {
	section wsprecv.1 OPTIONS | sed -En 's/^     (-[^ ]+( --[^ ]+)?).*/\1/p' | sort >page
	"$WSPRECV" recv --help | sed -En 's/^ +((-[a-z], )?--[^ ]+)( .*)?$/\1/p' | sort >said
	[ "$(wc -l <said)" -gt 15 ]
	diff page said
}

@test "the options of run are those of the manual page" {
	section wsprecv.1 'RUNNING SCENARIOS' | sed -En 's/^     (-[^ ]+( --[^ ]+)?).*/\1/p' | sort >page
	"$WSPRECV" run --help | sed -En 's/^ +((-[a-zA-Z], )?--[^ ]+)( .*)?$/\1/p' | sort >said
	[ "$(wc -l <said)" -gt 12 ]
	diff page said
}

@test "what the manual page shows of a scenario that differs is so" {
	section wsprecv.1 'RUNNING SCENARIOS' | sed -n '/^ *# A stream/,/"lo"$/s/^           //p' >a.wsp
	run -0 "$WSPRECV" run a.wsp
	sed -i 's/data 2 "lo"/data 3 "lo"/' a.wsp
	section wsprecv.1 'RUNNING SCENARIOS' | sed -n '/^ *a.wsp:5/,/a.wsp:4/s/^           //p' >page
	[ "$(wc -l <page)" -ge 8 ]
	"$WSPRECV" run a.wsp | sed '$d' >said || :
	diff page said
}

@test "the addresses and their options are those of the manual page" {
	section wsprecv.1 ADDRESSES | grep -oE '^     [a-z0-9].*' >titles
	grep -oE '[a-z0-9-]+:' titles | sort -u >page
	"$WSPRECV" help addresses | sed '/^Options:/,$d' | sed -En 's/^  ([a-z0-9-]+:).*/\1/p' | sort -u >said
	[ "$(wc -l <said)" -gt 20 ]
	# A second colon of CID:PORT is in capitals and has not matched.
	diff page said
	section wsprecv.1 ADDRESSES >whole
	"$WSPRECV" help addresses | sed '1,/^Options:/d' | sed -En 's/^  ([a-z0-9-]+(=[^ ]+)?).*/\1/p' >options
	[ "$(wc -l <options)" -gt 15 ]
	while read -r option; do
		grep -qF -- "$option" whole || { echo "not in the page: $option" && return 1; }
	done <options
}

@test "the peer's verbs are those of the manual page" {
	section wsprecv.1 PEER | sed -En 's/^     ([a-z]+( (DATA|SIZE|DURATION))?)( {2,}.*)?$/\1/p' | sort >page
	"$WSPRECV" help peer | sed -En 's/^  ([a-z]+( (DATA|SIZE|DURATION))?) {2,}.*/\1/p' | sort >said
	[ "$(wc -l <said)" -gt 10 ]
	diff page said
}

@test "the exit statuses are those of the manual page" {
	section wsprecv.1 'EXIT STATUS' | sed -En 's/^     ([0-9]+) .*/\1/p' >page
	"$WSPRECV" help statuses | sed -En 's/^  ([0-9]+) .*/\1/p' >said
	[ "$(wc -l <said)" -gt 10 ]
	diff page said
}

# clauses: E1 E2 E3 E4 E5 E6 E7 E8 E9 E10 E11 E12 E13 E14 E15 E16 E17
@test "each outcome and each error has a command in the manual page that brings it about" {
	local status name command line failed=0 n=0
	# Titles name what is shown and the status; a command may go on after a backslash.
	section wsprecv.1 'OUTCOMES AND ERRORS' | awk '
		match($0, /\(exit status [0-9]+\)/) {
			status = substr($0, RSTART + 13, RLENGTH - 14)
			name = $1 ~ /^E[0-9]+$/ ? $2 " " $3 : $1
		}
		$1 == "wsprecv" && $2 == "recv" || more {
			sub(/^ +/, "")
			command = more ? command " " $0 : $0
			more = sub(/ *\\$/, "", command)
			if (!more)
				print status "\t" name "\t" command
		}' >commands
	while IFS=$'\t' read -r status name command; do
		n=$((n + 1))
		case $name in
		WSA*) line="^#[0-9]+ .* (return -1|completed by [a-z]+ on [a-z]+) $name " ;;
		*) line="^#[0-9]+ (call )?$name " ;;
		esac
		ends "$status" "$line" "$command" || failed=1
	done <commands
	[ $failed = 0 ]
	[ $n -ge 35 ]
	cut -f 2 commands | sed 's/ .*//' | sort -u >named
	words_of outcome | sort >wanted
	sed -n 's/^| E[0-9]* | \([A-Z_]*\) .*/\1/p' "$ROOT/core/contract.md" | sort >>wanted
	sort -o wanted wanted
	diff named wanted
}

@test "the examples of overlapped receives in the manual page are receives" {
	local command failed=0 n=0
	section wsprecv.1 'OVERLAPPED RECEIVES' | awk '
		/^ *(\$ )?wsprecv recv / || more {
			sub(/^ +(\$ )?/, "")
			command = more ? command " " $0 : $0
			more = sub(/ *\\$/, "", command)
			if (!more)
				print command
		}' >commands
	while read -r command; do
		n=$((n + 1))
		ends '(0|11|12)' '^#2 call ' "$command" || failed=1
	done <commands
	[ $failed = 0 ]
	[ $n -ge 5 ]
}

@test "the example of WSPRecv(3) compiles and runs" {
	local beside cc
	beside=$(dirname "$WSPRECV")
	[ -e "$beside/libwsp.a" ] || skip 'because the library is not beside the program'
	section WSPRecv.3 EXAMPLES | awk '/^ +#include/ { on = 1 } /^ +Built/ { exit } on' >hello.c
	cc=$(cut -d ' ' -f 1 "$beside/flags")
	# What the variant was built with; these are words.
	# shellcheck disable=SC2046
	"$cc" -Wall -Wextra -Werror -I "$ROOT/core" -o hello hello.c "$beside/libwsp.a" -lssl -lcrypto -pthread \
		$(grep -oE -- '-f(sanitize|profile|coverage)[^ ]*' "$beside/flags")
	run ./hello
	[ "$status" = 0 ]
	prints '13 bytes: hello|, world'
}

@test "explain: the command of an exit status ends with it" {
	local word command failed=0
	for word in $(words_of exit); do
		command=$(try_of "$word")
		[ -z "$command" ] || ends "${word#exit-}" '' "$command" || failed=1
	done
	[ $failed = 0 ]
}

@test "explain: the command of an outcome shows it" {
	local word failed=0
	for word in $(words_of outcome); do
		ends '(0|4|5|9|10|11|12)' "^#[0-9]+ (call )?$word " "$(try_of "$word")" || failed=1
	done
	[ $failed = 0 ]
}

@test "explain: the command of an error shows it" {
	local word command failed=0
	for word in $(words_of error); do
		command=$(try_of "$word")
		case $command in
		'' | 'wsprecv protocols') ;;
		*) ends '(0|4|5|7|10|11|12)' "$word" "$command" || failed=1 ;;
		esac
	done
	[ $failed = 0 ]
}

# clauses: D6 D7 D8
@test "explain: each way with a message that is too large shows itself" {
	ends 0 '^#1 partial ' "$(try_of D6)"
	ends 10 '^#1 too-small ' "$(try_of D7)"
	ends 10 '^#1 truncated ' "$(try_of D8)"
}

@test "explain: every other command receives something" {
	local word failed=0
	{ words_of flag && words_of xp1 && words_of rule && words_of clause; } |
		while read -r word; do try_of "$word"; done | sort -u >commands
	[ "$(wc -l <commands)" -gt 25 ]
	while read -r command; do
		ends '(0|4|5|10|11|12)' '^(#1|ok) ' "$command" || failed=1
	done <commands
	[ $failed = 0 ]
}

@test "README: what it shows of the program is what the program prints" {
	local failed=0 command='' n=0 line shown=''
	compare() {
		[ -n "$command" ] || return 0
		n=$((n + 1))
		eval "timeout -k 5 60 $command" >seen 2>&1 </dev/null || :
		diff <(without_time <<<"${shown%$'\n'}") <(without_time <seen) && return
		printf 'so says README of %s\n' "$command"
		failed=1
	}
	while IFS= read -r line; do
		case $line in
		'$ wsprecv '*)
			compare
			command=${line#'$ '} shown=
			;;
		*) shown+=$line$'\n' ;;
		esac
	done < <(awk '/^```/ { on = /console/; next } on && NF' "$ROOT/README.md")
	compare
	[ $failed = 0 ]
	[ $n -ge 7 ]
}

@test "README: the scripts and targets that it names are there" {
	local word
	grep -oE '(\./)?scripts/[a-z-]+' "$ROOT/README.md" | sort -u >scripts
	[ -s scripts ]
	while read -r word; do
		[ -x "$ROOT/$word" ] || { echo "not there: $word" && return 1; }
	done <scripts
	grep -oE '`make [a-z]+' "$ROOT/README.md" | sort -u | cut -c 7- >targets
	[ -s targets ]
	while read -r word; do
		grep -q "^$word:.*##" "$ROOT/Makefile" || { echo "no target $word" && return 1; }
	done <targets
}
