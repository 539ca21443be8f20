/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-fonts.h"

#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "kaitsu-breaks.h"
#include "kaitsu-own-font.h"
#include "kaitsu-report.h"

/* Our own first; the others for a character that it lacks, in a name for
 * instance. They are named one by one: "sans-serif" alone may be a Chinese
 * font even for Japanese text. TrueType ones come first, because cairo embeds
 * a few dozen kilobytes of them and almost a megabyte of an OpenType-CFF one. */
#define FAMILIES KAITSU_OWN_FONT ",BIZ UDPGothic,IPAexGothic,Noto Sans CJK JP,sans-serif"

/* Hiragana, katakana, kanji of both levels, punctuation and the shapes of the
 * lights: a font that has these can show the report. */
#define SPECIMEN "あぱんアヴー、。「」『』：（）通信断鬱濡〓●×▲－→■・"

#define LINE_SPACING 1.32f

/* The size of plain text in a report, in points. */
#define BODY 9.5

/* Sizes are those of a report; elsewhere they are in the same proportion to
 * the size of plain text. */
static const struct
{
  double points;
  PangoWeight weight;
} styles[] = {
  [KAITSU_STYLE_TITLE] = { 19, PANGO_WEIGHT_BOLD },
  [KAITSU_STYLE_VERDICT] = { 17.5, PANGO_WEIGHT_BOLD },
  [KAITSU_STYLE_SYMBOL] = { 30, PANGO_WEIGHT_BOLD },
  [KAITSU_STYLE_HEADING] = { 12, PANGO_WEIGHT_BOLD },
  [KAITSU_STYLE_SUBHEADING] = { 10, PANGO_WEIGHT_BOLD },
  [KAITSU_STYLE_BODY] = { BODY, PANGO_WEIGHT_NORMAL },
  [KAITSU_STYLE_STRONG] = { BODY, PANGO_WEIGHT_BOLD },
  [KAITSU_STYLE_SMALL] = { 8.2, PANGO_WEIGHT_NORMAL },
  [KAITSU_STYLE_SMALL_STRONG] = { 8.2, PANGO_WEIGHT_BOLD },
  [KAITSU_STYLE_TINY] = { 7.3, PANGO_WEIGHT_NORMAL },
};

/* FreeType fonts wherever cairo has them, so that every desktop embeds the
 * same way. What it has found stays: the next report has the same fonts. */
static PangoFontMap *
get_font_map (void)
{
  static PangoFontMap *map = NULL;

  if (map == NULL)
    map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
  if (map == NULL)
    map = pango_cairo_font_map_new ();
  return map;
}

static PangoContext *
new_context (PangoFontMap *map)
{
  PangoContext *context = pango_font_map_create_context (map);
  g_autoptr (PangoFontDescription) fonts = pango_font_description_from_string (FAMILIES);
  cairo_font_options_t *options = cairo_font_options_create ();

  pango_font_description_set_size (fonts, (int) (BODY * PANGO_SCALE));
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  /* Also for English: a customer's name is Japanese, not Chinese. */
  pango_context_set_language (context, pango_language_from_string ("ja"));
  pango_context_set_font_description (context, fonts);
  return context;
}

/* Without this check the PDF would be written, with a box for every letter. */
static gboolean
can_show_japanese (PangoFontMap *map, PangoContext *context)
{
  g_autofree PangoFontFamily **families = NULL;
  int n = 0;

  /* Pango cannot lay out anything at all without fonts. */
  pango_font_map_list_families (map, &families, &n);
  if (n == 0)
    return FALSE;

  PangoLayout *layout = pango_layout_new (context);
  pango_layout_set_text (layout, SPECIMEN, -1);

  gboolean complete = pango_layout_get_unknown_glyphs_count (layout) == 0;
  g_object_unref (layout);
  return complete;
}

