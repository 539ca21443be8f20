/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KaitsuClamp: one child, centred and never wider than lines stay readable.
 * The limit is counted in ems of the widget's own font, so that it grows with
 * the text. GTK without libadwaita has nothing for this. Property: "child".
 */
#define KAITSU_TYPE_CLAMP (kaitsu_clamp_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuClamp, kaitsu_clamp, KAITSU, CLAMP, GtkWidget)

/* @child: (nullable) */
/* (nullable) */
GtkWidget *kaitsu_clamp_get_child (KaitsuClamp *self);
void kaitsu_clamp_set_child (KaitsuClamp *self, GtkWidget *child);

G_END_DECLS
