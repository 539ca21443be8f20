/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-hop-rule-private.h"

/*
 * What is sent when. First the sweep: controls with every hop limit, to learn
 * how far the target is (n) and which hops answer at all. Then slots: ports
 * under test at some of these hops, and the control at the same hops after
 * them. What it means stands in kaitsu-hop-verdict.c.
 */

/* Passes of the sweep this far apart or one and a half round trips, whichever
 * is longer. An unanswered hop costs no token, so repeating is cheap. */
#define PASS_MS 250

/* The sweep's hop limits grow by so many per pass until the target answers:
 * most are found in two, and a near one is not sprayed with thirty. */
#define WINDOW 8

/* A hop that answers is asked once more: the second answer may come from
 * another address, which shows a fork, and tells better how often it answers
 * (simulated: a quarter of the wrong reds). The token is back until the slots. */
#define LOOKS 2

/* New ports per slot, and packets under test per hop and slot: with the
 * control that is the budget. */
#define TESTS_PER_HOP (KAITSU_HOP_BUDGET - 1)

/* Between two ports at one hop, so that they are not lost together */
#define TEST_GAP_MS 3

/* The control comes after the tests: if a token was left for it, there were
 * tokens for them. Near enough to meet the same state of the line. */
#define CONTROL_GAP_MS 20

/* Replies of a slot are awaited so long or for three round trips. */
#define REPLY_MS 400

/* Until the next slot; the longer if the farthest hop left the control
 * without an answer, since a default Linux router refills one token a second. */
#define GAP_MS 100
#define REFILL_MS 900

/* A person waits in front of it: nothing is undecided longer, and what is
 * decided is not narrowed down longer. */
#define DEADLINE_MS 12000
#define NARROW_MS 7000

#define MAX_RTT_MS 2000

/**
 * kaitsu_hop_rule_new:
 * @n_ports: how many ports are under test, at most KAITSU_HOP_MAX_PORTS
 * @rtt_ms: round trip to the destination, as measured by a connection that
 *   succeeded, in ms; bounded to 1..2000
 *
 * Returns: (transfer full): a rule that has sent nothing yet. Every port waits
 *   to be admitted or dismissed.
 */
KaitsuHopRule *
kaitsu_hop_rule_new (guint n_ports, guint rtt_ms)
{
  g_return_val_if_fail (n_ports <= KAITSU_HOP_MAX_PORTS, NULL);

  KaitsuHopRule *self = g_new0 (KaitsuHopRule, 1);

  self->n_ports = n_ports;
  self->ports = g_new0 (KaitsuHopPort, MAX (n_ports, 1));
  for (guint i = 0; i < n_ports; i++)
    self->ports[i].tries = g_array_new (FALSE, TRUE, sizeof (KaitsuHopTry));
  self->sent = g_array_new (FALSE, TRUE, sizeof (KaitsuHopSent));
  self->burst = g_array_new (FALSE, TRUE, sizeof (KaitsuHopProbe));
  self->rtt_ms = CLAMP (rtt_ms, 1, MAX_RTT_MS);
  self->final_rtt_us = -1;
  return self;
}

/**
 * kaitsu_hop_rule_free:
 * @self: (transfer full): a rule
 */
void
kaitsu_hop_rule_free (KaitsuHopRule *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_ports; i++)
    g_array_unref (self->ports[i].tries);
  g_free (self->ports);
  g_array_unref (self->sent);
  g_array_unref (self->burst);
  g_free (self);
}

/**
 * kaitsu_hop_rule_set_reference:
 * @self: a rule whose sweep is not finished
 * @hops: hop limit at which another control of the same destination got its
 *   final answer, 0 if not known
 * @rtt_ms: how long that took, 0 if not known
 *
 * What to hold the control against: one that is answered from nearer, or with
 * far fewer hops, is not fit to compare with.
 */
void
kaitsu_hop_rule_set_reference (KaitsuHopRule *self, guint hops, guint rtt_ms)
{
  g_return_if_fail (self != NULL);

  self->reference_hops = MIN (hops, KAITSU_HOP_MAX);
  self->reference_rtt_us = 1000 * (gint64) MIN (rtt_ms, MAX_RTT_MS);
}

