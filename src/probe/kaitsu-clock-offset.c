/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-clock-offset.h"

#include <math.h>
#include <string.h>

/* What a probe learns of the time stands in the detail of its observation, so
 * that a saved result has it as well; whatever the locale. */
#define PREFIX "offset "
#define UNIT " s"

/**
 * kaitsu_clock_offset_format:
 * @seconds: what must be added to this PC's clock to be right
 * @digits: behind the point, as many as were seen
 *
 * Returns: (transfer full): "offset +0.003 s", to begin a detail with or to
 *   end it; what follows has to begin with a comma
 */
char *
kaitsu_clock_offset_format (double seconds, guint digits)
{
  g_autofree char *format = g_strdup_printf ("%%+.%uf", digits);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, format, seconds);
  if (g_ascii_strtod (number, NULL) == 0)
    number[0] = '+'; /* not "-0.000" */
  return g_strconcat (PREFIX, number, UNIT, NULL);
}

static gboolean
tells_time (const KaitsuObservation *observation)
{
  return observation->outcome == KAITSU_OUTCOME_ANSWERED && observation->detail != NULL
         && (observation->probe == KAITSU_PROBE_KIND_NTP
             || observation->probe == KAITSU_PROBE_KIND_PORTAL);
}

/**
 * kaitsu_clock_offset_read:
 * @observation: an observation
 * @seconds: (out): what must be added to this PC's clock to be right; a web
 *   page tells whole seconds
 *
 * Returns: whether @observation is an answered NTP query with a usable time, or
 *   a known page that tells when it was made
 */
gboolean
kaitsu_clock_offset_read (const KaitsuObservation *observation, double *seconds)
{
  g_return_val_if_fail (observation != NULL, FALSE);
  g_return_val_if_fail (seconds != NULL, FALSE);

  /* the last one: a page's own words stand before it */
  const char *number = tells_time (observation) ? g_strrstr (observation->detail, PREFIX) : NULL;
  char *end = NULL;

  if (number == NULL)
    return FALSE;
  number += strlen (PREFIX);
  double value = g_ascii_strtod (number, &end);
  if (end == number || !g_str_has_prefix (end, UNIT) || !isfinite (value))
    return FALSE;
  end += strlen (UNIT);
  if (*end != ',' && *end != '\0')
    return FALSE;
  *seconds = value;
  return TRUE;
}

/**
 * kaitsu_clock_opinion_join:
 * @self: what was heard so far
 * @other: what others say
 *
 * One server alone may be wrong, or a box on the way that answers in its place,
 * or a page that comes from a cache. That somebody agrees with a wrong clock by
 * chance is less likely than any of these: the nearest counts.
 */
void
kaitsu_clock_opinion_join (KaitsuClockOpinion *self, const KaitsuClockOpinion *other)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (other != NULL);

  if (other->known && (!self->known || fabs (other->seconds) < fabs (self->seconds)))
    *self = *other;
}

/**
 * kaitsu_clock_opinion_hear:
 * @self: what was heard so far
 * @observation: an observation, which need not tell the time
 *
 * Joins what @observation says.
 */
void
kaitsu_clock_opinion_hear (KaitsuClockOpinion *self, const KaitsuObservation *observation)
{
  KaitsuClockOpinion other = { 0 };

  other.known = kaitsu_clock_offset_read (observation, &other.seconds);
  kaitsu_clock_opinion_join (self, &other);
}
