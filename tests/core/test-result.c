/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-result.h"

#include <string.h>

#include "kaitsu-advice.h"
#include "kaitsu-error.h"

static KaitsuUnit *
dup_unit (const char *id)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();

  return g_object_ref (kaitsu_catalogue_lookup (catalogue, id));
}

static KaitsuPortResult *
row_of (KaitsuResult *result, const char *name)
{
  KaitsuPort port;

  g_assert_true (kaitsu_port_parse (name, &port));
  KaitsuPortResult *row = kaitsu_result_find_port (result, port);
  g_assert_nonnull (row);
  return row;
}

/* @suspects: letters: c = pc, r = router, p = provider, d = destination */
static void
judge (KaitsuResult *result, const char *name, KaitsuLight light, const char *suspects)
{
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;
  static const char letters[] = "crpd";

  finding.light = light;
  finding.reason = light == KAITSU_LIGHT_RED ? KAITSU_REASON_REJECTED : KAITSU_REASON_ANSWERED;
  finding.rtt_us = 12345;
  finding.rule = g_strdup ("R21 rejected on the way");
  for (; *suspects != '\0'; suspects++)
    kaitsu_finding_add_suspect (&finding, (KaitsuParty) (strchr (letters, *suspects) - letters));
  kaitsu_port_result_set_finding (row_of (result, name), &finding);
}

static void
add_observation (KaitsuResult *result)
{
  g_autoptr (KaitsuObservation) o
      = kaitsu_observation_new (KAITSU_PROBE_KIND_SMTPS, KAITSU_OUTCOME_ICMP);

  g_assert_true (kaitsu_port_parse ("tcp/465", &o->port));
  o->host = g_strdup ("smtp.example.jp");
  o->address = g_strdup ("198.51.100.7");
  o->at_us = 1234567;
  o->rtt_us = 987;
  o->took_us = 46987;
  o->error_number = 113;
  o->tls_errors = 1;
  o->icmp.type = 3;
  o->icmp.code = 13;
  o->icmp.offender = g_strdup ("192.168.1.1");
  kaitsu_observation_set_detail (o, "hello\x1b[0m\xE2\x80\xAE world", -1);
  kaitsu_port_result_add_observation (row_of (result, "tcp/465"), o);
}

/* A result in which every member has a value. */
static KaitsuResult *
make_full (void)
{
  const KaitsuSent sent = { 43, 9, 24 };
  g_autoptr (KaitsuUnit) unit = dup_unit ("unit2");
  KaitsuResult *result = kaitsu_result_new (unit, TRUE);
  g_autoptr (KaitsuResult) before = kaitsu_result_new (unit, FALSE);
  g_autoptr (KaitsuNetwork) network = kaitsu_network_new ();
  g_autoptr (KaitsuCustomer) customer = kaitsu_customer_new ();
  g_autoptr (GDateTime) when = g_date_time_new_from_iso8601 ("2026-11-23T10:00:00+09", NULL);
  KaitsuHop hop = { 1, (char *) "192.168.1.1", KAITSU_PARTY_ROUTER, 800 };
  GPtrArray *services = g_ptr_array_new ();
  KaitsuServiceResult *service = kaitsu_service_result_new ("alert-mail");

  network->interface = g_strdup ("eth0");
  network->kind = KAITSU_LINK_KIND_WIRED;
  network->address = g_strdup ("192.168.1.23");
  network->gateway = g_strdup ("192.168.1.1");
  network->gateway_ipv6 = g_strdup ("fe80::1");
  network->has_ipv4 = TRUE;
  g_strfreev (network->dns);
  network->dns = g_strsplit ("192.168.1.1 1.1.1.1", " ", -1);
  network->public_address = g_strdup ("203.0.113.9");
  g_free (customer->company);
  customer->company = g_strdup ("花子食堂 <b>&");
  g_free (customer->memo);
  customer->memo = g_strdup ("一行目\n二行目");

  kaitsu_result_set_network (result, network);
  kaitsu_result_set_customer (result, customer);
  kaitsu_result_set_started (result, when);
  kaitsu_result_set_finished (result, when);
  kaitsu_result_set_verdict (result, KAITSU_VERDICT_NOT_USABLE);
  kaitsu_result_set_targets (result, "built-in", "2027-06-30");
  kaitsu_result_set_sent (result, &sent);
  kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_TLS_INTERCEPTION, "CN=検査");
  kaitsu_result_add_hop (result, &hop);
  judge (result, "tcp/465", KAITSU_LIGHT_RED, "rp");
  judge (result, "tcp/443", KAITSU_LIGHT_GREEN, "");
  judge (before, "tcp/465", KAITSU_LIGHT_RED, "rp");
  add_observation (result);
  service->light = KAITSU_LIGHT_RED;
  g_strfreev (service->ports);
  service->ports = g_strsplit ("tcp/465", " ", -1);
  g_ptr_array_add (services, service);
  kaitsu_result_set_services (result, services);
  kaitsu_result_compare_with (result, before);
  return result;
}

