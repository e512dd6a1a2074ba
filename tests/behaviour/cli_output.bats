#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What is printed where: each format, escapes, colour, notes, and output that cannot be written.
load helper

@test "line: one receive is one line with all that it returned" {
	receives 0 -n0 -b 3,0,4x16 --peer='send "hello, world"; shutdown' pair:stream
	silent
	[ "${#lines[@]}" = 2 ]
	says '^#1 data 12 bytes  return 0  flags in - out -  fill 3/3 0/0 9/16 3x0/16  [0-9]+ us  "hello, world"$'
	says '^#2 graceful 0 bytes  return 0  flags in - out -  fill 0/3 0/0 4x0/16  [0-9]+ us$'
}

@test "line: an error has its name, number and errno" {
	receives 4 --fault=ECONNRESET --peer=hold pair:stream
	says '^#1 reset 0 bytes  return -1 WSAECONNRESET 10054 errno ECONNRESET  '
}

@test "line: a cut message has its length and what is lost, and its source" {
	receives 10 -q -b 600,400 --connect-peer --peer='pattern 4000' "$UDP"
	says '^#1 truncated 1000 bytes  return -1 WSAEMSGSIZE 10040 .*  message 4000 lost 3000  fill 600/600 400/400  from 127\.0\.0\.1:[0-9]+  [0-9]+ us  "'
	says '"\.\.\. [0-9]+ more$'
}

@test "line: flags have their names, in and out" {
	receives 0 -f peek,0x20 --peer='send "abc"' pair:stream
	says 'flags in PEEK\|PUSH_IMMEDIATE out -'
	receives 0 -b 2 --peer='send "abc"' pair:seqpacket
	says 'flags in - out PARTIAL'
}

