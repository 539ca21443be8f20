/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-judge.h"

#include <gio/gio.h>

#include "kaitsu-address.h"
#include "kaitsu-icmp.h"

/*
 * The rules, in the order in which they are asked; the first that applies
 * decides. They are pure: what they say depends on the case alone.
 */

/* The shop's router and the first place behind it. */
#define NEAR_HOPS 2

typedef gboolean (*Rule) (const KaitsuCase *matter, KaitsuFinding *finding);

static gboolean
say (KaitsuFinding *finding, KaitsuLight light, KaitsuReason reason)
{
  finding->light = light;
  finding->reason = reason;
  return TRUE;
}

static const KaitsuObservation *
seen (const KaitsuCase *matter, guint i)
{
  return g_ptr_array_index (matter->observations, i);
}

/* The fastest observation of that outcome, or NULL. */
static const KaitsuObservation *
find (const KaitsuCase *matter, KaitsuOutcome outcome)
{
  const KaitsuObservation *best = NULL;

  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = seen (matter, i);
      if (o->outcome == outcome
          && (best == NULL || (o->rtt_us >= 0 && (best->rtt_us < 0 || o->rtt_us < best->rtt_us))))
        best = o;
    }
  return best;
}

/* A certificate of the right name from a trusted authority proves the other
 * end even if its dates do not fit this PC's clock (RFC 5280 section 6.1.3
 * keeps the two apart); the clock gets a notice of its own. */
static gboolean
is_only_out_of_date (const KaitsuObservation *o)
{
  const guint dates = G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED;

  return o->outcome == KAITSU_OUTCOME_TLS_UNTRUSTED && o->tls_errors != 0
         && (o->tls_errors & ~dates) == 0;
}

static gboolean
is_answer (const KaitsuObservation *o)
{
  return o->outcome == KAITSU_OUTCOME_ANSWERED || is_only_out_of_date (o);
}


/* A port is no control of itself, whoever tried it. */
static gboolean
is_live_control (const KaitsuCase *matter, const KaitsuObservation *o)
{
  return (o->outcome == KAITSU_OUTCOME_CONNECTED || is_answer (o))
         && !kaitsu_port_equal (o->port, matter->port);
}

/* Whether a control of that host answered; of any host if host is NULL. */
static gboolean
is_alive (const KaitsuCase *matter, const char *host)
{
  for (guint i = 0; i < matter->controls->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (matter->controls, i);
      if (is_live_control (matter, o) && (host == NULL || g_strcmp0 (o->host, host) == 0))
        return TRUE;
    }
  return FALSE;
}

/* The fastest handshake of the controls of a host, in µs; -1 if there are
 * fewer than two: one alone may have met a busy moment. */
static gint64
control_rtt (const KaitsuCase *matter, const char *host)
{
  gint64 best = -1;
  guint n = 0;

  for (guint i = 0; i < matter->controls->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (matter->controls, i);
      /* a handshake of another port may itself be somebody else's */
      if (!o->control || o->rtt_us < 0 || g_strcmp0 (o->host, host) != 0
          || !is_live_control (matter, o))
        continue;
      n++;
      best = best < 0 ? o->rtt_us : MIN (best, o->rtt_us);
    }
  return n >= 2 ? best : -1;
}

static gboolean
is_path_only (const KaitsuCase *matter, const char *host)
{
  return host != NULL && matter->path_only != NULL && g_strv_contains (matter->path_only, host);
}

static gboolean
comes_from_destination (const KaitsuObservation *o)
{
  return o->outcome == KAITSU_OUTCOME_ICMP && g_strcmp0 (o->icmp.offender, o->address) == 0;
}

/* "Not allowed here" or "nobody at this port". The other unreachables are
 * also what a dead target looks like; a time exceeded is a routing loop. */
static gboolean
is_refusal (KaitsuIcmpMeaning meaning)
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
static gboolean
is_too_near (const KaitsuCase *matter, const KaitsuObservation *o)
{
  const gint64 too_short_to_compare = 4000;
  gint64 rtt = control_rtt (matter, o->host);

  return o->rtt_us >= 0 && rtt >= too_short_to_compare && 3 * o->rtt_us < rtt;
}

