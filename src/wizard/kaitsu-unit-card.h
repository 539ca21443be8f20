/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-catalogue.h"

G_BEGIN_DECLS

/**
 * KaitsuUnitCard: one model to choose, a card that behaves as a radio
 * button. It is a GtkToggleButton because a GtkCheckButton offers no action
 * to assistive technology before GTK 4.20.
 */
#define KAITSU_TYPE_UNIT_CARD (kaitsu_unit_card_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuUnitCard, kaitsu_unit_card, KAITSU, UNIT_CARD, GtkToggleButton)

/* @title: what the card says; @caption: one quiet line beside it
 * (horizontal) or below it (vertical) */
GtkWidget *kaitsu_unit_card_new (KaitsuUnit *unit,
                                 const char *title,
                                 const char *caption,
                                 GtkOrientation orientation);
KaitsuUnit *kaitsu_unit_card_get_unit (KaitsuUnitCard *self);

G_END_DECLS
