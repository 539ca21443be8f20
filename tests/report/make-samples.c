/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <string.h>

#include "kaitsu-i18n.h"
#include "kaitsu-report.h"
#include "sample-results.h"

/* Writes every sample report into a folder, for looking at them:
 *   make-samples FOLDER [ja|en] */

static gboolean
write_bytes (const char *path, GBytes *bytes)
{
  return g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), NULL);
}

static gboolean
write_sample (const char *folder, const char *kind, const char *language, KaitsuResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("%s-%s", kind, language);
  g_autofree char *base = g_build_filename (folder, name, NULL);
  g_autofree char *pdf_path = g_strconcat (base, ".pdf", NULL);
  g_autofree char *text_path = g_strconcat (base, ".txt", NULL);
  g_autofree char *result_path = g_strconcat (base, ".kaitsu.json", NULL);
  g_autofree char *table = kaitsu_report_make_table (result);
  g_autoptr (GBytes) text = kaitsu_report_make_text (result);
  g_autoptr (GBytes) json = kaitsu_result_to_bytes (result);
  g_autoptr (GBytes) pdf = kaitsu_report_make_pdf (result, &error);

  if (pdf == NULL)
    {
      g_printerr ("%s: %s\n", name, error->message);
      return FALSE;
    }
  g_print ("%s: %" G_GSIZE_FORMAT " bytes\n%s\n", pdf_path, g_bytes_get_size (pdf), table);
  return write_bytes (pdf_path, pdf) && write_bytes (text_path, text)
         && write_bytes (result_path, json);
}

int
main (int argc, char **argv)
{
  gboolean ok = TRUE;

  if (argc < 2)
    return 64;

  const char *language = kaitsu_i18n_init (argc > 2 ? argv[2] : "ja");
  for (guint kind = 0; kind < N_SAMPLES; kind++)
    {
      g_autoptr (KaitsuResult) result = sample_new ((SampleKind) kind);
      ok = write_sample (argv[1], sample_get_name ((SampleKind) kind), language, result) && ok;
    }

  g_autoptr (KaitsuResult) all = sample_new (SAMPLE_ROUTER);
  g_autoptr (KaitsuResult) masked = kaitsu_report_mask (all, NULL);
  ok = masked != NULL && write_sample (argv[1], "masked", language, masked) && ok;
  return ok ? 0 : 1;
}
