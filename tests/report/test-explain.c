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
    "通っています。相手はこのポートでは返事をしませんが、通信は相手のほうへ進んでいます。"
    "相手までの機器 9 台のうち、4 台目まで届いたのを確かめました。その先は、ここからは見えません。",
    NULL, NULL },
  { "rejected-router", KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED, ROUTER, 1, "192.168.1.1",
    "止まっています。お店のルーター（192.168.1."
    "1）が「通さない」と返事をしました。パソコンから数えて 1 "
    "台目の機器です。",
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
    " 3 台目の機器です。止めているのは、プロバイダーです。",
    "プロバイダー",
    "プロバイダーに、外へ出る TCP 465 "
    "を通すよう頼んでください。開けてもらったら、もう一度調べてください。" },
  { "dropped-either", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED, EITHER, 0, NULL,
    "止まっています。このポートの通信だけが、途中で消えています。止めているのは、お店のルーターか"
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
    "注意が必要です。通るときと通らないときがあります。", NULL,
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
  { "vpn", KAITSU_LIGHT_YELLOW, KAITSU_REASON_VPN, NOBODY, 0, NULL,
    "わかりません。このパソコンは VPN を使っています。VPN を通して調べたので、お店の回線のことは確か"
    "められません。",
    NULL, "VPN を切って、もう一度調べてください。" },
  { "no-evidence", KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE, NOBODY, 0, NULL,
    "わかりません。通信は、ここから見える所までは進んでいます。それでも、答えるはずの相手から返事が"
    "ありません。相手までの機器 9 台のうち、4 台目まで届いたのを確かめました。その先で止まっているの"
    "かもしれません。",
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
  add (port, KAITSU_OUTCOME_CONNECTED, TRUE)->host = g_strdup ("other.example");
  g_autofree char *elsewhere = kaitsu_explain_why (result, port);
  g_assert_cmpstr (elsewhere, ==, silent);
  add (port, KAITSU_OUTCOME_CONNECTED, TRUE);
  g_autofree char *alive = kaitsu_explain_why (result, port);
  g_assert_true (
      g_str_has_suffix (alive, "同じ相手の TCP 80 には返事があったので、回線はつながっています。"));

  judge (port, &partial);
  add (port, KAITSU_OUTCOME_ANSWERED, FALSE);
  g_autofree char *some = kaitsu_explain_why (result, port);
  g_assert_true (g_str_has_suffix (some, "通ったのは 1 回です（試したのは 3 回）。"));
}

/* "No evidence" has many causes; what is said of each. NULL: nothing more was
 * seen. Never that nobody answered, if nobody was asked. */
static const struct
{
  const char *name;
  KaitsuOutcome first;
  KaitsuOutcome second;
  int icmp;
  const char *offender;
  const char *why;
  const char *reason;
  const char *remedy;
} lacks[] = {
  { "unresolved", KAITSU_OUTCOME_UNRESOLVED, KAITSU_OUTCOME_UNRESOLVED, -1, NULL,
    "わかりません。相手のサーバーの名前が見つかりませんでした（DNS）。そのため、このポートには何も送っ"
    "ていません。",
    "サーバーの名前が見つかりません（DNS）",
    "もう一度調べてください。変わらなければ、DNS の設定を見てもらうよう、ルーターを管理している方に頼"
    "んでください。" },
  { "unreachable", KAITSU_OUTCOME_UNREACHABLE, KAITSU_OUTCOME_UNRESOLVED, -1, NULL,
    "わかりません。このパソコンから相手への道が見つからず、送れませんでした。", "送れませんでした",
    "ケーブルや Wi-Fi と、ルーターのランプを確かめてください。それから、もう一度調べてください。" },
  { "no-way-router", KAITSU_OUTCOME_ICMP, KAITSU_OUTCOME_ICMP, 0, "192.168.1.1",
    "わかりません。相手のところまで行けませんでした。お店のルーター（192.168.1.1）から、「相手への道が"
    "ない」と返事がありました。",
    "ルーターが「道がない」と返事をしました",
    "時間をおいて、もう一度調べてください。変わらなければ、ルーターを管理している方にこの報告書を見せ"
    "てください。" },
  { "no-way-elsewhere", KAITSU_OUTCOME_ICMP, KAITSU_OUTCOME_UNRESOLVED, 1, "198.51.100.1",
    "わかりません。相手のところまで行けませんでした。途中のルーター（198.51.100.1）から、「相手への道が"
    "ない」と返事がありました。",
    "ルーターが「道がない」と返事をしました",
    "時間をおいて、もう一度調べてください。変わらなければ、ルーターを管理している方にこの報告書を見せ"
    "てください。" },
  { "declined", KAITSU_OUTCOME_ICMP, KAITSU_OUTCOME_REFUSED, 13, "198.51.100.1",
    "わかりません。通信は断られました。だれが、なぜ断ったのかは、わかりません。",
    "断られました（だれが断ったかは不明）",
    "時間をおいて、もう一度調べてください。変わらなければ、ルーターを管理している方にこの報告書を見せ"
    "てください。" },
  { "silent-and-no-way", KAITSU_OUTCOME_SILENT, KAITSU_OUTCOME_ICMP, 1, "192.168.1.1",
    "わかりません。返事がありません。止まっているのか、相手が答えないだけなのか、区別できません。1 回試"
    "しましたが、返事がありませんでした。お店のルーター（192.168.1.1）から、「相手への道がない」と返事"
    "がありました。",
    "返事がありません",
    "もう一度調べてください。変わらなければ、ルーターでこのポートを止めていないか、ルーターを管理して"
    "いる方に聞いてください。" },
  { "silent-and-unresolved", KAITSU_OUTCOME_SILENT, KAITSU_OUTCOME_UNRESOLVED, -1, NULL,
    "わかりません。返事がありません。止まっているのか、相手が答えないだけなのか、区別できません。1 回試"
    "しましたが、返事がありませんでした。",
    "返事がありません",
    "もう一度調べてください。変わらなければ、ルーターでこのポートを止めていないか、ルーターを管理して"
    "いる方に聞いてください。" },
  { "mute", KAITSU_OUTCOME_MUTE, KAITSU_OUTCOME_TLS_FAILED, -1, NULL,
    "わかりません。つながりましたが、相手からの正しい返事がありません。",
    "つながりましたが、正しい返事がありません",
    "時間をおいて、もう一度調べてください。変わらなければ、ルーターを管理している方にこの報告書を見せ"
    "てください。" },
  { "certificate-of-another-name", KAITSU_OUTCOME_TLS_UNTRUSTED, KAITSU_OUTCOME_SILENT, -1, NULL,
    "わかりません。つながりましたが、相手からの正しい返事がありません。1 回試しましたが、返事がありませんで"
    "した。",
    "つながりましたが、正しい返事がありません",
    "時間をおいて、もう一度調べてください。変わらなければ、ルーターを管理している方にこの報告書を見せ"
    "てください。" },
  { "connected-to-nobody", KAITSU_OUTCOME_CONNECTED, KAITSU_OUTCOME_CONNECTED, -1, NULL,
    "わかりません。つながりましたが、相手からの正しい返事がありません。",
    "つながりましたが、正しい返事がありません",
    "時間をおいて、もう一度調べてください。変わらなければ、ルーターを管理している方にこの報告書を見せ"
    "てください。" },
  { "static", KAITSU_OUTCOME_STATIC, KAITSU_OUTCOME_STATIC, -1, NULL,
    "わかりません。このパソコンのアドレスは手で決めたもので、DHCP サーバーは見つかりませんでした。",
    "DHCP サーバーが見つかりません",
    "お店に DHCP サーバーがあるか、ルーターを管理している方に聞いてください。" },
  { "error", KAITSU_OUTCOME_ERROR, KAITSU_OUTCOME_ERROR, -1, NULL,
    "わかりません。はっきりした手がかりがありませんでした。", "はっきりした手がかりがありません",
    "時間をおいて、もう一度調べてください。変わらなければ、ルーターを管理している方にこの報告書を見せ"
    "てください。" },
};

static void
set_no_evidence (KaitsuPortResult *port)
{
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

  finding.light = KAITSU_LIGHT_YELLOW;
  finding.reason = KAITSU_REASON_NO_EVIDENCE;
  kaitsu_port_result_set_finding (port, &finding);
}

static void
test_lacks (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lacks); i++)
    {
      g_autoptr (KaitsuResult) result = new_result ("unit4");
      g_autoptr (KaitsuNetwork) network = kaitsu_network_new ();
      KaitsuPortResult *port = get_port (result, "tcp/465");
      KaitsuObservation *seen[] = { add (port, lacks[i].first, FALSE),
                                    add (port, lacks[i].second, FALSE) };

      g_test_message ("%s", lacks[i].name);
      network->gateway = g_strdup ("192.168.1.1");
      kaitsu_result_set_network (result, network);
      for (guint j = 0; j < G_N_ELEMENTS (seen); j++)
        if (seen[j]->outcome == KAITSU_OUTCOME_ICMP)
          seen[j]->icmp = (KaitsuIcmp){ 3, lacks[i].icmp, g_strdup (lacks[i].offender) };
      set_no_evidence (port);

      g_autofree char *why = kaitsu_explain_why (result, port);
      g_autofree char *remedy = kaitsu_explain_remedy (result, port);
      g_assert_cmpstr (why, ==, lacks[i].why);
      g_assert_cmpstr (kaitsu_explain_reason (port), ==, lacks[i].reason);
      g_assert_cmpstr (remedy, ==, lacks[i].remedy);
    }
}

