/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The two forms in which Linux tells its counters; kept apart from the
 * reading so that tests can show them the files of other kernels. */
gboolean kaitsu_counters_find_in_table (const char *text,
                                        const char *table,
                                        const char *name,
                                        guint64 *value);
gboolean kaitsu_counters_find_in_list (const char *text, const char *name, guint64 *value);

G_END_DECLS
