/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-smtp.h"

#include "fuzz.h"

/* One reply, in pieces of @piece bytes; returns how much of it was used. */
static KaitsuSmtpState
feed (KaitsuSmtpReader *reader, const char *bytes, gsize size, gsize piece, gsize *used)
{
  KaitsuSmtpState state = KAITSU_SMTP_STATE_MORE;

  *used = 0;
  while (*used < size && state == KAITSU_SMTP_STATE_MORE)
    {
      gsize taken = 0;

      state = kaitsu_smtp_reader_feed (reader, bytes + *used, MIN (piece, size - *used), &taken);
      *used += taken;
    }
  return state;
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (KaitsuSmtpReader) whole = kaitsu_smtp_reader_new ();
  g_autoptr (KaitsuSmtpReader) pieces = kaitsu_smtp_reader_new ();
  gsize at = 0;
  KaitsuSmtpState state = KAITSU_SMTP_STATE_REPLY;

  while (at < size && state == KAITSU_SMTP_STATE_REPLY)
    {
      const char *rest = (const char *) bytes + at;
      gsize used;
      gsize used_in_pieces;

      kaitsu_smtp_reader_next (whole);
      kaitsu_smtp_reader_next (pieces);
      state = feed (whole, rest, size - at, size, &used);
      g_assert_cmpint (feed (pieces, rest, size - at, 1 + bytes[0] % 7, &used_in_pieces), ==,
                       state);

      guint code = kaitsu_smtp_reader_get_code (whole);
      const char *text = kaitsu_smtp_reader_get_text (whole);

      /* The cut does not matter, and what is shown is clean and bounded. */
      g_assert_cmpuint (code, ==, kaitsu_smtp_reader_get_code (pieces));
      g_assert_cmpstr (text, ==, kaitsu_smtp_reader_get_text (pieces));
      g_assert_true (code == 0 || (code >= 200 && code <= 559));
      g_assert_true (g_utf8_validate (text, -1, NULL) && g_utf8_strlen (text, -1) <= 201);
      if (state == KAITSU_SMTP_STATE_REPLY)
        g_assert_true (code != 0 && used == used_in_pieces && used > 0);
      at += used;
    }
  return 0;
}
