/* SPDX-License-Identifier: MIT */
/* TLS beneath a socket, as the model sees it. */
#pragma once

#include "scenario/model_outcome.h"
#include "scenario/model_socket.h"

struct model;

/* TLS: as opened; a step of the peer that is TLS's alone; what it sends as data; an end, said
 * or not. */
void model_tls_open(struct model_socket *s, bool unshaken);
bool model_tls_has(const struct model_socket *s, enum peer_verb step);
void model_tls_play(struct model_socket *s, const struct peer_step *step);
void model_tls_sends(struct model_socket *s, uint64_t n);
void model_tls_shut(struct model_socket *s, bool said, bool closes);
/* How far what it sends has arrived for certain; whether an end of its own may have come; whether any
 * end has for certain. */
uint64_t model_tls_sure(const struct model_socket *s);
bool model_tls_ends(const struct model_socket *s);
bool model_tls_is_gone(const struct model_socket *s);
/* Whether a receive may have been cut; reset without a reset (told: its word is known); or
 * refused. */
bool model_tls_cut(struct model *m, const struct model_socket *s);
bool model_tls_reset(const struct model_socket *s, bool told);
bool model_tls_aborted(const struct model_socket *s);
/* Nothing that had arrived for certain is left, when one of them is told. */
bool model_tls_judge_left(struct model *m, const struct model_socket *s);
