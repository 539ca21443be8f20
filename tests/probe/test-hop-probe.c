/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-hop-probe.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "kaitsu-enums.h"
#include "kaitsu-nick.h"
#include "kaitsu-ntp.h"
#include "way.h"

/* What comes comes; where nothing does, nobody waits for it long. */
#define LONG_MS 20000
#define SHORT_MS 300

/* hop limits 1 (router), 2 (provider), 3 (destination), and none */
#define N_LIMITS 4

typedef struct {
  KaitsuOutcome outcome;
  int type;
  int code;
  const char *offender;
} Sight;

typedef struct {
  const char *name;
  Space space;
  const char *command;
  const char *address;
  KaitsuPort port;
  Sight sights[N_LIMITS];
} Row;

#define TCP { KAITSU_PROTOCOL_TCP, 9124 }
#define UDP(number) { KAITSU_PROTOCOL_UDP, number }
#define CHAIN(hook)                                                                                \
  "nft add table inet t;"                                                                          \
  "nft 'add chain inet t f { type filter hook " hook " priority 0; }';"
#define RULE(what) "nft add rule inet t f th dport { 9124, 514, 123 } " what
#define OPEN "true"
#define MUTED "nft add rule inet t f icmp type time-exceeded drop;"                                \
              "nft add rule inet t f icmpv6 type time-exceeded drop"

#define SEEN(word) { KAITSU_OUTCOME_##word, -1, -1, NULL }
#define ICMP(type, code, offender) { KAITSU_OUTCOME_ICMP, type, code, offender }
#define AT_ROUTER ICMP (11, 0, SPACES_ROUTER)
#define AT_ROUTER_6 ICMP (3, 0, SPACES_ROUTER_IPV6)
#define AT_PROVIDER ICMP (11, 0, WAY_PROVIDER)
#define AT_PROVIDER_6 ICMP (3, 0, WAY_PROVIDER_IPV6)
#define ALL_SILENT { SEEN (SILENT), SEEN (SILENT), SEEN (SILENT), SEEN (SILENT) }
#define ALL_LOCAL(type, code, who)                                                                 \
  { { KAITSU_OUTCOME_LOCAL, type, code, who }, { KAITSU_OUTCOME_LOCAL, type, code, who },          \
    { KAITSU_OUTCOME_LOCAL, type, code, who }, { KAITSU_OUTCOME_LOCAL, type, code, who } }

#define IPV4 SPACES_DESTINATION
#define IPV6 SPACES_DESTINATION_IPV6

