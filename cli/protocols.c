/* SPDX-License-Identifier: MIT */
/* `wsprecv protocols`: the catalogue, and which of it this kernel has. */
#include <jansson.h>
#include <sys/socket.h>

#include "base/code.h"
#include "base/flag.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/output.h"
#include "cli/status.h"
#include "wspmore.h"

#define VERSION_2_2 0x0202

struct wish {
	bool json, help;
};

static bool set_json(void *target, const char *value, struct diag *d)
{
	(void)value;
	(void)d;
	((struct wish *)target)->json = true;
	return true;
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	(void)value;
	(void)d;
	((struct wish *)target)->help = true;
	return true;
}

static const struct option_kind options[] = {
	{ "json", 0, NULL, "one JSON object a line", set_json },
	{ "help", 'h', NULL, "print this", set_help },
};

#define OPTIONS (sizeof options / sizeof options[0])

void protocols_help(FILE *to)
{
	fputs("Usage: wsprecv protocols [--json]\n\n"
	      "Lists the protocol catalogue: whether this kernel has each and if not "
	      "why, and "
	      "its XP1\nflags, which --xp1 of `wsprecv recv` may override.\n\n"
	      "  wsprecv protocols\n"
	      "  wsprecv protocols --json | jq -r 'select(.available) | "
	      ".name'\n\nOptions:\n",
	      to);
	option_help(to, options, OPTIONS);
}

/* What a user can do about a family or a protocol that the kernel does not have. */
static const char *remedy(const WSAPROTOCOL_INFO *info)
{
	if (info->iProtocol == IPPROTO_SCTP)
		return "; as root: modprobe sctp";
	if (info->iProtocol == IPPROTO_MPTCP)
		return "; as root: sysctl net.mptcp.enabled=1";
	if (info->iAddressFamily == AF_VSOCK)
		return "; as root: modprobe vsock_loopback";
	return "";
}

static void put_line(const WSAPROTOCOL_INFO *info, int error)
{
	const struct code *code = code_by_number(error);
	size_t n;
	const struct flag *flags = flag_xp1(&n);

	printf("%-4s%-20s", error == 0 ? "ok" : "no", info->szProtocol);
	for (size_t i = 0; i < n; i++)
		if ((info->dwServiceFlags1 & flags[i].value) != 0)
			printf(" %s", flags[i].word);
	putchar('\n');
	if (error != 0)
		printf("    why not: %s (%s)%s\n",
		       code != NULL ? code->text : "unknown",
		       code != NULL ? code->name : "?", remedy(info));
}

static void put_json(const WSAPROTOCOL_INFO *info, int error)
{
	const struct code *code = code_by_number(error);
	json_t *words = json_array(), *why = json_null(), *object;
	size_t n;
	const struct flag *flags = flag_xp1(&n);

	for (size_t i = 0; i < n; i++)
		if ((info->dwServiceFlags1 & flags[i].value) != 0)
			json_array_append_new(words, json_string(flags[i].word));
	if (error != 0)
		why = json_pack("{s:s,s:i}", "name",
				code != NULL ? code->name : "unknown", "code", error);
	object = json_pack("{s:i,s:s,s:I,s:s,s:i,s:i,s:i,s:o,s:I,s:b,s:o}", "v", 1,
			   "event", "protocol", "id",
			   (json_int_t)info->dwCatalogEntryId, "name", info->szProtocol,
			   "family", info->iAddressFamily, "type", info->iSocketType,
			   "protocol", info->iProtocol, "flags", words, "message_size",
			   (json_int_t)info->dwMessageSize, "available", error == 0,
			   "error", why);
	if (object == NULL || json_dumpf(object, stdout, JSON_COMPACT) != 0)
		fputs("wsprecv: no memory for a JSON object\n", stderr);
	else
		putchar('\n');
	json_decref(object);
	output_flush();
}

static void put_all(bool json)
{
	WSAPROTOCOL_INFO info;
	int error, ignored;
	SOCKET s;

	for (DWORD i = 0; WSPCatalogEntry(i, &info); i++) {
		error = 0;
		s = WSPSocket(info.iAddressFamily, info.iSocketType, info.iProtocol,
			      NULL, 0, 0, &error);
		if (s != INVALID_SOCKET) {
			error = 0;
			WSPCloseSocket(s, &ignored);
		}
		if (json)
			put_json(&info, error);
		else
			put_line(&info, error);
	}
}

int protocols_run(int argc, char **argv)
{
	struct wish wish = { .json = false };
	int first = option_read(options, OPTIONS, &wish, argc, argv);
	struct diag d;
	int error;

	if (first < 0)
		return STATUS_USAGE;
	if (wish.help) {
		protocols_help(stdout);
		return STATUS_GOOD;
	}
	if (first < argc) {
		diag_set(&d, 0, "this command takes no word");
		diag_hint(&d, "write wsprecv protocols");
		diag_print(stderr, "protocols", argv[first], &d);
		return STATUS_USAGE;
	}
	error = WSPStartup(VERSION_2_2, NULL, NULL,
			   (WSPUPCALLTABLE){ .lpWPUQueueApc = NULL }, NULL);
	if (error != 0) {
		fprintf(stderr, "wsprecv: WSPStartup failed (%d)\n", error);
		return STATUS_FAULT;
	}
	put_all(wish.json);
	WSPCleanup(&error);
	return STATUS_GOOD;
}
