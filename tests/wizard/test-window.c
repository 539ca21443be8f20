/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "wizard-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "kaitsu-buttons.h"
#include "kaitsu-consent-page.h"
#include "kaitsu-customer-store.h"
#include "kaitsu-heading.h"
#include "kaitsu-i18n.h"
#include "kaitsu-pill.h"
#include "kaitsu-port-row.h"
#include "kaitsu-practice-net.h"
#include "kaitsu-stepper.h"
#include "kaitsu-theme.h"
#include "kaitsu-unit-card.h"
#include "kaitsu-unit-page.h"

/* the smallest screen that shops still have, without the desktop's panel */
#define SCREEN_WIDTH 1024
#define SCREEN_HEIGHT 600

static KaitsuStep
get_step (KaitsuWindow *window)
{
  return kaitsu_flow_get_step (kaitsu_window_get_flow (window));
}

static char *save_folder;

/* in place of the file dialog: the suggested name, in a folder of the test */
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

  g_task_return_pointer (task, g_file_new_build_filename (save_folder, name, NULL), g_object_unref);
}

/* contents of the only file in the folder with that ending */
static char *
read_saved (const char *ending, gsize *length)
{
  g_autoptr (GDir) folder = g_dir_open (save_folder, 0, NULL);
  g_autofree char *path = NULL;
  const char *name;
  char *contents = NULL;

  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ending))
      {
        g_assert_null (path);
        path = g_build_filename (save_folder, name, NULL);
      }
  g_assert_nonnull (path);
  g_assert_true (g_file_get_contents (path, &contents, length, NULL));
  return contents;
}

static void
test_whole_way (void)
{
  KaitsuWindow *window = fixture_open ("open");
  KaitsuReportPage *page = kaitsu_window_get_report_page (window);
  GtkWidget *entry;
  g_autofree char *pdf = NULL;
  g_autofree char *text = NULL;
  gsize length;

  save_folder = g_dir_make_tmp ("kaitsu-XXXXXX", NULL);
  kaitsu_saver_set_choose_func (kaitsu_report_page_get_saver (page), choose);
  fixture_walk (window, KAITSU_STEP_REPORT);
  g_assert_true (kaitsu_window_get_page (window) == GTK_WIDGET (page));
  entry = fixture_find (GTK_WIDGET (page), GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Hanako Shokudo");
  fixture_act (window, "save-pdf");
  fixture_act (window, "save-text");
  pdf = read_saved (".pdf", &length);
  g_assert_cmpmem (pdf, 5, "%PDF-", 5);
  text = read_saved (".txt", &length);
  g_assert_cmpmem (text, 3, "\xef\xbb\xbf", 3);
  g_assert_nonnull (strstr (text, "Hanako Shokudo"));
  g_clear_pointer (&save_folder, g_free);
  fixture_close (window);
}

static void
test_nothing_without_a_unit (void)
{
  KaitsuWindow *window = fixture_open ("open");

  fixture_act (window, "next");
  g_assert_cmpint (get_step (window), ==, KAITSU_STEP_UNIT);
  g_assert_true (KAITSU_IS_UNIT_CARD (gtk_window_get_focus (GTK_WINDOW (window))));
  fixture_choose_unit (window, KAITSU_UNIT_ANY);
  fixture_act (window, "next");
  g_assert_cmpint (get_step (window), ==, KAITSU_STEP_CONSENT);
  fixture_close (window);
}

static void
test_nothing_without_consent (void)
{
  KaitsuWindow *window = fixture_open ("open");
  GtkWidget *focus;

  fixture_walk (window, KAITSU_STEP_CONSENT);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (KAITSU_IS_HEADING (focus));
  fixture_act (window, "next");
  g_assert_cmpint (get_step (window), ==, KAITSU_STEP_CONSENT);
  g_assert_false (kaitsu_flow_is_running (kaitsu_window_get_flow (window)));
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (GTK_IS_CHECK_BUTTON (focus));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (focus), TRUE);
  fixture_act (window, "next");
  g_assert_cmpint (get_step (window), >=, KAITSU_STEP_RUN); /* it may be over already */
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  fixture_close (window);
}

/* Who was asked sees the question without scrolling; twice the size of the
 * text needs the room. */