static char *
to_text (KaitsuResult *result)
{
  g_autoptr (GBytes) bytes = kaitsu_result_to_bytes (result);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static KaitsuResult *
from_text (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return kaitsu_result_new_from_bytes (bytes, "R.json", error);
}

static void
test_round_trip (void)
{
  g_autoptr (KaitsuResult) result = make_full ();
  g_autofree char *text = to_text (result);
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuResult) again = from_text (text, &error);

  g_assert_no_error (error);
  g_autofree char *second = to_text (again);
  g_assert_cmpstr (text, ==, second);

  g_assert_nonnull (strstr (text, "\"started\" : \"2026-11-23T10:00:00+09:00\""));
  g_assert_nonnull (strstr (text, "\"detail\" : \"hello[0m world\""));
  g_assert_cmpstr (kaitsu_result_get_customer (again)->memo, ==, "一行目\n二行目");
  g_assert_cmpint (kaitsu_result_get_verdict (again), ==, KAITSU_VERDICT_NOT_USABLE);
  g_assert_nonnull (kaitsu_result_get_unit (again));
  g_assert_cmpuint (kaitsu_result_get_sent (again).hop_limited, ==, 24);
  g_assert_cmpstr (kaitsu_result_get_network (again)->gateway_ipv6, ==, "fe80::1");
  g_assert_nonnull (kaitsu_result_get_previous (again));
}

static void
test_unknown_keys_stay (void)
{
  g_autoptr (KaitsuResult) result = make_full ();
  g_autofree char *text = to_text (result);
  g_autofree char *more = g_strconcat ("{ \"future\" : { \"a\" : [ 1, null ] },", text + 1, NULL);
  g_auto (GStrv) parts = g_strsplit (more, "\"role\" :", 2);
  g_autofree char *deep = g_strconcat (parts[0], "\"later\" : \"kept\", \"role\" :", parts[1], NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuResult) again = from_text (deep, &error);

  g_assert_no_error (error);
  g_autofree char *second = to_text (again);
  g_assert_nonnull (strstr (second, "\"future\""));
  g_assert_nonnull (strstr (second, "\"later\" : \"kept\""));
}

