/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-nick.h"
#include "spaces.h"

#define PROBES 300

/* A resolver that never answers, but obeys a cancellable. */
#define STUCK_TYPE_RESOLVER (stuck_resolver_get_type ())
G_DECLARE_FINAL_TYPE (StuckResolver, stuck_resolver, STUCK, RESOLVER, GResolver)

struct _StuckResolver {
  GResolver parent_instance;
  GResolverNameLookupFlags flags;
};

G_DEFINE_FINAL_TYPE (StuckResolver, stuck_resolver, G_TYPE_RESOLVER)

static void
stuck_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_task_return_error_if_cancelled (user_data);
  g_object_unref (user_data);
}

static void
stuck_lookup_async (GResolver *resolver,
                    const char *host,
                    GResolverNameLookupFlags flags,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (resolver, cancellable, callback, user_data);

  STUCK_RESOLVER (resolver)->flags = flags;
  g_signal_connect (cancellable, "cancelled", G_CALLBACK (stuck_cancelled_cb), task);
}

static GList *
stuck_lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
stuck_resolver_class_init (StuckResolverClass *klass)
{
  G_RESOLVER_CLASS (klass)->lookup_by_name_with_flags_async = stuck_lookup_async;
  G_RESOLVER_CLASS (klass)->lookup_by_name_with_flags_finish = stuck_lookup_finish;
}

static void
stuck_resolver_init (StuckResolver *self)
{
}

typedef struct {
  gboolean done;
  GPtrArray *addresses;
  GError *error;
} Lookup;

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Lookup *lookup = user_data;

  lookup->addresses = kaitsu_net_lookup_finish (KAITSU_NET (source), result, &lookup->error);
  lookup->done = TRUE;
}

static void
look_up (Lookup *lookup, const char *host, KaitsuFamily family, GCancellable *cancellable)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();

  kaitsu_net_lookup_async (net, host, family, cancellable, looked_up_cb, lookup);
  while (!lookup->done)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&net));
}

