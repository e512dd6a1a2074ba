/* SPDX-License-Identifier: MIT */
/* The verbs that neither open, receive nor send, in C. */
#include <string.h>

#include "cli/export_parts.h"
#include "scenario/errnoword.h"
#include "wspmore.h"

static void put_peer(struct export *e, const struct op *op)
{
	size_t n;
	const struct peer_verb_kind *kinds = peer_verbs(&n);

	export_put(e, "play_begin(&%s->peer);", export_socket(e, &op->name));
	for (size_t i = 0; i < op->n_steps; i++) {
		const struct peer_step *step = &op->steps[i];
		/* Without TLS they are the same. */
		const struct peer_verb_kind *kind =
			&kinds[step->verb == PEER_CUT ? PEER_SHUTDOWN : step->verb];

		switch (kind->argument) {
		case PEER_ARGUMENT_NONE:
			export_put(e, "play_%s();", kind->word);
			break;
		case PEER_ARGUMENT_DATA:
			export_put(e, "play_%s(%s, %zu);", kind->word,
				   export_string(e, step->data, step->n), step->n);
			break;
		case PEER_ARGUMENT_DURATION:
			export_put(e, "play_%s(%llu);", kind->word,
				   (unsigned long long)(step->usec + 999) / 1000);
			break;
		case PEER_ARGUMENT_SIZE:
		case PEER_ARGUMENT_ALERT:
			export_put(e, "play_%s(%zu);", kind->word, step->n);
			break;
		}
	}
	export_put(e, "play_end();");
}

static void put_shutdown(struct export *e, const struct op *op)
{
	static const char *const how[] = { [OP_HALF_RECEIVE] = "SD_RECEIVE",
					   [OP_HALF_SEND] = "SD_SEND",
					   [OP_HALF_BOTH] = "SD_BOTH" };

	export_put(e, "last_error = 0;");
	export_put(e, "WSPShutdown(%s->handle, %s, &last_error);",
		   export_socket(e, &op->name), how[op->half]);
	export_put(e, "say_code(last_error);");
}

static void put_close(struct export *e, const struct op *op)
{
	const char *s = export_socket(e, &op->name);

	export_put(e, "last_error = 0;");
	export_put(e, "if (WSPCloseSocket(%s->handle, &last_error) == 0)", s);
	export_put(e, "\t%s->open = false;", s);
	export_put(e, "say_code(last_error);");
}

static void put_event(struct export *e, const struct op *op)
{
	const char *event = export_event(e, &op->name);

	switch (op->event_act) {
	case OP_EVENT_LOOK:
		export_put(e, "say_event(%s);", event);
		return;
	case OP_EVENT_SET:
		export_put(e, "last_error = 0;");
		export_put(e, "WPUSetEvent(%s, &last_error);", event);
		break;
	case OP_EVENT_RESET:
		export_put(e, "last_error = 0;");
		export_put(e, "WPUResetEvent(%s, &last_error);", event);
		break;
	case OP_EVENT_CLOSE:
		export_put(e, "last_error = 0;");
		export_put(e, "WPUCloseEvent(%s, &last_error);", event);
		break;
	}
	export_put(e, "say_code(last_error);");
}

static void put_rule(struct export *e, const struct op *op)
{
	const char *s = export_socket(e, &op->name);
	WSPRULEENTRY row;

	export_put(e, "%s->error = 0;", s);
	if (op->profile != OP_PROFILE_NONE)
		export_put(e, "set_rule(%s, \"profile\", \"%s\");", s,
			   op->profile == OP_PROFILE_SPI ? "spi" : "windows");
	else if (op->n_rules > 0 && WSPRuleEntry(op->rules[0].rule, &row))
		export_put(e, "set_rule(%s, \"%s\", \"%s\");", s, row.name,
			   row.values[op->rules[0].value]);
	export_put(e, "say_code(%s->error);", s);
}

static void put_fault(struct export *e, const struct op *op)
{
	const char *name = errnoword_name(op->native);
	char number[16];

	if (strchr(name, ' ') != NULL) {
		snprintf(number, sizeof number, "%d", op->native);
		name = number;
	}
	export_put(e, "say_code(control(%s->handle, SIO_WSP_FAULT,",
		   export_socket(e, &op->name));
	export_put(e, "\t&(WSPFAULT){ %s, %llu }, sizeof(WSPFAULT)));", name,
		   op->number != 0 ? (unsigned long long)op->number : 1);
}

static void put_question(struct export *e, const struct op *op)
{
	const char *s = export_socket(e, &op->name);
	bool mark = op->verb == OP_DO_ATMARK;

	export_put(e, "{");
	export_put(e, "\tDWORD answer = 0;");
	export_blank(e);
	export_put(e, "\tlast_error = ask(%s->handle, %s, &answer);", s,
		   mark ? "SIOCATMARK" : "FIONREAD");
	export_put(e, "\tif (last_error != 0)");
	export_put(e, "\t\tsay_code(last_error);");
	export_put(e, "\telse");
	export_put(e, "\t\t%s;",
		   mark ? "say(answer ? \"yes\" : \"no\")" : "say_number(answer)");
	export_put(e, "}");
}

static void put_sleep(struct export *e, const struct op *op)
{
	unsigned long long milliseconds = (op->usec + 999) / 1000;
	const char *alertable = op->alertable ? "TRUE" : "FALSE";

	if (op->usec == OP_FOREVER)
		export_put(e, "sleep_for(-1, %s);", alertable);
	else if (e->threads)
		export_put(e, "sleep_for(%llu, %s);", milliseconds, alertable);
	else {
		/* What is over is told a moment later. */
		if (op->alertable)
			export_put(e, "nap(1);");
		export_put(e,
			   "say(SleepEx(%llu, %s) == WAIT_IO_COMPLETION ? "
			   "\"io-completion\" : \"elapsed\");",
			   milliseconds, alertable);
	}
}

