/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-result.h"

G_BEGIN_DECLS

/* Opens a draft in the customer's mail program, with the PDF attached and the
 * request in short: by the desktop's portal or, where there is none, by
 * xdg-email. It has no address, and nothing is sent: that is up to him.
 *
 * Finish returns FALSE with %G_IO_ERROR_NOT_FOUND where neither knows a mail
 * program, with %G_IO_ERROR_CANCELLED if the customer changed his mind, with
 * another error if the PDF could not be made or put down. */
void kaitsu_mailer_compose_async (KaitsuResult *result,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean kaitsu_mailer_compose_finish (GAsyncResult *result, GError **error);

G_END_DECLS