/* A verified certificate says who speaks; in the clear only the time does. */
static gboolean
is_own_answer (const KaitsuCase *matter, const KaitsuObservation *o)
{
  return is_answer (o)
         && (o->probe == KAITSU_PROBE_KIND_HTTPS || o->probe == KAITSU_PROBE_KIND_SMTPS
             || !is_too_near (matter, o));
}

static const KaitsuObservation *
find_answer (const KaitsuCase *matter)
{
  const KaitsuObservation *best = NULL;

  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = seen (matter, i);
      if (is_own_answer (matter, o)
          && (best == NULL || (o->rtt_us >= 0 && (best->rtt_us < 0 || o->rtt_us < best->rtt_us))))
        best = o;
    }
  return best;
}

/* Whether an error came back in clearly less time than the destination itself
 * needs: then it is not its own network that sends it. */
static gboolean
is_nearer_than_destination (const KaitsuCase *matter, const KaitsuObservation *o)
{
  gint64 rtt = control_rtt (matter, o->host);

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
      if (is_live_control (matter, control) && g_strcmp0 (control->host, o->host) == 0
          && control->at_us > o->at_us)
        return TRUE;
    }
  return FALSE;
}

/* Whether the same stranger refuses this port for more than one target: he
 * sits on the common part of the way. */
