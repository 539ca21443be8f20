/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-probe-private.h"

G_BEGIN_DECLS

void kaitsu_http_probe_start (KaitsuProbe *self);
gboolean kaitsu_http_probe_parse_offset (const KaitsuObservation *observation, double *seconds);

G_END_DECLS
