/* SPDX-License-Identifier: MIT */
/* The format "json": one object a line, as cli/schema/recv.schema.json has it. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "cli/report.h"
#include "scenario/alert.h"
#include "scenario/errnoword.h"
#include "scenario/flaglist.h"
#include "scenario/literal.h"

/* Takes the object; without memory for it nothing is printed but the fact. */
static void put(json_t *object)
{
	if (object == NULL || json_dumpf(object, stdout, JSON_COMPACT) != 0)
		fputs("wsprecv: no memory for a JSON object\n", stderr);
	else
		putchar('\n');
	json_decref(object);
}

static json_t *error_object(int number)
{
	const struct code *code = code_by_number(number);

	if (number == 0)
		return json_null();
	return json_pack("{s:s,s:i}", "name", code != NULL ? code->name : "unknown",
			 "code", number);
}

static json_t *errno_string(int native)
{
	return native != 0 ? json_string(errnoword_name(native)) : json_null();
}

/* Paths may hold any byte, JSON only text. */
static json_t *text_string(const char *text)
{
	json_t *string = json_string(text);
	char *escaped;

	if (string != NULL)
		return string;
	escaped = malloc(LITERAL_ESCAPED(strlen(text)));
	if (escaped == NULL)
		return NULL;
	literal_escape(text, strlen(text), escaped);
	string = json_string(escaped);
	free(escaped);
	return string;
}

static json_t *flag_array(uint32_t flags)
{
	json_t *array = json_array();
	const char *name;
	char buffer[16];

	while ((name = flaglist_take(&flags, buffer)) != NULL)
		json_array_append_new(array, json_string(name));
	return array;
}

static json_t *hex_string(const void *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *from = bytes;
	char *text = malloc(2 * n + 1);
	json_t *string;

	if (text == NULL)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		text[2 * i] = digits[from[i] >> 4];
		text[2 * i + 1] = digits[from[i] & 15];
	}
	string = json_stringn_nocheck(text, 2 * n);
	free(text);
	return string;
}

static json_t *buffer_array(const struct report_receive *one)
{
	json_t *array = json_array();
	DWORD n;
	LPWSABUF buffers = memory_buffers(one->memory, &n);

	for (DWORD i = 0; i < n; i++) {
		uint32_t filled = memory_filled(one->memory, i, one->outcome->bytes);

		json_array_append_new(array,
				      json_pack("{s:I,s:I,s:o}", "length",
						(json_int_t)buffers[i].len, "filled",
						(json_int_t)filled, "data",
						hex_string(buffers[i].buf, filled)));
	}
	return array;
}

static json_t *message_object(const struct outcome *o)
{
	if (!o->length_known)
		return json_null();
	return json_pack("{s:I,s:I}", "length", (json_int_t)o->length, "lost",
			 (json_int_t)o->lost);
}

static json_t *source_string(const struct outcome *o)
{
	return o->source[0] != '\0' ? text_string(o->source) : json_null();
}

static json_t *word_or_null(const char *text)
{
	return text[0] != '\0' ? text_string(text) : json_null();
}

/* What is known of the session; NULL: there is none. */
static json_t *tls_object(const struct report *r)
{
	static const char *const endings[] = {
#define ENDING(name, word, text) [WSPTLS_ENDING_##name] = (word),
		WSPTLS_ENDINGS(ENDING)
#undef ENDING
	};
	char alert[ALERT_TEXT] = "";
	WSPTLSSTATE s;

	if (r->end == NULL || !endpoint_tls_state(r->end->socket, &s) || !s.secure)
		return NULL;
	if (s.alert != 0)
		alert_print(s.alert, alert);
	return json_pack("{s:s,s:s,s:o,s:o,s:b,s:b,s:I,s:s,s:o}", "version", s.version,
			 "cipher", s.cipher, "alpn", word_or_null(s.alpn), "peer",
			 word_or_null(s.peer), "verified", (int)!s.trusting, "resumed",
			 (int)s.resumed, "records", (json_int_t)s.records, "ending",
			 endings[s.ending], "alert", word_or_null(alert));
}

static void receive(const struct report *r, const struct report_receive *one)
{
	const struct outcome *o = one->outcome;

	put(json_pack("{s:i,s:s,s:I,s:o,s:s,s:i,s:o,s:o,s:s,s:I,s:o,s:o,s:o,s:o,s:o,s:"
		      "I,s:o*}",
		      "v", 1, "event", "receive", "seq", (json_int_t)one->seq,
		      "address", text_string(r->address), "mode", r->mode, "return",
		      o->result, "error", error_object(o->error), "errno",
		      errno_string(o->native), "outcome", outcome_name(o->word),
		      "bytes", (json_int_t)o->bytes, "flags_in",
		      flag_array(o->flags_in), "flags_out", flag_array(o->flags_out),
		      "buffers", buffer_array(one), "message", message_object(o),
		      "source", source_string(o), "elapsed_us", (json_int_t)o->elapsed,
		      "tls", tls_object(r)));
}

