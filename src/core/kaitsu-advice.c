/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-advice.h"

static void
advice_free (gpointer data)
{
  KaitsuAdvice *advice = data;

  g_ptr_array_unref (advice->ports);
  g_free (advice);
}

static void
add (GPtrArray *list, KaitsuParty party, gboolean afterwards, KaitsuPortResult *port)
{
  KaitsuAdvice *advice = NULL;

  for (guint i = 0; i < list->len && advice == NULL; i++)
    {
      KaitsuAdvice *known = g_ptr_array_index (list, i);
      if (known->party == party && known->afterwards == afterwards)
        advice = known;
    }
  if (advice == NULL)
    {
      advice = g_new0 (KaitsuAdvice, 1);
      advice->party = party;
      advice->afterwards = afterwards;
      advice->ports = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (list, advice);
    }
  g_ptr_array_add (advice->ports, g_object_ref (port));
}

/* The sheet's order is: the router first, the provider only if opening the
 * router did not help. A router that is proven to reject stays the one to
 * ask however often the check was run. */
static void
advise_on (GPtrArray *list, const KaitsuPrevious *previous, KaitsuPortResult *port)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);
  KaitsuParty order[KAITSU_MAX_SUSPECTS] = { KAITSU_PARTY_ROUTER, KAITSU_PARTY_PROVIDER };
  guint n = 2;

  if (finding->n_suspects > 0)
    {
      n = finding->n_suspects;
      for (guint i = 0; i < n; i++)
        order[i] = finding->suspects[i];
    }
  if (n >= 2 && order[0] == KAITSU_PARTY_ROUTER && order[1] == KAITSU_PARTY_PROVIDER
      && previous != NULL
      && kaitsu_previous_was_same (previous, kaitsu_port_result_get_port (port)))
    {
      order[0] = KAITSU_PARTY_PROVIDER;
      n = 1;
    }
  for (guint i = 0; i < n; i++)
    add (list, order[i], i > 0, port);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  const KaitsuAdvice *first = *(const KaitsuAdvice *const *) a;
  const KaitsuAdvice *second = *(const KaitsuAdvice *const *) b;

  if (first->afterwards != second->afterwards)
    return first->afterwards ? 1 : -1;
  return (int) first->party - (int) second->party;
}

/**
 * kaitsu_advice_new:
 * @result: a result
 *
 * Whom to ask, from the red ports' suspects, and from whether the same ports
 * were red in the run before (contract section 3).
 *
 * Returns: (transfer full) (element-type KaitsuAdvice): whom to ask first
 *   comes first; empty if nothing is red
 */
GPtrArray *
kaitsu_advice_new (KaitsuResult *result)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  GListModel *ports = kaitsu_result_get_ports (result);
  GPtrArray *list = g_ptr_array_new_with_free_func (advice_free);

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      /* an advisory port stops nothing: nobody need be asked for it */
      if (kaitsu_port_result_get_light (port) == KAITSU_LIGHT_RED
          && kaitsu_port_result_get_role (port) == KAITSU_ROLE_REQUIRED)
        advise_on (list, kaitsu_result_get_previous (result), port);
    }
  g_ptr_array_sort (list, compare);
  return list;
}
