/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-flow.h"

#include <glib/gstdio.h>
#include <string.h>

#include "kaitsu-history.h"
#include "kaitsu-practice-net.h"

static KaitsuNet *
make_net (const char *scenario, KaitsuTargets *targets, GError **error)
{
  return kaitsu_practice_net_new (scenario != NULL ? scenario : "open", error);
}

static KaitsuNet *
fail_to_make_net (const char *scenario, KaitsuTargets *targets, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no sockets today");
  return NULL;
}

static KaitsuFlow *
make_flow (KaitsuNetFactory factory, const char *scenario)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_builtin ();

  return kaitsu_flow_new (catalogue, targets, factory, scenario);
}

static void
choose (KaitsuFlow *flow, const char *unit)
{
  kaitsu_flow_set_unit (flow, kaitsu_catalogue_lookup (kaitsu_flow_get_catalogue (flow), unit));
}

static void
wait_for_result (KaitsuFlow *flow)
{
  while (kaitsu_flow_is_running (flow))
    g_main_context_iteration (NULL, TRUE);
}

static void
flow_end (KaitsuFlow *flow)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (flow);
}

static void
test_nothing_without_consent (void)
{
  KaitsuFlow *flow = make_flow (make_net, "open");

  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_UNIT);
  g_assert_false (kaitsu_flow_can_go_back (flow));
  g_assert_false (kaitsu_flow_go_next (flow)); /* no unit */
  g_assert_null (kaitsu_flow_get_plan (flow));
  choose (flow, "unit2");
  g_assert_nonnull (kaitsu_flow_get_plan (flow));
  g_assert_true (kaitsu_flow_go_next (flow));
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_CONSENT);
  g_assert_false (kaitsu_flow_go_next (flow)); /* no consent */
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_CONSENT);
  g_assert_false (kaitsu_flow_is_running (flow));
  flow_end (flow);
}

static void
test_golden_path (void)
{
  KaitsuFlow *flow = make_flow (make_net, "open");

  choose (flow, "unit5");
  g_assert_true (kaitsu_flow_go_next (flow));
  kaitsu_flow_set_consent (flow, TRUE);
  g_assert_true (kaitsu_flow_go_next (flow));
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_RUN);
  g_assert_true (kaitsu_flow_is_running (flow));
  g_assert_false (kaitsu_flow_can_go_back (flow));
  g_assert_false (kaitsu_flow_go_next (flow));
  wait_for_result (flow);
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_RESULT);
  g_assert_cmpint (kaitsu_result_get_verdict (kaitsu_flow_get_result (flow)), ==,
                   KAITSU_VERDICT_USABLE);
  g_assert_true (kaitsu_flow_go_next (flow));
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_REPORT);
  g_assert_false (kaitsu_flow_can_go_next (flow));

  /* all the way back, and nothing is lost */
  kaitsu_flow_go_back (flow);
  kaitsu_flow_go_back (flow);
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_CONSENT);
  kaitsu_flow_go_back (flow);
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_UNIT);
  g_assert_cmpstr (kaitsu_unit_get_id (kaitsu_flow_get_unit (flow)), ==, "unit5");
  g_assert_true (kaitsu_flow_get_consent (flow));
  g_assert_nonnull (kaitsu_flow_get_result (flow));
  flow_end (flow);
}

/* Consent is for what was shown: other ports or another network need a new one. */
static void
test_consent_is_not_carried_over (void)
{
  KaitsuFlow *flow = make_flow (make_net, "open");

  choose (flow, "unit2");
  kaitsu_flow_set_consent (flow, TRUE);
  choose (flow, "unit2");
  g_assert_true (kaitsu_flow_get_consent (flow));
  choose (flow, "unit5");
  g_assert_false (kaitsu_flow_get_consent (flow));
  kaitsu_flow_set_consent (flow, TRUE);
  kaitsu_flow_set_practice_scenario (flow, "offline");
  g_assert_true (kaitsu_flow_get_consent (flow));
  kaitsu_flow_set_practice_scenario (flow, NULL);
  g_assert_false (kaitsu_flow_get_consent (flow));
  flow_end (flow);
}

static void
test_stop (void)
{
  KaitsuFlow *flow = make_flow (make_net, "silent-log");

  choose (flow, "unit2");
  kaitsu_flow_go_next (flow);
  kaitsu_flow_set_consent (flow, TRUE);
  g_assert_true (kaitsu_flow_go_next (flow));
  kaitsu_flow_stop (flow);
  wait_for_result (flow);
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_RESULT);
  g_assert_cmpint (kaitsu_result_get_verdict (kaitsu_flow_get_result (flow)), ==,
                   KAITSU_VERDICT_STOPPED);
  kaitsu_flow_again (flow);
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_CONSENT);
  flow_end (flow);
}

