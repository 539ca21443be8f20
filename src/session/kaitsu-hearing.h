/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-path-trace.h"
#include "kaitsu-plan.h"
#include "kaitsu-portal.h"
#include "kaitsu-result.h"
#include "kaitsu-scout.h"
#include "kaitsu-trial.h"

G_BEGIN_DECLS

/**
 * KaitsuHearing: turns what all trials of a run saw into findings, notices and
 * a verdict. Borrows everything; only the result is changed.
 *
 * @result: gets the findings and the evidence
 * @plan: what was to be tried
 * @trials: (element-type KaitsuTrial): what was tried
 * @book: what is known about hosts
 * @trace: (nullable): how far silent ports get
 * @scout: (nullable): what was seen beside the ports
 * @family: the family that decides
 * @portal: (nullable): what became of the pages with known bodies
 * @offline: whether the line as a whole is known to be down
 * @changed: whether this PC was attached differently in the middle of the run
 * @stopped: whether the run ended early
 */
typedef struct {
  KaitsuResult *result;
  KaitsuPlan *plan;
  GPtrArray *trials;
  KaitsuHostBook *book;
  KaitsuPathTrace *trace;
  KaitsuScout *scout;
  KaitsuFamily family;
  const KaitsuPortalAnswer *portal;
  gboolean offline;
  gboolean changed;
  gboolean stopped;
} KaitsuHearing;

void kaitsu_hearing_judge_trial (const KaitsuHearing *self, KaitsuTrial *trial);
void kaitsu_hearing_close (KaitsuHearing *self);

G_END_DECLS
