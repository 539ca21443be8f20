/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-composer.h"

#include "kaitsu-facts.h"
#include "kaitsu-texts.h"

#define LABEL_WIDTH 112.0
#define HALF_LABEL_WIDTH 82.0
#define FACT_GAP 4.5
#define PILL_PADDING 5.0
#define BLANK_HEIGHT 11.0
#define BLANK_WIDTH 130.0

/* So that no block is ever higher than a page, whatever a file says. */
#define MAX_LINES 26

#define MAX_TIGHTNESS 2

/* Below that, the smallest type would be less than five points. */
#define MIN_SCALE 0.68

/* What a value in a column may take where everything is set closely. */
#define TIGHT_LINES 3

static void
free_block (gpointer data)
{
  kaitsu_block_free (data);
}

/**
 * kaitsu_composer_new:
 * @result: what the report is about
 * @context: of kaitsu_fonts_new_context()
 *
 * Returns: (transfer full): a composer with no blocks yet
 */
KaitsuComposer *
kaitsu_composer_new (KaitsuResult *result, PangoContext *context)
{
  KaitsuComposer *self = g_new0 (KaitsuComposer, 1);

  self->result = g_object_ref (result);
  self->context = g_object_ref (context);
  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->blocks = g_ptr_array_new_with_free_func (free_block);
  return self;
}

/**
 * kaitsu_composer_free:
 * @self: (transfer full): a composer
 */
void
kaitsu_composer_free (KaitsuComposer *self)
{
  g_ptr_array_unref (self->blocks);
  g_hash_table_unref (self->layouts);
  g_object_unref (self->context);
  g_object_unref (self->result);
  g_free (self);
}

/**
 * kaitsu_composer_add_block:
 * @self: a composer
 * @space_before: points to leave free above it
 *
 * Returns: (transfer none): a new, empty block behind all others
 */
KaitsuBlock *
kaitsu_composer_add_block (KaitsuComposer *self, double space_before)
{
  KaitsuBlock *block = kaitsu_block_new ();

  block->space_before = space_before;
  block->tag = "P";
  block->new_page = self->page_turned;
  self->page_turned = FALSE;
  g_ptr_array_add (self->blocks, block);
  return block;
}

/**
 * kaitsu_composer_turn_page:
 * @self: a composer
 *
 * Lets the next block begin a page.
 */
void
kaitsu_composer_turn_page (KaitsuComposer *self)
{
  self->page_turned = TRUE;
}

static double
get_total (KaitsuComposer *self, guint first)
{
  double total = 0;

  for (guint i = first; i < self->blocks->len; i++)
    {
      const KaitsuBlock *block = g_ptr_array_index (self->blocks, i);
      total += block->height + (i > first ? block->space_before : 0);
    }
  return total;
}

/* Nothing where it would not help. A little is left for rounding. */
static void
scale_down (KaitsuComposer *self, guint first, double room)
{
  const double scale = 0.998 * room / get_total (self, first);

  for (guint i = first; scale < 1.0 && scale >= MIN_SCALE && i < self->blocks->len; i++)
    {
      KaitsuBlock *block = g_ptr_array_index (self->blocks, i);
      block->scale = scale;
    }
}

/**
 * kaitsu_composer_fit:
 * @self: a composer
 * @add: adds a part that is meant for one page
 * @room: how high that page is, in points
 *
 * Adds the part and, as long as it does not fit on its page, once more from
 * the beginning, ever more tightly. What is too much even so is made smaller
 * as a whole, as far as it can still be read.
 */
void
kaitsu_composer_fit (KaitsuComposer *self, KaitsuPart add, double room)
{
  const guint first = self->blocks->len;

  for (self->tightness = 0;; self->tightness++)
    {
      add (self);
      if (self->tightness == MAX_TIGHTNESS || get_total (self, first) <= room)
        break;
      g_ptr_array_set_size (self->blocks, (int) first);
    }
  self->tightness = 0;
  scale_down (self, first, room);
}

