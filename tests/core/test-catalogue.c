/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-catalogue.h"

#include <string.h>

#include "kaitsu-error.h"
#include "kaitsu-i18n.h"
#include "kaitsu-text.h"

/*
 * The maker's sheet, written down a second time and by hand: the catalogue
 * must say this, cell by cell, and no more.
 */

#define MAX_WORDS 6

/* A text of a small catalogue. */
#define TEXT "{\"ja\": \"あ\", \"en\": \"a\"}"

typedef struct
{
  const char *id;
  const char *name;
  const char *family;
  gboolean pro;
} Model;

static const Model models[] = {
  { "unit2", "HOME-UNIT2", "unit2", FALSE },    { "unit2pro", "HOME-UNIT2 Pro", "unit2", TRUE },
  { "unit3", "HOME-UNIT3", "unit3", FALSE },    { "unit3pro", "HOME-UNIT3 Pro", "unit3", TRUE },
  { "unit4", "HOME-UNIT4", "unit4", FALSE },    { "unit4pro", "HOME-UNIT4 Pro", "unit4", TRUE },
  { "unit4l", "HOME-UNIT4L", "unit4l", FALSE }, { "unit4lpro", "HOME-UNIT4L Pro", "unit4l", TRUE },
  { "unit5", "HOME-UNIT5", "unit5", FALSE },    { "unit5pro", "HOME-UNIT5 Pro", "unit5", TRUE },
};

/* Ports: "tcp/80" required, closed means the effect; "tcp/80~" required,
 * closed means the note; "(tcp/80)" advisory. Words: what the texts of the
 * cell must mention, and what belongs to other cells. */
typedef struct
{
  const char *families;
  const char *service;
  const char *ports;
  const char *purpose[MAX_WORDS];
  const char *effect[MAX_WORDS];
  const char *never[MAX_WORDS];
} Row;

static const Row rows[] = {
  { "unit2",
    "license",
    "tcp/80 tcp/443",
    { "ライセンス", "定義ファイル", "licence", "definition" },
    { "UTM", "使えなくなります", "cannot be used" },
    { "遠隔", "監視", "HOME-CC", "remote", "monitor" } },
  { "unit2",
    "log-upload",
    "udp/514",
    { "ログ", "検知", "log", "detect" },
    { "レポート", "使えなくなります", "report", "cannot be used" },
    { "UTM", "直後", "just after" } },
  { "unit2",
    "maintenance",
    "tcp/9124 tcp/9127 tcp/9128 tcp/9129 tcp/9990 tcp/9991 tcp/9992",
    { "HOME-CC", "遠隔", "死活監視", "remote", "alive" },
    { "必要になったとき", "お客様のパソコン", "監視", "your own PC", "Monitoring cannot" },
    { "UTM", "ライセンス", "licence" } },
  { "unit3 unit4 unit4l unit5",
    "license",
    "tcp/80 tcp/443",
    { "ライセンス", "定義ファイル", "HOME-CC", "遠隔", "死活監視", "alive" },
    { "UTM", "必要になったとき", "お客様のパソコン", "監視", "your own PC", "Monitoring cannot" },
    { "レポート", "メール" } },
  { "unit3",
    "log-upload",
    "udp/514~ tcp/443",
    { "ログ", "検知", "log", "detect" },
    { "レポート", "使えなくなります", "report", "cannot be used" },
    { "UTM", "直後", "just after" } },
  { "unit4 unit4l unit5",
    "log-upload",
    "tcp/443 (udp/514)",
    { "ログ", "検知", "log", "detect" },
    { "レポート", "使えなくなります", "report", "cannot be used" },
    { "UTM", "直後", "just after" } },
  { "unit2 unit3 unit4 unit4l unit5",
    "time",
    "udp/123",
    { "公開", "NTP", "時計", "public", "clock" },
    { "脅威", "時刻", "ことがあります", "time of a threat", "may be off" },
    { "使えなくなります", "cannot" } },
  { "unit2",
    "alert-mail",
    "tcp/465",
    { "アラートメール", "lert mail" },
    { "アラートメール", "cannot be issued" },
    { "UTM", "レポート" } },
  { "unit3 unit4 unit4l unit5",
    "alert-mail",
    "tcp/465 (tcp/587)",
    { "アラートメール", "lert mail" },
    { "アラートメール", "cannot be issued" },
    { "UTM", "レポート" } },
  { "unit4 unit4l unit5",
    "dhcp",
    "udp/67",
    { "DHCP サーバー", "DHCP server", "LAN", "の外には出ません", "stays on" },
    { "DHCP サーバー", "使えなくなります", "cannot be used" },
    { "UTM" } },
};

