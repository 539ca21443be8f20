/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-composer.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-explain.h"
#include "kaitsu-facts.h"
#include "kaitsu-port-result.h"
#include "kaitsu-texts.h"

/* The traffic lights. Ports that serve the same purpose share one row: light,
 * port and finding a line each, use and effect once. */

#define PADDING 5.5
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
  COLUMN_FINDING,
  N_COLUMNS,
} ColumnId;

/* Where everything is green, the others take the room. */
static const double widths_with_findings[N_COLUMNS] = { 86, 80, 90, 141, 102 };
static const double widths_without[N_COLUMNS] = { 90, 84, 147, 178, 0 };

static gboolean
has_findings (KaitsuComposer *self)
{
  GListModel *ports = kaitsu_result_get_ports (self->result);

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      if (kaitsu_port_result_get_light (port) != KAITSU_LIGHT_GREEN)
        return TRUE;
    }
  return FALSE;
}

static void
lay_columns (Column *columns, gboolean findings)
{
  double x = 0;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      const double width = findings ? widths_with_findings[i] : widths_without[i];

      columns[i] = (Column){ x, MAX (width - GAP, 0) };
      x += width;
    }
}

static void
add_header (KaitsuComposer *self, const Column *columns)
{
  const char *const titles[N_COLUMNS] = {
    C_ ("field", "Result"),    C_ ("field", "Port"),  C_ ("field", "For"),
    C_ ("field", "If closed"), C_ ("field", "Found"),
  };
  KaitsuBlock *block = kaitsu_composer_add_block (self, 0);
  double height = 0;

  block->table = self->tables;
  block->header = TRUE;
  block->keep_with_next = TRUE;
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      if (columns[i].width == 0)
        continue;

      double cell = kaitsu_composer_set_text (self, block, columns[i].x, 3, columns[i].width,
                                              KAITSU_STYLE_SMALL, KAITSU_INK_SOFT, "TH", titles[i]);
      height = MAX (height, cell);
    }
  block->height = height + 6;
  kaitsu_block_add_line (block, 0, block->height, KAITSU_COMPOSER_WIDTH, 0.5, KAITSU_INK_TEXT);
}

/* Returns the height of the line of one port. */
static double
set_port (KaitsuComposer *self,
          KaitsuBlock *block,
          const Column *columns,
          double y,
          KaitsuPortResult *port)
{
  g_autofree char *label = kaitsu_facts_dup_port_label (port);
  double height = kaitsu_composer_set_light (self, block, columns[COLUMN_LIGHT].x, y,
                                             columns[COLUMN_LIGHT].width + GAP,
                                             kaitsu_port_result_get_light (port));
  double cell = kaitsu_composer_set_text (self, block, columns[COLUMN_PORT].x, y,
                                          columns[COLUMN_PORT].width, KAITSU_STYLE_SMALL_STRONG,
                                          KAITSU_INK_TEXT, "TD", label);

  return MAX (height, cell);
}

/* Why it is not green, and who stops it. NULL if it is green. */
static char *
dup_finding (KaitsuPortResult *port)
{
  const char *reason = kaitsu_explain_reason (port);
  g_autofree char *suspects = kaitsu_explain_suspects (port);

  if (kaitsu_port_result_get_light (port) == KAITSU_LIGHT_GREEN)
    return NULL;
  if (suspects == NULL)
    return g_strdup (reason);
  return g_strdup_printf ("%s\n%s", reason, suspects);
}

/* Returns the height, 0 if there is nothing to say. */
static double
set_finding (KaitsuComposer *self,
             KaitsuBlock *block,
             const Column *columns,
             double y,
             KaitsuPortResult *port)
{
  g_autofree char *finding = dup_finding (port);

  if (finding == NULL || columns[COLUMN_FINDING].width == 0)
    return 0;
  return kaitsu_composer_set_text (self, block, columns[COLUMN_FINDING].x, y,
                                   columns[COLUMN_FINDING].width, KAITSU_STYLE_SMALL,
                                   KAITSU_INK_TEXT, "TD", finding);
}

/* What was found for all ports of a group is said once; else each line has
 * its own. */