static void
test_consent_is_in_sight (void)
{
  g_autoptr (KaitsuTheme) theme = kaitsu_theme_new (gdk_display_get_default ());
  KaitsuWindow *window = fixture_open ("open");
  GtkWidget *consent;

  fixture_walk (window, KAITSU_STEP_CONSENT);
  consent = fixture_find (kaitsu_window_get_page (window), GTK_TYPE_CHECK_BUTTON);
  g_assert_true (gtk_widget_get_mapped (consent));
  g_assert_null (gtk_widget_get_ancestor (consent, GTK_TYPE_SCROLLED_WINDOW));
  kaitsu_theme_set_text_size (theme, 200);
  fixture_settle ();
  g_assert_true (gtk_widget_get_mapped (consent));
  g_assert_nonnull (gtk_widget_get_ancestor (consent, GTK_TYPE_SCROLLED_WINDOW));
  kaitsu_theme_set_text_size (theme, 100);
  fixture_settle ();
  g_assert_null (gtk_widget_get_ancestor (consent, GTK_TYPE_SCROLLED_WINDOW));
  fixture_close (window);
}

static void
assert_buttons (KaitsuFlow *flow, const char *back, const char *other, const char *main)
{
  KaitsuButtons buttons;

  kaitsu_buttons_derive (flow, &buttons);
  g_assert_cmpstr (buttons.back.action, ==, back);
  g_assert_cmpstr (buttons.other.action, ==, other);
  g_assert_cmpstr (buttons.main.action, ==, main);
}

static void
test_back_loses_nothing (void)
{
  KaitsuWindow *window = fixture_open ("router-blocks-maintenance");
  KaitsuReportPage *page = kaitsu_window_get_report_page (window);
  GtkWidget *entry = fixture_find (GTK_WIDGET (page), GTK_TYPE_ENTRY);

  fixture_walk (window, KAITSU_STEP_REPORT);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Hanako");
  fixture_act (window, "back");
  g_assert_cmpint (get_step (window), ==, KAITSU_STEP_RESULT);
  fixture_act (window, "next");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Hanako");
  fixture_act (window, "again");
  g_assert_cmpint (get_step (window), ==, KAITSU_STEP_CONSENT);
  assert_buttons (kaitsu_window_get_flow (window), "win.back", "win.result", "win.next");
  fixture_act (window, "result");
  g_assert_cmpint (get_step (window), ==, KAITSU_STEP_RESULT);
  fixture_act (window, "back");
  g_assert_cmpint (get_step (window), ==, KAITSU_STEP_CONSENT);
  fixture_act (window, "next");
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  fixture_act (window, "next");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Hanako");
  fixture_close (window);
}

static void
test_stop (void)
{
  KaitsuWindow *window = fixture_open ("silent-log");
  KaitsuFlow *flow = kaitsu_window_get_flow (window);

  fixture_walk (window, KAITSU_STEP_RUN);
  fixture_act (window, "escape");
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  g_assert_cmpint (kaitsu_result_get_verdict (kaitsu_flow_get_result (flow)), ==,
                   KAITSU_VERDICT_STOPPED);
  fixture_act (window, "escape");
  g_assert_cmpint (get_step (window), ==, KAITSU_STEP_CONSENT);
  fixture_close (window);
}

/* Whoever pressed the button sees at once that it was heard. */
static void
test_stop_is_seen_at_once (void)
{
  KaitsuWindow *window = fixture_open ("silent-log");
  KaitsuRun *run;

  fixture_walk (window, KAITSU_STEP_RUN);
  run = kaitsu_flow_get_run (kaitsu_window_get_flow (window));
  g_action_group_activate_action (G_ACTION_GROUP (window), "stop", NULL);
  g_assert_cmpstr (kaitsu_run_get_activity (run), ==, "Stopping");
  g_assert_true (fixture_says (kaitsu_window_get_page (window), "Stopping"));
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  fixture_close (window);
}

/* The page says how long it still takes, and never that it takes no time. */
static void
test_says_the_time_left (void)
{
  KaitsuWindow *window = fixture_open ("silent-log");

  fixture_walk (window, KAITSU_STEP_RUN);
  g_assert_true (fixture_says (kaitsu_window_get_page (window), "Within 60 seconds"));
  fixture_act (window, "stop");
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  fixture_close (window);
}

static GtkWindow *
find_dialog (KaitsuWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_transient_for (other) == GTK_WINDOW (window))
        return other;
    }
  return NULL;
}

