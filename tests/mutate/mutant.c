/* SPDX-License-Identifier: MIT */
/* Reads WSP_MUTANT, the name of the change that is on; WSP_PLACES names a file for the
 * places that were come to, which its children share. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/mutate/mutant.h"

unsigned long long mutant_now;

static unsigned char untold[MUTANT_PLACES];
unsigned char *mutant_places = untold;

/* Before main(): nothing of the core has run then. */
__attribute__((constructor)) static void choose(void)
{
	const char *wanted = getenv("WSP_MUTANT"), *file = getenv("WSP_PLACES");
	void *places;
	int fd;

	if (wanted != NULL)
		mutant_now = strtoull(wanted, NULL, 16);
	if (file == NULL)
		return;
	fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd == -1 || ftruncate(fd, MUTANT_PLACES) != 0) {
		perror(file);
		abort();
	}
	places = mmap(NULL, MUTANT_PLACES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (places == MAP_FAILED) {
		perror(file);
		abort();
	}
	mutant_places = places;
}
