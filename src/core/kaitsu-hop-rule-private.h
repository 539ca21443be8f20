/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-hop-rule.h"

G_BEGIN_DECLS

/* A control of each unanswered hop is repeated so often: with two passes
 * instead of five, five times as many blocked ports came out green (simulated),
 * since a hop that is never learnt is never missed. */
#define KAITSU_HOP_PASSES 5

/*
 * One try of a port at a hop.
 *
 * @settled: something came back, or it was never sent: no miss
 * @hit: "time exceeded" came back
 * @final: an answer came back as the target gives it
 * @unreachable, @offender: somebody said that there is no way, and who
 * @missed: nothing else came back, though the control was answered there
 */
typedef struct {
  guint slot;
  guint hop;
  gboolean settled;
  gboolean hit;
  gboolean final;
  gboolean unreachable;
  guint32 offender;
  gboolean missed;
} KaitsuHopTry;

/*
 * @admitted, @dismissed, @watched: what the driver said
 * @served: the last slot it had part in, 0 for none
 * @reach: the farthest hop that answered
 * @tries: (element-type KaitsuHopTry): in the order of time
 * @reset_slots, @last_reset, @reset_hop: in how many slots a reset came from
 *   too near, the last of them, and the smallest hop limit that got one
 * @rejected_slots, @last_rejected, @rejected_hop, @offender: in how many slots
 *   somebody rejected it in so many words, the last of them, the smallest hop
 *   limit that was, and by whom
 * @near_hop: smallest hop limit with an answer that the target cannot have
 *   given, 0 for none
 * @answered: the target answered
 * @decision: as far as known
 */
typedef struct {
  gboolean admitted;
  gboolean dismissed;
  gboolean watched;
  guint served;
  guint reach;
  GArray *tries;
  guint reset_slots;
  guint last_reset;
  guint reset_hop;
  guint rejected_slots;
  guint last_rejected;
  guint rejected_hop;
  guint32 offender;
  guint near_hop;
  gboolean answered;
  KaitsuHopDecision decision;
} KaitsuHopPort;

/*
 * @passes: controls of the sweep sent there, without those that never left
 * @answers: it answered a control with "time exceeded"
 * @final: a control with this hop limit got the final answer
 * @offender: the first one, 0 if not known
 * @tries, @hits: controls of sweep and slots, and those answered in time
 * @live: the control of this slot was answered
 * @looked_ms: when the sweep sent the last one
 * @rested_ms: since when it is likely to answer again
 * @sent, @burst: packets in all, in the last burst
 * @errors, @peak: ICMP errors that are likely in the last burst; at most in one
 */
typedef struct {
  guint passes;
  gboolean answers;
  gboolean final;
  guint32 offender;
  guint tries;
  guint hits;
  gboolean live;
  gint64 looked_ms;
  gint64 rested_ms;
  guint sent;
  guint burst;
  double errors;
  double peak;
} KaitsuHopHop;

typedef enum {
  KAITSU_HOP_PHASE_SWEEP,
  KAITSU_HOP_PHASE_PAUSE,
  KAITSU_HOP_PHASE_SLOT,
  KAITSU_HOP_PHASE_DONE,
} KaitsuHopPhase;

/*
 * @port: index or KAITSU_HOP_CONTROL
 * @slot: slot, 0 for the sweep
 * @try: index in the port's tries; nothing for a control
 */
typedef struct {
  guint port;
  guint hop;
  guint slot;
  guint try;
  gboolean reported;
} KaitsuHopSent;

/*
 * @sent: (element-type KaitsuHopSent): every probe, by id
 * @burst: (element-type KaitsuHopProbe): what next() handed out
 * @late: the time is over
 * @swept: every hop before the target has answered or had all its chances
 * @pass_ms: when the next pass of the sweep is due
 * @wake_ms: end of this slot or pause
 * @final_rtt_us: the target's fastest answer to a control, -1 if none
 * @window: the sweep's largest hop limit so far
 * @slot: number of the slot, from 1
 * @open: probes of the slot without a reply
 * @compared: the farthest hop of the slot's tests
 * @fork_first, @fork_last: nearest and farthest hop with several addresses, 0
 *   if every hop has one
 */
struct _KaitsuHopRule {
  guint n_ports;
  KaitsuHopPort *ports;
  KaitsuHopHop hops[KAITSU_HOP_MAX + 1];
  GArray *sent;
  GArray *burst;
  KaitsuHopPhase phase;
  KaitsuHopControl control;
  gboolean started;
  gboolean late;
  gint64 start_ms;
  gint64 now_ms;
  gboolean swept;
  gint64 pass_ms;
  gint64 wake_ms;
  guint rtt_ms;
  gint64 final_rtt_us;
  guint window;
  guint slot;
  guint open;
  guint compared;
  guint fork_first;
  guint fork_last;
};

/* what is known of the way: kaitsu-hop-rule.c */
guint kaitsu_hop_rule_find_answering (const KaitsuHopRule *self, guint below);

/* what one burst holds: kaitsu-hop-burst.c */
gboolean kaitsu_hop_rule_has_swept (const KaitsuHopRule *self);
gboolean kaitsu_hop_rule_may_begin (const KaitsuHopRule *self);
void kaitsu_hop_rule_sweep (KaitsuHopRule *self);
gboolean kaitsu_hop_rule_start_slot (KaitsuHopRule *self);
gboolean kaitsu_hop_rule_is_wide (const KaitsuHopRule *self, const KaitsuHopPort *port);
gboolean kaitsu_hop_port_is_open (const KaitsuHopPort *port);
gboolean kaitsu_hop_rule_is_unwatched (const KaitsuHopRule *self, const KaitsuHopPort *port);

/* the arithmetic: kaitsu-hop-verdict.c */
guint kaitsu_hop_rule_get_confirming (const KaitsuHopRule *self);
KaitsuHopControl kaitsu_hop_rule_judge_control (const KaitsuHopRule *self);
void kaitsu_hop_rule_judge (KaitsuHopRule *self, KaitsuHopPort *port);
void kaitsu_hop_rule_take (KaitsuHopRule *self,
                           KaitsuHopPort *port,
                           KaitsuHopTry *try,
                           KaitsuHopReply reply,
                           guint32 offender,
                           gint64 rtt_us);
double kaitsu_hop_rule_expect_errors (const KaitsuHopRule *self,
                                      const KaitsuHopPort *port,
                                      guint hop);
void kaitsu_hop_rule_count_misses (KaitsuHopRule *self, KaitsuHopPort *port);

G_END_DECLS
