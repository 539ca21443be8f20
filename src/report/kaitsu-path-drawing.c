/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-path-drawing.h"

#include "kaitsu-fonts.h"

/* Like the plan of a railway line: the places stand above, and below them
 * every group of ports is a line that goes on or ends. Lengths are in em, so
 * that a larger type enlarges the whole picture; only its width is given. */

#define BOX_PADDING 0.55
#define BOX_GAP 1.3 /* between two boxes at least */
#define BOX_MARK 0.75
#define NAME_GAP 0.14
#define BOX_LETTER 1.4 /* a box is never narrower */
#define FRAME 0.08
#define FRAME_SUSPECT 0.2
#define LINE_SPACE 1.0 /* above each line's words */
#define CAPTION_INDENT 1.6
#define CAPTION_MARK 0.8
#define WAY_GAP 0.95 /* from the words to the middle of the line */
#define WAY 0.24
#define WAY_LOST 0.13
#define MARK 1.15
#define MARK_ROOM 1.7
#define STATION 0.66
#define DEVICE 0.4
#define MARGIN 0.6 /* below the last line */

/* A place on the sheet. */
typedef struct
{
  const KaitsuPathPlace *place;
  double x;
  double width;
  double floor; /* of the width */
  double padding;
  gboolean narrow; /* its name wraps, and the cross of a suspect stands above */
} Box;

typedef struct
{
  const KaitsuPathPicture *picture;
  PangoContext *context;
  KaitsuBlock *block;
  double width;
  double em;
  Box *boxes;
  double top; /* what is used so far */
} Plan;

static void
get_size (PangoLayout *layout, double *width, double *height)
{
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  if (width != NULL)
    *width = (double) w / PANGO_SCALE;
  if (height != NULL)
    *height = (double) h / PANGO_SCALE;
}

static double
measure (Plan *plan, KaitsuStyle style, const char *text)
{
  PangoLayout *layout = kaitsu_fonts_new_layout (plan->context, style, plan->width, text);
  double width;

  get_size (layout, &width, NULL);
  g_object_unref (layout);
  return width;
}

/* --- the places --- */

/* What the cross of a suspect takes beside the name. */
static double
get_cross_width (const Plan *plan, const KaitsuPathPlace *place)
{
  return place->suspect ? plan->em * (BOX_MARK + 0.35) : 0;
}

static double
get_natural_width (Plan *plan, const KaitsuPathPlace *place)
{
  double name = measure (plan, KAITSU_STYLE_SMALL_STRONG, place->name);
  double address = place->address != NULL ? measure (plan, KAITSU_STYLE_TINY, place->address) : 0;

  /* An address may make a box wider, but not much: it can be left out. */
  return MAX (name + get_cross_width (plan, place), MIN (address, name * 1.6))
         + plan->em * 2 * BOX_PADDING + 1;
}

/* The longest word of a name. */
static double
get_word_width (Plan *plan, const KaitsuPathPlace *place)
{
  PangoLayout *layout
      = kaitsu_fonts_new_layout (plan->context, KAITSU_STYLE_SMALL_STRONG, 0, place->name);
  double width;

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  get_size (layout, &width, NULL);
  g_object_unref (layout);
  return width + plan->em * 2 * BOX_PADDING + 1;
}

/* How narrow the boxes may get: as their longest words, or, if there is no
 * room for those, all alike. */
static void
set_floors (Plan *plan, double room)
{
  const guint n = plan->picture->places->len;
  const double letter = MIN (plan->em * BOX_LETTER, room / n);
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += plan->boxes[i].floor = MAX (letter, get_word_width (plan, plan->boxes[i].place));
  for (guint i = 0; i < n && sum > room; i++)
    plan->boxes[i].floor = letter;
}

/* Boxes as wide as their names, and what is left over shared out by devices:
 * inside a box and between two. Without room, all names get narrower and wrap,
 * between words first, at last to one letter a line. */
static void
place_boxes (Plan *plan)
{
  const guint n = plan->picture->places->len;
  const double gaps = MIN (plan->em * BOX_GAP * (n - 1), plan->width * 0.15);
  double room = plan->width - gaps;
  double names = 0;

  for (guint i = 0; i < n; i++)
    {
      plan->boxes[i].place = g_ptr_array_index (plan->picture->places, i);
      plan->boxes[i].width = get_natural_width (plan, plan->boxes[i].place);
      plan->boxes[i].floor = 0;
      names += plan->boxes[i].width;
    }
  if (names > room)
    set_floors (plan, room);
  for (guint i = 0; i < n; i++)
    {
      plan->boxes[i].width = MAX (plan->boxes[i].width, plan->boxes[i].floor);
      names -= plan->boxes[i].floor;
      room -= plan->boxes[i].floor;
    }

  const double squeeze = names > 0 ? MIN (1, room / names) : 1;
  const double device = MAX (0, room - names) / plan->picture->length;
  double x = 0;
  for (guint i = 0; i < n; i++)
    {
      Box *box = &plan->boxes[i];

      if (i > 0)
        x += gaps / (n - 1) + device * (box->place->first - plan->boxes[i - 1].place->last);
      box->x = x;
      box->narrow = squeeze < 1;
      box->width = box->floor + (box->width - box->floor) * squeeze;
      box->padding = MIN (plan->em * BOX_PADDING, box->width / 8);
      box->width += device * (box->place->last - box->place->first);
      x += box->width;
    }
}