/* How far it was seen to get, by what the rules R18 and R23 to R27 note. */
static const struct
{
  const char *name;
  KaitsuLight light;
  KaitsuReason reason;
  KaitsuParty suspects[3];
  guint n_suspects;
  guint hop;
  guint verified;
  guint total;
  const char *why;
} ways[] = {
  { "pc", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED, { KAITSU_PARTY_PC }, 1, 0, 0, 9,
    "止まっています。このポートの通信は、このパソコンから外へ出ていません。1 回試しましたが、返事があ"
    "りませんでした。" },
  { "pc-or-router", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED,
    { KAITSU_PARTY_PC, KAITSU_PARTY_ROUTER }, 2, 0, 0, 9,
    "止まっています。このポートの通信だけが、途中で消えています。途中のどの機器にも届いたようすがあり"
    "ません。このパソコンから出ているかどうかは、わかりません。止めているのは、このパソコンかお店のル"
    "ーターです。1 回試しましたが、返事がありませんでした。" },
  { "router", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED, { KAITSU_PARTY_ROUTER }, 1, 1, 0, 9,
    "止まっています。このポートの通信だけが、途中で消えています。このパソコンからは出ていますが、途中"
    "のどの機器にも届いたようすがありません。止めているのは、お店のルーターです。1 回試しましたが、返"
    "事がありませんでした。" },
  { "router-or-provider", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED,
    { KAITSU_PARTY_ROUTER, KAITSU_PARTY_PROVIDER }, 2, 1, 1, 9,
    "止まっています。このポートの通信だけが、途中で消えています。相手までの機器 9 台のうち、1 台目まで"
    "は届きますが、その先へ進めません。止めているのは、お店のルーターかプロバイダーです。1 回試しまし"
    "たが、返事がありませんでした。" },
  { "provider", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED, { KAITSU_PARTY_PROVIDER }, 1, 3, 3, 9,
    "止まっています。このポートの通信だけが、途中で消えています。相手までの機器 9 台のうち、3 台目まで"
    "は届きますが、その先へ進めません。止めているのは、プロバイダーです。1 回試しましたが、返事があり"
    "ませんでした。" },
  { "sometimes", KAITSU_LIGHT_YELLOW, KAITSU_REASON_PARTIAL, { 0 }, 0, 0, 0, 0,
    "注意が必要です。通るときと通らないときがあります。相手までの途中で、先へ進めた通信と、進めなかっ"
    "た通信がありました。" },
  { "nearer", KAITSU_LIGHT_YELLOW, KAITSU_REASON_INTERCEPTED, { 0 }, 0, 0, 0, 0,
    "注意が必要です。答えているのは相手ではありません。相手より手前の何かが、代わりに答えています。1 "
    "回試しましたが、返事がありませんでした。" },
  { "travels", KAITSU_LIGHT_GREEN, KAITSU_REASON_PATH, { 0 }, 0, 0, 4, 9,
    "通っています。相手はこのポートでは返事をしませんが、通信は相手のほうへ進んでいます。相手までの機"
    "器 9 台のうち、4 台目まで届いたのを確かめました。その先は、ここからは見えません。" },
  { "arrives", KAITSU_LIGHT_GREEN, KAITSU_REASON_PATH, { 0 }, 0, 0, 9, 9,
    "通っています。相手はこのポートを使っていませんが、通信は相手まで届きました。" },
  { "refused-at-the-end", KAITSU_LIGHT_GREEN, KAITSU_REASON_PATH, { 0 }, 0, 0, 0, 0,
    "通っています。相手はこのポートを使っていませんが、通信は相手まで届きました。" },
  { "lost-behind", KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE, { 0 }, 0, 0, 4, 9,
    "わかりません。通信は、ここから見える所までは進んでいます。それでも、答えるはずの相手から返事があ"
    "りません。相手までの機器 9 台のうち、4 台目まで届いたのを確かめました。その先で止まっているのかも"
    "しれません。1 回試しましたが、返事がありませんでした。" },
  { "lost-at-the-end", KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE, { 0 }, 0, 0, 9, 9,
    "わかりません。通信は、ここから見える所までは進んでいます。それでも、答えるはずの相手から返事があ"
    "りません。相手まで届いたのを確かめました。1 回試しましたが、返事がありませんでした。" },
};

