/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-hop-rule-private.h"

/*
 * What one burst holds. First the sweep: controls with every hop limit, to learn
 * how far the target is (n) and which hops answer at all. Then slots: ports
 * under test at some of these hops, and the control at the same hops after
 * them.
 */

/* In place of a slot's number. */
#define SWEEP 0

/* Passes of the sweep this far apart or one and a half round trips, whichever
 * is longer. An unanswered hop costs no token, so repeating is cheap. */
#define PASS_MS 250

/* The sweep's hop limits grow by so many per pass until the target answers:
 * most are found in two, and a near one is not sprayed with thirty. */
#define WINDOW 8

/* A hop that answers is asked once more: the second answer may come from
 * another address, which shows a fork, and tells better how often it answers
 * (simulated: a quarter of the wrong reds). */
#define LOOKS 2

/* Until a default Linux router has the token of a look back. */
#define LOOK_MS 1000

/* Errors per hop and slot that tests may ask for: with the control's own that
 * is the budget. */
#define TESTS_PER_HOP (KAITSU_HOP_BUDGET - 1)

/* Ports that are stopped on the way cost the hops beyond nothing, so there may
 * be more of them; what is compared must still be close in time. */
#define MAX_PER_HOP 16

/* Of the hops that an old port may be tried at, so many nearest and so many
 * farthest: they say where it ends, and whether it passes after all. Each slot
 * counts for so much only, so trying all of them says little more. The fewer
 * ports share a slot the more of it is theirs. */
#define MIN_EDGE_HOPS 2
#define MAX_EDGE_HOPS 4

/* Tests in a slot that old ports share: each is a socket of this PC. */
#define SHARED_TESTS 48

/* Between two ports at one hop, so that they are not lost together */
#define TEST_GAP_MS 3

/* The control comes after the tests: if a token was left for it, there were
 * tokens for them. Near enough to meet the same state of the line. */
#define CONTROL_GAP_MS 20

/* Replies of a slot are awaited so long or for three round trips. */
#define REPLY_MS 400

/* An answered port is sent so often, until anything comes back: each may be lost. */
#define WATCH_TRIES 3

/* What is decided is not narrowed down longer: a person waits in front of it. */
#define NARROW_MS 4500

/* --- bursts --- */

/* The token that the last look cost is not back yet. */
static void
start_burst (KaitsuHopRule *self)
{
  g_array_set_size (self->burst, 0);
  for (guint hop = 1; hop <= KAITSU_HOP_MAX; hop++)
    {
      KaitsuHopHop *place = &self->hops[hop];

      place->burst = 0;
      place->errors = self->slot > 0 && self->now_ms - place->looked_ms < LOOK_MS ? 1 : 0;
    }
}

/* @errors: how many ICMP errors of the hop this is likely to cost */
static void
add_probe (KaitsuHopRule *self, guint slot, guint port, guint hop, guint delay_ms, double errors)
{
  KaitsuHopProbe probe = { self->sent->len, port, hop, delay_ms };
  KaitsuHopSent sent = { .port = port, .hop = hop, .slot = slot };
  KaitsuHopHop *place = &self->hops[hop];

  if (port != KAITSU_HOP_CONTROL)
    {
      KaitsuHopTry try = { .slot = slot, .hop = hop };

      sent.try = self->ports[port].tries->len;
      g_array_append_val (self->ports[port].tries, try);
    }
  g_array_append_val (self->sent, sent);
  g_array_append_val (self->burst, probe);
  place->sent++;
  place->burst++;
  place->errors += errors;
  place->peak = MAX (place->peak, place->errors);
  g_assert (place->errors < KAITSU_HOP_BUDGET + 1e-6);
}

