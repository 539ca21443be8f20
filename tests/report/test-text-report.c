/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <string.h>

#include "kaitsu-i18n.h"
#include "kaitsu-report.h"
#include "kaitsu-shift-jis.h"
#include "sample-results.h"

#define BOM "\xEF\xBB\xBF"

static char *
make_text (SampleKind kind)
{
  g_autoptr (KaitsuResult) result = sample_new (kind);
  g_autoptr (GBytes) bytes = kaitsu_report_make_text (result);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_null (memchr (data, '\0', size));
  return g_strndup (data, size);
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_test_message ("missing \"%s\" in:\n%s", part, text);
  g_assert_nonnull (strstr (text, part));
}

/* UTF-8 with one BOM, every line ends with CR LF and none with one of them,
 * no control characters, and both tables of Shift_JIS can write all of it. */
static void
check_form (const char *text)
{
  static const char *const charsets[] = { "SHIFT_JIS", "CP932" };

  g_assert_true (g_str_has_prefix (text, BOM));
  g_assert_null (strstr (text + strlen (BOM), BOM));
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_str_has_suffix (text, "\r\n"));
  for (const char *p = text; *p != '\0'; p++)
    {
      g_assert_true (*p != '\n' || (p > text && p[-1] == '\r'));
      g_assert_true (*p != '\r' || p[1] == '\n');
      g_assert_true ((guchar) *p >= 0x20 || *p == '\r' || *p == '\n');
    }
  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *converted = g_convert (text + strlen (BOM), -1, charsets[i], "UTF-8", NULL,
                                              NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (converted);
    }
}

static void
test_form (gconstpointer data)
{
  const SampleKind kind = (SampleKind) GPOINTER_TO_UINT (data);
  g_autofree char *japanese = make_text (kind);

  check_form (japanese);
  kaitsu_i18n_set_language ("en");
  g_autofree char *english = make_text (kind);
  kaitsu_i18n_set_language ("ja");
  check_form (english);
  g_assert_cmpstr (japanese, !=, english);
}

static void
test_router (void)
{
  g_autofree char *text = make_text (SAMPLE_ROUTER);

  g_assert_true (g_str_has_prefix (text, BOM
                                   "HOME-UNIT 開通チェック報告書\r\n"
                                   "\r\n"
                                   "結果：『HOME サービスをご利用いただけません』\r\n"
                                   "必要なポートが止まっています。開けてもらう必要があります。\r\n"
                                   "機種：HOME-UNIT2\r\n"
                                   "調べた日時：2026年11月23日（月）10:05\r\n"
                                   "つなぎ方：有線\r\n"
                                   "報告書番号：3F2A-9C04\r\n"
                                   "\r\n"
                                   "■ お客様\r\n"
                                   "会社・お店：みなと文具店\r\n"));
  assert_has (text, "\r\nTCP 9992：× 止まっています\r\n使いみち：");
  assert_has (text, "\r\nTCP 80：● 通っています\r\n");
  assert_has (text, "■ 通信の通り道\r\nこのパソコン（192.168.1.23） → お店のルーター（192.168.1.1） → ");
  assert_has (text, "止めているところ：お店のルーター（192.168.1.1）\r\n");
  assert_has (text, "判定の規則：R21 rejected on the way\r\n  portquiz.net（192.0.2.80）：");
  assert_has (text, "■ 調べた相手\r\nportquiz.net（192.0.2.80）：TCP 80、TCP 443、");
  assert_has (text, "■ 途中の機器\r\n1：192.168.1.1、お店のルーター、0.6 ms\r\n");
  assert_has (text, "結果の番号（全桁）：3f2a9c04-7d51-4b8e-9a63-0c1e2d3f4a5b\r\n");
  g_assert_null (strstr (text, "練習"));
}

