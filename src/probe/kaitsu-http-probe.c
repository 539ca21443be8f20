/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-http-probe.h"

#include <libsoup/soup.h>
#include <string.h>

#include "kaitsu-certificate.h"
#include "kaitsu-clock-offset.h"
#include "kaitsu-os.h"
#include "kaitsu-pinned-address.h"
#include "kaitsu-text.h"

#define USER_AGENT "kaitsu/" KAITSU_VERSION
#define DEFAULT_STATUS 200
/* From here on it is the server's (or a gateway's) own trouble, and it says
 * nothing about who answered: RFC 9110 §15.6. */
#define FIRST_SERVER_ERROR 500
/* The bodies we know are shorter than a line; an endless one must not fill
 * our memory. */
#define MAX_BODY (64 * 1024)
#define CHUNK 4096
/* Of "100 Continue" and the like: libsoup reads them without end, and without
 * letting the main loop have its turn, while they come fast enough. */
#define MAX_INFORMATIONAL 5
#define MAX_REASON_CHARS 40
#define MAX_LOCATION_CHARS 100

typedef struct {
  KaitsuProbe *probe; /* borrowed: it owns this */
  SoupSession *session;
  SoupMessage *message;
  GSocket *twin; /* (nullable): of libsoup's socket, once it is connected */
  gboolean secured;
  guint informational;
  char *distrust;
  GInputStream *stream;
  GByteArray *body;
  guint8 chunk[CHUNK];
} Http;

static void
http_free (gpointer data)
{
  Http *http = data;

  /* libsoup may keep the message a little longer than the attempt lives */
  if (http->message != NULL)
    g_signal_handlers_disconnect_by_data (http->message, http->probe);
  if (http->session != NULL)
    soup_session_abort (http->session);
  g_clear_object (&http->stream);
  g_clear_object (&http->message);
  g_clear_object (&http->session);
  g_clear_object (&http->twin);
  g_byte_array_unref (http->body);
  g_free (http->distrust);
  g_free (http);
}

static gboolean
is_portal (KaitsuProbe *self)
{
  return self->request->kind == KAITSU_PROBE_KIND_PORTAL;
}

static gboolean
is_secure (Http *http)
{
  return g_strcmp0 (g_uri_get_scheme (soup_message_get_uri (http->message)), "https") == 0;
}

/* "301 Moved Permanently https://example.jp/; issuer CN=Example CA" */
static char *
describe_answer (Http *http)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (http->message);
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (http->message);
  g_autofree char *reason
      = kaitsu_text_clean (soup_message_get_reason_phrase (http->message), -1, MAX_REASON_CHARS);
  g_autofree char *location = kaitsu_text_clean (soup_message_headers_get_one (headers, "Location"),
                                                 -1, MAX_LOCATION_CHARS);
  g_autofree char *issuer
      = certificate != NULL ? kaitsu_certificate_describe_issuer (certificate) : NULL;

  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "%u %s", soup_message_get_status (http->message), reason);
  if (location[0] != '\0')
    g_string_append_printf (out, " %s", location);
  if (issuer != NULL)
    g_string_append_printf (out, "; %s", issuer);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
contains (GByteArray *body, gsize from, const char *text)
{
  /* there are no bytes to point at before the first ones came */
  return body->len > from
         && memmem (body->data + from, body->len - from, text, strlen (text)) != NULL;
}

/* The whole body and nothing else: a portal's page may well say "success"
 * somewhere. White space at the ends is no part of it. */
static gboolean
is_known_body (GByteArray *body, const char *known)
{
  g_autofree char *wanted = g_strstrip (g_strdup (known));
  gsize start = 0;
  gsize end = body->len;

  while (start < end && g_ascii_isspace (body->data[start]))
    start++;
  while (end > start && g_ascii_isspace (body->data[end - 1]))
    end--;
  gsize length = end - start;

  return length == strlen (wanted)
         && (length == 0 || memcmp (body->data + start, wanted, length) == 0);
}

