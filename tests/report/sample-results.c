/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "sample-results.h"

#include <errno.h>
#include <string.h>

static void
replace (char **text, const char *with)
{
  g_free (*text);
  *text = g_strdup (with);
}

static KaitsuObservation *
see (KaitsuPortResult *port, KaitsuOutcome outcome, const char *host, const char *address)
{
  KaitsuObservation *seen = kaitsu_observation_new (KAITSU_PROBE_KIND_TCP, outcome);
  guint n = kaitsu_port_result_get_observations (port)->len;

  seen->port = kaitsu_port_result_get_port (port);
  seen->host = g_strdup (host);
  seen->address = g_strdup (address);
  seen->at_us = 20000 + n * 250000;
  return seen;
}

static void
see_control (KaitsuPortResult *port)
{
  g_autoptr (KaitsuObservation)
      control = see (port, KAITSU_OUTCOME_CONNECTED, "portquiz.net", "192.0.2.80");

  control->control = TRUE;
  control->port = (KaitsuPort){ KAITSU_PROTOCOL_TCP, 80 };
  control->rtt_us = 31700;
  kaitsu_port_result_add_observation (port, control);
}

/* As the judge names them; only their spelling matters here. */
static char *
dup_rule (KaitsuReason reason)
{
  switch ((int) reason)
    {
    case KAITSU_REASON_ANSWERED:
      return g_strdup ("R11 answered");
    case KAITSU_REASON_REJECTED:
      return g_strdup ("R21 rejected on the way");
    case KAITSU_REASON_DROPPED:
      return g_strdup ("R23 dropped on the way");
    default:
      return NULL;
    }
}

static void
judge (KaitsuPortResult *port, KaitsuLight light, KaitsuReason reason)
{
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

  finding.light = light;
  finding.reason = reason;
  kaitsu_port_result_set_finding (port, &finding);
  kaitsu_port_result_set_state (port, KAITSU_PORT_STATE_DONE);
}

static void
make_green (KaitsuPortResult *port)
{
  KaitsuPort number = kaitsu_port_result_get_port (port);
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;
  const gboolean dhcp = number.protocol == KAITSU_PROTOCOL_UDP && number.number == 67;
  g_autoptr (KaitsuObservation)
      seen = dhcp ? see (port, KAITSU_OUTCOME_LEASE, NULL, "192.168.1.1")
                  : see (port, KAITSU_OUTCOME_ANSWERED, "portquiz.net", "192.0.2.80");

  finding.light = KAITSU_LIGHT_GREEN;
  finding.reason = KAITSU_REASON_ANSWERED;
  finding.rule = dup_rule (finding.reason);
  finding.rtt_us = 31650;
  kaitsu_port_result_set_finding (port, &finding);
  kaitsu_port_result_set_state (port, KAITSU_PORT_STATE_DONE);
  seen->rtt_us = 31650;
  if (!dhcp)
    kaitsu_observation_set_detail (seen, "HTTP/1.1 200 OK", -1);
  kaitsu_port_result_add_observation (port, seen);
}

static void
make_rejected (KaitsuPortResult *port, const char *offender)
{
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;
  g_autoptr (KaitsuObservation)
      seen = see (port, KAITSU_OUTCOME_ICMP, "portquiz.net", "192.0.2.80");

  finding.light = KAITSU_LIGHT_RED;
  finding.reason = KAITSU_REASON_REJECTED;
  finding.rule = dup_rule (finding.reason);
  finding.hop = 1;
  finding.offender = g_strdup (offender);
  kaitsu_finding_add_suspect (&finding, KAITSU_PARTY_ROUTER);
  kaitsu_port_result_set_finding (port, &finding);
  kaitsu_port_result_set_state (port, KAITSU_PORT_STATE_DONE);
  seen->icmp = (KaitsuIcmp){ 3, 13, g_strdup (offender) };
  seen->error_number = EHOSTUNREACH;
  seen->rtt_us = 900;
  kaitsu_port_result_add_observation (port, seen);
  see_control (port);
}

