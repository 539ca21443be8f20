/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-composer.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-facts.h"
#include "kaitsu-record.h"

/* Columns of what was seen: where, what, and how often and when. */
#define INDENT 12.0
#define TARGET_WIDTH 150.0
#define MEASURES_WIDTH 138.0
#define COLUMN_GAP 9.0

/* Labels that are no names of fields: numbers of devices, hosts. */
#define NUMBER_WIDTH 24.0
#define HOST_WIDTH 190.0

/* In blocks: a third of a page at most, as far as nobody writes novels. */
#define LONGEST_WHOLE 9

/* The appendix is for specialists: everything is there, and nothing twice. */

static double
set_small (KaitsuComposer *self,
           KaitsuBlock *block,
           double x,
           double width,
           KaitsuInk ink,
           const char *text)
{
  return kaitsu_composer_set_text (self, block, x, 0, width, KAITSU_STYLE_TINY, ink, NULL, text);
}

static void
add_line (KaitsuComposer *self, double space_before, const KaitsuRecordLine *line)
{
  KaitsuBlock *block = kaitsu_composer_add_block (self, space_before);
  const KaitsuInk ink = line->control ? KAITSU_INK_SOFT : KAITSU_INK_TEXT;
  g_autofree char *target = NULL;
  double x = INDENT;

  target = line->control ? g_strdup_printf ("%s %s", C_ ("observation", "[comparison]"),
                                            line->target)
                         : g_strdup (line->target);
  block->height = set_small (self, block, x, TARGET_WIDTH - COLUMN_GAP, ink, target);
  x += TARGET_WIDTH;

  const double width = KAITSU_COMPOSER_WIDTH - x - MEASURES_WIDTH;
  double cell = set_small (self, block, x, width - COLUMN_GAP, ink, line->seen);
  block->height = MAX (block->height, cell);
  cell = set_small (self, block, x + width, MEASURES_WIDTH, KAITSU_INK_SOFT, line->measures);
  block->height = MAX (block->height, cell);
}

static void
add_note (KaitsuComposer *self, const char *text)
{
  KaitsuBlock *block = kaitsu_composer_add_block (self, 3);

  block->height = set_small (self, block, INDENT, KAITSU_COMPOSER_WIDTH - INDENT, KAITSU_INK_TEXT,
                             text);
}

static void
add_name (KaitsuComposer *self, const KaitsuRecord *record)
{
  KaitsuPortResult *first = g_ptr_array_index (record->ports, 0);
  KaitsuBlock *block = kaitsu_composer_add_block (self, 12);
  const double pill = 100;
  g_autofree char *name = kaitsu_facts_dup_name (record->names, first);

  block->height = kaitsu_composer_set_light (self, block, 0, 2, pill,
                                             kaitsu_port_result_get_light (first));
  block->height = MAX (block->height, kaitsu_composer_set_text (self, block, pill, 0.5,
                                                                KAITSU_COMPOSER_WIDTH - pill,
                                                                KAITSU_STYLE_SUBHEADING,
                                                                KAITSU_INK_TEXT, NULL, name))
                  + 5;
  block->tag = "H3";
  block->keep_with_next = TRUE;
}

/* From the block @first to the one before @end. */
static void
hold_together (KaitsuComposer *self, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    {
      KaitsuBlock *block = g_ptr_array_index (self->blocks, i);
      block->keep_with_next = TRUE;
    }
}

/* A short record is not torn apart; of a long one, which would not fit on any
 * page, the head stays with the first line of what was seen. */
static void
add_record (KaitsuComposer *self, const KaitsuRecord *record)
{
  const guint first = self->blocks->len;

  add_name (self, record);
  kaitsu_composer_add_small_facts (self, 0, record->facts);

  const guint head = self->blocks->len;
  for (guint i = 0; i < record->lines->len; i++)
    add_line (self, i == 0 ? 6 : 2.5, g_ptr_array_index (record->lines, i));
  if (record->more > 0)
    {
      g_autofree char *more = g_strdup_printf (_ ("and %u more"), record->more);
      add_note (self, more);
    }
  for (guint i = 0; i < record->hops->len; i++)
    add_note (self, g_ptr_array_index (record->hops, i));
  if (self->blocks->len - first <= LONGEST_WHOLE)
    hold_together (self, first, self->blocks->len - 1);
  else
    hold_together (self, first, head);
}

static void
add_section (KaitsuComposer *self, const char *title, double label_width, GPtrArray *facts)
{
  if (facts->len == 0)
    return;
  kaitsu_composer_add_heading (self, title);
  kaitsu_composer_add_small_facts (self, label_width, facts);
}

/* What the pages before had no room for. */
static void
add_moved (KaitsuComposer *self)
{
  g_autoptr (GPtrArray) customer = kaitsu_facts_of_customer (self->result);

  if (self->moved)
    {
      kaitsu_composer_add_notices (self);
      kaitsu_composer_add_previous (self);
    }
  if (self->cut)
    add_section (self, C_ ("section", "Customer"), 0, customer);
}

/**
 * kaitsu_composer_add_appendix:
 * @self: a composer
 *
 * Adds what only specialists read: every port with all that was seen, the
 * network, the way, where the result comes from.
 */
void
kaitsu_composer_add_appendix (KaitsuComposer *self)
{
  g_autoptr (GPtrArray) records = kaitsu_records_new (self->result);
  g_autoptr (GPtrArray) network = kaitsu_facts_of_network (self->result);
  g_autoptr (GPtrArray) path = kaitsu_facts_of_path (self->result);
  g_autoptr (GPtrArray) targets = kaitsu_facts_of_targets (self->result);
  g_autoptr (GPtrArray) origin = kaitsu_facts_of_origin (self->result);

  kaitsu_composer_turn_page (self);
  kaitsu_composer_add_page_title (self, C_ ("section", "Appendix: the measurement"));
  add_moved (self);
  if (network->len > 0)
    {
      kaitsu_composer_add_heading (self, C_ ("section", "Network"));
      kaitsu_composer_add_fact_columns (self, KAITSU_STYLE_SMALL, network);
    }
  add_section (self, C_ ("section", "Devices on the way"), NUMBER_WIDTH, path);
  add_section (self, C_ ("section", "Hosts that were tried"), HOST_WIDTH, targets);
  add_section (self, C_ ("section", "About this report"), 0, origin);
  kaitsu_composer_add_heading (self, C_ ("section", "Records of the measurement"));
  for (guint i = 0; i < records->len; i++)
    add_record (self, g_ptr_array_index (records, i));
}