static gboolean
is_as_expected (KaitsuProbe *self, gboolean complete)
{
  Http *http = self->data;
  const char *expect = self->request->expect;
  guint status = soup_message_get_status (http->message);
  guint wanted = self->request->expect_status;

  if (is_portal (self))
    return status == (wanted != 0 ? wanted : DEFAULT_STATUS)
           && (expect == NULL || (complete && is_known_body (http->body, expect)));
  /* Inside TLS it is the destination that is unwell, and it said so itself.
   * In the clear, a proxy on the way says the same of a dead destination. */
  return (status < FIRST_SERVER_ERROR || http->secured)
         && (expect == NULL || contains (http->body, 0, expect));
}

/* RFC 9110 §6.6.1: when the answer was made, in whole seconds; RFC 9111 §5.1:
 * for how long a cache has kept it since. */
static gboolean
find_offset (SoupMessageHeaders *headers, double *seconds)
{
  const char *text = soup_message_headers_get_one (headers, "Date");
  const char *age_text = soup_message_headers_get_one (headers, "Age");
  g_autoptr (GDateTime) made = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  guint64 age = 0;

  if (made == NULL
      || (age_text != NULL
          && !g_ascii_string_to_unsigned (age_text, 10, 0, G_MAXUINT32, &age, NULL)))
    return FALSE;
  *seconds = (double) (g_date_time_difference (made, now) / G_USEC_PER_SEC) + (double) age;
  return TRUE;
}

/* A page whose body is known, from whoever it really is, tells the time. */
static char *
describe_known_page (Http *http)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (http->message);
  g_autofree char *answer = describe_answer (http);
  double seconds;

  if (!find_offset (headers, &seconds))
    return g_steal_pointer (&answer);
  g_autofree char *offset = kaitsu_clock_offset_format (seconds, 0);
  return g_strconcat (answer, "; date ", offset, NULL);
}

static void
conclude_answer (KaitsuProbe *self, gboolean complete)
{
  gboolean good = is_as_expected (self, complete);
  g_autofree char *detail = good && is_portal (self) ? describe_known_page (self->data)
                                                     : describe_answer (self->data);

  kaitsu_probe_conclude (self, good ? KAITSU_OUTCOME_ANSWERED : KAITSU_OUTCOME_UNEXPECTED, detail);
}

static void read_more (KaitsuProbe *self);

static void
body_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuProbe) self = user_data;
  Http *http = self->data;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (kaitsu_probe_is_over (self))
    return;
  if (length <= 0)
    {
      conclude_answer (self, length == 0);
      return;
    }

  const char *expect = self->request->expect;
  gsize known = http->body->len;
  gsize overlap = MIN (known, strlen (expect));

  g_byte_array_append (http->body, http->chunk, (guint) length);
  if (http->body->len >= MAX_BODY
      || (!is_portal (self) && contains (http->body, known - overlap, expect)))
    conclude_answer (self, FALSE);
  else
    read_more (self);
}

static void
read_more (KaitsuProbe *self)
{
  Http *http = self->data;

  g_input_stream_read_async (http->stream, http->chunk, sizeof http->chunk, G_PRIORITY_DEFAULT,
                             self->cancellable, body_read_cb, kaitsu_probe_ref (self));
}

static gboolean
is_broken_off (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)
         || g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF);
}

/* Connected, and then no HTTP answer. What counts is how far it came: GIO
 * gives one and the same error for a peer that hangs up in the handshake and
 * for one that speaks another protocol. */
static void
conclude_failure (KaitsuProbe *self, const GError *error)
{
  Http *http = self->data;
  int error_number = kaitsu_probe_errno_from_error (error);
  gboolean reset = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  KaitsuOutcome outcome;
  const char *detail = NULL;

  if (http->informational > MAX_INFORMATIONAL)
    {
      outcome = KAITSU_OUTCOME_UNEXPECTED;
      detail = "answer did not end";
    }
  else if (http->distrust != NULL)
    {
      outcome = KAITSU_OUTCOME_TLS_UNTRUSTED;
      detail = http->distrust;
    }
  else if (reset || !kaitsu_os_has_received (http->twin)
           || (http->secured && is_broken_off (error)))
    outcome = KAITSU_OUTCOME_CUT;
  else if (is_secure (http) && !http->secured)
    {
      outcome = KAITSU_OUTCOME_TLS_FAILED;
      detail = kaitsu_certificate_get_error_word (error);
    }
  else
    {
      outcome = KAITSU_OUTCOME_UNEXPECTED;
      detail = "not HTTP";
    }

  KaitsuObservation *seen = kaitsu_probe_observe (self, outcome);

  seen->error_number = error_number;
  kaitsu_observation_set_detail (seen, detail, -1);
  kaitsu_probe_end (self);
}

