/* SPDX-License-Identifier: MIT */
/* All of what exported programs are made from, compiled in one piece: none is broken. */
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-variable"
#include "cli/export/hook.h"
#include "cli/export/join.h"
#include "cli/export/match_flags.h"
