/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-clock-offset.h"

static const struct
{
  KaitsuProbeKind kind;
  const char *detail; /* nullable */
  gboolean good;
  double seconds;
} cases[] = {
  { KAITSU_PROBE_KIND_NTP, "offset +0.003 s, delay 32 ms, stratum 2", TRUE, 0.003 },
  { KAITSU_PROBE_KIND_NTP, "offset -86400.500 s, delay 1 ms, stratum 1", TRUE, -86400.5 },
  { KAITSU_PROBE_KIND_NTP, "offset  s, delay 1 ms, stratum 1", FALSE, 0 },
  { KAITSU_PROBE_KIND_NTP, "offset nan s, delay 1 ms, stratum 1", FALSE, 0 },
  { KAITSU_PROBE_KIND_NTP, "offset +1,5 s, delay 1 ms, stratum 1", FALSE, 0 },
  { KAITSU_PROBE_KIND_NTP, "offset +1.5", FALSE, 0 },
  { KAITSU_PROBE_KIND_NTP, "offset +1.5 seconds", FALSE, 0 },
  { KAITSU_PROBE_KIND_NTP, "server refuses: RATE", FALSE, 0 },
  { KAITSU_PROBE_KIND_NTP, NULL, FALSE, 0 },
  { KAITSU_PROBE_KIND_PORTAL, "HTTP 200; date offset -3600 s", TRUE, -3600 },
  { KAITSU_PROBE_KIND_PORTAL, "HTTP 200", FALSE, 0 },
  /* who wrote the page does not set the clock */
  { KAITSU_PROBE_KIND_PORTAL, "HTTP 200 \"offset +9 s\"; date offset +1 s", TRUE, 1 },
  { KAITSU_PROBE_KIND_HTTP, "HTTP 200; date offset +1 s", FALSE, 0 },
};

static void
test_read (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KaitsuObservation) seen
          = kaitsu_observation_new (cases[i].kind, KAITSU_OUTCOME_ANSWERED);
      double seconds = 0;

      kaitsu_observation_set_detail (seen, cases[i].detail, -1);
      g_assert_cmpint (kaitsu_clock_offset_read (seen, &seconds), ==, cases[i].good);
      g_assert_cmpfloat_with_epsilon (seconds, cases[i].seconds, 1e-9);
      seen->outcome = KAITSU_OUTCOME_UNEXPECTED;
      g_assert_false (kaitsu_clock_offset_read (seen, &seconds));
    }
}

static void
test_format (void)
{
  g_autofree char *exact = kaitsu_clock_offset_format (-0.0414, 3);
  g_autofree char *none = kaitsu_clock_offset_format (-0.0004, 3);
  g_autofree char *whole = kaitsu_clock_offset_format (2, 0);

  g_assert_cmpstr (exact, ==, "offset -0.041 s");
  g_assert_cmpstr (none, ==, "offset +0.000 s");
  g_assert_cmpstr (whole, ==, "offset +2 s");
}

/* What is said, in this order, and what is believed. */
static const struct
{
  const char *said[4];
  gboolean known;
  double seconds;
} debates[] = {
  { { NULL }, FALSE, 0 },
  { { "server refuses: RATE" }, FALSE, 0 },
  { { "offset +7200 s" }, TRUE, 7200 },
  { { "offset -7200 s", "offset -86400 s" }, TRUE, -7200 },
  { { "offset +7200 s", "offset -0.2 s" }, TRUE, -0.2 },
  { { "offset +0.1 s", "offset -800000000 s", "server refuses: RATE" }, TRUE, 0.1 },
};

static void
test_opinions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (debates); i++)
    {
      KaitsuClockOpinion all = { 0 }, nobody = { 0 };

      for (gsize n = 0; debates[i].said[n] != NULL; n++)
        {
          g_autoptr (KaitsuObservation) seen
              = kaitsu_observation_new (KAITSU_PROBE_KIND_NTP, KAITSU_OUTCOME_ANSWERED);
          kaitsu_observation_set_detail (seen, debates[i].said[n], -1);
          kaitsu_clock_opinion_hear (&all, seen);
        }
      kaitsu_clock_opinion_join (&all, &nobody);
      kaitsu_clock_opinion_join (&nobody, &all);
      g_assert_cmpint (all.known, ==, debates[i].known);
      g_assert_cmpfloat_with_epsilon (all.seconds, debates[i].seconds, 1e-9);
      g_assert_cmpfloat_with_epsilon (nobody.seconds, debates[i].seconds, 1e-9);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/clock-offset/read", test_read);
  g_test_add_func ("/probe/clock-offset/format", test_format);
  g_test_add_func ("/probe/clock-offset/opinions", test_opinions);
  return g_test_run ();
}
