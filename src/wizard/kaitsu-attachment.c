/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-attachment.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "kaitsu-file.h"

/* seconds */
#define KEPT (7 * 24 * 60 * 60)

/* At most this many folders are looked at, and files in each. */
#define MAX_ENTRIES 200

/* Not the folder for temporary files: a sandbox has one of its own, which the
 * mail program cannot see. */
static char *
dup_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "kaitsu", "mail", NULL);
}

char *
kaitsu_attachment_write (const char *name, GBytes *bytes, GError **error)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *own = g_build_filename (folder, "XXXXXX", NULL);
  g_autofree char *path = NULL;

  g_return_val_if_fail (name != NULL && bytes != NULL, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_mkdtemp_full (own, 0700) == NULL)
    {
      const int code = errno;

      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code), "%s: %s", folder,
                   g_strerror (code));
      return NULL;
    }
  path = g_build_filename (own, name, NULL);
  if (kaitsu_file_replace (path, bytes, error))
    return g_steal_pointer (&path);
  g_rmdir (own);
  return NULL;
}

static gboolean
is_old (const char *path)
{
  GStatBuf info;

  return g_lstat (path, &info) == 0 && S_ISDIR (info.st_mode)
         && g_get_real_time () / G_USEC_PER_SEC - info.st_mtime > KEPT;
}

/* Only files: a folder that somebody made in there is his. */
static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  for (guint i = 0; dir != NULL && i < MAX_ENTRIES && (name = g_dir_read_name (dir)) != NULL; i++)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_unlink (file);
    }
  g_rmdir (path);
}

void
kaitsu_attachment_sweep (void)
{
  g_autofree char *folder = dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  for (guint i = 0; dir != NULL && i < MAX_ENTRIES && (name = g_dir_read_name (dir)) != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (is_old (path))
        remove_folder (path);
    }
}
