/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-flow.h"

G_BEGIN_DECLS

/**
 * KaitsuInhibitor: asks the session not to log out and not to sleep while a
 * check is running: a PC that falls asleep would look like a line that is
 * down. Asks for nothing else, and takes it back when the check ends or the
 * object goes.
 */
#define KAITSU_TYPE_INHIBITOR (kaitsu_inhibitor_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuInhibitor, kaitsu_inhibitor, KAITSU, INHIBITOR, GObject)

/* @window: shown on a screen that asks whether to log out nevertheless; the
 * inhibitor keeps no reference, and belongs to it */
KaitsuInhibitor *kaitsu_inhibitor_new (GtkApplication *application,
                                       GtkWindow *window,
                                       KaitsuFlow *flow);

G_END_DECLS
