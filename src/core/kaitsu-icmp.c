/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-icmp.h"

/* RFC 792, RFC 1122 §3.2.2.1 (codes 6..12), RFC 1812 §5.2.7.1 (13..15) */
static KaitsuIcmpMeaning
classify_v4_unreachable (int code)
{
  switch (code)
    {
    case 0:  /* network unreachable */
    case 6:  /* destination network unknown */
    case 11: /* network unreachable for this type of service */
      return KAITSU_ICMP_MEANING_NET_UNREACHABLE;
    case 1:  /* host unreachable */
    case 7:  /* destination host unknown */
    case 8:  /* source host isolated */
    case 12: /* host unreachable for this type of service */
      return KAITSU_ICMP_MEANING_HOST_UNREACHABLE;
    case 2:
      return KAITSU_ICMP_MEANING_PROTOCOL_UNREACHABLE;
    case 3:
      return KAITSU_ICMP_MEANING_PORT_UNREACHABLE;
    case 4: /* fragmentation needed, RFC 1191 §4 */
      return KAITSU_ICMP_MEANING_PACKET_TOO_BIG;
    case 9:  /* network administratively prohibited */
    case 10: /* host administratively prohibited */
    case 13: /* communication administratively prohibited */
      return KAITSU_ICMP_MEANING_ADMIN_PROHIBITED;
    default: /* 5 source route failed, 14 and 15 precedence, unassigned */
      return KAITSU_ICMP_MEANING_OTHER;
    }
}

/* RFC 4443 §3.1; codes 5 and 6 are refinements of 1 there */
static KaitsuIcmpMeaning
classify_v6_unreachable (int code)
{
  switch (code)
    {
    case 0:
      return KAITSU_ICMP_MEANING_NET_UNREACHABLE;
    case 1: /* administratively prohibited */
    case 5: /* source address failed ingress or egress policy */
    case 6: /* reject route to destination */
      return KAITSU_ICMP_MEANING_ADMIN_PROHIBITED;
    case 3:
      return KAITSU_ICMP_MEANING_HOST_UNREACHABLE;
    case 4:
      return KAITSU_ICMP_MEANING_PORT_UNREACHABLE;
    default: /* 2 beyond the scope of the source address, unassigned */
      return KAITSU_ICMP_MEANING_OTHER;
    }
}

/**
 * kaitsu_icmp_classify:
 * @is_v6: whether @type and @code are ICMPv6's
 * @type: the type, any number
 * @code: the code, any number
 *
 * Only code 0 of "time exceeded" speaks of hops: code 1 is about fragments
 * that the destination could not put together, so it is
 * %KAITSU_ICMP_MEANING_OTHER (RFC 792, RFC 4443 §3.3).
 *
 * Returns: what the error says
 */
KaitsuIcmpMeaning
kaitsu_icmp_classify (gboolean is_v6, int type, int code)
{
  if (is_v6)
    {
      if (type == 1)
        return classify_v6_unreachable (code);
      if (type == 2) /* RFC 4443 §3.2: the receiver ignores the code */
        return KAITSU_ICMP_MEANING_PACKET_TOO_BIG;
      if (type == 3 && code == 0)
        return KAITSU_ICMP_MEANING_TIME_EXCEEDED;
      if (type == 4 && code == 1) /* RFC 4443 §3.4: next header not known */
        return KAITSU_ICMP_MEANING_PROTOCOL_UNREACHABLE;
      return KAITSU_ICMP_MEANING_OTHER;
    }
  if (type == 3)
    return classify_v4_unreachable (code);
  if (type == 11 && code == 0)
    return KAITSU_ICMP_MEANING_TIME_EXCEEDED;
  return KAITSU_ICMP_MEANING_OTHER;
}
