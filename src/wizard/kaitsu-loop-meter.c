/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-loop-meter.h"

#include <string.h>
#include <time.h>

#define VARIABLE "KAITSU_DEBUG"
/* 60 frames a second */
#define FRAME_US 16667
#define MS(us) ((double) (us) / 1000)

/* A poll function is told nothing but what to poll: what it keeps is global,
 * as there is one main loop. */
static struct
{
  gboolean on;
  guint step; /* 0: none yet */
  gint64 since;
  gint64 work_since;
  KaitsuLoopFigures figures;
} meter;

static gint64
get_work_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* The clock is that of a profiler, which can be asked what was done then. */
static void
count_turn (gint64 now, gint64 work)
{
  KaitsuLoopFigures *figures = &meter.figures;

  figures->n_turns++;
  figures->longest_us = MAX (figures->longest_us, now - meter.since);
  figures->longest_work_us = MAX (figures->longest_work_us, work);
  if (work <= FRAME_US)
    return;
  figures->n_long++;
  g_printerr ("kaitsu: loop: step %u: held %.1f ms (%.1f ms of work), from %.4f to %.4f s\n",
              meter.step, MS (now - meter.since), MS (work), MS (meter.since) / 1000,
              MS (now) / 1000);
}

static int
measuring_poll (GPollFD *fds, guint n_fds, int timeout)
{
  int ready;

  count_turn (g_get_monotonic_time (), get_work_us () - meter.work_since);
  ready = g_poll (fds, n_fds, timeout);
  meter.since = g_get_monotonic_time ();
  meter.work_since = get_work_us ();
  return ready;
}

/**
 * kaitsu_loop_meter_start:
 *
 * With KAITSU_DEBUG=loop in the environment, measures from now on how long
 * each turn of the main loop holds the window: from the end of one poll to the
 * beginning of the next no frame is drawn and no key is heard. A turn that
 * works for longer than a frame goes to standard error at once. Does nothing
 * otherwise.
 */
void
kaitsu_loop_meter_start (void)
{
  const char *wish = g_getenv (VARIABLE);

  if (meter.on || g_strcmp0 (wish, "loop") != 0)
    return;
  meter.on = TRUE;
  meter.since = g_get_monotonic_time ();
  meter.work_since = get_work_us ();
  g_main_context_set_poll_func (NULL, measuring_poll);
}

/**
 * kaitsu_loop_meter_enter:
 * @step: the step of the wizard that begins, from 1
 *
 * Says what was measured in the step before, and begins anew. The turn that is
 * on belongs to the new step: it has the new page to make.
 */
void
kaitsu_loop_meter_enter (guint step)
{
  if (step == meter.step)
    return;
  kaitsu_loop_meter_print ();
  meter.step = step;
}

/**
 * kaitsu_loop_meter_take:
 *
 * Returns: what was measured since the last call
 */
KaitsuLoopFigures
kaitsu_loop_meter_take (void)
{
  KaitsuLoopFigures figures = meter.figures;

  memset (&meter.figures, 0, sizeof meter.figures);
  return figures;
}

/**
 * kaitsu_loop_meter_print:
 *
 * One line on standard error about the step that ends, if anything is measured.
 */
void
kaitsu_loop_meter_print (void)
{
  KaitsuLoopFigures figures = kaitsu_loop_meter_take ();

  if (meter.on && meter.step != 0)
    g_printerr ("kaitsu: loop: step %u: %u turns, longest %.1f ms (%.1f ms of work), %u longer "
                "than a frame\n",
                meter.step, figures.n_turns, MS (figures.longest_us),
                MS (figures.longest_work_us), figures.n_long);
}
