/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <errno.h>
#include <string.h>

#include "kaitsu-enums.h"
#include "kaitsu-explain.h"
#include "kaitsu-i18n.h"
#include "kaitsu-nick.h"
#include "kaitsu-wording.h"
#include "sample-results.h"

#define NOBODY { KAITSU_PARTY_UNKNOWN, KAITSU_PARTY_UNKNOWN }, 0

/* One port as judged, and what is said of it. NULL means that nothing is. */
typedef struct
{
  const char *name;
  KaitsuLight light;
  KaitsuReason reason;
  KaitsuParty suspects[2];
  guint n_suspects;
  guint hop;
  const char *offender;
  const char *why;
  const char *who;
  const char *remedy;
} Row;

#define ROUTER { KAITSU_PARTY_ROUTER, KAITSU_PARTY_UNKNOWN }, 1
#define PROVIDER { KAITSU_PARTY_PROVIDER, KAITSU_PARTY_UNKNOWN }, 1
#define EITHER { KAITSU_PARTY_ROUTER, KAITSU_PARTY_PROVIDER }, 2
#define PC { KAITSU_PARTY_PC, KAITSU_PARTY_UNKNOWN }, 1
#define DESTINATION { KAITSU_PARTY_DESTINATION, KAITSU_PARTY_UNKNOWN }, 1

static const Row rows[] = {
  { "answered", KAITSU_LIGHT_GREEN, KAITSU_REASON_ANSWERED, NOBODY, 0, NULL,
    "通っています。相手がこのポートで返事をしました。", NULL, NULL },
  { "connected", KAITSU_LIGHT_GREEN, KAITSU_REASON_CONNECTED, NOBODY, 0, NULL,
    "通っています。相手につながりました。", NULL, NULL },
  { "path", KAITSU_LIGHT_GREEN, KAITSU_REASON_PATH, NOBODY, 0, NULL,
    "通っています。このポートで返事をする相手はいませんが、通信がほかのポートと同じ所まで届くのを"
    "確かめました。途中の機器 4 番目（全部で 9）まで届いたのを確かめました。",
    NULL, NULL },
  { "rejected-router", KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED, ROUTER, 1, "192.168.1.1",
    "止まっています。お店のルーター（192.168.1."
    "1）が「通さない」と返事をしました。パソコンから数えて 1 "
    "番目の機器です。",
    "お店のルーター（192.168.1.1）",
    "ルーターを管理している方に、外へ出る TCP 465 "
    "を通すよう頼んでください。開けてもらったら、もう一度"
    "調べてください。" },
  { "rejected-either", KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED, EITHER, 0, "10.20.0.1",
    "止まっています。途中の機器（10.20.0.1）が「通さない」と返事をしました。",
    "お店のルーターかプロバイダー",
    "ルーターを管理している方に、外へ出る TCP 465 "
    "を通すよう頼んでください。開けてもらったら、もう一度"
    "調べてください。" },
  { "rejected-unknown", KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED, NOBODY, 0, NULL,
    "止まっています。途中で「通さない」と返事がありました。", NULL,
    "ルーターを管理している方に、外へ出る TCP 465 "
    "を通すよう頼んでください。開けてもらったら、もう一度"
    "調べてください。" },
  { "dropped-provider", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED, PROVIDER, 3, NULL,
    "止まっています。このポートの通信だけが、途中で消えています。消えているのは、パソコンから数えて"
    " 3 "
    "番目の機器（プロバイダー）です。",
    "プロバイダー",
    "プロバイダーに、外へ出る TCP 465 "
    "を通すよう頼んでください。開けてもらったら、もう一度調べてください。" },
  { "dropped-either", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED, EITHER, 0, NULL,
    "止まっています。このポートの通信だけが、途中で消えています。消えているのは、お店のルーターか"
    "プロバイダーです。",
    "お店のルーターかプロバイダー",
    "ルーターを管理している方に、外へ出る TCP 465 "
    "を通すよう頼んでください。開けてもらったら、もう一度"
    "調べてください。" },
  { "refused-locally", KAITSU_LIGHT_RED, KAITSU_REASON_REFUSED_LOCALLY, PC, 0, NULL,
    "止まっています。このパソコンが、外へ送る前に自分で止めました。", "このパソコン",
    "このパソコンのファイアウォールやセキュリティソフトで、外へ出る TCP 465 "
    "を許可してください。それから、"
    "もう一度調べてください。" },
  { "red-destination", KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED, DESTINATION, 0, NULL,
    "止まっています。接続先が「通さない」と返事をしました。", "接続先",
    "TCP 465 について、お店ですることはありません。しばらく待ってから、もう一度調べてください。" },
  { "refused-by-destination", KAITSU_LIGHT_YELLOW, KAITSU_REASON_REFUSED_BY_DESTINATION, NOBODY, 0,
    NULL,
    "わかりません。通信は相手まで届きましたが、相手が断りました。お店の回線が止めているのではありま"
    "せん。",
    NULL, "お店ですることはありません。しばらく待ってから、もう一度調べてください。" },
  { "partial", KAITSU_LIGHT_YELLOW, KAITSU_REASON_PARTIAL, NOBODY, 0, NULL,
    "注意が必要です。通るときと通らないときがあります。通ったのは 0 回です（試したのは 0 回）。",
    NULL,
    "時間をおいて、もう一度調べてください。変わらなければ、ルーターを管理している方にこの報告書を見"
    "せて"
    "ください。" },
  { "intercepted", KAITSU_LIGHT_YELLOW, KAITSU_REASON_INTERCEPTED, NOBODY, 0, NULL,
    "注意が必要です。つながりますが、答えているのは相手ではありません。途中の何かが代わりに答えてい"
    "ます。",
    NULL,
    "HOME-UNIT "
    "の通信を対象から外すよう、ルーターやセキュリティソフトを管理している方に頼んでください。" },
  { "captive-portal", KAITSU_LIGHT_YELLOW, KAITSU_REASON_CAPTIVE_PORTAL, NOBODY, 0, NULL,
    "わかりません。インターネットの代わりにログイン画面が答えるので、このポートのことは確かめられま"
    "せん。",
    NULL, "ブラウザーを開いてログインし、もう一度調べてください。" },
  { "no-evidence", KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE, NOBODY, 0, NULL,
    "わかりません。返事がありません。止まっているのか、相手が答えないだけなのか、区別できません。途"
    "中の機器 "
    "4 番目（全部で 9）まで届いたのを確かめました。",
    NULL,
    "もう一度調べてください。変わらなければ、ルーターでこのポートを止めていないか、ルーターを管理し"
    "ている方に"
    "聞いてください。" },
  { "not-permitted", KAITSU_LIGHT_YELLOW, KAITSU_REASON_NOT_PERMITTED, NOBODY, 0, NULL,
    "わかりません。このパソコンの設定では、このポートを調べることができません。", NULL,
    "別のパソコンで調べてください。" },
  { "offline", KAITSU_LIGHT_NONE, KAITSU_REASON_OFFLINE, NOBODY, 0, NULL,
    "調べていません。このパソコンがインターネットにつながっていません。", NULL,
    "ケーブルや Wi-Fi と、ルーターのランプを確かめてください。それから、もう一度調べてください。" },
  { "stopped", KAITSU_LIGHT_NONE, KAITSU_REASON_STOPPED, NOBODY, 0, NULL,
    "調べていません。このポートを調べ終わる前に止めました。", NULL, "もう一度調べてください。" },
  { "not-tested", KAITSU_LIGHT_NONE, KAITSU_REASON_NOT_TESTED, NOBODY, 0, NULL, "調べていません。",
    NULL, "もう一度調べてください。" },
};

