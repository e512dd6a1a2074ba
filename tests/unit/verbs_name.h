/* SPDX-License-Identifier: MIT */
/* Names in sequences of verbs: places to go to, and names as both networks tell them. */
#pragma once

#include <stddef.h>
#include <sys/socket.h>

#define VERBS_SEEN 16
#define VERBS_NAME 80

/* Ports and made up names differ from run to run: told by the order they are seen in. */
struct verbs_names {
	struct sockaddr_storage seen[VERBS_SEEN];
	socklen_t length[VERBS_SEEN];
	size_t n;
	char path[64]; /* of the one file */
};

/* A word for a place, NULL being `loop`, in that family. */
void verbs_place(const struct verbs_names *names, int family, const char *word,
		 struct sockaddr_storage *sa, socklen_t *n);

void verbs_print(struct verbs_names *names, const struct sockaddr_storage *sa,
		 socklen_t n, char out[VERBS_NAME]);
