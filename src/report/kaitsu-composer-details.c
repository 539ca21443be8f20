/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-composer.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-explain.h"
#include "kaitsu-facts.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

/* Columns of the evidence: when, where, what. */
#define INDENT 12.0
#define WHEN_WIDTH 42.0
#define TARGET_WIDTH 190.0
#define MAX_EVIDENCE 3
#define MAX_OBSERVATIONS 40

/* Everything that is said about a port but its name: ports for which it is
 * the same are explained together. What stops without them is added up, so
 * those that are only for reference stay apart. */
static char *
dup_explanation (KaitsuComposer *self, KaitsuPortResult *port)
{
  g_autofree char *why = kaitsu_explain_why (self->result, port);
  g_autofree char *suspects = kaitsu_explain_suspects (port);

  return g_strdup_printf ("%d %d\n%s\n%s", (int) kaitsu_port_result_get_light (port),
                          (int) kaitsu_port_result_get_role (port), why,
                          suspects != NULL ? suspects : "");
}

static GPtrArray *
dup_explanation_facts (KaitsuComposer *self, GPtrArray *ports)
{
  KaitsuPortResult *first = g_ptr_array_index (ports, 0);
  GPtrArray *facts = kaitsu_facts_new ();

  kaitsu_facts_take (facts, C_ ("field", "Why"), kaitsu_explain_why (self->result, first));
  kaitsu_facts_take (facts, C_ ("field", "If closed"),
                     kaitsu_explain_effect_of_ports (self->result, ports));
  kaitsu_facts_take (facts, C_ ("field", "Stopped by"), kaitsu_explain_suspects (first));
  kaitsu_facts_take (facts, C_ ("field", "What to do"),
                     kaitsu_explain_remedy_of_ports (self->result, ports));
  return facts;
}

/* @about is the port that the heading names. */
static void
add_observation (KaitsuComposer *self, const KaitsuPort *about, const KaitsuObservation *seen)
{
  double x = INDENT;
  const gboolean told = about != NULL && kaitsu_port_equal (*about, seen->port);
  g_autofree char *when = kaitsu_wording_offset (seen->at_us);
  g_autofree char *target = told ? kaitsu_explain_host (seen) : kaitsu_explain_target (seen);
  g_autofree char *what = kaitsu_explain_seen (seen);
  KaitsuBlock *block = kaitsu_composer_add_block (self, 3.5);
  double height = kaitsu_composer_set_text (self, block, x, 0, WHEN_WIDTH, KAITSU_STYLE_TINY,
                                            KAITSU_INK_SOFT, NULL, when);

  x += WHEN_WIDTH;
  double cell = kaitsu_composer_set_text (self, block, x, 0, TARGET_WIDTH - 8, KAITSU_STYLE_TINY,
                                          KAITSU_INK_TEXT, NULL, target);
  height = MAX (height, cell);
  x += TARGET_WIDTH;
  cell = kaitsu_composer_set_text (self, block, x, 0, KAITSU_COMPOSER_WIDTH - x, KAITSU_STYLE_TINY,
                                   KAITSU_INK_TEXT, NULL, what);
  block->height = MAX (height, cell);
}

static gboolean
is_telling (const KaitsuObservation *seen)
{
  return !seen->control && seen->hop_limit == 0;
}

static void
add_evidence_label (KaitsuComposer *self)
{
  KaitsuBlock *block = kaitsu_composer_add_block (self, 5);

  block->height = kaitsu_composer_set_text (self, block, 0, 0, KAITSU_COMPOSER_WIDTH,
                                            KAITSU_STYLE_SMALL, KAITSU_INK_SOFT, NULL,
                                            C_ ("field", "Record"));
  block->keep_with_next = TRUE;
}

/* A few observations of the group's ports; the appendix has them all. */
static void
add_evidence (KaitsuComposer *self, GPtrArray *ports)
{
  const guint each = MAX (1, MAX_EVIDENCE / ports->len);
  guint total = 0;

  for (guint i = 0; i < ports->len; i++)
    {
      GPtrArray *observations = kaitsu_port_result_get_observations (g_ptr_array_index (ports, i));
      guint shown = 0;

      for (guint j = 0; j < observations->len && shown < each && total < MAX_EVIDENCE; j++)
        {
          if (!is_telling (g_ptr_array_index (observations, j)))
            continue;
          if (total == 0)
            add_evidence_label (self);
          add_observation (self, NULL, g_ptr_array_index (observations, j));
          shown++;
          total++;
        }
    }
}

static void
add_name (KaitsuComposer *self, KaitsuLight light, const char *name)
{
  KaitsuBlock *block = kaitsu_composer_add_block (self, 11);
  const double pill = 100;

  block->height = kaitsu_composer_set_light (self, block, 0, 2, pill, light);
  block->height = MAX (block->height, kaitsu_composer_set_text (self, block, pill, 0.5,
                                                                KAITSU_COMPOSER_WIDTH - pill,
                                                                KAITSU_STYLE_SUBHEADING,
                                                                KAITSU_INK_TEXT, NULL, name))
                  + 6;
  block->tag = "H3";
  block->keep_with_next = TRUE;
}

static void
add_detail (KaitsuComposer *self, GPtrArray *ports)
{
  KaitsuPortResult *first = g_ptr_array_index (ports, 0);
  g_autofree char *name = kaitsu_wording_ports (ports);
  g_autoptr (GPtrArray) facts = dup_explanation_facts (self, ports);

  add_name (self, kaitsu_port_result_get_light (first), name);
  kaitsu_composer_add_facts (self, facts);
  add_evidence (self, ports);
}

