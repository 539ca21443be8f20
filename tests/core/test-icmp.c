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
  const char *meaning;
} table[] = {
  { FALSE, 3, 0, "net-unreachable" },
  { FALSE, 3, 1, "host-unreachable" },
  { FALSE, 3, 2, "protocol-unreachable" },
  { FALSE, 3, 3, "port-unreachable" },
  { FALSE, 3, 4, "packet-too-big" },
  { FALSE, 3, 5, "other" },
  { FALSE, 3, 6, "net-unreachable" },
  { FALSE, 3, 7, "host-unreachable" },
  { FALSE, 3, 8, "host-unreachable" },
  { FALSE, 3, 9, "admin-prohibited" },
  { FALSE, 3, 10, "admin-prohibited" },
  { FALSE, 3, 11, "net-unreachable" },
  { FALSE, 3, 12, "host-unreachable" },
  { FALSE, 3, 13, "admin-prohibited" },
  { FALSE, 3, 14, "other" },
  { FALSE, 3, 15, "other" },
  { FALSE, 3, 16, "other" },
  { FALSE, 3, -1, "other" },
  { FALSE, 11, 0, "time-exceeded" },
  { FALSE, 11, 1, "other" },
  { FALSE, 12, 0, "other" },
  { FALSE, 5, 1, "other" },
  { FALSE, 1, 1, "other" },
  { FALSE, -1, 0, "other" },
  { TRUE, 1, 0, "net-unreachable" },
  { TRUE, 1, 1, "admin-prohibited" },
  { TRUE, 1, 2, "other" },
  { TRUE, 1, 3, "host-unreachable" },
  { TRUE, 1, 4, "port-unreachable" },
  { TRUE, 1, 5, "admin-prohibited" },
  { TRUE, 1, 6, "admin-prohibited" },
  { TRUE, 1, 7, "other" },
  { TRUE, 1, -1, "other" },
  { TRUE, 2, 0, "packet-too-big" },
  { TRUE, 2, 9, "packet-too-big" },
  { TRUE, 3, 0, "time-exceeded" },
  { TRUE, 3, 1, "other" },
  { TRUE, 4, 0, "other" },
  { TRUE, 4, 1, "protocol-unreachable" },
  { TRUE, 4, 2, "other" },
  { TRUE, 11, 0, "other" },
  { TRUE, 3, 13, "other" },
  { TRUE, -1, 0, "other" },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      KaitsuIcmpMeaning meaning = kaitsu_icmp_classify (table[i].is_v6, table[i].type,
                                                        table[i].code);

      g_test_message ("v%d %d/%d", table[i].is_v6 ? 6 : 4, table[i].type, table[i].code);
      g_assert_cmpstr (kaitsu_icmp_meaning_to_string (meaning), ==, table[i].meaning);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/icmp/table", test_table);
  return g_test_run ();
}