/* In the order of the sheet, and every port once with the number of services
 * that share it. */
static const struct
{
  const char *families;
  const char *services;
  const char *ports;
} summaries[] = {
  { "unit2", "license log-upload time maintenance alert-mail",
    "tcp/80:1 tcp/443:1 tcp/465:1 tcp/9124:1 tcp/9127:1 tcp/9128:1 tcp/9129:1 tcp/9990:1 "
    "tcp/9991:1 tcp/9992:1 udp/123:1 udp/514:1" },
  { "unit3", "license log-upload time alert-mail",
    "tcp/80:1 tcp/443:2 tcp/465:1 udp/123:1 udp/514:1 (tcp/587:1)" },
  { "unit4 unit4l unit5", "dhcp license log-upload time alert-mail",
    "tcp/80:1 tcp/443:2 tcp/465:1 udp/67:1 udp/123:1 (tcp/587:1) (udp/514:1)" },
  { "any", "license log-upload time maintenance alert-mail dhcp",
    "tcp/80:1 tcp/443:2 tcp/465:1 tcp/9124:1 tcp/9127:1 tcp/9128:1 tcp/9129:1 tcp/9990:1 "
    "tcp/9991:1 tcp/9992:1 udp/67:1 udp/123:1 udp/514:1 (tcp/587:1)" },
};

static gboolean
lists (const char *words, const char *word)
{
  g_auto (GStrv) split = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) split, word);
}

static void
append (GString *text, const char *word, gboolean bracketed)
{
  g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? " " : "", bracketed ? "(" : "", word,
                          bracketed ? ")" : "");
}

static char *
describe_service_ports (const KaitsuService *service)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < service->ports->len; i++)
    {
      const KaitsuServicePort *port = &g_array_index (service->ports, KaitsuServicePort, i);
      g_autofree char *name = kaitsu_port_to_string (port->port);

      append (text, name, port->role == KAITSU_ROLE_ADVISORY);
      /* an advisory port always means its note, so it needs no mark */
      if (port->role == KAITSU_ROLE_ADVISORY)
        g_assert_cmpint (port->closed_means, ==, KAITSU_CLOSED_MEANS_NOTE);
      else if (port->closed_means == KAITSU_CLOSED_MEANS_NOTE)
        g_string_append_c (text, '~');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_unit_ports (KaitsuUnit *unit)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GPtrArray *ports = kaitsu_unit_get_ports (unit);

  for (guint i = 0; i < ports->len; i++)
    {
      const KaitsuUnitPort *port = g_ptr_array_index (ports, i);
      g_autofree char *name = kaitsu_port_to_string (port->port);
      g_autofree char *counted = g_strdup_printf ("%s:%u", name, port->services->len);

      append (text, counted, port->role == KAITSU_ROLE_ADVISORY);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_services (KaitsuUnit *unit)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GPtrArray *services = kaitsu_unit_get_services (unit);

  for (guint i = 0; i < services->len; i++)
    append (text, ((const KaitsuService *) g_ptr_array_index (services, i))->id, FALSE);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
in_japanese (const KaitsuText2 *text, const char *word)
{
  return strstr (text->ja, word) != NULL;
}

static gboolean
in_english (const KaitsuText2 *text, const char *word)
{
  g_autofree char *english = g_ascii_strdown (text->en, -1);
  g_autofree char *small = g_ascii_strdown (word, -1);

  return strstr (english, small) != NULL;
}

/* A Japanese word must be in the Japanese text and an English one in the
 * English text; abbreviations ("UTM", "HOME-CC") belong to both. */
static gboolean
mentions (const KaitsuText2 *text, const char *word)
{
  gboolean small = FALSE;

  if (!g_str_is_ascii (word))
    return in_japanese (text, word);
  for (const char *p = word; *p != '\0'; p++)
    small |= g_ascii_islower (*p);
  return in_english (text, word) && (small || in_japanese (text, word));
}

static gboolean
strays (const KaitsuText2 *text, const char *word)
{
  return in_japanese (text, word) || in_english (text, word);
}

static void
check_cell (const Row *row, const KaitsuService *service)
{
  g_autofree char *ports = describe_service_ports (service);

  g_assert_cmpstr (ports, ==, row->ports);
  for (guint i = 0; i < MAX_WORDS; i++)
    {
      if (row->purpose[i] != NULL && !mentions (&service->purpose, row->purpose[i]))
        g_error ("%s: the purpose lacks “%s”", row->service, row->purpose[i]);
      if (row->effect[i] != NULL && !mentions (&service->effect, row->effect[i]))
        g_error ("%s: the effect lacks “%s”", row->service, row->effect[i]);
      if (row->never[i] == NULL)
        continue;
      if (strays (&service->effect, row->never[i]) || strays (&service->purpose, row->never[i]))
        g_error ("%s: “%s” is of another cell", row->service, row->never[i]);
    }
}

static void
test_models (void)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  GListModel *units = kaitsu_catalogue_get_units (catalogue);

  g_assert_cmpuint (g_list_model_get_n_items (units), ==, G_N_ELEMENTS (models));
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autoptr (KaitsuUnit) unit = g_list_model_get_item (units, i);

      g_assert_cmpstr (kaitsu_unit_get_id (unit), ==, models[i].id);
      g_assert_cmpstr (kaitsu_unit_get_name (unit), ==, models[i].name);
      g_assert_cmpstr (kaitsu_unit_get_family (unit), ==, models[i].family);
      g_assert_cmpint (kaitsu_unit_is_pro (unit), ==, models[i].pro);
      g_assert_true (kaitsu_catalogue_lookup (catalogue, models[i].id) == unit);
    }
  g_assert_null (kaitsu_catalogue_lookup (catalogue, "unit1"));
  g_assert_null (kaitsu_catalogue_lookup (catalogue, "UNIT2"));
  g_assert_null (kaitsu_catalogue_lookup (catalogue, NULL));
}

