/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "kaitsu-nick.h"
#include "way.h"

#define EXPECTED "port test ok"
#define LONG_MS 20000
#define SHORT_MS 400

/* A server that says one thing, at once or when it was asked, and hangs up. */
typedef struct {
  GSocketService *service;
  const char *answer;
  gboolean asked_first;
  gboolean stays;
  gboolean reset;
  GString *heard;
  GPtrArray *open;
} Peer;

static void
say (Peer *peer, GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  if (peer->answer != NULL)
    g_socket_send (socket, peer->answer, strlen (peer->answer), NULL, NULL);
  if (peer->reset)
    {
      struct linger linger = { 1, 0 };

      setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    }
  if (!peer->stays)
    g_socket_close (socket, NULL);
}

static gboolean
heard_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Peer *peer = user_data;
  char bytes[1024];
  gssize length = g_socket_receive_with_blocking (socket, bytes, sizeof bytes, FALSE, NULL, NULL);

  if (length <= 0)
    return G_SOURCE_REMOVE;
  g_string_append_len (peer->heard, bytes, length);
  if (peer->asked_first && g_str_has_suffix (peer->heard->str, "\r\n\r\n"))
    say (peer, g_object_get_data (G_OBJECT (socket), "connection"));
  return !g_socket_is_closed (socket);
}

static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  Peer *peer = user_data;
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autoptr (GSource) readable = g_socket_create_source (socket, G_IO_IN, NULL);

  g_ptr_array_add (peer->open, g_object_ref (connection));
  g_object_set_data (G_OBJECT (socket), "connection", connection);
  g_source_set_callback (readable, G_SOURCE_FUNC (heard_cb), peer, NULL);
  g_source_attach (readable, NULL);
  g_ptr_array_add (peer->open, g_object_ref (socket));
  if (!peer->asked_first)
    say (peer, connection);
  return TRUE;
}

static Peer *
peer_new (GSocket *socket)
{
  Peer *peer = g_new0 (Peer, 1);
  g_autoptr (GError) error = NULL;

  peer->heard = g_string_new (NULL);
  peer->open = g_ptr_array_new_with_free_func (g_object_unref);
  peer->service = g_socket_service_new ();
  g_socket_listener_add_socket (G_SOCKET_LISTENER (peer->service), socket, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (peer->service, "incoming", G_CALLBACK (incoming_cb), peer);
  return peer;
}

static void
peer_free (Peer *peer)
{
  for (guint i = 0; i < peer->open->len; i++)
    {
      if (G_IS_SOCKET (peer->open->pdata[i]))
        g_socket_close (peer->open->pdata[i], NULL);
    }
  g_socket_service_stop (peer->service);
  g_socket_listener_close (G_SOCKET_LISTENER (peer->service));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (peer->service);
  g_ptr_array_unref (peer->open);
  g_string_free (peer->heard, TRUE);
  g_free (peer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peer, peer_free)

static void
test_connected (gconstpointer address)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) listener = spaces_open (SPACE_PC, G_SOCKET_TYPE_STREAM, address, 0);
  guint16 port = spaces_get_port (listener);
  g_autoptr (KaitsuProbeRequest) request
      = spaces_request (KAITSU_PROBE_KIND_TCP, address, port, LONG_MS);
  g_autoptr (KaitsuObservation) seen = NULL;

  request->control = TRUE;
  seen = spaces_try (net, request);
  spaces_assert_outcome (seen, KAITSU_OUTCOME_CONNECTED);
  g_assert_cmpstr (seen->address, ==, address);
  g_assert_cmpstr (seen->host, ==, "target.example");
  g_assert_cmpint (seen->rtt_us, >=, 0);
  g_assert_cmpint (seen->error_number, ==, 0);
  g_assert_cmpint (seen->icmp.type, ==, -1);
}

