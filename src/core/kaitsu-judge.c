/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-case-private.h"

#include "kaitsu-address.h"
#include "kaitsu-icmp.h"

/*
 * The rules, in the order in which they are asked; the first that applies
 * decides. They are pure: what they say depends on the case alone.
 */

typedef gboolean (*Rule) (const KaitsuCase *matter, KaitsuFinding *finding);

static gboolean
say (KaitsuFinding *finding, KaitsuLight light, KaitsuReason reason)
{
  finding->light = light;
  finding->reason = reason;
  return TRUE;
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
  return matter->portal && !kaitsu_port_stays_in_lan (matter->port)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_CAPTIVE_PORTAL);
}

static gboolean
rule_not_tried (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return matter->observations->len == 0
         && say (finding, KAITSU_LIGHT_NONE,
                 matter->stopped ? KAITSU_REASON_STOPPED : KAITSU_REASON_NOT_TESTED);
}

/* The packets left wrapped up: neither the shop's router nor its provider saw
 * the port, so neither praise nor blame is theirs. DHCP stays on the LAN. */
static gboolean
rule_vpn (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return matter->network != NULL && matter->network->vpn && !kaitsu_port_stays_in_lan (matter->port)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_VPN);
}

/* --- something got through --- */

/* Fact 6 of the probing notes: a packet that may go no farther than a hop
 * before the destination was answered as if it were there. What speaks in the
 * clear on that port is a box on the way (a transparent proxy, a SYN proxy for
 * this port alone); a verified certificate is the destination's own. */
static gboolean
rule_answered_before_the_end (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *o = kaitsu_case_find_answer (matter);

  if (matter->path == NULL || matter->path->decision.verdict != KAITSU_HOP_VERDICT_NEARER)
    return FALSE;
  if (o == NULL)
    o = kaitsu_case_find (matter, KAITSU_OUTCOME_CONNECTED);
  if (o == NULL || kaitsu_observation_is_certified (o))
    return FALSE;
  finding->rtt_us = o->rtt_us;
  finding->hop = matter->path->decision.next;
  return say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_INTERCEPTED);
}

/* Contract section 2, yellow: "sometimes passes". */
static gboolean
rule_partial (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *through = kaitsu_case_find_answer (matter);
  const KaitsuObservation *rejected = kaitsu_case_find_rejection (matter);

  if (rejected == NULL)
    rejected = kaitsu_case_find_near_reset (matter);
  if (through == NULL)
    through = kaitsu_case_find (matter, KAITSU_OUTCOME_CONNECTED);
  if (through == NULL)
    through = kaitsu_case_find_end_of_path (matter);
  if (through == NULL)
    through = kaitsu_case_find_through_elsewhere (matter);
  if (rejected == NULL || (through == NULL && !kaitsu_case_is_seen_beyond (matter, rejected)))
    return FALSE;
  finding->rtt_us = through != NULL ? through->rtt_us : -1;
  finding->offender = g_strdup (rejected->icmp.offender);
  return say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_PARTIAL);
}

static gboolean
rule_answered (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *o = kaitsu_case_find_answer (matter);

  if (o == NULL)
    return FALSE;
  finding->rtt_us = o->rtt_us;
  return say (finding, KAITSU_LIGHT_GREEN, KAITSU_REASON_ANSWERED);
}

/* A lease that is still valid was given over this very port (RFC 2131). */
static gboolean
rule_lease (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return kaitsu_case_find (matter, KAITSU_OUTCOME_LEASE) != NULL
         && say (finding, KAITSU_LIGHT_GREEN, KAITSU_REASON_ANSWERED);
}

static gboolean
rule_tls_untrusted (const KaitsuCase *matter, KaitsuFinding *finding)
{
  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = kaitsu_case_seen (matter, i);
      if (o->outcome != KAITSU_OUTCOME_TLS_UNTRUSTED || kaitsu_case_is_misnamed (matter, o))
        continue;
      finding->rtt_us = o->rtt_us;
      return say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_INTERCEPTED);
    }
  return FALSE;
}

