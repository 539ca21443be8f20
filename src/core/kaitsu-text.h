/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kaitsu_text_clean (const char *bytes, gssize length, gsize max_chars);
char *kaitsu_text_clean_lines (const char *text, gsize max_chars);

G_END_DECLS
