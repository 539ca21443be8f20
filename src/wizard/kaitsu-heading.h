/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KaitsuHeading: the heading of a page. It takes the focus when its page
 * comes up, so that a screen reader begins at the top; a GtkLabel cannot do
 * that without being selectable. It shows no ring, so Tab never leads to it.
 * Property: "label".
 */
#define KAITSU_TYPE_HEADING (kaitsu_heading_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuHeading, kaitsu_heading, KAITSU, HEADING, GtkWidget)

void kaitsu_heading_set_label (KaitsuHeading *self, const char *label);

G_END_DECLS
