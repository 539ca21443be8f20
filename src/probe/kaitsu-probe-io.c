/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-probe-private.h"

#include <errno.h>

#include "kaitsu-icmp.h"
#include "kaitsu-os.h"
#include "kaitsu-pinned-address.h"

/* An own address as the sender of "host unreachable" is either the kernel
 * giving up on the neighbour (three questions, one second apart) or a
 * firewall rule of this PC, which answers at once. */
#define LOCAL_REJECT_US (20 * 1000)

/* In units of the interval at which sockets are opened again: two more after the
 * last of them, at 7 (probing notes, section 2). */
#define SILENT_AFTER 9

typedef struct {
  KaitsuProbe *probe;
  GSource *source;
  KaitsuProbeReady ready;
  KaitsuProbeTimer timer;
} Watch;

typedef struct {
  KaitsuProbe *probe;
  KaitsuProbeConnected connected;
} Connect;

static Watch *
watch_new (KaitsuProbe *self)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->probe = kaitsu_probe_ref (self);
  return watch;
}

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  kaitsu_probe_unref (watch->probe);
  g_free (watch);
}

/* The attempt owns its sources until they are done. */
static void
watch_attach (Watch *watch, GSource *source)
{
  KaitsuProbe *self = watch->probe;

  watch->source = source;
  g_source_attach (source, g_task_get_context (self->task));
  g_hash_table_add (self->sources, source);
}

static gboolean
socket_ready_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Watch *watch = user_data;
  g_autoptr (KaitsuProbe) self = kaitsu_probe_ref (watch->probe);
  g_autoptr (GSource) source = g_source_ref (watch->source);

  if (watch->ready (self, socket, condition) && !self->over)
    return G_SOURCE_CONTINUE;
  g_hash_table_remove (self->sources, source);
  return G_SOURCE_REMOVE;
}

/**
 * kaitsu_probe_watch:
 * @self: an attempt that is not over
 * @socket: one of its sockets
 * @condition: what to wait for; errors are always waited for
 * @priority: G_PRIORITY_DEFAULT, or higher to see an event before GIO does
 * @ready: called for every event until it returns %FALSE
 *   or the attempt ends
 */
void
kaitsu_probe_watch (KaitsuProbe *self,
                    GSocket *socket,
                    GIOCondition condition,
                    int priority,
                    KaitsuProbeReady ready)
{
  GSource *source = g_socket_create_source (socket, condition, NULL);
  Watch *watch = watch_new (self);

  watch->ready = ready;
  g_source_set_priority (source, priority);
  g_source_set_static_name (source, "[kaitsu] probe socket");
  g_source_set_callback (source, G_SOURCE_FUNC (socket_ready_cb), watch, watch_free);
  watch_attach (watch, source);
}

static gboolean
timer_cb (gpointer user_data)
{
  Watch *watch = user_data;
  g_autoptr (KaitsuProbe) self = kaitsu_probe_ref (watch->probe);
  g_autoptr (GSource) source = g_source_ref (watch->source);
  KaitsuProbeTimer timer = watch->timer;

  g_hash_table_remove (self->sources, source);
  timer (self);
  return G_SOURCE_REMOVE;
}

/**
 * kaitsu_probe_after:
 * @self: an attempt that is not over
 * @milliseconds: how long to wait
 * @elapsed: called once, unless the attempt ends before
 */
void
kaitsu_probe_after (KaitsuProbe *self, guint milliseconds, KaitsuProbeTimer elapsed)
{
  GSource *source = g_timeout_source_new (milliseconds);
  Watch *watch = watch_new (self);

  watch->timer = elapsed;
  g_source_set_static_name (source, "[kaitsu] probe timer");
  g_source_set_callback (source, timer_cb, watch, watch_free);
  watch_attach (watch, source);
}

static void
granted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Watch *watch = user_data;
  g_autoptr (KaitsuProbe) self = kaitsu_probe_ref (watch->probe);
  KaitsuProbeTimer granted = watch->timer;
  gboolean held = kaitsu_net_acquire_finish (KAITSU_NET (source), result, NULL);

  watch_free (watch);
  if (held && self->over)
    {
      kaitsu_net_release (self->net);
    }
  else if (held)
    {
      self->places++;
      granted (self);
    }
}

/**
 * kaitsu_probe_want_place:
 * @self: an attempt that is not over
 * @granted: called when it may open one socket more than it has now
 *
 * An attempt has one place from the start. One that keeps several sockets
 * open at once asks for every further one, so that the gate counts sockets.
 * The deadline goes on while it waits.
 */