/* Three passes over five devices: the first @reach of them answer. */
static void
see_way (KaitsuPortResult *port, guint reach)
{
  for (guint i = 0; i < 15; i++)
    {
      const guint hop = i % 5 + 1;
      g_autoptr (KaitsuObservation)
          seen = see (port, hop <= reach ? KAITSU_OUTCOME_ICMP : KAITSU_OUTCOME_SILENT,
                      "smtp.example.net", "198.51.100.25");

      seen->hop_limit = hop;
      if (hop <= reach)
        seen->icmp = (KaitsuIcmp){ 11, 0, g_strdup_printf ("203.0.113.%u", hop) };
      kaitsu_port_result_add_observation (port, seen);
    }
}

static void
make_dropped (KaitsuPortResult *port, guint hop, const KaitsuParty *suspects, guint n_suspects)
{
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

  finding.light = KAITSU_LIGHT_RED;
  finding.reason = KAITSU_REASON_DROPPED;
  finding.rule = dup_rule (finding.reason);
  finding.hop = hop;
  finding.verified_hop = hop;
  finding.total_hops = 6;
  for (guint i = 0; i < n_suspects; i++)
    kaitsu_finding_add_suspect (&finding, suspects[i]);
  kaitsu_port_result_set_finding (port, &finding);
  kaitsu_port_result_set_state (port, KAITSU_PORT_STATE_DONE);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (KaitsuObservation)
          seen = see (port, KAITSU_OUTCOME_SILENT, "smtp.example.net", "198.51.100.25");
      kaitsu_port_result_add_observation (port, seen);
    }
  see_control (port);
  see_way (port, hop);
}

static void
make_silent (KaitsuPortResult *port)
{
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;
  g_autoptr (KaitsuObservation)
      seen = see (port, KAITSU_OUTCOME_SILENT, "hmbx.canon.jp", "203.0.113.9");

  finding.light = KAITSU_LIGHT_YELLOW;
  finding.reason = KAITSU_REASON_NO_EVIDENCE;
  finding.verified_hop = 4;
  finding.total_hops = 9;
  kaitsu_port_result_set_finding (port, &finding);
  kaitsu_port_result_set_state (port, KAITSU_PORT_STATE_DONE);
  kaitsu_port_result_add_observation (port, seen);
  see_control (port);
}

static void
make_intercepted (KaitsuPortResult *port)
{
  g_autoptr (KaitsuObservation)
      seen = see (port, KAITSU_OUTCOME_TLS_UNTRUSTED, "hmbx.canon.jp", "203.0.113.9");

  judge (port, KAITSU_LIGHT_YELLOW, KAITSU_REASON_INTERCEPTED);
  kaitsu_observation_set_detail (seen, "CN=Example UTM CA,O=Example", -1);
  kaitsu_port_result_add_observation (port, seen);
}

static void
make_partial (KaitsuPortResult *port)
{
  judge (port, KAITSU_LIGHT_YELLOW, KAITSU_REASON_PARTIAL);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (KaitsuObservation)
          seen = see (port, i % 2 == 0 ? KAITSU_OUTCOME_ANSWERED : KAITSU_OUTCOME_SILENT,
                      "time.example.org", "198.51.100.123");
      kaitsu_port_result_add_observation (port, seen);
    }
}

typedef void (*Maker) (KaitsuPortResult *port);

static void
for_each_port (KaitsuResult *result, Maker make)
{
  GListModel *ports = kaitsu_result_get_ports (result);

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      make (port);
    }
}

KaitsuPortResult *
sample_get_port (KaitsuResult *result, const char *name)
{
  KaitsuPort port;

  g_assert_true (kaitsu_port_parse (name, &port));

  KaitsuPortResult *found = kaitsu_result_find_port (result, port);
  g_assert_nonnull (found);
  return found;
}

