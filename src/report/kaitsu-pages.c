/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-pages-private.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-composer.h"
#include "kaitsu-facts.h"

#define MARGIN 48.0
#define TOP 46.0
#define RUNNING_HEAD 24.0
#define BOTTOM (KAITSU_PAGE_HEIGHT - 58.0)
#define PRACTICE_BAR 22.0

typedef struct
{
  const KaitsuBlock *block;
  guint page;
  double y;
} Placement;

struct _KaitsuPages
{
  KaitsuComposer *composer;
  GArray *placements; /* of Placement, in the order of reading */
  GPtrArray *frames;  /* of KaitsuBlock: what surrounds each page */
  guint n_pages;
};

/* Where the pages are being filled. */
typedef struct
{
  KaitsuPages *pages;
  double y;
  gboolean fresh;            /* nothing on this page yet */
  const KaitsuBlock *header; /* of the table that is being set */
} Cursor;

static double
get_top (KaitsuPages *self, guint page)
{
  double top = TOP + (page > 0 ? RUNNING_HEAD : 0);

  return kaitsu_result_is_practice (self->composer->result) ? top + PRACTICE_BAR : top;
}

/* What is made smaller stands in the middle. */
static double
get_left (const KaitsuBlock *block)
{
  return MARGIN + (1.0 - block->scale) * KAITSU_COMPOSER_WIDTH / 2;
}

static void
place (Cursor *cursor, const KaitsuBlock *block)
{
  KaitsuPages *self = cursor->pages;

  if (!cursor->fresh)
    cursor->y += block->scale * block->space_before;

  Placement placement = { block, self->n_pages - 1, cursor->y };
  g_array_append_val (self->placements, placement);
  cursor->y += block->scale * block->height;
  cursor->fresh = FALSE;
}

static void
turn_page (Cursor *cursor)
{
  cursor->pages->n_pages++;
  cursor->y = get_top (cursor->pages, cursor->pages->n_pages - 1);
  cursor->fresh = TRUE;
}

/* What must fit on one page with the block at @index: itself and, as long as
 * it does not want to be the last, those after it. */
static double
get_needed (GPtrArray *blocks, guint index)
{
  const KaitsuBlock *block = g_ptr_array_index (blocks, index);
  double needed = block->scale * (block->height + block->space_before);

  while (block->keep_with_next && ++index < blocks->len)
    {
      block = g_ptr_array_index (blocks, index);
      needed += block->scale * (block->space_before + block->height);
    }
  return needed;
}

/* Whether a page has to be begun for it. Blocks that would not even fit
 * together on a page of their own are not held together. */
static gboolean
wants_page (const Cursor *cursor, GPtrArray *blocks, guint index)
{
  const KaitsuBlock *block = g_ptr_array_index (blocks, index);
  const double page = BOTTOM - get_top (cursor->pages, 1);
  double needed = get_needed (blocks, index);

  if (needed > page)
    needed = block->scale * (block->space_before + block->height);
  return block->new_page || cursor->y + needed > BOTTOM;
}

static void
place_next (Cursor *cursor, guint index)
{
  GPtrArray *blocks = cursor->pages->composer->blocks;
  const KaitsuBlock *block = g_ptr_array_index (blocks, index);

  if (!cursor->fresh && wants_page (cursor, blocks, index))
    {
      turn_page (cursor);
      if (block->table != 0 && !block->header && cursor->header != NULL)
        place (cursor, cursor->header);
    }
  if (block->table == 0)
    cursor->header = NULL;
  else if (block->header)
    cursor->header = block;
  place (cursor, block);
}

static void
paginate (KaitsuPages *self)
{
  Cursor cursor = { .pages = self };

  turn_page (&cursor);
  for (guint i = 0; i < self->composer->blocks->len; i++)
    place_next (&cursor, i);
}

static void
set_practice_bar (KaitsuComposer *composer, KaitsuBlock *frame)
{
  g_autofree char *text =
      g_strdup_printf ("%s %s", C_ ("mark on every page", "[PRACTICE]"),
                       _ ("This is a result of practice. No real line was checked."));

  kaitsu_block_add_fill (frame, 0, 28, KAITSU_COMPOSER_WIDTH, 19, KAITSU_INK_TEXT);
  kaitsu_composer_set_centred (composer, frame, 0, 31.5, KAITSU_COMPOSER_WIDTH,
                               KAITSU_STYLE_SUBHEADING, KAITSU_INK_PAPER, text);
}