/* The letter asks for what is red and nothing else, in a firewall's terms. */
static void
test_letter (void)
{
  g_autofree char *text = make_text (SAMPLE_ROUTER);
  g_autofree char *open = make_text (SAMPLE_OPEN);
  const char *letter = strstr (text, "■ 通信を通していただくお願い");

  g_assert_nonnull (letter);
  g_autofree char *only = g_strndup (letter, (gsize) (strstr (letter, "■ ネットワーク") - letter));
  assert_has (only, "あて先：ルーターを管理している方\r\n");
  assert_has (only, "回線の契約番号：＿");
  assert_has (only, "(1)\r\n向き：外向き\r\nプロトコル：TCP\r\n"
                    "宛先ポート：9124、9127、9128、9129、9990、9991、9992\r\n使いみち：遠隔保守と監視\r\n");
  assert_has (only, "いつから：わかりません。今回、はじめて調べました。\r\n");
  assert_has (only, "依頼日：＿");
  assert_has (only, "ポート転送：要りません。");
  assert_has (only, "測った結果：途中で断られました、お店のルーター（192.168.1.1）、ICMP 3/13、"
                    "同じ相手の別のポートには返事あり\r\n");
  assert_has (only, "試した相手：portquiz.net（192.0.2.80）\r\n");
  g_assert_null (strstr (only, "465"));
  g_assert_null (strstr (only, "(2)"));
  g_assert_null (strstr (open, "お願い"));
}

/* The letter alone, for the clipboard: the same words, and the mark of practice. */
static void
test_letter_alone (void)
{
  g_autoptr (KaitsuResult) router = sample_new (SAMPLE_ROUTER);
  g_autoptr (KaitsuResult) practice = sample_new (SAMPLE_PRACTICE);
  g_autoptr (KaitsuResult) open = sample_new (SAMPLE_OPEN);
  g_autofree char *letter = kaitsu_report_make_letter (router);
  g_autofree char *marked = kaitsu_report_make_letter (practice);
  g_autofree char *whole = kaitsu_report_make_plain_text (router);

  g_assert_true (g_str_has_prefix (letter, "■ 通信を通していただくお願い\nあて先："));
  assert_has (whole, letter);
  g_assert_true (g_str_has_prefix (marked, "【練習】 "));
  g_assert_true (g_str_has_suffix (marked, letter));
  g_assert_null (kaitsu_report_make_letter (open));
}

/* Since when, as far as the run before tells. */
static void
test_since (void)
{
  g_autofree char *again = make_text (SAMPLE_PROVIDER);
  g_autoptr (KaitsuResult) before = sample_new (SAMPLE_OPEN);
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_OPEN);
  g_autoptr (KaitsuPortResult) port = g_list_model_get_item (kaitsu_result_get_ports (result), 0);
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

  finding.light = KAITSU_LIGHT_RED;
  finding.reason = KAITSU_REASON_DROPPED;
  kaitsu_finding_add_suspect (&finding, KAITSU_PARTY_PROVIDER);
  kaitsu_port_result_set_finding (port, &finding);
  kaitsu_result_compare_with (result, before);
  g_autofree char *fresh = kaitsu_report_make_letter (result);

  assert_has (again, "いつから：前に調べたとき（2026年11月23日（月）10:05）も、止まっていました。\r\n");
  assert_has (fresh, "いつから：前に調べたとき（2026年11月23日（月）10:05）は、止まっていませんでした。\n");
}

/* Every result as it stands in tests/report/golden, byte for byte. After a
 * change that is meant, write them anew and read the difference:
 *   KAITSU_RENEW_GOLDEN=1 meson test -C build text-report && git diff */
static void
check_golden (SampleKind kind, const char *language)
{
  g_autofree char *name = g_strdup_printf ("%s-%s.txt", sample_get_name (kind), language);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "report", "golden", name, NULL);
  g_autofree char *golden = NULL;
  g_autoptr (GError) error = NULL;

  kaitsu_i18n_set_language (language);
  g_autofree char *text = make_text (kind);
  kaitsu_i18n_set_language ("ja");
  if (g_getenv ("KAITSU_RENEW_GOLDEN") != NULL)
    g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &golden, NULL, &error);
  g_assert_no_error (error);
  if (!g_str_equal (text, golden))
    g_test_message ("%s differs; now it is:\n%s", path, text);
  g_assert_true (g_str_equal (text, golden));
}

static void
test_golden (gconstpointer data)
{
  check_golden ((SampleKind) GPOINTER_TO_UINT (data), "ja");
  check_golden ((SampleKind) GPOINTER_TO_UINT (data), "en");
}