static int
compare_delays (gconstpointer a, gconstpointer b)
{
  const KaitsuHopProbe *x = a, *y = b;

  if (x->delay_ms != y->delay_ms)
    return x->delay_ms < y->delay_ms ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

/* --- the sweep --- */

static gint64
pass_ms (const KaitsuHopRule *self)
{
  return MAX (PASS_MS, 3 * self->rtt_ms / 2);
}

/* Beside slots, their controls look at the hops that answer. */
static gboolean
wants_control (const KaitsuHopRule *self, const KaitsuHopHop *hop)
{
  if (hop->final)
    return FALSE;
  return hop->answers ? self->phase == KAITSU_HOP_PHASE_SWEEP && hop->sent < LOOKS
                      : hop->passes < KAITSU_HOP_PASSES;
}

static guint
last_to_sweep (const KaitsuHopRule *self)
{
  guint total = kaitsu_hop_rule_get_total (self);

  return total > 0 ? total - 1 : self->window;
}

/**
 * kaitsu_hop_rule_has_swept:
 * @self: a rule
 *
 * Returns: whether nothing is left to be learnt: every hop before the target
 *   has answered or, when the last pass is over, had all its chances
 */
gboolean
kaitsu_hop_rule_has_swept (const KaitsuHopRule *self)
{
  gboolean over = self->now_ms >= self->pass_ms;

  if (kaitsu_hop_rule_get_total (self) == 0 && (self->window < KAITSU_HOP_MAX || !over))
    return FALSE;
  for (guint hop = 1; hop <= last_to_sweep (self); hop++)
    if (wants_control (self, &self->hops[hop])
        || (!over && !self->hops[hop].answers && !self->hops[hop].final))
      return FALSE;
  return TRUE;
}

/**
 * kaitsu_hop_rule_may_begin:
 * @self: a rule
 *
 * Returns: whether enough is learnt to begin with slots: the target is found,
 *   and each hop that answers was looked at twice. Those that stay silent are
 *   asked on meanwhile
 */
gboolean
kaitsu_hop_rule_may_begin (const KaitsuHopRule *self)
{
  guint total = kaitsu_hop_rule_get_total (self);

  if (kaitsu_hop_rule_get_farthest (self) == 0 || self->now_ms < self->pass_ms)
    return FALSE;
  for (guint hop = 1; hop < total; hop++)
    if (self->hops[hop].answers && self->hops[hop].sent < LOOKS)
      return FALSE;
  return total > 0;
}

/**
 * kaitsu_hop_rule_sweep:
 * @self: a rule
 *
 * Makes the next pass of the sweep: controls, for hops that have not told yet.
 * One that a slot has left no budget at waits for the next pass.
 */
void
kaitsu_hop_rule_sweep (KaitsuHopRule *self)
{
  if (self->phase == KAITSU_HOP_PHASE_SWEEP)
    start_burst (self);
  else
    g_array_set_size (self->burst, 0);
  if (kaitsu_hop_rule_get_total (self) == 0)
    self->window = MIN (self->window + WINDOW, KAITSU_HOP_MAX);
  for (guint hop = 1; hop <= last_to_sweep (self); hop++)
    if (wants_control (self, &self->hops[hop]) && self->hops[hop].errors + 1 <= KAITSU_HOP_BUDGET)
      {
        self->hops[hop].passes++;
        self->hops[hop].tries++;
        self->hops[hop].looked_ms = self->now_ms;
        add_probe (self, SWEEP, KAITSU_HOP_CONTROL, hop, 0, 1);
      }
  self->pass_ms = self->now_ms + pass_ms (self);
}

/* --- slots --- */

/**
 * kaitsu_hop_port_is_open:
 * @port: a port
 *
 * Returns: whether it is still to be decided
 */
gboolean
kaitsu_hop_port_is_open (const KaitsuHopPort *port)
{
  return !port->dismissed && !port->watched
         && port->decision.verdict == KAITSU_HOP_VERDICT_UNDECIDED;
}

/**
 * kaitsu_hop_rule_is_wide:
 * @self: a rule
 * @port: one of its ports
 *
 * Returns: whether it is stopped, but between the two places named there are
 *   hops that could tell on which side of them, and time is left for that
 */
gboolean
kaitsu_hop_rule_is_wide (const KaitsuHopRule *self, const KaitsuHopPort *port)
{
  const KaitsuHopDecision *decision = &port->decision;

  return !port->dismissed && !port->watched && decision->verdict == KAITSU_HOP_VERDICT_BLOCKED
         && !decision->rejected && self->now_ms - self->start_ms < NARROW_MS
         && kaitsu_hop_rule_find_answering (self, decision->next) > decision->passed;
}

/* Where an answered port is looked for: at the last hop before the target; if it
 * is answered from there, as a server that balances loads does, at the one before
 * that. */
static guint
find_watched_hop (const KaitsuHopRule *self, const KaitsuHopPort *port)
{
  guint last = kaitsu_hop_rule_get_total (self) - 1;

  for (guint i = 0; i < port->tries->len; i++)
    {
      const KaitsuHopTry *try = &g_array_index (port->tries, KaitsuHopTry, i);
      if (try->hop == last && try->final)
        return last - 1;
    }
  return last;
}

/**
 * kaitsu_hop_rule_is_unwatched:
 * @self: a rule
 * @port: one of its ports
 *
 * Returns: whether it is answered, but it is still open by whom
 */
gboolean
kaitsu_hop_rule_is_unwatched (const KaitsuHopRule *self, const KaitsuHopPort *port)
{
  guint total = kaitsu_hop_rule_get_total (self);
  guint tries = 0;

  if (!port->watched || port->dismissed || port->near_hop > 0 || self->late)
    return FALSE;
  if (total < 3) /* the control is not fit, or not learnt yet */
    return TRUE;
  for (guint i = 0; i < port->tries->len; i++)
    {
      const KaitsuHopTry *try = &g_array_index (port->tries, KaitsuHopTry, i);

      if (try->hop != find_watched_hop (self, port))
        continue;
      if (try->settled)
        return FALSE;
      tries++;
    }
  return tries < WATCH_TRIES;
}

static void
add_test (KaitsuHopRule *self, guint port, guint hop)
{
  const KaitsuHopHop *place = &self->hops[hop];
  double errors = kaitsu_hop_rule_expect_errors (self, &self->ports[port], hop);

  if (place->answers && place->burst < MAX_PER_HOP && place->errors + errors <= TESTS_PER_HOP
      && self->now_ms >= place->rested_ms)
    add_probe (self, self->slot, port, hop, place->burst * TEST_GAP_MS, errors);
}

/* Answered ports that somebody nearer may be answering for: where their hop
 * limit runs out just before the target. A hop that tells nothing is asked, too,
 * and costs nothing. What was lost is sent again when nobody else needs the hop. */
static void
add_watched_ports (KaitsuHopRule *self)
{
  gboolean any_open = FALSE;

  for (guint i = 0; i < self->n_ports; i++)
    any_open |= self->ports[i].admitted && kaitsu_hop_port_is_open (&self->ports[i]);
  for (guint i = 0; i < self->n_ports; i++)
    {
      KaitsuHopPort *port = &self->ports[i];
      guint last = find_watched_hop (self, port);

      if (!kaitsu_hop_rule_is_unwatched (self, port) || (port->served > 0 && any_open))
        continue;
      if (self->hops[last].answers)
        add_test (self, i, last);
      else if (self->hops[last].burst < MAX_PER_HOP)
        add_probe (self, self->slot, i, last, self->hops[last].burst * TEST_GAP_MS, 0);
      port->served = self->slot;
    }
}

/* A new port: at the two farthest hops only. Most are open, and seen there. */
static void
add_new_ports (KaitsuHopRule *self)
{
  guint farthest = kaitsu_hop_rule_get_farthest (self);
  guint second = kaitsu_hop_rule_find_answering (self, farthest);

  for (guint i = 0; i < self->n_ports; i++)
    {
      KaitsuHopPort *port = &self->ports[i];
      guint before = self->sent->len;

      if (!port->admitted || !kaitsu_hop_port_is_open (port) || port->served != 0)
        continue;
      add_test (self, i, farthest);
      if (self->sent->len == before)
        return;
      if (second > 0)
        add_test (self, i, second);
      port->served = self->slot;
    }
}

/* How many hops at each end an old port is tried at. */
static guint
count_edge_hops (const KaitsuHopRule *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_ports; i++)
    n += self->ports[i].served > 0
         && (kaitsu_hop_port_is_open (&self->ports[i])
             || kaitsu_hop_rule_is_wide (self, &self->ports[i]));
  return CLAMP (SHARED_TESTS / (2 * MAX (n, 1)), MIN_EDGE_HOPS, MAX_EDGE_HOPS);
}

