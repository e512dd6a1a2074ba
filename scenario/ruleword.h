/* SPDX-License-Identifier: MIT */
/* Rules as people type them: "peek=allow", a row of the table of rules and its value. */
#pragma once

#include "scenario/diag.h"
#include "scenario/op.h"
#include "wspmore.h"

bool ruleword_parse(const char *text, struct op_rule *out, struct diag *d);

/* How many rules there are, and how many values a rule has. */
size_t ruleword_rules(void);
size_t ruleword_values(size_t rule);

/* The names, for SIO_WSP_SET_RULE. */
WSPRULE ruleword_of(const struct op_rule *rule);
