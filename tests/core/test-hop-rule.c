/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "hop-world.h"

/* as many as a unit has */
#define N_PORTS 12

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
  /* red must not fire: what one slot misses says little, however many it has */
  { "outage-of-two-slots", { 8 }, FATE_OUTAGE, 2, C (USABLE), V (PASSES), 8, 0, 8, 9 },
  { "outage-of-one-slot", { 8 }, FATE_OUTAGE, 1, C (USABLE), V (PASSES), 8, 0, 8, 9 },
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
  /* rejected */
  { "rejected-router", { 5 }, FATE_STOP_ICMP, 1, C (USABLE), V (BLOCKED), 1, 1, 5, 6 },
  { "no-way-on", { 5 }, FATE_STOP_NO_WAY, 1, C (USABLE), V (BLOCKED), 1, 1, 5, 6 },
  { "no-way-for-anybody", { 5, .dries_up = TRUE }, FATE_STOP_NO_WAY, 1, C (USABLE), V (GAVE_UP), 0, 0, 5, 6 },
  { "rejected-in-turns", { 5 }, FATE_STOP_TURNS, 1, C (USABLE), V (PARTIAL), 4, 0, 5, 6 },
  { "rejected-provider", { 7 }, FATE_STOP_ICMP, 3, C (USABLE), V (BLOCKED), 3, 3, 7, 8 },
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

  hop_world_start (&run, &rows[i].world, rows[i].fate, rows[i].at, 1);
  hop_world_admit_all (&run);
  while (hop_world_step (&run))
    if (rows[i].verdict != KAITSU_HOP_VERDICT_BLOCKED) /* not even for a while */
      g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, !=,
                       KAITSU_HOP_VERDICT_BLOCKED);

  KaitsuHopDecision decision = kaitsu_hop_rule_decide (run.rule, 0);
  g_test_message ("%u slots, %d ms, weight %.2f", run.slots, (int) run.now_ms, decision.weight);
  g_assert_cmpint (kaitsu_hop_rule_get_control (run.rule), ==, rows[i].control);
  g_assert_cmpint (kaitsu_hop_rule_is_multipath (run.rule), ==, rows[i].world.fork != 0);
  g_assert_cmpint (decision.verdict, ==, rows[i].verdict);
  g_assert_cmpuint (decision.passed, ==, rows[i].passed);
  g_assert_cmpuint (decision.next, ==, rows[i].next);
  g_assert_cmpuint (decision.farthest, ==, rows[i].farthest);
  g_assert_cmpuint (decision.total, ==, rows[i].total);
  if (decision.verdict == KAITSU_HOP_VERDICT_BLOCKED)
    {
      gboolean icmp = rows[i].fate == FATE_STOP_ICMP || rows[i].fate == FATE_STOP_NO_WAY;
      g_assert_cmpint (decision.rejected, ==, icmp || rows[i].fate == FATE_STOP_RESET);
      g_assert_cmpuint (decision.offender, ==, icmp ? 1000 + rows[i].at : 0);
      if (!decision.rejected)
        {
          g_assert_cmpuint (decision.slots, >=, 2);
          g_assert_cmpfloat (decision.weight, >=, 6.9);
        }
    }
  hop_world_stop (&run);
}

/* Twelve ports at once share the budget and come to the same. */
static void
test_row_of_many (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  Run run;

  hop_world_start (&run, &rows[i].world, rows[i].fate, rows[i].at, N_PORTS);
  hop_world_go (&run);
  for (guint port = 0; port < N_PORTS; port++)
    {
      KaitsuHopDecision decision = kaitsu_hop_rule_decide (run.rule, port);

      g_assert_cmpint (decision.verdict, ==, rows[i].verdict);
    }
  hop_world_stop (&run);
}

/* A hop that did not answer in the sweep is tried again beside the tests. */
static void
test_late_hop (void)
{
  const World world = { 6, .late_hop = 6 };
  Run run;

  hop_world_start (&run, &world, FATE_STOP_FORWARD, 5, 1);
  hop_world_go (&run);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, KAITSU_HOP_VERDICT_BLOCKED);
  g_assert_cmpuint (kaitsu_hop_rule_decide (run.rule, 0).farthest, ==, 6);
  hop_world_stop (&run);
}

/* Sometimes passes: yellow, never red, and seldom green. It cannot be never:
 * some flows happen to pass all. */
