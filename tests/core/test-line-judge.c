/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-line-judge.h"

#include <string.h>

/* One line as it was seen, in words that are quick to read. */
typedef struct {
  const char *name;
  /* "link address ipv4 ipv6 vpn silent": what there is; "none" for no facts */
  const char *network;
  const char *gateway;
  /* "offline ipv6-alive changed portal unresolved resolved intercepted" */
  const char *seen;
  const char *hops; /* with spaces between; - for a silent one */
  double clock;
  const char *proxy;
  const char *invented;
  const char *false_name;
  const char *unreachable;
  const char *web_taken;
  const char *said; /* ids, with their details in brackets */
} Row;

#define UP "link address ipv4"
#define HOME "192.168.1.1"

static const Row rows[] = {
  { "nothing-wrong", UP, HOME, "resolved", "192.168.1.1 203.0.113.1 198.51.100.1", .said = "" },
  { "nothing-known", "none", NULL, "", NULL, .said = "" },

  /* why nothing comes back: never more than one of these */
  { "L01", "", NULL, "offline", NULL, .said = "no-link" },
  { "L01-despite-route", "address ipv4", HOME, "offline unresolved", NULL, .said = "no-link" },
  { "L01-changed-into", "", NULL, "offline changed", NULL, .said = "no-link" },
  { "L02", "link", NULL, "offline", NULL, .said = "no-address" },
  { "L03", "link address", NULL, "offline", NULL, .said = "no-route" },
  { "L01-not-online", "", NULL, "", NULL, .said = "" },
  { "L04", UP " silent", HOME, "offline unresolved", NULL, .said = "gateway-dead(192.168.1.1)" },
  { "L04-not-while-something-answers", UP " silent", HOME, "resolved", NULL, .said = "" },
  { "L04-router-is-there", UP, HOME, "offline resolved", NULL, .said = "line-dead" },
  { "L05", UP " ipv6", HOME, "offline resolved ipv6-alive", NULL, .said = "ipv4-dead" },
  { "L05-not-if-ipv4-answers", UP " ipv6", HOME, "resolved ipv6-alive", NULL, .said = "" },
  { "L06", UP, HOME, "offline", NULL, .said = "line-dead" },
  { "L06-names-alone", UP, HOME, "offline unresolved", NULL, .said = "dns-dead" },
  { "L06-names-and-line", UP, HOME, "offline unresolved resolved", NULL, .said = "line-dead" },
  { "L06-no-hosts-besides", UP, HOME, "offline", NULL, .unreachable = "a.example",
    .said = "line-dead" },

  /* what stands in between */
  { "L10", UP, HOME, "changed resolved", NULL, .said = "network-changed" },
  { "L11", UP, HOME, "portal resolved", NULL, .said = "captive-portal(http://x/)" },
  { "L12", UP " vpn", NULL, "resolved", NULL, .said = "vpn(eth0)" },
  { "L13", UP, HOME, "resolved", NULL, .proxy = "p:3128", .said = "proxy(p:3128)" },
  { "L14", "link address ipv6", NULL, "resolved", NULL, .said = "no-ipv4" },
  { "L14-not-if-detached", "address ipv6", NULL, "offline", NULL, .said = "no-link" },
  { "L15", UP, HOME, "unresolved", NULL, .said = "dns-dead" },
  { "L15-some-resolve", UP, HOME, "unresolved resolved", NULL, .said = "" },
  { "L16", UP, HOME, "resolved", NULL, .invented = "192.0.2.9", .said = "dns-hijack(192.0.2.9)" },
  { "L16-false-name", UP, HOME, "resolved unresolved", NULL, .false_name = "a.example 10.9.9.9",
    .said = "dns-hijack(a.example 10.9.9.9)" },
  { "L16-both", UP, HOME, "resolved unresolved", NULL, .invented = "10.9.9.9",
    .false_name = "a.example 10.9.9.9", .said = "dns-hijack(a.example 10.9.9.9)" },
  { "L15-not-if-names-are-false", UP, HOME, "offline unresolved", NULL,
    .false_name = "a.example 10.9.9.9", .said = "dns-hijack(a.example 10.9.9.9)" },
  { "L17", UP, HOME, "resolved intercepted", NULL, .said = "tls-interception(Some CA)" },
  { "L18-slow", UP, HOME, "resolved", NULL, .clock = 7200, .said = "clock-wrong(+2.0 h)" },
  { "L18-fast", UP, HOME, "resolved", NULL, .clock = -86400 * 2, .said = "clock-wrong(-48.0 h)" },
  { "L18-an-hour-is-tolerated", UP, HOME, "resolved", NULL, .clock = 3600, .said = "" },
  { "L19", UP, HOME, "resolved", NULL, .web_taken = "TCP 80",
    .said = "transparent-proxy(TCP 80)" },
  { "L19-through-a-tunnel", UP " vpn", HOME, "resolved", NULL, .web_taken = "TCP 80",
    .said = "vpn(eth0)" },

  /* who translates */
  { "L20", UP, HOME, "resolved", "- 192.168.0.1 203.0.113.1", .said = "double-nat(192.168.0.1)" },
  { "L20-provider-numbers-privately", UP, HOME, "resolved", "- 203.0.113.1 10.0.0.1", .said = "" },
  { "L20-behind-a-public-router", UP, "203.0.113.1", "resolved", "- 10.1.1.1", .said = "" },
  { "L20-same-router-twice", UP, HOME, "resolved", "- 192.168.1.1 203.0.113.1", .said = "" },
  { "L20-silent-hop", UP, HOME, "resolved", "192.168.1.1 - 203.0.113.1", .said = "" },
  { "L20-through-a-tunnel", UP " vpn", HOME, "resolved", "- 10.8.0.1", .said = "vpn(eth0)" },
  { "L20-ipv6", "link address ipv6", NULL, "resolved", "- fd00::1", .said = "no-ipv4" },
  { "L21", UP, HOME, "resolved", "- 100.64.0.1", .said = "carrier-nat(100.64.0.1)" },
  { "L21-hop-4", UP, HOME, "resolved", "- - - 100.127.0.1", .said = "carrier-nat(100.127.0.1)" },
  { "L21-ds-lite", UP, HOME, "resolved", "- 192.0.0.1", .said = "carrier-nat(192.0.0.1)" },
  { "L21-far-away", UP, HOME, "resolved", "- - - - 100.64.0.1", .said = "" },
  { "L21-own-router", UP, "100.64.0.1", "resolved", "100.64.0.1 203.0.113.1", .said = "" },
  { "L20-and-L21", UP, HOME, "resolved", "- 192.168.0.1 100.64.0.1",
    .said = "double-nat(192.168.0.1) carrier-nat(100.64.0.1)" },

  { "L30", UP, HOME, "resolved", NULL, .unreachable = "a.example",
    .said = "targets-unreachable(a.example)" },
  { "L30-none", UP, HOME, "resolved", NULL, .unreachable = "", .said = "" },
};

