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
  ITEM_MARK,
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
  KaitsuLight light;
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

  self->scale = 1.0;
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
  g_free (self->link);
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

/**
 * kaitsu_block_add_mark:
 * @self: a block
 * @x: its middle
 * @y: its middle
 * @size: width and height
 * @light: whose shape: a disc, a cross, a triangle or a bar, as in
 *   kaitsu_light_symbol(), but of a size that no font decides
 * @ink: colour
 *
 * Adds the shape of a light.
 */
void
kaitsu_block_add_mark (
    KaitsuBlock *self, double x, double y, double size, KaitsuLight light, KaitsuInk ink)
{
  Item item = { .kind = ITEM_MARK, .x = x, .y = y, .width = size, .ink = ink, .light = light };

  g_array_append_val (self->items, item);
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
  const double pattern[] = { 2.4 * item->thickness, 2.0 * item->thickness };

  cairo_set_line_width (cr, item->thickness);
  cairo_set_dash (cr, pattern, item->kind == ITEM_DASHES ? 2 : 0, 0.0);
  cairo_move_to (cr, item->x, item->y);
  cairo_line_to (cr, item->x + item->width, item->y);
  cairo_stroke (cr);
}

/* The cross and the bar are strokes of a fifth of their size. */
static void
draw_mark (const Item *item, cairo_t *cr)
{
  const double half = item->width / 2;

  cairo_set_dash (cr, NULL, 0, 0.0);
  cairo_set_line_width (cr, item->width / 5);
  cairo_new_path (cr);
  switch (item->light)
    {
    case KAITSU_LIGHT_GREEN:
      cairo_arc (cr, item->x, item->y, half, 0, 2 * G_PI);
      cairo_fill (cr);
      break;
    case KAITSU_LIGHT_YELLOW:
      cairo_move_to (cr, item->x, item->y - half);
      cairo_line_to (cr, item->x + half, item->y + half * 0.8);
      cairo_line_to (cr, item->x - half, item->y + half * 0.8);
      cairo_fill (cr);
      break;
    case KAITSU_LIGHT_RED:
      cairo_move_to (cr, item->x - half, item->y - half);
      cairo_line_to (cr, item->x + half, item->y + half);
      cairo_move_to (cr, item->x - half, item->y + half);
      cairo_line_to (cr, item->x + half, item->y - half);
      cairo_stroke (cr);
      break;
    case KAITSU_LIGHT_NONE:
      cairo_move_to (cr, item->x - half, item->y);
      cairo_line_to (cr, item->x + half, item->y);
      cairo_stroke (cr);
      break;
    }
}

static void
draw_item (const Item *item, KaitsuPalette palette, cairo_t *cr)
{
  const double half = item->thickness / 2.0;

  kaitsu_ink_use (item->ink, palette, cr);
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
    case ITEM_MARK:
      draw_mark (item, cr);
      break;
    }
}

/**
 * kaitsu_block_draw:
 * @self: a block
 * @palette: what is drawn on
 * @cr: where to draw it
 * @x: where its left edge goes
 * @y: where its upper edge goes
 */
void
kaitsu_block_draw (
    const KaitsuBlock *self, KaitsuPalette palette, cairo_t *cr, double x, double y)
{
  const char *tag = self->table != 0 ? "TR" : self->tag;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, self->scale, self->scale);
  if (tag != NULL)
    cairo_tag_begin (cr, tag, NULL);
  for (guint i = 0; i < self->items->len; i++)
    draw_item (&g_array_index (self->items, Item, i), palette, cr);
  if (tag != NULL)
    cairo_tag_end (cr, tag);
  cairo_restore (cr);
}
