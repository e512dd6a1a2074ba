/* SPDX-License-Identifier: MIT */
/* Bounds: nothing outside the process, no long run, no large memory. */
#include <netinet/in.h>
#include <string.h>

#include "scenario/op_place.h"
#include "scenario/program.h"
#include "wsp.h"

#define PIECE ((size_t)4096) /* bytes at once, and of a buffer */
#define DRIP ((size_t)32)    /* sent one by one */
#define BUFFERS ((size_t)64) /* of a layout */
#define USUAL 256            /* bytes of a buffer, where there is no layout */
/* Microseconds: of a wait, and of one of the thread that does everything else. Those on
 * real sockets are real. */
#define LONGEST(rules) ((rules)->simulate ? UINT64_C(100000000) : 100)
#define TIMEOUT(rules) ((rules)->simulate ? UINT64_C(20000) : 1)
#define ROUNDS 3
#define FLAGS \
	(uint32_t)(MSG_PEEK | MSG_OOB | MSG_PARTIAL | MSG_WAITALL | MSG_PUSH_IMMEDIATE)

static void fix_address(struct op *op, const struct program_rules *rules)
{
	size_t count = 0, length = strlen(op->address);

	for (; rules->addresses[count] != NULL; count++)
		if (strcmp(rules->addresses[count], op->address) == 0)
			return;
	op->address = rules->addresses[count > 0 ? length % count : 0];
}

/* Names that bytes spell become those that they choose among. */
static void fix_thread(struct op *op)
{
	static const char *const names[] = { "t1", "t2", "t3" };
	size_t n = sizeof names / sizeof names[0];
	unsigned first = (unsigned char)op->thread.text[0];

	for (size_t i = 0; i < n; i++)
		if (first == '\0' || strcmp(op->thread.text, names[i]) == 0)
			return;
	memset(&op->thread, 0, sizeof op->thread);
	memcpy(op->thread.text, names[first % n], sizeof "t1");
}

static void fix_mode(struct op *op, const struct program_rules *rules)
{
	bool overlapped;

	if ((rules->modes & 1u << op->mode) == 0)
		op->mode = OP_MODE_AS_IS;
	overlapped = op->mode == OP_MODE_EVENT || op->mode == OP_MODE_POLL ||
		     op->mode == OP_MODE_ROUTINE;
	if (!overlapped) {
		op->nulls &= (uint8_t)~OP_POINTER_OVERLAPPED;
		op->bads &= (uint8_t)~OP_POINTER_OVERLAPPED;
		memset(&op->event, 0, sizeof op->event);
		memset(&op->reuse, 0, sizeof op->reuse);
	}
	/* Whoever waits for ever does nothing else; by a rule overlapped calls wait, too. */
	if (!rules->simulate && !overlapped &&
	    (op->mode == OP_MODE_AS_IS || op->verb == OP_DO_SEND))
		op->mode = OP_MODE_NONBLOCKING;
	if (op->verb == OP_DO_RECV && (!overlapped || !rules->simulate) &&
	    op->mode != OP_MODE_NONBLOCKING && op->timeout == 0 &&
	    op->thread.text[0] == '\0')
		op->timeout = TIMEOUT(rules);
}

static void fix_layout(struct op *op, struct arena *arena)
{
	struct layout *l;

	if (op->layout == NULL) {
		l = arena_take(arena, sizeof *l);
		l->buffers = arena_take(arena, sizeof *l->buffers);
		l->buffers[0] = (struct layout_buffer){ LAYOUT_PLAIN, USUAL, false };
		l->n = 1;
		op->layout = l;
		return;
	}
	l = (struct layout *)op->layout;
	if (l->n > BUFFERS)
		l->n = BUFFERS;
	for (size_t i = 0; i < l->n; i++) {
		/* What covers other data cannot be judged. */
		l->buffers[i].same = false;
		if (l->buffers[i].length > PIECE)
			l->buffers[i].length %= PIECE;
	}
}

static size_t share(size_t n, size_t most, size_t *left)
{
	if (n > most)
		n %= most;
	if (n > *left)
		n = *left;
	*left -= n;
	return n;
}