static KaitsuResult *
new_result (const char *unit_id)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();

  return kaitsu_result_new (kaitsu_catalogue_lookup (catalogue, unit_id), FALSE);
}

static KaitsuPortResult *
get_port (KaitsuResult *result, const char *name)
{
  KaitsuPort port;

  g_assert_true (kaitsu_port_parse (name, &port));
  return kaitsu_result_find_port (result, port);
}

static void
judge (KaitsuPortResult *port, const Row *row)
{
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

  finding.light = row->light;
  finding.reason = row->reason;
  finding.hop = row->hop;
  finding.offender = g_strdup (row->offender);
  if (row->reason == KAITSU_REASON_PATH || row->reason == KAITSU_REASON_NO_EVIDENCE)
    {
      finding.verified_hop = 4;
      finding.total_hops = 9;
    }
  for (guint i = 0; i < row->n_suspects; i++)
    kaitsu_finding_add_suspect (&finding, row->suspects[i]);
  kaitsu_port_result_set_finding (port, &finding);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (KaitsuResult) result = new_result ("unit2");
  KaitsuPortResult *port = get_port (result, "tcp/465");

  judge (port, row);
  g_autofree char *why = kaitsu_explain_why (result, port);
  g_autofree char *who = kaitsu_explain_suspects (port);
  g_autofree char *remedy = kaitsu_explain_remedy (result, port);

  g_assert_cmpstr (why, ==, row->why);
  g_assert_cmpstr (who, ==, row->who);
  g_assert_cmpstr (remedy, ==, row->remedy);
}

