/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "hop-world.h"

/* Which leg a packet takes: as even as a router's hash of ports, and the same
 * in every run with the same odd salt (the finaliser of MurmurHash3). */
static guint
flow_of (const Run *run, guint id)
{
  guint32 h = (id + 1) * run->salt;

  h = (h ^ h >> 16) * 0x85ebca6bu;
  h = (h ^ h >> 13) * 0xc2b2ae35u;
  return (h ^ h >> 16) & 1;
}

/* Six in a burst, then one a second. */
static gboolean
has_token (Run *run, guint hop, gint64 ms)
{
  if (!run->world->bucket)
    return TRUE;
  run->tokens[hop] = MIN (6.0, run->tokens[hop] + (ms - run->last_ms[hop]) / 1000.0);
  run->last_ms[hop] = ms;
  if (run->tokens[hop] < 1)
    return FALSE;
  run->tokens[hop] -= 1;
  return TRUE;
}

static gint64
rtt_of (const Run *run, guint hop)
{
  return (gint64) HOP_WORLD_RTT_MS * 1000 * hop / (run->world->routers + 1);
}

static Coming
router_says (Run *run, const KaitsuHopProbe *probe, guint hop, KaitsuHopReply reply, gint64 ms)
{
  Coming coming = { .id = probe->id, .reply = reply, .rtt_us = rtt_of (run, hop) };
  guint leg = (run->world->fork & BIT (hop)) != 0 ? flow_of (run, probe->id) : 0;
  gboolean dry = (run->world->dries_up && run->slots > 0)
                 || (run->world->late_hop == hop && run->slots == 0)
                 || (run->world->flaky_hop == hop && run->slots % 2 == 1);

  coming.offender = 1000 + hop + 100 * leg;
  if ((run->world->silent & BIT (hop)) != 0 || dry || !has_token (run, hop, ms))
    coming.reply = KAITSU_HOP_REPLY_NOTHING;
  return coming;
}

static Coming
target_says (Run *run, const KaitsuHopProbe *probe, KaitsuHopReply reply)
{
  return (Coming){ .id = probe->id, .reply = reply,
                   .rtt_us = rtt_of (run, run->world->routers + 1) };
}

static Coming
control_meets (Run *run, const KaitsuHopProbe *probe, gint64 ms)
{
  const World *world = run->world;

  if (world->unsent_hop == probe->hop)
    return (Coming){ .id = probe->id, .reply = KAITSU_HOP_REPLY_NOT_SENT };
  if (world->control_near > 0 && probe->hop > world->control_near)
    return (Coming){ .id = probe->id, .reply = KAITSU_HOP_REPLY_FINAL,
                     .rtt_us = rtt_of (run, world->control_near) };
  if (probe->hop > world->routers || (world->normaliser > 0 && probe->hop >= world->normaliser))
    return target_says (run, probe,
                        world->mute ? KAITSU_HOP_REPLY_NOTHING : KAITSU_HOP_REPLY_FINAL);
  return router_says (run, probe, probe->hop, KAITSU_HOP_REPLY_TIME_EXCEEDED, ms);
}

/* From where on a port's packets do not get answers of routers any more. */
static gboolean
is_beyond (const Run *run, const KaitsuHopProbe *probe)
{
  switch (run->fate)
    {
    case FATE_SILENT:
    case FATE_UNSENT:
      return FALSE;
    case FATE_OUTAGE:
      return run->slots <= run->at;
    case FATE_STOP_PC:
      return TRUE;
    case FATE_STOP_TURNS:
      return probe->hop > run->at && probe->id % 2 != 0;
    case FATE_STOP_HALF:
      return probe->hop > run->at && flow_of (run, probe->id) != 0;
    case FATE_STOP_INGRESS:
    case FATE_NORMALISED:
      return probe->hop >= run->at;
    case FATE_SHORT_LEG:
      return probe->hop >= run->world->routers;
    case FATE_STOP_FORWARD:
    case FATE_STOP_ICMP:
    case FATE_STOP_NO_WAY:
    case FATE_STOP_RESET:
    case FATE_NEAR:
      return probe->hop > run->at;
    case FATE_NEAR_OUTAGE:
      return TRUE;
    }
  g_assert_not_reached ();
}

