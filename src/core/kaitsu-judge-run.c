/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-judge.h"

static KaitsuLight
find_light (GListModel *ports, KaitsuPort port)
{
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) row = g_list_model_get_item (ports, i);
      if (kaitsu_port_equal (kaitsu_port_result_get_port (row), port))
        return kaitsu_port_result_get_light (row);
    }
  return KAITSU_LIGHT_NONE;
}

/* Contract section 2: red if closed ports make the effect happen, yellow if
 * that is unsure or only the note applies, green otherwise. Advisory ports
 * have no say. */
static KaitsuServiceResult *
judge_service (const KaitsuService *service, GListModel *ports)
{
  KaitsuServiceResult *verdict = kaitsu_service_result_new (service->id);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gboolean red = FALSE, unsure = FALSE, note = FALSE, tried = FALSE;

  for (guint i = 0; i < service->ports->len; i++)
    {
      const KaitsuServicePort *port = &g_array_index (service->ports, KaitsuServicePort, i);
      g_autofree char *name = kaitsu_port_to_string (port->port);
      KaitsuLight light = find_light (ports, port->port);

      g_strv_builder_add (names, name);
      if (port->role == KAITSU_ROLE_ADVISORY)
        continue;
      tried |= light != KAITSU_LIGHT_NONE;
      if (light == KAITSU_LIGHT_GREEN)
        continue;
      if (port->closed_means == KAITSU_CLOSED_MEANS_NOTE)
        note = TRUE;
      else if (light == KAITSU_LIGHT_RED)
        red = TRUE;
      else
        unsure = TRUE;
    }

  g_strfreev (verdict->ports);
  verdict->ports = g_strv_builder_end (names);
  verdict->note_only = note && !red && !unsure;
  if (!tried)
    verdict->light = KAITSU_LIGHT_NONE;
  else if (red)
    verdict->light = KAITSU_LIGHT_RED;
  else
    verdict->light = unsure || note ? KAITSU_LIGHT_YELLOW : KAITSU_LIGHT_GREEN;
  return verdict;
}

/**
 * kaitsu_judge_services:
 * @unit: the unit
 * @ports: (element-type KaitsuPortResult): its ports, judged
 *
 * Returns: (transfer full) (element-type KaitsuServiceResult): one for each
 *   service of @unit, in its order
 */
GPtrArray *
kaitsu_judge_services (KaitsuUnit *unit, GListModel *ports)
{
  g_return_val_if_fail (KAITSU_IS_UNIT (unit), NULL);

  GPtrArray *services = kaitsu_unit_get_services (unit);
  GPtrArray *verdicts = g_ptr_array_new ();

  for (guint i = 0; i < services->len; i++)
    g_ptr_array_add (verdicts, judge_service (g_ptr_array_index (services, i), ports));
  return verdicts;
}

/**
 * kaitsu_judge_run:
 * @ports: (element-type KaitsuPortResult): the ports, judged
 * @offline: whether the line as a whole is down
 * @stopped: whether the run ended before all was tried
 *
 * Returns: the verdict of the run (contract section 2)
 */
KaitsuVerdict
kaitsu_judge_run (GListModel *ports, gboolean offline, gboolean stopped)
{
  gboolean red = FALSE, not_green = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) row = g_list_model_get_item (ports, i);
      KaitsuLight light = kaitsu_port_result_get_light (row);

      if (kaitsu_port_result_get_role (row) == KAITSU_ROLE_ADVISORY)
        continue;
      red |= light == KAITSU_LIGHT_RED;
      not_green |= light != KAITSU_LIGHT_GREEN;
    }
  if (offline)
    return KAITSU_VERDICT_OFFLINE;
  if (stopped)
    return KAITSU_VERDICT_STOPPED;
  if (red)
    return KAITSU_VERDICT_NOT_USABLE;
  return not_green ? KAITSU_VERDICT_UNCONFIRMED : KAITSU_VERDICT_USABLE;
}
