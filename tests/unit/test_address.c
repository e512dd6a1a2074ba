/* SPDX-License-Identifier: MIT */
/* Addresses: what is read, what is refused and where, what is printed. */
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "scenario/address.h"
#include "tests/unit/mutate.h"
#include "wsptls.h"

#define N(array) (sizeof(array) / sizeof(array)[0])
#define P10 "0123456789"
#define P50 P10 P10 P10 P10 P10

/* clang-format off */

/* What is printed, where it is not what was typed. */
static const struct {
	const char *text, *printed;
} good[] = {
	{ "tcp:example.org:80", NULL },
	{ "TCP:example.org:0080", "tcp:example.org:80" },
	{ "tcp:localhost:0", NULL },
	{ "tcp:127.1:80", NULL },
	{ "tcp:a_b-c.d.:65535", NULL },
	{ "tcp:[::1]:80", NULL },
	{ "tcp:[fe80::1%eth0]:80", NULL },
	{ "tcp:[fe80::1%2]:80,nodelay", NULL },
	{ "tcp:[::ffff:192.0.2.1]:80", NULL },
	{ "tcp4:192.0.2.1:80", NULL },
	{ "tcp4:example.org:80", NULL },
	{ "tcp6:[2001:db8::1]:80", NULL },
	{ "tcp-listen:80", NULL },
	{ "tcp-listen:0.0.0.0:80", NULL },
	{ "tcp-listen:[::]:0", NULL },
	{ "tcp4-listen:8080,reuseaddr", NULL },
	{ "tcp6-listen:8080,v6only=off", NULL },
	{ "mptcp:example.org:80", NULL },
	{ "mptcp-listen:80", NULL },
	{ "sctp:example.org:3868", NULL },
	{ "sctp-listen:3868", NULL },
	{ "udp:example.org:53", NULL },
	{ "udp4:127.0.0.1:53", NULL },
	{ "udp6:[::1]:53,bind=[::1]:0", NULL },
	{ "udp-listen:9000", NULL },
	{ "udp-listen:9000,join=239.1.2.3", NULL },
	{ "udp-listen:9000,join=239.1.2.3@eth0,join=239.1.2.4@192.168.100.100", NULL },
	{ "udp-listen:9000,join=ff02::1@eth0", NULL },
	{ "udp-listen:9000,join=[ff02::1]", "udp-listen:9000,join=ff02::1" },
	{ "udp4-listen:9000,connect=127.0.0.1:9001", NULL },
	{ "udp6-listen:[::1]:9000,connect=[::1]:9001", NULL },
	{ "udplite:localhost:9", NULL },
	{ "udplite-listen:9", NULL },
	{ "unix:/tmp/app.sock", NULL },
	{ "unix:relative name", NULL },
	{ "unix:@app", NULL },
	{ "unix:./@app", NULL },
	{ "unix:\\x40app", NULL },
	{ "unix:@@app", NULL },
	{ "unix:@a\\x00b", NULL },
	{ "unix:/tmp/a\\,b\\:c\\\\d", NULL },
	{ "unix:/tmp/\xc3\xa9", "unix:/tmp/\\xc3\\xa9" },
	{ "unix:/tmp/\\x2c\\x0A", "unix:/tmp/\\,\\x0a" },
	{ "unix:///tmp/x", NULL },
	{ "unix:" P50 P50 "1234567", NULL },
	{ "unix:@" P50 P50 "1234567", NULL },
	{ "unix:/tmp/x,bind=/tmp/\\,y,rcvbuf=4k", NULL },
	{ "unix-listen:/tmp/app.sock", NULL },
	{ "unix-dgram:/tmp/app.sock,connect=@other", NULL },
	{ "unix-dgram-listen:@app", NULL },
	{ "seqpacket:/tmp/app.sock", NULL },
	{ "seqpacket-listen:@app", NULL },
	{ "vsock:host:5000", NULL },
	{ "vsock:2:5000", "vsock:host:5000" },
	{ "vsock:LOCAL:5000,bind=6000", "vsock:local:5000,bind=6000" },
	{ "vsock:42:4294967295,bind=local:1", NULL },
	{ "vsock-listen:5000", NULL },
	{ "vsock-listen:any:5000", "vsock-listen:5000" },
	{ "vsock-listen:0:5000", NULL },
	{ "vsock-seqpacket:0x3:5000", "vsock-seqpacket:3:5000" },
	{ "vsock-seqpacket-listen:local:5000", NULL },
	{ "pair:stream", NULL },
	{ "pair:DGRAM,sndbuf=1M", "pair:dgram,sndbuf=1M" },
	{ "pair:seqpacket", NULL },
	{ "pair:tls", NULL },
	{ "pair:DTLS", "pair:dtls" },
	{ "dtls:example.org:4433,resend=0.5s", "dtls:example.org:4433,resend=500ms" },
	{ "tls:example.org:443,ca=a\\,b.pem,alpn=h2:http/1.1,min=1.3", NULL },
	{ "TLS-listen:443,cert=\\x41,verify=no", "tls-listen:443,cert=A,verify=off" },
	{ "fd:3", NULL },
	{ "fd:0x10,rcvbuf=0x1000", "fd:16,rcvbuf=4k" },
	{ "fd:0,join=239.1.2.3", NULL },
	{ "handle:0x1234", "handle:4660" },
	{ "handle:18446744073709551615", NULL },
	{ "tcp:a:1,RCVBUF=4096,sndbuf=1000", "tcp:a:1,rcvbuf=4k,sndbuf=1000" },
	{ "tcp:a:1,keepalive,keepidle=90,keepintvl=2m,keepcnt=-3",
	  "tcp:a:1,keepalive,keepidle=90s,keepintvl=2m,keepcnt=-3" },
	{ "tcp:a:1,user-timeout=1.5,linger=0,oobinline=ON,broadcast=0",
	  "tcp:a:1,user-timeout=1.5s,linger=0s,oobinline,broadcast=off" },
	{ "tcp:a:1,bind=5000", NULL },
	{ "tcp:a:1,bind=localhost:5000", NULL },
	{ "tcp:a:1,sockopt=1:8:4096", NULL },
	{ "tcp:a:1,sockopt=1:8:-1,sockopt=1:8:4294967295",
	  "tcp:a:1,sockopt=1:8:-1,sockopt=1:8:-1" },
	{ "tcp:a:1,sockopt=0x29:0x1:x0100FF", "tcp:a:1,sockopt=41:1:x0100ff" },
	{ "tcp:a:1,sockopt=1:2:x" P10 P10 P10 P10 P10 P10 P10 P10 P10 P10 P10 P10 "01234567",
	  NULL },
};

