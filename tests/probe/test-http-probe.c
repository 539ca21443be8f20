/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <errno.h>
#include <libsoup/soup.h>
#include <string.h>

#include "kaitsu-certificate.h"
#include "kaitsu-clock-offset.h"
#include "kaitsu-http-probe.h"
#include "loopback.h"

#define PORTAL_URI "http://portal.example/known.txt?a=b"
/* Only for tests that must run into the deadline. */
#define SHORT_MS 700

typedef struct {
  LoopbackNet *net;
  SoupServer *server;
  guint hits;
  char *host;
  char *path;
  char *query;
  guint status;
  const char *location;
  const char *body;
} Web;

static void
answer_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  Web *web = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  web->hits++;
  g_free (web->host);
  g_free (web->path);
  g_free (web->query);
  web->query = g_strdup (g_uri_get_query (soup_server_message_get_uri (message)));
  web->host = g_strdup (soup_message_headers_get_one (headers, "Host"));
  web->path = g_strdup (path);
  g_assert_cmpstr (soup_server_message_get_method (message), ==, "GET");
  g_assert_null (soup_message_headers_get_one (headers, "Cookie"));
  g_assert_null (soup_message_headers_get_one (headers, "Accept-Encoding"));
  g_assert_true (g_str_has_prefix (soup_message_headers_get_one (headers, "User-Agent"),
                                   "kaitsu/"));
  soup_server_message_set_status (message, web->status, NULL);
  if (web->location != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                  web->location);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, web->body,
                                    strlen (web->body));
}

/* A real web server, reached as port 80, or as 443 with a certificate. */
static Web *
web_new (const char *certificate)
{
  Web *web = g_new0 (Web, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) tls
      = certificate != NULL ? loopback_load_certificate (certificate) : NULL;

  web->net = loopback_net_new ();
  web->status = 200;
  web->body = "success\n";
  web->server = soup_server_new ("tls-certificate", tls, NULL);
  soup_server_add_handler (web->server, NULL, answer_cb, web, NULL);
  soup_server_listen_local (web->server, 0, tls != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0, &error);
  g_assert_no_error (error);

  g_autoslist (GUri) uris = soup_server_get_uris (web->server);

  loopback_net_map (web->net, tls != NULL ? 443 : 80, (guint16) g_uri_get_port (uris->data));
  return web;
}

static void
web_free (Web *web)
{
  soup_server_disconnect (web->server);
  g_clear_object (&web->server);
  g_assert_finalize_object (web->net);
  g_free (web->host);
  g_free (web->path);
  g_free (web->query);
  g_free (web);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Web, web_free)

static KaitsuProbeRequest *
request_http (void)
{
  return loopback_request_new (KAITSU_PROBE_KIND_HTTP, KAITSU_PROTOCOL_TCP, 80, LOOPBACK_HOST);
}

static KaitsuProbeRequest *
request_https (void)
{
  return loopback_request_new (KAITSU_PROBE_KIND_HTTPS, KAITSU_PROTOCOL_TCP, 443, LOOPBACK_HOST);
}

static KaitsuProbeRequest *
request_portal (guint status, const char *body)
{
  KaitsuProbeRequest *request
      = loopback_request_new (KAITSU_PROBE_KIND_PORTAL, KAITSU_PROTOCOL_TCP, 80, PORTAL_URI);

  request->expect = g_strdup (body);
  request->expect_status = status;
  return request;
}

static KaitsuObservation *
try_peer (LoopbackPlay play, gpointer data, KaitsuProbeRequest *request)
{
  g_autoptr (LoopbackNet) net = loopback_net_new ();
  g_autoptr (LoopbackServer) server = loopback_server_new (play, data, NULL);

  loopback_net_map (net, request->port.number, loopback_server_get_port (server));
  return loopback_try (net, request);
}

