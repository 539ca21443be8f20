/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-ink.h"

/* Dark enough to stay whole, pale enough to vanish, when a fax machine has
 * only black and white. */
static const guint inks[] = {
  [KAITSU_INK_TEXT] = 0x1b1d21,        [KAITSU_INK_SOFT] = 0x3f444c,
  [KAITSU_INK_RULE] = 0x9aa0a8,        [KAITSU_INK_SHADE] = 0xf5f6f8,
  [KAITSU_INK_PAPER] = 0xffffff,       [KAITSU_INK_GREEN] = 0x0a5a30,
  [KAITSU_INK_GREEN_TINT] = 0xeef7f1,  [KAITSU_INK_YELLOW] = 0x624700,
  [KAITSU_INK_YELLOW_TINT] = 0xfff7e0, [KAITSU_INK_RED] = 0x8f0f17,
  [KAITSU_INK_RED_TINT] = 0xfdf1f0,
};

/**
 * kaitsu_ink_use:
 * @ink: a colour
 * @cr: where to draw with it from now on
 */
void
kaitsu_ink_use (KaitsuInk ink, cairo_t *cr)
{
  guint rgb = inks[ink];

  cairo_set_source_rgb (cr, (rgb >> 16) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
}

/**
 * kaitsu_ink_of_light:
 * @light: a light
 *
 * Returns: the dark colour of its shape and words
 */
KaitsuInk
kaitsu_ink_of_light (KaitsuLight light)
{
  switch (light)
    {
    case KAITSU_LIGHT_GREEN:
      return KAITSU_INK_GREEN;
    case KAITSU_LIGHT_YELLOW:
      return KAITSU_INK_YELLOW;
    case KAITSU_LIGHT_RED:
      return KAITSU_INK_RED;
    case KAITSU_LIGHT_NONE:
      return KAITSU_INK_SOFT;
    }
  return KAITSU_INK_SOFT;
}

/**
 * kaitsu_ink_tint_of_light:
 * @light: a light
 *
 * Returns: the pale colour behind it
 */
KaitsuInk
kaitsu_ink_tint_of_light (KaitsuLight light)
{
  switch (light)
    {
    case KAITSU_LIGHT_GREEN:
      return KAITSU_INK_GREEN_TINT;
    case KAITSU_LIGHT_YELLOW:
      return KAITSU_INK_YELLOW_TINT;
    case KAITSU_LIGHT_RED:
      return KAITSU_INK_RED_TINT;
    case KAITSU_LIGHT_NONE:
      return KAITSU_INK_SHADE;
    }
  return KAITSU_INK_SHADE;
}

/**
 * kaitsu_ink_light_of_verdict:
 * @verdict: a verdict
 *
 * Returns: the light that its banner is drawn as
 */
KaitsuLight
kaitsu_ink_light_of_verdict (KaitsuVerdict verdict)
{
  switch (verdict)
    {
    case KAITSU_VERDICT_USABLE:
      return KAITSU_LIGHT_GREEN;
    case KAITSU_VERDICT_NOT_USABLE:
      return KAITSU_LIGHT_RED;
    case KAITSU_VERDICT_UNCONFIRMED:
      return KAITSU_LIGHT_YELLOW;
    case KAITSU_VERDICT_OFFLINE:
    case KAITSU_VERDICT_STOPPED:
      return KAITSU_LIGHT_NONE;
    }
  return KAITSU_LIGHT_NONE;
}