static const struct {
	const char *text;
	size_t column;
	const char *fragment, *hint;
} bad[] = {
	/* no word, or a wrong one */
	{ "", 0, "no address", "tcp:example.org:80" },
	{ "tpc:host:80", 0, "no such address type: tpc", "did you mean tcp? (tcp:HOST:PORT)" },
	{ "tcp-lisen:80", 0, "no such address type", "did you mean tcp-listen? (tcp-listen:PORT" },
	{ "unx:/tmp/x", 0, "no such address type: unx", "did you mean unix? (unix:PATH)" },
	{ "TCP-L:80", 0, "no such address type: TCP-L", "did you mean tcp-listen?" },
	{ "socketpair", 0, "no such address type", "did you mean pair? (pair:stream" },
	{ "example.org:80", 0, "no such address type: example.org", "write tcp:example.org:80" },
	{ "mail:25,rcvbuf=4k", 0, "no such address type: mail", "write tcp:mail:25" },
	{ "example.org", 0, "no such address type", "write tcp:example.org:PORT" },
	{ "http://example.org/", 0, "no such address type: http", "write tcp:HOST:PORT" },
	{ "frobnicate:x", 0, "no such address type", "tcp:example.org:80" },
	{ "tcp", 3, "no colon after tcp", "write tcp:HOST:PORT, such as tcp:example.org:80" },
	{ "8080", 0, "no address type before the port", "write tcp-listen:8080" },
	{ ":80", 0, "no address type before the colon", "tcp:example.org:80" },
	{ "/tmp/sock", 0, "no address type before the path", "write unix:/tmp/sock" },
	{ "@app", 0, "no address type before the path", "write unix:@app" },
	{ "[::1]:80", 0, "no address type before the host", "write tcp:[::1]:80" },
	{ " tcp:host:80", 0, "no such address type:  tcp", "did you mean tcp?" },
	/* hosts and ports */
	{ "tcp:", 4, "nothing after tcp:", "write tcp:HOST:PORT" },
	{ "tcp:host", 8, "no port after the host", "write tcp:HOST:PORT" },
	{ "tcp:host:", 9, "no port after the colon", "write tcp:HOST:PORT" },
	{ "tcp::80", 4, "no host before the port", "write tcp:HOST:PORT" },
	{ "tcp:80", 4, "no host before the port", "such as tcp:example.org:80" },
	{ "tcp:host:http", 9, "ports are numbers, not http", "write tcp:HOST:PORT" },
	{ "tcp:host:8o80", 10, "ports are numbers, not 8o80", "tcp:example.org:80" },
	{ "tcp:host:-1", 9, "ports are numbers", "tcp:HOST:PORT" },
	{ "tcp:host:80/x", 11, "ports are numbers", "tcp:HOST:PORT" },
	{ "tcp:host:70000", 9, "port 70000 is past 65535", "from 0 to 65535" },
	{ "udp-listen:99999999999999999999999", 11, "is past 65535", "from 0 to 65535" },
	{ "tcp:host:80:90", 11, "the port ends here", "after a comma" },
	{ "tcp:::1:80", 4, "an IPv6 address needs brackets", "write tcp:[::1]:80" },
	{ "tcp:2001:db8::1", 4, "needs brackets", "write tcp:[2001:db8::1]:PORT" },
	{ "tcp:fe80::1%eth0:80", 4, "needs brackets", "write tcp:[fe80::1%eth0]:80" },
	{ "tcp-listen:::", 11, "needs brackets", "write tcp-listen:[::]:PORT" },
	{ "tcp:[::1:80", 11, "no ] after the IPv6 address", "[2001:db8::1]:80" },
	{ "tcp:[::1]", 9, "no port after the host", "write tcp:HOST:PORT" },
	{ "tcp:[::1]80", 9, "a colon and the port", "tcp:HOST:PORT" },
	{ "tcp:[host]:80", 5, "not an IPv6 address: host", "[fe80::1%eth0]:80" },
	{ "tcp:[fe80::1%]:80", 5, "not an IPv6 address", "[fe80::1%eth0]:80" },
	{ "tcp:[127.0.0.1]:80", 5, "not an IPv6 address", "write tcp:127.0.0.1:PORT, without" },
	{ "tcp:300.1.1.1:80", 4, "not an IPv4 address: 300.1.1.1", "192.0.2.1" },
	{ "tcp:me@host:80", 6, "no host name has a '@'", "tcp:HOST:PORT" },
	{ "tcp:my host:80", 6, "no host name has a ' '", "tcp:HOST:PORT" },
	{ "tcp://host:80", 4, "an address has no //", "write tcp:host:80" },
	{ "tcp://host:80/path", 4, "an address has no //", "write tcp:host:80" },
	{ "tcp://host", 4, "an address has no //", "write tcp:HOST:PORT" },
	{ "tcp4:[::1]:80", 6, "tcp4 takes no IPv6 address", "tcp6 does" },
	{ "udp6-listen:127.0.0.1:9", 12, "udp6-listen takes no IPv4", "udp4-listen does" },
	{ "tcp-listen:http", 11, "ports are numbers, not http", "tcp-listen:PORT or HOST:PORT" },
	{ "tcp-listen:127.0.0.1", 20, "no port after the host", "tcp-listen:PORT or" },
	{ "udp-listen::9000", 11, "no host before the port", "any host: write udp-listen:9000" },
	{ "tcp:" P50 P50 P50 P50 P50 "abcdef:80", 4 + 255, "longer than 255 bytes", "" },
	/* paths */
	{ "unix:", 5, "nothing after unix:", "write unix:PATH" },
	{ "unix:@", 6, "no name after @", "write unix:@NAME" },
	{ "unix:" P50 P50 "12345678", 5 + 107, "longer than 107 bytes", "nearer directory" },
	{ "unix:@" P50 P50 "12345678", 6 + 107, "longer than 107 bytes", "directory" },
	{ "unix:/tmp/a:b", 11, "a colon in a path needs a backslash", "write \\:" },
	{ "unix:/tmp/a\\qb", 12, "no such escape in a path: \\q", "\\, \\: \\\\" },
	{ "unix:/tmp/a\\", 12, "nothing after the backslash", "\\xHH" },
	{ "unix:/tmp/a\\x4g", 14, "a hex digit should be here", "write \\xHH" },
	{ "unix:/tmp/a\\x00", 11, "a file name has no NUL byte", "" },
	/* the others */
	{ "vsock:host", 10, "no port after the machine", "write vsock:CID:PORT" },
	{ "vsock:hots:1", 6, "no such machine: hots", "did you mean host?" },
	{ "vsock:4294967296:1", 6, "no such machine", "a CID is a number, host" },
	{ "vsock:any:1", 6, "any machine is no one to reach", "vsock:host:5000" },
	{ "vsock:host:4294967296", 11, "is past 4294967295", "4294967295" },
	{ "vsock-listen:x", 13, "ports are numbers, not x", "PORT or CID:PORT" },
	{ "pair:steam", 5, "no such pair: steam", "did you mean pair:stream?" },
	{ "pair:x", 5, "no such pair: x", "stream, dgram, seqpacket, tls or dtls" },
	{ "fd:", 3, "nothing after fd:", "write fd:NUMBER, such as fd:3" },
	{ "fd:x", 3, "not a number: x", "fd:3" },
	{ "fd:-1", 3, "negative", "fd:3" },
	{ "fd:3k", 4, "not a number: 3k", "fd:3" },
	{ "fd:2147483648", 3, "no descriptor is past 2147483647", "fd:3" },
	/* options */
	{ "tcp:host:80,", 12, "nothing after the comma", "rcvbuf=4k" },
	{ "tcp:host:80,,nodelay", 12, "nothing between the commas", "rcvbuf=4k" },
	{ "udp-listen:9000,rcvbug=4k", 16, "no such option: rcvbug",
	  "did you mean rcvbuf? (rcvbuf=4k)" },
	{ "tcp:host:80, nodelay", 12, "no such option:  nodelay", "did you mean nodelay?" },
	{ "tcp:host:80,frobnicate", 12, "no such option", "sockopt=LEVEL:OPT:VALUE" },
	{ "tcp:host:80,=4", 12, "no such option", "sockopt" },
	{ "tcp:host:80,rcvbuf", 18, "rcvbuf needs a value", "write rcvbuf=4k" },
	{ "tcp:host:80,rcvbuf=", 19, "nothing after rcvbuf=", "write rcvbuf=4k" },
	{ "tcp:host:80,rcvbuf=4x", 20, "no such unit of a size", "k, M or G" },
	{ "tcp:host:80,rcvbuf=2G", 19, "rcvbuf is at most 2147483647", "rcvbuf=4k" },
	{ "tcp:host:80,nodelay=maybe", 20, "neither on nor off: maybe", "nodelay=off" },
	{ "tcp:host:80,nodelay,nodelay", 20, "nodelay stands twice", "" },
	{ "tcp:host:80,keepidle=1.5", 21, "keepidle counts whole seconds", "keepidle=2s" },
	{ "tcp:host:80,user-timeout=5us", 25, "counts whole milliseconds", "user-timeout=2s" },
	{ "tcp:host:80,linger=5h", 20, "no such unit of a duration", "us, ms" },
	{ "tcp:host:80,linger=2147483648", 19, "longer than linger can be", "" },
	{ "tcp:host:80,keepcnt=x", 20, "not a number", "keepcnt=3" },
	{ "tcp:host:80,keepcnt=--3", 20, "negative", "keepcnt=3" },
	{ "tcp:host:80,keepcnt=3000000000", 20, "not between", "keepcnt=3" },
	{ "tcp:host:80,bind=127.0.0.1", 26, "no port after the host", "write bind=PORT or HOST:PORT" },
	{ "tcp:host:80,bind=", 17, "nothing after bind=", "bind=127.0.0.1:0" },
	{ "tcp:host:80,bind", 16, "bind needs a value", "bind=127.0.0.1:0" },
	{ "tcp:host:80,bind=::1:0", 17, "needs brackets", "write bind=[::1]:0" },
	{ "unix:/tmp/x,bind=@", 18, "no name after @", "write bind=@NAME" },
	{ "tcp-listen:80,bind=0", 14, "bind does not go with tcp-listen", "the local end of" },
	{ "udp:host:80,connect=a:1", 12, "connect does not go with udp", "the only peer" },
	{ "udp-listen:9000,connect=9001", 24, "no host before the port", "connect=HOST:PORT" },
	{ "handle:3,rcvbuf=4k", 9, "rcvbuf does not go with handle", "SO_RCVBUF" },
	{ "udp-listen:9000,join=10.1.2.3", 21, "not a multicast group that fits", "join=239.1.2.3" },
	{ "udp4-listen:9000,join=ff02::1", 22, "not a multicast group that fits", "239.1.2.3" },
	{ "udp-listen:9000,join=239.1.2.3@", 31, "no interface is called", "@eth0" },
	{ "udp-listen:9000,join=239.1.2.3@e/0", 32, "no interface is called", "@eth0" },
	{ "unix-dgram:/tmp/x,join=239.1.2.3", 23, "unix-dgram has no multicast groups", "" },
	{ "tcp:host:443,ca=x", 13, "ca is for TLS only", "instead of the system's" },
	{ "fd:3,ca=x", 5, "ca does not go with fd", "instead of the system's" },
	{ "tls:host:443,min=1.4", 17, "no version of TLS: 1.4", "1.0, 1.1, 1.2 and 1.3" },
	{ "tls:host:443,ca=a\\b", 17, "no such escape", "\\xHH" },
	{ "tls:host:443,verify=never", 20, "neither on nor off", "verify=off" },
	{ "tcp:host:80,sockopt=1", 21, "no colon after the level", "LEVEL:OPT:VALUE" },
	{ "tcp:host:80,sockopt=1:8", 23, "no colon after the option", "sockopt=1:8:4096" },
	{ "tcp:host:80,sockopt=SOL:8:1", 20, "not a number: SOL", "as the kernel has them" },
	{ "tcp:host:80,sockopt=1:8:", 24, "no number", "xHEX" },
	{ "tcp:host:80,sockopt=1:8:x", 25, "no bytes after the x", "x0100ff" },
	{ "tcp:host:80,sockopt=1:8:x0", 26, "one hex digit is missing", "x0100ff" },
	{ "tcp:host:80,sockopt=1:8:x0g", 26, "a hex digit should be here", "sockopt=1:8" },
	{ "tcp:host:80,sockopt=1:8:4294967296", 24, "not between", "xHEX" },
	{ "fd:3,sockopt=1:2:x" P50 P50 P10 P10 "012345678", 18 + 128, "more than 64 bytes", "" },
	{ "fd:3,join=239.1.1.1,join=239.1.1.1,join=239.1.1.1,join=239.1.1.1,join=239.1.1.1,"
	  "join=239.1.1.1,join=239.1.1.1,join=239.1.1.1,join=239.1.1.1,join=239.1.1.1,"
	  "join=239.1.1.1,join=239.1.1.1,join=239.1.1.1,join=239.1.1.1,join=239.1.1.1,"
	  "join=239.1.1.1,nodelay", 5 + 16 * 15, "more than 16 options", "" },
};

