/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-request.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-advice.h"
#include "kaitsu-explain.h"
#include "kaitsu-facts.h"
#include "kaitsu-tally.h"
#include "kaitsu-text.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

/* Two hosts are enough to look the connection up in a log. */
#define MAX_HOSTS 2

static const KaitsuAdvice *
find_advice (GPtrArray *advices)
{
  for (guint i = 0; i < advices->len; i++)
    {
      const KaitsuAdvice *advice = g_ptr_array_index (advices, i);
      if (!advice->afterwards
          && (advice->party == KAITSU_PARTY_ROUTER || advice->party == KAITSU_PARTY_PROVIDER))
        return advice;
    }
  return NULL;
}

static char *
dup_addressee (KaitsuParty party, const KaitsuCustomer *customer)
{
  g_autofree char *provider = kaitsu_text_clean (customer->provider, -1, 120);

  if (party == KAITSU_PARTY_PROVIDER && *provider != '\0')
    return g_steal_pointer (&provider);
  return g_strdup (kaitsu_explain_addressee (party));
}

static void
fill_head (KaitsuRequest *self, KaitsuResult *result)
{
  const KaitsuCustomer *customer = kaitsu_result_get_customer (result);
  g_autofree char *company = kaitsu_text_clean (customer->company, -1, 120);
  g_autofree char *person = kaitsu_text_clean (customer->person, -1, 120);
  g_autofree char *phone = kaitsu_text_clean (customer->phone, -1, 120);
  const char *sender = *company != '\0' ? company : person;

  self->head = kaitsu_facts_new ();
  kaitsu_facts_take (self->head, C_ ("letter", "To"), dup_addressee (self->party, customer));
  kaitsu_facts_add (self->head, C_ ("letter", "From"), *sender != '\0' ? sender : KAITSU_FACT_BLANK);
  if (sender == company)
    kaitsu_facts_add (self->head, C_ ("field", "Person"), person);
  kaitsu_facts_add (self->head, C_ ("letter", "Contact"), *phone != '\0' ? phone : KAITSU_FACT_BLANK);
  kaitsu_facts_add (self->head, C_ ("letter", "Date of this request"), KAITSU_FACT_BLANK);
  kaitsu_facts_take (self->head, C_ ("field", "Checked on"),
                     kaitsu_wording_minute (kaitsu_result_get_finished (result)));
  kaitsu_facts_add (self->head, C_ ("letter", "Line"), customer->line);
  kaitsu_facts_add (self->head, C_ ("letter", "Contract number"), KAITSU_FACT_BLANK);
  kaitsu_facts_take (self->head, C_ ("field", "Report number"), kaitsu_facts_dup_number (result));
}

static gboolean
any_stays_in_lan (GPtrArray *ports)
{
  for (guint i = 0; i < ports->len; i++)
    {
      if (kaitsu_port_stays_in_lan (kaitsu_port_result_get_port (g_ptr_array_index (ports, i))))
        return TRUE;
    }
  return FALSE;
}

static void
fill_terms (KaitsuRequest *self, GPtrArray *ports)
{
  self->terms = kaitsu_facts_new ();
  kaitsu_facts_add (self->terms, C_ ("letter", "Direction"),
                    _ ("Outwards (from the shop to the Internet)."));
  if (any_stays_in_lan (ports))
    kaitsu_facts_add (self->terms, "UDP 67",
                      _ ("Between the HOME-UNIT and the DHCP server, inside the shop's LAN only."));
  kaitsu_facts_add (self->terms, C_ ("letter", "Source"),
                    _ ("The HOME-UNIT in the shop's LAN; any source port."));
  kaitsu_facts_add (self->terms, C_ ("letter", "Destination"),
                    _ ("Any host on the Internet: the maker does not publish its servers' names."));
  kaitsu_facts_add (
      self->terms, C_ ("letter", "Answers"),
      _ ("Please let the answers to these connections back in. No time for which they "
         "are to be kept open is prescribed."));
  kaitsu_facts_add (self->terms, C_ ("letter", "Port forwarding"),
                    _ ("Not needed. Nothing connects from the Internet to the shop."));
  kaitsu_facts_add (self->terms, C_ ("letter", "For how long"),
                    _ ("Always, as long as the HOME-UNIT is in use."));
}

