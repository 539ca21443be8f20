/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-net.h"

G_BEGIN_DECLS

/**
 * KaitsuLookout: looks once a second whether this PC is still attached as it
 * was. Asks only the PC itself.
 *
 * Signals, each once for each kaitsu_lookout_watch() or kaitsu_lookout_await():
 * "changed": this PC is attached differently now;
 * "router-silent": the router has not answered for some seconds;
 * "returned": the network is back, or has not come back for too long.
 */
#define KAITSU_TYPE_LOOKOUT (kaitsu_lookout_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuLookout, kaitsu_lookout, KAITSU, LOOKOUT, GObject)

KaitsuLookout *kaitsu_lookout_new (KaitsuNet *net);
void kaitsu_lookout_watch (KaitsuLookout *self, const KaitsuNetwork *network);
void kaitsu_lookout_await (KaitsuLookout *self);
void kaitsu_lookout_stop (KaitsuLookout *self);
gboolean kaitsu_lookout_is_awaiting (KaitsuLookout *self);

G_END_DECLS
