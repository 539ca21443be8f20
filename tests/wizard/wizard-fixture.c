/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "wizard-fixture.h"

#include "kaitsu-i18n.h"
#include "kaitsu-own-font.h"
#include "kaitsu-port-row.h"
#include "kaitsu-practice-net.h"

/* Only guards against waiting for ever; no test passes or fails by it. */
#define PATIENCE_SECONDS 90

static KaitsuNet *
create_net (const char *scenario, KaitsuTargets *targets, GError **error)
{
  return kaitsu_practice_net_new_with_targets (scenario, targets, error);
}

KaitsuFlow *
fixture_new_flow (const char *scenario)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_builtin ();

  return kaitsu_flow_new (catalogue, targets, create_net, scenario);
}

KaitsuWindow *
fixture_open (const char *scenario)
{
  g_autoptr (KaitsuFlow) flow = fixture_new_flow (scenario);
  GtkWidget *window = kaitsu_window_new (NULL, flow);

  gtk_window_present (GTK_WINDOW (window));
  fixture_settle ();
  return KAITSU_WINDOW (window);
}

void
fixture_settle (void)
{
  gint64 end = g_get_monotonic_time () + 50 * 1000;

  while (g_get_monotonic_time () < end || g_main_context_pending (NULL))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

/* Destroyed means gone: whoever still holds the window or its flow would
 * also get called back by a run that nobody sees. */
void
fixture_close (KaitsuWindow *window)
{
  KaitsuFlow *flow = kaitsu_window_get_flow (window);
  gpointer weak_window = window;
  gpointer weak_flow = flow;

  g_object_add_weak_pointer (G_OBJECT (window), &weak_window);
  g_object_add_weak_pointer (G_OBJECT (flow), &weak_flow);
  gtk_window_destroy (GTK_WINDOW (window));
  fixture_settle ();
  g_assert_null (weak_window);
  g_assert_null (weak_flow);
}

void
fixture_choose_unit (KaitsuWindow *window, const char *id)
{
  KaitsuFlow *flow = kaitsu_window_get_flow (window);
  KaitsuUnit *unit = kaitsu_catalogue_lookup (kaitsu_flow_get_catalogue (flow), id);

  g_assert_nonnull (unit);
  kaitsu_flow_set_unit (flow, unit);
}

void
fixture_act (KaitsuWindow *window, const char *action)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), action));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, NULL);
  fixture_settle ();
}

static guint
count_rows (GtkWidget *parent)
{
  guint n = KAITSU_IS_PORT_ROW (parent);

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);
  return n;
}

/* The rows come one by one, frame by frame. */
static void
await_rows (KaitsuWindow *window)
{
  KaitsuResult *result = kaitsu_flow_get_result (kaitsu_window_get_flow (window));
  guint n = g_list_model_get_n_items (kaitsu_result_get_ports (result));

  while (count_rows (kaitsu_window_get_page (window)) < n)
    g_main_context_iteration (NULL, TRUE);
  fixture_settle ();
}

void
fixture_wait_for (KaitsuWindow *window, KaitsuStep step)
{
  KaitsuFlow *flow = kaitsu_window_get_flow (window);
  gint64 end = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;

  while (kaitsu_flow_get_step (flow) != step && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, step);
  fixture_settle ();
  if (step == KAITSU_STEP_RESULT)
    await_rows (window);
}

void
fixture_walk (KaitsuWindow *window, KaitsuStep step)
{
  if (step == KAITSU_STEP_UNIT)
    return;
  fixture_choose_unit (window, "unit2");
  fixture_act (window, "next");
  if (step == KAITSU_STEP_CONSENT)
    return;
  kaitsu_flow_set_consent (kaitsu_window_get_flow (window), TRUE);
  fixture_act (window, "next");
  if (step == KAITSU_STEP_RUN)
    return;
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  if (step == KAITSU_STEP_REPORT)
    fixture_act (window, "next");
}

GtkWidget *
fixture_find (GtkWidget *parent, GType type)
{
  GtkWidget *child;

  if (g_type_is_a (G_OBJECT_TYPE (parent), type))
    return parent;
  for (child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = fixture_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
fixture_find_button (GtkWidget *widget, const char *label)
{
  GtkWidget *child;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = fixture_find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
fixture_says (GtkWidget *widget, const char *text)
{
  GtkWidget *child;

  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text))
    return gtk_widget_get_mapped (widget);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (fixture_says (child, text))
      return TRUE;
  return FALSE;
}

void
fixture_press (GtkWidget *parent, const char *label)
{
  GtkWidget *button = fixture_find_button (parent, label);

  g_assert_nonnull (button);
  /* not gtk_widget_activate(): that shows the button pressed for a while first */
  g_signal_emit_by_name (button, "clicked");
  fixture_settle ();
}

/* Not gtk_test_init(): on newer GTK it warns about locales that are not
 * installed, and warnings are fatal here. */
gboolean
fixture_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gtk_disable_setlocale ();
  kaitsu_i18n_init ("en");
  kaitsu_own_font_load ();
  if (gtk_init_check ())
    return TRUE;
  g_print ("1..0 # SKIP there is no display\n");
  return FALSE;
}
