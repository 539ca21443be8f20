/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-texts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The enums switch without a default, so that a new word cannot be forgotten
 * here; what follows each switch is for numbers that are no word at all. */

/**
 * kaitsu_light_symbol:
 * @light: a light
 *
 * The shape of a light, told apart without colours and in fax quality. Only
 * characters that Japanese fonts have in full width.
 *
 * Returns: (transfer none): one character
 */
const char *
kaitsu_light_symbol (KaitsuLight light)
{
  switch (light)
    {
    case KAITSU_LIGHT_GREEN:
      return "●";
    case KAITSU_LIGHT_RED:
      return "×";
    case KAITSU_LIGHT_YELLOW:
      return "▲";
    case KAITSU_LIGHT_NONE:
      return "－";
    }

  return "－";
}

/**
 * kaitsu_light_text:
 * @light: a light
 *
 * Returns: (transfer none): the words beside the shape
 */
const char *
kaitsu_light_text (KaitsuLight light)
{
  switch (light)
    {
    case KAITSU_LIGHT_GREEN:
      return C_ ("light", "Gets through");
    case KAITSU_LIGHT_RED:
      return C_ ("light", "Blocked");
    case KAITSU_LIGHT_YELLOW:
      return C_ ("light", "Not certain");
    case KAITSU_LIGHT_NONE:
      return C_ ("light", "Not checked");
    }

  return "";
}

/**
 * kaitsu_reason_text:
 * @reason: a reason
 *
 * Returns: (transfer none): the reason of a light in a few words, without a
 *   full stop
 */
const char *
kaitsu_reason_text (KaitsuReason reason)
{
  switch (reason)
    {
    case KAITSU_REASON_NOT_TESTED:
      return C_ ("reason", "Not checked");
    case KAITSU_REASON_ANSWERED:
      return C_ ("reason", "The other side answered");
    case KAITSU_REASON_CONNECTED:
      return C_ ("reason", "The connection was made");
    case KAITSU_REASON_PATH:
      return C_ ("reason", "Was seen to travel on towards the other side");
    case KAITSU_REASON_REJECTED:
      return C_ ("reason", "Turned away on the way");
    case KAITSU_REASON_DROPPED:
      return C_ ("reason", "Disappears on the way");
    case KAITSU_REASON_REFUSED_LOCALLY:
      return C_ ("reason", "This PC stops it");
    case KAITSU_REASON_REFUSED_BY_DESTINATION:
      return C_ ("reason", "The other side declined");
    case KAITSU_REASON_PARTIAL:
      return C_ ("reason", "Gets through only sometimes");
    case KAITSU_REASON_INTERCEPTED:
      return C_ ("reason", "A device on the way answers instead");
    case KAITSU_REASON_CAPTIVE_PORTAL:
      return C_ ("reason", "A sign-in page is in the way");
    case KAITSU_REASON_VPN:
      return C_ ("reason", "Checked through a VPN, not over the shop's line");
    case KAITSU_REASON_NO_EVIDENCE:
      return C_ ("reason", "No answer");
    case KAITSU_REASON_NOT_PERMITTED:
      return C_ ("reason", "Cannot be checked on this PC");
    case KAITSU_REASON_OFFLINE:
      return C_ ("reason", "Not connected to the Internet");
    case KAITSU_REASON_STOPPED:
      return C_ ("reason", "The check was stopped before");
    }

  return "";
}

/**
 * kaitsu_verdict_phrase:
 * @verdict: a verdict
 *
 * For usable and not usable, exactly the phrase of the contract, without
 * quotation marks.
 *
 * Returns: (transfer none): the headline of a result
 */
const char *
kaitsu_verdict_phrase (KaitsuVerdict verdict)
{
  switch (verdict)
    {
    case KAITSU_VERDICT_USABLE:
      return C_ ("verdict", "HOME services can be used");
    case KAITSU_VERDICT_NOT_USABLE:
      return C_ ("verdict", "HOME services cannot be used");
    case KAITSU_VERDICT_UNCONFIRMED:
      return C_ ("verdict", "Not everything could be confirmed");
    case KAITSU_VERDICT_OFFLINE:
      return C_ ("verdict", "Not connected to the Internet");
    case KAITSU_VERDICT_STOPPED:
      return C_ ("verdict", "The check was stopped");
    }

  return "";
}

