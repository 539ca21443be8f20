/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <errno.h>
#include <string.h>

#include "loopback.h"

/* Only for tests that must run into the deadline. */
#define SHORT_MS 700

static KaitsuProbeRequest *
request_submission (void)
{
  return loopback_request_new (KAITSU_PROBE_KIND_SUBMISSION, KAITSU_PROTOCOL_TCP, 587,
                               LOOPBACK_HOST);
}

static KaitsuProbeRequest *
request_smtps (void)
{
  return loopback_request_new (KAITSU_PROBE_KIND_SMTPS, KAITSU_PROTOCOL_TCP, 465, LOOPBACK_HOST);
}

static KaitsuObservation *
try_server (LoopbackPlay play, gpointer data, GTlsCertificate *tls, KaitsuProbeRequest *request)
{
  g_autoptr (LoopbackNet) net = loopback_net_new ();
  g_autoptr (LoopbackServer) server = loopback_server_new (play, data, tls);

  loopback_net_map (net, request->port.number, loopback_server_get_port (server));

  KaitsuObservation *seen = loopback_try (net, request);

  g_assert_cmpint (loopback_server_get_connections (server), ==, 1);
  return seen;
}

/* What a mail server heard, "EHLO [127.0.0.1]|QUIT|". */
static void
play_mail (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  GString *heard = data;
  char line[512];

  loopback_say (stream, "220-mx.example ESMTP\r\n220 ready\r\n");
  while (loopback_hear_line (stream, line, sizeof line))
    {
      g_string_append_printf (heard, "%s|", line);
      if (g_str_has_prefix (line, "EHLO "))
        loopback_say (stream, "250-mx.example\r\n250-STARTTLS\r\n250 SIZE 1000\r\n");
      else if (g_str_equal (line, "QUIT"))
        {
          loopback_say (stream, "221 bye\r\n");
          break;
        }
    }
}

static void
test_submission (void)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (KaitsuProbeRequest) request = request_submission ();
  g_autoptr (KaitsuObservation) seen = try_server (play_mail, heard, NULL, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  g_assert_cmpstr (seen->detail, ==, "220 mx.example ESMTP; STARTTLS");
  g_assert_cmpint (seen->rtt_us, >, 0);
  g_assert_cmpstr (heard->str, ==, "EHLO [127.0.0.1]|QUIT|");
}

static void
test_ipv6 (void)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (KaitsuProbeRequest) request = request_submission ();
  g_autoptr (GSocket) ipv6 = g_socket_new (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_STREAM,
                                           G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);

  if (ipv6 == NULL || !g_socket_bind (ipv6, any, FALSE, NULL))
    {
      g_test_skip ("no IPv6 on loopback");
      return;
    }
  g_clear_object (&request->address);
  request->address = g_inet_address_new_from_string ("2001:db8::7");
  request->family = KAITSU_FAMILY_IPV6;

  g_autoptr (KaitsuObservation) seen = try_server (play_mail, heard, NULL, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  g_assert_cmpstr (heard->str, ==, "EHLO [IPv6:::1]|QUIT|");
}

static void
test_smtps (void)
{
  g_autoptr (GTlsCertificate) tls = loopback_load_certificate ("good");
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (KaitsuProbeRequest) request = request_smtps ();
  g_autoptr (KaitsuObservation) seen = try_server (play_mail, heard, tls, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  g_assert_true (g_str_has_prefix (seen->detail, "220 mx.example ESMTP; STARTTLS; issuer "));
  g_assert_nonnull (strstr (seen->detail, "Trusted authority"));
  g_assert_cmpstr (heard->str, ==, "EHLO [127.0.0.1]|QUIT|");
}

static void
play_script (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  g_auto (GStrv) lines = g_strsplit (data, "|", -1);
  char line[512];

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (i > 0 && !loopback_hear_line (stream, line, sizeof line))
        return;
      loopback_say (stream, lines[i]);
    }
}

static void
play_script_and_wait (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  play_script (stream, connection, data);
  loopback_wait_for_end (stream);
}

static void
play_reset (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  loopback_reset (connection);
}

static void
play_flood (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  g_autofree char *piece = g_strnfill (4096, 'x');

  loopback_say (stream, "220-");
  while (g_output_stream_write_all (g_io_stream_get_output_stream (stream), piece, strlen (piece),
                                    NULL, NULL, NULL))
    continue;
}