/**
 * kaitsu_hop_rule_admit:
 * @self: a rule
 * @port: index of a port
 *
 * The port stayed silent long enough to be looked for hop by hop.
 */
void
kaitsu_hop_rule_admit (KaitsuHopRule *self, guint port)
{
  g_return_if_fail (self != NULL && port < self->n_ports);

  self->ports[port].admitted = TRUE;
}

/**
 * kaitsu_hop_rule_dismiss:
 * @self: a rule
 * @port: index of a port
 *
 * The port was decided otherwise: nothing more is sent for it.
 */
void
kaitsu_hop_rule_dismiss (KaitsuHopRule *self, guint port)
{
  g_return_if_fail (self != NULL && port < self->n_ports);

  self->ports[port].dismissed = TRUE;
}

/**
 * kaitsu_hop_rule_watch:
 * @self: a rule
 * @port: index of a port, a TCP port that gets an answer
 *
 * The port is answered; only by whom is in question. It is sent once, to the
 * farthest hop before the target: an answer from there or nearer is somebody
 * else's (probing notes, fact 6). It keeps nobody waiting after that; it is
 * NEARER in the end, or nothing was noticed.
 */
void
kaitsu_hop_rule_watch (KaitsuHopRule *self, guint port)
{
  g_return_if_fail (self != NULL && port < self->n_ports);

  self->ports[port].watched = TRUE;
}

/**
 * kaitsu_hop_rule_get_total:
 * @self: a rule
 *
 * Returns: the smallest hop limit with which the control got its final answer
 *   (n), 0 if none has yet
 */
guint
kaitsu_hop_rule_get_total (const KaitsuHopRule *self)
{
  g_return_val_if_fail (self != NULL, 0);

  for (guint hop = 1; hop <= KAITSU_HOP_MAX; hop++)
    if (self->hops[hop].final)
      return hop;
  return 0;
}

/**
 * kaitsu_hop_rule_find_answering:
 * @self: a rule
 * @below: a hop limit
 *
 * Returns: the farthest hop nearer than @below that answers the control, 0 if
 *   none does
 */
guint
kaitsu_hop_rule_find_answering (const KaitsuHopRule *self, guint below)
{
  for (guint hop = below; hop > 1; hop--)
    if (self->hops[hop - 1].answers)
      return hop - 1;
  return 0;
}

/**
 * kaitsu_hop_rule_get_farthest:
 * @self: a rule
 *
 * Returns: the farthest hop before the target that answers the control (f), 0
 *   if none does
 */
guint
kaitsu_hop_rule_get_farthest (const KaitsuHopRule *self)
{
  g_return_val_if_fail (self != NULL, 0);

  guint total = kaitsu_hop_rule_get_total (self);
  return kaitsu_hop_rule_find_answering (self, total > 0 ? total : KAITSU_HOP_MAX + 1);
}

/**
 * kaitsu_hop_rule_get_control:
 * @self: a rule
 *
 * Returns: whether the control is fit to compare with
 */
KaitsuHopControl
kaitsu_hop_rule_get_control (const KaitsuHopRule *self)
{
  g_return_val_if_fail (self != NULL, KAITSU_HOP_CONTROL_LEARNING);

  return self->control;
}

/**
 * kaitsu_hop_rule_get_hop:
 * @self: a rule
 * @hop: 1..KAITSU_HOP_MAX
 * @offender: (out) (optional): the address that answered first, as reported
 *
 * Returns: whether this hop answered a control
 */
gboolean
kaitsu_hop_rule_get_hop (const KaitsuHopRule *self, guint hop, guint32 *offender)
{
  g_return_val_if_fail (self != NULL && hop >= 1 && hop <= KAITSU_HOP_MAX, FALSE);

  if (offender != NULL)
    *offender = self->hops[hop].offender;
  return self->hops[hop].answers;
}

/**
 * kaitsu_hop_rule_is_multipath:
 * @self: a rule
 *
 * Returns: whether some hop had several addresses, so that packets of one port
 *   take several ways (equal-cost multipath, RFC 2992)
 */
gboolean
kaitsu_hop_rule_is_multipath (const KaitsuHopRule *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fork_first > 0;
}

/**
 * kaitsu_hop_rule_get_sent:
 * @self: a rule
 * @hop: 1..KAITSU_HOP_MAX
 *
 * Returns: how many packets were handed out with this hop limit
 */
