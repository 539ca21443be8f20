/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-practice-scenario.h"

#include <glib/gi18n-lib.h>

#define TCP KAITSU_PROTOCOL_TCP
#define UDP KAITSU_PROTOCOL_UDP
#define PLAY(word) KAITSU_PRACTICE_PLAY_##word
#define COVER(word) KAITSU_PRACTICE_COVER_##word

enum {
  OPEN,
  ROUTER_BLOCKS_MAINTENANCE,
  ROUTER_DROPS_MAINTENANCE,
  PROVIDER_BLOCKS_465,
  CAPTIVE_PORTAL,
  TLS_INTERCEPTION,
  OFFLINE,
  SILENT_LOG,
  N_SCENARIOS
};

static const KaitsuPracticeScenario scenarios[N_SCENARIOS + 1] = {
  [OPEN] = {
    "open",
    N_("Everything is open"),
    N_("Every port gets through to the Internet."),
  },
  [ROUTER_BLOCKS_MAINTENANCE] = {
    "router-blocks-maintenance",
    N_("The router closes the maintenance ports"),
    N_("The seven ports for remote maintenance of HOME-UNIT2 are turned away by the router."),
  },
  [ROUTER_DROPS_MAINTENANCE] = {
    "router-drops-maintenance",
    N_("The router swallows the maintenance ports"),
    N_("The seven ports for remote maintenance of HOME-UNIT2 are dropped by the router "
       "without a word."),
  },
  [PROVIDER_BLOCKS_465] = {
    "provider-blocks-465",
    N_("The provider closes the mail port"),
    N_("TCP 465 gets through the router and is turned away by the provider."),
  },
  [CAPTIVE_PORTAL] = {
    "captive-portal",
    N_("A login page is in the way"),
    N_("As on a public Wi-Fi: every page leads to a login page, and nothing else gets through."),
  },
  [TLS_INTERCEPTION] = {
    "tls-interception",
    N_("Encrypted connections are inspected"),
    N_("A device on the way opens the connections on TCP 443 and TCP 465 "
       "and shows a certificate of its own."),
  },
  [OFFLINE] = {
    "offline",
    N_("No Internet connection"),
    N_("This PC is not connected to any network."),
  },
  [SILENT_LOG] = {
    "silent-log",
    N_("The log port stays silent"),
    N_("Nobody answers on UDP 514, and no router on the way tells how far it gets."),
  },
};

/* An open line: what the ports play when the scenario says nothing. */
static const KaitsuPracticeRule usual_rules[] = {
  { TCP, 443, PLAY (WEB), COVER (TRUSTED), NULL },
  { TCP, 465, PLAY (MAIL), COVER (TRUSTED), NULL },
  { TCP, 587, PLAY (MAIL), COVER (NONE), NULL },
  { TCP, 0, PLAY (WEB), COVER (NONE), NULL },
  { UDP, 67, PLAY (DHCP), COVER (NONE), NULL, 1 },
  { UDP, 123, PLAY (TIME), COVER (NONE), NULL },
  { UDP, 514, PLAY (RESPONDER), COVER (NONE), NULL },
  { UDP, 0, PLAY (SILENT), COVER (NONE), NULL },
};

/* A closed port of loopback answers with a real reset, that is errno
 * ECONNREFUSED; the one ICMP error that belongs to this errno is "port
 * unreachable" (3/3), so it is what the scripted offenders send. */
static const KaitsuPracticeRule router_rules[] = {
  { TCP, 9124, PLAY (CLOSED), COVER (NONE), KAITSU_PRACTICE_ROUTER, 1 },
  { TCP, 9127, PLAY (CLOSED), COVER (NONE), KAITSU_PRACTICE_ROUTER, 1 },
  { TCP, 9128, PLAY (CLOSED), COVER (NONE), KAITSU_PRACTICE_ROUTER, 1 },
  { TCP, 9129, PLAY (CLOSED), COVER (NONE), KAITSU_PRACTICE_ROUTER, 1 },
  { TCP, 9990, PLAY (CLOSED), COVER (NONE), KAITSU_PRACTICE_ROUTER, 1 },
  { TCP, 9991, PLAY (CLOSED), COVER (NONE), KAITSU_PRACTICE_ROUTER, 1 },
  { TCP, 9992, PLAY (CLOSED), COVER (NONE), KAITSU_PRACTICE_ROUTER, 1 },
};

