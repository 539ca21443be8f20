/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 1035 section 2.3.4, without the root's dot */
#define KAITSU_HOST_NAME_MAX 253

char *kaitsu_host_name_normalize (const char *text, const char **reason);

G_END_DECLS
