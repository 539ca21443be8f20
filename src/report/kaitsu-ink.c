/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-ink.h"

/* A print is dark enough to stay whole, pale enough to vanish, when a fax
 * machine has only black and white. */
static const guint32 inks[KAITSU_N_PALETTES][KAITSU_N_INKS] = {
  [KAITSU_PALETTE_PRINT] = { 0x1b1d21, 0x3f444c, 0x9aa0a8, 0xf5f6f8, 0xffffff, 0x0a5a30, 0xeef7f1,
                             0x624700, 0xfff7e0, 0x8f0f17, 0xfdf1f0 },
  [KAITSU_PALETTE_LIGHT] = { 0x1a2330, 0x4d5968, 0x727f92, 0xe9edf2, 0xffffff, 0x0b5f33, 0xe3f5ea,
                             0x6b4e00, 0xfff4d6, 0xa3121a, 0xfdeaea },
  [KAITSU_PALETTE_DARK] = { 0xe8edf3, 0xaab5c3, 0x7d8aa0, 0x29323e, 0x1d242e, 0x7fe3a8, 0x12331f,
                            0xffd479, 0x3b2f0a, 0xffa8a8, 0x431518 },
  [KAITSU_PALETTE_HC_LIGHT] = { 0x000000, 0x1c1c1c, 0x000000, 0xffffff, 0xffffff, 0x003a1a,
                                0xffffff, 0x4a3500, 0xffffff, 0x7d0008, 0xffffff },
  [KAITSU_PALETTE_HC_DARK] = { 0xffffff, 0xe6e6e6, 0xffffff, 0x000000, 0x000000, 0x8ff0b6, 0x000000,
                               0xffe08f, 0x000000, 0xffb9b9, 0x000000 },
};

/**
 * kaitsu_ink_get_rgb:
 * @ink: a colour
 * @palette: what is drawn on
 *
 * Returns: the colour as 0xRRGGBB
 */
guint32
kaitsu_ink_get_rgb (KaitsuInk ink, KaitsuPalette palette)
{
  g_return_val_if_fail (ink < KAITSU_N_INKS && palette < KAITSU_N_PALETTES, 0);

  return inks[palette][ink];
}

/**
 * kaitsu_ink_use:
 * @ink: a colour
 * @palette: what is drawn on
 * @cr: where to draw with it from now on
 */
void
kaitsu_ink_use (KaitsuInk ink, KaitsuPalette palette, cairo_t *cr)
{
  const guint32 rgb = kaitsu_ink_get_rgb (ink, palette);

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