static gboolean
share_finding (GPtrArray *ports)
{
  g_autofree char *first = dup_finding (g_ptr_array_index (ports, 0));

  for (guint i = 1; i < ports->len; i++)
    {
      g_autofree char *other = dup_finding (g_ptr_array_index (ports, i));
      if (g_strcmp0 (first, other) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Returns the height of all lines. */
static double
set_ports (KaitsuComposer *self, KaitsuBlock *block, const Column *columns, GPtrArray *ports)
{
  const gboolean shared = share_finding (ports);
  double lines = 0;
  double beside = 0;

  for (guint i = 0; i < ports->len; i++)
    {
      KaitsuPortResult *port = g_ptr_array_index (ports, i);
      double height;

      if (i > 0)
        lines += LINE_GAP;
      if (!shared || i == 0)
        beside = set_finding (self, block, columns, PADDING + lines, port);
      height = set_port (self, block, columns, PADDING + lines, port);
      lines += shared ? height : MAX (height, beside);
    }
  return MAX (lines, beside);
}

static void
add_group (KaitsuComposer *self, const Column *columns, GPtrArray *ports)
{
  KaitsuPortResult *first = g_ptr_array_index (ports, 0);
  g_autofree char *use = kaitsu_explain_use (self->result, first);
  g_autofree char *effect = kaitsu_explain_effect (self->result, first);
  KaitsuBlock *block = kaitsu_composer_add_block (self, 0);
  double height;

  block->table = self->tables;
  height = set_ports (self, block, columns, ports);

  double cell = kaitsu_composer_set_text (self, block, columns[COLUMN_USE].x, PADDING,
                                          columns[COLUMN_USE].width, KAITSU_STYLE_SMALL,
                                          KAITSU_INK_TEXT, "TD", use);
  height = MAX (height, cell);
  cell = kaitsu_composer_set_text (self, block, columns[COLUMN_EFFECT].x, PADDING,
                                   columns[COLUMN_EFFECT].width, KAITSU_STYLE_SMALL,
                                   KAITSU_INK_TEXT, "TD", effect);
  height = MAX (height, cell);

  block->height = height + 2 * PADDING;
  kaitsu_block_add_line (block, 0, block->height, KAITSU_COMPOSER_WIDTH, 0.5, KAITSU_INK_RULE);
}

static gboolean
are_alike (KaitsuComposer *self, KaitsuPortResult *a, KaitsuPortResult *b)
{
  g_autofree char *use_a = kaitsu_explain_use (self->result, a);
  g_autofree char *use_b = kaitsu_explain_use (self->result, b);
  g_autofree char *effect_a = kaitsu_explain_effect (self->result, a);
  g_autofree char *effect_b = kaitsu_explain_effect (self->result, b);

  return kaitsu_port_result_get_role (a) == kaitsu_port_result_get_role (b)
         && g_str_equal (use_a, use_b) && g_str_equal (effect_a, effect_b);
}

static void
free_group (gpointer data)
{
  g_ptr_array_unref (data);
}

/**
 * kaitsu_composer_group_ports:
 * @self: a composer
 *
 * Returns: (transfer full) (element-type GPtrArray): the ports in their order;
 *   neighbours that are for the same purpose are in one group
 */
GPtrArray *
kaitsu_composer_group_ports (KaitsuComposer *self)
{
  GListModel *ports = kaitsu_result_get_ports (self->result);
  GPtrArray *groups = g_ptr_array_new_with_free_func (free_group);
  GPtrArray *group = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);

      if (group == NULL || !are_alike (self, g_ptr_array_index (group, 0), port))
        {
          group = g_ptr_array_new_with_free_func (g_object_unref);
          g_ptr_array_add (groups, group);
        }
      g_ptr_array_add (group, g_steal_pointer (&port));
    }
  return groups;
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
  g_autoptr (GPtrArray) groups = kaitsu_composer_group_ports (self);
  Column columns[N_COLUMNS];

  self->tables++;
  lay_columns (columns, has_findings (self));
  kaitsu_composer_add_heading (self, C_ ("section", "The ports"));
  add_header (self, columns);
  for (guint i = 0; i < groups->len; i++)
    add_group (self, columns, g_ptr_array_index (groups, i));
}
