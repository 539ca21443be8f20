/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

/* The real probes against every scenario: each port must be seen as the
 * scenario says, with the evidence that belongs to it. */

#include "config.h"
#include "kaitsu-practice-net.h"

#include <string.h>

#include "kaitsu-nick.h"
#include "kaitsu-enums.h"
#include "kaitsu-probe.h"

/* Nobody waits for an answer so long; where none is expected, this is how
 * long silence is listened to. */
#define ANSWER_MS 60000
#define SILENCE_MS 1500

#define ROUTER "192.168.1.1"
#define PROVIDER "192.0.2.1"

#define TCP(number) { KAITSU_PROTOCOL_TCP, number }
#define UDP(number) { KAITSU_PROTOCOL_UDP, number }

/* what is tried; the columns of the tables below are in this order */
enum {
  WEB,
  SECURE_WEB,
  MAIL,
  SUBMISSION,
  PORT_9124,
  PORT_9127,
  PORT_9128,
  PORT_9129,
  PORT_9990,
  PORT_9991,
  PORT_9992,
  TIME,
  LOG,
  DHCP,
  CONTROL,
  PORTAL,
  N_TRIES
};

static const struct
{
  KaitsuProbeKind kind;
  KaitsuPort port;
  const char *host;
} tries[N_TRIES] = {
  [WEB] = { KAITSU_PROBE_KIND_HTTP, TCP (80), "hmbx.canon.jp" },
  [SECURE_WEB] = { KAITSU_PROBE_KIND_HTTPS, TCP (443), "hmbx.canon.jp" },
  [MAIL] = { KAITSU_PROBE_KIND_SMTPS, TCP (465), "smtp.gmail.com" },
  [SUBMISSION] = { KAITSU_PROBE_KIND_SUBMISSION, TCP (587), "smtp.mail.yahoo.co.jp" },
  [PORT_9124] = { KAITSU_PROBE_KIND_TCP, TCP (9124), "portquiz.net" },
  [PORT_9127] = { KAITSU_PROBE_KIND_TCP, TCP (9127), "portquiz.net" },
  [PORT_9128] = { KAITSU_PROBE_KIND_TCP, TCP (9128), "portquiz.net" },
  [PORT_9129] = { KAITSU_PROBE_KIND_TCP, TCP (9129), "portquiz.net" },
  [PORT_9990] = { KAITSU_PROBE_KIND_TCP, TCP (9990), "portquiz.net" },
  [PORT_9991] = { KAITSU_PROBE_KIND_TCP, TCP (9991), "portquiz.net" },
  [PORT_9992] = { KAITSU_PROBE_KIND_TCP, TCP (9992), "portquiz.net" },
  [TIME] = { KAITSU_PROBE_KIND_NTP, UDP (123), "time.cloudflare.com" },
  [LOG] = { KAITSU_PROBE_KIND_UDP, UDP (514), "hmbx.canon.jp" },
  [DHCP] = { KAITSU_PROBE_KIND_DHCP, UDP (67), NULL },
  [CONTROL] = { KAITSU_PROBE_KIND_TCP, TCP (443), "hmbx.canon.jp" },
  [PORTAL] = { KAITSU_PROBE_KIND_PORTAL, TCP (80), NULL },
};

/**
 * @outcome: what must be seen
 * @offender: (nullable): who must be named by ICMP
 * @detail: (nullable): what the evidence must contain
 */
typedef struct {
  KaitsuOutcome outcome;
  const char *offender;
  const char *detail;
} Sight;

typedef struct {
  const char *scenario;
  Sight sights[N_TRIES];
} Scenario;

#define SEEN(word) { KAITSU_OUTCOME_##word, NULL, NULL }
#define SEEN_AS(word, detail) { KAITSU_OUTCOME_##word, NULL, detail }
#define ICMP_FROM(offender) { KAITSU_OUTCOME_ICMP, offender, NULL }

#define ALL_SEVEN(sight)                                                                           \
  [PORT_9124] = sight, [PORT_9127] = sight, [PORT_9128] = sight, [PORT_9129] = sight,              \
  [PORT_9990] = sight, [PORT_9991] = sight, [PORT_9992] = sight