static const KaitsuPracticeRule dropping_rules[] = {
  { TCP, 9124, PLAY (SILENT), COVER (NONE), NULL, 1 },
  { TCP, 9127, PLAY (SILENT), COVER (NONE), NULL, 1 },
  { TCP, 9128, PLAY (SILENT), COVER (NONE), NULL, 1 },
  { TCP, 9129, PLAY (SILENT), COVER (NONE), NULL, 1 },
  { TCP, 9990, PLAY (SILENT), COVER (NONE), NULL, 1 },
  { TCP, 9991, PLAY (SILENT), COVER (NONE), NULL, 1 },
  { TCP, 9992, PLAY (SILENT), COVER (NONE), NULL, 1 },
};

static const KaitsuPracticeRule provider_rules[] = {
  { TCP, 465, PLAY (CLOSED), COVER (NONE), KAITSU_PRACTICE_PROVIDER, 2 },
};

/* What public Wi-Fi does before the login: its gateway poses as every web
 * server, hangs up where it has no certificate to show, refuses or ignores
 * the rest. Names are still resolved. */
static const KaitsuPracticeRule portal_rules[] = {
  { TCP, 80, PLAY (LOGIN), COVER (NONE), NULL, 1 },
  { TCP, 443, PLAY (CUT), COVER (NONE), NULL, 1 },
  { TCP, 0, PLAY (CLOSED), COVER (NONE), NULL, 1 },
  { UDP, 67, PLAY (DHCP), COVER (NONE), NULL, 1 },
  { UDP, 0, PLAY (SILENT), COVER (NONE), NULL, 1 },
};

static const KaitsuPracticeRule interception_rules[] = {
  { TCP, 443, PLAY (WEB), COVER (INTERCEPTED), NULL, 1 },
  { TCP, 465, PLAY (MAIL), COVER (INTERCEPTED), NULL, 1 },
};

/* Loopback is never down. The nearest thing for TCP is an address that the
 * kernel turns down with ENETUNREACH before anything is sent; for UDP there
 * is none, so it is silence. Nobody gets here as long as the names of the
 * targets are not resolved; only targets given by address do. */
static const KaitsuPracticeRule offline_rules[] = {
  { TCP, 0, PLAY (UNREACHABLE), COVER (NONE), NULL },
  { UDP, 0, PLAY (SILENT), COVER (NONE), NULL },
};

static const KaitsuPracticeRule silent_log_rules[] = {
  { UDP, 514, PLAY (SILENT), COVER (NONE), NULL },
};

static const KaitsuPracticeHop hops[] = {
  { KAITSU_PRACTICE_ROUTER, 1 },
  { KAITSU_PRACTICE_PROVIDER, 8 },
  { KAITSU_PRACTICE_CORE, 12 },
};

static const struct {
  const KaitsuPracticeRule *rules;
  gsize n_rules;
} scripts[N_SCENARIOS] = {
  [OPEN] = { NULL, 0 },
  [ROUTER_BLOCKS_MAINTENANCE] = { router_rules, G_N_ELEMENTS (router_rules) },
  [ROUTER_DROPS_MAINTENANCE] = { dropping_rules, G_N_ELEMENTS (dropping_rules) },
  [PROVIDER_BLOCKS_465] = { provider_rules, G_N_ELEMENTS (provider_rules) },
  [CAPTIVE_PORTAL] = { portal_rules, G_N_ELEMENTS (portal_rules) },
  [TLS_INTERCEPTION] = { interception_rules, G_N_ELEMENTS (interception_rules) },
  [OFFLINE] = { offline_rules, G_N_ELEMENTS (offline_rules) },
  [SILENT_LOG] = { silent_log_rules, G_N_ELEMENTS (silent_log_rules) },
};

