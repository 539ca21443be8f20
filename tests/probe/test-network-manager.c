/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-net.h"
#include "kaitsu-nick.h"

#define NAME "org.freedesktop.NetworkManager"

/* What a NetworkManager of this test answers to the three questions, as the
 * text of a GVariant; NULL for an error, "" for no answer at all. */
typedef struct {
  const char *name;
  const char *primary;
  const char *config;
  const char *options;
  const char *detail; /* NULL: no lease */
  const char *server;
} Row;

#define PRIMARY "objectpath '/org/freedesktop/NetworkManager/ActiveConnection/7'"
#define CONFIG "objectpath '/org/freedesktop/NetworkManager/DHCP4Config/3'"

static const Row rows[] = {
  { "lease", PRIMARY, CONFIG,
    "{'ip_address': <'192.168.1.23'>, 'dhcp_server_identifier': <'192.168.1.1'>,"
    " 'dhcp_lease_time': <'86400'>, 'expiry': <'1800000000'>}",
    "NetworkManager: 192.168.1.23 from 192.168.1.1, lease time 86400 s", "192.168.1.1" },
  { "bare", PRIMARY, CONFIG, "{'ip_address': <'192.168.1.23'>}", "NetworkManager: 192.168.1.23",
    NULL },
  { "odd-values", PRIMARY, CONFIG,
    "{'ip_address': <'192.168.1.23'>, 'dhcp_server_identifier': <'fe80::1'>,"
    " 'dhcp_lease_time': <'forever'>}",
    "NetworkManager: 192.168.1.23", NULL },
  { "odd-types", PRIMARY, CONFIG, "{'ip_address': <'192.168.1.23'>, 'dhcp_lease_time': <uint32 7>}",
    "NetworkManager: 192.168.1.23", NULL },
  { "hostile", PRIMARY, CONFIG, "{'ip_address': <'1.2.3.4\\nred'>}", NULL, NULL },
  { "no-address", PRIMARY, CONFIG, "{'dhcp_lease_time': <'86400'>}", NULL, NULL },
  { "no-options", PRIMARY, CONFIG, "'text'", NULL, NULL },
  /* what is asked after these would be answered, but must not be asked */
  { "by-hand", PRIMARY, "objectpath '/'", "{'ip_address': <'192.168.1.23'>}", NULL, NULL },
  { "offline", "objectpath '/'", CONFIG, "{'ip_address': <'192.168.1.23'>}", NULL, NULL },
  { "wrong-type", "'/org/text'", CONFIG, "{'ip_address': <'192.168.1.23'>}", NULL, NULL },
  { "error", PRIMARY, NULL, NULL, NULL, NULL },
  { "stuck", PRIMARY, "", NULL, NULL, NULL },
};

typedef struct {
  GTestDBus *bus;
  GDBusConnection *service;
  const Row *row;
  int questions; /* atomic: the filter runs in a thread of GDBus */
} Fixture;

static const char *
answer_to (const Row *row, const char *interface, const char *property)
{
  if (g_str_equal (interface, NAME) && g_str_equal (property, "PrimaryConnection"))
    return row->primary;
  if (g_str_equal (interface, NAME ".Connection.Active") && g_str_equal (property, "Dhcp4Config"))
    return row->config;
  if (g_str_equal (interface, NAME ".DHCP4Config") && g_str_equal (property, "Options"))
    return row->options;
  g_assert_not_reached ();
}

static GDBusMessage *
filter_cb (GDBusConnection *connection,
           GDBusMessage *message,
           gboolean incoming,
           gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GDBusMessage) reply = NULL;
  const char *interface = NULL;
  const char *property = NULL;
  const char *answer;

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;
  g_assert_cmpstr (g_dbus_message_get_member (message), ==, "Get");
  g_atomic_int_inc (&fixture->questions);
  g_variant_get (g_dbus_message_get_body (message), "(&s&s)", &interface, &property);
  answer = answer_to (fixture->row, interface, property);
  if (answer == NULL)
    reply = g_dbus_message_new_method_error_literal (message, "org.example.Error", "no");
  else if (*answer != '\0')
    {
      g_autoptr (GVariant) value = g_variant_parse (NULL, answer, NULL, NULL, NULL);

      g_assert_nonnull (value);
      reply = g_dbus_message_new_method_reply (message);
      g_dbus_message_set_body (reply, g_variant_new ("(v)", value));
    }
  if (reply != NULL)
    g_dbus_connection_send_message (connection, reply, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
  g_object_unref (message);
  return NULL;
}

typedef struct {
  gboolean done;
  KaitsuObservation *seen;
  GError *error;
} Asked;

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asked *asked = user_data;

  asked->seen = kaitsu_net_lease_finish (KAITSU_NET (source), result, &asked->error);
  asked->done = TRUE;
}

static void
ask (Asked *asked, GCancellable *cancellable)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();

  kaitsu_net_lease_async (net, cancellable, asked_cb, asked);
  while (!asked->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
asked_clear (Asked *asked)
{
  g_clear_pointer (&asked->seen, kaitsu_observation_unref);
  g_clear_error (&asked->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, asked_clear)

static Fixture fixture;

static void
own_name (gboolean wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      fixture.service, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      wanted ? "RequestName" : "ReleaseName",
      wanted ? g_variant_new ("(su)", NAME, 0) : g_variant_new ("(s)", NAME), NULL,
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (Asked) asked = { 0 };

  fixture.row = row;
  own_name (TRUE);
  ask (&asked, NULL);
  own_name (FALSE);
  if (row->detail == NULL)
    {
      g_assert_null (asked.seen);
      g_assert_nonnull (asked.error);
      return;
    }
  g_assert_no_error (asked.error);
  g_assert_cmpint (asked.seen->probe, ==, KAITSU_PROBE_KIND_DHCP);
  g_assert_cmpint (asked.seen->outcome, ==, KAITSU_OUTCOME_LEASE);
  g_assert_cmpstr (asked.seen->detail, ==, row->detail);
  g_assert_cmpstr (asked.seen->address, ==, row->server);
}

static void
test_no_service (void)
{
  g_auto (Asked) asked = { 0 };

  ask (&asked, NULL);
  g_assert_error (asked.error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER);
}

static gboolean
stop_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_stopped (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Asked) asked = { 0 };

  fixture.row = &rows[G_N_ELEMENTS (rows) - 1];
  own_name (TRUE);
  g_timeout_add (50, stop_cb, cancellable);
  ask (&asked, cancellable);
  own_name (FALSE);
  g_assert_error (asked.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_atomic_int_get (&fixture.questions), >, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture.bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture.bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (fixture.bus), TRUE);
  fixture.service = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (fixture.bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_add_filter (fixture.service, filter_cb, &fixture, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/network-manager/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/network-manager/no-service", test_no_service);
  g_test_add_func ("/network-manager/stopped", test_stopped);
  result = g_test_run ();

  g_dbus_connection_close_sync (fixture.service, NULL, NULL);
  g_object_unref (fixture.service);
  g_test_dbus_stop (fixture.bus);
  g_object_unref (fixture.bus);
  return result;
}
