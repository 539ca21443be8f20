/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-host-book.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/* Asks for the pages with known bodies. finish says whether a captive portal
 * answers for everybody: somebody answered, and nobody answered right. */
void kaitsu_portal_check_async (KaitsuNet *net,
                                KaitsuHostBook *book,
                                KaitsuTargets *targets,
                                KaitsuFamily family,
                                gint64 started,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean kaitsu_portal_check_finish (KaitsuNet *net, GAsyncResult *result);

G_END_DECLS
