#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Every outcome and every exit status from the shell, with the built-in peer.
load helper

# clauses: D2
@test "data: bytes of a stream" {
	receives 0 --peer='send "hello"; hold' pair:stream
	outcomes data
	says '"hello"$'
}

# clauses: D5
@test "data: one whole message at a time" {
	receives 0 -n 2 --peer='send "one"; send "two"; hold' pair:dgram
	outcomes data data
	says '^#1 .*"one"$'
	says '^#2 .*"two"$'
}

# clauses: D6
@test "partial: a part of a message, and more of it follows" {
	receives 0 -n 3 -b 4 --peer='send "abcdefghij"; hold' pair:seqpacket
	outcomes partial partial data
	says '^#1 .* out PARTIAL .*"abcd"$'
	says '^#3 .* out - .*"ij"$'
}

# clauses: C2
@test "empty-message and graceful are never confused" {
	receives 0 -n0 --peer='empty; send "more"; empty; shutdown' pair:seqpacket
	outcomes empty-message data empty-message graceful
	says '^#1 empty-message 0 bytes  return 0 '
	says '^#4 graceful 0 bytes  return -1 WSAEDISCON 10101'
}

@test "empty-message: a datagram of no bytes ends nothing" {
	receives 0 -q -n 2 --connect-peer --peer='empty; send "more"' "$UDP"
	outcomes empty-message data
}

# clauses: C1 C4
@test "graceful: what was sent before comes first, then the end, again and again" {
	receives 0 -n 3 --peer='send "last words"; shutdown; hold' pair:stream
	outcomes data graceful graceful
	says '^#3 graceful 0 bytes  return 0'
	receives 0 -q -n0 --connect-peer --peer='send "last words"; close' "$TCP"
	outcomes data graceful
}

# clauses: D8
@test "truncated: the excess of a datagram is lost, and the next is whole" {
	receives 10 -q -n 2 -b 1000 --connect-peer --peer='pattern 4000; send "next"' "$UDP"
	outcomes truncated data
	says '^#1 .*WSAEMSGSIZE.*message 4000 lost 3000'
	says '^#2 .*"next"$'
}

# clauses: D7
@test "too-small: a record that was kept is still there" {
	receives 10 -n 2 -b 4 --xp1=-partial --peer='send "abcdefgh"; hold' pair:seqpacket
	outcomes too-small too-small
	says '^#2 .*WSAEMSGSIZE.*message 8 lost 0 .*"abcd"$'
}

@test "too-small: until the end of the stream stops where it would repeat" {
	receives 10 -n 0 -b 4 --xp1=-partial --peer='send "abcdefgh"; hold' pair:seqpacket
	outcomes too-small
	receives 0 -n 0 -f peek --peer='send "abc"; hold' pair:stream
	outcomes data
	receives 0 -n 0 -b 0 --peer='send "abc"; hold' pair:stream
	outcomes data
}

# clauses: C3 E14
@test "reset: remembered, after what had arrived" {
	receives 4 -q -n 2 --connect-peer --peer=rst "$TCP"
	outcomes reset reset
	receives 4 -q -n 0 --connect-peer --peer='rst' "$TCP"
	outcomes reset
}

# clauses: E13
@test "aborted: the network failed" {
	receives 4 --fault=ENETDOWN --peer='send "hello"' pair:stream
	outcomes aborted
}

# clauses: E10
@test "would-block: nothing there now" {
	receives 5 -m nonblocking --peer=hold pair:stream
	outcomes would-block
	receives 5 -n 3 -m nonblocking --peer='send "abc"; hold' pair:stream
	outcomes data would-block
}

@test "timeout: nothing came in time" {
	receives 5 -t 20ms --peer=hold pair:stream
	outcomes timeout
	says 'WSAETIMEDOUT 10060'
	receives 5 -n 0 -t 20ms --peer='send "abc"; hold' pair:dgram
	outcomes data timeout
}

# clauses: A7 E3
@test "cancelled: from the hook, after a time, and no data is lost" {
	receives 12 --hook=cancel --peer=hold pair:stream
	outcomes cancelled
	receives 12 --cancel-after=30ms --peer=hold pair:stream
	outcomes cancelled
	says 'WSAEINTR 10004'
	receives 12 -n 0 --cancel-after=30ms --peer='send "abc"; hold' pair:stream
	outcomes data cancelled
}

@test "refused: for a local reason" {
	receives 11 -b none --peer=hold pair:stream
	outcomes refused
	says 'WSAEINVAL 10022'
}

@test "the first receive that was not good decides" {
	receives 10 -n 0 -b 4 -q --connect-peer --peer='send "too long"; send "ok"' -t 50ms "$UDP"
	outcomes truncated data timeout
	receives 11 -n 1 --hook=receive,cancel --peer=hold pair:stream
	outcomes refused cancelled
}

