# SPDX-License-Identifier: MIT
# Certificates, and a server of OpenSSL's that is spoken to when it listens.
# shellcheck shell=bash

needs_openssl() {
	command -v openssl >/dev/null || skip 'openssl is not installed'
}

# issue NAME DAYS SUBJECT_ALT_NAME: NAME.pem and NAME.key, signed by ca.pem, which is made first
issue() {
	[ -e ca.pem ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key \
		-out ca.pem -days 30 -subj '/CN=test authority' 2>/dev/null
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" \
		-subj "/CN=$1" 2>/dev/null
	openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$2" -out "$1.pem" \
		-extfile <(printf 'subjectAltName=%s' "$3") 2>/dev/null
}

# offers TEXT ARGUMENT...: an s_server at $port that sends the text to who asks for it, and says that it ends; it
# has server.pem
offers() {
	[ -e server.pem ] || issue server 30 DNS:localhost,IP:127.0.0.1
	printf '%s' "$1" >text
	shift
	waits_for_calls -HTTP "$@" </dev/null
}

# waits_for_calls ARGUMENT...: an s_server at $port; standard input is what it sends
waits_for_calls() {
	rm -f server.out
	timeout -k 5 60 openssl s_server -accept 127.0.0.1:0 -naccept 1 -cert server.pem -key server.key "$@" \
		<&0 >server.out 2>server.err 3>&- &
	server=$!
	remembers $server
	until_so said server.out '^ACCEPT'
	port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' server.out)
}

# fetches STATUS PLACE_AND_OPTIONS ARGUMENT...: all of the text
fetches() {
	local wanted=$1 place=$2
	shift 2
	receives "$wanted" -v -n0 --send='GET /text HTTP/1.0\r\n\r\n' "$@" "tls:$place"
}

# dies PID: the program that a timeout watches over is gone, and its kernel ends the connection for it
dies() {
	kill -9 "$(pgrep -P "$1" openssl)"
}