static void
set_times (KaitsuResult *result)
{
  g_autoptr (GTimeZone) japan = g_time_zone_new_offset (9 * 3600);
  g_autoptr (GDateTime) started = g_date_time_new (japan, 2026, 11, 23, 10, 5, 12);
  g_autoptr (GDateTime) finished = g_date_time_new (japan, 2026, 11, 23, 10, 5, 21);

  kaitsu_result_set_started (result, started);
  kaitsu_result_set_finished (result, finished);
}

static void
set_network (KaitsuResult *result)
{
  g_autoptr (KaitsuNetwork) network = kaitsu_network_new ();
  static const char *const dns[] = { "192.168.1.1", "2001:db8::53", NULL };

  network->interface = g_strdup ("enp3s0");
  network->kind = KAITSU_LINK_KIND_WIRED;
  network->address = g_strdup ("192.168.1.23");
  network->gateway = g_strdup ("192.168.1.1");
  g_strfreev (network->dns);
  network->dns = g_strdupv ((GStrv) dns);
  network->public_address = g_strdup ("203.0.113.77");
  network->has_ipv4 = TRUE;
  kaitsu_result_set_network (result, network);
}

static void
set_customer (KaitsuResult *result)
{
  g_autoptr (KaitsuCustomer) customer = kaitsu_customer_new ();

  replace (&customer->company, "みなと文具店");
  replace (&customer->person, "山田 花子");
  replace (&customer->phone, "03-0000-0000");
  replace (&customer->provider, "ひかりネット");
  replace (&customer->line, "光 1 ギガ（店舗）");
  kaitsu_result_set_customer (result, customer);
}

static void
add_way (KaitsuResult *result)
{
  static const KaitsuHop hops[] = {
    { 1, (char *) "192.168.1.1", KAITSU_PARTY_ROUTER, 600 },
    { 2, (char *) "203.0.113.1", KAITSU_PARTY_PROVIDER, 8300 },
    { 3, (char *) "203.0.113.21", KAITSU_PARTY_PROVIDER, 9100 },
    { 4, NULL, KAITSU_PARTY_UNKNOWN, -1 },
    { 5, (char *) "198.51.100.1", KAITSU_PARTY_INTERNET, 24800 },
    { 6, (char *) "192.0.2.80", KAITSU_PARTY_DESTINATION, 31700 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (hops); i++)
    kaitsu_result_add_hop (result, &hops[i]);
}

static KaitsuResult *
new_for_unit (const char *id, gboolean practice)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  KaitsuUnit *unit = kaitsu_catalogue_lookup (catalogue, id);

  g_assert_nonnull (unit);

  KaitsuResult *result = kaitsu_result_new (unit, practice);
  set_times (result);
  set_network (result);
  set_customer (result);
  for_each_port (result, make_green);
  kaitsu_result_set_verdict (result, KAITSU_VERDICT_USABLE);
  kaitsu_result_set_targets (result, "built-in", "2027-03-31");
  return result;
}

static void
reject_by_router (KaitsuPortResult *port)
{
  make_rejected (port, "192.168.1.1");
}

static void
drop_by_either (KaitsuPortResult *port)
{
  static const KaitsuParty suspects[] = { KAITSU_PARTY_ROUTER, KAITSU_PARTY_PROVIDER };

  if (kaitsu_port_result_get_observations (port)->len > 0)
    g_ptr_array_set_size (kaitsu_port_result_get_observations (port), 0);
  make_dropped (port, 1, suspects, 2);
}

static KaitsuResult *
new_router (gboolean practice)
{
  static const char *const closed[] = { "tcp/9124", "tcp/9127", "tcp/9128", "tcp/9129",
                                        "tcp/9990", "tcp/9991", "tcp/9992" };
  KaitsuResult *result = new_for_unit ("unit2", practice);

  for (guint i = 0; i < G_N_ELEMENTS (closed); i++)
    {
      KaitsuPortResult *port = sample_get_port (result, closed[i]);
      g_ptr_array_set_size (kaitsu_port_result_get_observations (port), 0);
      reject_by_router (port);
    }
  kaitsu_result_set_verdict (result, KAITSU_VERDICT_NOT_USABLE);
  add_way (result);
  return result;
}

