/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The proxy that this PC is set to use for the web. Kaitsu never uses it. */
void kaitsu_pc_proxy_async (gpointer source,
                            const char *host,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
char *kaitsu_pc_proxy_finish (gpointer source, GAsyncResult *result, GError **error);

G_END_DECLS
