/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "kaitsu-i18n.h"
#include "kaitsu-report.h"
#include "sample-results.h"

/* How long reports take, after start-up: README.md. The program has begun, the
 * result is read, the language is known; the first PDF still loads fonts.
 *
 *   report [FOLDER]     FOLDER: where the largest text goes */

#define RUNS 15

typedef GBytes *(*Maker) (KaitsuResult *result);

static GBytes *
make_pdf (KaitsuResult *result)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = kaitsu_report_make_pdf (result, &error);

  g_assert_no_error (error);
  return bytes;
}

typedef struct
{
  double wall; /* ms */
  double work; /* ms of the processor */
  gsize size;
} Measure;

static double
get_work (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static Measure
measure (Maker make, KaitsuResult *result)
{
  const gint64 begun = g_get_monotonic_time ();
  const double work = get_work ();
  g_autoptr (GBytes) bytes = make (result);

  return (Measure){ (double) (g_get_monotonic_time () - begun) / 1e3, get_work () - work,
                    g_bytes_get_size (bytes) };
}

static int
compare (const void *a, const void *b)
{
  const Measure *x = a;
  const Measure *y = b;

  return (x->wall > y->wall) - (x->wall < y->wall);
}

static void
print_row (const char *name, const char *kind, Maker make, KaitsuResult *result)
{
  const Measure first = measure (make, result);
  Measure again[RUNS];

  for (guint i = 0; i < RUNS; i++)
    again[i] = measure (make, result);
  qsort (again, RUNS, sizeof (Measure), compare);
  g_print ("| %s | %s | %" G_GSIZE_FORMAT " | %.1f | %.1f | %.1f |\n", name, kind, first.size,
           first.wall, again[RUNS / 2].wall, again[RUNS / 2].work);
}

static void
write_text (const char *folder, KaitsuResult *result)
{
  g_autofree char *path = g_build_filename (folder, "largest.txt", NULL);
  g_autofree char *text = kaitsu_report_make_plain_text (result);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  kaitsu_i18n_init ("ja");
  g_print ("| result | report | bytes | first, ms | again, ms | of it processor, ms |\n"
           "|---|---|---|---|---|---|\n");
  for (guint kind = 0; kind < N_SAMPLES; kind++)
    {
      g_autoptr (KaitsuResult) result = sample_new ((SampleKind) kind);

      print_row (sample_get_name ((SampleKind) kind), "PDF", make_pdf, result);
      print_row (sample_get_name ((SampleKind) kind), "text", kaitsu_report_make_text, result);
    }
  if (argc > 1)
    {
      g_autoptr (KaitsuResult) largest = sample_new (SAMPLE_LARGEST);
      write_text (argv[1], largest);
    }
  return 0;
}
