/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @text so that lines of Japanese break between phrases only:
 * "電話を" "かけることが" "できません。" */
void kaitsu_phrases_set_label (GtkLabel *label, const char *text);
/* (transfer full): @text with U+200B between its phrases */
char *kaitsu_phrases_split (const char *text);

G_END_DECLS
