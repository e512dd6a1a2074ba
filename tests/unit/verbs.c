/* SPDX-License-Identifier: MIT */
/* Playing sequences of verbs. */
#include "tests/unit/verbs.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/verbs_name.h"

#define N_SOCKETS 12
#define PATIENCE 5 /* seconds */

static char bytes[256 << 10];

/* One sequence under way. */
struct play {
	const struct network *network;
	struct transport *sockets[N_SOCKETS];
	int families[N_SOCKETS];
	struct verbs_names names;
	char *words[5];
	char *line;
	bool again; /* the step may be tried again */
};

static void say(struct play *p, const char *format, ...)
{
	size_t n = strlen(p->line);
	va_list args;

	va_start(args, format);
	vsnprintf(p->line + n, VERBS_LINE - n, format, args);
	va_end(args);
}

static void say_errno(struct play *p, int native)
{
	say(p,
	    native == 0            ? "ok"
	    : native == EOPNOTSUPP ? "EOPNOTSUPP"
				   : "%s",
	    strerrorname_np(native));
	p->again = native == EAGAIN;
}

static void say_name(struct play *p, const struct sockaddr_storage *sa, socklen_t n)
{
	char text[VERBS_NAME];

	verbs_print(&p->names, sa, n, text);
	say(p, " %s", text);
}

static size_t index_of(const char *word)
{
	assert_non_null(word);
	assert_in_range(word[0], 'A', 'A' + N_SOCKETS - 1);
	return (size_t)(word[0] - 'A');
}

static struct transport *at(struct play *p, const char *word)
{
	struct transport *t = p->sockets[index_of(word)];

	assert_non_null(t);
	return t;
}

/* What a word names, as the family of the socket writes it. */
static void place(struct play *p, size_t socket, const char *word,
		  struct sockaddr_storage *sa, socklen_t *n)
{
	struct transport *t;

	if (word != NULL && word[0] >= 'A' && word[0] <= 'Z') {
		t = at(p, word);
		memset(sa, 0, sizeof *sa);
		*n = sizeof *sa;
		assert_int_equal(t->ops->name_of(t, false, (struct sockaddr *)sa, n),
				 0);
	} else {
		verbs_place(&p->names, p->families[socket], word, sa, n);
	}
}

static const struct {
	const char *word;
	int family, type;
} kinds[] = {
	{ "tcp", AF_INET, SOCK_STREAM },       { "tcp6", AF_INET6, SOCK_STREAM },
	{ "udp", AF_INET, SOCK_DGRAM },        { "udp6", AF_INET6, SOCK_DGRAM },
	{ "stream", AF_UNIX, SOCK_STREAM },    { "dgram", AF_UNIX, SOCK_DGRAM },
	{ "record", AF_UNIX, SOCK_SEQPACKET },
};

static size_t kind_of(const char *word)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].word, word) == 0)
			return i;
	fail_msg("no kind %s", word);
	return 0;
}

static void do_open(struct play *p)
{
	size_t i = index_of(p->words[1]), k = kind_of(p->words[2]);

	p->families[i] = kinds[k].family;
	say_errno(p,
		  p->network->open(kinds[k].family, kinds[k].type, 0, &p->sockets[i]));
}

static void do_pair(struct play *p)
{
	size_t i = index_of(p->words[1]), j = index_of(p->words[2]);
	struct transport *ends[2] = { NULL, NULL }, *spare = NULL;

	say_errno(p, p->network->pair(kinds[kind_of(p->words[3])].type, ends, &spare));
	if (spare != NULL)
		spare->ops->close(spare, false);
	p->sockets[i] = ends[0];
	p->sockets[j] = ends[1];
	p->families[i] = p->families[j] = AF_UNIX;
}

static void do_place(struct play *p)
{
	struct transport *t = at(p, p->words[1]);
	struct sockaddr_storage sa;
	socklen_t n;

	place(p, index_of(p->words[1]), p->words[2], &sa, &n);
	if (strcmp(p->words[0], "bind") == 0)
		say_errno(p, t->ops->bind(t, (struct sockaddr *)&sa, n));
	else
		say_errno(p, t->ops->connect(t, (struct sockaddr *)&sa, n));
	p->again = false;
}

