/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KaitsuTraffic: a line along which a soft light travels while it is shown;
 * still where the desktop wants no animations. It says nothing that is not
 * said in words, so a screen reader does not see it.
 */
#define KAITSU_TYPE_TRAFFIC (kaitsu_traffic_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuTraffic, kaitsu_traffic, KAITSU, TRAFFIC, GtkWidget)

G_END_DECLS
