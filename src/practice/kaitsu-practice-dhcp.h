/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *kaitsu_practice_dhcp_answer (const guint8 *request, gsize length);

G_END_DECLS