static void do_accept(struct play *p)
{
	struct transport *t = at(p, p->words[2]);
	size_t i = index_of(p->words[1]);

	p->families[i] = p->families[index_of(p->words[2])];
	say_errno(p, t->ops->accept(t, &p->sockets[i]));
}

static void do_send(struct play *p)
{
	struct transport *t = at(p, p->words[1]);
	bool to = strcmp(p->words[0], "to") == 0;
	char *text = p->words[to ? 3 : 2];
	struct iovec vec = { text, strlen(text) };
	struct sockaddr_storage sa;
	socklen_t n = 0;
	size_t sent = 0;

	if (text[0] == '-')
		vec.iov_len = 0;
	if (text[0] == '#')
		vec = (struct iovec){ bytes, strtoul(text + 1, NULL, 10) };
	if (to)
		place(p, index_of(p->words[1]), p->words[2], &sa, &n);
	say_errno(p, t->ops->send(t, &vec, 1, strcmp(p->words[0], "oob") == 0,
				  to ? (struct sockaddr *)&sa : NULL, n, &sent));
	say(p, " %zu", sent);
}

static void do_recv(struct play *p)
{
	static char got[sizeof bytes];
	struct transport *t = at(p, p->words[1]);
	struct iovec vec = { got, strtoul(p->words[2], NULL, 10) };
	struct arrival a = { .vec = &vec,
			     .n = 1,
			     .peek = strstr(p->words[0], "peek") != NULL,
			     .oob = strncmp(p->words[0], "urgent", 6) == 0,
			     .ask_from = strcmp(p->words[0], "from") == 0 };
	int native = t->ops->recv(t, &a);

	say_errno(p, native);
	p->again |= a.peek || (a.oob && native == EINVAL);
	if (native != 0)
		return;
	say(p, " %zu of %zu%s%s", a.placed, a.length, a.ended ? " ended" : "",
	    a.more ? " more" : "");
	if (a.placed < 32)
		say(p, " '%.*s'", (int)a.placed, got);
	if (a.ask_from)
		say_name(p, &a.from, a.from_length);
}

static void do_end(struct play *p)
{
	size_t i = index_of(p->words[1]);
	struct transport *t = at(p, p->words[1]);

	if (strcmp(p->words[0], "shut") == 0) {
		say_errno(p, t->ops->shut_send(t));
		return;
	}
	t->ops->close(t, strcmp(p->words[0], "abort") == 0);
	p->sockets[i] = NULL;
	say(p, "ok");
}

static void do_name(struct play *p)
{
	struct transport *t = at(p, p->words[1]);
	struct sockaddr_storage sa = { 0 };
	socklen_t n = sizeof sa;
	int native = t->ops->name_of(t, strcmp(p->words[0], "peer") == 0,
				     (struct sockaddr *)&sa, &n);

	say_errno(p, native);
	if (native == 0)
		say_name(p, &sa, n);
	p->again = true;
}

static int number_of(const char *word, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (names[i] != NULL && strcmp(names[i], word) == 0)
			return (int)i;
	fail_msg("no %s", word);
	return 0;
}

static void do_ask(struct play *p)
{
	static const char *const names[] = {
		[TRANSPORT_WAITING] = "waiting", [TRANSPORT_OOB] = "oob",
		[TRANSPORT_ERROR] = "error",     [TRANSPORT_HUNG_UP] = "hung",
		[TRANSPORT_UNSENT] = "unsent",   [TRANSPORT_WHY_TIMEOUT] = "timeout",
	};
	struct transport *t = at(p, p->words[1]);
	int q = number_of(p->words[2], names, sizeof names / sizeof names[0]);
	int answer = 0;

	say_errno(p, t->ops->ask(t, (enum transport_question)q, &answer));
	if (q == TRANSPORT_ERROR && answer != 0)
		say(p, " %s", strerrorname_np(answer));
	else
		say(p, " %d", answer);
	p->again = q != TRANSPORT_ERROR || answer == 0;
}

