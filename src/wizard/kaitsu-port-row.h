/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuPortRow: a port of a result: light, port, what it is for, what
 * breaks; opened, why we think so, what was seen, who stops it and what to
 * do. Property: "open".
 */
#define KAITSU_TYPE_PORT_ROW (kaitsu_port_row_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPortRow, kaitsu_port_row, KAITSU, PORT_ROW, GtkListBoxRow)

GtkWidget *kaitsu_port_row_new (KaitsuResult *result, KaitsuPortResult *port);
KaitsuPortResult *kaitsu_port_row_get_port (KaitsuPortRow *self);
gboolean kaitsu_port_row_get_open (KaitsuPortRow *self);
void kaitsu_port_row_set_open (KaitsuPortRow *self, gboolean open);
/* lights and ports of all rows in two straight columns */
void kaitsu_port_row_align (KaitsuPortRow *self, GtkSizeGroup *lights, GtkSizeGroup *ports);

G_END_DECLS
