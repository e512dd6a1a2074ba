/* SPDX-License-Identifier: MIT */
/* The canonical text of an address. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/vm_sockets.h>

#include "scenario/address_parts.h"
#include "scenario/quantity.h"

/* Whatever a terminal might obey is escaped, and an @ that does not mean an abstract
 * name. */
static void print_path(FILE *to, const struct address_place *p)
{
	if (p->abstract)
		fputc('@', to);
	for (size_t i = 0; i < p->path_length; i++) {
		unsigned char byte = (unsigned char)p->path[i];

		if (byte < 0x20 || byte >= 0x7f ||
		    (byte == '@' && i == 0 && !p->abstract))
			fprintf(to, "\\x%02x", byte);
		else if (strchr(",:\\", byte) != NULL)
			fprintf(to, "\\%c", byte);
		else
			fputc(byte, to);
	}
}

static void print_inet(FILE *to, const struct address_place *p)
{
	bool v6 = strchr(p->host, ':') != NULL;

	if (p->host[0] != '\0')
		fprintf(to, v6 ? "[%s]:" : "%s:", p->host);
	fprintf(to, "%u", p->port);
}

static void print_vsock(FILE *to, enum address_form form, const struct address_place *p)
{
	if (p->cid == VMADDR_CID_HOST)
		fputs("host:", to);
	else if (p->cid == VMADDR_CID_LOCAL)
		fputs("local:", to);
	else if (p->cid != VMADDR_CID_ANY || form == ADDRESS_CID_PORT)
		fprintf(to, "%" PRIu32 ":", p->cid);
	fprintf(to, "%" PRIu32, p->vsock_port);
}

static void print_place(FILE *to, enum address_form form, const struct address_place *p)
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
		fputs(p->word, to);
		break;
	case ADDRESS_NUMBER:
		fprintf(to, "%" PRIu64, p->number);
		break;
	}
}

static void print_raw(FILE *to, const struct address_option *o)
{
	int32_t number;

	fprintf(to, "=%d:%d:", o->level, o->option);
	if (o->raw_length == sizeof number) {
		memcpy(&number, o->raw, sizeof number);
		fprintf(to, "%" PRId32, number);
		return;
	}
	fputc('x', to);
	for (size_t i = 0; i < o->raw_length; i++)
		fprintf(to, "%02x", o->raw[i]);
}

static void print_text(FILE *to, const char *text)
{
	fputc('=', to);
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte < 0x20 || byte >= 0x7f)
			fprintf(to, "\\x%02x", byte);
		else if (strchr(",\\", byte) != NULL)
			fprintf(to, "\\%c", byte);
		else
			fputc(byte, to);
	}
}

void address_option_print(FILE *to, const struct address_kind *kind,
			  const struct address_option *o)
{
	size_t n;
	const struct address_option_kind *k = &address_option_kinds(&n)[o->id];
	char text[32];

	fputs(k->word, to);
	switch (k->value) {
	case ADDRESS_VALUE_FLAG:
		fputs(o->number != 0 ? "" : "=off", to);
		break;
	case ADDRESS_VALUE_NUMBER:
		fprintf(to, "=%" PRId64, o->number);
		break;
	case ADDRESS_VALUE_SIZE:
		quantity_print_size((uint64_t)o->number, text);
		fprintf(to, "=%s", text);
		break;
	case ADDRESS_VALUE_DURATION:
		quantity_print_duration((uint64_t)o->number, text);
		fprintf(to, "=%s", text);
		break;
	case ADDRESS_VALUE_PLACE:
		fputc('=', to);
		print_place(to, address_other_form(kind->form), &o->place);
		break;
	case ADDRESS_VALUE_GROUP:
		fprintf(to, "=%s%s%s", o->place.host,
			o->place.word[0] != '\0' ? "@" : "", o->place.word);
		break;
	case ADDRESS_VALUE_RAW:
		print_raw(to, o);
		break;
	case ADDRESS_VALUE_TEXT:
		print_text(to, o->text);
		break;
	case ADDRESS_VALUE_VERSION:
		fprintf(to, "=1.%d", (int)o->number - 0x0301);
		break;
	}
}

char *address_print(const struct address *a)
{
	size_t n;
	const struct address_kind *kind = &address_kinds(&n)[a->kind];
	char *text = NULL;
	FILE *to = open_memstream(&text, &n);
	bool bad;

	if (to == NULL)
		return NULL;
	fprintf(to, "%s:", kind->word);
	print_place(to, kind->form, &a->place);
	for (size_t i = 0; i < a->n_options; i++) {
		fputc(',', to);
		address_option_print(to, kind, &a->options[i]);
	}
	bad = ferror(to) != 0;
	if (fclose(to) != 0 || bad) {
		free(text);
		return NULL;
	}
	return text;
}
