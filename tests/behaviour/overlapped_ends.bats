#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What happens to overlapped receives that are pending: closed, shut down, left by their thread, too many, in
# vain, interrupted.
load helper

MODES='event poll routine'

# clauses: E17 K9
@test "E17: closing the socket cancels all that are pending, each once" {
	for mode in $MODES; do
		for after in 0 10ms; do
			receives 12 -m $mode --depth=3 --cancel-after=$after pair:stream
			calls pending pending pending
			outcomes cancelled cancelled cancelled
			says '^-- socket closed  [0-9]+ us  pending #1 #2 #3$'
			says "^#3 cancelled 0 bytes  completed by $mode on main WSA_OPERATION_ABORTED 995  flags out -  fill 0/65536 "
			[ "$(grep -c ' completed by ' <<<"$output")" = 3 ]
		done
	done
}

# clauses: E17
@test "E17: datagrams and records too" {
	for kind in dgram seqpacket; do
		receives 12 -m event --cancel-after=0 pair:$kind
		outcomes cancelled
	done
}

@test "rule close: a connected stream is aborted instead" {
	for mode in $MODES; do
		receives 4 -m $mode --rule=close=connection-aborted --cancel-after=0 pair:stream
		outcomes aborted
		says 'WSAECONNABORTED 10053'
		receives 12 -m $mode --rule=close=connection-aborted --cancel-after=0 pair:dgram
		outcomes cancelled
	done
}

@test "what has completed before the socket is closed is not cancelled" {
	receives 12 -m event --depth=2 --cancel-after=0 --peer='send "one"; hold' pair:dgram
	calls immediate pending
	outcomes data cancelled
}

# clauses: A5 E17
@test "A5: a thread that ends cancels what it has posted; the event is set" {
	for mode in event poll; do
		receives 12 -m $mode --depth=2 --exit-thread-after=0 pair:stream
		calls pending pending
		outcomes cancelled cancelled
		says '^-- posting thread ended  [0-9]+ us  pending #1 #2$'
		says "^#2 cancelled 0 bytes  completed by $mode on main WSA_OPERATION_ABORTED 995 "
	done
}

# clauses: A5
@test "A5: and no routine is run" {
	receives 12 -m routine --depth=2 --exit-thread-after=10ms pair:stream
	outcomes cancelled cancelled
	says '^#2 cancelled 0 bytes  completed by poll on main WSA_OPERATION_ABORTED 995 '
	! grep 'by routine' <<<"$output"
}

# clauses: A1
@test "A1: until then completions are told on the thread that posted, which may end before its time" {
	for mode in $MODES; do
		receives 0 -m $mode --depth=2 -n 3 --exit-thread-after=10m --send=x --peer='read 1; send "one"; send "two"; send "three"' pair:dgram
		outcomes data data data
		says "^#3 data 5 bytes  completed by $mode on poster "
		says '^-- posting thread ended  [0-9]+ us  pending none$'
	done
}

# clauses: K10 E9
@test "K10: after a shutdown later data completes the pending ones, and a new one is refused" {
	for mode in $MODES; do
		receives 11 -m $mode --depth=2 -b 4 --shutdown-after=0 --send=x --peer='read 1; send "latemore"; hold' pair:stream
		calls pending pending refused
		says '^-- receiving shut down  [0-9]+ us  pending #1 #2$'
		says '^#3 call refused  return -1 WSAESHUTDOWN 10058  '
		outcomes data data
		says '^#1 data 4 bytes .*"late"$'
		says '^#2 data 4 bytes .*"more"$'
	done
}

# clauses: K10
@test "K10: the end completes them too, and so does closing the socket" {
	receives 11 -m event --shutdown-after=0 --send=x --peer='read 1; shutdown; hold' pair:stream
	outcomes graceful
	receives 11 -q -m event --connect-peer --shutdown-after=0 --send=x --peer='read 1; send "late"; hold' "$TCP"
	outcomes data
	receives 11 -m event --depth=2 --shutdown-after=0 --cancel-after=50ms pair:stream
	outcomes cancelled cancelled
}