guint
kaitsu_hop_rule_get_sent (const KaitsuHopRule *self, guint hop)
{
  g_return_val_if_fail (self != NULL && hop >= 1 && hop <= KAITSU_HOP_MAX, 0);

  return self->hops[hop].sent;
}

/**
 * kaitsu_hop_rule_get_peak:
 * @self: a rule
 * @hop: 1..KAITSU_HOP_MAX
 *
 * Returns: how many of them at most in one burst; never more than
 *   KAITSU_HOP_BUDGET
 */
guint
kaitsu_hop_rule_get_peak (const KaitsuHopRule *self, guint hop)
{
  g_return_val_if_fail (self != NULL && hop >= 1 && hop <= KAITSU_HOP_MAX, 0);

  return self->hops[hop].peak;
}

/**
 * kaitsu_hop_rule_decide:
 * @self: a rule
 * @port: index of a port
 *
 * Returns: what is known about it. It is final when next() says DONE. Before
 *   that, a reply that comes late may still change it; and until 7 s after the
 *   start, hops between the two places of a stopped port are asked on which
 *   side it is. A dismissed port keeps what it had: dismiss it if that will do.
 */
KaitsuHopDecision
kaitsu_hop_rule_decide (const KaitsuHopRule *self, guint port)
{
  KaitsuHopDecision none = { 0 };

  g_return_val_if_fail (self != NULL && port < self->n_ports, none);

  return self->ports[port].decision;
}

/* --- bursts --- */

static void
start_burst (KaitsuHopRule *self)
{
  g_array_set_size (self->burst, 0);
  for (guint hop = 1; hop <= KAITSU_HOP_MAX; hop++)
    self->hops[hop].burst = 0;
}

