/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-observation.h"

G_BEGIN_DECLS

char *kaitsu_clock_offset_format (double seconds, guint digits);
gboolean kaitsu_clock_offset_read (const KaitsuObservation *observation, double *seconds);

/**
 * KaitsuClockOpinion: what several who tell the time say of this PC's clock.
 * All zeros is nobody's.
 * @known: whether anybody told the time
 * @seconds: what must be added to this PC's clock to be right, by whoever it
 *   agrees with best: it is wrong only if all say so
 */
typedef struct {
  gboolean known;
  double seconds;
} KaitsuClockOpinion;

void kaitsu_clock_opinion_join (KaitsuClockOpinion *self, const KaitsuClockOpinion *other);
void kaitsu_clock_opinion_hear (KaitsuClockOpinion *self, const KaitsuObservation *observation);

G_END_DECLS
