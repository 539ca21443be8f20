/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-hop-rule.h"

#include <stdlib.h>

/*
 * Small worlds without chance: what each place does is written in the row, and
 * time is a number. Who runs the rule also watches what it must never do.
 */

#define N_PORTS 12
#define RTT_MS 50
#define BIT(hop) (1u << (hop))
#define ALL_HOPS 0xfffffffeu

/* What happens to a port. STOP_* need @at: the place that stops it. */
typedef enum {
  FATE_SILENT,       /* arrives, nobody answers */
  FATE_STOP_PC,      /* never leaves */
  FATE_STOP_FORWARD, /* dropped where the hop limit was looked at before */
  FATE_STOP_INGRESS, /* dropped before that */
  FATE_STOP_ICMP,    /* rejected when forwarded */
  FATE_STOP_RESET,   /* reset when forwarded */
  FATE_STOP_HALF,    /* dropped on one leg of the fork */
  FATE_NEAR,         /* answered by the place itself, quickly */
  FATE_NORMALISED,   /* gets a new hop limit there, and the target answers */
  FATE_SHORT_LEG,    /* the target answers one hop limit earlier */
  FATE_OUTAGE,       /* silent, and lost altogether in the first slot */
  FATE_UNSENT,       /* this PC refuses to send */
} Fate;

typedef struct {
  guint routers;
  guint silent;
  guint fork;
  gboolean bucket;
  gboolean mute;      /* the target never answers the control */
  gboolean dries_up;  /* nobody answers anything after the sweep */
  guint control_near; /* somebody there answers the control */
  guint normaliser;   /* somebody there writes a new hop limit */
  guint unsent_hop;   /* controls for that hop are not sent in the sweep */
} World;

typedef struct {
  gint64 due_ms;
  guint id;
  KaitsuHopReply reply;
  guint32 offender;
  gint64 rtt_us;
} Coming;

typedef struct {
  const World *world;
  Fate fate;
  guint at;
  guint n_ports;
  KaitsuHopRule *rule;
  GArray *coming;
  double tokens[KAITSU_HOP_MAX + 1];
  gint64 last_ms[KAITSU_HOP_MAX + 1];
  guint sent[KAITSU_HOP_MAX + 1];
  guint farthest_sent;
  guint sweeps;
  guint slots;
  gint64 last_burst_ms;
  gint64 now_ms;
} Run;

/* Which leg a packet takes: as even as a router's hash of ports, and the same
 * in every run (the finaliser of MurmurHash3). */
static guint
flow_of (guint id)
{
  guint32 h = id + 1;

  h = (h ^ h >> 16) * 0x85ebca6bu;
  h = (h ^ h >> 13) * 0xc2b2ae35u;
  return (h ^ h >> 16) & 1;
}

/* Six in a burst, then one a second. */
static gboolean
has_token (Run *run, guint hop, gint64 ms)
{
  if (!run->world->bucket)
    return TRUE;
  run->tokens[hop] = MIN (6.0, run->tokens[hop] + (ms - run->last_ms[hop]) / 1000.0);
  run->last_ms[hop] = ms;
  if (run->tokens[hop] < 1)
    return FALSE;
  run->tokens[hop] -= 1;
  return TRUE;
}

static gint64
rtt_of (const Run *run, guint hop)
{
  return (gint64) RTT_MS * 1000 * hop / (run->world->routers + 1);
}

static Coming
router_says (Run *run, const KaitsuHopProbe *probe, guint hop, KaitsuHopReply reply, gint64 ms)
{
  Coming coming = { .id = probe->id, .reply = reply, .rtt_us = rtt_of (run, hop) };
  guint leg = (run->world->fork & BIT (hop)) != 0 ? flow_of (probe->id) : 0;
  gboolean dry = run->world->dries_up && run->slots > 0;

  coming.offender = 1000 + hop + 100 * leg;
  if ((run->world->silent & BIT (hop)) != 0 || dry || !has_token (run, hop, ms))
    coming.reply = KAITSU_HOP_REPLY_NOTHING;
  return coming;
}

static Coming
target_says (Run *run, const KaitsuHopProbe *probe, KaitsuHopReply reply)
{
  return (Coming){ .id = probe->id, .reply = reply,
                   .rtt_us = rtt_of (run, run->world->routers + 1) };
}

