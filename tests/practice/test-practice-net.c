/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

/* The practice network itself, with plain sockets: what it says about names,
 * ways and the LAN, and what its servers do to a caller. The real probes meet
 * it in test-practice-scenarios.c. */

#include "config.h"
#include "kaitsu-practice-net.h"

#include <string.h>

#include "kaitsu-practice-hole.h"
#include "kaitsu-practice-names.h"
#include "kaitsu-practice-pace.h"
#include "kaitsu-practice-trust.h"

#define SLOW_VARIABLE "KAITSU_PRACTICE_SLOW"

static const char *const ids[] = {
  "open",
  "router-blocks-maintenance",
  "router-drops-maintenance",
  "provider-blocks-465",
  "captive-portal",
  "tls-interception",
  "offline",
  "silent-log",
};

static const char own_targets[] =
    "{ \"format\": \"kaitsu-targets\", \"version\": 1, \"fresh_until\": \"2040-01-01\","
    "  \"targets\": ["
    "    { \"host\": \"one.example\", \"operator\": \"own\", \"uses\": [\"tcp\"],"
    "      \"ports\": [\"tcp/*\"], \"controls\": [\"tcp/80\"], \"expect\": \"a word of ours\" },"
    "    { \"host\": \"two.example\", \"operator\": \"own\", \"uses\": [\"https\"],"
    "      \"ports\": [\"tcp/443\"], \"controls\": [\"tcp/80\"] } ],"
    "  \"portal_checks\": ["
    "    { \"uri\": \"http://check.example/known.txt\", \"status\": 200,"
    "      \"body\": \"known body\" },"
    "    { \"uri\": \"http://other.example\", \"status\": 203, \"body\": \"other body\" } ] }";

static KaitsuTargets *
load_targets (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (own_targets, strlen (own_targets));
  g_autoptr (GError) error = NULL;
  KaitsuTargets *targets = kaitsu_targets_new_from_bytes (bytes, "own.json", &error);

  g_assert_no_error (error);
  return targets;
}

static KaitsuNet *
open_net (const char *scenario)
{
  g_autoptr (KaitsuTargets) targets = load_targets ();
  g_autoptr (GError) error = NULL;
  KaitsuNet *net = kaitsu_practice_net_new_with_targets (scenario, targets, &error);

  g_assert_no_error (error);
  g_assert_true (KAITSU_IS_PRACTICE_NET (net));
  return net;
}

static void
keep_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **kept)
{
  while (*kept == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *kept;
}

/* Until everything that was cancelled has come to its end. */
static void
settle (void)
{
  for (int i = 0; i < 20; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
}

static GSocketAddress *
route_to (KaitsuNet *net, KaitsuProtocol protocol, guint16 number)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("203.0.113.10");

  return kaitsu_net_route (net, address, (KaitsuPort) { protocol, number });
}

static GPtrArray *
look_up (KaitsuNet *net, const char *host, KaitsuFamily family, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kaitsu_net_lookup_async (net, host, family, NULL, keep_cb, &result);
  return kaitsu_net_lookup_finish (net, wait_for (&result), error);
}

static char *
look_up_text (KaitsuNet *net, const char *host)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) addresses = look_up (net, host, KAITSU_FAMILY_IPV4, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (addresses->len, ==, 1);
  return g_inet_address_to_string (addresses->pdata[0]);
}

/* What a plain caller hears until the server hangs up. */
static char *
ask (KaitsuNet *net, guint16 number, const char *words)
{
  g_autoptr (GSocketAddress) address = route_to (net, KAITSU_PROTOCOL_TCP, number);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GAsyncResult) connected = NULL;
  g_autoptr (GAsyncResult) spliced = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GOutputStream) heard = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (address), NULL, keep_cb, &connected);
  connection = g_socket_client_connect_finish (client, wait_for (&connected), &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), words,
                             strlen (words), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_splice_async (heard, g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                G_OUTPUT_STREAM_SPLICE_NONE, G_PRIORITY_DEFAULT, NULL, keep_cb,
                                &spliced);
  g_output_stream_splice_finish (heard, wait_for (&spliced), NULL);
  g_output_stream_write (heard, "", 1, NULL, NULL);
  g_output_stream_close (heard, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (heard));
}