static void
test_cells (void)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      KaitsuUnit *unit = kaitsu_catalogue_lookup (catalogue, models[i].id);
      guint n = 0;

      for (guint j = 0; j < G_N_ELEMENTS (rows); j++)
        {
          if (!lists (rows[j].families, models[i].family))
            continue;
          g_test_message ("%s %s", models[i].id, rows[j].service);
          g_assert_nonnull (kaitsu_unit_find_service (unit, rows[j].service));
          check_cell (&rows[j], kaitsu_unit_find_service (unit, rows[j].service));
          n++;
        }
      g_assert_cmpuint (kaitsu_unit_get_services (unit)->len, ==, n);
      g_assert_null (kaitsu_unit_find_service (unit, "telephone"));
    }
}

static void
check_summary (KaitsuUnit *unit, const char *family)
{
  for (guint i = 0; i < G_N_ELEMENTS (summaries); i++)
    {
      g_autofree char *services = describe_services (unit);
      g_autofree char *ports = describe_unit_ports (unit);

      if (!lists (summaries[i].families, family))
        continue;
      g_assert_cmpstr (services, ==, summaries[i].services);
      g_assert_cmpstr (ports, ==, summaries[i].ports);
      return;
    }
  g_assert_not_reached ();
}

static void
test_summaries (void)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    check_summary (kaitsu_catalogue_lookup (catalogue, models[i].id), models[i].family);
  check_summary (kaitsu_catalogue_lookup (catalogue, KAITSU_UNIT_ANY), "any");
}