static void
test_refused (gconstpointer address)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) listener = spaces_open (SPACE_PC, G_SOCKET_TYPE_STREAM, address, 0);
  guint16 port = spaces_get_port (listener);
  g_autoptr (KaitsuProbeRequest) request
      = spaces_request (KAITSU_PROBE_KIND_TCP, address, port, LONG_MS);
  g_autoptr (KaitsuObservation) seen = NULL;

  g_socket_close (listener, NULL);
  request->reopen_ms = 250; /* a refusal is an answer: it is not tried again */
  seen = spaces_try (net, request);
  spaces_assert_outcome (seen, KAITSU_OUTCOME_REFUSED);
  g_assert_cmpuint (kaitsu_net_get_sent (net).connections, ==, 1);
  g_assert_cmpint (seen->error_number, ==, ECONNREFUSED);
  g_assert_cmpstr (kaitsu_observation_get_errno_name (seen), ==, "ECONNREFUSED");
  g_assert_cmpint (seen->icmp.type, ==, -1);
  g_assert_cmpint (seen->rtt_us, >=, 0);
}

/* A listener whose backlog is full lets further SYNs pass away. */
static GPtrArray *
fill_backlog (GSocket *listener)
{
  g_autoptr (GSocketAddress) where = g_socket_get_local_address (listener, NULL);
  GPtrArray *callers = g_ptr_array_new_with_free_func (g_object_unref);

  g_assert_cmpint (listen (g_socket_get_fd (listener), 0), ==, 0);
  for (guint i = 0; i < 4; i++)
    {
      GSocket *caller = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL);

      g_socket_set_blocking (caller, FALSE);
      g_socket_connect (caller, where, NULL, NULL);
      g_ptr_array_add (callers, caller);
    }
  return callers;
}

static void
test_silent (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) listener = spaces_open (SPACE_PC, G_SOCKET_TYPE_STREAM, "127.0.0.1", 0);
  g_autoptr (GPtrArray) callers = fill_backlog (listener);
  g_autoptr (KaitsuProbeRequest) request = spaces_request (
      KAITSU_PROBE_KIND_TCP, "127.0.0.1", spaces_get_port (listener), SHORT_MS);
  guint before = spaces_count_sockets ();
  g_autoptr (KaitsuObservation) seen = spaces_try (net, request);

  spaces_assert_outcome (seen, KAITSU_OUTCOME_SILENT);
  g_assert_cmpint (seen->error_number, ==, 0);
  g_assert_cmpint (seen->rtt_us, ==, -1);
  g_assert_cmpuint (spaces_count_sockets (), ==, before);
}

/* Fresh sockets beside the first, each with a SYN of its own; and it is over long
 * before the deadline. */
static void
test_silent_sockets (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) listener = spaces_open (SPACE_PC, G_SOCKET_TYPE_STREAM, "127.0.0.1", 0);
  g_autoptr (GPtrArray) callers = fill_backlog (listener);
  g_autoptr (KaitsuProbeRequest) request = spaces_request (
      KAITSU_PROBE_KIND_TCP, "127.0.0.1", spaces_get_port (listener), 60000);
  guint before = spaces_count_sockets ();

  request->reopen_ms = 250;
  g_autoptr (KaitsuObservation) seen = spaces_try (net, request);
  spaces_assert_outcome (seen, KAITSU_OUTCOME_SILENT);
  g_assert_cmpint (seen->rtt_us, ==, -1);
  g_assert_cmpuint (kaitsu_net_get_sent (net).connections, ==, 4);
  g_assert_cmpuint (kaitsu_net_get_peak (net), ==, 4);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
  g_assert_cmpuint (spaces_count_sockets (), ==, before);
}

typedef struct {
  const char *answer;
  gboolean asked_first;
  gboolean stays;
  gboolean reset;
  KaitsuOutcome outcome;
  const char *detail;
  gboolean nothing; /* is expected */
} Spoken;

#define HTTP_OK "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"

