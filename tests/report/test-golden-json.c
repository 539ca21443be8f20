/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <string.h>

#include "kaitsu-i18n.h"
#include "sample-results.h"

/* Results as they are saved, byte for byte: what others read must not change
 * unseen. After a change that is meant, write them anew and read the
 * difference: KAITSU_RENEW_GOLDEN=1 meson test -C build golden-json */

static const SampleKind kinds[] = { SAMPLE_PROVIDER, SAMPLE_YELLOW,   SAMPLE_OFFLINE,
                                    SAMPLE_STOPPED,  SAMPLE_PRACTICE, SAMPLE_LONG };

static void
test_golden (gconstpointer data)
{
  const SampleKind kind = (SampleKind) GPOINTER_TO_UINT (data);
  g_autofree char *name = g_strdup_printf ("%s.kaitsu.json", sample_get_name (kind));
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "report", "golden", name, NULL);
  g_autoptr (KaitsuResult) result = sample_new (kind);
  g_autoptr (GBytes) bytes = kaitsu_result_to_bytes (result);
  g_autofree char *written = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *golden = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("KAITSU_RENEW_GOLDEN") != NULL)
    g_file_set_contents (path, written, -1, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &golden, NULL, &error);
  g_assert_no_error (error);
  if (!g_str_equal (written, golden))
    g_test_message ("%s differs; now it is:\n%s", path, written);
  g_assert_true (g_str_equal (written, golden));
}

int
main (int argc, char **argv)
{
  kaitsu_i18n_init ("ja");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/golden-json/%s", sample_get_name (kinds[i]));
      g_test_add_data_func (path, GUINT_TO_POINTER (kinds[i]), test_golden);
    }
  return g_test_run ();
}
