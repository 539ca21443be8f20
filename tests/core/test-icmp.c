/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-icmp.h"

/* Every code that is assigned, in words of its own: an independent table to
 * hold the classification against. */
static const struct
{
  gboolean is_v6;
  int type;
  int code;
  KaitsuIcmpMeaning meaning;
} table[] = {
  { FALSE, 3, 0, KAITSU_ICMP_MEANING_NET_UNREACHABLE },
  { FALSE, 3, 1, KAITSU_ICMP_MEANING_HOST_UNREACHABLE },
  { FALSE, 3, 2, KAITSU_ICMP_MEANING_PROTOCOL_UNREACHABLE },
  { FALSE, 3, 3, KAITSU_ICMP_MEANING_PORT_UNREACHABLE },
  { FALSE, 3, 4, KAITSU_ICMP_MEANING_PACKET_TOO_BIG },
  { FALSE, 3, 5, KAITSU_ICMP_MEANING_OTHER },
  { FALSE, 3, 6, KAITSU_ICMP_MEANING_NET_UNREACHABLE },
  { FALSE, 3, 7, KAITSU_ICMP_MEANING_HOST_UNREACHABLE },
  { FALSE, 3, 8, KAITSU_ICMP_MEANING_HOST_UNREACHABLE },
  { FALSE, 3, 9, KAITSU_ICMP_MEANING_ADMIN_PROHIBITED },
  { FALSE, 3, 10, KAITSU_ICMP_MEANING_ADMIN_PROHIBITED },
  { FALSE, 3, 11, KAITSU_ICMP_MEANING_NET_UNREACHABLE },
  { FALSE, 3, 12, KAITSU_ICMP_MEANING_HOST_UNREACHABLE },
  { FALSE, 3, 13, KAITSU_ICMP_MEANING_ADMIN_PROHIBITED },
  { FALSE, 3, 14, KAITSU_ICMP_MEANING_OTHER },
  { FALSE, 3, 15, KAITSU_ICMP_MEANING_OTHER },
  { FALSE, 3, 16, KAITSU_ICMP_MEANING_OTHER },
  { FALSE, 3, -1, KAITSU_ICMP_MEANING_OTHER },
  { FALSE, 11, 0, KAITSU_ICMP_MEANING_TIME_EXCEEDED },
  { FALSE, 11, 1, KAITSU_ICMP_MEANING_OTHER },
  { FALSE, 12, 0, KAITSU_ICMP_MEANING_OTHER },
  { FALSE, 5, 1, KAITSU_ICMP_MEANING_OTHER },
  { FALSE, 1, 1, KAITSU_ICMP_MEANING_OTHER },
  { FALSE, -1, 0, KAITSU_ICMP_MEANING_OTHER },
  { TRUE, 1, 0, KAITSU_ICMP_MEANING_NET_UNREACHABLE },
  { TRUE, 1, 1, KAITSU_ICMP_MEANING_ADMIN_PROHIBITED },
  { TRUE, 1, 2, KAITSU_ICMP_MEANING_OTHER },
  { TRUE, 1, 3, KAITSU_ICMP_MEANING_HOST_UNREACHABLE },
  { TRUE, 1, 4, KAITSU_ICMP_MEANING_PORT_UNREACHABLE },
  { TRUE, 1, 5, KAITSU_ICMP_MEANING_ADMIN_PROHIBITED },
  { TRUE, 1, 6, KAITSU_ICMP_MEANING_ADMIN_PROHIBITED },
  { TRUE, 1, 7, KAITSU_ICMP_MEANING_OTHER },
  { TRUE, 1, -1, KAITSU_ICMP_MEANING_OTHER },
  { TRUE, 2, 0, KAITSU_ICMP_MEANING_PACKET_TOO_BIG },
  { TRUE, 2, 9, KAITSU_ICMP_MEANING_PACKET_TOO_BIG },
  { TRUE, 3, 0, KAITSU_ICMP_MEANING_TIME_EXCEEDED },
  { TRUE, 3, 1, KAITSU_ICMP_MEANING_OTHER },
  { TRUE, 4, 0, KAITSU_ICMP_MEANING_OTHER },
  { TRUE, 4, 1, KAITSU_ICMP_MEANING_PROTOCOL_UNREACHABLE },
  { TRUE, 4, 2, KAITSU_ICMP_MEANING_OTHER },
  { TRUE, 11, 0, KAITSU_ICMP_MEANING_OTHER },
  { TRUE, 3, 13, KAITSU_ICMP_MEANING_OTHER },
  { TRUE, -1, 0, KAITSU_ICMP_MEANING_OTHER },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      KaitsuIcmpMeaning meaning = kaitsu_icmp_classify (table[i].is_v6, table[i].type,
                                                        table[i].code);

      g_test_message ("v%d %d/%d", table[i].is_v6 ? 6 : 4, table[i].type, table[i].code);
      g_assert_cmpint (meaning, ==, table[i].meaning);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/icmp/table", test_table);
  return g_test_run ();
}