/* "%u" becomes the port, as a responder would say it */
static const Spoken spoken[] = {
  { HTTP_OK "<p>" EXPECTED "</p>", TRUE, FALSE, FALSE, KAITSU_OUTCOME_ANSWERED, "HTTP/1.1 200 OK" },
  { HTTP_OK "<p>" EXPECTED "</p>", TRUE, TRUE, FALSE, KAITSU_OUTCOME_ANSWERED, "HTTP/1.1 200 OK" },
  { HTTP_OK "<p>please log in</p>", TRUE, FALSE, FALSE, KAITSU_OUTCOME_UNEXPECTED,
    "HTTP/1.1 200 OK" },
  { HTTP_OK "<p>please log in</p>", TRUE, TRUE, FALSE, KAITSU_OUTCOME_UNEXPECTED, NULL },
  { "HTTP/1.0 503 Blocked\r\n\r\n", TRUE, FALSE, FALSE, KAITSU_OUTCOME_UNEXPECTED,
    "HTTP/1.0 503 Blocked" },
  { "KAITSU1 tcp %u 198.51.100.7\n", FALSE, FALSE, FALSE, KAITSU_OUTCOME_ANSWERED, "198.51.100.7" },
  { "KAITSU1 tcp 7 198.51.100.7\n", FALSE, FALSE, FALSE, KAITSU_OUTCOME_UNEXPECTED,
    "KAITSU1 tcp 7 198.51.100.7" },
  { "SSH-2.0-box\r\n", FALSE, FALSE, FALSE, KAITSU_OUTCOME_UNEXPECTED, "SSH-2.0-box" },
  { "KAITSU1 tc", FALSE, TRUE, FALSE, KAITSU_OUTCOME_UNEXPECTED, "KAITSU1 tc" },
  { NULL, FALSE, TRUE, FALSE, KAITSU_OUTCOME_MUTE, NULL },
  { NULL, TRUE, TRUE, FALSE, KAITSU_OUTCOME_MUTE, NULL },
  { NULL, FALSE, FALSE, FALSE, KAITSU_OUTCOME_CUT, NULL },
  { NULL, TRUE, FALSE, FALSE, KAITSU_OUTCOME_CUT, NULL },
  { NULL, TRUE, FALSE, TRUE, KAITSU_OUTCOME_CUT, NULL },
  { "KAITSU1 tcp %u 198.51.100.7\n", FALSE, FALSE, FALSE, KAITSU_OUTCOME_ANSWERED, "198.51.100.7",
    TRUE },
  { "KAITSU1 tcp 7 198.51.100.7\n", FALSE, FALSE, FALSE, KAITSU_OUTCOME_UNEXPECTED,
    "KAITSU1 tcp 7 198.51.100.7", TRUE },
  { "KAITSU1 tc", FALSE, TRUE, FALSE, KAITSU_OUTCOME_CONNECTED, NULL, TRUE },
  { "SSH-2.0-box\r\n", FALSE, TRUE, FALSE, KAITSU_OUTCOME_CONNECTED, NULL, TRUE },
  { NULL, FALSE, TRUE, FALSE, KAITSU_OUTCOME_CONNECTED, NULL, TRUE },
  { NULL, FALSE, FALSE, FALSE, KAITSU_OUTCOME_CONNECTED, NULL, TRUE },
};

