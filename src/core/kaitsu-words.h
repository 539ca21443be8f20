/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The words of the contract. Every enum gets a GType from glib-mkenums, and
 * its nicks ("refused-by-destination") are the very words that result files
 * and command lines use: there is no second table. Convert with
 * kaitsu_nick() and kaitsu_from_nick().
 */

/**
 * KaitsuProtocol: transport of a port, as in "tcp/443".
 */
typedef enum {
  KAITSU_PROTOCOL_TCP,
  KAITSU_PROTOCOL_UDP,
} KaitsuProtocol;

/**
 * KaitsuFamily: the two Internet families, always tried apart.
 */
typedef enum {
  KAITSU_FAMILY_IPV4,
  KAITSU_FAMILY_IPV6,
} KaitsuFamily;

/**
 * KaitsuRole: required ports make the verdict, advisory ports never do.
 */
typedef enum {
  KAITSU_ROLE_REQUIRED,
  KAITSU_ROLE_ADVISORY,
} KaitsuRole;

/**
 * KaitsuClosedMeans: what a closed port does to a service.
 *
 * EFFECT  the service's effect happens
 * NOTE    only the port's note happens (UNIT3's UDP 514: "may fail just
 *         after the installation")
 */
typedef enum {
  KAITSU_CLOSED_MEANS_EFFECT,
  KAITSU_CLOSED_MEANS_NOTE,
} KaitsuClosedMeans;

/**
 * KaitsuLight: the traffic light of a port or a service.
 */
typedef enum {
  KAITSU_LIGHT_NONE,
  KAITSU_LIGHT_GREEN,
  KAITSU_LIGHT_YELLOW,
  KAITSU_LIGHT_RED,
} KaitsuLight;

/**
 * KaitsuReason: why a light shows what it shows.
 */
typedef enum {
  KAITSU_REASON_NOT_TESTED,
  KAITSU_REASON_ANSWERED,
  KAITSU_REASON_CONNECTED,
  KAITSU_REASON_PATH,
  KAITSU_REASON_REJECTED,
  KAITSU_REASON_DROPPED,
  KAITSU_REASON_REFUSED_LOCALLY,
  KAITSU_REASON_REFUSED_BY_DESTINATION,
  KAITSU_REASON_PARTIAL,
  KAITSU_REASON_INTERCEPTED,
  KAITSU_REASON_CAPTIVE_PORTAL,
  KAITSU_REASON_VPN,
  KAITSU_REASON_NO_EVIDENCE,
  KAITSU_REASON_NOT_PERMITTED,
  KAITSU_REASON_OFFLINE,
  KAITSU_REASON_STOPPED,
} KaitsuReason;

/**
 * KaitsuVerdict: the verdict of a whole run.
 */
typedef enum {
  KAITSU_VERDICT_USABLE,
  KAITSU_VERDICT_NOT_USABLE,
  KAITSU_VERDICT_UNCONFIRMED,
  KAITSU_VERDICT_OFFLINE,
  KAITSU_VERDICT_STOPPED,
} KaitsuVerdict;

/**
 * KaitsuParty: who owns a place on the way. PC, router, provider and
 * destination can be suspects; Internet and unknown only name hops.
 */
typedef enum {
  KAITSU_PARTY_PC,
  KAITSU_PARTY_ROUTER,
  KAITSU_PARTY_PROVIDER,
  KAITSU_PARTY_DESTINATION,
  KAITSU_PARTY_INTERNET,
  KAITSU_PARTY_UNKNOWN,
} KaitsuParty;

/**
 * KaitsuLinkKind: how this PC is attached to the LAN.
 */
typedef enum {
  KAITSU_LINK_KIND_WIRED,
  KAITSU_LINK_KIND_WIFI,
  KAITSU_LINK_KIND_OTHER,
  KAITSU_LINK_KIND_UNKNOWN,
} KaitsuLinkKind;

/**
 * KaitsuNoticeKind: something about the line as a whole. OTHER stands for
 * an id that a later version wrote; its text is kept.
 *
 * NO_LINK       neither cable nor radio network
 * NO_ADDRESS    connected, but without an address of its own
 * NO_ROUTE      an address, but no way out of the shop's network
 * GATEWAY_DEAD  a way out, but the router does not answer on the LAN
 * LINE_DEAD     the router is there, and nothing behind it answers
 * IPV4_DEAD     the same, but over IPv6 something answers
 */