static const Row rows[] = {
  { "tcp/open", SPACE_PC, OPEN, IPV4, TCP,
    { AT_ROUTER, AT_PROVIDER, SEEN (CONNECTED), SEEN (CONNECTED) } },
  { "tcp/open-ipv6", SPACE_PC, OPEN, IPV6, TCP,
    { AT_ROUTER_6, AT_PROVIDER_6, SEEN (CONNECTED), SEEN (CONNECTED) } },
  { "tcp/closed", SPACE_PC, OPEN, IPV4, { KAITSU_PROTOCOL_TCP, 9125 },
    { AT_ROUTER, AT_PROVIDER, SEEN (REFUSED), SEEN (REFUSED) } },
  { "tcp/closed-ipv6", SPACE_PC, OPEN, IPV6, { KAITSU_PROTOCOL_TCP, 9125 },
    { AT_ROUTER_6, AT_PROVIDER_6, SEEN (REFUSED), SEEN (REFUSED) } },
  { "tcp/pc-drop", SPACE_PC, CHAIN ("output") RULE ("drop"), IPV4, TCP, ALL_SILENT },
  { "tcp/pc-drop-ipv6", SPACE_PC, CHAIN ("output") RULE ("drop"), IPV6, TCP, ALL_SILENT },
  { "tcp/pc-reject", SPACE_PC, CHAIN ("output") RULE ("reject with icmp type admin-prohibited"),
    IPV4, TCP, ALL_LOCAL (3, 13, SPACES_PC) },
  { "tcp/no-route", SPACE_PC, "ip route del default", IPV4, TCP,
    { SEEN (UNREACHABLE), SEEN (UNREACHABLE), SEEN (UNREACHABLE), SEEN (UNREACHABLE) } },
  { "tcp/router-ingress-drop", SPACE_ROUTER, CHAIN ("prerouting") RULE ("drop"), IPV4, TCP,
    ALL_SILENT },
  { "tcp/router-drop", SPACE_ROUTER, CHAIN ("forward") RULE ("drop"), IPV4, TCP,
    { AT_ROUTER, SEEN (SILENT), SEEN (SILENT), SEEN (SILENT) } },
  { "tcp/router-drop-ipv6", SPACE_ROUTER, CHAIN ("forward") RULE ("drop"), IPV6, TCP,
    { AT_ROUTER_6, SEEN (SILENT), SEEN (SILENT), SEEN (SILENT) } },
  { "tcp/router-prohibits", SPACE_ROUTER,
    CHAIN ("forward") RULE ("reject with icmp type admin-prohibited"), IPV4, TCP,
    { AT_ROUTER, ICMP (3, 13, SPACES_ROUTER), ICMP (3, 13, SPACES_ROUTER),
      ICMP (3, 13, SPACES_ROUTER) } },
  { "tcp/router-prohibits-ipv6", SPACE_ROUTER,
    CHAIN ("forward") RULE ("reject with icmpv6 type admin-prohibited"), IPV6, TCP,
    { AT_ROUTER_6, ICMP (1, 1, SPACES_ROUTER_IPV6), ICMP (1, 1, SPACES_ROUTER_IPV6),
      ICMP (1, 1, SPACES_ROUTER_IPV6) } },
  { "tcp/router-ingress-port", SPACE_ROUTER,
    CHAIN ("prerouting") RULE ("reject with icmp type port-unreachable"), IPV4, TCP,
    { ICMP (3, 3, SPACES_ROUTER), ICMP (3, 3, SPACES_ROUTER), ICMP (3, 3, SPACES_ROUTER),
      ICMP (3, 3, SPACES_ROUTER) } },
  { "tcp/router-reset", SPACE_ROUTER, CHAIN ("forward") "nft add rule inet t f tcp dport 9124 "
    "reject with tcp reset", IPV4, TCP,
    { AT_ROUTER, SEEN (REFUSED), SEEN (REFUSED), SEEN (REFUSED) } },
  { "tcp/router-ingress-reset", SPACE_ROUTER, CHAIN ("prerouting") "nft add rule inet t f "
    "tcp dport 9124 reject with tcp reset", IPV4, TCP,
    { SEEN (REFUSED), SEEN (REFUSED), SEEN (REFUSED), SEEN (REFUSED) } },
  { "tcp/router-mute", SPACE_ROUTER, CHAIN ("output") MUTED, IPV4, TCP,
    { SEEN (SILENT), AT_PROVIDER, SEEN (CONNECTED), SEEN (CONNECTED) } },
  { "tcp/router-mute-ipv6", SPACE_ROUTER, CHAIN ("output") MUTED, IPV6, TCP,
    { SEEN (SILENT), AT_PROVIDER_6, SEEN (CONNECTED), SEEN (CONNECTED) } },
  { "tcp/router-poses", SPACE_ROUTER,
    "nft add table inet t;"
    "nft 'add chain inet t n { type nat hook prerouting priority -100; }';"
    "nft add rule inet t n tcp dport 9124 redirect to :8080", IPV4, TCP,
    { SEEN (CONNECTED), SEEN (CONNECTED), SEEN (CONNECTED), SEEN (CONNECTED) } },
  { "tcp/provider-ingress-drop", SPACE_PROVIDER, CHAIN ("prerouting") RULE ("drop"), IPV4, TCP,
    { AT_ROUTER, SEEN (SILENT), SEEN (SILENT), SEEN (SILENT) } },
  { "tcp/provider-drop", SPACE_PROVIDER, CHAIN ("forward") RULE ("drop"), IPV4, TCP,
    { AT_ROUTER, AT_PROVIDER, SEEN (SILENT), SEEN (SILENT) } },
  { "tcp/provider-drop-ipv6", SPACE_PROVIDER, CHAIN ("forward") RULE ("drop"), IPV6, TCP,
    { AT_ROUTER_6, AT_PROVIDER_6, SEEN (SILENT), SEEN (SILENT) } },
  { "tcp/provider-net", SPACE_PROVIDER,
    CHAIN ("forward") RULE ("reject with icmp type net-unreachable"), IPV4, TCP,
    { AT_ROUTER, AT_PROVIDER, ICMP (3, 0, WAY_PROVIDER), ICMP (3, 0, WAY_PROVIDER) } },
  { "tcp/provider-reset", SPACE_PROVIDER, CHAIN ("forward") "nft add rule inet t f "
    "tcp dport 9124 reject with tcp reset", IPV4, TCP,
    { AT_ROUTER, AT_PROVIDER, SEEN (REFUSED), SEEN (REFUSED) } },
  { "tcp/destination-drop", SPACE_DESTINATION, CHAIN ("input") RULE ("drop"), IPV4, TCP,
    { AT_ROUTER, AT_PROVIDER, SEEN (SILENT), SEEN (SILENT) } },
  { "udp/silent", SPACE_PC, OPEN, IPV4, UDP (514),
    { AT_ROUTER, AT_PROVIDER, SEEN (SILENT), SEEN (SILENT) } },
  { "udp/silent-ipv6", SPACE_PC, OPEN, IPV6, UDP (514),
    { AT_ROUTER_6, AT_PROVIDER_6, SEEN (SILENT), SEEN (SILENT) } },
  { "udp/time", SPACE_PC, OPEN, IPV4, UDP (123),
    { AT_ROUTER, AT_PROVIDER, SEEN (ANSWERED), SEEN (ANSWERED) } },
  { "udp/time-ipv6", SPACE_PC, OPEN, IPV6, UDP (123),
    { AT_ROUTER_6, AT_PROVIDER_6, SEEN (ANSWERED), SEEN (ANSWERED) } },
  { "udp/names", SPACE_PC, OPEN, IPV4, UDP (53),
    { AT_ROUTER, AT_PROVIDER, SEEN (ANSWERED), SEEN (ANSWERED) } },
  { "udp/other", SPACE_PC, OPEN, IPV4, UDP (9000),
    { AT_ROUTER, AT_PROVIDER, SEEN (ANSWERED), SEEN (ANSWERED) } },
  { "udp/closed", SPACE_PC, OPEN, IPV4, UDP (9001),
    { AT_ROUTER, AT_PROVIDER, ICMP (3, 3, IPV4), ICMP (3, 3, IPV4) } },
  { "udp/closed-ipv6", SPACE_PC, OPEN, IPV6, UDP (9001),
    { AT_ROUTER_6, AT_PROVIDER_6, ICMP (1, 4, IPV6), ICMP (1, 4, IPV6) } },
  { "udp/pc-drop", SPACE_PC, CHAIN ("output") RULE ("drop"), IPV4, UDP (514),
    ALL_LOCAL (-1, -1, NULL) },
  { "udp/router-ingress-drop", SPACE_ROUTER, CHAIN ("prerouting") RULE ("drop"), IPV4, UDP (514),
    ALL_SILENT },
  { "udp/router-drop", SPACE_ROUTER, CHAIN ("forward") RULE ("drop"), IPV4, UDP (514),
    { AT_ROUTER, SEEN (SILENT), SEEN (SILENT), SEEN (SILENT) } },
  { "udp/router-drop-ipv6", SPACE_ROUTER, CHAIN ("forward") RULE ("drop"), IPV6, UDP (514),
    { AT_ROUTER_6, SEEN (SILENT), SEEN (SILENT), SEEN (SILENT) } },
  { "udp/router-port", SPACE_ROUTER,
    CHAIN ("forward") RULE ("reject with icmp type port-unreachable"), IPV4, UDP (123),
    { AT_ROUTER, ICMP (3, 3, SPACES_ROUTER), ICMP (3, 3, SPACES_ROUTER),
      ICMP (3, 3, SPACES_ROUTER) } },
  { "udp/router-host-ipv6", SPACE_ROUTER,
    CHAIN ("forward") RULE ("reject with icmpv6 type addr-unreachable"), IPV6, UDP (123),
    { AT_ROUTER_6, ICMP (1, 3, SPACES_ROUTER_IPV6), ICMP (1, 3, SPACES_ROUTER_IPV6),
      ICMP (1, 3, SPACES_ROUTER_IPV6) } },
  { "udp/provider-drop", SPACE_PROVIDER, CHAIN ("forward") RULE ("drop"), IPV4, UDP (514),
    { AT_ROUTER, AT_PROVIDER, SEEN (SILENT), SEEN (SILENT) } },
  { "udp/provider-prohibits", SPACE_PROVIDER,
    CHAIN ("forward") RULE ("reject with icmp type host-prohibited"), IPV4, UDP (514),
    { AT_ROUTER, AT_PROVIDER, ICMP (3, 10, WAY_PROVIDER), ICMP (3, 10, WAY_PROVIDER) } },
};

