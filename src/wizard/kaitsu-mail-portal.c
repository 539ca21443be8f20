/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-mail-portal.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* The documentation of org.freedesktop.portal.Email and .Request. */
#define NAME "org.freedesktop.portal.Desktop"
#define PLACE "/org/freedesktop/portal/desktop"
#define REQUEST "org.freedesktop.portal.Request"

/* seconds: for the call, and for a customer who is asked which program to use */
#define CALL_TIMEOUT 20
#define ANSWER_TIMEOUT 120

/* of Response */
enum
{
  RESPONSE_SUCCESS,
  RESPONSE_CANCELLED,
};

typedef struct
{
  GDBusConnection *bus;
  char *subject;
  char *body;
  GUnixFDList *files;
  guint subscription;
  guint timeout;
  guint cancelled;
} Compose;

static void
compose_free (Compose *compose)
{
  g_clear_object (&compose->bus);
  g_clear_object (&compose->files);
  g_free (compose->subject);
  g_free (compose->body);
  g_free (compose);
}

/* No more is heard of it. Whoever waits for the answer holds the task. */
static void
stop_listening (Compose *compose)
{
  const guint subscription = compose->subscription;

  compose->subscription = 0;
  g_clear_handle_id (&compose->timeout, g_source_remove);
  g_clear_handle_id (&compose->cancelled, g_source_remove);
  if (subscription != 0)
    g_dbus_connection_signal_unsubscribe (compose->bus, subscription);
}

static void
response_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  guint32 response = G_MAXUINT32;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    g_variant_get (parameters, "(u@a{sv})", &response, NULL);
  stop_listening (g_task_get_task_data (task));
  if (response == RESPONSE_SUCCESS)
    g_task_return_boolean (task, TRUE);
  else if (response == RESPONSE_CANCELLED)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", "");
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                             _ ("The desktop could not open a mail program."));
}

static gboolean
timeout_cb (gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  Compose *compose = g_task_get_task_data (task);

  compose->timeout = 0;
  stop_listening (compose);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "%s",
                           _ ("The desktop does not say whether it opened a mail program."));
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  Compose *compose = g_task_get_task_data (task);

  compose->cancelled = 0;
  stop_listening (compose);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* Whoever closes the window waits for no answer. */
static void
watch_cancellable (GTask *task)
{
  Compose *compose = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GSource) source = NULL;

  if (cancellable == NULL)
    return;
  source = g_cancellable_source_new (cancellable);
  g_source_set_callback (source, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task),
                         g_object_unref);
  compose->cancelled = g_source_attach (source, g_task_get_context (task));
}

/* Before the call: the answer may come at once. */
static void
listen_at (GTask *task, const char *handle)
{
  Compose *compose = g_task_get_task_data (task);

  compose->subscription = g_dbus_connection_signal_subscribe (
      compose->bus, NAME, REQUEST, "Response", handle, NULL, G_DBUS_SIGNAL_FLAGS_NONE, response_cb,
      g_object_ref (task), g_object_unref);
  compose->timeout = g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, ANSWER_TIMEOUT, timeout_cb,
                                                 g_object_ref (task), g_object_unref);
  watch_cancellable (task);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Compose *compose = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  reply = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), NULL, result,
                                                           &error);
  if (reply != NULL || compose->subscription == 0) /* the answer may be there first */
    return;
  stop_listening (compose);
  g_task_return_error (task, g_steal_pointer (&error));
}

static GVariant *
make_parameters (const Compose *compose, const char *token)
{
  const gint32 file = 0; /* its index among those of the message */
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "subject", g_variant_new_string (compose->subject));
  g_variant_builder_add (&options, "{sv}", "body", g_variant_new_string (compose->body));
  g_variant_builder_add (
      &options, "{sv}", "attachment_fds",
      g_variant_new_fixed_array (G_VARIANT_TYPE_HANDLE, &file, 1, sizeof file));
  return g_variant_new ("(sa{sv})", "", &options);
}

static void
call (GTask *task)
{
  Compose *compose = g_task_get_task_data (task);
  g_autofree char *token = g_strdup_printf ("kaitsu%u", g_random_int ());
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (compose->bus) + 1);
  g_autofree char *handle = NULL;

  g_strdelimit (sender, ".", '_');
  handle = g_strdup_printf (PLACE "/request/%s/%s", sender, token);
  listen_at (task, handle);
  g_dbus_connection_call_with_unix_fd_list (
      compose->bus, NAME, PLACE, "org.freedesktop.portal.Email", "ComposeEmail",
      make_parameters (compose, token), G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE,
      CALL_TIMEOUT * 1000, compose->files, g_task_get_cancellable (task), called_cb,
      g_object_ref (task));
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Compose *compose = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  compose->bus = g_bus_get_finish (result, &error);
  if (compose->bus != NULL)
    call (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The portal looks up where the file is; it is not to be read here. */
static GUnixFDList *
new_files (const char *path, GError **error)
{
  g_autoptr (GUnixFDList) files = g_unix_fd_list_new ();
  const int fd = g_open (path, O_PATH | O_CLOEXEC, 0);
  int index;

  if (fd < 0)
    {
      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno), "%s", path);
      return NULL;
    }
  index = g_unix_fd_list_append (files, fd, error);
  g_close (fd, NULL);
  return index < 0 ? NULL : g_steal_pointer (&files);
}

void
kaitsu_mail_portal_compose_async (const char *subject,
                                  const char *body,
                                  const char *path,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  Compose *compose = g_new0 (Compose, 1);

  g_task_set_source_tag (task, kaitsu_mail_portal_compose_async);
  g_task_set_name (task, "kaitsu-mail-portal-compose");
  g_task_set_task_data (task, compose, (GDestroyNotify) compose_free);
  compose->subject = g_strdup (subject);
  compose->body = g_strdup (body);
  compose->files = new_files (path, &error);
  if (compose->files == NULL)
    g_task_return_error (task, error);
  else
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_cb, g_object_ref (task));
}

gboolean
kaitsu_mail_portal_compose_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
