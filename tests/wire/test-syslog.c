/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-syslog.h"

#include <string.h>

#define DATAGRAM(stamp) "<14>1 " stamp " - kaitsu - portcheck - port check, please ignore"
#define GOOD "2026-11-23T01:57:18.250Z"

static const struct
{
  const char *timestamp;
  gboolean usable;
} timestamps[] = {
  { GOOD, TRUE },
  { "2026-11-23T01:57:18Z", TRUE },
  { "2026-11-23T10:57:18.1+09:00", TRUE },
  { "2026-11-23T10:57:18.123456-03:30", TRUE },
  { "2026-11-23T10:57:18.1234567Z", FALSE },
  { "2026-11-23T10:57:18.Z", FALSE },
  { "2026-11-23T10:57:18", FALSE },
  { "2026-11-23t10:57:18z", FALSE },
  { "2026-11-23 10:57:18Z", FALSE },
  { "2026-13-23T10:57:18Z", FALSE },
  { "2026-00-23T10:57:18Z", FALSE },
  { "2026-11-32T10:57:18Z", FALSE },
  { "2026-11-23T24:57:18Z", FALSE },
  { "2026-11-23T10:60:18Z", FALSE },
  { "2026-11-23T10:57:60Z", FALSE },
  { "2026-11-23T10:57:18+24:00", FALSE },
  { "2026-11-23T10:57:18+09:60", FALSE },
  { "2026-11-23T10:57:18+09:00x", FALSE },
  { "2026-11-23T10:57:18+0900", FALSE },
  { "2026-11-23T10:57:18Z ", FALSE },
  { "2026-11-23T10:57:18Z\n<0>1", FALSE },
  { "2026-11-23", FALSE },
  { "-", FALSE },
  { "", FALSE },
};

static void
test_timestamps (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (timestamps); i++)
    {
      g_autofree char *datagram = kaitsu_syslog_build (timestamps[i].timestamp);
      g_autofree char *expected =
          g_strdup_printf ("<14>1 %s - kaitsu - portcheck - port check, please ignore",
                           timestamps[i].usable ? timestamps[i].timestamp : "-");

      g_test_message ("%s", timestamps[i].timestamp);
      g_assert_cmpstr (datagram, ==, expected);
      g_assert_cmpuint (strlen (datagram), <=, KAITSU_SYSLOG_MAX_SIZE);
    }
}

/* Read by the grammar of RFC 5424 §6, field by field. */
static void
test_fields (void)
{
  g_autofree char *datagram = kaitsu_syslog_build (GOOD);
  g_auto (GStrv) fields = g_strsplit (datagram, " ", 8);

  g_assert_cmpuint (g_strv_length (fields), ==, 8);
  g_assert_cmpstr (fields[0], ==, "<14>1"); /* user, informational; version 1 */
  g_assert_cmpstr (fields[1], ==, GOOD);
  g_assert_cmpstr (fields[2], ==, "-"); /* no host name */
  g_assert_cmpstr (fields[3], ==, "kaitsu");
  g_assert_cmpstr (fields[4], ==, "-"); /* no process */
  g_assert_cmpstr (fields[5], ==, "portcheck");
  g_assert_cmpstr (fields[6], ==, "-"); /* no structured data */
  g_assert_cmpstr (fields[7], ==, "port check, please ignore");
}

static void
test_no_timestamp (void)
{
  g_autofree char *datagram = kaitsu_syslog_build (NULL);

  g_assert_cmpstr (datagram, ==, DATAGRAM ("-"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/syslog/timestamps", test_timestamps);
  g_test_add_func ("/syslog/fields", test_fields);
  g_test_add_func ("/syslog/no-timestamp", test_no_timestamp);
  return g_test_run ();
}
