/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

/* The hops of the practice network, as the hop limited probes see them. */

#include "config.h"
#include "kaitsu-practice-net.h"

#include "kaitsu-enums.h"
#include "kaitsu-hop-probe.h"
#include "kaitsu-nick.h"
#include "kaitsu-pc-test.h"

#define ANSWER_MS 60000
#define SILENCE_MS 300

#define ROUTER "192.168.1.1"
#define PROVIDER "192.0.2.1"
#define CORE "198.51.100.1"

#define TCP(number) { KAITSU_PROTOCOL_TCP, number }
#define UDP(number) { KAITSU_PROTOCOL_UDP, number }

/* hop limits 1, 2, 3, 4, and none */
#define N_LIMITS 5

typedef struct {
  KaitsuOutcome outcome;
  int type;
  const char *offender;
} Sight;

#define AT(who) { KAITSU_OUTCOME_ICMP, 11, who }
#define REJECTED(who) { KAITSU_OUTCOME_ICMP, 3, who }
#define SEEN(word) { KAITSU_OUTCOME_##word, -1, NULL }
#define WHOLE_WAY AT (ROUTER), AT (PROVIDER), AT (CORE)
#define ALWAYS(word) SEEN (word), SEEN (word), SEEN (word), SEEN (word), SEEN (word)

static const struct {
  const char *scenario;
  KaitsuPort port;
  Sight sights[N_LIMITS];
} rows[] = {
  { "open", TCP (443), { WHOLE_WAY, SEEN (CONNECTED), SEEN (CONNECTED) } },
  { "open", TCP (9124), { WHOLE_WAY, SEEN (CONNECTED), SEEN (CONNECTED) } },
  { "open", UDP (123), { WHOLE_WAY, SEEN (ANSWERED), SEEN (ANSWERED) } },
  { "open", UDP (514), { WHOLE_WAY, SEEN (ANSWERED), SEEN (ANSWERED) } },
  { "silent-log", UDP (514), { ALWAYS (SILENT) } },
  { "silent-log", TCP (443),
    { SEEN (SILENT), SEEN (SILENT), SEEN (SILENT), SEEN (CONNECTED), SEEN (CONNECTED) } },
  { "router-blocks-maintenance", TCP (443), { WHOLE_WAY, SEEN (CONNECTED), SEEN (CONNECTED) } },
  { "router-blocks-maintenance", TCP (9992),
    { AT (ROUTER), REJECTED (ROUTER), REJECTED (ROUTER), REJECTED (ROUTER), REJECTED (ROUTER) } },
  { "router-drops-maintenance", TCP (443), { WHOLE_WAY, SEEN (CONNECTED), SEEN (CONNECTED) } },
  { "router-drops-maintenance", TCP (9124),
    { AT (ROUTER), SEEN (SILENT), SEEN (SILENT), SEEN (SILENT), SEEN (SILENT) } },
  { "router-drops-maintenance", TCP (9992),
    { AT (ROUTER), SEEN (SILENT), SEEN (SILENT), SEEN (SILENT), SEEN (SILENT) } },
  { "provider-blocks-465", TCP (465),
    { AT (ROUTER), AT (PROVIDER), REJECTED (PROVIDER), REJECTED (PROVIDER),
      REJECTED (PROVIDER) } },
  { "captive-portal", TCP (443), { ALWAYS (CONNECTED) } },
  { "captive-portal", TCP (465), { ALWAYS (REFUSED) } },
  { "captive-portal", UDP (514),
    { AT (ROUTER), SEEN (SILENT), SEEN (SILENT), SEEN (SILENT), SEEN (SILENT) } },
  { "tls-interception", TCP (443), { ALWAYS (CONNECTED) } },
  { "tls-interception", TCP (80), { WHOLE_WAY, SEEN (CONNECTED), SEEN (CONNECTED) } },
  { "offline", TCP (443), { ALWAYS (UNREACHABLE) } },
  { "offline", UDP (514), { ALWAYS (SILENT) } },
};

static void
seen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KaitsuObservation **seen = user_data;
  g_autoptr (GError) error = NULL;

  *seen = kaitsu_hop_probe_finish (KAITSU_NET (source), result, &error);
  g_assert_no_error (error);
}

