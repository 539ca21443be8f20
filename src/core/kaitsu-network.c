/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-network.h"

/**
 * kaitsu_network_new:
 *
 * Returns: (transfer full): an attachment of which nothing is known
 */
KaitsuNetwork *
kaitsu_network_new (void)
{
  KaitsuNetwork *self = g_new0 (KaitsuNetwork, 1);

  self->kind = KAITSU_LINK_KIND_UNKNOWN;
  self->lease_seconds = -1;
  self->own_addresses = g_new0 (char *, 1);
  self->dns = g_new0 (char *, 1);
  return self;
}

/**
 * kaitsu_network_copy:
 * @self: an attachment
 *
 * Returns: (transfer full): a copy
 */
KaitsuNetwork *
kaitsu_network_copy (const KaitsuNetwork *self)
{
  KaitsuNetwork *copy = g_memdup2 (self, sizeof *self);

  copy->interface = g_strdup (self->interface);
  copy->address = g_strdup (self->address);
  copy->gateway = g_strdup (self->gateway);
  copy->gateway_ipv6 = g_strdup (self->gateway_ipv6);
  copy->gateway_mark = g_strdup (self->gateway_mark);
  copy->own_addresses = g_strdupv (self->own_addresses);
  copy->dns = g_strdupv (self->dns);
  copy->public_address = g_strdup (self->public_address);
  return copy;
}

/**
 * kaitsu_network_free:
 * @self: (transfer full): an attachment
 */
void
kaitsu_network_free (KaitsuNetwork *self)
{
  g_free (self->interface);
  g_free (self->address);
  g_free (self->gateway);
  g_free (self->gateway_ipv6);
  g_free (self->gateway_mark);
  g_strfreev (self->own_addresses);
  g_strfreev (self->dns);
  g_free (self->public_address);
  g_free (self);
}

/**
 * kaitsu_network_is_connected:
 * @self: an attachment
 *
 * Returns: whether packets can leave for the Internet, as far as this PC knows
 *   by itself
 */
gboolean
kaitsu_network_is_connected (const KaitsuNetwork *self)
{
  return self->has_link && (self->has_ipv4 || self->has_ipv6);
}

/**
 * kaitsu_network_is_unchanged:
 * @self: an attachment
 * @before: what it was
 *
 * What was seen before and after belongs together only if this holds. IPv6
 * counts where there is no IPv4; there, the addresses of a PC change by
 * themselves (RFC 8981), so only the router says where one is.
 *
 * Returns: whether it is still the same attachment
 */
gboolean
kaitsu_network_is_unchanged (const KaitsuNetwork *self, const KaitsuNetwork *before)
{
  if (kaitsu_network_is_connected (self) != kaitsu_network_is_connected (before)
      || self->has_ipv4 != before->has_ipv4 || self->vpn != before->vpn
      || g_strcmp0 (self->interface, before->interface) != 0)
    return FALSE;
  if (!self->has_ipv4)
    return g_strcmp0 (self->gateway_ipv6, before->gateway_ipv6) == 0;
  return g_strcmp0 (self->address, before->address) == 0
         && g_strcmp0 (self->gateway, before->gateway) == 0;
}

/**
 * kaitsu_network_is_same:
 * @self: an attachment
 * @other: one of another day
 *
 * Many routers have the same address: their marks tell them apart. Results of
 * earlier versions, and lines without hardware addresses, have none.
 *
 * Returns: whether both are at the same router
 */
gboolean
kaitsu_network_is_same (const KaitsuNetwork *self, const KaitsuNetwork *other)
{
  if (self->gateway == NULL || g_strcmp0 (self->gateway, other->gateway) != 0)
    return FALSE;
  return self->gateway_mark == NULL || other->gateway_mark == NULL
         || g_str_equal (self->gateway_mark, other->gateway_mark);
}

/**
 * kaitsu_network_is_own:
 * @self: (nullable): an attachment
 * @address: (nullable): an address as text
 *
 * Returns: whether @address is one of this PC's own
 */
gboolean
kaitsu_network_is_own (const KaitsuNetwork *self, const char *address)
{
  if (self == NULL || address == NULL)
    return FALSE;
  return g_strcmp0 (self->address, address) == 0
         || (self->own_addresses != NULL
             && g_strv_contains ((const char *const *) self->own_addresses, address));
}

/**
 * kaitsu_network_get_router:
 * @self: facts
 *
 * Returns: (transfer none) (nullable): the address of the default router, by
 *   IPv4 if there is one
 */
const char *
kaitsu_network_get_router (const KaitsuNetwork *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->gateway != NULL ? self->gateway : self->gateway_ipv6;
}

/**
 * kaitsu_network_is_gateway:
 * @self: (nullable): an attachment
 * @address: (nullable): an address as text
 *
 * Returns: whether @address is the default router of this PC
 */
gboolean
kaitsu_network_is_gateway (const KaitsuNetwork *self, const char *address)
{
  if (self == NULL || address == NULL)
    return FALSE;
  return g_strcmp0 (self->gateway, address) == 0 || g_strcmp0 (self->gateway_ipv6, address) == 0;
}
