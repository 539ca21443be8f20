/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* gives the actions their keys */
void kaitsu_keys_install (GtkApplication *application);

/* (transfer floating): what each key does, to be read */
GtkWidget *kaitsu_keys_list_new (void);

G_END_DECLS
