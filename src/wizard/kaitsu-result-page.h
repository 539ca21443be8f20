/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-page.h"

G_BEGIN_DECLS

/**
 * KaitsuResultPage: step 4. The verdict, whom to ask first, what was noticed, and the
 * ports with all that is known of them.
 */
#define KAITSU_TYPE_RESULT_PAGE (kaitsu_result_page_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuResultPage, kaitsu_result_page, KAITSU, RESULT_PAGE, KaitsuPage)

G_END_DECLS
