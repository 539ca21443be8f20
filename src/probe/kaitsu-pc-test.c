/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-pc-test.h"

/* Other programs send, too, and some of it may be dropped: five at once are
 * hardly anybody else's. */
#define N_PACKETS 5
/* RFC 6298 §2: a SYN is repeated after a second */
#define REPEAT_MS 1500

typedef struct {
  GSocketAddress *to;
  KaitsuFamily family;
  GSocket *sockets[N_PACKETS];
  KaitsuOsOutCounters before;
  guint asked; /* for places in the gate, and not yet told */
  guint places;
} PcTest;

static void
pc_test_free (gpointer data)
{
  PcTest *test = data;

  g_clear_object (&test->to);
  for (guint i = 0; i < N_PACKETS; i++)
    g_clear_object (&test->sockets[i]);
  g_free (test);
}

/* Closes what is open, before the places of it are given back. */
static void
close_all (GTask *task)
{
  PcTest *test = g_task_get_task_data (task);

  for (guint i = 0; i < N_PACKETS; i++)
    {
      if (test->sockets[i] != NULL)
        g_socket_close (test->sockets[i], NULL);
    }
  for (; test->places > 0; test->places--)
    kaitsu_net_release (g_task_get_source_object (task));
}

static void
end (GTask *task, KaitsuPcAnswer answer)
{
  close_all (task);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_int (task, (gssize) answer);
}

/* A few lost ones are somebody else's, and hide what became of ours. */
static KaitsuPcAnswer
judge (gint64 lost)
{
  if (lost >= N_PACKETS)
    return KAITSU_PC_ANSWER_DROPS;
  return lost <= 0 ? KAITSU_PC_ANSWER_LEAVES : KAITSU_PC_ANSWER_UNKNOWN;
}

/* Packets that are passed on for others are transmitted without a request. */
static KaitsuPcAnswer
judge_transmits (const KaitsuOsOutCounters *before, const KaitsuOsOutCounters *after)
{
  guint64 given = after->requests - before->requests;
  guint64 forwarded = after->forwarded - before->forwarded;

  if (given < N_PACKETS)
    return KAITSU_PC_ANSWER_UNKNOWN;
  return judge ((gint64) (given + forwarded - (after->transmits - before->transmits)));
}

static gboolean
repeated_cb (gpointer user_data)
{
  GTask *task = user_data;
  PcTest *test = g_task_get_task_data (task);
  KaitsuOsOutCounters after;

  if (kaitsu_net_read_out_counters (g_task_get_source_object (task), test->family, &after))
    end (task, judge ((gint64) (after.failed_repeats - test->before.failed_repeats)));
  else
    end (task, KAITSU_PC_ANSWER_UNKNOWN);
  return G_SOURCE_REMOVE;
}

static gboolean
wake_cb (GCancellable *cancellable, gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

static void
wait_for_repeats (GTask *task)
{
  g_autoptr (GSource) source = g_timeout_source_new (REPEAT_MS);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable != NULL)
    {
      g_autoptr (GSource) wake = g_cancellable_source_new (cancellable);

      g_source_set_callback (wake, G_SOURCE_FUNC (wake_cb), NULL, NULL);
      g_source_add_child_source (source, wake);
    }
  g_source_set_static_name (source, "[kaitsu] repeated SYN");
  g_task_attach_source (task, source, repeated_cb);
}

/* The kernel hands a SYN to its firewall before connect() returns. */
static gboolean
send_packets (KaitsuNet *net, PcTest *test)
{
  for (guint i = 0; i < N_PACKETS; i++)
    {
      g_autoptr (GError) error = NULL;

      test->sockets[i] = g_socket_new (g_socket_address_get_family (test->to),
                                       G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
      if (test->sockets[i] == NULL)
        return FALSE;
      g_socket_set_blocking (test->sockets[i], FALSE);
      if (!g_socket_connect (test->sockets[i], test->to, NULL, &error)
          && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PENDING))
        return FALSE;
      kaitsu_net_count_sent (net, KAITSU_PROTOCOL_TCP, FALSE);
    }
  return TRUE;
}

