/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-pc-test.h"

#include "way.h"

#define N_PACKETS 5

/* A PC whose kernel counts less, as those before 2023 do. */
typedef struct {
  KaitsuNet parent_instance;
  gboolean no_transmits;
  gboolean no_failed_repeats;
  gboolean nothing;
  guint passed_on; /* packets between two looks */
  guint others;    /* packets of other programs, dropped between two looks */
  guint looks;
} OldNet;

typedef KaitsuNetClass OldNetClass;

static GType old_net_get_type (void);
G_DEFINE_TYPE (OldNet, old_net, KAITSU_TYPE_NET)

static gboolean
read_less (KaitsuNet *net, KaitsuFamily family, KaitsuOsOutCounters *counters)
{
  OldNet *self = (OldNet *) net;

  if (self->nothing
      || !KAITSU_NET_CLASS (old_net_parent_class)->read_out_counters (net, family, counters))
    return FALSE;
  /* so that a test cannot pass by looking at them all the same */
  if (self->no_transmits)
    counters->has_transmits = counters->transmits = FALSE;
  if (self->no_failed_repeats)
    counters->has_failed_repeats = counters->failed_repeats = FALSE;
  counters->forwarded += self->looks * self->passed_on;
  counters->transmits += self->looks * self->passed_on;
  counters->requests += self->looks * self->others;
  self->looks++;
  return TRUE;
}

static void
old_net_class_init (OldNetClass *klass)
{
  klass->read_out_counters = read_less;
}

static void
old_net_init (OldNet *self)
{
}

typedef struct {
  gboolean done;
  gboolean good;
  KaitsuPcAnswer answer;
  GError *error;
} Answer;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->good
      = kaitsu_pc_test_finish (KAITSU_NET (source), result, &answer->answer, &answer->error);
  answer->done = TRUE;
}

static void
start (KaitsuNet *net, const char *where, GCancellable *cancellable, Answer *answer)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (where);
  KaitsuPort port = { KAITSU_PROTOCOL_TCP, 9124 };

  kaitsu_pc_test_async (net, address, port, cancellable, answered_cb, answer);
}

static void
wait_for (const Answer *answer)
{
  while (!answer->done)
    g_main_context_iteration (NULL, TRUE);
}

#define CHAIN(hook)                                                                                \
  "nft add table inet t;"                                                                          \
  "nft 'add chain inet t f { type filter hook " hook " priority 0; }';"
#define DROP(port) "nft add rule inet t f tcp dport " port " drop"

typedef struct {
  const char *name;
  Space space;
  const char *command;
  const char *address;
  gboolean no_transmits;
  gboolean no_failed_repeats;
  gboolean nothing;
  KaitsuPcAnswer answer;
} Row;

#define IPV4 SPACES_DESTINATION
#define IPV6 SPACES_DESTINATION_IPV6
#define LEAVES KAITSU_PC_ANSWER_LEAVES
#define DROPS KAITSU_PC_ANSWER_DROPS
#define UNKNOWN KAITSU_PC_ANSWER_UNKNOWN

static const Row rows[] = {
  { "closed", SPACE_PC, "true", IPV4, FALSE, FALSE, FALSE, LEAVES },
  { "closed-ipv6", SPACE_PC, "true", IPV6, FALSE, FALSE, FALSE, LEAVES },
  { "first-packet", SPACE_PC, "ip neigh flush dev lan0; ip -6 neigh flush dev lan0", IPV6, FALSE,
    FALSE, FALSE, LEAVES },
  { "pc-output", SPACE_PC, CHAIN ("output") DROP ("9124"), IPV4, FALSE, FALSE, FALSE, DROPS },
  { "pc-output-ipv6", SPACE_PC, CHAIN ("output") DROP ("9124"), IPV6, FALSE, FALSE, FALSE, DROPS },
  { "pc-postrouting", SPACE_PC, CHAIN ("postrouting") DROP ("9124"), IPV4, FALSE, FALSE, FALSE,
    DROPS },
  { "pc-other-port", SPACE_PC, CHAIN ("output") DROP ("9125"), IPV4, FALSE, FALSE, FALSE, LEAVES },
  { "pc-answers", SPACE_PC, CHAIN ("input") "nft add rule inet t f tcp sport 9124 drop", IPV4,
    FALSE, FALSE, FALSE, LEAVES },
  { "router-ingress", SPACE_ROUTER, CHAIN ("prerouting") DROP ("9124"), IPV4, FALSE, FALSE, FALSE,
    LEAVES },
  { "router-ingress-ipv6", SPACE_ROUTER, CHAIN ("prerouting") DROP ("9124"), IPV6, FALSE, FALSE,
    FALSE, LEAVES },
  { "router", SPACE_ROUTER, CHAIN ("forward") DROP ("9124"), IPV4, FALSE, FALSE, FALSE, LEAVES },
  { "no-route", SPACE_PC, "ip route del default", IPV4, FALSE, FALSE, FALSE, UNKNOWN },
  { "old/pc-output", SPACE_PC, CHAIN ("output") DROP ("9124"), IPV4, TRUE, FALSE, FALSE, DROPS },
  { "old/pc-output-ipv6", SPACE_PC, CHAIN ("output") DROP ("9124"), IPV6, TRUE, FALSE, FALSE,
    DROPS },
  { "old/router-ingress", SPACE_ROUTER, CHAIN ("prerouting") DROP ("9124"), IPV4, TRUE, FALSE,
    FALSE, LEAVES },
  { "older/pc-output", SPACE_PC, CHAIN ("output") DROP ("9124"), IPV4, TRUE, TRUE, FALSE,
    UNKNOWN },
  { "tells-nothing", SPACE_PC, CHAIN ("output") DROP ("9124"), IPV4, FALSE, FALSE, TRUE, UNKNOWN },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (KaitsuNet) net = g_object_new (old_net_get_type (), NULL);
  OldNet *old = (OldNet *) net;
  Answer answer = { 0 };
  guint before;

  if (!spaces_require ())
    return;
  old->no_transmits = row->no_transmits;
  old->no_failed_repeats = row->no_failed_repeats;
  old->nothing = row->nothing;
  spaces_run (row->space, "%s", row->command);
  before = spaces_count_sockets ();
  way_drop_privileges ();
  start (net, row->address, NULL, &answer);
  wait_for (&answer);
  way_regain_privileges ();
  g_assert_no_error (answer.error);
  g_assert_true (answer.good);
  g_assert_cmpint (answer.answer, ==, row->answer);
  g_assert_cmpuint (spaces_count_sockets (), ==, before);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
}

