#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the program knows and finds out: protocols, errors, explain, doctor, completion.
load helper

@test "protocols lists the catalogue with XP1 flags" {
	runs 0 protocols
	silent
	says '^ok +TCP/IP +.*guaranteed-delivery .*expedited-data'
	says '^ok +UDP/IP +connectionless message'
	says '^ok +Unix SEQPACKET +.*message.* partial'
}

@test "protocols that the kernel lacks have a reason" {
	runs 0 protocols
	local missing reasons
	missing=$(grep -c '^no ' <<<"$output") || :
	reasons=$(grep -c '^    why not: .* (WSA[A-Z]*)' <<<"$output") || :
	[ "$missing" = "$reasons" ]
}

@test "errors lists all codes, and finds one by name, number or errno" {
	runs 0 errors
	silent
	[ "${#lines[@]}" -gt 30 ]
	runs 0 errors 10040
	says '^WSAEMSGSIZE +10040  EMSGSIZE +message larger than the buffers$'
	local line=$output
	for word in WSAEMSGSIZE wsaemsgsize EMSGSIZE; do
		runs 0 errors $word
		prints "$line"
	done
	runs 0 errors EPIPE
	says '^WSAECONNRESET '
}

@test "errors guesses" {
	runs 2 errors WSAEMSGSIZ
	notes 'did you mean WSAEMSGSIZE'
	runs 2 errors 4711
	notes 'no such error'
	runs 2 errors 4294977336
}

@test "explain tells every error, flag, outcome and exit status" {
	while read -r word; do
		runs 0 explain "$word"
		silent
		says "^$word \("
		says '^  Meaning: '
	done < <("$WSPRECV" explain | sed -n 's/^  //p' | tr ' ' '\n')
}

@test "explain without a word lists what there is, by kind" {
	runs 0 explain
	for kind in error flag xp1 outcome rule exit clause; do
		says "^$kind\$"
	done
	says '^  .*WSAEMSGSIZE'
}

@test "explain tells of a word that is a rule or an outcome, and a flag" {
	runs 0 explain peek
	says '^peek \(rule\): '
	says '^MSG_PEEK \(flag\): '
	runs 0 explain partial
	says '^partial \(outcome\): '
	says '^MSG_PARTIAL \(flag\): '
}

@test "explain takes several words, and guesses" {
	runs 0 explain partial WSAEDISCON
	says '^partial '
	says '^WSAEDISCON '
	runs 2 explain WSAEMSGSIZ
	notes 'did you mean WSAEMSGSIZE'
}

@test "doctor says ok, or no and why, for each thing" {
	runs 0 doctor
	silent
	says '^    Linux '
	says '^ok  Unix SEQPACKET$'
	says '^ok  an empty record is told from the end$'
	! grep -vE '^(ok  |    |no  .*: )' <<<"$output"
}

@test "commands that take no word refuse one" {
	runs 2 doctor now
	runs 2 protocols tcp
	runs 2 doctor --jsno
	notes 'no option --jsno'
}

# complete WORD...: what bash would offer for the last word
complete_words() {
	PATH="$(dirname "$WSPRECV"):$PATH" bash -c '
		. "$1"
		compopt() { :; }
		shift
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_wsprecv
		printf "%s\n" "${COMPREPLY[@]}"' bash "$BATS_TEST_DIRNAME/../../scripts/completion.bash" "$@"
}

@test "completion knows commands, options, values and addresses" {
	run complete_words wsprecv re
	prints recv
	run complete_words wsprecv help add
	prints addresses
	run complete_words wsprecv recv --con
	prints --connect-peer
	run complete_words wsprecv recv --post
	prints --post-in-routine
	run complete_words wsprecv recv --mode = non
	prints nonblocking
	run complete_words wsprecv recv -m rou
	prints routine
	run complete_words wsprecv fuzz tri
	prints triage
	run complete_words wsprecv fuzz triage --report = sarif
	prints $'sarif\nsarif:'
	run complete_words wsprecv fuzz run can
	prints canary
	run complete_words wsprecv fuzz minimize --li
	prints --limit
	run complete_words wsprecv recv -o ti
	prints timeline
	run complete_words wsprecv recv -o he
	prints hexdump
	run complete_words wsprecv recv -f MSG_W
	prints MSG_WAITALL
	run complete_words wsprecv recv seqpacket-
	prints seqpacket-listen:
	run complete_words wsprecv explain WSAEMSG
	prints WSAEMSGSIZE
	run complete_words wsprecv errors WSAEDIS
	prints WSAEDISCON
	run complete_words wsprecv recv --rule = ab
	prints abort=
	run complete_words wsprecv recv --rule = tr
	prints truncate=
}