static KaitsuResult *
new_all_red (void)
{
  KaitsuResult *result = new_for_unit (KAITSU_UNIT_ANY, FALSE);

  for_each_port (result, drop_by_either);
  kaitsu_result_set_verdict (result, KAITSU_VERDICT_NOT_USABLE);
  kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_DOUBLE_NAT, NULL);
  kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_TARGETS_STALE, "2026-09-30");
  add_way (result);
  return result;
}

static void
set_port (KaitsuResult *result, const char *name, Maker make)
{
  KaitsuPortResult *port = sample_get_port (result, name);

  g_ptr_array_set_size (kaitsu_port_result_get_observations (port), 0);
  make (port);
}

static void
drop_by_provider (KaitsuPortResult *port)
{
  static const KaitsuParty provider = KAITSU_PARTY_PROVIDER;

  make_dropped (port, 3, &provider, 1);
}

static KaitsuResult *
new_provider (void)
{
  g_autoptr (KaitsuResult) before = new_for_unit ("unit3pro", FALSE);
  KaitsuResult *result = new_for_unit ("unit3pro", FALSE);

  set_port (before, "tcp/465", drop_by_either);
  set_port (before, "udp/123", drop_by_either);
  kaitsu_result_set_verdict (before, KAITSU_VERDICT_NOT_USABLE);
  set_port (result, "tcp/465", drop_by_provider);
  kaitsu_result_set_verdict (result, KAITSU_VERDICT_NOT_USABLE);
  kaitsu_result_compare_with (result, before);
  add_way (result);
  return result;
}

static KaitsuResult *
new_yellow (void)
{
  KaitsuResult *result = new_for_unit ("unit3", FALSE);

  set_port (result, "udp/514", make_silent);
  set_port (result, "tcp/443", make_intercepted);
  set_port (result, "udp/123", make_partial);
  kaitsu_port_result_set_ipv6 (sample_get_port (result, "tcp/80"), KAITSU_LIGHT_GREEN,
                               KAITSU_REASON_ANSWERED);
  kaitsu_result_set_verdict (result, KAITSU_VERDICT_UNCONFIRMED);
  kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_TLS_INTERCEPTION,
                            "Example UTM CA");
  return result;
}

static void
make_portal (KaitsuPortResult *port)
{
  g_ptr_array_set_size (kaitsu_port_result_get_observations (port), 0);
  judge (port, KAITSU_LIGHT_YELLOW, KAITSU_REASON_CAPTIVE_PORTAL);
}

static void
make_offline (KaitsuPortResult *port)
{
  g_ptr_array_set_size (kaitsu_port_result_get_observations (port), 0);
  judge (port, KAITSU_LIGHT_NONE, KAITSU_REASON_OFFLINE);
}

static void
make_stopped (KaitsuPortResult *port)
{
  if (kaitsu_port_result_get_port (port).number < 9000)
    return;
  g_ptr_array_set_size (kaitsu_port_result_get_observations (port), 0);
  judge (port, KAITSU_LIGHT_NONE, KAITSU_REASON_STOPPED);
}

static KaitsuResult *
new_plain (const char *unit, Maker make, KaitsuVerdict verdict)
{
  KaitsuResult *result = new_for_unit (unit, FALSE);

  for_each_port (result, make);
  kaitsu_result_set_verdict (result, verdict);
  if (verdict == KAITSU_VERDICT_UNCONFIRMED)
    kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_CAPTIVE_PORTAL, NULL);
  return result;
}

