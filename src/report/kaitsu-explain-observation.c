/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-explain.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-tally.h"
#include "kaitsu-text.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

#define MAX_HOST_CHARS 80
#define MAX_DETAIL_CHARS 160

/* The RFC's own names, in English in every language: whoever reads them
 * looks them up there. */
static const struct
{
  KaitsuFamily family;
  int type;
  int code;
  const char *name;
} icmp_names[] = {
  /* RFC 792 and RFC 1812 section 5.2.7.1 */
  { KAITSU_FAMILY_IPV4, 3, 0, "network unreachable" },
  { KAITSU_FAMILY_IPV4, 3, 1, "host unreachable" },
  { KAITSU_FAMILY_IPV4, 3, 2, "protocol unreachable" },
  { KAITSU_FAMILY_IPV4, 3, 3, "port unreachable" },
  { KAITSU_FAMILY_IPV4, 3, 9, "network administratively prohibited" },
  { KAITSU_FAMILY_IPV4, 3, 10, "host administratively prohibited" },
  { KAITSU_FAMILY_IPV4, 3, 13, "communication administratively prohibited" },
  { KAITSU_FAMILY_IPV4, 11, 0, "time to live exceeded" },
  /* RFC 4443 sections 3.1 and 3.3 */
  { KAITSU_FAMILY_IPV6, 1, 0, "no route to destination" },
  { KAITSU_FAMILY_IPV6, 1, 1, "administratively prohibited" },
  { KAITSU_FAMILY_IPV6, 1, 3, "address unreachable" },
  { KAITSU_FAMILY_IPV6, 1, 4, "port unreachable" },
  { KAITSU_FAMILY_IPV6, 1, 5, "source address failed ingress/egress policy" },
  { KAITSU_FAMILY_IPV6, 1, 6, "reject route to destination" },
  { KAITSU_FAMILY_IPV6, 3, 0, "hop limit exceeded" },
};

static const char *
get_icmp_name (KaitsuFamily family, int type, int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (icmp_names); i++)
    {
      if (icmp_names[i].family == family && icmp_names[i].type == type
          && icmp_names[i].code == code)
        return icmp_names[i].name;
    }
  return NULL;
}

static void
add_item (GString *line, const char *item)
{
  if (item == NULL || *item == '\0')
    return;
  g_string_append (line, C_ ("between the items of a list", ", "));
  g_string_append (line, item);
}

static void
add_icmp (GString *line, const KaitsuObservation *seen)
{
  const KaitsuIcmp *icmp = &seen->icmp;
  g_autoptr (GString) item = g_string_new (NULL);

  if (icmp->type < 0)
    return;

  const char *name = get_icmp_name (seen->family, icmp->type, icmp->code);
  g_string_append_printf (item, "%s %d/%d", seen->family == KAITSU_FAMILY_IPV6 ? "ICMPv6" : "ICMP",
                          icmp->type, icmp->code);
  if (name != NULL)
    g_string_append_printf (item, " %s", name);
  if (icmp->offender != NULL)
    {
      g_autofree char *offender = kaitsu_text_clean (icmp->offender, -1, MAX_HOST_CHARS);
      g_string_append_printf (item, C_ ("sender of an ICMP error", " from %s"), offender);
    }
  add_item (line, item->str);
}

/**
 * kaitsu_explain_host:
 * @observation: one thing that was seen
 *
 * Returns: (transfer full): "portquiz.net (192.0.2.1)"; the address alone is
 *   enough when the target has no name; empty if neither is known
 */
char *
kaitsu_explain_host (const KaitsuObservation *observation)
{
  g_autofree char *host = kaitsu_text_clean (observation->host, -1, MAX_HOST_CHARS);
  g_autofree char *address = kaitsu_text_clean (observation->address, -1, MAX_HOST_CHARS);

  if (*address == '\0' || g_str_equal (host, address))
    return g_steal_pointer (&host);
  if (*host == '\0')
    return g_steal_pointer (&address);
  return g_strdup_printf (C_ ("host and address", "%s (%s)"), host, address);
}

/**
 * kaitsu_explain_target:
 * @observation: one thing that was seen
 *
 * Returns: (transfer full): "portquiz.net (192.0.2.1) TCP 9124"
 */
char *
kaitsu_explain_target (const KaitsuObservation *observation)
{
  g_autofree char *host = kaitsu_explain_host (observation);
  g_autofree char *port = kaitsu_port_to_label (observation->port);

  return *host != '\0' ? g_strdup_printf ("%s %s", host, port) : g_steal_pointer (&port);
}

static void
add_measures (GString *line, const KaitsuObservation *seen)
{
  add_item (line, kaitsu_observation_get_errno_name (seen));
  if (seen->hop_limit > 0)
    {
      g_autofree char *limit = g_strdup_printf ("TTL %u", seen->hop_limit);
      add_item (line, limit);
    }
}

/* The greeting and the like come last: they are from outside and longest. */
static void
add_seen (GString *line, const KaitsuObservation *seen)
{
  g_string_append (line, kaitsu_outcome_text (seen->outcome));
  add_icmp (line, seen);
  add_measures (line, seen);
  if (seen->detail != NULL && *seen->detail != '\0')
    {
      g_autofree char *detail = kaitsu_text_clean (seen->detail, -1, MAX_DETAIL_CHARS);
      g_autofree char *quoted = g_strdup_printf (C_ ("quoted evidence", "“%s”"), detail);
      add_item (line, quoted);
    }
}

/**
 * kaitsu_explain_seen:
 * @observation: one thing that was seen
 *
 * Returns: (transfer full): the outcome, the raw ICMP error and errno, what
 *   was said; not when, and not how long it took
 */
char *
kaitsu_explain_seen (const KaitsuObservation *observation)
{
  g_autoptr (GString) line = g_string_new (NULL);

  add_seen (line, observation);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static char *
dup_reach (const KaitsuTally *tally)
{
  g_autofree char *sent = g_strdup_printf (
      ngettext ("%u packet noted", "%u packets noted", tally->hops), tally->hops);
  g_autoptr (GString) line = g_string_new (sent);

  g_string_append (line, C_ ("between the items of a list", ", "));
  if (tally->arrived)
    g_string_append (line, C_ ("on the way", "got to the other side"));
  else if (tally->reach > 0)
    g_string_append_printf (line, C_ ("on the way", "got as far as device %u"), tally->reach);
  else
    g_string_append (line, C_ ("on the way", "no device answered"));
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * kaitsu_explain_hops:
 * @port: a port
 * @family: IPv4 or IPv6
 *
 * Returns: (transfer full) (nullable): all hop-limited packets of @port in one
 *   line: how many there were and how far they got; %NULL if there were none
 */
char *
kaitsu_explain_hops (KaitsuPortResult *port, KaitsuFamily family)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);
  KaitsuTally tally = kaitsu_tally_family (port, family);

  if (tally.hops == 0)
    return NULL;
  /* the run does not keep every packet, but what it found out from all */
  if (family == kaitsu_port_result_get_family (port))
    tally.reach = MAX (tally.reach, finding->verified_hop);

  g_autofree char *host = kaitsu_explain_host (tally.first_hop);
  g_autofree char *label = g_strdup_printf (C_ ("record", "Way to %s"), host);
  g_autofree char *reach = dup_reach (&tally);
  return kaitsu_wording_field (*host != '\0' ? label : C_ ("record", "The way"), reach);
}