static void
cut_lines (PangoLayout *layout, int max_lines)
{
  if (pango_layout_get_line_count (layout) <= max_lines)
    return;

  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, max_lines - 1);
  const char *text = pango_layout_get_text (layout);
  const char *end = text + line->start_index + line->length;

  /* Two Latin letters are as wide as the mark. */
  for (guint i = 0; i < 2 && end > text + line->start_index; i++)
    end = g_utf8_prev_char (end);

  g_autofree char *kept = g_strndup (text, (gsize) (end - text));
  g_autofree char *marked = g_strconcat (g_strchomp (kept), "…", NULL);
  pango_layout_set_text (layout, marked, -1);
}

/* (transfer full): not to be changed, somebody else may have it, too */
static PangoLayout *
get_layout (
    KaitsuComposer *self, KaitsuStyle style, double width, int max_lines, const char *text)
{
  g_autofree char *key = g_strdup_printf ("%d %d %d %s", style, (int) (width * PANGO_SCALE),
                                          max_lines, text);
  PangoLayout *layout = g_hash_table_lookup (self->layouts, key);

  if (layout == NULL)
    {
      layout = kaitsu_fonts_new_layout (self->context, style, width, text);
      cut_lines (layout, max_lines);
      g_hash_table_insert (self->layouts, g_steal_pointer (&key), layout);
    }
  return g_object_ref (layout);
}

static double
get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static double
get_text_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

/**
 * kaitsu_composer_set_text:
 * @self: a composer
 * @block: where it goes
 * @x: left edge
 * @y: upper edge
 * @width: what it may take
 * @style: kind of type
 * @ink: colour
 * @tag: (nullable): static name of its structure element
 * @text: clean text; what is longer than a page allows is cut with "…"
 *
 * Returns: the height of @text in points
 */
double
kaitsu_composer_set_text (KaitsuComposer *self,
                          KaitsuBlock *block,
                          double x,
                          double y,
                          double width,
                          KaitsuStyle style,
                          KaitsuInk ink,
                          const char *tag,
                          const char *text)
{
  PangoLayout *layout = get_layout (self, style, width, MAX_LINES, text);

  kaitsu_block_add_text (block, x, y, ink, tag, layout);
  return get_height (layout);
}

/**
 * kaitsu_composer_set_centred:
 * @self: a composer
 * @block: where it goes
 * @x: left edge
 * @y: upper edge
 * @width: what it may take
 * @style: kind of type
 * @ink: colour
 * @text: clean text
 *
 * Returns: the height of @text in points
 */
double
kaitsu_composer_set_centred (KaitsuComposer *self,
                             KaitsuBlock *block,
                             double x,
                             double y,
                             double width,
                             KaitsuStyle style,
                             KaitsuInk ink,
                             const char *text)
{
  PangoLayout *layout = kaitsu_fonts_new_layout (self->context, style, width, text);

  cut_lines (layout, MAX_LINES);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  kaitsu_block_add_text (block, x, y, ink, NULL, layout);
  return get_height (layout);
}

/**
 * kaitsu_composer_set_light:
 * @self: a composer
 * @block: where it goes
 * @x: left edge
 * @y: upper edge
 * @width: what it may take
 * @light: a light
 *
 * Sets shape and words. Red stands white on dark and yellow in a frame, so
 * that a fax shows at a glance where the trouble is.
 *
 * Returns: the height in points
 */
double
kaitsu_composer_set_light (
    KaitsuComposer *self, KaitsuBlock *block, double x, double y, double width, KaitsuLight light)
{
  g_autofree char *text = kaitsu_facts_dup_light (light);
  const double inner = width - 2 * PILL_PADDING;
  PangoLayout *layout = get_layout (self, KAITSU_STYLE_SMALL_STRONG, inner, MAX_LINES, text);
  const double height = get_height (layout);
  const double pill = get_text_width (layout) + 2 * PILL_PADDING;
  KaitsuInk ink = kaitsu_ink_of_light (light);

  if (light == KAITSU_LIGHT_RED)
    {
      kaitsu_block_add_fill (block, x, y - 1.5, pill, height + 2.0, ink);
      ink = KAITSU_INK_PAPER;
    }
  else if (light == KAITSU_LIGHT_YELLOW)
    {
      kaitsu_block_add_fill (block, x, y - 1.5, pill, height + 2.0, KAITSU_INK_YELLOW_TINT);
      kaitsu_block_add_frame (block, x, y - 1.5, pill, height + 2.0, 0.8, ink);
    }
  kaitsu_block_add_text (block, x + PILL_PADDING, y, ink, block->table != 0 ? "TD" : NULL, layout);
  return height;
}

