/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-icmp.h"

#include "fuzz.h"

/* Family, type, code; a byte each. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  if (size < 3)
    return 0;

  gboolean is_v6 = (bytes[0] & 1) != 0;
  KaitsuIcmpMeaning meaning = kaitsu_icmp_classify (is_v6, bytes[1], bytes[2]);

  /* A rejection or an end of hops is never read out of another type. */
  if (meaning == KAITSU_ICMP_MEANING_ADMIN_PROHIBITED)
    g_assert_cmpint (bytes[1], ==, is_v6 ? 1 : 3);
  if (meaning == KAITSU_ICMP_MEANING_TIME_EXCEEDED)
    g_assert_true (bytes[1] == (is_v6 ? 3 : 11) && bytes[2] == 0);
  return 0;
}
