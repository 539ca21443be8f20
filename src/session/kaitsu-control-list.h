/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-observation.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/**
 * KaitsuControlChoice: something that answers, to compare silence with.
 * @host: its host. Borrowed
 * @port: the port that answers there
 * @rtt_us: its fastest answer, -1 if it was not heard yet
 */
typedef struct {
  const char *host;
  KaitsuPort port;
  gint64 rtt_us;
} KaitsuControlChoice;

GArray *kaitsu_control_list_new (const KaitsuTarget *target, GPtrArray *heard);

G_END_DECLS