static Coming
control_meets (Run *run, const KaitsuHopProbe *probe, gint64 ms)
{
  const World *world = run->world;

  if (world->unsent_hop == probe->hop && run->slots == 0)
    return (Coming){ .id = probe->id, .reply = KAITSU_HOP_REPLY_NOT_SENT };
  if (world->control_near > 0 && probe->hop > world->control_near)
    return (Coming){ .id = probe->id, .reply = KAITSU_HOP_REPLY_FINAL,
                     .rtt_us = rtt_of (run, world->control_near) };
  if (probe->hop > world->routers || (world->normaliser > 0 && probe->hop >= world->normaliser))
    return target_says (run, probe,
                        world->mute ? KAITSU_HOP_REPLY_NOTHING : KAITSU_HOP_REPLY_FINAL);
  return router_says (run, probe, probe->hop, KAITSU_HOP_REPLY_TIME_EXCEEDED, ms);
}

/* From where on a port's packets do not get answers of routers any more. */
static gboolean
is_beyond (const Run *run, const KaitsuHopProbe *probe)
{
  switch (run->fate)
    {
    case FATE_SILENT:
    case FATE_UNSENT:
      return FALSE;
    case FATE_OUTAGE:
      return run->slots == 1;
    case FATE_STOP_PC:
      return TRUE;
    case FATE_STOP_HALF:
      return probe->hop > run->at && flow_of (probe->id) != 0;
    case FATE_STOP_INGRESS:
    case FATE_NORMALISED:
      return probe->hop >= run->at;
    case FATE_SHORT_LEG:
      return probe->hop >= run->world->routers;
    case FATE_STOP_FORWARD:
    case FATE_STOP_ICMP:
    case FATE_STOP_RESET:
    case FATE_NEAR:
      return probe->hop > run->at;
    }
  g_assert_not_reached ();
}

static Coming
port_meets (Run *run, const KaitsuHopProbe *probe, gint64 ms)
{
  Coming coming = { .id = probe->id };

  if (run->fate == FATE_UNSENT)
    coming.reply = KAITSU_HOP_REPLY_NOT_SENT;
  else if (!is_beyond (run, probe))
    return router_says (run, probe, probe->hop, KAITSU_HOP_REPLY_TIME_EXCEEDED, ms);
  else if (run->fate == FATE_STOP_ICMP)
    return router_says (run, probe, run->at, KAITSU_HOP_REPLY_REJECTED, ms);
  else if (run->fate == FATE_NORMALISED || run->fate == FATE_SHORT_LEG)
    return target_says (run, probe, KAITSU_HOP_REPLY_FINAL);
  else if (run->fate == FATE_STOP_RESET || run->fate == FATE_NEAR)
    {
      coming.reply = run->fate == FATE_NEAR ? KAITSU_HOP_REPLY_FINAL : KAITSU_HOP_REPLY_RESET;
      coming.rtt_us = rtt_of (run, run->at);
    }
  return coming;
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const Coming *x = a, *y = b;

  return x->due_ms < y->due_ms ? -1 : x->due_ms > y->due_ms;
}

/* What holds for every burst, whatever comes back. */
static void
watch_burst (Run *run, const KaitsuHopSlot *slot)
{
  guint at_hop[KAITSU_HOP_MAX + 1] = { 0 };
  guint last_test[KAITSU_HOP_MAX + 1] = { 0 };
  guint before = 0;

  g_assert_cmpuint (slot->n_probes, >, 0);
  for (guint i = 0; i < slot->n_probes; i++)
    {
      const KaitsuHopProbe *probe = &slot->probes[i];

      g_assert_cmpuint (probe->hop, >=, 1);
      g_assert_cmpuint (probe->hop, <=, KAITSU_HOP_MAX);
      g_assert_cmpuint (probe->delay_ms, >=, before);
      before = probe->delay_ms;
      at_hop[probe->hop]++;
      run->sent[probe->hop]++;
      g_assert_cmpuint (at_hop[probe->hop], <=, 5);
      if (probe->port != KAITSU_HOP_CONTROL)
        last_test[probe->hop] = probe->delay_ms;
      else if (run->slots > 0)
        g_assert_cmpuint (probe->delay_ms, >=, last_test[probe->hop] + 20);
      run->farthest_sent = MAX (run->farthest_sent, probe->hop);
    }
}

static void
send_burst (Run *run, const KaitsuHopSlot *slot)
{
  gboolean tests = FALSE;

  for (guint i = 0; i < slot->n_probes; i++)
    tests |= slot->probes[i].port != KAITSU_HOP_CONTROL;
  if (tests)
    run->slots++;
  else
    run->sweeps++;
  watch_burst (run, slot);
  run->last_burst_ms = run->now_ms;
  for (guint i = 0; i < slot->n_probes; i++)
    {
      const KaitsuHopProbe *probe = &slot->probes[i];
      gint64 ms = run->now_ms + probe->delay_ms;
      Coming coming = probe->port == KAITSU_HOP_CONTROL ? control_meets (run, probe, ms)
                                                        : port_meets (run, probe, ms);

      coming.due_ms = ms + (coming.rtt_us + 999) / 1000;
      if (coming.reply != KAITSU_HOP_REPLY_NOTHING)
        g_array_append_val (run->coming, coming);
    }
  g_array_sort (run->coming, compare_due);
}