static void
test_no_network_to_be_had (void)
{
  KaitsuFlow *flow = make_flow (fail_to_make_net, NULL);

  choose (flow, "unit2");
  kaitsu_flow_go_next (flow);
  kaitsu_flow_set_consent (flow, TRUE);
  g_assert_false (kaitsu_flow_go_next (flow));
  g_assert_cmpstr (kaitsu_flow_get_problem (flow), ==, "no sockets today");
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_CONSENT);
  flow_end (flow);
}

static KaitsuResult *
make_result (const char *unit, const char *gateway, int days_ago)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (KaitsuNetwork) network = kaitsu_network_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, -days_ago);
  KaitsuResult *result = kaitsu_result_new (kaitsu_catalogue_lookup (catalogue, unit), FALSE);

  network->gateway = g_strdup (gateway);
  kaitsu_result_set_network (result, network);
  kaitsu_result_set_finished (result, then);
  return result;
}

static void
test_open_result (void)
{
  KaitsuFlow *flow = make_flow (make_net, "open");
  g_autoptr (KaitsuResult) result = make_result ("unit3", "192.168.1.1", 0);

  kaitsu_flow_open_result (flow, result);
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_RESULT);
  g_assert_false (kaitsu_flow_can_go_back (flow));
  kaitsu_flow_again (flow);
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_CONSENT);
  g_assert_cmpstr (kaitsu_unit_get_id (kaitsu_flow_get_unit (flow)), ==, "unit3");
  flow_end (flow);
}

static void
keep (const char *unit, const char *gateway, int days_ago)
{
  g_autoptr (KaitsuResult) result = make_result (unit, gateway, days_ago);
  g_autoptr (GError) error = NULL;

  g_assert_true (kaitsu_history_add (result, &error));
}

static gboolean
is_repeated (const char *unit, const char *gateway)
{
  g_autoptr (KaitsuNetwork) network = kaitsu_network_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  network->gateway = g_strdup (gateway);
  g_autoptr (KaitsuResult) previous = kaitsu_history_find_previous (unit, network, now);
  return previous != NULL;
}

static guint
count_kept (void)
{
  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Contract section 3: same unit, same network, at most 30 days. */
static void
test_history (void)
{
  g_assert_false (is_repeated ("unit2", "192.168.1.1"));
  keep ("unit2", "192.168.1.1", 31);
  g_assert_false (is_repeated ("unit2", "192.168.1.1"));
  keep ("unit2", "192.168.1.1", 29);
  g_assert_true (is_repeated ("unit2", "192.168.1.1"));
  g_assert_false (is_repeated ("unit2", "192.168.0.1"));
  g_assert_false (is_repeated ("unit3", "192.168.1.1"));
  g_assert_false (is_repeated ("unit2", NULL));

  /* another shop whose router has the same address */
  g_autoptr (KaitsuResult) marked = make_result ("unit4", "192.168.1.1", 1);
  g_autoptr (KaitsuNetwork) network
      = kaitsu_network_copy (kaitsu_result_get_network (marked));
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  network->gateway_mark = g_strdup ("0a1b2c");
  kaitsu_result_set_network (marked, network);
  g_assert_true (kaitsu_history_add (marked, NULL));
  g_autoptr (KaitsuResult) again = kaitsu_history_find_previous ("unit4", network, now);
  g_assert_nonnull (again);
  g_free (network->gateway_mark);
  network->gateway_mark = g_strdup ("0a1b2d");
  g_autoptr (KaitsuResult) elsewhere = kaitsu_history_find_previous ("unit4", network, now);
  g_assert_null (elsewhere);

  /* a broken file in between hides nothing */
  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autofree char *broken = g_build_filename (folder, "99990101T000000Z-x.kaitsu.json", NULL);
  g_assert_true (g_file_set_contents (broken, "{", -1, NULL));
  g_assert_true (is_repeated ("unit2", "192.168.1.1"));
  g_unlink (broken);

  for (int i = 0; i < 60; i++)
    keep ("unit5", "192.168.1.1", i % 7);
  g_assert_cmpuint (count_kept (), ==, 50);
}

static void
test_practice_is_not_kept (void)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (KaitsuResult) result
      = kaitsu_result_new (kaitsu_catalogue_lookup (catalogue, "unit2"), TRUE);
  guint before = count_kept ();

  g_assert_true (kaitsu_history_add (result, NULL));
  g_assert_cmpuint (count_kept (), ==, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/flow/nothing-without-consent", test_nothing_without_consent);
  g_test_add_func ("/flow/consent-is-not-carried-over", test_consent_is_not_carried_over);
  g_test_add_func ("/flow/golden-path", test_golden_path);
  g_test_add_func ("/flow/stop", test_stop);
  g_test_add_func ("/flow/no-network-to-be-had", test_no_network_to_be_had);
  g_test_add_func ("/flow/open-result", test_open_result);
  g_test_add_func ("/flow/history", test_history);
  g_test_add_func ("/flow/practice-is-not-kept", test_practice_is_not_kept);
  return g_test_run ();
}