/* Who listens at the destination, and what came there. */
typedef struct {
  GPtrArray *sockets;
  GPtrArray *heard; /* of GBytes */
  GArray *callers;  /* of guint16: from which ports */
  gboolean wrong;   /* answers what was not asked */
} Servers;

static gssize
build_answer (Servers *servers, guint16 port, const guint8 *asked, gssize length, guint8 *answer)
{
  KaitsuNtpReply reply = { .version = 4, .mode = 4, .stratum = 2, .receive = 1, .transmit = 1 };

  if (length > 64 || port == 514)
    return 0;
  memcpy (answer, asked, (gsize) length);
  if (port == 123)
    {
      for (guint i = 0; i < 8; i++)
        reply.origin = reply.origin << 8 | asked[40 + i];
      reply.origin += servers->wrong;
      kaitsu_ntp_build_reply (&reply, answer);
    }
  else if (port == 53)
    {
      answer[1] ^= servers->wrong;
      answer[2] |= 0x80;
    }
  return length;
}

static gboolean
asked_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Servers *servers = user_data;
  g_autoptr (GSocketAddress) from = NULL;
  guint8 asked[1500];
  guint8 answer[64];
  gssize length = g_socket_receive_from (socket, &from, (char *) asked, sizeof asked, NULL, NULL);
  guint16 port;

  if (length < 0)
    return TRUE;
  port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (from));
  g_array_append_val (servers->callers, port);
  g_ptr_array_add (servers->heard, g_bytes_new (asked, (gsize) length));
  length = build_answer (servers, spaces_get_port (socket), asked, length, answer);
  if (length > 0)
    g_socket_send_to (socket, from, (const char *) answer, (gsize) length, NULL, NULL);
  return TRUE;
}

