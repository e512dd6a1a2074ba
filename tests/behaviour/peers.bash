# SPDX-License-Identifier: MIT
# Peers that are not ours: a receiver in the background, servers and senders that are strangers, and what ended.
# shellcheck shell=bash

# Everything here is ordered by events: a program is spoken to when it has said that it listens.

# until_so COMMAND...: looks again and again, and gives up after a minute; a minute is a hang
until_so() {
	local i
	for ((i = 0; i < 3000; i++)); do
		"$@" && return
		sleep 0.02
	done
	printf 'this did not come true: %s\n' "$*"
	return 1
}

# said FILE REGEX
said() {
	grep -Eqs -- "$2" "$1"
}

# remembers PID: ends with the test
remembers() {
	peers+=("$1")
}

# What wsprecv and socat say when they can be spoken to.
READY='listening on|starting recvfrom loop'

# heard_or_gone FILE PID: it listens, or will never
heard_or_gone() {
	said "$1" "$READY" || ! kill -0 "$2" 2>/dev/null
}

# What runs the receiver in the background: nothing, or a command such as setpriv.
as=()

# listens ARGUMENT...: wsprecv recv in the background, from here on listening at $port
listens() {
	rm -f receiver.out receiver.err
	timeout -k 5 60 "${as[@]}" "$WSPRECV" recv -v "$@" >receiver.out 2>receiver.err 3>&- </dev/null &
	receiver=$!
	remembers $receiver
	until_so heard_or_gone receiver.err $receiver
	port=$(sed -n 's/^wsprecv: listening on .*:\([0-9]*\)$/\1/p' receiver.err)
	said receiver.err "$READY" && return
	cat receiver.err
	return 1
}

# ended STATUS: the receiver, with this exit status; says, notes and outcomes look at what it said
ended() {
	status=0
	wait "$receiver" || status=$?
	output=$(cat receiver.out)
	stderr=$(cat receiver.err)
	[ "$status" = "$1" ] && return
	printf 'the status should be %s\n' "$1"
	show
	return 1
}

# serves ARGUMENT...: a socat in the background that listens at $port; what it reads is in server.out
serves() {
	rm -f server.out server.err
	timeout -k 5 60 socat -d -d -d "$@" >server.out 2>server.err 3>&- </dev/null &
	server=$!
	remembers $server
	until_so heard_or_gone server.err $server
	port=$(sed -n 's/.* listening on .*:\([0-9]*\)$/\1/p' server.err)
	said server.err "$READY" && return
	cat server.err
	return 1
}

# stranger COMMAND...: one that must end well and may not hang
stranger() {
	timeout -k 5 60 "$@" 3>&-
}

# pieces SIZE TEXT ADDRESS: as many writes of one size as the text takes
pieces() {
	printf %s "$2" | stranger socat -u -b "$1" - "$3"
}

# empty_to ADDRESS: a message of no bytes
empty_to() {
	stranger socat -u /dev/null "$1,shut-null"
}

# resets ADDRESS: five bytes, and then no graceful end
resets() {
	printf hello | stranger socat -u - "$1,linger=0,shut-close"
}

# closed_port: a UDP or TCP port of 127.0.0.1 that was free a moment ago
closed_port() {
	serves "$1-LISTEN:0,bind=127.0.0.1" -
	kill "$server"
	wait "$server" || :
}

# adopted SCRIPT ADDRESS: a socat that listens hands what connects to a script of bash, as its descriptor 0
adopted() {
	printf '%s\n' "$1" >child.sh
	serves "$2" 'SYSTEM:exec bash child.sh,nofork'
}

# unread ADDRESS, which listens: reads nothing, and closes when there is something to read
unread() {
	adopted 'until read -rt 0; do sleep 0.02; done' "$1"
}

# compiles NAME: tools/NAME.c into ./NAME
compiles() {
	"${CC:-gcc}" -std=gnu17 -D_GNU_SOURCE -Wall -Wextra -o "$1" "$BATS_TEST_DIRNAME/tools/$1.c"
}

# works PROTOCOL: on this kernel, as the catalogue has it
works() {
	"$WSPRECV" protocols | grep -q "^ok  $1 "
}

teardown() {
	local pid
	for pid in "${peers[@]}"; do
		kill "$pid" 2>/dev/null || :
	done
}
