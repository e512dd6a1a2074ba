#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# JSON Lines: the exact shape, the events in their order, and the schema that is shipped.
load helper

@test "a receive has exactly this shape" {
	receives 0 --json -b 3,0,16 -f peek --peer='send "hello\x00"' pair:stream
	silent
	keeps_schema
	output=$(without_time <<<"$output")
	prints '{"v":1,"event":"receive","seq":1,"address":"pair:stream","mode":"blocking","return":0,"error":null,"errno":null,"outcome":"data","bytes":6,"flags_in":["PEEK"],"flags_out":[],"buffers":[{"length":3,"filled":3,"data":"68656c"},{"length":0,"filled":0,"data":""},{"length":16,"filled":3,"data":"6c6f00"}],"message":null,"source":null,"elapsed_us":0}
{"v":1,"event":"end","received":1,"bytes":6,"status":0}'
}

@test "an error, a message and a source in a receive" {
	receives 10 -q --json -b 2,2 -f partial,0x20 --connect-peer --peer='send "hello"' "$UDP"
	keeps_schema
	says '"error":\{"name":"WSAEMSGSIZE","code":10040\}'
	says '"outcome":"truncated","bytes":4,"flags_in":\["PARTIAL","PUSH_IMMEDIATE"\],"flags_out":\[\]'
	says '"message":\{"length":5,"lost":1\},"source":"127\.0\.0\.1:[0-9]+"'
}

@test "the errno behind an error has its name" {
	receives 4 --json --fault=EPIPE --peer=hold pair:stream
	keeps_schema
	says '"error":\{"name":"WSAECONNRESET","code":10054\},"errno":"EPIPE"'
}

@test "the mode is in it" {
	receives 5 --json -m nonblocking --peer=hold pair:stream
	keeps_schema
	says '"mode":"nonblocking","return":-1,"error":\{"name":"WSAEWOULDBLOCK"'
}

@test "listening comes first, the end last" {
	receives 0 -q --json -n0 --connect-peer --peer='send "abc"; shutdown' "$TCP"
	silent
	keeps_schema
	[[ ${lines[0]} =~ ^'{"v":1,"event":"listening","address":"127.0.0.1:'[1-9][0-9]*'"}'$ ]]
	[[ ${lines[-1]} == '{"v":1,"event":"end","received":2,"bytes":3,"status":0}' ]]
	[ "${#lines[@]}" = 4 ]
}

@test "what cannot be opened is an object too, and told to people" {
	receives 7 --json tcp:127.0.0.1:1
	keeps_schema
	[[ ${lines[0]} == '{"v":1,"event":"error","stage":"connect","error":{"name":"WSAECONNREFUSED","code":10061},"errno":"ECONNREFUSED","text":"'* ]]
	[[ ${lines[1]} == '{"v":1,"event":"end","received":0,"bytes":0,"status":7}' ]]
	notes '^wsprecv: connect: '
	receives 7 --json tcp:no-such-host.invalid:80
	keeps_schema
	says '"stage":"resolve","error":null'
}

@test "every outcome keeps the schema" {
	while IFS='|' read -r wanted outcome arguments; do
		eval "set -- $arguments"
		receives "$wanted" -q --json "$@"
		keeps_schema
		says "\"outcome\":\"$outcome\""
	done <<-'END'
		0|data|--peer='send "abc"' pair:stream
		0|partial|-b 2 --peer='send "abc"' pair:seqpacket
		0|empty-message|--peer='empty; hold' pair:seqpacket
		0|graceful|--peer='shutdown; hold' pair:seqpacket
		10|truncated|-b 2 --connect-peer --peer='send "abc"' udp-listen:127.0.0.1:0
		10|too-small|-b 2 --xp1=-partial --peer='send "abc"; hold' pair:seqpacket
		4|reset|--connect-peer --peer=rst tcp-listen:127.0.0.1:0
		4|aborted|--fault=EHOSTUNREACH --peer=hold pair:stream
		5|would-block|-m nonblocking --peer=hold pair:dgram
		5|timeout|-t 10ms --peer=hold pair:dgram
		12|cancelled|--hook=cancel --peer=hold pair:dgram
		11|refused|-f 0x40000000 --peer=hold pair:dgram
	END
}

@test "each object is flushed when it happens" {
	mkfifo pipe
	"$WSPRECV" recv --json -n0 --peer='send "abc"; read 1; shutdown' pair:stream >pipe 2>/dev/null &
	local pid=$!
	read -r first <pipe
	kill $pid
	wait $pid || :
	[[ $first == *'"event":"receive","seq":1'* ]]
}

@test "an address that is no UTF-8 is still JSON" {
	receives 7 --json "$(printf 'unix:nobody-\377')"
	keeps_schema
}

@test "many buffers, all of them in it" {
	receives 0 --json -b 2000x2 --peer='send "abcd"' pair:stream
	keeps_schema
	[ "$(grep -o '"length":2' <<<"$output" | wc -l)" = 2000 ]
}

@test "the catalogue keeps the schema" {
	runs 0 protocols --json
	silent
	keeps_schema
	says '"name":"TCP/IP"'
	says '"available":true,"error":null'
}
