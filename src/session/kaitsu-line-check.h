/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-host-book.h"
#include "kaitsu-plan.h"
#include "kaitsu-portal.h"
#include "kaitsu-result.h"

G_BEGIN_DECLS

/* The line as a whole, from what all trials saw: trials are of KaitsuTrial. */

gboolean kaitsu_line_check_is_offline (GPtrArray *trials,
                                       KaitsuHostBook *book,
                                       const KaitsuPortalAnswer *portal,
                                       KaitsuFamily family);
char *kaitsu_line_check_dup_public_address (GPtrArray *trials, KaitsuFamily family);
void kaitsu_line_check_add_notices (KaitsuResult *result,
                              KaitsuPlan *plan,
                              GPtrArray *trials,
                              KaitsuHostBook *book,
                              KaitsuFamily family,
                              const KaitsuPortalAnswer *portal);

G_END_DECLS
