/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "wizard-fixture.h"

#include <string.h>

#include "kaitsu-heading.h"
#include "kaitsu-history-row.h"
#include "kaitsu-history-window.h"
#include "kaitsu-theme.h"

#define SCREEN_WIDTH 1024
#define SCREEN_HEIGHT 600

/* @red: whether the last port is closed */
static void
keep (int day, gboolean red)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (GDateTime) end = g_date_time_new_utc (2026, 11, day, 1, 2, 3);
  g_autoptr (KaitsuResult) result
      = kaitsu_result_new (kaitsu_catalogue_lookup (catalogue, "unit2"), FALSE);
  GListModel *ports = kaitsu_result_get_ports (result);
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);

      finding.light = red && i + 1 == g_list_model_get_n_items (ports) ? KAITSU_LIGHT_RED
                                                                       : KAITSU_LIGHT_GREEN;
      kaitsu_port_result_set_finding (port, &finding);
    }
  kaitsu_result_set_finished (result, end);
  g_assert_true (kaitsu_history_add (result, NULL));
}

static void
forget_all (void)
{
  g_autoptr (GPtrArray) entries = kaitsu_history_list ();

  for (guint i = 0; i < entries->len; i++)
    g_assert_true (kaitsu_history_remove (entries->pdata[i], NULL));
  kaitsu_history_purge ();
}

static GtkWidget *
find_window (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (KAITSU_IS_HISTORY_WINDOW (window))
        return window;
    }
  return NULL;
}

static GtkWidget *
open_history (KaitsuWindow *window, guint n)
{
  GtkWidget *history;
  GtkWidget *rows;

  fixture_act (window, "history");
  history = find_window ();
  g_assert_nonnull (history);
  rows = fixture_find (history, GTK_TYPE_LIST_BOX);
  /* they are read in a thread */
  while (n > 0 && gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), (int) n - 1) == NULL)
    g_main_context_iteration (NULL, TRUE);
  fixture_settle ();
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), (int) n));
  return history;
}

static KaitsuHistoryRow *
get_row (GtkWidget *history, int i)
{
  GtkListBox *rows = GTK_LIST_BOX (fixture_find (history, GTK_TYPE_LIST_BOX));

  return KAITSU_HISTORY_ROW (gtk_list_box_get_row_at_index (rows, i));
}

/* The window and everything in it is gone when it is closed. */
static void
close_history (GtkWidget *history)
{
  gpointer weak = history;

  g_object_add_weak_pointer (G_OBJECT (history), &weak);
  gtk_window_destroy (GTK_WINDOW (history));
  fixture_settle ();
  g_assert_null (weak);
}

static void
test_nothing_kept (void)
{
  KaitsuWindow *window = fixture_open ("open");
  GtkWidget *history = open_history (window, 0);

  g_assert_true (fixture_says (history, "Nothing has been checked yet. What is checked in "
                                        "practice is not kept."));
  close_history (history);
  fixture_close (window);
}

static void
test_opens (void)
{
  KaitsuWindow *window = fixture_open ("open");
  KaitsuFlow *flow = kaitsu_window_get_flow (window);
  GtkWidget *history;
  KaitsuHistoryRow *row;

  keep (3, TRUE);
  keep (4, FALSE);
  history = open_history (window, 2);
  g_assert_true (KAITSU_IS_HEADING (gtk_window_get_focus (GTK_WINDOW (history))));
  row = get_row (history, 0);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture_find (GTK_WIDGET (row),
                                                                     GTK_TYPE_CHECK_BUTTON)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Compare: 2026-11-04 01:02  HOME-UNIT2");
  gtk_widget_activate (GTK_WIDGET (row));
  fixture_settle ();
  g_assert_null (find_window ());
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_RESULT);
  g_assert_nonnull (kaitsu_flow_get_result (flow));
  fixture_close (window);
  forget_all ();
}

static void
test_compares (void)
{
  KaitsuWindow *window = fixture_open ("open");
  GtkWidget *history;

  keep (3, TRUE);
  keep (4, FALSE);
  keep (5, FALSE);
  history = open_history (window, 3);
  for (int i = 0; i < 3; i++) /* a third takes the place of the first */
    kaitsu_history_row_set_chosen (get_row (history, i), TRUE);
  g_assert_false (kaitsu_history_row_get_chosen (get_row (history, 0)));
  fixture_press (history, "Compare _two");
  g_assert_true (fixture_says (history, "Before: 2026-11-03 01:02  HOME-UNIT2"));
  g_assert_true (fixture_says (history, "After: 2026-11-04 01:02  HOME-UNIT2"));
  g_assert_true (fixture_says (history, "UDP 514: × Blocked → ● Gets through"));
  fixture_press (history, "_Back");
  g_assert_false (fixture_says (history, "UDP 514: × Blocked → ● Gets through"));
  close_history (history);
  fixture_close (window);
  forget_all ();
}