static void
source_free (gpointer source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static void
servers_free (Servers *servers)
{
  g_ptr_array_unref (servers->sockets);
  g_ptr_array_unref (servers->heard);
  g_array_unref (servers->callers);
  g_free (servers);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Servers, servers_free)

static void
listen_for_streams (Servers *servers, Space space, const char *address, guint16 port)
{
  GSocket *socket = spaces_open (space, G_SOCKET_TYPE_STREAM, address, port);

  g_ptr_array_add (servers->sockets, g_socket_create_source (socket, G_IO_HUP, NULL));
  g_object_unref (socket);
}

static Servers *
servers_new (const char *address)
{
  static const guint16 ports[] = { 514, 123, 53, 9000 };
  Servers *servers = g_new0 (Servers, 1);

  servers->sockets = g_ptr_array_new_with_free_func (source_free);
  servers->heard = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  servers->callers = g_array_new (FALSE, FALSE, sizeof (guint16));
  listen_for_streams (servers, SPACE_DESTINATION, address, 9124);
  listen_for_streams (servers, SPACE_ROUTER, SPACES_ROUTER, 8080);
  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autoptr (GSocket) socket
          = spaces_open (SPACE_DESTINATION, G_SOCKET_TYPE_DATAGRAM, address, ports[i]);
      GSource *source = g_socket_create_source (socket, G_IO_IN, NULL);

      g_source_set_callback (source, G_SOURCE_FUNC (asked_cb), servers, NULL);
      g_source_attach (source, NULL);
      g_ptr_array_add (servers->sockets, source);
    }
  return servers;
}

