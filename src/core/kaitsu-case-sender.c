/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-case-private.h"

#include "kaitsu-address.h"

/*
 * Where somebody stands who sent an ICMP error. His address says little: a router
 * may answer with any of its own (RFC 1812 section 4.3.2.4), and private ones
 * are in use on both ends of a line. So it is told by the hops that the control
 * met, and by the time.
 */

/* No access line is that fast, in µs. */
#define FASTEST_LINE 1000

/**
 * kaitsu_case_fastest_control:
 * @matter: a case
 *
 * Returns: the fastest handshake of any host's control in µs, -1 if there is none
 */
gint64
kaitsu_case_fastest_control (const KaitsuCase *matter)
{
  gint64 best = -1;

  for (guint i = 0; i < matter->controls->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (matter->controls, i);
      if (o->control && o->rtt_us >= 0 && kaitsu_case_is_live_control (matter, o))
        best = best < 0 ? o->rtt_us : MIN (best, o->rtt_us);
    }
  return best;
}

/* What the way to its target takes, as far as known, in µs; -1 if not known, or
 * too short to be compared with. */
static gint64
time_of_way (const KaitsuCase *matter, const KaitsuObservation *o)
{
  gint64 rtt = kaitsu_case_control_rtt (matter, o->host);

  if (rtt < 0)
    rtt = kaitsu_case_fastest_control (matter);
  return rtt >= KAITSU_CASE_TOO_SHORT_TO_COMPARE ? rtt : -1;
}

/* The fastest of his errors in the whole run: a busy moment makes him seem farther
 * away than he is, nothing makes him seem nearer. */
static gint64
time_of_sender (const KaitsuCase *matter, const KaitsuObservation *o)
{
  gint64 best = o->rtt_us;

  for (guint i = 0; matter->heard != NULL && i < matter->heard->len; i++)
    {
      const KaitsuObservation *other = g_ptr_array_index (matter->heard, i);
      if (other->outcome == KAITSU_OUTCOME_ICMP && other->rtt_us >= 0
          && g_strcmp0 (other->icmp.offender, o->icmp.offender) == 0)
        best = best < 0 ? other->rtt_us : MIN (best, other->rtt_us);
    }
  return best;
}

static gboolean
is_as_far_as_target (const KaitsuCase *matter, const KaitsuObservation *o)
{
  gint64 way = time_of_way (matter, o);
  gint64 rtt = time_of_sender (matter, o);

  return way >= 0 && rtt >= 0 && 4 * rtt >= 3 * way;
}

static gboolean
is_nearer_than_target (const KaitsuCase *matter, const KaitsuObservation *o)
{
  gint64 way = time_of_way (matter, o);
  gint64 rtt = time_of_sender (matter, o);

  return way >= 0 && rtt >= 0 && 4 * rtt < 3 * way;
}

/**
 * kaitsu_case_find_hop:
 * @matter: a case
 * @address: (nullable): of whoever sent something
 *
 * Returns: the hop with that address on the way of the control, 1 for the
 *   router of this PC, 0 if it is none that is known
 */
guint
kaitsu_case_find_hop (const KaitsuCase *matter, const char *address)
{
  guint index;

  if (kaitsu_network_is_gateway (matter->network, address))
    return 1;
  return address != NULL && matter->hops != NULL
                 && g_ptr_array_find_with_equal_func (matter->hops, address, g_str_equal, &index)
             ? index + 1
             : 0;
}

/**
 * kaitsu_case_is_sent_from_lan:
 * @matter: a case
 * @o: an ICMP error
 *
 * Returns: whether it came back faster than any access line is: on a line that
 *   takes time only the router is that near, whatever address it gives
 */
gboolean
kaitsu_case_is_sent_from_lan (const KaitsuCase *matter, const KaitsuObservation *o)
{
  gint64 rtt = time_of_sender (matter, o);

  return time_of_way (matter, o) >= 0 && rtt >= 0 && rtt < FASTEST_LINE;
}

/**
 * kaitsu_case_is_sent_from_near:
 * @matter: a case
 * @o: an ICMP error
 *
 * Returns: whether its sender is on the way to every destination: one of the
 *   first hops, or somebody with an address of the near side who is no farther
 *   than that (a data centre behind the destination numbers privately, too)
 */
