/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-request.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-advice.h"
#include "kaitsu-explain.h"
#include "kaitsu-facts.h"
#include "kaitsu-text.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

/* Two hosts are enough to look the connection up in a log. */
#define MAX_HOSTS 2

/* DHCP is the one service of the units that stays inside the LAN. */
static gboolean
stays_in_lan (KaitsuPort port)
{
  return port.protocol == KAITSU_PROTOCOL_UDP && port.number == 67;
}

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
dup_sender (const KaitsuCustomer *customer)
{
  g_autoptr (GString) sender = g_string_new (NULL);
  const char *const parts[] = { customer->company, customer->person };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = kaitsu_text_clean (parts[i], -1, 120);

      if (*part == '\0')
        continue;
      if (sender->len > 0)
        g_string_append (sender, C_ ("between the items of a list", ", "));
      g_string_append (sender, part);
    }
  return g_string_free (g_steal_pointer (&sender), FALSE);
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
  /* To be filled in by hand; a low line that every font and fax has. */
  const char *blank = "＿＿＿＿＿＿＿＿＿＿＿＿";

  self->head = kaitsu_facts_new ();
  kaitsu_facts_take (self->head, C_ ("letter", "To"), dup_addressee (self->party, customer));
  kaitsu_facts_take (self->head, C_ ("letter", "From"), dup_sender (customer));
  kaitsu_facts_add (self->head, C_ ("field", "Phone"), customer->phone);
  kaitsu_facts_take (self->head, C_ ("letter", "Date"),
                     kaitsu_wording_minute (kaitsu_result_get_finished (result)));
  kaitsu_facts_add (self->head, C_ ("letter", "Line"), customer->line);
  kaitsu_facts_add (self->head, C_ ("letter", "Contract number"), blank);
  kaitsu_facts_take (self->head, C_ ("field", "Report number"), kaitsu_facts_dup_number (result));
}

static gboolean
any_stays_in_lan (GPtrArray *ports)
{
  for (guint i = 0; i < ports->len; i++)
    {
      if (stays_in_lan (kaitsu_port_result_get_port (g_ptr_array_index (ports, i))))
        return TRUE;
    }
  return FALSE;
}

