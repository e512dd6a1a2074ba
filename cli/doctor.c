/* SPDX-License-Identifier: MIT */
/* `wsprecv doctor`: what this machine allows, found out by trying. */
#include "cli/doctor.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cli/column.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/output.h"
#include "cli/status.h"

static const struct option_kind options[] = {
	{ "help", 'h', NULL, "print this", option_on },
};

void doctor_help(FILE *to)
{
	size_t n;
	const struct doctor_trial *trials = doctor_trials(&n);

	fputs("Usage: wsprecv doctor\n\n"
	      "Tries on loopback what receives need of this machine, and says ok, or "
	      "no and "
	      "why.\nThe exit status is 0 whatever is found.\n\nIt tries:\n",
	      to);
	for (size_t i = 0; i < n; i++)
		column_print(to, COLUMN_WIDE, trials[i].name, trials[i].use);
	fputs("\nOptions:\n", to);
	option_help(to, options, 1);
}

static void put_machine(void)
{
	struct utsname name;
	struct rlimit files;

	if (uname(&name) == 0)
		printf("    %s %s on %s\n", name.sysname, name.release, name.machine);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0)
		printf("    at most %llu open descriptors\n",
		       (unsigned long long)files.rlim_cur);
	printf("    at most %ld buffers in one call of the kernel\n",
	       sysconf(_SC_IOV_MAX));
}

int doctor_run(int argc, char **argv)
{
	bool help = false;
	size_t n;
	const struct doctor_trial *trials = doctor_trials(&n);
	int first = option_read(options, 1, &help, argc, argv);
	struct diag d;

	if (first < 0)
		return STATUS_USAGE;
	if (help) {
		doctor_help(stdout);
		return STATUS_GOOD;
	}
	if (first < argc) {
		diag_set(&d, 0, "this command takes no word");
		diag_hint(&d, "write wsprecv doctor");
		diag_print(stderr, "doctor", argv[first], &d);
		return STATUS_USAGE;
	}
	put_machine();
	for (size_t i = 0; i < n; i++) {
		char why[DOCTOR_WHY] = "";
		bool good = trials[i].run(why);

		printf("%-4s%s%s%s\n", good ? "ok" : "no", trials[i].name,
		       why[0] != '\0' ? ": " : "", why);
		output_flush(); /* the next may take a moment */
	}
	return STATUS_GOOD;
}
