/* SPDX-License-Identifier: MIT */
/* What the files of the model share, and nobody else needs. */
#pragma once

#include "scenario/model_request.h"
#include "scenario/model_tls.h"

/* Says no; the first objection of a step stays. */
__attribute__((format(printf, 3, 4))) bool
model_object(struct model *m, const char *clause, const char *format, ...);

/* By name; NULL: there is none. */
struct model_socket *model_socket(const struct model *m, const struct op_name *name);
struct model_request *model_request(const struct model *m, const char *name);
/* The one that the operation speaks of: its name may be another's by now. */
struct model_request *model_meant(const struct model *m, const struct op *op);
struct model_event *model_event(struct model *m, const struct op_name *name);
struct model_thread *model_thread(struct model *m, const struct op_name *name);
/* "main" has no name. */
struct op_name model_plain(struct op_name name);
/* The thread that an operation is carried out by. */
struct op_name model_thread_of(const struct model *m, const struct op *op,
			       const char *inside);

bool model_is_stream(const struct model_socket *s);   /* T1, T2, X6 */
bool model_has_circuit(const struct model_socket *s); /* not XP1_CONNECTIONLESS */
bool model_is_dtls(
	const struct model_socket *s); /* records that may get lost, of a circuit */
void model_open(struct model *m, const struct op *op, const struct tokens *got);
void model_set(struct model *m, const struct op *op, const struct tokens *got);
void model_rule(struct model_socket *s, const struct op *op);
void model_close_socket(struct model *m, struct model_socket *s);

/* What the peer did. `begun`: it is under way; else it came to `got`. */
void model_peer_begins(struct model_socket *s, const struct op *op);
void model_peer(struct model_socket *s, const struct op *op, const struct tokens *got);
/* It did so while `busy`, which it was asked before, was under way. `exact`: as in a
 * simulation. */
void model_peer_meets(struct model_socket *s, const struct op *op,
		      const struct op *busy, bool exact);
void model_net(struct model_socket *s, const struct op *op, const struct tokens *got);
/* What is on its way has arrived, as far as there is room for it; there was none. */
void model_arrive(struct model_socket *s);
void model_crowd(struct model_socket *s);
void model_connected(struct model_socket *s);

/* The clause by which a receive at the place of `r` in its line (NULL: at the end) cannot
 * find nothing, NULL: it may. */
const char *model_surely(const struct model_socket *s, const struct model_request *r);
/* How many bytes those in front of `r`, who are not known to be over, may take. */
uint64_t model_ahead(const struct model_socket *s, const struct model_request *r);
/* Whether anything may have come that would complete it. */
bool model_possibly(const struct model_request *r);

/* The socket as it was when the call was made, which routines may have changed since. */
const struct model_socket *model_as_called(const struct model *m, const struct op *op,
					   const struct model_socket *s);

/* P10, up to the remembered reset: whether the refusal is owed and was given. */
enum model_check {
	MODEL_FINE,     /* nothing is wrong with the call */
	MODEL_REFUSES,  /* rightly refused */
	MODEL_OBJECTED, /* which has been told */
};
enum model_check model_check(struct model *m, const struct op *op,
			     const struct model_request *r,
			     const struct model_outcome *o);
/* As many operations as may be are outstanding, or perhaps they are. */
bool model_is_full(const struct model *m, const struct model_socket *s);

/* The outcome of a receive, whenever it is seen first. */
void model_take(struct model *m, struct model_request *r,
		const struct model_outcome *o);
/* Whether what the head of a line came to is allowed; takes what it took. */
bool model_judge(struct model *m, struct model_request *r,
		 const struct model_outcome *o);
bool model_judge_stream(struct model *m, struct model_request *r,
			const struct model_outcome *o);
bool model_judge_urgent(struct model *m, struct model_request *r,
			const struct model_outcome *o);
bool model_judge_message(struct model *m, struct model_request *r,
			 const struct model_outcome *o);