static void
test_spoken (gconstpointer data)
{
  const Spoken *row = data;
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) listener = spaces_open (SPACE_PC, G_SOCKET_TYPE_STREAM, "127.0.0.1", 0);
  guint16 port = spaces_get_port (listener);
  g_autofree char *number = g_strdup_printf ("%u", port);
  g_autoptr (GString) answer = g_string_new (row->answer);
  g_autoptr (Peer) peer = peer_new (listener);
  g_autoptr (KaitsuProbeRequest) request
      = spaces_request (KAITSU_PROBE_KIND_TCP, "127.0.0.1", port, 1500);
  g_autoptr (KaitsuObservation) seen = NULL;

  g_string_replace (answer, "%u", number, 0);
  peer->answer = row->answer != NULL ? answer->str : NULL;
  peer->asked_first = row->asked_first;
  peer->stays = row->stays;
  peer->reset = row->reset;
  request->expect = row->nothing ? NULL : g_strdup (EXPECTED);
  seen = spaces_try (net, request);
  spaces_assert_outcome (seen, row->outcome);
  if (row->nothing)
    g_assert_cmpuint (peer->heard->len, ==, 0); /* nothing is asked for */
  if (row->detail != NULL)
    g_assert_cmpstr (seen->detail, ==, row->detail);
  g_assert_cmpint (seen->rtt_us, >=, 0);
  g_assert_cmpint (seen->error_number, ==, row->reset ? ECONNRESET : 0);
  if (row->asked_first)
    {
      g_autofree char *host = g_strdup_printf ("\r\nHost: target.example:%u\r\n", port);

      g_assert_true (g_str_has_prefix (peer->heard->str, "GET / HTTP/1.1\r\n"));
      g_assert_nonnull (strstr (peer->heard->str, host));
    }
  else if (row->answer != NULL)
    g_assert_cmpuint (peer->heard->len, ==, 0);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_null (kaitsu_probe_finish (KAITSU_NET (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (kaitsu_net_get_open (KAITSU_NET (source)), ==, 0);
  *done = TRUE;
}

/* Stopped before, while it connects, and while it listens: always the same
 * error at once, with the socket closed and the place given back. */
static void
test_stopped (gconstpointer data)
{
  const char *when = data;
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GSocket) listener = spaces_open (SPACE_PC, G_SOCKET_TYPE_STREAM, "127.0.0.1", 0);
  g_autoptr (GPtrArray) callers = g_str_equal (when, "connecting") ? fill_backlog (listener) : NULL;
  g_autoptr (KaitsuProbeRequest) request = spaces_request (
      KAITSU_PROBE_KIND_TCP, "127.0.0.1", spaces_get_port (listener), LONG_MS);
  guint before = spaces_count_sockets ();
  gboolean done = FALSE;

  request->expect = g_strdup (EXPECTED);
  if (g_str_equal (when, "before"))
    g_cancellable_cancel (cancellable);
  kaitsu_probe_async (net, request, g_get_monotonic_time (), cancellable, stopped_cb, &done);
  for (guint i = 0; i < 20 && !g_str_equal (when, "before"); i++)
    {
      g_usleep (1000);
      g_main_context_iteration (NULL, FALSE);
    }
  if (!g_str_equal (when, "before"))
    g_assert_cmpuint (spaces_count_sockets (), ==, before + 1);
  g_cancellable_cancel (cancellable);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (spaces_count_sockets (), ==, before);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&net));
}

/* With a proxy set for everything, port 9 of nowhere: we go past it. */
static void
test_direct (void)
{
  if (g_test_subprocess ())
    {
      g_setenv ("http_proxy", "http://127.0.0.1:9", TRUE);
      g_setenv ("all_proxy", "socks5://127.0.0.1:9", TRUE);
      test_connected ("127.0.0.1");
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GPtrArray **seen = user_data;

  *seen = kaitsu_probe_finish (KAITSU_NET (source), result, NULL);
}

/* The loop turns to other things as soon as the socket is there. */
static GPtrArray *
try_with_busy_loop (KaitsuNet *net, KaitsuProbeRequest *request, gint64 busy_us)
{
  GPtrArray *seen = NULL;
  guint idle = spaces_count_sockets ();

  kaitsu_probe_async (net, request, g_get_monotonic_time (), NULL, tried_cb, &seen);
  while (spaces_count_sockets () == idle)
    g_main_context_iteration (NULL, FALSE);
  g_usleep ((gulong) busy_us);
  while (seen == NULL)
    g_main_context_iteration (NULL, TRUE);
  return seen;
}

/* A main loop that is busy with other things makes no line slow. */
static void
test_busy (void)
{
  const gint64 busy_us = 400000;
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) listener = spaces_open (SPACE_PC, G_SOCKET_TYPE_STREAM, "127.0.0.1", 0);
  g_autoptr (KaitsuProbeRequest) request = spaces_request (
      KAITSU_PROBE_KIND_TCP, "127.0.0.1", spaces_get_port (listener), LONG_MS);
  g_autoptr (GPtrArray) seen = NULL;

  seen = try_with_busy_loop (net, request, busy_us);
  spaces_assert_outcome ((KaitsuObservation *) seen->pdata[0], KAITSU_OUTCOME_CONNECTED);
  g_assert_cmpint (((KaitsuObservation *) seen->pdata[0])->rtt_us, <, busy_us);
}

