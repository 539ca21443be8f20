/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-host-book.h"
#include "kaitsu-plan.h"

G_BEGIN_DECLS

/**
 * KaitsuTrial: one port of the plan in one family, tried on all its targets.
 *
 * Signals: "attempt" (string host): an attempt begins; "attempt-done".
 */
#define KAITSU_TYPE_TRIAL (kaitsu_trial_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuTrial, kaitsu_trial, KAITSU, TRIAL, GObject)

KaitsuTrial *kaitsu_trial_new (const KaitsuPlanEntry *entry,
                               KaitsuFamily family,
                               KaitsuNet *net,
                               KaitsuHostBook *book,
                               gint64 started);
void kaitsu_trial_run_async (KaitsuTrial *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean kaitsu_trial_run_finish (KaitsuTrial *self, GAsyncResult *result, GError **error);

const KaitsuPlanEntry *kaitsu_trial_get_entry (KaitsuTrial *self);
KaitsuFamily kaitsu_trial_get_family (KaitsuTrial *self);
/* whether all its attempts were carried out */
void kaitsu_trial_end_vigil (KaitsuTrial *self);
gboolean kaitsu_trial_expects_silence (KaitsuTrial *self);
gboolean kaitsu_trial_is_answered_in_the_clear (KaitsuTrial *self);
gboolean kaitsu_trial_is_open_so_far (KaitsuTrial *self);
gboolean kaitsu_trial_is_complete (KaitsuTrial *self);
/* (element-type KaitsuObservation): what was seen so far, controls apart */
GPtrArray *kaitsu_trial_get_witnessed (KaitsuTrial *self);
GPtrArray *kaitsu_trial_get_observations (KaitsuTrial *self);
/* hosts where nobody is expected to answer on this port */
const char *const *kaitsu_trial_get_path_only (KaitsuTrial *self);

G_END_DECLS
