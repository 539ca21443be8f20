/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-line-judge.h"

#include <math.h>

#include "kaitsu-address.h"

/*
 * The rules for the line as a whole. Unlike a port's, each is asked: a line can
 * have more than one thing to tell. They are pure: what they say depends on
 * the facts alone. None of them says anything about a port.
 */

/* Certificates and logs are wrong beyond this; no network delays an hour. */
#define CLOCK_TOLERANCE_SECONDS 3600

/* Farther away the numbers are anybody's. */
#define NEAR_HOPS 4

/* Whether there is such a thing to tell; and a detail about it, or not. */
typedef gboolean (*Rule) (const KaitsuLineFacts *facts, char **detail);

static gboolean
tell (char **detail, const char *text)
{
  *detail = g_strdup (text);
  return TRUE;
}

/* --- why nothing comes back: one of these at most --- */

static gboolean
is_attached (const KaitsuLineFacts *facts)
{
  return facts->network != NULL && kaitsu_network_is_connected (facts->network);
}

static gboolean
is_detached (const KaitsuLineFacts *facts)
{
  return facts->offline && facts->network != NULL && !is_attached (facts);
}

static gboolean
rule_no_link (const KaitsuLineFacts *facts, char **detail)
{
  return is_detached (facts) && !facts->network->has_link;
}

static gboolean
rule_no_address (const KaitsuLineFacts *facts, char **detail)
{
  return is_detached (facts) && facts->network->has_link && !facts->network->has_address;
}

static gboolean
rule_no_route (const KaitsuLineFacts *facts, char **detail)
{
  return is_detached (facts) && facts->network->has_link && facts->network->has_address;
}

/* RFC 826, RFC 4861 §7: who does not tell its hardware address gets nothing. */
static gboolean
is_router_silent (const KaitsuLineFacts *facts)
{
  return facts->network->gateway_state == KAITSU_GATEWAY_STATE_SILENT;
}

static gboolean
rule_gateway_dead (const KaitsuLineFacts *facts, char **detail)
{
  return facts->offline && is_attached (facts) && is_router_silent (facts)
         && tell (detail, kaitsu_network_get_router (facts->network));
}

static gboolean
rule_ipv4_dead (const KaitsuLineFacts *facts, char **detail)
{
  return facts->offline && is_attached (facts) && !is_router_silent (facts) && facts->ipv6_alive;
}

/* The names alone being dead is another thing, and has a rule of its own. */
static gboolean
rule_line_dead (const KaitsuLineFacts *facts, char **detail)
{
  return facts->offline && is_attached (facts) && !is_router_silent (facts) && !facts->ipv6_alive
         && (facts->resolved || !facts->unresolved);
}

/* --- what stands between this PC and the Internet --- */

static gboolean
rule_network_changed (const KaitsuLineFacts *facts, char **detail)
{
  return facts->changed && !is_detached (facts);
}

static gboolean
rule_captive_portal (const KaitsuLineFacts *facts, char **detail)
{
  return facts->has_portal && tell (detail, facts->portal);
}

static gboolean
rule_vpn (const KaitsuLineFacts *facts, char **detail)
{
  return facts->network != NULL && facts->network->vpn
         && tell (detail, facts->network->interface);
}

static gboolean
rule_proxy (const KaitsuLineFacts *facts, char **detail)
{
  return facts->proxy != NULL && tell (detail, facts->proxy);
}

/* The unit speaks IPv4. */
static gboolean
rule_no_ipv4 (const KaitsuLineFacts *facts, char **detail)
{
  return is_attached (facts) && !facts->network->has_ipv4;
}

static gboolean
rule_dns_dead (const KaitsuLineFacts *facts, char **detail)
{
  return facts->unresolved && !facts->resolved && facts->false_name == NULL
         && !(facts->offline && (!is_attached (facts) || is_router_silent (facts)));
}

/* RFC 6761 §6.4: names under .invalid have no address, anywhere. A portal
 * that lies about names says so itself. RFC 6890: no host of the Internet has
 * an address that belongs to somebody's own network, or to nobody. */
static gboolean
rule_dns_hijack (const KaitsuLineFacts *facts, char **detail)
{
  const char *wrong = facts->false_name != NULL ? facts->false_name : facts->invented;

  return wrong != NULL && tell (detail, wrong);
}

static gboolean
rule_tls_interception (const KaitsuLineFacts *facts, char **detail)
{
  return facts->intercepted && tell (detail, facts->issuer);
}

/* It hands most things on: no reason to call a port closed, but the customer
 * should know. Through a VPN it is not the shop's line that it stands on. */
static gboolean
rule_transparent_proxy (const KaitsuLineFacts *facts, char **detail)
{
  return facts->web_taken != NULL && !(facts->network != NULL && facts->network->vpn)
         && tell (detail, facts->web_taken);
}

static gboolean
rule_clock_wrong (const KaitsuLineFacts *facts, char **detail)
{
  if (!facts->has_clock || fabs (facts->clock_seconds) <= CLOCK_TOLERANCE_SECONDS)
    return FALSE;
  *detail = g_strdup_printf ("%+.1f h", facts->clock_seconds / 3600);
  return TRUE;
}

/* --- who translates addresses besides the router --- */

