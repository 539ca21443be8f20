/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "paths.h"

#include <math.h>
#include <string.h>

/* Gilbert and Elliott's two states: what a bad moment loses, how long it is. */
#define BAD_LOSS 0.7
#define BAD_MS 200

static gboolean
happens (GRand *rand, double probability)
{
  return g_rand_double (rand) < probability;
}

static Router
bucket (double size, double per_s)
{
  return (Router){ .kind = ROUTER_BUCKET, .size = size, .tokens = size, .per_s = per_s };
}

static Router
draw_router (const PathKind *kind, guint hop, GRand *rand)
{
  double lot = g_rand_double (rand);

  if (hop == 1)
    return kind->limits == PATH_LIMITS_NONE ? (Router){ 0 } : bucket (6, 1);
  if (lot < 0.15)
    return (Router){ .kind = ROUTER_SILENT };
  if (kind->limits == PATH_LIMITS_NONE)
    return (Router){ 0 };
  if (kind->limits == PATH_LIMITS_HARSH && lot < 0.55)
    return bucket (1, 1);
  if (lot < (kind->limits == PATH_LIMITS_HARSH ? 0.70 : 0.45))
    return bucket (6, 1);
  if (kind->limits == PATH_LIMITS_MIXED && lot < 0.65)
    return bucket (10, 10);
  if (lot < 0.80)
    return (Router){ .kind = ROUTER_CHANCE, .chance = g_rand_double_range (rand, 0.3, 0.9) };
  return (Router){ 0 };
}

/* 30 % are stopped: 40 % of these by this PC, 35 % by the router, 20 % by the
 * provider, 5 % at the last hop; one in five with an ICMP error. */
static Port
draw_port (const Path *path, GRand *rand)
{
  Port port = { .blocker = -1, .responds = happens (rand, 0.5) };

  if (!happens (rand, 0.3))
    return port;

  double lot = g_rand_double (rand);
  if (lot < 0.40)
    port.blocker = 0;
  else if (lot < 0.75)
    port.blocker = 1;
  else if (lot < 0.95)
    port.blocker = MIN (g_rand_int_range (rand, 2, 5), (int) path->routers);
  else
    port.blocker = path->routers;
  port.rejects = happens (rand, 0.2);
  port.ingress = port.blocker > 1 && happens (rand, 0.2);
  return port;
}

/* The legs rejoin before the last router. One silent port of the open ones is
 * made to pass on one leg only. */
static void
draw_fork (Path *path, GRand *rand)
{
  path->fork_first = g_rand_int_range (rand, 2, path->routers);
  path->fork_last = MIN (path->fork_first + happens (rand, 0.5), path->routers - 1);
  for (guint i = 0; i < N_PORTS; i++)
    if (path->ports[i].blocker < 0 && happens (rand, 0.1))
      {
        path->ports[i].half = TRUE;
        path->ports[i].responds = FALSE;
        path->ports[i].blocker = path->fork_first;
      }
}

/**
 * path_draw:
 * @path: (out): a path
 * @kind: what to draw it from
 * @rand: the lot; must outlive the path
 */
void
path_draw (Path *path, const PathKind *kind, GRand *rand)
{
  memset (path, 0, sizeof *path);
  path->kind = *kind;
  path->rand = rand;
  path->is_bad = happens (rand, kind->loss / BAD_LOSS);
  path->routers = g_rand_int_range (rand, 4, MAX_ROUTERS + 1);
  path->rtt_ms = g_rand_double_range (rand, 10, 60);
  for (guint hop = 1; hop <= path->routers; hop++)
    for (guint leg = 0; leg < 2; leg++)
      path->router[leg][hop] = draw_router (kind, hop, rand);
  for (guint i = 0; i < N_PORTS; i++)
    path->ports[i] = draw_port (path, rand);
  if (kind->fork)
    draw_fork (path, rand);
}

static gboolean
is_lost (Path *path, double ms)
{
  const PathKind *kind = &path->kind;

  if (!kind->bursts || kind->loss <= 0)
    return happens (path->rand, kind->loss);

  double bad = kind->loss / BAD_LOSS;
  while (path->weather_ms < ms)
    {
      path->is_bad = !path->is_bad;
      double mean = path->is_bad ? BAD_MS : BAD_MS * (1 - bad) / bad;
      path->weather_ms -= mean * log (1 - g_rand_double (path->rand));
    }
  return path->is_bad && happens (path->rand, BAD_LOSS);
}