static void
fill_terms (KaitsuRequest *self)
{
  self->terms = kaitsu_facts_new ();
  kaitsu_facts_add (self->terms, C_ ("letter", "Direction"),
                    _ ("Outwards (from the shop to the Internet)."));
  if (any_stays_in_lan (self->ports))
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

static void
fill_grounds (KaitsuRequest *self, KaitsuResult *result)
{
  const KaitsuNetwork *network = kaitsu_result_get_network (result);
  const KaitsuPrevious *previous = kaitsu_result_get_previous (result);

  self->grounds = kaitsu_facts_new ();
  kaitsu_facts_take (self->grounds, C_ ("letter", "Measured at"),
                     kaitsu_wording_second (kaitsu_result_get_finished (result)));
  kaitsu_facts_add (self->grounds, C_ ("letter", "Measured from"), _ ("The shop's PC, not through a proxy"));
  kaitsu_facts_add (self->grounds, C_ ("field", "Connected by"),
                    kaitsu_link_kind_text (network->kind));
  kaitsu_facts_add (self->grounds, C_ ("field", "PC address"), network->address);
  kaitsu_facts_add (self->grounds, C_ ("field", "Router address"), network->gateway);
  kaitsu_facts_add (self->grounds, C_ ("field", "Public address"), network->public_address);
  if (previous != NULL)
    kaitsu_facts_take (self->grounds, C_ ("letter", "Checked before"),
                       kaitsu_wording_second (previous->finished));
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

  g_autoptr (GPtrArray) advices = kaitsu_advice_new (result);
  const KaitsuAdvice *advice = find_advice (advices);
  if (advice == NULL)
    return NULL;

  KaitsuRequest *self = g_new0 (KaitsuRequest, 1);
  self->party = advice->party;
  self->ports = g_ptr_array_ref (advice->ports);
  fill_head (self, result);
  fill_terms (self);
  fill_grounds (self, result);
  return self;
}

/**
 * kaitsu_request_free:
 * @self: (transfer full): a letter
 */
void
kaitsu_request_free (KaitsuRequest *self)
{
  g_ptr_array_unref (self->ports);
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
 * kaitsu_request_dup_direction:
 * @port: a port
 *
 * Returns: (transfer full): where its traffic goes, in a few words
 */
char *
kaitsu_request_dup_direction (KaitsuPort port)
{
  return g_strdup (stays_in_lan (port) ? C_ ("direction", "inside the LAN")
                                       : C_ ("direction", "outwards"));
}

/**
 * kaitsu_request_dup_tried:
 * @port: a port
 *
 * Returns: (transfer full): the hosts on which it was tried, with addresses;
 *   empty if there was none
 */
char *
kaitsu_request_dup_tried (KaitsuPortResult *port)
{
  GPtrArray *observations = kaitsu_port_result_get_observations (port);
  g_autoptr (GPtrArray) hosts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < observations->len && hosts->len < MAX_HOSTS; i++)
    {
      const KaitsuObservation *seen = g_ptr_array_index (observations, i);
      g_autofree char *host = NULL;

      if (seen->control || seen->family != kaitsu_port_result_get_family (port)
          || seen->address == NULL)
        continue;
      host = kaitsu_explain_host (seen);
      if (!g_ptr_array_find_with_equal_func (hosts, host, g_str_equal, NULL))
        g_ptr_array_add (hosts, g_steal_pointer (&host));
    }
  g_ptr_array_add (hosts, NULL);
  return g_strjoinv (C_ ("between the items of a list", ", "), (char **) hosts->pdata);
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

/* How far it gets, as it is looked up in a trace of one's own. */
static void
add_place (GString *line, const KaitsuFinding *finding)
{
  const char *separator = C_ ("between the items of a list", ", ");

  if (finding->offender != NULL)
    return;
  if (finding->verified_hop > 0 && finding->verified_hop < finding->total_hops)
    {
      g_string_append (line, separator);
      g_string_append_printf (line, C_ ("evidence", "gets as far as device %u of %u"),
                              finding->verified_hop, finding->total_hops);
    }
  else if (finding->hop > 0)
    {
      g_string_append (line, separator);
      g_string_append_printf (line, C_ ("evidence", "device %u on the way"), finding->hop);
    }
}

/**
 * kaitsu_request_dup_evidence:
 * @port: a port
 *
 * Returns: (transfer full): what was measured, in the few words that a
 *   support desk asks for: rejected by whom, or silent beyond which device
 */
char *
kaitsu_request_dup_evidence (KaitsuPortResult *port)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);
  const KaitsuObservation *icmp = find_icmp (port);
  g_autofree char *suspects = kaitsu_explain_suspects (port);
  g_autoptr (GString) line = g_string_new (kaitsu_explain_reason (port));
  const char *separator = C_ ("between the items of a list", ", ");

  if (suspects != NULL)
    g_string_append_printf (line, "%s%s", separator, suspects);
  add_place (line, finding);
  if (icmp != NULL)
    g_string_append_printf (line, "%s%s %d/%d", separator,
                            icmp->family == KAITSU_FAMILY_IPV6 ? "ICMPv6" : "ICMP", icmp->icmp.type,
                            icmp->icmp.code);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * kaitsu_request_facts_of_port:
 * @result: the result that @port is of
 * @port: a port to open
 *
 * Returns: (transfer full) (element-type KaitsuFact): one connection of the
 *   letter in lines, for the text report
 */
GPtrArray *
kaitsu_request_facts_of_port (KaitsuResult *result, KaitsuPortResult *port)
{
  const KaitsuPort number = kaitsu_port_result_get_port (port);
  GPtrArray *facts = kaitsu_facts_new ();

  kaitsu_facts_add (facts, C_ ("letter", "Protocol"),
                    number.protocol == KAITSU_PROTOCOL_TCP ? "TCP" : "UDP");
  kaitsu_facts_take (facts, C_ ("letter", "Destination port"),
                     g_strdup_printf ("%u", number.number));
  kaitsu_facts_take (facts, C_ ("letter", "Direction"), kaitsu_request_dup_direction (number));
  kaitsu_facts_take (facts, C_ ("field", "For"), kaitsu_explain_purpose (result, port));
  kaitsu_facts_take (facts, C_ ("field", "If closed"), kaitsu_explain_effect (result, port));
  kaitsu_facts_take (facts, C_ ("letter", "Tried on"), kaitsu_request_dup_tried (port));
  kaitsu_facts_take (facts, C_ ("letter", "Measured"), kaitsu_request_dup_evidence (port));
  return facts;
}
