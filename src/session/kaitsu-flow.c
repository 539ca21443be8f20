/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-flow.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-history.h"
#include "kaitsu-trust.h"

/* What got through longer ago has to be tried again as well. */
#define MAX_RETEST_AGE G_TIME_SPAN_DAY

struct _KaitsuFlow
{
  GObject parent_instance;

  KaitsuCatalogue *catalogue;
  KaitsuTargets *targets;
  KaitsuNetFactory factory;

  KaitsuStep step;
  KaitsuUnit *unit;
  gboolean consent;
  char *scenario;
  KaitsuPlan *plan;
  KaitsuRun *run;
  KaitsuResult *result;
  char *problem;
};

typedef enum {
  PROP_STEP = 1,
  PROP_UNIT,
  PROP_CONSENT,
  PROP_PRACTICE_SCENARIO,
  PROP_PLAN,
  PROP_RUN,
  PROP_RESULT,
  PROP_CAN_GO_BACK,
  PROP_CAN_GO_NEXT,
} KaitsuFlowProperty;

static GParamSpec *properties[PROP_CAN_GO_NEXT + 1];

G_DEFINE_FINAL_TYPE (KaitsuFlow, kaitsu_flow, G_TYPE_OBJECT)

static void
kaitsu_flow_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KaitsuFlow *self = KAITSU_FLOW (object);

  switch ((KaitsuFlowProperty) id)
    {
    case PROP_STEP:
      g_value_set_uint (value, self->step);
      break;
    case PROP_UNIT:
      g_value_set_object (value, self->unit);
      break;
    case PROP_CONSENT:
      g_value_set_boolean (value, self->consent);
      break;
    case PROP_PRACTICE_SCENARIO:
      g_value_set_string (value, self->scenario);
      break;
    case PROP_PLAN:
      g_value_set_object (value, self->plan);
      break;
    case PROP_RUN:
      g_value_set_object (value, self->run);
      break;
    case PROP_RESULT:
      g_value_set_object (value, self->result);
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, kaitsu_flow_can_go_back (self));
      break;
    case PROP_CAN_GO_NEXT:
      g_value_set_boolean (value, kaitsu_flow_can_go_next (self));
      break;
    }
}

static void
kaitsu_flow_dispose (GObject *object)
{
  KaitsuFlow *self = KAITSU_FLOW (object);

  if (self->run != NULL)
    kaitsu_run_stop (self->run);
  g_clear_object (&self->run);
  g_clear_object (&self->plan);
  g_clear_object (&self->result);
  g_clear_object (&self->unit);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->targets);
  g_clear_pointer (&self->scenario, g_free);
  g_clear_pointer (&self->problem, g_free);
  G_OBJECT_CLASS (kaitsu_flow_parent_class)->dispose (object);
}

static void
kaitsu_flow_class_init (KaitsuFlowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = kaitsu_flow_get_property;
  object_class->dispose = kaitsu_flow_dispose;

  properties[PROP_STEP]
      = g_param_spec_uint ("step", NULL, NULL, 0, KAITSU_STEP_REPORT, KAITSU_STEP_UNIT, flags);
  properties[PROP_UNIT] = g_param_spec_object ("unit", NULL, NULL, KAITSU_TYPE_UNIT, flags);
  properties[PROP_CONSENT] = g_param_spec_boolean ("consent", NULL, NULL, FALSE, flags);
  properties[PROP_PRACTICE_SCENARIO]
      = g_param_spec_string ("practice-scenario", NULL, NULL, NULL, flags);
  properties[PROP_PLAN] = g_param_spec_object ("plan", NULL, NULL, KAITSU_TYPE_PLAN, flags);
  properties[PROP_RUN] = g_param_spec_object ("run", NULL, NULL, KAITSU_TYPE_RUN, flags);
  properties[PROP_RESULT] = g_param_spec_object ("result", NULL, NULL, KAITSU_TYPE_RESULT, flags);
  properties[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_GO_NEXT] = g_param_spec_boolean ("can-go-next", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kaitsu_flow_init (KaitsuFlow *self)
{
}

/**
 * kaitsu_flow_new:
 * @catalogue: the units
 * @targets: the hosts that may be asked
 * @factory: makes the network of a run
 * @scenario: (nullable): begin on the practice network
 *
 * Returns: (transfer full): a flow at its first step
 */
KaitsuFlow *
kaitsu_flow_new (KaitsuCatalogue *catalogue,
                 KaitsuTargets *targets,
                 KaitsuNetFactory factory,
                 const char *scenario)
{
  g_return_val_if_fail (KAITSU_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (KAITSU_IS_TARGETS (targets), NULL);
  g_return_val_if_fail (factory != NULL, NULL);

  KaitsuFlow *self = g_object_new (KAITSU_TYPE_FLOW, NULL);

  self->catalogue = g_object_ref (catalogue);
  self->targets = g_object_ref (targets);
  self->factory = factory;
  self->scenario = g_strdup (scenario);
  return self;
}

/* The only writer of the step. What may be done next depends on everything
 * else, so it is announced with every change. */
static void
changed (KaitsuFlow *self, KaitsuFlowProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_GO_BACK]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_GO_NEXT]);
}

