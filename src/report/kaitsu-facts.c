/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-facts.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-explain.h"
#include "kaitsu-text.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

/* The longest thing that a customer may write is the memo. */
#define MAX_VALUE_CHARS 600

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

  kaitsu_facts_add (facts, C_ ("field", "Connected by"), kaitsu_link_kind_text (network->kind));
  kaitsu_facts_add (facts, C_ ("field", "Interface"), network->interface);
  kaitsu_facts_add (facts, C_ ("field", "PC address"), network->address);
  kaitsu_facts_add (facts, C_ ("field", "Router address"), network->gateway);
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
  GPtrArray *facts = kaitsu_facts_new ();

  kaitsu_facts_take (facts, C_ ("field", "Begun"),
                     kaitsu_wording_second (kaitsu_result_get_started (result)));
  kaitsu_facts_take (facts, C_ ("field", "Ended"),
                     kaitsu_wording_second (kaitsu_result_get_finished (result)));
  kaitsu_facts_add (facts, C_ ("field", "Program"), kaitsu_result_get_program (result));
  kaitsu_facts_add (facts, C_ ("field", "List of hosts"),
                    g_strcmp0 (source, "built-in") == 0 ? C_ ("list of hosts", "built in")
                                                        : source);
  kaitsu_facts_add (facts, C_ ("field", "List is fresh until"),
                    kaitsu_result_get_targets_fresh_until (result));
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
 * kaitsu_facts_dup_port_label:
 * @port: a port
 *
 * Returns: (transfer full): "TCP 443", marked if it is only for reference
 */
char *
kaitsu_facts_dup_port_label (KaitsuPortResult *port)
{
  g_autofree char *label = kaitsu_port_to_label (kaitsu_port_result_get_port (port));

  if (kaitsu_port_result_get_role (port) == KAITSU_ROLE_REQUIRED)
    return g_steal_pointer (&label);
  return g_strdup_printf (C_ ("port and its role", "%s (%s)"), label,
                          kaitsu_role_text (KAITSU_ROLE_ADVISORY));
}

/**
 * kaitsu_facts_of_port:
 * @result: the result that @port is of
 * @port: a port
 *
 * Returns: (transfer full) (element-type KaitsuFact): all that is said about
 *   it, without the evidence
 */
GPtrArray *
kaitsu_facts_of_port (KaitsuResult *result, KaitsuPortResult *port)
{
  GPtrArray *facts = kaitsu_facts_new ();
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);

  kaitsu_facts_take (facts, C_ ("field", "Port"), kaitsu_facts_dup_port_label (port));
  kaitsu_facts_take (facts, C_ ("field", "Result"), kaitsu_facts_dup_light (finding->light));
  if (kaitsu_port_result_get_measured (port) != NULL)
    kaitsu_facts_take (facts, C_ ("field", "Checked on"),
                       kaitsu_wording_minute (kaitsu_port_result_get_measured (port)));
  kaitsu_facts_take (facts, C_ ("field", "For"), kaitsu_explain_purpose (result, port));
  kaitsu_facts_take (facts, C_ ("field", "If closed"), kaitsu_explain_effect (result, port));
  kaitsu_facts_take (facts, C_ ("field", "Why"), kaitsu_explain_why (result, port));
  kaitsu_facts_take (facts, C_ ("field", "Stopped by"), kaitsu_explain_suspects (port));
  kaitsu_facts_take (facts, C_ ("field", "What to do"), kaitsu_explain_remedy (result, port));
  if (finding->rtt_us >= 0)
    kaitsu_facts_take (facts, C_ ("field", "Round trip"),
                       kaitsu_wording_milliseconds (finding->rtt_us));
  if (kaitsu_port_result_get_ipv6_light (port) != KAITSU_LIGHT_NONE)
    kaitsu_facts_take (facts, "IPv6",
                       kaitsu_facts_dup_light (kaitsu_port_result_get_ipv6_light (port)));
  return facts;
}
