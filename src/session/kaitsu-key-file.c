/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-key-file.h"

#include <glib/gstdio.h>

#include "kaitsu-file.h"

#define MAX_BYTES (64 * 1024)

static char *
make_path (const char *name)
{
  return g_build_filename (g_get_user_config_dir (), "kaitsu", name, NULL);
}

/**
 * kaitsu_key_file_load:
 * @name: name of a file in the program's folder of settings
 *
 * A file that is larger than any we write is not ours to read.
 *
 * Returns: (transfer full): what is in it, unchecked; empty where there is
 *   nothing or nothing usable
 */
GKeyFile *
kaitsu_key_file_load (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = make_path (name);
  GStatBuf info;

  if (g_stat (path, &info) == 0 && S_ISREG (info.st_mode) && info.st_size <= MAX_BYTES)
    g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return g_steal_pointer (&file);
}

/**
 * kaitsu_key_file_save:
 * @file: what to write
 * @name: name of a file in the program's folder of settings
 * @error: an error of G_FILE_ERROR
 *
 * Returns: whether it was saved, whole
 */
gboolean
kaitsu_key_file_save (GKeyFile *file, const char *name, GError **error)
{
  g_return_val_if_fail (file != NULL && name != NULL, FALSE);

  g_autofree char *path = make_path (name);
  g_autofree char *folder = g_path_get_dirname (path);
  gsize length = 0;

  g_mkdir_with_parents (folder, 0700);
  char *text = g_key_file_to_data (file, &length, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, length);
  return kaitsu_file_replace (path, bytes, error);
}
