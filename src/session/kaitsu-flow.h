/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-catalogue.h"
#include "kaitsu-net.h"
#include "kaitsu-plan.h"
#include "kaitsu-result.h"
#include "kaitsu-run.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/**
 * KaitsuStep: the five steps of the wizard, in order.
 */
typedef enum {
  KAITSU_STEP_UNIT,
  KAITSU_STEP_CONSENT,
  KAITSU_STEP_RUN,
  KAITSU_STEP_RESULT,
  KAITSU_STEP_REPORT,
} KaitsuStep;

/**
 * KaitsuFlow: where the customer is, what was chosen, and what may be done
 * next. No GTK. Every page and every button is a function of this object;
 * there is one function that says what each button does in each state.
 *
 * Properties, all notified: "step" (uint), "unit", "consent", "practice-scenario"
 * (nullable string), "plan", "run" (nullable), "result" (nullable),
 * "can-go-back", "can-go-next".
 */
#define KAITSU_TYPE_FLOW (kaitsu_flow_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuFlow, kaitsu_flow, KAITSU, FLOW, GObject)

/**
 * KaitsuNetFactory: makes the network of a run: the real one, or the practice
 * network of @scenario for @targets if @scenario is not NULL. The session layer does not know
 * the practice network; the program that has both gives this to the flow.
 */
typedef KaitsuNet *(*KaitsuNetFactory) (const char *scenario, KaitsuTargets *targets, GError **error);

/* @scenario: (nullable): begin on the practice network */
KaitsuFlow *kaitsu_flow_new (KaitsuCatalogue *catalogue,
                             KaitsuTargets *targets,
                             KaitsuNetFactory factory,
                             const char *scenario);

KaitsuStep kaitsu_flow_get_step (KaitsuFlow *self);
KaitsuCatalogue *kaitsu_flow_get_catalogue (KaitsuFlow *self);
KaitsuUnit *kaitsu_flow_get_unit (KaitsuFlow *self);
/* @unit: (nullable) */
void kaitsu_flow_set_unit (KaitsuFlow *self, KaitsuUnit *unit);
gboolean kaitsu_flow_get_consent (KaitsuFlow *self);
void kaitsu_flow_set_consent (KaitsuFlow *self, gboolean consent);
const char *kaitsu_flow_get_practice_scenario (KaitsuFlow *self);
void kaitsu_flow_set_practice_scenario (KaitsuFlow *self, const char *scenario);
KaitsuPlan *kaitsu_flow_get_plan (KaitsuFlow *self);
KaitsuRun *kaitsu_flow_get_run (KaitsuFlow *self);
KaitsuResult *kaitsu_flow_get_result (KaitsuFlow *self);

gboolean kaitsu_flow_can_go_back (KaitsuFlow *self);
gboolean kaitsu_flow_can_go_next (KaitsuFlow *self);
/* One step on. FALSE if something is still missing (no unit chosen, no
 * consent): the page then says what, and nothing changed. On the consent
 * step this starts the run; the flow goes to the result by itself. */
gboolean kaitsu_flow_go_next (KaitsuFlow *self);
/* (nullable): why the last kaitsu_flow_go_next() could not start the run */
const char *kaitsu_flow_get_problem (KaitsuFlow *self);
void kaitsu_flow_go_back (KaitsuFlow *self);
/* while a run is on: stop it and keep what was found */
void kaitsu_flow_stop (KaitsuFlow *self);
gboolean kaitsu_flow_is_running (KaitsuFlow *self);
/* from result or report: back to the consent step, same unit */
void kaitsu_flow_again (KaitsuFlow *self);
/* from a result of today: try only the ports again that did not get through */
gboolean kaitsu_flow_can_retest (KaitsuFlow *self);
gboolean kaitsu_flow_retest (KaitsuFlow *self);
/* show a saved result as if just measured */
void kaitsu_flow_open_result (KaitsuFlow *self, KaitsuResult *result);

G_END_DECLS
