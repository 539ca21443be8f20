/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include "kaitsu-ink.h"

G_BEGIN_DECLS

/**
 * KaitsuBlock: a piece of a page that is never split: a heading, a paragraph,
 * a row of a table. Coordinates are points from its own top left corner.
 *
 * @height: how much of the page it takes
 * @space_before: left free above it, except at the top of a page
 * @scale: at which the page has it, 1 but where nothing else helped
 * @keep_with_next: never the last one on a page
 * @new_page: begins a page
 * @table: which table it is a row of, 0 for none
 * @header: whether it is that table's header, repeated on every page
 * @tag: (nullable): static name of its structure element (ISO 32000-1 section
 *   14.8.4), such as "P"; rows of a table are always "TR"
 * @outline: (nullable): its entry in the list of contents
 * @link: (nullable): the block with this entry is where a click on it leads
 */
typedef struct
{
  double height;
  double space_before;
  double scale;
  gboolean keep_with_next;
  gboolean new_page;
  guint table;
  gboolean header;
  const char *tag;
  char *outline;
  char *link;
  GArray *items;
} KaitsuBlock;

KaitsuBlock *kaitsu_block_new (void);
void kaitsu_block_free (KaitsuBlock *self);

void kaitsu_block_add_text (
    KaitsuBlock *self, double x, double y, KaitsuInk ink, const char *tag, PangoLayout *layout);
void kaitsu_block_add_fill (
    KaitsuBlock *self, double x, double y, double width, double height, KaitsuInk ink);
void kaitsu_block_add_frame (KaitsuBlock *self,
                             double x,
                             double y,
                             double width,
                             double height,
                             double thickness,
                             KaitsuInk ink);
void kaitsu_block_add_line (
    KaitsuBlock *self, double x, double y, double length, double thickness, KaitsuInk ink);
void kaitsu_block_add_dashes (
    KaitsuBlock *self, double x, double y, double length, double thickness, KaitsuInk ink);
void kaitsu_block_add_mark (
    KaitsuBlock *self, double x, double y, double size, KaitsuLight light, KaitsuInk ink);
void kaitsu_block_draw (
    const KaitsuBlock *self, KaitsuPalette palette, cairo_t *cr, double x, double y);

G_END_DECLS