/* connect () itself failed, as it does without a route: there was no
 * handshake to watch. */
static void
conclude_unsent (KaitsuProbe *self, const GError *error)
{
  int error_number = kaitsu_probe_errno_from_error (error);
  KaitsuObservation *seen = kaitsu_probe_observe_errno (self, NULL, error_number);

  if (error_number == 0)
    kaitsu_observation_set_detail (seen, error->message, -1);
  kaitsu_probe_end (self);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuProbe) self = user_data;
  Http *http = self->data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream
      = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (kaitsu_probe_is_over (self))
    return;
  if (stream == NULL && http->twin == NULL)
    {
      conclude_unsent (self, error);
      return;
    }
  if (stream == NULL)
    {
      conclude_failure (self, error);
      return;
    }
  if (self->request->expect == NULL)
    {
      conclude_answer (self, FALSE);
      return;
    }

  g_autofree char *detail = describe_answer (http);

  kaitsu_probe_set_deadline (self, KAITSU_OUTCOME_UNEXPECTED, detail);
  http->stream = g_steal_pointer (&stream);
  read_more (self);
}

/* It makes a difference whether nothing came or only not enough. */
static void
look_at_deadline (KaitsuProbe *self)
{
  Http *http = self->data;

  if (http->secured || http->stream != NULL || !kaitsu_os_has_received (http->twin))
    return;
  if (is_secure (http))
    kaitsu_probe_set_deadline (self, KAITSU_OUTCOME_TLS_FAILED, "handshake did not end");
  else
    kaitsu_probe_set_deadline (self, KAITSU_OUTCOME_UNEXPECTED, "answer did not end");
}

/* libsoup closes its socket before it tells of a failure; the twin can still
 * be asked then what had come. It is the same connection: no second place. */
static void
handle_connected (KaitsuProbe *self, GSocketConnection *connection)
{
  Http *http = self->data;

  if (!kaitsu_probe_take_handshake (self, connection)
      || (is_secure (http) && !kaitsu_probe_take_peer (self, connection)))
    return;
  http->twin = kaitsu_os_dup_socket (g_socket_connection_get_socket (connection));
  if (http->twin == NULL)
    {
      kaitsu_probe_conclude (self, KAITSU_OUTCOME_ERROR, "no file descriptor left");
      return;
    }
  g_ptr_array_add (self->sockets, g_object_ref (http->twin));
  self->last_look = look_at_deadline;
}

static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *stream,
                  gpointer user_data)
{
  KaitsuProbe *self = user_data;
  Http *http = self->data;

  if (kaitsu_probe_is_over (self))
    return;
  if (event == G_SOCKET_CLIENT_CONNECTING)
    kaitsu_probe_watch_handshake (self, G_SOCKET_CONNECTION (stream));
  else if (event == G_SOCKET_CLIENT_CONNECTED)
    handle_connected (self, G_SOCKET_CONNECTION (stream));
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED)
    {
      http->secured = TRUE;
      kaitsu_probe_set_deadline (self, KAITSU_OUTCOME_MUTE, "no HTTP answer inside TLS");
    }
}

/* Only looks: nothing may be sent to somebody who cannot say who he is. */
static gboolean
accept_certificate_cb (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags flags,
                       gpointer user_data)
{
  KaitsuProbe *self = user_data;
  Http *http = self->data;

  g_free (http->distrust);
  http->distrust = kaitsu_certificate_describe_verdict (certificate, flags);
  self->tls_errors = (guint) flags;
  return FALSE;
}

