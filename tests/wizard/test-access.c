/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

/* What holds on every page, in both languages: targets that a finger hits,
 * letters that mean one thing, a focus that is somewhere, stillness on wish. */

#include "config.h"

#include "wizard-fixture.h"

#include <string.h>

#include "kaitsu-heading.h"
#include "kaitsu-i18n.h"
#include "kaitsu-path-view.h"
#include "kaitsu-theme.h"
#include "kaitsu-traffic.h"

/* pixels, of a finger; the issue's own measure */
#define TARGET 40
#define STILL_MS 400

typedef void (*Look) (GtkWidget *root, const char *where);

/* Whatever can be pressed or written into. */
static gboolean
is_target (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_ENTRY (widget)
         || GTK_IS_TEXT_VIEW (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget)
         || GTK_IS_LIST_BOX_ROW (widget);
}

static void
check_targets (GtkWidget *widget, const char *where)
{
  if (!gtk_widget_get_mapped (widget) || GTK_IS_POPOVER (widget))
    return;
  if (is_target (widget))
    {
      int width = gtk_widget_get_allocated_width (widget);
      int height = gtk_widget_get_allocated_height (widget);

      if (width < TARGET || height < TARGET)
        {
          g_test_message ("%s: %s is %d x %d", where, G_OBJECT_TYPE_NAME (widget), width, height);
          g_test_fail ();
        }
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_targets (child, where);
}

/* The letter after the underscore, of a button's or a label's text. */
static gunichar
get_letter (GtkWidget *widget)
{
  const char *text = NULL;
  const char *mark;

  if (GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget)))
    text = gtk_button_get_label (GTK_BUTTON (widget));
  else if (GTK_IS_CHECK_BUTTON (widget) && gtk_check_button_get_use_underline (GTK_CHECK_BUTTON (widget)))
    text = gtk_check_button_get_label (GTK_CHECK_BUTTON (widget));
  else if (GTK_IS_LABEL (widget) && gtk_label_get_use_underline (GTK_LABEL (widget)))
    text = gtk_label_get_label (GTK_LABEL (widget));
  mark = text != NULL ? strchr (text, '_') : NULL;
  return mark != NULL ? g_unichar_tolower (g_utf8_get_char (mark + 1)) : 0;
}

static void
collect_letters (GtkWidget *widget, GHashTable *letters, const char *where)
{
  gunichar letter = get_letter (widget);

  if (!gtk_widget_get_mapped (widget) || GTK_IS_POPOVER (widget))
    return;
  if (letter != 0)
    {
      if (!g_hash_table_add (letters, GUINT_TO_POINTER (letter)))
        {
          g_test_message ("%s: Alt+%c means two things", where, (int) letter);
          g_test_fail ();
        }
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_letters (child, letters, where);
}

static void
check_letters (GtkWidget *root, const char *where)
{
  g_autoptr (GHashTable) letters = g_hash_table_new (NULL, NULL);

  collect_letters (root, letters, where);
}

/* It begins at the heading or at the first thing to choose, and Tab always
 * leads on to something that takes keys. */
static void
check_focus (GtkWidget *root, const char *where)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (root));

  g_test_message ("%s: the focus is on %s", where,
                  focus != NULL ? G_OBJECT_TYPE_NAME (focus) : "nothing");
  g_assert_nonnull (focus);
  g_assert_true (KAITSU_IS_HEADING (focus) || is_target (focus));
  g_assert_true (gtk_widget_get_mapped (focus));
  for (guint i = 0; i < 8; i++)
    {
      gtk_widget_child_focus (root, GTK_DIR_TAB_FORWARD);
      focus = gtk_root_get_focus (GTK_ROOT (root));
      g_assert_nonnull (focus);
      g_assert_true (gtk_widget_get_mapped (focus));
    }
}

static GtkWidget *
find_child_window (KaitsuWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_transient_for (other) == GTK_WINDOW (window))
        return GTK_WIDGET (other);
    }
  return NULL;
}

static void
look_at_children (KaitsuWindow *window, Look look)
{
  static const char *const actions[] = { "help", "history" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GtkWidget *child;

      fixture_act (window, actions[i]);
      child = find_child_window (window);
      g_assert_nonnull (child);
      look (child, actions[i]);
      gtk_window_destroy (GTK_WINDOW (child));
      fixture_settle ();
    }
}

/* A check that is on for longer than it takes to look at it. */
static void
look_at_run (Look look)
{
  KaitsuWindow *window = fixture_open ("silent-log");

  fixture_walk (window, KAITSU_STEP_RUN);
  look (GTK_WIDGET (window), "run");
  fixture_act (window, "stop");
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  fixture_close (window);
}

