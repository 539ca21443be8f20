/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *kaitsu_pdf_pack (GBytes *file, const char *language);

G_END_DECLS
