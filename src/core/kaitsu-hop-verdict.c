/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-hop-rule-private.h"

#include <math.h>

/*
 * The arithmetic of the hop rule. Every figure was chosen with, and can be
 * tried again by, the simulation in tests/bench.
 */

/* ln 1000: one red in a thousand *if* the routers behave as the control says.
 * 9.2 (ln 10000) makes fewer errors and doubles the undecided. */
#define RED_WEIGHT 6.9

/* What one slot may say at most: whatever is lost within half a second is
 * often lost for one reason. Less than RED_WEIGHT, so red takes two slots. */
#define SLOT_WEIGHT 3.5
G_STATIC_ASSERT (SLOT_WEIGHT < RED_WEIGHT);

/* No router is trusted to answer more often than that, however few its
 * failures: a miss weighs ln 10 = 2.3 at most. */
#define BEST_RATE 0.9

/* Where the next hop is looked for, one miss is not enough. */
#define MISSES_AT_NEXT 2

/* A sequential test (Wald 1945) of "half of the flows are stopped" against "all
 * pass". ln 100 for the first: yellow accuses nobody. -ln 64 for the second:
 * six flows that pass; a way that is half closed gives one of them away 63
 * times in 64. When the time is over, two more that pass than are missed must
 * do, since routers that answer seldom give no more. */
#define PARTIAL_WEIGHT 4.6
#define WHOLE_WEIGHT (-4.15)
#define LATE_WHOLE_WEIGHT (-1.38)

/* One reset may be an accident, and it names no sender: the second slot goes
 * through the hops and finds from where on resets come. */
#define RESET_SLOTS 2

/* An error names its sender, but a line that was gone for a moment looks the
 * same, and so does a rule that stops some flows only. */
#define REJECTED_SLOTS 2

/* Between this PC and a server of somebody else there are a router and a
 * provider. If the target answers nearer, somebody else wrote the hop limit. */
#define FEWEST_HOPS 3

/* Nor is any access line that fast. */
#define FASTEST_LINE_US 1000

/* Of two places on the same way: a reply that takes less than three quarters
 * of the time comes from nearer (a SYN proxy in the middle took 0.54). */
static gboolean
is_nearer (gint64 rtt_us, gint64 full_us)
{
  return rtt_us >= 0 && full_us > 0 && 4 * rtt_us < 3 * full_us;
}

/* How often a hop answers the control, sweep and slots together. Laplace's rule
 * of succession keeps a hop of which little is known from weighing much; it has
 * one failure more here, since a hop is only asked about after it answered
 * (without it, two to three times as many wrong reds in the simulation). */
static double
control_rate (const KaitsuHopHop *hop)
{
  return MIN (BEST_RATE, (hop->hits + 1.0) / (hop->tries + 3.0));
}

/* As known now: at first, little is known of a hop. Misses beyond a fork of the
 * way may have one leg for their reason: there only half of what the control
 * gets through is expected. */
static double
expected_rate (const KaitsuHopRule *self, const KaitsuHopTry *try)
{
  double rate = control_rate (&self->hops[try->hop]);

  return self->fork_first > 0 && try->hop >= self->fork_first ? rate / 2 : rate;
}

/* w = -ln (1 - a), where a is how often the control answers there; of misses
 * up to @farthest */
static double
weigh_misses (const KaitsuHopRule *self, const KaitsuHopPort *port, guint farthest, guint *slots)
{
  double sum = 0, in_slot = 0;
  guint slot = 0;

  *slots = 0;
  for (guint i = 0; i < port->tries->len; i++)
    {
      const KaitsuHopTry *try = &g_array_index (port->tries, KaitsuHopTry, i);

      if (!try->missed || try->hop <= port->reach || try->hop > farthest)
        continue;
      if (try->slot != slot)
        {
          sum += MIN (in_slot, SLOT_WEIGHT);
          in_slot = 0;
          slot = try->slot;
          ++*slots;
        }
      in_slot -= log (1 - expected_rate (self, try));
    }
  return sum + MIN (in_slot, SLOT_WEIGHT);
}

