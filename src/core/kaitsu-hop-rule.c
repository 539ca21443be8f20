/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-hop-rule-private.h"

/*
 * When something is sent. What it is stands in kaitsu-hop-burst.c, what it means
 * in kaitsu-hop-verdict.c.
 */

/* Until the next slot; the longer if the farthest hop left the control
 * without an answer, since a default Linux router refills one token a second. */
#define GAP_MS 100
#define REFILL_MS 900

/* A person waits in front of it: nothing is undecided longer. */
#define DEADLINE_MS 12000

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
  for (guint hop = 1; hop <= KAITSU_HOP_MAX; hop++)
    self->hops[hop].looked_ms = -G_MAXINT;
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
 * The port is answered; only by whom is in question. It is sent to the last hop
 * before the target, thrice at most until anything comes back: an answer from
 * there or nearer is somebody else's (probing notes, fact 6). One that comes from
 * there in the target's own time may be the target's: the hop before decides. It
 * is NEARER in the end, or nothing was noticed.
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
 * Returns: how many errors one burst was likely to cost it at most; never more
 *   than KAITSU_HOP_BUDGET
 */
double
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
 *   that, a reply that comes late may still change it; and until 4.5 s after the
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
  for (guint hop = 1; hop <= self->compared; hop++)
    if (self->hops[hop].burst > 0 && !self->hops[hop].live)
      self->hops[hop].rested_ms = self->wake_ms + REFILL_MS;
  self->wake_ms += self->hops[self->compared].live ? GAP_MS : REFILL_MS;
  self->phase = KAITSU_HOP_PHASE_PAUSE;
}

static void
give_up (KaitsuHopRule *self)
{
  self->late = TRUE;
  self->phase = KAITSU_HOP_PHASE_DONE;
  for (guint i = 0; i < self->n_ports; i++)
    if (kaitsu_hop_port_is_open (&self->ports[i]))
      kaitsu_hop_rule_judge (self, &self->ports[i]);
}

static gboolean
all_decided (const KaitsuHopRule *self)
{
  for (guint i = 0; i < self->n_ports; i++)
    if (kaitsu_hop_port_is_open (&self->ports[i]) || kaitsu_hop_rule_is_wide (self, &self->ports[i])
        || kaitsu_hop_rule_is_unwatched (self, &self->ports[i]))
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
  if (!self->swept)
    slot->wake_ms = MIN (slot->wake_ms, self->pass_ms);
  return KAITSU_HOP_STEP_WAIT;
}

/* When a hop will be asked again that is spared now. */
static gint64
next_rested (const KaitsuHopRule *self)
{
  gint64 next = G_MAXINT64;

  for (guint hop = 1; hop <= KAITSU_HOP_MAX; hop++)
    if (self->hops[hop].rested_ms > self->now_ms)
      next = MIN (next, self->hops[hop].rested_ms);
  return next;
}

static void
begin_slots (KaitsuHopRule *self)
{
  self->control = kaitsu_hop_rule_judge_control (self);
  if (self->phase != KAITSU_HOP_PHASE_SWEEP)
    return;
  self->phase = KAITSU_HOP_PHASE_PAUSE;
  self->wake_ms = self->now_ms;
}

/* What was seen as far as the control may only now be known to be so. */
static void
end_sweep (KaitsuHopRule *self)
{
  guint running = self->phase == KAITSU_HOP_PHASE_SLOT ? self->slot : 0;

  self->swept = TRUE;
  begin_slots (self);
  for (guint i = 0; i < self->n_ports; i++)
    if (kaitsu_hop_port_is_open (&self->ports[i]) && self->ports[i].served != 0
        && self->ports[i].served != running)
      kaitsu_hop_rule_judge (self, &self->ports[i]);
}

/* Returns whether there is a pass to send. */
static gboolean
go_on_sweeping (KaitsuHopRule *self)
{
  if (self->swept)
    return FALSE;
  if (kaitsu_hop_rule_has_swept (self))
    {
      end_sweep (self);
      return FALSE;
    }
  if (self->phase == KAITSU_HOP_PHASE_SWEEP && kaitsu_hop_rule_may_begin (self))
    begin_slots (self);
  if (self->now_ms < self->pass_ms)
    return FALSE;
  kaitsu_hop_rule_sweep (self);
  return self->burst->len > 0;
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
    self->start_ms = self->now_ms = self->wake_ms = self->pass_ms = now_ms;
  self->started = TRUE;
  self->now_ms = MAX (self->now_ms, now_ms);
  *slot = (KaitsuHopSlot){ .wake_ms = self->now_ms };

  if (self->phase == KAITSU_HOP_PHASE_SLOT && (self->open == 0 || self->now_ms >= self->wake_ms))
    end_slot (self);
  if (self->phase == KAITSU_HOP_PHASE_SWEEP && all_decided (self))
    self->phase = KAITSU_HOP_PHASE_DONE; /* all was dismissed */
  if (self->phase != KAITSU_HOP_PHASE_DONE && self->now_ms - self->start_ms >= DEADLINE_MS)
    give_up (self);
  if (self->phase != KAITSU_HOP_PHASE_DONE && go_on_sweeping (self))
    return hand_out (self, slot);
  if (self->phase == KAITSU_HOP_PHASE_PAUSE && all_decided (self))
    self->phase = KAITSU_HOP_PHASE_DONE;
  if (self->phase == KAITSU_HOP_PHASE_PAUSE && self->control != KAITSU_HOP_CONTROL_USABLE)
    give_up (self);
  if (self->phase == KAITSU_HOP_PHASE_DONE)
    return KAITSU_HOP_STEP_DONE;
  if (self->phase == KAITSU_HOP_PHASE_PAUSE && self->now_ms >= self->wake_ms)
    return kaitsu_hop_rule_start_slot (self) ? hand_out (self, slot)
                                             : wait_for (self, next_rested (self), slot);
  return wait_for (self, self->phase == KAITSU_HOP_PHASE_SWEEP ? G_MAXINT64 : self->wake_ms, slot);
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
    case KAITSU_HOP_REPLY_UNREACHABLE:
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
