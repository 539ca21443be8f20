/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "kaitsu-clock-offset.h"
#include "kaitsu-ntp-probe.h"
#include "kaitsu-ntp.h"
#include "loopback.h"

/* Only for tests that must run into the deadline. */
#define SHORT_MS 700
/* Long enough for the one repetition, which comes after 2 s. */
#define LONG_MS 4000
#define AHEAD_S 7200

typedef struct _Clock Clock;
typedef void (*Answer) (Clock *clock, GSocketAddress *from, const guint8 *query);

/* A time server; it only ever sees whole datagrams. */
struct _Clock {
  GSocket *socket;
  GSocket *other;
  GSource *source;
  guint16 port;
  Answer answer;
  KaitsuNtpReply reply;
  guint queries;
  gint64 times[4];
  guint16 ports[4];
  guint64 nonces[4];
};

static GSocket *
open_socket (guint16 *port)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                                  G_SOCKET_PROTOCOL_UDP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, any, FALSE, &error);
  g_assert_no_error (error);

  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, &error);

  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
  return socket;
}

static void
send_to (GSocket *socket, GSocketAddress *to, const guint8 *bytes, gsize length)
{
  g_assert_cmpint (g_socket_send_to (socket, to, (const char *) bytes, length, NULL, NULL), ==,
                   (gssize) length);
}

static guint64
get_nonce (const guint8 *query)
{
  guint64 nonce = 0;

  for (int i = 40; i < 48; i++)
    nonce = nonce << 8 | query[i];
  return nonce;
}

static gboolean
query_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Clock *clock = user_data;
  g_autoptr (GSocketAddress) from = NULL;
  char query[512];
  gssize length = g_socket_receive_from (socket, &from, query, sizeof query, NULL, NULL);

  g_assert_cmpint (length, ==, KAITSU_NTP_PACKET_SIZE);
  g_assert_cmpint ((guint8) query[0], ==, 0x23);
  g_assert_cmpuint (clock->queries, <, G_N_ELEMENTS (clock->times));
  clock->times[clock->queries] = g_get_monotonic_time ();
  clock->ports[clock->queries]
      = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (from));
  clock->nonces[clock->queries] = get_nonce ((const guint8 *) query);
  clock->queries++;
  clock->answer (clock, from, (const guint8 *) query);
  return G_SOURCE_CONTINUE;
}

static Clock *
clock_new (Answer answer)
{
  Clock *clock = g_new0 (Clock, 1);
  guint16 other_port = 0;

  clock->answer = answer;
  clock->socket = open_socket (&clock->port);
  clock->other = open_socket (&other_port);
  clock->reply = (KaitsuNtpReply){
    .version = 4, .mode = 4, .stratum = 2, .precision = -20, .refid = { 192, 0, 2, 1 }
  };
  clock->source = g_socket_create_source (clock->socket, G_IO_IN, NULL);
  g_source_set_callback (clock->source, G_SOURCE_FUNC (query_cb), clock, NULL);
  g_source_attach (clock->source, NULL);
  return clock;
}

static void
clock_free (Clock *clock)
{
  g_source_destroy (clock->source);
  g_source_unref (clock->source);
  g_object_unref (clock->socket);
  g_object_unref (clock->other);
  g_free (clock);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Clock, clock_free)

static void
build (Clock *clock, const guint8 *query, gint64 ahead_s, guint8 packet[KAITSU_NTP_PACKET_SIZE])
{
  KaitsuNtpReply reply = clock->reply;
  guint64 now
      = kaitsu_ntp_timestamp_from_unix (g_get_real_time () + ahead_s * G_USEC_PER_SEC);

  reply.origin = get_nonce (query);
  reply.receive = now;
  reply.transmit = now;
  kaitsu_ntp_build_reply (&reply, packet);
}

static void
answer_right (Clock *clock, GSocketAddress *from, const guint8 *query)
{
  guint8 packet[KAITSU_NTP_PACKET_SIZE];

  build (clock, query, 0, packet);
  send_to (clock->socket, from, packet, sizeof packet);
}

static void
answer_ahead (Clock *clock, GSocketAddress *from, const guint8 *query)
{
  guint8 packet[KAITSU_NTP_PACKET_SIZE];

  build (clock, query, AHEAD_S, packet);
  send_to (clock->socket, from, packet, sizeof packet);
}

static void
answer_nothing (Clock *clock, GSocketAddress *from, const guint8 *query)
{
}

static void
answer_second (Clock *clock, GSocketAddress *from, const guint8 *query)
{
  if (clock->queries == 2)
    answer_right (clock, from, query);
}

static void
answer_short (Clock *clock, GSocketAddress *from, const guint8 *query)
{
  guint8 packet[KAITSU_NTP_PACKET_SIZE];

  build (clock, query, 0, packet);
  send_to (clock->socket, from, packet, sizeof packet - 1);
}