static gboolean
refuses_elsewhere (const KaitsuCase *matter, const KaitsuObservation *o)
{
  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *other = seen (matter, i);
      if (other->outcome == KAITSU_OUTCOME_ICMP && g_strcmp0 (other->host, o->host) != 0
          && g_strcmp0 (other->icmp.offender, o->icmp.offender) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_near_address (const KaitsuCase *matter, const char *address)
{
  KaitsuAddressScope scope = kaitsu_address_get_scope (address);

  return kaitsu_network_is_gateway (matter->network, address)
         || scope == KAITSU_ADDRESS_SCOPE_PRIVATE || scope == KAITSU_ADDRESS_SCOPE_CARRIER;
}

/* An ICMP error that proves that somebody on the way stops this port. Who
 * stands near this PC is on the way to everybody: any live control will do. A
 * stranger may be the firewall of one dead target: there it takes that
 * target's own control, or the same stranger at another target. And where
 * nobody is expected to answer, a stranger's refusal proves nothing. */
static gboolean
is_rejection (const KaitsuCase *matter, const KaitsuObservation *o)
{
  if (o->outcome != KAITSU_OUTCOME_ICMP || o->icmp.offender == NULL || comes_from_destination (o)
      || kaitsu_network_is_own (matter->network, o->icmp.offender))
    return FALSE;

  KaitsuIcmpMeaning meaning
      = kaitsu_icmp_classify (o->family == KAITSU_FAMILY_IPV6, o->icmp.type, o->icmp.code);
  gboolean near = is_near_address (matter, o->icmp.offender);
  if (!near && is_path_only (matter, o->host))
    return FALSE;
  if (is_unreachable (meaning))
    return is_alive_after (matter, o);
  if (!is_refusal (meaning) || !is_alive (matter, NULL))
    return FALSE;
  return near || is_alive (matter, o->host) || refuses_elsewhere (matter, o);
}

/* A reset that came back in less than half the time that the destination
 * itself needs was sent by somebody nearer (probing: same path, same host). */
static gboolean
is_near_reset (const KaitsuCase *matter, const KaitsuObservation *o)
{
  const gint64 too_short_to_compare = 4000;
  gint64 rtt = control_rtt (matter, o->host);

  return o->outcome == KAITSU_OUTCOME_REFUSED && o->rtt_us >= 0 && rtt >= too_short_to_compare
         && 2 * o->rtt_us < rtt;
}

static guint
count_near_resets (const KaitsuCase *matter, const char *host)
{
  guint n = 0;

  for (guint i = 0; i < matter->observations->len; i++)
    if (g_strcmp0 (seen (matter, i)->host, host) == 0 && is_near_reset (matter, seen (matter, i)))
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
      return !is_near_reset (matter, o);
    case KAITSU_OUTCOME_ICMP:
      return comes_from_destination (o);
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

static gboolean
nothing_speaks_against_red (const KaitsuCase *matter)
{
  for (guint i = 0; i < matter->observations->len; i++)
    if (speaks_against_red (matter, seen (matter, i)))
      return FALSE;
  return TRUE;
}

/* Hop-limited packets decide only what stayed silent otherwise. */
static gboolean
is_decided_by_path (const KaitsuCase *matter, KaitsuHopVerdict verdict)
{
  return matter->path != NULL && matter->path->decision.verdict == verdict
         && find (matter, KAITSU_OUTCOME_SILENT) != NULL;
}

static const KaitsuObservation *
find_rejection (const KaitsuCase *matter)
{
  for (guint i = 0; i < matter->observations->len; i++)
    if (is_rejection (matter, seen (matter, i)))
      return seen (matter, i);
  return NULL;
}

/* Two near resets of one target: one may be a chance. */
static const KaitsuObservation *
find_near_reset (const KaitsuCase *matter)
{
  for (guint i = 0; i < matter->observations->len; i++)
    if (is_near_reset (matter, seen (matter, i))
        && count_near_resets (matter, seen (matter, i)->host) >= 2)
      return seen (matter, i);
  return NULL;
}

/* The error of a live destination where nobody is expected to answer: it says
 * that nobody is there, and it took as long as the way to the destination.
 * (A router that forwards a port poses as the destination, but is nearer.) */
static gboolean
is_end_of_path (const KaitsuCase *matter, const KaitsuObservation *o)
{
  if (!comes_from_destination (o) || !is_path_only (matter, o->host)
      || kaitsu_network_is_own (matter->network, o->icmp.offender)
      || !is_alive (matter, o->host) || is_nearer_than_destination (matter, o))
    return FALSE;

  KaitsuIcmpMeaning meaning
      = kaitsu_icmp_classify (o->family == KAITSU_FAMILY_IPV6, o->icmp.type, o->icmp.code);
  return meaning == KAITSU_ICMP_MEANING_PORT_UNREACHABLE
         || meaning == KAITSU_ICMP_MEANING_PROTOCOL_UNREACHABLE;
}

static const KaitsuObservation *
find_end_of_path (const KaitsuCase *matter)
{
  for (guint i = 0; i < matter->observations->len; i++)
    if (is_end_of_path (matter, seen (matter, i)))
      return seen (matter, i);
  return NULL;
}

/* --- the line as a whole: contract section 2, "never red while..." --- */

static gboolean
rule_offline (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return matter->offline && say (finding, KAITSU_LIGHT_NONE, KAITSU_REASON_OFFLINE);
}

/* A portal stands between this PC and the Internet; DHCP stays on the LAN. */
static gboolean
rule_portal (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuPort dhcp = { KAITSU_PROTOCOL_UDP, 67 };

  return matter->portal && !kaitsu_port_equal (matter->port, dhcp)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_CAPTIVE_PORTAL);
}

static gboolean
rule_not_tried (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return matter->observations->len == 0
         && say (finding, KAITSU_LIGHT_NONE,
                 matter->stopped ? KAITSU_REASON_STOPPED : KAITSU_REASON_NOT_TESTED);
}

/* --- something got through --- */

/* Contract section 2, yellow: "sometimes passes". */
static gboolean
rule_partial (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *through = find_answer (matter);
  const KaitsuObservation *rejected = find_rejection (matter);

  if (rejected == NULL)
    rejected = find_near_reset (matter);
  if (through == NULL)
    through = find (matter, KAITSU_OUTCOME_CONNECTED);
  if (through == NULL)
    through = find_end_of_path (matter);
  if (through == NULL || rejected == NULL)
    return FALSE;
  finding->rtt_us = through->rtt_us;
  finding->offender = g_strdup (rejected->icmp.offender);
  return say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_PARTIAL);
}

static gboolean
rule_answered (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *o = find_answer (matter);

  if (o == NULL)
    return FALSE;
  finding->rtt_us = o->rtt_us;
  return say (finding, KAITSU_LIGHT_GREEN, KAITSU_REASON_ANSWERED);
}

/* A lease that is still valid was given over this very port (RFC 2131). */
static gboolean
rule_lease (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return find (matter, KAITSU_OUTCOME_LEASE) != NULL
         && say (finding, KAITSU_LIGHT_GREEN, KAITSU_REASON_ANSWERED);
}

static gboolean
rule_tls_untrusted (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *o = find (matter, KAITSU_OUTCOME_TLS_UNTRUSTED);

  if (o == NULL)
    return FALSE;
  finding->rtt_us = o->rtt_us;
  return say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_INTERCEPTED);
}

