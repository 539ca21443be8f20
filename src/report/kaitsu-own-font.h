/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Family of the font that Kaitsu brings along: data/fonts/subset.py. */
#define KAITSU_OWN_FONT "Kaitsu UDPGothic"

gboolean kaitsu_own_font_load (void);

G_END_DECLS