static gboolean
rule_other_speaker (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *o = kaitsu_case_find (matter, KAITSU_OUTCOME_UNEXPECTED);

  if (o == NULL) /* the right words, but from too near: only these are left */
    o = kaitsu_case_find (matter, KAITSU_OUTCOME_ANSWERED);
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
  return (kaitsu_case_find (matter, KAITSU_OUTCOME_MUTE) != NULL
          || kaitsu_case_find (matter, KAITSU_OUTCOME_CUT) != NULL
          || kaitsu_case_find (matter, KAITSU_OUTCOME_TLS_FAILED) != NULL)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE);
}

/* At an address where nobody is expected, and where none of the targets is
 * that should answer. */
static gboolean
is_connected_to_nobody (const KaitsuCase *matter)
{
  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = kaitsu_case_seen (matter, i);
      gboolean shared = FALSE;

      if (o->outcome != KAITSU_OUTCOME_CONNECTED || !kaitsu_case_is_path_only (matter, o->host))
        continue;
      for (guint other = 0; other < matter->observations->len; other++)
        shared |= !kaitsu_case_is_path_only (matter, kaitsu_case_seen (matter, other)->host)
                  && g_strcmp0 (kaitsu_case_seen (matter, other)->address, o->address) == 0;
      if (!shared)
        return TRUE;
    }
  return FALSE;
}

static gboolean
rule_connected (const KaitsuCase *matter, KaitsuFinding *finding)
{
  if (is_connected_to_nobody (matter))
    return FALSE;
  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = kaitsu_case_seen (matter, i);
      if (o->outcome != KAITSU_OUTCOME_CONNECTED || kaitsu_case_is_path_only (matter, o->host)
          || kaitsu_case_is_too_near (matter, o))
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
  return kaitsu_case_find (matter, KAITSU_OUTCOME_CONNECTED) != NULL
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE);
}

/* The destination itself refused what nobody serves there: so it arrived. */
static gboolean
rule_path_to_the_end (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *o = kaitsu_case_find_end_of_path (matter);

  if (o == NULL || kaitsu_case_misses_an_answer (matter))
    return FALSE;
  finding->rtt_us = o->rtt_us;
  return say (finding, KAITSU_LIGHT_GREEN, KAITSU_REASON_PATH);
}

/* Of those that are not trusted, only these are left: RFC 9525 section 6 does not
 * let it count as the destination, but nobody else stands in for it either. */
static gboolean
rule_other_name (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *o = kaitsu_case_find (matter, KAITSU_OUTCOME_TLS_UNTRUSTED);

  if (o == NULL)
    return FALSE;
  finding->rtt_us = o->rtt_us;
  return say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE);
}

static gboolean
note_verified_hops (const KaitsuCase *matter, KaitsuFinding *finding)
{
  if (!kaitsu_case_is_decided_by_path (matter, KAITSU_HOP_VERDICT_PASSES)
      && !kaitsu_case_is_decided_by_path (matter, KAITSU_HOP_VERDICT_ANSWERED))
    return FALSE;
  finding->verified_hop = matter->path->decision.verdict == KAITSU_HOP_VERDICT_ANSWERED
                              ? matter->path->decision.total
                              : matter->path->decision.passed;
  finding->total_hops = matter->path->decision.total;
  return TRUE;
}

/* Nobody is there to answer, but the packets of this port go as far as the
 * control's: contract section 2, "hop f of n". Where the hops that tell end
 * early, too much of the way was not seen. */
static gboolean
rule_travels_as_far (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return note_verified_hops (matter, finding) && !kaitsu_case_misses_an_answer (matter)
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
  return kaitsu_case_is_decided_by_path (matter, KAITSU_HOP_VERDICT_PARTIAL)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_PARTIAL);
}

static gboolean
rule_answered_nearer (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return kaitsu_case_is_decided_by_path (matter, KAITSU_HOP_VERDICT_NEARER)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_INTERCEPTED);
}

/* --- proof that it is stopped --- */

