#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# TLS with OpenSSL's own programs, socat and ncat at the other end.
load helper
load peers
load tls

LISTEN=tls-listen:127.0.0.1:0

# clauses: C1 C4 D2 X23
@test "a TLS stream and its graceful end from s_server" {
	needs_openssl
	offers 'from OpenSSL'
	fetches 0 "localhost:$port,ca=ca.pem"
	outcomes data graceful
	says '"from OpenSSL"$'
	notes 'TLSv1\.3 TLS_AES_256_GCM_SHA384, peer CN=server'
}

# clauses: C3 X23
@test "a server that dies has not said that its stream is over" {
	needs_openssl
	issue server 30 DNS:localhost
	mkfifo words
	exec {words}<>words
	waits_for_calls <words
	printf 'the first half' >&$words
	timeout -k 5 60 "$WSPRECV" recv -v -n0 "tls:localhost:$port,ca=ca.pem" >receiver.out 2>receiver.err 3>&- &
	receiver=$!
	remembers $receiver
	until_so said receiver.out '^#1 data'
	dies $server
	ended 9
	outcomes data truncated-stream
	notes '^wsprecv: TLS: the connection ended without close_notify$'
}

# clauses: D2
@test "TLS 1.2 is spoken where it is the highest" {
	needs_openssl
	offers 'old' -tls1_2
	fetches 0 "localhost:$port,ca=ca.pem"
	notes 'TLSv1\.2 '
	outcomes data graceful
}

# speaks ARGUMENT...: a receiver at s_server, which has heard "hello" and sends what is written to $words
speaks() {
	issue server 30 DNS:localhost
	mkfifo words
	exec {words}<>words
	waits_for_calls "$@" <words
	timeout -k 5 60 "$WSPRECV" recv -v -n0 --send=hello "tls:localhost:$port,ca=ca.pem" >receiver.out 2>receiver.err 3>&- {words}>&- &
	receiver=$!
	remembers $receiver
	until_so said server.out hello
}

# both_ways COMMAND REGEX: new keys by that word of s_server or s_client (their output: $heard), data around them
both_ways() {
	printf 'before\n' >&$words
	until_so said receiver.out '^#1 data 7 .*"before'
	printf '%s\n' "$1" >&$words
	until_so said "$heard" "$2"
	printf 'behind\n' >&$words
	until_so said receiver.out '^#2 data 7 .*"behind'
}

# clauses: D2 C1
@test "a server that wants another handshake gets it, and data come whole around it" {
	needs_openssl
	heard=server.out
	speaks -tls1_2 -msg
	both_ways r '^>>> .*HelloRequest'
	printf 'Q\n' >&$words
	ended 9
	outcomes data data truncated-stream
	until_so said server.out ' 2 server accepts that finished'
}

# clauses: D2
@test "a server that changes its keys, and asks for ours, is understood" {
	needs_openssl
	heard=server.out
	speaks -tls1_3 -msg
	both_ways K '^>>> .*KeyUpdate'
	printf 'Q\n' >&$words
	ended 9
	outcomes data data truncated-stream
}

# calls ARGUMENT...: s_client at a receiver that listens, and has said "hello"; what is written to $words is sent
calls() {
	listens -n0 --send=hello "$LISTEN"
	mkfifo words
	exec {words}<>words
	timeout -k 5 60 openssl s_client -connect "127.0.0.1:$port" -no_ign_eof "$@" <words >client.out 2>client.err 3>&- {words}>&- &
	client=$!
	remembers $client
	until_so said client.out hello
}

# clauses: D2 C1
@test "a client that changes its keys, and asks for ours, is understood" {
	needs_openssl
	heard=client.err
	calls -tls1_3
	both_ways K '^KEYUPDATE'
	printf 'Q\n' >&$words
	ended 0
	outcomes data data graceful
}

# clauses: C4 E13
@test "a client that wants another handshake is refused it, and what it sent before comes whole" {
	needs_openssl
	calls -tls1_2
	printf 'before\n' >&$words
	until_so said receiver.out '^#1 data 7 '
	printf 'R\n' >&$words
	ended 4
	outcomes data aborted
	said client.err 'no renegotiation'
	notes "^wsprecv: TLS: the peer's alert: handshake failure$"
}

@test "the versions that are asked for are the only ones" {
	needs_openssl
	offers '' -tls1_2
	receives 8 "tls:localhost:$port,ca=ca.pem,min=1.3"
	notes "^wsprecv: handshake: no TLS handshake with .*: the peer's alert: protocol version \(WSAECONNABORTED 10053\)$"
}

@test "ALPN reaches the server, and the ciphers are those asked for" {
	needs_openssl
	offers 'x' -alpn h2
	fetches 0 "localhost:$port,ca=ca.pem,alpn=http/1.1:h2,ciphers=TLS_CHACHA20_POLY1305_SHA256"
	notes 'TLSv1\.3 TLS_CHACHA20_POLY1305_SHA256, ALPN h2,'
}

