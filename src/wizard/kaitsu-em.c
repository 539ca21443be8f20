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

/**
 * kaitsu_em_size_window:
 * @window: a window that is not shown yet
 * @parent: the one in front of which it will be
 * @width: how wide it should be, in times the size of the text of @parent
 * @height: how high
 *
 * Larger text gets a larger window, but none that is larger than @parent: that
 * one has found its place on the screen.
 */
void
kaitsu_em_size_window (GtkWindow *window, GtkWindow *parent, double width, double height)
{
  GtkWidget *measure = GTK_WIDGET (parent);

  gtk_window_set_default_size (
      window, MIN (kaitsu_em_to_pixels (measure, width), gtk_widget_get_width (measure)),
      MIN (kaitsu_em_to_pixels (measure, height), gtk_widget_get_height (measure)));
}
