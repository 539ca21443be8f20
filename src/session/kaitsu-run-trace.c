/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-run-private.h"

#include "kaitsu-trace-ports.h"

/*
 * When a run looks hop by hop, beside its trials.
 */

/* By then what answers has answered, even where it takes so many round trips to
 * come to that; and sockets were opened again. It only begins what looks hop by
 * hop: silence is proven otherwise (probing notes, section 2). */
#define SILENCE_ROUND_TRIPS 8
#define MIN_SILENCE_MS 500
#define MAX_SILENCE_MS 1250

/* What the rest takes, in seconds, for what is said about it: asking hop by
 * hop; the longest deadline of a trial and the attempts after a refusal. */
#define TRACE_SECONDS 20
#define TRIAL_SECONDS 10

#define PORT_DHCP 67

/* Private: whether only the hops will decide about this trial. */
gboolean
kaitsu_run_waits_for_trace (KaitsuRun *self, KaitsuTrial *trial)
{
  return self->tracing && kaitsu_trial_get_family (trial) == self->family
         && kaitsu_path_trace_is_tracing (self->trace, kaitsu_trial_get_entry (trial)->port->port);
}

/* Private: tells the trace what became of the ports so far. */
void
kaitsu_run_settle_ports (KaitsuRun *self)
{
  if (self->trace != NULL)
    kaitsu_trace_ports_settle (self->trace, self->trials, self->book, self->family,
                               self->silence_id == 0);
}

static void
trace_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuRun) self = user_data;
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  kaitsu_path_trace_run_finish (KAITSU_PATH_TRACE (source), result, NULL);
  self->pending--;
  for (guint i = 0; i < self->trials->len && !kaitsu_run_is_ending (self); i++)
    {
      KaitsuTrial *trial = g_ptr_array_index (self->trials, i);
      if (kaitsu_run_waits_for_trace (self, trial) && kaitsu_trial_is_complete (trial))
        g_ptr_array_add (waiting, trial);
    }
  self->tracing = FALSE;
  for (guint i = 0; i < self->trials->len; i++)
    kaitsu_trial_end_vigil (g_ptr_array_index (self->trials, i));
  for (guint i = 0; i < waiting->len; i++)
    kaitsu_run_conclude_trial (self, g_ptr_array_index (waiting, i));
  if (self->pending == 0)
    kaitsu_run_end (self);
}

static void
start_trace (KaitsuRun *self)
{
  const KaitsuTarget *target = kaitsu_plan_get_path_target (self->plan);
  g_autoptr (GPtrArray)
      heard = kaitsu_trace_ports_collect_heard (self->trials, self->book, self->family);

  self->trace = kaitsu_path_trace_new (target, self->family, self->net, self->book, self->started);
  kaitsu_trace_ports_add (self->trace, self->trials, self->family);
  self->pending++;
  self->tracing = TRUE;
  kaitsu_path_trace_run_async (self->trace, heard, self->cancellable, trace_cb,
                               g_object_ref (self));
}

static gboolean
is_any_silent (KaitsuRun *self)
{
  for (guint i = 0; i < self->trials->len; i++)
    {
      KaitsuTrial *trial = g_ptr_array_index (self->trials, i);
      if (!kaitsu_trial_is_complete (trial) && kaitsu_trial_get_family (trial) == self->family
          && kaitsu_trial_get_entry (trial)->port->port.number != PORT_DHCP
          && kaitsu_trial_is_open_so_far (trial))
        return TRUE;
    }
  return FALSE;
}

/* Whether only the hops can tell who it was that answered. */
static gboolean
is_any_answered_in_the_clear (KaitsuRun *self)
{
  for (guint i = 0; i < self->trials->len; i++)
    {
      KaitsuTrial *trial = g_ptr_array_index (self->trials, i);
      if (kaitsu_trial_get_family (trial) == self->family
          && kaitsu_trial_is_answered_in_the_clear (trial))
        return TRUE;
    }
  return FALSE;
}

/* Through a VPN there are no hops of this line to ask. */
static gboolean
has_hops_to_ask (KaitsuRun *self)
{
  return !kaitsu_result_get_network (self->result)->vpn
         && kaitsu_plan_get_path_target (self->plan) != NULL;
}

/* Some time after the beginning: what is still silent is asked for hop by hop
 * while the trials go on. */
static gboolean
silence_cb (gpointer user_data)
{
  KaitsuRun *self = user_data;
  gboolean silent = has_hops_to_ask (self) && is_any_silent (self);

  self->silence_id = 0;
  kaitsu_forecast_expect (&self->forecast, kaitsu_run_get_elapsed (self),
                          silent ? TRACE_SECONDS : TRIAL_SECONDS);
  if (self->trace == NULL
      && (silent || (has_hops_to_ask (self) && is_any_answered_in_the_clear (self))))
    start_trace (self);
  kaitsu_run_settle_ports (self);
  return G_SOURCE_REMOVE;
}

/* On the first of its controls: what is encrypted is not answered by a box that
 * only knows the web, nearer than the target. */
static gboolean
has_heard_path_target (KaitsuRun *self)
{
  const KaitsuTarget *target = kaitsu_plan_get_path_target (self->plan);
  GPtrArray *controls = kaitsu_host_book_get_controls (self->book, self->family);

  for (guint i = 0; i < controls->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (controls, i);
      if (o->outcome == KAITSU_OUTCOME_CONNECTED && g_strcmp0 (o->host, target->host) == 0
          && target->controls->len > 0
          && kaitsu_port_equal (o->port, g_array_index (target->controls, KaitsuPort, 0)))
        return TRUE;
    }
  return FALSE;
}

/* Private: where nobody is expected to answer, and where somebody has answered in
 * the clear, there is nothing to wait for but a control. */
void
kaitsu_run_trace_early (KaitsuRun *self)
{
  gboolean wanted = is_any_answered_in_the_clear (self);

  if (self->trace != NULL || self->silence_id == 0 || !has_hops_to_ask (self)
      || !has_heard_path_target (self))
    return;
  for (guint i = 0; i < self->trials->len && is_any_silent (self); i++)
    wanted |= kaitsu_trial_expects_silence (g_ptr_array_index (self->trials, i));
  if (!wanted)
    return;
  start_trace (self);
  kaitsu_run_settle_ports (self);
}

static guint
get_silence_ms (KaitsuRun *self)
{
  gint64 rtt_us = kaitsu_host_book_get_rtt_us (self->book, self->family);

  if (rtt_us < 0)
    return MAX_SILENCE_MS;
  return (guint) CLAMP (SILENCE_ROUND_TRIPS * rtt_us / 1000, MIN_SILENCE_MS, MAX_SILENCE_MS);
}

/* Private: begins to look hop by hop when whoever is quick has answered. */
void
kaitsu_run_await_silence (KaitsuRun *self)
{
  self->silence_id = g_timeout_add (get_silence_ms (self), silence_cb, self);
}