/* libsoup looks at it when this returns, and lets go of the connection. */
static void
got_informational_cb (SoupMessage *message, KaitsuProbe *self)
{
  Http *http = self->data;

  if (++http->informational > MAX_INFORMATIONAL)
    g_cancellable_cancel (self->cancellable);
}

static GUri *
make_uri (KaitsuProbeRequest *request, GError **error)
{
  const char *scheme = request->kind == KAITSU_PROBE_KIND_HTTPS ? "https" : "http";

  if (request->kind == KAITSU_PROBE_KIND_PORTAL)
    return g_uri_parse (request->host != NULL ? request->host : "", SOUP_HTTP_URI_FLAGS, error);

  g_autofree char *literal = g_inet_address_to_string (request->address);

  return g_uri_build (SOUP_HTTP_URI_FLAGS, scheme, NULL,
                      request->host != NULL ? request->host : literal, request->port.number, "/",
                      NULL, NULL);
}

/* libsoup asserts a host, and takes other schemes for http. */
static gboolean
is_web (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  return host != NULL && host[0] != '\0'
         && (g_str_equal (scheme, "http") || g_str_equal (scheme, "https"));
}

static guint16
get_uri_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  if (port > 0)
    return (guint16) port;
  return g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

/* A session of its own for each attempt: no cookie, no cache, no connection
 * and no proxy of another one. The proxy must be off from the start: a
 * session that has sent once keeps the one it had. */
static SoupSession *
make_session (KaitsuProbe *self, GUri *uri)
{
  KaitsuPort port = { KAITSU_PROTOCOL_TCP, get_uri_port (uri) };
  g_autoptr (GSocketAddress) where = kaitsu_net_route (self->net, self->request->address, port);
  g_autoptr (GSocketConnectable) pinned
      = kaitsu_pinned_address_new (g_uri_get_host (uri), port.number, where,
                                   self->request->reopen_ms);
  g_autoptr (GTlsDatabase) database = kaitsu_net_dup_tls_database (self->net);
  SoupSession *session = soup_session_new_with_options ("proxy-resolver", NULL,
                                                        "remote-connectable", pinned,
                                                        "user-agent", USER_AGENT, NULL);

  if (database != NULL)
    soup_session_set_tls_database (session, database);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  return session;
}

/**
 * kaitsu_http_probe_start:
 * @self: an attempt of kind HTTP, HTTPS or PORTAL
 *
 * Sends one GET on a new connection to the request's one address, follows no
 * redirect and accepts no certificate that does not verify for the host.
 *
 * ANSWERED and UNEXPECTED carry "301 Moved Permanently https://example.jp/;
 * issuer CN=Example CA" (what there is of it) as detail. For HTTP and HTTPS
 * any status below 500 is ANSWERED, if the body contains what the request
 * expects; whether a redirect smells of a portal is decided elsewhere. For
 * PORTAL the host is a whole URI, and ANSWERED needs the known status and
 * exactly the known body; its detail ends with "; date offset +2 s" where the
 * server told when it answered. TLS_UNTRUSTED carries "unknown-ca;
 * issuer CN=Example CA", and the flags in tls_errors. At most 64 KiB of a body
 * are read.
 */
void
kaitsu_http_probe_start (KaitsuProbe *self)
{
  Http *http = g_new0 (Http, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = make_uri (self->request, &error);

  http->probe = self;
  http->body = g_byte_array_new ();
  kaitsu_probe_set_data (self, http, http_free);
  if (uri != NULL && is_web (uri))
    http->message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  if (http->message == NULL)
    {
      kaitsu_probe_conclude (self, KAITSU_OUTCOME_ERROR, "no HTTP address");
      return;
    }
  soup_message_set_flags (http->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  g_signal_connect (http->message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect (http->message, "accept-certificate", G_CALLBACK (accept_certificate_cb), self);
  g_signal_connect (http->message, "got-informational", G_CALLBACK (got_informational_cb), self);
  http->session = make_session (self, uri);
  soup_session_send_async (http->session, http->message, G_PRIORITY_DEFAULT, self->cancellable,
                           sent_cb, kaitsu_probe_ref (self));
}