/* What the contract leaves open may hold words of a later version. */
static void
test_words_of_later_versions (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuResult) result = from_text (
      "{\"format\":\"kaitsu-result\",\"version\":1,\"id\":\"x\",\"practice\":false,"
      "\"started\":\"2026-11-23T10:00:00+09:00\",\"finished\":\"2026-11-23T10:01:00+09:00\","
      "\"unit\":{\"id\":\"unit9\",\"name\":\"HOME-UNIT9\"},\"verdict\":\"usable\","
      "\"notices\":[{\"id\":\"solar-flare\",\"detail\":{\"warmth\":3}}],"
      "\"ports\":[{\"port\":\"tcp/443\",\"role\":\"required\",\"services\":[],"
      "\"light\":\"green\",\"reason\":\"telepathy\",\"suspects\":[],"
      "\"observations\":[{\"probe\":\"mind\",\"outcome\":\"felt\",\"icmp\":{\"type\":3}}]}]}",
      &error);

  g_assert_no_error (error);
  g_assert_null (kaitsu_result_get_unit (result));
  g_assert_cmpstr (kaitsu_result_get_unit_name (result), ==, "HOME-UNIT9");
  g_assert_cmpint (kaitsu_port_result_get_reason (row_of (result, "tcp/443")), ==,
                   KAITSU_REASON_NO_EVIDENCE);
  const KaitsuNotice *notice = g_ptr_array_index (kaitsu_result_get_notices (result), 0);
  g_assert_cmpint (notice->kind, ==, KAITSU_NOTICE_KIND_OTHER);
  g_assert_cmpstr (notice->id, ==, "solar-flare");

  /* and all of it is still there when it is written again */
  g_autofree char *text = to_text (result);
  g_assert_nonnull (strstr (text, "\"telepathy\""));
  g_assert_nonnull (strstr (text, "\"mind\""));
  g_assert_nonnull (strstr (text, "\"warmth\""));
  g_autoptr (KaitsuResult) again = from_text (text, &error);
  g_assert_no_error (error);
}

static void
test_bad_files (void)
{
  static const struct
  {
    const char *from, *to; /* replaced in a good file */
    const char *place;     /* in the message */
  } table[] = {
    { "kaitsu-result", "kaitsu-cake", "format" },
    { "\"version\" : 1,", "\"version\" : 2,", "newer" },
    { "\"version\" : 1,", "\"version\" : \"1\",", "version" },
    { "\"verdict\" : \"not-usable\"", "\"verdict\" : \"fine\"", "verdict" },
    { "2026-11-23T10:00:00+09:00", "yesterday", "started" },
    { "2026-11-23T10:00:00+09:00", "2026-11-23T10:00:00", "started" },
    { "\"port\" : \"tcp/443\"", "\"port\" : \"tcp/99999\"", "ports[1].port" },
    { "\"port\" : \"tcp/443\"", "\"port\" : \"tcp/80\"", "ports[1].port" },
    { "\"light\" : \"green\"", "\"light\" : \"blue\"", "ports[1].light" },
    { "\"role\" : \"required\"", "\"role\" : 3", "ports[0].role" },
    { "\"router\",", "\"gnome\",", "suspects" },
    { "\"dns\" : [", "\"dns\" : [ {},", "network.dns[0]" },
    { "\"practice\" : true", "\"practice\" : \"yes\"", "practice" },
    { "\"unit\" : {", "\"unito\" : {", "unit" },
  };
  g_autoptr (KaitsuResult) result = make_full ();
  g_autofree char *text = to_text (result);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, table[i].from, 2);
      g_assert_nonnull (parts[1]);
      g_autofree char *bad = g_strconcat (parts[0], table[i].to, parts[1], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (KaitsuResult) none = from_text (bad, &error);

      g_test_message ("%s -> %s", table[i].to, error != NULL ? error->message : "no error");
      g_assert_null (none);
      g_assert_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, "R.json"));
      g_assert_nonnull (strstr (error->message, table[i].place));
    }
}

static void
notify_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_rows_notify (void)
{
  g_autoptr (KaitsuResult) result = make_full ();
  KaitsuPortResult *row = row_of (result, "tcp/80");
  guint lights = 0, states = 0;

  g_signal_connect (row, "notify::light", G_CALLBACK (notify_cb), &lights);
  g_signal_connect (row, "notify::state", G_CALLBACK (notify_cb), &states);
  judge (result, "tcp/80", KAITSU_LIGHT_GREEN, "");
  judge (result, "tcp/80", KAITSU_LIGHT_GREEN, "");
  kaitsu_port_result_set_state (row, KAITSU_PORT_STATE_DONE);
  kaitsu_port_result_set_state (row, KAITSU_PORT_STATE_DONE);
  g_assert_cmpuint (lights, ==, 1);
  g_assert_cmpuint (states, ==, 1);
}

