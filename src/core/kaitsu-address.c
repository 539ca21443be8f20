/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-address.h"

#include <gio/gio.h>

static gboolean
is_in (GInetAddress *address, const char *const *networks)
{
  for (guint i = 0; networks[i] != NULL; i++)
    {
      g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (networks[i], NULL);
      if (g_inet_address_mask_matches (mask, address))
        return TRUE;
    }
  return FALSE;
}

/**
 * kaitsu_address_get_scope:
 * @address: (nullable): an IPv4 or IPv6 address as text
 *
 * Returns: whose network it can belong to
 */
KaitsuAddressScope
kaitsu_address_get_scope (const char *address)
{
  static const char *const private[] = { "10.0.0.0/8",     "172.16.0.0/12", "192.168.0.0/16",
                                         "169.254.0.0/16", "127.0.0.0/8",   "fc00::/7",
                                         "fe80::/10",      "::1/128",       NULL };
  static const char *const carrier[] = { "100.64.0.0/10", "192.0.0.0/29", NULL };
  g_autoptr (GInetAddress) parsed
      = address != NULL ? g_inet_address_new_from_string (address) : NULL;

  if (parsed == NULL)
    return KAITSU_ADDRESS_SCOPE_UNKNOWN;
  if (is_in (parsed, private))
    return KAITSU_ADDRESS_SCOPE_PRIVATE;
  return is_in (parsed, carrier) ? KAITSU_ADDRESS_SCOPE_CARRIER : KAITSU_ADDRESS_SCOPE_PUBLIC;
}
