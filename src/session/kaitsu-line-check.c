/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-line-check.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "kaitsu-icmp.h"
#include "kaitsu-ntp-probe.h"
#include "kaitsu-trial.h"

/* Certificates and logs are wrong beyond this; no network delays an hour. */
#define CLOCK_TOLERANCE_SECONDS 3600

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
  const guint dates = G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED;

  return o->outcome == KAITSU_OUTCOME_TLS_UNTRUSTED && (o->tls_errors & ~dates) != 0;
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

static gboolean
is_clock_wrong (const KaitsuObservation *o)
{
  double seconds = 0;

  return kaitsu_ntp_probe_parse_offset (o, &seconds) && fabs (seconds) > CLOCK_TOLERANCE_SECONDS;
}

static void
add_clock_notice (KaitsuResult *result, const KaitsuObservation *o)
{
  double seconds = 0;

  kaitsu_ntp_probe_parse_offset (o, &seconds);
  g_autofree char *hours = g_strdup_printf ("%+.1f h", seconds / 3600);
  kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_CLOCK_WRONG, hours);
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

static void
add_unreachable_notice (KaitsuResult *result,
                        KaitsuPlan *plan,
                        GPtrArray *trials,
                        GPtrArray *controls)
{
  GPtrArray *hosts = kaitsu_plan_get_hosts (plan);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < hosts->len; i++)
    {
      const KaitsuPlanHost *host = g_ptr_array_index (hosts, i);
      if (is_dead (trials, controls, host->host))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", host->host);
    }
  if (names->len > 0)
    kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_TARGETS_UNREACHABLE, names->str);
}

/**
 * kaitsu_line_check_add_notices:
 * @result: gets the notices
 * @plan: what was to be tried
 * @trials: (element-type KaitsuTrial): what was tried
 * @book: what is known about hosts
 * @family: the family that decides
 * @portal: (nullable): what became of the pages with known bodies
 *
 * Says what there is to say about the line as a whole.
 */
void
kaitsu_line_check_add_notices (KaitsuResult *result,
                         KaitsuPlan *plan,
                         GPtrArray *trials,
                         KaitsuHostBook *book,
                         KaitsuFamily family,
                         const KaitsuPortalAnswer *portal)
{
  const KaitsuNetwork *network = kaitsu_result_get_network (result);
  KaitsuTargets *targets = kaitsu_plan_get_targets (plan);
  const KaitsuObservation *o;

  if (portal != NULL && portal->portal)
    kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_CAPTIVE_PORTAL, portal->detail);
  if (network->vpn)
    kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_VPN, network->interface);
  if (!network->has_ipv4 && network->has_ipv6)
    kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_NO_IPV4, NULL);
  if (find (trials, family, is_unresolved) != NULL && find (trials, family, is_resolved) == NULL)
    kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_DNS_DEAD, NULL);
  if ((o = find (trials, family, is_intercepted)) != NULL)
    kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_TLS_INTERCEPTION, o->detail);
  if ((o = find (trials, family, is_clock_wrong)) != NULL)
    add_clock_notice (result, o);
  add_unreachable_notice (result, plan, trials, kaitsu_host_book_get_controls (book, family));
  if (kaitsu_targets_is_stale (targets, kaitsu_result_get_started (result)))
    kaitsu_result_add_notice (result, KAITSU_NOTICE_KIND_TARGETS_STALE,
                              kaitsu_result_get_targets_fresh_until (result));
}
