/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KaitsuJsonScan: where and why a text is no JSON document.
 * @line: counted from 1
 * @reason: (nullable): a sentence in the current language, %NULL if there is
 *   no fault
 */
typedef struct {
  guint line;
  const char *reason;
} KaitsuJsonScan;

KaitsuJsonScan kaitsu_json_scan (const char *bytes, gsize length, guint max_depth);

G_END_DECLS