/**
 * kaitsu_practice_list_scenarios:
 *
 * Returns: (transfer none): all scenarios, the default one first; an entry
 *   whose id is %NULL ends them. Titles and descriptions are message ids.
 */
const KaitsuPracticeScenario *
kaitsu_practice_list_scenarios (void)
{
  return scenarios;
}

/**
 * kaitsu_practice_find_scenario:
 * @id: (nullable): the id of a scenario
 *
 * Returns: (transfer none) (nullable): the scenario of this id; the default
 *   one for %NULL and the empty string
 */
const KaitsuPracticeScenario *
kaitsu_practice_find_scenario (const char *id)
{
  if (id == NULL || *id == '\0')
    return &scenarios[OPEN];

  for (guint i = 0; i < N_SCENARIOS; i++)
    if (g_str_equal (scenarios[i].id, id))
      return &scenarios[i];

  return NULL;
}

/**
 * kaitsu_practice_scenario_is_offline:
 * @scenario: one of the scenarios above
 *
 * Returns: whether this PC has neither address nor names in it
 */
gboolean
kaitsu_practice_scenario_is_offline (const KaitsuPracticeScenario *scenario)
{
  return scenario == &scenarios[OFFLINE];
}

/**
 * kaitsu_practice_scenario_has_hops:
 * @scenario: one of the scenarios above
 *
 * Returns: whether the routers on the way say when a hop limit ran out
 */
gboolean
kaitsu_practice_scenario_has_hops (const KaitsuPracticeScenario *scenario)
{
  return scenario != &scenarios[SILENT_LOG];
}

/**
 * kaitsu_practice_scenario_get_rules:
 * @scenario: one of the scenarios above
 * @n_rules: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_rules) (nullable): what differs
 *   from the usual rules; the first that matches a port counts
 */
const KaitsuPracticeRule *
kaitsu_practice_scenario_get_rules (const KaitsuPracticeScenario *scenario, gsize *n_rules)
{
  gsize index = (gsize) (scenario - scenarios);

  g_return_val_if_fail (index < N_SCENARIOS, NULL);

  *n_rules = scripts[index].n_rules;
  return scripts[index].rules;
}

/**
 * kaitsu_practice_usual_rules:
 * @n_rules: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_rules): what ports play on an open
 *   line; the first that matches a port counts, and one always does
 */
const KaitsuPracticeRule *
kaitsu_practice_usual_rules (gsize *n_rules)
{
  *n_rules = G_N_ELEMENTS (usual_rules);
  return usual_rules;
}

/**
 * kaitsu_practice_rule_matches:
 * @rule: a rule
 * @port: a port
 *
 * Returns: whether @rule is about @port
 */
gboolean
kaitsu_practice_rule_matches (const KaitsuPracticeRule *rule, KaitsuPort port)
{
  return rule->protocol == port.protocol && (rule->number == 0 || rule->number == port.number);
}

/**
 * kaitsu_practice_rule_find_hop:
 * @rule: the rule of a port
 * @hop_limit: what a packet for this port is sent with, 1 or more
 *
 * Returns: (transfer none) (nullable): the router where the packet expires;
 *   %NULL if it comes to where the rule is played
 */
const KaitsuPracticeHop *
kaitsu_practice_rule_find_hop (const KaitsuPracticeRule *rule, guint hop_limit)
{
  gboolean filters = rule->play == KAITSU_PRACTICE_PLAY_SILENT || rule->offender != NULL;
  guint last = G_N_ELEMENTS (hops);

  g_return_val_if_fail (hop_limit > 0, NULL);

  if (rule->hop > 0)
    last = filters ? rule->hop : rule->hop - 1;
  return hop_limit <= last ? &hops[hop_limit - 1] : NULL;
}
