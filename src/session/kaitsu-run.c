/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-run-private.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-hearing.h"
#include "kaitsu-text.h"
#include "kaitsu-trace-ports.h"

typedef enum {
  PROP_PROGRESS = 1,
  PROP_ACTIVITY,
  PROP_DONE,
  PROP_TOTAL,
  PROP_RESULT,
} KaitsuRunProperty;

static GParamSpec *properties[PROP_RESULT + 1];

G_DEFINE_FINAL_TYPE (KaitsuRun, kaitsu_run, G_TYPE_OBJECT)

static void
kaitsu_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KaitsuRun *self = KAITSU_RUN (object);

  switch ((KaitsuRunProperty) id)
    {
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_ACTIVITY:
      g_value_set_string (value, self->activity);
      break;
    case PROP_DONE:
      g_value_set_uint (value, self->done);
      break;
    case PROP_TOTAL:
      g_value_set_uint (value, kaitsu_run_get_total (self));
      break;
    case PROP_RESULT:
      g_value_set_object (value, self->result);
      break;
    }
}

static void
kaitsu_run_dispose (GObject *object)
{
  KaitsuRun *self = KAITSU_RUN (object);

  g_clear_handle_id (&self->deadline_id, g_source_remove);
  g_clear_handle_id (&self->silence_id, g_source_remove);
  g_clear_object (&self->lookout);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->trace);
  g_clear_object (&self->scout);
  g_clear_pointer (&self->trials, g_ptr_array_unref);
  g_clear_object (&self->book);
  g_clear_object (&self->previous);
  G_OBJECT_CLASS (kaitsu_run_parent_class)->dispose (object);
}

static void
kaitsu_run_finalize (GObject *object)
{
  KaitsuRun *self = KAITSU_RUN (object);

  g_clear_object (&self->plan);
  g_clear_object (&self->net);
  g_clear_object (&self->result);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->portal, kaitsu_portal_answer_free);
  g_free (self->activity);
  G_OBJECT_CLASS (kaitsu_run_parent_class)->finalize (object);
}

static void
kaitsu_run_class_init (KaitsuRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = kaitsu_run_get_property;
  object_class->dispose = kaitsu_run_dispose;
  object_class->finalize = kaitsu_run_finalize;

  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_ACTIVITY] = g_param_spec_string ("activity", NULL, NULL, "", flags);
  properties[PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_RESULT]
      = g_param_spec_object ("result", NULL, NULL, KAITSU_TYPE_RESULT, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kaitsu_run_init (KaitsuRun *self)
{
  self->max_seconds = KAITSU_RUN_DEFAULT_MAX_SECONDS;
  self->cancellable = g_cancellable_new ();
  self->trials = g_ptr_array_new_with_free_func (g_object_unref);
  self->activity = g_strdup ("");
}

static void
tell_targets (KaitsuRun *self)
{
  KaitsuTargets *targets = kaitsu_plan_get_targets (self->plan);
  GDateTime *until = kaitsu_targets_get_fresh_until (targets);
  g_autofree char *date = until != NULL ? g_date_time_format (until, "%F") : NULL;

  kaitsu_result_set_targets (self->result, kaitsu_targets_get_source (targets), date);
}

/* What the plan does not try again is known from the beginning. */
static void
take_over (KaitsuRun *self, KaitsuResult *earlier)
{
  GListModel *ports = kaitsu_result_get_ports (self->result);

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) row = g_list_model_get_item (ports, i);
      KaitsuPort port = kaitsu_port_result_get_port (row);

      if (!kaitsu_plan_tries (self->plan, port))
        kaitsu_port_result_take_over (row, kaitsu_result_find_port (earlier, port),
                                      kaitsu_result_get_finished (earlier));
    }
}

/**
 * kaitsu_run_new:
 * @plan: what to try
 * @net: on which network
 *
 * Returns: (transfer full): a run that has not begun
 */