/* clang-format on */

/* How much of it counts. */
static size_t size_of(const struct address *a)
{
	return offsetof(struct address, options) + a->n_options * sizeof a->options[0];
}

/* Parses what the address prints, and compares byte for byte. */
static void assert_reads_back(const char *text, const struct address *a)
{
	char *printed = address_print(a);
	struct address again;
	struct diag d;

	assert_non_null(printed);
	if (!address_parse(printed, &again, &d))
		fail_msg("%s printed as %s: %s", text, printed, d.text);
	if (memcmp(a, &again, size_of(a)) != 0)
		fail_msg("%s printed as %s is another address", text, printed);
	for (const char *at = printed; *at != '\0'; at++)
		assert_in_range(*at, 0x20, 0x7e);
	free(printed);
}

static struct address parsed(const char *text)
{
	struct address a;
	struct diag d;

	if (!address_parse(text, &a, &d))
		fail_msg("%s: column %zu: %s; %s", text, d.column, d.text, d.hint);
	return a;
}

static void good_addresses_are_read_and_printed(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(good); i++) {
		struct address a = parsed(good[i].text);
		char *printed = address_print(&a);

		assert_string_equal(printed, good[i].printed != NULL ? good[i].printed
								     : good[i].text);
		assert_reads_back(good[i].text, &a);
		free(printed);
	}
}

