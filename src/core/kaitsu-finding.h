/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

#include "kaitsu-words.h"

G_BEGIN_DECLS

/* pc, router, provider, destination: never more */
#define KAITSU_MAX_SUSPECTS 4

/**
 * KaitsuFinding: what the judge says of one port in one family. A plain
 * value; copy it with kaitsu_finding_copy().
 *
 * @light, @reason: the verdict in the contract's words
 * @suspects: who stops it, likeliest first; one entry is certain
 * @n_suspects: how many there are
 * @hop: number of the hop that stops it, 0 if not known
 * @offender: (nullable): address that sent the rejection
 * @verified_hop, @total_hops: "seen as far as hop f of n"; 0, 0 if not known
 * @rtt_us: round trip in microseconds, -1 if not known
 * @rule: (nullable): number and name of the rule that decided, "R10 answered"
 */
typedef struct {
  KaitsuLight light;
  KaitsuReason reason;
  KaitsuParty suspects[KAITSU_MAX_SUSPECTS];
  guint n_suspects;
  guint hop;
  char *offender;
  guint verified_hop;
  guint total_hops;
  gint64 rtt_us;
  char *rule;
} KaitsuFinding;

#define KAITSU_FINDING_INIT { .rtt_us = -1 }

void kaitsu_finding_copy (const KaitsuFinding *source, KaitsuFinding *destination);
void kaitsu_finding_clear (KaitsuFinding *self);
void kaitsu_finding_add_suspect (KaitsuFinding *self, KaitsuParty party);
gboolean kaitsu_finding_suspects (const KaitsuFinding *self, KaitsuParty party);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KaitsuFinding, kaitsu_finding_clear)

G_END_DECLS
