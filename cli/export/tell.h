/* SPDX-License-Identifier: MIT */
/* What receives and sends came to, in the words of scenarios. */
#pragma once

#include "cli/export/buffer.h"

static const char *word_of_error(int error, const WSPLASTRECEIVE *last)
{
	switch (error) {
	case WSAEDISCON:
		return "graceful";
	case WSAEMSGSIZE:
		return last->lengthKnown && last->messageLost == 0 ? "too-small"
								   : "truncated";
	case WSAECONNRESET:
		return "reset";
	case WSAENETRESET:
	case WSAECONNABORTED:
	case WSAENETDOWN:
	case WSAENETUNREACH:
	case WSAECONNREFUSED:
	case WSAEHOSTDOWN:
	case WSAEHOSTUNREACH:
		return "aborted";
	case WSAEWOULDBLOCK:
		return "would-block";
	case WSAETIMEDOUT:
		return "timeout";
	case WSAEINTR:
	case WSA_OPERATION_ABORTED:
		return "cancelled";
	case WSA_IO_PENDING:
		return "pending";
	}
	return "refused";
}

/* The one word for what a receive returned. */
static const char *word_of(const struct request *r, int error, DWORD count, DWORD flags,
			   const WSPLASTRECEIVE *last)
{
	DWORD xp1 = r->sock->info.dwServiceFlags1;

	if (error != 0)
		return word_of_error(error, last);
	if ((flags & MSG_PARTIAL) != 0)
		return "partial";
	if (count > 0)
		return "data";
	if (last->ended)
		return "graceful";
	return (xp1 & XP1_MESSAGE_ORIENTED) != 0 && (xp1 & XP1_PSEUDO_STREAM) == 0
		       ? "empty-message"
		       : "data";
}

/* What fell into which buffer. */
static void say_buffers(const struct request *r, DWORD count)
{
	for (DWORD i = 0; i < r->n_buffers && count > 0; i++) {
		DWORD n = r->buffers[i].len < count ? r->buffers[i].len : count;

		if (n > 0)
			say_bytes(r->buffers[i].buf, n);
		count -= n;
	}
}

/* The sender, unless it is the peer. */
static void say_source(const struct request *r, const WSPLASTRECEIVE *last)
{
	const struct peer *p = &r->sock->peer;
	struct place stranger = { .n = sizeof stranger.sa };
	char source[160] = "", name[160] = "";

	if (last->fromLength > 0)
		print_place(&last->from, last->fromLength, source);
	else if (last->arrived &&
		 (r->sock->info.dwServiceFlags1 & XP1_CONNECTIONLESS) != 0)
		snprintf(source, sizeof source, "unnamed");
	if (source[0] == '\0' || strcmp(source, p->name) == 0)
		return;
	if (p->stranger > 0 &&
	    getsockname(p->stranger, (struct sockaddr *)&stranger.sa, &stranger.n) == 0)
		print_place(&stranger.sa, stranger.n, name);
	say("from");
	say(strcmp(source, name) == 0 ? "stranger" : source);
}

static bool is_among(const char *word, const char *const *words)
{
	while (*words != NULL && strcmp(*words, word) != 0)
		words++;
	return *words != NULL;
}

static void say_receive(const struct request *r, int error, DWORD count, DWORD flags,
			const WSPLASTRECEIVE *last)
{
	static const char *const with_bytes[] = { "data", "partial", "truncated",
						  "too-small", NULL };
	const char *word = word_of(r, error, count, flags, last);
	bool pending = strcmp(word, "pending") == 0;

	say(word);
	if (error != 0 && !pending)
		say_code(error);
	if (is_among(word, with_bytes)) {
		say_number(count);
		say_buffers(r, count);
	}
	if (strcmp(word, "partial") == 0)
		flags &= ~(DWORD)MSG_PARTIAL;
	if (flags != 0) {
		say("flags");
		say_flags(flags);
	}
	if (last->lengthKnown && last->messageLost > 0) {
		say("lost");
		say_number(last->messageLost);
	}
	if (!pending)
		say_source(r, last);
	if (r->hook_error != 0) {
		say("hook");
		say_code(r->hook_error);
	}
}

/* Nothing has that name yet. */
static void say_unknown(const char *name)
{
	say("unknown");
	say(name);
}

/* What the call of a receive returned. */
static void say_received(const struct request *r, const WSPLASTRECEIVE *last)
{
	bool good = r->result == 0;

	say_receive(r, good ? 0 : r->error,
		    good || r->error == WSAEMSGSIZE ? r->count : 0, good ? r->flags : 0,
		    last);
}

/* What the call of a send returned. */
static void say_sent(const struct request *r)
{
	if (r->result == 0)
		say_number(r->count);
	else if (r->error == WSA_IO_PENDING)
		say("pending");
	else if (r->error == WSAEWOULDBLOCK)
		say("would-block WSAEWOULDBLOCK");
	else
		say_code(r->error);
}
