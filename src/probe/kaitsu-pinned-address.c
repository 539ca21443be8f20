/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-pinned-address.h"

/*
 * SoupSession:remote-connectable and g_tls_client_connection_new() both
 * derive the server identity from the connectable they are given: a plain
 * GInetSocketAddress there would have the certificate checked against the
 * address instead of the name. glib-networking asks G_IS_NETWORK_ADDRESS(),
 * hence a subclass, of which only the enumeration differs.
 */
struct _KaitsuPinnedAddress {
  GNetworkAddress parent_instance;

  GSocketAddress *where;
  guint reopen_ms;
};

static void kaitsu_pinned_address_connectable_init (GSocketConnectableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (
    KaitsuPinnedAddress,
    kaitsu_pinned_address,
    G_TYPE_NETWORK_ADDRESS,
    G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE, kaitsu_pinned_address_connectable_init))

#define KAITSU_TYPE_PINNED_ENUMERATOR (kaitsu_pinned_enumerator_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPinnedEnumerator,
                      kaitsu_pinned_enumerator,
                      KAITSU,
                      PINNED_ENUMERATOR,
                      GSocketAddressEnumerator)

struct _KaitsuPinnedEnumerator {
  GSocketAddressEnumerator parent_instance;

  GSocketAddress *where;
  guint reopen_ms;
  gint64 started; /* monotonic µs */
  guint given;
};

G_DEFINE_FINAL_TYPE (KaitsuPinnedEnumerator,
                     kaitsu_pinned_enumerator,
                     G_TYPE_SOCKET_ADDRESS_ENUMERATOR)

/* When the next one is due, in ms from now; -1: there is none. */
static gint64
get_delay_ms (KaitsuPinnedEnumerator *self)
{
  guint sockets = self->reopen_ms > 0 ? KAITSU_PINNED_SOCKETS : 1;

  if (self->given >= sockets)
    return -1;
  if (self->given == 0)
    self->started = g_get_monotonic_time ();

  gint64 due = self->started + (gint64) ((1 << self->given) - 1) * self->reopen_ms * 1000;
  return MAX (due - g_get_monotonic_time (), 0) / 1000;
}

static gboolean
due_cb (gpointer user_data)
{
  GTask *task = user_data;
  KaitsuPinnedEnumerator *self = g_task_get_source_object (task);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_object_ref (self->where), g_object_unref);
  return G_SOURCE_REMOVE;
}

/* Waits in a source of the caller's context, which the caller's cancellable
 * ends at once. */
static void
give_later (GTask *task, guint delay_ms)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GSource) source = g_timeout_source_new (delay_ms);

  g_source_set_static_name (source, "[kaitsu] next socket");
  if (cancellable != NULL)
    {
      g_autoptr (GSource) stop = g_cancellable_source_new (cancellable);
      g_source_set_dummy_callback (stop);
      g_source_add_child_source (source, stop);
    }
  g_task_attach_source (task, source, due_cb);
}

/*
 * GSocketClient asks for one more address a quarter of a second after the last
 * (RFC 8305 §5), keeps the earlier attempts open, and takes whichever connects.
 * Given the same address again and again, it does what a TCP port needs that
 * may have lost a packet: fresh sockets, at intervals of our choosing.
 */
static void
kaitsu_pinned_enumerator_next_async (GSocketAddressEnumerator *enumerator,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  KaitsuPinnedEnumerator *self = KAITSU_PINNED_ENUMERATOR (enumerator);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gint64 delay_ms = get_delay_ms (self);

  g_task_set_source_tag (task, kaitsu_pinned_enumerator_next_async);
  if (delay_ms < 0)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  self->given++;
  give_later (task, (guint) delay_ms);
}

static GSocketAddress *
kaitsu_pinned_enumerator_next_finish (GSocketAddressEnumerator *enumerator,
                                      GAsyncResult *result,
                                      GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* For who blocks: the address once. */
static GSocketAddress *
kaitsu_pinned_enumerator_next (GSocketAddressEnumerator *enumerator,
                               GCancellable *cancellable,
                               GError **error)
{
  KaitsuPinnedEnumerator *self = KAITSU_PINNED_ENUMERATOR (enumerator);

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || self->given > 0)
    return NULL;
  self->given = KAITSU_PINNED_SOCKETS;
  return g_object_ref (self->where);
}

static void
kaitsu_pinned_enumerator_dispose (GObject *object)
{
  KaitsuPinnedEnumerator *self = KAITSU_PINNED_ENUMERATOR (object);

  g_clear_object (&self->where);
  G_OBJECT_CLASS (kaitsu_pinned_enumerator_parent_class)->dispose (object);
}

static void
kaitsu_pinned_enumerator_class_init (KaitsuPinnedEnumeratorClass *klass)
{
  GSocketAddressEnumeratorClass *enumerator_class = G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaitsu_pinned_enumerator_dispose;
  enumerator_class->next = kaitsu_pinned_enumerator_next;
  enumerator_class->next_async = kaitsu_pinned_enumerator_next_async;
  enumerator_class->next_finish = kaitsu_pinned_enumerator_next_finish;
}

static void
kaitsu_pinned_enumerator_init (KaitsuPinnedEnumerator *self)
{
}

static GSocketAddressEnumerator *
kaitsu_pinned_address_enumerate (GSocketConnectable *connectable)
{
  KaitsuPinnedAddress *self = KAITSU_PINNED_ADDRESS (connectable);
  KaitsuPinnedEnumerator *enumerator = g_object_new (KAITSU_TYPE_PINNED_ENUMERATOR, NULL);

  enumerator->where = g_object_ref (self->where);
  enumerator->reopen_ms = self->reopen_ms;
  return G_SOCKET_ADDRESS_ENUMERATOR (enumerator);
}

static void
kaitsu_pinned_address_connectable_init (GSocketConnectableIface *iface)
{
  iface->enumerate = kaitsu_pinned_address_enumerate;
  /* never through a proxy, whatever the caller's client is set to */
  iface->proxy_enumerate = kaitsu_pinned_address_enumerate;
}

static void
kaitsu_pinned_address_dispose (GObject *object)
{
  KaitsuPinnedAddress *self = KAITSU_PINNED_ADDRESS (object);

  g_clear_object (&self->where);
  G_OBJECT_CLASS (kaitsu_pinned_address_parent_class)->dispose (object);
}

static void
kaitsu_pinned_address_class_init (KaitsuPinnedAddressClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaitsu_pinned_address_dispose;
}

static void
kaitsu_pinned_address_init (KaitsuPinnedAddress *self)
{
}

/**
 * kaitsu_pinned_address_new:
 * @host: host name, or an address as text
 * @port: the port that the service is known by (1..65535); it may differ
 *   from the one in @where
 * @where: the one socket address that connections go to
 * @reopen_ms: of an asynchronous connection that is not answered, fresh sockets
 *   are tried beside the first after 1, 3 and 7 times so many ms; 0: none
 *
 * Returns: (transfer full): a connectable for one attempt or many
 */
GSocketConnectable *
kaitsu_pinned_address_new (const char *host,
                           guint16 port,
                           GSocketAddress *where,
                           guint reopen_ms)
{
  g_return_val_if_fail (host != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (where), NULL);

  KaitsuPinnedAddress *self
      = g_object_new (KAITSU_TYPE_PINNED_ADDRESS, "hostname", host, "port", (guint) port, NULL);

  self->where = g_object_ref (where);
  self->reopen_ms = reopen_ms;
  return G_SOCKET_CONNECTABLE (self);
}
