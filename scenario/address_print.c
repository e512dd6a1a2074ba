/* SPDX-License-Identifier: MIT */
/* The canonical text of an address. */
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/vm_sockets.h>

#include "scenario/address_parts.h"
#include "scenario/quantity.h"

/* Whatever a terminal might obey is escaped, and an @ that does not mean an abstract
 * name. */
static void print_path(struct text *to, const struct address_place *p)
{
	if (p->abstract)
		text_put(to, "@");
	for (size_t i = 0; i < p->path_length; i++) {
		unsigned char byte = (unsigned char)p->path[i];

		if (byte < 0x20 || byte >= 0x7f ||
		    (byte == '@' && i == 0 && !p->abstract))
			text_format(to, "\\x%02x", byte);
		else if (strchr(",:\\", byte) != NULL)
			text_format(to, "\\%c", byte);
		else
			text_add(to, &byte, 1);
	}
}

static void print_inet(struct text *to, const struct address_place *p)
{
	bool v6 = strchr(p->host, ':') != NULL;

	if (p->host[0] != '\0')
		text_format(to, v6 ? "[%s]:" : "%s:", p->host);
	text_format(to, "%u", p->port);
}

static void print_vsock(struct text *to, enum address_form form,
			const struct address_place *p)
{
	if (p->cid == VMADDR_CID_HOST)
		text_put(to, "host:");
	else if (p->cid == VMADDR_CID_LOCAL)
		text_put(to, "local:");
	else if (p->cid != VMADDR_CID_ANY || form == ADDRESS_CID_PORT)
		text_format(to, "%" PRIu32 ":", p->cid);
	text_format(to, "%" PRIu32, p->vsock_port);
}

static void print_place(struct text *to, enum address_form form,
			const struct address_place *p)
{
	switch (form) {
	case ADDRESS_HOST_PORT:
	case ADDRESS_PORT:
		print_inet(to, p);
		break;
	case ADDRESS_PATH:
		print_path(to, p);
		break;
	case ADDRESS_CID_PORT:
	case ADDRESS_CID_ANY:
		print_vsock(to, form, p);
		break;
	case ADDRESS_WORD:
		text_put(to, p->word);
		break;
	case ADDRESS_NUMBER:
		text_format(to, "%" PRIu64, p->number);
		break;
	}
}

static void print_raw(struct text *to, const struct address_option *o)
{
	int32_t number;

	text_format(to, "=%d:%d:", o->level, o->option);
	if (o->raw_length == sizeof number) {
		memcpy(&number, o->raw, sizeof number);
		text_format(to, "%" PRId32, number);
		return;
	}
	text_put(to, "x");
	for (size_t i = 0; i < o->raw_length; i++)
		text_format(to, "%02x", o->raw[i]);
}

static void print_text(struct text *to, const char *text)
{
	text_put(to, "=");
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte < 0x20 || byte >= 0x7f)
			text_format(to, "\\x%02x", byte);
		else if (strchr(",\\", byte) != NULL)
			text_format(to, "\\%c", byte);
		else
			text_add(to, &byte, 1);
	}
}

void address_option_print(struct text *to, const struct address_kind *kind,
			  const struct address_option *o)
{
	size_t n;
	const struct address_option_kind *k = &address_option_kinds(&n)[o->id];
	char text[32];

	text_put(to, k->word);
	switch (k->value) {
	case ADDRESS_VALUE_FLAG:
		text_put(to, o->number != 0 ? "" : "=off");
		break;
	case ADDRESS_VALUE_NUMBER:
		text_format(to, "=%" PRId64, o->number);
		break;
	case ADDRESS_VALUE_SIZE:
		quantity_print_size((uint64_t)o->number, text);
		text_format(to, "=%s", text);
		break;
	case ADDRESS_VALUE_DURATION:
		quantity_print_duration((uint64_t)o->number, text);
		text_format(to, "=%s", text);
		break;
	case ADDRESS_VALUE_PLACE:
		text_put(to, "=");
		print_place(to, address_other_form(kind->form), &o->place);
		break;
	case ADDRESS_VALUE_GROUP:
		text_format(to, "=%s%s%s", o->place.host,
			    o->place.word[0] != '\0' ? "@" : "", o->place.word);
		break;
	case ADDRESS_VALUE_RAW:
		print_raw(to, o);
		break;
	case ADDRESS_VALUE_TEXT:
		print_text(to, o->text);
		break;
	case ADDRESS_VALUE_VERSION:
		text_format(to, "=1.%d", (int)o->number - 0x0301);
		break;
	}
}

void address_print_to(struct text *to, const struct address *a)
{
	size_t n;
	const struct address_kind *kind = &address_kinds(&n)[a->kind];

	text_put(to, kind->word);
	text_put(to, ":");
	print_place(to, kind->form, &a->place);
	for (size_t i = 0; i < a->n_options; i++) {
		text_put(to, ",");
		address_option_print(to, kind, &a->options[i]);
	}
}

char *address_print(const struct address *a)
{
	struct arena arena = { NULL, 0 };
	struct text to = { .arena = &arena };
	char *text;

	address_print_to(&to, a);
	text = strdup(text_whole(&to));
	arena_fini(&arena);
	return text;
}
