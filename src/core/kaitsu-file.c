/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* While it is being written, a file has such a name and is locked: what
 * nobody holds was left by a program that was killed. */
#define TEMPORARY ".kaitsu-"
#define TEMPORARY_LENGTH (sizeof TEMPORARY - 1 + 6)

/* At most this many of a folder's leftovers are removed at once. */
#define MAX_LEFTOVERS 100

/* The message names the file that was asked for, never the temporary one. */
static gboolean
fail (const char *path, GError **error)
{
  int code = errno;
  /* Quota: for whoever reads it, the disk is full. */
  int kind = code == EDQUOT ? G_FILE_ERROR_NOSPC : (int) g_file_error_from_errno (code);

  g_set_error (error, G_FILE_ERROR, kind, _ ("%s: cannot be written: %s"), path,
               g_strerror (code));
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

static gboolean
is_temporary (const char *name)
{
  return g_str_has_prefix (name, TEMPORARY) && strlen (name) == TEMPORARY_LENGTH;
}

static void
remove_if_left (const char *path)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);

  if (fd < 0)
    return;
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    g_unlink (path);
  close (fd);
}

static void
remove_leftovers (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && n < MAX_LEFTOVERS && (name = g_dir_read_name (dir)) != NULL)
    {
      if (!is_temporary (name))
        continue;
      g_autofree char *path = g_build_filename (folder, name, NULL);
      remove_if_left (path);
      n++;
    }
}

/* A new locked file in @folder, its path in @path; -1 with errno set. Between
 * making and locking, somebody else may take it for a leftover: once more. */
static int
open_temporary (const char *folder, int mode, char **path)
{
  for (int attempt = 0; attempt < 10; attempt++)
    {
      g_autofree char *name = g_build_filename (folder, TEMPORARY "XXXXXX", NULL);
      GStatBuf info;
      int fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, mode);

      if (fd < 0)
        return -1;
      *path = g_steal_pointer (&name);
      /* Where locks do not exist, nothing is ever taken for a leftover. */
      if (flock (fd, LOCK_EX) != 0 || fstat (fd, &info) != 0 || info.st_nlink > 0)
        return fd;
      close (fd);
      g_clear_pointer (path, g_free);
    }
  errno = EAGAIN;
  return -1;
}

static gboolean
write_all (int fd, const char *data, gsize size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno != EINTR)
        return FALSE;
      if (n > 0)
        {
          data += n;
          size -= (gsize) n;
        }
    }
  return TRUE;
}

/* Some file systems have nothing to make durable, and say so. */
static gboolean
make_durable (int fd)
{
  while (fsync (fd) != 0)
    if (errno != EINTR)
      return errno == EINVAL || errno == ENOTSUP || errno == ENOSYS;
  return TRUE;
}

/* The new name is in the folder, and the folder is what remembers it. That
 * it could not be made durable changes nothing about what is there now. */
static void
make_folder_durable (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  make_durable (fd);
  close (fd);
}

/* FALSE with errno set; then @target is as it was and nothing is left. */
static gboolean
replace (const char *target, const char *data, gsize size, int mode, gboolean keep_mode)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *temporary = NULL;

  remove_leftovers (folder);

  int fd = open_temporary (folder, mode, &temporary);
  if (fd < 0)
    return FALSE;
  gboolean done = (!keep_mode || fchmod (fd, (mode_t) mode) == 0) && write_all (fd, data, size)
                  && make_durable (fd) && g_rename (temporary, target) == 0;
  int code = errno;
  if (!done)
    g_unlink (temporary);
  close (fd); /* made durable before: nothing can be lost by it */
  if (done)
    make_folder_durable (folder);
  errno = code;
  return done;
}

/**
 * kaitsu_file_replace:
 * @path: path of a local file that may or may not exist
 * @contents: the new contents
 * @error: an error of G_FILE_ERROR; its message names the file and the reason
 *
 * Writes a temporary file beside @path, makes it durable and renames it, so
 * that @path holds either the old or the new contents whole, whatever happens
 * in between (POSIX rename(2) is atomic; fsync(2) before it, for the file, and
 * after it, for its folder). What a killed program has left behind is removed
 * by the next one that writes into the folder. A symbolic link is followed,
 * not replaced, and a write-protected file refused; into a device or a pipe is
 * written directly.
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
  gboolean exists = g_stat (path, &info) == 0;

  if (exists && !S_ISREG (info.st_mode))
    return write_through (path, data, size, error);
  if (exists && g_access (path, W_OK) != 0)
    return fail (path, error);

  g_autofree char *target = follow_links (path);
  /* what was private stays private */
  int mode = exists ? (int) (info.st_mode & 0777) : 0644;
  return (target != NULL && replace (target, data, size, mode, exists)) || fail (path, error);
}