void
kaitsu_probe_want_place (KaitsuProbe *self, KaitsuProbeTimer granted)
{
  Watch *watch = watch_new (self);

  watch->timer = granted;
  kaitsu_net_acquire_async (self->net, self->cancellable, granted_cb, watch);
}

/* What GIO says of a system call: it keeps no errno, but ends its message
 * with the system's own text for it. */
static const int known_errnos[] = {
  EPERM,       EACCES,       EINVAL,        ENETUNREACH,  EHOSTUNREACH, ENETDOWN,
  EHOSTDOWN,   ECONNREFUSED, ECONNRESET,    EPIPE,        ETIMEDOUT,    EADDRNOTAVAIL,
  ENOPROTOOPT, EAFNOSUPPORT, EADDRINUSE,    EMFILE,       ENFILE,       ENOBUFS,
  ENOMEM,      EAGAIN,       ECONNABORTED,  EMSGSIZE,
};

/**
 * kaitsu_probe_errno_from_error:
 * @error: (nullable): an error of a GIO socket call
 *
 * Returns: the raw errno behind it, 0 if it is not one that sockets give
 */
int
kaitsu_probe_errno_from_error (const GError *error)
{
  if (error == NULL || error->domain != G_IO_ERROR)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (known_errnos); i++)
    {
      if (g_str_has_suffix (error->message, g_strerror (known_errnos[i])))
        return known_errnos[i];
    }
  return 0;
}

static KaitsuOutcome
outcome_from_errno (int error_number, gboolean stream)
{
  switch (error_number)
    {
    case EPERM:
    case EACCES:
    case EINVAL:
      return KAITSU_OUTCOME_LOCAL;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
      return KAITSU_OUTCOME_UNREACHABLE;
    case ECONNREFUSED:
      return stream ? KAITSU_OUTCOME_REFUSED : KAITSU_OUTCOME_ERROR;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
      return stream ? KAITSU_OUTCOME_CUT : KAITSU_OUTCOME_ERROR;
    case ETIMEDOUT:
      return KAITSU_OUTCOME_SILENT;
    default:
      return KAITSU_OUTCOME_ERROR;
    }
}

static gboolean
is_host_unreachable (KaitsuFamily family, const KaitsuIcmp *icmp)
{
  /* RFC 792 type 3 code 1; RFC 4443 type 1 code 3 */
  return family == KAITSU_FAMILY_IPV4 ? icmp->type == 3 && icmp->code == 1
                                      : icmp->type == 1 && icmp->code == 3;
}

/* An ICMP error that carries one of our own addresses never was on the wire. */
static KaitsuOutcome
outcome_from_icmp (KaitsuProbe *self, const KaitsuIcmp *icmp)
{
  g_autofree char *destination = g_inet_address_to_string (self->request->address);

  if (icmp->offender == NULL || g_strcmp0 (icmp->offender, destination) == 0)
    return KAITSU_OUTCOME_ICMP;
  /* No packet of a PC's own expires inside it; and of these there are many. */
  if (kaitsu_icmp_classify (self->request->family == KAITSU_FAMILY_IPV6, icmp->type, icmp->code)
      == KAITSU_ICMP_MEANING_TIME_EXCEEDED)
    return KAITSU_OUTCOME_ICMP;

  g_autoptr (KaitsuNetwork) network = kaitsu_net_dup_network (self->net);

  if (!kaitsu_network_is_own (network, icmp->offender))
    return KAITSU_OUTCOME_ICMP;
  return is_host_unreachable (self->request->family, icmp)
                 && g_get_monotonic_time () - self->sent > LOCAL_REJECT_US
             ? KAITSU_OUTCOME_UNREACHABLE
             : KAITSU_OUTCOME_LOCAL;
}

/**
 * kaitsu_probe_observe_errno:
 * @self: an attempt with an address, not over
 * @socket: (nullable): the socket that failed, %NULL if there never was one
 * @error_number: its raw errno: read it before, because reading the queue of
 *   ICMP errors clears it; 0 if there is only the queue
 *
 * Adds the observation of a failed socket: the ICMP error behind it decides,
 * and the errno only where there is none, since different things share one.
 *
 * Returns: (transfer none): the observation
 */
