/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-line-check.h"

#include <string.h>

#include "kaitsu-clock-offset.h"
#include "kaitsu-icmp.h"
#include "kaitsu-line-judge.h"
#include "kaitsu-trial.h"

/* "No way to that network" is what a router says whose own line is down. */
static gboolean
says_no_way (const KaitsuObservation *o)
{
  KaitsuIcmpMeaning meaning
      = kaitsu_icmp_classify (o->family == KAITSU_FAMILY_IPV6, o->icmp.type, o->icmp.code);

  return g_strcmp0 (o->icmp.offender, o->address) != 0
         && (meaning == KAITSU_ICMP_MEANING_NET_UNREACHABLE
             || meaning == KAITSU_ICMP_MEANING_HOST_UNREACHABLE);
}

/* Whether somebody out there gave a sign of life, or this PC itself refused
 * to send: then the line is not what is down. */
static gboolean
is_sign_of_life (const KaitsuObservation *o)
{
  switch (o->outcome)
    {
    case KAITSU_OUTCOME_ANSWERED:
    case KAITSU_OUTCOME_CONNECTED:
    case KAITSU_OUTCOME_MUTE:
    case KAITSU_OUTCOME_CUT:
    case KAITSU_OUTCOME_UNEXPECTED:
    case KAITSU_OUTCOME_TLS_UNTRUSTED:
    case KAITSU_OUTCOME_TLS_FAILED:
    case KAITSU_OUTCOME_REFUSED:
    case KAITSU_OUTCOME_LOCAL:
      return TRUE;
    case KAITSU_OUTCOME_ICMP:
      return !says_no_way (o);
    case KAITSU_OUTCOME_SILENT:
    case KAITSU_OUTCOME_UNREACHABLE:
    case KAITSU_OUTCOME_UNRESOLVED:
    case KAITSU_OUTCOME_LEASE:
    case KAITSU_OUTCOME_STATIC:
    case KAITSU_OUTCOME_ERROR:
      return FALSE;
    }
  return FALSE;
}

/**
 * kaitsu_line_check_is_offline:
 * @trials: (element-type KaitsuTrial): what was tried
 * @book: has the controls
 * @portal: (nullable): what became of the pages with known bodies
 * @family: the family that decides
 *
 * Returns: whether everything outside the LAN was tried and nothing at all
 *   came back: then no port may be judged (contract section 2)
 */
gboolean
kaitsu_line_check_is_offline (GPtrArray *trials,
                              KaitsuHostBook *book,
                              const KaitsuPortalAnswer *portal,
                              KaitsuFamily family)
{
  GPtrArray *controls = kaitsu_host_book_get_controls (book, family);
  gboolean tried = FALSE;

  if (portal != NULL && portal->right + portal->wrong > 0)
    return FALSE;
  for (guint i = 0; i < controls->len; i++)
    if (is_sign_of_life (g_ptr_array_index (controls, i)))
      return FALSE;

  for (guint t = 0; t < trials->len; t++)
    {
      KaitsuTrial *trial = g_ptr_array_index (trials, t);
      GPtrArray *seen = kaitsu_trial_get_observations (trial);

      if (kaitsu_trial_get_family (trial) != family)
        continue;
      for (guint i = 0; i < seen->len; i++)
        {
          const KaitsuObservation *o = g_ptr_array_index (seen, i);
          if (o->probe == KAITSU_PROBE_KIND_DHCP)
            continue;
          if (is_sign_of_life (o))
            return FALSE;
          tried = TRUE;
        }
      if (!kaitsu_trial_is_complete (trial))
        return FALSE;
    }
  return tried;
}

/* Asks for every observation of the family that decides. */
typedef gboolean (*Test) (const KaitsuObservation *o);

static const KaitsuObservation *
find (GPtrArray *trials, KaitsuFamily family, Test test)
{
  for (guint t = 0; t < trials->len; t++)
    {
      KaitsuTrial *trial = g_ptr_array_index (trials, t);
      GPtrArray *seen = kaitsu_trial_get_observations (trial);

      for (guint i = 0; kaitsu_trial_get_family (trial) == family && i < seen->len; i++)
        if (test (g_ptr_array_index (seen, i)))
          return g_ptr_array_index (seen, i);
    }
  return NULL;
}

static gboolean
is_intercepted (const KaitsuObservation *o)
{
  return o->outcome == KAITSU_OUTCOME_TLS_UNTRUSTED && !kaitsu_observation_is_only_out_of_date (o);
}

