/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuPathView: the way from this PC to the other side, the same drawing as
 * in the PDF. To a screen reader it is an image whose name says all of it.
 * Its ground must be that of a card.
 */
#define KAITSU_TYPE_PATH_VIEW (kaitsu_path_view_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPathView, kaitsu_path_view, KAITSU, PATH_VIEW, GtkWidget)

/* What is known of @result now; call again when more is. With @places_only,
 * what becomes of the ports is left out: while it still changes. */
void kaitsu_path_view_show (KaitsuPathView *self, KaitsuResult *result, gboolean places_only);

G_END_DECLS
