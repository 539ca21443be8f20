/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-practice-scenario.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/**
 * KaitsuPracticePlaces: the servers and holes of one scenario, one for each
 * of its rules.
 */
typedef struct _KaitsuPracticePlaces KaitsuPracticePlaces;

KaitsuPracticePlaces *kaitsu_practice_places_new (const KaitsuPracticeScenario *scenario,
                                                  KaitsuTargets *targets,
                                                  guint slow_ms,
                                                  GError **error);
void kaitsu_practice_places_free (KaitsuPracticePlaces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuPracticePlaces, kaitsu_practice_places_free)

const KaitsuPracticeRule *kaitsu_practice_places_get_rule (KaitsuPracticePlaces *self,
                                                           KaitsuPort port);
GSocketAddress *kaitsu_practice_places_route (KaitsuPracticePlaces *self,
                                              GSocketFamily family,
                                              KaitsuPort port);

G_END_DECLS