static gboolean
rule_other_speaker (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *o = find (matter, KAITSU_OUTCOME_UNEXPECTED);

  if (o == NULL) /* the right words, but from too near: only these are left */
    o = find (matter, KAITSU_OUTCOME_ANSWERED);
  if (o == NULL)
    return FALSE;
  finding->rtt_us = o->rtt_us;
  return say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_INTERCEPTED);
}

/* A handshake alone: green only where nothing more was to be expected. A box
 * that accepts everything completes handshakes too, but does not speak. */
static gboolean
rule_mute (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return (find (matter, KAITSU_OUTCOME_MUTE) != NULL || find (matter, KAITSU_OUTCOME_CUT) != NULL
          || find (matter, KAITSU_OUTCOME_TLS_FAILED) != NULL)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE);
}

static gboolean
rule_connected (const KaitsuCase *matter, KaitsuFinding *finding)
{
  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = seen (matter, i);
      if (o->outcome != KAITSU_OUTCOME_CONNECTED || is_path_only (matter, o->host)
          || is_too_near (matter, o))
        continue;
      finding->rtt_us = o->rtt_us;
      return say (finding, KAITSU_LIGHT_GREEN, KAITSU_REASON_CONNECTED);
    }
  return FALSE;
}

/* Where nobody is expected to answer, or from too near, a handshake was
 * completed by somebody else: an accept-all firewall, a SYN proxy. */
static gboolean
rule_connected_to_nobody (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return find (matter, KAITSU_OUTCOME_CONNECTED) != NULL
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE);
}

/* The destination itself refused what nobody serves there: so it arrived. */
static gboolean
rule_path_to_the_end (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *o = find_end_of_path (matter);

  if (o == NULL)
    return FALSE;
  finding->rtt_us = o->rtt_us;
  return say (finding, KAITSU_LIGHT_GREEN, KAITSU_REASON_PATH);
}

static gboolean
note_verified_hops (const KaitsuCase *matter, KaitsuFinding *finding)
{
  if (!is_decided_by_path (matter, KAITSU_HOP_VERDICT_PASSES)
      && !is_decided_by_path (matter, KAITSU_HOP_VERDICT_ANSWERED))
    return FALSE;
  finding->verified_hop = matter->path->decision.verdict == KAITSU_HOP_VERDICT_ANSWERED
                              ? matter->path->decision.total
                              : matter->path->decision.passed;
  finding->total_hops = matter->path->decision.total;
  return TRUE;
}

/* Whether somebody stayed silent who is known to answer: dead or not, nobody
 * can tell from here. */
static gboolean
misses_an_answer (const KaitsuCase *matter)
{
  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = seen (matter, i);
      if (o->outcome == KAITSU_OUTCOME_SILENT && !is_path_only (matter, o->host))
        return TRUE;
    }
  return FALSE;
}

/* Nobody is there to answer, but the packets of this port go as far as the
 * control's: contract section 2, "hop f of n". Where the hops that tell end
 * early, too much of the way was not seen. */
static gboolean
rule_travels_as_far (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return note_verified_hops (matter, finding) && !misses_an_answer (matter)
         && 4 * finding->verified_hop >= 3 * finding->total_hops
         && say (finding, KAITSU_LIGHT_GREEN, KAITSU_REASON_PATH);
}

