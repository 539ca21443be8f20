/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-line.h"

#include <string.h>

static const struct
{
  const char *bytes;
  gsize limit;
  KaitsuLineState state;
  const char *line;
  gsize used;
} cases[] = {
  { "one\r\ntwo", 99, KAITSU_LINE_STATE_READY, "one", 5 },
  { "one\ntwo", 99, KAITSU_LINE_STATE_READY, "one", 4 },
  { "\n", 99, KAITSU_LINE_STATE_READY, "", 1 },
  { "\r\n", 99, KAITSU_LINE_STATE_READY, "", 2 },
  { "a\rb\r\r\n", 99, KAITSU_LINE_STATE_READY, "a\rb\r", 6 },
  { "", 99, KAITSU_LINE_STATE_MORE, "", 0 },
  { "one", 99, KAITSU_LINE_STATE_MORE, "one", 3 },
  { "one\r", 99, KAITSU_LINE_STATE_MORE, "one\r", 4 },
  { "one\n", 4, KAITSU_LINE_STATE_READY, "one", 4 },
  { "one\r\n", 4, KAITSU_LINE_STATE_TOO_LONG, "one\r", 4 },
  { "one", 3, KAITSU_LINE_STATE_TOO_LONG, "one", 3 },
  { "one", 0, KAITSU_LINE_STATE_TOO_LONG, "", 0 },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      gsize used = 99;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (kaitsu_line_take (line, cases[i].limit, cases[i].bytes,
                                         strlen (cases[i].bytes), &used),
                       ==, cases[i].state);
      g_assert_cmpstr (line->str, ==, cases[i].line);
      g_assert_cmpuint (used, ==, cases[i].used);
    }
}

/* A CR LF that is cut in two by the network is one line end. */
static void
test_pieces (void)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gsize used;

  g_assert_cmpint (kaitsu_line_take (line, 9, "one", 3, &used), ==, KAITSU_LINE_STATE_MORE);
  g_assert_cmpint (kaitsu_line_take (line, 9, "\r", 1, &used), ==, KAITSU_LINE_STATE_MORE);
  g_assert_cmpint (kaitsu_line_take (line, 9, "\nx", 2, &used), ==, KAITSU_LINE_STATE_READY);
  g_assert_cmpuint (used, ==, 1);
  g_assert_cmpstr (line->str, ==, "one");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/line/cases", test_cases);
  g_test_add_func ("/line/pieces", test_pieces);
  return g_test_run ();
}
