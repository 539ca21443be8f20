/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-net.h"
#include "kaitsu-plan.h"
#include "kaitsu-forecast.h"
#include "kaitsu-result.h"

G_BEGIN_DECLS

#define KAITSU_RUN_DEFAULT_MAX_SECONDS 60

/**
 * KaitsuRun: carries out a plan, once.
 *
 * Properties, all notified on the main thread:
 * "progress" (double, 0..1, never falls, 1 only at the end),
 * "activity" (string: what is being tried right now, one plain line),
 * "done" and "total" (uint: ports decided, ports that are tried),
 * "result" (KaitsuResult: live; its ports change as facts arrive).
 */
#define KAITSU_TYPE_RUN (kaitsu_run_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuRun, kaitsu_run, KAITSU, RUN, GObject)

KaitsuRun *kaitsu_run_new (KaitsuPlan *plan, KaitsuNet *net);
/* 1..3600; the run ends as "stopped" when they are over */
void kaitsu_run_set_max_seconds (KaitsuRun *self, guint seconds);
/* (nullable): the run before, to compare with; a retest is compared with the
 * result that it takes ports over from, unless told otherwise */
void kaitsu_run_set_previous (KaitsuRun *self, KaitsuResult *previous);

/* Stopping: cancel @cancellable, or kaitsu_run_stop(). Both keep what was
 * found: finish returns the result, whose verdict is then "stopped". */
void kaitsu_run_execute_async (KaitsuRun *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KaitsuResult *kaitsu_run_execute_finish (KaitsuRun *self, GAsyncResult *result, GError **error);
void kaitsu_run_stop (KaitsuRun *self);

/* (transfer none): live from the beginning */
KaitsuResult *kaitsu_run_get_result (KaitsuRun *self);
double kaitsu_run_get_progress (KaitsuRun *self);
const char *kaitsu_run_get_activity (KaitsuRun *self);
guint kaitsu_run_get_done (KaitsuRun *self);
guint kaitsu_run_get_total (KaitsuRun *self);
/* not a property: it changes with the time alone */
KaitsuForecastKind kaitsu_run_get_forecast (KaitsuRun *self, guint *seconds);

G_END_DECLS
