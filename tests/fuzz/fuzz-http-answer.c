/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-http-answer.h"

#include "fuzz.h"

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  static const char *const names[] = { "Location", "Server", "Via", "Content-Length" };
  g_autoptr (KaitsuHttpAnswer) whole = kaitsu_http_answer_new ();
  g_autoptr (KaitsuHttpAnswer) pieces = kaitsu_http_answer_new ();
  gsize piece = size > 0 ? 1 + bytes[size - 1] % 7 : 1;

  kaitsu_http_answer_feed (whole, (const char *) bytes, size);
  for (gsize at = 0; at < size; at += MIN (piece, size - at))
    kaitsu_http_answer_feed (pieces, (const char *) bytes + at, MIN (piece, size - at));

  /* The cut does not matter, and what is shown is clean. */
  KaitsuHttpAnswerState state = kaitsu_http_answer_end (whole);

  g_assert_cmpint (state, ==, kaitsu_http_answer_end (pieces));
  g_assert_cmpint (state, !=, KAITSU_HTTP_ANSWER_STATE_MORE);
  g_assert_cmpuint (kaitsu_http_answer_get_status (whole), ==,
                    kaitsu_http_answer_get_status (pieces));
  g_assert_cmpstr (kaitsu_http_answer_get_status_line (whole), ==,
                   kaitsu_http_answer_get_status_line (pieces));
  g_assert_cmpint (kaitsu_http_answer_contains (whole, "e"), ==,
                   kaitsu_http_answer_contains (pieces, "e"));
  check_text (kaitsu_http_answer_get_status_line (whole));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = kaitsu_http_answer_get_header (whole, names[i]);

      check_text (value);
      g_assert_cmpstr (value, ==, kaitsu_http_answer_get_header (pieces, names[i]));
    }
  if (state == KAITSU_HTTP_ANSWER_STATE_DONE)
    g_assert_true (kaitsu_http_answer_is_http (whole));
  return 0;
}