static void
begin (GTask *task)
{
  KaitsuNet *net = g_task_get_source_object (task);
  PcTest *test = g_task_get_task_data (task);
  KaitsuOsOutCounters after;

  if (!kaitsu_net_read_out_counters (net, test->family, &test->before) || !send_packets (net, test)
      || !kaitsu_net_read_out_counters (net, test->family, &after))
    end (task, KAITSU_PC_ANSWER_UNKNOWN);
  else if (test->before.has_transmits)
    end (task, judge_transmits (&test->before, &after));
  else if (test->before.has_failed_repeats)
    wait_for_repeats (task);
  else
    end (task, KAITSU_PC_ANSWER_UNKNOWN);
}

static void
place_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PcTest *test = g_task_get_task_data (task);

  if (kaitsu_net_acquire_finish (KAITSU_NET (source), result, NULL))
    test->places++;
  if (--test->asked > 0)
    return;
  if (test->places == N_PACKETS && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    begin (task);
  else
    end (task, KAITSU_PC_ANSWER_UNKNOWN);
}

/**
 * kaitsu_pc_test_async:
 * @net: the door to sockets
 * @destination: an address of a target
 * @port: a TCP port of it that is silent. For UDP there is nothing to test:
 *   the kernel says itself when it may not send
 * @cancellable: (nullable): stops it at once
 * @callback: called when done
 * @user_data: for @callback
 *
 * Finds out whether it is this PC that drops the packets: nothing comes back
 * then, just as if the router did not let them in. It sends five SYNs at once
 * and compares what the kernel was asked to send with what it did send. Where
 * the kernel does not count that, it waits for the repetitions, a second
 * later, which fail if they are dropped.
 */
void
kaitsu_pc_test_async (KaitsuNet *net,
                      GInetAddress *destination,
                      KaitsuPort port,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_NET (net) && G_IS_INET_ADDRESS (destination));
  g_return_if_fail (port.protocol == KAITSU_PROTOCOL_TCP);

  g_autoptr (GTask) task = g_task_new (net, cancellable, callback, user_data);
  PcTest *test = g_new0 (PcTest, 1);

  g_task_set_source_tag (task, kaitsu_pc_test_async);
  g_task_set_name (task, "[kaitsu] test of this PC");
  g_task_set_task_data (task, test, pc_test_free);
  test->to = kaitsu_net_route (net, destination, port);
  test->family = g_socket_address_get_family (test->to) == G_SOCKET_FAMILY_IPV6
                     ? KAITSU_FAMILY_IPV6
                     : KAITSU_FAMILY_IPV4;
  /* All in one breath: tests that waited for each other's last place would
   * wait for ever. */
  test->asked = N_PACKETS;
  for (guint i = 0; i < N_PACKETS; i++)
    kaitsu_net_acquire_async (net, cancellable, place_cb, g_object_ref (task));
}

/**
 * kaitsu_pc_test_finish:
 * @net: the network of the test
 * @result: what the callback got
 * @answer: (out): what was found; UNKNOWN if there is an error
 * @error: return location
 *
 * Returns: %FALSE with G_IO_ERROR_CANCELLED if it was stopped
 */
gboolean
kaitsu_pc_test_finish (KaitsuNet *net,
                       GAsyncResult *result,
                       KaitsuPcAnswer *answer,
                       GError **error)
{
  g_autoptr (GError) stopped = NULL;

  g_return_val_if_fail (g_task_is_valid (result, net), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);

  gssize value = g_task_propagate_int (G_TASK (result), &stopped);

  *answer = stopped != NULL ? KAITSU_PC_ANSWER_UNKNOWN : (KaitsuPcAnswer) value;
  if (stopped == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&stopped));
  return FALSE;
}