static void
deliver (Run *run)
{
  while (run->coming->len > 0)
    {
      Coming coming = g_array_index (run->coming, Coming, 0);
      if (coming.due_ms > run->now_ms)
        return;
      g_array_remove_index (run->coming, 0);
      kaitsu_hop_rule_report (run->rule, coming.id, coming.reply, coming.offender, coming.rtt_us);
    }
}

static void
start (Run *run, const World *world, Fate fate, guint at, guint n_ports)
{
  *run = (Run){ .world = world, .fate = fate, .at = at, .n_ports = n_ports };
  run->rule = kaitsu_hop_rule_new (n_ports, RTT_MS);
  run->coming = g_array_new (FALSE, FALSE, sizeof (Coming));
  for (guint hop = 0; hop <= KAITSU_HOP_MAX; hop++)
    run->tokens[hop] = 6;
}

static void
stop (Run *run)
{
  for (guint hop = 1; hop <= KAITSU_HOP_MAX; hop++)
    {
      g_assert_cmpuint (kaitsu_hop_rule_get_sent (run->rule, hop), ==, run->sent[hop]);
      g_assert_cmpuint (kaitsu_hop_rule_get_peak (run->rule, hop), <=, KAITSU_HOP_BUDGET);
    }
  kaitsu_hop_rule_free (run->rule);
  g_array_unref (run->coming);
}

/* Returns FALSE when all is done. */
static gboolean
step (Run *run)
{
  KaitsuHopSlot slot;

  deliver (run);
  switch (kaitsu_hop_rule_next (run->rule, run->now_ms, &slot))
    {
    case KAITSU_HOP_STEP_DONE:
      return FALSE;
    case KAITSU_HOP_STEP_SEND:
      send_burst (run, &slot);
      return TRUE;
    case KAITSU_HOP_STEP_WAIT:
      g_assert_cmpint (slot.wake_ms, >, run->now_ms);
      run->now_ms = slot.wake_ms;
      if (run->coming->len > 0)
        run->now_ms = MIN (run->now_ms, g_array_index (run->coming, Coming, 0).due_ms);
      return TRUE;
    }
  g_assert_not_reached ();
}

static void
admit_all (Run *run)
{
  for (guint i = 0; i < run->n_ports; i++)
    kaitsu_hop_rule_admit (run->rule, i);
}

static void
go (Run *run)
{
  admit_all (run);
  while (step (run))
    g_assert_cmpint (run->now_ms, <=, 12000);
}

/* Runs until @ms with nothing admitted: the sweep alone. */
static void
sweep (Run *run, gint64 ms)
{
  while (run->now_ms < ms)
    {
      g_assert_true (step (run));
      run->now_ms = MIN (run->now_ms, ms);
    }
}

/* --- what is decided --- */

#define C(x) KAITSU_HOP_CONTROL_##x
#define V(x) KAITSU_HOP_VERDICT_##x

