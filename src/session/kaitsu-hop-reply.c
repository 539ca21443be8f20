/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-hop-reply.h"

#include "kaitsu-icmp.h"

static KaitsuHopReply
reply_for_icmp (const KaitsuObservation *o)
{
  switch (kaitsu_icmp_classify (o->family == KAITSU_FAMILY_IPV6, o->icmp.type, o->icmp.code))
    {
    case KAITSU_ICMP_MEANING_TIME_EXCEEDED:
      return KAITSU_HOP_REPLY_TIME_EXCEEDED;
    case KAITSU_ICMP_MEANING_PORT_UNREACHABLE:
    case KAITSU_ICMP_MEANING_PROTOCOL_UNREACHABLE:
    case KAITSU_ICMP_MEANING_ADMIN_PROHIBITED:
      return g_strcmp0 (o->icmp.offender, o->address) == 0 ? KAITSU_HOP_REPLY_FINAL
                                                           : KAITSU_HOP_REPLY_REJECTED;
    case KAITSU_ICMP_MEANING_NET_UNREACHABLE: /* perhaps its own line went down */
    case KAITSU_ICMP_MEANING_HOST_UNREACHABLE:
      return g_strcmp0 (o->icmp.offender, o->address) == 0 ? KAITSU_HOP_REPLY_NOTHING
                                                           : KAITSU_HOP_REPLY_UNREACHABLE;
    case KAITSU_ICMP_MEANING_PACKET_TOO_BIG:
    case KAITSU_ICMP_MEANING_OTHER:
      return KAITSU_HOP_REPLY_NOTHING;
    }
  return KAITSU_HOP_REPLY_NOTHING;
}

/**
 * kaitsu_hop_reply_for:
 * @o: what became of a hop-limited packet
 *
 * Returns: the same in the words of the hop rule
 */
KaitsuHopReply
kaitsu_hop_reply_for (const KaitsuObservation *o)
{
  switch (o->outcome)
    {
    case KAITSU_OUTCOME_ICMP:
      return reply_for_icmp (o);
    case KAITSU_OUTCOME_ANSWERED:
    case KAITSU_OUTCOME_CONNECTED:
    case KAITSU_OUTCOME_UNEXPECTED:
    case KAITSU_OUTCOME_MUTE:
    case KAITSU_OUTCOME_CUT:
      return KAITSU_HOP_REPLY_FINAL;
    case KAITSU_OUTCOME_REFUSED:
      return KAITSU_HOP_REPLY_RESET;
    case KAITSU_OUTCOME_LOCAL:
      return KAITSU_HOP_REPLY_NOT_SENT;
    case KAITSU_OUTCOME_SILENT:
    case KAITSU_OUTCOME_UNREACHABLE:
    case KAITSU_OUTCOME_UNRESOLVED:
    case KAITSU_OUTCOME_TLS_UNTRUSTED:
    case KAITSU_OUTCOME_TLS_FAILED:
    case KAITSU_OUTCOME_LEASE:
    case KAITSU_OUTCOME_STATIC:
    case KAITSU_OUTCOME_ERROR:
      return KAITSU_HOP_REPLY_NOTHING;
    }
  return KAITSU_HOP_REPLY_NOTHING;
}
