/* SPDX-License-Identifier: MIT */
/* Programs that are measured as a whole. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

/* Whether the program is to be found; else one line on stderr says what is skipped. */
bool command_there(const char *program, const char *skipped);

/* The wsprecv to measure: $WSPRECV, or the one in the path. */
const char *command_wsprecv(void);

/* Starts it without input, its output going nowhere; exits if that cannot be done. */
pid_t command_start(const char *const *argv);

/* Waits for its end; exits unless it ended well. */
void command_end(pid_t pid, const char *name);