@test "status 7: what could not be opened" {
	receives 7 unix:nobody-listens-here
	notes '^wsprecv: connect: '
	receives 7 tcp:127.0.0.1:1
	notes 'WSAECONNREFUSED 10061'
	receives 7 udp-listen:192.0.2.1:0
	notes '^wsprecv: bind: .*WSAEADDRNOTAVAIL'
	receives 7 tcp:no-such-host.invalid:80
	notes '^wsprecv: resolve: '
	receives 7 unix-listen:no/such/folder
	notes '^wsprecv: bind: '
	receives 7 fd:0 </dev/null
	notes '^wsprecv: adopt: '
}

# clauses: T1 T2 T3
@test "what a socket is can be overridden" {
	receives 0 -n 2 -b 3 --xp1=-message --peer='send "abcd"; hold' pair:dgram
	outcomes data data
	receives 0 -n 2 -b 3 --xp1=+pseudo-stream --peer='send "abcd"; hold' pair:seqpacket
	outcomes data data
	says '^#2 .*"d"$'
}

# clauses: B1 B2
@test "buffers are filled in order and packed" {
	receives 0 -b 3,0,5 --peer='send "abcdef"' pair:stream
	says 'fill 3/3 0/0 3/5'
}

# clauses: D10
@test "a receive with no room takes nothing from a stream" {
	receives 0 -n 1 -b 0 --peer='send "abc"; hold' pair:stream
	outcomes data
	says '^#1 data 0 bytes '
}

# clauses: F-PEEK
@test "peek takes nothing" {
	receives 0 -n 2 -f peek --peer='send "abc"; hold' pair:stream
	outcomes data data
	says '^#2 .*"abc"$'
}

# clauses: F-WAITALL
@test "waitall fills the buffers" {
	receives 0 -f waitall -b 2,4 --peer='send "abcd"; wait 20ms; send "efgh"; hold' pair:stream
	says '^#1 data 6 bytes .*"abcdef"$'
}

# clauses: F-OOB
@test "out-of-band data is received apart from the stream, or in line" {
	receives 0 -q -f oob --connect-peer --peer='send "ab"; oob "!"; send "cd"; hold' "$TCP"
	says '^#1 data 1 bytes .*"!"$'
	receives 0 -q -n 2 --connect-peer --peer='send "ab"; oob "!"; shutdown' "$TCP,oobinline"
	outcomes data data
	says '"!"$'
}

# clauses: S1
@test "a bound datagram socket receives from anybody" {
	receives 0 -q -n 2 --connect-peer --peer='stranger "who"; send "me"' "$UDP"
	outcomes data data
	says '^#1 .*"who"$'
	[ "$(grep -o 'from 127[^ ]*' <<<"$output" | sort -u | wc -l)" = 2 ]
}

# clauses: S3
@test "a connected datagram socket drops what strangers send" {
	python3 - "$WSPRECV" <<-'END'
		import socket, subprocess, sys
		peer, stranger = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
		peer.bind(("127.0.0.1", 0))
		at = "udp:127.0.0.1:%d,bind=127.0.0.1:0" % peer.getsockname()[1]
		run = subprocess.Popen([sys.argv[1], "recv", "-v", "-o", "raw", at],
		                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
		for line in run.stderr:
		    if "local address" in line:
		        break
		to = ("127.0.0.1", int(line.rsplit(":", 1)[1]))
		stranger.sendto(b"no", to)
		peer.sendto(b"yes", to)
		out, _ = run.communicate(timeout=60)
		assert (run.returncode, out) == (0, "yes"), (run.returncode, out)
	END
}

@test "Unix sockets by path and by abstract name" {
	receives 0 -n0 --connect-peer --peer='send "abc"; shutdown' unix-listen:sock
	outcomes data graceful
	[ ! -e sock ]
	receives 0 -n0 --connect-peer --peer='send "abc"; empty; shutdown' "seqpacket-listen:@wsprecv-$$"
	outcomes data empty-message graceful
	receives 0 --connect-peer --peer='send "abc"' unix-dgram:sock
	outcomes data
	[ ! -e sock ]
}

@test "a socket that was inherited" {
	python3 - "$WSPRECV" <<-'END'
		import os, socket, subprocess, sys
		a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
		b.send(b"inherited")
		os.set_inheritable(a.fileno(), True)
		out = subprocess.run([sys.argv[1], "recv", "-o", "raw", "fd:%d" % a.fileno()],
		                     stdout=subprocess.PIPE, close_fds=False)
		assert (out.returncode, out.stdout) == (0, b"inherited"), out
	END
}