static Coming
port_meets (Run *run, const KaitsuHopProbe *probe, gint64 ms)
{
  Coming coming = { .id = probe->id };

  if (run->fate == FATE_UNSENT)
    coming.reply = KAITSU_HOP_REPLY_NOT_SENT;
  else if (!is_beyond (run, probe))
    return router_says (run, probe, probe->hop, KAITSU_HOP_REPLY_TIME_EXCEEDED, ms);
  else if (run->fate == FATE_STOP_ICMP || run->fate == FATE_STOP_TURNS)
    return router_says (run, probe, run->at, KAITSU_HOP_REPLY_REJECTED, ms);
  else if (run->fate == FATE_STOP_NO_WAY) /* whatever else it tells */
    return (Coming){ .id = probe->id, .reply = KAITSU_HOP_REPLY_UNREACHABLE,
                     .offender = 1000 + run->at, .rtt_us = rtt_of (run, run->at) };
  else if (run->fate == FATE_NORMALISED || run->fate == FATE_SHORT_LEG)
    return target_says (run, probe, KAITSU_HOP_REPLY_FINAL);
  else if (run->fate == FATE_NEAR_OUTAGE && run->slots > run->at)
    {
      coming.reply = KAITSU_HOP_REPLY_FINAL;
      coming.rtt_us = rtt_of (run, 1);
    }
  else if (run->fate == FATE_STOP_RESET || run->fate == FATE_NEAR)
    {
      coming.reply = run->fate == FATE_NEAR ? KAITSU_HOP_REPLY_FINAL : KAITSU_HOP_REPLY_RESET;
      coming.rtt_us = rtt_of (run, run->at);
    }
  return coming;
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const Coming *x = a, *y = b;

  return x->due_ms < y->due_ms ? -1 : x->due_ms > y->due_ms;
}

/* Whether it can get as far as the hop where its hop limit runs out. Who lost
 * all packets of some slots is taken for stopped, until the next one shows. */
static gboolean
arrives (const Run *run, const KaitsuHopProbe *probe)
{
  return probe->port == KAITSU_HOP_CONTROL
         || (run->fate != FATE_OUTAGE && !is_beyond (run, probe));
}

/* What holds for every burst, whatever comes back. */
void
hop_world_watch (Run *run, const KaitsuHopSlot *slot)
{
  guint at_hop[KAITSU_HOP_MAX + 1] = { 0 };
  gboolean tested[KAITSU_HOP_MAX + 1] = { FALSE };
  guint last_test[KAITSU_HOP_MAX + 1] = { 0 };
  guint before = 0;

  g_assert_cmpuint (slot->n_probes, >, 0);
  for (guint i = 0; i < slot->n_probes; i++)
    {
      const KaitsuHopProbe *probe = &slot->probes[i];

      g_assert_cmpuint (probe->hop, >=, 1);
      g_assert_cmpuint (probe->hop, <=, KAITSU_HOP_MAX);
      g_assert_cmpuint (probe->delay_ms, >=, before);
      before = probe->delay_ms;
      at_hop[probe->hop] += arrives (run, probe);
      run->sent[probe->hop]++;
      g_assert_cmpuint (at_hop[probe->hop], <=, 5);
      tested[probe->hop] |= probe->port != KAITSU_HOP_CONTROL;
      if (probe->port != KAITSU_HOP_CONTROL)
        last_test[probe->hop] = probe->delay_ms;
      else if (tested[probe->hop])
        g_assert_cmpuint (probe->delay_ms, >=, last_test[probe->hop] + 20);
      run->farthest_sent = MAX (run->farthest_sent, probe->hop);
    }
}

