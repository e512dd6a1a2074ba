/* SPDX-License-Identifier: MIT */
/* The same verbs on the kernel's sockets and on those in memory say the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "net/bsd.h"
#include "net/sim.h"
#include "tests/unit/kernel.h"
#include "tests/unit/verbs.h"
#include "tests/unit/wsp_plain.h"

#define TCP(kind) \
	"open L " kind "; bind L; listen L 5; open A " kind \
	"; connect A L; accept B L; ask A error; "
#define PAIR(kind) "pair A B " kind "; "
#define TWO(kind) "open A " kind "; bind A; open B " kind "; bind B; "
#define LOCAL(kind) \
	"open L " kind "; bind L; listen L 5; open A " kind \
	"; connect A L; accept B L; "

static const char *const sequences[] = {
	/* fresh sockets */
	"open A tcp; recv A 1; send A x; shut A; name A; peer A; ask A hung; ask A "
	"error",
	"open A tcp; ask A waiting; ask A oob; ask A unsent; urgent A 1; listen A 1; "
	"name A",
	"open A udp; recv A 1; send A x; name A; peer A; ask A hung; shut A; ask A "
	"waiting",
	"open A udp; listen A 1; accept B A; to A loop x; name A; oob A x; recv A 1",
	"open A stream; recv A 1; send A x; name A; peer A; ask A hung; shut A; listen "
	"A 1",
	"open A dgram; recv A 1; send A x; name A; peer A; ask A hung; listen A 1; "
	"accept B A",
	"open A record; recv A 1; send A x; name A; peer A; ask A hung; shut A; listen "
	"A 1",
	"open A stream; accept B A; to A nobody x; ask A waiting; ask A timeout",
	"open A stream; shut A; send A x; recv A 1",

	/* names and binding */
	"open A tcp; bind A; name A; bind A; bind A any; open B tcp; bind B A",
	"open A tcp; bind A far; bind A any; name A; open B tcp; bind B A",
	"open A tcp; set A reuseaddr 1; bind A; open B tcp; bind B A; set B reuseaddr "
	"1; "
	"bind B A; listen A 1; listen B 1; open C tcp; set C reuseaddr 1; bind C A",
	"open A udp; set A reuseaddr 1; bind A; open B udp; set B reuseaddr 1; bind B "
	"A; "
	"open C udp; to C A x; recv A 9; recv B 9",
	"open A udp; bind A; open B tcp; bind B A; open C udp; bind C A; bind A",
	"open A tcp6; bind A; name A; open B tcp; bind B A; bind B far",
	"open A tcp6; bind A any; listen A 1; name A; open B tcp6; connect B A; name "
	"B; peer B",
	"open A stream; bind A; name A; bind A; bind A nobody; open B stream; bind B A",
	"open A stream; bind A file; name A; open B stream; bind B file; connect B "
	"file; "
	"close A; connect B file; connect B nofile; connect B nobody; bind B file",
	"open A dgram; bind A file; open B dgram; to B file hi; from A 9; to B nofile "
	"x; "
	"to B nobody x; connect B file; peer B; open C stream; connect C file",
	TCP("tcp") "name A; name B; peer A; peer B; name L; peer L",
	TCP("tcp6") "name A; name B; peer A; peer B",
	LOCAL("stream") "name A; name B; peer A; peer B; close B; peer A",
	LOCAL("record") "name A; name B; peer A; peer B; send A x; from B 9",
	PAIR("record") "name A; send A x; name A; peer B; from B 9; name B",
	PAIR("stream") "name A; peer A; send A x; from B 9; close B; peer A",
	PAIR("dgram") "name A; peer A; send A x; from B 9; close B; peer A; send A x; "
		      "peer A",

	/* TCP: connecting */
	"open A tcp; connect A nobody; ask A hung; recv A 1; recv A 1; name A; peer A",
	"open A tcp; connect A nobody; ask A hung; ask A error; ask A error; connect A "
	"nobody",
	"open A tcp; connect A nobody; ask A hung; send A x; send A x; connect A "
	"nobody",
	"open A tcp; connect A nobody; ask A hung; connect A nobody; connect A nobody",
	"open A tcp6; connect A nobody; ask A hung; ask A error",
	"open L tcp; bind L; listen L 1; get L acceptconn; open A tcp; connect A L; "
	"peer A; "
	"connect A L; connect A L; connect L A; recv L 1; shut L; ask L hung; ask L "
	"waiting",
	"open L tcp; bind L; open A tcp; connect A L; ask A hung; ask A error; accept "
	"B L",
	"open L tcp; bind L; listen L 0; open A tcp; connect A L; open B tcp; connect "
	"B L; "
	"recv B 1; send B x; peer B; ask B hung; connect B L; accept C L; peer B; "
	"accept D L; "
	"ask B error; send B hey; ask D waiting; recv D 9",
	"open L tcp; bind L; listen L 5; open A tcp; connect A L; open B tcp; connect "
	"B L; "
	"send B second; send A first; accept C L; ask C waiting; recv C 9; accept D L; "
	"ask D waiting; recv D 9; accept E L",
	"open L tcp; bind L; listen L 5; open A tcp; connect A L; peer A; close L; ask "
	"A hung; "
	"recv A 1; recv A 1; send A x",
	"open L tcp; bind L; listen L 5; open A tcp; connect A L; send A hi; close A; "
	"accept B L; ask B hung; recv B 9; recv B 9; peer B",
	"open L tcp; bind L; listen L 5; open A tcp; connect A L; abort A; accept B L; "
	"ask B hung; recv B 9; recv B 9; peer B",
	"open L tcp; bind L any; listen L 5; name L; open A tcp; connect A L; name A; "
	"peer A; "
	"accept B L; name B; peer B",
	"open A tcp; bind A other; listen A 5; open B tcp; connect B A; name B; peer B",
	"open L tcp6; bind L any; listen L 5; open A tcp6; bind A; connect A L; accept "
	"B L; peer B",
	TCP("tcp") "listen A 1; bind A; connect A none",

	/* TCP: data and ends */
	TCP("tcp") "send A abc; ask B waiting; send A def; ask B waiting; peek B 4; "
		   "recv B 4; "
		   "recv B 9; recv B 9; send B back; ask A waiting; from A 9; ask A "
		   "unsent",
	TCP("tcp6") "send A abc; ask B waiting; recv B 2; ask B waiting; recv B 9; "
		    "shut A; "
		    "ask B hung; recv B 9",
	TCP("tcp") "send A -; recv B 9; send A ab; ask B waiting; recv B 0; peek B 0; "
		   "recv B 9; "
		   "recv B 0",
	TCP("tcp") "send A abc; shut A; ask B hung; ask B waiting; recv B 2; recv B 2; "
		   "recv B 2; "
		   "recv B 0; send B ok; ask A waiting; recv A 9; send A x; ask A "
		   "hung; shut A",
	TCP("tcp") "send A abc; close A; ask B hung; recv B 9; recv B 9; send B x; "
		   "ask B error; send B x; recv B 9; peer B; shut B; ask B hung",
	TCP("tcp") "close A; ask B hung; send B x; peer B; send B y; send B z; recv B "
		   "1; "
		   "ask B error",
	TCP("tcp") "close A; ask B hung; send B x; peer B; recv B 1; ask B error; ask "
		   "B error",
	TCP("tcp") "send B abc; ask A waiting; close A; ask B hung; recv B 9; recv B "
		   "9; send B x",
	TCP("tcp") "send B abc; ask A waiting; close A; ask B hung; send B x; send B "
		   "x; recv B 9",
	TCP("tcp") "send B abc; ask A waiting; send A xyz; ask B waiting; close A; ask "
		   "B hung; "
		   "recv B 9; recv B 9; recv B 9; peer B; name B",
	TCP("tcp") "send B abc; ask A waiting; shut A; ask B hung; close A; peer B; "
		   "recv B 9; "
		   "ask B error",
	TCP("tcp") "send A abc; ask B waiting; abort A; ask B hung; ask B waiting; "
		   "recv B 2; "
		   "recv B 2; recv B 2; recv B 2; send B x",
	TCP("tcp") "abort A; ask B hung; ask B error; recv B 9; ask B oob; urgent B 1; "
		   "shut B",
	TCP("tcp") "set A linger 0; get A linger; close A; ask B hung; recv B 9; recv "
		   "B 9",
	TCP("tcp") "set A linger 5; close A; ask B hung; recv B 9; recv B 9",
	TCP("tcp") "shut A; shut B; ask A hung; ask A unsent; recv A 9; recv B 9; peer "
		   "A; peer B; "
		   "send A x; shut A; name A; ask A error",
	TCP("tcp") "shut A; ask B hung; abort B; ask A hung; peer A; recv A 9; recv A "
		   "9; ask A error",
	TCP("tcp") "shut A; ask B hung; abort A; peer B; recv B 9; send B x; send B x; "
		   "ask B error",
	TCP("tcp") "shut A; ask B hung; send B data; ask A waiting; close A; peer B; "
		   "recv B 9; "
		   "ask B error",
	TCP("tcp") "get A acceptconn; get A type; get B keepalive; close L; send A x; "
		   "ask B waiting; recv B 1",
	"open L tcp; bind L; set L oobinline 1; set L keepalive 1; set L linger 7; "
	"listen L 1; "
	"open A tcp; connect A L; accept B L; get B oobinline; get B keepalive; get B "
	"linger",

	/* TCP: the urgent byte */
	TCP("tcp") "urgent B 1; oob A abc!; ask B oob; ask B waiting; recv B 2; recv B "
		   "9; "
		   "urgent-peek B 1; urgent B 1; urgent B 1; ask B oob; recv B 9",
	TCP("tcp") "send A ab; oob A !; send A cd; ask B oob; peek B 9; recv B 9; ask "
		   "B oob; "
		   "recv B 9; ask B oob; urgent B 1",
	TCP("tcp") "oob A !; ask B oob; ask B waiting; recv B 9; ask B oob; urgent B 1",
	TCP("tcp") "oob A !; ask B oob; urgent B 1; close B; ask A hung; recv A 9",
	TCP("tcp") "oob A a!; ask B oob; oob A b?; ask B waiting; recv B 9; urgent B "
		   "1; recv B 9; "
		   "recv B 9",
	TCP("tcp") "oob A !; ask B oob; urgent B 1; oob A ?; ask B oob; recv B 9; "
		   "urgent B 1; recv B 9",
	TCP("tcp") "oob A !; ask B oob; urgent B 1; send A xy; oob A ?; ask B oob; ask "
		   "B waiting; "
		   "recv B 9; urgent B 1; send A z; recv B 9",
	TCP("tcp") "set B oobinline 1; send A ab; oob A !; send A cd; ask B waiting; "
		   "ask B oob; "
		   "urgent B 1; recv B 9; ask B oob; recv B 9",
	TCP("tcp") "oob A ab!; ask B oob; set B oobinline 1; ask B waiting; recv B 9; "
		   "recv B 9",
	TCP("tcp") "oob A ab!; ask B oob; shut A; ask B hung; recv B 9; ask B waiting; "
		   "urgent B 1; "
		   "recv B 9; urgent B 1",
	TCP("tcp") "oob A ab!; ask B oob; abort A; ask B hung; urgent B 1; recv B 9; "
		   "recv B 9",
	TCP("tcp") "oob A -; urgent B 1; oob A !; ask B oob; urgent B 0; urgent B 1; "
		   "recv B 9",
	TCP("tcp") "oob A ab!; ask B oob; peek B 1; recv B 1; peek B 9; recv B 1; peek "
		   "B 9; "
		   "urgent B 1; peek B 9; send A c; peek B 9; recv B 1",

	/* UDP */
	TWO("udp") "to A B hello; ask B waiting; from B 9; to B A -; ask A waiting; "
		   "from A 9; "
		   "recv A 9; name A; peer A",
	TWO("udp") "to A B hello; to A B second; ask B waiting; peek B 2; recv B 2; "
		   "from B 9; recv B 9",
	TWO("udp") "to A B abc; recv B 0; to A B -; recv B 0; recv B 0; send A x; to A "
		   "B -; peek B 5; "
		   "recv B 5; recv B 5",
	TWO("udp6") "to A B hello; ask B waiting; from B 9; connect B A; peer B; send "
		    "B x; from A 9; "
		    "oob A x; oob B y; ask A waiting; from A 9; send B #70000",
	"open A udp; bind A; open B udp; to B A x; name B; from A 9; connect B A; name "
	"B; "
	"send B y; from A 9; connect B none; name B; peer B; send B x",
	TWO("udp") "open C udp; connect A B; to C A x; to B A y; from A 9; recv A 9; "
		   "to A C z; from C 9",
	TWO("udp") "open C udp; to C A x; to B A y; connect A B; from A 9; from A 9; "
		   "recv A 9",
	TWO("udp") "connect A B; connect B A; send A x; from B 9; shut A; send A y; "
		   "recv A 1; "
		   "close B; recv A 1; to A nobody x",
	"open A udp; connect A nobody; send A x; recv A 9; recv A 9; send A x; send A "
	"x; send A x; "
	"ask A error; ask A error",
	"open A udp; to A nobody x; recv A 9; ask A error; set A recverr 1; to A "
	"nobody x; recv A 9; "
	"recv A 9; to A nobody x; ask A error; recv A 9",
	"open A udp6; connect A nobody; name A; send A x; recv A 9; recv A 9; set A "
	"recverr 1; "
	"get A recverr; send A x; ask A error; recv A 9",
	"open A udp; bind A; open B udp; bind B; connect B A; close A; send B x; send "
	"B x; recv B 1",
	TWO("udp") "open C udp; connect C A; connect A B; send C x; recv C 9; recv A 9",
	TWO("udp") "connect A B; set A recverr 1; to A nobody x; recv A 9; close B; "
		   "send A x; recv A 9; "
		   "recv A 9",
	TWO("udp") "to A B #65507; ask B waiting; recv B 9; to A B #65508; to A B "
		   "#70000; recv B 9",
	TWO("udp6") "to A B #65527; ask B waiting; recv B 9; to A B #65528; recv B 9",
	"open A udp; bind A any; open B udp; to B A x; from A 9; connect A B; name A; "
	"peer A",
	"open A udp6; bind A any; open B udp6; to B A x; from A 9; connect A B; name "
	"A; peer A",
	"open A udp; bind A; connect A none; name A; bind A",
	"open A udp; bind A any; open B udp; bind B A; open C udp; bind C; open D udp; "
	"bind D C",
	"open A udp; bind A; connect A A; send A me; from A 9",

	/* AF_UNIX */
	LOCAL("stream") "send A abc; send A def; ask B waiting; peek B 9; recv B 4; "
			"recv B 9; "
			"recv B 0; send B x; recv A 0; recv A 1; connect A L; to A L x",
	PAIR("stream") "send A abc; shut A; ask B hung; ask B waiting; recv B 9; recv "
		       "B 9; "
		       "send B x; recv A 9; send A y; shut A; ask A hung",
	PAIR("stream") "send A abc; close A; ask B hung; recv B 9; recv B 9; send B x; "
		       "send B x; "
		       "recv B 1; ask B error; shut B",
	PAIR("stream") "send A abc; close B; ask A hung; ask A error; recv A 9; send A "
		       "x",
	PAIR("stream") "send A abc; close B; recv A 9; recv A 9; send A x; ask A error",
	PAIR("stream") "send A abc; send B xyz; close B; recv A 9; recv A 9; recv A 9",
	PAIR("stream") "send A abc; close B; send A x; send A x; send A -; recv A 9; "
		       "recv A 9",
	PAIR("stream") "abort A; recv B 9; send B x; ask B hung",
	PAIR("stream") "shut A; shut B; ask A hung; send A x; recv A 1; peer A; ask A "
		       "unsent; "
		       "send A -",
	LOCAL("record") "send A abc; send A defg; ask B waiting; peek B 2; recv B 2; "
			"recv B 9; "
			"recv B 9; connect A L; to A L x; recv B 9; oob A x; urgent B "
			"1",
	PAIR("record") "send A abc; send A -; shut A; ask B hung; recv B 9; recv B 9; "
		       "recv B 9; "
		       "recv B 9; send B x; recv A 9",
	PAIR("record") "send A -; send A x; peek B 0; recv B 0; recv B 0; recv B 0",
	PAIR("record") "send A abc; close A; ask B hung; send B x; recv B 9; recv B 9; "
		       "ask B error",
	PAIR("record") "send A abc; send B xyz; close A; ask B hung; recv B 9; recv B "
		       "9; recv B 9; "
		       "send B x",
	PAIR("record") "send B abc; send A xy; close A; send B x; send B y; recv B 9; "
		       "recv B 9",
	PAIR("record") "shut A; send A x; send B y; recv A 9; shut B; ask A hung; ask "
		       "B hung; recv A 9",
	PAIR("record") "send A #212960; recv B 9; send A #212961; set A sndbuf 3000; "
		       "get A sndbuf; "
		       "send A #5969; send A #5968; recv B 9",
	LOCAL("stream") "send A x; close L; send A y; recv B 9; close B; recv A 1; "
			"send A x",
	"open L stream; bind L; listen L 0; open A stream; connect A L; open B stream; "
	"connect B L; "
	"accept C L; connect B L; accept D L; accept E L; connect B L; connect L A",
	"open L stream; bind L; open A stream; connect A L; listen L 1; connect A L; "
	"send A early; "
	"close A; accept B L; recv B 9; recv B 9",
	"open L stream; bind L; listen L 1; open A stream; connect A L; close L; recv "
	"A 1; recv A 1; "
	"send A x; peer A",
	"open L record; bind L; listen L 1; open A record; connect A L; name A; close "
	"L; recv A 1; "
	"recv A 1; send A x",
	"open L stream; bind L file; listen L 1; open A record; connect A file; open B "
	"dgram; "
	"connect B file; to B file x",
	TWO("dgram") "to A B hello; to A B -; ask B waiting; peek B 2; from B 2; from "
		     "B 9; recv B 9",
	TWO("dgram") "connect A B; peer A; send A x; from B 9; to B A y; from A 9; "
		     "send B z; peer B",
	TWO("dgram") "open C dgram; to C A x; connect A B; from A 9; to C A y; recv A "
		     "9; connect C A",
	TWO("dgram") "open C dgram; bind C; connect A B; to B A x; connect A C; recv A "
		     "9; peer A; "
		     "connect A none; peer A; send A x",
	TWO("dgram") "connect A B; connect B A; send A x; connect A none; recv B 9; "
		     "recv B 9; send B y",
	TWO("dgram") "connect A B; connect B A; send B x; send A y; connect A none; "
		     "recv A 9; recv B 9; "
		     "recv B 9; send B y; to A B z; recv B 9",
	TWO("dgram") "connect A B; connect B A; send B x; open C dgram; bind C; "
		     "connect A C; recv B 9; "
		     "send B y; ask B error; connect A C; to C A z; recv A 9",
	TWO("dgram") "connect A B; close B; send A x; send A x; recv A 1; ask A hung; "
		     "ask A error",
	TWO("dgram") "connect A B; shut A; send A x; to B A y; recv A 9; oob B x; "
		     "urgent A 1",
	TWO("dgram") "to A B #212960; ask B waiting; recv B 9; to A B #212961",
	PAIR("dgram") "send A x; send A -; send B y; close B; recv A 9; send A z; recv "
		      "A 9; recv A 9",

	/* options */
	"open A tcp; set A rcvbuf 3000; get A rcvbuf; set A rcvbuf 1; get A rcvbuf; "
	"set A sndbuf 1; "
	"get A sndbuf; set A sndbuf 9999; get A sndbuf; set A keepalive 5; get A "
	"keepalive; "
	"set A linger 3; get A linger; set A linger -1; get A linger; get A reuseaddr; "
	"get A recverr; set A recverr 1; get A recverr; set A broadcast 1; get A "
	"broadcast",
	"open A stream; set A rcvbuf 3000; get A rcvbuf; set A recverr 1; get A "
	"recverr; get A type; "
	"set A oobinline 1; get A oobinline; ask A timeout; get A acceptconn",
	"open A udp; get A type; get A rcvbuf; get A sndbuf; ask A timeout; set A type "
	"1; "
	"set A acceptconn 1; ask A unsent; open B udp6; ask B timeout",
	/* TCP_NODELAY, KEEPIDLE, KEEPINTVL, KEEPCNT, USER_TIMEOUT; IPV6_V6ONLY; SO_TYPE */
	"open A tcp; raw A 6 1; raw A 6 1 5; raw A 6 1; raw A 6 4; raw A 6 4 0; raw A "
	"6 4 99; raw A 6 4; "
	"raw A 6 5 40000; raw A 6 5 7; raw A 6 5; raw A 6 6 128; raw A 6 6 3; raw A 6 "
	"6; "
	"raw A 6 18 -1; raw A 6 18 500; raw A 6 18; raw A 41 26 1; raw A 41 26; raw A "
	"1 3; raw A 99 1; "
	"raw A 99 1 1; raw A 1 8 3000; raw A 1 8",
	"open A tcp6; raw A 41 26; raw A 41 26 1; raw A 41 26; bind A any; raw A 41 26 "
	"0; open B tcp; "
	"bind B A; raw A 99 1; raw A 6 4",
	"open A udp; raw A 6 1; raw A 6 1 1; raw A 1 3; open B stream; raw B 6 1; raw "
	"B 6 1 1; raw B 1 3; "
	"raw B 0 1; raw B 0 1 1; open C udp6; raw C 6 1; raw C 6 1 1; raw C 41 26",
};

