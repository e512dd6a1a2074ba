/* SPDX-License-Identifier: MIT */
/* The table of `wsprecv recv`'s options; its setters fill a struct recv_options. */
#pragma once

#include "cli/option.h"

const struct option_kind *recv_table(size_t *n);
