/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-catalogue.h"
#include "kaitsu-result.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/**
 * KaitsuPlanAttempt: one target that a port is tried on.
 */
typedef struct {
  const KaitsuTarget *target; /* owned by the targets; NULL for DHCP */
  KaitsuProbeKind kind;
  gboolean path_only;         /* nobody is expected to answer there */
} KaitsuPlanAttempt;

/**
 * KaitsuPlanEntry: one port, however many services share it.
 */
typedef struct {
  const KaitsuUnitPort *port; /* owned by the unit */
  GArray *attempts;           /* of KaitsuPlanAttempt */
  /* owned by the targets; nullable: is asked if none of these answers */
  const KaitsuTarget *witness;
} KaitsuPlanEntry;

/**
 * KaitsuPlanHost: a host that will be contacted, and what for; for the
 * consent page.
 */
typedef struct {
  char *host;
  KaitsuOperator operated_by;
  gboolean portal_check;
  GArray *ports; /* of KaitsuPort, controls included, sorted */
} KaitsuPlanHost;

#define KAITSU_TYPE_PLAN (kaitsu_plan_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPlan, kaitsu_plan, KAITSU, PLAN, GObject)

KaitsuPlan *kaitsu_plan_new (KaitsuUnit *unit, KaitsuTargets *targets);
/* only the ports that did not get through in @earlier */
KaitsuPlan *kaitsu_plan_new_retest (KaitsuUnit *unit, KaitsuTargets *targets, KaitsuResult *earlier);
/* (nullable) */
gboolean kaitsu_plan_tries (KaitsuPlan *self, KaitsuPort port);
KaitsuResult *kaitsu_plan_get_earlier (KaitsuPlan *self);
KaitsuUnit *kaitsu_plan_get_unit (KaitsuPlan *self);
KaitsuTargets *kaitsu_plan_get_targets (KaitsuPlan *self);
/* of KaitsuPlanEntry, in the order of kaitsu_unit_get_ports() */
GPtrArray *kaitsu_plan_get_entries (KaitsuPlan *self);
/* of KaitsuPlanHost: everything that the run will contact outside the LAN */
GPtrArray *kaitsu_plan_get_hosts (KaitsuPlan *self);
const KaitsuTarget *kaitsu_plan_get_path_target (KaitsuPlan *self);

G_END_DECLS