/* An out-parameter of a call: takes its value, null where it was left alone. */
static json_t *written(bool is, json_t *value)
{
	return json_pack("{s:s,s:o}", "state", is ? "written" : "untouched", "value",
			 value);
}

static void call(const struct report *r, const struct report_half *half)
{
	const struct outcome *o = half->one.outcome;
	const struct posted *p = half->posted;
	bool bytes = report_call_has_bytes(half);

	put(json_pack(
		"{s:i,s:s,s:I,s:o,s:s,s:s,s:b,s:i,s:o,s:o,s:s,s:o,s:o,s:o,s:o,s:o,s:o,"
		"s:I,s:I}",
		"v", 1, "event", "call", "request", (json_int_t)half->one.seq,
		"address", text_string(r->address), "mode", r->mode, "thread",
		half->thread, "in_routine", (int)half->in_routine, "return", o->result,
		"error", error_object(o->error), "errno", errno_string(o->native),
		"outcome", outcome_name(o->word), "flags_in", flag_array(o->flags_in),
		"count",
		written(p->count_written, p->count_written
						  ? json_integer((json_int_t)p->count)
						  : json_null()),
		"flags",
		written(p->flags_written,
			p->flags_written ? flag_array(p->flags) : json_null()),
		"buffers", bytes ? buffer_array(&half->one) : json_null(), "message",
		bytes ? message_object(o) : json_null(), "source",
		bytes ? source_string(o) : json_null(), "posted_us",
		(json_int_t)report_posted_at(half), "elapsed_us",
		(json_int_t)o->elapsed));
}

static void completion(const struct report *r, const struct report_half *half)
{
	const struct outcome *o = half->one.outcome;
	bool polled = half->indication == REPORT_BY_POLL;

	put(json_pack(
		"{s:i,s:s,s:I,s:o,s:s,s:s,s:s,s:o,s:o,s:o,s:s,s:I,s:o,s:o,s:o,s:o,s:I,"
		"s:I,s:I,s:o*}",
		"v", 1, "event", "completion", "request", (json_int_t)half->one.seq,
		"address", text_string(r->address), "mode", r->mode, "indication",
		report_indication_word(half->indication), "thread", half->thread,
		"polls",
		polled ? json_integer((json_int_t)half->posted->looks) : json_null(),
		"error", error_object(o->error), "errno", errno_string(o->native),
		"outcome", outcome_name(o->word), "bytes", (json_int_t)o->bytes,
		"flags", flag_array(o->flags_out), "buffers", buffer_array(&half->one),
		"message", message_object(o), "source", source_string(o), "posted_us",
		(json_int_t)report_posted_at(half), "completed_us",
		(json_int_t)report_completed_at(half), "pending_us",
		(json_int_t)o->elapsed, "tls", tls_object(r)));
}

static void mark(const struct report *r, const struct report_mark *m)
{
	json_t *pending = json_array();

	(void)r;
	for (size_t i = 0; i < m->n_pending; i++)
		json_array_append_new(pending, json_integer((json_int_t)m->pending[i]));
	put(json_pack("{s:i,s:s,s:s,s:s,s:s,s:I,s:o}", "v", 1, "event", "mark", "what",
		      m->word, "text", m->text, "thread", m->thread, "at_us",
		      (json_int_t)m->at, "pending", pending));
}

static void listening(const struct report *r, const char *local)
{
	(void)r;
	put(json_pack("{s:i,s:s,s:o}", "v", 1, "event", "listening", "address",
		      text_string(local)));
}

static void error(const struct report *r, const struct endpoint_error *e)
{
	(void)r;
	bool named = e->certificate[0] != '\0';

	put(json_pack("{s:i,s:s,s:s,s:o,s:o,s:o,s:o*,s:o*,s:o*}", "v", 1, "event",
		      "error", "stage", e->stage, "error", error_object(e->code),
		      "errno", errno_string(e->native), "text", text_string(e->text),
		      "certificate", named ? text_string(e->certificate) : NULL, "name",
		      named ? text_string(e->name) : NULL, "reason",
		      named ? text_string(e->reason) : NULL));
}

static void end(const struct report *r, uint64_t received, uint64_t bytes, int status)
{
	(void)r;
	put(json_pack("{s:i,s:s,s:I,s:I,s:i}", "v", 1, "event", "end", "received",
		      (json_int_t)received, "bytes", (json_int_t)bytes, "status",
		      status));
}

const struct report_format report_json = {
	.word = "json",
	.text = "one JSON object a line for each event",
	.listening = listening,
	.receive = receive,
	.call = call,
	.completion = completion,
	.mark = mark,
	.error = error,
	.end = end,
};