static void
test_ways (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (KaitsuResult) result = new_result ("unit2");
      KaitsuPortResult *port = get_port (result, "udp/514");
      g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

      g_test_message ("%s", ways[i].name);
      finding.light = ways[i].light;
      finding.reason = ways[i].reason;
      finding.hop = ways[i].hop;
      finding.verified_hop = ways[i].verified;
      finding.total_hops = ways[i].total;
      for (guint j = 0; j < ways[i].n_suspects; j++)
        kaitsu_finding_add_suspect (&finding, ways[i].suspects[j]);
      kaitsu_port_result_set_finding (port, &finding);
      add (port, KAITSU_OUTCOME_SILENT, FALSE);
      add (port, KAITSU_OUTCOME_SILENT, FALSE)->hop_limit = 3;

      g_autofree char *why = kaitsu_explain_why (result, port);
      g_assert_cmpstr (why, ==, ways[i].why);
    }
}

/* Beyond the shop's router for certain, it is the provider who is asked. */
static void
test_lost_at_provider (void)
{
  static const KaitsuHop hops[] = {
    { 1, (char *) "192.168.1.1", KAITSU_PARTY_ROUTER, 600 },
    { 2, (char *) "192.168.0.1", KAITSU_PARTY_ROUTER, 700 },
    { 3, (char *) "203.0.113.1", KAITSU_PARTY_PROVIDER, 8300 },
  };

  for (guint reached = 2; reached <= 3; reached++)
    {
      g_autoptr (KaitsuResult) result = new_result ("unit2");
      KaitsuPortResult *port = get_port (result, "udp/514");
      g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

      for (guint i = 0; i < G_N_ELEMENTS (hops); i++)
        kaitsu_result_add_hop (result, &hops[i]);
      finding.light = KAITSU_LIGHT_YELLOW;
      finding.reason = KAITSU_REASON_NO_EVIDENCE;
      finding.verified_hop = reached;
      finding.total_hops = 9;
      kaitsu_port_result_set_finding (port, &finding);

      g_autofree char *remedy = kaitsu_explain_remedy (result, port);
      g_assert_cmpint (strstr (remedy, "プロバイダー") != NULL, ==, reached == 3);
      g_assert_cmpint (strstr (remedy, "ルーター") != NULL, ==, reached == 2);
    }
}

