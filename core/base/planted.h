/* SPDX-License-Identifier: MIT */
/* Places where `make planted` breaks the core on purpose, one at a time.
 *
 * A test that cannot fail proves nothing: tests/planted measures what finds these. The
 * names are those of its table. In every other build nothing is left of them. */
#pragma once

#ifdef WSP_PLANTED
#include WSP_PLANTED
#define PLANTED(name) __builtin_expect(planted_now == PLANTED_##name, 0)
#define PLANT(name, ...) \
	if (PLANTED(name)) { \
		__VA_ARGS__; \
	} else \
		(void)0
#else
#define PLANTED(name) 0
#define PLANT(name, ...) ((void)0)
#endif