static void
lookup_clear (Lookup *lookup)
{
  g_clear_pointer (&lookup->addresses, g_ptr_array_unref);
  g_clear_error (&lookup->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lookup, lookup_clear)

static void
test_lookup (void)
{
  static const struct {
    const char *host;
    KaitsuFamily family;
    const char *address;
  } rows[] = {
    { "192.0.2.7", KAITSU_FAMILY_IPV4, "192.0.2.7" },
    { "192.0.2.7", KAITSU_FAMILY_IPV6, NULL },
    { "2001:db8::7", KAITSU_FAMILY_IPV6, "2001:db8::7" },
    { "2001:db8::7", KAITSU_FAMILY_IPV4, NULL },
    { "localhost", KAITSU_FAMILY_IPV4, "127.0.0.1" },
    { "", KAITSU_FAMILY_IPV4, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Lookup) lookup = { 0 };

      look_up (&lookup, rows[i].host, rows[i].family, NULL);
      if (rows[i].address == NULL)
        {
          g_assert_error (lookup.error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
          g_assert_null (lookup.addresses);
          continue;
        }

      g_autofree char *text = NULL;

      g_assert_no_error (lookup.error);
      g_assert_cmpuint (lookup.addresses->len, ==, 1);
      text = g_inet_address_to_string (lookup.addresses->pdata[0]);
      g_assert_cmpstr (text, ==, rows[i].address);
    }
}

static void
test_lookup_long (void)
{
  g_autoptr (GResolver) usual = g_resolver_get_default ();
  g_autoptr (StuckResolver) stuck = g_object_new (STUCK_TYPE_RESOLVER, NULL);
  g_auto (Lookup) lookup = { 0 };
  g_autofree char *host = g_strnfill (254, 'a');

  g_resolver_set_default (G_RESOLVER (stuck));
  look_up (&lookup, host, KAITSU_FAMILY_IPV4, NULL);
  g_resolver_set_default (usual);
  g_assert_error (lookup.error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  g_assert_cmpint (stuck->flags, ==, 0); /* nobody was asked */
}

static gboolean
stop_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* A resolver that does not answer: stopped at once by the user, by us after
 * eight seconds; and only the wanted family is asked for. */
static void
test_lookup_stuck (void)
{
  g_autoptr (GResolver) usual = g_resolver_get_default ();
  g_autoptr (StuckResolver) stuck = g_object_new (STUCK_TYPE_RESOLVER, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Lookup) stopped = { 0 };
  g_auto (Lookup) late = { 0 };

  g_resolver_set_default (G_RESOLVER (stuck));
  g_timeout_add (50, stop_cb, cancellable);
  look_up (&stopped, "host.example", KAITSU_FAMILY_IPV6, cancellable);
  g_assert_error (stopped.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (stuck->flags, ==, G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY);

  look_up (&late, "host.example", KAITSU_FAMILY_IPV4, NULL);
  g_assert_error (late.error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE);
  g_assert_cmpint (stuck->flags, ==, G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY);
  g_resolver_set_default (usual);
}

static void
test_route (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("192.0.2.7");
  KaitsuPort port = { KAITSU_PROTOCOL_TCP, 9124 };
  g_autoptr (GSocketAddress) route = kaitsu_net_route (net, address, port);
  g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (route));

  g_assert_cmpstr (text, ==, "192.0.2.7:9124");
  g_assert_null (kaitsu_net_dup_tls_database (net));
  g_assert_false (kaitsu_net_is_practice (net));
}

typedef struct {
  guint held;
  guint stopped;
} Waiters;

static void
held_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiters *waiters = user_data;
  g_autoptr (GError) error = NULL;

  if (kaitsu_net_acquire_finish (KAITSU_NET (source), result, &error))
    {
      waiters->held++;
    }
  else
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      waiters->stopped++;
    }
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* 128 get a place at once, the others in the order they came; who is stopped
 * while waiting leaves the line; who was granted a place has it, stopped or
 * not. */
static void
test_gate (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GCancellable) first = g_cancellable_new ();
  g_autoptr (GCancellable) second = g_cancellable_new ();
  Waiters many = { 0 };
  Waiters one = { 0 };
  Waiters two = { 0 };

  for (guint i = 0; i < KAITSU_NET_MAX_SOCKETS; i++)
    kaitsu_net_acquire_async (net, NULL, held_cb, &many);
  kaitsu_net_acquire_async (net, first, held_cb, &one);
  kaitsu_net_acquire_async (net, second, held_cb, &two);
  settle ();
  g_assert_cmpuint (many.held, ==, 128);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 128);
  g_assert_cmpuint (one.held + two.held, ==, 0);

  g_cancellable_cancel (first);
  settle ();
  g_assert_cmpuint (one.stopped, ==, 1);

  kaitsu_net_release (net);
  g_cancellable_cancel (second); /* too late: the place is on its way */
  settle ();
  g_assert_cmpuint (two.held, ==, 1);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 128);

  kaitsu_net_acquire_async (net, second, held_cb, &two); /* stopped before */
  settle ();
  g_assert_cmpuint (two.stopped, ==, 1);
  for (guint i = 0; i < 128; i++)
    kaitsu_net_release (net);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
  g_assert_cmpuint (kaitsu_net_get_peak (net), ==, 128);
  g_assert_finalize_object (g_steal_pointer (&net));
}

typedef struct {
  GString *order;
  char letter;
} Named;

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Named *named = user_data;

  g_assert_true (kaitsu_net_acquire_finish (KAITSU_NET (source), result, NULL));
  g_string_append_c (named->order, named->letter);
}

