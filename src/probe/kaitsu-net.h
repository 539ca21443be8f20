/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-network.h"
#include "kaitsu-observation.h"
#include "kaitsu-os.h"
#include "kaitsu-sent.h"

G_BEGIN_DECLS

/* A MAP-E line may have 240 ports for the whole shop (RFC 7597): it must not
 * notice us. Most of these are packets that end on the way, for a second each. */
#define KAITSU_NET_MAX_SOCKETS 128

/**
 * KaitsuNet: the only door to sockets. The class itself is the real network;
 * the practice network overrides the virtual functions, so that all code of
 * the probes runs in both.
 *
 * lookup_async/finish: the addresses of a host in one family, as a
 *   (element-type GInetAddress) array; an error of G_RESOLVER_ERROR if there
 *   are none
 * route: where packets for @address and @port really go; the identity on
 *   the real network, a port on loopback in practice
 * take_icmp: the ICMP error that came back on @socket, which was sent from
 *   to @destination (the address before route()); call it after SO_ERROR was
 *   read, because reading the queue clears SO_ERROR
 * dup_network: the facts of this PC's attachment
 * lease_async/finish: what DHCP evidence this PC's own network manager has:
 *   an observation of kind DHCP, LEASE, or an error if there is none
 * proxy_async/finish: the proxy that this PC is set to reach a host's web by
 * script_hop: whether a packet for @port of @destination expires on the way
 *   if it is sent with @hop_limit, 1 or more, on a network that is only told.
 *   If so, @icmp is the error that comes back after @delay_ms, its offender
 *   owned by the caller; untouched if nothing does. The real network sends,
 *   and tells nothing
 * read_out_counters: what became of the packets that this PC sent; %FALSE if
 *   the system does not say
 * dup_tls_database: (nullable): whom to trust; NULL for the system's trust
 */
#define KAITSU_TYPE_NET (kaitsu_net_get_type ())
G_DECLARE_DERIVABLE_TYPE (KaitsuNet, kaitsu_net, KAITSU, NET, GObject)

struct _KaitsuNetClass {
  GObjectClass parent_class;

  gboolean is_practice; /* results made on it say so */

  void (*lookup_async) (KaitsuNet *self,
                        const char *host,
                        KaitsuFamily family,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  GPtrArray *(*lookup_finish) (KaitsuNet *self, GAsyncResult *result, GError **error);
  GSocketAddress *(*route) (KaitsuNet *self, GInetAddress *address, KaitsuPort port);
  gboolean (*take_icmp) (KaitsuNet *self,
                         GSocket *socket,
                         GInetAddress *destination,
                         KaitsuPort port,
                         KaitsuIcmp *icmp);
  KaitsuNetwork *(*dup_network) (KaitsuNet *self);
  void (*lease_async) (KaitsuNet *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  KaitsuObservation *(*lease_finish) (KaitsuNet *self, GAsyncResult *result, GError **error);
  void (*proxy_async) (KaitsuNet *self,
                       const char *host,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  char *(*proxy_finish) (KaitsuNet *self, GAsyncResult *result, GError **error);
  GTlsDatabase *(*dup_tls_database) (KaitsuNet *self);
  gboolean (*script_hop) (KaitsuNet *self,
                          GInetAddress *destination,
                          KaitsuPort port,
                          guint hop_limit,
                          KaitsuIcmp *icmp,
                          guint *delay_ms);
  gboolean (*read_out_counters) (KaitsuNet *self,
                                 KaitsuFamily family,
                                 KaitsuOsOutCounters *counters);
};

KaitsuNet *kaitsu_net_new (void);
gboolean kaitsu_net_is_practice (KaitsuNet *self);

void kaitsu_net_lookup_async (KaitsuNet *self,
                              const char *host,
                              KaitsuFamily family,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GPtrArray *kaitsu_net_lookup_finish (KaitsuNet *self, GAsyncResult *result, GError **error);

GSocketAddress *kaitsu_net_route (KaitsuNet *self, GInetAddress *address, KaitsuPort port);
gboolean kaitsu_net_take_icmp (KaitsuNet *self,
                               GSocket *socket,
                               GInetAddress *destination,
                               KaitsuPort port,
                               KaitsuIcmp *icmp);
KaitsuNetwork *kaitsu_net_dup_network (KaitsuNet *self);
void kaitsu_net_lease_async (KaitsuNet *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
KaitsuObservation *kaitsu_net_lease_finish (KaitsuNet *self, GAsyncResult *result, GError **error);
void kaitsu_net_proxy_async (KaitsuNet *self,
                             const char *host,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
char *kaitsu_net_proxy_finish (KaitsuNet *self, GAsyncResult *result, GError **error);
GTlsDatabase *kaitsu_net_dup_tls_database (KaitsuNet *self);
gboolean kaitsu_net_script_hop (KaitsuNet *self,
                                GInetAddress *destination,
                                KaitsuPort port,
                                guint hop_limit,
                                KaitsuIcmp *icmp,
                                guint *delay_ms);
gboolean kaitsu_net_read_out_counters (KaitsuNet *self,
                                       KaitsuFamily family,
                                       KaitsuOsOutCounters *counters);

/* The gate: a probe holds one place while it has a socket open. acquire is
 * served in order of arrival; release every successful acquire exactly once. */
void kaitsu_net_acquire_async (KaitsuNet *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean kaitsu_net_acquire_finish (KaitsuNet *self, GAsyncResult *result, GError **error);
void kaitsu_net_release (KaitsuNet *self);
guint kaitsu_net_get_open (KaitsuNet *self);
/* the most places that were ever held at once */
guint kaitsu_net_get_peak (KaitsuNet *self);

void kaitsu_net_count_sent (KaitsuNet *self, KaitsuProtocol protocol, gboolean hop_limited);
KaitsuSent kaitsu_net_get_sent (KaitsuNet *self);

G_END_DECLS
