/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-history.h"

#include <glib/gstdio.h>

#include "kaitsu-file.h"

#define MAX_KEPT 50
#define MAX_AGE_DAYS 30
#define SUFFIX ".kaitsu.json"

/**
 * kaitsu_history_get_folder:
 *
 * Returns: (transfer full): path of the folder that results are kept in; it
 *   may not exist yet
 */
char *
kaitsu_history_get_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "kaitsu", "results", NULL);
}

static gint
newest_first (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) b, *(const char *const *) a);
}

/* Names begin with the UTC time, so that their order is the order of time. */
static GPtrArray *
list_names (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX) && g_ascii_isdigit (name[0]))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, newest_first);
  return names;
}

static void
drop_oldest (const char *folder)
{
  g_autoptr (GPtrArray) names = list_names (folder);

  for (guint i = MAX_KEPT; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      g_unlink (path);
    }
}

/**
 * kaitsu_history_add:
 * @result: a result; one made in practice is not kept
 * @error: an error of G_FILE_ERROR
 *
 * Keeps @result, and of all results the last 50.
 *
 * Returns: whether it is kept, or need not be
 */
gboolean
kaitsu_history_add (KaitsuResult *result, GError **error)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), FALSE);

  if (kaitsu_result_is_practice (result))
    return TRUE;

  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autoptr (GDateTime) utc = g_date_time_to_utc (kaitsu_result_get_finished (result));
  g_autofree char *stamp = g_date_time_format (utc, "%Y%m%dT%H%M%SZ");
  g_autofree char *name = g_strdup_printf ("%s-%.8s" SUFFIX, stamp, kaitsu_result_get_id (result));
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GBytes) bytes = kaitsu_result_to_bytes (result);

  g_mkdir_with_parents (folder, 0700);
  if (!kaitsu_file_replace (path, bytes, error))
    return FALSE;
  drop_oldest (folder);
  return TRUE;
}

/**
 * kaitsu_history_find_previous:
 * @unit_id: id of the unit that is checked
 * @network: how this PC is attached now
 * @now: the time that the age counts from
 *
 * Returns: (transfer full) (nullable): the newest fitting result
 */
KaitsuResult *
kaitsu_history_find_previous (const char *unit_id, const KaitsuNetwork *network, GDateTime *now)
{
  g_return_val_if_fail (unit_id != NULL && network != NULL && now != NULL, NULL);

  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autoptr (GPtrArray) names = list_names (folder);

  for (guint i = 0; i < MIN (names->len, MAX_KEPT); i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      g_autoptr (KaitsuResult) result = kaitsu_result_load (path, NULL);

      if (result == NULL || g_strcmp0 (kaitsu_result_get_unit_id (result), unit_id) != 0
          || !kaitsu_network_is_same (kaitsu_result_get_network (result), network))
        continue;
      GTimeSpan age = g_date_time_difference (now, kaitsu_result_get_finished (result));
      return age >= 0 && age <= MAX_AGE_DAYS * G_TIME_SPAN_DAY ? g_steal_pointer (&result) : NULL;
    }
  return NULL;
}
