/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-run.h"

#include <string.h>

#include "kaitsu-nick.h"
#include "kaitsu-practice-net.h"

/* A run and what was seen of it from outside. */
typedef struct {
  KaitsuRun *run;
  KaitsuNet *net;
  KaitsuResult *result;
  double last_progress;
  gboolean went_back;
  gboolean full_too_early;
  guint changes;
} Watch;

static void
progress_cb (KaitsuRun *run, GParamSpec *pspec, Watch *watch)
{
  double progress = kaitsu_run_get_progress (run);

  watch->went_back |= progress < watch->last_progress;
  watch->full_too_early |= watch->last_progress >= 1;
  watch->last_progress = progress;
  watch->changes++;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Watch *watch = data;
  g_autoptr (GError) error = NULL;

  watch->result = kaitsu_run_execute_finish (KAITSU_RUN (source), result, &error);
  g_assert_no_error (error);
}

static void
watch_begin_with (Watch *watch, KaitsuTargets *targets, const char *unit, const char *scenario)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (KaitsuPlan) plan
      = kaitsu_plan_new (kaitsu_catalogue_lookup (catalogue, unit), targets);
  g_autoptr (GError) error = NULL;

  *watch = (Watch){ .net = kaitsu_practice_net_new (scenario, &error) };
  g_assert_no_error (error);
  watch->run = kaitsu_run_new (plan, watch->net);
  g_signal_connect (watch->run, "notify::progress", G_CALLBACK (progress_cb), watch);
}

static void
watch_begin (Watch *watch, const char *unit, const char *scenario)
{
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_builtin ();

  watch_begin_with (watch, targets, unit, scenario);
}

static void
watch_wait (Watch *watch)
{
  while (watch->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
watch_end (Watch *watch)
{
  g_assert_false (watch->went_back);
  g_assert_false (watch->full_too_early);
  g_assert_cmpfloat (kaitsu_run_get_progress (watch->run), ==, 1);
  g_assert_cmpuint (kaitsu_run_get_done (watch->run), ==, kaitsu_run_get_total (watch->run));
  g_assert_cmpuint (kaitsu_net_get_peak (watch->net), <=, KAITSU_NET_MAX_SOCKETS);
  g_assert_cmpuint (kaitsu_net_get_open (watch->net), ==, 0);
  g_assert_true (kaitsu_result_is_practice (watch->result));
  g_clear_object (&watch->result);
  g_assert_finalize_object (g_steal_pointer (&watch->run));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&watch->net));
}

static const KaitsuFinding *
finding_of (Watch *watch, const char *name)
{
  KaitsuPort port;

  g_assert_true (kaitsu_port_parse (name, &port));
  return kaitsu_port_result_get_finding (kaitsu_result_find_port (watch->result, port));
}

/* "yellow/intercepted tcp/443", else the light of every other port */
typedef struct {
  const char *scenario;
  const char *unit;
  KaitsuVerdict verdict;
  const char *others;
  const char *ports[12];
  const char *notices; /* in order */
} Row;

static const Row rows[] = {
  { "open", "unit2", KAITSU_VERDICT_USABLE, "green/answered -", { NULL }, "" },
  { "open", "unit3", KAITSU_VERDICT_USABLE, "green/answered -", { NULL }, "" },
  { "open", "unit5pro", KAITSU_VERDICT_USABLE, "green/answered -", { NULL }, "" },
  { "open", "any", KAITSU_VERDICT_USABLE, "green/answered -", { NULL }, "" },
  { "router-blocks-maintenance", "unit2", KAITSU_VERDICT_NOT_USABLE, "green/answered -",
    { "tcp/9124 red/rejected router", "tcp/9127 red/rejected router", "tcp/9128 red/rejected router",
      "tcp/9129 red/rejected router", "tcp/9990 red/rejected router", "tcp/9991 red/rejected router",
      "tcp/9992 red/rejected router", NULL }, "" },
  { "router-blocks-maintenance", "unit5", KAITSU_VERDICT_USABLE, "green/answered -", { NULL }, "" },
  { "router-drops-maintenance", "unit2", KAITSU_VERDICT_NOT_USABLE, "green/answered -",
    { "tcp/9124 red/dropped router", "tcp/9127 red/dropped router", "tcp/9128 red/dropped router",
      "tcp/9129 red/dropped router", "tcp/9990 red/dropped router", "tcp/9991 red/dropped router",
      "tcp/9992 red/dropped router", NULL }, "" },
  { "provider-blocks-465", "unit4", KAITSU_VERDICT_NOT_USABLE, "green/answered -",
    { "tcp/465 red/rejected provider", NULL }, "" },
  { "captive-portal", "unit4l", KAITSU_VERDICT_UNCONFIRMED, "yellow/captive-portal -",
    { "udp/67 green/answered -", NULL }, "captive-portal" },
  { "tls-interception", "unit2", KAITSU_VERDICT_UNCONFIRMED, "green/answered -",
    { "tcp/443 yellow/intercepted -", "tcp/465 yellow/intercepted -", NULL }, "tls-interception" },
  { "offline", "unit2", KAITSU_VERDICT_OFFLINE, "none/offline -", { NULL }, "no-link" },
  { "silent-log", "unit2", KAITSU_VERDICT_UNCONFIRMED, "green/answered -",
    { "udp/514 yellow/no-evidence -", NULL }, "" },
  { "silent-log", "unit5", KAITSU_VERDICT_USABLE, "green/answered -",
    { "udp/514 yellow/no-evidence -", NULL }, "" },
};