static gboolean
has (const char *words, const char *word)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) list, word);
}

static KaitsuNetwork *
make_network (const Row *row)
{
  KaitsuNetwork *network = kaitsu_network_new ();

  network->interface = g_strdup ("eth0");
  network->gateway = g_strdup (row->gateway);
  network->has_link = has (row->network, "link");
  network->has_address = has (row->network, "address");
  network->has_ipv4 = has (row->network, "ipv4");
  network->has_ipv6 = has (row->network, "ipv6");
  network->vpn = has (row->network, "vpn");
  if (has (row->network, "silent"))
    network->gateway_state = KAITSU_GATEWAY_STATE_SILENT;
  return network;
}

static GPtrArray *
make_hops (const Row *row)
{
  g_auto (GStrv) words = g_strsplit (row->hops != NULL ? row->hops : "", " ", -1);
  GPtrArray *hops = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (hops, g_strdup (g_str_equal (words[i], "-") ? "" : words[i]));
  return hops;
}

static KaitsuResult *
make_result (void)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();

  return kaitsu_result_new (kaitsu_catalogue_lookup (catalogue, "unit2"), FALSE);
}

static char *
describe (KaitsuResult *result)
{
  GPtrArray *notices = kaitsu_result_get_notices (result);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < notices->len; i++)
    {
      const KaitsuNotice *notice = g_ptr_array_index (notices, i);
      g_string_append_printf (out, "%s%s", i > 0 ? " " : "", notice->id);
      if (notice->detail != NULL)
        g_string_append_printf (out, "(%s)", notice->detail);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (KaitsuNetwork) network = make_network (row);
  g_autoptr (GPtrArray) hops = make_hops (row);
  g_autoptr (KaitsuResult) result = make_result ();
  KaitsuLineFacts facts = {
    .network = g_str_equal (row->network, "none") ? NULL : network,
    .offline = has (row->seen, "offline"),
    .ipv6_alive = has (row->seen, "ipv6-alive"),
    .changed = has (row->seen, "changed"),
    .has_portal = has (row->seen, "portal"),
    .portal = "http://x/",
    .proxy = row->proxy,
    .invented = row->invented,
    .false_name = row->false_name,
    .unresolved = has (row->seen, "unresolved"),
    .resolved = has (row->seen, "resolved"),
    .intercepted = has (row->seen, "intercepted"),
    .issuer = "Some CA",
    .web_taken = row->web_taken,
    .has_clock = row->clock != 0,
    .clock_seconds = row->clock,
    .hops = hops,
    .unreachable = row->unreachable,
  };

  kaitsu_line_judge (&facts, result);
  g_autofree char *said = describe (result);
  g_assert_cmpstr (said, ==, row->said);
}

