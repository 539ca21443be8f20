/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

/* config.h does not set it, the build's command line does. Here alone the
 * ceiling is off, before the first GTK header is seen. */
#undef GDK_VERSION_MAX_ALLOWED

#include "config.h"

#include "kaitsu-compat.h"

#include <glib/gi18n-lib.h>

#if GTK_CHECK_VERSION(4, 10, 0)

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;

  file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);
  if (file == NULL && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED)
      && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&file), g_object_unref);
}

static void
begin_save (GTask *task, GtkWindow *parent, const char *title, const char *name, GFile *folder)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  if (folder != NULL)
    gtk_file_dialog_set_initial_folder (dialog, folder);
  gtk_file_dialog_save (dialog, parent, g_task_get_cancellable (task), saved_cb,
                        g_object_ref (task));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  /* An error is the same as "none": the dialog was closed. */
  g_task_return_pointer (task,
                         gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL),
                         g_object_unref);
}

static void
begin_open (GTask *task, GtkWindow *parent, const char *title, GtkFileFilter *filter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_default_filter (dialog, filter);
  gtk_file_dialog_open (dialog, parent, g_task_get_cancellable (task), opened_cb,
                        g_object_ref (task));
}

#else

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_task_return_pointer (task, g_steal_pointer (&file), g_object_unref);
  g_object_unref (dialog);
}

/* The dialog keeps itself until its response: nobody else holds it. */
static void
show_chooser (GTask *task, GtkFileChooserNative *dialog)
{
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), g_object_ref (task));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
begin_open (GTask *task, GtkWindow *parent, const char *title, GtkFileFilter *filter)
{
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"),
                                        _ ("_Cancel"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  show_chooser (task, dialog);
}

static void
begin_save (GTask *task, GtkWindow *parent, const char *title, const char *name, GFile *folder)
{
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"),
                                        _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  show_chooser (task, dialog);
}

#endif

/* Not GtkAlertDialog, where there is one: when its window is closed without an
 * answer, GTK 4.24 destroys it a second time. This one is deprecated and works
 * the same everywhere. */
static GtkWidget *
new_message (GtkWindow *parent, const char *message, const char *detail)
{
  GtkWidget *dialog;

  dialog = gtk_message_dialog_new (parent, GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                   GTK_MESSAGE_OTHER, GTK_BUTTONS_NONE, "%s", message);
  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s", detail);
  gtk_widget_add_css_class (dialog, "kaitsu-dialog");
  return dialog;
}

static void
asked_cb (GtkDialog *dialog, int response, gpointer data)
{
  g_autoptr (GTask) task = data;

  /* The answer may destroy the parent, and this emission keeps the dialog
   * for a little longer: it must not look for its parent then. */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_task_return_boolean (task, response == GTK_RESPONSE_ACCEPT);
}

static void
begin_ask (GTask *task,
           GtkWindow *parent,
           const char *message,
           const char *detail,
           const char *no,
           const char *yes)
{
  GtkWidget *dialog = new_message (parent, message, detail);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (gtk_window_close), dialog,
                             G_CONNECT_SWAPPED);
  gtk_dialog_add_button (GTK_DIALOG (dialog), no, GTK_RESPONSE_CANCEL);
  gtk_dialog_add_button (GTK_DIALOG (dialog), yes, GTK_RESPONSE_ACCEPT);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  g_signal_connect (dialog, "response", G_CALLBACK (asked_cb), g_object_ref (task));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* An alert without a window keeps the application until it was read.
 * Returns: (transfer full) (nullable) */
static GApplication *
hold_application (GtkWindow *parent)
{
  GApplication *application = g_application_get_default ();

  if (parent != NULL || application == NULL)
    return NULL;
  g_application_hold (application);
  return g_object_ref (application);
}

static void
release_application (GApplication *application)
{
  if (application == NULL)
    return;
  g_application_release (application);
  g_object_unref (application);
}

static void
alerted_cb (GtkWidget *dialog, gpointer data)
{
  release_application (data);
}

void
kaitsu_compat_alert (GtkWindow *parent, const char *message, const char *detail)
{
  GtkWidget *dialog = new_message (parent, message, detail);

  g_signal_connect (dialog, "destroy", G_CALLBACK (alerted_cb), hold_application (parent));
  gtk_dialog_add_button (GTK_DIALOG (dialog), _ ("_Close"), GTK_RESPONSE_CLOSE);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_CLOSE);
  g_signal_connect (dialog, "response", G_CALLBACK (gtk_window_destroy), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
kaitsu_compat_save_async (GtkWindow *parent,
                          const char *title,
                          const char *name,
                          GFile *folder,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, kaitsu_compat_save_async);
  g_task_set_name (task, "kaitsu-compat-save");
  begin_save (task, parent, title, name, folder);
}

GFile *
kaitsu_compat_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kaitsu_compat_open_async (GtkWindow *parent,
                          const char *title,
                          GtkFileFilter *filter,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, kaitsu_compat_open_async);
  g_task_set_name (task, "kaitsu-compat-open");
  begin_open (task, parent, title, filter);
}