/**
 * kaitsu_verdict_sentence:
 * @verdict: a verdict
 *
 * Returns: (transfer none): what the headline means, one plain sentence
 */
const char *
kaitsu_verdict_sentence (KaitsuVerdict verdict)
{
  switch (verdict)
    {
    case KAITSU_VERDICT_USABLE:
      return _ ("Every port that the unit needs gets through.");
    case KAITSU_VERDICT_NOT_USABLE:
      return _ ("Some ports that the unit needs are blocked. They have to be opened.");
    case KAITSU_VERDICT_UNCONFIRMED:
      return _ (
          "No port that the unit needs was found blocked, but for some it is not certain that "
          "they get through.");
    case KAITSU_VERDICT_OFFLINE:
      return _ ("Nothing could be checked because this PC has no working Internet connection.");
    case KAITSU_VERDICT_STOPPED:
      return _ ("The check was stopped before every port was looked at.");
    }

  return "";
}

/**
 * kaitsu_party_text:
 * @party: a party
 *
 * Returns: (transfer none): who that is, seen from the shop
 */
const char *
kaitsu_party_text (KaitsuParty party)
{
  switch (party)
    {
    case KAITSU_PARTY_PC:
      return C_ ("party", "this PC");
    case KAITSU_PARTY_ROUTER:
      return C_ ("party", "the shop's router");
    case KAITSU_PARTY_PROVIDER:
      return C_ ("party", "the Internet provider");
    case KAITSU_PARTY_DESTINATION:
      return C_ ("party", "the other side");
    case KAITSU_PARTY_INTERNET:
      return C_ ("party", "the Internet");
    case KAITSU_PARTY_UNKNOWN:
      return C_ ("party", "not known");
    }

  return "";
}

/**
 * kaitsu_role_text:
 * @role: a role
 *
 * Returns: (transfer none): one word
 */
const char *
kaitsu_role_text (KaitsuRole role)
{
  switch (role)
    {
    case KAITSU_ROLE_REQUIRED:
      return C_ ("role", "required");
    case KAITSU_ROLE_ADVISORY:
      return C_ ("role", "for reference");
    }

  return "";
}

/**
 * kaitsu_notice_sentence:
 * @kind: which notice
 *
 * Returns: (transfer none): what was noticed about the line, one plain sentence
 */
const char *
kaitsu_notice_sentence (KaitsuNoticeKind kind)
{
  switch (kind)
    {
    case KAITSU_NOTICE_KIND_OTHER:
      return _ (
          "A newer version of this program noticed something that this version does not know.");
    case KAITSU_NOTICE_KIND_NO_LINK:
      return _ ("This PC is not connected to a network.");
    case KAITSU_NOTICE_KIND_NO_ADDRESS:
      return _ ("This PC is connected but the network gave it no address.");
    case KAITSU_NOTICE_KIND_NO_ROUTE:
      return _ ("This PC knows no way from the shop's network to the Internet.");
    case KAITSU_NOTICE_KIND_GATEWAY_DEAD:
      return _ ("The router does not answer.");
    case KAITSU_NOTICE_KIND_LINE_DEAD:
      return _ ("Nothing comes back from the Internet.");
    case KAITSU_NOTICE_KIND_IPV4_DEAD:
      return _ ("Only IPv6 works on this line; IPv4, which the unit uses, gets no answer.");
    case KAITSU_NOTICE_KIND_VPN:
      return _ ("This PC uses a VPN, so its traffic may not take the shop's own line.");
    case KAITSU_NOTICE_KIND_PROXY:
      return _ ("This PC is set to reach the web through a proxy; the check went directly.");
    case KAITSU_NOTICE_KIND_CAPTIVE_PORTAL:
      return _ ("A sign-in page answers instead of the Internet.");
    case KAITSU_NOTICE_KIND_TLS_INTERCEPTION:
      return _ ("A device or program on the way opens encrypted traffic and encrypts it again.");
    case KAITSU_NOTICE_KIND_TRANSPARENT_PROXY:
      return _ ("A device on the way answers web traffic in the place of its destination.");
    case KAITSU_NOTICE_KIND_DNS_HIJACK:
      return _ ("Questions for names (DNS) get answers that cannot be right.");
    case KAITSU_NOTICE_KIND_DNS_DEAD:
      return _ ("Names on the Internet could not be looked up.");
    case KAITSU_NOTICE_KIND_CLOCK_WRONG:
      return _ ("The clock of this PC is wrong.");
    case KAITSU_NOTICE_KIND_DOUBLE_NAT:
      return _ ("There seem to be two routers, one behind the other.");
    case KAITSU_NOTICE_KIND_CARRIER_NAT:
      return _ ("The provider seems to share one public address among several customers.");
    case KAITSU_NOTICE_KIND_NO_IPV4:
      return _ ("This line has no IPv4, so the check was made with IPv6.");
    case KAITSU_NOTICE_KIND_NETWORK_CHANGED:
      return _ ("The network of this PC changed during the check.");
    case KAITSU_NOTICE_KIND_TARGETS_UNREACHABLE:
      return _ ("Some hosts that the check talks to could not be reached.");
    case KAITSU_NOTICE_KIND_TARGETS_STALE:
      return _ ("The list of hosts to check with is out of date.");
    case KAITSU_NOTICE_KIND_MASKED:
      return _ ("Addresses and names inside the shop are withheld in this report.");
    }

  return "";
}

