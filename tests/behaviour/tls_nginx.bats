#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# TLS with a server that people run: nginx. It has a site for each name that is asked for.
load helper
load peers
load tls

# site NAME CERTIFICATE: what nginx offers to those who ask for that name
site() {
	printf 'server { listen 127.0.0.1:%s ssl http2; server_name %s; ssl_certificate %s.pem; ssl_certificate_key %s.key;\n' \
		"$port" "$1" "$2" "$2"
	printf 'location / { return 200 "this is %s"; } }\n' "$1"
}

# runs_nginx PROTOCOL...: a server at $port that speaks these versions, with the sites that the tests are about
runs_nginx() {
	command -v nginx >/dev/null || skip 'nginx is not installed'
	needs_openssl
	issue localhost 30 DNS:localhost
	issue alias 30 DNS:alias.test
	issue expired -1 DNS:expired.test
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout self.key -out self.pem -days 30 \
		-subj '/CN=self' -addext subjectAltName=DNS:self.test 2>/dev/null
	closed_port TCP
	{
		echo 'daemon off; master_process off; pid nginx.pid; error_log stderr notice; events {}'
		echo 'http { access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;'
		echo "uwsgi_temp_path uwsgi; scgi_temp_path scgi; ssl_protocols $*;"
		site localhost localhost
		site alias.test alias
		site expired.test expired
		site self.test self
		echo '}'
	} >nginx.conf
	timeout -k 5 60 nginx -p "$PWD" -c "$PWD/nginx.conf" >nginx.out 2>nginx.err 3>&- </dev/null &
	remembers $!
	until_so said nginx.err 'using the "[a-z]*" event method|\[emerg\]'
	until_so stranger socat -u /dev/null "TCP:127.0.0.1:$port"
}

# asks STATUS NAME OPTIONS ARGUMENT...: for the page of that name
asks() {
	local wanted=$1 name=$2 options=$3
	shift 3
	receives "$wanted" -v -n0 -b 100 --send="GET / HTTP/1.1\r\nHost: $name\r\nConnection: close\r\n\r\n" "$@" \
		"tls:127.0.0.1:$port,sni=$name,ca=ca.pem$options"
}

# clauses: C1 C4 D2 X23
@test "pages of nginx and their graceful end, over TLS 1.2 and 1.3, with ALPN" {
	runs_nginx TLSv1.2 TLSv1.3
	asks 0 localhost ,alpn=http/1.1
	says 'this is localhost'
	says '^#[0-9]+ graceful '
	notes 'TLSv1\.3 TLS_[A-Z0-9_]+, ALPN http/1\.1, peer CN=localhost$'
	asks 0 localhost ,max=1.2
	says 'this is localhost'
	notes 'TLSv1\.2 ECDHE-'
}

@test "the name that is asked for chooses the site and its certificate" {
	runs_nginx TLSv1.3
	asks 0 alias.test ''
	says 'this is alias\.test'
	notes 'peer CN=alias$'
}

@test "an old version only, where a new one is asked for" {
	runs_nginx TLSv1.2
	asks 8 localhost ,min=1.3
	notes "^wsprecv: handshake: no TLS handshake .*the peer's alert: protocol version"
	asks 0 localhost ''
	notes 'TLSv1\.2 '
}

@test "another name, a certificate that has expired, and one that signs itself are refused" {
	runs_nginx TLSv1.3
	asks 8 nobody.test ''
	notes '^wsprecv: certificate: CN=localhost, signed by CN=test authority'
	notes '^wsprecv: reason: hostname mismatch$'
	asks 8 expired.test ''
	notes '^wsprecv: certificate: CN=expired, '
	notes '^wsprecv: reason: certificate has expired$'
	asks 8 self.test ''
	notes '^wsprecv: certificate: CN=self, signed by CN=self'
	notes '^wsprecv: reason: self-signed certificate$'
	asks 0 expired.test ,verify=no
	says 'this is expired\.test'
}

@test "nginx takes a session up again" {
	runs_nginx TLSv1.2 TLSv1.3
	for version in 1.3 1.2; do
		asks 0 localhost ",max=$version,session=s$version.pem" --json
		says '"resumed":false'
		asks 0 localhost ",max=$version,session=s$version.pem" --json
		keeps_schema
		says '"resumed":true'
	done
}

@test "tshark reads a session with the secrets that were written" {
	command -v tshark >/dev/null || skip 'tshark is not installed'
	runs_nginx TLSv1.3
	timeout -k 5 60 tshark -i lo -f "tcp port $port" -w heard.pcap >tshark.out 2>tshark.err 3>&- </dev/null &
	tshark=$!
	remembers $tshark
	until_so tshark_hears
	[ -e heard.pcap ] || skip "tshark may not listen here: $(tail -n 1 tshark.err)"
	asks 0 localhost ,keylog=keys.log
	until_so tshark_has 'this is localhost'
	run tshark -r heard.pcap -Y http 2>/dev/null
	[ "$status" = 0 ] && ! grep -q HTTP <<<"$output"
}

# Whether it listens, or never will: a first connection is in its file.
tshark_hears() {
	kill -0 "$tshark" 2>/dev/null || return 0
	stranger socat -u /dev/null "TCP:127.0.0.1:$port" && [ -s heard.pcap ] && tshark -r heard.pcap 2>/dev/null | grep -q .
}

# tshark_has TEXT: in the page that it reads
tshark_has() {
	tshark -r heard.pcap -o tls.keylog_file:keys.log -Y http.response -T fields -e http.file_data 2>/dev/null |
		grep -q "$1"
}
