/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-composer.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-explain.h"
#include "kaitsu-facts.h"
#include "kaitsu-port-result.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

/* The traffic lights. Ports that serve the same purpose share one row: each
 * light with its ports, use and effect once. Who stops them is in the picture
 * of the way, and why is in the appendix. */

#define PADDING 4.5
#define TIGHT_PADDING 3.2
#define GAP 8.0
#define LINE_GAP 4.0

typedef struct
{
  double x;
  double width;
} Column;

typedef enum
{
  COLUMN_LIGHT,
  COLUMN_PORT,
  COLUMN_USE,
  COLUMN_EFFECT,
  N_COLUMNS,
} ColumnId;

static const Column wide_columns[N_COLUMNS] = {
  [COLUMN_LIGHT] = { 0, 90 - GAP },
  [COLUMN_PORT] = { 90, 98 - GAP },
  [COLUMN_USE] = { 188, 106 - GAP },
  [COLUMN_EFFECT] = { 294, 205 },
};

static const Column tight_columns[N_COLUMNS] = {
  [COLUMN_LIGHT] = { 0, 85 - GAP },
  [COLUMN_PORT] = { 85, 97 - GAP },
  [COLUMN_USE] = { 182, 102 - GAP },
  [COLUMN_EFFECT] = { 284, 215 },
};

static const Column *
get_columns (KaitsuComposer *self)
{
  return self->tightness > 0 ? tight_columns : wide_columns;
}

static void
add_header (KaitsuComposer *self)
{
  const char *const titles[N_COLUMNS] = {
    C_ ("field", "Result"),
    C_ ("field", "Port"),
    C_ ("field", "For"),
    C_ ("field", "If closed"),
  };
  const Column *columns = get_columns (self);
  KaitsuBlock *block = kaitsu_composer_add_block (self, 0);
  double height = 0;

  block->table = self->tables;
  block->header = TRUE;
  block->keep_with_next = TRUE;
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      double cell = kaitsu_composer_set_text (self, block, columns[i].x, 3, columns[i].width,
                                              KAITSU_STYLE_SMALL, KAITSU_INK_SOFT, "TH", titles[i]);
      height = MAX (height, cell);
    }
  block->height = height + 6;
  kaitsu_block_add_line (block, 0, block->height, KAITSU_COMPOSER_WIDTH, 0.5, KAITSU_INK_TEXT);
}

/* Returns the height of one light and what it is of. */
static double
set_light (KaitsuComposer *self, KaitsuBlock *block, double y, GPtrArray *ports)
{
  const Column *columns = get_columns (self);
  KaitsuPortResult *first = g_ptr_array_index (ports, 0);
  g_autofree char *names = kaitsu_wording_ports (ports);
  g_autofree char *label = kaitsu_facts_dup_name (names, first);
  double height = kaitsu_composer_set_light (self, block, columns[COLUMN_LIGHT].x, y,
                                             columns[COLUMN_LIGHT].width + GAP,
                                             kaitsu_port_result_get_light (first));
  double cell = kaitsu_composer_set_text (self, block, columns[COLUMN_PORT].x, y,
                                          columns[COLUMN_PORT].width, KAITSU_STYLE_SMALL_STRONG,
                                          KAITSU_INK_TEXT, "TD", label);

  return MAX (height, cell);
}

static double
get_padding (KaitsuComposer *self)
{
  return self->tightness > 0 ? TIGHT_PADDING : PADDING;
}

/* One light for all neighbours that have the same. Returns the height. */
static double
set_lights (KaitsuComposer *self, KaitsuBlock *block, GPtrArray *ports)
{
  const double padding = get_padding (self);
  double y = padding;

  for (guint i = 0; i < ports->len;)
    {
      KaitsuPortResult *first = g_ptr_array_index (ports, i);
      g_autoptr (GPtrArray) same = g_ptr_array_new ();

      for (; i < ports->len; i++)
        {
          KaitsuPortResult *port = g_ptr_array_index (ports, i);

          if (kaitsu_port_result_get_light (port) != kaitsu_port_result_get_light (first))
            break;
          g_ptr_array_add (same, port);
        }
      if (y > padding)
        y += LINE_GAP;
      y += set_light (self, block, y, same);
    }
  return y - padding;
}

static void
add_group (KaitsuComposer *self, GPtrArray *ports)
{
  KaitsuPortResult *first = g_ptr_array_index (ports, 0);
  g_autofree char *use = kaitsu_explain_use (self->result, first);
  g_autofree char *effect = kaitsu_explain_effect (self->result, first);
  const Column *columns = get_columns (self);
  const KaitsuStyle style = self->tightness > 0 ? KAITSU_STYLE_TINY : KAITSU_STYLE_SMALL;
  const double padding = get_padding (self);
  KaitsuBlock *block = kaitsu_composer_add_block (self, 0);
  double height;

  block->table = self->tables;
  height = set_lights (self, block, ports);

  double cell = kaitsu_composer_set_text (self, block, columns[COLUMN_USE].x, padding,
                                          columns[COLUMN_USE].width, style,
                                          KAITSU_INK_TEXT, "TD", use);
  height = MAX (height, cell);
  cell = kaitsu_composer_set_text (self, block, columns[COLUMN_EFFECT].x, padding,
                                   columns[COLUMN_EFFECT].width, style,
                                   KAITSU_INK_TEXT, "TD", effect);
  height = MAX (height, cell);

  block->height = height + 2 * padding;
  kaitsu_block_add_line (block, 0, block->height, KAITSU_COMPOSER_WIDTH, 0.5, KAITSU_INK_RULE);
}

/**
 * kaitsu_composer_add_table:
 * @self: a composer
 *
 * Adds the traffic lights of all ports.
 */
void
kaitsu_composer_add_table (KaitsuComposer *self)
{
  g_autoptr (GPtrArray) groups = kaitsu_facts_group_ports (self->result);

  self->tables++;
  kaitsu_composer_add_heading (self, C_ ("section", "The ports"));
  add_header (self);
  for (guint i = 0; i < groups->len; i++)
    add_group (self, g_ptr_array_index (groups, i));
}
