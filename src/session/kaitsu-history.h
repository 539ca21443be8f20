/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/* Results are kept in $XDG_DATA_HOME/kaitsu/results, the last 50, one atomic
 * file each; practice results are not kept. */
char *kaitsu_history_get_folder (void);
gboolean kaitsu_history_add (KaitsuResult *result, GError **error);
/* (transfer full) (nullable): the newest result for the same unit on the
 * same network that is at most 30 days older than @now (contract section 3) */
KaitsuResult *kaitsu_history_find_previous (const char *unit_id,
                                            const KaitsuNetwork *network,
                                            GDateTime *now);

G_END_DECLS
