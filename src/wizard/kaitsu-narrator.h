/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuNarrator: tells those who do not see the lights which of them have
 * switched: the bad news first, together what came together, and never more
 * often than somebody can listen.
 */
#define KAITSU_TYPE_NARRATOR (kaitsu_narrator_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuNarrator, kaitsu_narrator, KAITSU, NARRATOR, GObject)

KaitsuNarrator *kaitsu_narrator_new (GtkWidget *widget, KaitsuResult *result);

/* (transfer full) (nullable): what has not been told yet; from now on it has */
char *kaitsu_narrator_dup_news (KaitsuNarrator *self);

G_END_DECLS
