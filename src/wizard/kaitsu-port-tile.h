/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuPortTile: a port while the run goes on: its name, what it is for,
 * and its light, which switches by itself.
 */
#define KAITSU_TYPE_PORT_TILE (kaitsu_port_tile_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPortTile, kaitsu_port_tile, KAITSU, PORT_TILE, GtkWidget)

GtkWidget *kaitsu_port_tile_new (KaitsuResult *result, KaitsuPortResult *port);

G_END_DECLS
