/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

/*
 * first-frame [-n ROUNDS] COMMAND...
 *
 * Starts each command in turn, ROUNDS times, on an X server that has nothing
 * else on its black screen, and prints the median of the time until something
 * was painted in the middle of its window and of the memory that it then has,
 * and both as a ratio to those of the first command. Looks from outside, so
 * that programs that know nothing of it are measured alike.
 */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_US (30 * G_USEC_PER_SEC)
#define LOOK_US 1000
#define SETTLE_US 700000
#define LEAST_PIXELS 100
#define MAX_ROUNDS 99

typedef struct {
  double ms[MAX_ROUNDS];
  double mib[MAX_ROUNDS];
} Figures;

/* A window may go while it is looked at. */
static int
ignore_error (Display *display, XErrorEvent *event)
{
  return 0;
}

static gboolean
is_painted (Display *display, Window window)
{
  XWindowAttributes at;
  XImage *image;
  gboolean painted;

  if (!XGetWindowAttributes (display, window, &at) || at.map_state != IsViewable
      || at.width < LEAST_PIXELS || at.height < LEAST_PIXELS)
    return FALSE;
  image = XGetImage (display, DefaultRootWindow (display), at.x + at.width / 2,
                     at.y + at.height / 2, 1, 1, AllPlanes, ZPixmap);
  if (image == NULL)
    return FALSE;
  painted = (XGetPixel (image, 0, 0) & 0xffffff) != 0;
  XDestroyImage (image);
  return painted;
}

static gboolean
any_is_painted (Display *display)
{
  Window root, parent, *windows = NULL;
  unsigned int n = 0;
  gboolean painted = FALSE;

  XQueryTree (display, DefaultRootWindow (display), &root, &parent, &windows, &n);
  for (unsigned int i = 0; i < n && !painted; i++)
    painted = is_painted (display, windows[i]);
  if (windows != NULL)
    XFree (windows);
  return painted;
}

/* MiB that are resident */
static double
measure_memory (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", (int) pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  double kib = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "Rss:"))
      kib = g_ascii_strtod (lines[i] + strlen ("Rss:"), NULL);
  return kib / 1024;
}

static pid_t
start (const char *command)
{
  pid_t pid = fork ();

  if (pid != 0)
    return pid;
  freopen ("/dev/null", "w", stderr);
  freopen ("/dev/null", "w", stdout);
  g_autofree char *line = g_strconcat ("exec ", command, NULL);
  execl ("/bin/sh", "sh", "-c", line, NULL);
  _exit (127);
}

static gboolean
measure (Display *display, const char *command, double *ms, double *mib)
{
  gint64 begin = g_get_monotonic_time ();
  pid_t pid = start (command);

  while (!any_is_painted (display))
    {
      if (g_get_monotonic_time () - begin > PATIENCE_US)
        return FALSE;
      g_usleep (LOOK_US);
    }
  *ms = (double) (g_get_monotonic_time () - begin) / 1000;
  g_usleep (SETTLE_US);
  *mib = measure_memory (pid);
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  while (any_is_painted (display))
    g_usleep (LOOK_US);
  return TRUE;
}

static int
by_size (const void *a, const void *b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, by_size);
  return values[n / 2];
}

static void
print_figures (const char *command, double ms, double mib, double first_ms, double first_mib)
{
  g_print ("%8.0f ms %6.2f x   %7.1f MiB %6.2f x   %s\n", ms, ms / first_ms, mib, mib / first_mib,
           command);
}

int
main (int argc, char **argv)
{
  Display *display = XOpenDisplay (NULL);
  guint rounds = 7;
  int at = 1;

  if (argc > 3 && g_str_equal (argv[1], "-n"))
    {
      rounds = (guint) CLAMP (atoi (argv[2]), 1, MAX_ROUNDS);
      at = 3;
    }
  if (display == NULL || at >= argc)
    {
      g_printerr ("usage: first-frame [-n ROUNDS] COMMAND...   (with a display)\n");
      return 64;
    }
  XSetErrorHandler (ignore_error);

  guint n = (guint) (argc - at);
  g_autofree Figures *all = g_new0 (Figures, n);
  for (guint round = 0; round < rounds; round++)
    for (guint i = 0; i < n; i++)
      if (!measure (display, argv[at + (int) i], &all[i].ms[round], &all[i].mib[round]))
        {
          g_printerr ("nothing was painted: %s\n", argv[at + (int) i]);
          return 1;
        }

  double first_ms = median (all[0].ms, rounds);
  double first_mib = median (all[0].mib, rounds);
  for (guint i = 0; i < n; i++)
    print_figures (argv[at + (int) i], median (all[i].ms, rounds), median (all[i].mib, rounds),
                   first_ms, first_mib);
  XCloseDisplay (display);
  return 0;
}
