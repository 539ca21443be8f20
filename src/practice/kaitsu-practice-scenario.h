/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-port.h"
#include "kaitsu-practice-net.h"

G_BEGIN_DECLS

/**
 * KaitsuPracticePlay: what somebody who sends to a port of a practice host
 * meets.
 *
 * WEB          pages: the known ones for portal checks, elsewhere one that
 *              says whatever the targets are expected to say
 * LOGIN        the same, but every page leads to a login page
 * MAIL         greeting, EHLO, QUIT
 * CUT          the connection is closed at the first bytes
 * TIME         SNTP
 * DHCP         a DHCP server that answers DHCPINFORM
 * RESPONDER    the line of a Kaitsu responder
 * SILENT       nothing comes back
 * CLOSED       nobody listens: a reset or ICMP comes back
 * UNREACHABLE  this PC's kernel knows no way
 */
typedef enum {
  KAITSU_PRACTICE_PLAY_WEB,
  KAITSU_PRACTICE_PLAY_LOGIN,
  KAITSU_PRACTICE_PLAY_MAIL,
  KAITSU_PRACTICE_PLAY_CUT,
  KAITSU_PRACTICE_PLAY_TIME,
  KAITSU_PRACTICE_PLAY_DHCP,
  KAITSU_PRACTICE_PLAY_RESPONDER,
  KAITSU_PRACTICE_PLAY_SILENT,
  KAITSU_PRACTICE_PLAY_CLOSED,
  KAITSU_PRACTICE_PLAY_UNREACHABLE,
} KaitsuPracticePlay;

/**
 * KaitsuPracticeCover: TLS around it: none, with the certificate of the
 * practice's own authority, or with that of a box on the way.
 */
typedef enum {
  KAITSU_PRACTICE_COVER_NONE,
  KAITSU_PRACTICE_COVER_TRUSTED,
  KAITSU_PRACTICE_COVER_INTERCEPTED,
} KaitsuPracticeCover;

/**
 * KaitsuPracticeRule: what a port plays.
 *
 * @protocol: TCP or UDP
 * @number: the port number, 0 for every other one
 * @offender: (nullable): who says "port unreachable" by ICMP; only with CLOSED
 * @hop: the router on the way where packets end, counted from 1; 0 for the
 *   destination. SILENT and an offender are rules of a router for what it
 *   passes on, which it looks at after the hop limit, as Linux does (FORWARD);
 *   all else is done by the router itself, posing as the destination
 */
typedef struct {
  KaitsuProtocol protocol;
  guint16 number;
  KaitsuPracticePlay play;
  KaitsuPracticeCover cover;
  const char *offender;
  guint hop;
} KaitsuPracticeRule;

/* the way: the router of the practice LAN, one of the provider's behind it,
 * and one on the Internet; then comes the destination */
#define KAITSU_PRACTICE_ROUTER "192.168.1.1"
#define KAITSU_PRACTICE_PROVIDER "192.0.2.1"
#define KAITSU_PRACTICE_CORE "198.51.100.1"

/**
 * KaitsuPracticeHop: a router on the way.
 *
 * @address: what it says it is
 * @delay_ms: how long until its ICMP is here
 */
typedef struct {
  const char *address;
  guint delay_ms;
} KaitsuPracticeHop;

gboolean kaitsu_practice_scenario_is_offline (const KaitsuPracticeScenario *scenario);
gboolean kaitsu_practice_scenario_has_hops (const KaitsuPracticeScenario *scenario);
const KaitsuPracticeRule *
kaitsu_practice_scenario_get_rules (const KaitsuPracticeScenario *scenario, gsize *n_rules);
const KaitsuPracticeRule *kaitsu_practice_usual_rules (gsize *n_rules);
gboolean kaitsu_practice_rule_matches (const KaitsuPracticeRule *rule, KaitsuPort port);
const KaitsuPracticeHop *
kaitsu_practice_rule_find_hop (const KaitsuPracticeRule *rule, guint hop_limit);

G_END_DECLS