/* Whoever gets the letter does not have to believe that there is no proxy. */
static void
test_directly (void)
{
  g_autofree char *text = make_text (SAMPLE_ROUTER);

  assert_has (text, "お店のパソコン（プロキシを通さずに調べました）\r\n");
  g_assert_null (strstr (text, "プロキシなし"));
}

/* How far it gets is said once, and not packet by packet. */
static void
test_way (void)
{
  g_autofree char *text = make_text (SAMPLE_PROVIDER);

  assert_has (text, "相手までの機器 6 台のうち、3 台目までは届きますが、その先へ進めません。");
  assert_has (text, "測った結果：途中で消えています、プロバイダー、"
                    "相手までの機器 6 台のうち 3 台目まで届く（203.0.113.21）\r\n");
  assert_has (text, "  経路の確認（smtp.example.net（198.51.100.25） まで）："
                    "記録 15 回、3 台目まで届きました\r\n");
  g_assert_null (strstr (text, "TTL "));
}

/* A port of the footnote: nothing is claimed that the sheet does not say. */
static void
test_footnote (void)
{
  g_autofree char *text = make_text (SAMPLE_OPEN);
  const char *port = strstr (text, "TCP 587（参考）：● 通っています\r\n");

  g_assert_nonnull (port);
  g_autofree char *only = g_strndup (port, (gsize) (strstr (port, "\r\n\r\n") - port));
  assert_has (only, "止まると困ること：TCP 587 は参考です。止まっていても、判定には入りません。");
  g_assert_null (strstr (only, "メール"));
}

/* While this PC itself has to be opened first, nobody is written to. */
static void
test_no_letter (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_OPEN);
  g_autoptr (KaitsuPortResult) port = g_list_model_get_item (kaitsu_result_get_ports (result), 0);
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

  finding.light = KAITSU_LIGHT_RED;
  finding.reason = KAITSU_REASON_DROPPED;
  kaitsu_finding_add_suspect (&finding, KAITSU_PARTY_PC);
  kaitsu_finding_add_suspect (&finding, KAITSU_PARTY_ROUTER);
  kaitsu_port_result_set_finding (port, &finding);
  g_autofree char *text = kaitsu_report_make_plain_text (result);

  assert_has (text, "(1) まず、このパソコンのファイアウォール");
  assert_has (text, "(2) それでも止まっているときは、ルーターを管理している方に");
  g_assert_null (strstr (text, "お願い"));
}

/* Each result says what is particular about it. */
static void
test_particulars (void)
{
  g_autofree char *practice = make_text (SAMPLE_PRACTICE);
  g_autofree char *provider = make_text (SAMPLE_PROVIDER);
  g_autofree char *yellow = make_text (SAMPLE_YELLOW);
  g_autofree char *portal = make_text (SAMPLE_PORTAL);
  g_autofree char *offline = make_text (SAMPLE_OFFLINE);
  g_autofree char *all_red = make_text (SAMPLE_ALL_RED);

  assert_has (practice, "【練習】 これは練習の結果です。");
  assert_has (provider, "あて先：ひかりネット\r\n");
  assert_has (provider, "■ 前回との違い\r\n");
  assert_has (provider, "UDP 123：× 止まっています → ● 通っています\r\n");
  assert_has (yellow, "結果：確かめられないポートがあります\r\n");
  assert_has (yellow, "IPv6：● 通っています\r\n");
  assert_has (yellow, "名前は「Example UTM CA」です。");
  assert_has (portal, "ブラウザーを開いてログインし");
  assert_has (offline, "TCP 80：― 調べていません\r\n");
  assert_has (all_red, "(2) それでも止まっているときは、プロバイダーに");
  assert_has (all_red, "向き：LAN の中\r\n");
}

/* Names that Shift_JIS lacks are spelled out or visibly replaced; lines of a
 * memo stay lines, and cannot begin like a field. */
static void
test_customer (void)
{
  g_autofree char *text = make_text (SAMPLE_LONG);

  assert_has (text, "回線：(株)高崎 1号線\r\n");
  assert_has (text, "von Hohenstein-Wurttemberg\r\n");
  assert_has (text, "メモ：\r\n  1 行目のメモです。\r\n  2 行目は、");
}