/* Every sheet says what it belongs to, should it be faxed alone. */
static void
set_running_head (KaitsuComposer *composer, KaitsuBlock *frame, double y)
{
  g_autofree char *text = g_strdup_printf ("%s　%s", _ ("HOME-UNIT port check: report"),
                                           kaitsu_result_get_unit_name (composer->result));

  kaitsu_composer_set_text (composer, frame, 0, y, KAITSU_COMPOSER_WIDTH, KAITSU_STYLE_SMALL,
                            KAITSU_INK_SOFT, NULL, text);
  kaitsu_block_add_line (frame, 0, y + 14, KAITSU_COMPOSER_WIDTH, 0.5, KAITSU_INK_RULE);
}

static KaitsuBlock *
make_frame (KaitsuPages *self, guint page)
{
  KaitsuComposer *composer = self->composer;
  KaitsuBlock *frame = kaitsu_block_new ();
  const double y = KAITSU_PAGE_HEIGHT - 42;
  g_autofree char *number = kaitsu_facts_dup_number (composer->result);
  g_autofree char *left = g_strdup_printf (_ ("Report number %s"), number);
  g_autofree char *right = g_strdup_printf (C_ ("page of pages", "%u / %u"), page + 1,
                                            self->n_pages);
  const gboolean practice = kaitsu_result_is_practice (composer->result);

  if (practice)
    set_practice_bar (composer, frame);
  if (page > 0)
    set_running_head (composer, frame, 36 + (practice ? PRACTICE_BAR : 0));
  kaitsu_block_add_line (frame, 0, y, KAITSU_COMPOSER_WIDTH, 0.5, KAITSU_INK_RULE);
  kaitsu_composer_set_text (composer, frame, 0, y + 5, 300, KAITSU_STYLE_SMALL, KAITSU_INK_SOFT,
                            NULL, left);

  PangoLayout *layout = kaitsu_fonts_new_layout (composer->context, KAITSU_STYLE_SMALL, 100, right);
  pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  kaitsu_block_add_text (frame, KAITSU_COMPOSER_WIDTH - 100, y + 5, KAITSU_INK_SOFT, NULL, layout);
  return frame;
}

static void
free_block (gpointer data)
{
  kaitsu_block_free (data);
}

/* (nullable): without a font there is nothing to set a report in */
static KaitsuPages *
new_empty (KaitsuResult *result, GError **error)
{
  PangoContext *context = kaitsu_fonts_new_context (error);
  if (context == NULL)
    return NULL;

  KaitsuPages *self = g_new0 (KaitsuPages, 1);
  self->composer = kaitsu_composer_new (result, context);
  g_object_unref (context);
  self->placements = g_array_new (FALSE, FALSE, sizeof (Placement));
  self->frames = g_ptr_array_new_with_free_func (free_block);
  return self;
}

static void
set_pages (KaitsuPages *self)
{
  paginate (self);
  for (guint i = 0; i < self->n_pages; i++)
    g_ptr_array_add (self->frames, make_frame (self, i));
}

/**
 * kaitsu_pages_new:
 * @result: what the report is about
 * @error: set to %KAITSU_REPORT_ERROR_NO_FONT
 *
 * Lays the report out in the current language, once; the pages can then be
 * drawn as often as needed.
 *
 * Returns: (transfer full) (nullable): at least one page
 */
KaitsuPages *
kaitsu_pages_new (KaitsuResult *result, GError **error)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  KaitsuPages *self = new_empty (result, error);
  if (self == NULL)
    return NULL;
  kaitsu_composer_fit (self->composer, kaitsu_composer_add_summary, BOTTOM - get_top (self, 0));
  kaitsu_composer_fit (self->composer, kaitsu_composer_add_letter, BOTTOM - get_top (self, 1));
  kaitsu_composer_add_appendix (self->composer);
  set_pages (self);
  return self;
}