/**
 * kaitsu_notice_remedy:
 * @kind: which notice
 *
 * Returns: (transfer none): the one thing to do about it, or that there is
 *   nothing to do
 */
const char *
kaitsu_notice_remedy (KaitsuNoticeKind kind)
{
  switch (kind)
    {
    case KAITSU_NOTICE_KIND_OTHER:
      return _ ("Open this result with the newest version.");
    case KAITSU_NOTICE_KIND_NO_LINK:
      return _ ("Plug in the network cable or connect to the shop's Wi-Fi, and check again.");
    case KAITSU_NOTICE_KIND_NO_ADDRESS:
      return _ ("Pull out the cable or leave the Wi-Fi, connect once more, and check again.");
    case KAITSU_NOTICE_KIND_NO_ROUTE:
      return _ ("Let this PC get its address automatically (DHCP) and check again.");
    case KAITSU_NOTICE_KIND_GATEWAY_DEAD:
      return _ ("Look whether the router is switched on and its cable plugged in, and check again.");
    case KAITSU_NOTICE_KIND_LINE_DEAD:
      return _ ("Restart the router and check again; if nothing changes, ask the provider.");
    case KAITSU_NOTICE_KIND_IPV4_DEAD:
      return _ ("Ask the provider why IPv4 does not work on this line.");
    case KAITSU_NOTICE_KIND_VPN:
      return _ ("Turn the VPN off and check again.");
    case KAITSU_NOTICE_KIND_PROXY:
      return _ ("Ask whoever manages the network whether the unit may connect without the proxy.");
    case KAITSU_NOTICE_KIND_CAPTIVE_PORTAL:
      return _ ("Open a web browser, sign in, and check again.");
    case KAITSU_NOTICE_KIND_TLS_INTERCEPTION:
      return _ ("Ask whoever manages the router or the security software to exempt the unit.");
    case KAITSU_NOTICE_KIND_TRANSPARENT_PROXY:
      return _ ("Ask whoever manages the network to let the unit's traffic pass that device by.");
    case KAITSU_NOTICE_KIND_DNS_HIJACK:
      return _ ("Ask whoever manages the router to look at the DNS settings.");
    case KAITSU_NOTICE_KIND_DNS_DEAD:
      return _ (
          "Restart the router and check again; if nothing changes, ask whoever manages it to look "
          "at the DNS settings.");
    case KAITSU_NOTICE_KIND_CLOCK_WRONG:
      return _ ("Set the date and time of this PC and check again.");
    case KAITSU_NOTICE_KIND_DOUBLE_NAT:
      return _ ("If ports are blocked, have the settings of both routers looked at.");
    case KAITSU_NOTICE_KIND_CARRIER_NAT:
      return _ ("Nothing has to be done: connections from the shop outwards are not affected.");
    case KAITSU_NOTICE_KIND_NO_IPV4:
      return _ ("Ask the provider whether IPv4 can be used on this line: the unit uses IPv4.");
    case KAITSU_NOTICE_KIND_NETWORK_CHANGED:
      return _ ("Leave the cable or Wi-Fi as it is and check again.");
    case KAITSU_NOTICE_KIND_TARGETS_UNREACHABLE:
      return _ ("Wait a while and check again.");
    case KAITSU_NOTICE_KIND_TARGETS_STALE:
      return _ ("Get the newest version of this program and check again.");
    case KAITSU_NOTICE_KIND_MASKED:
      return _ ("Ask the shop if you need them.");
    }

  return "";
}

