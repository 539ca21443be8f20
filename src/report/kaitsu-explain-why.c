/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-explain.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-text.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

/* What the observations of a port add up to, for the family that decides. */
typedef struct
{
  guint tries;
  guint successes;
  gboolean lease;
  const char *detail;               /* of the last attempt that has one */
  const KaitsuObservation *control; /* one that was answered */
} Tally;

static gboolean
is_success (KaitsuOutcome outcome)
{
  return outcome == KAITSU_OUTCOME_ANSWERED || outcome == KAITSU_OUTCOME_CONNECTED
         || outcome == KAITSU_OUTCOME_LEASE;
}

static void
count (Tally *tally, const KaitsuObservation *seen)
{
  if (seen->control)
    {
      if (is_success (seen->outcome) && seen->hop_limit == 0)
        tally->control = seen;
      return;
    }
  /* A small hop limit is meant to end on the way; that is no failed try. */
  if (seen->hop_limit != 0)
    return;
  tally->tries++;
  if (is_success (seen->outcome))
    tally->successes++;
  if (seen->outcome == KAITSU_OUTCOME_LEASE)
    tally->lease = TRUE;
  if (seen->detail != NULL && *seen->detail != '\0')
    tally->detail = seen->detail;
}

static Tally
add_up (KaitsuPortResult *port)
{
  GPtrArray *observations = kaitsu_port_result_get_observations (port);
  Tally tally = { 0 };

  for (guint i = 0; i < observations->len; i++)
    {
      const KaitsuObservation *seen = g_ptr_array_index (observations, i);
      if (seen->family == kaitsu_port_result_get_family (port))
        count (&tally, seen);
    }
  return tally;
}

G_GNUC_PRINTF (2, 3)
static void
say (GString *text, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  kaitsu_wording_add_sentence (text, sentence);
}

static void
say_control (GString *text, const Tally *tally)
{
  if (tally->control == NULL)
    return;

  g_autofree char *label = kaitsu_port_to_label (tally->control->port);
  say (text, _ ("Meanwhile the same host did answer on %s, so the line itself works."), label);
}

static void
say_failed_tries (GString *text, const Tally *tally)
{
  if (tally->tries > 0 && tally->successes == 0)
    say (text,
         ngettext ("It was tried %u time, without an answer.",
                   "It was tried %u times, without an answer.", tally->tries),
         tally->tries);
}

static void
say_reached (GString *text, const KaitsuFinding *finding)
{
  if (finding->verified_hop > 0 && finding->total_hops >= finding->verified_hop)
    say (text, _ ("It was seen to get as far as device %u of %u on the way."),
         finding->verified_hop, finding->total_hops);
}

static void
say_detail (GString *text, const Tally *tally)
{
  if (tally->detail == NULL)
    return;

  g_autofree char *detail = kaitsu_text_clean (tally->detail, -1, 120);
  say (text, _ ("What came back was “%s”."), detail);
}

static void
say_rejected (GString *text, KaitsuPortResult *port)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);
  g_autofree char *suspects = kaitsu_explain_suspects (port);

  if (finding->n_suspects == 1)
    say (text, _ ("Blocked. The traffic was turned away by %s."), suspects);
  else if (finding->offender != NULL)
    {
      g_autofree char *offender = kaitsu_text_clean (finding->offender, -1, 64);
      say (text, _ ("Blocked. The traffic was turned away by a device on the way (%s)."), offender);
    }
  else
    say (text, _ ("Blocked. The traffic was turned away on the way."));
  if (finding->hop > 0)
    say (text, _ ("That is device %u on the way."), finding->hop);
}

static void
say_dropped (GString *text, KaitsuPortResult *port)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);
  g_autofree char *suspects = kaitsu_explain_suspects (port);

  say (text, _ ("Blocked. The traffic of this port alone disappears on the way."));
  if (finding->hop > 0 && suspects != NULL)
    say (text, _ ("It ends at device %u on the way: %s."), finding->hop, suspects);
  else if (suspects != NULL)
    say (text, _ ("It ends at %s."), suspects);
}

static void
say_intercepted (GString *text, const Tally *tally)
{
  say (text, _ ("Take care. A connection is made, but it is not the other side that answers: "
                "something on the way does."));
  say_detail (text, tally);
}

