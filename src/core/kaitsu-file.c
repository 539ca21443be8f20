/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-file.h"

#include <string.h>

/**
 * kaitsu_file_replace:
 * @path: path of a local file that may or may not exist
 * @contents: the new contents
 * @error: an error of G_FILE_ERROR; its message names the file and the reason
 *
 * Writes a temporary file beside @path, makes it durable and renames it, so
 * that @path holds either the old or the new contents whole, whatever happens
 * in between (POSIX rename(2) is atomic; fsync before it, ext4(5) delayed
 * allocation). A symbolic link is followed, not replaced.
 *
 * Returns: whether the file was written
 */
gboolean
kaitsu_file_replace (const char *path, GBytes *contents, GError **error)
{
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (contents != NULL, FALSE);

  gsize size = 0;
  const char *data = g_bytes_get_data (contents, &size);
  g_autofree char *target = NULL;
  if (g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      char *resolved = realpath (path, NULL);
      target = g_strdup (resolved);
      free (resolved);
    }

  return g_file_set_contents_full (target != NULL ? target : path, data != NULL ? data : "",
                                   (gssize) size,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0644, error);
}
