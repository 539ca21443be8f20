/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-observation.h"
#include "kaitsu-path-fact.h"

G_BEGIN_DECLS

/**
 * KaitsuTraceSubject: one port that may be followed. Plain data; its index in
 * the array is the one that KaitsuHopRule knows it by.
 *
 * @port: the port
 * @dismissed: it was answered after all
 * @admitted: it is silent
 * @watched: it is answered; by whom?
 * @reference: it only serves to be compared with
 * @decision: what became of it
 * @pc: whether this PC drops it
 * @observations: (element-type KaitsuObservation): its hop-limited packets
 */
typedef struct {
  KaitsuPort port;
  gboolean dismissed;
  gboolean admitted;
  gboolean watched;
  gboolean reference;
  KaitsuHopDecision decision;
  KaitsuPcAnswer pc;
  GPtrArray *observations;
} KaitsuTraceSubject;

GPtrArray *kaitsu_trace_subjects_new (void);
KaitsuTraceSubject *kaitsu_trace_subjects_get (GPtrArray *subjects, guint index);
KaitsuTraceSubject *kaitsu_trace_subjects_find (GPtrArray *subjects, KaitsuPort port, guint *index);
KaitsuTraceSubject *kaitsu_trace_subjects_add (GPtrArray *subjects, KaitsuPort port);
gboolean kaitsu_trace_pick_udp_reference (GArray *ports, KaitsuPort *reference);
void kaitsu_trace_subjects_add_udp_reference (GPtrArray *subjects);
KaitsuTraceSubject *kaitsu_trace_subjects_find_reference (GPtrArray *subjects, guint *index);
gboolean kaitsu_trace_subjects_tell_of_udp (GPtrArray *subjects, const KaitsuTraceSubject *subject);
gboolean kaitsu_trace_subject_get_decision (const KaitsuTraceSubject *self,
                                            KaitsuHopDecision *decision);

G_END_DECLS