static void
set_step (KaitsuFlow *self, KaitsuStep step)
{
  if (self->step == step)
    return;
  self->step = step;
  /* while the list of hosts is read; nothing is sent */
  if (step == KAITSU_STEP_CONSENT)
    kaitsu_trust_prepare ();
  changed (self, PROP_STEP);
}

static void
set_run (KaitsuFlow *self, KaitsuRun *run)
{
  if (g_set_object (&self->run, run))
    changed (self, PROP_RUN);
}

static void
set_result (KaitsuFlow *self, KaitsuResult *result)
{
  if (g_set_object (&self->result, result))
    changed (self, PROP_RESULT);
}

/* @earlier: (nullable): try only what did not get through there */
static void
make_plan (KaitsuFlow *self, KaitsuResult *earlier)
{
  g_autoptr (KaitsuPlan) plan = NULL;

  if (self->unit != NULL && earlier != NULL)
    plan = kaitsu_plan_new_retest (self->unit, self->targets, earlier);
  else if (self->unit != NULL)
    plan = kaitsu_plan_new (self->unit, self->targets);
  if (g_set_object (&self->plan, plan))
    changed (self, PROP_PLAN);
}

/* A retest is over, or no longer wanted: the next check is a whole one. */
static void
forget_retest (KaitsuFlow *self)
{
  if (self->plan != NULL && kaitsu_plan_get_earlier (self->plan) != NULL)
    make_plan (self, NULL);
}

/**
 * kaitsu_flow_get_step:
 * @self: a flow
 *
 * Returns: where the customer is
 */
KaitsuStep
kaitsu_flow_get_step (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), KAITSU_STEP_UNIT);
  return self->step;
}

/**
 * kaitsu_flow_get_catalogue:
 * @self: a flow
 *
 * Returns: (transfer none): the units
 */
KaitsuCatalogue *
kaitsu_flow_get_catalogue (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), NULL);
  return self->catalogue;
}

/**
 * kaitsu_flow_get_unit:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): the unit that was chosen
 */
KaitsuUnit *
kaitsu_flow_get_unit (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), NULL);
  return self->unit;
}

/**
 * kaitsu_flow_set_unit:
 * @self: a flow
 * @unit: (nullable): the unit that was chosen
 */
void
kaitsu_flow_set_unit (KaitsuFlow *self, KaitsuUnit *unit)
{
  g_return_if_fail (KAITSU_IS_FLOW (self));

  if (!g_set_object (&self->unit, unit))
    return;
  make_plan (self, NULL);
  kaitsu_flow_set_consent (self, FALSE); /* it was given for other ports */
  changed (self, PROP_UNIT);
}

/**
 * kaitsu_flow_get_consent:
 * @self: a flow
 *
 * Returns: whether the customer agreed to contact the listed hosts
 */
