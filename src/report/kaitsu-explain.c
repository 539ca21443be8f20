/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-explain.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kaitsu-i18n.h"
#include "kaitsu-tally.h"
#include "kaitsu-text.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

/* More than the catalogue's longest sentence; ids of a result that another
 * version wrote are not in the catalogue and bounded here. */
#define MAX_CHARS 300

static const KaitsuServicePort *
find_service_port (const KaitsuService *service, KaitsuPort port)
{
  for (guint i = 0; i < service->ports->len; i++)
    {
      const KaitsuServicePort *candidate = &g_array_index (service->ports, KaitsuServicePort, i);
      if (kaitsu_port_equal (candidate->port, port))
        return candidate;
    }
  return NULL;
}

/* The sheet names such a port only in its footnote, as a general-purpose one:
 * what the unit does with it, and what would stop without it, nobody says. */
static gboolean
is_footnote (const KaitsuServicePort *part)
{
  return part != NULL && part->role == KAITSU_ROLE_ADVISORY && part->often_open;
}

/* Where the first sentence of @text ends. */
static gsize
get_sentence (const char *text)
{
  const char *japanese = strstr (text, "。");
  const char *english = strstr (text, ". ");

  if (japanese != NULL)
    return (gsize) (japanese - text) + strlen ("。");
  return english != NULL ? (gsize) (english - text) + 1 : strlen (text);
}

/* Services share sentences: each is said once. */
static void
add_once (GString *text, GHashTable *said, const char *sentences)
{
  g_autofree char *clean = kaitsu_text_clean (sentences, -1, MAX_CHARS);

  for (const char *rest = clean; *rest != '\0'; rest += strspn (rest, " "))
    {
      const gsize length = get_sentence (rest);
      g_autofree char *sentence = g_strndup (rest, length);

      rest += length;
      if (g_hash_table_contains (said, sentence))
        continue;
      kaitsu_wording_add_sentence (text, sentence);
      g_hash_table_add (said, g_steal_pointer (&sentence));
    }
}

/* What @port is for in one service; its bare id if it is not known. */
static const char *
get_purpose (KaitsuUnit *unit, const char *id, KaitsuPort port)
{
  const char *language = kaitsu_i18n_get_language ();
  const KaitsuService *service = unit != NULL ? kaitsu_unit_find_service (unit, id) : NULL;

  if (service == NULL)
    return id;

  const KaitsuServicePort *part = find_service_port (service, port);
  return kaitsu_text2_get (is_footnote (part) ? &part->note : &service->purpose, language);
}

/**
 * kaitsu_explain_purpose:
 * @result: the result that @port is of
 * @port: a port
 *
 * Returns: (transfer full): what the port is for, from the catalogue; the
 *   bare ids of the services if the catalogue does not know them
 */
