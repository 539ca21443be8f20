/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <string.h>

#include "kaitsu-breaks.h"
#include "kaitsu-fonts.h"

static PangoContext *
new_context (void)
{
  g_autoptr (GError) error = NULL;
  PangoContext *context = kaitsu_fonts_new_context (&error);

  g_assert_no_error (error);
  return context;
}

/* Whether one of the lines ends right before that place. */
static gboolean
breaks_at (PangoLayout *layout, const char *place)
{
  const int at = (int) (place - pango_layout_get_text (layout));

  for (int i = 1; i < pango_layout_get_line_count (layout); i++)
    if (pango_layout_get_line_readonly (layout, i)->start_index == at)
      return TRUE;
  return FALSE;
}

/* In all widths, so that each line ends everywhere once.
 * Returns: whether a line ever broke before @piece */
static gboolean
ever_breaks (const char *text, const char *piece)
{
  PangoContext *context = new_context ();
  gboolean broken = FALSE;

  for (int width = 60; width < 300; width += 3)
    {
      PangoLayout *layout = kaitsu_fonts_new_layout (context, KAITSU_STYLE_BODY, width, text);

      broken |= breaks_at (layout, strstr (pango_layout_get_text (layout), piece));
      g_object_unref (layout);
    }
  g_object_unref (context);
  return broken;
}

static void
test_names (void)
{
  g_assert_false (ever_breaks ("機種の名前は「HOME-UNIT4L Pro」です。", "UNIT4L"));
  g_assert_true (ever_breaks ("機種の名前は「HOME-UNIT4L Pro」です。", "Pro"));
  g_assert_false (ever_breaks ("Leave the Wi-Fi as it is now.", "Fi"));
  g_assert_false (ever_breaks ("Phone 03-0000-0000, every day.", "0000-"));
}

/* A host's name may be longer than a line. */
static void
test_long_names_break (void)
{
  g_assert_true (ever_breaks ("a-host-with-a-long-name.kaitsu-example.invalid", "long-"));
}

/* 〓 has as many bytes as an emoji has not. */
static void
test_unknown_characters (void)
{
  g_assert_false (ever_breaks ("\xf0\x9f\xa6\x8a\xf0\x9f\xa6\x8a\xf0\x9f\xa6\x8a HOME-UNIT4L Pro",
                               "UNIT4L"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/breaks/names", test_names);
  g_test_add_func ("/breaks/long-names-break", test_long_names_break);
  g_test_add_func ("/breaks/unknown-characters", test_unknown_characters);
  return g_test_run ();
}
