/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-composer.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-facts.h"
#include "kaitsu-request.h"

/* A page that can be handed over alone: what is to be opened, in the terms
 * that firewalls are set up with. */

#define PADDING 5.0
#define GAP 8.0
#define N_COLUMNS 5
#define MAX_HOSTS 6
#define TIGHT_HOSTS 3

static const double widths[N_COLUMNS] = { 52, 54, 104, 98, 191 };

/* What is asked for is read first. */
#define COLUMN_NUMBERS 2

static void
set_cell (KaitsuComposer *self, KaitsuBlock *block, guint column, const char *tag, const char *text)
{
  const gboolean header = g_str_equal (tag, "TH");
  double x = 0;

  for (guint i = 0; i < column; i++)
    x += widths[i];

  double height = kaitsu_composer_set_text (self, block, x, PADDING, widths[column] - GAP,
                                            !header && column == COLUMN_NUMBERS
                                                ? KAITSU_STYLE_STRONG
                                                                   : KAITSU_STYLE_SMALL,
                                            header ? KAITSU_INK_SOFT : KAITSU_INK_TEXT, tag, text);
  block->height = MAX (block->height, height + 2 * PADDING);
}

static void
add_header (KaitsuComposer *self)
{
  const char *const titles[N_COLUMNS] = {
    C_ ("letter", "Direction"),
    C_ ("letter", "Protocol"),
    C_ ("letter", "Destination port"),
    C_ ("field", "For"),
    C_ ("letter", "Measured"),
  };
  KaitsuBlock *block = kaitsu_composer_add_block (self, 8);

  block->table = self->tables;
  block->header = TRUE;
  block->keep_with_next = TRUE;
  for (guint i = 0; i < N_COLUMNS; i++)
    set_cell (self, block, i, "TH", titles[i]);
  kaitsu_block_add_line (block, 0, 0, KAITSU_COMPOSER_WIDTH, 0.5, KAITSU_INK_TEXT);
  kaitsu_block_add_line (block, 0, block->height, KAITSU_COMPOSER_WIDTH, 0.5, KAITSU_INK_TEXT);
}

static void
add_row (KaitsuComposer *self, const KaitsuRequestRow *row)
{
  const char *const cells[N_COLUMNS] = { row->direction, row->protocol, row->numbers, row->use,
                                         row->evidence };
  KaitsuBlock *block = kaitsu_composer_add_block (self, 0);

  block->table = self->tables;
  for (guint i = 0; i < N_COLUMNS; i++)
    set_cell (self, block, i, "TD", cells[i]);
  kaitsu_block_add_line (block, 0, block->height, KAITSU_COMPOSER_WIDTH, 0.5, KAITSU_INK_RULE);
}

static void
add_rows (KaitsuComposer *self, GPtrArray *rows)
{
  self->tables++;
  add_header (self);
  for (guint i = 0; i < rows->len; i++)
    add_row (self, g_ptr_array_index (rows, i));
}

static void
add_subheading (KaitsuComposer *self, const char *title)
{
  kaitsu_composer_add_paragraph (self, 13, KAITSU_STYLE_SUBHEADING, title);

  KaitsuBlock *block = g_ptr_array_index (self->blocks, self->blocks->len - 1);
  block->keep_with_next = TRUE;
  block->height += 3;
}

/* On which hosts it was tried, each once; at most so many that they never
 * take much of the page. The appendix has all. */
static char *
dup_tried (GPtrArray *rows, guint max)
{
  g_autoptr (GPtrArray) hosts = g_ptr_array_new ();
  g_autofree char *some = NULL;
  guint more = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const KaitsuRequestRow *row = g_ptr_array_index (rows, i);

      for (guint j = 0; j < row->hosts->len; j++)
        {
          const char *host = g_ptr_array_index (row->hosts, j);

          if (g_ptr_array_find_with_equal_func (hosts, host, g_str_equal, NULL))
            continue;
          if (hosts->len < max)
            g_ptr_array_add (hosts, (gpointer) host);
          else
            more++;
        }
    }
  some = kaitsu_facts_join (hosts);
  if (more == 0)
    return g_steal_pointer (&some);
  return g_strconcat (some, C_ ("between the items of a list", ", "),
                      _ ("others: see the appendix"), NULL);
}

/**
 * kaitsu_composer_add_letter:
 * @self: a composer
 *
 * Adds the request to whoever can open the ports, on pages of its own;
 * nothing if there is nobody to write to.
 */
void
kaitsu_composer_add_letter (KaitsuComposer *self)
{
  static const KaitsuEvidence evidence[] = { KAITSU_EVIDENCE_FULL, KAITSU_EVIDENCE_PLACES,
                                             KAITSU_EVIDENCE_PARTIES };
  g_autoptr (KaitsuRequest) request = kaitsu_request_new_with_evidence (self->result,
                                                                evidence[self->tightness]);

  if (request == NULL)
    return;

  kaitsu_composer_turn_page (self);
  kaitsu_composer_add_page_title (self, C_ ("section", "Request to let connections through"));
  kaitsu_composer_add_fact_columns (self, KAITSU_STYLE_BODY, request->head);
  kaitsu_composer_add_paragraph (self, 12, KAITSU_STYLE_BODY, kaitsu_request_get_greeting ());
  add_rows (self, request->rows);
  add_subheading (self, C_ ("section", "How to set it up"));
  kaitsu_composer_add_facts (self, request->terms);
  add_subheading (self, C_ ("section", "Why it is needed"));
  kaitsu_composer_add_paragraph (self, 0, KAITSU_STYLE_BODY, request->effect);
  add_subheading (self, C_ ("section", "How it was measured"));
  kaitsu_facts_take (request->grounds, C_ ("letter", "Tried on"), dup_tried (request->rows, self->tightness > 0 ? TIGHT_HOSTS : MAX_HOSTS));
  kaitsu_composer_add_facts (self, request->grounds);
}