static const struct
{
  const char *name;
  World world;
  Fate fate;
  guint at;
  KaitsuHopControl control;
  KaitsuHopVerdict verdict;
  guint passed, next, farthest, total;
} rows[] = {
  /* passes */
  { "open", { 5 }, FATE_SILENT, 0, C (USABLE), V (PASSES), 5, 0, 5, 6 },
  { "open-long", { 28 }, FATE_SILENT, 0, C (USABLE), V (PASSES), 28, 0, 28, 29 },
  { "open-limited", { 5, .bucket = TRUE }, FATE_SILENT, 0, C (USABLE), V (PASSES), 5, 0, 5, 6 },
  { "open-silent-end", { 6, .silent = BIT (5) | BIT (6) }, FATE_SILENT, 0, C (USABLE), V (PASSES),
    4, 0, 4, 7 },
  { "open-one-hop-answers", { 6, .silent = ALL_HOPS & ~BIT (2) }, FATE_SILENT, 0, C (USABLE),
    V (PASSES), 2, 0, 2, 7 },
  { "open-fork", { 6, .fork = BIT (3) }, FATE_SILENT, 0, C (USABLE), V (PASSES), 6, 0, 6, 7 },
  /* red must not fire: one slot alone, however many misses it has */
  { "outage-of-one-slot", { 8 }, FATE_OUTAGE, 0, C (USABLE), V (PASSES), 8, 0, 8, 9 },
  { "target-one-hop-nearer", { 6 }, FATE_SHORT_LEG, 0, C (USABLE), V (ANSWERED), 5, 0, 6, 7 },
  /* stopped */
  { "stopped-pc", { 5 }, FATE_STOP_PC, 0, C (USABLE), V (BLOCKED), 0, 1, 5, 6 },
  { "stopped-pc-limited", { 5, .bucket = TRUE }, FATE_STOP_PC, 0, C (USABLE), V (BLOCKED), 0, 1,
    5, 6 },
  { "stopped-router", { 5 }, FATE_STOP_FORWARD, 1, C (USABLE), V (BLOCKED), 1, 2, 5, 6 },
  { "stopped-router-limited", { 5, .bucket = TRUE }, FATE_STOP_FORWARD, 1, C (USABLE), V (BLOCKED),
    1, 2, 5, 6 },
  { "stopped-router-ingress", { 5 }, FATE_STOP_INGRESS, 1, C (USABLE), V (BLOCKED), 0, 1, 5, 6 },
  { "stopped-provider", { 8 }, FATE_STOP_FORWARD, 3, C (USABLE), V (BLOCKED), 3, 4, 8, 9 },
  { "stopped-before-last", { 5 }, FATE_STOP_FORWARD, 4, C (USABLE), V (BLOCKED), 4, 5, 5, 6 },
  { "stopped-next-silent", { 6, .silent = BIT (3) }, FATE_STOP_FORWARD, 2, C (USABLE), V (BLOCKED),
    2, 4, 6, 7 },
  { "stopped-at-silent", { 6, .silent = BIT (2) }, FATE_STOP_FORWARD, 2, C (USABLE), V (BLOCKED),
    1, 3, 6, 7 },
  { "stopped-before-fork", { 6, .fork = BIT (4) }, FATE_STOP_FORWARD, 1, C (USABLE), V (BLOCKED),
    1, 2, 6, 7 },
  { "stopped-pc-fork", { 8, .fork = BIT (2) | BIT (3) }, FATE_STOP_PC, 0, C (USABLE), V (BLOCKED),
    0, 1, 8, 9 },
  /* beyond the last hop that answers nothing can be seen: never red */
  { "stopped-last", { 5 }, FATE_STOP_FORWARD, 5, C (USABLE), V (PASSES), 5, 0, 5, 6 },
  /* sometimes passes: never red, never plain green */
  { "half-stopped", { 6, .fork = BIT (3) }, FATE_STOP_HALF, 3, C (USABLE), V (PARTIAL), 6, 0, 6,
    7 },
  /* rejected */
  { "rejected-router", { 5 }, FATE_STOP_ICMP, 1, C (USABLE), V (BLOCKED), 0, 1, 5, 6 },
  { "rejected-provider", { 7 }, FATE_STOP_ICMP, 3, C (USABLE), V (BLOCKED), 0, 3, 7, 8 },
  { "reset-router", { 5 }, FATE_STOP_RESET, 1, C (USABLE), V (BLOCKED), 1, 2, 5, 6 },
  { "reset-provider", { 7 }, FATE_STOP_RESET, 3, C (USABLE), V (BLOCKED), 3, 4, 7, 8 },
  /* answered by somebody else */
  { "near", { 6 }, FATE_NEAR, 1, C (USABLE), V (NEARER), 0, 5, 6, 7 },
  { "normalised-port", { 6 }, FATE_NORMALISED, 2, C (USABLE), V (NEARER), 0, 5, 6, 7 },
  /* nothing to go by: silence is no proof */
  { "no-controls", { 5, .dries_up = TRUE }, FATE_STOP_PC, 0, C (USABLE), V (GAVE_UP), 0, 0, 5, 6 },
  { "unsent", { 5 }, FATE_UNSENT, 0, C (USABLE), V (GAVE_UP), 0, 0, 5, 6 },
  { "unexplored-end", { 6, .silent = BIT (6), .unsent_hop = 6 }, FATE_SILENT, 0, C (USABLE),
    V (GAVE_UP), 5, 0, 5, 7 },
  /* unfit controls */
  { "mute", { 5, .mute = TRUE }, FATE_STOP_PC, 0, C (MUTE), V (GAVE_UP), 0, 0, 5, 0 },
  { "hopless", { 5, .silent = ALL_HOPS }, FATE_STOP_PC, 0, C (HOPLESS), V (GAVE_UP), 0, 0, 0, 6 },
  { "proxy-first", { 5, .control_near = 1 }, FATE_STOP_PC, 0, C (NEARER), V (GAVE_UP), 0, 0, 1,
    2 },
  { "normaliser-first", { 5, .normaliser = 1 }, FATE_STOP_PC, 0, C (NORMALISED), V (GAVE_UP), 0, 0,
    0, 1 },
  { "normaliser-second", { 5, .normaliser = 2 }, FATE_SILENT, 0, C (NORMALISED), V (GAVE_UP), 0, 0,
    1, 2 },
};

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  Run run;

  start (&run, &rows[i].world, rows[i].fate, rows[i].at, 1);
  go (&run);

  KaitsuHopDecision decision = kaitsu_hop_rule_decide (run.rule, 0);
  g_test_message ("%u slots, %d ms, weight %.2f", run.slots, (int) run.now_ms, decision.weight);
  g_assert_cmpint (kaitsu_hop_rule_get_control (run.rule), ==, rows[i].control);
  g_assert_cmpint (decision.verdict, ==, rows[i].verdict);
  g_assert_cmpuint (decision.passed, ==, rows[i].passed);
  g_assert_cmpuint (decision.next, ==, rows[i].next);
  g_assert_cmpuint (decision.farthest, ==, rows[i].farthest);
  g_assert_cmpuint (decision.total, ==, rows[i].total);
  if (decision.verdict == KAITSU_HOP_VERDICT_BLOCKED)
    {
      gboolean icmp = rows[i].fate == FATE_STOP_ICMP;
      g_assert_cmpint (decision.rejected, ==, icmp || rows[i].fate == FATE_STOP_RESET);
      g_assert_cmpuint (decision.offender, ==, icmp ? 1000 + rows[i].at : 0);
      if (!decision.rejected)
        {
          g_assert_cmpuint (decision.slots, >=, 2);
          g_assert_cmpfloat (decision.weight, >=, 6.9);
        }
    }
  stop (&run);
}