/* The notes, the footnote, and the one port that stays on the LAN. */
static void
check_details (const char *family, const KaitsuService *service, const KaitsuServicePort *port)
{
  g_autofree char *name = kaitsu_port_to_string (port->port);
  gboolean footnote = g_strcmp0 (family, "unit2") != 0;

  g_test_message ("%s %s %s", family, service->id, name);
  g_assert_cmpint (port->lan, ==, g_str_equal (name, "udp/67"));
  g_assert_cmpint (port->often_open, ==, footnote && lists ("tcp/80 tcp/443 tcp/587", name));
  if (footnote && g_str_equal (name, "udp/514"))
    {
      g_assert_true (mentions (&port->note, "UDP 514 が閉じていると"));
      g_assert_true (mentions (&port->note, "設置した直後"));
      g_assert_true (mentions (&port->note, "ことがあります"));
      g_assert_true (mentions (&port->note, "may fail to upload just after the installation"));
      g_assert_cmpint (mentions (&port->note, "TCP 443 で"), ==, g_str_equal (family, "unit3"));
      g_assert_cmpint (mentions (&port->note, "TCP 443 carries it"), ==,
                       g_str_equal (family, "unit3"));
    }
  else if (g_str_equal (name, "tcp/587"))
    {
      g_assert_true (mentions (&port->note, "参考"));
      g_assert_true (mentions (&port->note, "開いていることが多い"));
      g_assert_true (mentions (&port->note, "often open already"));
    }
  else
    {
      g_assert_cmpstr (port->note.ja, ==, "");
      g_assert_cmpstr (port->note.en, ==, "");
    }
}

static void
test_details (void)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      KaitsuUnit *unit = kaitsu_catalogue_lookup (catalogue, models[i].id);
      GPtrArray *services = kaitsu_unit_get_services (unit);
      GPtrArray *ports = kaitsu_unit_get_ports (unit);

      for (guint j = 0; j < services->len; j++)
        {
          const KaitsuService *service = g_ptr_array_index (services, j);

          for (guint k = 0; k < service->ports->len; k++)
            check_details (models[i].family, service,
                           &g_array_index (service->ports, KaitsuServicePort, k));
        }
      for (guint j = 0; j < ports->len; j++)
        {
          const KaitsuUnitPort *port = g_ptr_array_index (ports, j);

          g_assert_cmpint (port->lan, ==, port->port.number == 67);
        }
    }
}

/* For a customer who does not know the model: the strictest demand counts,
 * and what only some models say is not lost. */
static void
test_any (void)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  KaitsuUnit *any = kaitsu_catalogue_lookup (catalogue, KAITSU_UNIT_ANY);
  const KaitsuService *log = kaitsu_unit_find_service (any, "log-upload");
  const KaitsuService *license = kaitsu_unit_find_service (any, "license");
  g_autofree char *log_ports = describe_service_ports (log);
  const KaitsuServicePort *syslog = &g_array_index (log->ports, KaitsuServicePort, 0);

  g_assert_cmpstr (kaitsu_unit_get_id (any), ==, "any");
  g_assert_false (kaitsu_unit_is_pro (any));
  g_assert_cmpstr (log_ports, ==, "udp/514 tcp/443");
  g_assert_true (mentions (&syslog->note, "設置した直後"));
  g_assert_true (mentions (&license->effect, "UTM"));
  g_assert_true (mentions (&license->effect, "お客様のパソコン"));

  kaitsu_i18n_set_language ("en");
  g_assert_cmpstr (kaitsu_unit_get_name (any), ==, "HOME-UNIT (model not known)");
}

