/* SPDX-License-Identifier: MIT */
/* The rate at which whole programs take a TLS stream: wsprecv against a loop of SSL_read,
 * as it is and with room to read ahead, and openssl s_client. The sender is the same for
 * all, and they take turns; medians, MB/s.
 *
 * The time runs from the end of the handshake until the receiver has ended. Then the
 * processor time that the receivers have used, in ms, which other programs of the machine
 * disturb less. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/command.h"
#include "bench/sample.h"
#include "net/tls_parts.h"

#define GOAL_BARE 0.95
#define GOAL_OTHERS 1.0
#define ROUNDS 7
#define BYTES (256L * 1024 * 1024)
#define PIECE (256 * 1024)
#define AHEAD 65536

enum who {
	WSPRECV,
	BARE,
	BARE_AHEAD,
	S_CLIENT,
	N_WHO
};

static const char *const names[] = { "wsprecv", "bare", "bare ahead", "s_client" };
static char piece[PIECE];
static char ca[64];                        /* a file: who signs for the sender */
static double rates[N_WHO][ROUNDS];        /* MB/s */
static double used[N_WHO][ROUNDS] = { 0 }; /* ms */

static void fail(const char *what)
{
	perror(what);
	ERR_print_errors_fp(stderr);
	exit(1);
}

/* The sender's half: a listener, and a certificate to throw away. */
static int listen_somewhere(in_port_t *port)
{
	struct sockaddr_in sa = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof sa;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (void *)&sa, n) != 0 || listen(fd, 1) != 0 ||
	    getsockname(fd, (void *)&sa, &n) != 0)
		fail("listen");
	*port = sa.sin_port;
	return fd;
}

static struct tls_context *make_sender(void)
{
	const WSPTLS settings = { 0 };
	char text[256] = "";
	int native, fd;
	struct tls_context *c = tls_context_new(&settings, false, text, &native);
	FILE *file;

	snprintf(ca, sizeof ca, "/tmp/wsprecv-bench-XXXXXX");
	fd = mkstemp(ca);
	file = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (c == NULL || file == NULL || tls_own_make(c, text) != 0 ||
	    PEM_write_X509(file, SSL_CTX_get0_certificate(c->ssl)) != 1)
		fail(text);
	fclose(file);
	return c;
}

/* The reference: nothing but receives into one buffer. */
static pid_t start_bare(in_port_t port, bool ahead)
{
	struct sockaddr_in sa = { .sin_family = AF_INET,
				  .sin_port = port,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	SSL_CTX *c;
	SSL *ssl;
	pid_t pid;
	int fd;

	fflush(NULL);
	pid = fork();
	if (pid != 0)
		return pid;
	c = SSL_CTX_new(TLS_client_method());
	if (ahead) {
		SSL_CTX_set_read_ahead(c, 1);
		SSL_CTX_set_default_read_buffer_len(c, AHEAD);
	}
	ssl = SSL_new(c);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (void *)&sa, sizeof sa) != 0 ||
	    SSL_set_fd(ssl, fd) != 1 || SSL_connect(ssl) != 1)
		_exit(1);
	while (SSL_read(ssl, piece, sizeof piece) > 0)
		;
	_exit(0);
}

static pid_t start(enum who who, in_port_t port)
{
	char wsprecv[160], place[32];
	const char *const ours[] = { command_wsprecv(), "recv", "-n0", "-o", "none",
				     wsprecv,           NULL };
	const char *const theirs[] = {
		"openssl",     "s_client",  "-quiet",   "-verify_quiet",
		"-servername", "localhost", "-connect", place,
		"-CAfile",     ca,          NULL
	};

	snprintf(wsprecv, sizeof wsprecv, "tls:127.0.0.1:%u,ca=%s", ntohs(port), ca);
	snprintf(place, sizeof place, "127.0.0.1:%u", ntohs(port));
	if (who == WSPRECV)
		return command_start(ours);
	if (who == S_CLIENT)
		return command_start(theirs);
	return start_bare(port, who == BARE_AHEAD);
}

/* Of processes that have ended, ms. */
static double processor(void)
{
	struct rusage u;

	getrusage(RUSAGE_CHILDREN, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

static void run(struct tls_context *c, enum who who, int round)
{
	in_port_t port;
	int listener = listen_somewhere(&port);
	double before = processor(), begin;
	pid_t pid = start(who, port);
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	SSL *ssl = SSL_new(c->ssl);

	if (pid < 0 || fd < 0 || ssl == NULL || SSL_set_fd(ssl, fd) != 1 ||
	    SSL_accept(ssl) != 1)
		fail(names[who]);
	begin = sample_now();
	for (long left = BYTES; left > 0; left -= PIECE)
		for (size_t at = 0, n = 0; at < PIECE; at += n)
			if (SSL_write_ex(ssl, piece + at, PIECE - at, &n) != 1)
				fail("send");
	SSL_shutdown(ssl);
	SSL_free(ssl);
	close(fd);
	close(listener);
	command_end(pid, names[who]);
	rates[who][round] = (double)BYTES / (sample_now() - begin) * 1e3;
	used[who][round] = processor() - before;
}

static void tell(const char *metric, double ours, double reference, double goal)
{
	double ratio = sample_row(metric, ours, reference);

	if (goal > 0)
		fprintf(stderr, "%s: %.2f of its rate, the goal being %.2f: %s\n",
			metric, ratio, goal, ratio >= goal ? "met" : "missed");
}

int main(void)
{
	struct tls_context *c = make_sender();
	bool s_client = command_there("openssl", "bulk tls, s_client");
	double ours, time;

	for (int i = 0; i < ROUNDS; i++)
		for (enum who who = WSPRECV; who < N_WHO; who++)
			if (who != S_CLIENT || s_client)
				run(c, who, i);
	ours = sample_median(rates[WSPRECV], ROUNDS);
	time = sample_median(used[WSPRECV], ROUNDS);
	tell("bulk tls, SSL_read loop, MB/s", ours, sample_median(rates[BARE], ROUNDS),
	     GOAL_BARE);
	tell("bulk tls, SSL_read loop that reads ahead, MB/s", ours,
	     sample_median(rates[BARE_AHEAD], ROUNDS), 0);
	if (s_client)
		tell("bulk tls, s_client, MB/s", ours,
		     sample_median(rates[S_CLIENT], ROUNDS), GOAL_OTHERS);
	tell("bulk tls, SSL_read loop, processor ms", time,
	     sample_median(used[BARE], ROUNDS), 0);
	tell("bulk tls, SSL_read loop that reads ahead, processor ms", time,
	     sample_median(used[BARE_AHEAD], ROUNDS), 0);
	if (s_client)
		tell("bulk tls, s_client, processor ms", time,
		     sample_median(used[S_CLIENT], ROUNDS), 0);
	unlink(ca);
	tls_context_free(c);
	return 0;
}