/* What the lab does to packets for port 9124 of the destination, and what is
 * seen of it. */
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
#define RULE "nft add rule inet t f tcp dport 9124 "

static const Blocked blocked[] = {
  { "open", SPACE_PC, "true", SPACES_DESTINATION, KAITSU_OUTCOME_CONNECTED, 0, -1, -1, NULL },
  { "open-ipv6", SPACE_PC, "true", SPACES_DESTINATION_IPV6, KAITSU_OUTCOME_CONNECTED, 0, -1, -1,
    NULL },
  { "router-drop", SPACE_ROUTER, FORWARD RULE "drop", SPACES_DESTINATION, KAITSU_OUTCOME_SILENT, 0,
    -1, -1, NULL },
  { "router-reset", SPACE_ROUTER, FORWARD RULE "reject with tcp reset", SPACES_DESTINATION,
    KAITSU_OUTCOME_REFUSED, ECONNREFUSED, -1, -1, NULL },
  { "router-prohibits", SPACE_ROUTER, FORWARD RULE "reject with icmp type admin-prohibited",
    SPACES_DESTINATION, KAITSU_OUTCOME_ICMP, EHOSTUNREACH, 3, 13, SPACES_ROUTER },
  { "router-port", SPACE_ROUTER, FORWARD RULE "reject with icmp type port-unreachable",
    SPACES_DESTINATION, KAITSU_OUTCOME_ICMP, ECONNREFUSED, 3, 3, SPACES_ROUTER },
  { "router-net", SPACE_ROUTER, FORWARD RULE "reject with icmp type net-unreachable",
    SPACES_DESTINATION, KAITSU_OUTCOME_ICMP, ENETUNREACH, 3, 0, SPACES_ROUTER },
  { "router-protocol", SPACE_ROUTER, FORWARD RULE "reject with icmp type prot-unreachable",
    SPACES_DESTINATION, KAITSU_OUTCOME_ICMP, ENOPROTOOPT, 3, 2, SPACES_ROUTER },
  { "router-prohibits-ipv6", SPACE_ROUTER, FORWARD RULE "reject with icmpv6 type admin-prohibited",
    SPACES_DESTINATION_IPV6, KAITSU_OUTCOME_ICMP, EACCES, 1, 1, SPACES_ROUTER_IPV6 },
  { "pc-drop", SPACE_PC, OUTPUT RULE "drop", SPACES_DESTINATION, KAITSU_OUTCOME_SILENT, 0, -1, -1,
    NULL },
  { "pc-prohibits", SPACE_PC, OUTPUT RULE "reject with icmp type admin-prohibited",
    SPACES_DESTINATION, KAITSU_OUTCOME_LOCAL, EHOSTUNREACH, 3, 13, SPACES_PC },
  { "pc-port-ipv6", SPACE_PC, OUTPUT RULE "reject", SPACES_DESTINATION_IPV6, KAITSU_OUTCOME_LOCAL,
    ECONNREFUSED, 1, 4, SPACES_PC_IPV6 },
  { "pc-host", SPACE_PC, OUTPUT RULE "reject with icmp type host-unreachable", SPACES_DESTINATION,
    KAITSU_OUTCOME_LOCAL, EHOSTUNREACH, 3, 1, SPACES_PC },
  { "route-prohibit", SPACE_PC, "ip route add prohibit " SPACES_DESTINATION, SPACES_DESTINATION,
    KAITSU_OUTCOME_LOCAL, EACCES, -1, -1, NULL },
  { "route-blackhole", SPACE_PC, "ip route add blackhole " SPACES_DESTINATION, SPACES_DESTINATION,
    KAITSU_OUTCOME_LOCAL, EINVAL, -1, -1, NULL },
  { "route-unreachable", SPACE_PC, "ip route add unreachable " SPACES_DESTINATION,
    SPACES_DESTINATION, KAITSU_OUTCOME_UNREACHABLE, EHOSTUNREACH, -1, -1, NULL },
  { "no-route", SPACE_PC, "ip route del default", SPACES_DESTINATION, KAITSU_OUTCOME_UNREACHABLE,
    ENETUNREACH, -1, -1, NULL },
  { "dead-gateway", SPACE_PC, "ip route replace default via 192.168.77.77", SPACES_DESTINATION,
    KAITSU_OUTCOME_UNREACHABLE, EHOSTUNREACH, 3, 1, SPACES_PC },
  { "dead-gateway-ipv6", SPACE_PC, "ip -6 route replace default via fd77::77",
    SPACES_DESTINATION_IPV6, KAITSU_OUTCOME_UNREACHABLE, EHOSTUNREACH, 1, 3, SPACES_PC_IPV6 },
};

