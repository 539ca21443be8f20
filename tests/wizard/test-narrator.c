/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "wizard-fixture.h"

#include "kaitsu-narrator.h"

static KaitsuResult *
new_result (void)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();

  return kaitsu_result_new (kaitsu_catalogue_lookup (catalogue, "unit2"), TRUE);
}

static void
turn (KaitsuResult *result, const char *name, KaitsuLight light)
{
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;
  KaitsuPort port;
  KaitsuPortResult *row;

  g_assert_true (kaitsu_port_parse (name, &port));
  row = kaitsu_result_find_port (result, port);
  finding.light = light;
  kaitsu_port_result_set_finding (row, &finding);
  kaitsu_port_result_set_state (row, KAITSU_PORT_STATE_DONE);
}

static void
assert_news (KaitsuNarrator *narrator, const char *expected)
{
  g_autofree char *news = kaitsu_narrator_dup_news (narrator);

  g_assert_cmpstr (news, ==, expected);
}

/* The bad ones first; each light once, and again only if it turns again. */
static void
test_news (void)
{
  g_autoptr (KaitsuResult) result = new_result ();
  GtkWidget *widget = g_object_ref_sink (gtk_label_new (NULL));
  KaitsuNarrator *narrator = kaitsu_narrator_new (widget, result);

  assert_news (narrator, NULL);
  turn (result, "tcp/80", KAITSU_LIGHT_GREEN);
  turn (result, "tcp/443", KAITSU_LIGHT_GREEN);
  turn (result, "tcp/9124", KAITSU_LIGHT_RED);
  turn (result, "udp/514", KAITSU_LIGHT_YELLOW);
  assert_news (narrator,
               "Blocked: TCP 9124. Not certain: UDP 514. Gets through: TCP 80, 443.");
  assert_news (narrator, NULL);
  turn (result, "tcp/443", KAITSU_LIGHT_RED);
  assert_news (narrator, "Blocked: TCP 443.");
  g_assert_finalize_object (narrator);
  g_assert_finalize_object (widget);
}

/* From 4.14 on there are announcements, which GTK's test context cannot make. */
#if !GTK_CHECK_VERSION(4, 14, 0)

/* Of a run that is long enough, to whoever listens. */
static void
test_run_is_told (void)
{
  KaitsuWindow *window;
  GtkAccessible *focus;
  g_autofree char *told = NULL;

  g_setenv ("KAITSU_PRACTICE_SLOW", "5000", TRUE);
  window = fixture_open ("silent-log");
  fixture_walk (window, KAITSU_STEP_RUN);
  focus = GTK_ACCESSIBLE (gtk_window_get_focus (GTK_WINDOW (window)));
  g_assert_nonnull (focus);
  while (kaitsu_flow_is_running (kaitsu_window_get_flow (window))
         && !gtk_test_accessible_has_property (focus, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION))
    g_main_context_iteration (NULL, TRUE);
  told = gtk_test_accessible_check_property (focus, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  g_assert_nonnull (told);
  g_assert_true (g_regex_match_simple (": (TCP|UDP) [0-9]", told, 0, 0));
  fixture_act (window, "stop");
  fixture_wait_for (window, KAITSU_STEP_RESULT);
  g_unsetenv ("KAITSU_PRACTICE_SLOW");
  fixture_close (window);
}

#endif

int
main (int argc, char *argv[])
{
  if (!fixture_init (&argc, &argv))
    return 0;
  g_test_add_func ("/narrator/news", test_news);
#if !GTK_CHECK_VERSION(4, 14, 0)
  g_test_add_func ("/narrator/run-is-told", test_run_is_told);
#endif
  return g_test_run ();
}
