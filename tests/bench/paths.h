/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define N_PORTS 12
#define MAX_ROUTERS 13

/* In place of a port's index: the control, which nobody stops. */
#define CONTROL G_MAXUINT

/**
 * PathLimits: how freely routers answer.
 *
 * NONE   always, or never (15 %, but not the first)
 * MIXED  the first 6 in a burst and 1 a second, as a default Linux router; of
 *        the others 15 % never, 30 % like the first, 20 % 10 a second, 15 % by
 *        chance (30 to 90 %), 20 % always
 * HARSH  the same, but 40 % of the others one a second without a burst
 */
typedef enum {
  PATH_LIMITS_NONE,
  PATH_LIMITS_MIXED,
  PATH_LIMITS_HARSH,
} PathLimits;

/**
 * PathKind: what a path is drawn from.
 *
 * @limits: how freely routers answer
 * @loss: probability that a packet or its answer is lost
 * @bursts: in bad moments of 0.2 s on average, else independently
 * @fork: one or two hops exist twice, and each packet takes either; some ports
 *   are stopped on one of the two only
 */
typedef struct {
  PathLimits limits;
  double loss;
  gboolean bursts;
  gboolean fork;
} PathKind;

typedef enum {
  ROUTER_FREE,
  ROUTER_SILENT,
  ROUTER_BUCKET,
  ROUTER_CHANCE,
} RouterKind;

/* @tokens, @last_ms: of a bucket of @size that gets @per_s; @chance: of one
 * that answers by chance. */
typedef struct {
  RouterKind kind;
  double size;
  double per_s;
  double tokens;
  double last_ms;
  double chance;
} Router;

/* @blocker: -1 nobody, 0 this PC, else the router; @ingress: before it looks at
 * the hop limit; @half: only on one leg of the fork. */
typedef struct {
  int blocker;
  gboolean rejects;
  gboolean ingress;
  gboolean half;
  gboolean responds;
} Port;

typedef struct {
  PathKind kind;
  GRand *rand;
  guint routers;
  Router router[2][MAX_ROUTERS + 1];
  guint fork_first;
  guint fork_last;
  Port ports[N_PORTS];
  double rtt_ms;
  gboolean is_bad;
  double weather_ms;
} Path;

typedef enum {
  REPLY_NOTHING,
  REPLY_TIME_EXCEEDED,
  REPLY_TARGET,
  REPLY_REJECTED,
} ReplyKind;

/* @hop: who answered, counted from 1; @address: never 0 */
typedef struct {
  ReplyKind kind;
  guint hop;
  guint32 address;
} Reply;

void path_draw (Path *path, const PathKind *kind, GRand *rand);
Reply path_probe (Path *path, guint port, guint hop_limit, double ms);
guint path_reach (const Port *port);
gboolean path_meets (const Path *path, guint port, guint hop);
guint path_farthest (const Path *path);
const char *path_limits_to_string (PathLimits limits);

G_END_DECLS