static void
reject_by_long (KaitsuPortResult *port)
{
  make_rejected (port, "2001:0db8:85a3:0000:0000:8a2e:0370:7334");

  KaitsuObservation *seen = g_ptr_array_index (kaitsu_port_result_get_observations (port), 0);
  replace (&seen->host, "a-very-long-host-name-of-a-target.measurement.port-check.example.co.jp");
  kaitsu_observation_set_detail (seen,
                                 "220-mail.example.co.jp ESMTP Postfix (Debian/GNU) -- "
                                 "unauthorised use is forbidden and will be recorded, "
                                 "please telephone 0000-00-0000 between nine and five",
                                 -1);
}

static void
set_long_customer (KaitsuResult *result)
{
  g_autoptr (KaitsuCustomer) customer = kaitsu_customer_new ();

  replace (&customer->company,
           "株式会社東京駅前通り商店街総合オフィスサプライアンドビジネスソリューションズ西日本"
           "ホールディングス 福岡天神中央営業所 第二営業部（旧 博多事務機販売）");
  replace (&customer->person, "Maximiliane-Charlotte von Hohenstein-Württemberg");
  replace (&customer->phone, "+81-92-000-0000（内線 12345）");
  replace (&customer->provider, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
  replace (&customer->line, "㈱髙﨑 ①号線");
  replace (&customer->memo,
           "1 行目のメモです。\n2 行目は、少し長めに書いてみます。レジの横の配線盤から"
           "分かれています。\n3 行目。");
  kaitsu_result_set_customer (result, customer);
}

static KaitsuResult *
new_long (void)
{
  KaitsuResult *result = new_for_unit ("unit5pro", FALSE);

  set_port (result, "tcp/443", reject_by_long);
  set_port (result, "tcp/465", reject_by_long);
  kaitsu_result_set_verdict (result, KAITSU_VERDICT_NOT_USABLE);
  set_long_customer (result);
  add_way (result);
  return result;
}

/* Each port is stopped in another way, so that nothing can be put together. */
static void
stop_in_its_own_way (KaitsuPortResult *port)
{
  const KaitsuPort what = kaitsu_port_result_get_port (port);
  g_autofree char *offender = g_strdup_printf ("2001:db8:85a3:1000:2000:8a2e:370:%x", what.number);

  g_ptr_array_set_size (kaitsu_port_result_get_observations (port), 0);
  make_rejected (port, offender);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *host = g_strdup_printf (
          "a-very-long-host-name-of-target-%u.measurement.port-check.example.co.jp", i);
      g_autofree char *address = g_strdup_printf ("2001:db8:85a3:ffff:ffff:8a2e:370:%x", i);
      g_autoptr (KaitsuObservation) seen = see (port, KAITSU_OUTCOME_SILENT, host, address);

      kaitsu_port_result_add_observation (port, seen);
    }
  see_way (port, 1);
}

static KaitsuResult *
new_largest (void)
{
  g_autoptr (KaitsuResult) before = new_for_unit (KAITSU_UNIT_ANY, FALSE);
  KaitsuResult *result = new_for_unit (KAITSU_UNIT_ANY, FALSE);

  for_each_port (result, stop_in_its_own_way);
  kaitsu_result_set_verdict (result, KAITSU_VERDICT_NOT_USABLE);
  kaitsu_result_compare_with (result, before);
  kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_PROXY, "proxy.internal:8080");
  kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_TLS_INTERCEPTION, "Example UTM CA");
  kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_DOUBLE_NAT, "203.0.113.1");
  kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_TARGETS_STALE, "2026-09-30");
  set_long_customer (result);
  add_way (result);
  return result;
}

/* Control characters, an escape sequence, direction overrides, a zero-width
 * space, markup, and a byte that is not UTF-8. */
#define HOSTILE "<b>&lt;\x1b[31m\u202E\u200Btxt.exe</b>\r\n%s%n\a\xff"

