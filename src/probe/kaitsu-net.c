/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-net.h"

#include <string.h>

#include "kaitsu-network-manager.h"
#include "kaitsu-pc-proxy.h"
#include "kaitsu-trust.h"

/* A resolver that does not answer must not hold up the run. */
#define LOOKUP_TIMEOUT_MS 8000
/* RFC 1035 §2.3.4 */
#define MAX_NAME_LENGTH 253
#define MAX_ADDRESSES 8

typedef struct {
  GQueue waiting; /* of GTask: who wants a place, oldest first */
  guint open;
  guint peak;
  KaitsuSent sent;
} KaitsuNetPrivate;

typedef struct {
  GCancellable *inner;
  GSource *timer;
  GSource *stopped;
  KaitsuFamily family;
  gboolean late;
} Lookup;

G_DEFINE_TYPE_WITH_PRIVATE (KaitsuNet, kaitsu_net, G_TYPE_OBJECT)

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  clear_source (&lookup->timer);
  clear_source (&lookup->stopped);
  g_clear_object (&lookup->inner);
  g_free (lookup);
}

static GSocketFamily
socket_family (KaitsuFamily family)
{
  return family == KAITSU_FAMILY_IPV4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
}

/* Keeps only what was asked for: a resolver is outside, too. */
static GPtrArray *
addresses_from_list (GList *list, KaitsuFamily family)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *l = list; l != NULL && addresses->len < MAX_ADDRESSES; l = l->next)
    {
      GInetAddress *address = l->data;

      if (g_inet_address_get_family (address) == socket_family (family)
          && !g_ptr_array_find_with_equal_func (addresses, address,
                                                (GEqualFunc) g_inet_address_equal, NULL))
        g_ptr_array_add (addresses, g_object_ref (address));
    }
  return addresses;
}

static void
return_addresses (GTask *task, GList *list, KaitsuFamily family)
{
  g_autoptr (GPtrArray) addresses = addresses_from_list (list, family);

  if (addresses->len == 0)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                             "no address of this family");
  else
    g_task_return_pointer (task, g_steal_pointer (&addresses), (GDestroyNotify) g_ptr_array_unref);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Lookup *lookup = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GList *list
      = g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (source), result, &error);

  clear_source (&lookup->timer);
  clear_source (&lookup->stopped);
  if (g_task_return_error_if_cancelled (task))
    g_resolver_free_addresses (list);
  else if (lookup->late)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE,
                             "the resolver did not answer in time");
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      return_addresses (task, list, lookup->family);
      g_resolver_free_addresses (list);
    }
}

static gboolean
lookup_late_cb (gpointer user_data)
{
  Lookup *lookup = user_data;

  lookup->late = TRUE;
  g_cancellable_cancel (lookup->inner);
  return G_SOURCE_REMOVE;
}

static gboolean
lookup_stopped_cb (GCancellable *cancellable, gpointer user_data)
{
  Lookup *lookup = user_data;

  g_cancellable_cancel (lookup->inner);
  return G_SOURCE_REMOVE;
}

static Lookup *
lookup_new (GTask *task, KaitsuFamily family)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Lookup *lookup = g_new0 (Lookup, 1);

  lookup->family = family;
  lookup->inner = g_cancellable_new ();
  lookup->timer = g_timeout_source_new (LOOKUP_TIMEOUT_MS);
  g_source_set_callback (lookup->timer, lookup_late_cb, lookup, NULL);
  g_source_attach (lookup->timer, g_task_get_context (task));
  if (cancellable != NULL)
    {
      lookup->stopped = g_cancellable_source_new (cancellable);
      g_source_set_callback (lookup->stopped, G_SOURCE_FUNC (lookup_stopped_cb), lookup, NULL);
      g_source_attach (lookup->stopped, g_task_get_context (task));
    }
  return lookup;
}

