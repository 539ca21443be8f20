/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-host-book.h"
#include "kaitsu-path-fact.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/**
 * KaitsuPathTrace: finds out how far ports get that stay silent, with packets
 * that go a chosen number of hops, towards one target whose control answers.
 * The decisions are KaitsuHopRule's; this sends what it asks for.
 */
#define KAITSU_TYPE_PATH_TRACE (kaitsu_path_trace_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPathTrace, kaitsu_path_trace, KAITSU, PATH_TRACE, GObject)

KaitsuPathTrace *kaitsu_path_trace_new (const KaitsuTarget *target,
                                        KaitsuFamily family,
                                        KaitsuNet *net,
                                        KaitsuHostBook *book,
                                        gint64 started);
void kaitsu_path_trace_add_port (KaitsuPathTrace *self, KaitsuPort port);
void kaitsu_path_trace_admit_port (KaitsuPathTrace *self, KaitsuPort port);
void kaitsu_path_trace_watch_port (KaitsuPathTrace *self, KaitsuPort port);
void kaitsu_path_trace_dismiss_port (KaitsuPathTrace *self, KaitsuPort port);
gboolean kaitsu_path_trace_is_tracing (KaitsuPathTrace *self, KaitsuPort port);

void kaitsu_path_trace_run_async (KaitsuPathTrace *self,
                                  GPtrArray *heard,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void kaitsu_path_trace_hear (KaitsuPathTrace *self, GPtrArray *heard, gboolean all);
gboolean kaitsu_path_trace_run_finish (KaitsuPathTrace *self, GAsyncResult *result, GError **error);

gboolean kaitsu_path_trace_get_fact (KaitsuPathTrace *self, KaitsuPort port, KaitsuPathFact *fact);
/* (element-type KaitsuObservation): hop-limited packets of @port */
GPtrArray *kaitsu_path_trace_get_observations (KaitsuPathTrace *self, KaitsuPort port);
/* (element-type utf8): "" where a hop does not answer */
GPtrArray *kaitsu_path_trace_get_hops (KaitsuPathTrace *self);
/* microseconds, -1 where a hop does not answer */
gint64 kaitsu_path_trace_get_hop_rtt (KaitsuPathTrace *self, guint hop);

G_END_DECLS