bool model_judge_failure(struct model *m, struct model_request *r,
			 const struct model_outcome *o);
/* X3: it came short of what it was to fill; and an error was told to one. */
void model_short(struct model *m, const struct model_request *r);
void model_tells(const struct model_request *r, int error);
/* They look for nothing that could be taken: nobody's turn matters. */
bool model_finds_nothing(int error);
/* Takes requests that will end without data out of their lines. */
void model_doom(struct model_request *r, const char *clause);

/* That word, code, count and flags of an outcome say one thing. */
bool model_is_sound(struct model *m, const struct model_outcome *o);

/* Bytes of an outcome against those at a position: how many are equal. */
size_t model_compare(const struct model_socket *s, uint64_t at,
		     const struct model_outcome *o);
void model_keep(struct model_request *r, const struct model_outcome *o);
/* The bytes that must have been there, where nobody has said. */
void model_keep_sent(struct model_request *r, uint64_t at, size_t n);

/* The first, of these and those behind, whose call of that socket has not returned. */
const struct model_request *model_waiting(const struct model_request *from,
					  const struct model_socket *s);
/* While a call that turned the socket lasts, who leaves it as it is does not know how. */
bool model_is_turned(const struct model *m, const struct model_socket *s);
struct model_request *model_request_new(struct model *m, const struct op *op,
					const char *inside);
/* Whether a time-out of its may have come by now. */
bool model_times_out(const struct model *m, const struct model_request *r);
/* Forgets it, unless something may still be told or asked of it. */
void model_request_release(struct model *m, struct model_request *r);
/* The one whose routine is running under that name; NULL: none. */
struct model_request *model_running(const struct model *m, const char *name);
/* Its WSAOVERLAPPED speaks of it from now on. */
void model_settle_in(struct model *m, struct model_request *r);

/* Verbs. */
void model_recv(struct model *m, const struct op *op, const struct tokens *got,
		const char *inside);
void model_send(struct model *m, const struct op *op, const struct tokens *got,
		const char *inside);
void model_await(struct model *m, const struct op *op, const struct tokens *got);
void model_result(struct model *m, const struct op *op, const struct tokens *got);
void model_overlapped(struct model *m, const struct op *op, const struct tokens *got);
void model_look(struct model *m, const struct op *op, const struct tokens *got);
void model_order(struct model *m, const struct op *op, const struct tokens *got);
void model_upcalls(struct model *m, const struct op *op, const struct tokens *got);
void model_cancel(struct model *m, const struct op *op, const struct tokens *got,
		  const char *inside);
void model_exit(struct model *m, const struct op *op, const struct tokens *got);
void model_close(struct model *m, struct model_socket *s);

/* From now on nothing is known of any socket, nor of one that is opened later. */
void model_is_strange(struct model *m);
void model_fault(struct model *m, const struct op *op, const struct tokens *got);
/* Whether a fault may bring this code. */
bool model_faulty(const struct model_socket *s, int error);

/* It came to `ok` and no more. */
bool model_is_ok(const struct tokens *got);

/* An overlapped operation begins (its event is reset), and completes; or has not begun. */
void model_event_begins(struct model *m, struct model_request *r);
void model_event_completes(const struct model *m, const struct model_request *r);
/* That its indication has been given for certain. */
bool model_is_told(const struct model *m, const struct model_request *r);

/* Another takes its name; it is about to be forgotten. */
void model_name_lost(const struct model *m, struct model_request *r);
void model_name_forget(struct model *m, const struct model_request *r);
void model_upcalls_forget(struct model *m, struct model_request *r);
void model_event_doubted(struct model *m, struct model_request *r); /* nobody knows */
void model_event_fails(struct model *m, struct model_request *r);

/* What a request that is over is told to have come to once more. */
void model_compare_again(struct model *m, const struct model_request *r,
			 const struct model_outcome *o, const char *clause);
