/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "loopback.h"

#include <string.h>
#include <sys/socket.h>

/* From TEST-NET-3 (RFC 5737): nothing must ever be sent there. */
#define ADDRESS "203.0.113.7"

struct _LoopbackNet {
  KaitsuNet parent_instance;

  GHashTable *ports;
  GTlsDatabase *trust;
};

G_DEFINE_FINAL_TYPE (LoopbackNet, loopback_net, KAITSU_TYPE_NET)

struct _LoopbackServer {
  GSocketService *service;
  LoopbackPlay play;
  gpointer data;
  GTlsCertificate *tls;
  guint16 port;
  int connections;
  GMutex lock;
  GCond idle;
  guint running;
  GPtrArray *open;
};

static GSocketAddress *
loopback_net_route (KaitsuNet *net, GInetAddress *address, KaitsuPort port)
{
  LoopbackNet *self = LOOPBACK_NET (net);
  g_autoptr (GInetAddress) loopback
      = g_inet_address_new_loopback (g_inet_address_get_family (address));
  gpointer mapped = NULL;

  g_assert_true (g_hash_table_lookup_extended (self->ports, GUINT_TO_POINTER (port.number), NULL,
                                               &mapped));
  return g_inet_socket_address_new (loopback, (guint16) GPOINTER_TO_UINT (mapped));
}

static GTlsDatabase *
loopback_net_dup_tls_database (KaitsuNet *net)
{
  return g_object_ref (LOOPBACK_NET (net)->trust);
}

static void
loopback_net_finalize (GObject *object)
{
  LoopbackNet *self = LOOPBACK_NET (object);

  g_hash_table_unref (self->ports);
  g_clear_object (&self->trust);
  G_OBJECT_CLASS (loopback_net_parent_class)->finalize (object);
}

static void
loopback_net_class_init (LoopbackNetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loopback_net_finalize;
  KAITSU_NET_CLASS (klass)->route = loopback_net_route;
  KAITSU_NET_CLASS (klass)->dup_tls_database = loopback_net_dup_tls_database;
}

static void
loopback_net_init (LoopbackNet *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *anchor
      = g_test_build_filename (G_TEST_BUILT, "probe", "certificates", "trusted.pem", NULL);

  self->ports = g_hash_table_new (NULL, NULL);
  self->trust = g_tls_file_database_new (anchor, &error);
  g_assert_no_error (error);
}

/* A network that leads every address to loopback, and trusts one authority. */
LoopbackNet *
loopback_net_new (void)
{
  return g_object_new (LOOPBACK_TYPE_NET, NULL);
}

/* Leads @port of every address to @loopback_port. */
void
loopback_net_map (LoopbackNet *self, guint16 port, guint16 loopback_port)
{
  g_hash_table_insert (self->ports, GUINT_TO_POINTER (port), GUINT_TO_POINTER (loopback_port));
}

static void
play_tls (LoopbackServer *self, GSocketConnection *connection)
{
  g_autoptr (GIOStream) tls
      = g_tls_server_connection_new (G_IO_STREAM (connection), self->tls, NULL);

  g_assert_nonnull (tls);
  if (g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
    self->play (tls, connection, self->data);
  g_io_stream_close (tls, NULL, NULL);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  LoopbackServer *self = user_data;

  g_mutex_lock (&self->lock);
  self->running++;
  g_ptr_array_add (self->open, connection);
  g_mutex_unlock (&self->lock);
  g_atomic_int_inc (&self->connections);
  if (self->tls != NULL)
    play_tls (self, connection);
  else
    self->play (G_IO_STREAM (connection), connection, self->data);

  g_mutex_lock (&self->lock);
  g_ptr_array_remove (self->open, connection);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  self->running--;
  g_cond_signal (&self->idle);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* A server on a port of its own. @tls (nullable) wraps every connection. */
LoopbackServer *
loopback_server_new (LoopbackPlay play, gpointer data, GTlsCertificate *tls)
{
  LoopbackServer *self = g_new0 (LoopbackServer, 1);
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->lock);
  g_cond_init (&self->idle);
  self->open = g_ptr_array_new ();
  self->play = play;
  self->data = data;
  self->tls = tls != NULL ? g_object_ref (tls) : NULL;
  self->service = g_threaded_socket_service_new (8);
  self->port
      = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);
  return self;
}