static void
answer_wrong_nonce (Clock *clock, GSocketAddress *from, const guint8 *query)
{
  guint8 packet[KAITSU_NTP_PACKET_SIZE];

  build (clock, query, 0, packet);
  packet[24] ^= 1;
  send_to (clock->socket, from, packet, sizeof packet);
}

/* What a box does that answers every datagram with itself. */
static void
answer_echo (Clock *clock, GSocketAddress *from, const guint8 *query)
{
  send_to (clock->socket, from, query, KAITSU_NTP_PACKET_SIZE);
}

static void
answer_wrong_then_right (Clock *clock, GSocketAddress *from, const guint8 *query)
{
  answer_wrong_nonce (clock, from, query);
  answer_echo (clock, from, query);
  answer_right (clock, from, query);
}

/* Everything is right but the port that it comes from. */
static void
answer_from_elsewhere (Clock *clock, GSocketAddress *from, const guint8 *query)
{
  guint8 packet[KAITSU_NTP_PACKET_SIZE];

  build (clock, query, 0, packet);
  send_to (clock->other, from, packet, sizeof packet);
}

static void
answer_impossible (Clock *clock, GSocketAddress *from, const guint8 *query)
{
  KaitsuNtpReply reply = clock->reply;
  guint8 packet[KAITSU_NTP_PACKET_SIZE];

  reply.origin = get_nonce (query);
  reply.receive = kaitsu_ntp_timestamp_from_unix (g_get_real_time ());
  reply.transmit = kaitsu_ntp_timestamp_from_unix (g_get_real_time () - G_USEC_PER_SEC);
  kaitsu_ntp_build_reply (&reply, packet);
  send_to (clock->socket, from, packet, sizeof packet);
}

/* Whoever sends that much rubbish is not heard any more. */
static void
answer_after_rubbish (Clock *clock, GSocketAddress *from, const guint8 *query)
{
  for (int i = 0; i < 40; i++)
    answer_wrong_nonce (clock, from, query);
  answer_right (clock, from, query);
}

static KaitsuObservation *
try_clock (Clock *clock, guint timeout_ms)
{
  g_autoptr (LoopbackNet) net = loopback_net_new ();
  g_autoptr (KaitsuProbeRequest) request
      = loopback_request_new (KAITSU_PROBE_KIND_NTP, KAITSU_PROTOCOL_UDP, 123, "time.example");

  loopback_net_map (net, 123, clock->port);
  if (timeout_ms > 0)
    request->timeout_ms = timeout_ms;
  return loopback_try (net, request);
}

static void
test_answered (void)
{
  g_autoptr (Clock) clock = clock_new (answer_right);
  g_autoptr (KaitsuObservation) seen = try_clock (clock, 0);
  double offset = 99;

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  g_assert_true (g_regex_match_simple ("^offset [+-]0\\.\\d{3} s, delay \\d+ ms, stratum 2$",
                                       seen->detail, 0, 0));
  g_assert_true (kaitsu_clock_offset_read (seen, &offset));
  g_assert_cmpfloat (fabs (offset), <, 5);
  g_assert_cmpint (seen->rtt_us, >, 0);
  g_assert_cmpuint (clock->queries, ==, 1);
}

static void
test_ahead (void)
{
  g_autoptr (Clock) clock = clock_new (answer_ahead);
  g_autoptr (KaitsuObservation) seen = try_clock (clock, 0);
  double offset = 0;

  g_assert_true (kaitsu_clock_offset_read (seen, &offset));
  g_assert_cmpfloat (fabs (offset - AHEAD_S), <, 5);
  g_assert_true (g_str_has_prefix (seen->detail, "offset +7"));
}

static void
test_repeat (void)
{
  g_autoptr (Clock) clock = clock_new (answer_second);
  g_autoptr (KaitsuObservation) seen = try_clock (clock, 0);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  g_assert_cmpuint (clock->queries, ==, 2);
  /* two seconds, less what this PC was late; on a flow of its own, with a nonce of its own */
  g_assert_cmpint (clock->times[1] - clock->times[0], >=, 1500 * 1000);
  g_assert_cmpuint (clock->ports[0], !=, clock->ports[1]);
  g_assert_true (clock->nonces[0] != clock->nonces[1]);
}

static void
test_silent (void)
{
  g_autoptr (Clock) clock = clock_new (answer_nothing);
  g_autoptr (KaitsuObservation) seen = try_clock (clock, LONG_MS + 1000);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_SILENT);
  g_assert_null (seen->detail);
  g_assert_cmpuint (clock->queries, ==, 2);
}

typedef struct {
  const char *name;
  Answer answer;
  KaitsuOutcome outcome;
  const char *detail;
} Strange;

