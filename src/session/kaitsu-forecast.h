/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KaitsuForecastKind: what may be said about the time that is left.
 *
 * WITHIN  nothing is known yet but the limit: at most so long
 * ABOUT   about so long
 * LATE    longer than was said; at most so long
 */
typedef enum {
  KAITSU_FORECAST_WITHIN,
  KAITSU_FORECAST_ABOUT,
  KAITSU_FORECAST_LATE,
} KaitsuForecastKind;

/**
 * KaitsuForecast: how long a run will still take, as far as it may be told.
 * What was once said is never taken back by a longer time, and 0 is never
 * said. All times are seconds since the run began.
 *
 * @limit: when the run ends at the latest
 * @end: when it is expected to end; 0 if nothing was told yet
 */
typedef struct {
  double limit;
  double end;
} KaitsuForecast;

KaitsuForecast kaitsu_forecast_new (double limit);
void kaitsu_forecast_expect (KaitsuForecast *self, double now, double seconds);
KaitsuForecastKind kaitsu_forecast_get (const KaitsuForecast *self, double now, guint *seconds);

G_END_DECLS
