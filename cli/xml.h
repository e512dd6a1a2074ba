/* SPDX-License-Identifier: MIT */
/* Words in XML: escaped, and what XML cannot say is a question mark. */
#pragma once

#include <stdio.h>

void xml_text(FILE *to, const char *text);

/* " name=\"value\"" */
void xml_attribute(FILE *to, const char *name, const char *value);