static void
test_list (void)
{
  const KaitsuPracticeScenario *all = kaitsu_practice_list_scenarios ();

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_assert_cmpstr (all[i].id, ==, ids[i]);
      g_assert_true (kaitsu_practice_find_scenario (ids[i]) == &all[i]);
      g_assert_cmpuint (strlen (all[i].title), >, 0);
      g_assert_cmpuint (strlen (all[i].description), >, 0);
    }
  g_assert_null (all[G_N_ELEMENTS (ids)].id);

  g_assert_true (kaitsu_practice_find_scenario (NULL) == &all[0]);
  g_assert_true (kaitsu_practice_find_scenario ("") == &all[0]);
  g_assert_null (kaitsu_practice_find_scenario ("Open"));
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kaitsu_practice_net_new ("no\033[2Jsuch", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (strchr (error->message, '\033'));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_nonnull (strstr (error->message, ids[i]));
}

static void
test_new_destroy (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;
      KaitsuNet *net = kaitsu_practice_net_new (ids[i], &error);

      g_assert_no_error (error);
      g_assert_true (kaitsu_practice_net_get_scenario (KAITSU_PRACTICE_NET (net))
                     == kaitsu_practice_find_scenario (ids[i]));
      g_assert_finalize_object (net);
    }
  settle ();
}

static void
test_slow (void)
{
  static const char *const bad[] = { "-1", "5001", "abc", "10ms", " 7", "99999999999999999999" };
  static const struct
  {
    const char *text;
    guint value;
  } good[] = { { "0", 0 }, { "5000", 5000 }, { "", 0 }, { "250", 250 } };
  guint value;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_setenv (SLOW_VARIABLE, bad[i], TRUE);
      g_assert_null (kaitsu_practice_net_new (NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_nonnull (strstr (error->message, SLOW_VARIABLE));
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_setenv (SLOW_VARIABLE, good[i].text, TRUE);
      g_assert_true (kaitsu_practice_slow_from_environment (&value, NULL));
      g_assert_cmpuint (value, ==, good[i].value);
    }
  g_unsetenv (SLOW_VARIABLE);
  g_assert_true (kaitsu_practice_slow_from_environment (&value, NULL));
  g_assert_cmpuint (value, ==, 0);
}

static void
test_pace (void)
{
  KaitsuPracticePace one, other;
  gboolean uneven = FALSE;
  guint last = 0;

  kaitsu_practice_pace_init (&one, 0);
  kaitsu_practice_pace_init (&other, 1000);
  for (int i = 0; i < 1000; i++)
    {
      guint next = kaitsu_practice_pace_next (&one);

      g_assert_cmpuint (next, >=, 20);
      g_assert_cmpuint (next, <=, 60);
      g_assert_cmpuint (kaitsu_practice_pace_next (&other), ==, next + 1000);
      uneven = uneven || (i > 0 && next != last);
      last = next;
    }
  g_assert_true (uneven);
}

static void
test_names (void)
{
  g_autoptr (KaitsuTargets) targets = load_targets ();
  g_autoptr (KaitsuPracticeNames) names = kaitsu_practice_names_new (targets);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_hosts = 0;

  for (;; n_hosts++)
    {
      g_autofree char *host = g_strdup_printf ("host%u.example", n_hosts);
      g_autoptr (GInetAddress) address = kaitsu_practice_names_lookup (names, host);

      if (address == NULL)
        break;
      g_assert_true (g_hash_table_add (seen, g_inet_address_to_string (address)));
    }
  /* the two targets have the first addresses of the 490 */
  g_assert_cmpuint (n_hosts, ==, 488);
  g_assert_false (g_hash_table_contains (seen, "203.0.113.10"));
  g_assert_false (g_hash_table_contains (seen, "203.0.113.11"));
  g_assert_true (g_hash_table_contains (seen, "203.0.113.254"));
  g_assert_true (g_hash_table_contains (seen, "198.51.100.254"));
}

static void
test_lookup (void)
{
  g_autoptr (KaitsuNet) net = open_net ("open");
  g_autofree char *one = look_up_text (net, "one.example");
  g_autofree char *two = look_up_text (net, "two.example");
  g_autofree char *again = look_up_text (net, "ONE.example");
  g_autofree char *literal = look_up_text (net, "198.51.100.7");
  g_autofree char *long_name = g_strnfill (254, 'a');
  const char *const unknown[] = { "x.invalid", "Invalid", "", long_name, "\xe3\x81\x82.jp" };

  g_assert_cmpstr (one, ==, "203.0.113.10");
  g_assert_cmpstr (two, ==, "203.0.113.11");
  g_assert_cmpstr (again, ==, one);
  g_assert_cmpstr (literal, ==, "198.51.100.7");
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (look_up (net, unknown[i], KAITSU_FAMILY_IPV4, &error));
      g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
    }
}

