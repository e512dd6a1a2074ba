/* SPDX-License-Identifier: MIT */
/* What lies beside a target: its first inputs, the words worth trying, its limits. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "fuzz/zip.h"

/* What its inputs are. */
enum beside_kind {
	BESIDE_OPERATIONS,
	BESIDE_KERNEL, /* likewise, on real sockets */
	BESIDE_SCRIPT,
	BESIDE_WORDS,
	BESIDE_PACKING,
};

enum beside_kind beside_kind(const char *target);

/* The inputs that a scenario gives; false: it cannot be read. */
bool beside_scenario(struct zip *z, enum beside_kind kind, const char *path,
		     const char *text, size_t n);

/* Inputs of a list: separated by empty lines; one that begins with # is a comment. */
void beside_list(struct zip *z, char *text);

void beside_dict(enum beside_kind kind, FILE *to);
void beside_options(enum beside_kind kind, const char *target, FILE *to);
