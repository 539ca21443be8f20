/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-page.h"

G_BEGIN_DECLS

/**
 * KaitsuRunPage: step 3. One bar, the lights as they switch, what is being tried
 * right now.
 */
#define KAITSU_TYPE_RUN_PAGE (kaitsu_run_page_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuRunPage, kaitsu_run_page, KAITSU, RUN_PAGE, KaitsuPage)

G_END_DECLS
