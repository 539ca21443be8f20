/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-hop-rule.h"

#include <math.h>
#include <stdlib.h>

#include "paths.h"

/*
 * How often the hop rule is right: the product's own rule on paths drawn by
 * lot. The driver below does what the session does: direct attempts of every
 * port, and beside them what the rule asks for.
 */

/* direct attempts at 0, b and 3b with b = 0.25 s; silent ones then go on */
static const double attempt_ms[] = { 0, 250, 750 };
#define ADMIT_MS 500

/* what a default Linux router answers at once */
#define TOKENS 6

typedef enum {
  FOUND_YELLOW,
  FOUND_GREEN,
  FOUND_RED,
} Found;

typedef struct {
  Found found;
  gboolean rejected;
  guint from;
  guint to;
  double ms;
} Verdict;

typedef struct {
  double due_ms;
  guint id;
  Reply reply;
  double rtt_ms;
} Coming;

typedef struct {
  PathKind kind;
  guint paths;
  guint open, open_red, open_yellow;
  guint blocked, blocked_green, blocked_unseen, blocked_yellow;
  guint half, half_green, half_red;
  guint red, wrong_hop, width;
  guint peak;
  guint64 bursts, too_many;
  guint64 packets;
  GArray *red_ms, *all_ms, *done_ms;
} Tally;

typedef struct {
  Path *path;
  KaitsuHopRule *rule;
  Verdict verdicts[N_PORTS];
  GArray *coming;
  guint attempt;
  gboolean admitted;
  guint packets;
  guint peak;
  guint bursts, too_many;
  double done_ms;
} Run;

static KaitsuHopReply
to_rule (ReplyKind kind)
{
  switch (kind)
    {
    case REPLY_NOTHING:
      return KAITSU_HOP_REPLY_NOTHING;
    case REPLY_TIME_EXCEEDED:
      return KAITSU_HOP_REPLY_TIME_EXCEEDED;
    case REPLY_TARGET:
      return KAITSU_HOP_REPLY_FINAL;
    case REPLY_REJECTED:
      return KAITSU_HOP_REPLY_REJECTED;
    }
  g_assert_not_reached ();
}

/* What the session decides without hops. */
static void
attempt (Run *run, double ms)
{
  for (guint i = 0; i < N_PORTS; i++)
    {
      Verdict *verdict = &run->verdicts[i];
      if (verdict->found != FOUND_YELLOW)
        continue;

      Reply reply = path_probe (run->path, i, 64, ms + 2 * i);
      if (reply.kind == REPLY_TARGET)
        *verdict = (Verdict){ .found = FOUND_GREEN, .ms = ms + run->path->rtt_ms };
      else if (reply.kind == REPLY_REJECTED)
        *verdict = (Verdict){ .found = FOUND_RED, .rejected = TRUE, .from = reply.hop,
                              .to = reply.hop, .ms = ms + run->path->rtt_ms };
      if (verdict->found != FOUND_YELLOW)
        kaitsu_hop_rule_dismiss (run->rule, i);
    }
}

static void
attempt_or_admit (Run *run, double now)
{
  if (now >= ADMIT_MS && !run->admitted)
    {
      run->admitted = TRUE;
      for (guint i = 0; i < N_PORTS; i++)
        kaitsu_hop_rule_admit (run->rule, i);
    }
  else
    attempt (run, attempt_ms[run->attempt++]);
}

static double
next_attempt_ms (const Run *run)
{
  double next = run->attempt < G_N_ELEMENTS (attempt_ms) ? attempt_ms[run->attempt] : INFINITY;

  return run->admitted ? next : MIN (next, ADMIT_MS);
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  double x = ((const Coming *) a)->due_ms, y = ((const Coming *) b)->due_ms;

  return x < y ? -1 : x > y;
}

static void
send_burst (Run *run, const KaitsuHopSlot *slot, double now)
{
  guint at_hop[KAITSU_HOP_MAX + 1] = { 0 };

  for (guint i = 0; i < slot->n_probes; i++)
    {
      const KaitsuHopProbe *probe = &slot->probes[i];
      guint port = probe->port == KAITSU_HOP_CONTROL ? CONTROL : probe->port;
      Coming coming = { .id = probe->id };

      run->packets++;
      at_hop[probe->hop] += path_meets (run->path, port, probe->hop);
      coming.reply = path_probe (run->path, port, probe->hop, now + probe->delay_ms);
      if (coming.reply.kind == REPLY_NOTHING)
        continue;
      coming.rtt_ms = run->path->rtt_ms * coming.reply.hop / (run->path->routers + 1);
      coming.due_ms = now + probe->delay_ms + coming.rtt_ms;
      g_array_append_val (run->coming, coming);
    }
  g_array_sort (run->coming, compare_due);
  run->bursts++;
  for (guint hop = 1; hop <= KAITSU_HOP_MAX; hop++)
    {
      run->peak = MAX (run->peak, at_hop[hop]);
      run->too_many += at_hop[hop] > TOKENS;
    }
}

