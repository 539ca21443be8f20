/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-forecast.h"
#include "kaitsu-host-book.h"
#include "kaitsu-lookout.h"
#include "kaitsu-path-trace.h"
#include "kaitsu-portal.h"
#include "kaitsu-run.h"
#include "kaitsu-scout.h"
#include "kaitsu-trial.h"

G_BEGIN_DECLS

/* What kaitsu-run.c, kaitsu-run-trace.c and kaitsu-run-network.c share. */

struct _KaitsuRun
{
  GObject parent_instance;

  KaitsuPlan *plan;
  KaitsuNet *net;
  KaitsuResult *result;
  KaitsuResult *previous;
  guint max_seconds;

  GTask *task; /* while it runs */
  GCancellable *cancellable; /* of what is under way */
  gboolean stopped;
  gulong caller_id;
  guint deadline_id;
  gint64 started;
  KaitsuSent before; /* what had been sent when it began */
  KaitsuLookout *lookout;
  gboolean changed;
  gboolean restarting;
  KaitsuHostBook *book;
  KaitsuScout *scout;
  GPtrArray *trials;
  KaitsuPathTrace *trace; /* of the ports that stay silent */
  guint silence_id;
  gboolean tracing;
  KaitsuFamily family; /* the one that decides */
  guint pending;
  KaitsuPortalAnswer *portal; /* once it is known */
  gboolean offline;

  KaitsuForecast forecast;
  guint attempts_done;
  guint attempts_total;
  guint done;
  double progress;
  char *activity;
};

void kaitsu_run_begin (KaitsuRun *self);
void kaitsu_run_end (KaitsuRun *self);
void kaitsu_run_set_activity (KaitsuRun *self, const char *activity);

gboolean kaitsu_run_is_ending (KaitsuRun *self);
double kaitsu_run_get_elapsed (KaitsuRun *self);
void kaitsu_run_conclude_trial (KaitsuRun *self, KaitsuTrial *trial);

void kaitsu_run_await_silence (KaitsuRun *self);
void kaitsu_run_trace_early (KaitsuRun *self);
void kaitsu_run_settle_ports (KaitsuRun *self);
gboolean kaitsu_run_waits_for_trace (KaitsuRun *self, KaitsuTrial *trial);

void kaitsu_run_follow_network (KaitsuRun *self);
void kaitsu_run_await_network (KaitsuRun *self);

G_END_DECLS
