/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-catalogue.h"
#include "kaitsu-finding.h"
#include "kaitsu-network.h"
#include "kaitsu-observation.h"
#include "kaitsu-path-fact.h"
#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuCase: all that is known about one port in one family. Borrowed for
 * the time of the call; nothing in it is changed.
 *
 * @port: the port
 * @family: the family
 * @observations: (element-type KaitsuObservation): of this port, this family
 *   and every target, in the order of time, controls not among them
 * @controls: (element-type KaitsuObservation): controls of the same family,
 *   of every target
 * @witnesses: (nullable) (element-type KaitsuObservation): of this port and this
 *   family at another host, asked only because its own targets stay silent
 * @network: this PC's own addresses and gateway
 * @offline: the line as a whole is down
 * @portal: a captive portal answers for everybody
 * @stopped: the run ended before this port was done
 * @heard: (nullable) (element-type KaitsuObservation): everything that was seen in
 *   this family, of all ports and hosts: it tells more of who sends errors
 * @hops: (nullable) (element-type utf8): addresses of the hops that a control
 *   met, that of hop 1 first; an empty string where one does not answer
 * @hops_host: (nullable): the host of that control
 * @path: (nullable): how far the port gets beside a control, if that was tried
 * @path_only: (element-type utf8): hosts where nobody is expected to answer
 *   on this port
 */
typedef struct {
  KaitsuPort port;
  KaitsuFamily family;
  GPtrArray *observations;
  GPtrArray *controls;
  GPtrArray *witnesses;
  const KaitsuNetwork *network;
  gboolean offline;
  gboolean portal;
  gboolean stopped;
  GPtrArray *heard;
  GPtrArray *hops;
  const char *hops_host;
  const KaitsuPathFact *path;
  const char *const *path_only;
} KaitsuCase;

void kaitsu_judge_port (const KaitsuCase *matter, KaitsuFinding *finding);
KaitsuParty kaitsu_judge_hop (const KaitsuNetwork *network, GPtrArray *hops, guint hop, guint total);
GPtrArray *kaitsu_judge_services (KaitsuUnit *unit, GListModel *ports);
KaitsuVerdict kaitsu_judge_run (GListModel *ports, gboolean offline, gboolean stopped);

/* number and name of every rule, for documentation and tests */
const char **kaitsu_judge_list_rules (void);

G_END_DECLS
