/* SPDX-License-Identifier: MIT */
/* Options and rules of a socket that is open. */
#include <stddef.h>
#include <string.h>

#include "scenario/endpoint_parts.h"
#include "scenario/op_address.h"
#include "scenario/text.h"
#include "scenario/world_parts.h"

/* An option of addresses, set as opening would have set it. */
static int set_option(struct world_socket *ws, const struct address_option *option)
{
	struct address a;
	struct endpoint_wish wish = { .depth = ENDPOINT_FULL };
	struct endpoint_error e = { .code = 0 };
	struct opening o = {
		.address = &a, .wish = &wish, .end = &ws->end, .error = &e
	};
	size_t n;

	/* All others would be many bytes for nothing. */
	memset(&a, 0, offsetof(struct address, options));
	a.n_options = 1;
	a.options[0] = *option;
	o.kind = &address_kinds(&n)[a.kind];
	o.place = &o.places.at[0];
	return endpoint_set_options(&o) ? 0 : e.code;
}

static int set(struct world_socket *ws, const struct op_setting *to)
{
	DWORD value = (DWORD)to->number;
	int code;

	switch (to->kind) {
	case OP_SETTING_OPTION:
		return set_option(ws, &to->option);
	case OP_SETTING_LIMIT:
		return world_control(ws->handle, SIO_WSP_SET_LIMIT, &value,
				     sizeof value);
	case OP_SETTING_NONBLOCKING:
		break;
	}
	code = world_control(ws->handle, FIONBIO, &value, sizeof value);
	if (code == 0)
		ws->nonblocking = value != 0;
	return code;
}

void world_set(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	struct op_setting to;

	if (ws != NULL && op_setting(op, &to))
		world_code(out, set(ws, &to));
}

bool world_rule_of(const struct op_rule *rule, enum op_profile profile, WSPRULE *out)
{
	const char *name = "profile";
	const char *value = profile == OP_PROFILE_SPI ? "spi" : "windows";
	WSPRULEENTRY row;

	if (profile == OP_PROFILE_NONE) {
		if (!WSPRuleEntry(rule->rule, &row))
			return false;
		name = row.name;
		value = row.values[rule->value];
	}
	text_fit(out->name, sizeof out->name, name);
	text_fit(out->value, sizeof out->value, value);
	return true;
}

void world_rule(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	WSPRULE rule;

	if (ws != NULL && world_rule_of(&op->rules[0], op->profile, &rule))
		world_code(out, world_control(ws->handle, SIO_WSP_SET_RULE, &rule,
					      sizeof rule));
}