/* "+2.0 h": positive if the clock is slow. */
static char *
describe_clock (const char *detail)
{
  double hours = g_ascii_strtod (detail, NULL);
  guint whole = (guint) CLAMP (ABS (hours) + 0.5, 1, 1000000);

  if (whole < 72)
    return g_strdup_printf (hours > 0
                                ? ngettext ("It is %u hour slow.", "It is %u hours slow.", whole)
                                : ngettext ("It is %u hour fast.", "It is %u hours fast.", whole),
                            whole);
  whole = (whole + 12) / 24;
  return g_strdup_printf (hours > 0
                              ? ngettext ("It is %u day slow.", "It is %u days slow.", whole)
                              : ngettext ("It is %u day fast.", "It is %u days fast.", whole),
                          whole);
}

/* "192.0.2.9": that of a name that does not exist; "host 10.0.0.9": that of a host */
static char *
describe_wrong_name (const char *detail)
{
  const char *space = strchr (detail, ' ');

  if (space == NULL)
    return g_strdup_printf (_ ("A name that does not exist was given the address %s."), detail);

  g_autofree char *host = g_strndup (detail, (gsize) (space - detail));
  /* translators: a host, and the address that it was given */
  return g_strdup_printf (_ ("%s was given the address %s, which is not one of the Internet."),
                          host, space + 1);
}

/**
 * kaitsu_notice_dup_detail:
 * @kind: which notice
 * @detail: (nullable): what is known besides; clean, one line
 *
 * Returns: (transfer full) (nullable): the same as a sentence
 */
char *
kaitsu_notice_dup_detail (KaitsuNoticeKind kind, const char *detail)
{
  if (detail == NULL || *detail == '\0')
    return NULL;
  switch (kind)
    {
    case KAITSU_NOTICE_KIND_OTHER:
      /* translators: what a newer version wrote about something unknown */
      return g_strdup_printf (_ ("It noted: %s."), detail);
    case KAITSU_NOTICE_KIND_GATEWAY_DEAD:
      return g_strdup_printf (_ ("The router's address is %s."), detail);
    case KAITSU_NOTICE_KIND_VPN:
      return g_strdup_printf (_ ("The name of the connection is %s."), detail);
    case KAITSU_NOTICE_KIND_PROXY:
      return g_strdup_printf (_ ("The proxy is %s."), detail);
    case KAITSU_NOTICE_KIND_CAPTIVE_PORTAL:
      return g_strdup_printf (_ ("The page is %s ."), detail);
    case KAITSU_NOTICE_KIND_TLS_INTERCEPTION:
      /* translators: the name in the certificates of whoever does that */
      return g_strdup_printf (_ ("It goes by the name “%s”."), detail);
    case KAITSU_NOTICE_KIND_TRANSPARENT_PROXY:
      return g_strdup_printf (_ ("It does so on %s."), detail);
    case KAITSU_NOTICE_KIND_DNS_HIJACK:
      return describe_wrong_name (detail);
    case KAITSU_NOTICE_KIND_CLOCK_WRONG:
      return describe_clock (detail);
    case KAITSU_NOTICE_KIND_DOUBLE_NAT:
      return g_strdup_printf (_ ("The second one has the address %s."), detail);
    case KAITSU_NOTICE_KIND_CARRIER_NAT:
      return g_strdup_printf (_ ("An address on the way suggests it: %s."), detail);
    case KAITSU_NOTICE_KIND_TARGETS_UNREACHABLE:
      return g_strdup_printf (_ ("These did not answer: %s."), detail);
    case KAITSU_NOTICE_KIND_TARGETS_STALE:
      return g_strdup_printf (_ ("It was meant to be used until %s."), detail);
    case KAITSU_NOTICE_KIND_NO_LINK:
    case KAITSU_NOTICE_KIND_NO_ADDRESS:
    case KAITSU_NOTICE_KIND_NO_ROUTE:
    case KAITSU_NOTICE_KIND_LINE_DEAD:
    case KAITSU_NOTICE_KIND_IPV4_DEAD:
    case KAITSU_NOTICE_KIND_DNS_DEAD:
    case KAITSU_NOTICE_KIND_NO_IPV4:
    case KAITSU_NOTICE_KIND_NETWORK_CHANGED:
    case KAITSU_NOTICE_KIND_MASKED:
      return NULL;
    }
  return NULL;
}

