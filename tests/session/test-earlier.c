/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-history.h"
#include "kaitsu-key-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* The list of what is kept, and what is chosen in the menu: both are files
 * that anybody may have written. */

static void
keep (int day)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (GDateTime) end = g_date_time_new_utc (2026, 11, day, 1, 2, 3);
  g_autoptr (KaitsuResult) result
      = kaitsu_result_new (kaitsu_catalogue_lookup (catalogue, "unit2"), FALSE);
  g_autoptr (GError) error = NULL;

  kaitsu_result_set_finished (result, end);
  g_assert_true (kaitsu_history_add (result, &error));
}

static void
put (const char *name, const char *contents)
{
  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

static guint
count (void)
{
  g_autoptr (GPtrArray) entries = kaitsu_history_list ();

  return entries->len;
}

static void
remove_all (void)
{
  while (count () > 0)
    {
      g_autoptr (GPtrArray) entries = kaitsu_history_list ();

      for (guint i = 0; i < entries->len; i++)
        g_assert_true (kaitsu_history_remove (entries->pdata[i], NULL));
    }
  kaitsu_history_purge ();
}

static int
get_day (const KaitsuHistoryEntry *entry)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (kaitsu_result_get_finished (entry->result));

  return g_date_time_get_day_of_month (utc);
}

static void
test_newest_first (void)
{
  g_assert_cmpuint (count (), ==, 0);
  keep (3);
  keep (5);
  keep (4);
  g_autoptr (GPtrArray) entries = kaitsu_history_list ();
  g_assert_cmpuint (entries->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (get_day (entries->pdata[i]), ==, 5 - (int) i);
  remove_all ();
}

static void
test_put_back (void)
{
  keep (3);
  keep (4);
  g_autoptr (GPtrArray) entries = kaitsu_history_list ();
  const KaitsuHistoryEntry *newest = entries->pdata[0];
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (g_file_get_contents (newest->path, &before, NULL, NULL));
  g_assert_true (kaitsu_history_remove (newest, NULL));
  g_assert_cmpuint (count (), ==, 1);
  g_assert_true (kaitsu_history_restore (newest, NULL));
  g_assert_cmpuint (count (), ==, 2);
  g_assert_true (g_file_get_contents (newest->path, &after, NULL, NULL));
  g_assert_cmpstr (before, ==, after);

  g_autoptr (GError) error = NULL;
  g_assert_true (kaitsu_history_remove (newest, NULL));
  kaitsu_history_purge ();
  g_assert_false (kaitsu_history_restore (newest, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  remove_all ();
}

/* A file that is no result is listed with what is wrong and where, so that it
 * can be deleted; nothing waits, nothing grows, nothing is followed. */
static void
test_hostile_files (void)
{
  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autofree char *fifo = g_build_filename (folder, "20261103T000000Z-f.kaitsu.json", NULL);
  g_autofree char *large = g_strnfill (5 * 1024 * 1024, ' ');

  keep (1);
  put ("20261102T000000Z-a.kaitsu.json", "{\n\"format\": 7 }");
  put ("20261104T000000Z-b.kaitsu.json", large);
  put ("20261105T000000Z-c.kaitsu.json", "");
  put ("notes.txt", "");
  put (".kaitsu.json", "");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_autoptr (GPtrArray) entries = kaitsu_history_list ();
  g_assert_cmpuint (entries->len, ==, 5);
  for (guint i = 0; i < 4; i++)
    {
      const KaitsuHistoryEntry *entry = entries->pdata[i];

      g_assert_null (entry->result);
      g_assert_nonnull (strstr (entry->problem, entry->name));
    }
  g_assert_nonnull (
      strstr (((const KaitsuHistoryEntry *) entries->pdata[3])->problem, "format"));
  g_assert_nonnull (((const KaitsuHistoryEntry *) entries->pdata[4])->result);
  remove_all ();
}

static void
test_bounded (void)
{
  for (int i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("20261101T0000%02dZ-x.kaitsu.json", i);
      keep (1 + i % 28);
      put (name, "{}");
    }
  g_assert_cmpuint (count (), ==, KAITSU_HISTORY_MAX_KEPT);
  remove_all ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/earlier/newest-first", test_newest_first);
  g_test_add_func ("/earlier/put-back", test_put_back);
  g_test_add_func ("/earlier/hostile-files", test_hostile_files);
  g_test_add_func ("/earlier/bounded", test_bounded);
  return g_test_run ();
}
