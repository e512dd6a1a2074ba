/* SPDX-License-Identifier: MIT */
/* The provider as a whole: started or not, and what its client lets it call. */
#pragma once

#include <stdbool.h>

#include "wsp.h"

bool provider_started(void);

/* The client's callback for blocking calls; false where it has none. */
bool provider_blocking_callback(DWORD entry, LPBLOCKINGCALLBACK *hook,
				DWORD_PTR *context);