static void
test_lookup_ipv6 (void)
{
  g_autoptr (KaitsuNet) net = open_net ("open");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) literal = NULL;

  g_assert_null (look_up (net, "one.example", KAITSU_FAMILY_IPV6, &error));
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  literal = look_up (net, "2001:db8::1", KAITSU_FAMILY_IPV6, NULL);
  g_assert_nonnull (literal);
}

static void
test_lookup_offline (void)
{
  g_autoptr (KaitsuNet) net = open_net ("offline");
  g_autofree char *literal = look_up_text (net, "198.51.100.7");
  g_autoptr (GError) error = NULL;

  g_assert_null (look_up (net, "one.example", KAITSU_FAMILY_IPV4, &error));
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE);
}

static void
test_lookup_cancelled (void)
{
  g_autoptr (KaitsuNet) net = open_net ("open");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kaitsu_net_lookup_async (net, "one.example", KAITSU_FAMILY_IPV4, cancellable, keep_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (kaitsu_net_lookup_finish (net, wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The promise of the practice: nothing leaves this PC, whatever port and
 * whatever address somebody thinks of. */
static void
test_route_stays_here (void)
{
  static const char *const addresses[] = { "203.0.113.10", "192.0.2.1", "8.8.8.8", "2001:db8::1" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (KaitsuNet) net = open_net (ids[i]);

      for (guint j = 0; j < G_N_ELEMENTS (addresses) * 2 * 65535; j += 17)
        {
          guint which = j / (2 * 65535);
          KaitsuPort port = { j % 2 != 0 ? KAITSU_PROTOCOL_UDP : KAITSU_PROTOCOL_TCP,
                              (guint16) (1 + j / 2 % 65535) };
          g_autoptr (GInetAddress) address = g_inet_address_new_from_string (addresses[which]);
          g_autoptr (GSocketAddress) there = kaitsu_net_route (net, address, port);
          GInetAddress *host = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (there));

          g_assert_true (g_inet_address_get_family (host) == g_inet_address_get_family (address));
          /* 127.0.0.0/8 with its broadcast address, ::1, interface-local */
          g_assert_true (g_inet_address_get_is_loopback (host)
                         || g_inet_address_get_is_mc_node_local (host));
        }
    }
}

static void
test_unreachable (void)
{
  static const char *const addresses[] = { "203.0.113.10", "2001:db8::1" };
  g_autoptr (KaitsuNet) net = open_net ("offline");

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (addresses[i]);
      KaitsuPort port = { KAITSU_PROTOCOL_TCP, 443 };
      g_autoptr (GSocketAddress) there = kaitsu_net_route (net, address, port);
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocket) socket
          = g_socket_new (g_socket_address_get_family (there), G_SOCKET_TYPE_STREAM,
                          G_SOCKET_PROTOCOL_TCP, NULL);

      if (socket == NULL)
        continue;
      g_socket_connect (socket, there, NULL, &error);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE);
    }
}

static gboolean
comes_in (GSocket *socket, GIOCondition condition)
{
  return g_socket_condition_timed_wait (socket, condition, 300 * 1000, NULL, NULL);
}

static void
test_hole_tcp (void)
{
  for (KaitsuPracticePlay play = KAITSU_PRACTICE_PLAY_SILENT;
       play <= KAITSU_PRACTICE_PLAY_CLOSED; play++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KaitsuPracticeHole) hole = kaitsu_practice_hole_new (
          play, KAITSU_PROTOCOL_TCP, G_SOCKET_FAMILY_IPV4, &error);
      g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                                 G_SOCKET_PROTOCOL_TCP, NULL);

      g_assert_no_error (error);
      g_socket_set_blocking (socket, FALSE);
      g_assert_false (
          g_socket_connect (socket, kaitsu_practice_hole_get_address (hole), NULL, &error));
      g_clear_error (&error);
      if (play == KAITSU_PRACTICE_PLAY_SILENT)
        {
          g_assert_false (comes_in (socket, G_IO_OUT));
        }
      else
        {
          g_assert_true (comes_in (socket, G_IO_OUT));
          g_assert_false (g_socket_check_connect_result (socket, &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
        }
      g_assert_finalize_object (g_steal_pointer (&hole));
    }
}

