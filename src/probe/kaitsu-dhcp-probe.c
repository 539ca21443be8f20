/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-dhcp-probe.h"

#include <string.h>

#include "kaitsu-address.h"
#include "kaitsu-dhcp.h"
#include "kaitsu-os.h"

#define MAX_SERVERS 2
#define ROUNDS 2
#define ROUND_MS 1000
#define LAST_WAIT_MS 1500
#define MAX_REPLY 1500

typedef struct {
  GInetAddress *servers[MAX_SERVERS];
  guint n_servers;
  guint n_sent;
  KaitsuDhcpQuery query;
} State;

static void send_next (KaitsuProbe *self);

static void
state_free (gpointer data)
{
  State *state = data;

  for (guint i = 0; i < state->n_servers; i++)
    g_object_unref (state->servers[i]);
  g_free (state);
}

static void
observe_reply (KaitsuProbe *self, const KaitsuDhcpReply *reply)
{
  g_autoptr (GString) detail = g_string_new (NULL);
  KaitsuObservation *seen;

  g_string_append_printf (detail, "DHCP server %s", reply->server[0] != '\0' ? reply->server : "-");
  if (reply->router[0] != '\0')
    g_string_append_printf (detail, ", router %s", reply->router);
  if (reply->portal != NULL)
    g_string_append_printf (detail, ", portal %s", reply->portal);
  self->rtt_us = g_get_monotonic_time () - self->sent;
  seen = kaitsu_probe_observe (self, KAITSU_OUTCOME_ANSWERED);
  g_free (seen->address);
  seen->address = reply->server[0] != '\0' ? g_strdup (reply->server) : NULL;
  kaitsu_observation_set_detail (seen, detail->str, -1);
}

/* An ICMP error here only says that the router is no DHCP server, and most
 * servers do not answer to a high port: nothing but an answer counts. */
static gboolean
ready_cb (KaitsuProbe *self, GSocket *socket, GIOCondition condition)
{
  State *state = self->data;
  guint8 bytes[MAX_REPLY];
  g_auto (KaitsuDhcpReply) reply = { 0 };
  g_autoptr (GError) error = NULL;
  gssize length = g_socket_receive (socket, (char *) bytes, sizeof bytes, NULL, &error);

  if (length < 0)
    {
      if ((condition & G_IO_ERR) == 0)
        return TRUE;
      kaitsu_os_take_socket_error (socket);
      return FALSE;
    }
  if (kaitsu_dhcp_parse_reply (bytes, (gsize) length, &state->query, &reply)
      != KAITSU_DHCP_VERDICT_OK)
    return TRUE;
  observe_reply (self, &reply);
  kaitsu_probe_end (self);
  return FALSE;
}

static void
give_up_cb (KaitsuProbe *self)
{
  kaitsu_probe_conclude (self, KAITSU_OUTCOME_SILENT, self->deadline_detail);
}

static void
next_round_cb (KaitsuProbe *self)
{
  kaitsu_probe_want_place (self, send_next);
}

static void
send_next (KaitsuProbe *self)
{
  State *state = self->data;
  guint8 packet[KAITSU_DHCP_INFORM_SIZE];
  GSocket *socket
      = kaitsu_probe_open_datagram (self, state->servers[state->n_sent % state->n_servers]);

  if (socket == NULL)
    return;
  kaitsu_dhcp_build_inform (&state->query, packet);
  if (!kaitsu_probe_send (self, socket, packet, sizeof packet))
    return;
  kaitsu_probe_watch (self, socket, G_IO_IN, G_PRIORITY_DEFAULT, ready_cb);
  state->n_sent++;
  if (state->n_sent == ROUNDS * state->n_servers)
    kaitsu_probe_after (self, LAST_WAIT_MS, give_up_cb);
  else if (state->n_sent % state->n_servers == 0)
    kaitsu_probe_after (self, ROUND_MS, next_round_cb);
  else
    kaitsu_probe_want_place (self, send_next);
}

