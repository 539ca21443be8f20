/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *kaitsu_text_label_new (const char *text, const char *style);
void kaitsu_text_label_adopt (GtkWidget *root);

G_END_DECLS