@test "the name that is asked for is another than the host's, and is verified" {
	needs_openssl
	issue server 30 DNS:other.example
	offers 'x' -servername other.example -cert2 server.pem -key2 server.key
	fetches 0 "127.0.0.1:$port,ca=ca.pem,sni=other.example"
	said server.out 'Hostname in TLS extension: "other\.example"'
}

@test "a certificate for another name is refused, and all is told" {
	needs_openssl
	issue server 30 DNS:other.example
	offers ''
	receives 8 "tls:localhost:$port,ca=ca.pem"
	notes '^wsprecv: handshake: cannot verify localhost .*WSAECONNABORTED'
	from=$(openssl x509 -in server.pem -noout -startdate | cut -d = -f 2)
	to=$(openssl x509 -in server.pem -noout -enddate | cut -d = -f 2)
	notes "^wsprecv: certificate: CN=server, signed by CN=test authority, valid from $(date -u -d "$from" +%F) to $(date -u -d "$to" +%F)$"
	notes '^wsprecv: name: localhost$'
	notes '^wsprecv: reason: hostname mismatch$'
}

@test "a certificate that has expired is refused" {
	needs_openssl
	issue server -1 DNS:localhost
	offers ''
	receives 8 "tls:localhost:$port,ca=ca.pem"
	notes '^wsprecv: reason: certificate has expired$'
}

@test "who is not known to the system's store is refused by default" {
	needs_openssl
	offers ''
	receives 8 "tls:localhost:$port"
	notes '^wsprecv: reason: unable to get local issuer certificate$'
	offers ''
	receives 8 --json "tls:localhost:$port"
	keeps_schema
	says '"stage":"handshake".*"certificate":"CN=server, .*"name":"localhost","reason":"unable to get local issuer certificate"'
}

@test "verify=no looks at nothing, and says so loudly" {
	needs_openssl
	issue server -1 DNS:other.example
	offers 'anybody'
	fetches 0 "localhost:$port,verify=no" -q
	notes '^wsprecv: warning: verify=no: '
	outcomes data graceful
}

@test "JSON tells of the session" {
	needs_openssl
	offers 'one' -alpn h2
	fetches 0 "localhost:$port,ca=ca.pem,alpn=h2" --json
	keeps_schema
	says '"tls":\{"version":"TLSv1\.3","cipher":"[A-Z0-9_]+","alpn":"h2","peer":"CN=server","verified":true,"resumed":false,"records":1,"ending":"(none|graceful)","alert":null\}'
	says '"outcome":"graceful".*"ending":"graceful"'
}

@test "a session is taken up again" {
	needs_openssl
	for version in 1.3 1.2; do
		offers 'one' -naccept 2
		fetches 0 "localhost:$port,ca=ca.pem,max=$version,session=s$version.pem" --json
		says '"resumed":false'
		[ "$(stat -c %a s$version.pem)" = 600 ]
		grep -q 'BEGIN SSL SESSION' s$version.pem
		fetches 0 "localhost:$port,ca=ca.pem,max=$version,session=s$version.pem" --json
		keeps_schema
		says '"resumed":true'
	done
}

@test "secrets are written where asked for, or where SSLKEYLOGFILE says" {
	needs_openssl
	offers 'one'
	fetches 0 "localhost:$port,ca=ca.pem,keylog=keys.log"
	grep -q '^SERVER_TRAFFIC_SECRET_0 ' keys.log
	[ "$(stat -c %a keys.log)" = 600 ]
	offers 'two'
	export SSLKEYLOGFILE=env.log
	fetches 0 "localhost:$port,ca=ca.pem"
	grep -q '^SERVER_TRAFFIC_SECRET_0 ' env.log
}

@test "files that cannot be used are told by name" {
	receives 7 tls:localhost:1,ca=none.pem
	notes '^wsprecv: tls: cannot trust none\.pem: No such file or directory'
	receives 7 "$LISTEN,cert=none.pem"
	notes '^wsprecv: tls: cannot use the certificate none\.pem: No such file or directory'
	receives 7 "$LISTEN,key=none.pem"
	notes '^wsprecv: tls: a key without a certificate'
	receives 7 tls:localhost:1,ciphers=none
	notes '^wsprecv: tls: cannot use the ciphers none: no cipher match'
	receives 7 tls:localhost:1,min=1.3,max=1.2
	notes '^wsprecv: tls: there is no such span of versions'
	receives 7 tls:localhost:1,record=17k
	notes '^wsprecv: tls: a record has 512 to 16384 bytes'
}

@test "a key that needs a pass phrase gets it from its file, never from a terminal" {
	needs_openssl
	issue server 30 DNS:localhost
	openssl ec -in server.key -aes128 -passout pass:secret -out locked.key 2>/dev/null
	receives 7 "$LISTEN,cert=server.pem,key=locked.key"
	notes '^wsprecv: tls: cannot use the key locked\.key'
	echo secret >pass.txt
	listens -n0 "$LISTEN,cert=server.pem,key=locked.key,pass-file=pass.txt"
	printf 'hello' | stranger openssl s_client -connect "127.0.0.1:$port" -quiet -no_ign_eof >client.out 2>&1 || :
	ended 0
	outcomes data graceful
}

