/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "wizard-fixture.h"

#include "kaitsu-clamp.h"
#include "kaitsu-columns.h"
#include "kaitsu-compat.h"
#include "kaitsu-consent-page.h"
#include "kaitsu-gradual.h"
#include "kaitsu-heading.h"
#include "kaitsu-keys.h"
#include "kaitsu-line.h"
#include "kaitsu-path-view.h"
#include "kaitsu-phrases.h"
#include "kaitsu-pill.h"
#include "kaitsu-port-row.h"
#include "kaitsu-port-tile.h"
#include "kaitsu-result-page.h"
#include "kaitsu-run-page.h"
#include "kaitsu-stepper.h"
#include "kaitsu-text-label.h"
#include "kaitsu-theme.h"
#include "kaitsu-traffic.h"
#include "kaitsu-unit-card.h"
#include "kaitsu-unit-page.h"

static const char *const tcp_services[] = { "license", NULL };

static KaitsuPortResult *
new_port (KaitsuLight light, KaitsuReason reason)
{
  KaitsuPort port = { KAITSU_PROTOCOL_TCP, 443 };
  KaitsuPortResult *result;
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

  result = kaitsu_port_result_new (port, KAITSU_ROLE_REQUIRED, tcp_services);
  finding.light = light;
  finding.reason = reason;
  kaitsu_port_result_set_finding (result, &finding);
  return result;
}

static KaitsuResult *
new_result (void)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();

  return kaitsu_result_new (kaitsu_catalogue_lookup (catalogue, "unit2"), FALSE);
}

static void
assert_finalizes (GtkWidget *widget)
{
  g_object_ref_sink (widget);
  g_assert_finalize_object (G_OBJECT (widget));
}

static GtkWidget *
new_columns (guint n)
{
  GtkWidget *columns = g_object_new (KAITSU_TYPE_COLUMNS, NULL);

  for (guint i = 0; i < n; i++)
    gtk_widget_set_parent (g_object_new (GTK_TYPE_LABEL, "label", "x", "height-request", 50, NULL),
                           columns);
  return columns;
}

static int
get_height (GtkWidget *widget, int width)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
test_columns_stack (void)
{
  GtkWidget *two = g_object_ref_sink (new_columns (2));
  GtkWidget *three = g_object_ref_sink (new_columns (3));
  GtkWidget *last = gtk_widget_get_last_child (three);
  int width;

  g_assert_cmpint (get_height (two, 900), ==, 50);
  g_assert_cmpint (get_height (two, 300), >, 100);
  g_assert_cmpint (get_height (three, 900), ==, get_height (two, 300));
  gtk_widget_measure (three, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <, 100);
  gtk_widget_allocate (three, 900, get_height (three, 900), -1, NULL);
  g_assert_cmpint (gtk_widget_get_allocated_width (gtk_widget_get_first_child (three)), <, 450);
  g_assert_cmpint (gtk_widget_get_allocated_width (last), ==, 900);
  gtk_widget_set_visible (last, FALSE);
  g_assert_cmpint (get_height (three, 900), ==, 50);
  g_assert_finalize_object (G_OBJECT (two));
  g_assert_finalize_object (G_OBJECT (three));
}

static GtkWidget *
new_text_line (const char *text)
{
  GtkWidget *line = kaitsu_line_new (1);
  GtkWidget *words = kaitsu_text_label_new (text, "detail");

  gtk_widget_set_hexpand (words, TRUE);
  kaitsu_line_append (KAITSU_LINE (line), gtk_label_new ("mark"));
  kaitsu_line_append (KAITSU_LINE (line), words);
  kaitsu_line_append (KAITSU_LINE (line), gtk_label_new ("hidden"));
  gtk_widget_set_visible (gtk_widget_get_last_child (line), FALSE);
  return line;
}

