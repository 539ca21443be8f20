/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GStrv kaitsu_resolv_conf_parse (const char *text, gsize length);
GStrv kaitsu_resolv_conf_dup_servers (void);

G_END_DECLS
