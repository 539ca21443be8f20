/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-page.h"

G_BEGIN_DECLS

/**
 * KaitsuConsentPage: step 2. Every host that will be contacted and why, what is
 * not sent, how long it takes; and the customer's consent.
 */
#define KAITSU_TYPE_CONSENT_PAGE (kaitsu_consent_page_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuConsentPage, kaitsu_consent_page, KAITSU, CONSENT_PAGE, KaitsuPage)

G_END_DECLS
