/* SPDX-License-Identifier: MIT */
/* Hosts and ports of the Internet: names, IPv4, IPv6 in brackets with a scope. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "scenario/address_parts.h"

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define NAME LETTERS DIGITS "-._"

enum {
	SCOPE_MAX = 15,
	PORT_MAX = 65535
};

bool address_is_digits(const char *text)
{
	return text[0] != '\0' && text[strspn(text, DIGITS)] == '\0';
}

bool address_is_ipv4(const char *text)
{
	struct in_addr in;

	return text[strspn(text, DIGITS ".")] == '\0' && inet_aton(text, &in) != 0;
}

bool address_is_ipv6(const char *text)
{
	size_t n = strcspn(text, "%");
	const char *scope = text + n + 1;
	char bare[INET6_ADDRSTRLEN];
	struct in6_addr in6;

	if (n >= sizeof bare)
		return false;
	memcpy(bare, text, n);
	bare[n] = '\0';
	if (inet_pton(AF_INET6, bare, &in6) != 1)
		return false;
	if (text[n] == '\0')
		return true;
	return scope[0] != '\0' && strlen(scope) <= SCOPE_MAX &&
	       scope[strspn(scope, NAME)] == '\0';
}

/* tcp4 takes no IPv6 address, tcp6 no IPv4 one. The hint is the word that does. */
static bool right_family(const struct address_reader *r, const char *host)
{
	bool v6 = address_is_ipv6(host);
	int other = v6 ? AF_INET6 : AF_INET;
	size_t n;
	const struct address_kind *kinds = address_kinds(&n);

	if ((!v6 && !address_is_ipv4(host)) || r->kind->family == AF_UNSPEC ||
	    r->kind->family == other)
		return true;
	diag_set(r->d, address_column(r, host), "%s takes no IPv%d address",
		 r->kind->word, v6 ? 6 : 4);
	for (size_t i = 0; i < n; i++)
		if (kinds[i].family == other && kinds[i].role == r->kind->role &&
		    kinds[i].type == r->kind->type &&
		    kinds[i].protocol == r->kind->protocol)
			return diag_hint(r->d, "%s does", kinds[i].word);
	return false;
}

/* A host that is not in brackets. */
static bool read_host(const struct address_reader *r, enum address_form form,
		      const char *host, struct address_place *out)
{
	size_t n = strlen(host), good = strspn(host, NAME);

	if (n == 0) {
		diag_set(r->d, address_column(r, host), "no host before the port");
		return address_usage(r, form);
	}
	if (host[good] != '\0') {
		diag_set(r->d, address_column(r, host + good),
			 "no host name has a '%c' in it", host[good]);
		return address_usage(r, form);
	}
	if (n >= ADDRESS_HOST_MAX)
		return diag_set(r->d, address_column(r, host + ADDRESS_HOST_MAX - 1),
				"the host is longer than %d bytes",
				ADDRESS_HOST_MAX - 1);
	if (host[strspn(host, DIGITS ".")] == '\0' && !address_is_ipv4(host)) {
		diag_set(r->d, address_column(r, host), "not an IPv4 address: %.*s",
			 diag_shown(n), host);
		return diag_hint(r->d, "four numbers from 0 to 255: 192.0.2.1");
	}
	if (!right_family(r, host))
		return false;
	memcpy(out->host, host, n);
	return true;
}

/* "[V6]:PORT"; *port receives where the port stands. */
static bool read_bracketed(const struct address_reader *r, enum address_form form,
			   char *text, struct address_place *out, char **port)
{
	char *host = text + 1, *end = strchr(host, ']');

	if (end == NULL) {
		diag_set(r->d, address_column(r, text + strlen(text)),
			 "no ] after the IPv6 address");
		return diag_hint(r->d, "write %s[2001:db8::1]:80", r->lead);
	}
	*end = '\0';
	if (!address_is_ipv6(host)) {
		diag_set(r->d, address_column(r, host), "not an IPv6 address: %.*s",
			 diag_shown(strlen(host)), host);
		if (address_is_ipv4(host))
			return diag_hint(r->d, "write %s%s:PORT, without brackets",
					 r->lead, host);
		return diag_hint(r->d,
				 "write %s[2001:db8::1]:80, or [fe80::1%%eth0]:80",
				 r->lead);
	}
	if (!right_family(r, host))
		return false;
	if (end[1] != ':') {
		diag_set(r->d, address_column(r, end + 1),
			 end[1] == '\0' ? "no port after the host"
					: "a colon and the port should follow the ]");
		return address_usage(r, form);
	}
	memcpy(out->host, host, strlen(host));
	*port = end + 2;
	return true;
}

/* Fills in the diag and returns true where an IPv6 address stands without brackets. */
static bool lacks_brackets(const struct address_reader *r, char *text)
{
	char *last = strrchr(text, ':');
	bool before;

	if (last == NULL || strchr(text, ':') == last)
		return false;
	*last = '\0';
	before = address_is_ipv6(text) && address_is_digits(last + 1);
	*last = ':';
	if (!before && !address_is_ipv6(text))
		return false;
	diag_set(r->d, address_column(r, text), "an IPv6 address needs brackets");
	if (before)
		diag_hint(r->d, "write %s[%.*s]%s", r->lead, (int)(last - text), text,
			  last);
	else
		diag_hint(r->d, "write %s[%s]:PORT", r->lead, text);
	return true;
}

/* A place without a colon: a port alone, where that is allowed. */
static bool read_lone(const struct address_reader *r, enum address_form form,
		      char *text, struct address_place *out)
{
	uint32_t port;

	if (form == ADDRESS_HOST_PORT && address_is_digits(text)) {
		diag_set(r->d, address_column(r, text), "no host before the port");
		return address_usage(r, form);
	}
	if (form == ADDRESS_HOST_PORT || strchr(text, '.') != NULL) {
		if (!read_host(r, form, text, out))
			return false;
		diag_set(r->d, address_column(r, text + strlen(text)),
			 "no port after the host");
		return address_usage(r, form);
	}
	if (!address_port_parse(r, form, text, PORT_MAX, &port))
		return false;
	out->port = (uint16_t)port;
	return true;
}

bool address_inet_parse(const struct address_reader *r, enum address_form form,
			char *text, struct address_place *out)
{
	char *at = strchr(text, ':');
	uint32_t port;

	if (text[0] == '[') {
		if (!read_bracketed(r, form, text, out, &at))
			return false;
	} else if (lacks_brackets(r, text)) {
		return false;
	} else if (at == NULL) {
		return read_lone(r, form, text, out);
	} else {
		*at++ = '\0';
		if (!read_host(r, form, text, out))
			return form == ADDRESS_PORT && text[0] == '\0'
				       ? diag_hint(r->d, "any host: write %s%s",
						   r->lead, at)
				       : false;
	}
	if (!address_port_parse(r, form, at, PORT_MAX, &port))
		return false;
	out->port = (uint16_t)port;
	return true;
}