/* Many packets, one line; what the run did not keep is not unsaid. */
static void
test_hops (void)
{
  g_autoptr (KaitsuResult) result = new_result ("unit2");
  KaitsuPortResult *port = get_port (result, "udp/514");
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;
  KaitsuObservation *seen = NULL;

  g_assert_null (kaitsu_explain_hops (port, KAITSU_FAMILY_IPV4));
  add (port, KAITSU_OUTCOME_SILENT, FALSE);
  g_assert_null (kaitsu_explain_hops (port, KAITSU_FAMILY_IPV4));
  for (guint hop = 2; hop <= 4; hop++)
    {
      seen = add (port, KAITSU_OUTCOME_SILENT, FALSE);
      seen->hop_limit = hop;
      seen->host = g_strdup ("hmbx.canon.jp");
    }
  g_assert_null (kaitsu_explain_hops (port, KAITSU_FAMILY_IPV6));
  g_autofree char *none = kaitsu_explain_hops (port, KAITSU_FAMILY_IPV4);
  g_assert_cmpstr (none, ==,
                   "経路の確認（hmbx.canon.jp まで）：記録 3 回、途中の機器から返事がありませんでした");

  seen->outcome = KAITSU_OUTCOME_ICMP;
  seen->icmp = (KaitsuIcmp){ 3, 13, g_strdup ("192.168.1.1") };
  g_autofree char *rejected = kaitsu_explain_hops (port, KAITSU_FAMILY_IPV4);
  g_assert_cmpstr (rejected, ==, none);
  seen->icmp.type = 11;
  seen->icmp.code = 0;
  g_autofree char *some = kaitsu_explain_hops (port, KAITSU_FAMILY_IPV4);
  g_assert_true (g_str_has_suffix (some, "記録 3 回、4 台目まで届きました"));

  finding.verified_hop = 6;
  finding.total_hops = 9;
  kaitsu_port_result_set_finding (port, &finding);
  g_autofree char *farther = kaitsu_explain_hops (port, KAITSU_FAMILY_IPV4);
  g_assert_true (g_str_has_suffix (farther, "6 台目まで届きました"));
  seen->outcome = KAITSU_OUTCOME_CONNECTED;
  g_autofree char *arrived = kaitsu_explain_hops (port, KAITSU_FAMILY_IPV4);
  g_assert_true (g_str_has_suffix (arrived, "相手まで届きました"));
}