/* Twelve ports at once share the budget and come to the same. */
static void
test_row_of_many (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  Run run;

  start (&run, &rows[i].world, rows[i].fate, rows[i].at, N_PORTS);
  go (&run);
  for (guint port = 0; port < N_PORTS; port++)
    {
      KaitsuHopDecision decision = kaitsu_hop_rule_decide (run.rule, port);

      /* chance may still stop a test of halves: a port may be left undecided */
      if (rows[i].fate == FATE_STOP_HALF)
        g_assert_cmpint (decision.verdict, !=, KAITSU_HOP_VERDICT_BLOCKED);
      else
        g_assert_cmpint (decision.verdict, ==, rows[i].verdict);
    }
  stop (&run);
}

/* Against another control of the same destination. */
static void
test_reference (void)
{
  static const struct
  {
    World world;
    guint hops, rtt_ms;
    KaitsuHopControl control;
  } cases[] = {
    { { 5 }, 6, 50, C (USABLE) },
    { { 5 }, 8, 50, C (USABLE) }, /* two more hops are another way */
    { { 5 }, 9, 50, C (NORMALISED) },
    { { 5, .control_near = 2 }, 6, 50, C (NEARER) },
    { { 5, .control_near = 4 }, 6, 50, C (NEARER) },
    { { 5, .control_near = 4 }, 5, 50, C (USABLE) },
    { { 7, .normaliser = 3 }, 8, 50, C (NORMALISED) },
    { { 5 }, 0, 0, C (USABLE) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Run run;

      g_test_message ("case %d", (int) i);
      start (&run, &cases[i].world, FATE_SILENT, 0, 1);
      kaitsu_hop_rule_set_reference (run.rule, cases[i].hops, cases[i].rtt_ms);
      go (&run);
      g_assert_cmpint (kaitsu_hop_rule_get_control (run.rule), ==, cases[i].control);
      stop (&run);
    }
}

/* --- what is sent --- */

/* A near target is not sprayed with thirty packets, a far one is found. */
static void
test_windows (void)
{
  const World near = { 4 }, far = { 20 }, nowhere = { 5, .mute = TRUE };
  Run run;

  start (&run, &near, FATE_SILENT, 0, 1);
  go (&run);
  g_assert_cmpuint (run.farthest_sent, <=, 8);
  stop (&run);

  start (&run, &far, FATE_SILENT, 0, 1);
  go (&run);
  g_assert_cmpuint (kaitsu_hop_rule_get_total (run.rule), ==, 21);
  g_assert_cmpuint (run.farthest_sent, <=, 24);
  stop (&run);

  start (&run, &nowhere, FATE_SILENT, 0, 1);
  go (&run);
  g_assert_cmpuint (run.farthest_sent, ==, 30);
  g_assert_cmpuint (run.slots, ==, 0);
  stop (&run);
}

/* Five passes for a hop that stays silent, two looks at one that answers. */
static void
test_passes (void)
{
  const World world = { 5, .silent = BIT (3) };
  Run run;

  start (&run, &world, FATE_SILENT, 0, 1);
  sweep (&run, 3000);
  g_assert_cmpuint (run.sweeps, ==, 5);
  g_assert_cmpint (run.last_burst_ms, ==, 1000);
  g_assert_cmpuint (run.sent[1], ==, 2);
  g_assert_cmpuint (run.sent[3], ==, 5);
  g_assert_cmpuint (run.sent[6], ==, 1);
  g_assert_cmpint (kaitsu_hop_rule_get_control (run.rule), ==, KAITSU_HOP_CONTROL_USABLE);
  g_assert_true (kaitsu_hop_rule_get_hop (run.rule, 2, NULL));
  g_assert_false (kaitsu_hop_rule_get_hop (run.rule, 3, NULL));
  stop (&run);
}

/* When the slots start: 0.1 s after the replies of one whose control was
 * answered at the farthest hop, else 0.9 s. */
static void
test_pace (void)
{
  static const struct
  {
    World world;
    gint64 ms;
  } cases[] = {
    { { 5 }, 29 + 400 + 100 },
    { { 5, .dries_up = TRUE }, 29 + 400 + 900 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Run run;
      gint64 first;

      start (&run, &cases[i].world, FATE_STOP_PC, 0, 1);
      admit_all (&run);
      while (run.slots < 1)
        g_assert_true (step (&run));
      first = run.last_burst_ms;
      while (run.slots < 2)
        g_assert_true (step (&run));
      g_assert_cmpint (run.last_burst_ms - first, ==, cases[i].ms);
      stop (&run);
    }
}

/* The first slot: four new ports, at the two farthest hops that answer. */
static void
test_first_slot (void)
{
  const World world = { 7, .silent = BIT (6) };
  KaitsuHopSlot slot = { 0 };
  guint tests = 0;
  Run run;

  start (&run, &world, FATE_SILENT, 0, N_PORTS);
  sweep (&run, 1500);
  admit_all (&run);
  g_assert_cmpint (kaitsu_hop_rule_next (run.rule, run.now_ms, &slot), ==, KAITSU_HOP_STEP_SEND);
  for (guint i = 0; i < slot.n_probes; i++)
    if (slot.probes[i].port != KAITSU_HOP_CONTROL)
      {
        tests++;
        g_assert_cmpuint (slot.probes[i].port, <, 4);
        g_assert_true (slot.probes[i].hop == 7 || slot.probes[i].hop == 5);
      }
  g_assert_cmpuint (tests, ==, 8);
  kaitsu_hop_rule_free (run.rule);
  g_array_unref (run.coming);
}

static void
test_dismissed (void)
{
  const World world = { 5 };
  Run run;

  start (&run, &world, FATE_STOP_PC, 0, 2);
  kaitsu_hop_rule_dismiss (run.rule, 1);
  go (&run);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, KAITSU_HOP_VERDICT_BLOCKED);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 1).verdict, ==, KAITSU_HOP_VERDICT_UNDECIDED);
  stop (&run);

  start (&run, &world, FATE_STOP_PC, 0, 2);
  kaitsu_hop_rule_dismiss (run.rule, 0);
  kaitsu_hop_rule_dismiss (run.rule, 1);
  g_assert_false (step (&run));
  stop (&run);
}

