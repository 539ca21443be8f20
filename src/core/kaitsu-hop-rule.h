/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * KaitsuHopRule: how far silent ports get, decided hop by hop beside a control
 * that is known to get through. It neither sends nor looks at a clock: it says
 * what to send when, is told what came back, and judges. So the product and
 * the simulation in tests/bench run the same code.
 *
 * One rule serves one destination address. Two rules over the same line at the
 * same time share the routers' budgets of ICMP errors, so run them one after
 * the other if they are of the same family.
 *
 *   rule = kaitsu_hop_rule_new (n_ports, rtt_ms);
 *   kaitsu_hop_rule_admit (rule, port) for every port that stayed silent
 *   kaitsu_hop_rule_dismiss (rule, port) for every port that got an answer
 *   loop: kaitsu_hop_rule_next (rule, now, &slot)
 *     SEND: send slot.probes, each from a new local port, and call again;
 *     WAIT: call again at slot.wake_ms, and after every change;
 *     DONE: read kaitsu_hop_rule_decide () of every port.
 *   whenever something came back: kaitsu_hop_rule_report (rule, id, ...)
 */
typedef struct _KaitsuHopRule KaitsuHopRule;

/* In place of a port's index: the control. */
#define KAITSU_HOP_CONTROL G_MAXUINT

/* traceroute's customary limit: longer paths are hardly known in practice */
#define KAITSU_HOP_MAX 30

/* as many as anybody wants to check at once; only a bound */
#define KAITSU_HOP_MAX_PORTS 64

/* A default Linux router answers six errors in a burst, then one a second
 * (icmp_ratelimit 1000, measured): five leave one for somebody else. */
#define KAITSU_HOP_BUDGET 5

/**
 * KaitsuHopProbe: one packet to be sent.
 *
 * @id: what to report on
 * @port: index of the port under test, or KAITSU_HOP_CONTROL
 * @hop: hop limit (IP_TTL, IPV6_UNICAST_HOPS), 1..KAITSU_HOP_MAX
 * @delay_ms: when to send, after the time that was passed to next()
 */
typedef struct {
  guint id;
  guint port;
  guint hop;
  guint delay_ms;
} KaitsuHopProbe;

/**
 * KaitsuHopStep: what the driver has to do.
 */
typedef enum {
  KAITSU_HOP_STEP_SEND,
  KAITSU_HOP_STEP_WAIT,
  KAITSU_HOP_STEP_DONE,
} KaitsuHopStep;

/**
 * KaitsuHopSlot: what to send and when to come back.
 *
 * @probes: (array length=n_probes): in the order of their delays; owned by the
 *   rule, valid until the next call of next()
 * @n_probes: how many, 0 unless the step is SEND
 * @wake_ms: the time at which to call next() again, if nothing happens before
 */
typedef struct {
  const KaitsuHopProbe *probes;
  guint n_probes;
  gint64 wake_ms;
} KaitsuHopSlot;

/**
 * KaitsuHopReply: what came back for a probe.
 *
 * NOTHING        nothing, or nothing that is listed here; need not be reported
 * TIME_EXCEEDED  a router says that the hop limit ran out there
 * FINAL          an answer as the target gives it: SYN-ACK, data, ICMP port
 *                unreachable from the target's own address
 * RESET          a TCP reset without an ICMP error behind it
 * REJECTED       somebody on the way does not let it pass, in so many words
 * UNREACHABLE    somebody on the way says that there is no way on; counts only if
 *                the control finds it at that time
 * NOT_SENT       this PC did not send it
 */
typedef enum {
  KAITSU_HOP_REPLY_NOTHING,
  KAITSU_HOP_REPLY_TIME_EXCEEDED,
  KAITSU_HOP_REPLY_FINAL,
  KAITSU_HOP_REPLY_RESET,
  KAITSU_HOP_REPLY_REJECTED,
  KAITSU_HOP_REPLY_UNREACHABLE,
  KAITSU_HOP_REPLY_NOT_SENT,
} KaitsuHopReply;

/**
 * KaitsuHopControl: whether the control is fit to compare with.
 *
 * LEARNING    the sweep is not finished
 * USABLE      the target answers it, from behind routers that answer too
 * MUTE        it got no final answer at any hop limit
 * HOPLESS     the target answers, but not one hop on the way does
 * NEARER      something nearer than the target answers it: a proxy
 * NORMALISED  somebody on the way writes a hop limit of his own, so nothing
 *             beyond can be seen
 *
 * The last four end the run: take another control.
 */
