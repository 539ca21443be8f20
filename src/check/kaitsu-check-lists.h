/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-catalogue.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/* The --list options: one tab-separated line each, or JSON. */
char *kaitsu_check_list_units (KaitsuCatalogue *catalogue, gboolean json);
char *kaitsu_check_list_targets (KaitsuTargets *targets, KaitsuUnit *unit, gboolean json);
char *kaitsu_check_list_scenarios (gboolean json);

G_END_DECLS
