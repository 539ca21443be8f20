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

  GSocketAddress *left;
};

G_DEFINE_FINAL_TYPE (KaitsuPinnedEnumerator,
                     kaitsu_pinned_enumerator,
                     G_TYPE_SOCKET_ADDRESS_ENUMERATOR)

static GSocketAddress *
kaitsu_pinned_enumerator_next (GSocketAddressEnumerator *enumerator,
                               GCancellable *cancellable,
                               GError **error)
{
  KaitsuPinnedEnumerator *self = KAITSU_PINNED_ENUMERATOR (enumerator);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&self->left);
}

static void
kaitsu_pinned_enumerator_dispose (GObject *object)
{
  KaitsuPinnedEnumerator *self = KAITSU_PINNED_ENUMERATOR (object);

  g_clear_object (&self->left);
  G_OBJECT_CLASS (kaitsu_pinned_enumerator_parent_class)->dispose (object);
}

static void
kaitsu_pinned_enumerator_class_init (KaitsuPinnedEnumeratorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaitsu_pinned_enumerator_dispose;
  /* next_async of the parent class calls next, which never blocks */
  G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass)->next = kaitsu_pinned_enumerator_next;
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

  enumerator->left = g_object_ref (self->where);
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
 *
 * Returns: (transfer full): a connectable for one attempt or many
 */
GSocketConnectable *
kaitsu_pinned_address_new (const char *host, guint16 port, GSocketAddress *where)
{
  g_return_val_if_fail (host != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (where), NULL);

  KaitsuPinnedAddress *self
      = g_object_new (KAITSU_TYPE_PINNED_ADDRESS, "hostname", host, "port", (guint) port, NULL);

  self->where = g_object_ref (where);
  return G_SOCKET_CONNECTABLE (self);
}
