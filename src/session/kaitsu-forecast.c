/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-forecast.h"

/* Finer steps would promise what nobody can keep. */
#define COARSE_STEP 10
#define FINE_STEP 5
#define FINE_FROM 10

/* Rounded up: to end a little early disappoints nobody. */
static guint
round_up (double seconds)
{
  guint step = seconds <= FINE_FROM ? FINE_STEP : COARSE_STEP;
  guint steps = seconds > 0 ? (guint) ((seconds + step - 0.001) / step) : 0;

  return MAX (steps, 1) * step;
}

/**
 * kaitsu_forecast_new:
 * @limit: seconds after which the run ends in any case
 *
 * Returns: a forecast that knows nothing else
 */
KaitsuForecast
kaitsu_forecast_new (double limit)
{
  return (KaitsuForecast){ .limit = limit };
}

/**
 * kaitsu_forecast_expect:
 * @self: a forecast
 * @now: seconds since the run began
 * @seconds: how long what goes on now is expected to take at most
 *
 * An end that was told before is only ever brought forward.
 */
void
kaitsu_forecast_expect (KaitsuForecast *self, double now, double seconds)
{
  double end = MIN (now + seconds, self->limit);

  g_return_if_fail (self != NULL);

  if (self->end <= 0 || end < self->end)
    self->end = end;
}

/**
 * kaitsu_forecast_get:
 * @self: a forecast
 * @now: seconds since the run began
 * @seconds: (out): how long, in steps of 5 or 10 and never 0
 *
 * Returns: what is meant by it
 */
KaitsuForecastKind
kaitsu_forecast_get (const KaitsuForecast *self, double now, guint *seconds)
{
  g_return_val_if_fail (self != NULL && seconds != NULL, KAITSU_FORECAST_WITHIN);

  if (self->end > 0 && now <= self->end)
    {
      *seconds = round_up (self->end - now);
      return KAITSU_FORECAST_ABOUT;
    }
  *seconds = round_up (self->limit - now);
  return self->end > 0 ? KAITSU_FORECAST_LATE : KAITSU_FORECAST_WITHIN;
}