static void
test_closing_asks (void)
{
  KaitsuWindow *window = fixture_open ("silent-log");
  GtkWindow *dialog;

  fixture_walk (window, KAITSU_STEP_RUN);
  gtk_window_close (GTK_WINDOW (window));
  fixture_settle ();
  dialog = find_dialog (window);
  g_assert_nonnull (dialog);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  gtk_window_close (dialog);
  fixture_settle ();
  g_assert_null (find_dialog (window));
  g_assert_true (kaitsu_flow_is_running (kaitsu_window_get_flow (window)));
  fixture_act (window, "stop");
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  fixture_close (window);
}

static void
test_closing_stops (void)
{
  KaitsuWindow *window = fixture_open ("silent-log");
  gpointer weak_window = window;
  gpointer weak_flow = kaitsu_window_get_flow (window);
  GtkWindow *dialog;
  GtkWidget *yes;

  g_object_add_weak_pointer (weak_window, &weak_window);
  g_object_add_weak_pointer (weak_flow, &weak_flow);
  fixture_walk (window, KAITSU_STEP_RUN);
  gtk_window_close (GTK_WINDOW (window));
  fixture_settle ();
  dialog = find_dialog (window);
  g_assert_nonnull (dialog);
  yes = fixture_find_button (GTK_WIDGET (dialog), "_Close");
  g_assert_nonnull (yes);
  /* by a key, and so in the main loop: the answer comes at once */
  gtk_widget_activate (yes);
  while (weak_flow != NULL)
    g_main_context_iteration (NULL, TRUE);
  fixture_settle ();
  g_assert_null (weak_window);
}

static void
test_question_ends_with_the_run (void)
{
  KaitsuWindow *window = fixture_open ("silent-log");

  fixture_walk (window, KAITSU_STEP_RUN);
  gtk_window_close (GTK_WINDOW (window));
  fixture_settle ();
  gtk_window_close (GTK_WINDOW (window));
  fixture_settle ();
  g_assert_nonnull (find_dialog (window));
  fixture_act (window, "stop");
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  g_assert_null (find_dialog (window));
  fixture_close (window);
}

static void
assert_fits (KaitsuWindow *window, KaitsuTheme *theme, guint percent)
{
  int width;
  int height;

  kaitsu_theme_set_text_size (theme, percent);
  fixture_settle ();
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                      NULL);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_VERTICAL, SCREEN_WIDTH, &height, NULL,
                      NULL, NULL);
  g_test_message ("step %u at %u %%: at least %d x %d", get_step (window), percent, width, height);
  g_assert_cmpint (width, <=, SCREEN_WIDTH);
  g_assert_cmpint (height, <=, SCREEN_HEIGHT);
}

static void
test_fits_the_screen (gconstpointer language)
{
  const char *steps[] = { "next", "next", NULL, "next" };
  g_autoptr (KaitsuTheme) theme = kaitsu_theme_new (gdk_display_get_default ());
  KaitsuWindow *window;

  kaitsu_i18n_set_language (language);
  window = fixture_open ("router-blocks-maintenance");
  fixture_choose_unit (window, "unit2");
  for (guint step = 0; step <= KAITSU_STEP_REPORT; step++)
    {
      if (step == KAITSU_STEP_RESULT)
        fixture_wait_for (window, step);
      /* where all is slow but the practice network, the run may be over already */
      if (step != KAITSU_STEP_RUN)
        g_assert_cmpint (get_step (window), ==, step);
      for (guint percent = 100; percent <= 200; percent += 50)
        if (step != KAITSU_STEP_RUN || percent == 200)
          assert_fits (window, theme, percent);
      kaitsu_flow_set_consent (kaitsu_window_get_flow (window), TRUE);
      if (step < KAITSU_STEP_REPORT && steps[step] != NULL)
        fixture_act (window, steps[step]);
    }
  kaitsu_theme_set_text_size (theme, 100);
  fixture_close (window);
  kaitsu_i18n_set_language ("en");
}

static void
test_rows_open (void)
{
  KaitsuWindow *window = fixture_open ("router-blocks-maintenance");
  GtkWidget *list;
  GtkWidget *row;

  fixture_walk (window, KAITSU_STEP_RESULT);
  list = fixture_find (kaitsu_window_get_page (window), GTK_TYPE_LIST_BOX);
  row = fixture_find (list, KAITSU_TYPE_PORT_ROW);
  g_assert_nonnull (row);
  gtk_widget_activate (row);
  g_assert_true (kaitsu_port_row_get_open (KAITSU_PORT_ROW (row)));
  gtk_widget_activate (row);
  g_assert_false (kaitsu_port_row_get_open (KAITSU_PORT_ROW (row)));
  fixture_close (window);
}

