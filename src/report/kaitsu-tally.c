/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-tally.h"

#include "kaitsu-icmp.h"

static KaitsuIcmpMeaning
get_meaning (const KaitsuObservation *seen)
{
  return kaitsu_icmp_classify (seen->family == KAITSU_FAMILY_IPV6, seen->icmp.type,
                               seen->icmp.code);
}

static void
count_icmp (KaitsuTally *self, const KaitsuObservation *seen)
{
  const KaitsuIcmpMeaning meaning = get_meaning (seen);

  if (meaning != KAITSU_ICMP_MEANING_NET_UNREACHABLE
      && meaning != KAITSU_ICMP_MEANING_HOST_UNREACHABLE)
    {
      self->turned_away++;
      return;
    }
  self->no_way++;
  if (self->offender == NULL)
    self->offender = seen->icmp.offender;
}

static void
count_outcome (KaitsuTally *self, const KaitsuObservation *seen)
{
  switch (seen->outcome)
    {
    case KAITSU_OUTCOME_ANSWERED:
      self->successes++;
      break;
    case KAITSU_OUTCOME_CONNECTED:
      self->successes++;
      self->voiceless++;
      break;
    case KAITSU_OUTCOME_LEASE:
      self->successes++;
      self->lease = TRUE;
      break;
    case KAITSU_OUTCOME_MUTE:
    case KAITSU_OUTCOME_CUT:
    case KAITSU_OUTCOME_TLS_FAILED:
      self->voiceless++;
      break;
    case KAITSU_OUTCOME_UNEXPECTED:
    case KAITSU_OUTCOME_TLS_UNTRUSTED:
      self->spoke++;
      break;
    case KAITSU_OUTCOME_SILENT:
      self->silent++;
      break;
    case KAITSU_OUTCOME_REFUSED:
      self->turned_away++;
      break;
    case KAITSU_OUTCOME_ICMP:
      count_icmp (self, seen);
      break;
    case KAITSU_OUTCOME_UNREACHABLE:
      self->no_route++;
      break;
    case KAITSU_OUTCOME_UNRESOLVED:
      self->no_name++;
      break;
    case KAITSU_OUTCOME_STATIC:
      self->by_hand++;
      break;
    case KAITSU_OUTCOME_LOCAL:
    case KAITSU_OUTCOME_ERROR:
      break;
    }
}

static void
count_hop (KaitsuTally *self, const KaitsuObservation *seen)
{
  self->hops++;
  if (self->first_hop == NULL)
    self->first_hop = seen;
  if (seen->outcome == KAITSU_OUTCOME_ANSWERED || seen->outcome == KAITSU_OUTCOME_CONNECTED)
    self->arrived = TRUE;
  if (seen->outcome == KAITSU_OUTCOME_ICMP
      && get_meaning (seen) == KAITSU_ICMP_MEANING_TIME_EXCEEDED)
    self->reach = MAX (self->reach, seen->hop_limit);
}

static void
count (KaitsuTally *self, const KaitsuObservation *seen)
{
  self->tries++;
  count_outcome (self, seen);
  if (seen->detail != NULL && *seen->detail != '\0')
    self->detail = seen->detail;
}

static gboolean
is_living_control (const KaitsuObservation *seen, KaitsuFamily family)
{
  return seen->control && seen->family == family && seen->hop_limit == 0
         && (seen->outcome == KAITSU_OUTCOME_ANSWERED || seen->outcome == KAITSU_OUTCOME_CONNECTED);
}

static gboolean
was_tried_on (GPtrArray *observations, const char *host)
{
  for (guint i = 0; i < observations->len; i++)
    {
      const KaitsuObservation *seen = g_ptr_array_index (observations, i);
      if (!seen->control && g_strcmp0 (seen->host, host) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * kaitsu_tally_family:
 * @port: a port
 * @family: which observations to count
 *
 * Returns: what they add up to, valid as long as @port is and does not change
 */
KaitsuTally
kaitsu_tally_family (KaitsuPortResult *port, KaitsuFamily family)
{
  GPtrArray *observations = kaitsu_port_result_get_observations (port);
  KaitsuTally self = { 0 };

  for (guint i = 0; i < observations->len; i++)
    {
      const KaitsuObservation *seen = g_ptr_array_index (observations, i);

      if (seen->family != family)
        continue;
      if (is_living_control (seen, family) && was_tried_on (observations, seen->host))
        self.control = seen;
      else if (is_living_control (seen, family)
               && kaitsu_port_equal (seen->port, kaitsu_port_result_get_port (port)))
        self.witness = seen;
      if (seen->control)
        continue;
      if (seen->hop_limit != 0)
        count_hop (&self, seen);
      else
        count (&self, seen);
    }
  return self;
}

/**
 * kaitsu_tally:
 * @port: a port
 *
 * Returns: what the observations of the family that decides add up to
 */
KaitsuTally
kaitsu_tally (KaitsuPortResult *port)
{
  return kaitsu_tally_family (port, kaitsu_port_result_get_family (port));
}

/**
 * kaitsu_tally_get_lack:
 * @self: a tally
 * @finding: what was judged from the same observations: "no evidence"
 *
 * In the judge's order: what came nearest to deciding comes first.
 *
 * Returns: what it was that could not decide
 */
KaitsuLack
kaitsu_tally_get_lack (const KaitsuTally *self, const KaitsuFinding *finding)
{
  if (self->voiceless > 0 || self->spoke > 0)
    return KAITSU_LACK_VOICE;
  if (finding->verified_hop > 0 && finding->total_hops >= finding->verified_hop)
    return KAITSU_LACK_SIGHT;
  if (self->silent > 0)
    return KAITSU_LACK_ANSWER;
  if (self->no_way > 0)
    return KAITSU_LACK_WAY;
  if (self->turned_away > 0)
    return KAITSU_LACK_LEAVE;
  if (self->no_route > 0)
    return KAITSU_LACK_ROUTE;
  if (self->no_name > 0)
    return KAITSU_LACK_NAME;
  if (self->by_hand > 0)
    return KAITSU_LACK_DHCP;
  return KAITSU_LACK_EVERYTHING;
}