/**
 * kaitsu_hop_rule_expect_errors:
 * @self: a rule
 * @port: one of its ports
 * @hop: where its hop limit is to run out
 *
 * What is stopped on the way costs a hop beyond nothing. Half of the evidence
 * is believed, because what is lost together is often lost for one reason.
 *
 * Returns: how many ICMP errors a packet of @port is likely to cost @hop, 0..1
 */
double
kaitsu_hop_rule_expect_errors (const KaitsuHopRule *self, const KaitsuHopPort *port, guint hop)
{
  guint slots;

  return exp (-weigh_misses (self, port, hop, &slots) / 2);
}

static guint
find_next (const KaitsuHopRule *self, const KaitsuHopPort *port)
{
  guint misses[KAITSU_HOP_MAX + 1] = { 0 };

  for (guint i = 0; i < port->tries->len; i++)
    {
      const KaitsuHopTry *try = &g_array_index (port->tries, KaitsuHopTry, i);
      if (try->missed)
        misses[try->hop]++;
    }
  for (guint hop = port->reach + 1; hop <= KAITSU_HOP_MAX; hop++)
    if (misses[hop] >= MISSES_AT_NEXT)
      return hop;
  return 0;
}

/**
 * kaitsu_hop_rule_get_confirming:
 * @self: a rule
 *
 * Returns: the nearest hop from which on answers tell whether all flows get
 *   through: the first beyond a fork; without a fork the last but one
 */
guint
kaitsu_hop_rule_get_confirming (const KaitsuHopRule *self)
{
  guint farthest = kaitsu_hop_rule_get_farthest (self);
  guint second = kaitsu_hop_rule_find_answering (self, farthest);

  if (self->fork_last > 0)
    return MIN (self->fork_last + 1, farthest);
  return second > 0 ? second : farthest;
}

/* How often, at least, a hop answers a packet in a slot in which it answered
 * the control that followed: half way between a hop that answers by chance and
 * one that has a bucket. Without it, 34 of 100 half-stopped ports come out
 * green, not 29 (simulated, mixed limits). */
#define LIVE_RATE 0.75

static double
weigh_flow (const KaitsuHopRule *self, const KaitsuHopTry *try)
{
  /* as known now: at first, a hop that answers seldom seems to often */
  double rate = control_rate (&self->hops[try->hop]);

  /* before a control that was answered, no test met an empty bucket */
  if (self->fork_first > 0)
    rate = MAX (rate, LIVE_RATE);

  if (try->hit)
    return -G_LN2;
  return try->missed ? log ((1 - rate / 2) / (1 - rate)) : 0;
}

/* How much speaks for "half of the flows are stopped". */
static double
weigh_partial (const KaitsuHopRule *self, const KaitsuHopPort *port)
{
  guint from = kaitsu_hop_rule_get_confirming (self);
  double sum = 0, in_slot = 0;
  guint slot = 0;

  for (guint i = 0; i < port->tries->len; i++)
    {
      const KaitsuHopTry *try = &g_array_index (port->tries, KaitsuHopTry, i);

      if (try->slot != slot)
        {
          sum += MIN (in_slot, SLOT_WEIGHT);
          in_slot = 0;
          slot = try->slot;
        }
      if (try->hop >= from)
        in_slot += weigh_flow (self, try);
    }
  return sum + MIN (in_slot, SLOT_WEIGHT);
}

/* "As far as the control" says something only if the control had its chance
 * at every hop between there and the target. */
static gboolean
is_explored (const KaitsuHopRule *self, guint farthest, guint total)
{
  for (guint hop = farthest + 1; hop < total; hop++)
    if (!self->swept || self->hops[hop].passes < KAITSU_HOP_PASSES)
      return FALSE;
  return total > 0;
}

static void
judge_passing (const KaitsuHopRule *self, const KaitsuHopPort *port, KaitsuHopDecision *decision)
{
  double partial = weigh_partial (self, port);
  double enough = 0;

  if (self->fork_first > 0)
    enough = self->late ? LATE_WHOLE_WEIGHT : WHOLE_WEIGHT;

  if (partial >= PARTIAL_WEIGHT)
    decision->verdict = KAITSU_HOP_VERDICT_PARTIAL;
  else if (partial <= enough && is_explored (self, decision->farthest, decision->total))
    decision->verdict = KAITSU_HOP_VERDICT_PASSES;
}

