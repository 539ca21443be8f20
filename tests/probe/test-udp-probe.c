/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <errno.h>
#include <string.h>

#include "kaitsu-nick.h"
#include "spaces.h"

#define LONG_MS 20000

/* A UDP server that lets some datagrams pass before it answers. */
typedef struct {
  GSocket *socket;
  GSource *source;
  const char *answer;
  gsize answer_length;
  guint ignores;
  GPtrArray *heard;
  GHashTable *callers;
} Peer;

static gboolean
heard_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Peer *peer = user_data;
  g_autoptr (GSocketAddress) caller = NULL;
  char bytes[1024];
  gssize length = g_socket_receive_from (socket, &caller, bytes, sizeof bytes, NULL, NULL);

  g_assert_cmpint (length, >, 0);
  g_ptr_array_add (peer->heard, g_strndup (bytes, (gsize) length));
  g_hash_table_add (peer->callers, GUINT_TO_POINTER (g_inet_socket_address_get_port (
                                       G_INET_SOCKET_ADDRESS (caller))));
  if (peer->answer != NULL && peer->heard->len > peer->ignores)
    g_socket_send_to (socket, caller, peer->answer, peer->answer_length, NULL, NULL);
  return G_SOURCE_CONTINUE;
}

static Peer *
peer_new (Space space, const char *address, guint16 port)
{
  Peer *peer = g_new0 (Peer, 1);

  peer->socket = spaces_open (space, G_SOCKET_TYPE_DATAGRAM, address, port);
  peer->heard = g_ptr_array_new_with_free_func (g_free);
  peer->callers = g_hash_table_new (NULL, NULL);
  peer->source = g_socket_create_source (peer->socket, G_IO_IN, NULL);
  g_source_set_callback (peer->source, G_SOURCE_FUNC (heard_cb), peer, NULL);
  g_source_attach (peer->source, NULL);
  return peer;
}

static void
peer_free (Peer *peer)
{
  g_source_destroy (peer->source);
  g_source_unref (peer->source);
  g_object_unref (peer->socket);
  g_ptr_array_unref (peer->heard);
  g_hash_table_unref (peer->callers);
  g_free (peer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peer, peer_free)

typedef struct {
  const char *address;
  const char *answer; /* "%u" becomes the port */
  const char *expect;
  guint ignores;
  KaitsuOutcome outcome;
  const char *detail;
} Answered;

static const Answered answered[] = {
  { "127.0.0.1", "K1 %u 198.51.100.7", NULL, 0, KAITSU_OUTCOME_ANSWERED, "198.51.100.7" },
  { "127.0.0.1", "K1 %u 198.51.100.7\n", "K1", 0, KAITSU_OUTCOME_ANSWERED, "198.51.100.7" },
  { "::1", "K1 %u -", NULL, 0, KAITSU_OUTCOME_ANSWERED, NULL },
  { "127.0.0.1", "K1 7 198.51.100.7", NULL, 0, KAITSU_OUTCOME_UNEXPECTED, "K1 7 198.51.100.7" },
  { "127.0.0.1", "echo\r\n", NULL, 0, KAITSU_OUTCOME_ANSWERED, "echo" },
  { "127.0.0.1", "K1 one", "K1 two", 0, KAITSU_OUTCOME_UNEXPECTED, "K1 one" },
  { "127.0.0.1", "K1 %u 198.51.100.7", NULL, 2, KAITSU_OUTCOME_ANSWERED, "198.51.100.7" },
};

static void
test_answered (gconstpointer data)
{
  const Answered *row = data;
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (Peer) peer = peer_new (SPACE_PC, row->address, 0);
  guint16 port = spaces_get_port (peer->socket);
  g_autofree char *number = g_strdup_printf ("%u", port);
  g_autoptr (GString) answer = g_string_new (row->answer);
  g_autoptr (KaitsuProbeRequest) request
      = spaces_request (KAITSU_PROBE_KIND_UDP, row->address, port, LONG_MS);
  g_autoptr (KaitsuObservation) seen = NULL;

  g_string_replace (answer, "%u", number, 0);
  peer->answer = answer->str;
  peer->answer_length = answer->len;
  peer->ignores = row->ignores;
  request->expect = g_strdup (row->expect);
  seen = spaces_try (net, request);
  spaces_assert_outcome (seen, row->outcome);
  g_assert_cmpstr (seen->detail, ==, row->detail);
  g_assert_cmpint (seen->rtt_us, >=, 0);
  g_assert_cmpuint (peer->heard->len, ==, row->ignores + 1);
}

/* Three datagrams, each from its own port, each a syslog message. */
static void
test_silent (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (Peer) peer = peer_new (SPACE_PC, "127.0.0.1", 0);
  g_autoptr (KaitsuProbeRequest) request = spaces_request (
      KAITSU_PROBE_KIND_UDP, "127.0.0.1", spaces_get_port (peer->socket), 4000);
  guint before = spaces_count_sockets ();
  g_autoptr (KaitsuObservation) seen = spaces_try (net, request);

  spaces_assert_outcome (seen, KAITSU_OUTCOME_SILENT);
  g_assert_cmpint (seen->rtt_us, ==, -1);
  g_assert_cmpuint (peer->heard->len, ==, 3);
  g_assert_cmpuint (g_hash_table_size (peer->callers), ==, 3);
  g_assert_cmpuint (kaitsu_net_get_peak (net), ==, 3);
  g_assert_cmpuint (spaces_count_sockets (), ==, before);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (g_str_has_prefix (peer->heard->pdata[i], "<14>1 20"));
      g_assert_nonnull (strstr (peer->heard->pdata[i], "please ignore"));
    }
}