typedef enum {
  KAITSU_HOP_CONTROL_LEARNING,
  KAITSU_HOP_CONTROL_USABLE,
  KAITSU_HOP_CONTROL_MUTE,
  KAITSU_HOP_CONTROL_HOPLESS,
  KAITSU_HOP_CONTROL_NEARER,
  KAITSU_HOP_CONTROL_NORMALISED,
} KaitsuHopControl;

/**
 * KaitsuHopVerdict: what is decided about a port.
 *
 * UNDECIDED  not yet
 * PASSES     it was seen as far as the control: hop @farthest of @total
 * ANSWERED   the target itself answered a hop-limited probe
 * BLOCKED    it does not get beyond: stopped at @passed (0: at this PC or
 *            before hop 1 answered) or at @next or between them
 * PARTIAL    some of its packets pass and others do not
 * NEARER     something nearer than the target answers on this port
 * GAVE_UP    the time is over, or the control is not fit to compare with
 */
typedef enum {
  KAITSU_HOP_VERDICT_UNDECIDED,
  KAITSU_HOP_VERDICT_PASSES,
  KAITSU_HOP_VERDICT_ANSWERED,
  KAITSU_HOP_VERDICT_BLOCKED,
  KAITSU_HOP_VERDICT_PARTIAL,
  KAITSU_HOP_VERDICT_NEARER,
  KAITSU_HOP_VERDICT_GAVE_UP,
} KaitsuHopVerdict;

/**
 * KaitsuHopDecision: the verdict and what it rests on.
 *
 * @verdict: the verdict
 * @passed: the farthest hop that was seen to get this port, 0 if none
 * @next: BLOCKED: the nearest hop beyond at which the control answered and
 *   this port did not, at least twice; the rejecting hop itself if somebody
 *   rejects, then @passed is at most that. NEARER: the smallest hop limit that
 *   was answered. Otherwise 0
 * @farthest: the farthest hop that answers the control (f)
 * @total: hop limit at which the target is reached (n), 0 if not known
 * @slots: how many slots counted against it
 * @weight: the evidence against it, in nats; red needs 6.9
 * @rejected: BLOCKED: somebody said so himself
 * @offender: who did, as reported; 0 if not known
 */
typedef struct {
  KaitsuHopVerdict verdict;
  guint passed;
  guint next;
  guint farthest;
  guint total;
  guint slots;
  double weight;
  gboolean rejected;
  guint32 offender;
} KaitsuHopDecision;

KaitsuHopRule *kaitsu_hop_rule_new (guint n_ports, guint rtt_ms);
void kaitsu_hop_rule_free (KaitsuHopRule *self);

void kaitsu_hop_rule_admit (KaitsuHopRule *self, guint port);
void kaitsu_hop_rule_dismiss (KaitsuHopRule *self, guint port);
void kaitsu_hop_rule_watch (KaitsuHopRule *self, guint port);

KaitsuHopStep kaitsu_hop_rule_next (KaitsuHopRule *self, gint64 now_ms, KaitsuHopSlot *slot);
void kaitsu_hop_rule_report (KaitsuHopRule *self,
                             guint id,
                             KaitsuHopReply reply,
                             guint32 offender,
                             gint64 rtt_us);

KaitsuHopDecision kaitsu_hop_rule_decide (const KaitsuHopRule *self, guint port);
KaitsuHopControl kaitsu_hop_rule_get_control (const KaitsuHopRule *self);
guint kaitsu_hop_rule_get_farthest (const KaitsuHopRule *self);
guint kaitsu_hop_rule_get_total (const KaitsuHopRule *self);
gboolean kaitsu_hop_rule_get_hop (const KaitsuHopRule *self, guint hop, guint32 *offender);
gboolean kaitsu_hop_rule_is_multipath (const KaitsuHopRule *self);
guint kaitsu_hop_rule_get_sent (const KaitsuHopRule *self, guint hop);
double kaitsu_hop_rule_get_peak (const KaitsuHopRule *self, guint hop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuHopRule, kaitsu_hop_rule_free)

G_END_DECLS