GFile *
kaitsu_compat_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kaitsu_compat_ask_async (GtkWindow *parent,
                         const char *message,
                         const char *detail,
                         const char *no,
                         const char *yes,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, kaitsu_compat_ask_async);
  g_task_set_name (task, "kaitsu-compat-ask");
  begin_ask (task, parent, message, detail, no, yes);
}

gboolean
kaitsu_compat_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

#if GTK_CHECK_VERSION(4, 14, 0)

void
kaitsu_compat_announce (GtkWidget *widget, const char *message)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  /* GTK's own test context has no announce function and calls it all the
   * same (4.14 to 4.24). */
  if (root == NULL || g_strcmp0 (g_getenv ("GTK_A11Y"), "test") == 0)
    return;
  /* By the window: a widget that has only just been shown is not yet known to
   * a screen reader, and what it announces is dropped. */
  gtk_accessible_announce (GTK_ACCESSIBLE (root), message,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

#else

static void
forget_message_cb (GtkWidget *widget)
{
  gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  g_signal_handlers_disconnect_by_func (widget, forget_message_cb, NULL);
}

/* Nothing can be announced, but a screen reader says the description of what
 * has the focus when it changes (Orca: onDescriptionChanged). */
void
kaitsu_compat_announce (GtkWidget *widget, const char *message)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message, -1);
  g_signal_handlers_disconnect_by_func (focus, forget_message_cb, NULL);
  g_signal_connect (focus, "notify::has-focus", G_CALLBACK (forget_message_cb), NULL);
}

#endif

gboolean
kaitsu_compat_get_preferences (GtkSettings *settings, gboolean *dark, gboolean *contrast)
{
#if GTK_CHECK_VERSION(4, 20, 0)
  GtkInterfaceColorScheme scheme;
  GtkInterfaceContrast level;

  g_object_get (settings, "gtk-interface-color-scheme", &scheme, "gtk-interface-contrast", &level,
                NULL);
  if (scheme == GTK_INTERFACE_COLOR_SCHEME_UNSUPPORTED)
    return FALSE;
  *dark = scheme == GTK_INTERFACE_COLOR_SCHEME_DARK;
  *contrast |= level == GTK_INTERFACE_CONTRAST_MORE;
  return TRUE;
#else
  return FALSE;
#endif
}

void
kaitsu_compat_set_dark (GtkSettings *settings, gboolean dark)
{
#if GTK_CHECK_VERSION(4, 20, 0)
  g_object_set (settings, "gtk-interface-color-scheme",
                dark ? GTK_INTERFACE_COLOR_SCHEME_DARK : GTK_INTERFACE_COLOR_SCHEME_LIGHT, NULL);
#else
  g_object_set (settings, "gtk-application-prefer-dark-theme", dark, NULL);
#endif
}