static void
judge_stopped (const KaitsuHopRule *self, const KaitsuHopPort *port, KaitsuHopDecision *decision)
{
  guint next = find_next (self, port);

  if (decision->weight < RED_WEIGHT || next == 0)
    return;
  decision->verdict = KAITSU_HOP_VERDICT_BLOCKED;
  decision->next = next;
}

/* The hop that has this address for the control, 0 if none. */
static guint
find_hop (const KaitsuHopRule *self, guint32 offender)
{
  for (guint hop = 1; offender != 0 && hop <= KAITSU_HOP_MAX; hop++)
    if (self->hops[hop].answers && self->hops[hop].offender == offender)
      return hop;
  return 0;
}

/* Whether what somebody said, once or twice, is all that can be learnt. */
static gboolean
is_rejected (const KaitsuHopRule *self, const KaitsuHopPort *port, double weight)
{
  return port->rejected_hop > 0
         && (port->rejected_slots >= REJECTED_SLOTS || port->answered || weight >= RED_WEIGHT
             || port->reach >= port->rejected_hop || self->late);
}

/* Somebody said so himself. If other packets of this port got past him, or
 * farther with the same or a larger hop limit, he says it of some only. */
static void
judge_rejected (const KaitsuHopRule *self, const KaitsuHopPort *port, KaitsuHopDecision *decision)
{
  guint limit = port->rejected_hop > 0 ? port->rejected_hop : port->reset_hop;
  guint hop = find_hop (self, port->offender);

  decision->offender = port->offender;
  if (port->answered || port->reach >= limit || (hop > 0 && port->reach > hop))
    {
      decision->verdict = KAITSU_HOP_VERDICT_PARTIAL;
      return;
    }
  decision->verdict = KAITSU_HOP_VERDICT_BLOCKED;
  decision->rejected = TRUE;
  decision->next = hop > 0 ? hop : limit;
  decision->passed = MIN (port->reach, decision->next);
}

/**
 * kaitsu_hop_rule_judge:
 * @self: a rule
 * @port: one of its ports
 *
 * Decides about a port from everything known now. A proof that comes late
 * changes what was inferred before.
 */
void
kaitsu_hop_rule_judge (KaitsuHopRule *self, KaitsuHopPort *port)
{
  KaitsuHopDecision decision = {
    .passed = port->reach,
    .farthest = kaitsu_hop_rule_get_farthest (self),
    .total = kaitsu_hop_rule_get_total (self),
  };

  decision.weight = weigh_misses (self, port, KAITSU_HOP_MAX, &decision.slots);
  if (is_rejected (self, port, decision.weight) || port->reset_slots >= RESET_SLOTS)
    judge_rejected (self, port, &decision);
  else if (port->near_hop > 0)
    {
      decision.verdict = KAITSU_HOP_VERDICT_NEARER;
      decision.next = port->near_hop;
    }
  else if (port->answered)
    decision.verdict = KAITSU_HOP_VERDICT_ANSWERED;
  else if (decision.farthest > 0 && port->reach >= decision.farthest)
    judge_passing (self, port, &decision);
  else
    judge_stopped (self, port, &decision);

  if (decision.verdict == KAITSU_HOP_VERDICT_UNDECIDED && self->late)
    decision.verdict = KAITSU_HOP_VERDICT_GAVE_UP;
  port->decision = decision;
}

/* A final answer at a hop limit below the control's: with its full time and
 * one hop short it is another way of nearly the same length; with its full time
 * from far too near, the hop limit was overwritten; else it is not the target. */
static void
take_final (KaitsuHopRule *self, KaitsuHopPort *port, guint hop, gint64 rtt_us)
{
  guint total = kaitsu_hop_rule_get_total (self);

  if (hop >= total || (hop + 1 == total && !is_nearer (rtt_us, self->final_rtt_us)))
    port->answered = TRUE;
  else if (port->near_hop == 0 || hop < port->near_hop)
    port->near_hop = hop;
}