static void bad_addresses_are_refused_at_their_column(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		struct address a;
		struct diag d;

		if (address_parse(bad[i].text, &a, &d))
			fail_msg("%s is accepted", bad[i].text);
		if (d.column != bad[i].column || !strstr(d.text, bad[i].fragment) ||
		    !strstr(d.hint, bad[i].hint))
			fail_msg("%s: column %zu: %s; %s", bad[i].text, d.column,
				 d.text, d.hint);
	}
}

static void the_examples_of_the_tables_are_good(void **state)
{
	size_t n;
	const struct address_kind *kinds = address_kinds(&n);
	const struct address_option_kind *options;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct address a = parsed(kinds[i].example);

		assert_int_equal(a.kind, i);
		assert_reads_back(kinds[i].example, &a);
	}
	options = address_option_kinds(&n);
	for (size_t i = 0; i < n; i++) {
		char text[128];
		struct address a;

		assert_int_equal(options[i].id, i);
		snprintf(text, sizeof text, "%s,%s",
			 options[i].tls                             ? "tls:a:1"
			 : options[i].roles & 1u << ADDRESS_CONNECT ? "tcp:a:1"
								    : "udp-listen:1",
			 options[i].example);
		a = parsed(text);
		assert_int_equal(a.n_options, 1);
		assert_int_equal(a.options[0].id, i);
		assert_reads_back(text, &a);
	}
}

