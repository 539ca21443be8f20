/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static gboolean
fail (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code),
               _("%s: cannot be written: %s"), path, g_strerror (code));
  return FALSE;
}

/* A device or a pipe, such as /dev/stdout: it must not be replaced by a file
 * of the same name, so there is no other way than to write into it. */
static gboolean
write_through (const char *path, const char *data, gsize size, GError **error)
{
  FILE *stream = g_fopen (path, "we");

  if (stream == NULL)
    return fail (path, error);
  gboolean written = fwrite (data, 1, size, stream) == size && fflush (stream) == 0;
  if (!written)
    fail (path, error);
  if (fclose (stream) != 0 && written)
    return fail (path, error);
  return written;
}

/* Where a link leads, also if nothing is there yet; NULL with errno set if it
 * leads nowhere (path_resolution(7): forty links are a loop). */
static char *
follow_links (const char *path)
{
  g_autofree char *place = g_strdup (path);

  for (int links = 0; links < 40; links++)
    {
      g_autofree char *next = g_file_read_link (place, NULL);
      if (next == NULL)
        return g_steal_pointer (&place);
      g_autofree char *folder = g_path_get_dirname (place);
      g_free (place);
      place = g_path_is_absolute (next) ? g_steal_pointer (&next)
                                        : g_build_filename (folder, next, NULL);
    }
  errno = ELOOP;
  return NULL;
}

/**
 * kaitsu_file_replace:
 * @path: path of a local file that may or may not exist
 * @contents: the new contents
 * @error: an error of G_FILE_ERROR; its message names the file and the reason
 *
 * Writes a temporary file beside @path, makes it durable and renames it, so
 * that @path holds either the old or the new contents whole, whatever happens
 * in between (POSIX rename(2) is atomic; fsync before it, ext4(5) delayed
 * allocation). A symbolic link is followed, not replaced; into a device or a
 * pipe is written directly.
 *
 * Returns: whether the file was written
 */
gboolean
kaitsu_file_replace (const char *path, GBytes *contents, GError **error)
{
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (contents != NULL, FALSE);

  gsize size = 0;
  const char *bytes = g_bytes_get_data (contents, &size);
  const char *data = bytes != NULL ? bytes : "";
  GStatBuf info;
  int mode = 0644;

  if (g_stat (path, &info) == 0)
    {
      if (!S_ISREG (info.st_mode))
        return write_through (path, data, size, error);
      mode = (int) (info.st_mode & 0777); /* what was private stays private */
    }
  g_autofree char *target = follow_links (path);
  g_autoptr (GError) reason = NULL;
  if (target == NULL)
    return fail (path, error);
  if (g_file_set_contents_full (target, data, (gssize) size,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode,
                                &reason))
    return TRUE;
  g_set_error (error, reason->domain, reason->code, _("%s: cannot be written: %s"), path,
               reason->message);
  return FALSE;
}
