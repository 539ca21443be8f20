/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-page.h"

G_BEGIN_DECLS

/**
 * KaitsuUnitPage: step 1. The models as cards, help for who does not know,
 * and the door to the practice network.
 */
#define KAITSU_TYPE_UNIT_PAGE (kaitsu_unit_page_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuUnitPage, kaitsu_unit_page, KAITSU, UNIT_PAGE, KaitsuPage)

/* whether this PC has an Internet connection, as far as the system knows */
void kaitsu_unit_page_set_online (KaitsuUnitPage *self, gboolean online);

G_END_DECLS
