/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-counters.h"

#include <string.h>

#define TABLE                                                                                      \
  "Ip: Forwarding DefaultTTL OutRequests OutTransmits\n"                                           \
  "Ip: 2 64 121060 18446744073709551615\n"                                                         \
  "IpExt: OutRequests\n"                                                                           \
  "IpExt: 7\n"                                                                                     \
  "TcpExt: SyncookiesSent TCPRetransFail\n"                                                        \
  "TcpExt: 0 3\n"

#define LIST                                                                                       \
  "Ip6OutRequests                  \t364\n"                                                        \
  "Ip6OutRequestsOfOthers          \t5\n"                                                          \
  "Ip6OutTransmits                 \t385\n"

/* @table NULL: a list */
static const struct {
  const char *text;
  const char *table;
  const char *name;
  gboolean found;
  guint64 value;
} rows[] = {
  { TABLE, "Ip", "OutRequests", TRUE, 121060 },
  { TABLE, "Ip", "OutTransmits", TRUE, G_MAXUINT64 },
  { TABLE, "Ip", "Forwarding", TRUE, 2 },
  { TABLE, "IpExt", "OutRequests", TRUE, 7 },
  { TABLE, "TcpExt", "TCPRetransFail", TRUE, 3 },
  { TABLE, "Ip", "TCPRetransFail", FALSE, 0 },
  { TABLE, "Ip", "Out", FALSE, 0 },
  { TABLE, "Udp", "OutRequests", FALSE, 0 },
  { "", "Ip", "OutRequests", FALSE, 0 },
  { "Ip: OutRequests\n", "Ip", "OutRequests", FALSE, 0 },
  { "Ip: OutRequests", "Ip", "OutRequests", FALSE, 0 },
  { "Ip: OutRequests\nIcmp: 3\n", "Ip", "OutRequests", FALSE, 0 },
  { "Ip: InReceives OutRequests\nIp: 3\n", "Ip", "OutRequests", FALSE, 0 },
  { "Ip: OutRequests\nIp: -1\n", "Ip", "OutRequests", FALSE, 0 },
  { "Ip: OutRequests\nIp: 18446744073709551616\n", "Ip", "OutRequests", FALSE, 0 },
  { "IpExt: OutRequests\nIpExt: 7\nIp: OutRequests\nIp: 8\n", "Ip", "OutRequests", TRUE, 8 },
  { "Ip:\nIp:\n", "Ip", "OutRequests", FALSE, 0 },
  { LIST, NULL, "Ip6OutRequests", TRUE, 364 },
  { LIST, NULL, "Ip6OutTransmits", TRUE, 385 },
  { LIST, NULL, "Ip6Out", FALSE, 0 },
  { "Ip6OutRequests7 5\nIp6OutRequests 364\n", NULL, "Ip6OutRequests", TRUE, 364 },
  { LIST, NULL, "Ip6OutDiscards", FALSE, 0 },
  { "", NULL, "Ip6OutRequests", FALSE, 0 },
  { "Ip6OutRequests", NULL, "Ip6OutRequests", FALSE, 0 },
  { "Ip6OutRequests \n", NULL, "Ip6OutRequests", FALSE, 0 },
  { "Ip6OutRequests many\n", NULL, "Ip6OutRequests", FALSE, 0 },
};

static void
test_find (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 value = 0;
      gboolean found
          = rows[i].table != NULL
                ? kaitsu_counters_find_in_table (rows[i].text, rows[i].table, rows[i].name, &value)
                : kaitsu_counters_find_in_list (rows[i].text, rows[i].name, &value);

      g_test_message ("row %" G_GSIZE_FORMAT ": %s", i, rows[i].name);
      g_assert_cmpint (found, ==, rows[i].found);
      if (found)
        g_assert_cmpuint (value, ==, rows[i].value);
    }
}

/* Whatever a kernel says, we live. */
static void
test_random (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      g_autofree char *text = g_strdup (round % 2 == 0 ? TABLE : LIST);
      gsize length = strlen (text);
      guint64 value;

      for (guint i = 0; i < 4; i++)
        text[(guint) g_test_rand_int_range (0, (gint32) length)]
            = (char) g_test_rand_int_range (1, 127);
      text[(guint) g_test_rand_int_range (0, (gint32) length)] = round % 3 == 0 ? '\0' : '\n';
      kaitsu_counters_find_in_table (text, "Ip", "OutTransmits", &value);
      kaitsu_counters_find_in_list (text, "Ip6OutTransmits", &value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counters/find", test_find);
  g_test_add_func ("/counters/random", test_random);
  return g_test_run ();
}