/* Where the devices of a box begin and end: a single one is in its middle. */
static double
get_edge (const Box *box, gboolean right)
{
  if (box->place->first == box->place->last)
    return box->x + box->width / 2;
  return right ? box->x + box->width * 0.85 : box->x + box->width * 0.15;
}

static double
interpolate (double at, double from, double to, double x_from, double x_to)
{
  return to > from ? x_from + (x_to - x_from) * (at - from) / (to - from) : x_from;
}

/* Where a device is, or a place between two. */
static double
get_x (const Plan *plan, double device)
{
  for (guint i = 0; i < plan->picture->places->len; i++)
    {
      const Box *box = &plan->boxes[i];

      if (device <= box->place->first && i > 0)
        return interpolate (device, plan->boxes[i - 1].place->last, box->place->first,
                            get_edge (box - 1, TRUE), get_edge (box, FALSE));
      if (device <= box->place->last)
        return interpolate (device, box->place->first, box->place->last, get_edge (box, FALSE),
                            get_edge (box, TRUE));
    }
  return get_edge (&plan->boxes[plan->picture->places->len - 1], TRUE);
}

static double
set_centred (
    Plan *plan, KaitsuStyle style, KaitsuInk ink, double x, double y, double width, const char *text)
{
  PangoLayout *layout = kaitsu_fonts_new_layout (plan->context, style, width, text);
  double height;

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  get_size (layout, NULL, &height);
  kaitsu_block_add_text (plan->block, x, y, ink, NULL, layout);
  return height;
}

static void
set_cross (Plan *plan, double x, double y, KaitsuInk ink)
{
  kaitsu_block_add_mark (plan->block, x, y, plan->em * BOX_MARK, KAITSU_LIGHT_RED, ink);
}

/* Returns where the name ends. */
static double
set_name (Plan *plan, const Box *box, double y, KaitsuInk ink)
{
  const char *name = box->place->name;
  const double cross = get_cross_width (plan, box->place);
  const double beside = box->narrow ? 0 : cross;
  const double x = box->x + box->padding + beside;
  const double width = box->width - 2 * box->padding - beside;

  if (cross > 0 && box->narrow)
    {
      set_cross (plan, box->x + box->width / 2, y + plan->em * BOX_MARK / 2, ink);
      y += plan->em * (BOX_MARK + 0.3);
    }

  double height = set_centred (plan, KAITSU_STYLE_SMALL_STRONG, ink, x, y, width, name);
  if (beside > 0)
    set_cross (plan, x + (width - measure (plan, KAITSU_STYLE_SMALL_STRONG, name)) / 2
                         - beside + plan->em * BOX_MARK / 2, y + height / 2, ink);
  return y + height + plan->em * NAME_GAP;
}

/* Returns where the text ends. An address that does not fit is left out; the
 * appendix has it. */
static double
set_box_text (Plan *plan, const Box *box, double top, KaitsuInk ink)
{
  const char *address = box->place->address;
  double y = set_name (plan, box, top, ink);

  if (address != NULL
      && measure (plan, KAITSU_STYLE_TINY, address) <= box->width - 2 * plan->em * FRAME_SUSPECT)
    y += set_centred (plan, KAITSU_STYLE_TINY, KAITSU_INK_SOFT, box->x, y, box->width, address);
  return y;
}

/* Nothing is kept of what is set: only how high it is. */
static double
measure_box (const Plan *plan, const Box *box)
{
  Plan trial = *plan;

  trial.block = kaitsu_block_new ();
  double height = set_box_text (&trial, box, 0, KAITSU_INK_TEXT);
  kaitsu_block_free (trial.block);
  return height;
}

static double
measure_boxes (const Plan *plan)
{
  double height = 0;

  for (guint i = 0; i < plan->picture->places->len; i++)
    height = MAX (height, measure_box (plan, &plan->boxes[i]));
  return height + 2 * plan->em * BOX_PADDING;
}

static void
set_boxes (Plan *plan)
{
  const double height = measure_boxes (plan);

  for (guint i = 0; i < plan->picture->places->len; i++)
    {
      const Box *box = &plan->boxes[i];
      const gboolean suspect = box->place->suspect;
      const KaitsuInk ink = suspect ? KAITSU_INK_RED : KAITSU_INK_TEXT;

      if (i > 0)
        kaitsu_block_add_line (plan->block, box[-1].x + box[-1].width, height / 2,
                               box->x - box[-1].x - box[-1].width, plan->em * FRAME * 1.5,
                               KAITSU_INK_TEXT);
      kaitsu_block_add_fill (plan->block, box->x, 0, box->width, height,
                             suspect ? KAITSU_INK_RED_TINT : KAITSU_INK_SHADE);
      kaitsu_block_add_frame (plan->block, box->x, 0, box->width, height,
                              plan->em * (suspect ? FRAME_SUSPECT : FRAME), ink);
      set_box_text (plan, box, (height - measure_box (plan, box)) / 2, ink);
    }
  plan->top = height;
}