/* Since when it has been so, as far as two checks can tell. */
static char *
dup_since (KaitsuResult *result, GPtrArray *ports)
{
  const KaitsuPrevious *previous = kaitsu_result_get_previous (result);
  g_autofree char *before = NULL;
  guint still = 0;

  if (previous == NULL)
    return g_strdup (_ ("Not known: it was checked for the first time."));
  for (guint i = 0; i < ports->len; i++)
    {
      if (kaitsu_previous_was_same (previous,
                                    kaitsu_port_result_get_port (g_ptr_array_index (ports, i))))
        still++;
    }
  before = kaitsu_wording_minute (previous->finished);
  if (still == ports->len)
    return g_strdup_printf (_ ("It was already blocked at the check before, %s."), before);
  if (still == 0)
    return g_strdup_printf (_ ("It was not blocked at the check before, %s."), before);
  return g_strdup_printf (_ ("Some of it was already blocked at the check before, %s."), before);
}

static void
fill_grounds (KaitsuRequest *self, KaitsuResult *result, GPtrArray *ports)
{
  const KaitsuNetwork *network = kaitsu_result_get_network (result);

  self->grounds = kaitsu_facts_new ();
  kaitsu_facts_take (self->grounds, C_ ("letter", "Measured at"),
                     kaitsu_wording_second (kaitsu_result_get_finished (result)));
  kaitsu_facts_take (self->grounds, C_ ("letter", "Since when"), dup_since (result, ports));
  kaitsu_facts_add (self->grounds, C_ ("letter", "Measured from"),
                    _ ("The shop's PC, not through a proxy"));
  kaitsu_facts_add (self->grounds, C_ ("field", "Connected by"),
                    kaitsu_link_kind_text (network->kind));
  kaitsu_facts_add (self->grounds, C_ ("field", "PC address"), network->address);
  kaitsu_facts_add (self->grounds, C_ ("field", "Router address"),
                    kaitsu_network_get_router (network));
  kaitsu_facts_add (self->grounds, C_ ("field", "Public address"), network->public_address);
}

/* --- the connections --- */

static void
row_free (gpointer data)
{
  KaitsuRequestRow *row = data;

  g_free (row->numbers);
  g_free (row->direction);
  g_free (row->use);
  g_ptr_array_unref (row->hosts);
  g_free (row->evidence);
  g_free (row);
}

static char *
dup_direction (KaitsuPort port)
{
  return g_strdup (kaitsu_port_stays_in_lan (port) ? C_ ("direction", "inside the LAN")
                                       : C_ ("direction", "outwards"));
}

/* Adds the hosts on which it was tried, with addresses. */
static void
add_tried (GPtrArray *hosts, KaitsuPortResult *port)
{
  GPtrArray *observations = kaitsu_port_result_get_observations (port);
  guint n = 0;

  for (guint i = 0; i < observations->len && n < MAX_HOSTS; i++)
    {
      const KaitsuObservation *seen = g_ptr_array_index (observations, i);
      g_autofree char *host = NULL;

      if (seen->control || seen->family != kaitsu_port_result_get_family (port)
          || seen->address == NULL)
        continue;
      host = kaitsu_explain_host (seen);
      if (g_ptr_array_find_with_equal_func (hosts, host, g_str_equal, NULL))
        continue;
      g_ptr_array_add (hosts, g_steal_pointer (&host));
      n++;
    }
}

static const KaitsuObservation *
find_icmp (KaitsuPortResult *port)
{
  GPtrArray *observations = kaitsu_port_result_get_observations (port);

  for (guint i = 0; i < observations->len; i++)
    {
      const KaitsuObservation *seen = g_ptr_array_index (observations, i);
      if (!seen->control && seen->hop_limit == 0 && seen->icmp.type >= 0)
        return seen;
    }
  return NULL;
}

static const char *
get_hop_address (KaitsuResult *result, guint number)
{
  GPtrArray *path = kaitsu_result_get_path (result);

  for (guint i = 0; i < path->len; i++)
    {
      const KaitsuHop *hop = g_ptr_array_index (path, i);
      if (hop->hop == number)
        return hop->address;
    }
  return NULL;
}

/* How far it gets, as it is looked up in a trace of one's own. @result:
 * (nullable): where the address of that place is to be found */
