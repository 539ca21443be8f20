/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

#include "kaitsu-practice-scenario.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/* what a request may be at most, in bytes */
#define KAITSU_PRACTICE_MAX_REQUEST 8192

gboolean kaitsu_practice_pages_is_complete (const char *request, gsize length);
char *kaitsu_practice_pages_answer (KaitsuPracticePlay play,
                                    KaitsuTargets *targets,
                                    const char *request);

G_END_DECLS
