#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# export c: the programs compile without a warning, need only libwsp, and do what the scenarios say.

load helper

ROOT="$BATS_TEST_DIRNAME/../.."
BUILT=$(dirname "$WSPRECV")
export ROOT BUILT
SAMPLE=${EXPORT_SAMPLE:-64} # scenarios of the corpus, the same ones every time

# What a library with sanitizers in it has to be linked with.
case $(nm "$BUILT/libwsp.a" 2>/dev/null) in
*__asan_*) SANITIZERS=-fsanitize=address,undefined ;;
*__tsan_*) SANITIZERS=-fsanitize=thread ;;
*) SANITIZERS= ;;
esac
export SANITIZERS

# compiles NAME: NAME.c to NAME
compiles() {
	# shellcheck disable=SC2086
	gcc -Wall -Wextra -Werror -I"$ROOT/core" -o "$1" "$1.c" "$BUILT/libwsp.a" $SANITIZERS -lssl -lcrypto -pthread
}
export -f compiles

# exported STATUS FILE: it is exported and compiled; the program ends with this status, `said` is what it prints
exported() {
	local name=${2%.wsp} status=0
	"$WSPRECV" export c -o "$name.c" "$2" && compiles "$name" || return 1
	ASAN_OPTIONS=detect_leaks=0 timeout 60 "./$name" >said 2>&1 || status=$?
	[ "$status" = "$1" ] && return
	printf 'the status is %s\n' "$status"
	cat said
	return 1
}

# runs_here FILE: the kernel has what it needs
runs_here() {
	local status=0
	! grep -q '^needs ' "$1" || "$WSPRECV" run -q "$1" >/dev/null 2>&1 || status=$?
	[ "$status" != 77 ]
}
export -f runs_here

# sample FILE: what of it goes wrong, as a line
sample() {
	local name
	! grep -q '^needs vsock' "$1" || return 0
	name=$(echo "${1#"$ROOT"/corpus/}" | tr / _)
	name=${name%.wsp}
	if ! "$WSPRECV" export c -o "$name.c" "$1" 2>"$name.why"; then
		if ! grep -q "cannot be exported" "$name.why" &&
			{ [ "$(wc -l <"$name.why")" != 1 ] || ! grep -q simulated "$name.why"; }; then
			echo "$1: $(head -n 1 "$name.why")"
		fi
	elif ! compiles "$name" >"$name.why" 2>&1; then
		echo "$1: $(grep -m 1 error "$name.why")"
	elif runs_here "$1"; then
		ASAN_OPTIONS=detect_leaks=0 timeout 60 "./$name" >"$name.why" 2>&1 ||
			echo "$1: status $?: $(grep -m 1 'expected: ' "$name.why")"
	fi
	rm -f "$name"
}
export -f sample

@test "a program has the scenario's lines, and nothing of wsprecv" {
	printf '%s\n' '# A message in two parts.' 'open a seqpacket -> ok' 'peer a send "hello, world" -> ok' \
		'recv a -b 5 -> partial 5 "hello"' 'recv a -> data 7 ", world"' >parts.wsp
	exported 0 parts.wsp
	grep -qF '/* recv a -b 5 -> partial 5 "hello" */' parts.c
	grep -qF 'WSPRecv(sock_a->handle' parts.c
	run ! grep -Eq '#include "|pthread_create|WSPGetOverlappedResult' parts.c
	grep -Eq '^recv a -b 5 +-> partial 5 "hello"$' said
}

@test "what is not expected is said, and makes the status 1" {
	printf '%s\n' 'open a udp -> ok' 'peer a send "one" -> ok' 'recv a -> data 4 "ones"' >bad.wsp
	exported 1 bad.wsp
	grep -qF -- '-> data 3 "one"   # expected: data 4 "ones"' said
}

@test "every kind of expectation" {
	cat >kinds.wsp <<-'END'
		open a tcp -> ok or WSAEINVAL
		peer a pattern 600 -> ok|full
		recv a -b 300 -> data 1..300 pattern@0
		recv a -b 200 -> data * pattern@49
		recv a -b 100 -> data ...
		peer a send "caf\xc3\xa9 \"x\"/" -> ok
		recv a -> data 10.. /caf.+"x"\//
		peer a oob "!" -> ok
		recv a -f oob -> data ..1 "!" flags +oob-partial
		readable a -> eventually within 2s 0
		recv a -m nonblocking -> would-block WSAEWOULDBLOCK or graceful
	END
	exported 0 kinds.wsp
}

