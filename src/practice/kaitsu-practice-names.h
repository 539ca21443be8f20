/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-targets.h"

G_BEGIN_DECLS

/**
 * KaitsuPracticeNames: the name service of the practice network: every host
 * has one address of its own, out of the ranges for documentation.
 */
typedef struct _KaitsuPracticeNames KaitsuPracticeNames;

KaitsuPracticeNames *kaitsu_practice_names_new (KaitsuTargets *targets);
void kaitsu_practice_names_free (KaitsuPracticeNames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuPracticeNames, kaitsu_practice_names_free)

GInetAddress *kaitsu_practice_names_lookup (KaitsuPracticeNames *self, const char *host);

G_END_DECLS
