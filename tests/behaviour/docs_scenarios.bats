#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# wsprecv-scenario(5) and `help scenarios`: they name all that the tables have, and every example runs.
load helper

ROOT=$BATS_TEST_DIRNAME/../..

# section TITLE: the lines of that section, as people read them
section() {
	mandoc -T ascii -O width=100 "$ROOT/man/wsprecv-scenario.5" | sed 's/.\x08//g' | expand |
		awk -v title="$1" '/^[^ ]/ { on = $0 == title; next } on'
}

# terms TITLE: the terms that `help scenarios` lists under it, a verb's options below it
terms() {
	"$WSPRECV" help scenarios | awk -v title="$1" '/^[^ ]/ { on = index($0, title) == 1; next } on' |
		sed -En 's/^  ([^ ].*)/\1/; T options; s/ {2,}.*//; p; d; :options; s/^ +(--.*)/\t\1/p'
}

# tags: of the section on standard input
tags() {
	sed -En 's/^ {5}([^ ].*)/\1/; T; s/ {2,}.*//; p'
}

# examples: those of the manual page; FILE.wsp where the first line is `# FILE.wsp: ...`, else commands
examples() {
	awk '
		/^\.Bd -literal/ { on = 1; file = ""; next }
		/^\.Ed/ { on = 0 }
		!on { next }
		{
			gsub(/\\-/, "-"); gsub(/\\\(aq/, "\047"); gsub(/\\&/, ""); gsub(/\\e/, "\\")
			if (file == "")
				file = match($0, /^# [a-z]+\.wsp: /) ? substr($2, 1, length($2) - 1) : "commands"
			print >file
		}' "$ROOT/man/wsprecv-scenario.5"
}

@test "the verbs, with their operands, are those of the manual page" {
	terms 'Verbs' | grep -v '^	' | sort >said
	[ "$(wc -l <said)" -gt 25 ]
	section OPERATIONS | sed '1,/^   Sockets/d' | tags | sort >page
	diff page said
}

@test "each verb's options are with the verb in the manual page" {
	# A tag, then all of its text on one line.
	section OPERATIONS | awk '
		/^   [^ ]/ { next }
		/^     [^ ]/ { printf "\n%s\t", $1 }
		{ printf "%s ", $0 }' | sed -En 's/^([^\t]+)\t.*Options: ([^.]*)\..*/\1 \2/p' | tr -d , |
		awk '{ for (i = 2; i <= NF; i++) print $1, $i }' | sort >page
	terms 'Verbs' | awk '/^\t/ { for (i = 1; i <= NF; i++) print verb, $i; next } { verb = $1 }' | sort >said
	[ "$(wc -l <said)" -gt 20 ]
	diff page said
}

@test "the options, with their values, are those of the manual page" {
	terms 'Options' | sort >said
	[ "$(wc -l <said)" -gt 15 ]
	section OPTIONS | grep '^     -' | tags | sort >page
	diff page said
}

@test "the peer's steps are those of the manual page" {
	section 'PEER STEPS' | sed -En 's/^     ([a-z]+( (DATA|SIZE|DURATION))?)( {2,}.*)?$/\1/p' | sort >page
	"$WSPRECV" help peer | sed -En 's/^  ([a-z]+( (DATA|SIZE|DURATION))?) {2,}.*/\1/p' | sort >said
	[ "$(wc -l <said)" -gt 10 ]
	diff page said
}

@test "the outcomes are those of the manual page" {
	section 'OUTCOMES OF A RECEIVE' | sed -En "s/^     \`([a-z-]+).*/\1/p" | sort >page
	"$WSPRECV" explain | awk '/^[^ ]/ { on = $0 == "outcome"; next } on' | xargs -n 1 | sort >said
	diff page said
}

@test "the exit statuses are those that run has" {
	section 'EXIT STATUS' | sed -En 's/^     ([0-9]+ .*)\.$/\1/p' | tr -s ' ' | tr '[:upper:]' '[:lower:]' >page
	"$WSPRECV" run --help | sed '1,/^Exit status/d' | sed -En 's/^  ([0-9]+ .*)/\1/p' | tr -s ' ' |
		sed 's/; what was done.*//' | tr '[:upper:]' '[:lower:]' >said
	[ "$(wc -l <said)" = 7 ]
	diff page said
}

@test "every example of the manual page runs on both networks" {
	examples
	set -- *.wsp
	[ $# -ge 8 ]
	runs 0 run --net=kernel .
	says "^$(($# - 1)) passed, 0 failed, 1 skipped"
	runs 0 run --net=sim .
	says "^$# passed, 0 failed, 0 skipped"
}

@test "a transcript of each example is a scenario that passes" {
	local file
	examples
	for file in *.wsp; do
		runs 0 run --net=sim -v "$file"
		printf '%s\n' "$output" >transcript
		runs 0 run --net=sim transcript
	done
}

@test "every command of the manual page ends well" {
	local command
	examples
	mkdir bin
	ln -s "$WSPRECV" bin/wsprecv
	[ "$(wc -l <commands)" -ge 4 ]
	while read -r command; do
		run env "PATH=$PWD/bin:$PATH" sh -c "$command" </dev/null
		[ "$status" = 0 ] || { show && return 1; }
	done <commands
}

@test "the example of help scenarios runs on both networks" {
	"$WSPRECV" help scenarios | sed -n '/^  # /,/^$/p' >a.wsp
	[ "$(wc -l <a.wsp)" -gt 5 ]
	runs 0 run a.wsp
	runs 0 run --net=sim a.wsp
}

@test "README: the report runs on both networks, and what it shows of a difference is so" {
	sed -n '/^```wsp$/,/^```$/{ /^```/d; p; }' "$ROOT/README.md" >report.wsp
	[ "$(wc -l <report.wsp)" = 10 ]
	runs 0 run report.wsp
	runs 0 run --net=sim report.wsp
	sed -i '7s/d!/d?/' report.wsp
	sed -n '/^report.wsp:7/,/^```$/{ /^```/d; p; }' "$ROOT/README.md" >page
	[ "$(wc -l <page)" = 11 ]
	"$WSPRECV" run report.wsp | sed '$d' >said || :
	diff page said
}
