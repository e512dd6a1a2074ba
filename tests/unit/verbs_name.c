/* SPDX-License-Identifier: MIT */
/* Places and names. */
#include "tests/unit/verbs_name.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#include <cmocka.h>

static size_t seen(struct verbs_names *names, const struct sockaddr_storage *sa,
		   socklen_t n)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		if (names->length[i] == n && memcmp(&names->seen[i], sa, n) == 0)
			return i;
	assert_true(i < VERBS_SEEN);
	names->seen[i] = *sa;
	names->length[i] = n;
	names->n++;
	return i;
}

static void print_inet(struct verbs_names *names, const char *text, in_port_t port,
		       char out[VERBS_NAME])
{
	struct sockaddr_storage key = { .ss_family = AF_INET };

	memcpy((char *)&key + sizeof key.ss_family, &port, sizeof port);
	if (port == htons(1) || port == 0)
		snprintf(out, VERBS_NAME, "%s:%d", text, ntohs(port));
	else
		snprintf(out, VERBS_NAME, "%s:p%zu", text,
			 seen(names, &key, sizeof key.ss_family + sizeof port));
}

void verbs_print(struct verbs_names *names, const struct sockaddr_storage *sa,
		 socklen_t n, char out[VERBS_NAME])
{
	const struct sockaddr_in *four = (const void *)sa;
	const struct sockaddr_in6 *six = (const void *)sa;
	const struct sockaddr_un *un = (const void *)sa;
	char text[INET6_ADDRSTRLEN];

	if (n == 0) {
		snprintf(out, VERBS_NAME, "nameless");
	} else if (sa->ss_family == AF_INET) {
		inet_ntop(AF_INET, &four->sin_addr, text, sizeof text);
		print_inet(names, text, four->sin_port, out);
	} else if (sa->ss_family == AF_INET6) {
		inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof text);
		print_inet(names, text, six->sin6_port, out);
	} else if (n <= sizeof(sa_family_t)) {
		snprintf(out, VERBS_NAME, "unnamed(%u)", n);
	} else if (un->sun_path[0] == '\0') {
		snprintf(out, VERBS_NAME, "name%zu(%u)", seen(names, sa, n), n);
	} else {
		snprintf(out, VERBS_NAME, "path(%u, %d)", n,
			 strcmp(un->sun_path, names->path));
	}
}

static void inet_place(int family, const char *four, const char *six, in_port_t port,
		       struct sockaddr_storage *sa, socklen_t *n)
{
	struct sockaddr_in *in4 = (struct sockaddr_in *)sa;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)sa;

	sa->ss_family = (sa_family_t)family;
	if (family == AF_INET) {
		in4->sin_port = htons(port);
		inet_pton(AF_INET, four, &in4->sin_addr);
		*n = sizeof *in4;
	} else {
		in6->sin6_port = htons(port);
		inet_pton(AF_INET6, six, &in6->sin6_addr);
		*n = sizeof *in6;
	}
}

static void local_place(const struct verbs_names *names, const char *word,
			struct sockaddr_storage *sa, socklen_t *n)
{
	struct sockaddr_un *un = (struct sockaddr_un *)sa;

	un->sun_family = AF_UNIX;
	*n = sizeof un->sun_family;
	if (strcmp(word, "nobody") == 0) {
		memcpy(un->sun_path + 1, "wsprecv-nobody", 14);
		*n += 15;
	} else if (strcmp(word, "file") == 0 || strcmp(word, "nofile") == 0) {
		snprintf(un->sun_path, sizeof un->sun_path, "%s%s", names->path,
			 word[0] == 'n' ? "-" : "");
		*n = sizeof *un;
	}
}

void verbs_place(const struct verbs_names *names, int family, const char *word,
		 struct sockaddr_storage *sa, socklen_t *n)
{
	memset(sa, 0, sizeof *sa);
	if (word == NULL)
		word = "loop";
	if (strcmp(word, "none") == 0)
		*n = sizeof(struct sockaddr_in);
	else if (family == AF_UNIX)
		local_place(names, word, sa, n);
	else if (strcmp(word, "any") == 0)
		inet_place(family, "0.0.0.0", "::", 0, sa, n);
	else if (strcmp(word, "far") == 0)
		inet_place(family, "10.1.2.3", "2001:db8::1", 0, sa, n);
	else if (strcmp(word, "other") == 0)
		inet_place(family, "127.0.0.9", "::1", 0, sa, n);
	else
		inet_place(family, "127.0.0.1", "::1", strcmp(word, "nobody") == 0, sa,
			   n);
}
