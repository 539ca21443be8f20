/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-flow.h"

G_BEGIN_DECLS

/* a short text about a step, plain, with line breaks */
const char *kaitsu_help_get_text (KaitsuStep step);
/* the same in a window of its own; Esc closes it */
void kaitsu_help_present (GtkWindow *parent, KaitsuStep step);

G_END_DECLS