KaitsuRun *
kaitsu_run_new (KaitsuPlan *plan, KaitsuNet *net)
{
  g_return_val_if_fail (KAITSU_IS_PLAN (plan), NULL);
  g_return_val_if_fail (KAITSU_IS_NET (net), NULL);

  KaitsuRun *self = g_object_new (KAITSU_TYPE_RUN, NULL);

  self->plan = g_object_ref (plan);
  self->net = g_object_ref (net);
  self->result = kaitsu_result_new (kaitsu_plan_get_unit (plan), kaitsu_net_is_practice (net));
  tell_targets (self);
  if (kaitsu_plan_get_earlier (plan) != NULL)
    {
      take_over (self, kaitsu_plan_get_earlier (plan));
      self->previous = g_object_ref (kaitsu_plan_get_earlier (plan));
    }
  return self;
}

/**
 * kaitsu_run_set_max_seconds:
 * @self: a run that has not begun
 * @seconds: 1..3600: after that many seconds the run ends as stopped
 */
void
kaitsu_run_set_max_seconds (KaitsuRun *self, guint seconds)
{
  g_return_if_fail (KAITSU_IS_RUN (self));
  g_return_if_fail (seconds >= 1 && seconds <= 3600);
  self->max_seconds = seconds;
}

/**
 * kaitsu_run_set_previous:
 * @self: a run
 * @previous: (nullable): the run before this one, to compare with
 */
void
kaitsu_run_set_previous (KaitsuRun *self, KaitsuResult *previous)
{
  g_return_if_fail (KAITSU_IS_RUN (self));
  g_set_object (&self->previous, previous);
}

/* One bar that never runs backwards and is full only at the end. */
static void
set_progress (KaitsuRun *self, double progress)
{
  if (progress <= self->progress)
    return;
  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

/* Private: says what is being done. */
void
kaitsu_run_set_activity (KaitsuRun *self, const char *activity)
{
  if (g_strcmp0 (self->activity, activity) == 0)
    return;
  g_free (self->activity);
  self->activity = g_strdup (activity);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVITY]);
}