/* Nobody admits it: it is given up at twelve seconds, not later. */
static void
test_deadline (void)
{
  const World world = { 5 };
  Run run;

  start (&run, &world, FATE_STOP_PC, 0, 1);
  while (step (&run))
    ;
  g_assert_cmpint (run.now_ms, ==, 12000);
  g_assert_cmpuint (run.slots, ==, 0);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, KAITSU_HOP_VERDICT_GAVE_UP);
  stop (&run);
}

/* Issue: all ports silent, 50 ms, no loss, every router limited: 8 s. The time
 * is the rule's own, no clock has part in it. Slots start at 1.25 s, after
 * three direct attempts. */
static void
test_everything_stopped (void)
{
  const World world = { 6, .bucket = TRUE };

  for (guint at = 0; at <= 4; at++)
    {
      guint exact = 0;
      Run run;

      start (&run, &world, at == 0 ? FATE_STOP_PC : FATE_STOP_FORWARD, at, N_PORTS);
      sweep (&run, 1250);
      go (&run);
      for (guint port = 0; port < N_PORTS; port++)
        {
          KaitsuHopDecision decision = kaitsu_hop_rule_decide (run.rule, port);
          g_assert_cmpint (decision.verdict, ==, KAITSU_HOP_VERDICT_BLOCKED);
          g_assert_cmpuint (decision.passed, <=, at);
          g_assert_cmpuint (decision.next, ==, at + 1);
          exact += decision.passed == at;
        }
      g_test_message ("stopped at %u: %d ms, %u exact", at, (int) run.now_ms, exact);
      g_assert_cmpuint (exact, >=, 8);
      g_assert_cmpint (run.now_ms, <=, 8000);
      stop (&run);
    }
}

