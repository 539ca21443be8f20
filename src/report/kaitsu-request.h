/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuRequest: the letter to the one who can open the ports now.
 * @party: ROUTER or PROVIDER
 * @ports: (element-type KaitsuPortResult): the ports to open
 * @head: (element-type KaitsuFact): to whom, from whom, when, about what
 * @terms: (element-type KaitsuFact): what exactly is asked for
 * @grounds: (element-type KaitsuFact): where and when it was measured
 */
typedef struct
{
  KaitsuParty party;
  GPtrArray *ports;
  GPtrArray *head;
  GPtrArray *terms;
  GPtrArray *grounds;
} KaitsuRequest;

KaitsuRequest *kaitsu_request_new (KaitsuResult *result);
void kaitsu_request_free (KaitsuRequest *self);
const char *kaitsu_request_get_greeting (void);
GPtrArray *kaitsu_request_facts_of_port (KaitsuResult *result, KaitsuPortResult *port);
char *kaitsu_request_dup_direction (KaitsuPort port);
char *kaitsu_request_dup_tried (KaitsuPortResult *port);
char *kaitsu_request_dup_evidence (KaitsuPortResult *port);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuRequest, kaitsu_request_free)

G_END_DECLS
