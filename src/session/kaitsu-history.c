/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-history.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "kaitsu-file.h"
#include "kaitsu-json-load.h"

#define MAX_AGE_DAYS 30
#define SUFFIX ".kaitsu.json"
/* No name of a result begins like this: it is not one any more. */
#define REMOVED "removed-"
/* Whoever fills the folder with more only hides results. */
#define MAX_NAMES 5000

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

  while (dir != NULL && names->len < MAX_NAMES && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX) && g_ascii_isdigit (name[0]))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, newest_first);
  return names;
}

static void
drop_oldest (const char *folder)
{
  g_autoptr (GPtrArray) names = list_names (folder);

  for (guint i = KAITSU_HISTORY_MAX_KEPT; i < names->len; i++)
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

  for (guint i = 0; i < MIN (names->len, KAITSU_HISTORY_MAX_KEPT); i++)
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

/* --- the same beside the main loop --- */

static void
add_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (kaitsu_history_add (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * kaitsu_history_add_async:
 * @result: a result; it must not change before @callback is told
 * @cancellable: (nullable): a cancellable
 * @callback: is told when @result is kept
 * @user_data: for @callback
 *
 * kaitsu_history_add() in a thread: to be sure that a file survives a power
 * cut takes the disk its time.
 */
void
kaitsu_history_add_async (KaitsuResult *result,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_RESULT (result));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, kaitsu_history_add_async);
  g_task_set_task_data (task, g_object_ref (result), g_object_unref);
  g_task_run_in_thread (task, add_thread);
}

/**
 * kaitsu_history_add_finish:
 * @result: as given to the callback
 * @error: an error of G_FILE_ERROR
 *
 * Returns: whether it is kept, or need not be
 */
gboolean
kaitsu_history_add_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kaitsu_history_add_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct {
  char *unit_id;
  KaitsuNetwork *network;
  GDateTime *now;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->unit_id);
  kaitsu_network_free (search->network);
  g_date_time_unref (search->now);
  g_free (search);
}

static void
find_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Search *search = data;

  g_task_return_pointer (
      task, kaitsu_history_find_previous (search->unit_id, search->network, search->now),
      g_object_unref);
}

/**
 * kaitsu_history_find_previous_async:
 * @unit_id: id of the unit that is checked
 * @network: how this PC is attached now
 * @now: the time that the age counts from
 * @cancellable: (nullable): a cancellable
 * @callback: is told when the results have been looked through
 * @user_data: for @callback
 *
 * kaitsu_history_find_previous() in a thread.
 */
void
kaitsu_history_find_previous_async (const char *unit_id,
                                    const KaitsuNetwork *network,
                                    GDateTime *now,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (unit_id != NULL && network != NULL && now != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  search->unit_id = g_strdup (unit_id);
  search->network = kaitsu_network_copy (network);
  search->now = g_date_time_ref (now);
  g_task_set_source_tag (task, kaitsu_history_find_previous_async);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, find_thread);
}

/**
 * kaitsu_history_find_previous_finish:
 * @result: as given to the callback
 * @error: only if it was cancelled
 *
 * Returns: (transfer full) (nullable): the newest fitting result
 */
KaitsuResult *
kaitsu_history_find_previous_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kaitsu_history_find_previous_async),
                        NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the page of earlier results --- */

static void
entry_free (gpointer data)
{
  KaitsuHistoryEntry *entry = data;

  g_free (entry->path);
  g_free (entry->name);
  g_clear_object (&entry->result);
  g_free (entry->problem);
  g_free (entry);
}

/**
 * kaitsu_history_list:
 *
 * Returns: (transfer full) (element-type KaitsuHistoryEntry): the files that
 *   are kept, newest first; also those that cannot be read, with the reason
 */
GPtrArray *
kaitsu_history_list (void)
{
  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autoptr (GPtrArray) names = list_names (folder);
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);

  for (guint i = 0; i < MIN (names->len, KAITSU_HISTORY_MAX_KEPT); i++)
    {
      KaitsuHistoryEntry *entry = g_new0 (KaitsuHistoryEntry, 1);
      g_autoptr (GError) error = NULL;

      entry->path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      entry->name = kaitsu_json_dup_shown_name (g_ptr_array_index (names, i));
      entry->result = kaitsu_result_load (entry->path, &error);
      if (error != NULL)
        entry->problem = g_strdup (error->message);
      g_ptr_array_add (entries, entry);
    }
  return entries;
}

static void
list_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, kaitsu_history_list (), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * kaitsu_history_list_async:
 * @cancellable: (nullable): a cancellable
 * @callback: is told when all have been read
 * @user_data: for @callback
 *
 * kaitsu_history_list() in a thread.
 */
void
kaitsu_history_list_async (GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, kaitsu_history_list_async);
  g_task_run_in_thread (task, list_thread);
}

/**
 * kaitsu_history_list_finish:
 * @result: as given to the callback
 * @error: only if it was cancelled
 *
 * Returns: (transfer full) (element-type KaitsuHistoryEntry): newest first
 */
GPtrArray *
kaitsu_history_list_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kaitsu_history_list_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static char *
dup_removed_path (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strconcat (REMOVED, base, NULL);

  return g_build_filename (folder, name, NULL);
}

static gboolean
move (const char *from, const char *to, const KaitsuHistoryEntry *entry, GError **error)
{
  if (g_rename (from, to) == 0)
    return TRUE;
  int code = errno;
  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code), "%s: %s", entry->name,
               g_strerror (code));
  return FALSE;
}

/**
 * kaitsu_history_remove:
 * @entry: a file that is kept
 * @error: an error of G_FILE_ERROR
 *
 * Takes it off the list. It can be put back until kaitsu_history_purge().
 *
 * Returns: whether it is off the list
 */
gboolean
kaitsu_history_remove (const KaitsuHistoryEntry *entry, GError **error)
{
  g_return_val_if_fail (entry != NULL, FALSE);

  g_autofree char *removed = dup_removed_path (entry->path);
  return move (entry->path, removed, entry, error);
}

/**
 * kaitsu_history_restore:
 * @entry: a file that was removed
 * @error: an error of G_FILE_ERROR
 *
 * Returns: whether it is back, just as it was
 */
gboolean
kaitsu_history_restore (const KaitsuHistoryEntry *entry, GError **error)
{
  g_return_val_if_fail (entry != NULL, FALSE);

  g_autofree char *removed = dup_removed_path (entry->path);
  return move (removed, entry->path, entry, error);
}

/**
 * kaitsu_history_purge:
 *
 * Deletes what kaitsu_history_remove() took off the list, also that of a
 * program that ended before it could.
 */
void
kaitsu_history_purge (void)
{
  g_autofree char *folder = kaitsu_history_get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && paths->len < MAX_NAMES && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, REMOVED) && g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  for (guint i = 0; i < paths->len; i++)
    g_unlink (g_ptr_array_index (paths, i));
}
