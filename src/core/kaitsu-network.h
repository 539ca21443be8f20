/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

#include "kaitsu-words.h"

G_BEGIN_DECLS

/**
 * KaitsuNetwork: how this PC is attached. All strings nullable and clean.
 *
 * @interface: name of the interface of the default route
 * @kind: wired, wifi, other, unknown
 * @address: the PC's own address on it, IPv4 if there is one
 * @gateway: the default router's address, IPv4 if there is one
 * @gateway_ipv6: the same for IPv6
 * @own_addresses: every address of this PC, for telling its own ICMP apart
 * @dns: the resolvers' addresses
 * @public_address: as a responder of the project's saw it, else %NULL
 * @has_ipv4, @has_ipv6: whether there is an address with a default route
 * @dhcp_address: the IPv4 address is a lease (kernel flag, not "permanent")
 * @lease_seconds: seconds that the lease is still valid, -1 if not known
 * @dhcp_route: the IPv4 default route came from DHCP (RTPROT_DHCP)
 * @vpn: the default route leaves by a tunnel
 */
typedef struct {
  char *interface;
  KaitsuLinkKind kind;
  char *address;
  char *gateway;
  char *gateway_ipv6;
  GStrv own_addresses;
  GStrv dns;
  char *public_address;
  gboolean has_ipv4;
  gboolean has_ipv6;
  gboolean dhcp_address;
  gint64 lease_seconds;
  gboolean dhcp_route;
  gboolean vpn;
} KaitsuNetwork;

KaitsuNetwork *kaitsu_network_new (void);
KaitsuNetwork *kaitsu_network_copy (const KaitsuNetwork *self);
void kaitsu_network_free (KaitsuNetwork *self);
gboolean kaitsu_network_is_own (const KaitsuNetwork *self, const char *address);
gboolean kaitsu_network_is_gateway (const KaitsuNetwork *self, const char *address);
gboolean kaitsu_network_is_same (const KaitsuNetwork *self, const KaitsuNetwork *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuNetwork, kaitsu_network_free)

G_END_DECLS