static guint
count_shown (GtkWidget *list)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n += gtk_widget_get_child_visible (row);
  return n;
}

static GtkWidget *
find_filter (KaitsuWindow *window)
{
  return fixture_find (kaitsu_window_get_page (window), GTK_TYPE_CHECK_BUTTON);
}

static void
test_only_what_is_in_trouble (void)
{
  KaitsuWindow *window = fixture_open ("router-blocks-maintenance");
  GtkWidget *list;

  fixture_walk (window, KAITSU_STEP_RESULT);
  list = fixture_find (kaitsu_window_get_page (window), GTK_TYPE_LIST_BOX);
  g_assert_true (gtk_widget_get_visible (find_filter (window)));
  g_assert_cmpuint (count_shown (list), ==, 12);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_filter (window)), TRUE);
  g_assert_cmpuint (count_shown (list), ==, 7);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_filter (window)), FALSE);
  g_assert_cmpuint (count_shown (list), ==, 12);
  fixture_close (window);
  window = fixture_open ("open");
  fixture_walk (window, KAITSU_STEP_RESULT);
  g_assert_false (gtk_widget_get_visible (find_filter (window)));
  fixture_close (window);
}

/* One press from the result to the very letter that it says is to be sent. */
static void
test_request_in_one_press (void)
{
  KaitsuWindow *window = fixture_open ("router-blocks-maintenance");
  KaitsuReportPage *page = kaitsu_window_get_report_page (window);
  GtkWidget *button;
  g_autofree char *pdf = NULL;
  gsize length;

  save_folder = g_dir_make_tmp ("kaitsu-XXXXXX", NULL);
  kaitsu_saver_set_choose_func (kaitsu_report_page_get_saver (page), choose);
  fixture_walk (window, KAITSU_STEP_RESULT);
  button = fixture_find_button (kaitsu_window_get_page (window),
                                "Make the request to: Whoever manages the router");
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_mapped (button));
  g_signal_emit_by_name (button, "clicked");
  fixture_settle ();
  g_assert_cmpint (get_step (window), ==, KAITSU_STEP_REPORT);
  pdf = read_saved (".pdf", &length);
  g_assert_cmpmem (pdf, 5, "%PDF-", 5);
  g_clear_pointer (&save_folder, g_free);
  fixture_close (window);
}

static void
suspect (KaitsuResult *result, const char *name, KaitsuParty party)
{
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;
  KaitsuPort port;

  g_assert_true (kaitsu_port_parse (name, &port));
  finding.light = KAITSU_LIGHT_RED;
  finding.reason = KAITSU_REASON_REJECTED;
  finding.suspects[0] = party;
  finding.n_suspects = 1;
  kaitsu_port_result_set_finding (kaitsu_result_find_port (result, port), &finding);
}

/* Whom to ask first is what the button is for: this PC before any letter. */
static void
test_this_pc_first (void)
{
  KaitsuWindow *window = fixture_open ("open");
  KaitsuFlow *flow = kaitsu_window_get_flow (window);
  KaitsuUnit *unit = kaitsu_catalogue_lookup (kaitsu_flow_get_catalogue (flow), "unit2");
  g_autoptr (KaitsuResult) result = kaitsu_result_new (unit, TRUE);
  GtkWindow *help;
  GtkWidget *page;

  suspect (result, "tcp/465", KAITSU_PARTY_PROVIDER);
  suspect (result, "tcp/443", KAITSU_PARTY_PC);
  kaitsu_result_set_verdict (result, KAITSU_VERDICT_NOT_USABLE);
  kaitsu_flow_open_result (flow, result);
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  page = kaitsu_window_get_page (window);
  g_assert_null (fixture_find_button (page, "Make the request to: The Internet provider"));
  fixture_press (page, "See how to open this PC");
  help = find_dialog (window);
  g_assert_nonnull (help);
  g_assert_true (fixture_says (GTK_WIDGET (help), "The firewall of this PC"));
  gtk_window_destroy (help);
  fixture_close (window);
}

