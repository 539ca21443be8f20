/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <string.h>

#include "kaitsu-nick.h"
#include "spaces.h"

#define INFORM 8
#define AT_XID 4
#define AT_CIADDR 12
#define AT_COOKIE 236
#define AT_OPTIONS 240

/* A DHCP server on the router. It answers as dnsmasq does, to the port that
 * asked, or as told by @spoil; and it counts what a client must not send. */
typedef enum {
  SERVER_ANSWERS,
  SERVER_WRONG_XID,
  SERVER_SHORT,
  SERVER_MUTE,
} ServerKind;

typedef struct {
  GSocket *socket;
  GSource *source;
  ServerKind kind;
  guint informs;
  guint others;
  guint8 ciaddr[4];
} Server;

static gsize
build_ack (Server *server, const guint8 *query, guint8 *reply)
{
  static const guint8 options[] = { 53, 1, 5, 54, 4, 192, 168, 77, 1, 3, 4, 192, 168, 77, 1, 255 };

  memcpy (reply, query, AT_OPTIONS);
  reply[0] = 2; /* BOOTREPLY */
  if (server->kind == SERVER_WRONG_XID)
    reply[AT_XID] ^= 1;
  memcpy (reply + AT_OPTIONS, options, sizeof options);
  return server->kind == SERVER_SHORT ? 100 : AT_OPTIONS + sizeof options;
}

static gboolean
heard_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Server *server = user_data;
  g_autoptr (GSocketAddress) client = NULL;
  guint8 query[1500] = { 0 };
  guint8 reply[1500];
  gssize length
      = g_socket_receive_from (socket, &client, (char *) query, sizeof query, NULL, NULL);

  g_assert_cmpint (length, >, AT_OPTIONS + 3);
  /* RFC 2131 §2, RFC 2132 §9.6: the message type is our first option */
  if (query[0] == 1 && query[AT_OPTIONS] == 53 && query[AT_OPTIONS + 2] == INFORM)
    server->informs++;
  else
    server->others++;
  memcpy (server->ciaddr, query + AT_CIADDR, 4);
  if (server->kind != SERVER_MUTE)
    g_socket_send_to (socket, client, (const char *) reply, build_ack (server, query, reply), NULL,
                      NULL);
  return G_SOURCE_CONTINUE;
}

static Server *
server_new (ServerKind kind)
{
  Server *server = g_new0 (Server, 1);

  server->kind = kind;
  server->socket = spaces_open (SPACE_ROUTER, G_SOCKET_TYPE_DATAGRAM, "0.0.0.0", 67);
  g_socket_set_broadcast (server->socket, TRUE);
  server->source = g_socket_create_source (server->socket, G_IO_IN, NULL);
  g_source_set_callback (server->source, G_SOURCE_FUNC (heard_cb), server, NULL);
  g_source_attach (server->source, NULL);
  return server;
}