/* A short deadline ends it before the next datagram is due. */
static void
test_deadline (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (Peer) peer = peer_new (SPACE_PC, "127.0.0.1", 0);
  g_autoptr (KaitsuProbeRequest) request = spaces_request (
      KAITSU_PROBE_KIND_UDP, "127.0.0.1", spaces_get_port (peer->socket), 300);
  g_autoptr (KaitsuObservation) seen = spaces_try (net, request);

  spaces_assert_outcome (seen, KAITSU_OUTCOME_SILENT);
  g_assert_cmpuint (peer->heard->len, ==, 1);
}

static void
test_closed (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) socket = spaces_open (SPACE_PC, G_SOCKET_TYPE_DATAGRAM, "127.0.0.1", 0);
  g_autoptr (KaitsuProbeRequest) request = spaces_request (
      KAITSU_PROBE_KIND_UDP, "127.0.0.1", spaces_get_port (socket), LONG_MS);
  g_autoptr (KaitsuObservation) seen = NULL;

  g_socket_close (socket, NULL);
  seen = spaces_try (net, request);
  spaces_assert_outcome (seen, KAITSU_OUTCOME_ICMP);
  g_assert_cmpint (seen->error_number, ==, ECONNREFUSED);
  g_assert_cmpint (seen->icmp.type, ==, 3);
  g_assert_cmpint (seen->icmp.code, ==, 3);
  g_assert_cmpstr (seen->icmp.offender, ==, "127.0.0.1");
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_null (kaitsu_probe_finish (KAITSU_NET (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *done = TRUE;
}

static gboolean
stop_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* Stopped after the second datagram, with two places held. */
static void
test_stopped (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (Peer) peer = peer_new (SPACE_PC, "127.0.0.1", 0);
  g_autoptr (KaitsuProbeRequest) request = spaces_request (
      KAITSU_PROBE_KIND_UDP, "127.0.0.1", spaces_get_port (peer->socket), LONG_MS);
  guint before = spaces_count_sockets ();
  gboolean done = FALSE;

  g_timeout_add (900, stop_cb, cancellable);
  kaitsu_probe_async (net, request, g_get_monotonic_time (), cancellable, stopped_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (peer->heard->len, ==, 2);
  g_assert_cmpuint (kaitsu_net_get_peak (net), ==, 2);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
  g_assert_cmpuint (spaces_count_sockets (), ==, before);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&net));
}

typedef struct {
  const char *name;
  Space space;
  const char *command;
  const char *address;
  KaitsuOutcome outcome;
  int error_number;
  int type;
  int code;
  const char *offender;
} Blocked;

#define FORWARD "nft add table inet t;" \
                "nft 'add chain inet t f { type filter hook forward priority 0; }';"
#define OUTPUT "nft add table inet t;" \
               "nft 'add chain inet t f { type filter hook output priority 0; }';"
#define RULE "nft add rule inet t f udp dport 514 "

static const Blocked blocked[] = {
  { "open", SPACE_PC, "true", SPACES_DESTINATION, KAITSU_OUTCOME_ANSWERED, 0, -1, -1, NULL },
  { "open-ipv6", SPACE_PC, "true", SPACES_DESTINATION_IPV6, KAITSU_OUTCOME_ANSWERED, 0, -1, -1,
    NULL },
  { "router-drop", SPACE_ROUTER, FORWARD RULE "drop", SPACES_DESTINATION, KAITSU_OUTCOME_SILENT, 0,
    -1, -1, NULL },
  { "router-prohibits", SPACE_ROUTER, FORWARD RULE "reject with icmp type admin-prohibited",
    SPACES_DESTINATION, KAITSU_OUTCOME_ICMP, EHOSTUNREACH, 3, 13, SPACES_ROUTER },
  { "router-port", SPACE_ROUTER, FORWARD RULE "reject", SPACES_DESTINATION, KAITSU_OUTCOME_ICMP,
    ECONNREFUSED, 3, 3, SPACES_ROUTER },
  { "router-host", SPACE_ROUTER, FORWARD RULE "reject with icmp type host-unreachable",
    SPACES_DESTINATION, KAITSU_OUTCOME_ICMP, EHOSTUNREACH, 3, 1, SPACES_ROUTER },
  { "router-prohibits-ipv6", SPACE_ROUTER, FORWARD RULE "reject with icmpv6 type admin-prohibited",
    SPACES_DESTINATION_IPV6, KAITSU_OUTCOME_ICMP, EACCES, 1, 1, SPACES_ROUTER_IPV6 },
  { "pc-drop", SPACE_PC, OUTPUT RULE "drop", SPACES_DESTINATION, KAITSU_OUTCOME_LOCAL, EPERM, -1,
    -1, NULL },
  { "pc-drop-ipv6", SPACE_PC, OUTPUT RULE "drop", SPACES_DESTINATION_IPV6, KAITSU_OUTCOME_LOCAL,
    EPERM, -1, -1, NULL },
  { "pc-prohibits", SPACE_PC, OUTPUT RULE "reject with icmp type admin-prohibited",
    SPACES_DESTINATION, KAITSU_OUTCOME_LOCAL, EPERM, 3, 13, SPACES_PC },
  { "route-prohibit", SPACE_PC, "ip route add prohibit " SPACES_DESTINATION, SPACES_DESTINATION,
    KAITSU_OUTCOME_LOCAL, EACCES, -1, -1, NULL },
  { "no-route", SPACE_PC, "ip route del default", SPACES_DESTINATION, KAITSU_OUTCOME_UNREACHABLE,
    ENETUNREACH, -1, -1, NULL },
  { "dead-gateway", SPACE_PC, "ip route replace default via 192.168.77.77", SPACES_DESTINATION,
    KAITSU_OUTCOME_UNREACHABLE, EHOSTUNREACH, 3, 1, SPACES_PC },
};

static void
test_blocked (gconstpointer data)
{
  const Blocked *row = data;
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (Peer) peer = NULL;
  g_autoptr (KaitsuProbeRequest) request = NULL;
  g_autoptr (KaitsuObservation) seen = NULL;

  if (!spaces_require ())
    return;
  peer = peer_new (SPACE_DESTINATION, row->address, 514);
  peer->answer = "K1 514 -";
  peer->answer_length = strlen (peer->answer);
  request = spaces_request (KAITSU_PROBE_KIND_UDP, row->address, 514,
                            row->outcome == KAITSU_OUTCOME_SILENT ? 300 : LONG_MS);
  spaces_run (row->space, "%s", row->command);
  seen = spaces_try (net, request);
  spaces_assert_outcome (seen, row->outcome);
  g_assert_cmpint (seen->error_number, ==, row->error_number);
  g_assert_cmpint (seen->icmp.type, ==, row->type);
  g_assert_cmpint (seen->icmp.code, ==, row->code);
  g_assert_cmpstr (seen->icmp.offender, ==, row->offender);
}

int
main (int argc, char **argv)
{
  spaces_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (answered); i++)
    {
      g_autofree char *path = g_strdup_printf ("/udp-probe/answered/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, &answered[i], test_answered);
    }
  g_test_add_func ("/udp-probe/silent", test_silent);
  g_test_add_func ("/udp-probe/deadline", test_deadline);
  g_test_add_func ("/udp-probe/closed", test_closed);
  g_test_add_func ("/udp-probe/stopped", test_stopped);
  for (gsize i = 0; i < G_N_ELEMENTS (blocked); i++)
    {
      g_autofree char *path = g_strdup_printf ("/udp-probe/blocked/%s", blocked[i].name);

      g_test_add_data_func (path, &blocked[i], test_blocked);
    }
  return g_test_run ();
}