/**
 * kaitsu_composer_add_heading:
 * @self: a composer
 * @title: of a section; also goes into the list of contents
 */
void
kaitsu_composer_add_heading (KaitsuComposer *self, const char *title)
{
  KaitsuBlock *block = kaitsu_composer_add_block (self, self->tightness > 0 ? 9 : 14);
  double height = kaitsu_composer_set_text (self, block, 0, 0, KAITSU_COMPOSER_WIDTH,
                                            KAITSU_STYLE_HEADING, KAITSU_INK_TEXT, NULL, title);

  kaitsu_block_add_line (block, 0, height + 2.5, KAITSU_COMPOSER_WIDTH, 0.9, KAITSU_INK_TEXT);
  block->height = height + (self->tightness > 0 ? 6 : 9);
  block->tag = "H2";
  block->keep_with_next = TRUE;
  block->outline = g_strdup (title);
}

/**
 * kaitsu_composer_add_page_title:
 * @self: a composer
 * @title: of a page that may be handed over alone; also goes into the list of
 *   contents
 */
void
kaitsu_composer_add_page_title (KaitsuComposer *self, const char *title)
{
  KaitsuBlock *block = kaitsu_composer_add_block (self, 0);
  double height = kaitsu_composer_set_text (self, block, 0, 0, KAITSU_COMPOSER_WIDTH,
                                            KAITSU_STYLE_VERDICT, KAITSU_INK_TEXT, NULL, title);

  block->height = height + 12;
  block->tag = "H1";
  block->keep_with_next = TRUE;
  block->outline = g_strdup (title);
}

/**
 * kaitsu_composer_add_paragraph:
 * @self: a composer
 * @space_before: points to leave free above it
 * @style: kind of type
 * @text: clean text
 */
void
kaitsu_composer_add_paragraph (KaitsuComposer *self,
                               double space_before,
                               KaitsuStyle style,
                               const char *text)
{
  KaitsuBlock *block = kaitsu_composer_add_block (self, space_before);

  block->height = kaitsu_composer_set_text (self, block, 0, 0, KAITSU_COMPOSER_WIDTH, style,
                                            KAITSU_INK_TEXT, NULL, text);
}

/**
 * kaitsu_composer_add_link:
 * @self: a composer
 * @text: what can be found elsewhere, clean
 * @title: the heading where a click leads
 */
void
kaitsu_composer_add_link (KaitsuComposer *self, const char *text, const char *title)
{
  g_autofree char *pointed = g_strdup_printf ("→ %s", text);
  KaitsuBlock *block = kaitsu_composer_add_block (self, self->tightness > 0 ? 3 : 6);

  block->height = kaitsu_composer_set_text (self, block, 0, 0, KAITSU_COMPOSER_WIDTH,
                                            KAITSU_STYLE_SMALL, KAITSU_INK_SOFT, NULL, pointed);
  block->link = g_strdup (title);
}

/* The low line of a font is so thin that a fax loses it. Returns the height. */
static double
set_blank (KaitsuBlock *block, double x, double y, double width)
{
  kaitsu_block_add_line (block, x, y + BLANK_HEIGHT, MIN (width, BLANK_WIDTH), 0.8,
                         KAITSU_INK_TEXT);
  return BLANK_HEIGHT + 2;
}

/* Returns the height of the line. */
static double
set_fact (KaitsuComposer *self,
          KaitsuBlock *block,
          double x,
          double y,
          double width,
          double label_width,
          KaitsuStyle style,
          int max_lines,
          const KaitsuFact *fact)
{
  const double lower = style == KAITSU_STYLE_BODY ? 0.8 : 0;
  double label = 0;

  if (fact->label != NULL)
    label = kaitsu_composer_set_text (self, block, x, y + lower, label_width - 8,
                                      KAITSU_STYLE_SMALL, KAITSU_INK_SOFT, NULL, fact->label);

  if (g_str_equal (fact->value, KAITSU_FACT_BLANK))
    return MAX (label, set_blank (block, x + label_width, y, width - label_width));

  PangoLayout *value = get_layout (self, style, width - label_width, max_lines, fact->value);
  self->cut = self->cut || !g_str_equal (pango_layout_get_text (value), fact->value);
  kaitsu_block_add_text (block, x + label_width, y, KAITSU_INK_TEXT, NULL, value);
  return MAX (label, get_height (value));
}

