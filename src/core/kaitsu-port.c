/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-port.h"

#include <string.h>

/**
 * kaitsu_port_parse:
 * @text: (nullable): "tcp/443" or "udp/514", from anywhere
 * @port: (out): the port, untouched on failure
 *
 * Only the canonical spelling is taken: lower case, no sign, no leading
 * zero, 1..65535 (RFC 6335 section 6 reserves 0).
 *
 * Returns: whether @text is a port
 */
gboolean
kaitsu_port_parse (const char *text, KaitsuPort *port)
{
  KaitsuProtocol protocol;
  guint number = 0;

  if (text == NULL)
    return FALSE;
  if (g_str_has_prefix (text, "tcp/"))
    protocol = KAITSU_PROTOCOL_TCP;
  else if (g_str_has_prefix (text, "udp/"))
    protocol = KAITSU_PROTOCOL_UDP;
  else
    return FALSE;

  const char *digits = text + strlen ("tcp/");
  gsize length = strlen (digits);
  if (length < 1 || length > 5 || digits[0] == '0')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (digits[i]))
        return FALSE;
      number = number * 10 + (guint) (digits[i] - '0');
    }
  if (number > G_MAXUINT16)
    return FALSE;

  *port = (KaitsuPort){ protocol, (guint16) number };
  return TRUE;
}

/**
 * kaitsu_port_to_string:
 * @port: a port
 *
 * Returns: (transfer full): "tcp/443", what files use
 */
char *
kaitsu_port_to_string (KaitsuPort port)
{
  return g_strdup_printf ("%s/%u", port.protocol == KAITSU_PROTOCOL_TCP ? "tcp" : "udp",
                          port.number);
}

/**
 * kaitsu_port_to_label:
 * @port: a port
 *
 * Returns: (transfer full): "TCP 443", the way routers' pages write it
 */
char *
kaitsu_port_to_label (KaitsuPort port)
{
  return g_strdup_printf ("%s %u", port.protocol == KAITSU_PROTOCOL_TCP ? "TCP" : "UDP",
                          port.number);
}

/**
 * kaitsu_port_equal:
 * @a: a port
 * @b: another
 *
 * Returns: whether both are the same port of the same protocol
 */
gboolean
kaitsu_port_equal (KaitsuPort a, KaitsuPort b)
{
  return kaitsu_port_compare (a, b) == 0;
}

/**
 * kaitsu_port_is_among:
 * @self: a port
 * @ports: (element-type KaitsuPort): ports
 *
 * Returns: whether it is one of @ports
 */
gboolean
kaitsu_port_is_among (KaitsuPort self, GArray *ports)
{
  g_return_val_if_fail (ports != NULL, FALSE);

  for (guint i = 0; i < ports->len; i++)
    if (kaitsu_port_equal (g_array_index (ports, KaitsuPort, i), self))
      return TRUE;
  return FALSE;
}

/**
 * kaitsu_port_compare:
 * @a: a port
 * @b: another
 *
 * Orders TCP before UDP, then by number.
 *
 * Returns: less than, equal to or greater than zero
 */
int
kaitsu_port_compare (KaitsuPort a, KaitsuPort b)
{
  if (a.protocol != b.protocol)
    return (int) a.protocol - (int) b.protocol;
  return (int) a.number - (int) b.number;
}

/**
 * kaitsu_port_stays_in_lan:
 * @self: a port of a unit
 *
 * Returns: whether its traffic never leaves the shop: DHCP is the one service
 *   of the units that stays inside the LAN
 */
gboolean
kaitsu_port_stays_in_lan (KaitsuPort self)
{
  return self.protocol == KAITSU_PROTOCOL_UDP && self.number == 67;
}
