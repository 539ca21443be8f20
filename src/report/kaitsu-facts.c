/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-facts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kaitsu-explain.h"
#include "kaitsu-text.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

/* The longest thing that a customer may write is the memo. */
#define MAX_VALUE_CHARS 600

/* A file may name any number of hosts. */
#define MAX_TARGETS 30

static void
fact_free (gpointer data)
{
  KaitsuFact *fact = data;

  g_free (fact->label);
  g_free (fact->value);
  g_free (fact);
}

/**
 * kaitsu_facts_new:
 *
 * Returns: (transfer full) (element-type KaitsuFact): an empty list
 */
GPtrArray *
kaitsu_facts_new (void)
{
  return g_ptr_array_new_with_free_func (fact_free);
}

/**
 * kaitsu_facts_add:
 * @facts: (element-type KaitsuFact): a list
 * @label: (nullable): name of the field
 * @value: (nullable): what is in it, from anywhere; several lines stay such
 *
 * Appends a line; nothing happens if @value is empty once it is clean.
 */
void
kaitsu_facts_add (GPtrArray *facts, const char *label, const char *value)
{
  g_autofree char *clean = kaitsu_text_clean_lines (value, MAX_VALUE_CHARS);

  if (*clean == '\0')
    return;

  KaitsuFact *fact = g_new0 (KaitsuFact, 1);
  fact->label = g_strdup (label);
  fact->value = g_steal_pointer (&clean);
  g_ptr_array_add (facts, fact);
}

/**
 * kaitsu_facts_take:
 * @facts: (element-type KaitsuFact): a list
 * @label: (nullable): name of the field
 * @value: (nullable) (transfer full): what is in it
 *
 * Like kaitsu_facts_add(), and frees @value.
 */
void
kaitsu_facts_take (GPtrArray *facts, const char *label, char *value)
{
  kaitsu_facts_add (facts, label, value);
  g_free (value);
}

/**
 * kaitsu_facts_join:
 * @items: (element-type utf8): any number
 *
 * Returns: (transfer full): them as a list in the current language
 */