static void
add_place (GString *line, KaitsuResult *result, const KaitsuFinding *finding)
{
  const char *separator = C_ ("between the items of a list", ", ");

  if (finding->offender != NULL)
    return;
  if (finding->verified_hop > 0 && finding->verified_hop < finding->total_hops)
    {
      const char *address =
          result != NULL ? get_hop_address (result, finding->verified_hop) : NULL;

      g_string_append (line, separator);
      g_string_append_printf (line, C_ ("evidence", "gets as far as device %u of %u"),
                              finding->verified_hop, finding->total_hops);
      if (address != NULL)
        g_string_append_printf (line, C_ ("address of a place", " (%s)"), address);
    }
  else if (finding->hop > 0)
    {
      g_string_append (line, separator);
      g_string_append_printf (line, C_ ("evidence", "device %u on the way"), finding->hop);
    }
}

/* What was measured without addresses, so that ports which are stopped by the
 * same party are alike. */
static char *
dup_brief_evidence (KaitsuPortResult *port, KaitsuEvidence evidence)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);
  g_autoptr (GPtrArray) parties = g_ptr_array_new ();
  g_autofree char *suspects = NULL;
  g_autoptr (GString) line = g_string_new (kaitsu_explain_reason (port));

  for (guint i = 0; i < MIN (finding->n_suspects, KAITSU_MAX_SUSPECTS); i++)
    g_ptr_array_add (parties, (gpointer) kaitsu_party_text (finding->suspects[i]));
  if (parties->len > 0) /* a file need not name any */
    {
      suspects = kaitsu_wording_alternatives (parties);
      g_string_append_printf (line, "%s%s", C_ ("between the items of a list", ", "), suspects);
    }
  if (evidence == KAITSU_EVIDENCE_PLACES)
    add_place (line, NULL, finding);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* What was measured, in the few words that a support desk asks for: rejected
 * by whom, or silent beyond which device, and that the line itself is alive. */
static char *
dup_evidence (KaitsuResult *result, KaitsuPortResult *port)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);
  const KaitsuObservation *icmp = find_icmp (port);
  const KaitsuTally tally = kaitsu_tally (port);
  g_autofree char *suspects = kaitsu_explain_suspects (port);
  g_autoptr (GString) line = g_string_new (kaitsu_explain_reason (port));
  const char *separator = C_ ("between the items of a list", ", ");

  if (suspects != NULL)
    g_string_append_printf (line, "%s%s", separator, suspects);
  add_place (line, result, finding);
  if (icmp != NULL)
    g_string_append_printf (line, "%s%s %d/%d", separator,
                            icmp->family == KAITSU_FAMILY_IPV6 ? "ICMPv6" : "ICMP", icmp->icmp.type,
                            icmp->icmp.code);
  if (tally.control != NULL)
    g_string_append_printf (line, "%s%s", separator,
                            C_ ("evidence", "the same host answers on another port"));
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static KaitsuRequestRow *
make_row (KaitsuResult *result, KaitsuPortResult *port, KaitsuEvidence evidence)
{
  const KaitsuPort what = kaitsu_port_result_get_port (port);
  KaitsuRequestRow *row = g_new0 (KaitsuRequestRow, 1);

  row->protocol = what.protocol == KAITSU_PROTOCOL_TCP ? "TCP" : "UDP";
  row->numbers = g_strdup_printf ("%u", what.number);
  row->direction = dup_direction (what);
  row->use = kaitsu_explain_use (result, port);
  row->hosts = g_ptr_array_new_with_free_func (g_free);
  add_tried (row->hosts, port);
  row->evidence = evidence == KAITSU_EVIDENCE_FULL ? dup_evidence (result, port)
                                                   : dup_brief_evidence (port, evidence);
  return row;
}

/* A rule of a firewall does not ask what for. */
static KaitsuRequestRow *
find_alike (GPtrArray *rows, const KaitsuRequestRow *row)
{
  for (guint i = 0; i < rows->len; i++)
    {
      KaitsuRequestRow *known = g_ptr_array_index (rows, i);
      if (g_str_equal (known->protocol, row->protocol)
          && g_str_equal (known->direction, row->direction)
          && g_str_equal (known->evidence, row->evidence))
        return known;
    }
  return NULL;
}

/* Takes @list and returns a longer one. */
static char *
append_item (char *list, const char *item)
{
  g_autofree char *before = list;

  return g_strconcat (before, C_ ("between the items of a list", ", "), item, NULL);
}

