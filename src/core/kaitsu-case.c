/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-case-private.h"

#include "kaitsu-address.h"
#include "kaitsu-icmp.h"

const KaitsuObservation *
kaitsu_case_seen (const KaitsuCase *matter, guint i)
{
  return g_ptr_array_index (matter->observations, i);
}

static gboolean
is_faster (const KaitsuObservation *o, const KaitsuObservation *best)
{
  return best == NULL || (o->rtt_us >= 0 && (best->rtt_us < 0 || o->rtt_us < best->rtt_us));
}

/* The fastest observation of that outcome, or NULL. */
const KaitsuObservation *
kaitsu_case_find (const KaitsuCase *matter, KaitsuOutcome outcome)
{
  const KaitsuObservation *best = NULL;

  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = kaitsu_case_seen (matter, i);
      if (o->outcome == outcome && is_faster (o, best))
        best = o;
    }
  return best;
}

static gboolean
is_answer (const KaitsuObservation *o)
{
  return o->outcome == KAITSU_OUTCOME_ANSWERED || kaitsu_observation_is_only_out_of_date (o);
}

/* A port is no control of itself, whoever tried it. */
gboolean
kaitsu_case_is_live_control (const KaitsuCase *matter, const KaitsuObservation *o)
{
  return (o->outcome == KAITSU_OUTCOME_CONNECTED || is_answer (o))
         && !kaitsu_port_equal (o->port, matter->port);
}

/* Whether a control of that host answered; of any host if host is NULL. */
gboolean
kaitsu_case_is_alive (const KaitsuCase *matter, const char *host)
{
  for (guint i = 0; i < matter->controls->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (matter->controls, i);
      if (kaitsu_case_is_live_control (matter, o)
          && (host == NULL || g_strcmp0 (o->host, host) == 0))
        return TRUE;
    }
  return FALSE;
}

/* The fastest handshake of the controls of a host, in µs; -1 if there are
 * fewer than two: one alone may have met a busy moment. */
gint64
kaitsu_case_control_rtt (const KaitsuCase *matter, const char *host)
{
  gint64 best = -1;
  guint n = 0;

  for (guint i = 0; i < matter->controls->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (matter->controls, i);
      /* a handshake of another port may itself be somebody else's */
      if (!o->control || o->rtt_us < 0 || g_strcmp0 (o->host, host) != 0
          || !kaitsu_case_is_live_control (matter, o))
        continue;
      n++;
      best = best < 0 ? o->rtt_us : MIN (best, o->rtt_us);
    }
  return n >= 2 ? best : -1;
}

gboolean
kaitsu_case_is_path_only (const KaitsuCase *matter, const char *host)
{
  return host != NULL && matter->path_only != NULL && g_strv_contains (matter->path_only, host);
}

gboolean
kaitsu_case_comes_from_destination (const KaitsuObservation *o)
{
  return o->outcome == KAITSU_OUTCOME_ICMP && g_strcmp0 (o->icmp.offender, o->address) == 0;
}

/* "Not allowed here" or "nobody at this port". The other unreachables are
 * also what a dead target looks like; a time exceeded is a routing loop. */
gboolean
kaitsu_case_is_refusal (KaitsuIcmpMeaning meaning)
{
  return meaning == KAITSU_ICMP_MEANING_ADMIN_PROHIBITED
         || meaning == KAITSU_ICMP_MEANING_PORT_UNREACHABLE
         || meaning == KAITSU_ICMP_MEANING_PROTOCOL_UNREACHABLE;
}

static gboolean
is_unreachable (KaitsuIcmpMeaning meaning)
{
  return meaning == KAITSU_ICMP_MEANING_NET_UNREACHABLE
         || meaning == KAITSU_ICMP_MEANING_HOST_UNREACHABLE;
}

/* A third of the control's time or less: what was heard was not the
 * destination. Wi-Fi alone does not do that to the faster of two controls. */
gboolean
kaitsu_case_is_too_near (const KaitsuCase *matter, const KaitsuObservation *o)
{
  gint64 rtt = kaitsu_case_control_rtt (matter, o->host);

  return o->rtt_us >= 0 && rtt >= KAITSU_CASE_TOO_SHORT_TO_COMPARE && 3 * o->rtt_us < rtt;
}

/* Whether anybody who answers is far enough away for times to tell anything. */
static gboolean
is_long_enough (const KaitsuCase *matter)
{
  for (guint i = 0; i < matter->controls->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (matter->controls, i);
      /* a handshake is timed by the kernel, however busy this PC is */
      if (o->control && kaitsu_case_is_live_control (matter, o)
          && o->rtt_us >= KAITSU_CASE_TOO_SHORT_TO_COMPARE)
        return TRUE;
    }
  return FALSE;
}