/* One below the other where there is no room for what all of them like. */
static void
test_line_stacks (void)
{
  GtkWidget *line = g_object_new (KAITSU_TYPE_LINE, "gap", 0.0, "stacks", TRUE, NULL);
  GtkAllocation last;
  int narrow;
  int natural;

  g_object_ref_sink (line);
  for (guint i = 0; i < 2; i++)
    kaitsu_line_append (KAITSU_LINE (line), gtk_label_new ("as wide as this"));
  gtk_widget_measure (line, GTK_ORIENTATION_HORIZONTAL, -1, &narrow, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 2 * narrow);
  g_assert_cmpint (get_height (line, natural - 1), ==, 2 * get_height (line, natural));
  gtk_widget_allocate (line, narrow, get_height (line, narrow), -1, NULL);
  gtk_widget_get_allocation (gtk_widget_get_last_child (line), &last);
  g_assert_cmpint (last.x, ==, 0);
  g_assert_cmpint (last.y, ==, last.height);
  gtk_widget_allocate (line, natural, get_height (line, natural), -1, NULL);
  gtk_widget_get_allocation (gtk_widget_get_last_child (line), &last);
  g_assert_cmpint (last.x, ==, narrow);
  g_assert_cmpint (last.y, ==, 0);
  g_assert_finalize_object (G_OBJECT (line));
}

static GtkWidget *
new_key (int height)
{
  return g_object_new (GTK_TYPE_BUTTON, "height-request", height, "valign", GTK_ALIGN_CENTER, NULL);
}

/* Tab takes them as they stand, also where the second is half a pixel higher
 * than the first. */
static void
test_line_in_order (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *line = kaitsu_line_new (1);
  GtkWidget *first = new_key (81);
  GtkWidget *second = new_key (80);

  kaitsu_line_append (KAITSU_LINE (line), first);
  kaitsu_line_append (KAITSU_LINE (line), second);
  gtk_widget_set_size_request (line, -1, 101);
  gtk_window_set_child (GTK_WINDOW (window), line);
  gtk_window_present (GTK_WINDOW (window));
  fixture_settle ();
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (gtk_widget_child_focus (line, GTK_DIR_TAB_FORWARD));
      g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == (i == 0 ? first : second));
    }
  g_assert_false (gtk_widget_child_focus (line, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_child_focus (line, GTK_DIR_TAB_BACKWARD));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == first);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The label of a template keeps words with a hyphen whole, whatever it says. */
static void
test_label_keeps_words (void)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, NULL);
  int without;
  int with;

  gtk_box_append (GTK_BOX (box), label);
  gtk_label_set_label (GTK_LABEL (label), "HOME-UNIT4L");
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &without, NULL, NULL, NULL);
  gtk_label_set_label (GTK_LABEL (label), "");
  kaitsu_text_label_adopt (box);
  gtk_label_set_label (GTK_LABEL (label), "HOME-UNIT4L");
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &with, NULL, NULL, NULL);
  g_assert_cmpint (with, >, 2 * without);
  g_assert_finalize_object (G_OBJECT (box));
}

/* What does not break keeps its width, the text gets the rest and breaks. */
static void
test_line_gives_the_rest (void)
{
  GtkWidget *line = g_object_ref_sink (new_text_line ("many words that break where they must"));
  GtkWidget *mark = gtk_widget_get_first_child (line);
  GtkWidget *words = gtk_widget_get_next_sibling (mark);
  int least;
  int mark_width;

  gtk_widget_measure (line, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (mark, GTK_ORIENTATION_HORIZONTAL, -1, &mark_width, NULL, NULL, NULL);
  g_assert_cmpint (least, >, mark_width);
  g_assert_cmpint (get_height (line, least), >, get_height (line, 900));
  gtk_widget_allocate (line, 900, get_height (line, 900), -1, NULL);
  g_assert_cmpint (gtk_widget_get_allocated_width (mark), ==, mark_width);
  g_assert_cmpint (gtk_widget_get_allocated_width (words), >, 800);
  g_assert_cmpint (gtk_widget_get_allocated_width (words), <, 900 - mark_width);
  g_assert_finalize_object (G_OBJECT (line));
}

static void
count_cb (GListModel *model, guint at, guint removed, guint added, guint *most)
{
  *most = MAX (*most, added);
}

/* Few more in each frame, until all are there. */
static void
test_gradual (void)
{
  const char *const strings[] = { "a", "b", "c", "d", "e", NULL };
  g_autoptr (GtkStringList) all = gtk_string_list_new (strings);
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GListModel) shown = kaitsu_gradual_new (window, G_LIST_MODEL (all));
  guint most = 0;

  g_signal_connect (shown, "items-changed", G_CALLBACK (count_cb), &most);
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 0);
  gtk_window_present (GTK_WINDOW (window));
  while (g_list_model_get_n_items (shown) < 5)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (most, <=, 3);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (g_steal_pointer (&shown));
}