static void
add_probe (KaitsuHopRule *self, guint port, guint hop, guint delay_ms)
{
  KaitsuHopProbe probe = { self->sent->len, port, hop, delay_ms };
  KaitsuHopSent sent = { .port = port, .hop = hop, .slot = self->slot };
  KaitsuHopHop *place = &self->hops[hop];

  if (port != KAITSU_HOP_CONTROL)
    {
      KaitsuHopTry try = { .slot = self->slot, .hop = hop };

      sent.try = self->ports[port].tries->len;
      g_array_append_val (self->ports[port].tries, try);
    }
  g_array_append_val (self->sent, sent);
  g_array_append_val (self->burst, probe);
  place->sent++;
  place->burst++;
  place->peak = MAX (place->peak, place->burst);
  g_assert (place->burst <= KAITSU_HOP_BUDGET);
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

static gboolean
wants_control (const KaitsuHopHop *hop)
{
  return !hop->final && hop->sent < (hop->answers ? LOOKS : KAITSU_HOP_PASSES);
}

static guint
last_to_sweep (const KaitsuHopRule *self)
{
  guint total = kaitsu_hop_rule_get_total (self);

  return total > 0 ? total - 1 : self->window;
}

/* Nothing is left to be learnt: every hop before the target has answered or,
 * when the last pass is over, had all its chances. */
static gboolean
sweep_is_finished (const KaitsuHopRule *self)
{
  gboolean over = self->now_ms >= self->wake_ms;

  if (kaitsu_hop_rule_get_total (self) == 0 && (self->window < KAITSU_HOP_MAX || !over))
    return FALSE;
  for (guint hop = 1; hop <= last_to_sweep (self); hop++)
    if (wants_control (&self->hops[hop])
        || (!over && !self->hops[hop].answers && !self->hops[hop].final))
      return FALSE;
  return TRUE;
}

static void
sweep (KaitsuHopRule *self)
{
  start_burst (self);
  if (kaitsu_hop_rule_get_total (self) == 0)
    self->window = MIN (self->window + WINDOW, KAITSU_HOP_MAX);
  for (guint hop = 1; hop <= last_to_sweep (self); hop++)
    if (wants_control (&self->hops[hop]))
      {
        self->hops[hop].passes++;
        self->hops[hop].tries++;
        add_probe (self, KAITSU_HOP_CONTROL, hop, 0);
      }
  self->wake_ms = self->now_ms + pass_ms (self);
}

/* --- slots --- */

static gboolean
is_open (const KaitsuHopPort *port)
{
  return !port->dismissed && !port->watched
         && port->decision.verdict == KAITSU_HOP_VERDICT_UNDECIDED;
}

/* It is stopped, but between the two places named there are hops that could
 * tell on which side of them. */
static gboolean
is_wide (const KaitsuHopRule *self, const KaitsuHopPort *port)
{
  const KaitsuHopDecision *decision = &port->decision;

  return !port->dismissed && decision->verdict == KAITSU_HOP_VERDICT_BLOCKED && !decision->rejected
         && self->now_ms - self->start_ms < NARROW_MS
         && kaitsu_hop_rule_find_answering (self, decision->next) > decision->passed;
}

/* An answered port that has not been sent once more yet. */
static gboolean
is_unwatched (const KaitsuHopPort *port)
{
  return port->watched && !port->dismissed && port->served == 0;
}

static void
add_test (KaitsuHopRule *self, guint port, guint hop)
{
  if (self->hops[hop].answers && self->hops[hop].burst < TESTS_PER_HOP)
    add_probe (self, port, hop, self->hops[hop].burst * TEST_GAP_MS);
}

/* Answered ports that somebody nearer may be answering for. */
static void
add_watched_ports (KaitsuHopRule *self)
{
  for (guint i = 0; i < self->n_ports; i++)
    {
      KaitsuHopPort *port = &self->ports[i];
      if (!is_unwatched (port))
        continue;
      add_test (self, i, kaitsu_hop_rule_get_farthest (self));
      port->served = self->slot;
    }
}

/* A new port: at the two farthest hops only. Most are open, and seen there. */
static void
add_new_ports (KaitsuHopRule *self)
{
  guint farthest = kaitsu_hop_rule_get_farthest (self);
  guint second = kaitsu_hop_rule_find_answering (self, farthest);
  guint n = 0;

  for (guint i = 0; i < self->n_ports && n < TESTS_PER_HOP; i++)
    {
      KaitsuHopPort *port = &self->ports[i];
      if (!port->admitted || !is_open (port) || port->served != 0)
        continue;
      add_test (self, i, farthest);
      if (second > 0)
        add_test (self, i, second);
      port->served = self->slot;
      n++;
    }
}

/* One that was missed: at every hop beyond the last that it was seen at. One
 * that was seen at the farthest, but not always: where that is confirmed. One
 * that is stopped: between the places named. */
static void
add_old_port (KaitsuHopRule *self, guint i)
{
  KaitsuHopPort *port = &self->ports[i];
  guint farthest = kaitsu_hop_rule_get_farthest (self);
  guint from = port->reach + 1;
  guint before = self->sent->len;

  if (port->reach >= farthest)
    from = kaitsu_hop_rule_get_confirming (self);
  if (port->decision.verdict == KAITSU_HOP_VERDICT_BLOCKED)
    farthest = port->decision.next - 1;
  for (guint hop = from; hop <= farthest; hop++)
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
      if (self->ports[i].served == slot && is_open (&self->ports[i]))
        add_old_port (self, i);
  for (guint slot = 1; slot < self->slot; slot++)
    for (guint i = 0; i < self->n_ports; i++)
      if (self->ports[i].served == slot && is_wide (self, &self->ports[i]))
        add_old_port (self, i);
}

/* At the hops of the tests; and, since a hop that stays silent costs nothing,
 * once more at those beyond the farthest: one that was missed five times would
 * make a blocked port pass. */
static void
add_controls (KaitsuHopRule *self)
{
  guint delay = (TESTS_PER_HOP - 1) * TEST_GAP_MS + CONTROL_GAP_MS;
  guint farthest = kaitsu_hop_rule_get_farthest (self);
  guint total = kaitsu_hop_rule_get_total (self);

  self->compared = 0;
  for (guint hop = 1; hop <= KAITSU_HOP_MAX; hop++)
    {
      self->hops[hop].live = FALSE;
      if (self->hops[hop].burst > 0)
        self->compared = hop;
      if (self->hops[hop].burst > 0 || (hop > farthest && hop < total))
        {
          self->hops[hop].tries++;
          add_probe (self, KAITSU_HOP_CONTROL, hop, delay);
        }
    }
}

/* Returns whether there was anything to send. */
static gboolean
start_slot (KaitsuHopRule *self)
{
  start_burst (self);
  self->slot++;
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

static void
end_slot (KaitsuHopRule *self)
{
  for (guint i = 0; i < self->n_ports; i++)
    if (self->ports[i].served == self->slot)
      {
        kaitsu_hop_rule_count_misses (self, &self->ports[i]);
        kaitsu_hop_rule_judge (self, &self->ports[i]);
      }
  /* also when all was answered before: the routers' pace stays the same */
  self->wake_ms += self->hops[self->compared].live ? GAP_MS : REFILL_MS;
  self->phase = KAITSU_HOP_PHASE_PAUSE;
}

static void
give_up (KaitsuHopRule *self)
{
  self->late = TRUE;
  self->phase = KAITSU_HOP_PHASE_DONE;
  for (guint i = 0; i < self->n_ports; i++)
    if (is_open (&self->ports[i]))
      kaitsu_hop_rule_judge (self, &self->ports[i]);
}

static gboolean
all_decided (const KaitsuHopRule *self)
{
  for (guint i = 0; i < self->n_ports; i++)
    if (is_open (&self->ports[i]) || is_wide (self, &self->ports[i])
        || is_unwatched (&self->ports[i]))
      return FALSE;
  return TRUE;
}

static KaitsuHopStep
hand_out (KaitsuHopRule *self, KaitsuHopSlot *slot)
{
  slot->probes = (const KaitsuHopProbe *) self->burst->data;
  slot->n_probes = self->burst->len;
  return KAITSU_HOP_STEP_SEND;
}

/* Until something changes, at the latest the deadline. */
static KaitsuHopStep
wait_for (KaitsuHopRule *self, gint64 until_ms, KaitsuHopSlot *slot)
{
  slot->wake_ms = MIN (until_ms, self->start_ms + DEADLINE_MS);
  return KAITSU_HOP_STEP_WAIT;
}

static KaitsuHopStep
next_of_sweep (KaitsuHopRule *self, KaitsuHopSlot *slot)
{
  if (!sweep_is_finished (self))
    {
      if (self->now_ms < self->wake_ms)
        return wait_for (self, self->wake_ms, slot);
      sweep (self);
      return hand_out (self, slot);
    }
  self->control = kaitsu_hop_rule_judge_control (self);
  self->phase = KAITSU_HOP_PHASE_PAUSE;
  self->wake_ms = self->now_ms;
  return KAITSU_HOP_STEP_WAIT;
}

/**
 * kaitsu_hop_rule_next:
 * @self: a rule
 * @now_ms: now, in ms of a clock that does not jump; a time before the last
 *   one counts as the last one
 * @slot: (out): what to send, or when to come back
 *
 * Returns: what to do; after SEND call again at once to learn how long to wait
 */
KaitsuHopStep
kaitsu_hop_rule_next (KaitsuHopRule *self, gint64 now_ms, KaitsuHopSlot *slot)
{
  g_return_val_if_fail (self != NULL && slot != NULL, KAITSU_HOP_STEP_DONE);

  if (!self->started)
    self->start_ms = self->now_ms = self->wake_ms = now_ms;
  self->started = TRUE;
  self->now_ms = MAX (self->now_ms, now_ms);
  *slot = (KaitsuHopSlot){ .wake_ms = self->now_ms };

  if (self->phase == KAITSU_HOP_PHASE_SLOT && (self->open == 0 || self->now_ms >= self->wake_ms))
    end_slot (self);
  if (self->phase != KAITSU_HOP_PHASE_SLOT && all_decided (self))
    self->phase = KAITSU_HOP_PHASE_DONE;
  if (self->phase != KAITSU_HOP_PHASE_DONE && self->now_ms - self->start_ms >= DEADLINE_MS)
    give_up (self);
  if (self->phase == KAITSU_HOP_PHASE_SWEEP && next_of_sweep (self, slot) == KAITSU_HOP_STEP_SEND)
    return KAITSU_HOP_STEP_SEND;
  if (self->phase == KAITSU_HOP_PHASE_PAUSE && self->control != KAITSU_HOP_CONTROL_USABLE)
    give_up (self);
  if (self->phase == KAITSU_HOP_PHASE_DONE)
    return KAITSU_HOP_STEP_DONE;
  if (self->phase == KAITSU_HOP_PHASE_PAUSE && self->now_ms >= self->wake_ms)
    return start_slot (self) ? hand_out (self, slot) : wait_for (self, G_MAXINT64, slot);
  return wait_for (self, self->wake_ms, slot);
}

/* --- replies --- */

static void
note_address (KaitsuHopRule *self, guint hop, guint32 offender)
{
  KaitsuHopHop *place = &self->hops[hop];

  if (place->offender == 0)
    place->offender = offender;
  if (offender == 0 || offender == place->offender)
    return;

  gboolean is_new = self->fork_first == 0;
  if (is_new || hop < self->fork_first)
    self->fork_first = hop;
  self->fork_last = MAX (self->fork_last, hop);
  /* what passed on one leg may be stopped on the other */
  for (guint i = 0; is_new && i < self->n_ports; i++)
    if (!self->ports[i].dismissed && self->ports[i].decision.verdict == KAITSU_HOP_VERDICT_PASSES)
      kaitsu_hop_rule_judge (self, &self->ports[i]);
}

static void
take_control (KaitsuHopRule *self, const KaitsuHopSent *sent, KaitsuHopReply reply, gint64 rtt_us)
{
  KaitsuHopHop *hop = &self->hops[sent->hop];
  gboolean in_time = sent->slot == self->slot && self->phase == KAITSU_HOP_PHASE_SLOT;

  switch (reply)
    {
    case KAITSU_HOP_REPLY_TIME_EXCEEDED:
      hop->answers = TRUE;
      hop->live |= in_time;
      if (in_time || sent->slot == 0)
        hop->hits++;
      break;
    case KAITSU_HOP_REPLY_FINAL:
    case KAITSU_HOP_REPLY_RESET:
      hop->final = TRUE;
      if (rtt_us >= 0 && (self->final_rtt_us < 0 || rtt_us < self->final_rtt_us))
        self->final_rtt_us = rtt_us;
      break;
    case KAITSU_HOP_REPLY_NOT_SENT:
      if (sent->slot == 0)
        hop->passes--;
      if (in_time || sent->slot == 0)
        hop->tries--;
      break;
    case KAITSU_HOP_REPLY_REJECTED:
    case KAITSU_HOP_REPLY_NOTHING:
      break;
    }
}

static void
take_test (KaitsuHopRule *self,
           const KaitsuHopSent *sent,
           KaitsuHopReply reply,
           guint32 offender,
           gint64 rtt_us)
{
  KaitsuHopPort *port = &self->ports[sent->port];
  KaitsuHopTry *try = &g_array_index (port->tries, KaitsuHopTry, sent->try);

  kaitsu_hop_rule_take (self, port, try, reply, offender, rtt_us);
  /* a slot is judged as a whole; what comes after it, at once */
  if (sent->slot != self->slot || self->phase != KAITSU_HOP_PHASE_SLOT)
    kaitsu_hop_rule_judge (self, port);
}

/**
 * kaitsu_hop_rule_report:
 * @self: a rule
 * @id: of a probe that was handed out; the first report about it counts
 * @reply: what came back
 * @offender: whoever sent it, as a number of the caller's choosing, the same
 *   for the same address; 0 if not known
 * @rtt_us: after how many microseconds; -1 if not known
 *
 * A probe that nothing came back for need not be reported; one that this PC
 * did not send must be. What comes after DONE is ignored.
 */
void
kaitsu_hop_rule_report (
    KaitsuHopRule *self, guint id, KaitsuHopReply reply, guint32 offender, gint64 rtt_us)
{
  g_return_if_fail (self != NULL && id < self->sent->len);

  KaitsuHopSent *sent = &g_array_index (self->sent, KaitsuHopSent, id);

  if (sent->reported || reply == KAITSU_HOP_REPLY_NOTHING || self->phase == KAITSU_HOP_PHASE_DONE)
    return;
  sent->reported = TRUE;
  if (sent->slot == self->slot && self->phase == KAITSU_HOP_PHASE_SLOT)
    self->open--;
  if (reply == KAITSU_HOP_REPLY_TIME_EXCEEDED)
    note_address (self, sent->hop, offender);
  if (sent->port == KAITSU_HOP_CONTROL)
    take_control (self, sent, reply, rtt_us);
  else
    take_test (self, sent, reply, offender, rtt_us);
}
