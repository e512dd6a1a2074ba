/* SPDX-License-Identifier: MIT */
/* Coding of names: most are one of a few, the others are spelled. */
#include <string.h>

#include "scenario/op_code.h"
#include "scenario/text.h"

#define SPELLED 200u /* a name's length less one is added to it */

/* The names that one byte stands for; the first is the usual one. */
static const char *const sockets[] = { "a", "b", "c", "d", "e", "f", "g", "h", NULL };
static const char *const requests[] = { "r1", "r2", "r3", "r4", "r5", "r6", "r7", NULL };
static const char *const events[] = { "e1", "e2", "r1", "r2", "r3", "r4", NULL };
static const char *const threads[] = { "", "t1", "t2", "t3", "main", NULL };
static const char *const given[] = { "", "r1", "r2", "r3", "r4", "r5", "r6", NULL };
static const char *const extra[] = { "", "e1", "e2", "r1", "r2", NULL };

/* What is written of a name: which usual one it is, or how long. */
static unsigned byte_of(const struct op_name *name, const char *const *usual)
{
	unsigned n = (unsigned)strlen(name->text);

	for (unsigned i = 0; usual[i] != NULL; i++)
		if (text_is(usual[i], name->text))
			return i;
	return n > 0 ? SPELLED + n - 1 : 0;
}

static void code_name(struct op_coder *c, struct op_name *name,
		      const char *const *usual)
{
	unsigned byte = op_code_byte(c, c->from == NULL ? byte_of(name, usual) : 0);
	unsigned n = (byte - SPELLED) % OP_NAME_MAX + 1, count = 0;
	struct op_name spelled = { "" };
	struct diag d;

	if (byte >= SPELLED) {
		for (unsigned i = 0; i < n; i++)
			spelled.text[i] =
				(char)op_code_byte(c, (unsigned char)name->text[i]);
		if (op_name_read(spelled.text, name, &d))
			return;
		byte = 0;
	}
	while (usual[count] != NULL)
		count++;
	memset(name, 0, sizeof *name);
	text_fit(name->text, sizeof name->text, usual[byte % count]);
}

/* A member that is a name, one of those where it is usual. */
#define NAME(what, member, usual) \
	void op_code_##what(struct op_coder *c, struct op *op) \
	{ \
		code_name(c, &op->member, usual); \
	}

NAME(socket, name, sockets)
NAME(request, name, requests)
NAME(event_name, name, events)
NAME(thread_name, name, threads)
NAME(event, event, extra)
NAME(reuse, reuse, given)
NAME(as, as, given)

void op_code_thread(struct op_coder *c, struct op *op)
{
	code_name(c, &op->thread, threads);
	/* The main thread is the one that is not named. */
	if (text_is(op->thread.text, "main"))
		memset(&op->thread, 0, sizeof op->thread);
}
