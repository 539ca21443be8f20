/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-history.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a run has found is kept, whatever happens to the program afterwards. */

#define ROUNDS 40
#define KEPT 50

static KaitsuResult *
new_result (gboolean practice, int second)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  KaitsuUnit *unit = kaitsu_catalogue_lookup (catalogue, "unit2");
  KaitsuResult *result = kaitsu_result_new (unit, practice);
  g_autoptr (GDateTime) begin = g_date_time_new_utc (2026, 11, 23, 0, 0, 0);
  g_autoptr (GDateTime) end = g_date_time_add_seconds (begin, second);

  kaitsu_result_set_started (result, begin);
  kaitsu_result_set_finished (result, end);
  return result;
}

static gboolean
add (int second, GError **error)
{
  g_autoptr (KaitsuResult) result = new_result (FALSE, second);

  return kaitsu_history_add (result, error);
}

static void
remove_all (void)
{
  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
}

/* Every result in the folder opens; returns how many, other files in @others. */
static guint
open_all (guint *others)
{
  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  *others = 0;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (KaitsuResult) result = NULL;

      if (!g_str_has_suffix (name, ".json"))
        {
          (*others)++;
          continue;
        }
      result = kaitsu_result_load (path, &error);
      g_assert_no_error (error);
      n++;
    }
  return n;
}

static void
test_keeps_the_last (void)
{
  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autofree char *first = g_build_filename (folder, "20261123T000000Z", NULL);
  guint others;

  remove_all ();
  for (int i = 0; i < KEPT + 3; i++)
    g_assert_true (add (i, NULL));
  g_assert_cmpuint (open_all (&others), ==, KEPT);
  g_assert_cmpuint (others, ==, 0);

  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_cmpstr (name, >, "20261123T000003Z");
}

static void
test_practice_is_not_kept (void)
{
  g_autoptr (KaitsuResult) result = new_result (TRUE, 0);
  guint others;

  remove_all ();
  g_assert_true (kaitsu_history_add (result, NULL));
  g_assert_cmpuint (open_all (&others), ==, 0);
}

/* Until somebody kills it. */
G_NORETURN static void
add_for_ever (void)
{
  int second = 1;

  while (add (second, NULL))
    second++;
  _exit (1);
}

static void
test_killed (void)
{
  guint others;

  remove_all ();
  g_assert_true (add (0, NULL));
  for (guint i = 0; i < ROUNDS; i++)
    {
      int status = 0;
      pid_t pid = fork ();

      g_assert_cmpint (pid, >=, 0);
      if (pid == 0)
        add_for_ever ();
      g_usleep ((gulong) g_test_rand_int_range (0, 20000));
      kill (pid, SIGKILL);
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpuint (open_all (&others), >=, 1);
      g_assert_cmpuint (others, <=, 1);
    }
  g_assert_true (add (0, NULL));
  g_assert_cmpuint (open_all (&others), <=, KEPT);
  g_assert_cmpuint (others, ==, 0);
}

/* A file where the folder should be: said, not hidden. */
static void
test_no_folder (void)
{
  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autoptr (GError) error = NULL;

  remove_all ();
  g_mkdir_with_parents (parent, 0700);
  g_rmdir (folder);
  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  g_assert_false (add (0, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  g_assert_nonnull (strstr (error->message, folder));
  g_unlink (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/history/keeps-the-last", test_keeps_the_last);
  g_test_add_func ("/history/practice-is-not-kept", test_practice_is_not_kept);
  g_test_add_func ("/history/killed", test_killed);
  g_test_add_func ("/history/no-folder", test_no_folder);
  return g_test_run ();
}