/* The built-in families come with the strictest first; here it is last. */
static void
test_union (void)
{
  static const char text[] =
      "{\"format\": \"kaitsu-units\", \"version\": 1, \"any\": {\"name\": " TEXT "},"
      " \"units\": [{\"id\": \"u\", \"name\": \"U\", \"family\": \"f\", \"pro\": false}],"
      " \"texts\": [{\"id\": \"s\", \"name\": " TEXT ", \"purpose\": " TEXT ", \"effect\": " TEXT
      "}],"
      " \"families\": [{\"id\": \"f\", \"services\": [{\"id\": \"s\", \"ports\": ["
      "{\"port\": \"tcp/1\", \"role\": \"required\", \"closed_means\": \"effect\"},"
      "{\"port\": \"tcp/2\", \"role\": \"advisory\", \"closed_means\": \"note\", \"note\": " TEXT
      "},"
      "{\"port\": \"tcp/3\", \"role\": \"advisory\", \"closed_means\": \"note\", \"note\": " TEXT
      "}]}]},"
      " {\"id\": \"g\", \"services\": [{\"id\": \"s\", \"ports\": ["
      "{\"port\": \"tcp/3\", \"role\": \"required\", \"closed_means\": \"note\","
      " \"note\": {\"ja\": \"い\", \"en\": \"b\"}},"
      "{\"port\": \"tcp/2\", \"role\": \"required\", \"closed_means\": \"effect\", \"lan\": true,"
      " \"often_open\": true}]}]}]}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_from_bytes (bytes, "F", &error);
  const KaitsuService *service;
  const KaitsuServicePort *second, *third;
  g_autofree char *own = NULL;
  g_autofree char *all = NULL;

  g_assert_no_error (error);
  own = describe_service_ports (
      kaitsu_unit_find_service (kaitsu_catalogue_lookup (catalogue, "u"), "s"));
  g_assert_cmpstr (own, ==, "tcp/1 (tcp/2) (tcp/3)");
  service = kaitsu_unit_find_service (kaitsu_catalogue_lookup (catalogue, "any"), "s");
  all = describe_service_ports (service);
  g_assert_cmpstr (all, ==, "tcp/1 tcp/2 tcp/3~");
  second = &g_array_index (service->ports, KaitsuServicePort, 1);
  third = &g_array_index (service->ports, KaitsuServicePort, 2);
  g_assert_cmpstr (second->note.en, ==, "a");
  g_assert_true (second->lan);
  g_assert_true (second->often_open);
  g_assert_cmpstr (third->note.ja, ==, "い");
  g_assert_false (third->lan);
}

static void
check_text (const KaitsuText2 *text, gboolean sentence)
{
  g_autofree char *ja = kaitsu_text_clean (text->ja, -1, 200);
  g_autofree char *en = kaitsu_text_clean (text->en, -1, 200);

  g_test_message ("%s / %s", text->ja, text->en);
  g_assert_cmpstr (ja, ==, text->ja);
  g_assert_cmpstr (en, ==, text->en);
  g_assert_true (g_str_is_ascii (text->en));
  g_assert_false (g_str_is_ascii (text->ja));
  g_assert_true (g_str_has_suffix (text->ja, "。") == sentence);
  g_assert_true (g_str_has_suffix (text->en, ".") == sentence);
  g_assert_cmpstr (kaitsu_text2_get (text, "ja"), ==, text->ja);
  g_assert_cmpstr (kaitsu_text2_get (text, "en"), ==, text->en);
  g_assert_cmpstr (kaitsu_text2_get (text, NULL), ==, text->en);
}

/* Reports are also read by programs that know only Shift_JIS. */
static void
check_encodable (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = g_convert (text, -1, "SHIFT_JIS", "UTF-8", NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (bytes);
}

static void
test_texts (void)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();

  for (guint i = 0; i <= G_N_ELEMENTS (models); i++)
    {
      const char *id = i < G_N_ELEMENTS (models) ? models[i].id : KAITSU_UNIT_ANY;
      GPtrArray *services = kaitsu_unit_get_services (kaitsu_catalogue_lookup (catalogue, id));

      for (guint j = 0; j < services->len; j++)
        {
          const KaitsuService *service = g_ptr_array_index (services, j);

          check_text (&service->name, FALSE);
          check_text (&service->purpose, TRUE);
          check_text (&service->effect, TRUE);
          check_encodable (service->name.ja);
          check_encodable (service->purpose.ja);
          check_encodable (service->effect.ja);
          for (guint k = 0; k < service->ports->len; k++)
            check_encodable (g_array_index (service->ports, KaitsuServicePort, k).note.ja);
        }
    }
}

/* A small catalogue in which everything occurs. */
static const char small[] =
    "{\"format\": \"kaitsu-units\", \"version\": 1, \"any\": {\"name\": " TEXT "},"
    " \"units\": [{\"id\": \"u1\", \"name\": \"U 1\", \"family\": \"f1\", \"pro\": false},"
    " {\"id\": \"u2\", \"name\": \"U 2\", \"family\": \"f2\", \"pro\": true}],"
    " \"texts\": [{\"id\": \"s1\", \"name\": " TEXT ", \"purpose\": " TEXT ", \"effect\": " TEXT
    "}],"
    " \"families\": [{\"id\": \"f1\", \"services\": [{\"id\": \"s1\", \"ports\": ["
    "{\"port\": \"tcp/1\", \"role\": \"required\", \"closed_means\": \"effect\"},"
    "{\"port\": \"udp/2\", \"role\": \"advisory\", \"closed_means\": \"note\","
    " \"note\": {\"ja\": \"注\", \"en\": \"n\"}, \"lan\": true, \"often_open\": true}]}]},"
    " {\"id\": \"f2\", \"same_as\": \"f1\"}]}";