static void
test_blocked (gconstpointer data)
{
  const Blocked *row = data;
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) listener = NULL;
  g_autoptr (KaitsuProbeRequest) request = NULL;
  g_autoptr (KaitsuObservation) seen = NULL;

  if (!spaces_require ())
    return;
  listener = spaces_open (SPACE_DESTINATION, G_SOCKET_TYPE_STREAM, row->address, 9124);
  request = spaces_request (KAITSU_PROBE_KIND_TCP, row->address, 9124,
                            row->outcome == KAITSU_OUTCOME_SILENT ? SHORT_MS : LONG_MS);
  spaces_run (row->space, "%s", row->command);
  seen = spaces_try (net, request);
  spaces_assert_outcome (seen, row->outcome);
  g_assert_cmpint (seen->error_number, ==, row->error_number);
  g_assert_cmpint (seen->icmp.type, ==, row->type);
  g_assert_cmpint (seen->icmp.code, ==, row->code);
  g_assert_cmpstr (seen->icmp.offender, ==, row->offender);
}

/* Two packets are lost: a third socket gets through, at its own pace and not
 * at the kernel's, and the others are forgotten. */
static void
test_opened_again (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) listener = NULL;
  g_autoptr (KaitsuProbeRequest) request
      = spaces_request (KAITSU_PROBE_KIND_TCP, SPACES_DESTINATION, 9124, LONG_MS);
  guint before = spaces_count_sockets ();

  if (!spaces_require ())
    return;
  listener = spaces_open (SPACE_DESTINATION, G_SOCKET_TYPE_STREAM, SPACES_DESTINATION, 9124);
  spaces_run (SPACE_ROUTER, FORWARD RULE "numgen inc mod 1000 0-1 drop");
  request->reopen_ms = 250;
  g_autoptr (KaitsuObservation) seen = spaces_try (net, request);
  spaces_assert_outcome (seen, KAITSU_OUTCOME_CONNECTED);
  g_assert_cmpint (seen->rtt_us, >=, 0);
  g_assert_cmpuint (kaitsu_net_get_sent (net).connections, >=, 2);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
  g_assert_cmpuint (spaces_count_sockets (), ==, before + 1);
}

#define MAX_FDS 256

static void
find_sockets (gboolean found[MAX_FDS])
{
  for (int fd = 0; fd < MAX_FDS; fd++)
    {
      int domain = 0;
      socklen_t size = sizeof domain;

      found[fd] = getsockopt (fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_INET;
    }
}

static int
wait_for_socket (const gboolean before[MAX_FDS])
{
  for (;;)
    {
      gboolean now[MAX_FDS];

      find_sockets (now);
      for (int fd = 0; fd < MAX_FDS; fd++)
        {
          if (now[fd] && !before[fd])
            return fd;
        }
      g_main_context_iteration (NULL, TRUE);
    }
}

/* The kernel keeps a socket in SYN_SENT when the ICMP error arrives while
 * connect() still owns it, as on lines without delay. A poll then says
 * "writable", and as soon as anybody has read SO_ERROR it says "no error":
 * that is not a connection. */
static void
test_error_while_connecting (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) listener = NULL;
  g_autoptr (KaitsuProbeRequest) request
      = spaces_request (KAITSU_PROBE_KIND_TCP, SPACES_DESTINATION, 9124, LONG_MS);
  g_autoptr (GPtrArray) seen = NULL;
  KaitsuObservation *one;
  gboolean before[MAX_FDS];
  int fd;
  int stolen = 0;
  socklen_t size = sizeof stolen;

  if (!spaces_require ())
    return;
  listener = spaces_open (SPACE_DESTINATION, G_SOCKET_TYPE_STREAM, SPACES_DESTINATION, 9124);
  spaces_run (SPACE_ROUTER, FORWARD RULE "reject with icmp type admin-prohibited");
  find_sockets (before);
  kaitsu_probe_async (net, request, g_get_monotonic_time (), NULL, tried_cb, &seen);
  fd = wait_for_socket (before);
  while (stolen == 0)
    g_assert_cmpint (getsockopt (fd, SOL_SOCKET, SO_ERROR, &stolen, &size), ==, 0);
  g_assert_cmpint (stolen, ==, EHOSTUNREACH);
  while (seen == NULL)
    g_main_context_iteration (NULL, TRUE);
  one = seen->pdata[0];
  spaces_assert_outcome (one, KAITSU_OUTCOME_ICMP);
  g_assert_cmpint (one->icmp.code, ==, 13);
  g_assert_cmpint (one->error_number, ==, 0);
}