/* What the kernel counts when this PC passes something on for others. */
static void
test_forwarding (void)
{
  g_autoptr (GSocketAddress) nobody = g_inet_socket_address_new_from_string ("192.0.2.77", 9);
  g_autoptr (GSocket) sender = NULL;
  KaitsuOsOutCounters before, after;

  if (!spaces_require ())
    return;
  spaces_run (SPACE_PC, "echo 1 > /proc/sys/net/ipv4/ip_forward");
  spaces_run (SPACE_ROUTER, "ip route add 192.0.2.77 via " SPACES_PC ";" CHAIN (
                                "prerouting") "nft add rule inet t f ip daddr 192.0.2.77 drop");
  g_assert_true (kaitsu_os_read_out_counters (KAITSU_FAMILY_IPV4, &before));
  sender = spaces_open (SPACE_ROUTER, G_SOCKET_TYPE_DATAGRAM, SPACES_ROUTER, 0);
  for (guint i = 0; i < N_PACKETS; i++)
    g_assert_cmpint (g_socket_send_to (sender, nobody, "?", 1, NULL, NULL), ==, 1);
  do
    g_assert_true (kaitsu_os_read_out_counters (KAITSU_FAMILY_IPV4, &after));
  while (after.transmits - before.transmits < N_PACKETS);
  spaces_run (SPACE_PC, "echo 0 > /proc/sys/net/ipv4/ip_forward");
  spaces_run (SPACE_ROUTER, "ip route del 192.0.2.77");
  g_assert_cmpuint (after.forwarded - before.forwarded, ==, N_PACKETS);
  g_assert_cmpuint (after.transmits - before.transmits, ==,
                    after.forwarded - before.forwarded + after.requests - before.requests);
}

/* Packets that are passed on must not make up for those that were dropped;
 * what other programs lose is not ours. */
static void
test_others (gconstpointer data)
{
  gboolean dropped = GPOINTER_TO_INT (data);
  g_autoptr (KaitsuNet) net = g_object_new (old_net_get_type (), NULL);
  Answer answer = { 0 };

  if (!spaces_require ())
    return;
  if (dropped)
    spaces_run (SPACE_PC, CHAIN ("output") DROP ("9124"));
  ((OldNet *) net)->passed_on = 7;
  ((OldNet *) net)->others = dropped ? 0 : 2;
  start (net, IPV4, NULL, &answer);
  wait_for (&answer);
  g_assert_cmpint (answer.answer, ==, dropped ? DROPS : UNKNOWN);
}

/* As many at once as find no room together: none waits for ever, and never
 * are there more sockets than allowed. */
static void
test_many (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  Answer answers[12] = { 0 };

  if (!spaces_require ())
    return;
  spaces_run (SPACE_ROUTER, CHAIN ("prerouting") DROP ("9124"));
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    start (net, IPV4, NULL, &answers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      wait_for (&answers[i]);
      g_assert_cmpint (answers[i].answer, ==, LEAVES);
    }
  g_assert_cmpuint (kaitsu_net_get_peak (net), <=, KAITSU_NET_MAX_SOCKETS);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
}

/* Before, and while it waits for repetitions. */
static void
test_stopped (gconstpointer data)
{
  gboolean before = GPOINTER_TO_INT (data);
  g_autoptr (KaitsuNet) net = g_object_new (old_net_get_type (), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { .answer = DROPS };
  guint idle;

  if (!spaces_require ())
    return;
  ((OldNet *) net)->no_transmits = TRUE;
  spaces_run (SPACE_ROUTER, CHAIN ("prerouting") DROP ("9124"));
  idle = spaces_count_sockets ();
  if (before)
    g_cancellable_cancel (cancellable);
  start (net, IPV4, cancellable, &answer);
  while (!before && spaces_count_sockets () < idle + N_PACKETS)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  wait_for (&answer);
  g_assert_false (answer.good);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (answer.answer, ==, UNKNOWN);
  g_assert_cmpuint (spaces_count_sockets (), ==, idle);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
  g_clear_error (&answer.error);
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
      g_autofree char *path = g_strdup_printf ("/pc-test/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/pc-test/forwarding", test_forwarding);
  g_test_add_data_func ("/pc-test/others/passed-on", GINT_TO_POINTER (TRUE), test_others);
  g_test_add_data_func ("/pc-test/others/dropped", GINT_TO_POINTER (FALSE), test_others);
  g_test_add_func ("/pc-test/many", test_many);
  g_test_add_data_func ("/pc-test/stopped/before", GINT_TO_POINTER (TRUE), test_stopped);
  g_test_add_data_func ("/pc-test/stopped/waiting", GINT_TO_POINTER (FALSE), test_stopped);
  return g_test_run ();
}
