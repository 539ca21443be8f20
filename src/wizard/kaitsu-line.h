/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KaitsuLine: its children side by side, as in a horizontal GtkBox, where one
 * of them is text that may break. A GtkBox looks for the narrowest width in
 * which each text still has the height of the box, and lays every text out
 * dozens of times for it; this one only asks how high a text is in the width
 * that it gets.
 *
 * Property "gap": between two children, in em.
 * Property "stacks": one below the other where they do not all get the width
 * that they like.
 */
#define KAITSU_TYPE_LINE (kaitsu_line_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuLine, kaitsu_line, KAITSU, LINE, GtkWidget)

GtkWidget *kaitsu_line_new (double gap);
void kaitsu_line_append (KaitsuLine *self, GtkWidget *child);

G_END_DECLS
