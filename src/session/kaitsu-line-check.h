/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-host-book.h"
#include "kaitsu-path-trace.h"
#include "kaitsu-plan.h"
#include "kaitsu-portal.h"
#include "kaitsu-result.h"
#include "kaitsu-scout.h"

G_BEGIN_DECLS

/**
 * KaitsuLineSight: all that a run saw of the line as a whole. Borrowed.
 * @plan: what was to be tried
 * @trials: (element-type KaitsuTrial): what was tried
 * @book: what is known about hosts
 * @family: the family that decides
 * @portal: (nullable): what became of the pages with known bodies
 * @scout: (nullable): what was seen beside the ports
 * @trace: (nullable): how far silent ports get
 * @web_taken: (nullable): web ports that somebody nearer answers
 * @offline: whether nothing at all came back
 * @changed: whether this PC was attached differently in the middle of the run
 */
typedef struct {
  KaitsuPlan *plan;
  GPtrArray *trials;
  KaitsuHostBook *book;
  KaitsuFamily family;
  const KaitsuPortalAnswer *portal;
  KaitsuScout *scout;
  KaitsuPathTrace *trace;
  const char *web_taken;
  gboolean offline;
  gboolean changed;
} KaitsuLineSight;

gboolean kaitsu_line_check_is_offline (GPtrArray *trials,
                                       KaitsuHostBook *book,
                                       const KaitsuPortalAnswer *portal,
                                       KaitsuFamily family);
char *kaitsu_line_check_dup_public_address (GPtrArray *trials, KaitsuFamily family);
void kaitsu_line_check_add_notices (const KaitsuLineSight *sight, KaitsuResult *result);

G_END_DECLS