static char *
describe (const KaitsuFinding *finding)
{
  return g_strdup_printf ("%s/%s %s", kaitsu_nick (KAITSU_TYPE_LIGHT, (int) finding->light),
                          kaitsu_nick (KAITSU_TYPE_REASON, (int) finding->reason),
                          finding->n_suspects > 0
                              ? kaitsu_nick (KAITSU_TYPE_PARTY, (int) finding->suspects[0])
                              : "-");
}

static const char *
expected_of (const Row *row, const char *port)
{
  for (guint i = 0; row->ports[i] != NULL; i++)
    if (g_str_has_prefix (row->ports[i], port) && row->ports[i][strlen (port)] == ' ')
      return row->ports[i] + strlen (port) + 1;
  return row->others;
}

static void
assert_ports (Watch *watch, const Row *row)
{
  GListModel *ports = kaitsu_result_get_ports (watch->result);

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      g_autofree char *name = kaitsu_port_to_string (kaitsu_port_result_get_port (port));
      g_autofree char *said = describe (kaitsu_port_result_get_finding (port));

      g_test_message ("%s %s", name, said);
      g_assert_cmpstr (said, ==, expected_of (row, name));
      g_assert_cmpint (kaitsu_port_result_get_state (port), ==, KAITSU_PORT_STATE_DONE);
    }
}