/**
 * kaitsu_pages_new_letter:
 * @result: what the report is about; somebody can be asked to open a port
 * @error: set to %KAITSU_REPORT_ERROR_NO_FONT
 *
 * The request of the report by itself, for the one whom it is to.
 *
 * Returns: (transfer full) (nullable): at least one page
 */
KaitsuPages *
kaitsu_pages_new_letter (KaitsuResult *result, GError **error)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  KaitsuPages *self = new_empty (result, error);
  if (self == NULL)
    return NULL;
  kaitsu_composer_fit (self->composer, kaitsu_composer_add_letter, BOTTOM - get_top (self, 0));
  set_pages (self);
  return self;
}

/**
 * kaitsu_pages_free:
 * @self: (transfer full): the pages
 */
void
kaitsu_pages_free (KaitsuPages *self)
{
  g_array_unref (self->placements);
  g_ptr_array_unref (self->frames);
  kaitsu_composer_free (self->composer);
  g_free (self);
}

/**
 * kaitsu_pages_get_count:
 * @self: the pages
 *
 * Returns: how many there are
 */
guint
kaitsu_pages_get_count (KaitsuPages *self)
{
  return self->n_pages;
}

/* A table that goes on over several pages is a structure element on each. */
static void
switch_table (cairo_t *cr, guint *table, guint next)
{
  if (*table == next)
    return;
  if (*table != 0)
    cairo_tag_end (cr, "Table");
  if (next != 0)
    cairo_tag_begin (cr, "Table", NULL);
  *table = next;
}

/**
 * kaitsu_pages_draw:
 * @self: the pages
 * @page: which one, from 0
 * @cr: where to draw it; one unit is a point, (0, 0) the top left corner of
 *   the sheet
 */
void
kaitsu_pages_draw (KaitsuPages *self, guint page, cairo_t *cr)
{
  guint table = 0;

  g_return_if_fail (page < self->n_pages && cr != NULL);

  kaitsu_block_draw (g_ptr_array_index (self->frames, page), KAITSU_PALETTE_PRINT, cr, MARGIN, 0);
  for (guint i = 0; i < self->placements->len; i++)
    {
      const Placement *placement = &g_array_index (self->placements, Placement, i);

      if (placement->page != page)
        continue;
      switch_table (cr, &table, placement->block->table);
      kaitsu_block_draw (placement->block, KAITSU_PALETTE_PRINT, cr, get_left (placement->block),
                         placement->y);
    }
  switch_table (cr, &table, 0);
}

/**
 * kaitsu_pages_list_entries:
 * @self: the pages
 *
 * Returns: (transfer full) (element-type KaitsuEntry): where the sections are
 */
GArray *
kaitsu_pages_list_entries (KaitsuPages *self)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (KaitsuEntry));

  for (guint i = 0; i < self->placements->len; i++)
    {
      const Placement *placement = &g_array_index (self->placements, Placement, i);
      KaitsuEntry entry = { placement->block->outline, placement->page, placement->y };

      if (entry.title != NULL)
        g_array_append_val (entries, entry);
    }
  return entries;
}

static const KaitsuEntry *
find_entry (GArray *entries, const char *title)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const KaitsuEntry *entry = &g_array_index (entries, KaitsuEntry, i);
      if (g_str_equal (entry->title, title))
        return entry;
    }
  return NULL;
}

/**
 * kaitsu_pages_list_links:
 * @self: the pages
 *
 * Returns: (transfer full) (element-type KaitsuLink): what leads where
 */
GArray *
kaitsu_pages_list_links (KaitsuPages *self)
{
  g_autoptr (GArray) entries = kaitsu_pages_list_entries (self);
  GArray *links = g_array_new (FALSE, FALSE, sizeof (KaitsuLink));

  for (guint i = 0; i < self->placements->len; i++)
    {
      const Placement *placement = &g_array_index (self->placements, Placement, i);
      const KaitsuBlock *block = placement->block;
      const KaitsuEntry *target = block->link != NULL ? find_entry (entries, block->link) : NULL;

      if (target == NULL)
        continue;
      KaitsuLink link = { placement->page, get_left (block), placement->y,
                          block->scale * KAITSU_COMPOSER_WIDTH, block->scale * block->height,
                          *target };
      g_array_append_val (links, link);
    }
  return links;
}