static void
test_nobody_to_ask (void)
{
  KaitsuWindow *window = fixture_open ("open");

  save_folder = g_dir_make_tmp ("kaitsu-XXXXXX", NULL);
  kaitsu_saver_set_choose_func (
      kaitsu_report_page_get_saver (kaitsu_window_get_report_page (window)), choose);
  fixture_walk (window, KAITSU_STEP_RESULT);
  fixture_act (window, "letter");
  g_assert_cmpint (g_rmdir (save_folder), ==, 0);
  g_clear_pointer (&save_folder, g_free);
  fixture_close (window);
}

/* what the pills of a page say, top to bottom */
static void
collect_words (GtkWidget *parent, GPtrArray *words)
{
  GtkWidget *child;

  if (KAITSU_IS_PILL (parent))
    g_ptr_array_add (words, g_strdup (kaitsu_pill_get_word (KAITSU_PILL (parent))));
  for (child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_words (child, words);
}

/* Notes in @live what each pill said when its port was first done. */
static void
watch_lights (KaitsuWindow *window, GListModel *ports, GPtrArray *live)
{
  g_autoptr (GPtrArray) now = g_ptr_array_new_with_free_func (g_free);

  collect_words (kaitsu_window_get_page (window), now);
  g_assert_cmpuint (now->len, <=, live->len);
  for (guint i = 0; i < now->len; i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);

      if (kaitsu_port_result_get_state (port) == KAITSU_PORT_STATE_DONE && live->pdata[i] == NULL)
        live->pdata[i] = g_strdup (now->pdata[i]);
    }
}

/* A light that was seen in the run is the light of the result. */
static void
test_lights_stay (gconstpointer scenario)
{
  KaitsuWindow *window = fixture_open (scenario);
  KaitsuFlow *flow = kaitsu_window_get_flow (window);
  g_autoptr (GPtrArray) live = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) final = g_ptr_array_new_with_free_func (g_free);
  GListModel *ports;

  fixture_walk (window, KAITSU_STEP_CONSENT);
  kaitsu_flow_set_consent (flow, TRUE);
  kaitsu_flow_go_next (flow);
  ports = kaitsu_result_get_ports (kaitsu_run_get_result (kaitsu_flow_get_run (flow)));
  g_ptr_array_set_size (live, g_list_model_get_n_items (ports));
  while (kaitsu_flow_is_running (flow))
    {
      watch_lights (window, ports, live);
      g_main_context_iteration (NULL, TRUE);
    }
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  collect_words (kaitsu_window_get_page (window), final);
  g_assert_cmpuint (final->len, ==, live->len);
  for (guint i = 0; i < live->len; i++)
    if (live->pdata[i] != NULL)
      g_assert_cmpstr (live->pdata[i], ==, final->pdata[i]);
  fixture_close (window);
}

static void
test_retest (void)
{
  KaitsuWindow *window = fixture_open ("router-blocks-maintenance");
  KaitsuFlow *flow = kaitsu_window_get_flow (window);
  g_autoptr (KaitsuResult) before = NULL;
  GtkWidget *button;

  fixture_walk (window, KAITSU_STEP_RESULT);
  before = g_object_ref (kaitsu_flow_get_result (flow));
  button = fixture_find_button (kaitsu_window_get_page (window),
                        "_Try only the 7 ports again that did not get through");
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_mapped (button));
  fixture_act (window, "retest");
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  g_assert_true (kaitsu_flow_get_result (flow) != before);
  g_assert_true (fixture_says (kaitsu_window_get_page (window), "Since the last check"));
  g_assert_true (fixture_says (kaitsu_window_get_page (window),
                       "Nothing has changed since the last check."));
  fixture_close (window);
}

static void
test_practice (void)
{
  KaitsuWindow *window = fixture_open (NULL);
  KaitsuFlow *flow = kaitsu_window_get_flow (window);
  GActionGroup *actions = G_ACTION_GROUP (window);

  g_action_group_activate_action (actions, "practice", g_variant_new_string ("no such scene"));
  g_assert_null (kaitsu_flow_get_practice_scenario (flow));
  g_action_group_activate_action (actions, "practice", g_variant_new_string ("offline"));
  g_assert_cmpstr (kaitsu_flow_get_practice_scenario (flow), ==, "offline");
  g_action_group_activate_action (actions, "practice", g_variant_new_string (""));
  g_assert_null (kaitsu_flow_get_practice_scenario (flow));
  g_action_group_activate_action (actions, "practice", g_variant_new_string ("open"));
  fixture_walk (window, KAITSU_STEP_CONSENT);
  g_action_group_activate_action (actions, "practice", g_variant_new_string (""));
  g_assert_cmpstr (kaitsu_flow_get_practice_scenario (flow), ==, "open");
  fixture_close (window);
}