/**
 * kaitsu_fonts_new_context:
 * @error: set to %KAITSU_REPORT_ERROR_NO_FONT
 *
 * Finds fonts and checks that they can show Japanese. One unit of the context
 * is a point; nothing is hinted, so that a page looks, and its file is, the
 * same everywhere. To be called from one thread only.
 *
 * Returns: (transfer full) (nullable): a context to lay text out with
 */
PangoContext *
kaitsu_fonts_new_context (GError **error)
{
  kaitsu_own_font_load ();

  PangoFontMap *map = get_font_map ();
  PangoContext *context;

  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (map), 72.0);

  context = new_context (map);
  gboolean usable = can_show_japanese (map, context);
  if (usable)
    return context;

  g_set_error_literal (error, KAITSU_REPORT_ERROR, KAITSU_REPORT_ERROR_NO_FONT,
                       _ ("This PC has no font that can show Japanese, so the PDF cannot be "
                          "made. Save the text report instead."));
  g_object_unref (context);
  return NULL;
}

/* The text with "〓" for every character that no font has. */
static char *
replace_unknown (PangoLayout *layout)
{
  const char *text = pango_layout_get_text (layout);
  g_autofree gboolean *unknown = g_new0 (gboolean, strlen (text) + 1);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  g_autoptr (GString) out = g_string_new (NULL);

  do
    {
      PangoLayoutRun *run = pango_layout_iter_get_run_readonly (iter);

      for (int i = 0; run != NULL && i < run->glyphs->num_glyphs; i++)
        {
          if (run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
            unknown[run->item->offset + run->glyphs->log_clusters[i]] = TRUE;
        }
    }
  while (pango_layout_iter_next_run (iter));
  pango_layout_iter_free (iter);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (unknown[p - text])
        g_string_append (out, "〓");
      else
        g_string_append_len (out, p, g_utf8_next_char (p) - p);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
set_text (PangoLayout *layout, const char *text)
{
  g_autoptr (PangoAttrList) breaks = kaitsu_breaks_new (text);

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_attributes (layout, breaks);
}

/**
 * kaitsu_fonts_get_em:
 * @context: of kaitsu_fonts_new_context(), or of a widget
 *
 * Returns: the size of plain text in the units that are drawn in: points on
 *   paper, pixels in a window; lengths that go with text are measured in it
 */
double
kaitsu_fonts_get_em (PangoContext *context)
{
  const PangoFontDescription *font = pango_context_get_font_description (context);
  const double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  double resolution = pango_cairo_context_get_resolution (context);

  if (size <= 0)
    return BODY;
  if (pango_font_description_get_size_is_absolute (font))
    return size;
  if (resolution <= 0)
    resolution = pango_cairo_font_map_get_resolution (
        PANGO_CAIRO_FONT_MAP (pango_context_get_font_map (context)));
  return size * resolution / 72.0;
}

/**
 * kaitsu_fonts_new_layout:
 * @context: of kaitsu_fonts_new_context(), or of a widget
 * @style: what kind of text it is
 * @width: what it may take; lines break between words or, if need be, within
 * @text: clean text; never taken for markup
 *
 * A character that no font has (an emoji in a memo) shows as "〓".
 *
 * Returns: (transfer full): the text, laid out from left to right
 */
PangoLayout *
kaitsu_fonts_new_layout (PangoContext *context, KaitsuStyle style, double width, const char *text)
{
  PangoLayout *layout = pango_layout_new (context);
  g_autoptr (PangoFontDescription)
      font = pango_font_description_copy (pango_context_get_font_description (context));

  pango_font_description_set_absolute_size (font, kaitsu_fonts_get_em (context)
                                                      * styles[style].points / BODY * PANGO_SCALE);
  pango_font_description_set_weight (font, styles[style].weight);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_line_spacing (layout, LINE_SPACING);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  set_text (layout, text);
  if (pango_layout_get_unknown_glyphs_count (layout) > 0)
    {
      g_autofree char *known = replace_unknown (layout);

      set_text (layout, known);
    }
  return layout;
}