@test "threads, routines, cancel, order, hooks, rounds" {
	cat >all.wsp <<-'END'
		open a pair:stream -> ok
		t1: recv a -b 5 as r0 -> blocked
		cancel t1 -> ok
		await r0 -> cancelled WSAEINTR
		recv a -b 5 --hook=cancel -> cancelled WSAEINTR
		recv a -b 5 --hook=receive,cancel -> cancelled WSAEINTR hook WSAEINPROGRESS
		t1: recv a -b 5 --hook=receive as h -> blocked
		peer a send "hooked" -> ok
		await h -> data 5 "hooke" hook WSAEINPROGRESS
		recv a -b 5 --hook=receive -> data 1 "d"
		open b udp -> ok
		routine r1 {
		  recv b -b 4 -m routine as r2 -> pending
		  send b "ack" -m event as s1 -> 3
		}
		t1: recv b -b 4 -m routine as r1 -> pending
		peer b send "one" -> ok
		overlapped r1 -> 0x0 3
		t1: sleep forever --alertable -> io-completion
		await r1 -> data 3 "one"
		peer b send "twotwo" -> ok
		await r2 -> truncated WSAEMSGSIZE 4 "twot" lost 2
		t1: recv b -b 4 -m routine as r3 -> pending
		t1: exit -> ok
		await r3 -> cancelled WSA_OPERATION_ABORTED
		order -> r1 s1 r2
		upcalls -> queue 3 set 1 reset 0
		repeat 3 {
		  recv a -b 3 -m event as e -> pending
		  peer a send "abc" -> ok
		  await e -> data 3 "abc"
		  event e -> set
		}
		recv a -b bad:5 -> refused WSAEFAULT
		recv a --null=flags -> refused WSAEFAULT
		fault a ECONNRESET -> ok
		recv a -> reset WSAECONNRESET
	END
	runs 0 run all.wsp
	exported 0 all.wsp
}

@test "a socket that is opened no further than it can be" {
	cat >depths.wsp <<-'END'
		open a tcp --open=listening -> WSAEINVAL
		open b udp --open=connecting --limit=3 -> WSAEINVAL
		open c pair:stream --open=bound -> WSAEINVAL
		recv c -> refused WSAENOTSOCK
	END
	runs 0 run depths.wsp
	exported 0 depths.wsp
}

@test "what only a routine makes, which does not run" {
	cat >unknown.wsp <<-'END'
		open a tcp -> ok
		routine r1 {
		  open b tcp
		  recv a -m event as r2
		  send a "x" -m event as s2
		}
		recv a -m routine as r1 -> pending
		result r2 -> unknown r2
		await s2 -> unknown s2
		overlapped r2 -> unknown r2
		event r2 -> unset
		recv b -> unknown b
		t1: send b "x" -> unknown b
		peer b send "x" -> unknown b
		readable b -> unknown b
		close b -> unknown b
		recv a -m event --reuse=r2 as r3 -> pending
	END
	runs 0 run unknown.wsp
	runs 0 run --net=sim unknown.wsp
	exported 0 unknown.wsp
}

@test "buffers of the same memory" {
	cat >same.wsp <<-'END'
		open a tcp -> ok
		peer a send "hello" -> ok
		recv a -b 1,same:4M,511xsame:4M -f peek -> data 5 ...
		recv a -b 4M,511xsame:4M -> data 5 "hello"
	END
	runs 0 run --no-judge same.wsp
	exported 0 same.wsp
	grep -q '511, 4194304, SAME' same.c
}

@test "the simulated network cannot be exported" {
	printf '%s\n' 'open a tcp -> ok' '  net a hold -> ok' >net.wsp
	runs 3 export c net.wsp
	notes '^net.wsp:2: `net`'
	notes '^ *\^$'
	printf 'needs sim\nopen a tcp\n' >net.wsp
	runs 3 export c net.wsp
	notes 'net.wsp: it needs the simulated network'
}

@test "wrong use" {
	runs 2 export
	runs 2 export c
	runs 2 export rust a.wsp
	notes 'no such language'
	echo 'opne a tcp' >bad.wsp
	runs 3 export c bad.wsp
}

@test "a routine takes the name of the call that runs it" {
	printf '%s\n' 'open a tcp' 'routine r1 {' 'recv a as r2 -> refused WSAENOTSOCK' '}' 'recv a -m routine as r1' \
		'close a' 'open l udp4' 'recv l -b 256 -t 20ms as r2 -> timeout WSAETIMEDOUT' \
		'await r2 -> refused WSAENOTSOCK' >names.wsp
	exported 0 names.wsp
}

@test "a routine that runs while a name is opened anew finds no socket" {
	cp "$ROOT/corpus/routines/while-its-name-is-opened-anew.wsp" anew.wsp
	exported 0 anew.wsp
}

@test "scenarios of the corpus do the same as programs" {
	[ -d "$ROOT/corpus" ] || skip 'there is no corpus'
	find "$ROOT/corpus" -name '*.wsp' | LC_ALL=C sort >files
	awk -v n="$(wc -l <files)" -v k="$SAMPLE" 'int(NR * k / n) > int((NR - 1) * k / n)' files |
		xargs -P "$(nproc)" -I FILE bash -c 'sample "$1"' bash FILE >wrong
	cat wrong
	[ ! -s wrong ]
}
