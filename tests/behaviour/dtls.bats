#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# DTLS with OpenSSL's own programs at the other end.
load helper
load peers
load tls

LISTEN=dtls-listen:127.0.0.1:0

# serves_dtls ARGUMENT...: an s_server at $port that sends what is written to $words
serves_dtls() {
	[ -e server.pem ] || issue server 30 DNS:localhost,IP:127.0.0.1
	rm -f words
	mkfifo words
	exec {words}<>words
	waits_for_calls -dtls "$@" <words
}

# clauses: D3 D5
@test "messages from s_server, one a record" {
	needs_openssl
	serves_dtls
	timeout -k 5 60 "$WSPRECV" recv -v -n2 --send=hello "dtls:localhost:$port,ca=ca.pem" >receiver.out 2>receiver.err 3>&- {words}>&- &
	receiver=$!
	remembers $receiver
	until_so said server.out hello
	printf 'one' >&$words
	until_so said receiver.out '^#1 '
	printf 'two' >&$words
	until_so said receiver.out '^#2 '
	ended 0
	outcomes data data
	says '"one"$'
	says '"two"$'
	notes 'DTLSv1\.2 ECDHE-[A-Z0-9-]+, peer CN=server$'
}

# clauses: D8
@test "what is longer than the buffers is lost" {
	needs_openssl
	listens -n 3 -b 4 "$LISTEN"
	{
		printf 'a long one\n'
		until_so said receiver.out '^#1 '
		printf 'two\n'
	} | stranger openssl s_client -dtls -connect "127.0.0.1:$port" -quiet -no_ign_eof >client.out 2>&1 || :
	ended 10
	outcomes truncated data graceful
	says '^#1 truncated 4 bytes .* WSAEMSGSIZE .* message 11 lost 7 '
}

# clauses: C2 X23
@test "a listening end of DTLS makes a certificate to throw away, and says its fingerprint" {
	needs_openssl
	listens -n0 "$LISTEN"
	printf 'hello' | stranger openssl s_client -dtls -connect "127.0.0.1:$port" -no_ign_eof >client.out 2>client.err || :
	ended 0
	outcomes data graceful
	notes "fingerprint $(openssl x509 -in client.out -noout -fingerprint -sha256 | cut -d = -f 2)"
}

@test "over DTLS too a certificate is verified, and all is told" {
	needs_openssl
	issue server 30 DNS:other.example
	serves_dtls
	receives 8 "dtls:localhost:$port,ca=ca.pem"
	notes '^wsprecv: handshake: cannot verify localhost .*WSAECONNABORTED'
	notes '^wsprecv: certificate: CN=server, signed by CN=test authority'
	notes '^wsprecv: name: localhost$'
	notes '^wsprecv: reason: hostname mismatch$'
	serves_dtls
	receives 8 "dtls:localhost:$port,sni=other.example"
	notes '^wsprecv: reason: unable to get local issuer certificate$'
	receives 7 "dtls:localhost:$port,max=1.3"
	notes '^wsprecv: tls: there is no such span of versions'
}

@test "ALPN, and JSON of a DTLS session that is taken up again" {
	needs_openssl
	serves_dtls -naccept 2 -alpn h2
	for resumed in false true; do
		receives 5 --json -m nonblocking "dtls:localhost:$port,ca=ca.pem,alpn=h2,session=s.pem"
		keeps_schema
		says '"version":"DTLSv1\.2".*"alpn":"h2","peer":"CN=server"'
		says "\"resumed\":$resumed"
	done
}

# clauses: E14
@test "nobody there, and nobody who answers" {
	needs_openssl
	closed_port UDP
	receives 8 "dtls:127.0.0.1:$port,verify=no"
	notes '^wsprecv: handshake: no TLS handshake with .*: Connection refused \(WSAECONNREFUSED 10061\)$'
	listens -n0 "$UDP"
	receives 7 -t 2 "dtls:127.0.0.1:$port,verify=no,resend=100ms"
	notes 'nobody answered in time'
	until_so said receiver.out '^#3 data '
}

# clauses: D1 X23
@test "who gets no answer asks twelve times more, and gives up" {
	listens -n0 "$UDP"
	receives 8 "dtls:127.0.0.1:$port,verify=no,resend=1ms"
	notes '^wsprecv: handshake: no TLS handshake with .*: nobody answers \(WSAETIMEDOUT 10060\)$'
	until_so said receiver.out '^#13 data '
	kill -INT "$(pgrep -P "$receiver")"
	wait "$receiver" || :
	[ "$(grep -c '^#[0-9]* data ' receiver.out)" = 13 ]
}

# clauses: D5
@test "a DTLS message from ncat" {
	command -v ncat >/dev/null || skip 'ncat is not installed'
	listens -n0 "$LISTEN"
	printf 'from ncat' | stranger ncat --udp --ssl --send-only 127.0.0.1 "$port"
	until_so said receiver.out '^#1 data 9 .*"from ncat"$'
}

# clauses: C2 E14
@test "the built-in peer speaks DTLS, and pairs do" {
	receives 0 -n0 --connect-peer --peer='send "one"; send "two"; shutdown; hold' "$LISTEN"
	outcomes data data graceful
	for mode in event routine; do
		receives 0 -m $mode -n 3 --peer='send "one"; send "two"; shutdown; hold' pair:dtls
		says '^#1 data 3 '
		says '^#2 data 3 '
		says '^#3 (call )?graceful '
	done
	receives 0 --peer='empty; send "one"; hold' pair:dtls
	outcomes data
	notes "^wsprecv: the peer's step 1 failed: empty: .* \(EOPNOTSUPP\)\$"
}

# clauses: C2 X23
@test "a DTLS message from socat, and its graceful end" {
	socat -V | grep -q 'define WITH_OPENSSL 1' || skip 'socat is built without OpenSSL'
	listens -n0 "$LISTEN"
	printf 'from socat' | stranger socat -u - "OPENSSL-DTLS-CLIENT:127.0.0.1:$port,verify=0"
	ended 0
	outcomes data graceful
	says '"from socat"$'
}
