/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-net.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/**
 * KaitsuPracticeScenario: what the practice network plays.
 */
typedef struct {
  const char *id;          /* "open" */
  const char *title;       /* msgid: one short line */
  const char *description; /* msgid: one sentence */
} KaitsuPracticeScenario;

/* ends with an entry whose id is NULL; the first is the default */
const KaitsuPracticeScenario *kaitsu_practice_list_scenarios (void);
const KaitsuPracticeScenario *kaitsu_practice_find_scenario (const char *id);

/**
 * KaitsuPracticeNet: real servers on loopback inside this process, behind
 * the seam of KaitsuNet. Nothing leaves this PC.
 */
#define KAITSU_TYPE_PRACTICE_NET (kaitsu_practice_net_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPracticeNet, kaitsu_practice_net, KAITSU, PRACTICE_NET, KaitsuNet)

KaitsuNet *kaitsu_practice_net_new (const char *scenario, GError **error);
/* for other targets than the built-in ones */
KaitsuNet *kaitsu_practice_net_new_with_targets (const char *scenario,
                                                 KaitsuTargets *targets,
                                                 GError **error);
const KaitsuPracticeScenario *kaitsu_practice_net_get_scenario (KaitsuPracticeNet *self);

G_END_DECLS
