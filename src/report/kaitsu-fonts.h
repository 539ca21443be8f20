/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>
#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * KaitsuStyle: the few kinds of type that a report is set in.
 */
typedef enum
{
  KAITSU_STYLE_TITLE,
  KAITSU_STYLE_VERDICT,
  KAITSU_STYLE_SYMBOL,
  KAITSU_STYLE_HEADING,
  KAITSU_STYLE_SUBHEADING,
  KAITSU_STYLE_BODY,
  KAITSU_STYLE_STRONG,
  KAITSU_STYLE_SMALL,
  KAITSU_STYLE_SMALL_STRONG,
  KAITSU_STYLE_TINY,
} KaitsuStyle;

PangoContext *kaitsu_fonts_new_context (GError **error);
double kaitsu_fonts_get_em (PangoContext *context);
PangoLayout *
kaitsu_fonts_new_layout (PangoContext *context, KaitsuStyle style, double width, const char *text);

G_END_DECLS
