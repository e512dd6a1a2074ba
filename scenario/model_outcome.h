/* SPDX-License-Identifier: MIT */
/* What one receive came to, as the model reads it. */
#pragma once

#include "scenario/token.h"

/* The words of outcomes. */
enum model_word {
	MODEL_DATA,
	MODEL_PARTIAL,
	MODEL_EMPTY,
	MODEL_GRACEFUL,
	MODEL_TRUNCATED,
	MODEL_TOO_SMALL,
	MODEL_RESET,
	MODEL_CUT, /* a TLS stream */
	MODEL_ABORTED,
	MODEL_WOULD_BLOCK,
	MODEL_TIMEOUT,
	MODEL_CANCELLED,
	MODEL_REFUSED,
	MODEL_PENDING,
	MODEL_BLOCKED,
	MODEL_NO_WORD, /* the operation was not carried out, or is none of ours */
};

/* What one receive came to. */
struct model_outcome {
	enum model_word word;
	int error; /* WSAE*, 0: none */
	uint64_t count;
	uint32_t flags;
	bool has_lost;
	uint64_t lost;
	bool from, from_stranger; /* a source is named; it is the stranger */
	const struct token *damage, *hook;
	/* Its bytes: the first of n_buffers tokens, or `flat`, or nobody has said. */
	const struct token *buffers;
	size_t n_buffers;
	const unsigned char *flat;
	bool has_bytes;
};

/* All in `got`. False: it is no outcome of a receive. */
bool model_read(const struct tokens *got, struct model_outcome *out);
const char *model_code_name(int code);
/* The word that belongs to a code. */
enum model_word model_word_of(int error);