KaitsuObservation *
kaitsu_probe_observe_errno (KaitsuProbe *self, GSocket *socket, int error_number)
{
  KaitsuProbeRequest *request = self->request;
  KaitsuIcmp icmp = { -1, -1, NULL, 0 };
  gboolean stream = request->kind != KAITSU_PROBE_KIND_UDP
                    && request->kind != KAITSU_PROBE_KIND_NTP
                    && request->kind != KAITSU_PROBE_KIND_DHCP;
  KaitsuOutcome outcome = outcome_from_errno (error_number, stream);
  KaitsuObservation *seen;

  if (socket != NULL && request->address != NULL
      && kaitsu_net_take_icmp (self->net, socket, request->address, request->port, &icmp))
    outcome = outcome_from_icmp (self, &icmp);
  seen = kaitsu_probe_observe (self, outcome);
  seen->error_number = error_number;
  seen->icmp = icmp;
  if (seen->rtt_us < 0)
    seen->rtt_us = MAX (g_get_monotonic_time () - self->sent - icmp.age_us, 0);
  return seen;
}

/**
 * kaitsu_probe_take_error:
 * @self: an attempt that is not over
 * @socket: one of its sockets that reported an error condition
 *
 * Ends the attempt if there really is an error on @socket.
 *
 * Returns: whether it ended
 */
gboolean
kaitsu_probe_take_error (KaitsuProbe *self, GSocket *socket)
{
  int error_number = kaitsu_os_take_socket_error (socket);
  KaitsuObservation *seen = kaitsu_probe_observe_errno (self, socket, error_number);

  if (error_number == 0 && seen->icmp.type < 0)
    {
      g_ptr_array_remove (self->observations, seen);
      return FALSE;
    }
  kaitsu_probe_end (self);
  return TRUE;
}

static void
fail (KaitsuProbe *self, GSocket *socket, const GError *error)
{
  int error_number = kaitsu_probe_errno_from_error (error);
  KaitsuObservation *seen = kaitsu_probe_observe_errno (self, socket, error_number);

  if (error_number == 0)
    kaitsu_observation_set_detail (seen, error->message, -1);
  kaitsu_probe_end (self);
}

/* The attempt owns the socket; its ICMP errors are kept for it. */
static GSocket *
open_socket (KaitsuProbe *self, GSocketAddress *to, GSocketType type, GError **error)
{
  GSocket *socket
      = g_socket_new (g_socket_address_get_family (to), type, G_SOCKET_PROTOCOL_DEFAULT, error);

  if (socket == NULL)
    return NULL;
  g_ptr_array_add (self->sockets, socket);
  g_socket_set_blocking (socket, FALSE);
  kaitsu_os_set_error_queue (socket, TRUE);
  if (self->hop_limit > 0)
    g_socket_set_ttl (socket, self->hop_limit);
  return socket;
}

/**
 * kaitsu_probe_open_datagram:
 * @self: an attempt that is not over
 * @address: where to: the request's address, or for DHCP the server's
 *
 * Opens a UDP socket that is connected to the request's port of @address, so
 * that only its answers and the ICMP errors for it arrive. On failure the
 * attempt ends.
 *
 * Returns: (transfer none) (nullable): the socket, closed with the attempt
 */
GSocket *
kaitsu_probe_open_datagram (KaitsuProbe *self, GInetAddress *address)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) to = kaitsu_net_route (self->net, address, self->request->port);
  GSocket *socket = open_socket (self, to, G_SOCKET_TYPE_DATAGRAM, &error);

  if (socket != NULL && g_socket_connect (socket, to, NULL, &error))
    return socket;
  fail (self, NULL, error);
  return NULL;
}

/**
 * kaitsu_probe_open_stream:
 * @self: an attempt with an address, not over
 *
 * Opens a TCP socket and sends its first SYN, with the hop limit of the
 * attempt: unlike kaitsu_probe_connect() for whoever only wants to see what
 * becomes of the handshake. On failure the attempt ends.
 *
 * Returns: (transfer none) (nullable): the socket, closed with the attempt
 */
GSocket *
kaitsu_probe_open_stream (KaitsuProbe *self)
{
  KaitsuProbeRequest *request = self->request;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) to = kaitsu_net_route (self->net, request->address, request->port);
  GSocket *socket = open_socket (self, to, G_SOCKET_TYPE_STREAM, &error);

  self->sent = g_get_monotonic_time ();
  if (socket != NULL
      && (g_socket_connect (socket, to, NULL, &error)
          || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PENDING)))
    {
      kaitsu_net_count_sent (self->net, KAITSU_PROTOCOL_TCP, self->hop_limit > 0);
      return socket;
    }
  fail (self, NULL, error);
  return NULL;
}

