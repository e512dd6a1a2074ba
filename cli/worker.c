/* SPDX-License-Identifier: MIT */
/* Runs files, and packs what they came to. */
#include "cli/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/rewrite.h"
#include "cli/transcript.h"
#include "cli/witness.h"
#include "scenario/clock.h"

/* The first sentence of the first file's comments. */
static const char *title_of(const struct script *s, struct arena *arena)
{
	char sentence[FOUND_SENTENCE];

	if (s->n_files > 0)
		for (size_t i = 0; i < s->files[0].n_lines; i++)
			if (found_sentence(s->files[0].lines[i], sentence))
				return arena_text(arena, sentence);
	return "";
}

static void judge(struct verdict *v, const struct session_result *result,
		  const struct whereabouts *where)
{
	struct verdict_failure *f;

	switch (result->end) {
	case SESSION_PASSED:
		v->end = VERDICT_PASSED;
		break;
	case SESSION_FAILED:
		v->end = VERDICT_FAILED;
		break;
	case SESSION_SKIPPED:
		v->end = VERDICT_SKIPPED;
		v->why = arena_text(&v->arena, result->why);
		break;
	case SESSION_BROKEN:
		v->end = VERDICT_FAILED;
		f = verdict_add(v);
		f->kind = VERDICT_BROKEN;
		f->path = v->path;
		f->summary = arena_text(&v->arena, result->why);
		/* Where nothing ran, it is not about a line. */
		if (result->steps > 0)
			whereabouts_next(where, &v->arena, f);
		whereabouts_before(where, &v->arena, f);
		break;
	}
}

static void run_script(const struct worker_wish *wish, const struct script *s,
		       struct whereabouts *where, struct verdict *v)
{
	struct session_result result = { .end = SESSION_BROKEN };
	struct witness witness;
	struct session_wish session = {
		.simulate = wish->simulate,
		.time_scale = wish->time_scale,
		.go_on = true,
		.judge = wish->judge,
		.begins = witness_begins,
		.told = witness_told,
		.context = &witness,
	};

	v->title = title_of(s, &v->arena);
	whereabouts_begin(where);
	witness_init(&witness, s, v, where, wish->transcript || wish->update);
	session_run(s, &session, &result);
	v->steps = result.steps;
	judge(v, &result, where);
	if (wish->transcript)
		v->transcript = transcript_print(&witness);
	if (wish->update && result.end != SESSION_SKIPPED)
		rewrite_files(&witness);
}

/* Texts of the verdict may be in the script, so both are freed together. */
static void run_file(const struct worker_wish *wish, size_t file,
		     struct whereabouts *where, struct verdict *v, struct script *s)
{
	uint64_t begun = clock_now();
	const char *path = wish->files.paths[file];
	bool good;

	*v = (struct verdict){ .path = path, .title = "", .why = "", .notes = "" };
	memset(s, 0, sizeof *s);
	if (strcmp(path, "-") == 0)
		good = script_read_text(s, path, wish->input, wish->n_input,
					wish->defines, wish->n_defines, &v->error);
	else
		good = script_read(s, path, wish->defines, wish->n_defines, &v->error);
	if (good)
		run_script(wish, s, where, v);
	else
		v->end = VERDICT_UNREADABLE;
	v->usec = clock_now() - begun;
}

/* Ctrl-C ends a worker at once; the one who watches has handlers. */
static void reset_signals(void)
{
	static const int taken[] = { SIGINT, SIGTERM };
	struct sigaction old;

	for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
		if (sigaction(taken[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			signal(taken[i], SIG_DFL);
}

static bool send_all(int socket, const unsigned char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(socket, bytes, n, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return false;
		bytes += sent;
		n -= (size_t)sent;
	}
	return true;
}

static bool answer(const struct worker_wish *wish, size_t file, int socket,
		   struct whereabouts *where, struct parcel *parcel)
{
	struct verdict v;
	struct script script;
	uint64_t length;
	bool sent;

	run_file(wish, file, where, &v, &script);
	parcel_reset(parcel);
	parcel_put_number(parcel, 0);
	verdict_pack(&v, parcel);
	length = parcel->n - sizeof length;
	memcpy(parcel->bytes, &length, sizeof length);
	sent = send_all(socket, parcel->bytes, parcel->n);
	script_free(&script);
	verdict_free(&v);
	whereabouts_end(where);
	return sent;
}

void worker_work(const struct worker_wish *wish, int socket, struct whereabouts *where)
{
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct parcel parcel = { .bytes = NULL };
	uint64_t file;

	/* What a scenario reads is in files; the terminal is the parent's. */
	if (nothing != -1) {
		dup2(nothing, STDIN_FILENO);
		if (wish->mute)
			dup2(nothing, STDERR_FILENO);
		close(nothing);
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	reset_signals();
	while (recv(socket, &file, sizeof file, MSG_WAITALL) == sizeof file &&
	       file < wish->files.n)
		if (!answer(wish, file, socket, where, &parcel))
			break;
	parcel_free(&parcel);
	close(socket);
	/* Who runs thousands of them does not ask each for leaks. */
	if (wish->mute)
		_exit(0);
	exit(0);
}