/* No reason of the contract is missing from the table above. */
static void
test_complete (void)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (KAITSU_TYPE_REASON);

  for (guint i = 0; i < klass->n_values; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (rows); j++)
        found = found || (int) rows[j].reason == klass->values[i].value;
      if (!found)
        g_test_message ("no row for %s", klass->values[i].value_nick);
      g_assert_true (found);
    }
}

static KaitsuObservation *
add (KaitsuPortResult *port, KaitsuOutcome outcome, gboolean control)
{
  g_autoptr (KaitsuObservation) seen = kaitsu_observation_new (KAITSU_PROBE_KIND_TCP, outcome);

  seen->port = control ? (KaitsuPort){ KAITSU_PROTOCOL_TCP, 80 }
                       : kaitsu_port_result_get_port (port);
  seen->control = control;
  kaitsu_port_result_add_observation (port, seen);
  return seen;
}

/* Tries and controls are counted; hop-limited tries and those of the other
 * family are no failed tries. */
static void
test_tries (void)
{
  static const Row dropped = {
    "", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED, NOBODY, 0, NULL, NULL, NULL, NULL
  };
  static const Row partial = {
    "", KAITSU_LIGHT_YELLOW, KAITSU_REASON_PARTIAL, NOBODY, 0, NULL, NULL, NULL, NULL
  };
  g_autoptr (KaitsuResult) result = new_result ("unit2");
  KaitsuPortResult *port = get_port (result, "tcp/465");

  judge (port, &dropped);
  add (port, KAITSU_OUTCOME_SILENT, FALSE);
  add (port, KAITSU_OUTCOME_SILENT, FALSE);
  add (port, KAITSU_OUTCOME_ICMP, FALSE)->hop_limit = 2;
  add (port, KAITSU_OUTCOME_SILENT, FALSE)->family = KAITSU_FAMILY_IPV6;
  g_autofree char *silent = kaitsu_explain_why (result, port);
  g_assert_true (g_str_has_suffix (silent, "2 回試しましたが、返事がありませんでした。"));

  add (port, KAITSU_OUTCOME_SILENT, TRUE);
  g_autofree char *dead = kaitsu_explain_why (result, port);
  g_assert_cmpstr (dead, ==, silent);
  add (port, KAITSU_OUTCOME_CONNECTED, TRUE);
  g_autofree char *alive = kaitsu_explain_why (result, port);
  g_assert_true (
      g_str_has_suffix (alive, "同じ相手の TCP 80 には返事があったので、回線はつながっています。"));

  judge (port, &partial);
  add (port, KAITSU_OUTCOME_ANSWERED, FALSE);
  g_autofree char *some = kaitsu_explain_why (result, port);
  g_assert_true (g_str_has_suffix (some, "通ったのは 1 回です（試したのは 3 回）。"));
}

/* A lease is what proves DHCP; what an interceptor shows is quoted. */
static void
test_details (void)
{
  static const Row green = {
    "", KAITSU_LIGHT_GREEN, KAITSU_REASON_ANSWERED, NOBODY, 0, NULL, NULL, NULL, NULL
  };
  static const Row intercepted = {
    "", KAITSU_LIGHT_YELLOW, KAITSU_REASON_INTERCEPTED, NOBODY, 0, NULL, NULL, NULL, NULL
  };
  g_autoptr (KaitsuResult) result = new_result ("unit4");
  KaitsuPortResult *dhcp = get_port (result, "udp/67");
  KaitsuPortResult *https = get_port (result, "tcp/443");

  judge (dhcp, &green);
  add (dhcp, KAITSU_OUTCOME_LEASE, FALSE);
  g_autofree char *lease = kaitsu_explain_why (result, dhcp);
  g_assert_cmpstr (lease, ==,
                   "通っています。このパソコンは、DHCP サーバーからアドレスを受け取れています。");

  judge (https, &intercepted);
  kaitsu_observation_set_detail (add (https, KAITSU_OUTCOME_TLS_UNTRUSTED, FALSE), "CN=Box", -1);
  g_autofree char *box = kaitsu_explain_why (result, https);
  g_assert_true (g_str_has_suffix (box, "返ってきた内容は「CN=Box」です。"));
}