/**
 * kaitsu_probe_send:
 * @self: an attempt that is not over
 * @socket: a socket of kaitsu_probe_open_datagram()
 * @bytes: (array length=length): the datagram
 * @length: its length
 *
 * Sends one datagram. Send only one on each socket: the second send would
 * return the ICMP error of the first and lose it. On failure the attempt ends.
 *
 * Returns: whether it was sent
 */
gboolean
kaitsu_probe_send (KaitsuProbe *self, GSocket *socket, const guint8 *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;

  self->sent = g_get_monotonic_time ();
  if (g_socket_send (socket, (const char *) bytes, length, NULL, &error) >= 0)
    {
      kaitsu_net_count_sent (self->net, KAITSU_PROTOCOL_UDP, self->hop_limit > 0);
      return TRUE;
    }
  fail (self, socket, error);
  return FALSE;
}

static void
connect_free (Connect *connect)
{
  kaitsu_probe_unref (connect->probe);
  g_free (connect);
}

/**
 * kaitsu_probe_measure_handshake:
 * @self: an attempt that is not over
 * @socket: one of its sockets, just connected
 *
 * Sets rtt_us: to the kernel's own time of the handshake, or where it has
 * none to the time until now.
 */
void
kaitsu_probe_measure_handshake (KaitsuProbe *self, GSocket *socket)
{
  gint64 measured = kaitsu_os_get_handshake_us (socket);

  self->rtt_us = measured >= 0 ? measured : g_get_monotonic_time () - self->sent;
}

/* Runs before GIO's own look at the socket, because that would eat the raw
 * errno and, with an ICMP error still in the queue of a socket in SYN_SENT,
 * take it for connected. Where there is a peer the handshake was completed,
 * and an errno tells of a later packet: somebody who refuses every second one
 * may be heard before we look. That is TCP's to deal with (RFC 5461), and the
 * kernel puts it into no queue. */
static gboolean
handshake_cb (KaitsuProbe *self, GSocket *socket, GIOCondition condition)
{
  if (g_socket_is_closed (socket)) /* another one of this attempt was faster */
    return FALSE;

  int error_number = kaitsu_os_take_socket_error (socket);

  if (kaitsu_os_is_connected (socket))
    {
      kaitsu_probe_measure_handshake (self, socket);
      return FALSE;
    }

  KaitsuObservation *seen = kaitsu_probe_observe_errno (self, socket, error_number);

  /* Neither connected nor refused: connect () itself failed, and the error
   * that it gave is on its way to who called it. */
  if (error_number == 0 && seen->icmp.type < 0)
    g_ptr_array_remove (self->observations, seen);
  else
    kaitsu_probe_end (self);
  return FALSE;
}

/* To have it is all that is wanted: the gate counts sockets. */
static void
place_granted_cb (KaitsuProbe *self)
{
}

/* A PC that is busy comes late to everything: what had come by then is looked at
 * first, in one more interval. */
static void
patience_over_cb (KaitsuProbe *self)
{
  gint64 interval_us = 1000 * (gint64) self->request->reopen_ms;
  gint64 late_us = g_get_monotonic_time () - self->patience_us;

  if (self->at_deadline != KAITSU_OUTCOME_SILENT || self->rtt_us >= 0)
    return;
  if (late_us < interval_us)
    {
      kaitsu_probe_conclude (self, KAITSU_OUTCOME_SILENT, NULL);
      return;
    }
  self->patience_us += late_us + interval_us;
  kaitsu_probe_after (self, self->request->reopen_ms, patience_over_cb);
}

/* Ends an attempt as silent when all its sockets had their time and none was
 * answered. */
static void
limit_handshake (KaitsuProbe *self)
{
  guint patience_ms = SILENT_AFTER * self->request->reopen_ms;

  if (patience_ms == 0)
    return;
  self->patience_us = g_get_monotonic_time () + 1000 * (gint64) patience_ms;
  kaitsu_probe_after (self, patience_ms, patience_over_cb);
}

/**
 * kaitsu_probe_watch_handshake:
 * @self: an attempt that is not over
 * @connection: a TCP connection that is about to be made, as it comes with
 *   the event G_SOCKET_CLIENT_CONNECTING; not only the first of the attempt
 *
 * If the handshake fails the attempt ends with the observation of why; if it
 * succeeds rtt_us is known. The socket is closed with the attempt.
 */
