/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

int kaitsu_em_to_pixels (GtkWidget *widget, double ems);
void kaitsu_em_size_window (GtkWindow *window, GtkWindow *parent, double width, double height);

G_END_DECLS