/* Private: whether what is under way was ended early, for whatever reason. */
gboolean
kaitsu_run_is_ending (KaitsuRun *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

/* Private: seconds since it began. */
double
kaitsu_run_get_elapsed (KaitsuRun *self)
{
  return (double) (g_get_monotonic_time () - self->started) / G_USEC_PER_SEC;
}

/* --- the end --- */

/* What the hearing judges by; it borrows everything. */
static KaitsuHearing
make_hearing (KaitsuRun *self)
{
  return (KaitsuHearing){
    .result = self->result,
    .plan = self->plan,
    .trials = self->trials,
    .book = self->book,
    .trace = self->trace,
    .scout = self->scout,
    .family = self->family,
    .portal = self->portal,
    .offline = self->offline,
    .changed = self->changed,
    .stopped = self->stopped,
  };
}

/* What this run added to what went out over the same network before. */
static void
keep_sent (KaitsuRun *self)
{
  KaitsuSent sent = kaitsu_net_get_sent (self->net);

  sent.connections -= self->before.connections;
  sent.datagrams -= self->before.datagrams;
  sent.hop_limited -= self->before.hop_limited;
  kaitsu_result_set_sent (self->result, &sent);
}

/* Only now that packets were sent to the router it has told what it is. */
static void
note_router (KaitsuRun *self)
{
  const KaitsuNetwork *known = kaitsu_result_get_network (self->result);
  g_autoptr (KaitsuNetwork) network = kaitsu_net_dup_network (self->net);

  if (!self->offline && kaitsu_network_is_unchanged (network, known))
    kaitsu_result_set_network (self->result, network);
}

/* Private: judges and hands over what was found; or begins again. */
void
kaitsu_run_end (KaitsuRun *self)
{
  if (self->restarting && !self->stopped)
    {
      g_clear_handle_id (&self->silence_id, g_source_remove);
      kaitsu_run_await_network (self);
      return;
    }
  g_cancellable_cancel (self->cancellable); /* nobody waits for the scout */

  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  g_clear_handle_id (&self->deadline_id, g_source_remove);
  g_clear_handle_id (&self->silence_id, g_source_remove);
  kaitsu_lookout_stop (self->lookout);
  g_cancellable_disconnect (g_task_get_cancellable (task), self->caller_id);
  self->caller_id = 0;
  note_router (self);
  KaitsuHearing hearing = make_hearing (self);
  kaitsu_hearing_close (&hearing);
  if (self->previous != NULL)
    kaitsu_result_compare_with (self->result, self->previous);
  kaitsu_result_set_finished (self->result, now);
  keep_sent (self);
  self->done = kaitsu_run_get_total (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
  set_progress (self, 1);
  g_task_return_pointer (task, g_object_ref (self->result), g_object_unref);
}

/* --- trials --- */

static gboolean
is_port_complete (KaitsuRun *self, KaitsuPort port)
{
  for (guint i = 0; i < self->trials->len; i++)
    {
      KaitsuTrial *trial = g_ptr_array_index (self->trials, i);
      if (kaitsu_port_equal (kaitsu_trial_get_entry (trial)->port->port, port)
          && !kaitsu_trial_is_complete (trial))
        return FALSE;
    }
  return TRUE;
}

/* Private: judges a trial that nothing more is awaited of. */
void
kaitsu_run_conclude_trial (KaitsuRun *self, KaitsuTrial *trial)
{
  KaitsuPort port = kaitsu_trial_get_entry (trial)->port->port;

  KaitsuHearing hearing = make_hearing (self);

  kaitsu_hearing_judge_trial (&hearing, trial);
  KaitsuPortResult *row = kaitsu_result_find_port (self->result, port);
  if (!is_port_complete (self, port)
      || kaitsu_port_result_get_state (row) == KAITSU_PORT_STATE_DONE)
    return;
  self->done++;
  kaitsu_port_result_set_state (row, KAITSU_PORT_STATE_DONE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
}

static void
trial_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuRun) self = user_data;
  KaitsuTrial *trial = KAITSU_TRIAL (source);

  kaitsu_trial_run_finish (trial, result, NULL);
  self->pending--;
  kaitsu_run_settle_ports (self);
  if (!kaitsu_run_is_ending (self) && !kaitsu_run_waits_for_trace (self, trial))
    kaitsu_run_conclude_trial (self, trial);
  if (self->pending == 0)
    kaitsu_run_end (self);
}

static void
attempt_cb (KaitsuRun *self, const char *host, KaitsuTrial *trial)
{
  g_autofree char *port = kaitsu_port_to_label (kaitsu_trial_get_entry (trial)->port->port);
  g_autofree char *text = NULL;

  if (host != NULL)
    /* translators: a port such as "TCP 443", then the name of a server */
    text = g_strdup_printf (_("Trying %s with %s"), port, host);
  else
    /* translators: a port such as "UDP 67" */
    text = g_strdup_printf (_("Trying %s inside your own network"), port);
  kaitsu_run_set_activity (self, text);
}

static void
attempt_done_cb (KaitsuRun *self, KaitsuTrial *trial)
{
  self->attempts_done++;
  set_progress (self, 0.05 + 0.94 * self->attempts_done / MAX (self->attempts_total, 1));
  kaitsu_run_trace_early (self);
}

static guint
count_steps (const KaitsuPlanEntry *entry)
{
  guint n = entry->attempts->len;

  for (guint i = 0; i < entry->attempts->len; i++)
    {
      const KaitsuPlanAttempt *attempt = &g_array_index (entry->attempts, KaitsuPlanAttempt, i);
      KaitsuPort control;
      if (attempt->target != NULL
          && kaitsu_target_get_control (attempt->target, entry->port->port, &control))
        n++;
    }
  return n;
}

static void
add_trials (KaitsuRun *self, KaitsuFamily family)
{
  const KaitsuPort dhcp = { KAITSU_PROTOCOL_UDP, 67 };
  GPtrArray *entries = kaitsu_plan_get_entries (self->plan);

  for (guint i = 0; i < entries->len; i++)
    {
      const KaitsuPlanEntry *entry = g_ptr_array_index (entries, i);
      gboolean is_dhcp = kaitsu_port_equal (entry->port->port, dhcp);
      /* DHCP is the IPv4 protocol (RFC 2131); DHCPv6 has other ports. Behind
       * a portal only the LAN can be tried: all else reaches the portal. */
      if ((is_dhcp && family == KAITSU_FAMILY_IPV6) || (!is_dhcp && self->portal->portal))
        continue;
      KaitsuTrial *trial = kaitsu_trial_new (entry, family, self->net, self->book, self->started);
      g_signal_connect_object (trial, "attempt", G_CALLBACK (attempt_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (trial, "attempt-done", G_CALLBACK (attempt_done_cb), self,
                               G_CONNECT_SWAPPED);
      g_ptr_array_add (self->trials, trial);
      self->attempts_total += count_steps (entry);
    }
}

static void
start_trials (KaitsuRun *self)
{
  const KaitsuNetwork *network = kaitsu_result_get_network (self->result);

  add_trials (self, self->family);
  if (network->has_ipv4 && network->has_ipv6)
    add_trials (self, KAITSU_FAMILY_IPV6);
  self->pending = self->trials->len;
  if (self->pending == 0)
    {
      kaitsu_run_end (self);
      return;
    }
  kaitsu_run_await_silence (self);
  for (guint i = 0; i < self->trials->len; i++)
    {
      KaitsuTrial *trial = g_ptr_array_index (self->trials, i);
      KaitsuPortResult *row = kaitsu_result_find_port (
          self->result, kaitsu_trial_get_entry (trial)->port->port);

      kaitsu_port_result_set_family (row, self->family);
      kaitsu_port_result_set_state (row, KAITSU_PORT_STATE_RUNNING);
      kaitsu_trial_run_async (trial, self->cancellable, trial_cb, g_object_ref (self));
    }
}

/* --- the line first, because it decides what anything else means --- */

static void
portal_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuRun) self = user_data;

  self->portal = kaitsu_portal_check_finish (KAITSU_NET (source), result);
  set_progress (self, 0.05);
  if (kaitsu_run_is_ending (self))
    kaitsu_run_end (self);
  else
    start_trials (self);
}

static gboolean
finish_in_idle (gpointer user_data)
{
  kaitsu_run_end (KAITSU_RUN (user_data));
  return G_SOURCE_REMOVE;
}

/* Private: looks at the line, then tries the ports. */
void
kaitsu_run_begin (KaitsuRun *self)
{
  g_autoptr (KaitsuNetwork) network = kaitsu_net_dup_network (self->net);

  self->book = kaitsu_host_book_new (self->net, kaitsu_plan_get_targets (self->plan), self->started,
                                     self->cancellable);
  kaitsu_result_set_network (self->result, network);
  self->family = network->has_ipv4 || !network->has_ipv6 ? KAITSU_FAMILY_IPV4 : KAITSU_FAMILY_IPV6;
  self->offline = !kaitsu_network_is_connected (network);
  if (self->offline)
    {
      g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, finish_in_idle, g_object_ref (self),
                       g_object_unref);
      return;
    }
  self->scout = kaitsu_scout_new (kaitsu_plan_get_path_target (self->plan), self->family,
                                  self->net, self->book, self->started);
  kaitsu_lookout_watch (self->lookout, network);
  kaitsu_run_set_activity (self, _ ("Looking at the way to the Internet"));
  kaitsu_portal_check_async (self->net, self->book, kaitsu_plan_get_targets (self->plan),
                             kaitsu_plan_get_path_target (self->plan), self->family, self->started, self->cancellable, portal_cb,
                             g_object_ref (self));
  kaitsu_scout_start (self->scout, network, self->cancellable);
}

