/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-port-result.h"

G_BEGIN_DECLS

/**
 * KaitsuLack: what it was that could not decide about a port, for the reason
 * "no evidence". Only some of it is a missing answer.
 *
 * ANSWER      it was sent, and nothing came back
 * VOICE       somebody took the connection and did not speak as expected
 * SIGHT       it goes as far as can be seen, and servers that work stay silent
 * WAY         a router says that there is no way to the other side
 * LEAVE       it was turned away, and by whom or for what is not known
 * ROUTE       this PC knows no way, so nothing was sent
 * NAME        the name of the server was not found, so nothing was sent
 * DHCP        the address was set by hand, so no DHCP server was seen
 * EVERYTHING  none of these
 */
typedef enum {
  KAITSU_LACK_ANSWER,
  KAITSU_LACK_VOICE,
  KAITSU_LACK_SIGHT,
  KAITSU_LACK_WAY,
  KAITSU_LACK_LEAVE,
  KAITSU_LACK_ROUTE,
  KAITSU_LACK_NAME,
  KAITSU_LACK_DHCP,
  KAITSU_LACK_EVERYTHING,
} KaitsuLack;

/**
 * KaitsuTally: what the observations of a port add up to, for the family that
 * decides. Borrows from the port. Controls and hop-limited packets are tries of
 * their own: these are meant to end on the way.
 *
 * @tries: how often the port itself was tried
 * @successes: how many of them got through
 * @silent: how many were sent and got no answer
 * @voiceless, @no_way, @turned_away, @no_route, @no_name, @by_hand: how many
 *   ended as the lack of that name says
 * @spoke: how many got an answer, but not that of the service
 * @lease: whether the address is from a DHCP server
 * @detail: (nullable): what was said in the last try in which anything was
 * @offender: (nullable): the router that says that there is no way
 * @control: (nullable): a control of a host of these tries that answered
 * @witness: (nullable): another host that answered on this very port
 * @hops: how many hop-limited packets of the port were sent
 * @reach: the farthest device that answered one of them, 0 for none
 * @arrived: whether the other side answered one of them
 * @first_hop: (nullable): the first of them
 */
typedef struct {
  guint tries;
  guint successes;
  guint silent;
  guint voiceless;
  guint no_way;
  guint turned_away;
  guint no_route;
  guint no_name;
  guint by_hand;
  guint spoke;
  gboolean lease;
  const char *detail;
  const char *offender;
  const KaitsuObservation *control;
  const KaitsuObservation *witness;
  guint hops;
  guint reach;
  gboolean arrived;
  const KaitsuObservation *first_hop;
} KaitsuTally;

KaitsuTally kaitsu_tally (KaitsuPortResult *port);
KaitsuTally kaitsu_tally_family (KaitsuPortResult *port, KaitsuFamily family);
KaitsuLack kaitsu_tally_get_lack (const KaitsuTally *self, const KaitsuFinding *finding);

G_END_DECLS