static void
say_partial (GString *text, const Tally *tally)
{
  say (text, _ ("Take care. It gets through only sometimes."));
  say (text, _ ("%u of %u tries got through."), tally->successes, tally->tries);
}

static void
say_no_evidence (GString *text, KaitsuPortResult *port, const Tally *tally)
{
  say (text, _ ("Not certain. There was no answer: either the port is blocked, or the other side "
                "just does not answer on it."));
  say_reached (text, kaitsu_port_result_get_finding (port));
  say_failed_tries (text, tally);
  say_control (text, tally);
}

static void
say_green (GString *text, KaitsuPortResult *port, const Tally *tally)
{
  if (tally->lease)
    say (text, _ ("Gets through. This PC has received its address from a DHCP server."));
  else if (kaitsu_port_result_get_reason (port) == KAITSU_REASON_ANSWERED)
    say (text, _ ("Gets through. The other side answered on this port."));
  else if (kaitsu_port_result_get_reason (port) == KAITSU_REASON_CONNECTED)
    say (text, _ ("Gets through. The connection to the other side was made."));
  else
    {
      say (text,
           _ ("Gets through. Nobody answers there, but the traffic was seen to travel on as far "
              "as other traffic does."));
      say_reached (text, kaitsu_port_result_get_finding (port));
    }
}

/* The rest: nothing more than the reason is known. */
static void
say_plain (GString *text, KaitsuReason reason)
{
  if (reason == KAITSU_REASON_REFUSED_BY_DESTINATION)
    say (text, _ ("Not certain. The traffic did reach the other side, but that declined it. The "
                  "shop's line is not what stops it."));
  else if (reason == KAITSU_REASON_CAPTIVE_PORTAL)
    say (text, _ ("Not certain. A sign-in page answers instead of the Internet, so nothing can be "
                  "said about this port."));
  else if (reason == KAITSU_REASON_NOT_PERMITTED)
    say (text, _ ("Not certain. This PC does not let the program check this port."));
  else if (reason == KAITSU_REASON_OFFLINE)
    say (text, _ ("Not checked. This PC has no working Internet connection."));
  else if (reason == KAITSU_REASON_STOPPED)
    say (text, _ ("Not checked. The check was stopped before this port was done."));
  else
    say (text, _ ("Not checked."));
}

/**
 * kaitsu_explain_why:
 * @result: the result that @port is of
 * @port: a port
 *
 * Returns: (transfer full): why the light is what it is: the conclusion, then
 *   what was seen
 */
char *
kaitsu_explain_why (KaitsuResult *result, KaitsuPortResult *port)
{
  const KaitsuReason reason = kaitsu_port_result_get_reason (port);
  g_autoptr (GString) text = g_string_new (NULL);
  Tally tally = add_up (port);

  switch (reason)
    {
    case KAITSU_REASON_ANSWERED:
    case KAITSU_REASON_CONNECTED:
    case KAITSU_REASON_PATH:
      say_green (text, port, &tally);
      break;
    case KAITSU_REASON_REJECTED:
      say_rejected (text, port);
      say_control (text, &tally);
      break;
    case KAITSU_REASON_DROPPED:
      say_dropped (text, port);
      say_failed_tries (text, &tally);
      say_control (text, &tally);
      break;
    case KAITSU_REASON_REFUSED_LOCALLY:
      say (text, _ ("Blocked. This PC itself stopped the traffic before it was sent."));
      break;
    case KAITSU_REASON_PARTIAL:
      say_partial (text, &tally);
      break;
    case KAITSU_REASON_INTERCEPTED:
      say_intercepted (text, &tally);
      break;
    case KAITSU_REASON_NO_EVIDENCE:
      say_no_evidence (text, port, &tally);
      break;
    case KAITSU_REASON_REFUSED_BY_DESTINATION:
    case KAITSU_REASON_CAPTIVE_PORTAL:
    case KAITSU_REASON_NOT_PERMITTED:
    case KAITSU_REASON_OFFLINE:
    case KAITSU_REASON_STOPPED:
    case KAITSU_REASON_NOT_TESTED:
      say_plain (text, reason);
      break;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
