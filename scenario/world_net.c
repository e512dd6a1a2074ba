/* SPDX-License-Identifier: MIT */
/* What the simulated network does to what is sent to a socket of ours. */
#include "net/sim.h"
#include "scenario/world_parts.h"

static bool repeat(bool (*act)(struct transport *t), struct transport *t, uint64_t n)
{
	bool done = true;

	do
		done = act(t);
	while (done && n-- > 1);
	return done;
}

/* Keep-alive probes, where there are any, are what goes unanswered. */
static void die(struct transport *ours)
{
	int keepalive = 0;

	ours->ops->get(ours, TRANSPORT_KEEPALIVE, &keepalive);
	sim_time_out(ours, keepalive != 0);
}

static bool act(struct transport *ours, const struct op *op)
{
	switch (op->net_act) {
	case OP_NET_CUT:
		sim_cut(ours, (size_t)op->number);
		break;
	case OP_NET_ROOM:
		sim_room(ours, (size_t)op->number);
		break;
	case OP_NET_HOLD:
		sim_hold(ours, true);
		break;
	case OP_NET_RELEASE:
		sim_hold(ours, false);
		break;
	case OP_NET_PASS:
		return repeat(sim_pass, ours, op->number);
	case OP_NET_LOSE:
		return repeat(sim_lose, ours, op->number);
	case OP_NET_DEAD:
		die(ours);
		break;
	}
	return true;
}

void world_net(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	struct transport *ours;
	bool done;

	if (ws == NULL)
		return;
	if (ws->peer.shaking) {
		tokens_word(out, "word", "busy");
		return;
	}
	ours = ws->peer.ours;
	if (crew_simulates(w->crew) && ws->peer.t != NULL)
		ours = sim_other(world_peer_base(&ws->peer));
	if (ours == NULL) {
		tokens_word(out, "word", "not-simulated");
		return;
	}
	/* Only TCP gives up on a peer. */
	done = (op->net_act != OP_NET_DEAD ||
		(ws->peer.family != AF_UNIX && ws->peer.type == SOCK_STREAM)) &&
	       act(ours, op);
	if (member_current() == NULL)
		crew_go_on(w->crew);
	tokens_word(out, "word", done ? "ok" : "nothing");
}
