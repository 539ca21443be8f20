/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* at most this many more milliseconds before a first answer */
#define KAITSU_PRACTICE_MAX_SLOW 5000

gboolean kaitsu_practice_slow_from_environment (guint *slow_ms, GError **error);

/**
 * KaitsuPracticePace: how long a practice server takes to answer. The numbers
 * are the same in every run.
 */
typedef struct {
  guint32 state;
  guint slow_ms;
} KaitsuPracticePace;

void kaitsu_practice_pace_init (KaitsuPracticePace *self, guint slow_ms);
guint kaitsu_practice_pace_next (KaitsuPracticePace *self);
void kaitsu_practice_after (GTask *task, guint milliseconds, GSourceFunc callback);

G_END_DECLS
