/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-result.h"

G_BEGIN_DECLS

/* Prints the report: the pages of the PDF on paper. With @export_path the
 * pages go to that file and no dialog comes up. FALSE with @error if it did
 * not work, FALSE without if the customer changed his mind. */
gboolean kaitsu_printer_print (KaitsuResult *result,
                               GtkWindow *parent,
                               const char *export_path,
                               GError **error);

G_END_DECLS
