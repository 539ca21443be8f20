/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

PangoAttrList *kaitsu_breaks_new (const char *text);

G_END_DECLS
