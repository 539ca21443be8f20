/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-explain.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-tally.h"
#include "kaitsu-text.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

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
say_control (GString *text, const KaitsuTally *tally)
{
  if (tally->control == NULL)
    return;

  g_autofree char *label = kaitsu_port_to_label (tally->control->port);
  say (text, _ ("Meanwhile the same host did answer on %s, so the line itself works."), label);
}

/* A port that is blocked on the line would be so for everybody. */
static void
say_witness (GString *text, const KaitsuTally *tally)
{
  if (tally->witness == NULL)
    return;

  g_autofree char *host = kaitsu_text_clean (tally->witness->host, -1, 64);
  say (text, _ ("Another host (%s) did answer on this port, so this line lets it through."), host);
}

static void
say_failed_tries (GString *text, const KaitsuTally *tally)
{
  if (tally->silent > 0 && tally->successes == 0)
    say (text,
         ngettext ("It was tried %u time, without an answer.",
                   "It was tried %u times, without an answer.", tally->silent),
         tally->silent);
}

/* The other side counts as the last device. */
static gboolean
is_seen_on_the_way (const KaitsuFinding *finding)
{
  return finding->verified_hop > 0 && finding->verified_hop < finding->total_hops;
}

static void
say_reached (GString *text, const KaitsuFinding *finding)
{
  if (is_seen_on_the_way (finding))
    say (text, _ ("It was seen to get as far as device %u of the %u on the way to the other side."),
         finding->verified_hop, finding->total_hops);
  else if (finding->verified_hop > 0)
    say (text, _ ("It was seen to get to the other side."));
}

static void
say_detail (GString *text, const KaitsuTally *tally)
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

/* How far it gets. Nothing is said of results in which that is not noted. */
static void
say_end (GString *text, const KaitsuFinding *finding)
{
  if (is_seen_on_the_way (finding))
    say (text,
         _ ("It gets as far as device %u of the %u on the way to the other side, and no farther."),
         finding->verified_hop, finding->total_hops);
  else if (finding->total_hops > 0 && finding->hop == 1)
    say (text, _ ("It does leave this PC, but was not seen at any device on the way."));
  else if (finding->total_hops > 0)
    say (text, _ ("It was not seen at any device on the way. Whether it leaves this PC is not "
                  "known."));
  else if (finding->hop > 0)
    say (text, _ ("It ends at device %u on the way."), finding->hop);
}

static void
say_dropped (GString *text, KaitsuPortResult *port)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);
  g_autofree char *suspects = kaitsu_explain_suspects (port);

  if (finding->n_suspects == 1 && finding->suspects[0] == KAITSU_PARTY_PC)
    {
      say (text, _ ("Blocked. The traffic of this port does not get out of this PC."));
      return;
    }
  say (text, _ ("Blocked. The traffic of this port alone disappears on the way."));
  say_end (text, finding);
  if (suspects != NULL)
    say (text, _ ("It is stopped by %s."), suspects);
}

static void
say_intercepted (GString *text, const KaitsuTally *tally)
{
  if (tally->hops > 0 && tally->spoke == 0)
    {
      say (text, _ ("Take care. Something that is nearer than the other side answers in its place."));
      say_failed_tries (text, tally);
      return;
    }
  say (text, _ ("Take care. A connection is made, but it is not the other side that answers: "
                "something on the way does."));
  say_detail (text, tally);
}

static void
say_partial (GString *text, const KaitsuTally *tally)
{
  say (text, _ ("Take care. It gets through only sometimes."));
  if (tally->successes > 0)
    say (text, _ ("%u of %u tries got through."), tally->successes, tally->tries);
  else if (tally->hops > 0)
    say (text, _ ("On the way to the other side, some of its traffic was seen to travel on and "
                  "some was not."));
}

static void
say_no_way (GString *text, KaitsuResult *result, const KaitsuTally *tally)
{
  const KaitsuNetwork *network = kaitsu_result_get_network (result);

  if (tally->no_way == 0)
    return;
  if (tally->offender == NULL)
    {
      say (text, _ ("A router on the way says that there is no way to the other side."));
      return;
    }

  g_autofree char *offender = kaitsu_text_clean (tally->offender, -1, 64);
  if (kaitsu_network_is_gateway (network, tally->offender))
    say (text, _ ("The shop's router (%s) says that there is no way to the other side."), offender);
  else
    say (text, _ ("A router on the way (%s) says that there is no way to the other side."),
         offender);
}

static void
say_lack (GString *text, KaitsuLack lack)
{
  switch (lack)
    {
    case KAITSU_LACK_ANSWER:
      say (text, _ ("Not certain. There was no answer: either the port is blocked, or the other "
                    "side just does not answer on it."));
      break;
    case KAITSU_LACK_VOICE:
      say (text, _ ("Not certain. A connection was made, but who took it did not say what the "
                    "other side says."));
      break;
    case KAITSU_LACK_SIGHT:
      say (text, _ ("Not certain. The traffic goes as far as can be seen from here, yet servers "
                    "that should answer do not."));
      break;
    case KAITSU_LACK_WAY:
      say (text, _ ("Not certain. The traffic could not get to the other side."));
      break;
    case KAITSU_LACK_LEAVE:
      say (text, _ ("Not certain. The connection was declined, but who declined it and why is not "
                    "known."));
      break;
    case KAITSU_LACK_ROUTE:
      say (text, _ ("Not certain. This PC found no way to the other side, so nothing was sent."));
      break;
    case KAITSU_LACK_NAME:
      say (text, _ ("Not certain. The name of the server was not found (DNS), so nothing was "
                    "sent."));
      break;
    case KAITSU_LACK_DHCP:
      say (text, _ ("Not certain. The address of this PC was set by hand, and no DHCP server was "
                    "seen."));
      break;
    case KAITSU_LACK_EVERYTHING:
      say (text, _ ("Not certain. Nothing was seen that decides it."));
      break;
    }
}

