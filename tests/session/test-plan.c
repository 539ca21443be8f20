/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-plan.h"

#include <string.h>

#include "kaitsu-nick.h"

static KaitsuPlan *
make_plan (const char *unit)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_builtin ();

  return kaitsu_plan_new (kaitsu_catalogue_lookup (catalogue, unit), targets);
}

static gboolean lists (KaitsuPlan *plan, const char *name, const char *port_name);

/* "tcp/443: https hmbx.canon.jp" for every attempt, one line each port */
static char *
describe (KaitsuPlan *plan)
{
  GPtrArray *entries = kaitsu_plan_get_entries (plan);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const KaitsuPlanEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *port = kaitsu_port_to_string (entry->port->port);

      g_string_append_printf (out, "%s:", port);
      for (guint a = 0; a < entry->attempts->len; a++)
        {
          const KaitsuPlanAttempt *attempt = &g_array_index (entry->attempts, KaitsuPlanAttempt, a);
          g_string_append_printf (out, " %s%s %s", attempt->path_only ? "path-" : "",
                                  kaitsu_nick (KAITSU_TYPE_PROBE_KIND, (int) attempt->kind),
                                  attempt->target != NULL ? attempt->target->host : "lan");
        }
      if (entry->witness != NULL)
        g_string_append_printf (out, " or %s", entry->witness->host);
      g_string_append_c (out, '\n');
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_unit2 (void)
{
  g_autoptr (KaitsuPlan) plan = make_plan ("unit2");
  g_autofree char *said = describe (plan);

  g_assert_cmpstr (said, ==,
                   "tcp/80: http hmbx.canon.jp or portquiz.net\n"
                   "tcp/443: https hmbx.canon.jp or portquiz.net\n"
                   "tcp/465: smtps smtp.gmail.com smtps smtp.mail.yahoo.co.jp\n"
                   "tcp/9124: tcp portquiz.net\n"
                   "tcp/9127: tcp portquiz.net\n"
                   "tcp/9128: tcp portquiz.net\n"
                   "tcp/9129: tcp portquiz.net\n"
                   "tcp/9990: tcp portquiz.net\n"
                   "tcp/9991: tcp portquiz.net\n"
                   "tcp/9992: tcp portquiz.net\n"
                   "udp/123: ntp time.cloudflare.com ntp time.google.com\n"
                   "udp/514: path-udp hmbx.canon.jp\n");
}

/* 443 belongs to two services of this unit and is tried once all the same */
static void
test_unit5 (void)
{
  g_autoptr (KaitsuPlan) plan = make_plan ("unit5");
  g_autofree char *said = describe (plan);
  const KaitsuPlanEntry *shared = g_ptr_array_index (kaitsu_plan_get_entries (plan), 1);

  g_assert_cmpstr (said, ==,
                   "tcp/80: http hmbx.canon.jp or portquiz.net\n"
                   "tcp/443: https hmbx.canon.jp or portquiz.net\n"
                   "tcp/465: smtps smtp.gmail.com smtps smtp.mail.yahoo.co.jp\n"
                   "udp/67: dhcp lan\n"
                   "udp/123: ntp time.cloudflare.com ntp time.google.com\n"
                   "tcp/587: submission smtp.gmail.com submission smtp.mail.yahoo.co.jp\n"
                   "udp/514: path-udp hmbx.canon.jp\n");
  g_assert_cmpuint (shared->port->services->len, ==, 2);
}

static void
test_own_responder_replaces_path (void)
{
  static const char text[]
      = "{\"format\":\"kaitsu-targets\",\"version\":1,\"fresh_until\":\"2099-01-01\",\"targets\":["
        "{\"host\":\"far.example\",\"operator\":\"maker\",\"uses\":[\"path\"],\"ports\":[\"udp/514\"],"
        "\"controls\":[\"tcp/443\"]},"
        "{\"host\":\"own.example\",\"operator\":\"own\",\"uses\":[\"udp\"],\"ports\":[\"udp/514\"],"
        "\"controls\":[\"tcp/443\"]}],\"portal_checks\":[]}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_from_bytes (bytes, "T", &error);
  g_assert_no_error (error);
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (KaitsuPlan) plan
      = kaitsu_plan_new (kaitsu_catalogue_lookup (catalogue, "unit2"), targets);
  g_autofree char *said = describe (plan);

  g_assert_nonnull (strstr (said, "tcp/80:\n"));
  g_assert_nonnull (strstr (said, "udp/514: udp own.example\n"));
}

/* Whoever is asked when the one target of a port stays silent is on the list that
 * the customer agrees to; where there are two targets nobody is. */
static void
test_witness (void)
{
  g_autoptr (KaitsuPlan) plan = make_plan ("unit2");
  GPtrArray *entries = kaitsu_plan_get_entries (plan);

  g_assert_true (lists (plan, "portquiz.net", "tcp/443"));
  g_assert_true (lists (plan, "portquiz.net", "tcp/80"));
  g_assert_false (lists (plan, "portquiz.net", "tcp/465"));
  g_assert_false (lists (plan, "portquiz.net", "udp/514"));
  /* what it is compared with, hop by hop */
  g_assert_true (lists (plan, "hmbx.canon.jp", "udp/53"));
  for (guint i = 0; i < entries->len; i++)
    {
      const KaitsuPlanEntry *entry = g_ptr_array_index (entries, i);
      g_assert_true (entry->witness == NULL
                     || (entry->attempts->len == 1 && entry->port->port.number <= 443));
    }
}

/* What a handshake alone is to prove is held against one that nobody should
 * complete. */
static void
test_handshake_alone_gets_decoy (void)
{
  static const char format[]
      = "{\"format\":\"kaitsu-targets\",\"version\":1,\"fresh_until\":\"2099-01-01\",\"targets\":["
        "{\"host\":\"far.example\",\"operator\":\"maker\",\"uses\":[\"path\"],\"ports\":[\"tcp/*\"],"
        "\"controls\":[\"tcp/443\"]},"
        "{\"host\":\"own.example\",\"operator\":\"own\",\"uses\":[\"tcp\"],\"ports\":[\"tcp/9124\"],"
        "\"controls\":[\"tcp/443\"]%s}],\"portal_checks\":[]}";
  static const char *const expectations[] = { "", ",\"expect\":\"hello\"" };
  static const char *const wanted[] = { "\ntcp/9124: path-tcp far.example tcp own.example\n",
                                        "\ntcp/9124: tcp own.example\n" };
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autofree char *text = g_strdup_printf (format, expectations[i]);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
      g_autoptr (GError) error = NULL;
      g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_from_bytes (bytes, "T", &error);
      g_assert_no_error (error);
      g_autoptr (KaitsuPlan) plan
          = kaitsu_plan_new (kaitsu_catalogue_lookup (catalogue, "unit2"), targets);
      g_autofree char *said = describe (plan);

      g_assert_nonnull (strstr (said, wanted[i]));
    }
}