gboolean
kaitsu_case_is_sent_from_near (const KaitsuCase *matter, const KaitsuObservation *o)
{
  guint hop = kaitsu_case_find_hop (matter, o->icmp.offender);
  KaitsuAddressScope scope = kaitsu_address_get_scope (o->icmp.offender);

  if (hop > 0)
    return hop <= KAITSU_CASE_NEAR_HOPS;
  if (kaitsu_case_is_sent_from_lan (matter, o))
    return TRUE;
  return (scope == KAITSU_ADDRESS_SCOPE_PRIVATE || scope == KAITSU_ADDRESS_SCOPE_CARRIER)
         && !is_as_far_as_target (matter, o);
}

/**
 * kaitsu_case_is_sent_from_beyond_router:
 * @matter: a case
 * @o: an ICMP error
 *
 * Returns: whether its sender is known to stand behind the shop's router: the
 *   control met him there, or half of the time of the whole way went by
 */
gboolean
kaitsu_case_is_sent_from_beyond_router (const KaitsuCase *matter, const KaitsuObservation *o)
{
  gint64 way = time_of_way (matter, o);
  gint64 rtt = time_of_sender (matter, o);

  return kaitsu_case_find_hop (matter, o->icmp.offender) > 1
         || (way >= 0 && rtt >= 0 && 2 * rtt >= way);
}

static gboolean
is_answered_there (const KaitsuCase *matter, const KaitsuObservation *rejected)
{
  for (guint i = 0; i < matter->heard->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (matter->heard, i);
      if (kaitsu_observation_is_answered (o) && kaitsu_port_equal (o->port, rejected->port)
          && g_strcmp0 (o->host, rejected->host) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * kaitsu_case_is_fickle:
 * @matter: a case
 * @offender: (nullable): the sender of an ICMP error
 *
 * Returns: whether he rejected what got through at another time, to the same host:
 *   he refuses for want of room, or has just been started, and what he says is
 *   not about ports
 */
gboolean
kaitsu_case_is_fickle (const KaitsuCase *matter, const char *offender)
{
  for (guint i = 0; offender != NULL && matter->heard != NULL && i < matter->heard->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (matter->heard, i);
      if (kaitsu_observation_is_rejected_on_the_way (o)
          && g_strcmp0 (o->icmp.offender, offender) == 0 && is_answered_there (matter, o))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_answered_at_another (const KaitsuCase *matter, KaitsuPort port, const char *host)
{
  for (guint i = 0; i < matter->controls->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (matter->controls, i);
      if ((o->outcome == KAITSU_OUTCOME_CONNECTED || o->outcome == KAITSU_OUTCOME_ANSWERED)
          && kaitsu_port_equal (o->port, port) && g_strcmp0 (o->host, host) != 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * kaitsu_case_is_about_host:
 * @matter: a case
 * @o: an ICMP error, or what this PC itself refused
 *
 * Returns: whether the same refuses the host's control as well, on a port that
 *   gets through to others: a filter of sites, which says nothing of ports
 */
gboolean
kaitsu_case_is_about_host (const KaitsuCase *matter, const KaitsuObservation *o)
{
  for (guint i = 0; i < matter->controls->len; i++)
    {
      const KaitsuObservation *control = g_ptr_array_index (matter->controls, i);
      if (control->outcome == o->outcome && g_strcmp0 (control->host, o->host) == 0
          && g_strcmp0 (control->icmp.offender, o->icmp.offender) == 0
          && is_answered_at_another (matter, control->port, o->host))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_missed_at_another (const KaitsuCase *matter, GPtrArray *seen, const KaitsuObservation *o)
{
  for (guint i = 0; seen != NULL && i < seen->len; i++)
    {
      const KaitsuObservation *other = g_ptr_array_index (seen, i);
      if (other->outcome == KAITSU_OUTCOME_SILENT && g_strcmp0 (other->host, o->host) != 0
          && !kaitsu_case_is_path_only (matter, other->host)
          && kaitsu_case_is_alive (matter, other->host))
        return TRUE;
    }
  return FALSE;
}

/**
 * kaitsu_case_is_sent_on_common_way:
 * @matter: a case
 * @o: an ICMP error
 *
 * Returns: whether its sender stops more than the way to one target alone.
 *   Contract section 2: red needs every usable target to agree
 */
gboolean
kaitsu_case_is_sent_on_common_way (const KaitsuCase *matter, const KaitsuObservation *o)
{
  gboolean met_elsewhere = kaitsu_case_find_hop (matter, o->icmp.offender) > 0
                           && g_strcmp0 (matter->hops_host, o->host) != 0;

  return met_elsewhere || kaitsu_case_is_sent_from_near (matter, o)
         || kaitsu_case_refuses_elsewhere (matter, o) || is_nearer_than_target (matter, o)
         || is_missed_at_another (matter, matter->observations, o)
         || is_missed_at_another (matter, matter->witnesses, o);
}