/* --- replies out of the ordinary --- */

/* A proof that comes after the slot takes back what was inferred. */
static void
test_late_proof (void)
{
  const World world = { 6 };
  KaitsuHopSlot slot;
  guint id = 0;
  Run run;

  start (&run, &world, FATE_STOP_PC, 0, 2);
  kaitsu_hop_rule_admit (run.rule, 0);
  while (kaitsu_hop_rule_decide (run.rule, 0).verdict == KAITSU_HOP_VERDICT_UNDECIDED)
    {
      deliver (&run);
      if (kaitsu_hop_rule_next (run.rule, run.now_ms, &slot) == KAITSU_HOP_STEP_SEND)
        {
          for (guint i = 0; i < slot.n_probes; i++)
            if (slot.probes[i].port == 0 && slot.probes[i].hop == 6)
              id = slot.probes[i].id;
          send_burst (&run, &slot);
        }
      else
        run.now_ms += 10;
    }
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, KAITSU_HOP_VERDICT_BLOCKED);
  kaitsu_hop_rule_report (run.rule, id, KAITSU_HOP_REPLY_TIME_EXCEEDED, 1006, 900000);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, !=, KAITSU_HOP_VERDICT_BLOCKED);
  g_assert_cmpuint (kaitsu_hop_rule_decide (run.rule, 0).passed, ==, 6);
  stop (&run);
}

/* One reset is an accident; a rejection of one packet while another of the same
 * port gets farther is "sometimes". */
static void
answer_first_slot (Run *run, KaitsuHopReply second, KaitsuHopReply farthest)
{
  KaitsuHopSlot slot;

  admit_all (run);
  while (run->slots < 1)
    {
      deliver (run);
      if (kaitsu_hop_rule_next (run->rule, run->now_ms, &slot) != KAITSU_HOP_STEP_SEND)
        {
          run->now_ms += 10;
          continue;
        }
      send_burst (run, &slot);
      for (guint i = 0; i < slot.n_probes; i++)
        if (slot.probes[i].port == 0)
          kaitsu_hop_rule_report (run->rule, slot.probes[i].id,
                                  slot.probes[i].hop == 6 ? farthest : second, 77, 20000);
    }
  while (run->slots < 2 && step (run))
    ;
}

static void
test_contradictions (void)
{
  const World world = { 6 };
  Run run;

  start (&run, &world, FATE_SILENT, 0, 1);
  answer_first_slot (&run, KAITSU_HOP_REPLY_RESET, KAITSU_HOP_REPLY_NOTHING);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, !=, KAITSU_HOP_VERDICT_BLOCKED);
  stop (&run);

  start (&run, &world, FATE_SILENT, 0, 1);
  answer_first_slot (&run, KAITSU_HOP_REPLY_REJECTED, KAITSU_HOP_REPLY_TIME_EXCEEDED);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, KAITSU_HOP_VERDICT_PARTIAL);
  stop (&run);
}

/* --- anything at all --- */

static void
check_decision (const KaitsuHopDecision *decision)
{
  g_assert_cmpuint (decision->farthest, <=, KAITSU_HOP_MAX);
  g_assert_cmpuint (decision->total, <=, KAITSU_HOP_MAX);
  g_assert_cmpfloat (decision->weight, >=, 0);
  switch (decision->verdict)
    {
    case KAITSU_HOP_VERDICT_BLOCKED:
      g_assert_cmpuint (decision->next, >=, 1);
      g_assert_cmpuint (decision->passed, <=, decision->next);
      if (!decision->rejected)
        {
          g_assert_cmpuint (decision->passed, <, decision->next);
          g_assert_cmpuint (decision->slots, >=, 2);
          g_assert_cmpfloat (decision->weight, >=, 6.9);
        }
      break;
    case KAITSU_HOP_VERDICT_PASSES:
      g_assert_cmpuint (decision->farthest, >, 0);
      g_assert_cmpuint (decision->farthest, <, decision->total);
      g_assert_cmpuint (decision->passed, >=, decision->farthest);
      break;
    case KAITSU_HOP_VERDICT_NEARER:
      g_assert_cmpuint (decision->next, >=, 1);
      break;
    case KAITSU_HOP_VERDICT_UNDECIDED:
    case KAITSU_HOP_VERDICT_ANSWERED:
    case KAITSU_HOP_VERDICT_PARTIAL:
    case KAITSU_HOP_VERDICT_GAVE_UP:
      break;
    }
}

