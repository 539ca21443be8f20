/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

/* Bytes from hex digits: captures stand in the tests as text. Ends the test
 * on anything else, for that is a mistake in the test. */
static inline GByteArray *
wire_bytes_from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (const char *p = hex; *p != '\0'; p += 2)
    {
      int high = g_ascii_xdigit_value (p[0]);
      int low = g_ascii_xdigit_value (p[1]);
      guint8 byte = (guint8) (high << 4 | low);

      g_assert_cmpint (high, >=, 0);
      g_assert_cmpint (low, >=, 0);
      g_byte_array_append (bytes, &byte, 1);
    }
  return bytes;
}