static gboolean
lists (KaitsuPlan *plan, const char *name, const char *port_name)
{
  GPtrArray *hosts = kaitsu_plan_get_hosts (plan);
  KaitsuPort port;

  g_assert_true (kaitsu_port_parse (port_name, &port));
  for (guint i = 0; i < hosts->len; i++)
    {
      const KaitsuPlanHost *host = g_ptr_array_index (hosts, i);
      for (guint p = 0; g_str_equal (host->host, name) && p < host->ports->len; p++)
        if (kaitsu_port_equal (g_array_index (host->ports, KaitsuPort, p), port))
          return TRUE;
    }
  return FALSE;
}

/* Consent is worth nothing if the list that it is given for is not whole. */
static void
test_every_contact_is_listed (void)
{
  static const char *const units[] = { "unit2", "unit3", "unit4", "unit5", KAITSU_UNIT_ANY };

  for (gsize u = 0; u < G_N_ELEMENTS (units); u++)
    {
      g_autoptr (KaitsuPlan) plan = make_plan (units[u]);
      GPtrArray *entries = kaitsu_plan_get_entries (plan);
      GPtrArray *checks = kaitsu_targets_get_portal_checks (kaitsu_plan_get_targets (plan));

      for (guint i = 0; i < entries->len; i++)
        {
          const KaitsuPlanEntry *entry = g_ptr_array_index (entries, i);
          g_autofree char *port = kaitsu_port_to_string (entry->port->port);

          g_assert_cmpuint (entry->attempts->len, >, 0);
          for (guint a = 0; a < entry->attempts->len; a++)
            {
              const KaitsuTarget *target
                  = g_array_index (entry->attempts, KaitsuPlanAttempt, a).target;
              KaitsuPort control;

              if (target == NULL)
                continue;
              g_assert_true (lists (plan, target->host, port));
              if (!kaitsu_target_get_control (target, entry->port->port, &control))
                continue;
              g_autofree char *name = kaitsu_port_to_string (control);
              g_assert_true (lists (plan, target->host, name));
              g_assert_false (kaitsu_port_equal (control, entry->port->port));
            }
        }
      for (guint i = 0; i < checks->len; i++)
        {
          const KaitsuPortalCheck *check = g_ptr_array_index (checks, i);
          g_autoptr (GUri) uri = g_uri_parse (check->uri, G_URI_FLAGS_NONE, NULL);
          g_assert_true (lists (plan, g_uri_get_host (uri), "tcp/80"));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/unit2", test_unit2);
  g_test_add_func ("/plan/witness", test_witness);
  g_test_add_func ("/plan/unit5", test_unit5);
  g_test_add_func ("/plan/own-responder-replaces-path", test_own_responder_replaces_path);
  g_test_add_func ("/plan/handshake-alone-gets-decoy", test_handshake_alone_gets_decoy);
  g_test_add_func ("/plan/every-contact-is-listed", test_every_contact_is_listed);
  return g_test_run ();
}
