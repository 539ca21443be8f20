/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KaitsuIcmpMeaning: what an ICMP or ICMPv6 error says, the same for both
 * families. Who sent it is another question.
 */
typedef enum
{
  KAITSU_ICMP_MEANING_NET_UNREACHABLE,
  KAITSU_ICMP_MEANING_HOST_UNREACHABLE,
  KAITSU_ICMP_MEANING_PROTOCOL_UNREACHABLE,
  KAITSU_ICMP_MEANING_PORT_UNREACHABLE,
  KAITSU_ICMP_MEANING_ADMIN_PROHIBITED,
  KAITSU_ICMP_MEANING_TIME_EXCEEDED,
  KAITSU_ICMP_MEANING_PACKET_TOO_BIG,
  KAITSU_ICMP_MEANING_OTHER,
} KaitsuIcmpMeaning;

KaitsuIcmpMeaning kaitsu_icmp_classify (gboolean is_v6, int type, int code);

G_END_DECLS
