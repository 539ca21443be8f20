/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <glib-object.h>
#include <string.h>

#include "kaitsu-enums.h"
#include "kaitsu-i18n.h"
#include "kaitsu-texts.h"

/* What every word for people owes: it is there in both languages, it differs
 * from the others of its kind, and its Japanese can be mailed and faxed. */

typedef const char *(*TextFunc) (int value);

#define WRAP(name, type)                                                                           \
  static const char *name##_of (int value)                                                         \
  {                                                                                                \
    return kaitsu_##name ((type) value);                                                           \
  }

WRAP (light_symbol, KaitsuLight)
WRAP (light_text, KaitsuLight)
WRAP (reason_text, KaitsuReason)
WRAP (verdict_phrase, KaitsuVerdict)
WRAP (verdict_sentence, KaitsuVerdict)
WRAP (party_text, KaitsuParty)
WRAP (role_text, KaitsuRole)
WRAP (notice_sentence, KaitsuNoticeKind)
WRAP (notice_remedy, KaitsuNoticeKind)
WRAP (outcome_text, KaitsuOutcome)
WRAP (operator_text, KaitsuOperator)
WRAP (link_kind_text, KaitsuLinkKind)

typedef struct
{
  const char *name;
  TextFunc text;
  GType (*type) (void);
  gboolean sentence;
  gboolean unique;
} Kind;

static const Kind kinds[] = {
  { "light-text", light_text_of, kaitsu_light_get_type, FALSE, TRUE },
  { "reason", reason_text_of, kaitsu_reason_get_type, FALSE, TRUE },
  { "verdict-phrase", verdict_phrase_of, kaitsu_verdict_get_type, FALSE, TRUE },
  { "verdict-sentence", verdict_sentence_of, kaitsu_verdict_get_type, TRUE, TRUE },
  { "party", party_text_of, kaitsu_party_get_type, FALSE, TRUE },
  { "role", role_text_of, kaitsu_role_get_type, FALSE, TRUE },
  { "notice-sentence", notice_sentence_of, kaitsu_notice_kind_get_type, TRUE, TRUE },
  { "notice-remedy", notice_remedy_of, kaitsu_notice_kind_get_type, TRUE, TRUE },
  { "outcome", outcome_text_of, kaitsu_outcome_get_type, FALSE, TRUE },
  { "operator", operator_text_of, kaitsu_operator_get_type, FALSE, TRUE },
  { "link-kind", link_kind_text_of, kaitsu_link_kind_get_type, FALSE, TRUE },
};

static void
assert_shift_jis (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *converted = g_convert (text, -1, "SHIFT_JIS", "UTF-8", NULL, NULL, &error);

  if (converted == NULL)
    g_test_message ("not in Shift_JIS: %s", text);
  g_assert_nonnull (converted);
}

static void
check_japanese (const Kind *kind, const char *nick, const char *text, const char *english)
{
  g_test_message ("%s %s: %s", kind->name, nick, text);
  g_assert_cmpstr (text, !=, english);
  assert_shift_jis (text);
  if (kind->sentence)
    g_assert_true (g_str_has_suffix (text, "。"));
  else
    g_assert_false (g_str_has_suffix (text, "。"));
}

static void
test_kind (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (GEnumClass) klass = g_type_class_ref (kind->type ());
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (klass->n_values, >, 0);
  for (guint i = 0; i < klass->n_values; i++)
    {
      const GEnumValue *value = &klass->values[i];

      kaitsu_i18n_set_language ("en");
      g_autofree char *english = g_strdup (kind->text (value->value));
      g_assert_cmpstr (english, !=, "");
      g_assert_true (g_str_is_ascii (english));
      if (kind->sentence)
        g_assert_true (g_str_has_suffix (english, "."));

      g_assert_cmpstr (kaitsu_i18n_set_language ("ja"), ==, "ja");
      const char *japanese = kind->text (value->value);
      check_japanese (kind, value->value_nick, japanese, english);
      if (kind->unique)
        g_assert_true (g_hash_table_add (seen, (gpointer) japanese));
    }
}

/* A number that is no word of the contract must not crash a report. */
static void
test_no_word (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpstr (kinds[i].text (4711), ==, "");
  g_assert_cmpstr (light_symbol_of (4711), ==, "－");
}

