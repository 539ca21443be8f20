/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives every button with a mnemonic, from @root downwards, one clean name
 * for screen readers. Call it again after a button got another label. */
void kaitsu_names_clean_buttons (GtkWidget *root);

/* Gives a button, whose label says too little without what stands beside it,
 * a name of its own. */
void kaitsu_names_set (GtkWidget *button, const char *name);

G_END_DECLS
