/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-flow.h"

#include "kaitsu-advice.h"
#include "kaitsu-practice-net.h"
#include "kaitsu-report.h"

#include <string.h>

/* The router before and after somebody has opened it. */
static const char *scene;

static KaitsuNet *
make_net (const char *scenario, KaitsuTargets *targets, GError **error)
{
  return kaitsu_practice_net_new (scene, error);
}

static KaitsuFlow *
make_flow (void)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_builtin ();

  return kaitsu_flow_new (catalogue, targets, make_net, "open");
}

static KaitsuResult *
wait_for_result (KaitsuFlow *flow)
{
  while (kaitsu_flow_is_running (flow))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_RESULT);
  return kaitsu_flow_get_result (flow);
}

/* a whole run of unit2 behind a router that rejects the seven of maintenance */
static KaitsuResult *
check_all (KaitsuFlow *flow)
{
  scene = "router-blocks-maintenance";
  kaitsu_flow_set_unit (flow,
                        kaitsu_catalogue_lookup (kaitsu_flow_get_catalogue (flow), "unit2"));
  kaitsu_flow_go_next (flow);
  kaitsu_flow_set_consent (flow, TRUE);
  g_assert_true (kaitsu_flow_go_next (flow));
  return g_object_ref (wait_for_result (flow));
}

static void
flow_end (KaitsuFlow *flow)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (flow);
}

static guint
count_taken_over (KaitsuResult *result, GDateTime *when)
{
  GListModel *ports = kaitsu_result_get_ports (result);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      GDateTime *measured = kaitsu_port_result_get_measured (port);

      if (measured == NULL)
        continue;
      g_assert_true (g_date_time_to_unix (measured) == g_date_time_to_unix (when));
      g_assert_cmpint (kaitsu_port_result_get_light (port), ==, KAITSU_LIGHT_GREEN);
      g_assert_cmpuint (kaitsu_port_result_get_observations (port)->len, >, 0);
      n++;
    }
  return n;
}

static void
test_opened_meanwhile (void)
{
  KaitsuFlow *flow = make_flow ();
  g_autoptr (KaitsuResult) before = check_all (flow);
  guint n_ports = g_list_model_get_n_items (kaitsu_result_get_ports (before));
  guint n_bad = kaitsu_result_count_not_green (before);

  g_assert_cmpuint (n_bad, ==, 7);
  g_assert_true (kaitsu_flow_can_retest (flow));
  scene = "open";
  g_assert_true (kaitsu_flow_retest (flow));
  g_assert_true (kaitsu_flow_is_running (flow)); /* consent was given for more */
  g_assert_cmpuint (kaitsu_run_get_total (kaitsu_flow_get_run (flow)), ==, n_bad);

  KaitsuResult *after = wait_for_result (flow);
  g_assert_cmpint (kaitsu_result_get_verdict (after), ==, KAITSU_VERDICT_USABLE);
  g_assert_cmpuint (g_list_model_get_n_items (kaitsu_result_get_ports (after)), ==, n_ports);
  g_assert_cmpuint (count_taken_over (after, kaitsu_result_get_finished (before)), ==,
                    n_ports - n_bad);
  g_assert_cmpstr (kaitsu_result_get_previous (after)->id, ==, kaitsu_result_get_id (before));
  g_assert_cmpuint (kaitsu_result_get_previous (after)->changed->len, ==, n_bad);
  g_assert_false (kaitsu_flow_can_retest (flow));

  /* the next check is a whole one again */
  kaitsu_flow_again (flow);
  g_assert_cmpuint (kaitsu_plan_get_entries (kaitsu_flow_get_plan (flow))->len, ==, n_ports);
  flow_end (flow);
}

/* The time of the measurement goes through file and report, and stays that of
 * the first run however often the rest is tried again. */
