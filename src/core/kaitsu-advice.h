/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuAdvice: whom to ask, and about which ports (contract section 3).
 * @party: PC: open the PC's own firewall; ROUTER: who manages the router;
 *   PROVIDER: the provider; DESTINATION: nobody on the customer's side
 * @afterwards: ask only if asking those before did not help
 * @ports: (element-type KaitsuPortResult): the red ports it is about
 */
typedef struct {
  KaitsuParty party;
  gboolean afterwards;
  GPtrArray *ports;
} KaitsuAdvice;

/* (element-type KaitsuAdvice): whom to ask first comes first; empty if
 * nothing is red */
GPtrArray *kaitsu_advice_new (KaitsuResult *result);

G_END_DECLS
