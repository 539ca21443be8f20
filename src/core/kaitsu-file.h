/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean kaitsu_file_replace (const char *path, GBytes *contents, GError **error);

G_END_DECLS