static void
test_hostile (void)
{
  g_autofree char *text = make_text (SAMPLE_HOSTILE);

  g_assert_null (strstr (text, "\x1b"));
  g_assert_null (strstr (text, "\u202E"));
  g_assert_null (strstr (text, "\u200B"));
  assert_has (text, "<b>&lt;[31mtxt.exe</b>");
  assert_has (text, "担当の方：〓 絵文字 〓〓\r\n");
  g_assert_cmpuint (strlen (text), <, 64 * 1024);
}

/* A result of a later version, for a unit that this one has never heard of. */
static void
test_unknown_unit (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_ROUTER);
  g_autoptr (JsonNode) node = kaitsu_result_to_json (result);
  JsonObject *unit = json_object_get_object_member (json_node_get_object (node), "unit");
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (unit, "id", "unit9");
  json_object_set_string_member (unit, "name", "HOME-UNIT9");
  g_autofree char *json = json_to_string (node, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (KaitsuResult) later = kaitsu_result_new_from_bytes (bytes, "later", &error);
  g_assert_no_error (error);
  g_autofree char *text = kaitsu_report_make_plain_text (later);
  g_autoptr (GBytes) pdf = kaitsu_report_make_pdf (later, &error);

  g_assert_no_error (error);
  g_assert_nonnull (pdf);
  assert_has (text, "機種：HOME-UNIT9\n");
  assert_has (text, "使いみち：maintenance\n");
}

static void
test_plain (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_LONG);
  g_autofree char *plain = kaitsu_report_make_plain_text (result);

  g_assert_false (g_str_has_prefix (plain, BOM));
  g_assert_null (strchr (plain, '\r'));
  assert_has (plain, "回線：㈱髙﨑 ①号線\n");
}

static void
test_table (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_PRACTICE);
  g_autofree char *table = kaitsu_report_make_table (result);

  g_assert_true (g_str_has_prefix (table, "【練習】 HOME-UNIT2  2026年11月23日（月）10:05\n\n"
                                          "TCP 80     ● 通っています\n"
                                          "TCP 443    ● 通っています\n"
                                          "TCP 465    ● 通っています\n"
                                          "TCP 9124   × 止まっています - 途中で断られました "
                                          "[お店のルーター（192.168.1.1）]\n"));
  assert_has (table, "\nHOME サービスをご利用いただけません\n");
  assert_has (table, "(1) まず、ルーターを管理している方に");
}

static void
test_english (void)
{
  kaitsu_i18n_set_language ("en");
  g_autofree char *text = make_text (SAMPLE_ROUTER);
  kaitsu_i18n_set_language ("ja");

  assert_has (text, "Result: “HOME services cannot be used”\r\n");
  assert_has (text, "\r\nTCP 9124: × Blocked\r\n");
  assert_has (text, "Destination port: 9124, 9127, 9128, 9129, 9990, 9991, 9992\r\n");
  assert_has (text, "Port forwarding: Not needed.");
}

typedef struct
{
  const char *from;
  const char *to;
} Pair;