static void do_option(struct play *p)
{
	static const char *const names[] = {
		[TRANSPORT_ACCEPTCONN] = "acceptconn",
		[TRANSPORT_REUSEADDR] = "reuseaddr",
		[TRANSPORT_KEEPALIVE] = "keepalive",
		[TRANSPORT_BROADCAST] = "broadcast",
		[TRANSPORT_OOBINLINE] = "oobinline",
		[TRANSPORT_SNDBUF] = "sndbuf",
		[TRANSPORT_RCVBUF] = "rcvbuf",
		[TRANSPORT_TYPE] = "type",
		[TRANSPORT_LINGER] = "linger",
		[TRANSPORT_RECVERR] = "recverr",
	};
	struct transport *t = at(p, p->words[1]);
	int o = number_of(p->words[2], names, sizeof names / sizeof names[0]);
	int value = 0;

	if (p->words[0][0] == 'g') {
		say_errno(p, t->ops->get(t, (enum transport_option)o, &value));
		say(p, " %d", value);
	} else {
		say_errno(p,
			  t->ops->set(t, (enum transport_option)o, atoi(p->words[3])));
	}
}

static void do_raw(struct play *p)
{
	struct transport *t = at(p, p->words[1]);
	int level = atoi(p->words[2]), option = atoi(p->words[3]), value = 0;
	socklen_t n = sizeof value;

	if (p->words[4] == NULL) {
		say_errno(p, t->ops->raw_get(t, level, option, &value, &n));
		say(p, " %d", value);
	} else {
		value = atoi(p->words[4]);
		say_errno(p, t->ops->raw_set(t, level, option, &value, n));
	}
}

static void do_listen(struct play *p)
{
	struct transport *t = at(p, p->words[1]);

	say_errno(p, t->ops->listen(t, atoi(p->words[2])));
}

static const struct {
	const char *word;
	void (*play)(struct play *p);
} verbs[] = {
	{ "open", do_open },  { "pair", do_pair },        { "bind", do_place },
	{ "send", do_send },  { "connect", do_place },    { "to", do_send },
	{ "oob", do_send },   { "listen", do_listen },    { "accept", do_accept },
	{ "shut", do_end },   { "close", do_end },        { "abort", do_end },
	{ "recv", do_recv },  { "peek", do_recv },        { "urgent", do_recv },
	{ "from", do_recv },  { "urgent-peek", do_recv }, { "name", do_name },
	{ "peer", do_name },  { "ask", do_ask },          { "get", do_option },
	{ "set", do_option }, { "raw", do_raw },
};

static void play_step(struct play *p)
{
	p->line[0] = '\0';
	p->again = false;
	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
		if (strcmp(verbs[i].word, p->words[0]) == 0) {
			verbs[i].play(p);
			return;
		}
	fail_msg("no verb %s", p->words[0]);
}

static void split(struct play *p, char *step)
{
	char *rest;
	size_t n = 0;

	memset(p->words, 0, sizeof p->words);
	for (char *w = strtok_r(step, " ", &rest); w != NULL && n < 5;
	     w = strtok_r(NULL, " ", &rest))
		p->words[n++] = w;
	assert_true(n > 0);
}

void verbs_play(const struct network *network, const char *script,
		const struct verbs_log *expected, struct verbs_log *log)
{
	struct play p = { .network = network };
	char *copy = strdup(script), *rest, *step;

	snprintf(p.names.path, sizeof p.names.path, "/tmp/wsprecv-verbs.%d",
		 (int)getpid());
	log->n = 0;
	for (step = strtok_r(copy, ";", &rest); step != NULL;
	     step = strtok_r(NULL, ";", &rest)) {
		const char *wanted = expected != NULL ? expected->lines[log->n] : NULL;
		time_t latest = time(NULL) + PATIENCE;
		size_t before = p.names.n;

		assert_true(log->n < VERBS_MOST);
		p.line = log->lines[log->n++];
		split(&p, step);
		play_step(&p);
		while (wanted != NULL && p.again && strcmp(p.line, wanted) != 0 &&
		       time(NULL) < latest) {
			p.names.n = before;
			poll(NULL, 0, 1);
			play_step(&p);
		}
	}
	for (size_t i = 0; i < N_SOCKETS; i++)
		if (p.sockets[i] != NULL)
			p.sockets[i]->ops->close(p.sockets[i], false);
	network->remove(p.names.path);
	free(copy);
}