static const struct
{
  const char *find;
  const char *replacement;
  const char *message;
} faults[] = {
  { "kaitsu-units", "kaitsu-targets", "F: format: must be “kaitsu-units”" },
  { "\"format\": \"kaitsu-units\",", "", "F: format: is missing" },
  { "\"version\": 1,", "", "F: version: is missing" },
  { "\"version\": 1", "\"version\": 2", "F: version: is newer than this program understands" },
  { "\"version\": 1", "\"version\": \"1\"", "F: version: must be a whole number" },
  { "\"version\": 1", "\"version\": 1, \"extra\": 1", "F: “extra” has no meaning here" },
  { "\"any\": {\"name\": " TEXT "}", "\"any\": {}", "F: any.name: is missing" },
  { "\"any\": {\"name\"", "\"any\": {\"names\"", "F: any: “names” has no meaning here" },
  { "\"id\": \"u2\"", "\"id\": \"u1\"", "F: units[1].id: “u1” is there twice" },
  { "\"id\": \"u2\"", "\"id\": \"any\"", "F: units[1].id: “any” has a meaning of its own" },
  { "\"id\": \"u2\"", "\"id\": \"U2\"", "F: units[1].id: must be made of small letters" },
  { "\"id\": \"u2\"", "\"id\": \"2u\"", "F: units[1].id: must be made of small letters" },
  { "\"id\": \"u2\"", "\"id\": \"\"", "F: units[1].id: must be made of small letters" },
  { "\"id\": \"u2\"", "\"id\": 2", "F: units[1].id: must be a text" },
  { "U 2", " U 2", "F: units[1].name: must be one line" },
  { "U 2", "U\\u202e2", "F: units[1].name: must be one line" },
  { "U 2", "U\\n2", "F: units[1].name: must be one line" },
  { "U 2", "", "F: units[1].name: must not be empty" },
  { "\"family\": \"f2\"", "\"family\": \"f3\"", "F: units[1].family: there is no family “f3”" },
  { ", \"pro\": true", "", "F: units[1].pro: is missing" },
  { "\"pro\": true", "\"pro\": 1", "F: units[1].pro: must be true or false" },
  { "\"texts\": [", "\"texts\": [7, ", "F: texts[0]: must be an object" },
  { "\"purpose\": " TEXT, "\"purpose\": \"a\"", "F: texts[0].purpose: must be an object" },
  { "\"purpose\": " TEXT ",", "", "F: texts[0].purpose: is missing" },
  { "\"effect\": " TEXT, "\"effect\": {\"ja\": \"あ\"}", "F: texts[0].effect.en: is missing" },
  { "\"texts\": [{\"id\": \"s1\"", "\"texts\": [{\"id\": \"s2\"",
    "F: families[0].services[0].id: there are no texts “s1”" },
  { "\"id\": \"s1\", \"ports\"", "\"id\": \"s1\", \"text\": \"x\", \"ports\"",
    "F: families[0].services[0].text: there are no texts “x”" },
  { "tcp/1", "tcp/65536", "F: families[0].services[0].ports[0].port: must be a port" },
  { "tcp/1", "tcp/*", "F: families[0].services[0].ports[0].port: must be a port" },
  { "tcp/1", "udp/2", "F: families[0].services[0].ports[1].port: this port is there twice" },
  { "\"role\": \"required\"", "\"role\": \"must\"",
    "F: families[0].services[0].ports[0].role: “must” is none of: required, advisory" },
  { "\"role\": \"required\"", "\"role\": \"advisory\"",
    "F: families[0].services[0].ports[0].closed_means: must be “note” for an advisory port" },
  { "\"role\": \"required\", \"closed_means\": \"effect\"",
    "\"role\": \"advisory\", \"closed_means\": \"note\", \"note\": " TEXT,
    "F: families[0].services[0].ports: at least one port must be required" },
  { "\"closed_means\": \"effect\"", "\"closed_means\": \"note\"",
    "F: families[0].services[0].ports[0].note: is missing" },
  { "\"closed_means\": \"effect\"", "\"closed_means\": \"nothing\"",
    "F: families[0].services[0].ports[0].closed_means: “nothing” is none of: effect, note" },
  { ", \"closed_means\": \"effect\"", "",
    "F: families[0].services[0].ports[0].closed_means: is missing" },
  { "\"lan\": true", "\"lan\": \"yes\"",
    "F: families[0].services[0].ports[1].lan: must be true or false" },
  { "\"often_open\"", "\"often\"",
    "F: families[0].services[0].ports[1]: “often” has no meaning here" },
  { "\"same_as\": \"f1\"", "\"same_as\": \"f2\"",
    "F: families[1].same_as: there is no family “f2” before it" },
  { "\"same_as\": \"f1\"", "\"same_as\": \"f1\", \"services\": []",
    "F: families[1].same_as: cannot stand beside “services”" },
  { "\"same_as\": \"f1\"", "\"services\": []", "F: families[1].services: must not be empty" },
  { ", \"same_as\": \"f1\"", "", "F: families[1].services: is missing" },
  { "{\"id\": \"f2\"", "{\"id\": \"f1\"", "F: families[1].id: “f1” is there twice" },
  { "U 2", "U 2", NULL },
};

