/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <cairo.h>

#include "kaitsu-words.h"

G_BEGIN_DECLS

/**
 * KaitsuPalette: what is drawn on. The window's are those of ui/palette-*.conf;
 * a PRINT is still whole as a fax, with black and white alone.
 */
typedef enum
{
  KAITSU_PALETTE_PRINT,
  KAITSU_PALETTE_LIGHT,
  KAITSU_PALETTE_DARK,
  KAITSU_PALETTE_HC_LIGHT,
  KAITSU_PALETTE_HC_DARK,
  KAITSU_N_PALETTES,
} KaitsuPalette;

/**
 * KaitsuInk: the colours of a report and of its pictures. Each still tells
 * apart from the paper as a grey; no meaning is carried by a colour alone.
 * The paper itself is nowhere painted.
 */
typedef enum
{
  KAITSU_INK_TEXT,
  KAITSU_INK_SOFT,
  KAITSU_INK_RULE,
  KAITSU_INK_SHADE,
  KAITSU_INK_PAPER,
  KAITSU_INK_GREEN,
  KAITSU_INK_GREEN_TINT,
  KAITSU_INK_YELLOW,
  KAITSU_INK_YELLOW_TINT,
  KAITSU_INK_RED,
  KAITSU_INK_RED_TINT,
  KAITSU_N_INKS,
} KaitsuInk;

guint32 kaitsu_ink_get_rgb (KaitsuInk ink, KaitsuPalette palette);
void kaitsu_ink_use (KaitsuInk ink, KaitsuPalette palette, cairo_t *cr);
KaitsuInk kaitsu_ink_of_light (KaitsuLight light);
KaitsuInk kaitsu_ink_tint_of_light (KaitsuLight light);
KaitsuLight kaitsu_ink_light_of_verdict (KaitsuVerdict verdict);

G_END_DECLS