typedef enum {
  KAITSU_NOTICE_KIND_OTHER,
  KAITSU_NOTICE_KIND_NO_LINK,
  KAITSU_NOTICE_KIND_NO_ADDRESS,
  KAITSU_NOTICE_KIND_NO_ROUTE,
  KAITSU_NOTICE_KIND_GATEWAY_DEAD,
  KAITSU_NOTICE_KIND_LINE_DEAD,
  KAITSU_NOTICE_KIND_IPV4_DEAD,
  KAITSU_NOTICE_KIND_VPN,
  KAITSU_NOTICE_KIND_PROXY,
  KAITSU_NOTICE_KIND_CAPTIVE_PORTAL,
  KAITSU_NOTICE_KIND_TLS_INTERCEPTION,
  KAITSU_NOTICE_KIND_TRANSPARENT_PROXY,
  KAITSU_NOTICE_KIND_DNS_HIJACK,
  KAITSU_NOTICE_KIND_DNS_DEAD,
  KAITSU_NOTICE_KIND_CLOCK_WRONG,
  KAITSU_NOTICE_KIND_DOUBLE_NAT,
  KAITSU_NOTICE_KIND_CARRIER_NAT,
  KAITSU_NOTICE_KIND_NO_IPV4,
  KAITSU_NOTICE_KIND_NETWORK_CHANGED,
  KAITSU_NOTICE_KIND_TARGETS_UNREACHABLE,
  KAITSU_NOTICE_KIND_TARGETS_STALE,
  KAITSU_NOTICE_KIND_MASKED,
} KaitsuNoticeKind;

/**
 * KaitsuOperator: who runs a target.
 */
typedef enum {
  KAITSU_OPERATOR_MAKER,
  KAITSU_OPERATOR_PUBLIC,
  KAITSU_OPERATOR_OWN,
} KaitsuOperator;

/**
 * KaitsuUse: what a target may be used for.
 *
 * PATH: nobody is expected to answer there; only how far packets get counts.
 */
typedef enum {
  KAITSU_USE_HTTP,
  KAITSU_USE_HTTPS,
  KAITSU_USE_SMTPS,
  KAITSU_USE_SUBMISSION,
  KAITSU_USE_NTP,
  KAITSU_USE_TCP,
  KAITSU_USE_UDP,
  KAITSU_USE_PATH,
} KaitsuUse;

/**
 * KaitsuProbeKind: how a thing was tried. PORTAL and DHCP have no target
 * of the list; TCP is also what controls are tried with.
 */
typedef enum {
  KAITSU_PROBE_KIND_TCP,
  KAITSU_PROBE_KIND_HTTP,
  KAITSU_PROBE_KIND_HTTPS,
  KAITSU_PROBE_KIND_SMTPS,
  KAITSU_PROBE_KIND_SUBMISSION,
  KAITSU_PROBE_KIND_NTP,
  KAITSU_PROBE_KIND_UDP,
  KAITSU_PROBE_KIND_DHCP,
  KAITSU_PROBE_KIND_PORTAL,
  KAITSU_PROBE_KIND_RESOLVE,
} KaitsuProbeKind;

/**
 * KaitsuOutcome: what one attempt saw. No judgement: "refused" says that a
 * TCP reset came, not who sent it.
 *
 * ANSWERED     the service spoke its own protocol (for a portal check: the
 *              known body; for a name: an address; for DHCP: a server)
 * CONNECTED    the TCP handshake was completed, nothing more was expected
 * MUTE         connected, but a target that is known to speak said nothing
 * CUT          connected, then reset or closed before the service spoke
 * UNEXPECTED   connected and answered, but not as this service does
 * TLS_UNTRUSTED  the service spoke behind a certificate that does not verify
 * TLS_FAILED   connected, but no TLS session came about
 * SILENT       nothing came back before the deadline
 * REFUSED      a TCP reset, with no ICMP error behind it
 * ICMP         an ICMP error came back: see the icmp member
 * LOCAL        this PC's kernel refused to send (errno EPERM, EACCES, EINVAL)
 * UNREACHABLE  no route, network down, gateway does not answer (errno)
 * UNRESOLVED   the name has no address of this family
 * LEASE        DHCP: this PC holds an address that a DHCP server gave it
 * STATIC       DHCP: this PC's address was set by hand; no server was seen
 * ERROR        anything else, see errno and detail
 */
typedef enum {
  KAITSU_OUTCOME_ANSWERED,
  KAITSU_OUTCOME_CONNECTED,
  KAITSU_OUTCOME_MUTE,
  KAITSU_OUTCOME_CUT,
  KAITSU_OUTCOME_UNEXPECTED,
  KAITSU_OUTCOME_TLS_UNTRUSTED,
  KAITSU_OUTCOME_TLS_FAILED,
  KAITSU_OUTCOME_SILENT,
  KAITSU_OUTCOME_REFUSED,
  KAITSU_OUTCOME_ICMP,
  KAITSU_OUTCOME_LOCAL,
  KAITSU_OUTCOME_UNREACHABLE,
  KAITSU_OUTCOME_UNRESOLVED,
  KAITSU_OUTCOME_LEASE,
  KAITSU_OUTCOME_STATIC,
  KAITSU_OUTCOME_ERROR,
} KaitsuOutcome;

/**
 * KaitsuPortState: where a port is in a live run.
 */
typedef enum {
  KAITSU_PORT_STATE_WAITING,
  KAITSU_PORT_STATE_RUNNING,
  KAITSU_PORT_STATE_DONE,
} KaitsuPortState;

G_END_DECLS