static gboolean
rule_refused_locally (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *o = kaitsu_case_find (matter, KAITSU_OUTCOME_LOCAL);

  if (o == NULL || kaitsu_case_is_about_host (matter, o)
      || !kaitsu_case_nothing_speaks_against_red (matter))
    return FALSE;
  kaitsu_finding_add_suspect (finding, KAITSU_PARTY_PC);
  /* Where nothing at all may be sent, this PC is not fit to judge. */
  if (!kaitsu_case_is_alive (matter, NULL))
    return say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NOT_PERMITTED);
  return say (finding, KAITSU_LIGHT_RED, KAITSU_REASON_REFUSED_LOCALLY);
}

static void
suspect_sender (const KaitsuCase *matter, const KaitsuObservation *o, KaitsuFinding *finding)
{
  KaitsuAddressScope scope = kaitsu_address_get_scope (o->icmp.offender);
  gboolean is_gateway = kaitsu_network_is_gateway (matter->network, o->icmp.offender);
  gboolean beyond_router = kaitsu_case_is_sent_from_beyond_router (matter, o);

  if (is_gateway || kaitsu_case_is_sent_from_lan (matter, o))
    {
      finding->hop = 1;
      kaitsu_finding_add_suspect (finding, KAITSU_PARTY_ROUTER);
      return;
    }
  /* A second router of the shop, or a provider that numbers privately; and a
   * router may give its outer address. */
  if (scope == KAITSU_ADDRESS_SCOPE_PRIVATE || !beyond_router)
    kaitsu_finding_add_suspect (finding, KAITSU_PARTY_ROUTER);
  kaitsu_finding_add_suspect (finding, KAITSU_PARTY_PROVIDER);
  /* at one target alone it may be the target's own operator */
  if (beyond_router && !kaitsu_case_is_sent_from_near (matter, o)
      && !kaitsu_case_refuses_elsewhere (matter, o))
    kaitsu_finding_add_suspect (finding, KAITSU_PARTY_DESTINATION);
}

static gboolean
rule_rejected (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuObservation *o = kaitsu_case_find_rejection (matter);

  if (o == NULL || !kaitsu_case_nothing_speaks_against_red (matter)
      || kaitsu_case_is_fickle (matter, o->icmp.offender) || !kaitsu_case_is_confirmed (matter, o)
      || !kaitsu_case_is_sent_on_common_way (matter, o))
    return FALSE;
  /* Every usable target must agree, and a stopped run did not hear them all;
   * but who stands near this PC is on the way to all of them. */
  if (matter->stopped && !kaitsu_case_is_sent_from_near (matter, o))
    return FALSE;
  finding->offender = g_strdup (o->icmp.offender);
  finding->rtt_us = o->rtt_us;
  suspect_sender (matter, o, finding);
  return say (finding, KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED);
}

