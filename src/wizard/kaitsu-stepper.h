/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-flow.h"

G_BEGIN_DECLS

/**
 * KaitsuStepper: the five steps and which one is current. For the eye only:
 * it cannot be clicked, and the window's title says the same to a screen
 * reader. Property: "step" (0..4).
 */
#define KAITSU_TYPE_STEPPER (kaitsu_stepper_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuStepper, kaitsu_stepper, KAITSU, STEPPER, GtkWidget)

#define KAITSU_N_STEPS (KAITSU_STEP_REPORT + 1)

void kaitsu_stepper_set_step (KaitsuStepper *self, KaitsuStep step);
/* short name of a step: "機種" */
const char *kaitsu_stepper_get_name (KaitsuStep step);

G_END_DECLS