static const Scenario scenarios[] = {
  { "open",
    { [WEB] = SEEN_AS (ANSWERED, "200"),
      [SECURE_WEB] = SEEN_AS (ANSWERED, "200"),
      [MAIL] = SEEN_AS (ANSWERED, "220 mail.practice.invalid"),
      [SUBMISSION] = SEEN_AS (ANSWERED, "220 mail.practice.invalid"),
      ALL_SEVEN (SEEN (ANSWERED)),
      [TIME] = SEEN_AS (ANSWERED, "stratum 2"),
      [LOG] = SEEN_AS (ANSWERED, "192.0.2.23"),
      [DHCP] = SEEN_AS (ANSWERED, "192.168.1.1"),
      [CONTROL] = SEEN (CONNECTED),
      [PORTAL] = SEEN (ANSWERED) } },
  { "router-blocks-maintenance",
    { [WEB] = SEEN (ANSWERED),
      [SECURE_WEB] = SEEN (ANSWERED),
      [MAIL] = SEEN (ANSWERED),
      [SUBMISSION] = SEEN (ANSWERED),
      ALL_SEVEN (ICMP_FROM (ROUTER)),
      [TIME] = SEEN (ANSWERED),
      [LOG] = SEEN (ANSWERED),
      [DHCP] = SEEN (ANSWERED),
      [CONTROL] = SEEN (CONNECTED),
      [PORTAL] = SEEN (ANSWERED) } },
  { "router-drops-maintenance",
    { [WEB] = SEEN (ANSWERED),
      [SECURE_WEB] = SEEN (ANSWERED),
      [MAIL] = SEEN (ANSWERED),
      [SUBMISSION] = SEEN (ANSWERED),
      ALL_SEVEN (SEEN (SILENT)),
      [TIME] = SEEN (ANSWERED),
      [LOG] = SEEN (ANSWERED),
      [DHCP] = SEEN (ANSWERED),
      [CONTROL] = SEEN (CONNECTED),
      [PORTAL] = SEEN (ANSWERED) } },
  { "provider-blocks-465",
    { [WEB] = SEEN (ANSWERED),
      [SECURE_WEB] = SEEN (ANSWERED),
      [MAIL] = ICMP_FROM (PROVIDER),
      [SUBMISSION] = SEEN (ANSWERED),
      ALL_SEVEN (SEEN (ANSWERED)),
      [TIME] = SEEN (ANSWERED),
      [LOG] = SEEN (ANSWERED),
      [DHCP] = SEEN (ANSWERED),
      [CONTROL] = SEEN (CONNECTED),
      [PORTAL] = SEEN (ANSWERED) } },
  { "captive-portal",
    { [WEB] = SEEN_AS (ANSWERED, "302 "),
      [SECURE_WEB] = SEEN (CUT),
      [MAIL] = SEEN (REFUSED),
      [SUBMISSION] = SEEN (REFUSED),
      ALL_SEVEN (SEEN (REFUSED)),
      [TIME] = SEEN (SILENT),
      [LOG] = SEEN (SILENT),
      [DHCP] = SEEN (ANSWERED),
      [CONTROL] = SEEN (CONNECTED),
      [PORTAL] = SEEN_AS (UNEXPECTED, "302") } },
  { "tls-interception",
    { [WEB] = SEEN (ANSWERED),
      [SECURE_WEB] = SEEN_AS (TLS_UNTRUSTED, "練習用の検査プロキシ"),
      [MAIL] = SEEN_AS (TLS_UNTRUSTED, "練習用の検査プロキシ"),
      [SUBMISSION] = SEEN (ANSWERED),
      ALL_SEVEN (SEEN (ANSWERED)),
      [TIME] = SEEN (ANSWERED),
      [LOG] = SEEN (ANSWERED),
      [DHCP] = SEEN (ANSWERED),
      [CONTROL] = SEEN (CONNECTED),
      [PORTAL] = SEEN (ANSWERED) } },
  { "offline",
    { [WEB] = SEEN (UNREACHABLE),
      [SECURE_WEB] = SEEN (UNREACHABLE),
      [MAIL] = SEEN (UNREACHABLE),
      [SUBMISSION] = SEEN (UNREACHABLE),
      ALL_SEVEN (SEEN (UNREACHABLE)),
      [TIME] = SEEN (SILENT),
      [LOG] = SEEN (SILENT),
      [DHCP] = SEEN (UNREACHABLE),
      [CONTROL] = SEEN (UNREACHABLE),
      [PORTAL] = SEEN (UNREACHABLE) } },
  { "silent-log",
    { [WEB] = SEEN (ANSWERED),
      [SECURE_WEB] = SEEN (ANSWERED),
      [MAIL] = SEEN (ANSWERED),
      [SUBMISSION] = SEEN (ANSWERED),
      ALL_SEVEN (SEEN (ANSWERED)),
      [TIME] = SEEN (ANSWERED),
      [LOG] = SEEN (SILENT),
      [DHCP] = SEEN (ANSWERED),
      [CONTROL] = SEEN (CONNECTED),
      [PORTAL] = SEEN (ANSWERED) } },
};