static void
seen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KaitsuObservation **seen = user_data;
  g_autoptr (GError) error = NULL;

  *seen = kaitsu_hop_probe_finish (KAITSU_NET (source), result, &error);
  g_assert_no_error (error);
}

static KaitsuHopProbeRequest
build_request (GInetAddress *address, KaitsuPort port, guint hop_limit, guint timeout_ms)
{
  return (KaitsuHopProbeRequest){
    .family = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ? KAITSU_FAMILY_IPV6
                                                                          : KAITSU_FAMILY_IPV4,
    .port = port,
    .host = "target.example",
    .address = address,
    .hop_limit = hop_limit,
    .control = hop_limit == 2,
    .timeout_ms = timeout_ms,
  };
}

static void
assert_common (const KaitsuObservation *seen, const KaitsuHopProbeRequest *request)
{
  g_autofree char *address = g_inet_address_to_string (request->address);

  g_assert_cmpuint (seen->hop_limit, ==, request->hop_limit);
  g_assert_cmpint (seen->family, ==, request->family);
  g_assert_true (kaitsu_port_equal (seen->port, request->port));
  g_assert_cmpint (seen->control, ==, request->control);
  g_assert_cmpstr (seen->host, ==, request->host);
  g_assert_cmpstr (seen->address, ==, address);
  g_assert_cmpint (seen->at_us, >, 0);
  g_assert_cmpint (seen->rtt_us >= 0, ==, seen->outcome != KAITSU_OUTCOME_SILENT
                                              && (seen->outcome != KAITSU_OUTCOME_ERROR));
  if (request->port.protocol == KAITSU_PROTOCOL_TCP)
    g_assert_cmpint (seen->probe, ==, KAITSU_PROBE_KIND_TCP);
  else
    g_assert_cmpint (seen->probe, ==, request->port.number == 123 ? KAITSU_PROBE_KIND_NTP
                                                                  : KAITSU_PROBE_KIND_UDP);
}

static void
assert_sight (const KaitsuObservation *seen, const Sight *sight)
{
  g_test_message ("limit %u: %s, %s, ICMP %d/%d %s, %" G_GINT64_FORMAT " us", seen->hop_limit,
                  kaitsu_nick (KAITSU_TYPE_OUTCOME, (int) seen->outcome),
                  kaitsu_observation_get_errno_name (seen), seen->icmp.type, seen->icmp.code,
                  seen->icmp.offender, seen->rtt_us);
  spaces_assert_outcome (seen, sight->outcome);
  g_assert_cmpint (seen->icmp.type, ==, sight->type);
  g_assert_cmpint (seen->icmp.code, ==, sight->code);
  g_assert_cmpstr (seen->icmp.offender, ==, sight->offender);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (row->address);
  g_autoptr (Servers) servers = NULL;
  KaitsuObservation *seen[N_LIMITS] = { NULL };
  KaitsuHopProbeRequest requests[N_LIMITS];
  guint before;

  if (!way_require ())
    return;
  servers = servers_new (row->address);
  before = spaces_count_sockets ();
  spaces_run (row->space, "%s", row->command);
  way_drop_privileges ();
  for (guint i = 0; i < N_LIMITS; i++)
    {
      gboolean silent = row->sights[i].outcome == KAITSU_OUTCOME_SILENT;

      requests[i] = build_request (address, row->port, (i + 1) % N_LIMITS,
                                   silent ? SHORT_MS : LONG_MS);
      kaitsu_hop_probe_async (net, &requests[i], g_get_monotonic_time () - 1, NULL, seen_cb,
                              &seen[i]);
    }
  while (!seen[0] || !seen[1] || !seen[2] || !seen[3])
    g_main_context_iteration (NULL, TRUE);
  way_regain_privileges ();
  g_assert_cmpuint (spaces_count_sockets (), ==, before);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
  for (guint i = 0; i < N_LIMITS; i++)
    {
      assert_sight (seen[i], &row->sights[i]);
      assert_common (seen[i], &requests[i]);
      kaitsu_observation_unref (seen[i]);
    }
}