/**
 * kaitsu_outcome_text:
 * @outcome: what one attempt saw
 *
 * Returns: (transfer none): the same in a few words for the list of evidence
 */
const char *
kaitsu_outcome_text (KaitsuOutcome outcome)
{
  switch (outcome)
    {
    case KAITSU_OUTCOME_ANSWERED:
      return C_ ("outcome", "answered");
    case KAITSU_OUTCOME_CONNECTED:
      return C_ ("outcome", "connected");
    case KAITSU_OUTCOME_MUTE:
      return C_ ("outcome", "connected, but nothing was said");
    case KAITSU_OUTCOME_CUT:
      return C_ ("outcome", "connected, then cut off");
    case KAITSU_OUTCOME_UNEXPECTED:
      return C_ ("outcome", "an answer of another kind");
    case KAITSU_OUTCOME_TLS_UNTRUSTED:
      return C_ ("outcome", "certificate cannot be trusted");
    case KAITSU_OUTCOME_TLS_FAILED:
      return C_ ("outcome", "no encrypted connection");
    case KAITSU_OUTCOME_SILENT:
      return C_ ("outcome", "no answer");
    case KAITSU_OUTCOME_REFUSED:
      return C_ ("outcome", "connection refused");
    case KAITSU_OUTCOME_ICMP:
      return C_ ("outcome", "error message from the network");
    case KAITSU_OUTCOME_LOCAL:
      return C_ ("outcome", "this PC did not send it");
    case KAITSU_OUTCOME_UNREACHABLE:
      return C_ ("outcome", "no way to get there");
    case KAITSU_OUTCOME_UNRESOLVED:
      return C_ ("outcome", "no address for the name");
    case KAITSU_OUTCOME_LEASE:
      return C_ ("outcome", "holds an address from a DHCP server");
    case KAITSU_OUTCOME_STATIC:
      return C_ ("outcome", "address set by hand");
    case KAITSU_OUTCOME_ERROR:
      return C_ ("outcome", "failed");
    }

  return "";
}

/**
 * kaitsu_operator_text:
 * @who: who runs a target
 *
 * Returns: (transfer none): the same in words
 */
const char *
kaitsu_operator_text (KaitsuOperator who)
{
  switch (who)
    {
    case KAITSU_OPERATOR_MAKER:
      return C_ ("operator", "the maker");
    case KAITSU_OPERATOR_PUBLIC:
      return C_ ("operator", "a public service");
    case KAITSU_OPERATOR_OWN:
      return C_ ("operator", "your dealer or yourself");
    }

  return "";
}

/**
 * kaitsu_link_kind_text:
 * @kind: how the PC is attached
 *
 * Returns: (transfer none): the same in words
 */
const char *
kaitsu_link_kind_text (KaitsuLinkKind kind)
{
  switch (kind)
    {
    case KAITSU_LINK_KIND_WIRED:
      return C_ ("link", "cable");
    case KAITSU_LINK_KIND_WIFI:
      return C_ ("link", "Wi-Fi");
    case KAITSU_LINK_KIND_OTHER:
      return C_ ("link", "other");
    case KAITSU_LINK_KIND_UNKNOWN:
      return C_ ("link", "not known");
    }

  return "";
}
