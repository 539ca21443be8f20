/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Small files in $XDG_CONFIG_HOME/kaitsu that the program writes for itself. */
GKeyFile *kaitsu_key_file_load (const char *name);
gboolean kaitsu_key_file_save (GKeyFile *file, const char *name, GError **error);

G_END_DECLS
