/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <string.h>

#include "kaitsu-i18n.h"
#include "kaitsu-report.h"

/* Results that were saved once open for ever: corpus/README.md. */

static const struct
{
  const char *name;
  KaitsuVerdict verdict;
  guint red;
  const char *text; /* in the report */
} corpus[] = {
  { "all-red", KAITSU_VERDICT_NOT_USABLE, 14, "TCP 9992" },
  { "future-field", KAITSU_VERDICT_NOT_USABLE, 1, "HOME-UNIT3 Pro" },
  { "ipv6-only", KAITSU_VERDICT_UNCONFIRMED, 0, "fe80::1" },
  { "long-names", KAITSU_VERDICT_NOT_USABLE, 2, "㈱髙﨑" },
  { "offline", KAITSU_VERDICT_OFFLINE, 0, "HOME-UNIT4L" },
  { "practice", KAITSU_VERDICT_NOT_USABLE, 7, "練習" },
  { "second-run", KAITSU_VERDICT_NOT_USABLE, 1, "× 止まっています → ● 通っています" },
  { "stopped", KAITSU_VERDICT_STOPPED, 0, "HOME-UNIT2" },
  { "usable", KAITSU_VERDICT_USABLE, 0, "みなと文具店" },
  { "yellow", KAITSU_VERDICT_UNCONFIRMED, 0, "Example UTM CA" },
};

static char *
dup_path (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".kaitsu.json", NULL);

  return g_test_build_filename (G_TEST_DIST, "report", "corpus", file, NULL);
}

static KaitsuResult *
open_saved (const char *name)
{
  g_autofree char *path = dup_path (name);
  g_autoptr (GError) error = NULL;
  KaitsuResult *result = kaitsu_result_load (path, &error);

  g_assert_no_error (error);
  return result;
}

static guint
count_red (KaitsuResult *result)
{
  GListModel *ports = kaitsu_result_get_ports (result);
  guint red = 0;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      red += kaitsu_port_result_get_light (port) == KAITSU_LIGHT_RED ? 1 : 0;
    }
  return red;
}

static void
test_opens (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (KaitsuResult) result = open_saved (corpus[i].name);
  g_autofree char *text = kaitsu_report_make_plain_text (result);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = kaitsu_report_make_pdf (result, &error);

  g_assert_cmpint (kaitsu_result_get_verdict (result), ==, corpus[i].verdict);
  g_assert_cmpuint (count_red (result), ==, corpus[i].red);
  if (strstr (text, corpus[i].text) == NULL)
    g_error ("%s is missing in:\n%s", corpus[i].text, text);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (pdf), >, 10000);
}

static void assert_kept (JsonNode *before, JsonNode *after, const char *place);

static void
assert_members_kept (JsonObject *before, JsonObject *after, const char *place)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init (&iter, before);
  while (json_object_iter_next (&iter, &name, &member))
    {
      g_autofree char *inner = g_strdup_printf ("%s.%s", place, name);

      if (!json_object_has_member (after, name))
        g_error ("%s is lost", inner);
      assert_kept (member, json_object_get_member (after, name), inner);
    }
}

/* A newer version may add members, and nothing else. */
static void
assert_kept (JsonNode *before, JsonNode *after, const char *place)
{
  if (JSON_NODE_HOLDS_OBJECT (before) && JSON_NODE_HOLDS_OBJECT (after))
    assert_members_kept (json_node_get_object (before), json_node_get_object (after), place);
  else if (JSON_NODE_HOLDS_ARRAY (before) && JSON_NODE_HOLDS_ARRAY (after))
    {
      JsonArray *old = json_node_get_array (before);
      JsonArray *new = json_node_get_array (after);

      g_assert_cmpuint (json_array_get_length (old), ==, json_array_get_length (new));
      for (guint i = 0; i < json_array_get_length (old); i++)
        {
          g_autofree char *inner = g_strdup_printf ("%s[%u]", place, i);
          assert_kept (json_array_get_element (old, i), json_array_get_element (new, i), inner);
        }
    }
  else if (!json_node_equal (before, after))
    g_error ("%s is another", place);
}

static void
test_loses_nothing (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (KaitsuResult) result = open_saved (corpus[i].name);
  g_autofree char *path = dup_path (corpus[i].name);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonNode) written = kaitsu_result_to_json (result);

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  assert_kept (json_parser_get_root (parser), written, corpus[i].name);
}

/* The same result gives the same reports, however often it was saved. */
static void
test_renders_the_same (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (KaitsuResult) result = open_saved (corpus[i].name);
  g_autoptr (GBytes) saved = kaitsu_result_to_bytes (result);
  g_autoptr (KaitsuResult) again = kaitsu_result_new_from_bytes (saved, "again", NULL);
  g_autoptr (GBytes) twice = kaitsu_result_to_bytes (again);
  g_autoptr (GBytes) text = kaitsu_report_make_text (result);
  g_autoptr (GBytes) text_again = kaitsu_report_make_text (again);
  g_autoptr (GBytes) pdf = kaitsu_report_make_pdf (result, NULL);
  g_autoptr (GBytes) pdf_again = kaitsu_report_make_pdf (again, NULL);

  g_assert_true (g_bytes_equal (saved, twice));
  g_assert_true (g_bytes_equal (text, text_again));
  g_assert_true (g_bytes_equal (pdf, pdf_again));
}

/* No file is forgotten in the table above. */
static void
test_is_complete (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "report", "corpus", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, ".json") ? 1 : 0;
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (corpus));
}

static void
add_for_all (const char *name, GTestDataFunc func)
{
  for (guint i = 0; i < G_N_ELEMENTS (corpus); i++)
    {
      g_autofree char *path = g_strdup_printf ("/corpus/%s/%s", name, corpus[i].name);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), func);
    }
}

int
main (int argc, char **argv)
{
  kaitsu_i18n_init ("ja");
  g_test_init (&argc, &argv, NULL);

  add_for_all ("opens", test_opens);
  add_for_all ("loses-nothing", test_loses_nothing);
  add_for_all ("renders-the-same", test_renders_the_same);
  g_test_add_func ("/corpus/is-complete", test_is_complete);
  return g_test_run ();
}