static void
escape (GtkWidget *history)
{
  g_assert_true (gtk_widget_activate_action (history, "history.escape", NULL));
  fixture_settle ();
}

/* One step at a time; the marks are still there to choose another pair. */
static void
test_escape_goes_back (void)
{
  KaitsuWindow *window = fixture_open ("open");
  GtkWidget *history;

  keep (3, TRUE);
  keep (4, FALSE);
  history = open_history (window, 2);
  for (int i = 0; i < 2; i++)
    kaitsu_history_row_set_chosen (get_row (history, i), TRUE);
  fixture_press (history, "Compare _two");
  escape (history);
  g_assert_true (find_window () == history);
  g_assert_false (fixture_says (history, "UDP 514: × Blocked → ● Gets through"));
  g_assert_true (kaitsu_history_row_get_chosen (get_row (history, 0)));
  g_assert_true (kaitsu_history_row_get_chosen (get_row (history, 1)));
  escape (history);
  g_assert_null (find_window ());
  fixture_close (window);
  forget_all ();
}

static void
test_deletes_and_puts_back (void)
{
  KaitsuWindow *window = fixture_open ("open");
  GtkWidget *history;

  keep (3, TRUE);
  keep (4, FALSE);
  history = open_history (window, 2);
  fixture_press (GTK_WIDGET (get_row (history, 0)), "Delete");
  g_assert_null (get_row (history, 1));
  g_assert_true (fixture_says (history, "The result was deleted."));
  fixture_press (history, "_Put it back");
  g_assert_true (fixture_says (GTK_WIDGET (get_row (history, 0)), "2026-11-04 01:02  HOME-UNIT2"));
  g_assert_nonnull (get_row (history, 1));
  fixture_press (GTK_WIDGET (get_row (history, 1)), "Delete");
  close_history (history);
  history = open_history (window, 1);
  close_history (history);
  fixture_close (window);
  forget_all ();
}

/* It names the file and what is wrong with it; it can only be deleted. */
static void
test_unreadable (void)
{
  KaitsuWindow *window = fixture_open ("open");
  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autofree char *path = g_build_filename (folder, "20261103T000000Z-a.kaitsu.json", NULL);
  GtkWidget *history;
  GtkWidget *row;

  keep (1, FALSE);
  g_assert_true (g_file_set_contents (path, "{ \"<b>", -1, NULL));
  history = open_history (window, 2);
  row = GTK_WIDGET (get_row (history, 0));
  g_assert_true (fixture_says (row, "This file cannot be read"));
  gtk_widget_activate (row);
  g_assert_nonnull (find_window ());
  fixture_press (row, "Delete");
  g_assert_null (get_row (history, 1));
  close_history (history);
  fixture_close (window);
  forget_all ();
}

static void
test_fits_the_screen (void)
{
  g_autoptr (KaitsuTheme) theme = kaitsu_theme_new (gdk_display_get_default ());
  KaitsuWindow *window = fixture_open ("open");
  GtkWidget *history;

  keep (3, TRUE);
  keep (4, FALSE);
  history = open_history (window, 2);
  for (guint percent = 100; percent <= 200; percent += 50)
    {
      int width;
      int height;

      kaitsu_theme_set_text_size (theme, percent);
      fixture_settle ();
      gtk_widget_measure (history, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      gtk_widget_measure (history, GTK_ORIENTATION_VERTICAL, SCREEN_WIDTH, &height, NULL, NULL,
                          NULL);
      g_assert_cmpint (width, <=, SCREEN_WIDTH);
      g_assert_cmpint (height, <=, SCREEN_HEIGHT);
    }
  kaitsu_theme_set_text_size (theme, 100);
  close_history (history);
  fixture_close (window);
  forget_all ();
}

int
main (int argc, char *argv[])
{
  if (!fixture_init (&argc, &argv))
    return 0;
  g_test_add_func ("/history-window/nothing-kept", test_nothing_kept);
  g_test_add_func ("/history-window/opens", test_opens);
  g_test_add_func ("/history-window/compares", test_compares);
  g_test_add_func ("/history-window/escape-goes-back", test_escape_goes_back);
  g_test_add_func ("/history-window/deletes-and-puts-back", test_deletes_and_puts_back);
  g_test_add_func ("/history-window/unreadable", test_unreadable);
  g_test_add_func ("/history-window/fits-the-screen", test_fits_the_screen);
  return g_test_run ();
}