static void
kaitsu_net_real_lookup_async (KaitsuNet *self,
                              const char *host,
                              KaitsuFamily family,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autoptr (GInetAddress) literal = g_inet_address_new_from_string (host);
  Lookup *lookup;

  g_task_set_source_tag (task, kaitsu_net_lookup_async);
  g_task_set_name (task, "[kaitsu] lookup");
  if (literal != NULL)
    {
      GList one = { literal, NULL, NULL };

      return_addresses (task, &one, family);
      return;
    }
  if (*host == '\0' || strlen (host) > MAX_NAME_LENGTH)
    {
      g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                               "not a host name");
      return;
    }
  lookup = lookup_new (task, family);
  g_task_set_task_data (task, lookup, lookup_free);
  g_resolver_lookup_by_name_with_flags_async (
      resolver, host,
      family == KAITSU_FAMILY_IPV4 ? G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY
                                   : G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY,
      lookup->inner, looked_up_cb, g_steal_pointer (&task));
}

static GPtrArray *
kaitsu_net_real_lookup_finish (KaitsuNet *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GSocketAddress *
kaitsu_net_real_route (KaitsuNet *self, GInetAddress *address, KaitsuPort port)
{
  return g_inet_socket_address_new (address, port.number);
}

static gboolean
kaitsu_net_real_take_icmp (KaitsuNet *self,
                           GSocket *socket,
                           GInetAddress *destination,
                           KaitsuPort port,
                           KaitsuIcmp *icmp)
{
  return kaitsu_os_take_icmp (socket, icmp);
}

static KaitsuNetwork *
kaitsu_net_real_dup_network (KaitsuNet *self)
{
  return kaitsu_os_dup_network ();
}

static void
lease_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  KaitsuObservation *seen = kaitsu_network_manager_lease_finish (result, &error);

  if (seen != NULL)
    g_task_return_pointer (task, seen, (GDestroyNotify) kaitsu_observation_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
kaitsu_net_real_lease_async (KaitsuNet *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, kaitsu_net_lease_async);
  g_task_set_name (task, "[kaitsu] lease");
  kaitsu_network_manager_lease_async (cancellable, lease_cb, task);
}

static KaitsuObservation *
kaitsu_net_real_lease_finish (KaitsuNet *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kaitsu_net_real_proxy_async (KaitsuNet *self,
                             const char *host,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  kaitsu_pc_proxy_async (self, host, cancellable, callback, user_data);
}

static char *
kaitsu_net_real_proxy_finish (KaitsuNet *self, GAsyncResult *result, GError **error)
{
  return kaitsu_pc_proxy_finish (self, result, error);
}

static GTlsDatabase *
kaitsu_net_real_dup_tls_database (KaitsuNet *self)
{
  return NULL;
}

static gboolean
kaitsu_net_real_script_hop (KaitsuNet *self,
                            GInetAddress *destination,
                            KaitsuPort port,
                            guint hop_limit,
                            KaitsuIcmp *icmp,
                            guint *delay_ms)
{
  return FALSE;
}

static gboolean
kaitsu_net_real_read_out_counters (KaitsuNet *self,
                                   KaitsuFamily family,
                                   KaitsuOsOutCounters *counters)
{
  return kaitsu_os_read_out_counters (family, counters);
}

static void
kaitsu_net_finalize (GObject *object)
{
  KaitsuNetPrivate *priv = kaitsu_net_get_instance_private (KAITSU_NET (object));

  /* Every waiting task holds a reference on us: nobody can be left. */
  g_assert (g_queue_is_empty (&priv->waiting));
  G_OBJECT_CLASS (kaitsu_net_parent_class)->finalize (object);
}

static void
kaitsu_net_class_init (KaitsuNetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kaitsu_net_finalize;
  klass->lookup_async = kaitsu_net_real_lookup_async;
  klass->lookup_finish = kaitsu_net_real_lookup_finish;
  klass->route = kaitsu_net_real_route;
  klass->take_icmp = kaitsu_net_real_take_icmp;
  klass->dup_network = kaitsu_net_real_dup_network;
  klass->lease_async = kaitsu_net_real_lease_async;
  klass->lease_finish = kaitsu_net_real_lease_finish;
  klass->proxy_async = kaitsu_net_real_proxy_async;
  klass->proxy_finish = kaitsu_net_real_proxy_finish;
  klass->dup_tls_database = kaitsu_net_real_dup_tls_database;
  klass->script_hop = kaitsu_net_real_script_hop;
  klass->read_out_counters = kaitsu_net_real_read_out_counters;
}

static void
kaitsu_net_init (KaitsuNet *self)
{
  KaitsuNetPrivate *priv = kaitsu_net_get_instance_private (self);

  g_queue_init (&priv->waiting);
  kaitsu_trust_prepare ();
}

/**
 * kaitsu_net_new:
 *
 * Returns: (transfer full): the real network
 */
KaitsuNet *
kaitsu_net_new (void)
{
  return g_object_new (KAITSU_TYPE_NET, NULL);
}

/**
 * kaitsu_net_is_practice:
 * @self: a network
 *
 * Returns: whether results made on it are practice results
 */
gboolean
kaitsu_net_is_practice (KaitsuNet *self)
{
  g_return_val_if_fail (KAITSU_IS_NET (self), FALSE);
  return KAITSU_NET_GET_CLASS (self)->is_practice;
}

/**
 * kaitsu_net_lookup_async:
 * @self: a network
 * @host: a host name, or an address as text, which is only converted
 * @family: the family to look for; the other one is never asked about
 * @cancellable: (nullable): stops it at once
 * @callback: called when done
 * @user_data: for @callback
 *
 * Looks @host up, for at most 8 seconds.
 */
void
kaitsu_net_lookup_async (KaitsuNet *self,
                         const char *host,
                         KaitsuFamily family,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_NET (self) && host != NULL);

  KAITSU_NET_GET_CLASS (self)->lookup_async (self, host, family, cancellable, callback, user_data);
}

/**
 * kaitsu_net_lookup_finish:
 * @self: a network
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type GInetAddress): one to eight
 *   different addresses of the family; %NULL with a G_RESOLVER_ERROR, or
 *   G_IO_ERROR_CANCELLED
 */
GPtrArray *
kaitsu_net_lookup_finish (KaitsuNet *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KAITSU_IS_NET (self), NULL);

  return KAITSU_NET_GET_CLASS (self)->lookup_finish (self, result, error);
}