static void
test_time_is_kept (void)
{
  KaitsuFlow *flow = make_flow ();
  g_autoptr (KaitsuResult) before = check_all (flow);

  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (kaitsu_flow_retest (flow));
      wait_for_result (flow);
    }
  KaitsuResult *last = kaitsu_flow_get_result (flow);
  g_assert_cmpint (kaitsu_result_get_verdict (last), ==, KAITSU_VERDICT_NOT_USABLE);
  g_assert_cmpuint (kaitsu_result_get_previous (last)->changed->len, ==, 0);

  g_autoptr (GBytes) bytes = kaitsu_result_to_bytes (last);
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuResult) read = kaitsu_result_new_from_bytes (bytes, "file", &error);
  g_assert_no_error (error);
  guint n = count_taken_over (read, kaitsu_result_get_finished (before));
  g_assert_cmpuint (n, >, 0);
  g_assert_true (g_date_time_to_unix (kaitsu_result_get_oldest (read))
                 == g_date_time_to_unix (kaitsu_result_get_finished (before)));

  g_autofree char *text = kaitsu_report_make_plain_text (read);
  g_autofree char *sentence = g_strdup_printf ("%u ports that got through before", n);
  g_assert_nonnull (strstr (text, sentence));
  flow_end (flow);
}

/* Nothing is tried on the strength of a file that somebody opened. */
static void
test_consent_comes_first (void)
{
  KaitsuFlow *first = make_flow ();
  g_autoptr (KaitsuResult) before = check_all (first);
  KaitsuFlow *flow = make_flow ();

  flow_end (first);
  kaitsu_flow_open_result (flow, before);
  g_assert_true (kaitsu_flow_can_retest (flow));
  g_assert_true (kaitsu_flow_retest (flow));
  g_assert_false (kaitsu_flow_is_running (flow));
  g_assert_cmpint (kaitsu_flow_get_step (flow), ==, KAITSU_STEP_CONSENT);
  g_assert_cmpuint (kaitsu_plan_get_entries (kaitsu_flow_get_plan (flow))->len, ==, 7);
  kaitsu_flow_set_consent (flow, TRUE);
  g_assert_true (kaitsu_flow_go_next (flow));
  g_assert_nonnull (kaitsu_result_get_previous (wait_for_result (flow)));
  flow_end (flow);
}

static void
test_another_network (void)
{
  KaitsuFlow *flow = make_flow ();
  g_autoptr (KaitsuResult) before = check_all (flow);
  g_autoptr (KaitsuNetwork) elsewhere = kaitsu_network_copy (kaitsu_result_get_network (before));

  g_free (elsewhere->gateway);
  elsewhere->gateway = g_strdup ("192.0.2.77");
  kaitsu_result_set_network (before, elsewhere);
  g_assert_false (kaitsu_flow_retest (flow));
  g_assert_nonnull (kaitsu_flow_get_problem (flow));
  g_assert_false (kaitsu_flow_is_running (flow));
  g_assert_null (kaitsu_plan_get_earlier (kaitsu_flow_get_plan (flow)));
  flow_end (flow);
}

static void
test_not_offered (void)
{
  KaitsuFlow *flow = make_flow ();
  g_autoptr (KaitsuResult) before = check_all (flow);
  g_autoptr (GDateTime) old
      = g_date_time_add_hours (kaitsu_result_get_finished (before), -25);

  kaitsu_result_set_finished (before, old);
  g_assert_false (kaitsu_flow_can_retest (flow)); /* of yesterday */
  flow_end (flow);

  flow = make_flow ();
  kaitsu_flow_set_practice_scenario (flow, NULL);
  kaitsu_result_set_finished (before, kaitsu_result_get_started (before));
  kaitsu_flow_open_result (flow, before);
  g_assert_false (kaitsu_flow_can_retest (flow)); /* practice, and now the real network */
  flow_end (flow);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/retest/opened-meanwhile", test_opened_meanwhile);
  g_test_add_func ("/retest/time-is-kept", test_time_is_kept);
  g_test_add_func ("/retest/consent-comes-first", test_consent_comes_first);
  g_test_add_func ("/retest/another-network", test_another_network);
  g_test_add_func ("/retest/not-offered", test_not_offered);
  return g_test_run ();
}
