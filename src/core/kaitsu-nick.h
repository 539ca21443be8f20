/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib-object.h>

#include "kaitsu-enums.h"

G_BEGIN_DECLS

const char *kaitsu_nick (GType enum_type, int value);
gboolean kaitsu_from_nick (GType enum_type, const char *nick, int *value);

G_END_DECLS
