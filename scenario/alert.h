/* SPDX-License-Identifier: MIT */
/* Alerts of TLS: their names, as in "bad-certificate", and their numbers. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "scenario/diag.h"

#define ALERT_TEXT 32

/* The name; a number of one that has none. */
void alert_print(size_t number, char out[ALERT_TEXT]);

/* A name, in either case and with _ for - too, or a number from 0 to 255. */
bool alert_read(const char *text, size_t *number, struct diag *d);
