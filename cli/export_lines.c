/* SPDX-License-Identifier: MIT */
/* The lines of a script as main(), jobs of threads and routines. */
#include <string.h>

#include "cli/export_parts.h"
#include "scenario/op_address.h"
#include "scenario/op_text.h"
#include "scenario/session.h"
#include "scenario/world.h"

#define WITHIN 5000     /* milliseconds, of the longest wait for what shall happen */
#define STILL 20        /* moments after which what has not happened will not */
#define LOOK_AGAIN 1000 /* the same for what is only looked at */

static const char *thread_of(const struct op *op)
{
	return op->thread.text[0] != '\0' ? op->thread.text : "main";
}

/* Whether a member of the crew carries it out, who may be left waiting. */
static bool is_members(const struct op *op)
{
	return !world_is_owners(op->verb) && op->verb != OP_DO_AWAIT &&
	       op->verb != OP_DO_EXIT && op->verb != OP_DO_WAIT &&
	       op->verb != OP_DO_ROUTINE && op->verb != OP_DO_REPEAT &&
	       op->verb != OP_DO_END;
}

static unsigned long long within(const struct script_line *line)
{
	uint64_t usec = line->expected != NULL ? line->expect.within : 0;

	return usec != 0 ? (usec + 999) / 1000 : WITHIN;
}

static unsigned long long patience(const struct export *e,
				   const struct script_line *line)
{
	if (line->expected == NULL || e->inside)
		return 0;
	if (line->expect.eventually)
		return within(line);
	return session_observes(&line->op) ? LOOK_AGAIN : 0;
}

/* What is only needed where calls are left waiting. */
static void find_threads(struct export *e)
{
	bool in_routine = false;

	for (size_t i = 0; i < e->script->n; i++) {
		const struct script_line *line = &e->script->lines[i];
		const struct op *op = &line->op;
		bool is_main = strcmp(thread_of(op), "main") == 0;

		if (op->verb == OP_DO_ROUTINE)
			in_routine = true;
		else if (op->verb == OP_DO_END &&
			 e->script->lines[line->partner].op.verb == OP_DO_ROUTINE)
			in_routine = false;
		if (op->verb == OP_DO_CANCEL && op->name.text[0] != '\0') {
			e->threads = true;
			e->main_waits = e->main_waits ||
					strcmp(op->name.text, "main") == 0;
		}
		if (in_routine)
			continue;
		if (op->verb == OP_DO_EXIT ||
		    (is_members(op) && session_may_block(line)))
			e->main_waits = e->main_waits || is_main;
		if (op->verb == OP_DO_EXIT ||
		    (is_members(op) && (!is_main || session_may_block(line))))
			e->threads = true;
	}
}

/* No comment ends in a comment. */
static void put_comment(struct export *e, const char *what, const char *expected)
{
	struct text to = { .arena = &e->arena };
	char *at;

	text_put(&to, what);
	if (expected != NULL)
		text_format(&to, " -> %s", expected);
	for (at = to.at; *at != '\0'; at++)
		if ((at[0] == '*' && at[1] == '/') || (at[0] == '/' && at[1] == '*'))
			at[1] = at[0] == '/' ? '+' : '|';
	export_put(e, "/* %s */", to.at);
}

/* The operation as a job of a thread; the function's name. */
static const char *put_job(struct export *e, const struct script_line *line)
{
	struct text name = { .arena = &e->arena }, job = { .arena = &e->arena };
	struct text *outer = e->to;
	size_t depth = e->depth;

	text_format(&name, "job_%zu", (size_t)(line - e->script->lines) + 1);
	e->to = &job;
	e->depth = 0;
	put_comment(e, line->text, line->expected);
	export_put(e, "static void %s(void)", text_whole(&name));
	export_put(e, "{");
	e->depth = 1;
	export_act(e, line);
	e->depth = 0;
	export_put(e, "}");
	export_blank(e);
	e->to = outer;
	e->depth = depth;
	text_put(&e->functions, text_whole(&job));
	return text_whole(&name);
}

/* After how many a call may be left waiting; 0: not. */
static int moments(const struct script_line *line)
{
	if (!session_may_block(line))
		return 0;
	return line->op.verb == OP_DO_RECV || line->op.verb == OP_DO_SEND ? 1 : STILL;
}

static void put_action(struct export *e, const struct script_line *line)
{
	const struct op *op = &line->op;
	const char *name = thread_of(op);
	bool job = !e->inside && is_members(op) &&
		   (e->main_waits || strcmp(name, "main") != 0);

	if (!job)
		export_act(e, line);
	else
		export_put(e, "let(&%s, %s, %d, %llu);",
			   export_name(e, "struct thread ", "thread_", name),
			   put_job(e, line), moments(line), within(line));
}