static void the_parts_of_an_address_land_in_their_fields(void **state)
{
	struct address a = parsed("tcp:[fe80::1%eth0]:80,rcvbuf=4k,linger=2s,"
				  "bind=[::1]:7,sockopt=1:8:x0102,nodelay=off");
	const struct address_option *o = a.options;
	size_t n;

	(void)state;
	assert_string_equal(address_kinds(&n)[a.kind].word, "tcp");
	assert_string_equal(a.place.host, "fe80::1%eth0");
	assert_int_equal(a.place.port, 80);
	assert_int_equal(a.n_options, 5);
	assert_int_equal(o[0].number, 4096);
	assert_int_equal(o[1].number, 2000000);
	assert_string_equal(o[2].place.host, "::1");
	assert_int_equal(o[2].place.port, 7);
	assert_int_equal(o[3].level, 1);
	assert_int_equal(o[3].option, 8);
	assert_int_equal(o[3].raw_length, 2);
	assert_memory_equal(o[3].raw, "\1\2", 2);
	assert_int_equal(o[4].number, 0);

	a = parsed("udp-listen:9000,join=239.1.2.3@eth0,sockopt=1:8:-2,reuseaddr");
	assert_string_equal(a.place.host, "");
	assert_string_equal(o[0].place.host, "239.1.2.3");
	assert_string_equal(o[0].place.word, "eth0");
	assert_int_equal(o[1].raw_length, sizeof(int));
	assert_memory_equal(o[1].raw, &(int){ -2 }, sizeof(int));
	assert_int_equal(o[2].number, 1);

	a = parsed("unix:@a\\,b\\x00");
	assert_true(a.place.abstract);
	assert_int_equal(a.place.path_length, 4);
	assert_memory_equal(a.place.path, "a,b\0", 4);
	a = parsed("vsock-listen:5000");
	assert_int_equal(a.place.cid, UINT32_MAX);
	assert_int_equal(a.place.vsock_port, 5000);
	a = parsed("handle:0x1234");
	assert_int_equal(a.place.number, 0x1234);
}

