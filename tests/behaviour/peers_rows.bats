#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Where other tools tell two things apart badly or not at all: each has an outcome and an exit status of its own.
load helper
load peers

# What happens, the exit status, and the outcomes of the receives; no two rows end alike.
TABLE='
a record larger than the buffers   0 partial partial partial data data graceful
the same, and no parts supported  10 too-small
a datagram larger than the buffers  10 truncated
several datagrams   0 data data data
an empty datagram, and another   0 empty-message data
an empty record, and another   0 empty-message data graceful
FIN   0 data graceful
RST after five bytes   4 data reset
an urgent byte on the way   0 data data graceful
the urgent byte itself   0 data
a UDP port that is closed   4 reset
a connection refused   7
an option that does not exist   2
'

# rows: the table as STATUS OUTCOME...|NAME
rows() {
	sed -En '/./s/^(.*[^ ]) +([0-9]+)( .*)?$/\2\3|\1/p' <<<"$TABLE"
}

# row NAME: that is how it ended
row() {
	local seen wanted
	seen=$(sed -n 's/^#[0-9]* \([a-z-]*\) .*/ \1/p' <<<"$output" | tr -d '\n')
	wanted=$(rows | sed -n "s/|$1\$//p")
	[ "$status$seen" = "${wanted:-nothing}" ] && return
	printf 'the table has %s, and it is %s\n' "$wanted" "$status$seen"
	show
	return 1
}

# clauses: D6
@test "a record larger than the buffers" {
	listens -n0 -b 1000 seqpacket-listen:sock
	stranger socat UNIX-CONNECT:sock,type=5 \
		SYSTEM:'head -c 4000 /dev/zero; printf 0123456789',nofork
	ended 0
	row "$BATS_TEST_DESCRIPTION"
	# The fourth part is the last, and no longer partial.
	[ "$(grep -c '^#[1-3] partial 1000 .* out PARTIAL ' receiver.out)" = 3 ]
	says '^#4 data 1000 bytes .* out - '
	says '^#5 .*"0123456789"$'
}

# clauses: D7
@test "the same, and no parts supported" {
	listens -b 1000 --xp1=-partial seqpacket-listen:sock
	stranger socat UNIX-CONNECT:sock,type=5 SYSTEM:'head -c 4000 /dev/zero',nofork
	ended 10
	row "$BATS_TEST_DESCRIPTION"
	says 'message 4000 lost 0 '
}

# clauses: D8
@test "a datagram larger than the buffers" {
	head -c 20000 /dev/zero >big # a pipe may give it in pieces
	listens -b 8192 "$UDP"
	stranger socat -u -b 20000 OPEN:big,rdonly "UDP:127.0.0.1:$port"
	ended 10
	row "$BATS_TEST_DESCRIPTION"
	says '^#1 truncated 8192 bytes  return -1 WSAEMSGSIZE 10040 .*message 20000 lost 11808 '
	listens "$UDP"
	stranger socat -u -b 20000 OPEN:big,rdonly "UDP:127.0.0.1:$port"
	ended 0
	says '^#1 data 20000 bytes '
}

# clauses: D5
@test "several datagrams" {
	listens -n 3 "$UDP"
	pieces 3 onetwosix "UDP:127.0.0.1:$port"
	ended 0
	row "$BATS_TEST_DESCRIPTION"
	says '^#2 .*"two"$'
}

@test "an empty datagram, and another" {
	listens -n 2 "$UDP"
	empty_to "UDP:127.0.0.1:$port"
	pieces 4 next "UDP:127.0.0.1:$port"
	ended 0
	row "$BATS_TEST_DESCRIPTION"
	says '^#2 .*"next"$'
}

# clauses: C2 E15
@test "an empty record, and another" {
	listens -n0 seqpacket-listen:sock
	stranger socat UNIX-CONNECT:sock,type=5 \
		SYSTEM:'socat -u /dev/null FD\:1\,shut-null; printf next',nofork
	ended 0
	row "$BATS_TEST_DESCRIPTION"
	says '^#1 empty-message 0 bytes  return 0 '
	says '^#2 .*"next"$'
	says '^#3 graceful 0 bytes  return -1 WSAEDISCON 10101 '
}

# clauses: C1
@test "FIN" {
	listens -n0 "$TCP"
	printf hello | stranger socat -u - "TCP:127.0.0.1:$port"
	ended 0
	row "$BATS_TEST_DESCRIPTION"
	says '^#2 graceful 0 bytes  return 0 '
}

# clauses: C3 E14
@test "RST after five bytes" {
	listens -n0 "$TCP"
	resets "TCP:127.0.0.1:$port"
	ended 4
	row "$BATS_TEST_DESCRIPTION"
	says '^#1 data 5 bytes '
	says '^#2 reset 0 bytes  return -1 WSAECONNRESET 10054 '
}

@test "an urgent byte on the way" {
	compiles urgent
	listens -n0 "$TCP"
	stranger ./urgent "$port" abc X def </dev/null
	ended 0
	row "$BATS_TEST_DESCRIPTION"
	says '^#1 .*"abc"$'
	says '^#2 .*"def"$'
}

# clauses: F-OOB
@test "the urgent byte itself" {
	compiles urgent
	listens -f oob "$TCP"
	mkfifo hold
	./urgent "$port" abc X def <hold >sent 3>&- &
	remembers $!
	exec 7>hold
	ended 0
	exec 7>&-
	row "$BATS_TEST_DESCRIPTION"
	says '^#1 data 1 bytes .*flags in OOB out OOB .*"X"$'
}

# clauses: E14
@test "a UDP port that is closed" {
	closed_port UDP
	receives 4 -t 30 --send hello "udp:127.0.0.1:$port"
	row "$BATS_TEST_DESCRIPTION"
	says ' return -1 WSAECONNRESET 10054 '
}

@test "a connection refused" {
	closed_port TCP
	receives 7 "tcp:127.0.0.1:$port"
	row "$BATS_TEST_DESCRIPTION"
	notes '^wsprecv: connect: .*WSAECONNREFUSED 10061'
	receives 7 --json "tcp:127.0.0.1:$port"
	says '"event":"error","stage":"connect"'
}

@test "an option that does not exist" {
	receives 2 --no-such-option "$TCP"
	row "$BATS_TEST_DESCRIPTION"
	notes 'no-such-option'
}

@test "no two of these end alike, and each has a test" {
	[ "$(rows | wc -l)" = 13 ]
	[ -z "$(rows | cut -d '|' -f 1 | sort | uniq -d)" ]
	local name
	while IFS='|' read -r _ name; do
		grep -Fqx "@test \"$name\" {" "$BATS_TEST_FILENAME"
	done < <(rows)
}