static void
test_buttons (void)
{
  KaitsuWindow *window = fixture_open ("open");
  KaitsuFlow *flow = kaitsu_window_get_flow (window);

  assert_buttons (flow, NULL, NULL, "win.next");
  fixture_walk (window, KAITSU_STEP_CONSENT);
  assert_buttons (flow, "win.back", NULL, "win.next");
  kaitsu_flow_set_consent (flow, TRUE);
  kaitsu_flow_go_next (flow);
  assert_buttons (flow, NULL, "win.stop", NULL);
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  assert_buttons (flow, "win.back", "win.again", "win.next");
  fixture_act (window, "next");
  assert_buttons (flow, "win.back", "win.again", "win.save-pdf");
  fixture_close (window);
}

static void
test_opened_practice_is_not_the_next_run (void)
{
  KaitsuWindow *window = fixture_open (NULL);
  KaitsuFlow *flow = kaitsu_window_get_flow (window);
  KaitsuUnit *unit;
  g_autoptr (KaitsuResult) practised = NULL;

  unit = kaitsu_catalogue_lookup (kaitsu_flow_get_catalogue (flow), "unit2");
  practised = kaitsu_result_new (unit, TRUE);

  g_assert_false (fixture_says (GTK_WIDGET (window), "Practice"));
  kaitsu_flow_open_result (flow, practised);
  fixture_settle ();
  g_assert_true (fixture_says (GTK_WIDGET (window), "Practice"));
  fixture_act (window, "again");
  g_assert_cmpint (get_step (window), ==, KAITSU_STEP_CONSENT);
  g_assert_false (fixture_says (GTK_WIDGET (window), "Practice"));
  fixture_act (window, "result");
  g_assert_true (fixture_says (GTK_WIDGET (window), "Practice"));
  fixture_close (window);
}

static void
test_remembers_no_other_shop (void)
{
  KaitsuWindow *window = fixture_open ("open");
  KaitsuFlow *flow = kaitsu_window_get_flow (window);
  GtkWidget *page = GTK_WIDGET (kaitsu_window_get_report_page (window));
  GtkWidget *entry = fixture_find (page, GTK_TYPE_ENTRY);
  g_autoptr (KaitsuCustomer) other = kaitsu_customer_new ();
  g_autoptr (KaitsuCustomer) remembered = NULL;
  g_autoptr (KaitsuResult) opened = NULL;

  fixture_walk (window, KAITSU_STEP_REPORT);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Hanako");
  fixture_act (window, "back");
  opened = kaitsu_result_new (kaitsu_flow_get_unit (flow), TRUE);
  g_free (other->company);
  other->company = g_strdup ("Taro");
  kaitsu_result_set_customer (opened, other);
  kaitsu_flow_open_result (flow, opened);
  fixture_act (window, "next");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Taro");
  fixture_act (window, "back");
  remembered = kaitsu_customer_store_load ();
  g_assert_cmpstr (remembered->company, ==, "Hanako");
  fixture_close (window);
}

static void
test_says_what_it_leads_to (void)
{
  KaitsuWindow *window = fixture_open ("provider-blocks-465");

  fixture_walk (window, KAITSU_STEP_RESULT);
  g_assert_true (fixture_says (kaitsu_window_get_page (window), "What will not work"));
  g_assert_true (fixture_says (kaitsu_window_get_page (window), "Alert mail cannot be issued."));
  g_assert_false (fixture_says (kaitsu_window_get_page (window), "The report cannot be used."));
  fixture_close (window);
}

static void
test_tab_passes_the_heading (void)
{
  KaitsuWindow *window = fixture_open ("open");

  fixture_walk (window, KAITSU_STEP_CONSENT);
  g_assert_true (KAITSU_IS_HEADING (gtk_window_get_focus (GTK_WINDOW (window))));
  for (guint i = 0; i < 20; i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
      g_assert_false (KAITSU_IS_HEADING (gtk_window_get_focus (GTK_WINDOW (window))));
    }
  for (guint i = 0; i < 20; i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_BACKWARD);
      g_assert_false (KAITSU_IS_HEADING (gtk_window_get_focus (GTK_WINDOW (window))));
    }
  fixture_close (window);
}

