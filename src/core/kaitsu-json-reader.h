/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-json-load.h"

G_BEGIN_DECLS

/**
 * KaitsuJsonReader: walks a JSON document that came from outside and keeps
 * the place. The first fault sticks; after it every getter returns its
 * fallback and nothing more is reported, so that callers read straight
 * through and ask once at the end with kaitsu_json_reader_finish().
 */
typedef struct _KaitsuJsonReader KaitsuJsonReader;

KaitsuJsonReader *kaitsu_json_reader_new (const char *file_name, JsonNode *root);
void kaitsu_json_reader_free (KaitsuJsonReader *self);
gboolean kaitsu_json_reader_finish (KaitsuJsonReader *self, GError **error);
gboolean kaitsu_json_reader_failed (KaitsuJsonReader *self);
void kaitsu_json_reader_fail (KaitsuJsonReader *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void kaitsu_json_reader_fail_member (KaitsuJsonReader *self, const char *name, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

void kaitsu_json_reader_allow_only (KaitsuJsonReader *self, const char *const *names);
gboolean kaitsu_json_reader_has (KaitsuJsonReader *self, const char *name);
gboolean kaitsu_json_reader_holds_string (KaitsuJsonReader *self, const char *name);
gboolean kaitsu_json_reader_enter (KaitsuJsonReader *self, const char *name);
gboolean kaitsu_json_reader_enter_optional (KaitsuJsonReader *self, const char *name);
guint kaitsu_json_reader_enter_array (KaitsuJsonReader *self, const char *name, guint max_elements);
gboolean kaitsu_json_reader_enter_element (KaitsuJsonReader *self, guint index);
void kaitsu_json_reader_leave (KaitsuJsonReader *self);

char *kaitsu_json_reader_dup_string (KaitsuJsonReader *self, const char *name, gsize max_chars);
char *kaitsu_json_reader_dup_optional_string (KaitsuJsonReader *self,
                                              const char *name,
                                              gsize max_chars);
char *kaitsu_json_reader_dup_element_string (KaitsuJsonReader *self, guint index, gsize max_chars);
gint64 kaitsu_json_reader_get_int (KaitsuJsonReader *self,
                                   const char *name,
                                   gint64 min,
                                   gint64 max,
                                   gint64 fallback);
gint64 kaitsu_json_reader_get_element_int (KaitsuJsonReader *self,
                                           guint index,
                                           gint64 min,
                                           gint64 max,
                                           gint64 fallback);
double kaitsu_json_reader_get_double (KaitsuJsonReader *self, const char *name, double fallback);
gboolean kaitsu_json_reader_get_boolean (KaitsuJsonReader *self, const char *name, gboolean fallback);
int kaitsu_json_reader_get_nick (KaitsuJsonReader *self, const char *name, GType enum_type);
int kaitsu_json_reader_get_optional_nick (KaitsuJsonReader *self,
                                          const char *name,
                                          GType enum_type,
                                          int fallback);
int kaitsu_json_reader_get_element_nick (KaitsuJsonReader *self, guint index, GType enum_type);
GDateTime *kaitsu_json_reader_dup_time (KaitsuJsonReader *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuJsonReader, kaitsu_json_reader_free)

G_END_DECLS
