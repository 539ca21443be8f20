/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-probe-private.h"

G_BEGIN_DECLS

void kaitsu_http_probe_start (KaitsuProbe *self);
G_END_DECLS
