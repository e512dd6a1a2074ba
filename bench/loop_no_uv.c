/* SPDX-License-Identifier: MIT */
/* Stands for loop_uv.c where libuv is not installed. */
#include <stddef.h>

#include "bench/loop.h"

const struct loop *const loop_uv_waits = NULL;
const struct loop *const loop_uv_polls = NULL;