static void
test_half_stopped (void)
{
  const World world = { 6, .fork = BIT (4) | BIT (5) };
  guint verdicts[KAITSU_HOP_VERDICT_GAVE_UP + 1] = { 0 };

  for (guint32 salt = 1; salt < 200; salt += 2)
    {
      Run run;

      hop_world_start (&run, &world, FATE_STOP_HALF, 4, 2);
      run.salt = salt;
      hop_world_go (&run);
      verdicts[kaitsu_hop_rule_decide (run.rule, 0).verdict]++;
      verdicts[kaitsu_hop_rule_decide (run.rule, 1).verdict]++;
      hop_world_stop (&run);
    }
  g_test_message ("partial %u, given up %u, passes %u", verdicts[KAITSU_HOP_VERDICT_PARTIAL],
                  verdicts[KAITSU_HOP_VERDICT_GAVE_UP], verdicts[KAITSU_HOP_VERDICT_PASSES]);
  g_assert_cmpuint (verdicts[KAITSU_HOP_VERDICT_BLOCKED], ==, 0);
  g_assert_cmpuint (verdicts[KAITSU_HOP_VERDICT_PASSES], <=, 20);
  g_assert_cmpuint (verdicts[KAITSU_HOP_VERDICT_PARTIAL], >=, 50);
}

/* An answered port is sent once more, until anything comes back, to see who
 * answers; it keeps nobody waiting, and what is missed of it says nothing. */
static void
test_watched (void)
{
  static const struct
  {
    Fate fate;
    guint at;
    KaitsuHopVerdict verdict;
    guint slots; /* that it takes part in */
    World world;
  } watched[] = {
    { FATE_NEAR, 1, V (NEARER), 1, { 6 } },
    { FATE_NEAR_OUTAGE, 1, V (NEARER), 2, { 6 } },
    { FATE_NEAR_OUTAGE, 2, V (NEARER), 3, { 6 } },
    { FATE_NORMALISED, 2, V (NEARER), 2, { 6 } }, /* its full time, but two hops short */
    { FATE_SILENT, 0, V (PASSES), 1, { 6 } },
    { FATE_SHORT_LEG, 0, V (ANSWERED), 2, { 6 } }, /* one hop short: another way, or a balancer */
    { FATE_STOP_PC, 0, V (UNDECIDED), 3, { 6 } },
    { FATE_STOP_RESET, 1, V (UNDECIDED), 1, { 6 } },
    /* the box is the last hop itself, or stands right behind the last that tells */
    { FATE_NEAR, 4, V (NEARER), 1, { 6, .silent = BIT (5) | BIT (6) } },
    { FATE_SILENT, 0, V (UNDECIDED), 3, { 6, .silent = BIT (6) } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    {
      Run run;

      hop_world_start (&run, &watched[i].world, watched[i].fate, watched[i].at, 2);
      kaitsu_hop_rule_admit (run.rule, 0);
      kaitsu_hop_rule_watch (run.rule, 1);
      while (hop_world_step (&run))
        g_assert_cmpint (run.now_ms, <, 12000);
      g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 1).verdict, ==, watched[i].verdict);
      g_assert_cmpuint (kaitsu_hop_rule_decide (run.rule, 1).slots, ==, 0);
      hop_world_stop (&run);

      /* alone as well, once */
      hop_world_start (&run, &watched[i].world, watched[i].fate, watched[i].at, 1);
      kaitsu_hop_rule_watch (run.rule, 0);
      while (hop_world_step (&run))
        g_assert_cmpint (run.now_ms, <, 4000);
      g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, watched[i].verdict);
      g_assert_cmpuint (run.slots, ==, watched[i].slots);
      hop_world_stop (&run);
    }
}

/* --- what is sent --- */

/* A near target is not sprayed with thirty packets, a far one is found. */
static void
test_windows (void)
{
  const World near = { 4 }, far = { 20 }, nowhere = { 5, .mute = TRUE };
  Run run;

  hop_world_start (&run, &near, FATE_SILENT, 0, 1);
  hop_world_go (&run);
  g_assert_cmpuint (run.farthest_sent, <=, 8);
  hop_world_stop (&run);

  hop_world_start (&run, &far, FATE_SILENT, 0, 1);
  hop_world_go (&run);
  g_assert_cmpuint (kaitsu_hop_rule_get_total (run.rule), ==, 21);
  g_assert_cmpuint (run.farthest_sent, <=, 24);
  hop_world_stop (&run);

  hop_world_start (&run, &nowhere, FATE_SILENT, 0, 1);
  hop_world_go (&run);
  g_assert_cmpuint (run.farthest_sent, ==, 30);
  g_assert_cmpuint (run.slots, ==, 0);
  hop_world_stop (&run);
}