/* All five pages, of a check with red ports, then help and history. */
static void
look_everywhere (const char *language, Look look)
{
  KaitsuWindow *window;
  KaitsuFlow *flow;

  kaitsu_i18n_set_language (language);
  look_at_run (look);
  window = fixture_open ("router-blocks-maintenance");
  flow = kaitsu_window_get_flow (window);
  look (GTK_WIDGET (window), "model");
  fixture_walk (window, KAITSU_STEP_CONSENT);
  fixture_act (window, "next");
  look (GTK_WIDGET (window), "consent");
  kaitsu_flow_set_consent (flow, TRUE);
  fixture_act (window, "next");
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  look (GTK_WIDGET (window), "result");
  fixture_act (window, "next");
  look (GTK_WIDGET (window), "report");
  look_at_children (window, look);
  fixture_close (window);
  kaitsu_i18n_set_language ("en");
}

static const struct
{
  const char *name;
  Look look;
} looks[] = {
  { "targets", check_targets },
  { "letters", check_letters },
  { "focus", check_focus },
};

static void
test_english (gconstpointer data)
{
  look_everywhere ("en", looks[GPOINTER_TO_UINT (data)].look);
}

static void
test_japanese (gconstpointer data)
{
  look_everywhere ("ja", looks[GPOINTER_TO_UINT (data)].look);
}

static void
check_fit (GtkWidget *root, const char *where)
{
  int width;
  int height;

  gtk_widget_measure (root, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (root, GTK_ORIENTATION_VERTICAL, 1024, &height, NULL, NULL, NULL);
  g_test_message ("%s: at least %d x %d", where, width, height);
  g_assert_cmpint (width, <=, 1024);
  g_assert_cmpint (height, <=, 600);
}

/* Help and history, too, fit the smallest screen at every size of text. */
static void
test_children_fit (gconstpointer language)
{
  g_autoptr (KaitsuTheme) theme = kaitsu_theme_new (gdk_display_get_default ());
  KaitsuWindow *window;

  kaitsu_i18n_set_language (language);
  window = fixture_open ("open");
  for (guint percent = 100; percent <= 200; percent += 50)
    {
      kaitsu_theme_set_text_size (theme, percent);
      fixture_settle ();
      look_at_children (window, check_fit);
    }
  kaitsu_theme_set_text_size (theme, 100);
  fixture_close (window);
  kaitsu_i18n_set_language ("en");
}

static void
count_frame_cb (GdkFrameClock *clock, guint *n)
{
  (*n)++;
}

static guint
count_frames (GtkWidget *window)
{
  gint64 end;
  guint n = 0;
  gulong handler;

  fixture_settle ();
  handler = g_signal_connect (gtk_widget_get_frame_clock (window), "paint",
                              G_CALLBACK (count_frame_cb), &n);
  end = g_get_monotonic_time () + STILL_MS * 1000;
  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_signal_handler_disconnect (gtk_widget_get_frame_clock (window), handler);
  return n;
}

/* The picture of a run that is on: no frame is drawn of it where nothing may
 * move, and the wish is heard while it moves. */
static void
test_still (void)
{
  g_autoptr (KaitsuFlow) flow = fixture_new_flow ("open");
  KaitsuUnit *unit = kaitsu_catalogue_lookup (kaitsu_flow_get_catalogue (flow), "unit2");
  g_autoptr (KaitsuResult) result = kaitsu_result_new (unit, TRUE);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *path = g_object_new (KAITSU_TYPE_PATH_VIEW, NULL);

  kaitsu_path_view_show (KAITSU_PATH_VIEW (path), result, TRUE);
  gtk_box_append (GTK_BOX (box), path);
  gtk_box_append (GTK_BOX (box), g_object_new (KAITSU_TYPE_TRAFFIC, NULL));
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  g_assert_cmpuint (count_frames (window), >, 0);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_assert_cmpuint (count_frames (window), ==, 0);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  g_assert_cmpuint (count_frames (window), >, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  g_autoptr (KaitsuTheme) theme = NULL;

  if (!fixture_init (&argc, &argv))
    return 0;
  theme = kaitsu_theme_new (gdk_display_get_default ());
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autofree char *english = g_strdup_printf ("/access/%s/en", looks[i].name);
      g_autofree char *japanese = g_strdup_printf ("/access/%s/ja", looks[i].name);

      g_test_add_data_func (english, GUINT_TO_POINTER (i), test_english);
      g_test_add_data_func (japanese, GUINT_TO_POINTER (i), test_japanese);
    }
  g_test_add_data_func ("/access/children-fit/en", "en", test_children_fit);
  g_test_add_data_func ("/access/children-fit/ja", "ja", test_children_fit);
  g_test_add_func ("/access/still", test_still);
  return g_test_run ();
}