/* What a certificate of another name means is known once its port is judged. */
static const KaitsuObservation *
find_intercepted (const KaitsuLineSight *sight, KaitsuResult *result)
{
  for (guint t = 0; t < sight->trials->len; t++)
    {
      KaitsuTrial *trial = g_ptr_array_index (sight->trials, t);
      GPtrArray *seen = kaitsu_trial_get_observations (trial);
      KaitsuPortResult *row
          = kaitsu_result_find_port (result, kaitsu_trial_get_entry (trial)->port->port);

      for (guint i = 0; kaitsu_trial_get_family (trial) == sight->family && i < seen->len; i++)
        {
          const KaitsuObservation *o = g_ptr_array_index (seen, i);
          if (is_intercepted (o)
              && (!kaitsu_observation_is_of_another_name (o)
                  || kaitsu_port_result_get_reason (row) == KAITSU_REASON_INTERCEPTED))
            return o;
        }
    }
  return NULL;
}

static gboolean
is_resolved (const KaitsuObservation *o)
{
  return o->probe != KAITSU_PROBE_KIND_DHCP && o->outcome != KAITSU_OUTCOME_UNRESOLVED;
}

static gboolean
is_unresolved (const KaitsuObservation *o)
{
  return o->outcome == KAITSU_OUTCOME_UNRESOLVED;
}

/* A responder of the project's answers with the caller's address, and the
 * probe keeps just that as the detail; other details are no addresses. */
static gboolean
names_caller (const KaitsuObservation *o)
{
  return o->outcome == KAITSU_OUTCOME_ANSWERED && o->detail != NULL
         && (o->probe == KAITSU_PROBE_KIND_TCP || o->probe == KAITSU_PROBE_KIND_UDP)
         && g_hostname_is_ip_address (o->detail);
}

/**
 * kaitsu_line_check_dup_public_address:
 * @trials: (element-type KaitsuTrial): what was tried
 * @family: the family that decides
 *
 * Returns: (transfer full) (nullable): this line's address as a responder of
 *   the project's saw it
 */
char *
kaitsu_line_check_dup_public_address (GPtrArray *trials, KaitsuFamily family)
{
  const KaitsuObservation *o = find (trials, family, names_caller);

  return o != NULL ? g_strdup (o->detail) : NULL;
}

/* Something of that host itself, not of somebody on the way to it. */
static gboolean
is_sign_of_host (const KaitsuObservation *o)
{
  if (o->outcome == KAITSU_OUTCOME_ICMP)
    return g_strcmp0 (o->icmp.offender, o->address) == 0;
  return o->outcome != KAITSU_OUTCOME_LOCAL && is_sign_of_life (o);
}

static gboolean
answered_a_trial (GPtrArray *trials, const char *host)
{
  for (guint t = 0; t < trials->len; t++)
    {
      GPtrArray *seen = kaitsu_trial_get_observations (g_ptr_array_index (trials, t));

      for (guint i = 0; i < seen->len; i++)
        {
          const KaitsuObservation *o = g_ptr_array_index (seen, i);
          if (g_strcmp0 (o->host, host) == 0 && is_sign_of_host (o))
            return TRUE;
        }
    }
  return FALSE;
}

/* A target is unreachable if its controls were tried and nothing of it came
 * back, on whatever port. */
static gboolean
is_dead (GPtrArray *trials, GPtrArray *controls, const char *host)
{
  gboolean tried = FALSE;

  for (guint i = 0; i < controls->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (controls, i);
      if (g_strcmp0 (o->host, host) != 0)
        continue;
      if (is_sign_of_host (o))
        return FALSE;
      tried = TRUE;
    }
  return tried && !answered_a_trial (trials, host);
}

