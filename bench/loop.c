/* SPDX-License-Identifier: MIT */
/* Turns of one or two ways to wait, and their medians. */
#include "bench/loop.h"

#include <stdio.h>
#include <unistd.h>

#include "bench/sample.h"
#include "bench/udp.h"

#define ROUNDS 20000
#define WARM 1000 /* rounds before the first that counts */

struct side {
	const struct loop *loop;
	void *state;
	int there; /* sends */
};

static double times[2][ROUNDS]; /* nanoseconds; of ours, of the other */

static void start(struct side *s, const struct loop *loop)
{
	struct sockaddr_in where;
	int here = udp_receiver(&where);

	s->loop = loop;
	s->there = udp_sender(&where);
	s->state = loop->open(here);
}

static void end(struct side *s)
{
	s->loop->close(s->state);
	close(s->there);
}

static double turn(const struct side *s)
{
	double begin = sample_now();

	s->loop->post(s->state);
	udp_send(s->there, NULL);
	s->loop->take(s->state);
	return sample_now() - begin;
}

double loop_row(const struct loop *ours, const struct loop *theirs)
{
	struct side sides[2];
	char metric[96];

	start(&sides[0], ours);
	start(&sides[1], theirs);
	for (unsigned i = 0; i < 2 * WARM; i++)
		turn(&sides[i & 1]);
	for (unsigned i = 0; i < 2 * ROUNDS; i++) {
		/* ours, the other, the other, ours: neither always follows */
		unsigned side = ((i >> 1) ^ i) & 1;

		times[side][i / 2] = turn(&sides[side]);
	}
	end(&sides[0]);
	end(&sides[1]);
	snprintf(metric, sizeof metric, "post, send, wait: %s / %s, ns", ours->name,
		 theirs->name);
	return sample_row(metric, sample_median(times[0], ROUNDS),
			  sample_median(times[1], ROUNDS));
}

double loop_median(const struct loop *loop)
{
	struct side side;

	start(&side, loop);
	for (unsigned i = 0; i < WARM; i++)
		turn(&side);
	for (unsigned i = 0; i < ROUNDS; i++)
		times[0][i] = turn(&side);
	end(&side);
	return sample_median(times[0], ROUNDS);
}