static void
deliver (Run *run, double now)
{
  guint n = 0;

  for (; n < run->coming->len; n++)
    {
      Coming *coming = &g_array_index (run->coming, Coming, n);
      if (coming->due_ms > now)
        break;
      kaitsu_hop_rule_report (run->rule, coming->id, to_rule (coming->reply.kind),
                              coming->reply.address, (gint64) (coming->rtt_ms * 1000));
    }
  g_array_remove_range (run->coming, 0, n);
}

static void
look (Run *run, double now)
{
  for (guint i = 0; i < N_PORTS; i++)
    {
      Verdict *verdict = &run->verdicts[i];
      KaitsuHopDecision decision = kaitsu_hop_rule_decide (run->rule, i);
      Found found = FOUND_YELLOW;

      if (verdict->rejected || (verdict->found == FOUND_GREEN && verdict->to == 0))
        continue;
      if (decision.verdict == KAITSU_HOP_VERDICT_BLOCKED)
        found = FOUND_RED;
      else if (decision.verdict == KAITSU_HOP_VERDICT_PASSES
               || decision.verdict == KAITSU_HOP_VERDICT_ANSWERED)
        found = FOUND_GREEN;
      if (found == verdict->found)
        {
          verdict->from = decision.passed;
          verdict->to = found == FOUND_RED ? decision.next : decision.farthest;
          continue;
        }
      *verdict = (Verdict){ .found = found, .from = decision.passed, .ms = now,
                            .to = found == FOUND_RED ? decision.next : decision.farthest };
    }
}

static void
run_path (Run *run)
{
  KaitsuHopSlot slot;
  double now = 0;

  for (;;)
    {
      while (next_attempt_ms (run) <= now)
        attempt_or_admit (run, now);
      deliver (run, now);

      KaitsuHopStep step = kaitsu_hop_rule_next (run->rule, (gint64) now, &slot);
      look (run, now);
      if (step == KAITSU_HOP_STEP_DONE)
        {
          run->done_ms = now;
          return;
        }
      if (step == KAITSU_HOP_STEP_SEND)
        {
          send_burst (run, &slot, now);
          continue;
        }
      double next = MIN ((double) slot.wake_ms, next_attempt_ms (run));
      if (run->coming->len > 0)
        next = MIN (next, ceil (g_array_index (run->coming, Coming, 0).due_ms));
      now = MAX (now, next);
    }
}

static gboolean
names_blocker (const Verdict *verdict, const Port *port, guint reach)
{
  return (verdict->from <= (guint) port->blocker && (guint) port->blocker <= verdict->to)
         || (verdict->from <= reach && reach <= verdict->to);
}

static void
count_blocked (Tally *tally, const Path *path, const Port *port, const Verdict *verdict)
{
  guint reach = path_reach (port);

  tally->blocked++;
  switch (verdict->found)
    {
    case FOUND_YELLOW:
      tally->blocked_yellow++;
      break;
    case FOUND_GREEN:
      if (reach >= path_farthest (path))
        tally->blocked_unseen++;
      else
        tally->blocked_green++;
      break;
    case FOUND_RED:
      tally->red++;
      tally->width += verdict->to - verdict->from;
      if (!names_blocker (verdict, port, reach))
        tally->wrong_hop++;
      g_array_append_val (tally->red_ms, verdict->ms);
      break;
    }
}

static void
count (Tally *tally, const Path *path, const Verdict *verdicts)
{
  for (guint i = 0; i < N_PORTS; i++)
    {
      const Port *port = &path->ports[i];
      const Verdict *verdict = &verdicts[i];

      if (port->half)
        {
          tally->half++;
          tally->half_green += verdict->found == FOUND_GREEN && !port->responds;
          tally->half_red += verdict->found == FOUND_RED;
        }
      else if (port->blocker < 0)
        {
          tally->open++;
          tally->open_red += verdict->found == FOUND_RED;
          tally->open_yellow += verdict->found == FOUND_YELLOW;
        }
      else
        count_blocked (tally, path, port, verdict);
      if (verdict->found != FOUND_YELLOW)
        g_array_append_val (tally->all_ms, verdict->ms);
    }
}

static void
measure (Tally *tally, guint32 seed)
{
  for (guint n = 0; n < tally->paths; n++)
    {
      const guint32 seeds[] = { seed, n };
      g_autoptr (GRand) rand = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
      g_autoptr (GArray) coming = g_array_new (FALSE, FALSE, sizeof (Coming));
      Path path;

      path_draw (&path, &tally->kind, rand);

      g_autoptr (KaitsuHopRule) rule = kaitsu_hop_rule_new (N_PORTS, (guint) path.rtt_ms);
      Run run = { .path = &path, .rule = rule, .coming = coming };

      run_path (&run);
      count (tally, &path, run.verdicts);
      tally->packets += run.packets;
      tally->bursts += run.bursts;
      tally->too_many += run.too_many;
      g_array_append_val (tally->done_ms, run.done_ms);
      tally->peak = MAX (tally->peak, run.peak);
    }
}

