/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GListModel *kaitsu_gradual_new (GtkWidget *widget, GListModel *model);

G_END_DECLS
