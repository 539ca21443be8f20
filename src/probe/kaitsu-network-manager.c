/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-network-manager.h"

#include "kaitsu-text.h"

#define BUS_NAME "org.freedesktop.NetworkManager"
#define TIMEOUT_MS 1000
/* An answer of a running service is a few kilobytes; this one is not it. */
#define MAX_OPTIONS 200

/* What is asked, one after the other: the object of the next question is the
 * answer to the last. */
typedef struct {
  const char *interface;
  const char *property;
} Question;

static const Question questions[] = {
  { BUS_NAME, "PrimaryConnection" },
  { BUS_NAME ".Connection.Active", "Dhcp4Config" },
  { BUS_NAME ".DHCP4Config", "Options" },
};

typedef struct {
  GDBusConnection *bus;
  GCancellable *inner;
  GSource *timer;
  GSource *stopped;
  char *object;
  guint question;
} Lease;

static void ask (GTask *task);

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
lease_free (gpointer data)
{
  Lease *lease = data;

  clear_source (&lease->timer);
  clear_source (&lease->stopped);
  g_clear_object (&lease->bus);
  g_clear_object (&lease->inner);
  g_free (lease->object);
  g_free (lease);
}

static void
fail (GTask *task, GError *error)
{
  if (g_task_return_error_if_cancelled (task))
    g_clear_error (&error);
  else
    g_task_return_error (task, error);
}

static void
fail_not_found (GTask *task, const char *what)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "NetworkManager: no %s", what);
}

/* NetworkManager gives every option as text, as the DHCP client wrote it. */
static char *
option_text (GVariant *options, const char *name)
{
  const char *value = NULL;

  return g_variant_lookup (options, name, "&s", &value) ? kaitsu_text_clean (value, -1, 60) : NULL;
}

static char *
option_address (GVariant *options, const char *name)
{
  g_autofree char *text = option_text (options, name);
  g_autoptr (GInetAddress) address = text != NULL ? g_inet_address_new_from_string (text) : NULL;

  return address != NULL && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4
             ? g_steal_pointer (&text)
             : NULL;
}

/* RFC 2132: an address (RFC 2131 yiaddr) is what makes it a lease; the server
 * (option 54) and the time (option 51) are evidence beside it. */
static void
return_lease (GTask *task, GVariant *options)
{
  g_autofree char *address = option_address (options, "ip_address");
  g_autofree char *server = option_address (options, "dhcp_server_identifier");
  g_autofree char *seconds = option_text (options, "dhcp_lease_time");
  guint64 lease_time = 0;
  g_autoptr (GString) detail = NULL;
  KaitsuObservation *seen;

  if (address == NULL || g_variant_n_children (options) > MAX_OPTIONS)
    {
      fail_not_found (task, "IPv4 lease");
      return;
    }
  detail = g_string_new ("NetworkManager: ");
  g_string_append (detail, address);
  if (server != NULL)
    g_string_append_printf (detail, " from %s", server);
  if (seconds != NULL
      && g_ascii_string_to_unsigned (seconds, 10, 1, G_MAXUINT32, &lease_time, NULL))
    g_string_append_printf (detail, ", lease time %" G_GUINT64_FORMAT " s", lease_time);

  seen = kaitsu_observation_new (KAITSU_PROBE_KIND_DHCP, KAITSU_OUTCOME_LEASE);
  seen->family = KAITSU_FAMILY_IPV4;
  seen->port = (KaitsuPort) { KAITSU_PROTOCOL_UDP, 67 };
  seen->address = g_steal_pointer (&server);
  kaitsu_observation_set_detail (seen, detail->str, -1);
  g_task_return_pointer (task, seen, (GDestroyNotify) kaitsu_observation_unref);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Lease *lease = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) value = NULL;

  if (answer == NULL)
    {
      fail (task, g_steal_pointer (&error));
      return;
    }
  g_variant_get (answer, "(v)", &value);
  if (lease->question + 1 == G_N_ELEMENTS (questions))
    {
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT))
        return_lease (task, value);
      else
        fail_not_found (task, "DHCP options");
      return;
    }
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_OBJECT_PATH)
      || g_str_equal (g_variant_get_string (value, NULL), "/"))
    {
      fail_not_found (task, questions[lease->question].property);
      return;
    }
  g_free (lease->object);
  lease->object = g_variant_dup_string (value, NULL);
  lease->question++;
  ask (g_steal_pointer (&task));
}

/* Takes over @task. */
static void
ask (GTask *task)
{
  Lease *lease = g_task_get_task_data (task);
  const Question *question = &questions[lease->question];

  g_dbus_connection_call (lease->bus, BUS_NAME, lease->object, "org.freedesktop.DBus.Properties",
                          "Get", g_variant_new ("(ss)", question->interface, question->property),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT_MS,
                          lease->inner, answered_cb, task);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Lease *lease = g_task_get_task_data (task);
  GError *error = NULL;

  lease->bus = g_bus_get_finish (result, &error);
  if (lease->bus != NULL)
    {
      ask (task);
      return;
    }
  fail (task, error);
  g_object_unref (task);
}

static gboolean
late_cb (gpointer user_data)
{
  g_cancellable_cancel (((Lease *) user_data)->inner);
  return G_SOURCE_REMOVE;
}

static gboolean
stopped_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (((Lease *) user_data)->inner);
  return G_SOURCE_REMOVE;
}

/**
 * kaitsu_network_manager_lease_async:
 * @cancellable: (nullable): stops it at once
 * @callback: called when done
 * @user_data: for @callback
 *
 * Asks NetworkManager over the system bus for the options of the DHCP lease
 * of the primary connection, for at most one second in all. NetworkManager
 * is not started for it.
 */
void
kaitsu_network_manager_lease_async (GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Lease *lease = g_new0 (Lease, 1);

  g_task_set_source_tag (task, kaitsu_network_manager_lease_async);
  g_task_set_name (task, "[kaitsu] NetworkManager lease");
  g_task_set_task_data (task, lease, lease_free);
  lease->inner = g_cancellable_new ();
  lease->object = g_strdup ("/org/freedesktop/NetworkManager");
  lease->timer = g_timeout_source_new (TIMEOUT_MS);
  g_source_set_callback (lease->timer, late_cb, lease, NULL);
  g_source_attach (lease->timer, g_task_get_context (task));
  if (cancellable != NULL)
    {
      lease->stopped = g_cancellable_source_new (cancellable);
      g_source_set_callback (lease->stopped, G_SOURCE_FUNC (stopped_cb), lease, NULL);
      g_source_attach (lease->stopped, g_task_get_context (task));
    }
  g_bus_get (G_BUS_TYPE_SYSTEM, lease->inner, bus_cb, task);
}

/**
 * kaitsu_network_manager_lease_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): an observation DHCP, LEASE, its address the
 *   server's if that is known; %NULL with an error if there is no system
 *   bus, no NetworkManager, no lease, or no answer in time
 */
KaitsuObservation *
kaitsu_network_manager_lease_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
