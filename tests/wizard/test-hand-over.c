/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "wizard-fixture.h"

#include <string.h>

#include "kaitsu-customer-store.h"

static char *saved_path;

/* in place of the file dialog */
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

  g_task_return_pointer (task, g_file_new_for_path (saved_path), g_object_unref);
}

static GtkCheckButton *
get_switch (KaitsuWindow *window)
{
  GtkWidget *page = GTK_WIDGET (kaitsu_window_get_report_page (window));

  return GTK_CHECK_BUTTON (fixture_find (page, GTK_TYPE_CHECK_BUTTON));
}

static char *
dup_saved_text (KaitsuWindow *window)
{
  KaitsuReportPage *page = kaitsu_window_get_report_page (window);
  char *text = NULL;

  kaitsu_saver_set_choose_func (kaitsu_report_page_get_saver (page), choose);
  kaitsu_report_page_save (page, KAITSU_SAVE_TEXT);
  fixture_settle ();
  g_assert_true (g_file_get_contents (saved_path, &text, NULL, NULL));
  return text;
}

/* Withheld when wished, remembered for the next time, and undone again. */
static void
test_withholds (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kaitsu-XXXXXX", NULL);
  KaitsuWindow *window = fixture_open ("router-blocks-maintenance");

  saved_path = g_build_filename (folder, "report.txt", NULL);
  fixture_walk (window, KAITSU_STEP_REPORT);
  g_assert_false (gtk_check_button_get_active (get_switch (window)));
  g_autofree char *open = dup_saved_text (window);
  g_assert_nonnull (strstr (open, "192.168.1.1"));

  gtk_check_button_set_active (get_switch (window), TRUE);
  g_autofree char *withheld = dup_saved_text (window);
  g_assert_null (strstr (withheld, "192.168.1."));
  g_assert_nonnull (strstr (withheld, "withheld"));
  fixture_close (window);

  window = fixture_open ("open");
  g_assert_true (gtk_check_button_get_active (get_switch (window)));
  gtk_check_button_set_active (get_switch (window), FALSE);
  fixture_close (window);
  g_assert_false (kaitsu_customer_store_get_masked ());
  g_clear_pointer (&saved_path, g_free);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
dup_copied (const char *scenario)
{
  KaitsuWindow *window = fixture_open (scenario);
  KaitsuReportPage *page = kaitsu_window_get_report_page (window);
  char *text = NULL;

  fixture_walk (window, KAITSU_STEP_REPORT);
  kaitsu_report_page_copy (page);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (page)), NULL, read_cb,
                                 &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  fixture_close (window);
  return text;
}

/* The letter where somebody is to be asked, and else the report: what only the
 * report has is the list of hosts that were tried. */
static void
test_copies (void)
{
  g_autofree char *letter = dup_copied ("router-blocks-maintenance");
  g_autofree char *report = dup_copied ("open");

  g_assert_nonnull (strstr (letter, "9124"));
  g_assert_null (strstr (letter, "time.cloudflare.com"));
  g_assert_nonnull (strstr (report, "time.cloudflare.com"));
}

int
main (int argc, char *argv[])
{
  if (!fixture_init (&argc, &argv))
    return 0;
  g_test_add_func ("/hand-over/withholds", test_withholds);
  g_test_add_func ("/hand-over/copies", test_copies);
  return g_test_run ();
}