typedef struct {
  GPtrArray *observations[N_TRIES];
  guint left;
} Run;

typedef struct {
  Run *run;
  guint index;
} Try;

static const char *
expectation_of (KaitsuTargets *targets, const char *host)
{
  GPtrArray *all = kaitsu_targets_get_targets (targets);

  for (guint i = 0; i < all->len; i++)
    {
      const KaitsuTarget *target = all->pdata[i];

      if (g_strcmp0 (target->host, host) == 0)
        return target->expect;
    }

  g_test_message ("%s is no built-in target any more", host);
  return NULL;
}

/* By address, so that the ports can be tried offline as well. */
static KaitsuProbeRequest *
build_request (KaitsuTargets *targets, guint index)
{
  KaitsuProbeRequest *request = kaitsu_probe_request_new (tries[index].kind, tries[index].port);

  request->timeout_ms = ANSWER_MS;
  request->host = g_strdup (tries[index].host);
  request->control = index == CONTROL;
  if (tries[index].kind == KAITSU_PROBE_KIND_TCP && !request->control)
    {
      request->expect = g_strdup (expectation_of (targets, request->host));
      g_assert_nonnull (request->expect);
    }
  if (index == PORTAL)
    {
      const KaitsuPortalCheck *check = kaitsu_targets_get_portal_checks (targets)->pdata[0];

      request->host = g_strdup (check->uri);
      request->expect = g_strdup (check->body);
      request->expect_status = check->status;
    }
  if (index != DHCP)
    request->address = g_inet_address_new_from_string ("203.0.113.99");
  return request;
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Try *attempt = user_data;
  g_autoptr (GError) error = NULL;

  attempt->run->observations[attempt->index]
      = kaitsu_probe_finish (KAITSU_NET (source), result, &error);
  g_assert_no_error (error);
  attempt->run->left--;
}

static void
check_sight (guint index, GPtrArray *observations, const Sight *sight)
{
  const KaitsuObservation *seen;
  g_autofree char *port = kaitsu_port_to_string (tries[index].port);

  g_assert_cmpuint (observations->len, >, 0);
  seen = observations->pdata[observations->len - 1];
  g_test_message ("%s %s: %s, ICMP %d/%d %s, rtt %" G_GINT64_FORMAT " us, \"%s\"",
                  kaitsu_nick (KAITSU_TYPE_PROBE_KIND, (int) tries[index].kind), port,
                  kaitsu_nick (KAITSU_TYPE_OUTCOME, (int) seen->outcome), seen->icmp.type,
                  seen->icmp.code, seen->icmp.offender, seen->rtt_us, seen->detail);
  g_assert_cmpstr (kaitsu_nick (KAITSU_TYPE_OUTCOME, (int) seen->outcome), ==,
                   kaitsu_nick (KAITSU_TYPE_OUTCOME, (int) sight->outcome));
  g_assert_cmpstr (seen->icmp.offender, ==, sight->offender);
  if (sight->detail != NULL)
    g_assert_nonnull (strstr (seen->detail != NULL ? seen->detail : "", sight->detail));
}

/* The lease comes first: it is the weightier evidence. */
static void
check_lease (GPtrArray *observations, gboolean expected)
{
  const KaitsuObservation *first = observations->pdata[0];

  g_assert_cmpint (first->outcome == KAITSU_OUTCOME_LEASE, ==, expected);
  if (expected)
    g_assert_nonnull (strstr (first->detail, "practice"));
}

