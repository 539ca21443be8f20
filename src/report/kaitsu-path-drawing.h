/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-block.h"
#include "kaitsu-path-picture.h"

G_BEGIN_DECLS

/*
 * One drawing for the window and for the PDF. In a GtkDrawingArea:
 *
 *   block = kaitsu_path_drawing_lay_out (picture, gtk_widget_get_pango_context (area), width);
 *   gtk_drawing_area_set_content_height (area, ceil (block->height));
 *   in the draw function: kaitsu_block_draw (block, palette, cr, 0, 0);
 *
 * Lay out again when the width, the font or the language changes; a palette
 * needs only another draw. For a screen reader, give the area
 * kaitsu_path_picture_dup_text() as its label.
 */

KaitsuBlock *
kaitsu_path_drawing_lay_out (const KaitsuPathPicture *picture, PangoContext *context, double width);

G_END_DECLS