static char *
list_notices (KaitsuResult *result)
{
  GPtrArray *notices = kaitsu_result_get_notices (result);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < notices->len; i++)
    {
      const KaitsuNotice *notice = g_ptr_array_index (notices, i);
      g_string_append_printf (out, "%s%s", i > 0 ? " " : "", notice->id);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_scenario (gconstpointer data)
{
  const Row *row = data;
  Watch watch;

  watch_begin (&watch, row->unit, row->scenario);
  kaitsu_run_execute_async (watch.run, NULL, done_cb, &watch);
  watch_wait (&watch);

  assert_ports (&watch, row);
  g_autofree char *notices = list_notices (watch.result);
  g_assert_cmpstr (notices, ==, row->notices);
  KaitsuSent sent = kaitsu_result_get_sent (watch.result);
  g_assert_cmpint (sent.connections > 0, ==, !g_str_equal (row->scenario, "offline"));
  g_assert_cmpuint (sent.hop_limited, <=, sent.connections + sent.datagrams);
  g_assert_cmpint (kaitsu_result_get_verdict (watch.result), ==, row->verdict);
  watch_end (&watch);
}

/* The built-in list, but with pages that say something else than they are known
 * for. */
static KaitsuTargets *
targets_with_wrong_pages (void)
{
  static const char list[]
      = "{ \"format\": \"kaitsu-targets\", \"version\": 1, \"targets\": ["
        "  { \"host\": \"hmbx.canon.jp\", \"operator\": \"maker\","
        "    \"uses\": [\"http\", \"https\", \"path\"], \"ports\": [\"tcp/*\", \"udp/*\"],"
        "    \"controls\": [\"tcp/443\", \"tcp/80\"] } ],"
        "\"portal_checks\": ["
        "  { \"uri\": \"http://detectportal.firefox.com/success.txt\", \"status\": 200,"
        "    \"body\": \"blocked\" },"
        "  { \"uri\": \"http://www.msftconnecttest.com/connecttest.txt\", \"status\": 200,"
        "    \"body\": \"blocked\" } ] }";
  g_autoptr (GBytes) bytes = g_bytes_new_static (list, sizeof list - 1);
  g_autoptr (GError) error = NULL;
  KaitsuTargets *targets = kaitsu_targets_new_from_bytes (bytes, "T", &error);

  g_assert_no_error (error);
  return targets;
}

static void
assert_with_wrong_pages (const char *scenario, const char *expected, const char *expected_notices)
{
  g_autoptr (KaitsuTargets) targets = targets_with_wrong_pages ();
  Watch watch;

  watch_begin_with (&watch, targets, "unit2", scenario);
  kaitsu_run_execute_async (watch.run, NULL, done_cb, &watch);
  watch_wait (&watch);

  g_autofree char *said = describe (finding_of (&watch, "tcp/443"));
  g_autofree char *notices = list_notices (watch.result);
  g_assert_cmpstr (said, ==, expected);
  g_assert_cmpstr (notices, ==, expected_notices);
  watch_end (&watch);
}

/* Some filters of names answer just the pages that look for portals. A portal
 * keeps everybody away: who shows a certificate of his own disproves it; who
 * shows another's does not. */
static void
test_wrong_pages_alone_are_no_portal (void)
{
  assert_with_wrong_pages ("open", "green/answered -", "");
  assert_with_wrong_pages ("tls-interception", "yellow/captive-portal -", "captive-portal");
}

static gboolean
stop_cb (gpointer data)
{
  kaitsu_run_stop (data);
  return G_SOURCE_REMOVE;
}

static void
found_cb (KaitsuPortResult *port, GParamSpec *pspec, KaitsuRun *run)
{
  if (kaitsu_port_result_get_light (port) == KAITSU_LIGHT_GREEN)
    g_idle_add_full (G_PRIORITY_HIGH, stop_cb, run, NULL);
}

/* The silent port takes several slots of the hops; this one is found long before,
 * and it is the finding that stops the run, not a clock. */
static void
test_stop_keeps_what_was_found (void)
{
  const KaitsuPort https = { KAITSU_PROTOCOL_TCP, 443 };
  Watch watch;

  watch_begin (&watch, "unit2", "silent-log");
  KaitsuPortResult *port = kaitsu_result_find_port (kaitsu_run_get_result (watch.run), https);
  gulong id = g_signal_connect (port, "notify", G_CALLBACK (found_cb), watch.run);
  kaitsu_run_execute_async (watch.run, NULL, done_cb, &watch);
  watch_wait (&watch);
  g_signal_handler_disconnect (port, id);

  g_assert_cmpint (kaitsu_result_get_verdict (watch.result), ==, KAITSU_VERDICT_STOPPED);
  g_assert_cmpint (finding_of (&watch, "tcp/443")->light, ==, KAITSU_LIGHT_GREEN);
  g_assert_cmpint (finding_of (&watch, "udp/514")->light, ==, KAITSU_LIGHT_NONE);
  g_assert_cmpint (finding_of (&watch, "udp/514")->reason, ==, KAITSU_REASON_STOPPED);
  watch_end (&watch);
}

/* From the first moment on, and by the caller's cancellable as well. */
static void
test_stop_at_once (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Watch watch;

  watch_begin (&watch, "unit2", "open");
  kaitsu_run_execute_async (watch.run, cancellable, done_cb, &watch);
  g_cancellable_cancel (cancellable);
  watch_wait (&watch);

  g_assert_cmpint (kaitsu_result_get_verdict (watch.result), ==, KAITSU_VERDICT_STOPPED);
  g_assert_cmpint (finding_of (&watch, "tcp/443")->reason, ==, KAITSU_REASON_STOPPED);
  watch_end (&watch);
}

static void
test_time_limit (void)
{
  Watch watch;

  watch_begin (&watch, "unit2", "silent-log");
  kaitsu_run_set_max_seconds (watch.run, 1);
  kaitsu_run_execute_async (watch.run, NULL, done_cb, &watch);
  watch_wait (&watch);

  g_assert_cmpint (kaitsu_result_get_verdict (watch.result), ==, KAITSU_VERDICT_STOPPED);
  g_assert_cmpint (finding_of (&watch, "udp/514")->reason, ==, KAITSU_REASON_STOPPED);
  watch_end (&watch);
}

/* Each port is tried once however many services share it; its row keeps its
 * own evidence and its targets' controls, in the order of time. */
static void
test_evidence (void)
{
  Watch watch;
  KaitsuPort port;
  guint own = 0, controls = 0;
  gint64 last = -1;

  watch_begin (&watch, "unit5", "open");
  kaitsu_run_execute_async (watch.run, NULL, done_cb, &watch);
  watch_wait (&watch);

  g_assert_true (kaitsu_port_parse ("tcp/443", &port));
  GPtrArray *seen
      = kaitsu_port_result_get_observations (kaitsu_result_find_port (watch.result, port));
  for (guint i = 0; i < seen->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (seen, i);

      g_assert_cmpint (o->at_us, >=, last);
      last = o->at_us;
      g_assert_cmpstr (o->host, ==, "hmbx.canon.jp");
      g_assert_nonnull (o->address);
      if (o->control)
        controls++;
      else
        own++;
      g_assert_cmpint (kaitsu_port_equal (o->port, port), ==, !o->control);
    }
  g_assert_cmpuint (own, ==, 1);
  g_assert_cmpuint (controls, ==, 2);
  watch_end (&watch);
}

/* What is refused is asked for again when a moment has passed: too much at once
 * is refused, too. */
static void
test_rejected_twice (void)
{
  Watch watch;
  KaitsuPort port;
  gint64 first = -1, last = -1;

  watch_begin (&watch, "unit2", "router-blocks-maintenance");
  kaitsu_run_execute_async (watch.run, NULL, done_cb, &watch);
  watch_wait (&watch);

  g_assert_true (kaitsu_port_parse ("tcp/9124", &port));
  GPtrArray *seen
      = kaitsu_port_result_get_observations (kaitsu_result_find_port (watch.result, port));
  for (guint i = 0; i < seen->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (seen, i);
      if (o->outcome == KAITSU_OUTCOME_ICMP && first < 0)
        first = o->at_us;
      if (o->outcome == KAITSU_OUTCOME_ICMP)
        last = o->at_us;
    }
  g_assert_cmpint (first, >=, 0);
  g_assert_cmpint (last - first, >=, 900000);
  watch_end (&watch);
}

/* The responder of the practice network says who asks. */
static void
test_public_address (void)
{
  Watch watch;

  watch_begin (&watch, "unit2", "open");
  kaitsu_run_execute_async (watch.run, NULL, done_cb, &watch);
  watch_wait (&watch);
  g_assert_cmpstr (kaitsu_result_get_network (watch.result)->public_address, ==, "192.0.2.23");
  watch_end (&watch);

  watch_begin (&watch, "unit2", "silent-log");
  kaitsu_run_execute_async (watch.run, NULL, done_cb, &watch);
  watch_wait (&watch);
  g_assert_null (kaitsu_result_get_network (watch.result)->public_address);
  watch_end (&watch);
}

static void
test_previous (void)
{
  Watch first, second;

  watch_begin (&first, "unit2", "provider-blocks-465");
  kaitsu_run_execute_async (first.run, NULL, done_cb, &first);
  watch_wait (&first);
  watch_begin (&second, "unit2", "open");
  kaitsu_run_set_previous (second.run, first.result);
  kaitsu_run_execute_async (second.run, NULL, done_cb, &second);
  watch_wait (&second);

  const KaitsuPrevious *previous = kaitsu_result_get_previous (second.result);
  g_assert_cmpstr (previous->id, ==, kaitsu_result_get_id (first.result));
  g_assert_cmpuint (previous->changed->len, ==, 1);
  watch_end (&second);
  watch_end (&first);
}

/* --- a network that changes under the run: how it looks, from look to look --- */

static struct
{
  KaitsuNetwork *(*real) (KaitsuNet *net);
  const char *const *looks; /* the last one stays */
  guint n;
} story;

static KaitsuNetwork *
tell_network (KaitsuNet *net)
{
  KaitsuNetwork *network = story.real (net);
  const char *look = story.looks[story.n];

  if (story.looks[story.n + 1] != NULL)
    story.n++;
  if (g_str_equal (look, "silent"))
    network->gateway_state = KAITSU_GATEWAY_STATE_SILENT;
  else if (g_str_equal (look, "away"))
    network->has_link = FALSE;
  g_free (network->address);
  network->address = g_strdup (g_ascii_isdigit (*look) ? look : "10.0.0.1");
  return network;
}

/* The silent port holds the run until the story is over. */
static void
run_with (Watch *watch, const char *const *looks, guint max_seconds)
{
  watch_begin (watch, "unit2", "silent-log");
  KaitsuNetClass *klass = KAITSU_NET_GET_CLASS (watch->net);
  story.real = klass->dup_network;
  story.looks = looks;
  story.n = 0;
  klass->dup_network = tell_network;
  kaitsu_run_set_max_seconds (watch->run, max_seconds);
  kaitsu_run_execute_async (watch->run, NULL, done_cb, watch);
  watch_wait (watch);
  klass->dup_network = story.real;
}

typedef struct {
  const char *name;
  const char *looks[8];
  KaitsuVerdict verdict;
  const char *notices;
  const char *address;
} Change;

static const Change changes[] = {
  { "once", { "10.0.0.1", "10.0.0.2", NULL }, KAITSU_VERDICT_UNCONFIRMED, "network-changed",
    "10.0.0.2" },
  { "twice", { "10.0.0.1", "10.0.0.2", "10.0.0.2", "10.0.0.2", "10.0.0.3", NULL },
    KAITSU_VERDICT_STOPPED, "network-changed", NULL },
  { "away-and-back", { "10.0.0.1", "away", "away", "10.0.0.1", NULL }, KAITSU_VERDICT_UNCONFIRMED,
    "network-changed", "10.0.0.1" },
  { "router-gone", { "10.0.0.1", "silent", NULL }, KAITSU_VERDICT_OFFLINE, "gateway-dead", NULL },
  { "router-busy", { "10.0.0.1", "silent", "silent", "silent", "10.0.0.1", NULL },
    KAITSU_VERDICT_UNCONFIRMED, "", NULL },
};

static void
test_change (gconstpointer data)
{
  const Change *row = data;
  Watch watch;

  run_with (&watch, row->looks, KAITSU_RUN_DEFAULT_MAX_SECONDS);
  g_autofree char *notices = list_notices (watch.result);
  g_assert_cmpstr (notices, ==, row->notices);
  g_assert_cmpint (kaitsu_result_get_verdict (watch.result), ==, row->verdict);
  if (row->address != NULL)
    g_assert_cmpstr (kaitsu_result_get_network (watch.result)->address, ==, row->address);
  if (row->verdict == KAITSU_VERDICT_UNCONFIRMED)
    g_assert_cmpint (finding_of (&watch, "tcp/443")->light, ==, KAITSU_LIGHT_GREEN);
  else
    g_assert_cmpint (finding_of (&watch, "udp/514")->light, ==, KAITSU_LIGHT_NONE);
  watch_end (&watch);
}

/* While the return of the network is awaited, too. */
static void
test_stop_while_away (void)
{
  static const char *const looks[] = { "10.0.0.1", "away", NULL };
  Watch watch;

  run_with (&watch, looks, 3);
  g_assert_cmpint (kaitsu_result_get_verdict (watch.result), ==, KAITSU_VERDICT_STOPPED);
  watch_end (&watch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/run/%s/%s", rows[i].scenario, rows[i].unit);
      g_test_add_data_func (path, &rows[i], test_scenario);
    }
  g_test_add_func ("/run/wrong-pages-alone-are-no-portal", test_wrong_pages_alone_are_no_portal);
  g_test_add_func ("/run/stop-keeps-what-was-found", test_stop_keeps_what_was_found);
  g_test_add_func ("/run/stop-at-once", test_stop_at_once);
  g_test_add_func ("/run/time-limit", test_time_limit);
  g_test_add_func ("/run/evidence", test_evidence);
  g_test_add_func ("/run/rejected-twice", test_rejected_twice);
  g_test_add_func ("/run/public-address", test_public_address);
  g_test_add_func ("/run/previous", test_previous);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/run/change/%s", changes[i].name);
      g_test_add_data_func (path, &changes[i], test_change);
    }
  g_test_add_func ("/run/change/stop-while-away", test_stop_while_away);
  return g_test_run ();
}