/* Whom to ask: "router tcp/465; then provider tcp/465" */
static char *
describe_advice (KaitsuResult *result)
{
  g_autoptr (GPtrArray) list = kaitsu_advice_new (result);
  g_autoptr (GString) out = g_string_new (NULL);
  static const char *const names[] = { "pc", "router", "provider", "destination" };

  for (guint i = 0; i < list->len; i++)
    {
      const KaitsuAdvice *advice = g_ptr_array_index (list, i);

      g_string_append_printf (out, "%s%s%s", i > 0 ? "; " : "", advice->afterwards ? "then " : "",
                              names[advice->party]);
      for (guint p = 0; p < advice->ports->len; p++)
        {
          g_autofree char *port = kaitsu_port_to_string (
              kaitsu_port_result_get_port (g_ptr_array_index (advice->ports, p)));
          g_string_append_printf (out, " %s", port);
        }
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_advice (void)
{
  static const struct
  {
    const char *suspects;
    gboolean red_before;
    gboolean repeated;
    const char *advice;
  } table[] = {
    { "c", FALSE, FALSE, "pc tcp/465" },
    { "r", FALSE, FALSE, "router tcp/465" },
    { "p", FALSE, FALSE, "provider tcp/465" },
    { "d", FALSE, FALSE, "destination tcp/465" },
    { "rp", FALSE, FALSE, "router tcp/465; then provider tcp/465" },
    { "", FALSE, FALSE, "router tcp/465; then provider tcp/465" },
    { "rp", TRUE, TRUE, "provider tcp/465" },
    { "rp", FALSE, TRUE, "router tcp/465; then provider tcp/465" },
    { "", TRUE, TRUE, "provider tcp/465" },
    { "r", TRUE, TRUE, "router tcp/465" }, /* proven: stays with the router */
    { "p", TRUE, TRUE, "provider tcp/465" },
  };
  g_autoptr (KaitsuUnit) unit = dup_unit ("unit2");

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (KaitsuResult) result = kaitsu_result_new (unit, FALSE);
      g_autoptr (KaitsuResult) before = kaitsu_result_new (unit, FALSE);

      judge (result, "tcp/465", KAITSU_LIGHT_RED, table[i].suspects);
      judge (before, "tcp/465", table[i].red_before ? KAITSU_LIGHT_RED : KAITSU_LIGHT_GREEN, "rp");
      if (table[i].repeated)
        kaitsu_result_compare_with (result, before);
      g_autofree char *said = describe_advice (result);
      g_assert_cmpstr (said, ==, table[i].advice);
    }

  /* nobody is asked for an advisory port */
  g_autoptr (KaitsuUnit) unit5 = dup_unit ("unit5");
  g_autoptr (KaitsuResult) advisory = kaitsu_result_new (unit5, FALSE);
  judge (advisory, "tcp/587", KAITSU_LIGHT_RED, "r");
  g_autofree char *nobody = describe_advice (advisory);
  g_assert_cmpstr (nobody, ==, "");

  g_autoptr (KaitsuResult) two = kaitsu_result_new (unit, FALSE);
  judge (two, "tcp/465", KAITSU_LIGHT_RED, "p");
  judge (two, "tcp/9124", KAITSU_LIGHT_RED, "r");
  judge (two, "tcp/9127", KAITSU_LIGHT_RED, "r");
  g_autofree char *said = describe_advice (two);
  g_assert_cmpstr (said, ==, "router tcp/9124 tcp/9127; provider tcp/465");
}

static void
test_compare (void)
{
  g_autoptr (KaitsuUnit) unit = dup_unit ("unit2");
  g_autoptr (KaitsuResult) result = kaitsu_result_new (unit, FALSE);
  g_autoptr (KaitsuResult) before = kaitsu_result_new (unit, FALSE);

  judge (before, "tcp/465", KAITSU_LIGHT_RED, "r");
  judge (result, "tcp/465", KAITSU_LIGHT_GREEN, "");
  judge (before, "tcp/80", KAITSU_LIGHT_GREEN, "");
  judge (result, "tcp/80", KAITSU_LIGHT_GREEN, "");
  kaitsu_result_compare_with (result, before);

  const KaitsuPrevious *previous = kaitsu_result_get_previous (result);
  g_assert_cmpuint (previous->changed->len, ==, 1);
  const KaitsuChange *change = &g_array_index (previous->changed, KaitsuChange, 0);
  g_assert_cmpint (change->port.number, ==, 465);
  g_assert_cmpint (change->from, ==, KAITSU_LIGHT_RED);
  g_assert_cmpint (change->to, ==, KAITSU_LIGHT_GREEN);
}

/* What was pasted from a word processor; such a file has to open again. */
static void
test_pasted_customer (void)
{
  g_autoptr (KaitsuResult) result = make_full ();
  g_autoptr (KaitsuCustomer) customer = kaitsu_customer_new ();
  g_autoptr (GError) error = NULL;

  g_free (customer->company);
  customer->company = g_strdup ("花子\v食堂\x07");
  g_free (customer->person);
  customer->person = g_strnfill (1000, 'x');
  g_free (customer->memo);
  customer->memo = g_strdup ("一行目\r\n二行目\f\x1b[31m");
  kaitsu_result_set_customer (result, customer);

  g_autofree char *text = to_text (result);
  g_autoptr (KaitsuResult) again = from_text (text, &error);
  g_assert_no_error (error);
  const KaitsuCustomer *read = kaitsu_result_get_customer (again);
  g_assert_cmpstr (read->memo, ==, "一行目\n二行目 [31m");
  g_assert_true (g_str_has_prefix (read->company, "花子"));
  g_assert_cmpint (g_utf8_strlen (read->person, -1), ==, KAITSU_CUSTOMER_MAX_FIELD + 1);
}

/* @id: what stands in place of the number. Returns: (transfer full): its number */
static char *
read_number (const char *text, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) number = g_regex_new ("\\n  \"id\" ?: ?\"[^\"]*\",", 0, 0, &error);

  g_assert_no_error (error);
  g_autofree char *changed = g_regex_replace_literal (number, text, -1, 0, id, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (changed, !=, text);
  g_autoptr (KaitsuResult) read = from_text (changed, &error);
  g_assert_no_error (error);
  return g_strdup (kaitsu_result_get_id (read));
}

/* A file without a number, of another hand, gets one: its reports name it, and
 * they are the same each time. */
static void
test_number (void)
{
  g_autoptr (KaitsuResult) result = make_full ();
  g_autofree char *text = to_text (result);
  g_autofree char *first = read_number (text, "");
  g_autofree char *again = read_number (text, "");
  g_autofree char *empty = read_number (text, "\"id\": \" \",");
  g_autofree char *kept = read_number (text, "\"id\": \"mine\",");

  g_assert_true (g_uuid_string_is_valid (first));
  g_assert_cmpstr (first, ==, again);
  g_assert_true (g_uuid_string_is_valid (empty));
  g_assert_cmpstr (empty, !=, first);
  g_assert_cmpstr (kept, ==, "mine");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/result/round-trip", test_round_trip);
  g_test_add_func ("/result/unknown-keys-stay", test_unknown_keys_stay);
  g_test_add_func ("/result/words-of-later-versions", test_words_of_later_versions);
  g_test_add_func ("/result/pasted-customer", test_pasted_customer);
  g_test_add_func ("/result/number", test_number);
  g_test_add_func ("/result/bad-files", test_bad_files);
  g_test_add_func ("/result/rows-notify", test_rows_notify);
  g_test_add_func ("/result/advice", test_advice);
  g_test_add_func ("/result/compare", test_compare);
  return g_test_run ();
}
