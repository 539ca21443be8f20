/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-icmp.h"
#include "kaitsu-judge.h"

G_BEGIN_DECLS

/* What the rules of the judge ask a case: shared by kaitsu-judge.c and
 * kaitsu-case.c, nobody else. All of it is pure. */

/* In µs: within this time Wi-Fi and a busy PC do as they like. */
#define KAITSU_CASE_TOO_SHORT_TO_COMPARE 4000

/* The shop's router and the first place behind it: common to all destinations. */
#define KAITSU_CASE_NEAR_HOPS 2

const KaitsuObservation *kaitsu_case_seen (const KaitsuCase *matter, guint i);
const KaitsuObservation *kaitsu_case_find (const KaitsuCase *matter, KaitsuOutcome outcome);
gboolean kaitsu_case_is_live_control (const KaitsuCase *matter, const KaitsuObservation *o);
gint64 kaitsu_case_control_rtt (const KaitsuCase *matter, const char *host);
gboolean kaitsu_case_is_alive (const KaitsuCase *matter, const char *host);
gboolean kaitsu_case_is_path_only (const KaitsuCase *matter, const char *host);
gboolean kaitsu_case_comes_from_destination (const KaitsuObservation *o);
gboolean kaitsu_case_is_refusal (KaitsuIcmpMeaning meaning);
gboolean kaitsu_case_is_too_near (const KaitsuCase *matter, const KaitsuObservation *o);
gboolean kaitsu_case_is_misnamed (const KaitsuCase *matter, const KaitsuObservation *o);
const KaitsuObservation *kaitsu_case_find_answer (const KaitsuCase *matter);
gboolean kaitsu_case_is_nearer_than_destination (const KaitsuCase *matter,
                                                 const KaitsuObservation *o);
gboolean kaitsu_case_refuses_elsewhere (const KaitsuCase *matter, const KaitsuObservation *o);
gboolean kaitsu_case_is_near_reset (const KaitsuCase *matter, const KaitsuObservation *o);
const KaitsuObservation *kaitsu_case_find_through_elsewhere (const KaitsuCase *matter);
gboolean kaitsu_case_is_missed_elsewhere (const KaitsuCase *matter);
gboolean kaitsu_case_nothing_speaks_against_red (const KaitsuCase *matter);
gboolean kaitsu_case_is_decided_by_path (const KaitsuCase *matter, KaitsuHopVerdict verdict);
const KaitsuObservation *kaitsu_case_find_rejection (const KaitsuCase *matter);
gboolean kaitsu_case_misses_an_answer (const KaitsuCase *matter);
gboolean kaitsu_case_is_confirmed (const KaitsuCase *matter, const KaitsuObservation *rejection);
gboolean kaitsu_case_is_seen_beyond (const KaitsuCase *matter, const KaitsuObservation *rejection);
const KaitsuObservation *kaitsu_case_find_near_reset (const KaitsuCase *matter);
const KaitsuObservation *kaitsu_case_find_end_of_path (const KaitsuCase *matter);

/* kaitsu-case-sender.c: where the sender of an ICMP error stands */
gint64 kaitsu_case_fastest_control (const KaitsuCase *matter);
guint kaitsu_case_find_hop (const KaitsuCase *matter, const char *address);
gboolean kaitsu_case_is_sent_from_lan (const KaitsuCase *matter, const KaitsuObservation *o);
gboolean kaitsu_case_is_sent_from_near (const KaitsuCase *matter, const KaitsuObservation *o);
gboolean kaitsu_case_is_sent_from_beyond_router (const KaitsuCase *matter,
                                                 const KaitsuObservation *o);
gboolean kaitsu_case_is_fickle (const KaitsuCase *matter, const char *offender);
gboolean kaitsu_case_is_about_host (const KaitsuCase *matter, const KaitsuObservation *o);
gboolean kaitsu_case_is_sent_on_common_way (const KaitsuCase *matter, const KaitsuObservation *o);

G_END_DECLS
