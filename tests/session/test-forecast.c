/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-forecast.h"

static void
assert_says (const KaitsuForecast *self, double now, KaitsuForecastKind kind, guint seconds)
{
  guint told;

  g_assert_cmpint (kaitsu_forecast_get (self, now, &told), ==, kind);
  g_assert_cmpuint (told, ==, seconds);
}

static void
test_knows_only_the_limit (void)
{
  KaitsuForecast forecast = kaitsu_forecast_new (60);

  assert_says (&forecast, 0, KAITSU_FORECAST_WITHIN, 60);
  assert_says (&forecast, 11, KAITSU_FORECAST_WITHIN, 50);
  assert_says (&forecast, 70, KAITSU_FORECAST_WITHIN, 5);
}

static void
test_counts_down (void)
{
  KaitsuForecast forecast = kaitsu_forecast_new (60);

  kaitsu_forecast_expect (&forecast, 2, 20);
  assert_says (&forecast, 2, KAITSU_FORECAST_ABOUT, 20);
  assert_says (&forecast, 11.5, KAITSU_FORECAST_ABOUT, 20);
  assert_says (&forecast, 12, KAITSU_FORECAST_ABOUT, 10);
  assert_says (&forecast, 17, KAITSU_FORECAST_ABOUT, 5);
  assert_says (&forecast, 22, KAITSU_FORECAST_ABOUT, 5);
  assert_says (&forecast, 22.5, KAITSU_FORECAST_LATE, 40);
}

static void
test_takes_nothing_back (void)
{
  KaitsuForecast forecast = kaitsu_forecast_new (60);

  kaitsu_forecast_expect (&forecast, 2, 20);
  kaitsu_forecast_expect (&forecast, 5, 40);
  assert_says (&forecast, 5, KAITSU_FORECAST_ABOUT, 20);
  kaitsu_forecast_expect (&forecast, 6, 3);
  assert_says (&forecast, 6, KAITSU_FORECAST_ABOUT, 5);
}

static void
test_ends_with_the_limit (void)
{
  KaitsuForecast forecast = kaitsu_forecast_new (10);

  kaitsu_forecast_expect (&forecast, 2, 20);
  assert_says (&forecast, 2, KAITSU_FORECAST_ABOUT, 10);
  assert_says (&forecast, 10.5, KAITSU_FORECAST_LATE, 5);
}

/* Whatever is expected, and whenever: while a number is about what is left, it
 * never grows and never is 0. */
static void
test_never_grows (void)
{
  for (guint seed = 0; seed < 200; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      KaitsuForecast forecast = kaitsu_forecast_new (60);
      guint before = G_MAXUINT;

      for (double now = 0; now < 70; now += g_rand_double_range (random, 0, 3))
        {
          guint told;

          if (g_rand_int_range (random, 0, 4) == 0)
            kaitsu_forecast_expect (&forecast, now, g_rand_double_range (random, 0, 80));
          if (kaitsu_forecast_get (&forecast, now, &told) == KAITSU_FORECAST_ABOUT)
            {
              g_assert_cmpuint (told, <=, before);
              before = told;
            }
          g_assert_cmpuint (told, >, 0);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/knows-only-the-limit", test_knows_only_the_limit);
  g_test_add_func ("/forecast/counts-down", test_counts_down);
  g_test_add_func ("/forecast/takes-nothing-back", test_takes_nothing_back);
  g_test_add_func ("/forecast/ends-with-the-limit", test_ends_with_the_limit);
  g_test_add_func ("/forecast/never-grows", test_never_grows);
  return g_test_run ();
}