static void
test_new_destroy (void)
{
  g_autoptr (KaitsuResult) result = new_result ();
  g_autoptr (KaitsuPortResult) port = new_port (KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED);
  KaitsuUnit *unit = kaitsu_result_get_unit (result);

  assert_finalizes (g_object_new (KAITSU_TYPE_CLAMP, "child", gtk_label_new ("x"), NULL));
  assert_finalizes (new_columns (2));
  assert_finalizes (new_text_line ("x"));
  assert_finalizes (g_object_new (KAITSU_TYPE_TRAFFIC, NULL));
  assert_finalizes (g_object_new (KAITSU_TYPE_PATH_VIEW, NULL));
  assert_finalizes (g_object_new (KAITSU_TYPE_HEADING, "label", "x", NULL));
  assert_finalizes (g_object_new (KAITSU_TYPE_PILL, "port", port, NULL));
  assert_finalizes (g_object_new (KAITSU_TYPE_STEPPER, "step", 2, NULL));
  assert_finalizes (kaitsu_unit_card_new (unit, "a", "b", GTK_ORIENTATION_VERTICAL));
  assert_finalizes (kaitsu_port_tile_new (result, port));
  assert_finalizes (kaitsu_port_row_new (result, port));
}

static void
test_pages_new_destroy (void)
{
  const GType types[] = { KAITSU_TYPE_UNIT_PAGE, KAITSU_TYPE_CONSENT_PAGE, KAITSU_TYPE_RUN_PAGE,
                          KAITSU_TYPE_RESULT_PAGE, KAITSU_TYPE_REPORT_PAGE };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (KaitsuFlow) flow = fixture_new_flow ("open");
      GtkWidget *bare = g_object_new (types[i], NULL);
      GtkWidget *bound = g_object_new (types[i], NULL);

      assert_finalizes (bare);
      g_object_ref_sink (bound);
      kaitsu_page_set_flow (KAITSU_PAGE (bound), flow);
      g_assert_finalize_object (G_OBJECT (bound));
      g_assert_finalize_object (G_OBJECT (g_steal_pointer (&flow)));
    }
}

static void
assert_pill (KaitsuLight light, KaitsuReason reason, const char *word, const char *style)
{
  g_autoptr (KaitsuPortResult) port = new_port (light, reason);
  g_autoptr (KaitsuPill) pill = NULL;

  kaitsu_port_result_set_state (port, KAITSU_PORT_STATE_DONE);
  pill = g_object_ref_sink (g_object_new (KAITSU_TYPE_PILL, "port", port, NULL));
  g_assert_cmpstr (kaitsu_pill_get_word (pill), ==, word);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (pill), style));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (pill), GTK_ACCESSIBLE_PROPERTY_LABEL, word);
}

static void
test_pill_words (void)
{
  assert_pill (KAITSU_LIGHT_GREEN, KAITSU_REASON_ANSWERED, "Gets through", "good");
  assert_pill (KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED, "Blocked", "bad");
  assert_pill (KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE, "Not certain", "unknown");
  assert_pill (KAITSU_LIGHT_YELLOW, KAITSU_REASON_NOT_PERMITTED, "Not certain", "unknown");
  assert_pill (KAITSU_LIGHT_YELLOW, KAITSU_REASON_INTERCEPTED, "Caution", "unknown");
  assert_pill (KAITSU_LIGHT_YELLOW, KAITSU_REASON_PARTIAL, "Caution", "unknown");
  assert_pill (KAITSU_LIGHT_NONE, KAITSU_REASON_STOPPED, "Not checked", "idle");
}