/* How many steps the kernel answers otherwise. */
static size_t differ(const char *s, bool tell)
{
	static struct verbs_log sim, kernel;
	size_t wrong = 0;

	sim_reset();
	verbs_play(&network_sim, s, NULL, &sim);
	verbs_play(&network_kernel, s, &sim, &kernel);
	for (size_t k = 0; k < sim.n; k++) {
		if (strcmp(sim.lines[k], kernel.lines[k]) == 0)
			continue;
		if (tell)
			print_message("%s\nstep %zu: %s, the kernel: %s\n", s, k,
				      sim.lines[k], kernel.lines[k]);
		wrong++;
	}
	return wrong;
}

/* A port that the kernel has chosen for one protocol may be somebody else's in another:
 * then it chooses again. */
static void both_say_the_same(void **state)
{
	bool six = kernel_has(AF_INET6, SOCK_STREAM, 0);
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++) {
		const char *s = sequences[i];

		if (!six && strstr(s, "p6") != NULL)
			continue;
		if (differ(s, false) > 0 && differ(s, false) > 0)
			wrong += differ(s, true);
	}
	assert_int_equal(wrong, 0);
}

static int unsent(struct transport *t)
{
	int n = -1;

	assert_int_equal(t->ops->ask(t, TRANSPORT_UNSENT, &n), 0);
	return n;
}

/* What a closed window holds back is unsent, until nobody will ever take it. */
static void the_kernel_tells_what_is_unsent(void **state)
{
	static char bytes[65536];
	struct iovec vec = { bytes, sizeof bytes };
	time_t latest = time(NULL) + 5;
	struct transport *a, *b;
	int ends[2];
	size_t sent;

	(void)state;
	plain_pair(PLAIN_TCP, ends);
	assert_int_equal(bsd_wrap(ends[0], AF_INET, SOCK_STREAM, 0, &a), 0);
	assert_int_equal(bsd_wrap(ends[1], AF_INET, SOCK_STREAM, 0, &b), 0);
	while (unsent(a) > 0 && time(NULL) < latest)
		;
	assert_int_equal(unsent(a), 0);
	while (a->ops->send(a, &vec, 1, false, NULL, 0, &sent) == 0)
		;
	assert_true(unsent(a) > 0);
	b->ops->close(b, true);
	while (unsent(a) > 0 && time(NULL) < latest)
		;
	assert_int_equal(unsent(a), 0);
	a->ops->close(a, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_say_the_same),
		cmocka_unit_test(the_kernel_tells_what_is_unsent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
