/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KaitsuTheme: the look. Loads the style sheet and one of four palettes
 * (light, dark, each also in high contrast), and follows the desktop: its
 * GTK theme, and what the settings portal says about dark, which GTK before
 * 4.20 does not read by itself.
 *
 * Properties, notified: "text-size" (percent, 100..200).
 */
#define KAITSU_TYPE_THEME (kaitsu_theme_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuTheme, kaitsu_theme, KAITSU, THEME, GObject)

KaitsuTheme *kaitsu_theme_new (GdkDisplay *display);
void kaitsu_theme_set_text_size (KaitsuTheme *self, guint percent);
/* name of the palette in use: "light", "dark", "hc-light", "hc-dark" */
const char *kaitsu_theme_get_palette (KaitsuTheme *self);

G_END_DECLS
