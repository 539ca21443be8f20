/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KaitsuHopList: what the hops told of themselves, hop 1 first.
 */
typedef struct _KaitsuHopList KaitsuHopList;

KaitsuHopList *kaitsu_hop_list_new (void);
void kaitsu_hop_list_free (KaitsuHopList *self);
void kaitsu_hop_list_clear (KaitsuHopList *self);
void kaitsu_hop_list_note (KaitsuHopList *self, guint hop, const char *address, gint64 rtt_us);
GPtrArray *kaitsu_hop_list_get_addresses (KaitsuHopList *self);
gint64 kaitsu_hop_list_get_rtt (KaitsuHopList *self, guint hop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuHopList, kaitsu_hop_list_free)

G_END_DECLS
