/* SPDX-License-Identifier: MIT */
/* One operation of a scenario: the value that everything else is about.
 *
 *	text  --op_parse-->  struct op  --op_print-->  text
 *	bytes --op_decode->  struct op  --op_encode->  bytes
 *	                         |
 *	                       world   carries it out: an outcome, which is tokens again
 *
 * The two tables of op_table.h are the language. Parser, printer, coder, help and the words
 * that a fuzzer tries are derived from them. What does not belong to an operation's verb is
 * zero, so that equal operations have equal texts and equal bytes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/arena.h"
#include "scenario/layout.h"
#include "scenario/op_table.h"
#include "scenario/peer.h"

#define OP_NAME_MAX 15
#define OP_RULES_MAX 8
#define OP_STEPS_MAX 64
#define OP_PATTERN_MAX ((size_t)1 << 20) /* bytes of `pattern:SIZE` */
#define OP_FOREVER UINT64_MAX

enum op_mode {
	OP_MODE_AS_IS, /* as the socket is */
	OP_MODE_BLOCKING,
	OP_MODE_NONBLOCKING,
	OP_MODE_EVENT,
	OP_MODE_POLL, /* overlapped, neither event nor routine */
	OP_MODE_ROUTINE,
};

enum op_depth { /* 0 is the usual one */
	OP_DEPTH_FULL,
	OP_DEPTH_SOCKET,
	OP_DEPTH_BOUND,
	OP_DEPTH_LISTENING,
	OP_DEPTH_CONNECTING,
};

enum op_half {
	OP_HALF_RECEIVE,
	OP_HALF_SEND,
	OP_HALF_BOTH
};
enum op_event_act {
	OP_EVENT_LOOK,
	OP_EVENT_SET,
	OP_EVENT_RESET,
	OP_EVENT_CLOSE
};
enum op_hook {
	OP_HOOK_NONE,
	OP_HOOK_RECEIVE,
	OP_HOOK_CANCEL
};
enum op_profile {
	OP_PROFILE_NONE,
	OP_PROFILE_SPI,
	OP_PROFILE_WINDOWS
};
enum op_net_act {
	OP_NET_CUT,
	OP_NET_ROOM,
	OP_NET_HOLD,
	OP_NET_RELEASE,
	OP_NET_PASS,
	OP_NET_LOSE,
	OP_NET_DEAD,
};
enum op_whose {
	OP_WHOSE_OWN,
	OP_WHOSE_PEER
};
enum op_condition {
	OP_CONDITION_NONE,
	OP_CONDITION_ACCEPT,
	OP_CONDITION_REJECT
};
enum op_call { /* as WSP_CALL_RECEIVE and its like */
	OP_CALL_RECEIVE,
	OP_CALL_SEND,
	OP_CALL_BIND,
	OP_CALL_CONNECT,
	OP_CALL_LISTEN,
	OP_CALL_ACCEPT,
	OP_CALL_NAME,
	OP_CALL_ASK,
	OP_CALL_GET,
	OP_CALL_SET,
	OP_CALL_WATCH,
	OP_CALL_MEMORY,
};
enum op_pointer { /* bits */
	OP_POINTER_ARRAY = 1,
	OP_POINTER_COUNT = 2,
	OP_POINTER_FLAGS = 4,
	OP_POINTER_OVERLAPPED = 8,
	OP_POINTER_VALUE = 16,  /* a name or an option, in or out */
	OP_POINTER_LENGTH = 32, /* of it */
	OP_POINTER_UPCALLS = 64,
};

/* Letters, digits, - and _, a letter first; zero behind the end. */
struct op_name {
	char text[OP_NAME_MAX + 1];
};

/* Row `rule` of WSPRuleEntry() with value number `value`. */
struct op_rule {
	uint8_t rule, value;
};

/* Everything that pointers lead to is in the arena that it was made with. */
struct op {
	enum op_verb verb;
	struct op_name thread; /* "": main */
	struct op_name name;   /* SOCKET, REQUEST, EVENT_NAME or THREAD_NAME */
	struct op_name as;     /* "": the operation has no name */
	struct op_name event, reuse;
	const char *address;       /* canonical (address_print), or only its word */
	const char *option;        /* OPTION, canonical: "rcvbuf=4k", "nonblocking=1" */
	const char *place;         /* PLACE, TO; NULL: not given */
	const char *what;          /* QUESTION, CONTROL */
	const unsigned char *data; /* DATA, INPUT, n_data bytes; NULL: none */
	size_t n_data;
	const struct peer_step *steps; /* STEPS */
	size_t n_steps;
	const struct layout *layout; /* BUFFERS; NULL: not given */
	uint32_t flags;              /* MSG_* as Winsock numbers them */
	uint32_t xp1_set, xp1_clear;
	uint32_t limit;      /* 0: not given */
	uint64_t usec;       /* DURATION; OP_FOREVER */
	uint64_t timeout;    /* microseconds, 0: none */
	uint64_t length;     /* LENGTH plus one; 0: not given */
	uint64_t number;     /* COUNT, AMOUNT, the N of ERRNO (from 1) */
	int native;          /* ERRNO */
	uint8_t nulls, bads; /* enum op_pointer */
	enum op_mode mode;
	enum op_depth depth;
	enum op_half half;
	enum op_event_act event_act;
	enum op_net_act net_act;
	enum op_hook hook;
	enum op_profile profile;
	enum op_whose whose;
	enum op_condition condition;
	enum op_call call;
	struct op_rule rules[OP_RULES_MAX]; /* RULE, RULE_VALUE */
	size_t n_rules;
	bool hook_both;     /* HOOK: it receives, too, before it cancels */
	const char *events; /* EVENTS: names with commas between; NULL: none */
	bool nonoverlapped, alertable, wait, from, all;
};