static void
say_no_evidence (GString *text,
                 KaitsuResult *result,
                 KaitsuPortResult *port,
                 const KaitsuTally *tally)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);
  const KaitsuLack lack = kaitsu_tally_get_lack (tally, finding);

  say_lack (text, lack);
  if (lack == KAITSU_LACK_SIGHT)
    say_reached (text, finding);
  if (lack == KAITSU_LACK_SIGHT && is_seen_on_the_way (finding))
    say (text, _ ("It may be stopped behind that."));
  if (lack == KAITSU_LACK_SIGHT && finding->hop > 0 && tally->witness == NULL)
    say (text, _ ("Whether that is so on the way to others as well is not known."));
  say_failed_tries (text, tally);
  say_no_way (text, result, tally);
  if (tally->silent > 0)
    say_control (text, tally);
  say_witness (text, tally);
}

static void
say_path (GString *text, const KaitsuFinding *finding)
{
  if (!is_seen_on_the_way (finding))
    {
      say (text, _ ("Gets through. The other side does not use this port, but the traffic got "
                    "there."));
      return;
    }
  say (text, _ ("Gets through. The other side does not answer on this port, but the traffic does "
                "travel towards it."));
  say_reached (text, finding);
  say (text, _ ("Nothing behind that can be seen from here."));
}

static void
say_green (GString *text, KaitsuPortResult *port, const KaitsuTally *tally)
{
  if (tally->lease)
    say (text, _ ("Gets through. This PC has received its address from a DHCP server."));
  else if (kaitsu_port_result_get_reason (port) == KAITSU_REASON_ANSWERED)
    say (text, _ ("Gets through. The other side answered on this port."));
  else if (kaitsu_port_result_get_reason (port) == KAITSU_REASON_CONNECTED)
    say (text, _ ("Gets through. The connection to the other side was made."));
  else
    say_path (text, kaitsu_port_result_get_finding (port));
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
  else if (reason == KAITSU_REASON_VPN)
    say (text, _ ("Not certain. This PC uses a VPN. What was tried went through that, so nothing "
                  "can be said about the shop's own line."));
  else if (reason == KAITSU_REASON_NOT_PERMITTED)
    say (text, _ ("Not certain. This PC does not let the program check this port."));
  else if (reason == KAITSU_REASON_OFFLINE)
    say (text, _ ("Not checked. This PC has no working Internet connection."));
  else if (reason == KAITSU_REASON_STOPPED)
    say (text, _ ("Not checked. The check was stopped before this port was done."));
  else
    say (text, _ ("Not checked."));
}

static const char *
get_lack_reason (KaitsuLack lack)
{
  switch (lack)
    {
    case KAITSU_LACK_ANSWER:
    case KAITSU_LACK_SIGHT:
      return kaitsu_reason_text (KAITSU_REASON_NO_EVIDENCE);
    case KAITSU_LACK_VOICE:
      return C_ ("reason", "Connected, but without the right answer");
    case KAITSU_LACK_WAY:
      return C_ ("reason", "A router says that there is no way");
    case KAITSU_LACK_LEAVE:
      return C_ ("reason", "Declined, not known by whom");
    case KAITSU_LACK_ROUTE:
      return C_ ("reason", "Could not be sent");
    case KAITSU_LACK_NAME:
      return C_ ("reason", "The server's name was not found (DNS)");
    case KAITSU_LACK_DHCP:
      return C_ ("reason", "No DHCP server was seen");
    case KAITSU_LACK_EVERYTHING:
      return C_ ("reason", "Nothing that decides was seen");
    }
  return "";
}

/**
 * kaitsu_explain_reason:
 * @port: a port
 *
 * Returns: (transfer none): why the light is what it is in a few words, without
 *   a full stop. More exact than the text of the bare reason: "no evidence" has
 *   many causes, and only some are a missing answer
 */
const char *
kaitsu_explain_reason (KaitsuPortResult *port)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);

  if (finding->reason != KAITSU_REASON_NO_EVIDENCE)
    return kaitsu_reason_text (finding->reason);

  KaitsuTally tally = kaitsu_tally (port);
  return get_lack_reason (kaitsu_tally_get_lack (&tally, finding));
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
  KaitsuTally tally = kaitsu_tally (port);

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
      say_no_evidence (text, result, port, &tally);
      break;
    case KAITSU_REASON_REFUSED_BY_DESTINATION:
    case KAITSU_REASON_CAPTIVE_PORTAL:
    case KAITSU_REASON_VPN:
    case KAITSU_REASON_NOT_PERMITTED:
    case KAITSU_REASON_OFFLINE:
    case KAITSU_REASON_STOPPED:
    case KAITSU_REASON_NOT_TESTED:
      say_plain (text, reason);
      break;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
