/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-key-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "kaitsu-file.h"

#define MAX_BYTES (64 * 1024)

static char *
make_path (const char *name)
{
  return g_build_filename (g_get_user_config_dir (), "kaitsu", name, NULL);
}

/* Reads what can be read. FALSE if there is more than that: what is written
 * back would not be the same. */
static gboolean
read_whole (const char *path, GKeyFile *file)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    return errno == ENOENT;
  if (!S_ISREG (info.st_mode) || info.st_size > MAX_BYTES
      || !g_file_get_contents (path, &text, &length, NULL))
    return FALSE;
  /* Nothing is an empty file, but not for GLib. */
  if (length == 0)
    return TRUE;
  return g_key_file_load_from_data (file, text, length,
                                    G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, NULL)
         && g_utf8_validate_len (text, length, NULL);
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

  read_whole (path, file);
  return g_steal_pointer (&file);
}

static gboolean
put_aside (const char *path, GError **error)
{
  g_autofree char *aside = g_strconcat (path, ".unreadable", NULL);

  if (g_rename (path, aside) == 0)
    return TRUE;
  int code = errno;
  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code),
               _ ("%s: cannot be written: %s"), path, g_strerror (code));
  return FALSE;
}

/**
 * kaitsu_key_file_save:
 * @file: what to write
 * @name: name of a file in the program's folder of settings
 * @error: an error of G_FILE_ERROR
 *
 * A file that is there and that kaitsu_key_file_load() could not read as a
 * whole is kept beside it, its name ending in ".unreadable": somebody wrote
 * it. If that is not possible, nothing is saved.
 *
 * Returns: whether it was saved, whole
 */
gboolean
kaitsu_key_file_save (GKeyFile *file, const char *name, GError **error)
{
  g_return_val_if_fail (file != NULL && name != NULL, FALSE);

  g_autofree char *path = make_path (name);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GKeyFile) before = g_key_file_new ();
  gsize length = 0;

  g_mkdir_with_parents (folder, 0700);
  if (!read_whole (path, before) && !put_aside (path, error))
    return FALSE;
  char *text = g_key_file_to_data (file, &length, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, length);
  return kaitsu_file_replace (path, bytes, error);
}