static void
test_gate_order (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GString) order = g_string_new (NULL);
  Named named[] = { { order, 'a' }, { order, 'b' }, { order, 'c' } };
  Waiters many = { 0 };

  for (guint i = 0; i < KAITSU_NET_MAX_SOCKETS; i++)
    kaitsu_net_acquire_async (net, NULL, held_cb, &many);
  for (guint i = 0; i < 3; i++)
    kaitsu_net_acquire_async (net, NULL, named_cb, &named[i]);
  settle ();
  for (guint i = 0; i < 3; i++)
    {
      kaitsu_net_release (net);
      settle ();
      g_assert_cmpuint (order->len, ==, i + 1);
    }
  g_assert_cmpstr (order->str, ==, "abc");
  for (guint i = 0; i < KAITSU_NET_MAX_SOCKETS; i++)
    kaitsu_net_release (net);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *left = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) seen = kaitsu_probe_finish (KAITSU_NET (source), result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (seen->len, ==, 1);
  (*left)--;
}

/* Three hundred probes at once, half of them UDP with up to three sockets each:
 * counted by the kernel, never more than 128 sockets. */
static void
test_gate_of_probes (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GSocket) mute = spaces_open (SPACE_PC, G_SOCKET_TYPE_DATAGRAM, "127.0.0.1", 0);
  g_autoptr (GSocket) listener = spaces_open (SPACE_PC, G_SOCKET_TYPE_STREAM, "127.0.0.1", 0);
  guint before = spaces_count_sockets ();
  guint most = 0;
  guint left = PROBES;

  for (guint i = 0; i < PROBES; i++)
    {
      gboolean udp = i % 2 == 0;
      g_autoptr (KaitsuProbeRequest) request
          = spaces_request (udp ? KAITSU_PROBE_KIND_UDP : KAITSU_PROBE_KIND_TCP, "127.0.0.1",
                            spaces_get_port (udp ? mute : listener), 900);

      request->expect = udp ? NULL : g_strdup ("nobody says this");
      kaitsu_probe_async (net, request, g_get_monotonic_time (), NULL, probed_cb, &left);
    }
  while (left > 0)
    {
      g_main_context_iteration (NULL, TRUE);
      most = MAX (most, spaces_count_sockets () - before);
      g_assert_cmpuint (kaitsu_net_get_open (net), <=, 128);
    }
  g_assert_cmpuint (most, ==, 128);
  g_assert_cmpuint (kaitsu_net_get_peak (net), ==, 128);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
  g_assert_cmpuint (spaces_count_sockets (), ==, before);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *left = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_null (kaitsu_probe_finish (KAITSU_NET (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  (*left)--;
}

/* "Stop" ends those under way and those that still wait. */
static void
test_stop_all (void)
{
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GSocket) mute = spaces_open (SPACE_PC, G_SOCKET_TYPE_DATAGRAM, "127.0.0.1", 0);
  guint before = spaces_count_sockets ();
  guint left = PROBES;

  for (guint i = 0; i < PROBES; i++)
    {
      g_autoptr (KaitsuProbeRequest) request = spaces_request (
          KAITSU_PROBE_KIND_UDP, "127.0.0.1", spaces_get_port (mute), 60000);

      kaitsu_probe_async (net, request, g_get_monotonic_time (), cancellable, stopped_cb, &left);
    }
  g_timeout_add (100, stop_cb, cancellable);
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
  g_assert_cmpuint (kaitsu_net_get_peak (net), ==, 128);
  g_assert_cmpuint (spaces_count_sockets (), ==, before);
  settle ();
  g_assert_finalize_object (g_steal_pointer (&net));
}

int
main (int argc, char **argv)
{
  spaces_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/lookup", test_lookup);
  g_test_add_func ("/net/lookup/long", test_lookup_long);
  g_test_add_func ("/net/lookup/stuck", test_lookup_stuck);
  g_test_add_func ("/net/route", test_route);
  g_test_add_func ("/net/gate", test_gate);
  g_test_add_func ("/net/gate/order", test_gate_order);
  g_test_add_func ("/net/gate/probes", test_gate_of_probes);
  g_test_add_func ("/net/gate/stop-all", test_stop_all);
  return g_test_run ();
}