static char *
list_unreachable (KaitsuPlan *plan, GPtrArray *trials, GPtrArray *controls)
{
  GPtrArray *hosts = kaitsu_plan_get_hosts (plan);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < hosts->len; i++)
    {
      const KaitsuPlanHost *host = g_ptr_array_index (hosts, i);
      if (is_dead (trials, controls, host->host))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", host->host);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static gboolean
is_alive (const KaitsuObservation *o)
{
  return o->probe != KAITSU_PROBE_KIND_DHCP && o->outcome != KAITSU_OUTCOME_LOCAL
         && is_sign_of_life (o);
}

/* "unknown-ca; issuer CN=Example CA,O=Example" -> "Example CA" */
static char *
dup_issuer (const char *detail)
{
  static const char *const names[] = { "CN=", "O=", "OU=" };
  const char *issuer = detail != NULL ? strstr (detail, "issuer ") : NULL;

  for (gsize i = 0; issuer != NULL && i < G_N_ELEMENTS (names); i++)
    {
      const char *name = strstr (issuer, names[i]);
      if (name == NULL)
        continue;
      name += strlen (names[i]);
      return g_strndup (name, strcspn (name, ","));
    }
  return NULL;
}

/* "192.0.2.1: 302 Found http://192.168.1.1/login" -> the page that it leads to */
static char *
dup_portal_page (const char *detail)
{
  g_auto (GStrv) words = g_strsplit (detail != NULL ? detail : "", " ", -1);
  guint n = g_strv_length (words);

  if (n == 0 || (!g_str_has_prefix (words[n - 1], "http://")
                 && !g_str_has_prefix (words[n - 1], "https://")))
    return NULL;
  return g_strdup (words[n - 1]);
}

/* What the scout saw at once, and what the hops that were followed for silent
 * ports say where it saw nothing. */
static GPtrArray *
merge_hops (KaitsuScout *scout, KaitsuPathTrace *trace)
{
  GPtrArray *near = kaitsu_scout_get_hops (scout);
  GPtrArray *followed = trace != NULL ? kaitsu_path_trace_get_hops (trace) : NULL;
  GPtrArray *hops = g_ptr_array_new ();
  guint n = MAX (near->len, followed != NULL ? followed->len : 0);

  for (guint i = 0; i < n; i++)
    {
      const char *address = i < near->len ? g_ptr_array_index (near, i) : "";
      if (*address == '\0' && followed != NULL && i < followed->len)
        address = g_ptr_array_index (followed, i);
      g_ptr_array_add (hops, (gpointer) address);
    }
  return hops;
}

/* Time servers and web pages alike: the clock is wrong only if all say so. */
static void
note_clock (KaitsuLineFacts *facts, const KaitsuLineSight *sight)
{
  KaitsuClockOpinion clock = { 0 };

  if (sight->portal != NULL)
    kaitsu_clock_opinion_join (&clock, &sight->portal->clock);
  for (guint t = 0; t < sight->trials->len; t++)
    {
      KaitsuTrial *trial = g_ptr_array_index (sight->trials, t);
      GPtrArray *seen = kaitsu_trial_get_observations (trial);

      for (guint i = 0; kaitsu_trial_get_family (trial) == sight->family && i < seen->len; i++)
        kaitsu_clock_opinion_hear (&clock, g_ptr_array_index (seen, i));
    }
  facts->has_clock = clock.known;
  facts->clock_seconds = clock.seconds;
}

/**
 * kaitsu_line_check_add_notices:
 * @sight: what was seen
 * @result: gets the notices
 *
 * Says what there is to say about the line as a whole.
 */
void
kaitsu_line_check_add_notices (const KaitsuLineSight *sight, KaitsuResult *result)
{
  GPtrArray *trials = sight->trials;
  KaitsuFamily family = sight->family;
  const KaitsuObservation *intercepted = find_intercepted (sight, result);
  g_autofree char *issuer = intercepted != NULL ? dup_issuer (intercepted->detail) : NULL;
  g_autofree char *portal
      = sight->portal != NULL ? dup_portal_page (sight->portal->detail) : NULL;
  g_autofree char *unreachable
      = list_unreachable (sight->plan, trials, kaitsu_host_book_get_controls (sight->book, family));
  g_autoptr (GPtrArray) hops
      = sight->scout != NULL ? merge_hops (sight->scout, sight->trace) : NULL;
  gboolean stale = kaitsu_targets_is_stale (kaitsu_plan_get_targets (sight->plan),
                                            kaitsu_result_get_started (result));
  KaitsuLineFacts facts = {
    .network = kaitsu_result_get_network (result),
    .offline = sight->offline,
    .ipv6_alive = family == KAITSU_FAMILY_IPV4 && find (trials, KAITSU_FAMILY_IPV6, is_alive) != NULL,
    .changed = sight->changed,
    .has_portal = sight->portal != NULL && sight->portal->portal,
    .portal = portal,
    .proxy = sight->scout != NULL ? kaitsu_scout_get_proxy (sight->scout) : NULL,
    .invented = sight->scout != NULL ? kaitsu_scout_get_invented (sight->scout) : NULL,
    .false_name = kaitsu_host_book_get_false_name (sight->book, family),
    .unresolved = find (trials, family, is_unresolved) != NULL,
    .resolved = find (trials, family, is_resolved) != NULL,
    .intercepted = intercepted != NULL,
    .issuer = issuer,
    .web_taken = sight->web_taken,
    .hops = hops,
    .unreachable = unreachable,
    .stale_since = stale ? kaitsu_result_get_targets_fresh_until (result) : NULL,
  };

  note_clock (&facts, sight);
  kaitsu_line_judge (&facts, result);
}