static KaitsuObservation *
try_once (KaitsuNet *net, const char *where, KaitsuPort port, guint hop_limit, guint timeout_ms)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (where);
  KaitsuHopProbeRequest request = build_request (address, port, hop_limit, timeout_ms);
  KaitsuObservation *seen = NULL;

  kaitsu_hop_probe_async (net, &request, g_get_monotonic_time (), NULL, seen_cb, &seen);
  while (seen == NULL)
    g_main_context_iteration (NULL, TRUE);
  return seen;
}

/* The cable is late by 5 ms each way, whatever else delays. */
static void
test_round_trip (gconstpointer data)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (KaitsuObservation) seen = NULL;
  g_autoptr (Servers) servers = NULL;
  KaitsuPort port = TCP;

  if (!way_require ())
    return;
  servers = servers_new (data);
  seen = try_once (net, data, port, 3, LONG_MS);
  spaces_assert_outcome (seen, KAITSU_OUTCOME_CONNECTED);
  g_assert_cmpint (seen->rtt_us, >=, 2 * WAY_DELAY_US);
}

/* A main loop that is busy with other things makes no line slow. */
static void
test_busy (gconstpointer data)
{
  const gint64 busy_us = 400000;
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) listener = spaces_open (SPACE_PC, G_SOCKET_TYPE_STREAM, data, 0);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (data);
  KaitsuPort port = { KAITSU_PROTOCOL_TCP, spaces_get_port (listener) };
  KaitsuHopProbeRequest request = build_request (address, port, 5, LONG_MS);
  guint idle = spaces_count_sockets ();
  KaitsuObservation *seen = NULL;

  kaitsu_hop_probe_async (net, &request, g_get_monotonic_time (), NULL, seen_cb, &seen);
  while (spaces_count_sockets () == idle)
    g_main_context_iteration (NULL, FALSE);
  g_usleep (busy_us);
  while (seen == NULL)
    g_main_context_iteration (NULL, TRUE);
  spaces_assert_outcome (seen, KAITSU_OUTCOME_CONNECTED);
  g_assert_cmpint (seen->rtt_us, >, 0);
  g_assert_cmpint (seen->rtt_us, <, busy_us);
  kaitsu_observation_unref (seen);
}

/* An answer to something else is none. */
static void
test_wrong_answer (gconstpointer data)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (KaitsuObservation) seen = NULL;
  g_autoptr (Servers) servers = NULL;
  KaitsuPort port = UDP ((guint16) GPOINTER_TO_UINT (data));

  if (!way_require ())
    return;
  servers = servers_new (SPACES_DESTINATION);
  servers->wrong = TRUE;
  seen = try_once (net, SPACES_DESTINATION, port, 3, LONG_MS);
  spaces_assert_outcome (seen, KAITSU_OUTCOME_UNEXPECTED);
}