/**
 * kaitsu_net_route:
 * @self: a network
 * @address: an address of a target
 * @port: a port of it
 *
 * Returns: (transfer full): where a socket must connect to
 */
GSocketAddress *
kaitsu_net_route (KaitsuNet *self, GInetAddress *address, KaitsuPort port)
{
  g_return_val_if_fail (KAITSU_IS_NET (self) && G_IS_INET_ADDRESS (address), NULL);

  return KAITSU_NET_GET_CLASS (self)->route (self, address, port);
}

/**
 * kaitsu_net_take_icmp:
 * @self: a network
 * @socket: a socket that failed, or whose answer did not come
 * @destination: where it was sent to, before kaitsu_net_route()
 * @port: the port there
 * @icmp: (inout): set if there was an ICMP error; free its offender
 *
 * Returns: whether an ICMP error came back
 */
gboolean
kaitsu_net_take_icmp (KaitsuNet *self,
                      GSocket *socket,
                      GInetAddress *destination,
                      KaitsuPort port,
                      KaitsuIcmp *icmp)
{
  g_return_val_if_fail (KAITSU_IS_NET (self) && G_IS_SOCKET (socket) && icmp != NULL, FALSE);

  return KAITSU_NET_GET_CLASS (self)->take_icmp (self, socket, destination, port, icmp);
}

/**
 * kaitsu_net_dup_network:
 * @self: a network
 *
 * Returns: (transfer full): how this PC is attached now
 */
KaitsuNetwork *
kaitsu_net_dup_network (KaitsuNet *self)
{
  g_return_val_if_fail (KAITSU_IS_NET (self), NULL);

  return KAITSU_NET_GET_CLASS (self)->dup_network (self);
}

/**
 * kaitsu_net_lease_async:
 * @self: a network
 * @cancellable: (nullable): stops it at once
 * @callback: called when done
 * @user_data: for @callback
 *
 * Asks this PC's own network manager for its DHCP lease. Nothing is sent.
 */
