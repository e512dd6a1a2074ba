/* SPDX-License-Identifier: MIT */
/* Names of alerts. */
#include "scenario/alert.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
#define ALERTS(X) \
	X(0, "close-notify") X(10, "unexpected-message") X(20, "bad-record-mac") \
	X(22, "record-overflow") X(40, "handshake-failure") X(42, "bad-certificate") \
	X(43, "unsupported-certificate") X(44, "certificate-revoked") \
	X(45, "certificate-expired") X(46, "certificate-unknown") \
	X(47, "illegal-parameter") X(48, "unknown-ca") X(49, "access-denied") \
	X(50, "decode-error") X(51, "decrypt-error") X(70, "protocol-version") \
	X(71, "insufficient-security") X(80, "internal-error") \
	X(86, "inappropriate-fallback") X(90, "user-canceled") \
	X(109, "missing-extension") X(110, "unsupported-extension") \
	X(112, "unrecognized-name") X(113, "bad-certificate-status-response") \
	X(115, "unknown-psk-identity") X(116, "certificate-required") \
	X(120, "no-application-protocol")
/* clang-format on */

static const unsigned char numbers[] = {
#define NUMBER(number, name) number,
	ALERTS(NUMBER)
#undef NUMBER
};

static const char *const names[] = {
#define NAME(number, name) name,
	ALERTS(NAME)
#undef NAME
		NULL
};

void alert_print(size_t number, char out[ALERT_TEXT])
{
	for (size_t i = 0; names[i] != NULL; i++)
		if (numbers[i] == number) {
			snprintf(out, ALERT_TEXT, "%s", names[i]);
			return;
		}
	snprintf(out, ALERT_TEXT, "%zu", number);
}

/* As it is written in the table. */
static void plain(const char *text, char out[ALERT_TEXT])
{
	size_t n = 0;

	for (; text[n] != '\0' && n + 1 < ALERT_TEXT; n++)
		out[n] = (char)(text[n] == '_' ? '-' : tolower((unsigned char)text[n]));
	out[n] = '\0';
}

bool alert_read(const char *text, size_t *number, struct diag *d)
{
	char word[ALERT_TEXT], *end;
	const char *guess;
	unsigned long n = strtoul(text, &end, 10);

	if (isdigit((unsigned char)text[0]) && *end == '\0' && n < 256) {
		*number = n;
		return true;
	}
	plain(text, word);
	for (size_t i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], word) == 0) {
			*number = numbers[i];
			return true;
		}
	guess = diag_guess(word, names);
	diag_set(d, 0, "no such alert: %.*s", diag_shown(strlen(text)), text);
	return diag_hint(d, "%s%s%s",
			 guess != NULL ? "did you mean " : "write handshake-failure",
			 guess != NULL ? guess : ", or a number to 255",
			 guess != NULL ? "?" : "");
}
