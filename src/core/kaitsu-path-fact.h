/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-hop-rule.h"

G_BEGIN_DECLS

/**
 * KaitsuPcAnswer: what becomes of packets before they leave this PC.
 *
 * UNKNOWN  the system does not tell, or the figures do not fit
 * LEAVES   they leave it: whoever drops them is somebody else
 * DROPS    this PC drops them itself
 */
typedef enum {
  KAITSU_PC_ANSWER_UNKNOWN,
  KAITSU_PC_ANSWER_LEAVES,
  KAITSU_PC_ANSWER_DROPS,
} KaitsuPcAnswer;

/**
 * KaitsuPathFact: how far a silent port gets beside its control. Plain value.
 * @decision: the decision rule's
 * @pc: whether this PC drops it, known only if no hop was seen to get it
 * @offender: (nullable): who rejected it in so many words. Borrowed
 * @host: (nullable): the destination of the hop-limited packets. Borrowed
 * @hops: (nullable) (element-type utf8): addresses of the hops, that of hop 1
 *   first; an empty string where it does not answer. Borrowed
 */
typedef struct {
  KaitsuHopDecision decision;
  KaitsuPcAnswer pc;
  const char *offender;
  const char *host;
  GPtrArray *hops;
} KaitsuPathFact;

G_END_DECLS