static void
test_pill_follows (void)
{
  g_autoptr (KaitsuPortResult) port = new_port (KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED);
  g_autoptr (KaitsuPill) pill = NULL;

  pill = g_object_ref_sink (g_object_new (KAITSU_TYPE_PILL, "port", port, NULL));
  g_assert_cmpstr (kaitsu_pill_get_word (pill), ==, "Waiting");
  kaitsu_port_result_set_state (port, KAITSU_PORT_STATE_RUNNING);
  g_assert_cmpstr (kaitsu_pill_get_word (pill), ==, "Checking");
  kaitsu_port_result_set_state (port, KAITSU_PORT_STATE_DONE);
  g_assert_cmpstr (kaitsu_pill_get_word (pill), ==, "Blocked");
  kaitsu_pill_set_port (pill, NULL);
  kaitsu_port_result_set_state (port, KAITSU_PORT_STATE_WAITING);
  g_assert_cmpstr (kaitsu_pill_get_word (pill), ==, "Blocked");
}

static void
test_card_is_a_radio_button (void)
{
  g_autoptr (KaitsuResult) result = new_result ();
  GtkWidget *card = kaitsu_unit_card_new (kaitsu_result_get_unit (result), "HOME-UNIT2", "caption",
                                          GTK_ORIENTATION_HORIZONTAL);

  g_object_ref_sink (card);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_ROLE_RADIO);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "HOME-UNIT2");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_STATE_CHECKED,
                                    GTK_ACCESSIBLE_TRISTATE_FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (card), TRUE);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_STATE_CHECKED,
                                    GTK_ACCESSIBLE_TRISTATE_TRUE);
  g_object_unref (card);
}

static void
test_row_opens (void)
{
  g_autoptr (KaitsuResult) result = new_result ();
  g_autoptr (KaitsuPortResult) port = new_port (KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED);
  KaitsuPortRow *row = KAITSU_PORT_ROW (kaitsu_port_row_new (result, port));
  GtkWidget *more;

  g_object_ref_sink (row);
  more = fixture_find (GTK_WIDGET (row), GTK_TYPE_TOGGLE_BUTTON);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Details of TCP 443");
  g_assert_false (kaitsu_port_row_get_open (row));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (more), TRUE);
  g_assert_true (kaitsu_port_row_get_open (row));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  kaitsu_port_row_set_open (row, FALSE);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (more)));
  g_object_unref (row);
}

/* The picture says in words what it shows, and grows with what it shows. */
static void
test_path_view (void)
{
  KaitsuPathView *view = g_object_ref_sink (g_object_new (KAITSU_TYPE_PATH_VIEW, NULL));
  GtkWidget *widget = GTK_WIDGET (view);
  g_autoptr (KaitsuResult) result = new_result ();
  int places;

  g_assert_cmpint (get_height (widget, 600), ==, 0);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_ROLE_IMG);
  kaitsu_path_view_show (view, result, TRUE);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "The way to the other side: This PC → Shop's router → Provider → Other side");
  places = get_height (widget, 600);
  g_assert_cmpint (places, >, 0);
  kaitsu_path_view_show (view, result, FALSE);
  g_assert_cmpint (get_height (widget, 600), >, places);
  g_assert_finalize_object (G_OBJECT (view));
}

static void
assert_phrases (const char *text, const char *expected)
{
  g_autofree char *split = kaitsu_phrases_split (text);
  g_auto (GStrv) phrases = g_strsplit (split, "\xe2\x80\x8b", -1);
  g_autofree char *shown = g_strjoinv ("|", phrases);

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_phrases (void)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

  assert_phrases ("", "");
  assert_phrases ("Which model?", "Which model?");
  assert_phrases ("この機種は使えます。", "この|機種は|使えます。");
  assert_phrases ("『サービスをご利用いただけません』", "『サービスを|ご利用いただけません』");
  assert_phrases ("お店のルーター、または「プロバイダ」に", "お店の|ルーター、|または|「プロバイダ」に");
  kaitsu_phrases_set_label (GTK_LABEL (label), "この機種は使えます。");
  g_assert_nonnull (gtk_label_get_attributes (GTK_LABEL (label)));
  g_object_unref (label);
}