static void
test_hole_udp (void)
{
  for (KaitsuPracticePlay play = KAITSU_PRACTICE_PLAY_SILENT;
       play <= KAITSU_PRACTICE_PLAY_CLOSED; play++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KaitsuPracticeHole) hole = kaitsu_practice_hole_new (
          play, KAITSU_PROTOCOL_UDP, G_SOCKET_FAMILY_IPV4, &error);
      g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                                                 G_SOCKET_PROTOCOL_UDP, NULL);
      char byte;

      g_assert_no_error (error);
      g_assert_true (
          g_socket_connect (socket, kaitsu_practice_hole_get_address (hole), NULL, NULL));
      g_assert_cmpint (g_socket_send (socket, "x", 1, NULL, NULL), ==, 1);
      if (play == KAITSU_PRACTICE_PLAY_SILENT)
        {
          g_assert_false (comes_in (socket, G_IO_IN));
          continue;
        }
      g_assert_true (comes_in (socket, G_IO_IN));
      g_assert_cmpint (g_socket_receive (socket, &byte, 1, NULL, &error), ==, -1);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
    }
}

static void
test_pages (void)
{
  static const struct
  {
    const char *request;
    const char *beginning;
    const char *contents;
  } cases[] = {
    { "GET /known.txt HTTP/1.1\r\nHost: check.example\r\n\r\n", "HTTP/1.1 200 OK\r\n",
      "\r\n\r\nknown body\n" },
    { "GET /known.txt HTTP/1.1\r\nhost:CHECK.example:80\r\n\r\n", "HTTP/1.1 200 OK\r\n",
      "\r\n\r\nknown body\n" },
    { "GET / HTTP/1.1\r\nHost: other.example\r\n\r\n", "HTTP/1.1 203 Non-Authoritative",
      "\r\n\r\nother body\n" },
    { "GET /other HTTP/1.1\r\nHost: check.example\r\n\r\n", "HTTP/1.1 200 OK\r\n",
      "a word of ours\n" },
    { "GET / HTTP/1.1\r\nHost: one.example:9124\r\n\r\n", "HTTP/1.1 200 OK\r\n",
      "a word of ours\n" },
    { "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\n", "a word of ours\n" },
    { "\r\n\r\n", "HTTP/1.1 200 OK\r\n", "a word of ours\n" },
  };
  g_autoptr (KaitsuNet) net = open_net ("open");
  g_autoptr (KaitsuNet) portal = open_net ("captive-portal");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *open = ask (net, 80, cases[i].request);
      g_autofree char *caught = ask (portal, 80, cases[i].request);

      g_assert_true (g_str_has_prefix (open, cases[i].beginning));
      g_assert_nonnull (strstr (open, cases[i].contents));
      g_assert_true (g_str_has_prefix (caught, "HTTP/1.1 302 Found\r\n"));
      g_assert_nonnull (strstr (caught, "\r\nLocation: http://login.practice.invalid/\r\n"));
      g_assert_null (strstr (caught, " body\n"));
    }
}

static void
test_flood (void)
{
  g_autoptr (KaitsuNet) net = open_net ("open");
  g_autofree char *flood = g_strnfill (10000, 'x');
  g_autofree char *answer = ask (net, 80, flood);

  g_assert_cmpstr (answer, ==, "");
}

static void
test_mail (void)
{
  g_autoptr (KaitsuNet) net = open_net ("open");
  g_autofree char *all_at_once = ask (net, 587, "EHLO [192.0.2.1]\r\nNOOP\r\nQUIT\r\n");
  g_autofree char *bare = ask (net, 587, "helo me\nquit\n");

  g_assert_cmpstr (all_at_once, ==,
                   "220 mail.practice.invalid ESMTP Kaitsu practice network\r\n"
                   "250-mail.practice.invalid\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
                   "502 5.5.1 Only a practice server\r\n"
                   "221 2.0.0 Bye\r\n");
  g_assert_cmpstr (bare, ==,
                   "220 mail.practice.invalid ESMTP Kaitsu practice network\r\n"
                   "250 mail.practice.invalid\r\n"
                   "221 2.0.0 Bye\r\n");
}

static void
test_cut (void)
{
  g_autoptr (KaitsuNet) net = open_net ("captive-portal");
  g_autofree char *answer = ask (net, 443, "anything\r\n\r\n");

  g_assert_cmpstr (answer, ==, "");
}

/* What comes back to one datagram; NULL if nothing does within five times the
 * longest pause before an answer. */
