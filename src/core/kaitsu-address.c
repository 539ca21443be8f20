/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-address.h"

#include <gio/gio.h>
#include <string.h>

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

/* RFC 6052 §2.2, §3.3: who translates IPv6 to IPv4 may do so below a prefix of
 * unique local addresses; after 96 bits the IPv4 address follows. */
static gboolean
is_translated (GInetAddress *address)
{
  static const char *const local[] = { "fc00::/7", NULL };
  static const guint8 none[4] = { 0 };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (!is_in (address, local) || memcmp (bytes + 8, none, sizeof none) != 0)
    return FALSE;

  g_autoptr (GInetAddress) inner
      = g_inet_address_new_from_bytes (bytes + 12, G_SOCKET_FAMILY_IPV4);
  g_autofree char *text = g_inet_address_to_string (inner);
  return kaitsu_address_can_be_public (text);
}

/**
 * kaitsu_address_can_be_public:
 * @address: (nullable): an IPv4 or IPv6 address as text
 *
 * Addresses for documentation count as public: to this program they are those of
 * the practice network.
 *
 * Returns: whether a host of the Internet can have it: a unicast address of
 *   nobody's own network (RFC 6890), or one that a NAT64 made of such
 */
gboolean
kaitsu_address_can_be_public (const char *address)
{
  /* "this network", multicast, reserved with broadcast; none, multicast, IPv4
   * in IPv6 that never leaves a PC (RFC 4291 §2.5.5.2) */
  static const char *const nobody[] = { "0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4",  "::/128",
                                        "ff00::/8",  "::ffff:0:0/96", NULL };
  g_autoptr (GInetAddress) parsed
      = address != NULL ? g_inet_address_new_from_string (address) : NULL;

  if (parsed == NULL || is_in (parsed, nobody))
    return FALSE;
  return kaitsu_address_get_scope (address) == KAITSU_ADDRESS_SCOPE_PUBLIC
         || is_translated (parsed);
}
