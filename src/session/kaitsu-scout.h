/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-host-book.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/**
 * KaitsuScout: looks, beside the ports, at what stands between this PC and
 * the Internet: the PC's own proxy, who answers names that cannot be, and the
 * nearest hops. Nobody waits for it: what it does not know by the end of the
 * run stays unknown.
 */
#define KAITSU_TYPE_SCOUT (kaitsu_scout_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuScout, kaitsu_scout, KAITSU, SCOUT, GObject)

KaitsuScout *kaitsu_scout_new (const KaitsuTarget *target,
                               KaitsuFamily family,
                               KaitsuNet *net,
                               KaitsuHostBook *book,
                               gint64 started);
void kaitsu_scout_start (KaitsuScout *self,
                         const KaitsuNetwork *network,
                         GCancellable *cancellable);

const char *kaitsu_scout_get_proxy (KaitsuScout *self);
/* the address that was given for a name that cannot be */
const char *kaitsu_scout_get_invented (KaitsuScout *self);
/* (element-type utf8): "" where a hop does not answer */
GPtrArray *kaitsu_scout_get_hops (KaitsuScout *self);

G_END_DECLS