gboolean
kaitsu_flow_get_consent (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), FALSE);
  return self->consent;
}

/**
 * kaitsu_flow_set_consent:
 * @self: a flow
 * @consent: whether the customer agrees to contact the listed hosts
 */
void
kaitsu_flow_set_consent (KaitsuFlow *self, gboolean consent)
{
  g_return_if_fail (KAITSU_IS_FLOW (self));

  consent = !!consent;
  if (self->consent == consent)
    return;
  self->consent = consent;
  changed (self, PROP_CONSENT);
}

/**
 * kaitsu_flow_get_practice_scenario:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): the scenario of the practice network,
 *   %NULL on the real one
 */
const char *
kaitsu_flow_get_practice_scenario (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), NULL);
  return self->scenario;
}

/**
 * kaitsu_flow_set_practice_scenario:
 * @self: a flow that is not running
 * @scenario: (nullable): a scenario, or %NULL for the real network
 */
void
kaitsu_flow_set_practice_scenario (KaitsuFlow *self, const char *scenario)
{
  g_return_if_fail (KAITSU_IS_FLOW (self));
  g_return_if_fail (!kaitsu_flow_is_running (self));

  if (g_strcmp0 (self->scenario, scenario) == 0)
    return;
  if ((self->scenario == NULL) != (scenario == NULL))
    kaitsu_flow_set_consent (self, FALSE); /* practice and the real thing are not the same */
  g_free (self->scenario);
  self->scenario = g_strdup (scenario);
  changed (self, PROP_PRACTICE_SCENARIO);
}

/**
 * kaitsu_flow_get_plan:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): what will be tried, once a unit is chosen
 */
KaitsuPlan *
kaitsu_flow_get_plan (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), NULL);
  return self->plan;
}

/**
 * kaitsu_flow_get_run:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): the run that is on
 */
KaitsuRun *
kaitsu_flow_get_run (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), NULL);
  return self->run;
}

/**
 * kaitsu_flow_get_result:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): the result that is shown
 */
KaitsuResult *
kaitsu_flow_get_result (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), NULL);
  return self->result;
}

/**
 * kaitsu_flow_is_running:
 * @self: a flow
 *
 * Returns: whether a run is on
 */
gboolean
kaitsu_flow_is_running (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), FALSE);
  return self->run != NULL;
}

/**
 * kaitsu_flow_get_problem:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): why the run could not be started
 */
const char *
kaitsu_flow_get_problem (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), NULL);
  return self->problem;
}

/**
 * kaitsu_flow_can_go_back:
 * @self: a flow
 *
 * Returns: whether there is a step to go back to
 */
gboolean
kaitsu_flow_can_go_back (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), FALSE);

  switch (self->step)
    {
    case KAITSU_STEP_CONSENT:
    case KAITSU_STEP_REPORT:
      return TRUE;
    case KAITSU_STEP_RESULT:
      return self->plan != NULL; /* a saved result has no consent step */
    case KAITSU_STEP_UNIT:
    case KAITSU_STEP_RUN:
      return FALSE;
    }
  return FALSE;
}

/**
 * kaitsu_flow_can_go_next:
 * @self: a flow
 *
 * Returns: whether there is a step to go on to, and nothing is missing
 */
gboolean
kaitsu_flow_can_go_next (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), FALSE);

  switch (self->step)
    {
    case KAITSU_STEP_UNIT:
      return self->unit != NULL;
    case KAITSU_STEP_CONSENT:
      return self->consent && !kaitsu_flow_is_running (self);
    case KAITSU_STEP_RESULT:
      return self->result != NULL;
    case KAITSU_STEP_RUN:
    case KAITSU_STEP_REPORT:
      return FALSE;
    }
  return FALSE;
}