static void
test_heading (void)
{
  GtkWidget *heading = g_object_new (KAITSU_TYPE_HEADING, "label", "Result", NULL);

  g_object_ref_sink (heading);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_ROLE_HEADING);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Result");
  g_object_unref (heading);
}

static void
test_theme_follows_the_desktop (void)
{
  g_autoptr (KaitsuTheme) theme = kaitsu_theme_new (gdk_display_get_default ());
  GtkSettings *settings = gtk_settings_get_default ();

  g_assert_cmpstr (kaitsu_theme_get_palette (theme), ==, "light");
  kaitsu_compat_set_dark (settings, TRUE);
  g_assert_cmpstr (kaitsu_theme_get_palette (theme), ==, "dark");
  g_object_set (settings, "gtk-theme-name", "Default-hc", NULL);
  g_assert_cmpstr (kaitsu_theme_get_palette (theme), ==, "hc-dark");
  kaitsu_compat_set_dark (settings, FALSE);
  g_assert_cmpstr (kaitsu_theme_get_palette (theme), ==, "hc-light");
  g_object_set (settings, "gtk-theme-name", "Default", NULL);
  g_assert_cmpstr (kaitsu_theme_get_palette (theme), ==, "light");
  fixture_settle ();
}

/* A portal that says what the desktop prefers, as portals do: wrapped twice. */
static void
portal_call_cb (GDBusConnection *bus,
                const char *sender,
                const char *path,
                const char *interface,
                const char *method,
                GVariant *parameters,
                GDBusMethodInvocation *invocation,
                gpointer data)
{
  g_dbus_method_invocation_return_value (
      invocation, g_variant_new ("(v)", g_variant_new_variant (g_variant_new_uint32 (1))));
}

static void
wait_for_palette (KaitsuTheme *theme, const char *name)
{
  while (!g_str_equal (kaitsu_theme_get_palette (theme), name))
    g_main_context_iteration (NULL, TRUE);
}

static guint
own_portal (GDBusConnection *bus)
{
  static const GDBusInterfaceVTable table = { portal_call_cb, NULL, NULL, { 0 } };
  g_autoptr (GDBusNodeInfo) node = NULL;
  g_autoptr (GVariant) reply = NULL;
  guint id;

  node = g_dbus_node_info_new_for_xml (
      "<node><interface name='org.freedesktop.portal.Settings'><method name='Read'>"
      "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
      "<arg type='v' direction='out'/></method></interface></node>",
      NULL);
  id = g_dbus_connection_register_object (bus, "/org/freedesktop/portal/desktop",
                                          node->interfaces[0], &table, NULL, NULL, NULL);
  reply = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
      g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 4), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
      NULL, NULL);
  g_assert_nonnull (reply);
  return id;
}

static void
test_theme_follows_the_portal (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (KaitsuTheme) theme = NULL;
  guint id;

  g_assert_nonnull (bus);
  id = own_portal (bus);
  theme = kaitsu_theme_new (gdk_display_get_default ());
  g_assert_cmpstr (kaitsu_theme_get_palette (theme), ==, "light");
  wait_for_palette (theme, "dark");
  g_dbus_connection_emit_signal (bus, NULL, "/org/freedesktop/portal/desktop",
                                 "org.freedesktop.portal.Settings", "SettingChanged",
                                 g_variant_new ("(ssv)", "org.freedesktop.appearance",
                                                "color-scheme", g_variant_new_uint32 (2)),
                                 NULL);
  wait_for_palette (theme, "light");
  g_dbus_connection_unregister_object (bus, id);
  fixture_settle ();
}

/* Where it stands among its siblings, counted from the top. */
static guint
get_place (GtkWidget *card)
{
  guint n = 0;

  while ((card = gtk_widget_get_prev_sibling (card)) != NULL)
    n++;
  return n;
}

/* What to do about a sign-in page stands in a notice: that comes before the
 * picture, which says nothing then. */