static void
test_shift_jis (void)
{
  static const Pair pairs[] = {
    { "", "" },
    { "ASCII \\ ~ | stays", "ASCII \\ ~ | stays" },
    { "かな カナ ｶﾅ 漢字 ○●△▲×■→『』：", "かな カナ ｶﾅ 漢字 ○●△▲×■→『』：" },
    { "か\u3099は\u309A", "がぱ" }, /* as macOS writes them */
    { "03‐0000‑0000", "03-0000-0000" },
    { "０３－１２３４", "０３―１２３４" },
    { "10～18時、10〜18時", "10-18時、10-18時" },
    { "㈱髙﨑①", "(株)高崎1" },
    { "德田、濵、\U00020BB7野", "徳田、浜、吉野" },
    { "Café ½ ™ ﬁ", "Cafe 1/2 TM fi" },
    { "😀𠀋", "〓〓" },
    { "a\u00A0b–c—d¥", "a b-c―d￥" },
    { "\u0301", "〓" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *reduced = kaitsu_shift_jis_reduce (pairs[i].from);
      g_assert_cmpstr (reduced, ==, pairs[i].to);
    }
}

static char *
make_name (const char *company, gboolean practice)
{
  g_autoptr (KaitsuResult) result = sample_new (practice ? SAMPLE_PRACTICE : SAMPLE_OPEN);
  g_autoptr (KaitsuCustomer) customer = kaitsu_customer_new ();

  g_free (customer->company);
  customer->company = g_strdup (company);
  kaitsu_result_set_customer (result, customer);
  return kaitsu_report_dup_file_name (result, "pdf");
}

static void
test_file_name (void)
{
  static const Pair pairs[] = {
    { "みなと文具店", "開通チェック_みなと文具店_HOME-UNIT4_2026-11-23.pdf" },
    { "", "開通チェック_HOME-UNIT4_2026-11-23.pdf" },
    { " . ", "開通チェック_HOME-UNIT4_2026-11-23.pdf" },
    { "..", "開通チェック_HOME-UNIT4_2026-11-23.pdf" },
    { "CON", "開通チェック_CON_HOME-UNIT4_2026-11-23.pdf" },
    { "a/b\\c:d*e?f\"g<h>i|j", "開通チェック_a-b-c-d-e-f-g-h-i-j_HOME-UNIT4_2026-11-23.pdf" },
    { "O'Neill, Inc.", "開通チェック_O-Neill-_Inc_HOME-UNIT4_2026-11-23.pdf" },
    { "../../etc/passwd", "開通チェック_etc-passwd_HOME-UNIT4_2026-11-23.pdf" },
    { "山田　商店 本店", "開通チェック_山田_商店_本店_HOME-UNIT4_2026-11-23.pdf" },
    { "か\u3099", "開通チェック_が_HOME-UNIT4_2026-11-23.pdf" },
    { "a\r\nb\x01\x7f\u202Egpj.exe. ", "開通チェック_a_bgpj.exe_HOME-UNIT4_2026-11-23.pdf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *name = make_name (pairs[i].from, FALSE);
      g_assert_cmpstr (name, ==, pairs[i].to);
    }

  g_autofree char *practice = make_name ("みなと", TRUE);
  g_assert_cmpstr (practice, ==, "開通チェック_練習_みなと_HOME-UNIT2_2026-11-23.pdf");
}

static void
test_long_file_name (void)
{
  g_autoptr (GString) company = g_string_new (NULL);

  for (guint i = 0; i < 500; i++)
    g_string_append (company, "あ");

  g_autofree char *name = make_name (company->str, TRUE);
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_cmpuint (strlen (name), <=, 140); /* as encrypted file systems want */
  g_assert_true (g_str_has_suffix (name, "_HOME-UNIT2_2026-11-23.pdf"));
}

int
main (int argc, char **argv)
{
  kaitsu_i18n_init ("ja");
  g_test_init (&argc, &argv, NULL);

  for (guint kind = 0; kind < N_SAMPLES; kind++)
    {
      g_autofree char *path = g_strdup_printf ("/text/form/%s", sample_get_name (kind));
      g_autofree char *golden = g_strdup_printf ("/text/golden/%s", sample_get_name (kind));

      g_test_add_data_func (path, GUINT_TO_POINTER (kind), test_form);
      if (kind != SAMPLE_HOSTILE) /* it never went through a file, its number is new each time */
        g_test_add_data_func (golden, GUINT_TO_POINTER (kind), test_golden);
    }
  g_test_add_func ("/text/router", test_router);
  g_test_add_func ("/text/letter", test_letter);
  g_test_add_func ("/text/letter-alone", test_letter_alone);
  g_test_add_func ("/text/since", test_since);
  g_test_add_func ("/text/directly", test_directly);
  g_test_add_func ("/text/way", test_way);
  g_test_add_func ("/text/footnote", test_footnote);
  g_test_add_func ("/text/no-letter", test_no_letter);
  g_test_add_func ("/text/particulars", test_particulars);
  g_test_add_func ("/text/customer", test_customer);
  g_test_add_func ("/text/hostile", test_hostile);
  g_test_add_func ("/text/unknown-unit", test_unknown_unit);
  g_test_add_func ("/text/plain", test_plain);
  g_test_add_func ("/text/table", test_table);
  g_test_add_func ("/text/english", test_english);
  g_test_add_func ("/text/shift-jis", test_shift_jis);
  g_test_add_func ("/text/file-name", test_file_name);
  g_test_add_func ("/text/long-file-name", test_long_file_name);
  return g_test_run ();
}