char *
kaitsu_facts_join (GPtrArray *items)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? C_ ("between the items of a list", ", ") : "",
                            (const char *) g_ptr_array_index (items, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * kaitsu_facts_dup_number:
 * @result: a result
 *
 * Returns: (transfer full): the report's number: the beginning of the result's
 *   id, short enough to be read out on the telephone
 */
char *
kaitsu_facts_dup_number (KaitsuResult *result)
{
  g_autofree char *id = kaitsu_text_clean (kaitsu_result_get_id (result), -1, 36);

  for (guint i = 0; i < 8; i++)
    {
      if (!g_ascii_isxdigit (id[i]))
        return g_steal_pointer (&id);
    }

  g_autofree char *upper = g_ascii_strup (id, 8);
  return g_strdup_printf ("%.4s-%.4s", upper, upper + 4);
}

/**
 * kaitsu_facts_of_run:
 * @result: a result
 *
 * Returns: (transfer full) (element-type KaitsuFact): what was checked, when,
 *   and the number of the report
 */
GPtrArray *
kaitsu_facts_of_run (KaitsuResult *result)
{
  const KaitsuNetwork *network = kaitsu_result_get_network (result);
  GPtrArray *facts = kaitsu_facts_new ();

  kaitsu_facts_add (facts, C_ ("field", "Unit"), kaitsu_result_get_unit_name (result));
  kaitsu_facts_take (facts, C_ ("field", "Checked on"),
                     kaitsu_wording_minute (kaitsu_result_get_finished (result)));
  kaitsu_facts_take (facts, C_ ("field", "Not tried again"), kaitsu_explain_taken_over (result));
  if (network->kind != KAITSU_LINK_KIND_UNKNOWN)
    kaitsu_facts_add (facts, C_ ("field", "Connected by"), kaitsu_link_kind_text (network->kind));
  kaitsu_facts_take (facts, C_ ("field", "Report number"), kaitsu_facts_dup_number (result));
  return facts;
}

/**
 * kaitsu_facts_of_customer:
 * @result: a result
 *
 * Returns: (transfer full) (element-type KaitsuFact): what the customer wrote
 *   about himself; only the fields that are filled
 */
GPtrArray *
kaitsu_facts_of_customer (KaitsuResult *result)
{
  const KaitsuCustomer *customer = kaitsu_result_get_customer (result);
  GPtrArray *facts = kaitsu_facts_new ();

  kaitsu_facts_add (facts, C_ ("field", "Company or shop"), customer->company);
  kaitsu_facts_add (facts, C_ ("field", "Person"), customer->person);
  kaitsu_facts_add (facts, C_ ("field", "Phone"), customer->phone);
  kaitsu_facts_add (facts, C_ ("field", "Provider"), customer->provider);
  kaitsu_facts_add (facts, C_ ("field", "Line"), customer->line);
  kaitsu_facts_add (facts, C_ ("field", "Memo"), customer->memo);
  return facts;
}

static char *
join (GStrv words)
{
  return words != NULL ? g_strjoinv (C_ ("between the items of a list", ", "), words) : NULL;
}

/**
 * kaitsu_facts_of_network:
 * @result: a result
 *
 * Returns: (transfer full) (element-type KaitsuFact): how the PC is attached,
 *   for whoever manages the router
 */
GPtrArray *
kaitsu_facts_of_network (KaitsuResult *result)
{
  const KaitsuNetwork *network = kaitsu_result_get_network (result);
  GPtrArray *facts = kaitsu_facts_new ();
  gboolean vpn = kaitsu_result_find_notice (result, KAITSU_NOTICE_KIND_VPN) != NULL;

  kaitsu_facts_add (facts, C_ ("field", "Connected by"), kaitsu_link_kind_text (network->kind));
  kaitsu_facts_add (facts, C_ ("field", "Interface"), network->interface);
  kaitsu_facts_add (facts, C_ ("field", "PC address"), network->address);
  kaitsu_facts_add (facts, vpn ? C_ ("field", "VPN address") : C_ ("field", "Router address"),
                    network->gateway);
  kaitsu_facts_add (facts, C_ ("field", "Router address (IPv6)"), network->gateway_ipv6);
  kaitsu_facts_take (facts, C_ ("field", "DNS servers"), join (network->dns));
  kaitsu_facts_add (facts, C_ ("field", "Public address"), network->public_address);
  return facts;
}

static char *
describe_hop (const KaitsuHop *hop)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append (line, hop->address != NULL ? hop->address : C_ ("hop", "(does not answer)"));
  if (hop->party != KAITSU_PARTY_UNKNOWN)
    g_string_append_printf (line, "%s%s", C_ ("between the items of a list", ", "),
                            kaitsu_party_text (hop->party));
  if (hop->rtt_us >= 0)
    {
      g_autofree char *rtt = kaitsu_wording_milliseconds (hop->rtt_us);
      g_string_append_printf (line, "%s%s", C_ ("between the items of a list", ", "), rtt);
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * kaitsu_facts_of_path:
 * @result: a result
 *
 * Returns: (transfer full) (element-type KaitsuFact): the devices on the way,
 *   as far as they are known; the label is the number
 */
GPtrArray *
kaitsu_facts_of_path (KaitsuResult *result)
{
  GPtrArray *path = kaitsu_result_get_path (result);
  GPtrArray *facts = kaitsu_facts_new ();

  for (guint i = 0; i < path->len; i++)
    {
      const KaitsuHop *hop = g_ptr_array_index (path, i);
      g_autofree char *number = g_strdup_printf ("%u", hop->hop);

      kaitsu_facts_take (facts, number, describe_hop (hop));
    }
  return facts;
}

/* A host, the ports that were tried on it and, apart, those that only showed
 * that it is alive. */
typedef struct
{
  char *host;
  GPtrArray *ports;
  GPtrArray *controls;
} Target;

static void
target_free (gpointer data)
{
  Target *target = data;

  g_free (target->host);
  g_ptr_array_unref (target->ports);
  g_ptr_array_unref (target->controls);
  g_free (target);
}

static void
note_target (GPtrArray *targets, const KaitsuObservation *seen)
{
  g_autofree char *host = kaitsu_explain_host (seen);
  g_autofree char *label = kaitsu_port_to_label (seen->port);
  Target *target = NULL;

  if (*host == '\0')
    return;
  for (guint i = 0; i < targets->len && target == NULL; i++)
    {
      Target *known = g_ptr_array_index (targets, i);
      if (g_str_equal (known->host, host))
        target = known;
    }
  if (target == NULL)
    {
      if (targets->len >= MAX_TARGETS)
        return;
      target = g_new0 (Target, 1);
      target->host = g_steal_pointer (&host);
      target->ports = g_ptr_array_new_with_free_func (g_free);
      target->controls = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (targets, target);
    }

  GPtrArray *labels = seen->control ? target->controls : target->ports;
  if (!g_ptr_array_find_with_equal_func (labels, label, g_str_equal, NULL))
    g_ptr_array_add (labels, g_steal_pointer (&label));
}

static char *
describe_target (const Target *target)
{
  g_autofree char *ports = kaitsu_facts_join (target->ports);
  g_autofree char *controls = kaitsu_facts_join (target->controls);

  if (*controls == '\0')
    return g_steal_pointer (&ports);
  return g_strdup_printf (C_ ("ports that were tried, and controls", "%s (to compare: %s)"), ports,
                          controls);
}

/**
 * kaitsu_facts_of_targets:
 * @result: a result
 *
 * Returns: (transfer full) (element-type KaitsuFact): the hosts that were
 *   tried, each with its address and with what was tried there; the label is
 *   the host
 */
GPtrArray *
kaitsu_facts_of_targets (KaitsuResult *result)
{
  GListModel *ports = kaitsu_result_get_ports (result);
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (target_free);
  GPtrArray *facts = kaitsu_facts_new ();

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      GPtrArray *observations = kaitsu_port_result_get_observations (port);

      for (guint j = 0; j < observations->len; j++)
        note_target (targets, g_ptr_array_index (observations, j));
    }
  for (guint i = 0; i < targets->len; i++)
    {
      const Target *target = g_ptr_array_index (targets, i);
      kaitsu_facts_take (facts, target->host, describe_target (target));
    }
  return facts;
}

/* Whether the list was older than it should be when the check was made. */
static gboolean
was_stale (KaitsuResult *result)
{
  const char *until = kaitsu_result_get_targets_fresh_until (result);
  g_autofree char *day = g_date_time_format (kaitsu_result_get_finished (result), "%F");

  return until != NULL && strcmp (day, until) > 0;
}

/**
 * kaitsu_facts_of_previous:
 * @result: a result
 *
 * Returns: (transfer full) (element-type KaitsuFact): what changed since the
 *   run before; empty if there was none
 */
GPtrArray *
kaitsu_facts_of_previous (KaitsuResult *result)
{
  const KaitsuPrevious *previous = kaitsu_result_get_previous (result);
  GPtrArray *facts = kaitsu_facts_new ();

  if (previous == NULL)
    return facts;

  kaitsu_facts_take (facts, C_ ("field", "Last time"), kaitsu_wording_minute (previous->finished));
  kaitsu_facts_add (facts, C_ ("field", "Result last time"),
                    kaitsu_verdict_phrase (previous->verdict));
  for (guint i = 0; i < previous->changed->len; i++)
    {
      const KaitsuChange *change = &g_array_index (previous->changed, KaitsuChange, i);
      g_autofree char *label = kaitsu_port_to_label (change->port);
      g_autofree char *from = kaitsu_facts_dup_light (change->from);
      g_autofree char *to = kaitsu_facts_dup_light (change->to);

      kaitsu_facts_take (facts, label, g_strdup_printf ("%s → %s", from, to));
    }
  if (previous->changed->len == 0)
    kaitsu_facts_add (facts, C_ ("field", "Changed"), _ ("Every port is as it was."));
  return facts;
}

/**
 * kaitsu_facts_of_origin:
 * @result: a result
 *
 * Returns: (transfer full) (element-type KaitsuFact): where the result comes
 *   from: times, program, list of targets, full id
 */
GPtrArray *
kaitsu_facts_of_origin (KaitsuResult *result)
{
  const char *source = kaitsu_result_get_targets_source (result);
  const char *until = kaitsu_result_get_targets_fresh_until (result);
  GPtrArray *facts = kaitsu_facts_new ();

  kaitsu_facts_take (facts, C_ ("field", "Begun"),
                     kaitsu_wording_second (kaitsu_result_get_started (result)));
  kaitsu_facts_take (facts, C_ ("field", "Ended"),
                     kaitsu_wording_second (kaitsu_result_get_finished (result)));
  kaitsu_facts_add (facts, C_ ("field", "Program and rules"), kaitsu_result_get_program (result));
  kaitsu_facts_add (facts, C_ ("field", "List of hosts"),
                    g_strcmp0 (source, "built-in") == 0 ? C_ ("list of hosts", "built in")
                                                        : source);
  kaitsu_facts_take (facts, C_ ("field", "List is fresh until"),
                     was_stale (result)
                         ? g_strdup_printf (C_ ("date of a list", "%s (past when this was checked)"),
                                            until)
                         : g_strdup (until));
  kaitsu_facts_add (facts, C_ ("field", "Full number"), kaitsu_result_get_id (result));
  return facts;
}

/**
 * kaitsu_facts_dup_light:
 * @light: a light
 *
 * Returns: (transfer full): its shape and its words
 */
char *
kaitsu_facts_dup_light (KaitsuLight light)
{
  return g_strdup_printf ("%s %s", kaitsu_light_symbol (light), kaitsu_light_text (light));
}

/**
 * kaitsu_facts_dup_name:
 * @names: ports, "TCP 443"
 * @port: one of them
 *
 * Returns: (transfer full): @names, marked if they are only for reference
 */
char *
kaitsu_facts_dup_name (const char *names, KaitsuPortResult *port)
{
  if (kaitsu_port_result_get_role (port) == KAITSU_ROLE_REQUIRED)
    return g_strdup (names);
  return g_strdup_printf (C_ ("port and its role", "%s (%s)"), names,
                          kaitsu_role_text (KAITSU_ROLE_ADVISORY));
}

/**
 * kaitsu_facts_dup_port_label:
 * @port: a port
 *
 * Returns: (transfer full): "TCP 443", marked if it is only for reference
 */
char *
kaitsu_facts_dup_port_label (KaitsuPortResult *port)
{
  g_autofree char *label = kaitsu_port_to_label (kaitsu_port_result_get_port (port));

  return kaitsu_facts_dup_name (label, port);
}

static gboolean
are_alike (KaitsuResult *result, KaitsuPortResult *a, KaitsuPortResult *b)
{
  g_autofree char *use_a = kaitsu_explain_use (result, a);
  g_autofree char *use_b = kaitsu_explain_use (result, b);
  g_autofree char *effect_a = kaitsu_explain_effect (result, a);
  g_autofree char *effect_b = kaitsu_explain_effect (result, b);

  return kaitsu_port_result_get_role (a) == kaitsu_port_result_get_role (b)
         && g_str_equal (use_a, use_b) && g_str_equal (effect_a, effect_b);
}

static void
free_group (gpointer data)
{
  g_ptr_array_unref (data);
}

/**
 * kaitsu_facts_group_ports:
 * @result: a result
 *
 * Returns: (transfer full) (element-type GPtrArray): the ports in their order;
 *   neighbours that are for the same purpose are in one group
 */
GPtrArray *
kaitsu_facts_group_ports (KaitsuResult *result)
{
  GListModel *ports = kaitsu_result_get_ports (result);
  GPtrArray *groups = g_ptr_array_new_with_free_func (free_group);
  GPtrArray *group = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);

      if (group == NULL || !are_alike (result, g_ptr_array_index (group, 0), port))
        {
          group = g_ptr_array_new_with_free_func (g_object_unref);
          g_ptr_array_add (groups, group);
        }
      g_ptr_array_add (group, g_steal_pointer (&port));
    }
  return groups;
}
