/* SPDX-License-Identifier: MIT */
/* Starting programs and waiting for their end. */
#include "bench/command.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

bool command_there(const char *program, const char *skipped)
{
	const char *path = getenv("PATH");
	char *dirs = strdup(path == NULL ? "/usr/bin:/bin" : path), *rest = dirs, *dir;
	char file[4096];
	bool there = false;

	while (dirs != NULL && !there && (dir = strsep(&rest, ":")) != NULL) {
		snprintf(file, sizeof file, "%s/%s", dir, program);
		there = access(file, X_OK) == 0;
	}
	free(dirs);
	if (!there)
		fprintf(stderr, "%s: skipped, because %s is not installed\n", skipped,
			program);
	return there;
}

const char *command_wsprecv(void)
{
	const char *set = getenv("WSPRECV");

	return set != NULL ? set : "wsprecv";
}

pid_t command_start(const char *const *argv)
{
	posix_spawn_file_actions_t files;
	pid_t pid;
	int err;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	err = posix_spawnp(&pid, argv[0], &files, NULL, (char *const *)(uintptr_t)argv,
			   environ);
	posix_spawn_file_actions_destroy(&files);
	if (err != 0) {
		fprintf(stderr, "%s: %s\n", argv[0], strerror(err));
		exit(1);
	}
	return pid;
}

void command_end(pid_t pid, const char *name)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "%s ended with status %#x\n", name, (unsigned)status);
		exit(1);
	}
}