static void
test_answered (void)
{
  g_autoptr (Web) web = web_new (NULL);
  g_autoptr (KaitsuProbeRequest) request = request_http ();
  g_autoptr (KaitsuObservation) seen = loopback_try (web->net, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  g_assert_cmpstr (seen->detail, ==, "200 OK");
  g_assert_cmpstr (seen->address, ==, "203.0.113.7");
  g_assert_cmpint (seen->rtt_us, >, 0);
  g_assert_cmpint (seen->error_number, ==, 0);
  /* the practice port on loopback must not show */
  g_assert_cmpstr (web->host, ==, LOOPBACK_HOST);
  g_assert_cmpstr (web->path, ==, "/");
  g_assert_cmpuint (web->hits, ==, 1);
}

static void
test_other_port (void)
{
  g_autoptr (Web) web = web_new (NULL);
  g_autoptr (KaitsuProbeRequest) request = request_http ();
  g_autoslist (GUri) uris = soup_server_get_uris (web->server);

  loopback_net_map (web->net, 9124, (guint16) g_uri_get_port (uris->data));
  request->port.number = 9124;

  g_autoptr (KaitsuObservation) seen = loopback_try (web->net, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  g_assert_cmpstr (web->host, ==, LOOPBACK_HOST ":9124");
}

static void
test_ipv6 (void)
{
  g_autoptr (LoopbackNet) net = loopback_net_new ();
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (KaitsuProbeRequest) request = request_http ();

  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV6_ONLY, NULL))
    {
      g_test_skip ("no IPv6 on loopback");
      return;
    }

  g_autoslist (GUri) uris = soup_server_get_uris (server);

  loopback_net_map (net, 80, (guint16) g_uri_get_port (uris->data));
  g_clear_object (&request->address);
  g_clear_pointer (&request->host, g_free);
  request->address = g_inet_address_new_from_string ("2001:db8::7");
  request->family = KAITSU_FAMILY_IPV6;

  g_autoptr (KaitsuObservation) seen = loopback_try (net, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  g_assert_cmpstr (seen->detail, ==, "404 Not Found");
  g_assert_cmpint (seen->family, ==, KAITSU_FAMILY_IPV6);
}

static void
test_redirect (void)
{
  g_autoptr (Web) web = web_new (NULL);
  g_autoptr (KaitsuProbeRequest) request = request_http ();

  web->status = 301;
  web->location = "http://" LOOPBACK_HOST "/elsewhere";

  g_autoptr (KaitsuObservation) seen = loopback_try (web->net, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  g_assert_cmpstr (seen->detail, ==,
                   "301 Moved Permanently http://" LOOPBACK_HOST "/elsewhere");
  g_assert_cmpuint (web->hits, ==, 1);
}

static void
test_status (void)
{
  g_autoptr (Web) web = web_new (NULL);
  g_autoptr (KaitsuProbeRequest) request = request_http ();

  web->status = 401;

  g_autoptr (KaitsuObservation) refused = loopback_try (web->net, request);

  g_assert_cmpint (refused->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  web->status = 503;

  g_autoptr (KaitsuObservation) broken = loopback_try (web->net, request);

  g_assert_cmpint (broken->outcome, ==, KAITSU_OUTCOME_UNEXPECTED);
  g_assert_cmpstr (broken->detail, ==, "503 Service Unavailable");
}

static void
test_expect (void)
{
  g_autoptr (Web) web = web_new (NULL);
  g_autoptr (KaitsuProbeRequest) request = request_http ();

  web->body = "This port is reachable on purpose.";
  request->expect = g_strdup ("reachable");

  g_autoptr (KaitsuObservation) right = loopback_try (web->net, request);

  g_assert_cmpint (right->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  web->body = "Please log in.";

  g_autoptr (KaitsuObservation) wrong = loopback_try (web->net, request);

  g_assert_cmpint (wrong->outcome, ==, KAITSU_OUTCOME_UNEXPECTED);
}

static void
play_flood (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  g_autofree char *piece = g_strnfill (4096, 'x');
  gsize *sent = data;
  gsize length = strlen (piece);

  loopback_say (stream, "HTTP/1.1 200 OK\r\n\r\n");
  while (g_output_stream_write_all (g_io_stream_get_output_stream (stream), piece, length, NULL,
                                    NULL, NULL))
    *sent += length;
}

static void
test_flood (void)
{
  g_autoptr (KaitsuProbeRequest) request = request_http ();
  gsize sent = 0;

  request->expect = g_strdup ("reachable");

  g_autoptr (KaitsuObservation) seen = try_peer (play_flood, &sent, request);

  /* not the deadline: the limit ended it, and the rest went into buffers */
  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_UNEXPECTED);
  g_assert_cmpstr (seen->detail, ==, "200 OK");
  g_assert_cmpuint (sent, <, 64 * 1024 * 1024);
}

static void
play_text (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  loopback_say (stream, data);
  loopback_wait_for_end (stream);
}

/* A request and a TLS greeting come in one piece here, and only one of them
 * has lines. */
static void
hear_request (GIOStream *stream)
{
  char bytes[16 * 1024];

  loopback_hear (stream, bytes, sizeof bytes);
}

static void
play_text_and_close (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  hear_request (stream);
  loopback_say (stream, data);
}

static void
play_reset (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  hear_request (stream);
  if (data != NULL)
    loopback_say (stream, data);
  loopback_reset (connection);
}

static void
play_drip (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  loopback_say (stream, "HTTP/1.1 200 OK\r\nX-Slow: ");
  while (g_output_stream_write_all (g_io_stream_get_output_stream (stream), "x", 1, NULL, NULL,
                                    NULL))
    g_usleep (10 * 1000);
}

static void
play_promises (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 4000; i++)
    g_string_append (text, "HTTP/1.1 100 Continue\r\n\r\n");
  while (g_output_stream_write_all (g_io_stream_get_output_stream (stream), text->str, text->len,
                                    NULL, NULL, NULL))
    ;
  g_string_free (text, TRUE);
}

static void
play_huge_head (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  g_autofree char *value = g_strnfill (1024 * 1024, 'x');

  loopback_say (stream, "HTTP/1.1 200 OK\r\nX-Big: ");
  loopback_say (stream, value);
  loopback_wait_for_end (stream);
}

typedef struct {
  const char *name;
  LoopbackPlay play;
  const char *data;
  guint timeout_ms;
  KaitsuOutcome outcome;
  const char *detail;
} Strange;

static const Strange strange_http[] = {
  { "garbage", play_text_and_close, "SSH-2.0-OpenSSH_9.2\r\n", 0, KAITSU_OUTCOME_UNEXPECTED,
    "not HTTP" },
  { "garbage-open", play_text, "\x01\x02\x03", SHORT_MS, KAITSU_OUTCOME_UNEXPECTED,
    "answer did not end" },
  { "closed", play_text_and_close, "", 0, KAITSU_OUTCOME_CUT, NULL },
  { "reset", play_reset, NULL, 0, KAITSU_OUTCOME_CUT, NULL },
  { "reset-half", play_reset, "HTTP/1.1 200 OK\r\n", 0, KAITSU_OUTCOME_CUT, NULL },
  { "mute", play_text, "", SHORT_MS, KAITSU_OUTCOME_MUTE, NULL },
  { "drip", play_drip, NULL, SHORT_MS, KAITSU_OUTCOME_UNEXPECTED, "answer did not end" },
  { "promises", play_promises, NULL, 0, KAITSU_OUTCOME_UNEXPECTED, "answer did not end" },
  { "huge-head", play_huge_head, NULL, 0, KAITSU_OUTCOME_UNEXPECTED, "not HTTP" },
  { "control-characters", play_text_and_close, "HTTP/1.1 200 \x1b[31mRed\xff\r\n\r\n", 0,
    KAITSU_OUTCOME_ANSWERED, "200 [31mRed\xef\xbf\xbd" },
};

static const Strange strange_https[] = {
  { "plain", play_text_and_close, "HTTP/1.1 400 Bad Request\r\n\r\n", 0,
    KAITSU_OUTCOME_TLS_FAILED, NULL },
  { "alert", play_text_and_close, "\x15\x03\x03\x00\x02\x02\x28", 0, KAITSU_OUTCOME_TLS_FAILED,
    NULL },
  { "closed", play_text_and_close, "", 0, KAITSU_OUTCOME_CUT, NULL },
  { "reset", play_reset, NULL, 0, KAITSU_OUTCOME_CUT, NULL },
  { "mute", play_text, "", SHORT_MS, KAITSU_OUTCOME_MUTE, NULL },
  { "half", play_text, "\x16\x03\x03", SHORT_MS, KAITSU_OUTCOME_TLS_FAILED,
    "handshake did not end" },
};

static void
try_strange (const Strange *strange, KaitsuProbeRequest *request)
{
  if (strange->timeout_ms > 0)
    request->timeout_ms = strange->timeout_ms;

  g_autoptr (KaitsuObservation) seen
      = try_peer (strange->play, (gpointer) strange->data, request);

  g_assert_cmpint (seen->outcome, ==, strange->outcome);
  g_assert_cmpint (seen->rtt_us, >, 0);
  if (strange->detail != NULL)
    g_assert_cmpstr (seen->detail, ==, strange->detail);
  /* TLS keeps no errno */
  if (strange->play == play_reset && request->kind == KAITSU_PROBE_KIND_HTTP)
    g_assert_cmpint (seen->error_number, ==, ECONNRESET);
}

static void
test_strange_http (gconstpointer data)
{
  g_autoptr (KaitsuProbeRequest) request = request_http ();

  try_strange (data, request);
}

static void
test_strange_https (gconstpointer data)
{
  g_autoptr (KaitsuProbeRequest) request = request_https ();

  try_strange (data, request);
}

static void
test_refused (void)
{
  g_autoptr (LoopbackNet) net = loopback_net_new ();
  g_autoptr (KaitsuProbeRequest) request = request_http ();

  loopback_net_map (net, 80, loopback_find_closed_port ());

  g_autoptr (KaitsuObservation) seen = loopback_try (net, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_REFUSED);
  g_assert_cmpint (seen->error_number, ==, ECONNREFUSED);
}

static void
test_stop (void)
{
  g_autoptr (LoopbackNet) net = loopback_net_new ();
  g_autoptr (LoopbackServer) server = loopback_server_new (play_text, (gpointer) "", NULL);
  g_autoptr (KaitsuProbeRequest) http = request_http ();
  g_autoptr (KaitsuProbeRequest) https = request_https ();

  loopback_net_map (net, 80, loopback_server_get_port (server));
  loopback_net_map (net, 443, loopback_server_get_port (server));
  loopback_try_and_stop (net, http, 0);
  loopback_try_and_stop (net, http, 50);
  loopback_try_and_stop (net, https, 50);
}

static void
test_trusted (void)
{
  g_autoptr (Web) web = web_new ("good");
  g_autoptr (KaitsuProbeRequest) request = request_https ();
  g_autoptr (KaitsuObservation) seen = loopback_try (web->net, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  g_assert_true (g_str_has_prefix (seen->detail, "200 "));
  g_assert_nonnull (strstr (seen->detail, "; issuer "));
  g_assert_nonnull (strstr (seen->detail, "Trusted authority"));
  g_assert_cmpuint (seen->tls_errors, ==, 0);
  g_assert_cmpuint (web->hits, ==, 1);

  /* unwell, but it is the destination itself that says so */
  web->status = 503;
  g_autoptr (KaitsuObservation) unwell = loopback_try (web->net, request);
  g_assert_cmpint (unwell->outcome, ==, KAITSU_OUTCOME_ANSWERED);
}

typedef struct {
  const char *certificate;
  GTlsCertificateFlags flags;
  const char *detail;
} Distrust;

static const Distrust distrusts[] = {
  { "wrong-host", G_TLS_CERTIFICATE_BAD_IDENTITY, "bad-identity; issuer " },
  { "expired", G_TLS_CERTIFICATE_EXPIRED, "expired; issuer " },
  { "unknown", G_TLS_CERTIFICATE_UNKNOWN_CA, "unknown-ca; issuer " },
};

static void
play_and_hear (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  char byte;

  if (loopback_hear (stream, &byte, 1) > 0)
    g_atomic_int_inc ((int *) data);
}

/* Not libsoup's server: it does not survive it when it is left in the middle
 * of a handshake. */
static void
test_untrusted (gconstpointer data)
{
  const Distrust *distrust = data;
  int heard = 0;
  g_autoptr (GTlsCertificate) tls = loopback_load_certificate (distrust->certificate);
  g_autoptr (LoopbackNet) net = loopback_net_new ();
  g_autoptr (LoopbackServer) server = loopback_server_new (play_and_hear, &heard, tls);
  g_autoptr (KaitsuProbeRequest) request = request_https ();

  loopback_net_map (net, 443, loopback_server_get_port (server));
  g_autoptr (KaitsuObservation) seen = loopback_try (net, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_TLS_UNTRUSTED);
  g_assert_true (g_str_has_prefix (seen->detail, distrust->detail));
  if (g_str_equal (distrust->certificate, "unknown"))
    g_assert_nonnull (strstr (seen->detail, "Interception box"));
  g_assert_cmpuint (seen->tls_errors, ==, distrust->flags);
  /* nothing may be sent to who cannot say who he is; the server has heard all
   * there is when it is gone */
  g_clear_pointer (&server, loopback_server_free);
  g_assert_cmpint (heard, ==, 0);
}

static void
play_hello (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  char hello[2048];
  gsize length = loopback_hear (stream, hello, sizeof hello);

  if (memmem (hello, length, LOOPBACK_HOST, strlen (LOOPBACK_HOST)) != NULL)
    g_atomic_int_set ((int *) data, 1);
}

static void
test_server_name (void)
{
  g_autoptr (KaitsuProbeRequest) request = request_https ();
  int named = 0;
  g_autoptr (KaitsuObservation) seen = try_peer (play_hello, &named, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_CUT);
  g_assert_cmpint (g_atomic_int_get (&named), ==, 1);
}

static void
test_verdict_words (void)
{
  GTlsCertificateFlags all = G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_BAD_IDENTITY;
  g_autofree char *two = kaitsu_certificate_describe_verdict (NULL, all);
  g_autofree char *none = kaitsu_certificate_describe_verdict (NULL, G_TLS_CERTIFICATE_NO_FLAGS);

  g_assert_cmpstr (two, ==, "bad-identity expired; issuer unknown");
  g_assert_cmpstr (none, ==, "rejected; issuer unknown");
}

typedef struct {
  const char *name;
  guint status;
  const char *location;
  const char *body;
  guint wanted_status;
  const char *wanted_body;
  KaitsuOutcome outcome;
  const char *detail;
} Portal;

static const Portal portals[] = {
  { "known", 200, NULL, "success\n", 200, "success", KAITSU_OUTCOME_ANSWERED, "200 OK" },
  { "default-status", 200, NULL, "success", 0, "success", KAITSU_OUTCOME_ANSWERED, "200 OK" },
  { "no-content", 204, NULL, "", 204, NULL, KAITSU_OUTCOME_ANSWERED, "204 No Content" },
  { "empty", 200, NULL, "", 200, "", KAITSU_OUTCOME_ANSWERED, "200 OK" },
  { "redirect", 302, "http://login.example/", "success", 200, "success",
    KAITSU_OUTCOME_UNEXPECTED, "302 Found http://login.example/" },
  { "other-body", 200, NULL, "Please log in", 200, "success", KAITSU_OUTCOME_UNEXPECTED,
    "200 OK" },
  { "more-body", 200, NULL, "<p>success</p>", 200, "success", KAITSU_OUTCOME_UNEXPECTED,
    "200 OK" },
  { "less-body", 200, NULL, "succ", 200, "success", KAITSU_OUTCOME_UNEXPECTED, "200 OK" },
  { "other-status", 200, NULL, "", 204, NULL, KAITSU_OUTCOME_UNEXPECTED, "200 OK" },
  { "login-needed", 511, NULL, "success", 200, "success", KAITSU_OUTCOME_UNEXPECTED,
    "511 " },
};

static void
test_portal (gconstpointer data)
{
  const Portal *portal = data;
  g_autoptr (Web) web = web_new (NULL);
  g_autoptr (KaitsuProbeRequest) request
      = request_portal (portal->wanted_status, portal->wanted_body);

  web->status = portal->status;
  web->location = portal->location;
  web->body = portal->body;

  g_autoptr (KaitsuObservation) seen = loopback_try (web->net, request);

  g_assert_cmpint (seen->outcome, ==, portal->outcome);
  g_assert_true (g_str_has_prefix (seen->detail, portal->detail));
  g_assert_cmpuint (web->hits, ==, 1);
  g_assert_cmpstr (web->host, ==, "portal.example");
  g_assert_cmpstr (web->path, ==, "/known.txt");
  g_assert_cmpstr (web->query, ==, "a=b");
}

/* The right beginning of another body. */
static const char unended[] = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nsuccess";

static void
test_portal_unended (void)
{
  g_autoptr (KaitsuProbeRequest) request = request_portal (200, "success");

  request->timeout_ms = SHORT_MS;

  g_autoptr (KaitsuObservation) seen = try_peer (play_text, (gpointer) unended, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_UNEXPECTED);
  g_assert_cmpstr (seen->detail, ==, "200 OK");
}

static void
test_portal_broken_off (void)
{
  g_autoptr (KaitsuProbeRequest) request = request_portal (200, "success");
  g_autoptr (KaitsuObservation) seen
      = try_peer (play_text_and_close, (gpointer) unended, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_UNEXPECTED);
}

typedef struct {
  int date_seconds;   /* from now; 0 for no such header */
  const char *header; /* one more, or "" */
  const char *body;
  gboolean told;
  double seconds;
} PageTime;

/* What a page tells of the time, and what it does not. */
static void
test_portal_date (void)
{
  static const PageTime pages[] = {
    { 7200, "", "success", TRUE, 7200 },
    { -86400, "", "success", TRUE, -86400 },
    { -86400, "Age: 86000\r\n", "success", TRUE, -400 },
    { -86400, "Age: -5\r\n", "success", FALSE, 0 },
    { -86400, "Age: 99999999999\r\n", "success", FALSE, 0 },
    { 0, "", "success", FALSE, 0 },
    { 0, "Date: the day before yesterday\r\n", "success", FALSE, 0 },
    { 7200, "", "log in, for your success", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autoptr (GDateTime) then = g_date_time_add_seconds (now, pages[i].date_seconds);
      g_autofree char *date = g_date_time_format (then, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n");
      g_autofree char *text = g_strdup_printf ("HTTP/1.1 200 OK\r\n%s%s\r\n%s",
                                               pages[i].date_seconds != 0 ? date : "",
                                               pages[i].header, pages[i].body);
      g_autoptr (KaitsuProbeRequest) request = request_portal (200, "success");
      g_autoptr (KaitsuObservation) seen = try_peer (play_text_and_close, text, request);
      double seconds = 0;

      g_assert_cmpint (strstr (seen->detail, "offset") != NULL, ==, pages[i].told);
      g_assert_cmpint (kaitsu_clock_offset_read (seen, &seconds), ==, pages[i].told);
      g_assert_cmpfloat_with_epsilon (seconds, pages[i].seconds, 5);
    }
}

static void
test_portal_bad_uri (gconstpointer data)
{
  g_autoptr (LoopbackNet) net = loopback_net_new ();
  g_autoptr (KaitsuProbeRequest) request = request_portal (200, NULL);

  g_free (request->host);
  request->host = g_strdup (data);

  g_autoptr (KaitsuObservation) seen = loopback_try (net, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ERROR);
}

static void
add_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strange_http); i++)
    {
      g_autofree char *path = g_strconcat ("/probe/http/strange/", strange_http[i].name, NULL);

      g_test_add_data_func (path, &strange_http[i], test_strange_http);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (strange_https); i++)
    {
      g_autofree char *path = g_strconcat ("/probe/https/strange/", strange_https[i].name, NULL);

      g_test_add_data_func (path, &strange_https[i], test_strange_https);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (distrusts); i++)
    {
      g_autofree char *path
          = g_strconcat ("/probe/https/untrusted/", distrusts[i].certificate, NULL);

      g_test_add_data_func (path, &distrusts[i], test_untrusted);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (portals); i++)
    {
      g_autofree char *path = g_strconcat ("/probe/portal/", portals[i].name, NULL);

      g_test_add_data_func (path, &portals[i], test_portal);
    }
}

int
main (int argc, char *argv[])
{
  /* A proxy where nobody is: whatever used it would fail. */
  g_setenv ("http_proxy", "http://127.0.0.1:9", TRUE);
  g_setenv ("https_proxy", "http://127.0.0.1:9", TRUE);
  g_setenv ("no_proxy", "", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/http/answered", test_answered);
  g_test_add_func ("/probe/http/other-port", test_other_port);
  g_test_add_func ("/probe/http/ipv6", test_ipv6);
  g_test_add_func ("/probe/http/redirect", test_redirect);
  g_test_add_func ("/probe/http/status", test_status);
  g_test_add_func ("/probe/http/expect", test_expect);
  g_test_add_func ("/probe/http/flood", test_flood);
  g_test_add_func ("/probe/http/refused", test_refused);
  g_test_add_func ("/probe/http/stop", test_stop);
  g_test_add_func ("/probe/https/trusted", test_trusted);
  g_test_add_func ("/probe/https/server-name", test_server_name);
  g_test_add_func ("/probe/https/verdict-words", test_verdict_words);
  g_test_add_func ("/probe/portal/unended", test_portal_unended);
  g_test_add_func ("/probe/portal/broken-off", test_portal_broken_off);
  g_test_add_func ("/probe/portal/date", test_portal_date);
  g_test_add_data_func ("/probe/portal/bad-uri/none", "", test_portal_bad_uri);
  g_test_add_data_func ("/probe/portal/bad-uri/scheme", "ftp://portal.example/",
                        test_portal_bad_uri);
  g_test_add_data_func ("/probe/portal/bad-uri/host", "http:///x", test_portal_bad_uri);
  add_cases ();
  return g_test_run ();
}
