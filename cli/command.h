/* SPDX-License-Identifier: MIT */
/* The commands: what `wsprecv VERB` runs, and what `wsprecv help VERB` prints.
 *
 * A command gets its own argv, argv[0] being the verb, and returns the exit status. What
 * it printed is flushed by main. */
#pragma once

#include <stdio.h>

int recv_run(int argc, char **argv);
void recv_help(FILE *to);

int run_run(int argc, char **argv);
void run_help(FILE *to);

int shell_run(int argc, char **argv);
void shell_help(FILE *to);

int fmt_run(int argc, char **argv);
void fmt_help(FILE *to);

int check_run(int argc, char **argv);
void check_help(FILE *to);

int shrink_run(int argc, char **argv);
void shrink_help(FILE *to);

int fuzz_run(int argc, char **argv);
void fuzz_help(FILE *to);

int export_run(int argc, char **argv);
void export_help(FILE *to);

int protocols_run(int argc, char **argv);
void protocols_help(FILE *to);

int errors_run(int argc, char **argv);
void errors_help(FILE *to);

int explain_run(int argc, char **argv);
void explain_help(FILE *to);

int doctor_run(int argc, char **argv);
void doctor_help(FILE *to);

/* More help, on what all of them share. */
void topics_addresses(FILE *to);
void topics_buffers(FILE *to);
void topics_peer(FILE *to);
void topics_points(FILE *to);
void topics_rules(FILE *to);
void topics_scenarios(FILE *to);
void topics_statuses(FILE *to);