/* Whether a hop is among the nearest or the farthest that answer. */
static gboolean
is_edge (const KaitsuHopRule *self, guint from, guint to, guint hop)
{
  guint edge = count_edge_hops (self);
  guint nearer = 0, farther = 0;

  for (guint other = from; other <= to; other++)
    {
      nearer += self->hops[other].answers && other < hop;
      farther += self->hops[other].answers && other > hop;
    }
  return nearer < edge || farther < edge;
}

/* One that was missed: at hops beyond the last that it was seen at. One
 * that was seen at the farthest, but not always: where that is confirmed. One
 * that is stopped: between the places named. */
static void
add_old_port (KaitsuHopRule *self, guint i)
{
  KaitsuHopPort *port = &self->ports[i];
  guint farthest = kaitsu_hop_rule_get_farthest (self);
  guint from = port->reach + 1;
  guint before = self->sent->len;

  if (port->reach >= farthest && !self->swept)
    return; /* whether that is far enough is being found out */
  if (port->reach >= farthest)
    from = kaitsu_hop_rule_get_confirming (self);
  if (port->decision.verdict == KAITSU_HOP_VERDICT_BLOCKED)
    farthest = port->decision.next - 1;
  for (guint hop = from; hop <= farthest; hop++)
    if (port->reach >= farthest || is_edge (self, from, farthest, hop))
      add_test (self, i, hop);
  if (self->sent->len > before)
    port->served = self->slot;
}