/* Five passes for a hop that stays silent, two looks at one that answers. */
static void
test_passes (void)
{
  const World world = { 5, .silent = BIT (3) };
  Run run;

  hop_world_start (&run, &world, FATE_SILENT, 0, 1);
  hop_world_sweep (&run, 3000);
  g_assert_cmpuint (run.sweeps, ==, 5);
  g_assert_cmpint (run.last_burst_ms, ==, 1000);
  g_assert_cmpuint (run.sent[1], ==, 2);
  g_assert_cmpuint (run.sent[3], ==, 5);
  g_assert_cmpuint (run.sent[6], ==, 1);
  g_assert_cmpint (kaitsu_hop_rule_get_control (run.rule), ==, KAITSU_HOP_CONTROL_USABLE);
  g_assert_true (kaitsu_hop_rule_get_hop (run.rule, 2, NULL));
  g_assert_false (kaitsu_hop_rule_get_hop (run.rule, 3, NULL));
  hop_world_stop (&run);
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
    { { 5 }, 20 + 400 + 100 },
    { { 5, .dries_up = TRUE }, 20 + 400 + 900 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Run run;
      gint64 first;

      hop_world_start (&run, &cases[i].world, FATE_STOP_PC, 0, 1);
      hop_world_admit_all (&run);
      while (run.slots < 1)
        g_assert_true (hop_world_step (&run));
      first = run.last_burst_ms;
      while (run.slots < 2)
        g_assert_true (hop_world_step (&run));
      g_assert_cmpint (run.last_burst_ms - first, ==, cases[i].ms);
      hop_world_stop (&run);
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

  hop_world_start (&run, &world, FATE_SILENT, 0, N_PORTS);
  hop_world_sweep (&run, 1500);
  hop_world_admit_all (&run);
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

  hop_world_start (&run, &world, FATE_STOP_PC, 0, 2);
  kaitsu_hop_rule_dismiss (run.rule, 1);
  hop_world_go (&run);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, KAITSU_HOP_VERDICT_BLOCKED);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 1).verdict, ==, KAITSU_HOP_VERDICT_UNDECIDED);
  hop_world_stop (&run);

  hop_world_start (&run, &world, FATE_STOP_PC, 0, 2);
  kaitsu_hop_rule_dismiss (run.rule, 0);
  kaitsu_hop_rule_dismiss (run.rule, 1);
  g_assert_false (hop_world_step (&run));
  hop_world_stop (&run);
}

/* Nobody admits it: it is given up at twelve seconds, not later. */
static void
test_deadline (void)
{
  const World world = { 5 };
  Run run;

  hop_world_start (&run, &world, FATE_STOP_PC, 0, 1);
  while (hop_world_step (&run))
    ;
  g_assert_cmpint (run.now_ms, ==, 12000);
  g_assert_cmpuint (run.slots, ==, 0);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, KAITSU_HOP_VERDICT_GAVE_UP);
  hop_world_stop (&run);
}

static gboolean
all_blocked (const Run *run)
{
  for (guint port = 0; port < run->n_ports; port++)
    if (kaitsu_hop_rule_decide (run->rule, port).verdict != KAITSU_HOP_VERDICT_BLOCKED)
      return FALSE;
  return TRUE;
}

/* Issue: all ports silent, 50 ms, no loss, every router limited: 8 s. The time
 * is the rule's own, no clock has part in it. Slots start at 0.5 s, after two
 * direct attempts. */
static void
test_everything_stopped (void)
{
  const World world = { 6, .bucket = TRUE };

  for (guint at = 0; at <= 4; at++)
    {
      guint exact = 0;
      Run run;

      hop_world_start (&run, &world, at == 0 ? FATE_STOP_PC : FATE_STOP_FORWARD, at, N_PORTS);
      hop_world_sweep (&run, 500);
      hop_world_admit_all (&run);
      while (!all_blocked (&run))
        g_assert_true (hop_world_step (&run));
      g_test_message ("stopped at %u: all known after %d ms", at, (int) run.now_ms);
      g_assert_cmpint (run.now_ms, <=, 4500);
      hop_world_go (&run);
      for (guint port = 0; port < N_PORTS; port++)
        {
          KaitsuHopDecision decision = kaitsu_hop_rule_decide (run.rule, port);
          g_assert_cmpint (decision.verdict, ==, KAITSU_HOP_VERDICT_BLOCKED);
          g_assert_cmpuint (decision.passed, <=, at);
          g_assert_cmpuint (decision.next, ==, at + 1);
          exact += decision.passed == at;
        }
      g_test_message ("stopped at %u: %d ms, %u exact", at, (int) run.now_ms, exact);
      g_assert_cmpuint (exact, >=, 5);
      g_assert_cmpint (run.now_ms, <=, 6000);
      hop_world_stop (&run);
    }
}

