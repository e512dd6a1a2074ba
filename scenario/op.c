/* SPDX-License-Identifier: MIT */
/* The tables of the language. */
#include "scenario/op.h"

#define OP_F0 \
	{ \
		OP_NO_FIELD \
	}
#define OP_F1(a) \
	{ \
		OP_##a \
	}
#define OP_F2(a, b) \
	{ \
		OP_##a, OP_##b \
	}
#define OP_F3(a, b, c) \
	{ \
		OP_##a, OP_##b, OP_##c \
	}

static const struct op_field_kind fields[] = {
#define ROW(name, word, letter, shape, text) \
	[OP_##name] = { word, letter, shape, text },
	OP_FIELDS(ROW)
#undef ROW
};

static const struct op_verb_kind verbs[] = {
#define ROW(name, word, operands, options, names, text) \
	[OP_DO_##name] = { word, operands, options, names, text },
	OP_VERBS(ROW)
#undef ROW
};

bool op_names_socket(enum op_verb verb)
{
	return verb == OP_DO_ACCEPT || verb == OP_DO_ADOPT;
}

const struct op_field_kind *op_field_kind(enum op_field field)
{
	return &fields[field];
}

const struct op_verb_kind *op_verb_kind(enum op_verb verb)
{
	return &verbs[verb];
}
