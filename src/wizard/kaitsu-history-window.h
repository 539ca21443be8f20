/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-flow.h"

G_BEGIN_DECLS

/**
 * KaitsuHistoryWindow: the results that are kept: one can be opened, two
 * compared, any deleted and put back.
 */
#define KAITSU_TYPE_HISTORY_WINDOW (kaitsu_history_window_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuHistoryWindow, kaitsu_history_window, KAITSU, HISTORY_WINDOW, GtkWindow)

/* @flow: gets the result that is opened */
void kaitsu_history_window_present (GtkWindow *parent, KaitsuFlow *flow);

G_END_DECLS