/* Ports that pass cost every hop an error: four a slot. Ports that were missed
 * cost the hops beyond less each time, and share slots. */
static void
test_shared_slots (void)
{
  static const struct
  {
    Fate fate;
    guint least, most;
  } cases[] = { { FATE_UNSENT, 4, 4 }, { FATE_STOP_PC, 8, N_PORTS } };
  const World world = { 6 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KaitsuHopSlot slot = { 0 };
      guint most = 0;
      Run run;

      hop_world_start (&run, &world, cases[i].fate, 0, N_PORTS);
      hop_world_sweep (&run, 500);
      hop_world_admit_all (&run);
      while (run.slots < 6)
        {
          guint at_hop_6 = 0;

          hop_world_deliver (&run);
          if (kaitsu_hop_rule_next (run.rule, run.now_ms, &slot) != KAITSU_HOP_STEP_SEND)
            {
              run.now_ms += 10;
              continue;
            }
          hop_world_send (&run, &slot);
          for (guint n = 0; n < slot.n_probes; n++)
            at_hop_6 += slot.probes[n].hop == 6 && slot.probes[n].port != KAITSU_HOP_CONTROL;
          most = MAX (most, at_hop_6);
        }
      g_assert_cmpuint (most, >=, cases[i].least);
      g_assert_cmpuint (most, <=, cases[i].most);
      hop_world_stop (&run);
    }
}

/* Silent hops are asked five times, but nobody waits for that: slots begin when
 * those that answer have been looked at twice. What was seen as far as the last
 * that answers passes only once those beyond had all their chances. */
static void
test_slots_beside_the_sweep (void)
{
  const World world = { 6, .silent = BIT (3) | BIT (6) };
  Run run;

  hop_world_start (&run, &world, FATE_SILENT, 0, 1);
  hop_world_admit_all (&run);
  while (run.slots < 1)
    g_assert_true (hop_world_step (&run));
  g_assert_cmpint (run.last_burst_ms, ==, 500);
  hop_world_go (&run);
  g_assert_cmpint (run.now_ms, ==, 1250);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, KAITSU_HOP_VERDICT_PASSES);
  g_assert_cmpuint (run.slots, ==, 1);
  g_assert_cmpuint (run.sent[3], ==, 5);
  hop_world_stop (&run);
}

/* However often the control was answered, a miss weighs ln 10 at most. */
static void
test_weight_of_a_miss (void)
{
  const World world = { 5, .silent = ALL_HOPS & ~BIT (2) };
  Run run;

  hop_world_start (&run, &world, FATE_UNSENT, 0, 2);
  kaitsu_hop_rule_admit (run.rule, 0);
  while (run.slots < 18)
    g_assert_true (hop_world_step (&run));
  run.fate = FATE_STOP_PC;
  kaitsu_hop_rule_admit (run.rule, 1);
  while (kaitsu_hop_rule_decide (run.rule, 1).slots < 1)
    g_assert_true (hop_world_step (&run));
  g_assert_cmpfloat_with_epsilon (kaitsu_hop_rule_decide (run.rule, 1).weight, G_LN10, 0.001);
  hop_world_stop (&run);
}