static void
kept_cb (GObject *source, GAsyncResult *async, gpointer user_data)
{
  g_autoptr (KaitsuFlow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kaitsu_history_add_finish (async, &error))
    g_message ("%s", error->message);
  if (self->run == NULL)
    return;
  g_autoptr (KaitsuResult) result = g_object_ref (kaitsu_run_get_result (self->run));
  set_run (self, NULL);
  forget_retest (self);
  set_result (self, result);
  set_step (self, KAITSU_STEP_RESULT);
}

/* Kept at once, before anybody looks at it: nothing measured is lost. */
static void
run_cb (GObject *source, GAsyncResult *async, gpointer user_data)
{
  g_autoptr (KaitsuFlow) self = user_data;
  g_autoptr (KaitsuResult) result
      = kaitsu_run_execute_finish (KAITSU_RUN (source), async, NULL);

  if (result != NULL && self->run == KAITSU_RUN (source))
    kaitsu_history_add_async (result, NULL, kept_cb, g_object_ref (self));
}

/* What was measured on another network says nothing about this one. */
static gboolean
is_on_network_of_plan (KaitsuFlow *self, const KaitsuNetwork *network)
{
  KaitsuResult *earlier = kaitsu_plan_get_earlier (self->plan);

  return earlier == NULL
         || kaitsu_network_is_same (network, kaitsu_result_get_network (earlier));
}

static void
execute (KaitsuFlow *self)
{
  kaitsu_run_execute_async (self->run, NULL, run_cb, g_object_ref (self));
}

static void
previous_cb (GObject *source, GAsyncResult *async, gpointer user_data)
{
  g_autoptr (KaitsuFlow) self = user_data;
  g_autoptr (KaitsuResult) previous = kaitsu_history_find_previous_finish (async, NULL);

  if (self->run == NULL)
    return;
  kaitsu_run_set_previous (self->run, previous);
  execute (self);
}

/* First the run before is looked for, as nobody knows how long this one takes. */
static void
find_previous (KaitsuFlow *self, const KaitsuNetwork *network)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  kaitsu_history_find_previous_async (kaitsu_unit_get_id (self->unit), network, now, NULL,
                                      previous_cb, g_object_ref (self));
}

static gboolean
start_run (KaitsuFlow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuNet) net = self->factory (self->scenario, self->targets, &error);

  g_clear_pointer (&self->problem, g_free);
  if (net == NULL)
    {
      self->problem = g_strdup (error->message);
      return FALSE;
    }

  g_autoptr (KaitsuNetwork) network = kaitsu_net_dup_network (net);
  if (!is_on_network_of_plan (self, network))
    {
      self->problem = g_strdup (_("This PC is on another network now. Please check all ports."));
      forget_retest (self);
      return FALSE;
    }

  g_autoptr (KaitsuRun) run = kaitsu_run_new (self->plan, net);
  set_run (self, run);
  set_step (self, KAITSU_STEP_RUN);
  if (self->scenario == NULL && kaitsu_plan_get_earlier (self->plan) == NULL)
    find_previous (self, network);
  else
    execute (self);
  return TRUE;
}

/**
 * kaitsu_flow_go_next:
 * @self: a flow
 *
 * One step on. On the consent step this starts the run; at its end the flow
 * goes on to the result by itself.
 *
 * Returns: %FALSE if something is still missing; then nothing changed
 */
gboolean
kaitsu_flow_go_next (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), FALSE);

  if (!kaitsu_flow_can_go_next (self))
    return FALSE;
  switch (self->step)
    {
    case KAITSU_STEP_UNIT:
      set_step (self, KAITSU_STEP_CONSENT);
      return TRUE;
    case KAITSU_STEP_CONSENT:
      return start_run (self);
    case KAITSU_STEP_RESULT:
      set_step (self, KAITSU_STEP_REPORT);
      return TRUE;
    case KAITSU_STEP_RUN:
    case KAITSU_STEP_REPORT:
      return FALSE;
    }
  return FALSE;
}

/**
 * kaitsu_flow_go_back:
 * @self: a flow
 *
 * One step back; nothing that was chosen, measured or written is lost.
 */
