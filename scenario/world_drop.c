/* SPDX-License-Identifier: MIT */
/* Peers that fall silent, and how that is noticed.
 *
 * With the kernel a filter on the peer's socket takes nothing, and ours finds out in its
 * own time. In a simulation nothing arrives there any more, and when that time has passed
 * on its clock ours is told what it would have found out. */
#include <errno.h>
#include <linux/filter.h>

#include "net/sim.h"
#include "scenario/world_parts.h"

#define HOST_SOL_SOCKET 1 /* as the kernel has it */

static bool unanswered(struct transport *ours)
{
	int n = 0;

	ours->ops->ask(ours, TRANSPORT_UNSENT, &n);
	return n > 0;
}

static void notice(struct crew_alarm *a)
{
	struct world_peer *p =
		(struct world_peer *)((char *)a - offsetof(struct world_peer, noticed));
	struct transport *ours = p->t != NULL ? sim_other(world_peer_base(p)) : NULL;
	bool keepalive = ours != NULL && !unanswered(ours);
	uint64_t patience = ours != NULL ? sim_patience(ours, keepalive) : 0;

	if (patience == 0)
		return;
	if (p->silent_since + patience <= crew_now(p->crew))
		sim_time_out(ours, keepalive);
	else
		crew_set_alarm(p->crew, a, p->silent_since + patience);
}

static int fall_silent(struct crew *c, struct world_peer *p)
{
	struct transport *ours = sim_other(world_peer_base(p));
	uint64_t idle = ours != NULL ? sim_patience(ours, true) : 0;
	uint64_t sent = ours != NULL ? sim_patience(ours, false) : 0;

	sim_hold(world_peer_base(p), true);
	p->crew = c;
	p->silent_since = crew_now(c);
	p->noticed.ring = notice;
	if (ours != NULL)
		crew_set_alarm(c, &p->noticed,
			       p->silent_since +
				       (idle != 0 && idle < sent ? idle : sent));
	return 0;
}

int world_peer_drop(struct world *w, struct world_peer *p)
{
	struct sock_filter take_nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { .len = 1, .filter = &take_nothing };

	if (p->family == AF_UNIX || p->type != SOCK_STREAM)
		return EOPNOTSUPP;
	if (crew_simulates(w->crew))
		return fall_silent(w->crew, p);
	return world_peer_base(p)->ops->raw_set(world_peer_base(p), HOST_SOL_SOCKET,
						SO_ATTACH_FILTER, &program,
						sizeof program);
}