static char *
ask_datagram (KaitsuNet *net, guint16 number, const char *bytes, gsize length)
{
  g_autoptr (GSocketAddress) address = route_to (net, KAITSU_PROTOCOL_UDP, number);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                                             G_SOCKET_PROTOCOL_UDP, NULL);
  char answer[512];
  gssize got;

  g_socket_set_blocking (socket, FALSE);
  g_assert_true (g_socket_connect (socket, address, NULL, NULL));
  g_assert_cmpint (g_socket_send (socket, bytes, length, NULL, NULL), ==, (gssize) length);
  for (int i = 0; i < 300; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      got = g_socket_receive (socket, answer, sizeof answer, NULL, NULL);
      if (got >= 0)
        return g_strndup (answer, (gsize) got);
      g_usleep (1000);
    }
  return NULL;
}

static void
test_responder (void)
{
  g_autoptr (KaitsuNet) net = open_net ("open");
  g_autoptr (KaitsuNet) silent = open_net ("silent-log");
  g_autofree char *line = ask_datagram (net, 514, "<14>1 test", 10);

  g_assert_cmpstr (line, ==, "K1 514 192.0.2.23\n");
  g_assert_null (ask_datagram (silent, 514, "<14>1 test", 10));
}

/* Only requests are answered, so two of these servers never talk forever. */
static void
test_datagram_nonsense (void)
{
  static const guint16 numbers[] = { 67, 123 };
  g_autoptr (KaitsuNet) net = open_net ("open");
  g_autofree char *zeros = g_malloc0 (300);
  g_autofree char *reply = g_malloc0 (300);

  reply[0] = 0x24;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_assert_null (ask_datagram (net, numbers[i], "", 0));
      g_assert_null (ask_datagram (net, numbers[i], "#", 1));
      g_assert_null (ask_datagram (net, numbers[i], zeros, 300));
      g_assert_null (ask_datagram (net, numbers[i], reply, 300));
    }
}

/* A network that is thrown away in the middle of a talk hangs up. */
static void
test_destroy_while_talking (void)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GAsyncResult) connected = NULL;
  g_autoptr (GAsyncResult) ended = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  KaitsuNet *net;
  char byte;

  g_setenv (SLOW_VARIABLE, "5000", TRUE);
  net = open_net ("open");
  g_unsetenv (SLOW_VARIABLE);
  address = route_to (net, KAITSU_PROTOCOL_TCP, 587);
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (address), NULL, keep_cb, &connected);
  connection = g_socket_client_connect_finish (client, wait_for (&connected), NULL);
  g_assert_nonnull (connection);
  settle ();
  g_assert_finalize_object (net);

  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), &byte, 1,
                             G_PRIORITY_DEFAULT, NULL, keep_cb, &ended);
  g_assert_cmpint (g_input_stream_read_finish (
                       g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                       wait_for (&ended), NULL),
                   <=, 0);
}

static void
test_network (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (KaitsuNet) net = open_net (ids[i]);
      g_autoptr (KaitsuNetwork) network = kaitsu_net_dup_network (net);

      g_assert_false (network->vpn);
      g_assert_false (network->has_ipv6);
      if (g_str_equal (ids[i], "offline"))
        {
          g_assert_false (network->has_ipv4);
          g_assert_null (network->address);
          g_assert_null (network->gateway);
          g_assert_cmpuint (g_strv_length (network->dns), ==, 0);
          continue;
        }
      g_assert_true (network->has_ipv4);
      g_assert_cmpint (network->kind, ==, KAITSU_LINK_KIND_WIRED);
      g_assert_cmpstr (network->address, ==, "192.168.1.23");
      g_assert_true (kaitsu_network_is_own (network, "192.168.1.23"));
      g_assert_true (kaitsu_network_is_gateway (network, "192.168.1.1"));
      g_assert_cmpstr (network->dns[0], ==, "192.168.1.1");
      g_assert_true (network->dhcp_address && network->dhcp_route);
      g_assert_cmpint (network->lease_seconds, >, 0);
    }
}

static void
test_lease (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (KaitsuNet) net = open_net (ids[i]);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (KaitsuObservation) lease = NULL;

      kaitsu_net_lease_async (net, NULL, keep_cb, &result);
      lease = kaitsu_net_lease_finish (net, wait_for (&result), &error);
      if (g_str_equal (ids[i], "offline"))
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (lease->outcome, ==, KAITSU_OUTCOME_LEASE);
      g_assert_cmpint (lease->probe, ==, KAITSU_PROBE_KIND_DHCP);
      g_assert_nonnull (strstr (lease->detail, "practice"));
    }
}