static void
free_group (gpointer data)
{
  g_ptr_array_unref (data);
}

/* Every port that is not green; those that are explained alike together. */
static GPtrArray *
group_by_explanation (KaitsuComposer *self)
{
  GListModel *ports = kaitsu_result_get_ports (self->result);
  GPtrArray *groups = g_ptr_array_new_with_free_func (free_group);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      g_autofree char *explanation = dup_explanation (self, port);
      GPtrArray *group = g_hash_table_lookup (known, explanation);

      if (kaitsu_port_result_get_light (port) == KAITSU_LIGHT_GREEN)
        continue;
      if (group == NULL)
        {
          group = g_ptr_array_new_with_free_func (g_object_unref);
          g_ptr_array_add (groups, group);
          g_hash_table_insert (known, g_steal_pointer (&explanation), group);
        }
      g_ptr_array_add (group, g_steal_pointer (&port));
    }
  return groups;
}

/**
 * kaitsu_composer_add_details:
 * @self: a composer
 *
 * Adds why each port that is not green is not, and what to do about it;
 * nothing if all are green.
 */
void
kaitsu_composer_add_details (KaitsuComposer *self)
{
  g_autoptr (GPtrArray) groups = group_by_explanation (self);

  if (groups->len == 0)
    return;
  kaitsu_composer_turn_page (self);
  kaitsu_composer_add_heading (self, C_ ("section", "Ports that need attention"));
  for (guint i = 0; i < groups->len; i++)
    add_detail (self, g_ptr_array_index (groups, i));
}

/* Dozens of packets that are meant to end on the way are one line. */
static void
add_hops (KaitsuComposer *self, KaitsuPortResult *port)
{
  static const KaitsuFamily families[] = { KAITSU_FAMILY_IPV4, KAITSU_FAMILY_IPV6 };
  const double x = INDENT + WHEN_WIDTH;

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_autofree char *line = kaitsu_explain_hops (port, families[i]);

      if (line == NULL)
        continue;
      KaitsuBlock *block = kaitsu_composer_add_block (self, 3.5);
      block->height = kaitsu_composer_set_text (self, block, x, 0, KAITSU_COMPOSER_WIDTH - x,
                                                KAITSU_STYLE_TINY, KAITSU_INK_TEXT, NULL, line);
    }
}

static void
add_record (KaitsuComposer *self, KaitsuPortResult *port)
{
  GPtrArray *observations = kaitsu_port_result_get_observations (port);
  g_autofree char *label = kaitsu_facts_dup_port_label (port);
  g_autofree char *light = kaitsu_facts_dup_light (kaitsu_port_result_get_light (port));
  g_autofree char *name = g_strdup_printf ("%s  %s", label, light);
  g_autofree char *more = NULL;
  const KaitsuPort about = kaitsu_port_result_get_port (port);
  guint shown = 0;

  KaitsuBlock *block = kaitsu_composer_add_block (self, 7);
  block->height = kaitsu_composer_set_text (self, block, 0, 0, KAITSU_COMPOSER_WIDTH,
                                            KAITSU_STYLE_SMALL_STRONG, KAITSU_INK_TEXT, NULL, name);
  block->tag = "H3";
  block->keep_with_next = TRUE;
  for (guint i = 0; i < observations->len; i++)
    {
      const KaitsuObservation *seen = g_ptr_array_index (observations, i);

      if (seen->hop_limit == 0 && ++shown <= MAX_OBSERVATIONS)
        add_observation (self, &about, seen);
    }
  if (shown > MAX_OBSERVATIONS)
    {
      more = g_strdup_printf (_ ("and %u more"), shown - MAX_OBSERVATIONS);
      kaitsu_composer_add_paragraph (self, 1.5, KAITSU_STYLE_TINY, more);
    }
  add_hops (self, port);
}

/* Whether only the owner's page is there yet: it is to stay his. */
static gboolean
is_first_page (KaitsuComposer *self)
{
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const KaitsuBlock *block = g_ptr_array_index (self->blocks, i);
      if (block->new_page)
        return FALSE;
    }
  return TRUE;
}

static void
add_records (KaitsuComposer *self)
{
  GListModel *ports = kaitsu_result_get_ports (self->result);
  gboolean titled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);

      if (kaitsu_port_result_get_observations (port)->len == 0)
        continue;
      if (!titled)
        kaitsu_composer_add_heading (self, C_ ("section", "Records of the measurement"));
      titled = TRUE;
      add_record (self, port);
    }
}

static void
add_section (KaitsuComposer *self, const char *title, GPtrArray *facts)
{
  if (facts->len == 0)
    return;
  kaitsu_composer_add_heading (self, title);
  kaitsu_composer_add_facts (self, facts);
}

/**
 * kaitsu_composer_add_appendix:
 * @self: a composer
 *
 * Adds what only specialists read: the network, the way, where the result
 * comes from, every observation.
 */
void
kaitsu_composer_add_appendix (KaitsuComposer *self)
{
  g_autoptr (GPtrArray) network = kaitsu_facts_of_network (self->result);
  g_autoptr (GPtrArray) path = kaitsu_facts_of_path (self->result);
  g_autoptr (GPtrArray) origin = kaitsu_facts_of_origin (self->result);

  if (is_first_page (self))
    kaitsu_composer_turn_page (self);
  if (network->len > 0)
    {
      kaitsu_composer_add_heading (self, C_ ("section", "Network"));
      kaitsu_composer_add_fact_columns (self, network);
    }
  add_section (self, C_ ("section", "Devices on the way"), path);
  add_section (self, C_ ("section", "About this report"), origin);
  add_records (self);
}