/**
 * kaitsu_composer_set_facts:
 * @self: a composer
 * @block: where they go
 * @x: left edge
 * @width: what they may take
 * @label_width: how much of it the labels take
 * @style: kind of type of the values: BODY or SMALL
 * @facts: (element-type KaitsuFact): lines
 *
 * Returns: the height of all lines in points
 */
double
kaitsu_composer_set_facts (KaitsuComposer *self,
                           KaitsuBlock *block,
                           double x,
                           double width,
                           double label_width,
                           KaitsuStyle style,
                           GPtrArray *facts)
{
  double y = 0;

  for (guint i = 0; i < facts->len; i++)
    {
      if (i > 0)
        y += self->tightness > 0 ? FACT_GAP / 2 : FACT_GAP;
      y += set_fact (self, block, x, y, width, label_width, style,
                     self->tightness > 0 ? TIGHT_LINES : MAX_LINES, g_ptr_array_index (facts, i));
    }
  return y;
}

static void
add_facts (
    KaitsuComposer *self, KaitsuStyle style, double label_width, double gap, GPtrArray *facts)
{
  for (guint i = 0; i < facts->len; i++)
    {
      KaitsuBlock *block = kaitsu_composer_add_block (self, i > 0 ? gap : 0);

      block->height = set_fact (self, block, 0, 0, KAITSU_COMPOSER_WIDTH, label_width, style,
                                MAX_LINES, g_ptr_array_index (facts, i));
    }
}

/**
 * kaitsu_composer_add_facts:
 * @self: a composer
 * @facts: (element-type KaitsuFact): lines, each a block of its own
 */
void
kaitsu_composer_add_facts (KaitsuComposer *self, GPtrArray *facts)
{
  if (self->tightness > 0)
    add_facts (self, KAITSU_STYLE_SMALL, LABEL_WIDTH, FACT_GAP / 2, facts);
  else
    add_facts (self, KAITSU_STYLE_BODY, LABEL_WIDTH, FACT_GAP, facts);
}

/**
 * kaitsu_composer_add_small_facts:
 * @self: a composer
 * @label_width: how much of the width the labels take; 0 for what the names of
 *   fields need
 * @facts: (element-type KaitsuFact): lines, each a block of its own, in the
 *   small type of the appendix
 */
void
kaitsu_composer_add_small_facts (KaitsuComposer *self, double label_width, GPtrArray *facts)
{
  add_facts (self, KAITSU_STYLE_SMALL, label_width > 0 ? label_width : LABEL_WIDTH, FACT_GAP / 2,
             facts);
}

/**
 * kaitsu_composer_add_fact_columns:
 * @self: a composer
 * @style: kind of type of the values: BODY or SMALL
 * @facts: (element-type KaitsuFact): lines, set in two columns, the first half
 *   of them on the left
 */
void
kaitsu_composer_add_fact_columns (KaitsuComposer *self, KaitsuStyle style, GPtrArray *facts)
{
  const double width = (KAITSU_COMPOSER_WIDTH - 19) / 2;
  const guint half = (facts->len + 1) / 2;
  KaitsuBlock *block = kaitsu_composer_add_block (self, 0);
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  g_autoptr (GPtrArray) right = g_ptr_array_new ();

  for (guint i = 0; i < facts->len; i++)
    g_ptr_array_add (i < half ? left : right, g_ptr_array_index (facts, i));

  double first = kaitsu_composer_set_facts (self, block, 0, width, HALF_LABEL_WIDTH, style, left);
  double second = kaitsu_composer_set_facts (self, block, KAITSU_COMPOSER_WIDTH - width, width,
                                             HALF_LABEL_WIDTH, style, right);
  block->height = MAX (first, second);
}
