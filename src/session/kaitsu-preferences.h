/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the customer chose in the menu, remembered in
 * $XDG_CONFIG_HOME/kaitsu/window.ini. */

/* (transfer none) (nullable): "ja" or "en"; NULL: follow the environment */
const char *kaitsu_preferences_get_language (void);
gboolean kaitsu_preferences_set_language (const char *language, GError **error);
/* percent: 100, 125, 150 or 200 */
guint kaitsu_preferences_get_text_size (void);
gboolean kaitsu_preferences_set_text_size (guint percent, GError **error);

G_END_DECLS