/* As far as the last hop that tells, and yet servers that are alive and known
 * to answer do not, or that hop is near: whoever sits behind it cannot be seen
 * from here. */
static gboolean
rule_lost_behind_the_last_hop (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return note_verified_hops (matter, finding)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE);
}

static gboolean
rule_sometimes_travels (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return is_decided_by_path (matter, KAITSU_HOP_VERDICT_PARTIAL)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_PARTIAL);
}

static gboolean
rule_answered_nearer (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return is_decided_by_path (matter, KAITSU_HOP_VERDICT_NEARER)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_INTERCEPTED);
}

/* --- proof that it is stopped --- */

static gboolean
rule_refused_locally (const KaitsuCase *matter, KaitsuFinding *finding)
{
  if (find (matter, KAITSU_OUTCOME_LOCAL) == NULL || !nothing_speaks_against_red (matter))
    return FALSE;
  kaitsu_finding_add_suspect (finding, KAITSU_PARTY_PC);
  /* Where nothing at all may be sent, this PC is not fit to judge. */
  if (!is_alive (matter, NULL))
    return say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NOT_PERMITTED);
  return say (finding, KAITSU_LIGHT_RED, KAITSU_REASON_REFUSED_LOCALLY);
}

static void
suspect_by_address (const KaitsuCase *matter, const KaitsuObservation *o, KaitsuFinding *finding)
{
  const char *offender = o->icmp.offender;

  if (kaitsu_network_is_gateway (matter->network, offender))
    {
      finding->hop = 1;
      kaitsu_finding_add_suspect (finding, KAITSU_PARTY_ROUTER);
      return;
    }
  switch (kaitsu_address_get_scope (offender))
    {
    case KAITSU_ADDRESS_SCOPE_PRIVATE:
      /* a second router of the shop, or a provider that numbers privately */
      kaitsu_finding_add_suspect (finding, KAITSU_PARTY_ROUTER);
      kaitsu_finding_add_suspect (finding, KAITSU_PARTY_PROVIDER);
      break;
    case KAITSU_ADDRESS_SCOPE_CARRIER:
      kaitsu_finding_add_suspect (finding, KAITSU_PARTY_PROVIDER);
      break;
    case KAITSU_ADDRESS_SCOPE_PUBLIC:
    case KAITSU_ADDRESS_SCOPE_UNKNOWN:
      kaitsu_finding_add_suspect (finding, KAITSU_PARTY_PROVIDER);
      /* at one target alone it may be the target's own operator */
      if (!refuses_elsewhere (matter, o))
        kaitsu_finding_add_suspect (finding, KAITSU_PARTY_DESTINATION);
      break;
    }
}

static gboolean
rule_rejected (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *o = find_rejection (matter);

  if (o == NULL || !nothing_speaks_against_red (matter))
    return FALSE;
  /* Every usable target must agree, and a stopped run did not hear them all;
   * but who stands near this PC is on the way to all of them. */
  if (matter->stopped && !is_near_address (matter, o->icmp.offender))
    return FALSE;
  finding->offender = g_strdup (o->icmp.offender);
  finding->rtt_us = o->rtt_us;
  suspect_by_address (matter, o, finding);
  return say (finding, KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED);
}

static gboolean
rule_near_reset (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const gint64 fastest_access_line = 1000;
  const KaitsuObservation *o = find_near_reset (matter);

  if (o == NULL || matter->stopped || !nothing_speaks_against_red (matter))
    return FALSE;
  finding->rtt_us = o->rtt_us;
  kaitsu_finding_add_suspect (finding, KAITSU_PARTY_ROUTER);
  /* No access line is that fast, but this PC itself is. */
  kaitsu_finding_add_suspect (finding, o->rtt_us < fastest_access_line ? KAITSU_PARTY_PC
                                                                       : KAITSU_PARTY_PROVIDER);
  return say (finding, KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED);
}

