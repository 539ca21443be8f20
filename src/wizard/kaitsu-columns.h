/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KaitsuColumns: its children two by two, side by side and of the same size;
 * one below the other where the text is too large for that. A child that is
 * alone in its row gets all of it.
 */
#define KAITSU_TYPE_COLUMNS (kaitsu_columns_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuColumns, kaitsu_columns, KAITSU, COLUMNS, GtkWidget)

G_END_DECLS