static void
test_memo_ends (void)
{
  KaitsuWindow *window = fixture_open ("open");
  GtkWidget *page = GTK_WIDGET (kaitsu_window_get_report_page (window));
  GtkWidget *memo = fixture_find (page, GTK_TYPE_TEXT_VIEW);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (memo));
  g_autofree char *flood = g_strnfill (100000, 'x');

  gtk_text_buffer_set_text (buffer, flood, -1);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 2000);
  fixture_close (window);
}

static void
test_only_one_page_is_there (void)
{
  KaitsuWindow *window = fixture_open ("open");
  GtkWidget *page;
  guint n = 0;

  fixture_walk (window, KAITSU_STEP_CONSENT);
  page = gtk_widget_get_first_child (gtk_widget_get_parent (kaitsu_window_get_page (window)));
  for (; page != NULL; page = gtk_widget_get_next_sibling (page))
    n += gtk_widget_get_visible (gtk_widget_get_first_child (page));
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Step 2 of 5 Confirm - Kaitsu");
  fixture_close (window);
}

static void
test_help (void)
{
  KaitsuWindow *window = fixture_open ("open");
  GtkWindow *help;

  fixture_act (window, "help");
  help = find_dialog (window);
  g_assert_nonnull (help);
  gtk_window_destroy (help);
  fixture_close (window);
}

int
main (int argc, char *argv[])
{
  if (!fixture_init (&argc, &argv))
    return 0;
  g_test_add_func ("/window/whole-way", test_whole_way);
  g_test_add_func ("/window/nothing-without-a-unit", test_nothing_without_a_unit);
  g_test_add_func ("/window/nothing-without-consent", test_nothing_without_consent);
  g_test_add_func ("/window/consent-is-in-sight", test_consent_is_in_sight);
  g_test_add_func ("/window/back-loses-nothing", test_back_loses_nothing);
  g_test_add_func ("/window/stop", test_stop);
  g_test_add_func ("/window/stop-is-seen-at-once", test_stop_is_seen_at_once);
  g_test_add_func ("/window/says-the-time-left", test_says_the_time_left);
  g_test_add_func ("/window/closing-asks", test_closing_asks);
  g_test_add_func ("/window/closing-stops", test_closing_stops);
  g_test_add_func ("/window/question-ends-with-the-run", test_question_ends_with_the_run);
  g_test_add_data_func ("/window/fits-the-screen/en", "en", test_fits_the_screen);
  g_test_add_data_func ("/window/fits-the-screen/ja", "ja", test_fits_the_screen);
  g_test_add_func ("/window/rows-open", test_rows_open);
  g_test_add_func ("/window/only-what-is-in-trouble", test_only_what_is_in_trouble);
  g_test_add_func ("/window/request-in-one-press", test_request_in_one_press);
  g_test_add_func ("/window/this-pc-first", test_this_pc_first);
  g_test_add_func ("/window/nobody-to-ask", test_nobody_to_ask);
  for (const KaitsuPracticeScenario *s = kaitsu_practice_list_scenarios (); s->id != NULL; s++)
    {
      g_autofree char *path = g_strconcat ("/window/lights-stay/", s->id, NULL);

      g_test_add_data_func (path, s->id, test_lights_stay);
    }
  g_test_add_func ("/window/retest", test_retest);
  g_test_add_func ("/window/practice", test_practice);
  g_test_add_func ("/window/buttons", test_buttons);
  g_test_add_func ("/window/only-one-page-is-there", test_only_one_page_is_there);
  g_test_add_func ("/window/opened-practice-is-not-the-next-run",
                   test_opened_practice_is_not_the_next_run);
  g_test_add_func ("/window/remembers-no-other-shop", test_remembers_no_other_shop);
  g_test_add_func ("/window/says-what-it-leads-to", test_says_what_it_leads_to);
  g_test_add_func ("/window/tab-passes-the-heading", test_tab_passes_the_heading);
  g_test_add_func ("/window/memo-ends", test_memo_ends);
  g_test_add_func ("/window/help", test_help);
  return g_test_run ();
}