static void
take_reset (KaitsuHopRule *self, KaitsuHopPort *port, const KaitsuHopTry *try, gint64 rtt_us)
{
  guint total = kaitsu_hop_rule_get_total (self);
  gboolean from_nearer = rtt_us < 0 ? try->hop + 1 < total : is_nearer (rtt_us, self->final_rtt_us);

  if (!from_nearer)
    {
      take_final (self, port, try->hop, rtt_us);
      return;
    }
  if (try->slot != port->last_reset)
    port->reset_slots++;
  port->last_reset = try->slot;
  if (port->reset_hop == 0 || try->hop < port->reset_hop)
    port->reset_hop = try->hop;
}

static void
take_rejection (KaitsuHopPort *port, const KaitsuHopTry *try, guint32 offender)
{
  if (try->slot != port->last_rejected)
    port->rejected_slots++;
  port->last_rejected = try->slot;
  if (port->rejected_hop != 0 && try->hop >= port->rejected_hop)
    return;
  port->rejected_hop = try->hop;
  port->offender = offender;
}

/**
 * kaitsu_hop_rule_take:
 * @self: a rule
 * @port: one of its ports
 * @try: what was tried
 * @reply: what came back
 * @offender: who sent it, 0 if not known
 * @rtt_us: after how long, -1 if not known
 *
 * Notes what came back for a port.
 */
void
kaitsu_hop_rule_take (KaitsuHopRule *self,
                      KaitsuHopPort *port,
                      KaitsuHopTry *try,
                      KaitsuHopReply reply,
                      guint32 offender,
                      gint64 rtt_us)
{
  try->missed = FALSE;
  switch (reply)
    {
    case KAITSU_HOP_REPLY_TIME_EXCEEDED:
      try->hit = TRUE;
      port->reach = MAX (port->reach, try->hop);
      break;
    case KAITSU_HOP_REPLY_FINAL:
      try->final = TRUE;
      take_final (self, port, try->hop, rtt_us);
      break;
    case KAITSU_HOP_REPLY_RESET:
      take_reset (self, port, try, rtt_us);
      break;
    case KAITSU_HOP_REPLY_REJECTED:
      take_rejection (port, try, offender);
      break;
    case KAITSU_HOP_REPLY_UNREACHABLE:
      try->unreachable = TRUE;
      try->offender = offender;
      return;
    case KAITSU_HOP_REPLY_NOT_SENT:
    case KAITSU_HOP_REPLY_NOTHING:
      break;
    }
  try->settled = TRUE;
}

/**
 * kaitsu_hop_rule_count_misses:
 * @self: a rule
 * @port: one of its ports
 *
 * Ends a slot for a port: a try without a reply counts if the control was
 * answered at the same hop in the same slot; only then "no way on" is about this
 * port, and not about a line that is gone for a moment. Of a port that is answered nothing
 * is missed.
 */
void
kaitsu_hop_rule_count_misses (KaitsuHopRule *self, KaitsuHopPort *port)
{
  for (guint i = port->tries->len; i > 0; i--)
    {
      KaitsuHopTry *try = &g_array_index (port->tries, KaitsuHopTry, i - 1);

      if (try->slot != self->slot)
        return;
      try->missed = !try->settled && !port->watched && self->hops[try->hop].live;
      if (try->missed && try->unreachable)
        take_rejection (port, try, try->offender);
    }
}

/**
 * kaitsu_hop_rule_judge_control:
 * @self: a rule whose sweep is finished
 *
 * Returns: whether the control is fit to compare with
 */
KaitsuHopControl
kaitsu_hop_rule_judge_control (const KaitsuHopRule *self)
{
  guint total = kaitsu_hop_rule_get_total (self);
  gboolean quick = is_nearer (self->final_rtt_us, 1000 * (gint64) self->rtt_ms)
                   || (self->final_rtt_us >= 0 && self->final_rtt_us < FASTEST_LINE_US);

  if (total == 0)
    return KAITSU_HOP_CONTROL_MUTE;
  if (quick && total < FEWEST_HOPS)
    return KAITSU_HOP_CONTROL_NEARER;
  if (total < FEWEST_HOPS)
    return KAITSU_HOP_CONTROL_NORMALISED;
  if (kaitsu_hop_rule_get_farthest (self) == 0)
    return KAITSU_HOP_CONTROL_HOPLESS;
  return KAITSU_HOP_CONTROL_USABLE;
}
