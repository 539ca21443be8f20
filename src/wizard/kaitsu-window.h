/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-flow.h"
#include "kaitsu-report-page.h"

G_BEGIN_DECLS

/**
 * KaitsuWindow: one customer's way through the five steps. It shows what the
 * flow says; its actions ("win.next", "win.back", "win.stop", "win.again", "win.result",
 * "win.escape", "win.save-pdf", "win.save-text", "win.print", "win.copy",
 * "win.practice", "win.help") tell the flow what the customer wants.
 *
 * Properties: "flow" (construct only).
 */
#define KAITSU_TYPE_WINDOW (kaitsu_window_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuWindow, kaitsu_window, KAITSU, WINDOW, GtkApplicationWindow)

/* @application: (nullable) */
GtkWidget *kaitsu_window_new (GtkApplication *application, KaitsuFlow *flow);
KaitsuFlow *kaitsu_window_get_flow (KaitsuWindow *self);
/* the page that is shown */
GtkWidget *kaitsu_window_get_page (KaitsuWindow *self);
KaitsuReportPage *kaitsu_window_get_report_page (KaitsuWindow *self);

/* Shows a saved result; says so if it cannot be opened, or not now. */
void kaitsu_window_open_file (KaitsuWindow *self, GFile *file);

G_END_DECLS