static void
server_free (Server *server)
{
  g_source_destroy (server->source);
  g_source_unref (server->source);
  g_object_unref (server->socket);
  g_free (server);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

#define BY_DHCP \
  "ip addr change " SPACES_PC "/24 dev lan0 valid_lft 600 preferred_lft 600;" \
  "ip route replace default via " SPACES_ROUTER " proto dhcp"

typedef struct {
  const char *name;
  const char *command;
  ServerKind kind;
  KaitsuOutcome first;
  const char *first_detail;
  KaitsuOutcome second;
  const char *second_detail;
  guint informs;
} Row;

static const Row rows[] = {
  { "lease-answered", BY_DHCP, SERVER_ANSWERS, KAITSU_OUTCOME_LEASE,
    "kernel: 192.168.77.2 valid for *, default route from DHCP", KAITSU_OUTCOME_ANSWERED,
    "DHCP server 192.168.77.1, router 192.168.77.1", 1 },
  { "by-hand-answered", "true", SERVER_ANSWERS, KAITSU_OUTCOME_STATIC,
    "kernel: 192.168.77.2 without end", KAITSU_OUTCOME_ANSWERED,
    "DHCP server 192.168.77.1, router 192.168.77.1", 1 },
  { "by-hand-silent", "true", SERVER_MUTE, KAITSU_OUTCOME_STATIC,
    "kernel: 192.168.77.2 without end", KAITSU_OUTCOME_SILENT, NULL, 2 },
  { "lease-silent", BY_DHCP, SERVER_MUTE, KAITSU_OUTCOME_LEASE,
    "kernel: 192.168.77.2 valid for *, default route from DHCP", KAITSU_OUTCOME_SILENT, NULL, 2 },
  { "other-exchange", "true", SERVER_WRONG_XID, KAITSU_OUTCOME_STATIC,
    "kernel: 192.168.77.2 without end", KAITSU_OUTCOME_SILENT, NULL, 2 },
  { "short-reply", "true", SERVER_SHORT, KAITSU_OUTCOME_STATIC, "kernel: 192.168.77.2 without end",
    KAITSU_OUTCOME_SILENT, NULL, 2 },
  { "pc-blocks",
    "nft add table inet t; nft 'add chain inet t f { type filter hook output priority 0; }';"
    "nft add rule inet t f udp dport 67 drop",
    SERVER_ANSWERS, KAITSU_OUTCOME_STATIC, "kernel: 192.168.77.2 without end", KAITSU_OUTCOME_LOCAL,
    NULL, 0 },
};

static void
assert_detail (const char *detail, const char *wanted)
{
  if (wanted == NULL)
    g_assert_null (detail);
  else if (!g_pattern_match_simple (wanted, detail))
    g_error ("%s is not %s", detail, wanted);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (Server) server = NULL;
  g_autoptr (KaitsuProbeRequest) request
      = spaces_request (KAITSU_PROBE_KIND_DHCP, NULL, 67, 20000);
  g_autoptr (GPtrArray) seen = NULL;
  KaitsuObservation *first;
  KaitsuObservation *second;

  if (!spaces_require ())
    return;
  spaces_run (SPACE_PC, "%s", row->command);
  server = server_new (row->kind);
  seen = spaces_try_all (net, request);
  g_assert_cmpuint (seen->len, ==, 2);
  first = seen->pdata[0];
  second = seen->pdata[1];
  spaces_assert_outcome (first, row->first);
  assert_detail (first->detail, row->first_detail);
  spaces_assert_outcome (second, row->second);
  assert_detail (second->detail, row->second_detail);
  g_assert_cmpstr (second->address, ==,
                   row->second == KAITSU_OUTCOME_ANSWERED ? SPACES_ROUTER : NULL);
  /* never a lease, never to everybody */
  g_assert_cmpuint (server->informs, ==, row->informs);
  g_assert_cmpuint (server->others, ==, 0);
  if (row->informs > 0)
    g_assert_cmpmem (server->ciaddr, 4, "\xc0\xa8\x4d\x02", 4);
}

/* Nobody on port 67: the router's ICMP error is no finding about DHCP. */
static void
test_no_server (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (KaitsuProbeRequest) request
      = spaces_request (KAITSU_PROBE_KIND_DHCP, NULL, 67, 20000);
  g_autoptr (GPtrArray) seen = NULL;

  if (!spaces_require ())
    return;
  seen = spaces_try_all (net, request);
  g_assert_cmpuint (seen->len, ==, 2);
  spaces_assert_outcome ((KaitsuObservation *) seen->pdata[0], KAITSU_OUTCOME_STATIC);
  spaces_assert_outcome ((KaitsuObservation *) seen->pdata[1], KAITSU_OUTCOME_SILENT);
}

static void
test_offline (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (KaitsuProbeRequest) request
      = spaces_request (KAITSU_PROBE_KIND_DHCP, NULL, 67, 20000);
  g_autoptr (GPtrArray) seen = NULL;

  if (!spaces_require ())
    return;
  spaces_run (SPACE_PC, "ip route del default");
  seen = spaces_try_all (net, request);
  g_assert_cmpuint (seen->len, ==, 1);
  spaces_assert_outcome ((KaitsuObservation *) seen->pdata[0], KAITSU_OUTCOME_UNREACHABLE);
}

/* A gateway outside of private networks is not asked: that is no LAN. */
static void
test_public_gateway (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (Server) server = NULL;
  g_autoptr (KaitsuProbeRequest) request
      = spaces_request (KAITSU_PROBE_KIND_DHCP, NULL, 67, 20000);
  g_autoptr (GPtrArray) seen = NULL;

  if (!spaces_require ())
    return;
  server = server_new (SERVER_ANSWERS);
  spaces_run (SPACE_ROUTER, "ip addr replace 198.51.100.1/32 dev lan1");
  spaces_run (SPACE_PC, "ip route replace 198.51.100.1 dev lan0;"
                        "ip route replace default via 198.51.100.1");
  seen = spaces_try_all (net, request);
  g_assert_cmpuint (seen->len, ==, 2);
  spaces_assert_outcome ((KaitsuObservation *) seen->pdata[1], KAITSU_OUTCOME_SILENT);
  g_assert_cmpuint (server->informs + server->others, ==, 0);
}

/* The lease of a network manager stands before what the kernel says. */
#define MANAGED_TYPE_NET (managed_net_get_type ())
G_DECLARE_FINAL_TYPE (ManagedNet, managed_net, MANAGED, NET, KaitsuNet)

struct _ManagedNet {
  KaitsuNet parent_instance;
};

G_DEFINE_FINAL_TYPE (ManagedNet, managed_net, KAITSU_TYPE_NET)

static void
managed_lease_async (KaitsuNet *net,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (net, cancellable, callback, user_data);
  KaitsuObservation *lease
      = kaitsu_observation_new (KAITSU_PROBE_KIND_DHCP, KAITSU_OUTCOME_LEASE);

  lease->address = g_strdup (SPACES_ROUTER);
  kaitsu_observation_set_detail (lease, "manager: lease", -1);
  g_task_return_pointer (task, lease, (GDestroyNotify) kaitsu_observation_unref);
}

static void
managed_net_class_init (ManagedNetClass *klass)
{
  KAITSU_NET_CLASS (klass)->lease_async = managed_lease_async;
}

static void
managed_net_init (ManagedNet *self)
{
}

static void
test_managed (void)
{
  g_autoptr (KaitsuNet) net = g_object_new (MANAGED_TYPE_NET, NULL);
  g_autoptr (Server) server = NULL;
  g_autoptr (KaitsuProbeRequest) request
      = spaces_request (KAITSU_PROBE_KIND_DHCP, NULL, 67, 20000);
  g_autoptr (GPtrArray) seen = NULL;
  KaitsuObservation *first;

  if (!spaces_require ())
    return;
  server = server_new (SERVER_ANSWERS);
  seen = spaces_try_all (net, request);
  g_assert_cmpuint (seen->len, ==, 2);
  first = seen->pdata[0];
  spaces_assert_outcome (first, KAITSU_OUTCOME_LEASE);
  g_assert_cmpstr (first->detail, ==, "manager: lease");
  g_assert_cmpstr (first->address, ==, SPACES_ROUTER);
  spaces_assert_outcome ((KaitsuObservation *) seen->pdata[1], KAITSU_OUTCOME_ANSWERED);
  g_assert_cmpuint (server->informs, ==, 1);
}

int
main (int argc, char **argv)
{
  spaces_init ();
  /* the machine's own network manager is not asked here */
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/dhcp-probe/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/dhcp-probe/no-server", test_no_server);
  g_test_add_func ("/dhcp-probe/offline", test_offline);
  g_test_add_func ("/dhcp-probe/public-gateway", test_public_gateway);
  g_test_add_func ("/dhcp-probe/managed", test_managed);
  return g_test_run ();
}