static void the_listening_end_of_datagrams_is_bound(void **state)
{
	size_t n;
	const struct address_kind *kinds = address_kinds(&n);

	(void)state;
	assert_int_equal(n, 35);
	for (size_t i = 0; i < n; i++)
		if (strstr(kinds[i].word, "-listen") != NULL)
			assert_int_equal(kinds[i].role,
					 kinds[i].type == SOCK_DGRAM &&
							 kinds[i].protocol !=
								 WSPPROTO_DTLS
						 ? ADDRESS_BOUND
						 : ADDRESS_LISTEN);
	assert_int_equal(address_kind_by_word("unix-dgram")->role, ADDRESS_BOUND);
	assert_int_equal(address_kind_by_word("mptcp")->protocol, IPPROTO_MPTCP);
	assert_int_equal(address_kind_by_word("udplite")->protocol, IPPROTO_UDPLITE);
}

static void nearly_right_addresses_are_refused_or_read_back(void **state)
{
	struct mutate m = { 20260107 };
	size_t accepted = 0;
	char text[320];

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct diag d = { 0 };
		struct address a;

		mutate_text(&m, good[mutate_number(&m, N(good))].text,
			    ":,=\\@[]%.-/x0123456789abcdef", text, sizeof text);
		if (address_parse(text, &a, &d)) {
			assert_reads_back(text, &a);
			accepted++;
		}
		assert_in_range(d.column, 0, strlen(text));
	}
	assert_true(accepted > 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_addresses_are_read_and_printed),
		cmocka_unit_test(bad_addresses_are_refused_at_their_column),
		cmocka_unit_test(the_examples_of_the_tables_are_good),
		cmocka_unit_test(the_parts_of_an_address_land_in_their_fields),
		cmocka_unit_test(the_listening_end_of_datagrams_is_bound),
		cmocka_unit_test(nearly_right_addresses_are_refused_or_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