static gboolean
rule_near_reset (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const gint64 fastest_access_line = 1000;
  const KaitsuObservation *o = kaitsu_case_find_near_reset (matter);

  if (o == NULL || matter->stopped || !kaitsu_case_nothing_speaks_against_red (matter))
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

/* Hop 1 is the shop's router, unless a PC dials in itself, or the router does not
 * lower the hop limit: then somebody with an address of the outside answers, and
 * who he is is not certain. In IPv6 the gateway is only known by the address of
 * its link (RFC 4861 section 4.2). */
static gboolean
is_router_first (const KaitsuCase *matter)
{
  const char *gateway = matter->family == KAITSU_FAMILY_IPV6 ? matter->network->gateway_ipv6
                                                             : matter->network->gateway;
  GPtrArray *hops = matter->path->hops;
  const char *first = hops != NULL && hops->len > 0 ? g_ptr_array_index (hops, 0) : "";

  if (gateway == NULL)
    return FALSE;
  return matter->family == KAITSU_FAMILY_IPV6 || *first == '\0' || g_str_equal (first, gateway)
         || kaitsu_address_get_scope (first) == KAITSU_ADDRESS_SCOPE_PRIVATE;
}

static void
suspect_hop (const KaitsuCase *matter, guint hop, KaitsuFinding *finding)
{
  KaitsuParty party = kaitsu_judge_hop (matter->network, matter->path->hops, hop,
                                        matter->path->decision.total);

  kaitsu_finding_add_suspect (finding, party);
  if (party == KAITSU_PARTY_ROUTER && (hop > 1 || !is_router_first (matter)))
    kaitsu_finding_add_suspect (finding, KAITSU_PARTY_PROVIDER);
}

static gboolean
is_hop (const KaitsuPathFact *path, guint hop, const char *address)
{
  return address != NULL && path->hops != NULL && hop >= 1 && hop <= path->hops->len
         && g_str_equal (g_ptr_array_index (path->hops, hop - 1), address);
}

/* Everybody from the last hop that got it, on its way out, to the next one that
 * is known not to get it, on its way in; silent hops between them are owned by
 * somebody as well. Who refuses in so many words is the only one, if it is known
 * where he stands: a hop that has used up its errors did not tell its place. */
static void
suspect_hops (const KaitsuCase *matter, KaitsuFinding *finding)
{
  const KaitsuPathFact *path = matter->path;
  const KaitsuHopDecision *decision = &path->decision;
  guint first = is_hop (path, decision->next, path->offender) ? decision->next
                                                              : MAX (decision->passed, 1);

  if (kaitsu_network_is_gateway (matter->network, path->offender))
    {
      kaitsu_finding_add_suspect (finding, KAITSU_PARTY_ROUTER);
      return;
    }
  for (guint hop = first; hop <= decision->next; hop++)
    suspect_hop (matter, hop, finding);
}

/* The near part of the way is common to all destinations. Farther away it
 * takes a second destination that stays silent although it is alive: one alone
 * may sit behind a filter of its own network. */
static gboolean
is_common_place (const KaitsuCase *matter)
{
  if (matter->path->decision.next <= KAITSU_CASE_NEAR_HOPS)
    return TRUE;
  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = kaitsu_case_seen (matter, i);
      if (o->outcome == KAITSU_OUTCOME_SILENT && !kaitsu_case_is_path_only (matter, o->host)
          && g_strcmp0 (o->host, matter->path->host) != 0 && kaitsu_case_is_alive (matter, o->host))
        return TRUE;
    }
  return kaitsu_case_is_missed_elsewhere (matter);
}

/* It gets to hop m and not to the next that answers the control. Before hop 1,
 * only this PC's own counters tell it from the near side of the router. */
static gboolean
rule_dropped (const KaitsuCase *matter, KaitsuFinding *finding)
{
  if (!kaitsu_case_is_decided_by_path (matter, KAITSU_HOP_VERDICT_BLOCKED)
      || !kaitsu_case_nothing_speaks_against_red (matter)
      || kaitsu_case_is_fickle (matter, matter->path->offender)
      || kaitsu_case_find_through_elsewhere (matter) != NULL || !is_common_place (matter))
    return FALSE;

  const KaitsuHopDecision *decision = &matter->path->decision;
  gboolean before_hop_1 = decision->passed == 0 && !decision->rejected;
  if (before_hop_1 && matter->path->pc != KAITSU_PC_ANSWER_LEAVES)
    kaitsu_finding_add_suspect (finding, KAITSU_PARTY_PC);
  if (!before_hop_1 || matter->path->pc != KAITSU_PC_ANSWER_DROPS)
    suspect_hops (matter, finding);
  finding->offender = g_strdup (matter->path->offender);
  if (kaitsu_network_is_gateway (matter->network, matter->path->offender))
    finding->hop = 1;
  else if (decision->passed > 0)
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
note_end (const KaitsuCase *matter, KaitsuFinding *finding)
{
  if (!kaitsu_case_is_decided_by_path (matter, KAITSU_HOP_VERDICT_BLOCKED))
    return FALSE;
  finding->hop = matter->path->decision.passed;
  finding->verified_hop = matter->path->decision.passed;
  finding->total_hops = matter->path->decision.total;
  return TRUE;
}

/* The port's own target is silent, and another one, which is only asked then,
 * answers: the line lets it pass, and what stops it stops one target's. Contract
 * section 2: red needs every usable target to agree. */
static gboolean
rule_through_elsewhere (const KaitsuCase *matter, KaitsuFinding *finding)
{
  if (kaitsu_case_find_through_elsewhere (matter) == NULL
      || kaitsu_case_find (matter, KAITSU_OUTCOME_SILENT) == NULL)
    return FALSE;
  note_end (matter, finding);
  return say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE);
}

