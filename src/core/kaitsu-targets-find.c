/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-targets.h"

#define SYSTEM_FILE "/etc/kaitsu/targets.json"

/**
 * kaitsu_targets_find:
 * @path: (nullable): the file that the user named
 * @error: an error of KAITSU_DATA_ERROR that names file, place and reason
 *
 * Finds the list of targets: @path, else $XDG_CONFIG_HOME/kaitsu/targets.json,
 * else /etc/kaitsu/targets.json, else the built-in one (contract section 7).
 * A file that is there but bad is an error, never passed over: somebody wants
 * it used.
 *
 * Returns: (transfer full) (nullable): the targets
 */
KaitsuTargets *
kaitsu_targets_find (const char *path, GError **error)
{
  g_autofree char *own = g_build_filename (g_get_user_config_dir (), "kaitsu", "targets.json", NULL);

  if (path != NULL)
    return kaitsu_targets_load (path, error);
  if (g_file_test (own, G_FILE_TEST_EXISTS))
    return kaitsu_targets_load (own, error);
  if (g_file_test (SYSTEM_FILE, G_FILE_TEST_EXISTS))
    return kaitsu_targets_load (SYSTEM_FILE, error);
  return kaitsu_targets_new_builtin ();
}