/* What a filter would see: the protocol of the port, always from elsewhere. */
static void
test_content (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (Servers) servers = NULL;
  KaitsuPort port = UDP (514);
  KaitsuObservation *seen;
  const char *text;
  gsize size;

  if (!way_require ())
    return;
  servers = servers_new (SPACES_DESTINATION);
  for (guint i = 0; i < 2; i++)
    {
      seen = try_once (net, SPACES_DESTINATION, port, 3, SHORT_MS);
      spaces_assert_outcome (seen, KAITSU_OUTCOME_SILENT);
      kaitsu_observation_unref (seen);
    }
  while (servers->heard->len < 2)
    g_main_context_iteration (NULL, TRUE);
  text = g_bytes_get_data (servers->heard->pdata[0], &size);
  g_assert_cmpuint (size, >, 20);
  g_assert_true (g_str_has_prefix (text, "<"));
  g_assert_nonnull (memmem (text, size, "kaitsu", 6));
  g_assert_cmpuint (g_array_index (servers->callers, guint16, 0), !=,
                    g_array_index (servers->callers, guint16, 1));
}

/* A socket that the kernel leaves in SYN_SENT goes on sending, two packets in
 * the first 1.1 s: after the first answer it must be gone. The port is one
 * that no other test uses: what is left of their connections is counted, too. */
static void
test_one_packet (gconstpointer data)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (KaitsuObservation) seen = NULL;
  KaitsuPort port = { KAITSU_PROTOCOL_TCP, 9126 };

  if (!way_require ())
    return;
  spaces_run (SPACE_ROUTER, CHAIN ("prerouting") "nft add rule inet t f tcp dport 9126 counter");
  seen = try_once (net, data, port, 1, LONG_MS);
  spaces_assert_outcome (seen, KAITSU_OUTCOME_ICMP);
  g_usleep (1300000);
  spaces_run (SPACE_ROUTER, "nft list ruleset | grep -q 'counter packets 1 ' || "
                            "{ nft list ruleset >&2; false; }");
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_null (kaitsu_hop_probe_finish (KAITSU_NET (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *done = TRUE;
}

static void
test_stopped (gconstpointer data)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (SPACES_DESTINATION);
  KaitsuPort port = { (KaitsuProtocol) GPOINTER_TO_UINT (data), 514 };
  KaitsuHopProbeRequest request = build_request (address, port, 3, LONG_MS);
  gboolean done = FALSE;
  gint64 stopped;
  guint before;

  if (!way_require ())
    return;
  spaces_run (SPACE_ROUTER, CHAIN ("prerouting") RULE ("drop"));
  before = spaces_count_sockets ();
  kaitsu_hop_probe_async (net, &request, g_get_monotonic_time (), cancellable, stopped_cb, &done);
  while (spaces_count_sockets () == before)
    g_main_context_iteration (NULL, FALSE);
  stopped = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  /* at once, and not when the deadline came */
  g_assert_cmpint (g_get_monotonic_time () - stopped, <, LONG_MS * 1000 / 2);
  g_assert_cmpuint (spaces_count_sockets (), ==, before);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&net));
}

int
main (int argc, char **argv)
{
  spaces_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hop-probe/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_data_func ("/hop-probe/round-trip/ipv4", IPV4, test_round_trip);
  g_test_add_data_func ("/hop-probe/round-trip/ipv6", IPV6, test_round_trip);
  g_test_add_data_func ("/hop-probe/busy/ipv4", "127.0.0.1", test_busy);
  g_test_add_data_func ("/hop-probe/busy/ipv6", "::1", test_busy);
  g_test_add_data_func ("/hop-probe/wrong-answer/time", GUINT_TO_POINTER (123), test_wrong_answer);
  g_test_add_data_func ("/hop-probe/wrong-answer/names", GUINT_TO_POINTER (53), test_wrong_answer);
  g_test_add_func ("/hop-probe/content", test_content);
  g_test_add_data_func ("/hop-probe/one-packet/ipv4", IPV4, test_one_packet);
  g_test_add_data_func ("/hop-probe/one-packet/ipv6", IPV6, test_one_packet);
  g_test_add_data_func ("/hop-probe/stopped/tcp", GUINT_TO_POINTER (KAITSU_PROTOCOL_TCP),
                        test_stopped);
  g_test_add_data_func ("/hop-probe/stopped/udp", GUINT_TO_POINTER (KAITSU_PROTOCOL_UDP),
                        test_stopped);
  return g_test_run ();
}