/**
 * kaitsu_judge_hop:
 * @network: how this PC is attached
 * @hops: (element-type utf8): addresses of the hops, "" where one is silent
 * @hop: number of a hop, 1 or more
 * @total: hop limit at which the target is reached, 0 if not known
 *
 * The first hop is the shop's router, and so is every privately numbered hop
 * that follows it without a gap (double NAT; a provider that numbers its first
 * hops privately looks the same, so such a hop is never a certain suspect).
 *
 * Returns: whose place it is
 */
KaitsuParty
kaitsu_judge_hop (const KaitsuNetwork *network, GPtrArray *hops, guint hop, guint total)
{
  if (hop <= 1)
    return KAITSU_PARTY_ROUTER;
  if (total > 0 && hop >= total)
    return KAITSU_PARTY_DESTINATION;
  for (guint i = 1; i <= hop; i++)
    {
      const char *address = i <= hops->len ? g_ptr_array_index (hops, i - 1) : "";
      if (kaitsu_address_get_scope (address) != KAITSU_ADDRESS_SCOPE_PRIVATE)
        return KAITSU_PARTY_PROVIDER;
    }
  return KAITSU_PARTY_ROUTER;
}

static void
suspect_hop (const KaitsuCase *matter, guint hop, KaitsuFinding *finding)
{
  KaitsuParty party = kaitsu_judge_hop (matter->network, matter->path->hops, hop,
                                        matter->path->decision.total);

  kaitsu_finding_add_suspect (finding, party);
  if (party == KAITSU_PARTY_ROUTER && hop > 1)
    kaitsu_finding_add_suspect (finding, KAITSU_PARTY_PROVIDER);
}

/* Everybody from the last hop that got it, on its way out, to the next one that
 * is known not to get it, on its way in; silent hops between them are owned by
 * somebody as well. Who refuses in so many words is the only one. */
static void
suspect_hops (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuHopDecision *decision = &matter->path->decision;
  guint first = decision->rejected ? decision->next : MAX (decision->passed, 1);

  for (guint hop = first; hop <= decision->next; hop++)
    suspect_hop (matter, hop, finding);
}

/* The near part of the way is common to all destinations. Farther away it
 * takes a second destination that stays silent although it is alive: one alone
 * may sit behind a filter of its own network. */
static gboolean
is_common_place (const KaitsuCase *matter)
{
  if (matter->path->decision.next <= NEAR_HOPS)
    return TRUE;
  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = seen (matter, i);
      if (o->outcome == KAITSU_OUTCOME_SILENT && !is_path_only (matter, o->host)
          && g_strcmp0 (o->host, matter->path->host) != 0 && is_alive (matter, o->host))
        return TRUE;
    }
  return FALSE;
}

/* It gets to hop m and not to the next that answers the control. Before hop 1,
 * only this PC's own counters tell it from the near side of the router. */
static gboolean
rule_dropped (const KaitsuCase *matter, KaitsuFinding *finding)
{
  if (!is_decided_by_path (matter, KAITSU_HOP_VERDICT_BLOCKED)
      || !nothing_speaks_against_red (matter) || !is_common_place (matter))
    return FALSE;

  const KaitsuHopDecision *decision = &matter->path->decision;
  gboolean before_hop_1 = decision->passed == 0 && !decision->rejected;
  if (before_hop_1 && matter->path->pc != KAITSU_PC_ANSWER_LEAVES)
    kaitsu_finding_add_suspect (finding, KAITSU_PARTY_PC);
  if (!before_hop_1 || matter->path->pc != KAITSU_PC_ANSWER_DROPS)
    suspect_hops (matter, finding);
  if (decision->passed > 0)
    finding->hop = decision->passed;
  else if (matter->path->pc == KAITSU_PC_ANSWER_LEAVES && decision->next == 1)
    finding->hop = 1;
  finding->verified_hop = decision->passed;
  finding->total_hops = decision->total;
  return say (finding, KAITSU_LIGHT_RED,
              decision->rejected ? KAITSU_REASON_REJECTED : KAITSU_REASON_DROPPED);
}

/* --- neither --- */

