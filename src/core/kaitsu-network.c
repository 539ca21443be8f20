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
  g_strfreev (self->own_addresses);
  g_strfreev (self->dns);
  g_free (self->public_address);
  g_free (self);
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

/**
 * kaitsu_network_is_same:
 * @self: an attachment
 * @other: another, perhaps of an earlier run
 *
 * Returns: whether both are the same network, told by the same router's
 *   address: nothing more is known about it without asking anybody
 */
gboolean
kaitsu_network_is_same (const KaitsuNetwork *self, const KaitsuNetwork *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return self->gateway != NULL && g_strcmp0 (self->gateway, other->gateway) == 0;
}