/* A box that refuses every second packet lets the handshake pass and refuses
 * what follows it. If a busy loop hears of both at once, there was a
 * connection nevertheless. */
static void
test_error_behind_handshake (void)
{
  const gint64 busy_us = 100000;
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) listener = NULL;
  g_autoptr (KaitsuProbeRequest) request
      = spaces_request (KAITSU_PROBE_KIND_TCP, SPACES_DESTINATION, 9124, LONG_MS);
  g_autoptr (GPtrArray) seen = NULL;

  if (!way_require ())
    return;
  listener = spaces_open (SPACE_DESTINATION, G_SOCKET_TYPE_STREAM, SPACES_DESTINATION, 9124);
  spaces_run (SPACE_PROVIDER,
              FORWARD "nft add rule inet t f tcp dport 9124 tcp flags \\& syn == 0 "
                      "reject with icmp type admin-prohibited");
  seen = try_with_busy_loop (net, request, busy_us);
  spaces_assert_outcome ((KaitsuObservation *) seen->pdata[0], KAITSU_OUTCOME_CONNECTED);
}

int
main (int argc, char **argv)
{
  spaces_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/tcp-probe/connected/ipv4", "127.0.0.1", test_connected);
  g_test_add_data_func ("/tcp-probe/connected/ipv6", "::1", test_connected);
  g_test_add_data_func ("/tcp-probe/refused/ipv4", "127.0.0.1", test_refused);
  g_test_add_data_func ("/tcp-probe/refused/ipv6", "::1", test_refused);
  g_test_add_func ("/tcp-probe/silent", test_silent);
  g_test_add_func ("/tcp-probe/silent-sockets", test_silent_sockets);
  g_test_add_func ("/tcp-probe/opened-again", test_opened_again);
  for (gsize i = 0; i < G_N_ELEMENTS (spoken); i++)
    {
      const char *outcome = kaitsu_nick (KAITSU_TYPE_OUTCOME, spoken[i].outcome);
      g_autofree char *path
          = g_strdup_printf ("/tcp-probe/spoken/%02" G_GSIZE_FORMAT "-%s", i, outcome);

      g_test_add_data_func (path, &spoken[i], test_spoken);
    }
  g_test_add_data_func ("/tcp-probe/stopped/before", "before", test_stopped);
  g_test_add_data_func ("/tcp-probe/stopped/connecting", "connecting", test_stopped);
  g_test_add_data_func ("/tcp-probe/stopped/listening", "listening", test_stopped);
  g_test_add_func ("/tcp-probe/direct", test_direct);
  g_test_add_func ("/tcp-probe/busy", test_busy);
  for (gsize i = 0; i < G_N_ELEMENTS (blocked); i++)
    {
      g_autofree char *path = g_strdup_printf ("/tcp-probe/blocked/%s", blocked[i].name);

      g_test_add_data_func (path, &blocked[i], test_blocked);
    }
  g_test_add_func ("/tcp-probe/error-while-connecting", test_error_while_connecting);
  g_test_add_func ("/tcp-probe/error-behind-handshake", test_error_behind_handshake);
  return g_test_run ();
}