char *
kaitsu_explain_purpose (KaitsuResult *result, KaitsuPortResult *port)
{
  KaitsuUnit *unit = kaitsu_result_get_unit (result);
  const char *const *ids = kaitsu_port_result_get_services (port);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    add_once (text, said, get_purpose (unit, ids[i], kaitsu_port_result_get_port (port)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The name of what @port is for in one service; its bare id if not known. */
static const char *
get_use (KaitsuUnit *unit, const char *id, KaitsuPort port)
{
  const KaitsuService *service = unit != NULL ? kaitsu_unit_find_service (unit, id) : NULL;

  if (service == NULL)
    return id;
  if (is_footnote (find_service_port (service, port)))
    return C_ ("use of a port", "General-purpose port");
  return kaitsu_text2_get (&service->name, kaitsu_i18n_get_language ());
}

/**
 * kaitsu_explain_use:
 * @result: the result that @port is of
 * @port: a port
 *
 * Returns: (transfer full): the names of its services, for a table; their
 *   bare ids if the catalogue does not know them
 */
char *
kaitsu_explain_use (KaitsuResult *result, KaitsuPortResult *port)
{
  KaitsuUnit *unit = kaitsu_result_get_unit (result);
  const char *const *ids = kaitsu_port_result_get_services (port);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      const char *name = get_use (unit, ids[i], kaitsu_port_result_get_port (port));
      g_autofree char *clean = kaitsu_text_clean (name, -1, MAX_CHARS);

      if (i > 0)
        g_string_append (text, C_ ("between the items of a list", ", "));
      g_string_append (text, clean);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What stops working in one service while one of its ports is closed. */
static void
add_effect (GString *text, GHashTable *said, const KaitsuService *service, KaitsuPort port)
{
  const KaitsuServicePort *part = find_service_port (service, port);
  const char *language = kaitsu_i18n_get_language ();

  if (part == NULL)
    return;
  if (is_footnote (part))
    {
      g_autofree char *label = kaitsu_port_to_label (port);
      g_autofree char *sentence = g_strdup_printf (
          _ ("%s is for reference: it has no part in the verdict even if it is closed."), label);

      add_once (text, said, sentence);
      return;
    }
  if (part->closed_means == KAITSU_CLOSED_MEANS_EFFECT)
    add_once (text, said, kaitsu_text2_get (&service->effect, language));
  add_once (text, said, kaitsu_text2_get (&part->note, language));
}

/**
 * kaitsu_explain_effect_of_ports:
 * @result: the result that the ports are of
 * @ports: (element-type KaitsuPortResult): some of its ports
 *
 * Returns: (transfer full): what stops working while they are closed, from
 *   the catalogue, each thing said once; empty if it does not know
 */
char *
kaitsu_explain_effect_of_ports (KaitsuResult *result, GPtrArray *ports)
{
  KaitsuUnit *unit = kaitsu_result_get_unit (result);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; unit != NULL && i < ports->len; i++)
    {
      KaitsuPortResult *port = g_ptr_array_index (ports, i);
      const char *const *ids = kaitsu_port_result_get_services (port);

      for (guint j = 0; ids != NULL && ids[j] != NULL; j++)
        {
          const KaitsuService *service = kaitsu_unit_find_service (unit, ids[j]);
          if (service != NULL)
            add_effect (text, said, service, kaitsu_port_result_get_port (port));
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * kaitsu_explain_effect:
 * @result: the result that @port is of
 * @port: a port
 *
 * Returns: (transfer full): what stops working while the port is closed, from
 *   the catalogue; empty if it does not know
 */
char *
kaitsu_explain_effect (KaitsuResult *result, KaitsuPortResult *port)
{
  g_autoptr (GPtrArray) ports = g_ptr_array_new ();

  g_ptr_array_add (ports, port);
  return kaitsu_explain_effect_of_ports (result, ports);
}

/**
 * kaitsu_explain_suspects:
 * @port: a port
 *
 * The offender's address is named beside a single suspect only: with two, it
 * would not be clear whose it is.
 *
 * Returns: (transfer full) (nullable): who stops the traffic, likeliest first
 */
char *
kaitsu_explain_suspects (KaitsuPortResult *port)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  if (finding->n_suspects == 0)
    return NULL;
  if (finding->n_suspects == 1 && finding->offender != NULL)
    {
      g_autofree char *offender = kaitsu_text_clean (finding->offender, -1, MAX_CHARS);

      return g_strdup_printf (C_ ("party and its address", "%s (%s)"),
                              kaitsu_party_text (finding->suspects[0]), offender);
    }
  for (guint i = 0; i < MIN (finding->n_suspects, KAITSU_MAX_SUSPECTS); i++)
    g_ptr_array_add (words, (gpointer) kaitsu_party_text (finding->suspects[i]));
  return kaitsu_wording_alternatives (words);
}

/* The advice decides whom to ask: it knows of the run before this one. */
static KaitsuParty
find_helper (KaitsuResult *result, KaitsuPortResult *port)
{
  g_autoptr (GPtrArray) advices = kaitsu_advice_new (result);
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);

  for (guint i = 0; i < advices->len; i++)
    {
      const KaitsuAdvice *advice = g_ptr_array_index (advices, i);
      if (g_ptr_array_find (advice->ports, port, NULL))
        return advice->party;
    }
  return finding->n_suspects > 0 ? finding->suspects[0] : KAITSU_PARTY_ROUTER;
}

static char *
make_request (KaitsuParty party, const char *ports)
{
  switch (party)
    {
    case KAITSU_PARTY_PC:
      return g_strdup_printf (
          _ ("Allow outgoing %s in the firewall or security software of this PC, "
             "then check again."),
          ports);
    case KAITSU_PARTY_PROVIDER:
      return g_strdup_printf (
          _ ("Ask the Internet provider to let outgoing %s through, then check again."), ports);
    case KAITSU_PARTY_DESTINATION:
      return g_strdup_printf (
          _ ("Nothing has to be done in the shop about %s. Wait a while and check again."), ports);
    case KAITSU_PARTY_ROUTER:
    case KAITSU_PARTY_INTERNET:
    case KAITSU_PARTY_UNKNOWN:
      return g_strdup_printf (
          _ ("Ask whoever manages the router to let outgoing %s through. When that is "
             "done, check again."),
          ports);
    }
  return g_strdup (ports);
}

/* What to do where something came in between, and who is not known. */
static const char *
get_later_remedy (void)
{
  return _ ("Check again later. If it stays like this, show this report to whoever manages the "
            "router.");
}

/* Whether it is beyond the shop's router for certain: then it is not there that
 * it is stopped. */
static gboolean
is_seen_at_provider (KaitsuResult *result, const KaitsuFinding *finding)
{
  GPtrArray *path = kaitsu_result_get_path (result);

  for (guint i = 0; i < path->len; i++)
    {
      const KaitsuHop *hop = g_ptr_array_index (path, i);
      if (hop->hop <= finding->verified_hop && hop->party == KAITSU_PARTY_PROVIDER)
        return TRUE;
    }
  return FALSE;
}

static const char *
get_lack_remedy (KaitsuResult *result, KaitsuPortResult *port)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);
  KaitsuTally tally = kaitsu_tally (port);

  switch (kaitsu_tally_get_lack (&tally, finding))
    {
    case KAITSU_LACK_SIGHT:
      if (is_seen_at_provider (result, finding))
        return _ ("Check again. If nothing changes, ask the Internet provider whether this port "
                  "is closed there.");
      break;
    case KAITSU_LACK_NAME:
      return _ ("Check again. If nothing changes, ask whoever manages the router to look at the DNS "
                "settings.");
    case KAITSU_LACK_ROUTE:
      return _ ("Look at the cable or Wi-Fi and at the lamps of the router, then check again.");
    case KAITSU_LACK_DHCP:
      return _ ("Ask whoever manages the router whether there is a DHCP server in the shop.");
    case KAITSU_LACK_VOICE:
    case KAITSU_LACK_WAY:
    case KAITSU_LACK_LEAVE:
    case KAITSU_LACK_EVERYTHING:
      return get_later_remedy ();
    case KAITSU_LACK_ANSWER:
      break;
    }
  return _ ("Check again. If nothing changes, ask whoever manages the router whether this port is "
            "closed there.");
}

/* What to do about a light that is not red. */
static const char *
get_plain_remedy (KaitsuResult *result, KaitsuPortResult *port)
{
  switch (kaitsu_port_result_get_reason (port))
    {
    case KAITSU_REASON_NO_EVIDENCE:
      return get_lack_remedy (result, port);
    case KAITSU_REASON_PARTIAL:
      return get_later_remedy ();
    case KAITSU_REASON_INTERCEPTED:
      return _ ("Ask whoever manages the router or the security software to exempt the unit.");
    case KAITSU_REASON_CAPTIVE_PORTAL:
      return _ ("Open a web browser, sign in, and check again.");
    case KAITSU_REASON_VPN:
      return _ ("Turn the VPN off and check again.");
    case KAITSU_REASON_REFUSED_BY_DESTINATION:
      return _ ("Nothing has to be done in the shop. Wait a while and check again.");
    case KAITSU_REASON_NOT_PERMITTED:
      return _ ("Check with another PC.");
    case KAITSU_REASON_OFFLINE:
      return _ ("Look at the cable or Wi-Fi and at the lamps of the router, then check again.");
    case KAITSU_REASON_STOPPED:
    case KAITSU_REASON_NOT_TESTED:
      return _ ("Check again.");
    case KAITSU_REASON_ANSWERED:
    case KAITSU_REASON_CONNECTED:
    case KAITSU_REASON_PATH:
    case KAITSU_REASON_REJECTED:
    case KAITSU_REASON_DROPPED:
    case KAITSU_REASON_REFUSED_LOCALLY:
      return NULL;
    }
  return NULL;
}

/**
 * kaitsu_explain_remedy_of_ports:
 * @result: the result that the ports are of
 * @ports: (element-type KaitsuPortResult): at least one; all of the same light
 *   and reason, stopped by the same
 *
 * Returns: (transfer full) (nullable): what to do about them, or %NULL if
 *   there is nothing to do
 */
char *
kaitsu_explain_remedy_of_ports (KaitsuResult *result, GPtrArray *ports)
{
  KaitsuPortResult *first = g_ptr_array_index (ports, 0);

  switch (kaitsu_port_result_get_light (first))
    {
    case KAITSU_LIGHT_GREEN:
      return NULL;
    case KAITSU_LIGHT_YELLOW:
    case KAITSU_LIGHT_NONE:
      return g_strdup (get_plain_remedy (result, first));
    case KAITSU_LIGHT_RED:
      {
        g_autofree char *labels = kaitsu_wording_ports (ports);
        return make_request (find_helper (result, first), labels);
      }
    }
  return NULL;
}

/**
 * kaitsu_explain_remedy:
 * @result: the result that @port is of
 * @port: a port
 *
 * Returns: (transfer full) (nullable): what to do about it, or %NULL if there
 *   is nothing to do
 */
char *
kaitsu_explain_remedy (KaitsuResult *result, KaitsuPortResult *port)
{
  g_autoptr (GPtrArray) ports = g_ptr_array_new ();

  g_ptr_array_add (ports, port);
  return kaitsu_explain_remedy_of_ports (result, ports);
}

/**
 * kaitsu_explain_addressee:
 * @party: whom an advice is about
 *
 * Returns: (transfer none): whom to turn to, a heading
 */
const char *
kaitsu_explain_addressee (KaitsuParty party)
{
  switch (party)
    {
    case KAITSU_PARTY_PC:
      return C_ ("whom to ask", "Whoever looks after this PC");
    case KAITSU_PARTY_ROUTER:
    case KAITSU_PARTY_INTERNET:
    case KAITSU_PARTY_UNKNOWN:
      return C_ ("whom to ask", "Whoever manages the router");
    case KAITSU_PARTY_PROVIDER:
      return C_ ("whom to ask", "The Internet provider");
    case KAITSU_PARTY_DESTINATION:
      return C_ ("whom to ask", "Nobody");
    }
  return "";
}

/**
 * kaitsu_explain_advice:
 * @advice: whom to ask about which ports
 *
 * Returns: (transfer full): the request in one or two sentences
 */
char *
kaitsu_explain_advice (const KaitsuAdvice *advice)
{
  g_autofree char *ports = kaitsu_wording_ports (advice->ports);
  g_autofree char *request = make_request (advice->party, ports);

  if (advice->party == KAITSU_PARTY_DESTINATION)
    return g_steal_pointer (&request);
  if (advice->afterwards)
    return g_strdup_printf (C_ ("advice", "If it is still blocked after that: %s"), request);
  return g_strdup_printf (C_ ("advice", "First: %s"), request);
}

/**
 * kaitsu_explain_notice:
 * @notice: a notice
 *
 * Returns: (transfer full): what was noticed, what is known about it, and what
 *   to do
 */
char *
kaitsu_explain_notice (const KaitsuNotice *notice)
{
  g_autoptr (GString) text = g_string_new (kaitsu_notice_sentence (notice->kind));
  g_autofree char *clean = kaitsu_text_clean (notice->detail, -1, MAX_CHARS);
  g_autofree char *detail = kaitsu_notice_dup_detail (notice->kind, clean);

  kaitsu_wording_add_sentence (text, detail);
  kaitsu_wording_add_sentence (text, kaitsu_notice_remedy (notice->kind));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * kaitsu_explain_taken_over:
 * @result: a result
 *
 * Returns: (transfer full) (nullable): how many ports the run did not try
 *   again, and when they were measured; %NULL if it tried all of them
 */
char *
kaitsu_explain_taken_over (KaitsuResult *result)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  GListModel *ports = kaitsu_result_get_ports (result);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      n += kaitsu_port_result_get_measured (port) != NULL;
    }
  if (n == 0)
    return NULL;

  g_autofree char *when = kaitsu_wording_minute (kaitsu_result_get_oldest (result));
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u port that got through before; as it was on %s",
                   "%u ports that got through before; as they were on %s", n),
      n, when);
}