static GTlsCertificateFlags
verify (const char *name, const char *host)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) trust = kaitsu_practice_trust_new (&error);
  g_autoptr (GTlsCertificate) certificate = kaitsu_practice_trust_load_certificate (name, &error);
  g_autoptr (GSocketConnectable) identity = g_network_address_new (host, 443);

  g_assert_no_error (error);
  return g_tls_database_verify_chain (trust, certificate,
                                      G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity, NULL,
                                      G_TLS_DATABASE_VERIFY_NONE, NULL, NULL);
}

static void
test_trust (void)
{
  g_assert_cmpint (verify ("practice-server", "hmbx.canon.jp"), ==, G_TLS_CERTIFICATE_NO_FLAGS);
  g_assert_cmpint (verify ("practice-server", "two.example"), ==, G_TLS_CERTIFICATE_NO_FLAGS);
  g_assert_cmpint (verify ("practice-proxy", "hmbx.canon.jp"), ==, G_TLS_CERTIFICATE_UNKNOWN_CA);
  g_assert_true (verify ("practice-proxy", "two.example") & G_TLS_CERTIFICATE_UNKNOWN_CA);
}

/* The build reads the names from the list: every built-in host is on it. */
static void
test_certificate (void)
{
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_builtin ();
  GPtrArray *all = kaitsu_targets_get_targets (targets);
  g_autoptr (GTlsCertificate) authority
      = kaitsu_practice_trust_load_certificate ("practice-ca", NULL);
  g_autoptr (GTlsCertificate) server
      = kaitsu_practice_trust_load_certificate ("practice-server", NULL);
  g_autoptr (GTlsCertificate) proxy
      = kaitsu_practice_trust_load_certificate ("practice-proxy", NULL);
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (proxy);
  g_autoptr (GDateTime) begin = g_tls_certificate_get_not_valid_before (server);
  g_autoptr (GDateTime) end = g_tls_certificate_get_not_valid_after (server);

  g_assert_cmpuint (all->len, >, 0);
  for (guint i = 0; i < all->len; i++)
    {
      const KaitsuTarget *target = all->pdata[i];
      g_autoptr (GSocketConnectable) identity = g_network_address_new (target->host, 443);

      g_assert_cmpint (g_tls_certificate_verify (server, identity, authority), ==,
                       G_TLS_CERTIFICATE_NO_FLAGS);
    }
  g_assert_nonnull (strstr (issuer, "練習用の検査プロキシ"));
  g_assert_cmpint (g_date_time_get_year (begin), <=, 2015);
  g_assert_cmpint (g_date_time_get_year (end), >=, 2045);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv (SLOW_VARIABLE);

  g_test_add_func ("/practice/scenarios/list", test_list);
  g_test_add_func ("/practice/scenarios/unknown", test_unknown);
  g_test_add_func ("/practice/net/new-destroy", test_new_destroy);
  g_test_add_func ("/practice/net/destroy-while-talking", test_destroy_while_talking);
  g_test_add_func ("/practice/net/slow", test_slow);
  g_test_add_func ("/practice/net/pace", test_pace);
  g_test_add_func ("/practice/net/names", test_names);
  g_test_add_func ("/practice/net/lookup", test_lookup);
  g_test_add_func ("/practice/net/lookup/ipv6", test_lookup_ipv6);
  g_test_add_func ("/practice/net/lookup/offline", test_lookup_offline);
  g_test_add_func ("/practice/net/lookup/cancelled", test_lookup_cancelled);
  g_test_add_func ("/practice/net/route/stays-here", test_route_stays_here);
  g_test_add_func ("/practice/net/route/unreachable", test_unreachable);
  g_test_add_func ("/practice/net/network", test_network);
  g_test_add_func ("/practice/net/lease", test_lease);
  g_test_add_func ("/practice/hole/tcp", test_hole_tcp);
  g_test_add_func ("/practice/hole/udp", test_hole_udp);
  g_test_add_func ("/practice/server/pages", test_pages);
  g_test_add_func ("/practice/server/flood", test_flood);
  g_test_add_func ("/practice/server/mail", test_mail);
  g_test_add_func ("/practice/server/cut", test_cut);
  g_test_add_func ("/practice/server/responder", test_responder);
  g_test_add_func ("/practice/server/datagram-nonsense", test_datagram_nonsense);
  g_test_add_func ("/practice/trust/verify", test_trust);
  g_test_add_func ("/practice/trust/certificate", test_certificate);

  return g_test_run ();
}