static gboolean
speaks (Path *path, Router *router, double ms)
{
  switch (router->kind)
    {
    case ROUTER_FREE:
      return TRUE;
    case ROUTER_SILENT:
      return FALSE;
    case ROUTER_CHANCE:
      return happens (path->rand, router->chance);
    case ROUTER_BUCKET:
      router->tokens += MAX (ms - router->last_ms, 0) / 1000 * router->per_s;
      router->tokens = MIN (router->tokens, router->size);
      router->last_ms = MAX (ms, router->last_ms);
      if (router->tokens < 1)
        return FALSE;
      router->tokens -= 1;
      return TRUE;
    }
  g_assert_not_reached ();
}

/**
 * path_reach:
 * @port: a port that is stopped
 *
 * Returns: the last hop where its hop limit can run out
 */
guint
path_reach (const Port *port)
{
  return port->ingress ? port->blocker - 1 : port->blocker;
}

/**
 * path_farthest:
 * @path: a path
 *
 * Returns: the last router that ever answers, which is as far as can be seen
 */
guint
path_farthest (const Path *path)
{
  guint farthest = 0;

  for (guint hop = 1; hop <= path->routers; hop++)
    if (path->router[0][hop].kind != ROUTER_SILENT)
      farthest = hop;
  return farthest;
}

/**
 * path_meets:
 * @path: a path
 * @port: index of a port, or CONTROL
 * @hop: 1 or more
 *
 * Returns: whether packets of the port can get as far as that hop
 */
gboolean
path_meets (const Path *path, guint port, guint hop)
{
  const Port *settings = port == CONTROL ? NULL : &path->ports[port];

  return settings == NULL || settings->blocker < 0 || settings->half
         || (settings->blocker > 0 && hop <= path_reach (settings));
}

static Reply
answer (Path *path, ReplyKind kind, guint hop, guint leg, double ms, gboolean lost)
{
  Reply nothing = { REPLY_NOTHING, 0, 0 };

  /* half of what is lost is lost on the way back, after a token was spent */
  if (lost && happens (path->rand, 0.5))
    return nothing;
  if (!speaks (path, &path->router[leg][hop], ms) || lost)
    return nothing;
  return (Reply){ kind, hop, 1 + hop + 100 * leg };
}

/**
 * path_probe:
 * @path: a path
 * @port: index of a port, or CONTROL
 * @hop_limit: from 1 on
 * @ms: when; not earlier than before, or nearly so
 *
 * Returns: what comes back
 */
Reply
path_probe (Path *path, guint port, guint hop_limit, double ms)
{
  const Port *settings = port == CONTROL ? NULL : &path->ports[port];
  guint flow = path->fork_first > 0 && happens (path->rand, 0.5);
  gboolean lost = is_lost (path, ms);
  guint reach = G_MAXUINT;
  guint forked = hop_limit >= path->fork_first && hop_limit <= path->fork_last ? flow : 0;

  if (settings != NULL && settings->blocker >= 0 && (!settings->half || flow == 0))
    reach = path_reach (settings);
  if (settings != NULL && settings->blocker == 0)
    return (Reply){ 0 };
  if (hop_limit <= path->routers && hop_limit <= reach)
    return answer (path, REPLY_TIME_EXCEEDED, hop_limit, forked, ms, lost);
  if (reach != G_MAXUINT)
    return settings->rejects ? answer (path, REPLY_REJECTED, settings->blocker, 0, ms, lost)
                             : (Reply){ 0 };
  if (lost || (settings != NULL && !settings->responds))
    return (Reply){ 0 };
  return (Reply){ REPLY_TARGET, path->routers + 1, 1 };
}

/**
 * path_limits_to_string:
 * @limits: limits
 *
 * Returns: its name on the command line
 */
const char *
path_limits_to_string (PathLimits limits)
{
  switch (limits)
    {
    case PATH_LIMITS_NONE:
      return "none";
    case PATH_LIMITS_MIXED:
      return "mixed";
    case PATH_LIMITS_HARSH:
      return "harsh";
    }
  g_assert_not_reached ();
}