void
kaitsu_flow_go_back (KaitsuFlow *self)
{
  g_return_if_fail (KAITSU_IS_FLOW (self));

  if (!kaitsu_flow_can_go_back (self))
    return;
  forget_retest (self);
  switch (self->step)
    {
    case KAITSU_STEP_CONSENT:
      set_step (self, KAITSU_STEP_UNIT);
      break;
    case KAITSU_STEP_RESULT:
      set_step (self, KAITSU_STEP_CONSENT);
      break;
    case KAITSU_STEP_REPORT:
      set_step (self, KAITSU_STEP_RESULT);
      break;
    case KAITSU_STEP_UNIT:
    case KAITSU_STEP_RUN:
      break;
    }
}

/**
 * kaitsu_flow_stop:
 * @self: a flow
 *
 * Ends the run that is on, if any; what was found is shown as the result.
 */
void
kaitsu_flow_stop (KaitsuFlow *self)
{
  g_return_if_fail (KAITSU_IS_FLOW (self));

  if (self->run != NULL)
    kaitsu_run_stop (self->run);
}

/**
 * kaitsu_flow_again:
 * @self: a flow that is not running
 *
 * Back to the consent step with the same unit, to check again. A saved
 * result whose unit the catalogue does not know begins with the unit step.
 */
void
kaitsu_flow_again (KaitsuFlow *self)
{
  g_return_if_fail (KAITSU_IS_FLOW (self));

  if (kaitsu_flow_is_running (self))
    return;
  forget_retest (self);
  if (self->unit == NULL && self->result != NULL)
    kaitsu_flow_set_unit (self, kaitsu_result_get_unit (self->result));
  set_step (self, self->unit != NULL ? KAITSU_STEP_CONSENT : KAITSU_STEP_UNIT);
}

/**
 * kaitsu_flow_can_retest:
 * @self: a flow
 *
 * Returns: whether the result that is shown is of today and of the kind of
 *   network that the next run is on, and some of its ports did not get through
 */
gboolean
kaitsu_flow_can_retest (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), FALSE);

  if (self->result == NULL || kaitsu_flow_is_running (self)
      || kaitsu_catalogue_lookup (self->catalogue, kaitsu_result_get_unit_id (self->result)) == NULL
      || kaitsu_result_is_practice (self->result) != (self->scenario != NULL))
    return FALSE;

  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GTimeSpan age = g_date_time_difference (now, kaitsu_result_get_oldest (self->result));
  return age >= 0 && age <= MAX_RETEST_AGE && kaitsu_result_can_retest (self->result);
}

/**
 * kaitsu_flow_retest:
 * @self: a flow whose result may be retested
 *
 * Tries only the ports again that did not get through. Where the customer has
 * not agreed yet, as with a result that was opened, the consent step comes
 * first.
 *
 * Returns: %FALSE if the run could not be started; see
 *   kaitsu_flow_get_problem()
 */
gboolean
kaitsu_flow_retest (KaitsuFlow *self)
{
  g_return_val_if_fail (KAITSU_IS_FLOW (self), FALSE);

  if (!kaitsu_flow_can_retest (self))
    return TRUE;
  g_autoptr (KaitsuResult) earlier = g_object_ref (self->result);
  kaitsu_flow_set_unit (
      self, kaitsu_catalogue_lookup (self->catalogue, kaitsu_result_get_unit_id (earlier)));
  make_plan (self, earlier);
  set_step (self, KAITSU_STEP_CONSENT);
  return !self->consent || start_run (self);
}

/**
 * kaitsu_flow_open_result:
 * @self: a flow that is not running
 * @result: a saved result
 *
 * Shows @result as if it had just been measured.
 */
void
kaitsu_flow_open_result (KaitsuFlow *self, KaitsuResult *result)
{
  g_return_if_fail (KAITSU_IS_FLOW (self));
  g_return_if_fail (KAITSU_IS_RESULT (result));

  if (kaitsu_flow_is_running (self))
    return;
  forget_retest (self);
  set_result (self, result);
  set_step (self, KAITSU_STEP_RESULT);
}