/* The hops say where it ends, but that place may lie on the way to one target
 * alone (probing notes, section 1.3: the blocker is between m and the next): a
 * filter of its own network looks like one of the provider's. */
static gboolean
rule_ends_for_one_target (const KaitsuCase *matter, KaitsuFinding *finding)
{
  return kaitsu_case_nothing_speaks_against_red (matter) && note_end (matter, finding)
         && say (finding, KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE);
}

static gboolean
rule_refused_by_destination (const KaitsuCase *matter, KaitsuFinding *finding)
{
  for (guint i = 0; i < matter->observations->len; i++)
    {
      const KaitsuObservation *o = kaitsu_case_seen (matter, i);
      if (kaitsu_case_is_path_only (matter, o->host) && kaitsu_case_misses_an_answer (matter))
        continue; /* it was not there that an answer was due */
      gboolean reset = o->outcome == KAITSU_OUTCOME_REFUSED
                       && !kaitsu_case_is_near_reset (matter, o)
                       && kaitsu_case_control_rtt (matter, o->host) >= 0;
      gboolean icmp = kaitsu_case_comes_from_destination (o)
                      && !kaitsu_case_is_nearer_than_destination (matter, o)
                      && kaitsu_case_is_refusal (
                          kaitsu_icmp_classify (o->family == KAITSU_FAMILY_IPV6, o->icmp.type,
                                                o->icmp.code));
      /* from as far away as the target, and at no other: its own network */
      gboolean neighbour = !matter->stopped && o == kaitsu_case_find_rejection (matter)
                           && !kaitsu_case_is_sent_on_common_way (matter, o);
      if (!reset && !icmp && !neighbour)
        continue;
      finding->rtt_us = o->rtt_us;
      kaitsu_finding_add_suspect (finding, KAITSU_PARTY_DESTINATION);
      if (reset || neighbour) /* his place is not known; the time only hints */
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
      const KaitsuObservation *o = kaitsu_case_seen (matter, i);
      if (o->outcome == KAITSU_OUTCOME_SILENT && kaitsu_case_is_alive (matter, o->host) == alive)
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
  { "R04 through a VPN", rule_vpn },
  { "R05 answered before the destination", rule_answered_before_the_end },
  { "R10 partly through", rule_partial },
  { "R11 answered", rule_answered },
  { "R12 DHCP lease", rule_lease },
  { "R13 certificate not trusted", rule_tls_untrusted },
  { "R14 something else answered", rule_other_speaker },
  { "R15 connected but did not speak", rule_mute },
  { "R16 connected", rule_connected },
  { "R17 connected where nobody is expected", rule_connected_to_nobody },
  { "R18 destination refused what it does not serve", rule_path_to_the_end },
  { "R19 certificate of another name", rule_other_name },
  { "R20 refused by this PC", rule_refused_locally },
  { "R21 rejected on the way", rule_rejected },
  { "R22 reset from nearer than the destination", rule_near_reset },
  { "R23 dropped on the way", rule_dropped },
  { "R24 some packets pass, some do not", rule_sometimes_travels },
  { "R25 answered from nearer than the destination", rule_answered_nearer },
  { "R26 travels as far as the control", rule_travels_as_far },
  { "R27 travels as far as hops tell, which does not decide", rule_lost_behind_the_last_hop },
  { "R28 gets through to another target", rule_through_elsewhere },
  { "R29 ends where only one target may lie", rule_ends_for_one_target },
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