static double
percent (guint part, guint whole)
{
  return whole > 0 ? 100.0 * part / whole : 0;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* In seconds. */
static double
quantile (GArray *ms, double part)
{
  if (ms->len == 0)
    return 0;
  g_array_sort (ms, compare_doubles);
  return g_array_index (ms, double, (guint) ((ms->len - 1) * part)) / 1000;
}

static void
print_head (void)
{
  g_print ("| limits | loss | wrong red | wrong green | unseen | blocked->yellow | open->yellow "
           "| wrong hop | hops apart | t red p50/p95 | t all p50/p95 | done p50/p95 | packets "
           "| peak | above 6 |\n"
           "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
}

static void
print_times (GArray *ms)
{
  g_print ("| %.1f/%.1f s ", quantile (ms, 0.5), quantile (ms, 0.95));
}

static void
print_row (const Tally *tally)
{
  const PathKind *kind = &tally->kind;

  g_print ("| %s%s | %g %% %s ", path_limits_to_string (kind->limits), kind->fork ? ", fork" : "",
           kind->loss * 100, kind->bursts ? "burst" : "iid");
  g_print ("| %.4f %% | %.4f %% | %.2f %% | %.3f %% | %.3f %% | %.3f %% | %.2f ",
           percent (tally->open_red, tally->open), percent (tally->blocked_green, tally->blocked),
           percent (tally->blocked_unseen, tally->blocked),
           percent (tally->blocked_yellow, tally->blocked),
           percent (tally->open_yellow, tally->open), percent (tally->wrong_hop, tally->red),
           tally->red > 0 ? (double) tally->width / tally->red : 0);
  print_times (tally->red_ms);
  print_times (tally->all_ms);
  print_times (tally->done_ms);
  g_print ("| %.0f | %u | %.4f %% |", (double) tally->packets / tally->paths, tally->peak,
           100.0 * (double) tally->too_many / (double) tally->bursts);
  if (kind->fork)
    g_print (" half-stopped: green %.2f %%, red %.2f %%", percent (tally->half_green, tally->half),
             percent (tally->half_red, tally->half));
  g_print ("\n");
}

/* Generous: it is to find what broke, not to measure. */
static gboolean
holds (const Tally *tally)
{
  gboolean harsh = tally->kind.limits == PATH_LIMITS_HARSH;

  return percent (tally->open_red, tally->open) <= 0.2
         && percent (tally->blocked_green, tally->blocked) <= 0.5
         && percent (tally->blocked_yellow, tally->blocked) <= (harsh || tally->kind.fork ? 20 : 3)
         && percent (tally->open_yellow, tally->open) <= (tally->kind.fork ? 10 : 1)
         && percent (tally->wrong_hop, tally->red) <= 1
         && percent (tally->half_red, tally->half) <= 4
         && percent (tally->half_green, tally->half) <= 60
         && tally->too_many * 1000 <= tally->bursts;
}

/* Returns whether the cell is within the bounds. */
static gboolean
run_cell (const PathKind *kind, guint paths, guint32 seed)
{
  g_autoptr (GArray) red_ms = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) all_ms = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) done_ms = g_array_new (FALSE, FALSE, sizeof (double));
  Tally tally = { .kind = *kind, .paths = paths };

  tally.red_ms = red_ms;
  tally.all_ms = all_ms;
  tally.done_ms = done_ms;

  measure (&tally, seed);
  print_row (&tally);
  return holds (&tally);
}

static gboolean
run_limits (PathLimits limits, guint paths, guint32 seed)
{
  static const double losses[] = { 0, 0.01, 0.02, 0.05, 0.10 };
  gboolean good = TRUE;

  for (guint bursts = 0; bursts < 2; bursts++)
    for (guint i = bursts; i < G_N_ELEMENTS (losses); i++)
      {
        PathKind kind = { .limits = limits, .loss = losses[i], .bursts = bursts };
        good &= run_cell (&kind, paths, seed);
      }
  for (guint i = 0; i < G_N_ELEMENTS (losses); i += 3)
    {
      PathKind kind = { .limits = limits, .loss = losses[i], .fork = TRUE };
      good &= run_cell (&kind, paths, seed);
    }
  return good;
}

int
main (int argc, char **argv)
{
  int paths = 1000, seed = 1;
  g_autofree char *only = NULL;
  gboolean check = FALSE, good = TRUE;
  const GOptionEntry entries[] = {
    { "paths", 0, 0, G_OPTION_ARG_INT, &paths, "Paths per cell, of 12 ports each", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Seed of the lot", "S" },
    { "limits", 0, 0, G_OPTION_ARG_STRING, &only, "Only none, mixed or harsh", "WHICH" },
    { "check", 0, 0, G_OPTION_ARG_NONE, &check, "Fail outside generous bounds", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || paths < 1)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "--paths: at least 1");
      return 2;
    }
  g_print ("%d paths of %d ports per cell, seed %d\n\n", paths, N_PORTS, seed);
  print_head ();
  for (PathLimits limits = PATH_LIMITS_NONE; limits <= PATH_LIMITS_HARSH; limits++)
    if (only == NULL || g_str_equal (only, path_limits_to_string (limits)))
      good &= run_limits (limits, paths, seed);
  if (!good)
    g_printerr ("a cell is outside the bounds\n");
  return check && !good ? 1 : 0;
}