static void fix_steps(struct op *op, uint64_t longest, size_t *left)
{
	struct peer_step *steps = (struct peer_step *)op->steps;

	for (size_t i = 0; i < op->n_steps; i++) {
		struct peer_step *s = &steps[i];

		switch (s->verb) {
		case PEER_SEND:
		case PEER_OOB:
		case PEER_STRANGER:
		case PEER_PATTERN:
		case PEER_RAW:
			s->n = share(s->n, PIECE, left);
			break;
		case PEER_DRIP:
			s->n = share(s->n, DRIP, left);
			break;
		case PEER_READ:
			s->n %= PIECE;
			break;
		case PEER_FLOOD:
			*s = (struct peer_step){ .verb = PEER_PATTERN,
						 .n = share(PIECE, PIECE, left) };
			break;
		case PEER_WAIT:
			s->usec %= longest;
			break;
		case PEER_EMPTY:
		case PEER_DROP:
		case PEER_SHUTDOWN:
		case PEER_CUT:
		case PEER_RST:
		case PEER_CLOSE:
		case PEER_HOLD:
		case PEER_HANDSHAKE:
		case PEER_RECORDS:
		case PEER_GATHER:
		case PEER_PASS:
		case PEER_UPDATE:
		case PEER_ALERT:
			break;
		}
	}
}

/* Those that reach nothing but the socket. */
static void fix_option(struct op *op)
{
	static const char *const good[] = { "nonblocking=", "limit=",    "rcvbuf=",
					    "sndbuf=",      "oobinline", "nodelay",
					    "keepalive",    "linger=0s", "broadcast",
					    "reuseaddr",    NULL };

	for (size_t i = 0; good[i] != NULL; i++)
		if (strncmp(op->option, good[i], strlen(good[i])) == 0)
			return;
	op->option = "nonblocking=1";
}

static bool is_loopback(const struct in6_addr *at)
{
	return IN6_IS_ADDR_LOOPBACK(at) || IN6_IS_ADDR_UNSPECIFIED(at) ||
	       (IN6_IS_ADDR_V4MAPPED(at) && at->s6_addr[12] == IN_LOOPBACKNET);
}

/* Whether nothing leaves this machine for it, and no file is made of it. */
static bool stays_here(const char *place)
{
	struct sockaddr_place p;
	const char *socket;
	bool peer;

	if (!op_place_read(place, &p, &socket, &peer))
		return true;
	switch (p.sa.ss_family) {
	case AF_INET:
		return *(unsigned char *)&((struct sockaddr_in *)&p.sa)->sin_addr ==
			       IN_LOOPBACKNET ||
		       ((struct sockaddr_in *)&p.sa)->sin_addr.s_addr == 0;
	case AF_INET6:
		return is_loopback(&((struct sockaddr_in6 *)&p.sa)->sin6_addr);
	case AF_UNIX:
		return !sockaddr_is_file((struct sockaddr *)&p.sa, p.n);
	default:
		return true;
	}
}

static void fix_place(struct op *op)
{
	if (op->place != NULL && !stays_here(op->place))
		op->place = "127.0.0.1:9";
}

bool program_fix(struct op *op, const struct program_rules *rules, struct arena *arena,
		 size_t *left)
{
	bool forever = op->usec == OP_FOREVER;
	uint64_t longest = LONGEST(rules);

	if ((rules->verbs >> op->verb & 1) == 0)
		return false;
	if ((rules->verbs & PROGRAM_VERB(EXIT)) == 0)
		memset(&op->thread, 0, sizeof op->thread);
	fix_thread(op);
	if (op->verb == OP_DO_OPEN)
		fix_address(op, rules);
	if (!rules->simulate)
		fix_place(op);
	op->timeout %= longest;
	if (op->verb == OP_DO_RECV)
		fix_layout(op, arena);
	if (op->verb == OP_DO_RECV || op->verb == OP_DO_SEND)
		fix_mode(op, rules);
	if (op->verb == OP_DO_PEER)
		fix_steps(op, longest, left);
	if (op->verb == OP_DO_SET)
		fix_option(op);
	/* With real threads nobody can tell a wait from a return that is about to come. */
	if (op->verb == OP_DO_RESULT)
		op->wait = op->wait && rules->simulate;
	if (op->verb == OP_DO_REPEAT)
		op->number = 1 + op->number % ROUNDS;
	op->n_data = share(op->n_data, PIECE, left);
	if (!forever || op->thread.text[0] == '\0' || op->verb != OP_DO_SLEEP)
		op->usec %= longest;
	return op->verb != OP_DO_EXIT || op->thread.text[0] != '\0';
}