static gboolean
rule_refused_by_destination (const KaitsuCase *matter, KaitsuFinding *finding)
{
  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = seen (matter, i);
      gboolean reset = o->outcome == KAITSU_OUTCOME_REFUSED && !is_near_reset (matter, o)
                       && control_rtt (matter, o->host) >= 0;
      gboolean icmp = comes_from_destination (o) && !is_nearer_than_destination (matter, o)
                      && is_refusal (kaitsu_icmp_classify (o->family == KAITSU_FAMILY_IPV6,
                                                           o->icmp.type, o->icmp.code));
      if (!reset && !icmp)
        continue;
      finding->rtt_us = o->rtt_us;
      kaitsu_finding_add_suspect (finding, KAITSU_PARTY_DESTINATION);
      if (reset) /* a reset does not say who sent it; its time only hints */
        kaitsu_finding_add_suspect (finding, KAITSU_PARTY_PROVIDER);
      return say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_REFUSED_BY_DESTINATION);
    }
  return FALSE;
}

static gboolean
rule_stopped (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return matter->stopped && say (finding, KAITSU_LIGHT_NONE, KAITSU_REASON_STOPPED);
}

static gboolean
is_silent_with (const KaitsuCase *matter, gboolean alive)
{
  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = seen (matter, i);
      if (o->outcome == KAITSU_OUTCOME_SILENT && is_alive (matter, o->host) == alive)
        return TRUE;
    }
  return FALSE;
}

/* Silence is no proof: contract section 2, "never red on silence alone". */
static gboolean
rule_silent (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return is_silent_with (matter, TRUE)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE);
}

static gboolean
rule_silent_target (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return is_silent_with (matter, FALSE)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE);
}

static gboolean
rule_otherwise (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE);
}

static const struct
{
  const char *name;
  Rule rule;
} rules[] = {
  { "R01 offline", rule_offline },
  { "R02 captive portal", rule_portal },
  { "R03 not tried", rule_not_tried },
  { "R10 partly through", rule_partial },
  { "R11 answered", rule_answered },
  { "R12 DHCP lease", rule_lease },
  { "R13 certificate not trusted", rule_tls_untrusted },
  { "R14 something else answered", rule_other_speaker },
  { "R15 connected but did not speak", rule_mute },
  { "R16 connected", rule_connected },
  { "R17 connected where nobody is expected", rule_connected_to_nobody },
  { "R18 destination refused what it does not serve", rule_path_to_the_end },
  { "R20 refused by this PC", rule_refused_locally },
  { "R21 rejected on the way", rule_rejected },
  { "R22 reset from nearer than the destination", rule_near_reset },
  { "R23 dropped on the way", rule_dropped },
  { "R24 some packets pass, some do not", rule_sometimes_travels },
  { "R25 answered from nearer than the destination", rule_answered_nearer },
  { "R26 travels as far as the control", rule_travels_as_far },
  { "R27 travels as far as hops tell, which does not decide", rule_lost_behind_the_last_hop },
  { "R30 refused by the destination", rule_refused_by_destination },
  { "R31 stopped", rule_stopped },
  { "R32 silent, control answers", rule_silent },
  { "R33 silent, control silent too", rule_silent_target },
  { "R39 nothing that decides", rule_otherwise },
};

/**
 * kaitsu_judge_port:
 * @matter: what is known about a port in one family
 * @finding: (out): an initialised finding; what it held is freed
 *
 * Judges one port by the first rule that applies.
 */
void
kaitsu_judge_port (const KaitsuCase *matter, KaitsuFinding *finding)
{
  g_return_if_fail (matter != NULL && matter->observations != NULL && matter->controls != NULL);
  g_return_if_fail (finding != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      kaitsu_finding_clear (finding);
      if (rules[i].rule (matter, finding))
        {
          finding->rule = g_strdup (rules[i].name);
          return;
        }
    }
  g_assert_not_reached (); /* the last rule always applies */
}

/**
 * kaitsu_judge_list_rules:
 *
 * Returns: (transfer container): number and name of every rule, in order
 */