/* UNIT3 loses the report without 443 and only its first log without 514. */
static void
test_effects (void)
{
  g_autoptr (KaitsuResult) unit3 = new_result ("unit3");
  g_autoptr (KaitsuResult) unit2 = new_result ("unit2");
  g_autofree char *https = kaitsu_explain_effect (unit3, get_port (unit3, "tcp/443"));
  g_autofree char *syslog = kaitsu_explain_effect (unit3, get_port (unit3, "udp/514"));
  g_autofree char *required = kaitsu_explain_effect (unit2, get_port (unit2, "udp/514"));
  g_autofree char *purpose = kaitsu_explain_purpose (unit3, get_port (unit3, "tcp/443"));

  g_assert_nonnull (strstr (https, "UTM"));
  g_assert_nonnull (strstr (https, "レポートが使えなくなります。"));
  g_assert_nonnull (strstr (syslog, "設置した直後"));
  g_assert_null (strstr (syslog, "レポートが使えなくなります。"));
  g_assert_cmpstr (required, ==, "レポートが使えなくなります。");
  g_assert_nonnull (strstr (purpose, "HOME-CC"));
  g_assert_nonnull (strstr (purpose, "検知ログ"));
}

/* Ports of one service say it once, not once each. */
static void
test_shared_effect (void)
{
  g_autoptr (KaitsuResult) result = new_result ("unit2");
  g_autoptr (GPtrArray) ports = g_ptr_array_new ();

  g_ptr_array_add (ports, get_port (result, "tcp/9124"));
  g_autofree char *one = kaitsu_explain_effect_of_ports (result, ports);
  g_ptr_array_add (ports, get_port (result, "tcp/9992"));
  g_autofree char *two = kaitsu_explain_effect_of_ports (result, ports);
  g_assert_cmpstr (one, ==, two);
  g_ptr_array_add (ports, get_port (result, "udp/514"));
  g_autofree char *three = kaitsu_explain_effect_of_ports (result, ports);
  g_assert_true (g_str_has_prefix (three, one));
  g_assert_true (g_str_has_suffix (three, "レポートが使えなくなります。"));
}

static void
test_observation (void)
{
  g_autoptr (KaitsuObservation)
      seen = kaitsu_observation_new (KAITSU_PROBE_KIND_TCP, KAITSU_OUTCOME_ICMP);

  seen->port = (KaitsuPort){ KAITSU_PROTOCOL_TCP, 9124 };
  seen->host = g_strdup ("portquiz.net");
  seen->address = g_strdup ("192.0.2.80");
  seen->at_us = 1254000;
  seen->rtt_us = 31749;
  seen->hop_limit = 2;
  seen->error_number = EHOSTUNREACH;
  seen->icmp = (KaitsuIcmp){ 3, 13, g_strdup ("192.168.1.1") };
  kaitsu_observation_set_detail (seen, "220 ready\r\n", -1);

  g_autofree char *line = kaitsu_explain_observation (seen);
  g_assert_cmpstr (
      line, ==,
      "+1.25 s portquiz.net（192.0.2.80） TCP 9124：ネットワークからエラーの通知、ICMP 3/13 "
      "communication administratively prohibited（送り主 192.168.1.1）、EHOSTUNREACH、"
      "31.7 ms、TTL 2、「220 ready」");

  seen->family = KAITSU_FAMILY_IPV6;
  seen->icmp.type = 1;
  seen->icmp.code = 1;
  seen->control = TRUE;
  g_clear_pointer (&seen->host, g_free);
  g_autofree char *other = kaitsu_explain_observation (seen);
  g_assert_true (g_str_has_prefix (other, "+1.25 s 192.0.2.80 TCP 9124：［比べるため］ "));
  g_assert_nonnull (strstr (other, "ICMPv6 1/1 administratively prohibited"));

  seen->icmp.type = 3;
  seen->icmp.code = 0;
  g_autofree char *expired = kaitsu_explain_observation (seen);
  g_assert_nonnull (strstr (expired, "ICMPv6 3/0 hop limit exceeded"));
}

/* What came from the network cannot pretend to be another line. */
static void
test_hostile_observation (void)
{
  g_autoptr (KaitsuObservation)
      seen = kaitsu_observation_new (KAITSU_PROBE_KIND_TCP, KAITSU_OUTCOME_ANSWERED);

  seen->port = (KaitsuPort){ KAITSU_PROTOCOL_TCP, 80 };
  seen->host = g_strdup ("a\nb\x1b[0m\u202E%s");
  seen->detail = g_strdup ("c\r\nd\xff");
  g_autofree char *line = kaitsu_explain_observation (seen);
  g_assert_true (g_utf8_validate (line, -1, NULL));
  g_assert_cmpstr (line, ==, "+0.00 s a b[0m%s TCP 80：返事あり、「c d\uFFFD」");
}