/* DHCP stays on the LAN: a server elsewhere is a relay's business. */
static void
add_server (State *state, const char *text)
{
  g_autoptr (GInetAddress) address = text != NULL ? g_inet_address_new_from_string (text) : NULL;

  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV4
      || kaitsu_address_get_scope (text) != KAITSU_ADDRESS_SCOPE_PRIVATE)
    return;
  for (guint i = 0; i < state->n_servers; i++)
    {
      if (g_inet_address_equal (state->servers[i], address))
        return;
    }
  if (state->n_servers < MAX_SERVERS)
    state->servers[state->n_servers++] = g_steal_pointer (&address);
}

static gboolean
fill_query (KaitsuDhcpQuery *query, const KaitsuNetwork *network)
{
  g_autoptr (GInetAddress) own
      = network->address != NULL ? g_inet_address_new_from_string (network->address) : NULL;
  g_autoptr (GBytes) hardware = kaitsu_os_dup_hardware (&query->hardware_type);
  gsize length = 0;
  const guint8 *bytes = hardware != NULL ? g_bytes_get_data (hardware, &length) : NULL;

  if (own == NULL || g_inet_address_get_family (own) != G_SOCKET_FAMILY_IPV4)
    return FALSE;
  query->xid = g_random_int ();
  memcpy (query->address, g_inet_address_to_bytes (own), sizeof query->address);
  /* Servers know an INFORM by its address; a line without hardware addresses
   * gets an Ethernet one that is all zero. */
  query->hardware_length = bytes != NULL ? (guint8) length : 6;
  if (bytes == NULL)
    query->hardware_type = 1;
  else
    memcpy (query->hardware, bytes, length);
  return TRUE;
}

/* What the kernel keeps of the lease: the address runs out, and the default
 * route was set "by DHCP" (RTPROT_DHCP). An address without end on a route
 * without that mark was set by hand. */
static void
observe_kernel (KaitsuProbe *self, const KaitsuNetwork *network)
{
  gboolean lease = network->dhcp_address || network->dhcp_route;
  g_autoptr (GString) detail = g_string_new (NULL);
  KaitsuObservation *seen;

  g_string_append_printf (detail, "kernel: %s", network->address);
  if (network->dhcp_address && network->lease_seconds >= 0)
    g_string_append_printf (detail, " valid for %" G_GINT64_FORMAT " s", network->lease_seconds);
  if (!network->dhcp_address)
    g_string_append (detail, " without end");
  if (network->dhcp_route)
    g_string_append (detail, ", default route from DHCP");
  seen = kaitsu_probe_observe (self, lease ? KAITSU_OUTCOME_LEASE : KAITSU_OUTCOME_STATIC);
  kaitsu_observation_set_detail (seen, detail->str, -1);
}

static void
lease_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuProbe) self = user_data;
  g_autoptr (KaitsuObservation) lease
      = kaitsu_net_lease_finish (KAITSU_NET (source), result, NULL);
  g_autoptr (KaitsuNetwork) network = NULL;
  State *state = self->data;

  if (kaitsu_probe_is_over (self))
    return;
  network = kaitsu_net_dup_network (self->net);
  if (lease != NULL)
    kaitsu_probe_adopt (self, lease);
  if (!fill_query (&state->query, network))
    {
      kaitsu_probe_conclude (self, KAITSU_OUTCOME_UNREACHABLE, "no IPv4 address");
      return;
    }
  if (lease == NULL)
    observe_kernel (self, network);
  add_server (state, network->gateway);
  if (lease != NULL)
    add_server (state, lease->address);
  if (state->n_servers > 0)
    send_next (self);
  else
    kaitsu_probe_conclude (self, KAITSU_OUTCOME_SILENT, "no server on the LAN to ask");
}

/**
 * kaitsu_dhcp_probe_start:
 * @self: an attempt of kind DHCP
 *
 * Evidence in the order of its weight, without ever taking a lease or
 * sending to everybody: the lease that NetworkManager holds, what the kernel
 * knows of it, and a DHCPINFORM (RFC 2131 §4.4.3) to the router and to the
 * server of the lease, twice. Only some servers answer that to a high port.
 *
 * Several observations: LEASE or STATIC, then ANSWERED, or SILENT, which
 * says nothing.
 */
void
kaitsu_dhcp_probe_start (KaitsuProbe *self)
{
  kaitsu_probe_set_data (self, g_new0 (State, 1), state_free);
  kaitsu_net_lease_async (self->net, self->cancellable, lease_cb, kaitsu_probe_ref (self));
}
