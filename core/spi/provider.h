/* SPDX-License-Identifier: MIT */
/* The provider as a whole: started or not, and what its client lets it call. */
#pragma once

#include <stdbool.h>

#include "wsp.h"

bool provider_started(void);

/* The client's callback for blocking calls; false where it has none. */
bool provider_blocking_callback(DWORD entry, LPBLOCKINGCALLBACK *hook,
				DWORD_PTR *context);

/* The client's ways to indicate, or else our own. False: the client has none, or it did
 * not work. */
bool provider_queue_apc(LPWSATHREADID id, LPWSAUSERAPC function, DWORD_PTR context);
void provider_set_event(WSAEVENT event);
void provider_reset_event(WSAEVENT event);