static void put_cancel(struct export *e, const struct op *op)
{
	if (op->name.text[0] != '\0') {
		export_put(e, "cancel_call_of(&%s);",
			   export_name(e, "struct thread ", "thread_", op->name.text));
		return;
	}
	export_put(e, "last_error = 0;");
	export_put(e, "WSPCancelBlockingCall(&last_error);");
	export_put(e, "say_code(last_error);");
}

static void put_wait(struct export *e, const struct op *op)
{
	export_put(e, "nap(%llu);", (unsigned long long)(op->usec + 999) / 1000);
	export_put(e, "say(\"ok\");");
}

static void put_await(struct export *e, const struct script_line *line)
{
	uint64_t within = line->expected != NULL ? line->expect.within / 1000 : 0;

	export_put(e, "%s(%s, \"%s\", %s, %llu);",
		   e->threads ? "await_thread" : "await",
		   export_request(e, &line->op.name), line->op.name.text,
		   line->expected != NULL && line->expect.blocked ? "true" : "false",
		   within != 0 ? (unsigned long long)within : 5000);
}

static void put_exit(struct export *e, const struct op *op)
{
	const char *name = op->thread.text[0] != '\0' ? op->thread.text : "main";

	export_put(e, "end_thread(&%s);",
		   export_name(e, "struct thread ", "thread_", name));
}

/* What is not done inside a routine. */
static void put_outside(struct export *e, const struct script_line *line)
{
	if (e->inside)
		export_put(e, "say(\"not-in-a-routine\");");
	else if (line->op.verb == OP_DO_AWAIT)
		put_await(e, line);
	else if (line->op.verb == OP_DO_EXIT)
		put_exit(e, &line->op);
	else
		put_wait(e, &line->op);
}

static void put_result(struct export *e, const struct op *op)
{
	if (op->wait && e->threads)
		export_put(e, "will_wait();");
	export_put(e, "say_result(%s, \"%s\", %s);", export_request(e, &op->name),
		   op->name.text, op->wait ? "true" : "false");
}

static void put_cleanup(struct export *e, const struct op *op)
{
	(void)op;
	export_put(e, "last_error = 0;");
	export_put(e, "WSPCleanup(&last_error);");
	export_put(e, "say_code(last_error);");
}

static void put_connect(struct export *e, const struct op *op)
{
	export_put(e, "connect_to_peer(%s);", export_socket(e, &op->name));
}

static void put_overlapped(struct export *e, const struct op *op)
{
	export_put(e, "say_overlapped(%s, \"%s\");", export_request(e, &op->name),
		   op->name.text);
}

static void put_order(struct export *e, const struct op *op)
{
	(void)op;
	export_put(e, "say_order();");
}

static void put_counts(struct export *e, const struct op *op)
{
	(void)op;
	export_put(e, "say_upcalls();");
}

/* Whether a socket is used that only a routine has opened, if that has run. */
static bool may_be_missing(const struct export *e, const struct script_line *line)
{
	const struct script *s = e->script;
	const struct op_verb_kind *kind = op_verb_kind(line->op.verb);

	if (kind->operands[0] != OP_SOCKET || line->op.verb == OP_DO_OPEN)
		return false;
	for (size_t i = 0; &s->lines[i] < line; i++) {
		if (s->lines[i].op.verb == OP_DO_ROUTINE)
			i = s->lines[i].partner;
		else if (s->lines[i].op.verb == OP_DO_OPEN &&
			 strcmp(s->lines[i].op.name.text, line->op.name.text) == 0)
			return false;
	}
	return true;
}

static void put_if_there(struct export *e, const struct op *op,
			 void (*put)(struct export *, const struct op *))
{
	export_put(e, "if (%s == NULL) {", export_socket(e, &op->name));
	export_put(e, "\tsay_unknown(\"%s\");", op->name.text);
	export_put(e, "} else {");
	e->depth++;
	put(e, op);
	e->depth--;
	export_put(e, "}");
}

void export_act(struct export *e, const struct script_line *line)
{
	static void (*const verbs[OP_N_VERBS])(struct export *, const struct op *) = {
		[OP_DO_OPEN] = export_open,
		[OP_DO_RECV] = export_recv,
		[OP_DO_PEER] = put_peer,
		[OP_DO_SEND] = export_send,
		[OP_DO_SHUTDOWN] = put_shutdown,
		[OP_DO_CLOSE] = put_close,
		[OP_DO_CONNECT] = put_connect,
		[OP_DO_RESULT] = put_result,
		[OP_DO_OVERLAPPED] = put_overlapped,
		[OP_DO_CANCEL] = put_cancel,
		[OP_DO_SLEEP] = put_sleep,
		[OP_DO_EVENT] = put_event,
		[OP_DO_ORDER] = put_order,
		[OP_DO_UPCALLS] = put_counts,
		[OP_DO_SET] = export_setting,
		[OP_DO_RULE] = put_rule,
		[OP_DO_FAULT] = put_fault,
		[OP_DO_READABLE] = put_question,
		[OP_DO_ATMARK] = put_question,
		[OP_DO_CLEANUP] = put_cleanup,
	};
	enum op_verb verb = line->op.verb;

	if (verb == OP_DO_AWAIT || verb == OP_DO_EXIT || verb == OP_DO_WAIT)
		put_outside(e, line);
	else if (verbs[verb] != NULL && may_be_missing(e, line))
		put_if_there(e, &line->op, verbs[verb]);
	else if (verbs[verb] != NULL)
		verbs[verb](e, &line->op);
}
