/* SPDX-License-Identifier: MIT */
/* Codes and flags of the provider in words. Winsock's names begin here: what speaks to the
 * kernel by these names stands before. */
#pragma once

#include "cli/export/play_end.h"
#include "cli/export/play_more.h"
#include "wspmore.h"

#define NOWHERE ((void *)0x1000) /* no pointer leads there */

static _Thread_local int last_error;

#define ROW(name, number, native, text) { #name, number, native },

static const struct {
	const char *name;
	int number, native; /* the errno that means it; 0: none */
} codes[] = { WSA_CODES(ROW) };

#define CODES (sizeof codes / sizeof codes[0])

static void say_code(int code)
{
	char text[16];

	for (size_t i = 0; i < CODES; i++)
		if (codes[i].number == code) {
			say(codes[i].name);
			return;
		}
	snprintf(text, sizeof text, "%d", code);
	say(code == 0 ? "ok" : text);
}

/* What an errno of the peer is to us. */
static int code_of(int native)
{
	if (native == EPIPE)
		return WSAECONNRESET;
	if (native == ENOENT)
		return WSAECONNREFUSED;
	for (size_t i = 0; i < CODES; i++)
		if (native != 0 && codes[i].native == native)
			return codes[i].number;
	return native == 0 ? 0 : WSAEINVAL;
}

static const struct {
	const char *word;
	DWORD bit;
} flag_words[] = {
	{ "partial", MSG_PARTIAL }, { "push-immediate", MSG_PUSH_IMMEDIATE },
	{ "waitall", MSG_WAITALL }, { "peek", MSG_PEEK },
	{ "oob", MSG_OOB },
};

#define FLAG_WORDS (sizeof flag_words / sizeof flag_words[0])

/* "partial,oob". */
static void say_flags(DWORD flags)
{
	char text[80] = "";
	size_t n = 0;

	for (size_t i = 0; i < FLAG_WORDS; i++)
		if ((flags & flag_words[i].bit) != 0)
			n += (size_t)snprintf(text + n, sizeof text - n, "%s%s",
					      n > 0 ? "," : "", flag_words[i].word);
	say(text[0] != '\0' ? text : "none");
}

static int control(SOCKET s, DWORD code, const void *in, DWORD n)
{
	DWORD returned;
	int error = 0;

	WSPIoctl(s, code, (LPVOID)(uintptr_t)in, n, NULL, 0, &returned, NULL, NULL,
		 NULL, &error);
	return error;
}

/* FIONREAD and SIOCATMARK. */
static int ask(SOCKET s, DWORD code, DWORD *answer)
{
	DWORD returned;
	int error = 0;

	WSPIoctl(s, code, NULL, 0, answer, sizeof *answer, &returned, NULL, NULL, NULL,
		 &error);
	return error;
}