static void
test_scenario (gconstpointer user_data)
{
  const Scenario *scenario = user_data;
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_builtin ();
  g_autoptr (GError) error = NULL;
  KaitsuNet *net = kaitsu_practice_net_new (scenario->scenario, &error);
  gint64 started = g_get_monotonic_time ();
  Run run = { .left = N_TRIES };

  g_assert_no_error (error);
  for (guint i = 0; i < N_TRIES; i++)
    {
      g_autoptr (KaitsuProbeRequest) request = build_request (targets, i);
      Try *attempt = g_new (Try, 1);

      if (scenario->sights[i].outcome == KAITSU_OUTCOME_SILENT)
        request->timeout_ms = SILENCE_MS;
      attempt->run = &run;
      attempt->index = i;
      kaitsu_probe_async (net, request, started, NULL, probed_cb, attempt);
    }
  while (run.left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("%s took %" G_GINT64_FORMAT " ms", scenario->scenario,
                  (g_get_monotonic_time () - started) / 1000);

  for (guint i = 0; i < N_TRIES; i++)
    {
      check_sight (i, run.observations[i], &scenario->sights[i]);
      if (i == DHCP)
        check_lease (run.observations[i], !g_str_equal (scenario->scenario, "offline"));
      g_ptr_array_unref (run.observations[i]);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
  g_assert_finalize_object (net);
}

/* Every check page of the built-in list is known to the practice network. */
static void
test_portal_checks (void)
{
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_builtin ();
  GPtrArray *checks = kaitsu_targets_get_portal_checks (targets);
  g_autoptr (KaitsuNet) net = kaitsu_practice_net_new ("open", NULL);

  g_assert_cmpuint (checks->len, >=, 2);
  for (guint i = 0; i < checks->len; i++)
    {
      const KaitsuPortalCheck *check = checks->pdata[i];
      g_autoptr (KaitsuProbeRequest) request = build_request (targets, PORTAL);
      Run run = { .left = 1 };
      Try *attempt = g_new (Try, 1);
      const Sight sight = SEEN (ANSWERED);

      g_free (request->host);
      request->host = g_strdup (check->uri);
      g_free (request->expect);
      request->expect = g_strdup (check->body);
      request->expect_status = check->status;
      attempt->run = &run;
      attempt->index = PORTAL;
      kaitsu_probe_async (net, request, g_get_monotonic_time (), NULL, probed_cb, attempt);
      while (run.left > 0)
        g_main_context_iteration (NULL, TRUE);
      check_sight (PORTAL, run.observations[PORTAL], &sight);
      g_ptr_array_unref (run.observations[PORTAL]);
    }
}

static void
keep_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static gboolean
flag_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
iterate_for (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, flag_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static KaitsuNet *
open_slow_net (void)
{
  KaitsuNet *net;

  g_setenv ("KAITSU_PRACTICE_SLOW", "5000", TRUE);
  net = kaitsu_practice_net_new ("open", NULL);
  g_unsetenv ("KAITSU_PRACTICE_SLOW");
  g_assert_nonnull (net);
  return net;
}

/* What the tests of the window rely on: with KAITSU_PRACTICE_SLOW a probe is
 * still waiting for its first answer when somebody presses "stop". */
static void
test_slow (gconstpointer user_data)
{
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_builtin ();
  g_autoptr (KaitsuProbeRequest) request = build_request (targets, GPOINTER_TO_UINT (user_data));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KaitsuNet *net = open_slow_net ();

  kaitsu_probe_async (net, request, g_get_monotonic_time (), cancellable, keep_cb, &result);
  iterate_for (300);
  g_assert_null (result);

  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (kaitsu_probe_finish (net, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  iterate_for (50);
  g_assert_finalize_object (net);
}

static void
add_slow_tests (void)
{
  static const guint slow_ones[] = { WEB, SECURE_WEB, MAIL, SUBMISSION, PORT_9124, TIME, LOG };

  for (guint i = 0; i < G_N_ELEMENTS (slow_ones); i++)
    {
      g_autofree char *path = g_strdup_printf (
          "/practice/slow/%s",
          kaitsu_nick (KAITSU_TYPE_PROBE_KIND, (int) tries[slow_ones[i]].kind));

      g_test_add_data_func (path, GUINT_TO_POINTER (slow_ones[i]), test_slow);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *path = g_strdup_printf ("/practice/scenario/%s", scenarios[i].scenario);

      g_test_add_data_func (path, &scenarios[i], test_scenario);
    }
  g_test_add_func ("/practice/portal-checks", test_portal_checks);
  add_slow_tests ();

  return g_test_run ();
}