# clauses: C1 X23
@test "a listening end makes a certificate to throw away, and says its fingerprint" {
	needs_openssl
	listens -n0 "$LISTEN"
	printf 'hello' | stranger openssl s_client -connect "127.0.0.1:$port" -no_ign_eof >client.out 2>client.err || :
	ended 0
	outcomes data graceful
	notes "fingerprint $(openssl x509 -in client.out -noout -fingerprint -sha256 | cut -d = -f 2)$"
	openssl x509 -in client.out -noout -checkend 3600
	[ "$(openssl x509 -in client.out -noout -subject -issuer -nameopt RFC2253)" = \
		"subject=CN=wsprecv\\, to throw away
issuer=CN=wsprecv\\, to throw away" ]
}

# clauses: C1 X23
@test "ALPN of a listening end is the first of its own" {
	needs_openssl
	listens -n0 "$LISTEN,alpn=h2:http/1.1"
	printf 'x' | stranger openssl s_client -connect "127.0.0.1:$port" -alpn http/1.1,h2 -no_ign_eof >client.out 2>&1 || :
	ended 0
	said client.out '^ALPN protocol: h2'
	notes 'ALPN h2$'
}

@test "with ca= a listening end wants a certificate, and refuses who has none" {
	needs_openssl
	issue client 30 DNS:client
	listens -n0 "$LISTEN,ca=ca.pem"
	printf 'x' | stranger openssl s_client -connect "127.0.0.1:$port" -quiet -no_ign_eof >client.out 2>&1 || :
	ended 8
	notes '^wsprecv: handshake: no TLS handshake with 127\.0\.0\.1:[0-9]+: peer did not return a certificate'
	listens -n0 "$LISTEN,ca=ca.pem"
	printf 'x' | stranger openssl s_client -connect "127.0.0.1:$port" -quiet -no_ign_eof -cert client.pem -key client.key >client.out 2>&1 || :
	ended 0
	notes 'peer CN=client$'
}

@test "what is not TLS is told as that" {
	listens -n0 "$LISTEN"
	printf 'GET / HTTP/1.0\r\n\r\n' | stranger socat -u - "TCP:127.0.0.1:$port"
	ended 8
	notes '^wsprecv: handshake: no TLS handshake with 127\.0\.0\.1:[0-9]+: (http request|wrong version number)'
	listens -n0 "$LISTEN"
	stranger socat -u /dev/null "TCP:127.0.0.1:$port"
	ended 8
	notes 'the connection ended without close_notify'
}

# clauses: C1 C4 X23
@test "a TLS stream from socat" {
	socat -V | grep -q 'define WITH_OPENSSL 1' || skip 'socat is built without OpenSSL'
	listens -n0 "$LISTEN"
	printf 'from socat' | stranger socat -u - "OPENSSL:127.0.0.1:$port,verify=0"
	ended 0
	outcomes data graceful
	says '"from socat"$'
}

# clauses: C4 X23
@test "ncat does not say that its stream is over" {
	command -v ncat >/dev/null || skip 'ncat is not installed'
	listens -n0 "$LISTEN"
	printf 'from ncat' | stranger ncat --ssl --send-only 127.0.0.1 "$port"
	status=0
	wait "$receiver" || status=$?
	output=$(cat receiver.out)
	stderr=$(cat receiver.err)
	says '^#1 data 9 bytes .*"from ncat"$'
	says '^#2 (truncated-stream|reset) '
}

# clauses: C3 X23
@test "a client that dies has cut its stream" {
	needs_openssl
	listens -n0 "$LISTEN"
	mkfifo words
	exec {words}<>words
	timeout -k 5 60 openssl s_client -connect "127.0.0.1:$port" -quiet <words >client.out 2>&1 3>&- &
	client=$!
	remembers $client
	printf hello >&$words
	until_so said receiver.out '^#1 data 5 '
	dies $client
	ended 9
	outcomes data truncated-stream
}

# clauses: K2 X23
@test "overlapped receives over TLS, by event and by routine" {
	for mode in event routine; do
		receives 0 -m $mode -n 3 --peer='send "one"; send "two"; shutdown; hold' -b 3 pair:tls
		outcomes data data graceful
	done
	receives 9 -m poll -n 2 --peer='send "one"; cut; hold' pair:tls
	notes '^wsprecv: TLS: the connection ended without close_notify$'
}

# clauses: E13 X23
@test "a fatal alert is named, by standard error and in JSON" {
	receives 4 -n 2 --peer='send "one"; alert bad-record-mac; hold' pair:tls
	outcomes data aborted
	notes "^wsprecv: TLS: the peer's alert: bad record mac$"
	receives 4 -n 2 --json --peer='send "one"; alert 120; hold' pair:tls
	keeps_schema
	says '"outcome":"aborted".*"ending":"alert","alert":"no-application-protocol"'
}

# clauses: E8
@test "there is no out-of-band data over TLS" {
	receives 11 -f oob pair:tls
	says 'WSAEOPNOTSUPP'
}

# clauses: E14 C3
@test "a reset below TLS is a reset" {
	receives 4 -n 2 --connect-peer --peer='send "abc"; read 1; rst' --send=x "$LISTEN"
	outcomes data reset
}
