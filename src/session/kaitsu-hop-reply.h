/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-hop-rule.h"
#include "kaitsu-observation.h"

G_BEGIN_DECLS

KaitsuHopReply kaitsu_hop_reply_for (const KaitsuObservation *o);

G_END_DECLS