static KaitsuObservation *
try_once (KaitsuNet *net, const char *where, KaitsuPort port, guint hop_limit, guint timeout_ms)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (where);
  const KaitsuHopProbeRequest request = {
    .family = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ? KAITSU_FAMILY_IPV6
                                                                          : KAITSU_FAMILY_IPV4,
    .port = port,
    .address = address,
    .hop_limit = hop_limit,
    .timeout_ms = timeout_ms,
  };
  KaitsuObservation *seen = NULL;

  kaitsu_hop_probe_async (net, &request, g_get_monotonic_time (), NULL, seen_cb, &seen);
  while (seen == NULL)
    g_main_context_iteration (NULL, TRUE);
  return seen;
}

static void
check_sight (const KaitsuObservation *seen, const Sight *sight)
{
  g_test_message ("limit %u: %s, ICMP %d/%d %s, %" G_GINT64_FORMAT " us", seen->hop_limit,
                  kaitsu_nick (KAITSU_TYPE_OUTCOME, (int) seen->outcome), seen->icmp.type,
                  seen->icmp.code, seen->icmp.offender, seen->rtt_us);
  g_assert_cmpstr (kaitsu_nick (KAITSU_TYPE_OUTCOME, (int) seen->outcome), ==,
                   kaitsu_nick (KAITSU_TYPE_OUTCOME, (int) sight->outcome));
  g_assert_cmpint (seen->icmp.type, ==, sight->type);
  g_assert_cmpstr (seen->icmp.offender, ==, sight->offender);
  g_assert_cmpint (seen->rtt_us >= 0, ==, sight->outcome != KAITSU_OUTCOME_SILENT);
}

static void
test_row (gconstpointer user_data)
{
  gsize index = GPOINTER_TO_SIZE (user_data);
  g_autoptr (GError) error = NULL;
  KaitsuNet *net = kaitsu_practice_net_new (rows[index].scenario, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < N_LIMITS; i++)
    {
      const Sight *sight = &rows[index].sights[i];
      guint limit = (i + 1) % N_LIMITS;
      g_autoptr (KaitsuObservation) seen
          = try_once (net, "203.0.113.99", rows[index].port, limit,
                      sight->outcome == KAITSU_OUTCOME_SILENT ? SILENCE_MS : ANSWER_MS);

      g_assert_cmpuint (seen->hop_limit, ==, limit);
      check_sight (seen, sight);
    }
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (net);
}

/* There is no IPv6 in practice, and so no hop either. */
static void
test_ipv6 (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_practice_net_new ("open", NULL);
  const KaitsuPort port = TCP (443);
  const Sight sight = SEEN (UNREACHABLE);
  g_autoptr (KaitsuObservation) seen = try_once (net, "2001:db8::99", port, 1, ANSWER_MS);

  check_sight (seen, &sight);
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

/* What is only told can be stopped like what is sent. */
static void
test_stopped (void)
{
  KaitsuNet *net = kaitsu_practice_net_new ("open", NULL);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("203.0.113.99");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const KaitsuHopProbeRequest request
      = { .port = TCP (443), .address = address, .hop_limit = 3, .timeout_ms = ANSWER_MS };
  gboolean done = FALSE;

  kaitsu_hop_probe_async (net, &request, g_get_monotonic_time (), cancellable, stopped_cb, &done);
  g_cancellable_cancel (cancellable);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (net);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;
  KaitsuPcAnswer answer;

  g_assert_true (kaitsu_pc_test_finish (KAITSU_NET (source), result, &answer, &error));
  g_assert_no_error (error);
  g_assert_cmpint (answer, !=, KAITSU_PC_ANSWER_DROPS);
  *done = TRUE;
}

/* It is the router that drops; this PC really sends. */
static void
test_pc (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_practice_net_new ("router-drops-maintenance", NULL);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("203.0.113.99");
  const KaitsuPort port = TCP (9124);
  gboolean done = FALSE;

  kaitsu_pc_test_async (net, address, port, NULL, answered_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *port = kaitsu_port_to_string (rows[i].port);
      g_autofree char *name = g_strdelimit (g_strdup (port), "/", '-');
      g_autofree char *path
          = g_strdup_printf ("/practice/hops/%s/%s", rows[i].scenario, name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/practice/hops/ipv6", test_ipv6);
  g_test_add_func ("/practice/hops/stopped", test_stopped);
  g_test_add_func ("/practice/hops/pc", test_pc);

  return g_test_run ();
}
