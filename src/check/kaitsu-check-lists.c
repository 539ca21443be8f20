/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-check-lists.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "kaitsu-nick.h"
#include "kaitsu-plan.h"
#include "kaitsu-practice-net.h"

static char *
to_text (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  return g_strconcat (text, "\n", NULL);
}

static void
add_string (JsonBuilder *b, const char *name, const char *value)
{
  json_builder_set_member_name (b, name);
  json_builder_add_string_value (b, value);
}

static void
add_unit (JsonBuilder *b, KaitsuUnit *unit)
{
  GPtrArray *ports = kaitsu_unit_get_ports (unit);

  json_builder_begin_object (b);
  add_string (b, "id", kaitsu_unit_get_id (unit));
  add_string (b, "name", kaitsu_unit_get_name (unit));
  json_builder_set_member_name (b, "ports");
  json_builder_begin_array (b);
  for (guint i = 0; i < ports->len; i++)
    {
      const KaitsuUnitPort *port = g_ptr_array_index (ports, i);
      g_autofree char *name = kaitsu_port_to_string (port->port);

      json_builder_begin_object (b);
      add_string (b, "port", name);
      add_string (b, "role", kaitsu_nick (KAITSU_TYPE_ROLE, (int) port->role));
      json_builder_end_object (b);
    }
  json_builder_end_array (b);
  json_builder_end_object (b);
}

static void
append_unit (GString *out, KaitsuUnit *unit)
{
  GPtrArray *ports = kaitsu_unit_get_ports (unit);

  g_string_append_printf (out, "%s\t%s\t", kaitsu_unit_get_id (unit), kaitsu_unit_get_name (unit));
  for (guint i = 0; i < ports->len; i++)
    {
      const KaitsuUnitPort *port = g_ptr_array_index (ports, i);
      g_autofree char *name = kaitsu_port_to_string (port->port);
      gboolean advisory = port->role == KAITSU_ROLE_ADVISORY;

      g_string_append_printf (out, "%s%s%s%s", i > 0 ? " " : "", advisory ? "(" : "", name,
                              advisory ? ")" : "");
    }
  g_string_append_c (out, '\n');
}

/**
 * kaitsu_check_list_units:
 * @catalogue: the units
 * @json: as JSON instead of lines
 *
 * Returns: (transfer full): "unit2<TAB>HOME-UNIT2<TAB>tcp/80 tcp/443 …",
 *   advisory ports in parentheses
 */
char *
kaitsu_check_list_units (KaitsuCatalogue *catalogue, gboolean json)
{
  GListModel *units = kaitsu_catalogue_get_units (catalogue);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (units); i++)
    {
      g_autoptr (KaitsuUnit) unit = g_list_model_get_item (units, i);

      add_unit (builder, unit);
      append_unit (out, unit);
    }
  json_builder_end_array (builder);
  return json ? to_text (builder) : g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
join_uses (const KaitsuTarget *target)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (int use = KAITSU_USE_HTTP; use <= KAITSU_USE_PATH; use++)
    if (target->uses & (1u << use))
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "",
                              kaitsu_nick (KAITSU_TYPE_USE, use));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
join_ports (const KaitsuTarget *target)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < target->ports->len; i++)
    {
      g_autofree char *name
          = kaitsu_port_to_string (g_array_index (target->ports, KaitsuPort, i));
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", name);
    }
  if (target->all_tcp)
    g_string_append (out, out->len > 0 ? " tcp/*" : "tcp/*");
  if (target->all_udp)
    g_string_append (out, out->len > 0 ? " udp/*" : "udp/*");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
is_used_by (KaitsuPlan *plan, const KaitsuTarget *target)
{
  GPtrArray *entries = plan != NULL ? kaitsu_plan_get_entries (plan) : NULL;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const KaitsuPlanEntry *entry = g_ptr_array_index (entries, i);
      for (guint j = 0; j < entry->attempts->len; j++)
        if (g_array_index (entry->attempts, KaitsuPlanAttempt, j).target == target)
          return TRUE;
    }
  return plan == NULL;
}

/**
 * kaitsu_check_list_targets:
 * @targets: the hosts
 * @unit: (nullable): only those that are tried for this unit
 * @json: as JSON instead of lines
 *
 * Returns: (transfer full): "host<TAB>operator<TAB>uses<TAB>ports"
 */
char *
kaitsu_check_list_targets (KaitsuTargets *targets, KaitsuUnit *unit, gboolean json)
{
  g_autoptr (KaitsuPlan) plan = unit != NULL ? kaitsu_plan_new (unit, targets) : NULL;
  GPtrArray *list = kaitsu_targets_get_targets (targets);
  GPtrArray *checks = kaitsu_targets_get_portal_checks (targets);
  g_autoptr (JsonBuilder) b = json_builder_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  json_builder_begin_array (b);
  for (guint i = 0; i < list->len; i++)
    {
      const KaitsuTarget *target = g_ptr_array_index (list, i);
      g_autofree char *uses = join_uses (target);
      g_autofree char *ports = join_ports (target);
      const char *who = kaitsu_nick (KAITSU_TYPE_OPERATOR, (int) target->operated_by);

      if (!is_used_by (plan, target))
        continue;
      g_string_append_printf (out, "%s\t%s\t%s\t%s\n", target->host, who, uses, ports);
      json_builder_begin_object (b);
      add_string (b, "host", target->host);
      add_string (b, "operator", who);
      add_string (b, "uses", uses);
      add_string (b, "ports", ports);
      json_builder_end_object (b);
    }
  for (guint i = 0; i < checks->len; i++)
    {
      const KaitsuPortalCheck *check = g_ptr_array_index (checks, i);
      g_autoptr (GUri) uri = g_uri_parse (check->uri, G_URI_FLAGS_NONE, NULL);

      g_string_append_printf (out, "%s\tpublic\tportal-check\ttcp/80\n", g_uri_get_host (uri));
      json_builder_begin_object (b);
      add_string (b, "host", g_uri_get_host (uri));
      add_string (b, "operator", "public");
      add_string (b, "uses", "portal-check");
      add_string (b, "ports", "tcp/80");
      json_builder_end_object (b);
    }
  json_builder_end_array (b);
  return json ? to_text (b) : g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * kaitsu_check_list_scenarios:
 * @json: as JSON instead of lines
 *
 * Returns: (transfer full): "id<TAB>title"
 */
char *
kaitsu_check_list_scenarios (gboolean json)
{
  g_autoptr (JsonBuilder) b = json_builder_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  json_builder_begin_array (b);
  for (const KaitsuPracticeScenario *s = kaitsu_practice_list_scenarios (); s->id != NULL; s++)
    {
      g_string_append_printf (out, "%s\t%s\n", s->id, _(s->title));
      json_builder_begin_object (b);
      add_string (b, "id", s->id);
      add_string (b, "title", _(s->title));
      add_string (b, "description", _(s->description));
      json_builder_end_object (b);
    }
  json_builder_end_array (b);
  return json ? to_text (b) : g_string_free (g_steal_pointer (&out), FALSE);
}