/* The sheet has 587 in its footnote only: neither a purpose nor an effect. */
static void
test_footnote (void)
{
  static const char *const units[] = { "unit3", "unit4", "unit4l", "unit5", KAITSU_UNIT_ANY };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (KaitsuResult) result = new_result (units[i]);
      KaitsuPortResult *port = get_port (result, "tcp/587");
      g_autofree char *use = kaitsu_explain_use (result, port);
      g_autofree char *purpose = kaitsu_explain_purpose (result, port);
      g_autofree char *effect = kaitsu_explain_effect (result, port);

      g_assert_cmpstr (use, ==, "広く使われるポート");
      g_assert_cmpstr (
          purpose, ==,
          "参考に調べます。広く使われるポートで、はじめから開いていることが多いです。");
      g_assert_cmpstr (effect, ==, "TCP 587 は参考です。止まっていても、判定には入りません。");
    }

  g_autoptr (KaitsuResult) unit5 = new_result ("unit5");
  g_autofree char *note = kaitsu_explain_effect (unit5, get_port (unit5, "udp/514"));
  g_autofree char *use = kaitsu_explain_use (unit5, get_port (unit5, "tcp/465"));
  g_assert_cmpstr (
      note, ==, "UDP 514 が閉じていると、設置した直後は検知ログを送れないことがあります。");
  g_assert_cmpstr (use, ==, "アラートメール");
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
  seen->hop_limit = 2;
  seen->error_number = EHOSTUNREACH;
  seen->icmp = (KaitsuIcmp){ 3, 13, g_strdup ("192.168.1.1") };
  kaitsu_observation_set_detail (seen, "220 ready\r\n", -1);

  g_autofree char *target = kaitsu_explain_target (seen);
  g_assert_cmpstr (target, ==, "portquiz.net（192.0.2.80） TCP 9124");
  g_autofree char *line = kaitsu_explain_seen (seen);
  g_assert_cmpstr (line, ==,
                   "ネットワークからエラーの通知、ICMP 3/13 "
                   "communication administratively prohibited（送り主 192.168.1.1）、"
                   "EHOSTUNREACH、TTL 2、「220 ready」");

  seen->family = KAITSU_FAMILY_IPV6;
  seen->icmp.type = 1;
  seen->icmp.code = 1;
  g_clear_pointer (&seen->host, g_free);
  g_autofree char *nameless = kaitsu_explain_target (seen);
  g_assert_cmpstr (nameless, ==, "192.0.2.80 TCP 9124");
  g_autofree char *other = kaitsu_explain_seen (seen);
  g_assert_nonnull (strstr (other, "ICMPv6 1/1 administratively prohibited"));

  seen->icmp.type = 3;
  seen->icmp.code = 0;
  g_autofree char *expired = kaitsu_explain_seen (seen);
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
  g_autofree char *target = kaitsu_explain_target (seen);
  g_assert_cmpstr (target, ==, "a b[0m%s TCP 80");
  g_autofree char *line = kaitsu_explain_seen (seen);
  g_assert_true (g_utf8_validate (line, -1, NULL));
  g_assert_cmpstr (line, ==, "返事あり、「c d\uFFFD」");
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
  KaitsuNotice notice = { KAITSU_NOTICE_KIND_CLOCK_WRONG, (char *) "clock-wrong", (char *) "+2.0 h" };
  g_autofree char *text = kaitsu_explain_notice (&notice);

  g_assert_cmpstr (
      text, ==,
      "このパソコンの時計が合っていません。約2時間遅れています。パソコンの日付と時刻を"
      "合わせて、もう一度調べてください。");
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
      "Ask whoever manages the router to let outgoing TCP 9124 through. When that is done, "
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

  g_assert_cmpstr (zero, ==, "0.1 ms 未満");
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
  g_test_add_func ("/explain/lacks", test_lacks);
  g_test_add_func ("/explain/ways", test_ways);
  g_test_add_func ("/explain/lost-at-provider", test_lost_at_provider);
  g_test_add_func ("/explain/hops", test_hops);
  g_test_add_func ("/explain/footnote", test_footnote);
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