static void
test_advice (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_ALL_RED);
  g_autoptr (GPtrArray) advices = kaitsu_advice_new (result);

  g_assert_cmpuint (advices->len, ==, 2);
  g_autofree char *first = kaitsu_explain_advice (g_ptr_array_index (advices, 0));
  g_autofree char *second = kaitsu_explain_advice (g_ptr_array_index (advices, 1));
  g_assert_true (
      g_str_has_prefix (first, "まず、ルーターを管理している方に、外へ出る TCP 80、443、"));
  g_assert_true (g_str_has_prefix (second, "それでも止まっているときは、プロバイダーに、"));
}

/* The second run with the same port red goes to the provider. */
static void
test_repeated (void)
{
  g_autoptr (KaitsuResult) before = new_result ("unit2");
  g_autoptr (KaitsuResult) result = new_result ("unit2");
  KaitsuPortResult *port = get_port (result, "tcp/465");
  const Row *row = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    row = g_str_equal (rows[i].name, "dropped-either") ? &rows[i] : row;
  judge (get_port (before, "tcp/465"), row);
  judge (port, row);
  kaitsu_result_compare_with (result, before);

  g_autofree char *remedy = kaitsu_explain_remedy (result, port);
  g_assert_true (g_str_has_prefix (remedy, "プロバイダーに、"));
}

static void
test_notice (void)
{
  KaitsuNotice notice = { KAITSU_NOTICE_KIND_CLOCK_WRONG, (char *) "clock-wrong", (char *) "+2 h" };
  g_autofree char *text = kaitsu_explain_notice (&notice);

  g_assert_cmpstr (
      text, ==,
      "このパソコンの時計が合っていません。パソコンの日付と時刻を合わせて、もう一度調べて"
      "ください。（+2 h）");
}

static void
test_english (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_ROUTER);
  KaitsuPortResult *port = get_port (result, "tcp/9124");

  kaitsu_i18n_set_language ("en");
  g_autofree char *why = kaitsu_explain_why (result, port);
  g_autofree char *remedy = kaitsu_explain_remedy (result, port);
  g_autofree char *effect = kaitsu_explain_effect (result, port);
  kaitsu_i18n_set_language ("ja");

  g_assert_cmpstr (
      why, ==,
      "Blocked. The traffic was turned away by the shop's router (192.168.1.1). That is "
      "device 1 on the way. Meanwhile the same host did answer on TCP 80, so the line "
      "itself works.");
  g_assert_cmpstr (
      remedy, ==,
      "Ask who manages the router to let outgoing TCP 9124 through. When that is done, "
      "check again.");
  g_assert_true (g_str_is_ascii (effect));
}

static void
test_wording (void)
{
  g_autofree char *zero = kaitsu_wording_milliseconds (0);
  g_autofree char *rounded = kaitsu_wording_milliseconds (999950);
  g_autofree char *late = kaitsu_wording_offset (61005000);
  g_autoptr (GTimeZone) japan = g_time_zone_new_offset (9 * 3600);
  g_autoptr (GDateTime) when = g_date_time_new (japan, 2026, 1, 4, 9, 5, 7);
  g_autofree char *minute = kaitsu_wording_minute (when);
  g_autofree char *second = kaitsu_wording_second (when);

  g_assert_cmpstr (zero, ==, "0.0 ms");
  g_assert_cmpstr (rounded, ==, "1000.0 ms");
  g_assert_cmpstr (late, ==, "+61.01 s");
  g_assert_cmpstr (minute, ==, "2026年1月4日（日）9:05");
  g_assert_cmpstr (second, ==, "2026-01-04 09:05:07 +09:00");
}

int
main (int argc, char **argv)
{
  kaitsu_i18n_init ("ja");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/explain/reason/%s", rows[i].name);
      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/explain/complete", test_complete);
  g_test_add_func ("/explain/tries", test_tries);
  g_test_add_func ("/explain/details", test_details);
  g_test_add_func ("/explain/effects", test_effects);
  g_test_add_func ("/explain/shared-effect", test_shared_effect);
  g_test_add_func ("/explain/observation", test_observation);
  g_test_add_func ("/explain/hostile-observation", test_hostile_observation);
  g_test_add_func ("/explain/advice", test_advice);
  g_test_add_func ("/explain/repeated", test_repeated);
  g_test_add_func ("/explain/notice", test_notice);
  g_test_add_func ("/explain/english", test_english);
  g_test_add_func ("/explain/wording", test_wording);
  return g_test_run ();
}
