#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What a receive with data waiting costs: one call of the kernel, as strace sees it from outside.
load helper
load peers

# The build that users have, where the one under test has sanitizers in it.
setup_file() {
	local root="$BATS_TEST_DIRNAME/../.."
	make -C "$root" VARIANT=release B=build/release build/release/wsprecv >&2
	export RELEASE="$root/build/release/wsprecv"
}

# traces ARGUMENT... ADDRESS: five receives from what connects to the address, when all was sent
traces() {
	strace -o trace true 2>refused || skip "because strace may not trace here: $(tail -n 1 refused)"
	adopted "until [ -e sent ]; do sleep 0.02; done
		exec timeout -k 5 60 strace -f -o trace '$RELEASE' recv -n 5 -o none ${*:1:$#-1} fd:0 2>receiver.err" \
		"${*: -1}"
}

# one_call_each: five receives are five calls with nothing between them
one_call_each() {
	touch sent
	receiver=$server
	mv server.out receiver.out
	ended 0
	# The names of the calls from the first receive to the last.
	sed -n 's/^[0-9]* *\([a-z0-9_]*\)(.*/\1/p' trace | sed -n '/^recvmsg$/,$p' |
		tac | sed -n '/^recvmsg$/,$p' >calls
	cat trace
	[ "$(uniq -c calls | tr -s ' ')" = ' 5 recvmsg' ]
	# And none of the five came back without its four bytes.
	[ "$(grep -c '^[0-9]* *recvmsg(.* = 4$' trace)" = 5 ]
}

@test "TCP: one call a receive" {
	traces -b 4 TCP-LISTEN:0,bind=127.0.0.1
	pieces 4 aaaabbbbccccddddeeee "TCP:127.0.0.1:$port"
	one_call_each
}

@test "TCP with several buffers: one call a receive" {
	traces -b 1,0,3 TCP-LISTEN:0,bind=127.0.0.1
	pieces 20 aaaabbbbccccddddeeee "TCP:127.0.0.1:$port"
	one_call_each
}

@test "UDP: one call a receive" {
	traces UDP-LISTEN:0,bind=127.0.0.1
	pieces 4 aaaabbbbccccddddeeee "UDP:127.0.0.1:$port"
	one_call_each
}

@test "Unix stream: one call a receive" {
	traces -b 4 UNIX-LISTEN:sock
	pieces 4 aaaabbbbccccddddeeee UNIX-CONNECT:sock
	one_call_each
}

@test "Unix datagrams: one call a receive" {
	traces UNIX-RECV:sock
	pieces 4 aaaabbbbccccddddeeee UNIX-SENDTO:sock
	one_call_each
}

@test "SEQPACKET: one call a receive" {
	traces UNIX-LISTEN:sock,type=5
	pieces 4 aaaabbbbccccddddeeee UNIX-CONNECT:sock,type=5
	one_call_each
}

@test "non-blocking: one call a receive" {
	traces -b 4 -m nonblocking TCP-LISTEN:0,bind=127.0.0.1
	pieces 4 aaaabbbbccccddddeeee "TCP:127.0.0.1:$port"
	one_call_each
}
