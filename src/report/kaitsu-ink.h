/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <cairo.h>

#include "kaitsu-words.h"

G_BEGIN_DECLS

/**
 * KaitsuInk: the colours of a report. Each still tells apart from the paper
 * as a grey; no meaning is carried by a colour alone.
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
} KaitsuInk;

void kaitsu_ink_use (KaitsuInk ink, cairo_t *cr);
KaitsuInk kaitsu_ink_of_light (KaitsuLight light);
KaitsuInk kaitsu_ink_tint_of_light (KaitsuLight light);
KaitsuLight kaitsu_ink_light_of_verdict (KaitsuVerdict verdict);

G_END_DECLS
