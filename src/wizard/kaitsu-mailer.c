/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-mailer.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-attachment.h"
#include "kaitsu-mail-portal.h"
#include "kaitsu-report.h"

/* seconds; xdg-email ends at once, or only when the mail program is closed */
#define PATIENCE 10

typedef struct
{
  char *subject;
  char *body;
  char *path; /* of the PDF */
  guint timeout;
  gboolean done;
} Compose;

static void
compose_free (Compose *compose)
{
  g_clear_handle_id (&compose->timeout, g_source_remove);
  g_free (compose->subject);
  g_free (compose->body);
  g_free (compose->path);
  g_free (compose);
}

static void
return_not_found (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                           _ ("No mail program was found on this PC."));
}

static void
exited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Compose *compose = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  const gboolean opened = g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error);

  if (compose->done)
    return;
  compose->done = TRUE;
  g_clear_handle_id (&compose->timeout, g_source_remove);
  if (opened)
    g_task_return_boolean (task, TRUE);
  else
    return_not_found (task);
}

static gboolean
timeout_cb (gpointer data)
{
  GTask *task = data;
  Compose *compose = g_task_get_task_data (task);

  compose->timeout = 0;
  compose->done = TRUE;
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

/* Without a mail program it would open the mail in a browser, which cannot
 * attach a file. */
static gboolean
has_mail_program (void)
{
  g_autoptr (GAppInfo) program = g_app_info_get_default_for_uri_scheme ("mailto");

  return program != NULL || g_getenv ("MAILER") != NULL;
}

static void
run_xdg_email (GTask *task)
{
  Compose *compose = g_task_get_task_data (task);
  g_autofree char *tool = g_find_program_in_path ("xdg-email");
  g_autoptr (GSubprocess) process = NULL;

  if (tool != NULL && has_mail_program ())
    process = g_subprocess_new (
        G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, tool, "--utf8",
        "--subject", compose->subject, "--body", compose->body, "--attach", compose->path, NULL);
  if (process == NULL)
    {
      return_not_found (task);
      return;
    }
  compose->timeout = g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, PATIENCE, timeout_cb,
                                                 g_object_ref (task), g_object_unref);
  g_subprocess_wait_check_async (process, g_task_get_cancellable (task), exited_cb,
                                 g_object_ref (task));
}

/* Only when it is certain that no draft was opened, another way is tried. */
static void
portal_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (kaitsu_mail_portal_compose_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
           || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    run_xdg_email (task);
}

static char *
write_pdf (KaitsuResult *result, GError **error)
{
  g_autoptr (GBytes) pdf = kaitsu_report_make_pdf (result, error);
  g_autofree char *name = kaitsu_report_dup_file_name (result, "pdf");

  return pdf != NULL ? kaitsu_attachment_write (name, pdf, error) : NULL;
}

void
kaitsu_mailer_compose_async (KaitsuResult *result,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Compose *compose;

  g_return_if_fail (KAITSU_IS_RESULT (result));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kaitsu_mailer_compose_async);
  g_task_set_name (task, "kaitsu-mailer-compose");
  compose = g_new0 (Compose, 1);
  g_task_set_task_data (task, compose, (GDestroyNotify) compose_free);
  compose->subject = kaitsu_report_dup_mail_subject (result);
  compose->body = kaitsu_report_make_mail (result);
  compose->path = write_pdf (result, &error);
  if (compose->path == NULL)
    g_task_return_error (task, error);
  else
    kaitsu_mail_portal_compose_async (compose->subject, compose->body, compose->path, cancellable,
                                      portal_cb, g_object_ref (task));
}

gboolean
kaitsu_mailer_compose_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
