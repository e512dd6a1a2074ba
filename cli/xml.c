/* SPDX-License-Identifier: MIT */
/* Text and attributes of XML. */
#include "cli/xml.h"

static void put_entity(FILE *to, unsigned char c)
{
	switch (c) {
	case '&':
		fputs("&amp;", to);
		return;
	case '<':
		fputs("&lt;", to);
		return;
	case '>':
		fputs("&gt;", to);
		return;
	case '"':
		fputs("&quot;", to);
		return;
	case '\n':
		fputs("&#10;", to);
		return;
	case '\t':
		fputs("&#9;", to);
		return;
	default:
		/* XML has no way to write the others, and paths may be no UTF-8. */
		fputc(c < 0x20 || c >= 0x7f ? '?' : c, to);
	}
}

void xml_text(FILE *to, const char *text)
{
	for (; *text != '\0'; text++)
		put_entity(to, (unsigned char)*text);
}

void xml_attribute(FILE *to, const char *name, const char *value)
{
	fprintf(to, " %s=\"", name);
	xml_text(to, value);
	fputc('"', to);
}
