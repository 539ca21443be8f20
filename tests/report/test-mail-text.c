/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <string.h>

#include "kaitsu-i18n.h"
#include "kaitsu-report.h"
#include "sample-results.h"

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_test_message ("missing \"%s\" in:\n%s", part, text);
  g_assert_nonnull (strstr (text, part));
}

/* What is asked for, of whom and why, in a page of plain words. */
static void
test_request (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_ROUTER);
  g_autofree char *subject = kaitsu_report_dup_mail_subject (result);
  g_autofree char *mail = kaitsu_report_make_mail (result);

  g_test_message ("%s\n%s", subject, mail);
  g_assert_cmpstr (subject, ==, "通信を通していただくお願い（3F2A-9C04） みなと文具店");
  g_assert_true (g_str_has_prefix (mail, "あて先：ルーターを管理している方\n"
                                         "差出人：みなと文具店\n"
                                         "担当の方：山田 花子\n"));
  assert_has (mail, "\n回線の契約番号：＿");
  assert_has (mail, "\n報告書番号：3F2A-9C04\n");
  assert_has (mail,
              "\n・TCP 9124、9127、9128、9129、9990、9991、9992（外向き）：途中で断られました、");
  assert_has (mail, "\n向き：外向き");
  assert_has (mail, "\nポート転送：要りません。");
  assert_has (mail, "添付した PDF");
  g_assert_null (strstr (mail, "依頼日"));
  g_assert_null (strstr (mail, "練習"));
  g_assert_cmpuint (g_utf8_strlen (mail, -1), <, 900);
}

/* Nobody has to do anything: the result, for the one who installs. */
static void
test_result (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_OPEN);
  g_autofree char *subject = kaitsu_report_dup_mail_subject (result);
  g_autofree char *mail = kaitsu_report_make_mail (result);

  g_assert_cmpstr (subject, ==, "HOME-UNIT 開通チェック報告書（3F2A-9C04） みなと文具店");
  g_assert_true (g_str_has_prefix (mail, "結果：『HOME サービスをご利用いただけます』\n"));
  assert_has (mail, "\n機種：HOME-UNIT4\n");
  assert_has (mail, "添付した PDF");
  g_assert_null (strstr (mail, "お願い"));
}

static void
test_practice (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_PRACTICE);
  g_autofree char *subject = kaitsu_report_dup_mail_subject (result);
  g_autofree char *mail = kaitsu_report_make_mail (result);

  g_assert_true (g_str_has_prefix (subject, "【練習】"));
  g_assert_true (g_str_has_prefix (mail, "【練習】"));
}

static void
test_english (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_PROVIDER);

  kaitsu_i18n_set_language ("en");
  g_autofree char *subject = kaitsu_report_dup_mail_subject (result);
  g_autofree char *mail = kaitsu_report_make_mail (result);
  kaitsu_i18n_set_language ("ja");
  g_assert_true (g_str_has_prefix (subject, "Request to let connections through (3F2A-9C04)"));
  assert_has (mail, "To: ひかりネット\n");
  assert_has (mail, "・TCP 465 (outwards): ");
}

/* The portal takes one line of 200 characters; a command line takes 128 KiB,
 * in which a kana has nine. */
static void
test_bounds (gconstpointer data)
{
  g_autoptr (KaitsuResult) result = sample_new ((SampleKind) GPOINTER_TO_UINT (data));
  g_autofree char *subject = kaitsu_report_dup_mail_subject (result);
  g_autofree char *mail = kaitsu_report_make_mail (result);

  g_assert_cmpuint (g_utf8_strlen (subject, -1), <=, 151);
  g_assert_null (strpbrk (subject, "\r\n\x1b"));
  g_assert_cmpuint (strlen (mail), <, 8 * 1024);
  g_assert_true (g_utf8_validate (mail, -1, NULL));
  g_assert_null (strpbrk (mail, "\r\x1b\a"));
  g_assert_null (strstr (mail, "\u202E"));
}

int
main (int argc, char **argv)
{
  kaitsu_i18n_init ("ja");
  g_test_init (&argc, &argv, NULL);

  for (guint kind = 0; kind < N_SAMPLES; kind++)
    {
      g_autofree char *path = g_strdup_printf ("/mail-text/bounds/%s",
                                               sample_get_name ((SampleKind) kind));
      g_test_add_data_func (path, GUINT_TO_POINTER (kind), test_bounds);
    }
  g_test_add_func ("/mail-text/request", test_request);
  g_test_add_func ("/mail-text/result", test_result);
  g_test_add_func ("/mail-text/practice", test_practice);
  g_test_add_func ("/mail-text/english", test_english);
  return g_test_run ();
}
