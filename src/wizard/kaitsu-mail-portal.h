/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Has the desktop open a draft: org.freedesktop.portal.Email, the only way out
 * of a sandbox. @subject: one line of at most 200 characters. @path: the file
 * to attach. Nobody is written to: there is no address in it.
 * Finish returns FALSE with an error of D-Bus where there is no such portal,
 * with %G_IO_ERROR_CANCELLED if the customer changed his mind, with another
 * error of %G_IO_ERROR if the portal has no mail program. */
void kaitsu_mail_portal_compose_async (const char *subject,
                                       const char *body,
                                       const char *path,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean kaitsu_mail_portal_compose_finish (GAsyncResult *result, GError **error);

G_END_DECLS