static void
report_anything (Run *run, GRand *rand, guint n_ids)
{
  guint n = n_ids > 0 ? g_rand_int_range (rand, 0, 8) : 0;

  for (guint i = 0; i < n; i++)
    {
      guint id = g_rand_int_range (rand, 0, n_ids);
      KaitsuHopReply reply = g_rand_int_range (rand, 0, KAITSU_HOP_REPLY_NOT_SENT + 1);
      gint64 rtt = g_rand_int (rand);

      if (g_rand_boolean (rand)) /* else almost nothing ever passes */
        reply = KAITSU_HOP_REPLY_TIME_EXCEEDED;
      if (g_rand_int_range (rand, 0, 4) == 0)
        rtt = -rtt;
      kaitsu_hop_rule_report (run->rule, id, reply, g_rand_int_range (rand, 0, 5), rtt);
    }
}

static void
run_anything (GRand *rand, guint *verdicts)
{
  const World world = { 5 };
  guint n_ports = g_rand_int_range (rand, 0, 20);
  guint n_ids = 0, calls = 0;
  guint dismissed = 0;
  KaitsuHopSlot slot;
  Run run;

  start (&run, &world, FATE_SILENT, 0, n_ports);
  kaitsu_hop_rule_set_reference (run.rule, g_rand_int_range (rand, 0, 9),
                                 g_rand_int_range (rand, 0, 100));
  for (;;)
    {
      KaitsuHopStep what = kaitsu_hop_rule_next (run.rule, run.now_ms, &slot);

      g_assert_cmpuint (++calls, <, 20000);
      for (guint i = 0; i < n_ports; i++)
        {
          KaitsuHopDecision decision = kaitsu_hop_rule_decide (run.rule, i);
          check_decision (&decision);
          if (what != KAITSU_HOP_STEP_DONE)
            continue;
          verdicts[decision.verdict]++;
          if ((dismissed & 1u << i) == 0)
            g_assert_cmpint (decision.verdict, !=, KAITSU_HOP_VERDICT_UNDECIDED);
        }
      if (what == KAITSU_HOP_STEP_DONE)
        break;
      if (what == KAITSU_HOP_STEP_SEND)
        {
          run.slots = slot.probes[0].port != KAITSU_HOP_CONTROL;
          watch_burst (&run, &slot);
          n_ids += slot.n_probes;
        }
      if (n_ports > 0 && g_rand_int_range (rand, 0, 3) == 0)
        kaitsu_hop_rule_admit (run.rule, g_rand_int_range (rand, 0, n_ports));
      if (n_ports > 0 && g_rand_int_range (rand, 0, 40) == 0)
        {
          guint port = g_rand_int_range (rand, 0, n_ports);
          kaitsu_hop_rule_dismiss (run.rule, port);
          dismissed |= 1u << port;
        }
      report_anything (&run, rand, n_ids);
      run.now_ms += g_rand_int_range (rand, -20, 150);
    }
  stop (&run);
}

static void
test_anything (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  guint verdicts[KAITSU_HOP_VERDICT_GAVE_UP + 1] = { 0 };

  for (guint i = 0; i < 3000; i++)
    run_anything (rand, verdicts);
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_test_message ("verdict %u: %u times", i, verdicts[i]);
      g_assert_cmpuint (verdicts[i], >, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *one = g_strconcat ("/hop-rule/one/", rows[i].name, NULL);
      g_autofree char *many = g_strconcat ("/hop-rule/many/", rows[i].name, NULL);
      g_test_add_data_func (one, GSIZE_TO_POINTER (i), test_row);
      g_test_add_data_func (many, GSIZE_TO_POINTER (i), test_row_of_many);
    }
  g_test_add_func ("/hop-rule/reference", test_reference);
  g_test_add_func ("/hop-rule/windows", test_windows);
  g_test_add_func ("/hop-rule/passes", test_passes);
  g_test_add_func ("/hop-rule/pace", test_pace);
  g_test_add_func ("/hop-rule/first-slot", test_first_slot);
  g_test_add_func ("/hop-rule/dismissed", test_dismissed);
  g_test_add_func ("/hop-rule/deadline", test_deadline);
  g_test_add_func ("/hop-rule/everything-stopped", test_everything_stopped);
  g_test_add_func ("/hop-rule/late-proof", test_late_proof);
  g_test_add_func ("/hop-rule/contradictions", test_contradictions);
  g_test_add_func ("/hop-rule/anything", test_anything);
  return g_test_run ();
}