static gboolean
deadline_cb (gpointer user_data)
{
  KaitsuRun *self = KAITSU_RUN (user_data);

  self->deadline_id = 0;
  kaitsu_run_stop (self);
  return G_SOURCE_REMOVE;
}

static gboolean
stop_in_idle (gpointer user_data)
{
  kaitsu_run_stop (KAITSU_RUN (user_data));
  return G_SOURCE_REMOVE;
}

/* May come from any thread, and the end of the run disconnects this very
 * handler: so it only passes the wish on. */
static void
caller_cancelled_cb (GCancellable *caller, KaitsuRun *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, stop_in_idle, g_object_ref (self), g_object_unref);
}

/**
 * kaitsu_run_execute_async:
 * @self: a run, once
 * @cancellable: (nullable): stops the run; what was found is kept
 * @callback: is told when the run has ended
 * @user_data: for @callback
 */
void
kaitsu_run_execute_async (KaitsuRun *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_RUN (self));
  g_return_if_fail (self->task == NULL && self->started == 0);

  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, kaitsu_run_execute_async);
  g_task_set_check_cancellable (self->task, FALSE);
  self->started = g_get_monotonic_time ();
  self->forecast = kaitsu_forecast_new (self->max_seconds);
  self->before = kaitsu_net_get_sent (self->net);
  kaitsu_result_set_started (self->result, now);
  kaitsu_run_follow_network (self);
  self->deadline_id = g_timeout_add_seconds (self->max_seconds, deadline_cb, self);
  if (cancellable != NULL)
    self->caller_id
        = g_cancellable_connect (cancellable, G_CALLBACK (caller_cancelled_cb), self, NULL);
  kaitsu_run_begin (self);
}

