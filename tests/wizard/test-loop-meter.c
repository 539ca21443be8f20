/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-loop-meter.h"

#define HELD_MS 40

static gboolean
work_cb (gpointer data)
{
  gint64 end = g_get_monotonic_time () + HELD_MS * 1000;

  while (g_get_monotonic_time () < end)
    ;
  return G_SOURCE_REMOVE;
}

static gboolean
sleep_cb (gpointer data)
{
  g_usleep (HELD_MS * 1000);
  return G_SOURCE_REMOVE;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static void
turn (GSourceFunc func)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_idle_add (func, NULL);
  g_timeout_add (2 * HELD_MS, quit_cb, loop);
  g_main_loop_run (loop);
}

static void
test_asleep_without_the_wish (void)
{
  g_unsetenv ("KAITSU_DEBUG");
  kaitsu_loop_meter_start ();
  turn (work_cb);
  g_assert_cmpuint (kaitsu_loop_meter_take ().n_turns, ==, 0);
}

/* Waiting for the next event is no holding; a callback that does not return is,
 * whether it works or not. */
static void
test_sees_what_holds (void)
{
  KaitsuLoopFigures figures;

  g_setenv ("KAITSU_DEBUG", "loop", TRUE);
  kaitsu_loop_meter_start ();
  kaitsu_loop_meter_take ();
  turn (sleep_cb);
  figures = kaitsu_loop_meter_take ();
  g_assert_cmpuint (figures.n_turns, >, 0);
  g_assert_cmpint (figures.longest_us, >=, HELD_MS * 1000);
  g_assert_cmpint (figures.longest_work_us, <, figures.longest_us);
}

static void
say_in_a_process (void)
{
  g_setenv ("KAITSU_DEBUG", "loop", TRUE);
  kaitsu_loop_meter_start ();
  kaitsu_loop_meter_enter (3);
  turn (work_cb);
  kaitsu_loop_meter_enter (3);
  kaitsu_loop_meter_enter (4);
}

static void
test_says_it_by_step (void)
{
  if (g_test_subprocess ())
    {
      say_in_a_process ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*kaitsu: loop: step 3: * turns, longest * longer than a frame\n*");
  g_test_trap_assert_stderr_unmatched ("*step 4: * turns*");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loop-meter/asleep-without-the-wish", test_asleep_without_the_wish);
  g_test_add_func ("/loop-meter/sees-what-holds", test_sees_what_holds);
  g_test_add_func ("/loop-meter/says-it-by-step", test_says_it_by_step);
  return g_test_run ();
}