const char **
kaitsu_judge_list_rules (void)
{
  const char **names = g_new0 (const char *, G_N_ELEMENTS (rules) + 1);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    names[i] = rules[i].name;
  return names;
}

static KaitsuLight
find_light (GListModel *ports, KaitsuPort port)
{
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) row = g_list_model_get_item (ports, i);
      if (kaitsu_port_equal (kaitsu_port_result_get_port (row), port))
        return kaitsu_port_result_get_light (row);
    }
  return KAITSU_LIGHT_NONE;
}

/* Contract section 2: red if closed ports make the effect happen, yellow if
 * that is unsure or only the note applies, green otherwise. Advisory ports
 * have no say. */
static KaitsuServiceResult *
judge_service (const KaitsuService *service, GListModel *ports)
{
  KaitsuServiceResult *verdict = kaitsu_service_result_new (service->id);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gboolean red = FALSE, unsure = FALSE, note = FALSE, tried = FALSE;

  for (guint i = 0; i < service->ports->len; i++)
    {
      const KaitsuServicePort *port = &g_array_index (service->ports, KaitsuServicePort, i);
      g_autofree char *name = kaitsu_port_to_string (port->port);
      KaitsuLight light = find_light (ports, port->port);

      g_strv_builder_add (names, name);
      if (port->role == KAITSU_ROLE_ADVISORY)
        continue;
      tried |= light != KAITSU_LIGHT_NONE;
      if (light == KAITSU_LIGHT_GREEN)
        continue;
      if (port->closed_means == KAITSU_CLOSED_MEANS_NOTE)
        note = TRUE;
      else if (light == KAITSU_LIGHT_RED)
        red = TRUE;
      else
        unsure = TRUE;
    }

  g_strfreev (verdict->ports);
  verdict->ports = g_strv_builder_end (names);
  verdict->note_only = note && !red && !unsure;
  if (!tried)
    verdict->light = KAITSU_LIGHT_NONE;
  else if (red)
    verdict->light = KAITSU_LIGHT_RED;
  else
    verdict->light = unsure || note ? KAITSU_LIGHT_YELLOW : KAITSU_LIGHT_GREEN;
  return verdict;
}

/**
 * kaitsu_judge_services:
 * @unit: the unit
 * @ports: (element-type KaitsuPortResult): its ports, judged
 *
 * Returns: (transfer full) (element-type KaitsuServiceResult): one for each
 *   service of @unit, in its order
 */
GPtrArray *
kaitsu_judge_services (KaitsuUnit *unit, GListModel *ports)
{
  g_return_val_if_fail (KAITSU_IS_UNIT (unit), NULL);

  GPtrArray *services = kaitsu_unit_get_services (unit);
  GPtrArray *verdicts = g_ptr_array_new ();

  for (guint i = 0; i < services->len; i++)
    g_ptr_array_add (verdicts, judge_service (g_ptr_array_index (services, i), ports));
  return verdicts;
}

/**
 * kaitsu_judge_run:
 * @ports: (element-type KaitsuPortResult): the ports, judged
 * @offline: whether the line as a whole is down
 * @stopped: whether the run ended before all was tried
 *
 * Returns: the verdict of the run (contract section 2)
 */
KaitsuVerdict
kaitsu_judge_run (GListModel *ports, gboolean offline, gboolean stopped)
{
  gboolean red = FALSE, not_green = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) row = g_list_model_get_item (ports, i);
      KaitsuLight light = kaitsu_port_result_get_light (row);

      if (kaitsu_port_result_get_role (row) == KAITSU_ROLE_ADVISORY)
        continue;
      red |= light == KAITSU_LIGHT_RED;
      not_green |= light != KAITSU_LIGHT_GREEN;
    }
  if (offline)
    return KAITSU_VERDICT_OFFLINE;
  if (stopped)
    return KAITSU_VERDICT_STOPPED;
  if (red)
    return KAITSU_VERDICT_NOT_USABLE;
  return not_green ? KAITSU_VERDICT_UNCONFIRMED : KAITSU_VERDICT_USABLE;
}
