/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KaitsuApplication: the program: its command line, its windows, its look.
 *
 *   kaitsu [RESULT.json] [--practice[=SCENARIO]] [--targets FILE] [--version]
 *
 * Exit codes are those of kaitsu-check: 64 usage, 65 bad data, 66 cannot
 * read.
 */
#define KAITSU_TYPE_APPLICATION (kaitsu_application_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuApplication, kaitsu_application, KAITSU, APPLICATION, GtkApplication)

KaitsuApplication *kaitsu_application_new (void);

G_END_DECLS
