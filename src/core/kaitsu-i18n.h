/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *kaitsu_i18n_init         (const char *forced);
const char *kaitsu_i18n_get_language (void);
const char *kaitsu_i18n_set_language (const char *language);

G_END_DECLS