@test "a shutdown before the first is posted refuses it" {
	receives 11 -m event --shutdown=receive pair:stream
	calls refused
	says 'WSAESHUTDOWN 10058'
}

# clauses: E10
@test "E10: too many are outstanding" {
	for mode in $MODES; do
		receives 5 -m $mode --depth=3 --limit=2 --cancel-after=0 pair:stream
		calls pending pending would-block
		says '^#3 call would-block  return -1 WSAEWOULDBLOCK 10035  '
		outcomes cancelled cancelled
	done
}

@test "rule too-many: the code of Windows" {
	receives 11 -m event --depth=2 --limit=1 --rule=too-many=nobufs --cancel-after=0 pair:stream
	says '^#2 call refused  return -1 WSAENOBUFS 10055  '
}

@test "a limit that is not reached says nothing" {
	receives 0 -m event --depth=2 -b 1 --limit=2 --send=x --peer='read 1; send "abc"; hold' pair:stream
	outcomes data data
}

@test "nothing completes in time: what is pending is told, then cancelled" {
	for mode in $MODES; do
		receives 5 -m $mode --depth=3 -t 20ms --peer='send "one"; hold' pair:dgram
		calls immediate pending pending
		says '^-- timeout, nothing completed  [0-9]+ us  pending #2 #3$'
		says '^-- socket closed  [0-9]+ us  pending #2 #3$'
		outcomes data cancelled cancelled
	done
}

@test "the first that was not good decides" {
	receives 4 -q -m event --depth=2 --connect-peer --send=x --peer='read 1; rst' -f 0 -f 0 "$TCP"
	receives 11 -m event --depth=2 -f peek -f 0 --cancel-after=0 pair:stream
	calls refused pending
	outcomes cancelled
}

@test "a stream whose output cannot be written ends" {
	run --separate-stderr sh -c '"$WSPRECV" recv -m event --depth=2 -n0 -b 1 --peer="pattern 1000; hold" pair:stream >/dev/full'
	[ "$status" = 6 ]
	run --separate-stderr bash -c '"$WSPRECV" recv -m routine --depth=2 -n0 -o json -b 1 --peer="pattern 100000; hold" pair:stream |
		head -c 1 >/dev/null; exit ${PIPESTATUS[0]}'
	[ "$status" = 6 ]
	silent
}

@test "Ctrl-C and SIGTERM end each mode with what there is" {
	local mode pair pid got
	for mode in event poll routine 'routine --exit-thread-after=10m'; do
		for pair in INT:130 TERM:143; do
			mkfifo pipe
			# shellcheck disable=SC2086
			env --default-signal=INT,TERM "$WSPRECV" recv -m $mode --depth=2 pair:stream >pipe 2>notes &
			pid=$!
			{ read -r _ && read -r _ && kill -"${pair%:*}" $pid && cat; } <pipe >rest
			got=0
			wait $pid || got=$?
			[ "$got" = "${pair#*:}" ]
			grep -Eq '^-- interrupted  [0-9]+ us  pending #1 #2$' rest
			[ "$(grep -c '^#[12] cancelled 0 bytes  completed by ' rest)" = 2 ]
			grep -q '^wsprecv: interrupted after 2 receives, 0 bytes$' notes
			rm pipe
		done
	done
}

@test "a descriptor that was inherited, and a Unix socket by its path" {
	python3 - "$WSPRECV" <<-'END'
		import os, socket, subprocess, sys
		a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
		b.send(b"inherited")
		os.set_inheritable(a.fileno(), True)
		out = subprocess.run([sys.argv[1], "recv", "-m", "event", "-o", "raw", "fd:%d" % a.fileno()],
		                     stdout=subprocess.PIPE, close_fds=False)
		assert (out.returncode, out.stdout) == (0, b"inherited"), out
	END
	receives 0 -q -m routine -n0 --connect-peer --send=x --peer='read 1; send "abc"; shutdown' unix-listen:sock
	outcomes data graceful
	[ ! -e sock ]
}