static const char *
find_hop (const KaitsuLineFacts *facts, guint from, guint to, KaitsuAddressScope scope)
{
  for (guint hop = from; facts->hops != NULL && hop <= MIN (to, facts->hops->len); hop++)
    {
      const char *address = g_ptr_array_index (facts->hops, hop - 1);
      if (kaitsu_address_get_scope (address) == scope)
        return address;
    }
  return NULL;
}

/* Through a tunnel one sees the hops of somebody else's line. */
static gboolean
sees_own_hops (const KaitsuLineFacts *facts)
{
  return facts->network != NULL && facts->network->has_ipv4 && !facts->network->vpn;
}

/* Right behind a router whose own side is private: another one, or a provider
 * who numbers privately, which cannot be told from here. */
static gboolean
rule_double_nat (const KaitsuLineFacts *facts, char **detail)
{
  const char *second = sees_own_hops (facts)
                           ? find_hop (facts, 2, 2, KAITSU_ADDRESS_SCOPE_PRIVATE)
                           : NULL;

  return second != NULL
         && kaitsu_address_get_scope (facts->network->gateway) == KAITSU_ADDRESS_SCOPE_PRIVATE
         && g_strcmp0 (second, facts->network->gateway) != 0 && tell (detail, second);
}

/* RFC 6598, RFC 6333 §5.7: numbers that only a provider who translates uses. */
static gboolean
rule_carrier_nat (const KaitsuLineFacts *facts, char **detail)
{
  const char *hop = sees_own_hops (facts)
                        ? find_hop (facts, 2, NEAR_HOPS, KAITSU_ADDRESS_SCOPE_CARRIER)
                        : NULL;

  return hop != NULL && tell (detail, hop);
}

/* --- whom we asked --- */

static gboolean
rule_targets_unreachable (const KaitsuLineFacts *facts, char **detail)
{
  return facts->unreachable != NULL && *facts->unreachable != '\0' && !facts->offline
         && tell (detail, facts->unreachable);
}

static gboolean
rule_targets_stale (const KaitsuLineFacts *facts, char **detail)
{
  return facts->stale_since != NULL && tell (detail, facts->stale_since);
}

static const struct
{
  const char *name;
  KaitsuNoticeKind kind;
  Rule rule;
} rules[] = {
  { "L01 no link", KAITSU_NOTICE_KIND_NO_LINK, rule_no_link },
  { "L02 no address", KAITSU_NOTICE_KIND_NO_ADDRESS, rule_no_address },
  { "L03 no route", KAITSU_NOTICE_KIND_NO_ROUTE, rule_no_route },
  { "L04 router does not answer", KAITSU_NOTICE_KIND_GATEWAY_DEAD, rule_gateway_dead },
  { "L05 only IPv6 answers", KAITSU_NOTICE_KIND_IPV4_DEAD, rule_ipv4_dead },
  { "L06 nothing beyond the router answers", KAITSU_NOTICE_KIND_LINE_DEAD, rule_line_dead },
  { "L10 network changed", KAITSU_NOTICE_KIND_NETWORK_CHANGED, rule_network_changed },
  { "L11 captive portal", KAITSU_NOTICE_KIND_CAPTIVE_PORTAL, rule_captive_portal },
  { "L12 VPN", KAITSU_NOTICE_KIND_VPN, rule_vpn },
  { "L13 proxy", KAITSU_NOTICE_KIND_PROXY, rule_proxy },
  { "L14 no IPv4", KAITSU_NOTICE_KIND_NO_IPV4, rule_no_ipv4 },
  { "L15 no names", KAITSU_NOTICE_KIND_DNS_DEAD, rule_dns_dead },
  { "L16 names that cannot be", KAITSU_NOTICE_KIND_DNS_HIJACK, rule_dns_hijack },
  { "L17 certificates of somebody else", KAITSU_NOTICE_KIND_TLS_INTERCEPTION,
    rule_tls_interception },
  { "L18 wrong clock", KAITSU_NOTICE_KIND_CLOCK_WRONG, rule_clock_wrong },
  { "L19 web ports that somebody else answers", KAITSU_NOTICE_KIND_TRANSPARENT_PROXY,
    rule_transparent_proxy },
  { "L20 two routers", KAITSU_NOTICE_KIND_DOUBLE_NAT, rule_double_nat },
  { "L21 shared public address", KAITSU_NOTICE_KIND_CARRIER_NAT, rule_carrier_nat },
  { "L30 hosts not reached", KAITSU_NOTICE_KIND_TARGETS_UNREACHABLE, rule_targets_unreachable },
  { "L31 old list of hosts", KAITSU_NOTICE_KIND_TARGETS_STALE, rule_targets_stale },
};

/**
 * kaitsu_line_judge:
 * @facts: what was seen of the line as a whole
 * @result: gets a notice for each rule that applies, in the order of the rules
 */
void
kaitsu_line_judge (const KaitsuLineFacts *facts, KaitsuResult *result)
{
  g_return_if_fail (facts != NULL && KAITSU_IS_RESULT (result));

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *detail = NULL;
      if (rules[i].rule (facts, &detail))
        kaitsu_result_add_notice (result, rules[i].kind, detail);
    }
}

/**
 * kaitsu_line_judge_list_rules:
 *
 * Returns: (transfer container): number and name of every rule, in order
 */
const char **
kaitsu_line_judge_list_rules (void)
{
  const char **names = g_new0 (const char *, G_N_ELEMENTS (rules) + 1);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    names[i] = rules[i].name;
  return names;
}
