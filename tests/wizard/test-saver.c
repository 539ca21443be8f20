/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "wizard-fixture.h"

#include <glib/gstdio.h>

#include "kaitsu-printer.h"

static char *chosen_path;

static void
choose (GtkWindow *parent,
        const char *title,
        const char *name,
        GFile *folder,
        GCancellable *cancellable,
        GAsyncReadyCallback callback,
        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, cancellable, callback, user_data);
  GFile *file = chosen_path != NULL ? g_file_new_for_path (chosen_path) : NULL;

  g_task_return_pointer (task, file, g_object_unref);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_set_object ((GObject **) data, G_OBJECT (result));
}

/* @path: (nullable): NULL for a customer who closes the dialog */
static GFile *
save (const char *path, KaitsuSaveKind kind, GError **error)
{
  g_autoptr (KaitsuSaver) saver = kaitsu_saver_new ();
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (KaitsuResult) result = NULL;
  g_autoptr (GAsyncResult) async = NULL;
  GFile *file;

  result = kaitsu_result_new (kaitsu_catalogue_lookup (catalogue, "unit5"), TRUE);
  chosen_path = g_strdup (path);
  kaitsu_saver_set_choose_func (saver, choose);
  kaitsu_saver_save_async (saver, NULL, result, kind, NULL, saved_cb, &async);
  while (async == NULL)
    g_main_context_iteration (NULL, TRUE);
  file = kaitsu_saver_save_finish (saver, async, error);
  g_clear_object (&async);
  g_clear_pointer (&chosen_path, g_free);
  g_assert_finalize_object (G_OBJECT (g_steal_pointer (&saver)));
  return file;
}

static void
test_completes_the_name (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kaitsu-XXXXXX", NULL);
  g_autofree char *bare = g_build_filename (folder, "report", NULL);
  g_autofree char *full = g_strconcat (bare, ".txt", NULL);
  g_autoptr (GFile) first = save (bare, KAITSU_SAVE_TEXT, NULL);
  g_autoptr (GFile) second = NULL;

  g_assert_cmpstr (g_file_peek_path (first), ==, full);
  /* the dialog has not asked about report.txt: it stays as it is */
  g_assert_true (g_file_set_contents (full, "mine", -1, NULL));
  second = save (bare, KAITSU_SAVE_TEXT, NULL);
  g_assert_cmpstr (g_file_peek_path (second), ==, bare);
}

static void
test_changed_his_mind (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (save (NULL, KAITSU_SAVE_PDF, &error));
  g_assert_no_error (error);
}

/* Root may write everywhere, but nobody can put a file below a file. */
static void
test_unwritable (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kaitsu-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "report.pdf", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "old", -1, NULL));
  g_assert_null (save (below, KAITSU_SAVE_PDF, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "report.pdf"));
  g_assert_true (g_file_get_contents (file, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "old");
}

static void
test_printer_draws_the_pages (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kaitsu-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "print.pdf", NULL);
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (KaitsuResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  result = kaitsu_result_new (kaitsu_catalogue_lookup (catalogue, "unit5"), TRUE);
  g_assert_true (kaitsu_printer_print (result, NULL, path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 5000);
}

int
main (int argc, char *argv[])
{
  if (!fixture_init (&argc, &argv))
    return 0;
  g_test_add_func ("/saver/completes-the-name", test_completes_the_name);
  g_test_add_func ("/saver/changed-his-mind", test_changed_his_mind);
  g_test_add_func ("/saver/unwritable", test_unwritable);
  g_test_add_func ("/saver/printer-draws-the-pages", test_printer_draws_the_pages);
  return g_test_run ();
}