static KaitsuCatalogue *
load (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return kaitsu_catalogue_new_from_bytes (bytes, "F", error);
}

static void
test_faults (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_auto (GStrv) parts = g_strsplit (small, faults[i].find, 2);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (KaitsuCatalogue) catalogue = NULL;

      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      text = g_strjoinv (faults[i].replacement, parts);
      g_test_message ("%s", text);
      catalogue = load (text, &error);
      if (faults[i].message == NULL)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_null (catalogue);
      g_assert_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_true (g_str_has_prefix (error->message, faults[i].message));
    }
}

/* Whatever is cut out of it: a fault or a catalogue, never both or neither. */
static void
test_holes (void)
{
  for (gsize from = 0; from < strlen (small); from++)
    for (gsize length = 1; length <= 30 && from + length <= strlen (small); length += 7)
      {
        g_autoptr (GString) text = g_string_new (small);
        g_autoptr (GError) error = NULL;
        g_autoptr (KaitsuCatalogue) catalogue = NULL;

        g_string_erase (text, (gssize) from, (gssize) length);
        catalogue = load (text->str, &error);
        g_assert_true ((catalogue == NULL) == (error != NULL));
      }
}

static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new ("\"texts\": [");
  g_auto (GStrv) parts = g_strsplit (small, "\"texts\": [", 2);
  g_autoptr (GError) error = NULL;
  g_autofree char *whole = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "{}, ");
  whole = g_strjoinv (text->str, parts);
  g_assert_null (load (whole, &error));
  g_assert_cmpstr (error->message, ==, "F: texts: has more than 100 entries");
}

static void
test_lifetime (void)
{
  KaitsuCatalogue *catalogue = kaitsu_catalogue_new_builtin ();
  KaitsuUnit *unit = g_object_ref (kaitsu_catalogue_lookup (catalogue, "unit5pro"));

  /* a unit outlives its catalogue, and its sister with the same table */
  g_assert_finalize_object (catalogue);
  g_assert_cmpuint (kaitsu_unit_get_services (unit)->len, ==, 5);
  g_assert_finalize_object (unit);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalogue/models", test_models);
  g_test_add_func ("/catalogue/cells", test_cells);
  g_test_add_func ("/catalogue/summaries", test_summaries);
  g_test_add_func ("/catalogue/details", test_details);
  g_test_add_func ("/catalogue/any", test_any);
  g_test_add_func ("/catalogue/union", test_union);
  g_test_add_func ("/catalogue/texts", test_texts);
  g_test_add_func ("/catalogue/faults", test_faults);
  g_test_add_func ("/catalogue/holes", test_holes);
  g_test_add_func ("/catalogue/bounds", test_bounds);
  g_test_add_func ("/catalogue/lifetime", test_lifetime);

  return g_test_run ();
}