/**
 * kaitsu_run_execute_finish:
 * @self: a run
 * @result: as given to the callback
 * @error: never set by being stopped
 *
 * Returns: (transfer full): the result; verdict "stopped" if it was stopped
 */
KaitsuResult *
kaitsu_run_execute_finish (KaitsuRun *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kaitsu_run_stop:
 * @self: a run
 *
 * Ends the run at once. What was found so far is judged and kept.
 */
void
kaitsu_run_stop (KaitsuRun *self)
{
  g_return_if_fail (KAITSU_IS_RUN (self));
  /* said first: whoever pressed the button must see that it was heard */
  kaitsu_run_set_activity (self, _("Stopping"));
  self->stopped = TRUE;
  g_cancellable_cancel (self->cancellable);
  if (self->lookout != NULL && kaitsu_lookout_is_awaiting (self->lookout))
    kaitsu_run_end (self);
}

/**
 * kaitsu_run_get_result:
 * @self: a run
 *
 * Returns: (transfer none): the result, live from the beginning
 */
KaitsuResult *
kaitsu_run_get_result (KaitsuRun *self)
{
  g_return_val_if_fail (KAITSU_IS_RUN (self), NULL);
  return self->result;
}

/**
 * kaitsu_run_get_progress:
 * @self: a run
 *
 * Returns: 0..1; never falls, 1 only at the end
 */
double
kaitsu_run_get_progress (KaitsuRun *self)
{
  g_return_val_if_fail (KAITSU_IS_RUN (self), 0);
  return self->progress;
}

/**
 * kaitsu_run_get_activity:
 * @self: a run
 *
 * Returns: (transfer none): what is being tried right now, one plain line
 */
const char *
kaitsu_run_get_activity (KaitsuRun *self)
{
  g_return_val_if_fail (KAITSU_IS_RUN (self), NULL);
  return self->activity;
}

/**
 * kaitsu_run_get_done:
 * @self: a run
 *
 * Returns: how many ports are decided
 */
guint
kaitsu_run_get_done (KaitsuRun *self)
{
  g_return_val_if_fail (KAITSU_IS_RUN (self), 0);
  return self->done;
}

/**
 * kaitsu_run_get_total:
 * @self: a run
 *
 * Returns: how many ports are tried
 */
guint
kaitsu_run_get_total (KaitsuRun *self)
{
  g_return_val_if_fail (KAITSU_IS_RUN (self), 0);
  return kaitsu_plan_get_entries (self->plan)->len;
}

/**
 * kaitsu_run_get_forecast:
 * @self: a run that has begun
 * @seconds: (out): how long, in steps of 5 or 10 and never 0
 *
 * Returns: what may be said about the time that is left
 */
KaitsuForecastKind
kaitsu_run_get_forecast (KaitsuRun *self, guint *seconds)
{
  g_return_val_if_fail (KAITSU_IS_RUN (self), KAITSU_FORECAST_WITHIN);
  return kaitsu_forecast_get (&self->forecast, kaitsu_run_get_elapsed (self), seconds);
}