/* A row of the table is named after the rule that it is about. */
static void
test_every_rule_has_a_row (void)
{
  g_autofree const char **rules = kaitsu_line_judge_list_rules ();

  for (guint i = 0; rules[i] != NULL; i++)
    {
      gboolean found = g_str_has_prefix (rules[i], "L31"); /* below */
      for (gsize r = 0; r < G_N_ELEMENTS (rows); r++)
        found |= strncmp (rows[r].name, rules[i], 3) == 0;
      g_assert_true (found);
    }
}

static void
test_stale_list (void)
{
  g_autoptr (KaitsuResult) result = make_result ();
  KaitsuLineFacts facts = { .stale_since = "2026-01-31" };

  kaitsu_line_judge (&facts, result);
  g_autofree char *said = describe (result);
  g_assert_cmpstr (said, ==, "targets-stale(2026-01-31)");
}

/* What was seen before a change and after it must not be mixed. */
static void
test_unchanged (void)
{
  const Row attached = { .network = UP, .gateway = HOME };
  const Row ipv6_only = { .network = "link address ipv6" };
  g_autoptr (KaitsuNetwork) before = make_network (&attached);
  g_autoptr (KaitsuNetwork) now = make_network (&attached);
  g_autoptr (KaitsuNetwork) six = make_network (&ipv6_only);
  g_autoptr (KaitsuNetwork) later = make_network (&ipv6_only);

  now->lease_seconds = 77;
  now->has_ipv6 = TRUE;
  now->gateway_ipv6 = g_strdup ("fe80::1");
  now->gateway_mark = g_strdup ("abcdef");
  g_assert_true (kaitsu_network_is_unchanged (now, before));
  now->address = g_strdup ("192.168.1.9");
  g_assert_false (kaitsu_network_is_unchanged (now, before));
  before->address = g_strdup ("192.168.1.9");
  g_assert_true (kaitsu_network_is_unchanged (now, before));
  now->has_link = FALSE;
  g_assert_false (kaitsu_network_is_unchanged (now, before));
  now->has_link = TRUE;
  now->vpn = TRUE;
  g_assert_false (kaitsu_network_is_unchanged (now, before));

  /* there, a PC changes its own address as it likes */
  later->address = g_strdup ("2001:db8::77");
  g_assert_true (kaitsu_network_is_unchanged (later, six));
  later->gateway_ipv6 = g_strdup ("fe80::1");
  g_assert_false (kaitsu_network_is_unchanged (later, six));
}

static void
test_same_place (void)
{
  static const struct
  {
    const char *gateway, *mark, *other_gateway, *other_mark;
    gboolean same;
  } table[] = {
    { HOME, "abcdef", HOME, "abcdef", TRUE },      { HOME, "abcdef", HOME, "abcde0", FALSE },
    { HOME, NULL, HOME, "abcdef", TRUE },          { HOME, "abcdef", HOME, NULL, TRUE },
    { HOME, "abcdef", "10.0.0.1", "abcdef", FALSE }, { NULL, NULL, NULL, NULL, FALSE },
    { NULL, "abcdef", NULL, "abcdef", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (KaitsuNetwork) one = kaitsu_network_new ();
      g_autoptr (KaitsuNetwork) other = kaitsu_network_new ();

      one->gateway = g_strdup (table[i].gateway);
      one->gateway_mark = g_strdup (table[i].mark);
      other->gateway = g_strdup (table[i].other_gateway);
      other->gateway_mark = g_strdup (table[i].other_mark);
      g_assert_cmpint (kaitsu_network_is_same (one, other), ==, table[i].same);
    }
}

static void
test_router (void)
{
  g_autoptr (KaitsuNetwork) network = kaitsu_network_new ();

  g_assert_null (kaitsu_network_get_router (network));
  network->gateway_ipv6 = g_strdup ("fe80::1");
  g_assert_cmpstr (kaitsu_network_get_router (network), ==, "fe80::1");
  network->gateway = g_strdup ("192.168.1.1");
  g_assert_cmpstr (kaitsu_network_get_router (network), ==, "192.168.1.1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/line/%s", rows[i].name);
      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/line/every-rule-has-a-row", test_every_rule_has_a_row);
  g_test_add_func ("/line/stale-list", test_stale_list);
  g_test_add_func ("/line/unchanged", test_unchanged);
  g_test_add_func ("/line/same-place", test_same_place);
  g_test_add_func ("/network/router", test_router);
  return g_test_run ();
}
