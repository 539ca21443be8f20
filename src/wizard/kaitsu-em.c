/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-em.h"

/**
 * kaitsu_em_to_pixels:
 * @widget: a widget
 * @ems: how many times the size of its text
 *
 * Returns: that length in pixels; it grows with the text
 */
int
kaitsu_em_to_pixels (GtkWidget *widget, double ems)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);

  return (int) (ems * pango_font_description_get_size (font) / PANGO_SCALE);
}