/* A place is named only for two misses there; then it is narrowed down. */
static void
test_next (void)
{
  const World world = { 5, .flaky_hop = 1 };
  Run run;

  hop_world_start (&run, &world, FATE_STOP_PC, 0, 1);
  hop_world_admit_all (&run);
  while (kaitsu_hop_rule_decide (run.rule, 0).verdict == KAITSU_HOP_VERDICT_UNDECIDED)
    g_assert_true (hop_world_step (&run));
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, KAITSU_HOP_VERDICT_BLOCKED);
  g_assert_cmpuint (kaitsu_hop_rule_decide (run.rule, 0).next, ==, 2);
  hop_world_go (&run);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, KAITSU_HOP_VERDICT_BLOCKED);
  g_assert_cmpuint (kaitsu_hop_rule_decide (run.rule, 0).next, ==, 1);
  hop_world_stop (&run);
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

  hop_world_start (&run, &world, FATE_STOP_PC, 0, 2);
  kaitsu_hop_rule_admit (run.rule, 0);
  while (kaitsu_hop_rule_decide (run.rule, 0).verdict == KAITSU_HOP_VERDICT_UNDECIDED)
    {
      hop_world_deliver (&run);
      if (kaitsu_hop_rule_next (run.rule, run.now_ms, &slot) == KAITSU_HOP_STEP_SEND)
        {
          for (guint i = 0; i < slot.n_probes; i++)
            if (slot.probes[i].port == 0 && slot.probes[i].hop == 6)
              id = slot.probes[i].id;
          hop_world_send (&run, &slot);
        }
      else
        run.now_ms += 10;
    }
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, KAITSU_HOP_VERDICT_BLOCKED);
  kaitsu_hop_rule_report (run.rule, id, KAITSU_HOP_REPLY_TIME_EXCEEDED, 1006, 900000);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, !=, KAITSU_HOP_VERDICT_BLOCKED);
  g_assert_cmpuint (kaitsu_hop_rule_decide (run.rule, 0).passed, ==, 6);
  hop_world_stop (&run);
}

/* One reset is an accident; a rejection of one packet while another of the same
 * port gets farther is "sometimes". */
static void
answer_first_slot (Run *run, KaitsuHopReply second, KaitsuHopReply farthest)
{
  KaitsuHopSlot slot;

  hop_world_admit_all (run);
  while (run->slots < 1)
    {
      hop_world_deliver (run);
      if (kaitsu_hop_rule_next (run->rule, run->now_ms, &slot) != KAITSU_HOP_STEP_SEND)
        {
          run->now_ms += 10;
          continue;
        }
      hop_world_send (run, &slot);
      for (guint i = 0; i < slot.n_probes; i++)
        if (slot.probes[i].port == 0)
          kaitsu_hop_rule_report (run->rule, slot.probes[i].id,
                                  slot.probes[i].hop == 6 ? farthest : second, 77, 20000);
    }
  while (run->slots < 2 && hop_world_step (run))
    ;
}

static void
test_contradictions (void)
{
  const World world = { 6 };
  Run run;

  hop_world_start (&run, &world, FATE_SILENT, 0, 1);
  answer_first_slot (&run, KAITSU_HOP_REPLY_RESET, KAITSU_HOP_REPLY_NOTHING);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, !=, KAITSU_HOP_VERDICT_BLOCKED);
  hop_world_stop (&run);

  hop_world_start (&run, &world, FATE_SILENT, 0, 1);
  answer_first_slot (&run, KAITSU_HOP_REPLY_REJECTED, KAITSU_HOP_REPLY_TIME_EXCEEDED);
  g_assert_cmpint (kaitsu_hop_rule_decide (run.rule, 0).verdict, ==, KAITSU_HOP_VERDICT_PARTIAL);
  hop_world_stop (&run);
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

  hop_world_start (&run, &world, FATE_STOP_PC, 0, n_ports);
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
          hop_world_watch (&run, &slot);
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
  hop_world_stop (&run);
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
  g_test_add_func ("/hop-rule/late-hop", test_late_hop);
  g_test_add_func ("/hop-rule/half-stopped", test_half_stopped);
  g_test_add_func ("/hop-rule/watched", test_watched);
  g_test_add_func ("/hop-rule/windows", test_windows);
  g_test_add_func ("/hop-rule/passes", test_passes);
  g_test_add_func ("/hop-rule/pace", test_pace);
  g_test_add_func ("/hop-rule/first-slot", test_first_slot);
  g_test_add_func ("/hop-rule/dismissed", test_dismissed);
  g_test_add_func ("/hop-rule/deadline", test_deadline);
  g_test_add_func ("/hop-rule/everything-stopped", test_everything_stopped);
  g_test_add_func ("/hop-rule/shared-slots", test_shared_slots);
  g_test_add_func ("/hop-rule/slots-beside-the-sweep", test_slots_beside_the_sweep);
  g_test_add_func ("/hop-rule/weight-of-a-miss", test_weight_of_a_miss);
  g_test_add_func ("/hop-rule/next", test_next);
  g_test_add_func ("/hop-rule/late-proof", test_late_proof);
  g_test_add_func ("/hop-rule/contradictions", test_contradictions);
  g_test_add_func ("/hop-rule/anything", test_anything);
  return g_test_run ();
}