void
kaitsu_probe_watch_handshake (KaitsuProbe *self, GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  if (self->sockets->len > 0)
    kaitsu_probe_want_place (self, place_granted_cb);
  else
    limit_handshake (self);
  kaitsu_net_count_sent (self->net, KAITSU_PROTOCOL_TCP, FALSE);
  kaitsu_os_set_error_queue (socket, TRUE);
  g_ptr_array_add (self->sockets, g_object_ref (socket));
  self->sent = g_get_monotonic_time ();
  kaitsu_probe_watch (self, socket, G_IO_OUT, G_PRIORITY_HIGH, handshake_cb);
}

/**
 * kaitsu_probe_take_handshake:
 * @self: an attempt that is not over
 * @connection: its TCP connection, when the handshake is complete
 *
 * From here on the deadline means MUTE, and TCP handles ICMP errors itself,
 * as for every program.
 *
 * Returns: whether there is a connection; if not, the attempt ended
 */
gboolean
kaitsu_probe_take_handshake (KaitsuProbe *self, GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  /* GIO takes "no error" for connected. Our own look came first, and had it
   * been so the time of the handshake would be known. */
  if (self->rtt_us < 0 && !kaitsu_os_is_connected (socket))
    {
      kaitsu_probe_conclude (self, KAITSU_OUTCOME_ERROR, "never connected");
      return FALSE;
    }
  if (self->rtt_us < 0)
    kaitsu_probe_measure_handshake (self, socket);
  kaitsu_os_set_error_queue (socket, FALSE);
  self->at_deadline = KAITSU_OUTCOME_MUTE;
  return TRUE;
}

/**
 * kaitsu_probe_take_peer:
 * @self: an attempt that is not over
 * @connection: its TCP connection, when the handshake is complete and before
 *   TLS is begun on it
 *
 * GIO's TLS asks the socket for its peer and takes for granted that there is
 * one. A socket that is asked for the first time after a reset knows none;
 * from the first time on it remembers.
 *
 * Returns: whether there is a peer; if not, the attempt ended as CUT
 */
gboolean
kaitsu_probe_take_peer (KaitsuProbe *self, GSocketConnection *connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) peer
      = g_socket_get_remote_address (g_socket_connection_get_socket (connection), &error);

  if (peer != NULL)
    return TRUE;
  KaitsuObservation *seen = kaitsu_probe_observe (self, KAITSU_OUTCOME_CUT);

  seen->error_number = kaitsu_probe_errno_from_error (error);
  kaitsu_probe_end (self);
  return FALSE;
}

static void
client_event_cb (GSocketClient *client,
                 GSocketClientEvent event,
                 GSocketConnectable *connectable,
                 GIOStream *stream,
                 gpointer user_data)
{
  KaitsuProbe *self = user_data;

  if (event == G_SOCKET_CLIENT_CONNECTING && !self->over)
    kaitsu_probe_watch_handshake (self, G_SOCKET_CONNECTION (stream));
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Connect *connect = user_data;
  g_autoptr (KaitsuProbe) self = kaitsu_probe_ref (connect->probe);
  KaitsuProbeConnected connected = connect->connected;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection
      = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);

  g_signal_handlers_disconnect_by_data (source, self);
  connect_free (connect);
  if (self->over)
    return;
  if (connection == NULL)
    {
      fail (self, NULL, error);
      return;
    }
  if (kaitsu_probe_take_handshake (self, connection))
    connected (self, connection);
}

/**
 * kaitsu_probe_connect:
 * @self: an attempt with an address, not over
 * @connected: called with the connection when the handshake is complete;
 *   rtt_us is known then, and the deadline means MUTE
 *
 * Opens a TCP connection to the target's one address, never through a proxy;
 * with fresh sockets beside the first while nothing comes back, if the request
 * wants that.
 * If that fails the attempt ends with the observation of why.
 */
void
kaitsu_probe_connect (KaitsuProbe *self, KaitsuProbeConnected connected)
{
  KaitsuProbeRequest *request = self->request;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) to
      = kaitsu_net_route (self->net, request->address, request->port);
  g_autofree char *literal = g_inet_address_to_string (request->address);
  g_autoptr (GSocketConnectable) pinned = kaitsu_pinned_address_new (
      literal, request->port.number, to, request->reopen_ms);
  Connect *connect = g_new0 (Connect, 1);

  connect->probe = kaitsu_probe_ref (self);
  connect->connected = connected;
  self->rtt_us = -1;
  self->sent = g_get_monotonic_time ();
  g_socket_client_set_enable_proxy (client, FALSE);
  g_signal_connect (client, "event", G_CALLBACK (client_event_cb), self);
  g_socket_client_connect_async (client, pinned, self->cancellable, connected_cb, connect);
}