@test "line: long data is cut to 72 columns, and it says how much is missing" {
	receives 0 --peer='pattern 1000' -b 1000 pair:stream
	local data=${output##*us  \"}
	data=${data%\"...*}
	[ "${#data}" -le 72 ]
	[ "${#data}" -ge 60 ]
	receives 0 --peer="send \"$(printf 'a%.0s' {1..100})\"" pair:stream
	says "\"a{72}\"\.\.\. 28 more$"
}

@test "line: many different buffers are abbreviated" {
	receives 0 -b 1,2,3,4,5,6,7,8,9,10,11 --peer='send "a"' pair:stream
	says 'fill 1/1 0/2 0/3 0/4 0/5 0/6 0/7 0/8 and 3 buffers'
	receives 0 -b 2000x1 --peer='send "abc"' pair:stream
	says 'fill 3x1/1 1997x0/1'
}

@test "tree: the call, its result, and each buffer with its bytes" {
	receives 0 -o tree -f peek -b 3,0,5,2x9 --peer='send "ab\ncdef"' pair:stream
	silent
	says '^#1 data: '
	says '^  WSPRecv\(s: pair:stream blocking, lpBuffers: 5, \*lpFlags: PEEK\)$'
	says '^  = 0$'
	says '^  \*lpNumberOfBytesRecvd 7, \*lpFlags -$'
	says '^  lpBuffers\[0\] 3 of 3  "ab\\n"$'
	says '^  lpBuffers\[1\] 0 of 0$'
	says '^  lpBuffers\[2\] 4 of 5  "cdef"$'
	says '^  lpBuffers\[3\.\.4\] 0 of 9$'
	says '^  after [0-9]+ us$'
}

@test "tree: the error's sentence, and what kind of memory a buffer is" {
	receives 11 -o tree -b 4,bad:4,null:4,ro:4 --peer='send "hello"' pair:stream
	says '^  = -1, \*lpErrno WSAEFAULT 10014 \('
	says '^  lpBuffers\[1\] not mapped 0 of 4$'
	says '^  lpBuffers\[2\] NULL 0 of 4$'
	says '^  lpBuffers\[3\] read-only 0 of 4$'
}

@test "tree and hexdump show every byte" {
	receives 0 -o tree -b 600,400 --peer='pattern 1000' pair:stream
	python3 -c '
import codecs, re, sys
text = "".join(re.findall("\"(.*)\"$", sys.stdin.read(), re.M))
got = codecs.escape_decode(text)[0]
assert got == bytes(i % 251 for i in range(1000)), got' <<<"$output"
	receives 0 -o hexdump -b 600,400 --peer='pattern 1000' pair:stream
	local bytes
	bytes=$(sed -n 's/^  [0-9a-f]\{6\} \(.*\)  |.*/\1/p' <<<"$output" | wc -w)
	[ "$bytes" = 1000 ]
}

@test "hexdump: offset, hex and ASCII, buffer by buffer" {
	receives 0 -o hexdump -b 3,16 --peer='send "abcd\x00\xff"' pair:stream
	says '^#1 data 6 bytes  '
	says '^  buffer 0: 3 of 3$'
	says '^  000000  61 62 63 +\|abc\|$'
	says '^  buffer 1: 3 of 16$'
	says '^  000000  64 00 ff +\|d\.\.\|$'
}

@test "raw: the bytes and nothing else, from all buffers" {
	"$WSPRECV" recv -n0 -o raw -b 3,0,4x7 --peer='pattern 100000; shutdown' pair:stream >got
	python3 -c 'import sys; sys.stdout.buffer.write(bytes(i % 251 for i in range(100000)))' >wanted
	cmp got wanted
}

@test "raw: what a cut message left in the buffers" {
	receives 10 -o raw -q -b 4 --connect-peer --peer='send "too long"' "$UDP"
	prints 'too '
}

@test "none: nothing on standard output" {
	receives 0 -o none --peer='send "abc"' pair:stream
	silent
	prints ''
	receives 11 -o none handle:4711
	prints ''
}

@test "bytes from the network are escaped" {
	for format in line tree hexdump json; do
		receives 0 -o $format --peer='send "\x1b[31m\x07\x00\x7f\xff\"\\\r"' pair:stream
		LC_ALL=C grep -q '[^ -~]' <<<"$output" && show && return 1
	done
	receives 0 --peer='send "\x1b[31m\n\"\\\xff"' pair:stream
	says '"\\x1b\[31m\\n\\"\\\\\\xff"$'
}

@test "colour is for terminals, or when it is asked for" {
	receives 0 --peer='send "abc"' pair:stream
	[[ $output != *$'\033'* ]]
	receives 0 --color=always --peer='send "abc"' pair:stream
	[[ $output == *$'\033[32mdata\033[0m'* ]]
	receives 11 --color=always handle:4711
	[[ $output == *$'\033[31mrefused\033[0m'* ]]
	receives 0 --color=never --peer='send "abc"' pair:stream
	[[ $output != *$'\033'* ]]
}

# on_terminal COMMAND: what it prints when all its descriptors are a terminal
on_terminal() {
	python3 - "$@" <<-'END'
		import os, pty, sys
		pid, master = pty.fork()
		if pid == 0:
		    os.execvp(sys.argv[1], sys.argv[1:])
		data = b""
		while True:
		    try:
		        piece = os.read(master, 4096)
		    except OSError:
		        break
		    if not piece:
		        break
		    data += piece
		os.waitpid(pid, 0)
		sys.stdout.buffer.write(data)
	END
}

@test "on a terminal NO_COLOR and TERM=dumb turn colour off" {
	run on_terminal env TERM=xterm "$WSPRECV" recv --peer='send "abc"' pair:stream
	[[ $output == *$'\033[32mdata'* ]]
	run on_terminal env TERM=xterm NO_COLOR=1 "$WSPRECV" recv --peer='send "abc"' pair:stream
	[[ $output == *data* && $output != *$'\033'* ]]
	run on_terminal env TERM=dumb "$WSPRECV" recv --peer='send "abc"' pair:stream
	[[ $output == *data* && $output != *$'\033'* ]]
	run on_terminal env TERM=dumb "$WSPRECV" recv --color=always --peer='send "abc"' pair:stream
	[[ $output == *$'\033[32mdata'* ]]
}

@test "on a terminal the line fits its width" {
	run on_terminal env TERM=dumb COLUMNS=132 "$WSPRECV" recv -b 200 --peer='pattern 200' pair:stream
	local line=${lines[0]%$'\r'}
	[ "${#line}" -le 132 ]
	[ "${#line}" -ge 100 ]
}

@test "on a terminal a long wait is silent with -q" {
	run on_terminal env TERM=dumb "$WSPRECV" recv -q -t 1200ms --peer=hold pair:stream
	[[ $output == *timeout* && $output != *waiting* ]]
}

@test "a disk that is full is told in one line, with a status of its own" {
	for format in line tree hexdump json raw; do
		run --separate-stderr sh -c '"$WSPRECV" recv -o "$1" --peer="send \"abc\"" pair:stream >/dev/full' sh $format
		[ "$status" = 6 ]
		[ "${#stderr_lines[@]}" = 1 ]
		notes '^wsprecv: the output could not be written: No space left on device$'
	done
	run --separate-stderr sh -c '"$WSPRECV" --help >/dev/full'
	[ "$status" = 6 ]
	notes 'No space left'
	run --separate-stderr sh -c '"$WSPRECV" errors >/dev/full'
	[ "$status" = 6 ]
}

@test "a full disk ends the receives" {
	run --separate-stderr sh -c '"$WSPRECV" recv -n0 -b 1 --peer="pattern 1000; hold" pair:stream >/dev/full'
	[ "$status" = 6 ]
}

@test "a reader that has gone ends it quietly" {
	for format in line json raw; do
		run --separate-stderr bash -c '"$WSPRECV" recv -n0 -o "$1" -b 1 --peer="pattern 100000; hold" pair:stream |
			head -c 1 >/dev/null; exit ${PIPESTATUS[0]}' bash $format
		[ "$status" = 6 ]
		silent
	done
}

@test "a closed standard output ends it quietly" {
	run --separate-stderr sh -c '"$WSPRECV" recv -n0 -b 1 --peer="pattern 1000; hold" pair:stream >&-'
	[ "$status" = 6 ]
	silent
}

@test "standard descriptors that are closed are no place for a socket" {
	run sh -c '"$WSPRECV" recv --peer="send \"abc\"" pair:stream <&- 2>&-'
	[ "$status" = 0 ]
	[[ $output == *'"abc"' ]]
}

@test "a port that was chosen is told, unless -q" {
	receives 0 --connect-peer --peer='send "abc"' "$TCP"
	notes '^wsprecv: listening on 127\.0\.0\.1:[1-9][0-9]*$'
	outcomes data
	receives 0 -q --connect-peer --peer='send "abc"' "$TCP"
	silent
}

@test "-v tells the protocol, both ends and the totals; -q wins" {
	receives 0 -v --connect-peer --peer='send "abc"' "$TCP"
	notes '^wsprecv: protocol TCP/IP: .*guaranteed-delivery'
	notes '^wsprecv: local address 127\.0\.0\.1:'
	notes '^wsprecv: remote address 127\.0\.0\.1:'
	notes '^wsprecv: 1 receive, 3 bytes$'
	receives 0 -v -q --connect-peer --peer='send "abc"' "$TCP"
	silent
}

@test "-q keeps errors" {
	receives 7 -q unix:nobody-listens-here
	notes '^wsprecv: connect: '
}

@test "a step of the peer that failed is told and changes nothing" {
	receives 0 -n0 --peer='send "abc"; shutdown; send "more"' pair:stream
	notes "^wsprecv: the peer's step 3 failed: send \"more\": .* \(EPIPE\)\$"
	outcomes data graceful
	receives 0 -q -n0 --peer='send "abc"; shutdown; send "more"' pair:stream
	silent
	runs 0 recv --peer='gather; send "x"' pair:stream
	notes "^wsprecv: the peer's step 1 failed: gather: only over TLS; .* \(EOPNOTSUPP\)\$"
}

@test "a step of the peer that failed is told before what is received" {
	run sh -c '"$WSPRECV" recv --peer="send \"abc\"; gather; hold" pair:stream 2>&1'
	[ "$status" = 0 ]
	[[ ${lines[0]} == "wsprecv: the peer's step 2 failed: gather: "* ]]
	[[ ${lines[1]} == "#1 data 3 bytes"* ]]
	[ "${#lines[@]}" = 2 ]
}

@test "--send gives the server what it wants to hear" {
	receives 0 -o raw --send='ab\n' --peer='read 3; send "yes"' pair:stream
	prints yes
	receives 0 -o raw --send=hex:6162 --peer='read 2; send "yes"' pair:stream
	prints yes
	printf 'ab' >file
	receives 0 -o raw --send=@file --peer='read 2; send "yes"' pair:stream
	prints yes
	run sh -c 'printf ab | "$WSPRECV" recv -o raw --send=- --peer="read 2; send \"yes\"" pair:stream'
	[ "$status" = 0 ]
	prints yes
}

@test "what cannot be sent is told, with a status that says why" {
	receives 11 --send=x --open=bound udp-listen:127.0.0.1:0
	notes '^wsprecv: send: '
	prints ''
}

@test "Ctrl-C says what was received so far, and SIGTERM ends too" {
	for pair in INT:130 TERM:143; do
		mkfifo pipe
		env --default-signal=INT,TERM "$WSPRECV" recv -n0 --peer='send "abc"; hold' pair:stream >pipe 2>notes &
		local pid=$!
		{ read -r first && kill -"${pair%:*}" $pid && cat; } <pipe >rest
		local got=0
		wait $pid || got=$?
		[ "$got" = "${pair#*:}" ]
		# The second receive may not have begun yet.
		grep -Eq '^wsprecv: interrupted after (1 receive|2 receives), 3 bytes$' notes
		rm pipe
	done
}

@test "on a terminal a long wait says for what, and Ctrl-C cancels it" {
	python3 - "$WSPRECV" <<-'END'
		import os, pty, sys
		pid, master = pty.fork()
		if pid == 0:
		    os.execv(sys.argv[1], ["wsprecv", "recv", "-n0", "--peer=send \"abc\"; hold", "pair:stream"])
		said = b""
		while True:
		    try:
		        piece = os.read(master, 4096)
		    except OSError:
		        break
		    if not piece:
		        break
		    if b"Ctrl-C ends" in said + piece and b"Ctrl-C ends" not in said:
		        os.write(master, b"\x03")
		    said += piece
		status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
		assert status == 130, (status, said)
		assert b"waiting for data on pair:stream (Ctrl-C ends)" in said, said
		assert b"#2 cancelled 0 bytes  return -1 WSAEINTR 10004" in said, said
		assert b"interrupted after 2 receives, 3 bytes" in said, said
	END
}

@test "Ctrl-C ends the wait for a connection too" {
	mkfifo pipe
	env --default-signal=INT "$WSPRECV" recv --json "$TCP" >pipe 2>/dev/null &
	local pid=$!
	{ read -r first && kill -INT $pid && cat; } <pipe >rest
	local got=0
	wait $pid || got=$?
	[ "$got" = 130 ]
	grep -q '^{"v":1,"event":"end","received":0,"bytes":0,"status":130}$' rest
}

@test "signals that come together are one request, and what was received is told" {
	mkfifo pipe
	env --default-signal=INT "$WSPRECV" recv --json -n0 --peer='send "abc"; hold' pair:stream >pipe 2>notes &
	local pid=$! got=0 first
	{
		while read -r first; do
			[[ $first != *'"event":"receive"'* ]] || break
		done
		kill -STOP $pid
		kill -TERM $pid
		kill -INT $pid
		kill -CONT $pid
		cat
	} <pipe >rest
	wait $pid || got=$?
	[ "$got" = 130 ] || [ "$got" = 143 ]
	grep -q "\"event\":\"end\".*\"bytes\":3,\"status\":$got}" rest
}
