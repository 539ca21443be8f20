/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-check-options.h"

G_BEGIN_DECLS

KaitsuExit kaitsu_check_main (const KaitsuCheckOptions *options);

G_END_DECLS
