/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

#include "kaitsu-words.h"

G_BEGIN_DECLS

/**
 * KaitsuGatewayState: what this PC's table of neighbours says of the router.
 *
 * UNKNOWN  nothing: it was not needed yet, or the line has no such table
 * ALIVE    it answered a moment ago
 * SILENT   it is being called, or was and does not answer. If that lasts, no
 *   packet can leave
 */
typedef enum {
  KAITSU_GATEWAY_STATE_UNKNOWN,
  KAITSU_GATEWAY_STATE_ALIVE,
  KAITSU_GATEWAY_STATE_SILENT,
} KaitsuGatewayState;

/**
 * KaitsuNetwork: how this PC is attached. All strings nullable and clean.
 *
 * @interface: name of the interface of the default route
 * @kind: wired, wifi, other, unknown
 * @address: the PC's own address on it, IPv4 if there is one
 * @gateway: the default router's address, IPv4 if there is one
 * @gateway_ipv6: the same for IPv6
 * @gateway_mark: six hexadecimal digits made from the router's hardware
 *   address: tells two routers apart and cannot be turned back into it
 * @gateway_state: whether the router of the family that decides is there
 * @own_addresses: every address of this PC, for telling its own ICMP apart
 * @dns: the resolvers' addresses
 * @public_address: as a responder of the project's saw it, else %NULL
 * @has_link: a cable or a radio network is connected
 * @has_address: this PC has an address that is good for more than its own link
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
  char *gateway_mark;
  KaitsuGatewayState gateway_state;
  GStrv own_addresses;
  GStrv dns;
  char *public_address;
  gboolean has_link;
  gboolean has_address;
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
gboolean kaitsu_network_is_connected (const KaitsuNetwork *self);
gboolean kaitsu_network_is_unchanged (const KaitsuNetwork *self, const KaitsuNetwork *before);
gboolean kaitsu_network_is_own (const KaitsuNetwork *self, const char *address);
const char *kaitsu_network_get_router (const KaitsuNetwork *self);
gboolean kaitsu_network_is_gateway (const KaitsuNetwork *self, const char *address);
gboolean kaitsu_network_is_same (const KaitsuNetwork *self, const KaitsuNetwork *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuNetwork, kaitsu_network_free)

G_END_DECLS