/* A third of what a handshake with anybody else takes, or less. */
static gboolean
is_nearer_than_others (const KaitsuCase *matter, const KaitsuObservation *o)
{
  gint64 best = -1;

  for (guint i = 0; i < matter->controls->len; i++)
    {
      const KaitsuObservation *other = g_ptr_array_index (matter->controls, i);
      if (other->control && kaitsu_case_is_live_control (matter, other) && other->rtt_us >= 0
          && g_strcmp0 (other->host, o->host) != 0)
        best = best < 0 ? other->rtt_us : MIN (best, other->rtt_us);
    }
  return o->rtt_us >= 0 && best >= KAITSU_CASE_TOO_SHORT_TO_COMPARE && 3 * o->rtt_us < best;
}

/* A trusted certificate for another name, and nothing says that it comes from
 * nearer than the destination: then it is the destination that shows it. */
gboolean
kaitsu_case_is_misnamed (const KaitsuCase *matter, const KaitsuObservation *o)
{
  return kaitsu_observation_is_of_another_name (o) && !kaitsu_case_is_too_near (matter, o)
         && !is_nearer_than_others (matter, o)
         && (matter->path == NULL || matter->path->decision.verdict != KAITSU_HOP_VERDICT_NEARER);
}

/* No farther than a box that ends TLS for the same host, give or take what Wi-Fi
 * does: then that box is the nearest thing that speaks for the host. */
static gboolean
is_as_near_as_impostor (const KaitsuCase *matter, const KaitsuObservation *o)
{
  const gint64 jitter = 2000;

  if (!is_long_enough (matter))
    return FALSE;
  for (guint i = 0; i < matter->controls->len; i++)
    {
      const KaitsuObservation *other = g_ptr_array_index (matter->controls, i);
      if (other->outcome == KAITSU_OUTCOME_TLS_UNTRUSTED
          && !kaitsu_observation_is_only_out_of_date (other)
          && !kaitsu_case_is_misnamed (matter, other) && g_strcmp0 (other->host, o->host) == 0
          && o->rtt_us >= 0 && other->rtt_us >= 0
          && o->rtt_us <= other->rtt_us + MAX (other->rtt_us / 3, jitter))
        return TRUE;
    }
  return FALSE;
}

/* In the clear only the time tells who speaks. */
static gboolean
is_own_answer (const KaitsuCase *matter, const KaitsuObservation *o)
{
  return is_answer (o)
         && (kaitsu_observation_is_certified (o)
             || (!kaitsu_case_is_too_near (matter, o) && !is_as_near_as_impostor (matter, o)));
}

const KaitsuObservation *
kaitsu_case_find_answer (const KaitsuCase *matter)
{
  const KaitsuObservation *best = NULL;

  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = kaitsu_case_seen (matter, i);
      if (is_own_answer (matter, o) && is_faster (o, best))
        best = o;
    }
  return best;
}

/* Whether an error came back in clearly less time than the destination itself
 * needs: then it is not its own network that sends it. */
gboolean
kaitsu_case_is_nearer_than_destination (const KaitsuCase *matter, const KaitsuObservation *o)
{
  gint64 rtt = kaitsu_case_control_rtt (matter, o->host);

  return o->rtt_us >= 0 && rtt >= 0 && 4 * o->rtt_us < 3 * rtt;
}

/* "No way there" is also what a router says when its own line has just gone
 * down: the way must have been alive afterwards. */
