/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <pango/pango.h>
#include <string.h>

#include "kaitsu-fonts.h"
#include "kaitsu-i18n.h"
#include "kaitsu-own-font.h"
#include "kaitsu-report.h"
#include "sample-results.h"

/* All of this runs with no-fonts.conf: on a PC without a single font. */

static char *
dup_checksum (SampleKind kind)
{
  g_autoptr (KaitsuResult) result = sample_new (kind);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = kaitsu_report_make_pdf (result, &error);

  g_assert_no_error (error);
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

/* Which fonts are installed does not matter, to the last byte. */
static void
test_same_everywhere (void)
{
  static const SampleKind kinds[] = { SAMPLE_OPEN, SAMPLE_ROUTER, SAMPLE_PROVIDER, SAMPLE_LONG };
  g_autofree char *none = g_strdup (g_getenv ("FONTCONFIG_FILE"));
  g_autoptr (GString) pattern = g_string_new ("*");

  if (g_test_subprocess ())
    {
      for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
        {
          g_autofree char *sum = dup_checksum (kinds[i]);
          g_print ("%s\n", sum);
        }
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *sum = dup_checksum (kinds[i]);
      g_string_append_printf (pattern, "%s\n*", sum);
    }
  g_unsetenv ("FONTCONFIG_FILE");
  g_test_trap_subprocess (NULL, 0, 0);
  g_setenv ("FONTCONFIG_FILE", none, TRUE);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout (pattern->str);
}

/* Every pair of bytes that Japanese Windows takes for a character. */
static char *
dup_all_of_cp932 (void)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint first = 0x81; first < 0xfd; first++)
    for (guint second = 0x40; second < 0xfd; second++)
      {
        const char pair[] = { (char) first, (char) second };
        g_autofree char *text = g_convert (pair, 2, "UTF-8", "CP932", NULL, NULL, NULL);

        if (text != NULL && second != 0x7f && g_unichar_type (g_utf8_get_char (text)) != G_UNICODE_PRIVATE_USE)
          g_string_append (all, text);
      }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* A character that no font has would have been replaced. */
static void
assert_same_characters (const char *shown, const char *wanted)
{
  while (*wanted != '\0')
    {
      if (g_utf8_get_char (shown) != g_utf8_get_char (wanted))
        g_error ("U+%04X is missing", g_utf8_get_char (wanted));
      shown = g_utf8_next_char (shown);
      wanted = g_utf8_next_char (wanted);
    }
}

static void
test_has_what_windows_has (void)
{
  g_autoptr (GError) error = NULL;
  PangoContext *context = kaitsu_fonts_new_context (&error);
  g_autofree char *all = dup_all_of_cp932 ();

  g_assert_no_error (error);
  g_assert_cmpint (g_utf8_strlen (all, -1), >, 7000);
  for (int style = KAITSU_STYLE_BODY; style <= KAITSU_STYLE_STRONG; style++)
    {
      PangoLayout *layout = kaitsu_fonts_new_layout (context, (KaitsuStyle) style, 400, all);

      assert_same_characters (pango_layout_get_text (layout), all);
      g_object_unref (layout);
    }
  g_object_unref (context);
}

/* Never a box: what no font has is seen to be missing. */
static void
test_marks_what_is_missing (void)
{
  PangoContext *context = kaitsu_fonts_new_context (NULL);
  PangoLayout *layout = kaitsu_fonts_new_layout (context, KAITSU_STYLE_BODY, 400,
                                                 "山田😀\u0E01商店");

  g_assert_cmpstr (pango_layout_get_text (layout), ==, "山田〓〓商店");
  g_assert_cmpint (pango_layout_get_unknown_glyphs_count (layout), ==, 0);
  g_object_unref (layout);
  g_object_unref (context);
}

/* Again and again: the font is there once, in both weights. */
static void
test_loads_once (void)
{
  PangoContext *context = kaitsu_fonts_new_context (NULL);
  g_autofree PangoFontFamily **families = NULL;
  g_autofree PangoFontFace **faces = NULL;
  int n = 0, real = 0;

  g_assert_true (kaitsu_own_font_load ());
  g_assert_true (kaitsu_own_font_load ());
  pango_font_map_list_families (pango_context_get_font_map (context), &families, &n);
  for (int i = 0; i < n && faces == NULL; i++)
    if (g_str_equal (pango_font_family_get_name (families[i]), KAITSU_OWN_FONT))
      pango_font_family_list_faces (families[i], &faces, &n);
  g_assert_nonnull (faces);
  for (int i = 0; i < n; i++)
    real += pango_font_face_is_synthesized (faces[i]) ? 0 : 1;
  g_assert_cmpint (real, ==, 2);
  g_object_unref (context);
}

int
main (int argc, char **argv)
{
  kaitsu_i18n_init ("ja");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/own-font/same-everywhere", test_same_everywhere);
  g_test_add_func ("/own-font/has-what-windows-has", test_has_what_windows_has);
  g_test_add_func ("/own-font/marks-what-is-missing", test_marks_what_is_missing);
  g_test_add_func ("/own-font/loads-once", test_loads_once);
  return g_test_run ();
}
