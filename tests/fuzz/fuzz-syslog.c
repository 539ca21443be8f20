/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-syslog.h"

#include "fuzz.h"

#include <string.h>

/* The bytes are the timestamp. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autofree char *timestamp = g_strndup ((const char *) bytes, size);
  g_autofree char *datagram = kaitsu_syslog_build (timestamp);
  g_auto (GStrv) fields = g_strsplit (datagram, " ", 8);

  /* Whatever is given, the header keeps its eight fields, and the second is
   * a NILVALUE or what was given. */
  g_assert_true (g_str_is_ascii (datagram) && strlen (datagram) <= KAITSU_SYSLOG_MAX_SIZE);
  g_assert_cmpuint (g_strv_length (fields), ==, 8);
  g_assert_cmpstr (fields[0], ==, "<14>1");
  g_assert_true (g_str_equal (fields[1], "-") || g_str_equal (fields[1], timestamp));
  g_assert_cmpstr (fields[3], ==, "kaitsu");
  for (const char *p = datagram; *p != '\0'; p++)
    g_assert_true (g_ascii_isprint (*p));
  return 0;
}
