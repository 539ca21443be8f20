/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Everything that GTK renamed or replaced after 4.8. The rest of the program
 * is held to 4.8 by GDK_VERSION_MAX_ALLOWED; only the file behind this header
 * may look further, with GTK_CHECK_VERSION.
 */

/* Asks where to save. @folder: (nullable): where the dialog begins.
 * Finish returns (transfer full): the file; NULL without @error if the
 * customer changed his mind. */
void kaitsu_compat_save_async (GtkWindow *parent,
                               const char *title,
                               const char *name,
                               GFile *folder,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GFile *kaitsu_compat_save_finish (GAsyncResult *result, GError **error);

/* Asks which file to open; finish returns (transfer full) (nullable): it. */
void kaitsu_compat_open_async (GtkWindow *parent,
                               const char *title,
                               GtkFileFilter *filter,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GFile *kaitsu_compat_open_finish (GAsyncResult *result, GError **error);

/* Asks a question with two answers; finish returns TRUE only for @yes. */
void kaitsu_compat_ask_async (GtkWindow *parent,
                              const char *message,
                              const char *detail,
                              const char *no,
                              const char *yes,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean kaitsu_compat_ask_finish (GAsyncResult *result, GError **error);

/* A message with one button. Both texts are shown as they are, no markup.
 * @parent: (nullable): without a window, the application stays until the
 * message was read */
void kaitsu_compat_alert (GtkWindow *parent, const char *message, const char *detail);

/* Has a screen reader say @message; nothing happens before GTK 4.14. */
void kaitsu_compat_announce (GtkWidget *widget, const char *message);

/* Whether the desktop asks for dark and for high contrast, where GTK itself
 * knows (4.20); FALSE if it does not, and then nothing is changed. */
gboolean kaitsu_compat_get_preferences (GtkSettings *settings, gboolean *dark, gboolean *contrast);

/* As if the desktop wished it so. */
void kaitsu_compat_set_dark (GtkSettings *settings, gboolean dark);

G_END_DECLS
