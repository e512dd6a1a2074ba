/* SPDX-License-Identifier: MIT */
/* Looks rules up in the provider's table. */
#include "scenario/ruleword.h"

#include <string.h>

#include "scenario/choice.h"

#define RULES_MAX 63

bool ruleword_parse(const char *text, struct op_rule *out, struct diag *d)
{
	const char *names[RULES_MAX + 1], *equals = strchr(text, '=');
	WSPRULEENTRY entry;
	char name[40];
	DWORD n = 0;
	size_t i;

	if (equals == NULL) {
		diag_set(d, strlen(text), "no value for the rule");
		return diag_hint(d,
				 "write NAME=VALUE; `wsprecv help rules` lists them");
	}
	snprintf(name, sizeof name, "%.*s",
		 (int)(equals - text < 39 ? equals - text : 39), text);
	for (; n < RULES_MAX && WSPRuleEntry(n, &entry); n++)
		names[n] = entry.name;
	names[n] = NULL;
	if (!choice_find(name, "rule", names, &i, d))
		return false;
	out->rule = (uint8_t)i;
	WSPRuleEntry((DWORD)i, &entry);
	if (!choice_find(equals + 1, "value", entry.values, &i, d))
		return diag_shift(d, (size_t)(equals + 1 - text));
	out->value = (uint8_t)i;
	return true;
}

size_t ruleword_rules(void)
{
	WSPRULEENTRY entry;
	DWORD n = 0;

	while (n < RULES_MAX && WSPRuleEntry(n, &entry))
		n++;
	return n;
}

size_t ruleword_values(size_t rule)
{
	WSPRULEENTRY entry;
	size_t n = 0;

	if (!WSPRuleEntry((DWORD)rule, &entry))
		return 0;
	while (n < sizeof entry.values / sizeof entry.values[0] &&
	       entry.values[n] != NULL)
		n++;
	return n;
}

WSPRULE ruleword_of(const struct op_rule *rule)
{
	WSPRULEENTRY entry;
	WSPRULE out = { "", "" };

	if (WSPRuleEntry(rule->rule, &entry)) {
		snprintf(out.name, sizeof out.name, "%s", entry.name);
		snprintf(out.value, sizeof out.value, "%s", entry.values[rule->value]);
	}
	return out;
}