static void
test_notices_before_picture (void)
{
  KaitsuWindow *window = fixture_open ("captive-portal");
  GtkWidget *picture;
  GtkWidget *notices;

  fixture_walk (window, KAITSU_STEP_RESULT);
  picture = fixture_find (kaitsu_window_get_page (window), KAITSU_TYPE_PATH_VIEW);
  picture = gtk_widget_get_parent (picture);
  notices = gtk_widget_get_first_child (gtk_widget_get_parent (picture));
  while (notices != NULL && !fixture_says (notices, "What we noticed about the line"))
    notices = gtk_widget_get_next_sibling (notices);
  g_assert_nonnull (notices);
  g_assert_cmpuint (get_place (notices), <, get_place (picture));
  fixture_close (window);
}

/* Whatever has a key is there to be done, and every key is told of. */
static void
test_keys (void)
{
  g_autoptr (GtkApplication) application = gtk_application_new (NULL, 0);
  KaitsuWindow *window = fixture_open ("open");
  GtkWidget *list = kaitsu_keys_list_new ();
  GtkWidget *shown = gtk_window_new ();
  GtkWidget *row = gtk_widget_get_first_child (list);
  g_auto (GStrv) actions = NULL;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  kaitsu_keys_install (application);
  actions = gtk_application_list_action_descriptions (application);
  g_assert_cmpuint (g_strv_length (actions), ==, 7);
  for (guint i = 0; actions[i] != NULL; i++)
    if (g_str_has_prefix (actions[i], "win."))
      g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), actions[i] + 4));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Enter: Go on");
  gtk_window_set_child (GTK_WINDOW (shown), list);
  gtk_window_present (GTK_WINDOW (shown));
  fixture_settle ();
  g_assert_true (fixture_says (list, "Ctrl+?"));
  gtk_window_destroy (GTK_WINDOW (shown));
  fixture_close (window);
}

/* A program that was built and not installed shows itself, too: GTK looks for
 * icons below the application's own path. */
static void
test_icon (void)
{
  g_autoptr (GtkApplication) application = gtk_application_new (KAITSU_APP_ID, 0);
  const char *base = g_application_get_resource_base_path (G_APPLICATION (application));
  g_autofree char *path
      = g_strconcat (base, "/icons/scalable/apps/" KAITSU_APP_ID ".svg", NULL);

  g_assert_true (g_resources_get_info (path, 0, NULL, NULL, NULL));
}

int
main (int argc, char *argv[])
{
  if (!fixture_init (&argc, &argv))
    return 0;
  g_test_add_func ("/widgets/new-destroy", test_new_destroy);
  g_test_add_func ("/widgets/pages-new-destroy", test_pages_new_destroy);
  g_test_add_func ("/widgets/columns-stack", test_columns_stack);
  g_test_add_func ("/widgets/line-gives-the-rest", test_line_gives_the_rest);
  g_test_add_func ("/widgets/gradual", test_gradual);
  g_test_add_func ("/widgets/pill-words", test_pill_words);
  g_test_add_func ("/widgets/pill-follows", test_pill_follows);
  g_test_add_func ("/widgets/card-is-a-radio-button", test_card_is_a_radio_button);
  g_test_add_func ("/widgets/row-opens", test_row_opens);
  g_test_add_func ("/widgets/path-view", test_path_view);
  g_test_add_func ("/widgets/heading", test_heading);
  g_test_add_func ("/widgets/phrases", test_phrases);
  g_test_add_func ("/widgets/theme-follows-the-desktop", test_theme_follows_the_desktop);
  g_test_add_func ("/widgets/theme-follows-the-portal", test_theme_follows_the_portal);
  g_test_add_func ("/widgets/line-stacks", test_line_stacks);
  g_test_add_func ("/widgets/line-in-order", test_line_in_order);
  g_test_add_func ("/widgets/label-keeps-words", test_label_keeps_words);
  g_test_add_func ("/widgets/notices-before-picture", test_notices_before_picture);
  g_test_add_func ("/widgets/icon", test_icon);
  g_test_add_func ("/widgets/keys", test_keys);
  return g_test_run ();
}
