/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/*
 * Results are kept in $XDG_DATA_HOME/kaitsu/results, the last 50, one atomic
 * file each; practice results are not kept. Whoever can write there is not
 * trusted: files are bounded, validated, and named in messages.
 *
 * Reading and writing takes longer than a frame, so it has a thread.
 */
#define KAITSU_HISTORY_MAX_KEPT 50

/**
 * KaitsuHistoryEntry: a file of the folder.
 * @path: where it is
 * @name: its name without the folder, cleaned for showing
 * @result: (nullable): the result, if it can be read
 * @problem: (nullable): else what is wrong with it, and where
 */
typedef struct {
  char *path;
  char *name;
  KaitsuResult *result;
  char *problem;
} KaitsuHistoryEntry;

char *kaitsu_history_get_folder (void);
gboolean kaitsu_history_add (KaitsuResult *result, GError **error);
void kaitsu_history_add_async (KaitsuResult *result,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean kaitsu_history_add_finish (GAsyncResult *result, GError **error);

/* (transfer full) (nullable): the newest result for the same unit on the
 * same network that is at most 30 days older than @now (contract section 3) */
KaitsuResult *kaitsu_history_find_previous (const char *unit_id,
                                            const KaitsuNetwork *network,
                                            GDateTime *now);
void kaitsu_history_find_previous_async (const char *unit_id,
                                         const KaitsuNetwork *network,
                                         GDateTime *now,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
KaitsuResult *kaitsu_history_find_previous_finish (GAsyncResult *result, GError **error);

/* (transfer full) (element-type KaitsuHistoryEntry): newest first */
GPtrArray *kaitsu_history_list (void);
void kaitsu_history_list_async (GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *kaitsu_history_list_finish (GAsyncResult *result, GError **error);

/* Takes the file away, puts it back as it was, and lets all that were taken
 * away go for good. */
gboolean kaitsu_history_remove (const KaitsuHistoryEntry *entry, GError **error);
gboolean kaitsu_history_restore (const KaitsuHistoryEntry *entry, GError **error);
void kaitsu_history_purge (void);

G_END_DECLS
