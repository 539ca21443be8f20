/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-preferences.h"

#include "kaitsu-key-file.h"

#define FILE_NAME "window.ini"
#define GROUP "window"

static const char *const languages[] = { "ja", "en" };
static const guint text_sizes[] = { 100, 125, 150, 200 };

/**
 * kaitsu_preferences_get_language:
 *
 * Returns: (transfer none) (nullable): the language that was chosen; %NULL if
 *   none was, or none that there is
 */
const char *
kaitsu_preferences_get_language (void)
{
  g_autoptr (GKeyFile) file = kaitsu_key_file_load (FILE_NAME);
  g_autofree char *chosen = g_key_file_get_string (file, GROUP, "language", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_strcmp0 (chosen, languages[i]) == 0)
      return languages[i];
  return NULL;
}

/**
 * kaitsu_preferences_set_language:
 * @language: "ja" or "en"
 * @error: an error of G_FILE_ERROR
 *
 * Returns: whether it will be remembered
 */
gboolean
kaitsu_preferences_set_language (const char *language, GError **error)
{
  g_return_val_if_fail (language != NULL, FALSE);

  g_autoptr (GKeyFile) file = kaitsu_key_file_load (FILE_NAME);

  g_key_file_set_string (file, GROUP, "language", language);
  return kaitsu_key_file_save (file, FILE_NAME, error);
}

/**
 * kaitsu_preferences_get_text_size:
 *
 * Returns: the size of the text in percent of the desktop's, 100 if none was
 *   chosen, or none that there is
 */
guint
kaitsu_preferences_get_text_size (void)
{
  g_autoptr (GKeyFile) file = kaitsu_key_file_load (FILE_NAME);
  int chosen = g_key_file_get_integer (file, GROUP, "text-size", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (text_sizes); i++)
    if (chosen == (int) text_sizes[i])
      return text_sizes[i];
  return text_sizes[0];
}

/**
 * kaitsu_preferences_set_text_size:
 * @percent: the size of the text in percent of the desktop's
 * @error: an error of G_FILE_ERROR
 *
 * Returns: whether it will be remembered
 */
gboolean
kaitsu_preferences_set_text_size (guint percent, GError **error)
{
  g_autoptr (GKeyFile) file = kaitsu_key_file_load (FILE_NAME);

  g_key_file_set_integer (file, GROUP, "text-size", (int) percent);
  return kaitsu_key_file_save (file, FILE_NAME, error);
}
