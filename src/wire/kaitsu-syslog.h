/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 5424 §6.1: what every receiver must be able to take */
#define KAITSU_SYSLOG_MAX_SIZE 480

char *kaitsu_syslog_build (const char *timestamp);

G_END_DECLS