static gboolean
is_alive_after (const KaitsuCase *matter, const KaitsuObservation *o)
{
  for (guint i = 0; i < matter->controls->len; i++)
    {
      const KaitsuObservation *control = g_ptr_array_index (matter->controls, i);
      if (kaitsu_case_is_live_control (matter, control) && g_strcmp0 (control->host, o->host) == 0
          && control->at_us > o->at_us)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_refused_elsewhere (GPtrArray *seen, const KaitsuObservation *o)
{
  for (guint i = 0; seen != NULL && i < seen->len; i++)
    {
      const KaitsuObservation *other = g_ptr_array_index (seen, i);
      if (other->outcome == KAITSU_OUTCOME_ICMP && g_strcmp0 (other->host, o->host) != 0
          && g_strcmp0 (other->icmp.offender, o->icmp.offender) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether the same stranger refuses this port for more than one target: he
 * sits on the common part of the way. */
gboolean
kaitsu_case_refuses_elsewhere (const KaitsuCase *matter, const KaitsuObservation *o)
{
  return is_refused_elsewhere (matter->observations, o)
         || is_refused_elsewhere (matter->witnesses, o);
}

/* An ICMP error that proves that somebody on the way stops this port. Who
 * stands near this PC is on the way to everybody: any live control will do. A
 * stranger may be the firewall of one dead target: there it takes that
 * target's own control, or the same stranger at another target. And where
 * nobody is expected to answer, a stranger's refusal proves nothing. */
static gboolean
is_rejection (const KaitsuCase *matter, const KaitsuObservation *o)
{
  if (o->outcome != KAITSU_OUTCOME_ICMP || o->icmp.offender == NULL
      || kaitsu_case_comes_from_destination (o)
      || kaitsu_network_is_own (matter->network, o->icmp.offender)
      || kaitsu_case_is_about_host (matter, o))
    return FALSE;

  KaitsuIcmpMeaning meaning = kaitsu_icmp_classify (o->family == KAITSU_FAMILY_IPV6, o->icmp.type,
                                                    o->icmp.code);
  gboolean near = kaitsu_case_is_sent_from_near (matter, o);
  if (!near && kaitsu_case_is_path_only (matter, o->host))
    return FALSE;
  if (is_unreachable (meaning))
    return is_alive_after (matter, o);
  if (!kaitsu_case_is_refusal (meaning) || !kaitsu_case_is_alive (matter, NULL))
    return FALSE;
  return near || kaitsu_case_is_alive (matter, o->host)
         || kaitsu_case_refuses_elsewhere (matter, o);
}

/* A reset that came back in less than half the time that the destination
 * itself needs was sent by somebody nearer (probing: same path, same host); but
 * the control's port may be led a longer way, so nobody may be as near. */
gboolean
kaitsu_case_is_near_reset (const KaitsuCase *matter, const KaitsuObservation *o)
{
  gint64 rtt = MIN (kaitsu_case_control_rtt (matter, o->host),
                    kaitsu_case_fastest_control (matter));

  return o->outcome == KAITSU_OUTCOME_REFUSED && o->rtt_us >= 0
         && rtt >= KAITSU_CASE_TOO_SHORT_TO_COMPARE && 2 * o->rtt_us < rtt;
}

static guint
count_near_resets (const KaitsuCase *matter, const char *host)
{
  guint n = 0;

  for (guint i = 0; i < matter->observations->len; i++)
    if (g_strcmp0 (kaitsu_case_seen (matter, i)->host, host) == 0
        && kaitsu_case_is_near_reset (matter, kaitsu_case_seen (matter, i)))
      n++;
  return n;
}

/* Whether this observation forbids red: something got through, or was
 * answered by the destination. Silence and dead targets forbid nothing. */
static gboolean
speaks_against_red (const KaitsuCase *matter, const KaitsuObservation *o)
{
  switch (o->outcome)
    {
    case KAITSU_OUTCOME_ANSWERED:
    case KAITSU_OUTCOME_CONNECTED:
    case KAITSU_OUTCOME_MUTE:
    case KAITSU_OUTCOME_CUT:
    case KAITSU_OUTCOME_UNEXPECTED:
    case KAITSU_OUTCOME_TLS_UNTRUSTED:
    case KAITSU_OUTCOME_TLS_FAILED:
    case KAITSU_OUTCOME_LEASE:
      return TRUE;
    case KAITSU_OUTCOME_REFUSED:
      return !kaitsu_case_is_near_reset (matter, o);
    case KAITSU_OUTCOME_ICMP:
      return kaitsu_case_comes_from_destination (o);
    case KAITSU_OUTCOME_SILENT:
    case KAITSU_OUTCOME_LOCAL:
    case KAITSU_OUTCOME_UNREACHABLE:
    case KAITSU_OUTCOME_UNRESOLVED:
    case KAITSU_OUTCOME_STATIC:
    case KAITSU_OUTCOME_ERROR:
      return FALSE;
    }
  return TRUE;
}

/* What a witness heard that forbids red: then it is one target's own network, or
 * the target is dead. */
const KaitsuObservation *
kaitsu_case_find_through_elsewhere (const KaitsuCase *matter)
{
  for (guint i = 0; matter->witnesses != NULL && i < matter->witnesses->len; i++)
    if (speaks_against_red (matter, g_ptr_array_index (matter->witnesses, i)))
      return g_ptr_array_index (matter->witnesses, i);
  return NULL;
}

/* Whether a witness, alive and not the host that the hops were asked towards,
 * misses the port as well. */
gboolean
kaitsu_case_is_missed_elsewhere (const KaitsuCase *matter)
{
  for (guint i = 0; matter->witnesses != NULL && i < matter->witnesses->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (matter->witnesses, i);
      if (o->outcome == KAITSU_OUTCOME_SILENT && kaitsu_case_is_alive (matter, o->host)
          && (matter->path == NULL || g_strcmp0 (o->host, matter->path->host) != 0))
        return TRUE;
    }
  return FALSE;
}

gboolean
kaitsu_case_nothing_speaks_against_red (const KaitsuCase *matter)
{
  for (guint i = 0; i < matter->observations->len; i++)
    if (speaks_against_red (matter, kaitsu_case_seen (matter, i)))
      return FALSE;
  return TRUE;
}

/* Hop-limited packets decide only what stayed silent otherwise. */
gboolean
kaitsu_case_is_decided_by_path (const KaitsuCase *matter, KaitsuHopVerdict verdict)
{
  return matter->path != NULL && matter->path->decision.verdict == verdict
         && kaitsu_case_find (matter, KAITSU_OUTCOME_SILENT) != NULL;
}

/* Whether hop-limited packets were seen beyond the one who rejected some. */
gboolean
kaitsu_case_is_seen_beyond (const KaitsuCase *matter, const KaitsuObservation *rejection)
{
  if (matter->path == NULL || rejection->icmp.offender == NULL)
    return FALSE;

  const KaitsuHopDecision *decision = &matter->path->decision;
  guint hop = kaitsu_case_find_hop (matter, rejection->icmp.offender);

  return decision->verdict == KAITSU_HOP_VERDICT_PARTIAL
         || decision->verdict == KAITSU_HOP_VERDICT_ANSWERED
         || (decision->verdict == KAITSU_HOP_VERDICT_PASSES && hop > 0 && decision->passed > hop);
}

/* Whether somebody stayed silent who is known to answer: dead or not, nobody
 * can tell from here. */
gboolean
kaitsu_case_misses_an_answer (const KaitsuCase *matter)
{
  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = kaitsu_case_seen (matter, i);
      if (o->outcome == KAITSU_OUTCOME_SILENT && !kaitsu_case_is_path_only (matter, o->host))
        return TRUE;
    }
  return FALSE;
}

/* Where nobody answers what gets through, one error may be a moment's, or one
 * packet's in two: it takes a second one, or hops or a server that miss the port
 * as well. */
gboolean
kaitsu_case_is_confirmed (const KaitsuCase *matter, const KaitsuObservation *rejection)
{
  guint n = 0;

  if (!kaitsu_case_is_path_only (matter, rejection->host) || kaitsu_case_misses_an_answer (matter)
      || (matter->path != NULL && matter->path->decision.verdict == KAITSU_HOP_VERDICT_BLOCKED))
    return TRUE;
  for (guint i = 0; i < matter->observations->len; i++)
    n += is_rejection (matter, kaitsu_case_seen (matter, i));
  return n >= 2;
}

/* The fastest: a busy moment makes a sender seem farther away, nothing nearer. */
const KaitsuObservation *
kaitsu_case_find_rejection (const KaitsuCase *matter)
{
  const KaitsuObservation *best = NULL;

  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = kaitsu_case_seen (matter, i);
      if (is_rejection (matter, o) && is_faster (o, best))
        best = o;
    }
  return best;
}

/* Two near resets of one target: one may be a chance. */
const KaitsuObservation *
kaitsu_case_find_near_reset (const KaitsuCase *matter)
{
  for (guint i = 0; i < matter->observations->len; i++)
    if (kaitsu_case_is_near_reset (matter, kaitsu_case_seen (matter, i))
        && count_near_resets (matter, kaitsu_case_seen (matter, i)->host) >= 2)
      return kaitsu_case_seen (matter, i);
  return NULL;
}

/* The error of a live destination where nobody is expected to answer: it says
 * that nobody is there, and it took as long as the way to the destination.
 * (A router that forwards a port poses as the destination, but is nearer.) */
static gboolean
is_end_of_path (const KaitsuCase *matter, const KaitsuObservation *o)
{
  if (!kaitsu_case_comes_from_destination (o) || !kaitsu_case_is_path_only (matter, o->host)
      || kaitsu_network_is_own (matter->network, o->icmp.offender)
      || !kaitsu_case_is_alive (matter, o->host)
      || kaitsu_case_is_nearer_than_destination (matter, o))
    return FALSE;

  KaitsuIcmpMeaning meaning = kaitsu_icmp_classify (o->family == KAITSU_FAMILY_IPV6, o->icmp.type,
                                                    o->icmp.code);
  return meaning == KAITSU_ICMP_MEANING_PORT_UNREACHABLE
         || meaning == KAITSU_ICMP_MEANING_PROTOCOL_UNREACHABLE;
}

const KaitsuObservation *
kaitsu_case_find_end_of_path (const KaitsuCase *matter)
{
  for (guint i = 0; i < matter->observations->len; i++)
    if (is_end_of_path (matter, kaitsu_case_seen (matter, i)))
      return kaitsu_case_seen (matter, i);
  return NULL;
}
