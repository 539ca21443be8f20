/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-network.h"
#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuLineFacts: what was seen of the line as a whole. Everything is
 * borrowed for the time of the call.
 *
 * @network: (nullable): how this PC is attached
 * @offline: nothing at all came back from outside in the family that decides
 * @ipv6_alive: where IPv4 decides: something came back over IPv6
 * @changed: this PC was attached differently in the middle of the run
 * @has_portal: somebody answers in the place of pages with known bodies
 * @portal: (nullable): what he said: a status line and an address
 * @proxy: (nullable): the proxy that this PC is set to use for the web
 * @invented: (nullable): the address that was given for a name that cannot be
 * @false_name: (nullable): a host of the Internet, a space, and the address that
 *   it was given, which none there can have
 * @unresolved, @resolved: some names had no address, some had one
 * @intercepted: somebody else showed a certificate in the place of a host
 * @issuer: (nullable): who issued that
 * @web_taken: (nullable): web ports that somebody nearer answers
 * @has_clock: whether the next is known
 * @clock_seconds: how far this PC's clock is behind; negative if it is fast
 * @hops: (nullable) (element-type utf8): the near hops' addresses, that of
 *   hop 1 first; "" where one does not answer
 * @unreachable: (nullable): names of hosts of which nothing was heard
 * @stale_since: (nullable): the date since when the list of hosts is too old
 */
typedef struct {
  const KaitsuNetwork *network;
  gboolean offline;
  gboolean ipv6_alive;
  gboolean changed;
  gboolean has_portal;
  const char *portal;
  const char *proxy;
  const char *invented;
  const char *false_name;
  gboolean unresolved;
  gboolean resolved;
  gboolean intercepted;
  const char *issuer;
  const char *web_taken;
  gboolean has_clock;
  double clock_seconds;
  GPtrArray *hops;
  const char *unreachable;
  const char *stale_since;
} KaitsuLineFacts;

void kaitsu_line_judge (const KaitsuLineFacts *facts, KaitsuResult *result);
/* number and name of every rule, in order */
const char **kaitsu_line_judge_list_rules (void);

G_END_DECLS