static const Strange strange[] = {
  { "short", answer_short, KAITSU_OUTCOME_UNEXPECTED, "no answer to the request: too-short" },
  { "wrong-nonce", answer_wrong_nonce, KAITSU_OUTCOME_UNEXPECTED,
    "no answer to the request: origin-mismatch" },
  { "echo", answer_echo, KAITSU_OUTCOME_UNEXPECTED, "no answer to the request: bad-mode" },
  { "rubbish", answer_after_rubbish, KAITSU_OUTCOME_UNEXPECTED,
    "no answer to the request: origin-mismatch" },
  { "from-elsewhere", answer_from_elsewhere, KAITSU_OUTCOME_SILENT, NULL },
};

static void
test_strange (gconstpointer data)
{
  const Strange *s = data;
  g_autoptr (Clock) clock = clock_new (s->answer);
  g_autoptr (KaitsuObservation) seen = try_clock (clock, SHORT_MS);
  double offset;

  g_assert_cmpint (seen->outcome, ==, s->outcome);
  g_assert_cmpstr (seen->detail, ==, s->detail);
  g_assert_false (kaitsu_clock_offset_read (seen, &offset));
}

static void
test_wrong_then_right (void)
{
  g_autoptr (Clock) clock = clock_new (answer_wrong_then_right);
  g_autoptr (KaitsuObservation) seen = try_clock (clock, 0);
  double offset;

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  g_assert_true (kaitsu_clock_offset_read (seen, &offset));
}

typedef struct {
  const char *name;
  Answer answer;
  guint leap;
  guint stratum;
  const char *refid;
  const char *detail;
} Refusal;

static const Refusal refusals[] = {
  { "kiss-rate", answer_right, 3, 0, "RATE", "server refuses: RATE" },
  { "kiss-deny", answer_right, 0, 0, "DENY", "server refuses: DENY" },
  { "unsynchronised", answer_right, 3, 0, "\0\0\0\0", "no usable time: unsynchronised" },
  { "leap", answer_right, 3, 2, "ABCD", "no usable time: unsynchronised" },
  { "impossible", answer_impossible, 0, 2, "ABCD", "no usable time: impossible-times" },
};

/* The port is open, whatever the time is worth. */
static void
test_refusal (gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr (Clock) clock = clock_new (refusal->answer);
  double offset;

  clock->reply.leap = refusal->leap;
  clock->reply.stratum = refusal->stratum;
  memcpy (clock->reply.refid, refusal->refid, 4);

  g_autoptr (KaitsuObservation) seen = try_clock (clock, 0);

  g_assert_cmpint (seen->outcome, ==, KAITSU_OUTCOME_ANSWERED);
  g_assert_cmpstr (seen->detail, ==, refusal->detail);
  g_assert_false (kaitsu_clock_offset_read (seen, &offset));
  g_assert_cmpuint (clock->queries, ==, 1);
}

/* Nobody listens: an ICMP error comes from the address itself. */
static void
test_icmp (void)
{
  g_autoptr (Clock) clock = clock_new (answer_nothing);
  GSocket *closed = clock->other;
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (closed, NULL);

  clock->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
  g_socket_close (closed, NULL);

  g_autoptr (KaitsuObservation) seen = try_clock (clock, 0);

  g_assert_cmpint (seen->error_number, ==, ECONNREFUSED);
  /* RFC 792: destination unreachable, port unreachable */
  g_assert_cmpint (seen->icmp.type, ==, 3);
  g_assert_cmpint (seen->icmp.code, ==, 3);
  g_assert_cmpstr (seen->icmp.offender, ==, "127.0.0.1");
}

static void
test_stop (void)
{
  g_autoptr (Clock) clock = clock_new (answer_nothing);
  g_autoptr (LoopbackNet) net = loopback_net_new ();
  g_autoptr (KaitsuProbeRequest) request
      = loopback_request_new (KAITSU_PROBE_KIND_NTP, KAITSU_PROTOCOL_UDP, 123, "time.example");

  loopback_net_map (net, 123, clock->port);
  loopback_try_and_stop (net, request, 0);
  loopback_try_and_stop (net, request, 50);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/ntp/answered", test_answered);
  g_test_add_func ("/probe/ntp/ahead", test_ahead);
  g_test_add_func ("/probe/ntp/repeat", test_repeat);
  g_test_add_func ("/probe/ntp/silent", test_silent);
  g_test_add_func ("/probe/ntp/wrong-then-right", test_wrong_then_right);
  g_test_add_func ("/probe/ntp/icmp", test_icmp);
  g_test_add_func ("/probe/ntp/stop", test_stop);
  for (gsize i = 0; i < G_N_ELEMENTS (strange); i++)
    {
      g_autofree char *path = g_strconcat ("/probe/ntp/strange/", strange[i].name, NULL);

      g_test_add_data_func (path, &strange[i], test_strange);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/probe/ntp/refusal/", refusals[i].name, NULL);

      g_test_add_data_func (path, &refusals[i], test_refusal);
    }
  return g_test_run ();
}
