/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-observation.h"

G_BEGIN_DECLS

char *kaitsu_clock_offset_format (double seconds, guint digits);
gboolean kaitsu_clock_offset_read (const KaitsuObservation *observation, double *seconds);

G_END_DECLS
