/* SPDX-License-Identifier: MIT */
/* One overlapped receive: posted, and completed later.
 *
 *	posted_call() -> POSTED_REFUSED
 *	              -> POSTED_UNDERWAY -> posted_look() or the routine -> POSTED_COMPLETED
 *	              -> POSTED_COMPLETED where no WSAOVERLAPPED counts (P6, P7)
 *
 * It has two outcomes: that of the call, whose word is `pending` or one that it had at once
 * (success at once is indicated too, K1), and that of the completion, as any receive has
 * one. Everything that the call may write and must not is given a known value before it,
 * and looked at after the call and after the completion.
 *
 * Owned by whoever posts; it must stay where it is while it is underway. Only the thread
 * that posted it uses it, until that has ended; then another may take over. */
#pragma once

#include "scenario/memory.h"
#include "scenario/outcome.h"
#include "scenario/receive.h"
#include "wspmore.h"

enum posted_state {
	POSTED_IDLE,      /* all zero: it was never posted */
	POSTED_REFUSED,   /* the call failed: no completion follows (R4) */
	POSTED_UNDERWAY,  /* a completion follows (R3, K1) */
	POSTED_COMPLETED, /* it has been told */
};

struct posted {
	WSPOVERLAPPED overlapped; /* first: what a routine is given points here */
	enum posted_state state;
	struct memory *memory; /* borrowed while it is underway */
	WSAPROTOCOL_INFO info; /* of the socket, which may be gone at the completion */
	SOCKET socket;
	DWORD count, flags; /* the room for results that the call was given */
	bool count_written, flags_written; /* whether it wrote them */
	bool again; /* it was indicated more than once, which no provider may do (K9) */
	struct outcome call;       /* `elapsed` is the time inside the call */
	struct outcome completion; /* once completed; `elapsed` is since it was posted */
	uint64_t posted_at, completed_at; /* ready_now() */
	uint64_t looks;                   /* of posted_look() */
	/* Pointers (enum op_pointer) to pass as NULL, or as leading nowhere; another
	 * operation's WSAOVERLAPPED to use, NULL: its own. Set by the owner. */
	unsigned nulls, bads;
	struct posted *reuse;
	const struct receive_source *from; /* by WSPRecvFrom; NULL: by WSPRecv */
	const WSATHREADID *thread; /* whose operation it is (P8); NULL: the caller's */
	bool nonoverlapped; /* the socket is (P6): the call is over when it returns */
	struct posted *tenant; /* whose WSAOVERLAPPED its own is now; NULL: its own */
	bool moved_out;        /* completed when another took its WSAOVERLAPPED */
	bool orphan; /* no routine will tell of it: its thread has ended. Set by the owner */
	/* Called by the routine, on the thread that posted, when the completion has been
	 * told. NULL: post without a routine. Set by the owner, as is `context`. */
	void (*completed)(struct posted *p);
	void *context;
};

/* Posts a receive into `m`. The event (may be NULL) is for a receive without routine. The
 * array of buffers is gone when the call has returned (B3). `s` must be watched with
 * WSP_WATCH_OVERLAPPED; `info` is its catalogue entry. */
void posted_call(struct posted *p, SOCKET s, const WSAPROTOCOL_INFO *info,
		 struct memory *m, DWORD flags, WSAEVENT event);

/* The WSAOVERLAPPED that it was, or would be, posted with. */
WSAOVERLAPPED *posted_place(struct posted *p);

/* Whether it has completed, by WSPGetOverlappedResult without waiting; on a socket that is
 * closed, by what is in the WSAOVERLAPPED. */
bool posted_look(struct posted *p, SOCKET s);
