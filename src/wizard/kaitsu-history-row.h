/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-history.h"

G_BEGIN_DECLS

/**
 * KaitsuHistoryRow: a file of the history: when, what came out, for which
 * unit. A file that cannot be read says why, and can only be deleted.
 *
 * Property: "chosen" (boolean): the customer marked it for comparing.
 * Signal: "remove": the customer wants it deleted.
 */
#define KAITSU_TYPE_HISTORY_ROW (kaitsu_history_row_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuHistoryRow, kaitsu_history_row, KAITSU, HISTORY_ROW, GtkListBoxRow)

/* @entry: must outlive the row */
GtkWidget *kaitsu_history_row_new (const KaitsuHistoryEntry *entry);
const KaitsuHistoryEntry *kaitsu_history_row_get_entry (KaitsuHistoryRow *self);
gboolean kaitsu_history_row_get_chosen (KaitsuHistoryRow *self);
void kaitsu_history_row_set_chosen (KaitsuHistoryRow *self, gboolean chosen);

G_END_DECLS