/* --- the lines --- */

static double
set_caption (Plan *plan, double y, const KaitsuPathLine *line)
{
  const KaitsuInk ink = kaitsu_ink_of_light (line->light);
  const double indent = plan->em * CAPTION_INDENT;
  g_autofree char *text = g_strdup_printf ("%s  %s", line->ports, line->words);
  PangoLayout *layout = kaitsu_fonts_new_layout (plan->context, KAITSU_STYLE_SMALL_STRONG,
                                                 MAX (plan->width - indent, plan->em), text);
  PangoRectangle first;
  double height;

  get_size (layout, NULL, &height);
  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, 0), NULL, &first);
  kaitsu_block_add_mark (plan->block, plan->em * CAPTION_MARK / 2 + 1,
                         y + (double) first.height / PANGO_SCALE / 2, plan->em * CAPTION_MARK,
                         line->light, ink);
  kaitsu_block_add_text (plan->block, indent, y, ink, NULL, layout);
  return height;
}

/* A filled dot is a device that was heard, a ring one that never answers. */
static void
set_device (Plan *plan, double x, double y, double size, gboolean heard, KaitsuInk ink)
{
  kaitsu_block_add_mark (plan->block, x, y, size, KAITSU_LIGHT_GREEN, ink);
  if (!heard)
    kaitsu_block_add_mark (plan->block, x, y, size * 0.5, KAITSU_LIGHT_GREEN, KAITSU_INK_PAPER);
}

static gboolean
is_place (const KaitsuPathPicture *picture, guint device)
{
  for (guint i = 0; i < picture->places->len; i++)
    {
      const KaitsuPathPlace *place = g_ptr_array_index (picture->places, i);
      if (place->first == place->last && place->first == device)
        return TRUE;
    }
  return FALSE;
}

static void
set_devices (Plan *plan, double y, const KaitsuPathLine *line, KaitsuInk ink)
{
  for (guint device = 0; device <= plan->picture->length && device <= line->end; device++)
    {
      const gboolean station = is_place (plan->picture, device);
      const gboolean heard = g_array_index (plan->picture->heard, gboolean, device);
      const gboolean reached = device <= line->seen;

      if (!station && !plan->picture->traced)
        continue;
      set_device (plan, get_x (plan, device), y, plan->em * (station ? STATION : DEVICE), heard,
                  reached ? ink : KAITSU_INK_SOFT);
    }
}

static void
set_way (Plan *plan, double y, const KaitsuPathLine *line)
{
  const KaitsuInk ink = kaitsu_ink_of_light (line->light);
  const double start = get_x (plan, 0);
  const double seen = get_x (plan, line->seen);
  const double mark = get_x (plan, line->mark);
  const double end = get_x (plan, line->end);
  const double room = plan->em * MARK_ROOM;

  if (mark > seen)
    kaitsu_block_add_dashes (plan->block, seen, y, mark - seen, plan->em * WAY_LOST, ink);
  if (end > mark)
    kaitsu_block_add_dashes (plan->block, mark, y, end - mark, plan->em * WAY_LOST,
                             KAITSU_INK_SOFT);
  if (seen > start)
    kaitsu_block_add_line (plan->block, start, y, seen - start, plan->em * WAY, ink);
  set_devices (plan, y, line, ink);
  kaitsu_block_add_fill (plan->block, mark - room / 2, y - room / 2, room, room, KAITSU_INK_PAPER);
  kaitsu_block_add_mark (plan->block, mark, y, plan->em * MARK, line->light, ink);
}

static void
set_line (Plan *plan, const KaitsuPathLine *line)
{
  double y = plan->top + plan->em * LINE_SPACE;

  y += set_caption (plan, y, line) + plan->em * WAY_GAP;
  set_way (plan, y, line);
  plan->top = y + plan->em * MARK_ROOM / 2;
}

/**
 * kaitsu_path_drawing_lay_out:
 * @picture: what to draw; not kept
 * @context: of kaitsu_fonts_new_context(), or of a widget; its font's size is
 *   the size of plain text, and all lengths go with it
 * @width: how wide the drawing is, in the units of @context
 *
 * Everything is placed by the size of its text, so that nothing runs over,
 * however large the text is.
 *
 * Returns: (transfer full): the drawing; its height is in the block
 */
KaitsuBlock *
kaitsu_path_drawing_lay_out (const KaitsuPathPicture *picture, PangoContext *context, double width)
{
  const double em = kaitsu_fonts_get_em (context);
  Plan plan = { picture, context, kaitsu_block_new (), MAX (width, em * 4), em };
  g_autofree Box *boxes = g_new0 (Box, picture->places->len);

  plan.boxes = boxes;
  place_boxes (&plan);
  set_boxes (&plan);
  for (guint i = 0; i < picture->lines->len; i++)
    set_line (&plan, g_ptr_array_index (picture->lines, i));
  plan.block->height = plan.top + em * MARGIN;
  return plan.block;
}
