/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-flow.h"

G_BEGIN_DECLS

/* a short text about a step, plain, with line breaks */
const char *kaitsu_help_get_text (KaitsuStep step);
/**
 * KaitsuHelpTopic: what may be asked at any step.
 */
typedef enum
{
  KAITSU_HELP_STEP, /* this step */
  KAITSU_HELP_MODEL,
  KAITSU_HELP_PORT,
  KAITSU_HELP_PC,
  KAITSU_HELP_ROUTER,
  KAITSU_HELP_PROVIDER,
  KAITSU_HELP_KEYS,
} KaitsuHelpTopic;

/* all topics in a window of its own, beginning with @topic; Esc closes it */
void kaitsu_help_present (GtkWindow *parent, KaitsuStep step, KaitsuHelpTopic topic);

G_END_DECLS