static void
play_many_lines (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  const char *piece = "220-more\r\n";

  while (g_output_stream_write_all (g_io_stream_get_output_stream (stream), piece, strlen (piece),
                                    NULL, NULL, NULL))
    continue;
}

typedef struct {
  const char *name;
  LoopbackPlay play;
  const char *data;
  guint timeout_ms;
  KaitsuOutcome outcome;
  const char *detail;
} Talk;

static const Talk talks[] = {
  { "unhappy-421", play_script, "421 too busy\r\n", 0, KAITSU_OUTCOME_ANSWERED, "421 too busy" },
  { "unhappy-554", play_script_and_wait, "554 no service\r\n", 0, KAITSU_OUTCOME_ANSWERED,
    "554 no service" },
  { "bare-220", play_script, "220\r\n|250\r\n|221\r\n", 0, KAITSU_OUTCOME_ANSWERED, "220" },
  { "ehlo-refused", play_script, "220 a\r\n|550 who?\r\n|221 b\r\n", 0, KAITSU_OUTCOME_ANSWERED,
    "220 a; EHLO 550" },
  { "cut-after-220", play_script, "220 a\r\n", 0, KAITSU_OUTCOME_ANSWERED, "220 a" },
  { "mute-after-220", play_script_and_wait, "220 a\r\n", SHORT_MS, KAITSU_OUTCOME_ANSWERED,
    "220 a" },
  { "mute-after-ehlo", play_script_and_wait, "220 a\r\n|250 STARTTLS\r\n", SHORT_MS,
    KAITSU_OUTCOME_ANSWERED, "220 a" },
  { "all-at-once", play_script_and_wait, "220 a\r\n250-b\r\n250 starttls\r\n221 c\r\n", 0,
    KAITSU_OUTCOME_ANSWERED, "220 a; STARTTLS" },
  { "garbage-after-220", play_script_and_wait, "220 a\r\nHTTP/1.1 400\r\n", 0,
    KAITSU_OUTCOME_UNEXPECTED, "not SMTP" },
  { "news", play_script_and_wait, "200 news.example ready\r\n", 0, KAITSU_OUTCOME_UNEXPECTED,
    "200 news.example ready" },
  { "web", play_script_and_wait, "HTTP/1.1 400 Bad Request\r\n", 0, KAITSU_OUTCOME_UNEXPECTED,
    "not SMTP" },
  { "tls", play_script_and_wait, "\x16\x03\x03", 0, KAITSU_OUTCOME_UNEXPECTED, "not SMTP" },
  { "closed", play_script, "", 0, KAITSU_OUTCOME_CUT, NULL },
  { "closed-half", play_script, "220 he", 0, KAITSU_OUTCOME_CUT, NULL },
  { "reset", play_reset, NULL, 0, KAITSU_OUTCOME_CUT, NULL },
  { "mute", play_script_and_wait, "", SHORT_MS, KAITSU_OUTCOME_MUTE, NULL },
  { "half", play_script_and_wait, "220 hel", SHORT_MS, KAITSU_OUTCOME_UNEXPECTED,
    "greeting did not end" },
  { "flood", play_flood, NULL, 0, KAITSU_OUTCOME_UNEXPECTED, "not SMTP" },
  { "many-lines", play_many_lines, NULL, 0, KAITSU_OUTCOME_UNEXPECTED, "not SMTP" },
  { "control-characters", play_script, "220 \x1b[31mred\xff\r\n", 0, KAITSU_OUTCOME_ANSWERED,
    "220 [31mred\xef\xbf\xbd" },
};

static void
check_talk (const Talk *talk, GTlsCertificate *tls, KaitsuProbeRequest *request)
{
  if (talk->timeout_ms > 0)
    request->timeout_ms = talk->timeout_ms;

  g_autoptr (KaitsuObservation) seen
      = try_server (talk->play, (gpointer) talk->data, tls, request);

  g_assert_cmpint (seen->outcome, ==, talk->outcome);
  g_assert_cmpint (seen->rtt_us, >, 0);
  /* inside TLS the issuer follows */
  if (talk->detail != NULL && tls != NULL)
    g_assert_true (g_str_has_prefix (seen->detail, talk->detail));
  else if (talk->detail != NULL)
    g_assert_cmpstr (seen->detail, ==, talk->detail);
}

static void
test_talk (gconstpointer data)
{
  g_autoptr (KaitsuProbeRequest) request = request_submission ();

  check_talk (data, NULL, request);
}

