/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-block.h"

#include <pango/pangocairo.h>

typedef enum
{
  ITEM_TEXT,
  ITEM_FILL,
  ITEM_FRAME,
  ITEM_LINE,
  ITEM_DASHES,
} ItemKind;

typedef struct
{
  ItemKind kind;
  double x;
  double y;
  double width;
  double height;
  double thickness;
  KaitsuInk ink;
  const char *tag;
  PangoLayout *layout;
} Item;

static void
item_clear (gpointer data)
{
  Item *item = data;

  g_clear_object (&item->layout);
}

/**
 * kaitsu_block_new:
 *
 * Returns: (transfer full): an empty block without a height
 */
KaitsuBlock *
kaitsu_block_new (void)
{
  KaitsuBlock *self = g_new0 (KaitsuBlock, 1);

  self->items = g_array_new (FALSE, TRUE, sizeof (Item));
  g_array_set_clear_func (self->items, item_clear);
  return self;
}

/**
 * kaitsu_block_free:
 * @self: (transfer full): a block
 */
void
kaitsu_block_free (KaitsuBlock *self)
{
  g_array_unref (self->items);
  g_free (self->outline);
  g_free (self);
}

/**
 * kaitsu_block_add_text:
 * @self: a block
 * @x: left edge
 * @y: upper edge
 * @ink: colour
 * @tag: (nullable): static name of its own structure element inside that of
 *   the block, "TD"
 * @layout: (transfer full): the text
 */
void
kaitsu_block_add_text (
    KaitsuBlock *self, double x, double y, KaitsuInk ink, const char *tag, PangoLayout *layout)
{
  Item item = { .kind = ITEM_TEXT, .x = x, .y = y, .ink = ink, .tag = tag, .layout = layout };

  g_array_append_val (self->items, item);
}

/**
 * kaitsu_block_add_fill:
 * @self: a block
 * @x: left edge
 * @y: upper edge
 * @width: its width
 * @height: its height
 * @ink: colour
 *
 * Adds a filled rectangle; what is added later lies over it.
 */
void
kaitsu_block_add_fill (
    KaitsuBlock *self, double x, double y, double width, double height, KaitsuInk ink)
{
  Item item = { .kind = ITEM_FILL, .x = x, .y = y, .width = width, .height = height, .ink = ink };

  g_array_append_val (self->items, item);
}

/**
 * kaitsu_block_add_frame:
 * @self: a block
 * @x: left edge
 * @y: upper edge
 * @width: its width
 * @height: its height
 * @thickness: of the line, which lies inside
 * @ink: colour
 *
 * Adds the outline of a rectangle.
 */
void
kaitsu_block_add_frame (KaitsuBlock *self,
                        double x,
                        double y,
                        double width,
                        double height,
                        double thickness,
                        KaitsuInk ink)
{
  Item item = { .kind = ITEM_FRAME,
                .x = x,
                .y = y,
                .width = width,
                .height = height,
                .thickness = thickness,
                .ink = ink };

  g_array_append_val (self->items, item);
}

static void
add_line (KaitsuBlock *self,
          ItemKind kind,
          double x,
          double y,
          double length,
          double thickness,
          KaitsuInk ink)
{
  Item item = { .kind = kind, .x = x, .y = y, .width = length, .thickness = thickness, .ink = ink };

  g_array_append_val (self->items, item);
}

/**
 * kaitsu_block_add_line:
 * @self: a block
 * @x: left end
 * @y: height of its middle
 * @length: its length
 * @thickness: its thickness
 * @ink: colour
 *
 * Adds a horizontal line.
 */
void
kaitsu_block_add_line (
    KaitsuBlock *self, double x, double y, double length, double thickness, KaitsuInk ink)
{
  add_line (self, ITEM_LINE, x, y, length, thickness, ink);
}

/**
 * kaitsu_block_add_dashes:
 * @self: a block
 * @x: left end
 * @y: height of its middle
 * @length: its length
 * @thickness: its thickness
 * @ink: colour
 *
 * Adds a broken horizontal line.
 */
void
kaitsu_block_add_dashes (
    KaitsuBlock *self, double x, double y, double length, double thickness, KaitsuInk ink)
{
  add_line (self, ITEM_DASHES, x, y, length, thickness, ink);
}

static void
draw_text (const Item *item, cairo_t *cr)
{
  if (item->tag != NULL)
    cairo_tag_begin (cr, item->tag, NULL);
  cairo_move_to (cr, item->x, item->y);
  pango_cairo_show_layout (cr, item->layout);
  if (item->tag != NULL)
    cairo_tag_end (cr, item->tag);
}

static void
draw_line (const Item *item, cairo_t *cr)
{
  static const double pattern[] = { 3.0, 3.0 };

  cairo_set_line_width (cr, item->thickness);
  cairo_set_dash (cr, pattern, item->kind == ITEM_DASHES ? 2 : 0, 0.0);
  cairo_move_to (cr, item->x, item->y);
  cairo_line_to (cr, item->x + item->width, item->y);
  cairo_stroke (cr);
}

static void
draw_item (const Item *item, cairo_t *cr)
{
  const double half = item->thickness / 2.0;

  kaitsu_ink_use (item->ink, cr);
  switch (item->kind)
    {
    case ITEM_TEXT:
      draw_text (item, cr);
      break;
    case ITEM_FILL:
      cairo_rectangle (cr, item->x, item->y, item->width, item->height);
      cairo_fill (cr);
      break;
    case ITEM_FRAME:
      cairo_set_line_width (cr, item->thickness);
      cairo_set_dash (cr, NULL, 0, 0.0);
      cairo_rectangle (cr, item->x + half, item->y + half, item->width - 2 * half,
                       item->height - 2 * half);
      cairo_stroke (cr);
      break;
    case ITEM_LINE:
    case ITEM_DASHES:
      draw_line (item, cr);
      break;
    }
}

/**
 * kaitsu_block_draw:
 * @self: a block
 * @cr: where to draw it
 * @x: where its left edge goes
 * @y: where its upper edge goes
 */
void
kaitsu_block_draw (const KaitsuBlock *self, cairo_t *cr, double x, double y)
{
  const char *tag = self->table != 0 ? "TR" : self->tag;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  if (tag != NULL)
    cairo_tag_begin (cr, tag, NULL);
  for (guint i = 0; i < self->items->len; i++)
    draw_item (&g_array_index (self->items, Item, i), cr);
  if (tag != NULL)
    cairo_tag_end (cr, tag);
  cairo_restore (cr);
}