static void put_step(struct export *e, const struct script_line *line)
{
	const char *what = op_print(&line->op, &e->arena);
	const char *expected = line->expected != NULL
				       ? expect_print(&line->expect, &e->arena)
				       : "";
	const char *condition = export_condition(e, line);
	unsigned long long again = patience(e, line);

	export_blank(e);
	put_comment(e, line->text, line->expected);
	export_put(e, "begin(%s, %s);", export_string(e, what, strlen(what)),
		   export_string(e, expected, strlen(expected)));
	if (again > 0) {
		export_put(e, "do {");
		e->depth++;
		put_action(e, line);
		e->depth--;
		export_put(e, "} while (!done(%s, %llu));", condition, again);
	} else {
		put_action(e, line);
		export_put(e, "done(%s, 0);", condition);
	}
	if (line->op.verb == OP_DO_ORDER)
		export_put(e, "order.n = 0;");
	if (line->op.verb == OP_DO_UPCALLS)
		export_put(e, "n_queued = n_set = n_reset = 0;");
}

static bool put_lines(struct export *e, size_t from, size_t to);

static bool put_routine(struct export *e, size_t at)
{
	const struct script_line *line = &e->script->lines[at];
	struct text body = { .arena = &e->arena };
	struct text *outer = e->to;
	size_t depth = e->depth;
	bool good;

	e->to = &body;
	e->depth = 0;
	put_comment(e, line->text, NULL);
	export_put(e, "static void routine_%zu(void)", at + 1);
	export_put(e, "{");
	e->depth = 1;
	e->inside = true;
	good = put_lines(e, at + 1, line->partner);
	e->inside = false;
	e->depth = 0;
	export_put(e, "}");
	export_blank(e);
	text_put(&e->functions, text_whole(&body));
	e->to = outer;
	e->depth = depth;
	export_blank(e);
	put_comment(e, line->text, NULL);
	export_put(e, "on_completion(\"%s\", routine_%zu);", line->op.name.text,
		   at + 1);
	return good;
}

static bool put_repeat(struct export *e, size_t at)
{
	const struct script_line *line = &e->script->lines[at];
	bool good;

	export_blank(e);
	put_comment(e, line->text, NULL);
	export_put(e, "for (uint64_t round_%zu = 0; round_%zu < %llu; round_%zu++) {",
		   at + 1, at + 1, (unsigned long long)line->op.number, at + 1);
	e->depth++;
	good = put_lines(e, at + 1, line->partner);
	e->depth--;
	export_put(e, "}");
	return good;
}

/* The address has a family that the pieces know, and the network is the kernel's. */
static bool can_be_exported(struct export *e, const struct script_line *line)
{
	const struct script_file *file = &e->script->files[line->file];
	struct diag *d = &e->error->diag;
	struct address a;
	bool brief;
	size_t n;

	if (line->op.verb == OP_DO_NET) {
		diag_set(d, 0, "`net` is the simulated network's");
		diag_hint(d, "a program runs on the kernel's");
	} else if ((line->op.verb >= OP_DO_BIND && line->op.verb <= OP_DO_IOCTL) ||
		   line->op.verb == OP_DO_STARTUP || line->op.place != NULL ||
		   (line->op.verb != OP_DO_RECV &&
		    (line->op.nulls | line->op.bads) != 0) ||
		   line->op.length != 0 || line->op.from ||
		   (line->op.verb == OP_DO_SEND && line->op.layout != NULL) ||
		   line->op.events != NULL || line->op.call != OP_CALL_RECEIVE) {
		diag_set(d, 0, "`%s` cannot be exported so",
			 op_verb_kind(line->op.verb)->word);
		diag_hint(d, "sockets are exported with peers, and not with names");
	} else if (op_address(&line->op, &a, &brief) &&
		   address_kinds(&n)[a.kind].form >= ADDRESS_CID_PORT &&
		   address_kinds(&n)[a.kind].form <= ADDRESS_CID_ANY) {
		diag_set(d, 0, "vsock cannot be exported");
	} else if (op_address(&line->op, &a, &brief) && address_is_tls(&a)) {
		diag_set(d, 0, "TLS cannot be exported");
		diag_hint(d, "its peer would need a certificate; pair:stream can be");
	} else {
		return true;
	}
	e->error->path = file->path;
	e->error->line = line->line;
	e->error->text = file->lines[line->line - 1];
	d->column = strspn(e->error->text, " \t");
	return false;
}

static bool put_lines(struct export *e, size_t from, size_t to)
{
	for (size_t at = from; at < to; at++) {
		const struct script_line *line = &e->script->lines[at];
		bool good = can_be_exported(e, line);

		if (good && line->op.verb == OP_DO_ROUTINE)
			good = put_routine(e, at);
		else if (good && line->op.verb == OP_DO_REPEAT)
			good = put_repeat(e, at);
		else if (good)
			put_step(e, line);
		if (!good)
			return false;
		if (line->op.verb == OP_DO_ROUTINE || line->op.verb == OP_DO_REPEAT)
			at = line->partner;
	}
	return true;
}

bool export_lines(struct export *e)
{
	find_threads(e);
	e->to = &e->main;
	e->depth = 1;
	return put_lines(e, 0, e->script->n);
}