/* The maker's own words, to the letter, and the shapes of the contract. */
static void
test_contract (void)
{
  g_assert_cmpstr (kaitsu_i18n_set_language ("ja"), ==, "ja");
  g_assert_cmpstr (kaitsu_verdict_phrase (KAITSU_VERDICT_USABLE), ==,
                   "HOME サービスをご利用いただけます");
  g_assert_cmpstr (kaitsu_verdict_phrase (KAITSU_VERDICT_NOT_USABLE), ==,
                   "HOME サービスをご利用いただけません");
  g_assert_cmpstr (kaitsu_light_text (KAITSU_LIGHT_GREEN), ==, "通っています");
  g_assert_cmpstr (kaitsu_light_text (KAITSU_LIGHT_RED), ==, "止まっています");
  g_assert_cmpstr (kaitsu_light_text (KAITSU_LIGHT_YELLOW), ==, "わかりません");
  g_assert_cmpstr (kaitsu_light_text (KAITSU_LIGHT_NONE), ==, "調べていません");
  g_assert_cmpstr (kaitsu_light_symbol (KAITSU_LIGHT_GREEN), ==, "●");
  g_assert_cmpstr (kaitsu_light_symbol (KAITSU_LIGHT_RED), ==, "×");
  g_assert_cmpstr (kaitsu_light_symbol (KAITSU_LIGHT_YELLOW), ==, "▲");
  g_assert_cmpstr (kaitsu_light_symbol (KAITSU_LIGHT_NONE), ==, "－");
}

/* A router that says that there is no way to a host has answered: it is not
 * true that nobody did. */
static void
test_unreachable (void)
{
  g_assert_cmpstr (kaitsu_i18n_set_language ("ja"), ==, "ja");
  g_assert_cmpstr (kaitsu_notice_sentence (KAITSU_NOTICE_KIND_TARGETS_UNREACHABLE), ==,
                   "調べる相手の中に、つながらないものがありました。");
}

/* Providers number their own links so, too (RFC 6598): a hop is no proof. */
static void
test_carrier_nat (void)
{
  g_assert_cmpstr (kaitsu_i18n_set_language ("en"), ==, "en");
  g_assert_nonnull (strstr (kaitsu_notice_sentence (KAITSU_NOTICE_KIND_CARRIER_NAT), " seems to "));
  g_assert_cmpstr (kaitsu_i18n_set_language ("ja"), ==, "ja");
  g_assert_true (g_str_has_suffix (kaitsu_notice_sentence (KAITSU_NOTICE_KIND_CARRIER_NAT),
                                   "ようです。"));
}

/* What is known besides is said in a sentence, in both languages, and hostile
 * text cannot do more than stand in it. */
static void
test_notice_details (void)
{
  static const struct
  {
    KaitsuNoticeKind kind;
    const char *detail;
    const char *japanese;
  } table[] = {
    { KAITSU_NOTICE_KIND_TLS_INTERCEPTION, "Example UTM CA", "名前は「Example UTM CA」です。" },
    { KAITSU_NOTICE_KIND_CLOCK_WRONG, "-1.2 h", "約1時間進んでいます。" },
    { KAITSU_NOTICE_KIND_CLOCK_WRONG, "+71.0 h", "約71時間遅れています。" },
    { KAITSU_NOTICE_KIND_CLOCK_WRONG, "+9600.0 h", "約400日遅れています。" },
    { KAITSU_NOTICE_KIND_CLOCK_WRONG, "1e300", "約41667日遅れています。" },
    { KAITSU_NOTICE_KIND_CLOCK_WRONG, "%s%n", "約1時間進んでいます。" },
    { KAITSU_NOTICE_KIND_DNS_HIJACK, "192.0.2.9",
      "実在しない名前に 192.0.2.9 というアドレスが返されました。" },
    { KAITSU_NOTICE_KIND_DNS_HIJACK, "a.example 10.0.0.9",
      "a.example のアドレスとして、インターネットにはない 10.0.0.9 が返されました。" },
    { KAITSU_NOTICE_KIND_VPN, "%n", "接続の名前は %n です。" },
    { KAITSU_NOTICE_KIND_NO_LINK, "x", NULL },
    { KAITSU_NOTICE_KIND_VPN, "", NULL },
    { KAITSU_NOTICE_KIND_VPN, NULL, NULL },
  };

  g_assert_cmpstr (kaitsu_i18n_set_language ("ja"), ==, "ja");
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = kaitsu_notice_dup_detail (table[i].kind, table[i].detail);
      g_assert_cmpstr (text, ==, table[i].japanese);
    }
  for (int kind = 0; kind <= KAITSU_NOTICE_KIND_TARGETS_STALE; kind++)
    {
      g_autofree char *text = kaitsu_notice_dup_detail ((KaitsuNoticeKind) kind, "1");
      g_assert_true (text == NULL || g_str_has_suffix (text, "。"));
    }
}

int
main (int argc, char **argv)
{
  kaitsu_i18n_init ("ja");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/texts/%s", kinds[i].name);
      g_test_add_data_func (path, &kinds[i], test_kind);
    }
  g_test_add_func ("/texts/no-word", test_no_word);
  g_test_add_func ("/texts/contract", test_contract);
  g_test_add_func ("/texts/unreachable", test_unreachable);
  g_test_add_func ("/texts/carrier-nat", test_carrier_nat);
  g_test_add_func ("/texts/notice-details", test_notice_details);
  return g_test_run ();
}