/* The same inside TLS: after the handshake nothing else may differ. */
static void
test_talk_tls (gconstpointer data)
{
  g_autoptr (GTlsCertificate) tls = loopback_load_certificate ("good");
  g_autoptr (KaitsuProbeRequest) request = request_smtps ();

  check_talk (data, tls, request);
}

static const Talk handshakes[] = {
  { "plain", play_script_and_wait, "220 mx.example ESMTP\r\n", 0, KAITSU_OUTCOME_TLS_FAILED,
    NULL },
  { "closed", play_script, "", 0, KAITSU_OUTCOME_CUT, NULL },
  { "reset", play_reset, NULL, 0, KAITSU_OUTCOME_CUT, NULL },
  { "mute", play_script_and_wait, "", SHORT_MS, KAITSU_OUTCOME_MUTE, NULL },
  { "half", play_script_and_wait, "\x16\x03\x03", SHORT_MS, KAITSU_OUTCOME_TLS_FAILED,
    "handshake did not end" },
};

static void
test_handshake (gconstpointer data)
{
  g_autoptr (KaitsuProbeRequest) request = request_smtps ();

  check_talk (data, NULL, request);
}

typedef struct {
  const char *certificate;
  GTlsCertificateFlags flags;
} Distrust;

static const Distrust distrusts[] = {
  { "wrong-host", G_TLS_CERTIFICATE_BAD_IDENTITY },
  { "expired", G_TLS_CERTIFICATE_EXPIRED },
  { "unknown", G_TLS_CERTIFICATE_UNKNOWN_CA },
};

static void
test_untrusted (gconstpointer data)
{
  const Distrust *distrust = data;
  g_autoptr (GTlsCertificate) tls = loopback_load_certificate (distrust->certificate);
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (KaitsuProbeRequest) request = request_smtps ();
  g_autoptr (KaitsuObservation) seen = try_server (play_mail, heard, tls, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_TLS_UNTRUSTED);
  g_assert_cmpuint (seen->tls_errors, ==, distrust->flags);
  g_assert_cmpstr (heard->str, ==, "");
}

static void
test_refused (void)
{
  g_autoptr (LoopbackNet) net = loopback_net_new ();
  g_autoptr (KaitsuProbeRequest) request = request_smtps ();

  loopback_net_map (net, 465, loopback_find_closed_port ());

  g_autoptr (KaitsuObservation) seen = loopback_try (net, request);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_REFUSED);
  g_assert_cmpint (seen->error_number, ==, ECONNREFUSED);
}

static void
test_stop (void)
{
  g_autoptr (LoopbackNet) net = loopback_net_new ();
  g_autoptr (LoopbackServer) server
      = loopback_server_new (play_script_and_wait, (gpointer) "", NULL);
  g_autoptr (KaitsuProbeRequest) submission = request_submission ();
  g_autoptr (KaitsuProbeRequest) smtps = request_smtps ();

  loopback_net_map (net, 587, loopback_server_get_port (server));
  loopback_net_map (net, 465, loopback_server_get_port (server));
  loopback_try_and_stop (net, submission, 50);
  loopback_try_and_stop (net, smtps, 0);
  loopback_try_and_stop (net, smtps, 50);
}

static void
add_talks (const char *where, const Talk *list, gsize length, GTestDataFunc test)
{
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *path = g_strconcat (where, list[i].name, NULL);

      /* a reset inside TLS happens in the handshake, which is a case there */
      if (test == test_talk_tls && list[i].play == play_reset)
        continue;
      g_test_add_data_func (path, &list[i], test);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/submission/answered", test_submission);
  g_test_add_func ("/probe/submission/ipv6", test_ipv6);
  g_test_add_func ("/probe/smtps/answered", test_smtps);
  g_test_add_func ("/probe/smtps/refused", test_refused);
  g_test_add_func ("/probe/smtps/stop", test_stop);
  add_talks ("/probe/submission/talk/", talks, G_N_ELEMENTS (talks), test_talk);
  add_talks ("/probe/smtps/talk/", talks, G_N_ELEMENTS (talks), test_talk_tls);
  add_talks ("/probe/smtps/handshake/", handshakes, G_N_ELEMENTS (handshakes), test_handshake);
  for (gsize i = 0; i < G_N_ELEMENTS (distrusts); i++)
    {
      g_autofree char *path
          = g_strconcat ("/probe/smtps/untrusted/", distrusts[i].certificate, NULL);

      g_test_add_data_func (path, &distrusts[i], test_untrusted);
    }
  return g_test_run ();
}
