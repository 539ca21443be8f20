/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Files that lie ready for a mail program. It reads them when it likes, some
 * not before the mail is sent: so they stay for a week, in a folder that
 * nobody else can look into, and in a sandbox the programs outside can.
 */

/* (transfer full) (nullable): the path of a new file called @name */
char *kaitsu_attachment_write (const char *name, GBytes *bytes, GError **error);
/* Removes those that are older than a week. */
void kaitsu_attachment_sweep (void);

G_END_DECLS
