/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-json-reader.h"
#include "kaitsu-port.h"

G_BEGIN_DECLS

/*
 * Members that the catalogue and the list of targets have in common. Like the
 * reader's own getters: the first fault sticks.
 */

gboolean kaitsu_json_fields_check_format (KaitsuJsonReader *reader, const char *format, gint64 version);
char *kaitsu_json_fields_dup_id (KaitsuJsonReader *reader, const char *name);
char *kaitsu_json_fields_dup_line (KaitsuJsonReader *reader, const char *name, gsize max_chars);
KaitsuPort kaitsu_json_fields_get_port (KaitsuJsonReader *reader, const char *name);

G_END_DECLS
