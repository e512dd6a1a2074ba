/* SPDX-License-Identifier: MIT */
/* The formats of reports, for their table alone. */
#pragma once

#include "cli/sink.h"

extern const struct sink_format sink_tap, sink_junit, sink_json;