void
hop_world_send (Run *run, const KaitsuHopSlot *slot)
{
  gboolean tests = FALSE;

  for (guint i = 0; i < slot->n_probes; i++)
    tests |= slot->probes[i].port != KAITSU_HOP_CONTROL;
  if (tests)
    run->slots++;
  else
    run->sweeps++;
  hop_world_watch (run, slot);
  run->last_burst_ms = run->now_ms;
  for (guint i = 0; i < slot->n_probes; i++)
    {
      const KaitsuHopProbe *probe = &slot->probes[i];
      gint64 ms = run->now_ms + probe->delay_ms;
      Coming coming = probe->port == KAITSU_HOP_CONTROL ? control_meets (run, probe, ms)
                                                        : port_meets (run, probe, ms);

      coming.due_ms = ms + (coming.rtt_us + 999) / 1000;
      if (coming.reply != KAITSU_HOP_REPLY_NOTHING)
        g_array_append_val (run->coming, coming);
    }
  g_array_sort (run->coming, compare_due);
}

void
hop_world_deliver (Run *run)
{
  while (run->coming->len > 0)
    {
      Coming coming = g_array_index (run->coming, Coming, 0);
      if (coming.due_ms > run->now_ms)
        return;
      g_array_remove_index (run->coming, 0);
      kaitsu_hop_rule_report (run->rule, coming.id, coming.reply, coming.offender, coming.rtt_us);
    }
}

void
hop_world_start (Run *run, const World *world, Fate fate, guint at, guint n_ports)
{
  *run = (Run){ .world = world, .salt = 1, .fate = fate, .at = at, .n_ports = n_ports };
  run->rule = kaitsu_hop_rule_new (n_ports, HOP_WORLD_RTT_MS);
  run->coming = g_array_new (FALSE, FALSE, sizeof (Coming));
  for (guint hop = 0; hop <= KAITSU_HOP_MAX; hop++)
    run->tokens[hop] = 6;
}

void
hop_world_stop (Run *run)
{
  for (guint hop = 1; hop <= KAITSU_HOP_MAX; hop++)
    {
      g_assert_cmpuint (kaitsu_hop_rule_get_sent (run->rule, hop), ==, run->sent[hop]);
      g_assert_cmpfloat (kaitsu_hop_rule_get_peak (run->rule, hop), <=, KAITSU_HOP_BUDGET + 1e-6);
    }
  kaitsu_hop_rule_free (run->rule);
  g_array_unref (run->coming);
}

/* Returns FALSE when all is done. */
gboolean
hop_world_step (Run *run)
{
  KaitsuHopSlot slot;

  hop_world_deliver (run);
  switch (kaitsu_hop_rule_next (run->rule, run->now_ms, &slot))
    {
    case KAITSU_HOP_STEP_DONE:
      return FALSE;
    case KAITSU_HOP_STEP_SEND:
      hop_world_send (run, &slot);
      return TRUE;
    case KAITSU_HOP_STEP_WAIT:
      g_assert_cmpint (slot.wake_ms, >, run->now_ms);
      run->now_ms = slot.wake_ms;
      if (run->coming->len > 0)
        run->now_ms = MIN (run->now_ms, g_array_index (run->coming, Coming, 0).due_ms);
      return TRUE;
    }
  g_assert_not_reached ();
}

void
hop_world_admit_all (Run *run)
{
  for (guint i = 0; i < run->n_ports; i++)
    kaitsu_hop_rule_admit (run->rule, i);
}

void
hop_world_go (Run *run)
{
  hop_world_admit_all (run);
  while (hop_world_step (run))
    g_assert_cmpint (run->now_ms, <=, 12000);
}

/* Runs until @ms with nothing admitted: the sweep alone. */
void
hop_world_sweep (Run *run, gint64 ms)
{
  while (run->now_ms < ms)
    {
      g_assert_true (hop_world_step (run));
      run->now_ms = MIN (run->now_ms, ms);
    }
}
