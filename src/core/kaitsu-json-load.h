/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <json-glib/json-glib.h>

#include "kaitsu-error.h"

G_BEGIN_DECLS

/* A catalogue has 20 KiB, the largest result 200 KiB. */
#define KAITSU_JSON_MAX_BYTES (4 * 1024 * 1024)
/* Results nest seven deep; the parser is recursive. */
#define KAITSU_JSON_MAX_DEPTH 32

GBytes *kaitsu_json_load_file (const char *path, GError **error);
JsonNode *kaitsu_json_parse (GBytes *bytes, const char *file_name, GError **error);
char *kaitsu_json_dup_shown_name (const char *file_name);

G_END_DECLS