void
kaitsu_net_lease_async (KaitsuNet *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_NET (self));

  KAITSU_NET_GET_CLASS (self)->lease_async (self, cancellable, callback, user_data);
}

/**
 * kaitsu_net_lease_finish:
 * @self: a network
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): an observation DHCP, LEASE; %NULL with an error
 *   if there is no manager or no lease
 */
KaitsuObservation *
kaitsu_net_lease_finish (KaitsuNet *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KAITSU_IS_NET (self), NULL);

  return KAITSU_NET_GET_CLASS (self)->lease_finish (self, result, error);
}

/**
 * kaitsu_net_proxy_async:
 * @self: a network
 * @host: whose web is to be reached
 * @cancellable: (nullable): stops it at once
 * @callback: called when done
 * @user_data: for @callback
 *
 * Asks this PC which proxy it is set to use. Kaitsu itself never uses it.
 */
void
kaitsu_net_proxy_async (KaitsuNet *self,
                        const char *host,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_NET (self) && host != NULL);

  KAITSU_NET_GET_CLASS (self)->proxy_async (self, host, cancellable, callback, user_data);
}

/**
 * kaitsu_net_proxy_finish:
 * @self: a network
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): host and port of the proxy; %NULL
 *   without an error if there is none
 */
char *
kaitsu_net_proxy_finish (KaitsuNet *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KAITSU_IS_NET (self), NULL);

  return KAITSU_NET_GET_CLASS (self)->proxy_finish (self, result, error);
}

/**
 * kaitsu_net_dup_tls_database:
 * @self: a network
 *
 * Returns: (transfer full) (nullable): whom to trust; %NULL for the system's
 */
GTlsDatabase *
kaitsu_net_dup_tls_database (KaitsuNet *self)
{
  g_return_val_if_fail (KAITSU_IS_NET (self), NULL);

  return KAITSU_NET_GET_CLASS (self)->dup_tls_database (self);
}

/**
 * kaitsu_net_script_hop:
 * @self: a network
 * @destination: where a packet would be sent to, before kaitsu_net_route()
 * @port: the port there
 * @hop_limit: 1 or more
 * @icmp: (inout): set if the packet expires and that is told; free its
 *   offender
 * @delay_ms: (out): then, after how many milliseconds that is known
 *
 * Ask this before sending with a hop limit: where hops are only told, no
 * packet can meet them.
 *
 * Returns: whether the packet expires on a hop that is told; if not, send it
 */
gboolean
kaitsu_net_script_hop (KaitsuNet *self,
                       GInetAddress *destination,
                       KaitsuPort port,
                       guint hop_limit,
                       KaitsuIcmp *icmp,
                       guint *delay_ms)
{
  g_return_val_if_fail (KAITSU_IS_NET (self) && G_IS_INET_ADDRESS (destination), FALSE);
  g_return_val_if_fail (hop_limit > 0 && icmp != NULL && delay_ms != NULL, FALSE);

  return KAITSU_NET_GET_CLASS (self)->script_hop (self, destination, port, hop_limit, icmp,
                                                  delay_ms);
}

/**
 * kaitsu_net_read_out_counters:
 * @self: a network
 * @family: whose packets
 * @counters: (out): what became of them so far
 *
 * Returns: whether the system says it
 */
gboolean
kaitsu_net_read_out_counters (KaitsuNet *self, KaitsuFamily family, KaitsuOsOutCounters *counters)
{
  g_return_val_if_fail (KAITSU_IS_NET (self) && counters != NULL, FALSE);

  return KAITSU_NET_GET_CLASS (self)->read_out_counters (self, family, counters);
}

static void
grant (KaitsuNet *self, GTask *task)
{
  KaitsuNetPrivate *priv = kaitsu_net_get_instance_private (self);

  priv->open++;
  priv->peak = MAX (priv->peak, priv->open);
  g_task_return_boolean (task, TRUE);
}

static gboolean
waiter_stopped_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  KaitsuNet *self = g_task_get_source_object (task);
  KaitsuNetPrivate *priv = kaitsu_net_get_instance_private (self);

  if (g_queue_remove (&priv->waiting, task))
    {
      g_task_return_error_if_cancelled (task);
      g_object_unref (task);
    }
  return G_SOURCE_REMOVE;
}