/* Hangs up on everybody and waits for the threads. */
void
loopback_server_free (LoopbackServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->open->len; i++)
    g_socket_shutdown (g_socket_connection_get_socket (self->open->pdata[i]), TRUE, TRUE, NULL);
  while (self->running > 0)
    g_cond_wait (&self->idle, &self->lock);
  g_mutex_unlock (&self->lock);
  g_clear_object (&self->service);
  g_clear_object (&self->tls);
  g_ptr_array_unref (self->open);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->idle);
  g_free (self);
}

guint16
loopback_server_get_port (LoopbackServer *self)
{
  return self->port;
}

int
loopback_server_get_connections (LoopbackServer *self)
{
  return g_atomic_int_get (&self->connections);
}

/* One of make-certificates.sh. */
GTlsCertificate *
loopback_load_certificate (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_strconcat (name, ".pem", NULL);
  g_autofree char *path
      = g_test_build_filename (G_TEST_BUILT, "probe", "certificates", file, NULL);
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}

/* The other end may be gone already: no failure. */
void
loopback_say (GIOStream *stream, const char *text)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text), NULL,
                             NULL, NULL);
}

/* Whatever comes next, 0 at the end. */
gsize
loopback_hear (GIOStream *stream, char *buffer, gsize size)
{
  gssize length
      = g_input_stream_read (g_io_stream_get_input_stream (stream), buffer, size, NULL, NULL);

  return length > 0 ? (gsize) length : 0;
}

/* One line without its end, FALSE if the other end closed. */
gboolean
loopback_hear_line (GIOStream *stream, char *buffer, gsize size)
{
  gsize length = 0;
  char byte;

  while (loopback_hear (stream, &byte, 1) == 1)
    {
      if (byte == '\n')
        {
          buffer[length] = '\0';
          g_strchomp (buffer);
          return TRUE;
        }
      g_assert_cmpuint (length, <, size - 1);
      buffer[length++] = byte;
    }
  return FALSE;
}

/* Says nothing and listens until the other end closes. */
void
loopback_wait_for_end (GIOStream *stream)
{
  char buffer[256];

  while (loopback_hear (stream, buffer, sizeof buffer) > 0)
    continue;
}

/* Makes the coming close a TCP reset. */
void
loopback_reset (GSocketConnection *connection)
{
  struct linger linger = { 1, 0 };
  int fd = g_socket_get_fd (g_socket_connection_get_socket (connection));

  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger), ==, 0);
}

/* A port on which nobody listens now. */
guint16
loopback_find_closed_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_assert_cmpuint (port, !=, 0);
  g_socket_listener_close (listener);
  return port;
}

/* A request with a deadline that is far away, for what must not reach it. */
KaitsuProbeRequest *
loopback_request_new (KaitsuProbeKind kind,
                      KaitsuProtocol protocol,
                      guint16 port,
                      const char *host)
{
  KaitsuProbeRequest *request
      = kaitsu_probe_request_new (kind, (KaitsuPort){ protocol, port });

  request->host = g_strdup (host);
  request->address = g_inet_address_new_from_string (ADDRESS);
  request->timeout_ms = 30 * 1000;
  return request;
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static void
settle (LoopbackNet *net)
{
  g_assert_cmpuint (kaitsu_net_get_open (KAITSU_NET (net)), ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* Runs one attempt that must give one observation, and give its place back. */
KaitsuObservation *
loopback_try (LoopbackNet *net, KaitsuProbeRequest *request)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kaitsu_probe_async (KAITSU_NET (net), request, g_get_monotonic_time (), NULL, result_cb,
                      &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_autoptr (GPtrArray) seen = kaitsu_probe_finish (KAITSU_NET (net), result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (seen->len, ==, 1);
  settle (net);

  KaitsuObservation *first = seen->pdata[0];

  g_assert_cmpint (first->probe, ==, request->kind);
  g_assert_true (kaitsu_port_equal (first->port, request->port));
  g_assert_cmpstr (first->host, ==, request->host);
  g_test_message ("%d: %s", first->outcome, first->detail != NULL ? first->detail : "-");
  return kaitsu_observation_ref (first);
}

static gboolean
stop_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* Runs one attempt and stops it while it waits. */
void
loopback_try_and_stop (LoopbackNet *net, KaitsuProbeRequest *request, guint after_ms)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kaitsu_probe_async (KAITSU_NET (net), request, g_get_monotonic_time (), cancellable, result_cb,
                      &result);
  g_timeout_add (after_ms, stop_cb, cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (kaitsu_probe_finish (KAITSU_NET (net), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  settle (net);
}
