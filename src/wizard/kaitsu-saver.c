/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-saver.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-compat.h"
#include "kaitsu-file.h"
#include "kaitsu-report.h"

struct _KaitsuSaver
{
  GObject parent_instance;
  KaitsuChooseFunc choose;
  GFile *folder;
};

G_DEFINE_FINAL_TYPE (KaitsuSaver, kaitsu_saver, G_TYPE_OBJECT)

typedef struct
{
  GBytes *bytes;
  const char *extension;
} Save;

static void
save_free (Save *save)
{
  g_clear_pointer (&save->bytes, g_bytes_unref);
  g_free (save);
}

static const char *
get_extension (KaitsuSaveKind kind)
{
  switch (kind)
    {
    case KAITSU_SAVE_PDF:
    case KAITSU_SAVE_LETTER:
      return "pdf";
    case KAITSU_SAVE_TEXT:
      return "txt";
    }
  g_return_val_if_reached ("");
}

static GBytes *
make_bytes (KaitsuResult *result, KaitsuSaveKind kind, GError **error)
{
  switch (kind)
    {
    case KAITSU_SAVE_PDF:
      return kaitsu_report_make_pdf (result, error);
    case KAITSU_SAVE_TEXT:
      return kaitsu_report_make_text (result);
    case KAITSU_SAVE_LETTER:
      return kaitsu_report_make_letter_pdf (result, error);
    }
  g_return_val_if_reached (NULL);
}

static char *
dup_name (KaitsuResult *result, KaitsuSaveKind kind)
{
  if (kind == KAITSU_SAVE_LETTER)
    return kaitsu_report_dup_letter_name (result);
  return kaitsu_report_dup_file_name (result, get_extension (kind));
}

static const char *
get_title (KaitsuSaveKind kind)
{
  switch (kind)
    {
    case KAITSU_SAVE_PDF:
      return _ ("Save the PDF");
    case KAITSU_SAVE_TEXT:
      return _ ("Save the text");
    case KAITSU_SAVE_LETTER:
      return _ ("Save the request");
    }
  g_return_val_if_reached ("");
}

/* A file that the portal hands out may only be written under its own name. */
static gboolean
is_portal_path (const char *path)
{
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "doc", NULL);

  return g_str_has_prefix (path, folder);
}

/* Who types just "report" gets "report.pdf", which opens by a double click;
 * never over a file that the dialog has not asked about. */
static char *
complete_path (const char *path, const char *extension)
{
  g_autofree char *ending = g_strconcat (".", extension, NULL);
  g_autofree char *lower = g_utf8_strdown (path, -1);
  g_autofree char *longer = NULL;

  if (g_str_has_suffix (lower, ending) || is_portal_path (path))
    return g_strdup (path);
  longer = g_strconcat (path, ending, NULL);
  if (g_file_test (longer, G_FILE_TEST_EXISTS))
    return g_strdup (path);
  return g_steal_pointer (&longer);
}

static GFile *
write_file (GFile *file, const Save *save, GError **error)
{
  const char *path = g_file_peek_path (file);
  g_autofree char *complete = NULL;

  if (path == NULL)
    {
      gsize length;
      const char *data = g_bytes_get_data (save->bytes, &length);

      if (!g_file_replace_contents (file, data, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL,
                                    error))
        return NULL;
      return g_object_ref (file);
    }
  complete = complete_path (path, save->extension);
  if (!kaitsu_file_replace (complete, save->bytes, error))
    return NULL;
  return g_file_new_for_path (complete);
}

/* The portal has a folder for every file: the next one cannot be put there,
 * and the portal remembers the real place itself. */
static void
remember_folder (KaitsuSaver *self, GFile *written)
{
  const char *path = g_file_peek_path (written);

  if (path != NULL && is_portal_path (path))
    return;
  g_clear_object (&self->folder);
  self->folder = g_file_get_parent (written);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KaitsuSaver *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) written = NULL;

  file = kaitsu_compat_save_finish (result, &error);
  if (file != NULL)
    written = write_file (file, g_task_get_task_data (task), &error);
  if (written != NULL)
    remember_folder (self, written);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&written), g_object_unref);
}

void
kaitsu_saver_save_async (KaitsuSaver *self,
                         GtkWindow *parent,
                         KaitsuResult *result,
                         KaitsuSaveKind kind,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  GBytes *bytes;
  Save *save;
  g_autofree char *name = NULL;

  g_return_if_fail (KAITSU_IS_SAVER (self));
  g_return_if_fail (KAITSU_IS_RESULT (result));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kaitsu_saver_save_async);
  g_task_set_name (task, "kaitsu-saver-save");
  bytes = make_bytes (result, kind, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  save = g_new0 (Save, 1);
  save->bytes = bytes;
  save->extension = get_extension (kind);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);
  name = dup_name (result, kind);
  self->choose (parent, get_title (kind), name, self->folder, cancellable, chosen_cb,
                g_object_ref (task));
}

GFile *
kaitsu_saver_save_finish (KaitsuSaver *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kaitsu_saver_set_choose_func (KaitsuSaver *self, KaitsuChooseFunc choose)
{
  g_return_if_fail (KAITSU_IS_SAVER (self));
  g_return_if_fail (choose != NULL);

  self->choose = choose;
}

KaitsuSaver *
kaitsu_saver_new (void)
{
  return g_object_new (KAITSU_TYPE_SAVER, NULL);
}

static void
kaitsu_saver_dispose (GObject *object)
{
  g_clear_object (&KAITSU_SAVER (object)->folder);

  G_OBJECT_CLASS (kaitsu_saver_parent_class)->dispose (object);
}

static void
kaitsu_saver_class_init (KaitsuSaverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaitsu_saver_dispose;
}

static void
kaitsu_saver_init (KaitsuSaver *self)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  self->choose = kaitsu_compat_save_async;
  self->folder = g_file_new_for_path (documents != NULL ? documents : g_get_home_dir ());
}
