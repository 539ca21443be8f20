/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-ntp.h"

#include "fuzz.h"

#include <string.h>

/* The nonce that the captures of the corpus answer. */
#define NONCE G_GUINT64_CONSTANT (0x5a17c0ffee4210a7)

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  KaitsuNtpReply reply;
  KaitsuNtpVerdict verdict = kaitsu_ntp_parse_reply (bytes, size, NONCE, &reply);
  guint8 packet[KAITSU_NTP_PACKET_SIZE];
  gint64 offset;
  gint64 delay;

  g_assert_nonnull (kaitsu_ntp_verdict_to_string (verdict));
  g_assert_true (strlen (reply.kiss) <= 4 && g_str_is_ascii (reply.kiss));
  if (verdict == KAITSU_NTP_VERDICT_TOO_SHORT)
    return 0;

  /* No bit of the 48 bytes is lost. */
  kaitsu_ntp_build_reply (&reply, packet);
  g_assert_cmpmem (packet, sizeof packet, bytes, sizeof packet);

  if (kaitsu_ntp_verdict_is_answer (verdict))
    g_assert_cmphex (reply.origin, ==, NONCE);
  if (verdict == KAITSU_NTP_VERDICT_OK)
    g_assert_true (reply.stratum >= 1 && reply.stratum <= KAITSU_NTP_MAX_STRATUM);
  if (kaitsu_ntp_compute (&reply, G_USEC_PER_SEC, 2 * G_USEC_PER_SEC, &offset, &delay))
    g_assert_true (delay >= 0 && delay <= G_USEC_PER_SEC);
  return 0;
}