static void
make_hostile (KaitsuPortResult *port)
{
  reject_by_router (port);

  KaitsuObservation *seen = g_ptr_array_index (kaitsu_port_result_get_observations (port), 0);
  replace (&seen->host, HOSTILE);
  g_free (seen->detail);
  seen->detail = g_strdup (HOSTILE);
  replace (&seen->icmp.offender, HOSTILE);
}

static KaitsuResult *
new_hostile (void)
{
  KaitsuResult *result = new_for_unit ("unit4", FALSE);
  g_autoptr (KaitsuCustomer) customer = kaitsu_customer_new ();
  g_autoptr (GString) endless = g_string_new (NULL);

  for (guint i = 0; i < 5000; i++)
    g_string_append (endless, i % 2 == 0 ? "長\n" : "い");
  set_port (result, "tcp/80", make_hostile);
  kaitsu_result_set_verdict (result, KAITSU_VERDICT_NOT_USABLE);
  replace (&customer->company, HOSTILE "/../\\:*?\"<>|");
  replace (&customer->person, "😀 絵文字 \u0E01\u0F40");
  replace (&customer->memo, endless->str);
  kaitsu_result_set_customer (result, customer);
  kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_PROXY, HOSTILE);
  return result;
}

static KaitsuResult *
make (SampleKind kind)
{
  switch (kind)
    {
    case SAMPLE_OPEN:
      return new_for_unit ("unit4", FALSE);
    case SAMPLE_ROUTER:
      return new_router (FALSE);
    case SAMPLE_ALL_RED:
      return new_all_red ();
    case SAMPLE_PROVIDER:
      return new_provider ();
    case SAMPLE_YELLOW:
      return new_yellow ();
    case SAMPLE_PORTAL:
      return new_plain ("unit5", make_portal, KAITSU_VERDICT_UNCONFIRMED);
    case SAMPLE_OFFLINE:
      return new_plain ("unit4l", make_offline, KAITSU_VERDICT_OFFLINE);
    case SAMPLE_STOPPED:
      return new_plain ("unit2", make_stopped, KAITSU_VERDICT_STOPPED);
    case SAMPLE_PRACTICE:
      return new_router (TRUE);
    case SAMPLE_LONG:
      return new_long ();
    case SAMPLE_LARGEST:
      return new_largest ();
    case SAMPLE_HOSTILE:
      return new_hostile ();
    case N_SAMPLES:
      break;
    }
  g_assert_not_reached ();
}

/**
 * sample_get_name:
 * @kind: which sample
 *
 * Returns: (transfer none): its name, for files and messages
 */
const char *
sample_get_name (SampleKind kind)
{
  static const char *const names[N_SAMPLES] = {
    "open",    "router",  "all-red",  "provider", "yellow",  "portal",
    "offline", "stopped", "practice", "long",     "largest", "hostile",
  };

  return names[kind];
}

/**
 * sample_new:
 * @kind: which sample
 *
 * The result, and the one before it, has a fixed number: it goes through the file format once, as
 * every saved result does (but for the hostile one, which a file could never
 * bring in).
 *
 * Returns: (transfer full): the result
 */
KaitsuResult *
sample_new (SampleKind kind)
{
  g_autoptr (KaitsuResult) result = make (kind);
  g_autoptr (GError) error = NULL;

  if (kind == SAMPLE_HOSTILE)
    return g_steal_pointer (&result);

  g_autoptr (JsonNode) node = kaitsu_result_to_json (result);
  JsonObject *document = json_node_get_object (node);
  json_object_set_string_member (document, "id", "3f2a9c04-7d51-4b8e-9a63-0c1e2d3f4a5b");
  if (!json_object_get_null_member (document, "previous"))
    json_object_set_string_member (json_object_get_object_member (document, "previous"), "id",
                                   "0d9b51c2-6a34-4f07-8e1d-5b7a9c3e2f10");
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  KaitsuResult *saved = kaitsu_result_new_from_bytes (bytes, "sample", &error);
  g_assert_no_error (error);
  return saved;
}
