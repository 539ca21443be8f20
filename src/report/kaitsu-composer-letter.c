/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-composer.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-explain.h"
#include "kaitsu-facts.h"
#include "kaitsu-request.h"
#include "kaitsu-texts.h"

/* A page that can be handed over alone: what is to be opened, in the terms
 * that firewalls are set up with. */

#define PADDING 5.0
#define GAP 8.0
#define N_COLUMNS 6

static const double widths[N_COLUMNS] = { 24, 52, 50, 62, 122, 189 };

static void
set_cell (KaitsuComposer *self, KaitsuBlock *block, guint column, const char *tag, const char *text)
{
  const gboolean header = g_str_equal (tag, "TH");
  double x = 0;

  for (guint i = 0; i < column; i++)
    x += widths[i];

  double height = kaitsu_composer_set_text (self, block, x, PADDING, widths[column] - GAP,
                                            !header && column == 3 ? KAITSU_STYLE_SMALL_STRONG
                                                                   : KAITSU_STYLE_SMALL,
                                            header ? KAITSU_INK_SOFT : KAITSU_INK_TEXT, tag, text);
  block->height = MAX (block->height, height + 2 * PADDING);
}

static void
add_header (KaitsuComposer *self)
{
  const char *const titles[N_COLUMNS] = {
    "",
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

/* The use is not repeated for the neighbour that shares them. */
static char *
dup_use (KaitsuComposer *self, KaitsuPortResult *port, KaitsuPortResult *before)
{
  g_autofree char *use = kaitsu_explain_use (self->result, port);
  g_autofree char *above = before != NULL ? kaitsu_explain_use (self->result, before) : NULL;

  if (g_strcmp0 (use, above) == 0)
    return g_strdup (C_ ("same as in the row above", "as above"));
  return g_steal_pointer (&use);
}

static char *
dup_number (KaitsuPortResult *port)
{
  const guint number = kaitsu_port_result_get_port (port).number;

  if (kaitsu_port_result_get_role (port) == KAITSU_ROLE_REQUIRED)
    return g_strdup_printf ("%u", number);
  return g_strdup_printf ("%u %s", number, kaitsu_role_text (KAITSU_ROLE_ADVISORY));
}

static void
add_row (KaitsuComposer *self, guint number, KaitsuPortResult *port, KaitsuPortResult *before)
{
  const KaitsuPort what = kaitsu_port_result_get_port (port);
  KaitsuBlock *block = kaitsu_composer_add_block (self, 0);
  g_autofree char *order = g_strdup_printf ("%u", number);
  g_autofree char *direction = kaitsu_request_dup_direction (what);
  g_autofree char *destination = dup_number (port);
  g_autofree char *use = dup_use (self, port, before);
  g_autofree char *evidence = kaitsu_request_dup_evidence (port);

  block->table = self->tables;
  set_cell (self, block, 0, "TD", order);
  set_cell (self, block, 1, "TD", direction);
  set_cell (self, block, 2, "TD", what.protocol == KAITSU_PROTOCOL_TCP ? "TCP" : "UDP");
  set_cell (self, block, 3, "TD", destination);
  set_cell (self, block, 4, "TD", use);
  set_cell (self, block, 5, "TD", evidence);
  kaitsu_block_add_line (block, 0, block->height, KAITSU_COMPOSER_WIDTH, 0.5, KAITSU_INK_RULE);
}

static void
add_rows (KaitsuComposer *self, GPtrArray *ports)
{
  self->tables++;
  add_header (self);
  for (guint i = 0; i < ports->len; i++)
    add_row (self, i + 1, g_ptr_array_index (ports, i),
             i > 0 ? g_ptr_array_index (ports, i - 1) : NULL);
}

static void
add_subheading (KaitsuComposer *self, const char *title)
{
  kaitsu_composer_add_paragraph (self, 13, KAITSU_STYLE_SUBHEADING, title);

  KaitsuBlock *block = g_ptr_array_index (self->blocks, self->blocks->len - 1);
  block->keep_with_next = TRUE;
  block->height += 3;
}

/* On which hosts it was tried, each once. */
static void
add_tried (GPtrArray *facts, GPtrArray *ports)
{
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < ports->len; i++)
    {
      g_autofree char *tried = kaitsu_request_dup_tried (g_ptr_array_index (ports, i));

      if (g_hash_table_contains (said, tried))
        continue;
      kaitsu_facts_add (facts, g_hash_table_size (said) == 0 ? C_ ("letter", "Tried on") : "",
                        tried);
      g_hash_table_add (said, g_steal_pointer (&tried));
    }
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
  g_autoptr (KaitsuRequest) request = kaitsu_request_new (self->result);

  if (request == NULL)
    return;

  g_autofree char *effect = kaitsu_explain_effect_of_ports (self->result, request->ports);
  kaitsu_composer_turn_page (self);
  kaitsu_composer_add_page_title (self, C_ ("section", "Request to let connections through"));
  kaitsu_composer_add_fact_columns (self, request->head);
  kaitsu_composer_add_paragraph (self, 12, KAITSU_STYLE_BODY, kaitsu_request_get_greeting ());
  add_rows (self, request->ports);
  add_subheading (self, C_ ("section", "How to set it up"));
  kaitsu_composer_add_facts (self, request->terms);
  add_subheading (self, C_ ("section", "Why it is needed"));
  kaitsu_composer_add_paragraph (self, 0, KAITSU_STYLE_BODY, effect);
  add_subheading (self, C_ ("section", "How it was measured"));
  add_tried (request->grounds, request->ports);
  kaitsu_composer_add_fact_columns (self, request->grounds);
}
