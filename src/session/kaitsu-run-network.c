/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-run-private.h"

#include <glib/gi18n-lib.h>

/*
 * A network that changes under the run: what was seen before and after does
 * not belong together, so the run begins again, once.
 */

/* What was seen on the network before says nothing about this one. */
static void
forget (KaitsuRun *self)
{
  const KaitsuFinding nothing = KAITSU_FINDING_INIT;
  GListModel *ports = kaitsu_result_get_ports (self->result);

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_object (&self->book);
  g_clear_object (&self->scout);
  g_clear_object (&self->trace);
  g_clear_pointer (&self->portal, kaitsu_portal_answer_free);
  g_ptr_array_set_size (self->trials, 0);
  self->tracing = FALSE;
  self->attempts_done = self->attempts_total = self->done = 0;
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) row = g_list_model_get_item (ports, i);
      if (!kaitsu_plan_tries (self->plan, kaitsu_port_result_get_port (row)))
        continue; /* known from an earlier run */
      kaitsu_port_result_set_finding (row, &nothing);
      kaitsu_port_result_set_state (row, KAITSU_PORT_STATE_WAITING);
    }
  g_object_notify (G_OBJECT (self), "done");
}

/* Ports that an earlier run found out are taken from there on the same network
 * only. */
static gboolean
has_left_earlier_network (KaitsuRun *self)
{
  KaitsuResult *earlier = kaitsu_plan_get_earlier (self->plan);

  if (earlier == NULL)
    return FALSE;
  g_autoptr (KaitsuNetwork) network = kaitsu_net_dup_network (self->net);
  return !kaitsu_network_is_same (network, kaitsu_result_get_network (earlier));
}

/* Whether it came back or not: beginning finds that out, and says how. */
static void
returned_cb (KaitsuRun *self)
{
  if (has_left_earlier_network (self))
    {
      kaitsu_run_stop (self);
      kaitsu_run_end (self);
      return;
    }
  self->restarting = FALSE;
  forget (self);
  kaitsu_run_begin (self);
}

/* After a second change nothing that is worth keeping can be found here. */
static void
changed_cb (KaitsuRun *self)
{
  if (self->changed)
    self->stopped = TRUE;
  else
    self->restarting = TRUE;
  self->changed = TRUE;
  g_cancellable_cancel (self->cancellable);
}

static void
router_silent_cb (KaitsuRun *self)
{
  g_autoptr (KaitsuNetwork) network = kaitsu_net_dup_network (self->net);

  self->offline = TRUE;
  kaitsu_result_set_network (self->result, network);
  g_cancellable_cancel (self->cancellable);
}

/* Private: hears from now on what becomes of the network. */
void
kaitsu_run_follow_network (KaitsuRun *self)
{
  self->lookout = kaitsu_lookout_new (self->net);
  g_signal_connect_swapped (self->lookout, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->lookout, "router-silent", G_CALLBACK (router_silent_cb), self);
  g_signal_connect_swapped (self->lookout, "returned", G_CALLBACK (returned_cb), self);
}

/* Private: begins again once this PC is connected, or has not been for too
 * long. */
void
kaitsu_run_await_network (KaitsuRun *self)
{
  kaitsu_run_set_activity (self, _ ("The network has changed: starting again"));
  kaitsu_lookout_await (self->lookout);
}