/* Who waited longest comes first, so that nobody is kept from the hops that
 * all want; who only waits for being narrowed down comes last. */
static void
add_old_ports (KaitsuHopRule *self)
{
  for (guint slot = 1; slot < self->slot; slot++)
    for (guint i = 0; i < self->n_ports; i++)
      if (self->ports[i].served == slot && kaitsu_hop_port_is_open (&self->ports[i]))
        add_old_port (self, i);
  for (guint slot = 1; slot < self->slot; slot++)
    for (guint i = 0; i < self->n_ports; i++)
      if (self->ports[i].served == slot && kaitsu_hop_rule_is_wide (self, &self->ports[i]))
        add_old_port (self, i);
}

/* At the hops of the tests; and, since a hop that stays silent costs nothing,
 * once more at those beyond the farthest: one that was missed five times would
 * make a blocked port pass. */
static void
add_controls (KaitsuHopRule *self)
{
  guint delay = CONTROL_GAP_MS;
  guint farthest = kaitsu_hop_rule_get_farthest (self);
  guint total = kaitsu_hop_rule_get_total (self);

  for (guint i = 0; i < self->burst->len; i++)
    delay = MAX (delay, CONTROL_GAP_MS + g_array_index (self->burst, KaitsuHopProbe, i).delay_ms);
  self->compared = 0;
  for (guint hop = 1; hop <= KAITSU_HOP_MAX; hop++)
    {
      self->hops[hop].live = FALSE;
      if (self->hops[hop].burst > 0)
        self->compared = hop;
      if (self->hops[hop].burst > 0 || (hop > farthest && hop < total))
        {
          self->hops[hop].tries++;
          add_probe (self, self->slot, KAITSU_HOP_CONTROL, hop, delay, 1);
        }
    }
}

/**
 * kaitsu_hop_rule_start_slot:
 * @self: a rule that has begun
 *
 * Makes the next slot.
 *
 * Returns: whether there was anything to send
 */
gboolean
kaitsu_hop_rule_start_slot (KaitsuHopRule *self)
{
  self->slot++;
  start_burst (self);
  add_watched_ports (self);
  add_new_ports (self);
  add_old_ports (self);
  if (self->burst->len == 0)
    {
      self->slot--;
      return FALSE;
    }
  add_controls (self);
  g_array_sort (self->burst, compare_delays);

  guint last = g_array_index (self->burst, KaitsuHopProbe, self->burst->len - 1).delay_ms;
  self->open = self->burst->len;
  self->wake_ms = self->now_ms + last + MAX (REPLY_MS, 3 * self->rtt_ms);
  self->phase = KAITSU_HOP_PHASE_SLOT;
  return TRUE;
}
