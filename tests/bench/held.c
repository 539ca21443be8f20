/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

/*
 * held [SCENARIO]...
 *
 * How long the main loop is held while the wizard goes through a check on the
 * practice network: the time from the end of one poll to the beginning of the
 * next, in which no frame can be drawn and no key is heard. Prints the longest
 * and how many were longer than a frame, for the run and for the pages around
 * it; measures the processor's time as well, because on a busy machine a
 * thread is also held by others.
 */

#include "config.h"

#include <time.h>

#include "kaitsu-i18n.h"
#include "kaitsu-practice-net.h"
#include "kaitsu-theme.h"
#include "kaitsu-window.h"

#define FRAME_US 16667

typedef struct
{
  gint64 since; /* end of the last poll; 0: none yet */
  gint64 cpu_since;
  gint64 longest;
  gint64 longest_cpu;
  guint n_long;
  guint n;
} Meter;

static Meter meter;

static gint64
get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
measuring_poll (GPollFD *fds, guint n_fds, int timeout)
{
  if (meter.since != 0)
    {
      gint64 held = g_get_monotonic_time () - meter.since;
      gint64 worked = get_cpu_us () - meter.cpu_since;

      meter.longest = MAX (meter.longest, held);
      meter.longest_cpu = MAX (meter.longest_cpu, worked);
      meter.n_long += worked > FRAME_US;
      meter.n++;
    }
  int ready = g_poll (fds, n_fds, timeout);
  meter.since = g_get_monotonic_time ();
  meter.cpu_since = get_cpu_us ();
  return ready;
}

static void
print_meter (const char *scenario, const char *what)
{
  g_print ("%-28s %-12s %6u turns, longest %6.1f ms (%.1f ms of work), %u longer than a frame\n",
           scenario, what, meter.n, (double) meter.longest / 1000,
           (double) meter.longest_cpu / 1000, meter.n_long);
  meter = (Meter){ 0 };
}

static void
settle (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static KaitsuNet *
create_net (const char *scenario, KaitsuTargets *targets, GError **error)
{
  return kaitsu_practice_net_new_with_targets (scenario, targets, error);
}

static void
run_through (const char *scenario)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_builtin ();
  g_autoptr (KaitsuFlow) flow = kaitsu_flow_new (catalogue, targets, create_net, scenario);
  GtkWidget *window = kaitsu_window_new (NULL, flow);

  gtk_window_present (GTK_WINDOW (window));
  settle (500);
  kaitsu_flow_set_unit (flow, kaitsu_catalogue_lookup (catalogue, "unit2"));
  kaitsu_flow_go_next (flow);
  kaitsu_flow_set_consent (flow, TRUE);
  settle (300);
  kaitsu_flow_go_next (flow);
  settle (300);
  meter = (Meter){ 0 };
  while (kaitsu_flow_get_step (flow) == KAITSU_STEP_RUN && kaitsu_run_get_progress (
                                                               kaitsu_flow_get_run (flow)) < 1)
    g_main_context_iteration (NULL, TRUE);
  print_meter (scenario, "run");
  settle (500);
  print_meter (scenario, "result page");
  gtk_window_destroy (GTK_WINDOW (window));
  settle (100);
}

int
main (int argc, char **argv)
{
  static const char *const usual[] = { "silent-log", "router-drops-maintenance", NULL };
  g_autoptr (KaitsuTheme) theme = NULL;

  gtk_disable_setlocale ();
  kaitsu_i18n_init ("ja");
  if (!gtk_init_check ())
    {
      g_printerr ("held: there is no display\n");
      return 1;
    }
  theme = kaitsu_theme_new (gdk_display_get_default ());
  g_main_context_set_poll_func (NULL, measuring_poll);
  for (const char *const *s = argc > 1 ? (const char *const *) argv + 1 : usual; *s != NULL; s++)
    run_through (*s);
  return 0;
}