/* Takes @list and returns one that has the items of @more, too, each once. */
static char *
append_items (char *list, const char *more)
{
  g_auto (GStrv) known = g_strsplit (list, C_ ("between the items of a list", ", "), -1);
  g_auto (GStrv) items = g_strsplit (more, C_ ("between the items of a list", ", "), -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      if (!g_strv_contains ((const char *const *) known, items[i]))
        list = append_item (list, items[i]);
    }
  return list;
}

static void
fill_rows (KaitsuRequest *self,
           KaitsuResult *result,
           GPtrArray *ports,
           KaitsuEvidence evidence)
{
  self->rows = g_ptr_array_new_with_free_func (row_free);
  for (guint i = 0; i < ports->len; i++)
    {
      KaitsuPortResult *port = g_ptr_array_index (ports, i);
      KaitsuRequestRow *row = make_row (result, port, evidence);
      KaitsuRequestRow *known = find_alike (self->rows, row);

      if (known == NULL)
        {
          g_ptr_array_add (self->rows, row);
          continue;
        }
      known->numbers = append_item (known->numbers, row->numbers);
      known->use = append_items (known->use, row->use);
      add_tried (known->hosts, port);
      row_free (row);
    }
}

static KaitsuRequest *
new_request (KaitsuResult *result, KaitsuEvidence evidence)
{
  g_autoptr (GPtrArray) advices = kaitsu_advice_new (result);
  const KaitsuAdvice *advice = find_advice (advices);
  if (advice == NULL)
    return NULL;

  KaitsuRequest *self = g_new0 (KaitsuRequest, 1);
  self->party = advice->party;
  self->effect = kaitsu_explain_effect_of_ports (result, advice->ports);
  fill_rows (self, result, advice->ports, evidence);
  fill_head (self, result);
  fill_terms (self, advice->ports);
  fill_grounds (self, result, advice->ports);
  return self;
}

/**
 * kaitsu_request_new:
 * @result: a result
 *
 * Returns: (transfer full) (nullable): the letter, or %NULL if there is nobody
 *   to write to: nothing is red, or this PC itself is what stops it
 */
KaitsuRequest *
kaitsu_request_new (KaitsuResult *result)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  return new_request (result, KAITSU_EVIDENCE_FULL);
}

/**
 * kaitsu_request_new_with_evidence:
 * @result: a result
 * @evidence: how much to say
 *
 * Like kaitsu_request_new(), with less said of what was measured and so with
 * fewer rows: at last one for each protocol, direction, kind of stop and
 * suspects.
 *
 * Returns: (transfer full) (nullable): the letter
 */
KaitsuRequest *
kaitsu_request_new_with_evidence (KaitsuResult *result, KaitsuEvidence evidence)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  return new_request (result, evidence);
}

/**
 * kaitsu_request_free:
 * @self: (transfer full): a letter
 */
void
kaitsu_request_free (KaitsuRequest *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self->effect);
  g_ptr_array_unref (self->head);
  g_ptr_array_unref (self->terms);
  g_ptr_array_unref (self->grounds);
  g_free (self);
}

/**
 * kaitsu_request_get_greeting:
 *
 * Returns: (transfer none): what the letter begins with
 */
const char *
kaitsu_request_get_greeting (void)
{
  return _ ("We are about to install a HOME-UNIT. The connections below do not get through at the "
            "moment. Please let them through.");
}

/**
 * kaitsu_request_row_get_facts:
 * @row: a row of a letter
 *
 * Returns: (transfer full) (element-type KaitsuFact): the row in lines, for
 *   the text report
 */
GPtrArray *
kaitsu_request_row_get_facts (const KaitsuRequestRow *row)
{
  GPtrArray *facts = kaitsu_facts_new ();

  kaitsu_facts_add (facts, C_ ("letter", "Direction"), row->direction);
  kaitsu_facts_add (facts, C_ ("letter", "Protocol"), row->protocol);
  kaitsu_facts_add (facts, C_ ("letter", "Destination port"), row->numbers);
  kaitsu_facts_add (facts, C_ ("field", "For"), row->use);
  kaitsu_facts_take (facts, C_ ("letter", "Tried on"), kaitsu_facts_join (row->hosts));
  kaitsu_facts_add (facts, C_ ("letter", "Measured"), row->evidence);
  return facts;
}
