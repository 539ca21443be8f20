/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuRequestRow: connections of which the same is asked and the same was
 * found; all clean, in the current language.
 * @protocol: "TCP" or "UDP"
 * @numbers: their destination ports, "9124, 9127"
 * @direction: where they go, in a few words
 * @use: what they are for, in a few words
 * @hosts: (element-type utf8): on which hosts they were tried, with addresses;
 *   one or two for each port
 * @evidence: rejected by whom, or silent beyond which device
 */
typedef struct
{
  const char *protocol;
  char *numbers;
  char *direction;
  char *use;
  GPtrArray *hosts;
  char *evidence;
} KaitsuRequestRow;

/**
 * KaitsuEvidence: how much is said of what was measured. The less, the more
 * ports are alike, and the fewer rows there are; the appendix has it all.
 * @KAITSU_EVIDENCE_FULL: whatever a support desk asks for
 * @KAITSU_EVIDENCE_PLACES: by whom it is stopped, and how far it gets
 * @KAITSU_EVIDENCE_PARTIES: by whom it is stopped
 */
typedef enum
{
  KAITSU_EVIDENCE_FULL,
  KAITSU_EVIDENCE_PLACES,
  KAITSU_EVIDENCE_PARTIES,
} KaitsuEvidence;

/**
 * KaitsuRequest: the letter to the one who can open the ports now.
 * @party: ROUTER or PROVIDER
 * @rows: (element-type KaitsuRequestRow): the connections to let through
 * @effect: what stops working without all of them
 * @head: (element-type KaitsuFact): to whom, from whom, when, about what
 * @terms: (element-type KaitsuFact): what exactly is asked for
 * @grounds: (element-type KaitsuFact): where and when it was measured
 */
typedef struct
{
  KaitsuParty party;
  GPtrArray *rows;
  char *effect;
  GPtrArray *head;
  GPtrArray *terms;
  GPtrArray *grounds;
} KaitsuRequest;

KaitsuRequest *kaitsu_request_new (KaitsuResult *result);
KaitsuRequest *kaitsu_request_new_with_evidence (KaitsuResult *result, KaitsuEvidence evidence);
void kaitsu_request_free (KaitsuRequest *self);
const char *kaitsu_request_get_greeting (void);
GPtrArray *kaitsu_request_row_get_facts (const KaitsuRequestRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuRequest, kaitsu_request_free)

G_END_DECLS
