/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

#include "kaitsu-port.h"

G_BEGIN_DECLS

/* Small pieces of language: lists, times and numbers, in the current
 * language. Nothing here depends on the locale's numbers or on the clock. */

void kaitsu_wording_add_sentence (GString *text, const char *sentence);
char *kaitsu_wording_alternatives (GPtrArray *words);
char *kaitsu_wording_ports (GPtrArray *port_results);
char *kaitsu_wording_milliseconds (gint64 microseconds);
char *kaitsu_wording_milliseconds_span (gint64 least, gint64 most);
char *kaitsu_wording_offset (gint64 microseconds);
char *kaitsu_wording_offset_span (gint64 first, gint64 last);
char *kaitsu_wording_minute (GDateTime *when);
char *kaitsu_wording_second (GDateTime *when);
char *kaitsu_wording_verdict (KaitsuVerdict verdict);
char *kaitsu_wording_field (const char *label, const char *value);

G_END_DECLS