static void
waiter_free (gpointer source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

/**
 * kaitsu_net_acquire_async:
 * @self: a network
 * @cancellable: (nullable): stops the waiting at once
 * @callback: called when done
 * @user_data: for @callback
 *
 * Waits for one of the 24 places for open sockets.
 */
void
kaitsu_net_acquire_async (KaitsuNet *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_NET (self));

  KaitsuNetPrivate *priv = kaitsu_net_get_instance_private (self);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, kaitsu_net_acquire_async);
  g_task_set_name (task, "[kaitsu] place in the gate");
  /* A place that was granted must reach the caller, stopped or not:
   * otherwise nobody would give it back. */
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (priv->open < KAITSU_NET_MAX_SOCKETS)
    {
      grant (self, task);
      return;
    }
  if (cancellable != NULL)
    {
      GSource *source = g_cancellable_source_new (cancellable);

      /* no reference: the source dies with the task's data */
      g_source_set_callback (source, G_SOURCE_FUNC (waiter_stopped_cb), task, NULL);
      g_source_attach (source, g_task_get_context (task));
      g_task_set_task_data (task, source, waiter_free);
    }
  g_queue_push_tail (&priv->waiting, g_steal_pointer (&task));
}

/**
 * kaitsu_net_acquire_finish:
 * @self: a network
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE if the caller has a place now, even if it was cancelled
 *   meanwhile; %FALSE with G_IO_ERROR_CANCELLED if it was cancelled before
 */
gboolean
kaitsu_net_acquire_finish (KaitsuNet *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kaitsu_net_release:
 * @self: a network
 *
 * Gives a place back; whoever waits longest gets it.
 */
void
kaitsu_net_release (KaitsuNet *self)
{
  g_return_if_fail (KAITSU_IS_NET (self));

  KaitsuNetPrivate *priv = kaitsu_net_get_instance_private (self);
  g_autoptr (GTask) next = NULL;

  g_return_if_fail (priv->open > 0);

  priv->open--;
  next = g_queue_pop_head (&priv->waiting);
  if (next != NULL)
    grant (self, next);
}

/**
 * kaitsu_net_get_open:
 * @self: a network
 *
 * Returns: how many places are held now, 0 to 24
 */
guint
kaitsu_net_get_open (KaitsuNet *self)
{
  g_return_val_if_fail (KAITSU_IS_NET (self), 0);

  return ((KaitsuNetPrivate *) kaitsu_net_get_instance_private (self))->open;
}

/**
 * kaitsu_net_get_peak:
 * @self: a network
 *
 * Returns: the most places that were ever held at once
 */
guint
kaitsu_net_get_peak (KaitsuNet *self)
{
  g_return_val_if_fail (KAITSU_IS_NET (self), 0);

  return ((KaitsuNetPrivate *) kaitsu_net_get_instance_private (self))->peak;
}

/**
 * kaitsu_net_count_sent:
 * @self: the network
 * @protocol: TCP for a connection that is begun, UDP for a datagram
 * @hop_limited: whether it shall end on the way
 *
 * Every probe says so whenever it sends something.
 */
void
kaitsu_net_count_sent (KaitsuNet *self, KaitsuProtocol protocol, gboolean hop_limited)
{
  g_return_if_fail (KAITSU_IS_NET (self));

  KaitsuSent *sent = &((KaitsuNetPrivate *) kaitsu_net_get_instance_private (self))->sent;

  if (protocol == KAITSU_PROTOCOL_TCP)
    sent->connections++;
  else
    sent->datagrams++;
  sent->hop_limited += hop_limited ? 1 : 0;
}

/**
 * kaitsu_net_get_sent:
 * @self: the network
 *
 * Returns: what was sent so far, by all runs on this network
 */
KaitsuSent
kaitsu_net_get_sent (KaitsuNet *self)
{
  const KaitsuSent nothing = { 0 };

  g_return_val_if_fail (KAITSU_IS_NET (self), nothing);
  return ((KaitsuNetPrivate *) kaitsu_net_get_instance_private (self))->sent;
}
